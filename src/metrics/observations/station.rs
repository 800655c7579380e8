//! Observation of a process: numbers in system and in queue, and times of waiting and service.
//!
//! A work item counts as one line: a consignment, or a delivery where the process works per
//! delivery. It is in system from its arrival to the end of service, also while its server is
//! stopped; it counts under the class in which it arrived. Levels are of one site, the mean over
//! the sites of the group; times are of all their lines together, of those ordered after the
//! warm-up.

use super::durations::{DurationStatistics, DurationSums};
use super::emit::Emitter;
use super::time_weighted::{Levels, TimeWeightedLevel, hours};
use crate::metrics::{Days, Outcome};
use crate::model::Model;
use crate::model::observation::Observation;
use crate::registers::metrics::ids;
use crate::simulation::stations::station::StationState;
use crate::units::{DAY, Duration, FailureId, Instant, ProcessId, SiteGroupId, StreamId, Work};

/// Visit of a work item at an observed station.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Visit {
    joined: Instant,
    pub(crate) begun: Instant,
    class: u8,
    /// True if ordered after the warm-up.
    counted: bool,
    /// True for the first line of its order at the station.
    first: bool,
}

/// One process at all sites of a group.
#[derive(Debug)]
pub(crate) struct StationObservation<'m> {
    observation: &'m Observation,
    counted_from: Instant,
    end: Instant,
    /// Number of servers; `u32::MAX` without a limit.
    servers: u32,
    /// True if the queue has a capacity.
    room: bool,
    classes: usize,
    /// Number in system: all classes by site, then each class by site if there are several.
    there: Vec<TimeWeightedLevel<'m>>,
    /// Number in service, in the same order.
    in_work: Vec<ServerIntegral>,
    sites: Vec<ObservedSite>,
    /// By class.
    lines: Vec<StationLines>,
    /// Work started in the counted time, at nominal speed.
    work: u128,
}

/// A level of which only the integral is needed.
#[derive(Debug, Clone, Copy)]
struct ServerIntegral {
    value: u64,
    since: Instant,
    integral: u128,
}

impl ServerIntegral {
    #[inline]
    fn set(&mut self, now: Instant, value: u64) {
        if now > self.since {
            self.integral += u128::from(self.value) * u128::from((now - self.since).as_micros());
            self.since = now;
        }
        self.value = value;
    }
}

/// A site of the group.
#[derive(Debug, Clone, Copy)]
struct ObservedSite {
    is: StationState,
    since: Instant,
    /// Open time, and the part of it in which the station was up.
    open: Duration,
    up: Duration,
    /// Stream and order instant of the line that arrived last.
    last: (StreamId, Instant),
}

impl ObservedSite {
    fn advance(&mut self, now: Instant) {
        if now > self.since {
            let lasted = now - self.since;
            self.open += if self.is.open { lasted } else { Duration::ZERO };
            self.up += if self.is.open && !self.is.down { lasted } else { Duration::ZERO };
            self.since = now;
        }
    }
}

/// Lines of a class.
#[derive(Debug, Clone, Default)]
struct StationLines {
    /// Lines that joined in the counted time.
    joined: u64,
    /// Lines rejected in the counted time.
    rejected: u64,
    /// Times from arrival to the start of service.
    waits: DurationStatistics,
    /// Number of them longer than 0.
    waited: u64,
    /// Waits of the first line of each order.
    first_waits: DurationSums,
    /// Times from arrival to the end of service.
    stays: DurationStatistics,
    /// Times from the start of service to its end.
    completions: DurationSums,
}

impl StationLines {
    fn merge(&mut self, other: &StationLines) {
        self.joined += other.joined;
        self.rejected += other.rejected;
        self.waits.merge(&other.waits);
        self.waited += other.waited;
        self.first_waits.merge(&other.first_waits);
        self.stays.merge(&other.stays);
        self.completions.merge(&other.completions);
    }
}

/// An arrival at a station.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Joining {
    pub(crate) class: u8,
    pub(crate) ordered: Instant,
    pub(crate) stream: StreamId,
}

impl<'m> StationObservation<'m> {
    pub(crate) fn new(
        model: &'m Model,
        observation: &'m Observation,
        table: SiteGroupId,
        process: ProcessId,
    ) -> Self {
        let (times, classes) = (&model.times, model.classes.len());
        let sites = model.site_groups[table].count as usize;
        let rows = if classes > 1 { 1 + classes } else { 1 };
        let at_site = ObservedSite {
            is: StationState::default(),
            since: times.counted_from,
            open: Duration::ZERO,
            up: Duration::ZERO,
            last: (StreamId::new(u32::MAX), Instant::ORIGIN),
        };
        StationObservation {
            observation,
            counted_from: times.counted_from,
            end: times.end,
            servers: model.processes[process].servers,
            room: model.processes[process].queue_capacity.is_some(),
            classes,
            there: vec![TimeWeightedLevel::new(observation, times, Days::of(model)); rows * sites],
            in_work: vec![ServerIntegral { value: 0, since: times.counted_from, integral: 0 }; rows * sites],
            sites: vec![at_site; sites],
            lines: vec![StationLines::default(); classes],
            work: 0,
        }
    }

