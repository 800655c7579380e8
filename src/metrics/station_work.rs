//! Station work: throughput, utilisation and queues of processes.
//!
//! Utilisation of a day is the work done in it divided by the work that the servers could do at the
//! capacity factors that they had.

use super::{Days, Recorder, ReplicationResult};
use crate::engine::work_clock::{PER_MICROSECOND, Reading};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::stations::station::{Step, steps as steps_of};
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, ProcessId, SiteGroupId, StationId, Work};

/// Recorder of all stations.
#[derive(Debug)]
pub(crate) struct StationWork<'m> {
    model: &'m Model,
    days: Days,
    /// By station: work units and work since the last midnight.
    units: IndexVec<StationId, u64>,
    done: IndexVec<StationId, u64>,
    clock: IndexVec<StationId, Reading>,
    /// By site group and step.
    steps: Vec<StationWorkByDay>,
    /// Step of each station.
    step_of: IndexVec<StationId, u32>,
}

/// A step of all sites of a group, by day.
#[derive(Debug)]
struct StationWorkByDay {
    group: SiteGroupId,
    process: ProcessId,
    step: Step,
    units: Vec<f64>,
    work: Vec<f64>,
    available: Vec<f64>,
    waiting: Vec<f64>,
}

impl<'m> StationWork<'m> {
    /// A recorder without work.
    pub(crate) fn new(model: &'m Model) -> Self {
        let mut steps = Vec::new();
        let mut step_of = Vec::new();
        for (number, table) in model.site_groups.iter_ids() {
            let first = steps.len() as u32;
            steps.extend(steps_of(table).map(|(process, step)| StationWorkByDay {
                group: number,
                process,
                step,
                units: Vec::new(),
                work: Vec::new(),
                available: Vec::new(),
                waiting: Vec::new(),
            }));
            for _ in 0..table.count {
                step_of.extend(first..steps.len() as u32);
            }
        }
        let stations = step_of.len();
        StationWork {
            model,
            days: Days::of(model),
            units: IndexVec::filled(0, stations),
            done: IndexVec::filled(0, stations),
            clock: IndexVec::filled(0, stations),
            steps,
            step_of: step_of.into(),
        }
    }
}

impl Observer for StationWork<'_> {
    #[inline(always)]
    fn worked(&mut self, _: Instant, station: StationId, units: u32, work: Work) {
        self.units[station] += u64::from(units);
        self.done[station] += work.as_micros();
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        if counted {
            for step in &mut self.steps {
                for daily in [&mut step.units, &mut step.work, &mut step.available, &mut step.waiting] {
                    daily.push(0.0);
                }
            }
        }
        for station in self.step_of.ids() {
            let (waiting, clock) = view.load(now, station);
            let gone = clock - std::mem::replace(&mut self.clock[station], clock);
            let units = std::mem::take(&mut self.units[station]);
            let work = std::mem::take(&mut self.done[station]);
            let step = &mut self.steps[self.step_of[station] as usize];
            let Some(last) = step.units.len().checked_sub(1).filter(|_| counted) else { continue };
            let servers = self.model.processes[step.process].servers;
            step.units[last] += units as f64;
            step.work[last] += work as f64;
            step.available[last] += gone as f64 / PER_MICROSECOND as f64 * f64::from(servers);
            step.waiting[last] += f64::from(waiting);
        }
    }
}

impl Recorder for StationWork<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        for step in self.steps {
            let process = &self.model.processes[step.process];
            let cell = cell(&[(Dim::Site, step.group.into()), (Dim::Process, usize::from(step.process))]);
            let ratio = |work: f64, available: f64| if available > 0.0 { work / available } else { f64::NAN };
            let (work, available): (f64, f64) = (step.work.iter().sum(), step.available.iter().sum());
            let limited = process.servers != u32::MAX && process.work.constant() != Some(0.0);
            if limited {
                let days = step.work.iter().zip(&step.available);
                let shares = days.map(|(&work, &available)| ratio(work, available)).collect();
                out.daily(ids::UTILISATION_DAILY, cell, shares);
            }
            out.daily(ids::THROUGHPUT, cell, step.units);
            match step.step {
                Step::Inbound(_) => out.daily(ids::INBOUND_QUEUE, cell, step.waiting),
                Step::Desk(_) => out.daily(ids::ORDER_DESK_QUEUE, cell, step.waiting),
                Step::BeforeStock(_) | Step::AfterStock(_) => {}
            }
            if limited {
                out.ratio(ids::UTILISATION, cell, work, available);
            }
        }
    }
}
