//! Repair jobs: cars that wait for parts, cars off the road, courtesy cars, and the wait of jobs.
//!
//! Only jobs that must wait are counted: a job filled completely from the retailer's shelf does
//! not. A VOR day is one car off the road for one day. Peaks and areas count from the end of the
//! warm-up on, and a number that lasts for no time is no peak. The wait of jobs is that of jobs
//! that began to wait after the warm-up; jobs still open count as longer than all others.

use super::histogram::Histogram;
use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, Scalar, cell, ids};
use crate::simulation::customers::repair_job::{CourtesyCar, Job};
use crate::simulation::observer::Observer;
use crate::simulation::view::View;
use crate::units::{DAY, Duration, IndexVec, Instant, SECOND, StreamId};

/// Quantiles of the wait of jobs.
const QUANTILES: [(f64, Metric<Scalar>); 3] =
    [(0.5, ids::JOB_WAIT_P50), (0.9, ids::JOB_WAIT_P90), (0.99, ids::JOB_WAIT_P99)];

/// Daily series, in the order of the counts.
const SERIES: [Metric<Daily>; 4] =
    [ids::CARS_WAITING, ids::CARS_OFF_ROAD, ids::COURTESY_CARS, ids::WITHOUT_COURTESY_CAR];
const WAITING: usize = 0;
const OFF_ROAD: usize = 1;
const IN_USE: usize = 2;
const MISSING: usize = 3;

/// A number of cars over time.
#[derive(Debug, Clone, Copy, Default)]
struct CarCount {
    now: u32,
    since: Instant,
    /// Largest number since the end of the warm-up.
    peak: u32,
    /// Car-microseconds since the end of the warm-up, up to `since`.
    area: u128,
}

impl CarCount {
    fn advance(&mut self, now: Instant, counted_from: Instant) {
        let length = now.saturating_since(self.since.max(counted_from));
        if length > Duration::ZERO {
            self.area += u128::from(length.as_micros()) * u128::from(self.now);
            self.peak = self.peak.max(self.now);
        }
        self.since = now;
    }

    fn days(&self) -> f64 {
        self.area as f64 / DAY.as_micros_f64()
    }
}

/// Cars of a site group, or of all.
#[derive(Debug, Clone, Default)]
struct Cars {
    counts: [CarCount; 4],
    daily: [Vec<f64>; 4],
    /// Jobs that began to wait after the warm-up, and the waits of those that have ended
    /// \[seconds\].
    began: u64,
    waited: Histogram,
}

/// Recorder of jobs that wait.
#[derive(Debug)]
pub(crate) struct RepairJobsRecorder<'m> {
    model: &'m Model,
    days: Days,
    /// Cars by site group; the last entry is all groups together.
    cars: Vec<Cars>,
    /// Courtesy cars in use, by demand.
    in_use: Vec<CarCount>,
    /// Demand of each stream.
    demand_of: IndexVec<StreamId, u16>,
}

impl<'m> RepairJobsRecorder<'m> {
    /// A recorder without cars.
    pub(crate) fn new(model: &'m Model) -> Self {
        let demands = model.demands.iter().zip(0..);
        RepairJobsRecorder {
            model,
            days: Days::of(model),
            cars: vec![Cars::default(); model.site_groups.len() + 1],
            in_use: vec![CarCount::default(); model.demands.len()],
            demand_of: demands
                .flat_map(|(demand, number)| demand.streams.iter().map(move |_| number))
                .collect(),
        }
    }

    /// Adds or removes a car in the counts of the job's site group and of all groups.
    fn change(&mut self, now: Instant, job: &Job, of: usize, more: bool) {
        let counted_from = self.model.times.counted_from;
        let demand = usize::from(self.demand_of[job.stream]);
        let table = usize::from(self.model.demands[demand].group);
        let all = self.cars.len() - 1;
        let change = |cars: &mut CarCount| {
            cars.advance(now, counted_from);
            cars.now = if more { cars.now + 1 } else { cars.now - 1 };
        };
        change(&mut self.cars[table].counts[of]);
        change(&mut self.cars[all].counts[of]);
        if of == IN_USE {
            change(&mut self.in_use[demand]);
        }
    }