    #[inline]
    fn change_there(&mut self, now: Instant, site: usize, class: u8, by: i64) {
        let (sites, classes) = (self.sites.len(), self.classes);
        let mut change = |row: usize| {
            let level = &mut self.there[row * sites + site];
            level.set(now, level.value().wrapping_add_signed(by));
        };
        change(0);
        if classes > 1 {
            change(1 + usize::from(class));
        }
    }

    #[inline]
    fn change_in_work(&mut self, now: Instant, site: usize, class: u8, by: i64) {
        let (sites, classes) = (self.sites.len(), self.classes);
        let mut change = |row: usize| {
            let area = &mut self.in_work[row * sites + site];
            area.set(now, area.value.wrapping_add_signed(by));
        };
        change(0);
        if classes > 1 {
            change(1 + usize::from(class));
        }
    }

    #[inline]
    pub(crate) fn joins(&mut self, now: Instant, site: usize, joining: Joining) -> Visit {
        let Joining { class, ordered, stream } = joining;
        self.change_there(now, site, class, 1);
        self.lines[usize::from(class)].joined += u64::from(now >= self.counted_from);
        let order = (stream, ordered);
        let first = std::mem::replace(&mut self.sites[site].last, order) != order;
        Visit { joined: now, begun: now, class, counted: ordered >= self.counted_from, first }
    }

    #[inline]
    pub(crate) fn work_begins(&mut self, now: Instant, site: usize, visit: Visit, work: Work) {
        self.change_in_work(now, site, visit.class, 1);
        if now >= self.counted_from {
            self.work += u128::from(work.as_micros());
        }
        if !visit.counted {
            return;
        }
        let (lines, wait) = (&mut self.lines[usize::from(visit.class)], now - visit.joined);
        lines.waits.add(wait);
        lines.waited += u64::from(wait > Duration::ZERO);
        if visit.first {
            lines.first_waits.add(wait);
        }
    }

    /// Service is preempted by a more urgent line, or resumes after it.
    pub(crate) fn preempt_or_resume(&mut self, now: Instant, site: usize, visit: Visit, resumes: bool) {
        self.change_in_work(now, site, visit.class, if resumes { 1 } else { -1 });
    }

    #[inline]
    pub(crate) fn work_ends(&mut self, now: Instant, site: usize, visit: Visit) {
        self.change_in_work(now, site, visit.class, -1);
        self.leaves(now, site, visit);
        if visit.counted {
            let lines = &mut self.lines[usize::from(visit.class)];
            lines.stays.add(now - visit.joined);
            lines.completions.add(now - visit.begun);
        }
    }

    /// Counts a line that found the queue at its capacity.
    pub(crate) fn rejected_lines(&mut self, now: Instant, class: u8) {
        self.lines[usize::from(class)].rejected += u64::from(now >= self.counted_from);
    }

    /// The line leaves, or is cancelled.
    #[inline]
    pub(crate) fn leaves(&mut self, now: Instant, site: usize, visit: Visit) {
        self.change_there(now, site, visit.class, -1);
    }

    pub(crate) fn failure(&mut self, now: Instant, failure: FailureId, state: u8) {
        for (given, _) in self.observation.given.iter().enumerate().filter(|&(_, &number)| number == failure)
        {
            for level in &mut self.there {
                level.set_state(now, given, state);
            }
        }
    }

    #[inline]
    pub(crate) fn station_state(&mut self, now: Instant, site: usize, is: StationState) {
        let at = &mut self.sites[site];
        if (at.is.open, at.is.down) != (is.open, is.down) {
            at.advance(now);
            at.is = is;
        }
    }

    pub(crate) fn end(&mut self, now: Instant) {
        self.there.iter_mut().for_each(|level| level.advance(now));
        self.in_work.iter_mut().for_each(|area| area.set(now, area.value));
        self.sites.iter_mut().for_each(|site| site.advance(now));
    }

    pub(crate) fn emit(&self, out: &mut Emitter<'_>) {
        let mut all = StationLines::default();
        self.lines.iter().for_each(|lines| all.merge(lines));
        self.emit_lines(0, &all, out);
        self.emit_process(out);
        for class in 0..self.classes {
            let row = if self.classes > 1 { 1 + class } else { 0 };
            self.emit_lines(row, &self.lines[class], &mut out.of_class(class));
        }
    }

