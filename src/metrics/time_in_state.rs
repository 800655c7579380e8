//! Time in state: shares of the open time in which each process was busy, starved, blocked and
//! down.
//!
//! | share | of the open time of all servers |
//! | --- | --- |
//! | `down` | systems, disruptions or its site stop the process; all its servers count |
//! | `busy` | servers that work |
//! | `blocked` | free servers while a policy holds back everything that waits |
//! | `starved` | the rest: free servers with nothing to do |
//!
//! The four add up to 1. Time closed by the calendar counts in none of them, also while servers
//! hold work that they will resume. They are integrals of server-time, summed from changes alone
//! and exact to the microsecond, over all sites of a group. A process without a limit of servers
//! has only `down`.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Daily, Dim, Metric, Ratio, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::stations::station::{StationState, steps};
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, ProcessId, SiteGroupId, StationId};

/// Recorder of the states of all stations.
#[derive(Debug)]
pub(crate) struct TimeInState<'m> {
    model: &'m Model,
    days: Days,
    /// By station.
    stations: IndexVec<StationId, Clocked>,
    /// By site group and step.
    steps: Vec<StateTimesByDay>,
}

/// A station since the last midnight.
#[derive(Debug, Clone, Copy)]
struct Clocked {
    /// Number of its step among those of all site groups.
    step: u32,
    /// Number of servers, or 1 without a limit.
    servers: u32,
    since: Instant,
    is: StationState,
    times: StateTimes,
}

/// Open time, and the parts of it by state \[server-microseconds\].
#[derive(Debug, Clone, Copy, Default)]
struct StateTimes {
    open: u64,
    down: u64,
    busy: u64,
    blocked: u64,
}

/// A step of all sites of a group, by day.
#[derive(Debug)]
struct StateTimesByDay {
    group: SiteGroupId,
    process: ProcessId,
    days: Vec<StateTimes>,
}

impl Clocked {
    /// Counts the time up to `now`.
    #[inline(always)]
    fn advance(&mut self, now: Instant) {
        let passed = now - self.since;
        self.since = now;
        if !self.is.open || passed == Duration::ZERO {
            return;
        }
        let passed = passed.as_micros();
        let all = passed * u64::from(self.servers);
        self.times.open += all;
        if self.is.down {
            self.times.down += all;
            return;
        }
        let busy = u64::from(self.is.in_work.min(self.servers));
        self.times.busy += passed * busy;
        if self.is.blocked {
            self.times.blocked += all - passed * busy;
        }
    }
}

impl StateTimes {
    fn add(&mut self, other: StateTimes) {
        self.open += other.open;
        self.down += other.down;
        self.busy += other.busy;
        self.blocked += other.blocked;
    }

    /// Shares busy, starved, blocked and down; NaN if it was never open.
    fn shares(self) -> [f64; 4] {
        self.by_state().map(|time| if self.open > 0 { time as f64 / self.open as f64 } else { f64::NAN })
    }

    /// Server-time busy, starved, blocked and down \[server-microseconds\].
    fn by_state(self) -> [u64; 4] {
        let starved = self.open - self.busy - self.blocked - self.down;
        [self.busy, starved, self.blocked, self.down]
    }
}

/// Metrics of a day and of the run, in the order of [`StateTimes::by_state`].
const METRICS: [(Metric<Daily>, Metric<Ratio>); 4] = [
    (ids::BUSY_DAILY, ids::BUSY),
    (ids::STARVED_DAILY, ids::STARVED),
    (ids::BLOCKED_DAILY, ids::BLOCKED),
    (ids::DOWN_DAILY, ids::DOWN),
];

/// Place of `down` among them.
const DOWN: usize = 3;

impl<'m> TimeInState<'m> {
    /// A recorder at the start of a run.
    pub(crate) fn new(model: &'m Model) -> Self {
        let (mut of_tables, mut stations) = (Vec::new(), Vec::new());
        for (number, table) in model.site_groups.iter_ids() {
            let first = of_tables.len();
            of_tables.extend(steps(table).map(|(process, _)| StateTimesByDay {
                group: number,
                process,
                days: Vec::new(),
            }));
            for _ in 0..table.count {
                stations.extend((first..of_tables.len()).map(|step: usize| {
                    let servers = model.processes[of_tables[step].process].servers;
                    Clocked {
                        step: step as u32,
                        servers: if servers == u32::MAX { 1 } else { servers },
                        since: Instant::ORIGIN,
                        is: StationState::default(),
                        times: StateTimes::default(),
                    }
                }));
            }
        }
        TimeInState { model, days: Days::of(model), stations: stations.into(), steps: of_tables }
    }
}

impl Observer for TimeInState<'_> {
    #[inline(always)]
    fn station_state(&mut self, now: Instant, station: StationId, _: StationState, is: StationState) {
        let clocked = &mut self.stations[station];
        clocked.advance(now);
        clocked.is = is;
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        if counted {
            for step in &mut self.steps {
                step.days.push(StateTimes::default());
            }
        }
        for clocked in &mut self.stations {
            clocked.advance(now);
            let times = std::mem::take(&mut clocked.times);
            if counted && let Some(day) = self.steps[clocked.step as usize].days.last_mut() {
                day.add(times);
            }
        }
    }
}

impl Recorder for TimeInState<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        for step in self.steps {
            let process = &self.model.processes[step.process];
            let cell = cell(&[(Dim::Site, step.group.into()), (Dim::Process, usize::from(step.process))]);
            let mut run = StateTimes::default();
            step.days.iter().for_each(|&day| run.add(day));
            for (state, (daily, share)) in METRICS.into_iter().enumerate() {
                if process.servers == u32::MAX && state != DOWN {
                    continue;
                }
                out.daily(daily, cell, step.days.iter().map(|day| day.shares()[state]).collect());
                out.ratio(share, cell, run.by_state()[state] as f64, run.open as f64);
            }
        }
    }
}
