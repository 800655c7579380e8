//! Jobs: cars that wait for parts, those off the road, courtesy cars, and how long jobs wait.
//!
//! Only jobs that must wait are counted: one that gets all off the shelf does not. A VOR day is one car off the
//! road for one day. Peaks and areas count from the end of the warm-up on, and what stands for no time is no peak;
//! the time that a job waits is told of jobs that began to wait after the warm-up, those still open counting as
//! longer than all others.

use super::histogram::Histogram;
use super::{Days, Key, Metric, Recorded, ReplicationResult, Series};
use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::simulation::customers::repair_job::{CourtesyCar, Job};
use crate::simulation::observer::Observer;
use crate::simulation::view::View;
use crate::units::{DAY, SECOND};

/// Quantiles of the time that a job waits.
const QUANTILES: [(f64, &str); 3] = [(0.5, "job_waits_p50"), (0.9, "job_waits_p90"), (0.99, "job_waits_p99")];

/// What is counted of cars.
const COUNTED: [&str; 4] = ["cars_waiting", "cars_off_road", "courtesy_cars", "without_courtesy_car"];
const WAITING: usize = 0;
const OFF_ROAD: usize = 1;
const IN_USE: usize = 2;
const MISSING: usize = 3;

/// A number of cars over time.
#[derive(Debug, Clone, Copy, Default)]
struct Cars {
    now: u32,
    since: Time,
    /// The most since the end of the warm-up.
    peak: u32,
    /// Car-microseconds since the end of the warm-up, up to `since`.
    area: u128,
}

impl Cars {
    fn advance(&mut self, now: Time, counted_from: Time) {
        let length = now.saturating_sub(self.since.max(counted_from));
        if length > 0 {
            self.area += u128::from(length) * u128::from(self.now);
            self.peak = self.peak.max(self.now);
        }
        self.since = now;
    }

    fn days(&self) -> f64 {
        self.area as f64 / DAY as f64
    }
}

/// The cars of a site table, or of all.
#[derive(Debug, Clone, Default)]
struct Yard {
    cars: [Cars; 4],
    daily: [Vec<f64>; 4],
    /// Jobs that began to wait after the warm-up, and how long those of them waited that have ended.
    began: u64,
    waited: Histogram,
}

/// Listens for jobs that wait.
#[derive(Debug)]
pub struct Jobs<'m> {
    model: &'m Model,
    days: Days,
    /// By table; the last is of all together.
    yards: Vec<Yard>,
    /// Courtesy cars in use of each demand.
    in_use: Vec<Cars>,
    /// Demand of each stream.
    demand_of: Vec<u16>,
}

impl<'m> Jobs<'m> {
    /// No car waits yet.
    pub fn new(model: &'m Model) -> Self {
        let demands = model.demands.iter().zip(0..);
        Jobs {
            model,
            days: Days::of(model),
            yards: vec![Yard::default(); model.site_groups.len() + 1],
            in_use: vec![Cars::default(); model.demands.len()],
            demand_of: demands
                .flat_map(|(demand, number)| demand.streams.iter().map(move |_| number))
                .collect(),
        }
    }

    /// Changes a number of cars of a job's table, and of all.
    fn change(&mut self, now: Time, job: &Job, of: usize, more: bool) {
        let counted_from = self.model.times.counted_from;
        let demand = usize::from(self.demand_of[job.stream as usize]);
        let table = usize::from(self.model.demands[demand].table);
        let all = self.yards.len() - 1;
        let change = |cars: &mut Cars| {
            cars.advance(now, counted_from);
            cars.now = if more { cars.now + 1 } else { cars.now - 1 };
        };
        change(&mut self.yards[table].cars[of]);
        change(&mut self.yards[all].cars[of]);
        if of == IN_USE {
            change(&mut self.in_use[demand]);
        }
    }

    fn comes_or_goes(&mut self, now: Time, job: &Job, comes: bool) {
        self.change(now, job, WAITING, comes);
        if job.off_road {
            self.change(now, job, OFF_ROAD, comes);
        }
        match job.courtesy {
            CourtesyCar::NotAskedFor => {}
            CourtesyCar::Missing => self.change(now, job, MISSING, comes),
            CourtesyCar::InUse => self.change(now, job, IN_USE, comes),
        }
    }