    /// Emits the metrics of the lines of a class, or of all.
    fn emit_lines(&self, row: usize, lines: &StationLines, out: &mut Emitter<'_>) {
        let sites = self.sites.len();
        let counted = self.end - self.counted_from;
        let levels = Levels { all: &self.there[row * sites..(row + 1) * sites], counted };
        let in_work: u128 =
            self.in_work[row * sites..(row + 1) * sites].iter().map(|area| area.integral).sum();
        let in_work =
            (counted > Duration::ZERO).then(|| in_work as f64 / sites as f64 / counted.as_micros_f64());
        let mean = levels.mean();
        out.scalar(ids::LINES_IN_SYSTEM, mean);
        out.scalar(ids::LINES_IN_QUEUE, mean.zip(in_work).map(|(there, in_work)| there - in_work));
        out.scalar(ids::LINES_IN_SYSTEM_SD, levels.deviation());
        out.scalar(ids::TIME_IN_SYSTEM, lines.stays.sums.mean());
        out.scalar(ids::TIME_IN_QUEUE, lines.waits.sums.mean());
        out.scalar(ids::TIME_IN_SYSTEM_P50, lines.stays.quantile(0.5));
        out.scalar(ids::TIME_IN_SYSTEM_P90, lines.stays.quantile(0.9));
        out.scalar(ids::TIME_IN_SYSTEM_P99, lines.stays.quantile(0.99));
        out.scalar(ids::TIME_IN_QUEUE_P90, lines.waits.quantile(0.9));
        out.scalar(ids::TIME_IN_QUEUE_P95, lines.waits.quantile(0.95));
        out.scalar(ids::TIME_IN_QUEUE_P99, lines.waits.quantile(0.99));
        out.scalar(ids::TIME_IN_SYSTEM_MAX, lines.stays.sums.most());
        out.scalar(ids::TIME_IN_QUEUE_SD, lines.waits.sums.deviation());
        out.scalar(ids::TIME_IN_QUEUE_FIRST_LINE, lines.first_waits.mean());
        out.ratio(ids::DELAY_PROBABILITY, lines.waited as f64, lines.waits.sums.count() as f64);
        out.scalar(ids::COMPLETION_TIME, lines.completions.mean());
        if self.room {
            let arrived = lines.joined + lines.rejected;
            out.ratio(ids::REJECTION_PROBABILITY, lines.rejected as f64, arrived as f64);
        }
        let days = counted.as_micros_f64() / DAY.as_micros_f64();
        out.scalar(ids::ARRIVAL_RATE, (counted > Duration::ZERO).then(|| lines.joined as f64 / days));
        out.scalar(ids::LINES_IN_SYSTEM_PEAK, Some(levels.peak()));
        out.scalar(ids::LINES_IN_SYSTEM_PEAK_TIME, Some(levels.peak_time()));
        out.scalar(ids::LINES_IN_SYSTEM_AREA, Some(levels.area()));
        out.above_limits(ids::LINES_IN_SYSTEM_TIME_ABOVE, &levels);
        for (number, (failure, states)) in out.labels.given.iter().enumerate() {
            for (state, name) in states.iter().enumerate() {
                let cell = out.in_state(failure, name);
                out.out.scalar(ids::LINES_IN_SYSTEM, cell, levels.given(number, state).1);
            }
        }
        for (number, moment) in out.labels.at.iter().enumerate() {
            let (cell, (there, average)) = (out.at(moment), levels.at(number));
            out.out.scalar(ids::LINES_IN_SYSTEM, cell, there);
            out.out.scalar(ids::LINES_IN_SYSTEM_UNTIL, cell, average);
        }
        out.at_times_of_day(ids::LINES_IN_SYSTEM, &levels, |lines| lines);
        if self.observation.cleared.is_some() {
            let bound = Outcome::LaterThan(hours(counted));
            out.censored(ids::TIME_TO_CLEAR, levels.cleared().map_or(bound, Outcome::Value));
        }
    }

    /// Emits the metrics of the process alone.
    fn emit_process(&self, out: &mut Emitter<'_>) {
        let sites = self.sites.len();
        let (open, up) = self
            .sites
            .iter()
            .fold((Duration::ZERO, Duration::ZERO), |sum, site| (sum.0 + site.open, sum.1 + site.up));
        out.ratio(ids::AVAILABILITY, up.as_micros_f64(), open.as_micros_f64());
        if self.servers != u32::MAX {
            let servers = f64::from(self.servers);
            let counted = (self.end - self.counted_from).as_micros_f64() * sites as f64;
            let busy: u128 = self.in_work[..sites].iter().map(|area| area.integral).sum();
            // Mean numbers of servers; nothing in no time.
            let per_server =
                |work: u128, time: f64| if time > 0.0 { (work as f64 / time, servers) } else { (0.0, 0.0) };
            let (mean, of) = per_server(busy, counted);
            out.ratio(ids::SERVER_UTILISATION, mean, of);
            let (mean, of) = per_server(self.work, up.as_micros_f64());
            out.ratio(ids::WORKLOAD, mean, of);
        }
        let levels = Levels { all: &self.there[..sites], counted: self.end - self.counted_from };
        for (number, (failure, states)) in out.labels.given.iter().enumerate() {
            for (state, name) in states.iter().enumerate() {
                let cell = out.in_state(failure, name);
                out.out.scalar(ids::STATE_TIME_SHARE, cell, levels.given(number, state).0);
            }
        }
    }
}