    fn comes_or_goes(&mut self, now: Instant, job: &Job, comes: bool) {
        self.change(now, job, WAITING, comes);
        if job.off_road {
            self.change(now, job, OFF_ROAD, comes);
        }
        match job.courtesy {
            CourtesyCar::NotRequested => {}
            CourtesyCar::Missing => self.change(now, job, MISSING, comes),
            CourtesyCar::InUse => self.change(now, job, IN_USE, comes),
        }
    }

    /// Counts of the job's site group and of all groups.
    fn both(&mut self, job: &Job) -> impl Iterator<Item = &mut Cars> {
        let demand = usize::from(self.demand_of[job.stream]);
        let table = usize::from(self.model.demands[demand].group);
        let all = self.cars.len() - 1;
        self.cars
            .iter_mut()
            .enumerate()
            .filter(move |(at, _)| *at == table || *at == all)
            .map(|(_, cars)| cars)
    }
}

/// The smallest time, in seconds and to 1 %, that at least the share `p` of jobs did not exceed, if
/// `open` more jobs still wait and exceed all others; `None` where it is among those.
fn quantile(waited: &Histogram, p: f64, open: u64) -> Option<f64> {
    let wanted = (((waited.total() + open) as f64 * p).ceil() as u64).max(1);
    let mut below = 0;
    waited.entries().find_map(|(seconds, count)| {
        below += count;
        (below >= wanted).then_some(seconds)
    })
}

impl Observer for RepairJobsRecorder<'_> {
    fn job_waits(&mut self, now: Instant, job: &Job) {
        self.comes_or_goes(now, job, true);
        if now >= self.model.times.counted_from {
            self.both(job).for_each(|cars| cars.began += 1);
        }
    }

    fn courtesy_car(&mut self, now: Instant, job: &Job) {
        self.change(now, job, MISSING, false);
        self.change(now, job, IN_USE, true);
    }

    fn job_ends(&mut self, now: Instant, job: &Job) {
        self.comes_or_goes(now, job, false);
        if job.began >= self.model.times.counted_from {
            let waited = (now - job.began) / SECOND;
            self.both(job).for_each(|cars| cars.waited.add(waited));
        }
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        if self.days.counted_day(now - Duration::MICROSECOND).is_none() {
            return;
        }
        for cars in &mut self.cars {
            for (daily, count) in cars.daily.iter_mut().zip(&cars.counts) {
                daily.push(f64::from(count.now));
            }
        }
    }

    fn end(&mut self, now: Instant, _: &View<'_>) {
        let counted_from = self.model.times.counted_from;
        let counts = self.cars.iter_mut().flat_map(|cars| &mut cars.counts);
        counts.chain(&mut self.in_use).for_each(|count| count.advance(now, counted_from));
    }
}

impl Recorder for RepairJobsRecorder<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let demands =
            || self.model.demands.iter().zip(&self.in_use).filter(|(demand, _)| demand.jobs.is_some());
        if demands().next().is_none() {
            return;
        }
        let all = self.model.site_groups.len();
        for (group, cars) in self.cars.iter().cloned().enumerate() {
            let here = || demands().filter(|(demand, _)| group == all || demand.group.index() == group);
            if here().next().is_none() {
                continue;
            }
            let cell = if group == all { Cell::TOTAL } else { cell(&[(Dim::Site, group)]) };
            for (series, values) in SERIES.into_iter().zip(cars.daily) {
                out.daily(series, cell, values);
            }
            let costs: Vec<f64> = here()
                .filter_map(|(demand, in_use)| {
                    Some(demand.jobs.as_ref()?.courtesy.as_ref()?.cost_per_day * in_use.days())
                })
                .collect();
            out.scalar(ids::CARS_WAITING_PEAK, cell, Some(f64::from(cars.counts[WAITING].peak)));
            out.scalar(ids::CARS_OFF_ROAD_PEAK, cell, Some(f64::from(cars.counts[OFF_ROAD].peak)));
            out.scalar(ids::VOR_DAYS, cell, Some(cars.counts[OFF_ROAD].days()));
            if !costs.is_empty() {
                out.scalar(ids::COURTESY_CAR_COST, cell, Some(costs.iter().sum()));
            }
            out.scalar(ids::JOBS_DELAYED, cell, Some(cars.began as f64));
            let open = cars.began.saturating_sub(cars.waited.total());
            for (p, metric) in QUANTILES {
                let waited = quantile(&cars.waited, p, open).filter(|_| cars.began > 0);
                out.scalar(metric, cell, waited.map(|seconds| seconds / 86_400.0));
            }
        }
    }
}