    /// The job's table and all.
    fn both(&mut self, job: &Job) -> impl Iterator<Item = &mut Yard> {
        let demand = usize::from(self.demand_of[job.stream as usize]);
        let table = usize::from(self.model.demands[demand].table);
        let all = self.yards.len() - 1;
        self.yards
            .iter_mut()
            .enumerate()
            .filter(move |(at, _)| *at == table || *at == all)
            .map(|(_, yard)| yard)
    }
}

/// The smallest time, in seconds and to 1 %, that at least the share `p` of jobs did not exceed, where `open` more
/// jobs still wait and will have waited longer than all others; `None` where it is among those.
fn quantile(waited: &Histogram, p: f64, open: u64) -> Option<f64> {
    let wanted = (((waited.total() + open) as f64 * p).ceil() as u64).max(1);
    let mut below = 0;
    waited.entries().find_map(|(seconds, count)| {
        below += count;
        (below >= wanted).then_some(seconds)
    })
}

impl Observer for Jobs<'_> {
    fn job_waits(&mut self, now: Time, job: &Job) {
        self.comes_or_goes(now, job, true);
        if now >= self.model.times.counted_from {
            self.both(job).for_each(|yard| yard.began += 1);
        }
    }

    fn courtesy_car(&mut self, now: Time, job: &Job) {
        self.change(now, job, MISSING, false);
        self.change(now, job, IN_USE, true);
    }

    fn job_ends(&mut self, now: Time, job: &Job) {
        self.comes_or_goes(now, job, false);
        if job.began >= self.model.times.counted_from {
            let waited = (now - job.began) / SECOND;
            self.both(job).for_each(|yard| yard.waited.add(waited));
        }
    }

    fn midnight(&mut self, now: Time, _: &View<'_>) {
        if self.days.counted_day(now - 1).is_none() {
            return;
        }
        for yard in &mut self.yards {
            for (daily, cars) in yard.daily.iter_mut().zip(&yard.cars) {
                daily.push(f64::from(cars.now));
            }
        }
    }

    fn end(&mut self, now: Time, _: &View<'_>) {
        let counted_from = self.model.times.counted_from;
        let yards = self.yards.iter_mut().flat_map(|yard| &mut yard.cars);
        yards.chain(&mut self.in_use).for_each(|cars| cars.advance(now, counted_from));
    }
}

impl Recorded for Jobs<'_> {
    fn tell(self, labels: &Labels, observations: &mut ReplicationResult) {
        let demands =
            || self.model.demands.iter().zip(&self.in_use).filter(|(demand, _)| demand.jobs.is_some());
        if demands().next().is_none() {
            return;
        }
        let all = labels.site_groups.len();
        let names = labels.site_groups.iter().map(String::as_str).chain(["all"]);
        for ((table, site), yard) in names.enumerate().zip(self.yards.iter().cloned()) {
            let here = || demands().filter(|(demand, _)| table == all || usize::from(demand.table) == table);
            if here().next().is_none() {
                continue;
            }
            for (name, values) in COUNTED.iter().zip(yard.daily) {
                observations.series.push(Series { key: Key::new(*name, site, "all", "cars"), values });
            }
            let costs: Vec<f64> = here()
                .filter_map(|(demand, in_use)| {
                    Some(demand.jobs.as_ref()?.courtesy.as_ref()?.cost_per_day * in_use.days())
                })
                .collect();
            let mut add = |name: &str, unit, value| {
                observations.metrics.push(Metric { key: Key::new(name, site, "all", unit), value });
            };
            add("cars_waiting_peak", "cars", Some(f64::from(yard.cars[WAITING].peak)));
            add("cars_off_road_peak", "cars", Some(f64::from(yard.cars[OFF_ROAD].peak)));
            add("vor_days", "car-days", Some(yard.cars[OFF_ROAD].days()));
            if !costs.is_empty() {
                add("courtesy_cost", labels.currency, Some(costs.iter().sum()));
            }
            add("jobs_waiting", "jobs", Some(yard.began as f64));
            let open = yard.began.saturating_sub(yard.waited.total());
            for (p, name) in QUANTILES {
                let waited = quantile(&yard.waited, p, open).filter(|_| yard.began > 0);
                add(name, "days", waited.map(|seconds| seconds / 86_400.0));
            }
        }
    }
}
