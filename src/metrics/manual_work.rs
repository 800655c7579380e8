//! Manual mode: manual work done each day, the errors found in it, and the queue of re-entries.
//!
//! Covers each process that may work in manual mode, in its work units. Work with errors is part of
//! the work done; re-entries are counted apart from everything else that waits.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::stations::station::steps;
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, ProcessId, SiteGroupId, StationId};

/// Recorder of processes that may work in manual mode.
#[derive(Debug)]
pub(crate) struct ManualWork {
    days: Days,
    rows: Vec<ManualProcess>,
    /// Row of each station; `None` where it never works in manual mode.
    row_of: IndexVec<StationId, Option<u16>>,
}

/// A process at all sites of a group.
#[derive(Debug)]
struct ManualProcess {
    group: SiteGroupId,
    process: ProcessId,
    /// Work units since the last midnight.
    units: u64,
    errors: u64,
    daily: [Vec<f64>; 3],
}

impl ManualWork {
    /// A recorder without work.
    pub(crate) fn new(model: &Model) -> Self {
        let (mut rows, mut row_of) = (Vec::new(), Vec::new());
        for (number, table) in model.site_groups.iter_ids() {
            let row_of_step: Vec<Option<u16>> = steps(table)
                .map(|(process, _)| {
                    model.processes[process].manual.as_ref()?;
                    rows.push(ManualProcess {
                        group: number,
                        process,
                        units: 0,
                        errors: 0,
                        daily: Default::default(),
                    });
                    Some((rows.len() - 1) as u16)
                })
                .collect();
            for _ in 0..table.count {
                row_of.extend_from_slice(&row_of_step);
            }
        }
        ManualWork { days: Days::of(model), rows, row_of: row_of.into() }
    }

    fn row(&mut self, station: StationId) -> Option<&mut ManualProcess> {
        self.row_of[station].map(|row| &mut self.rows[usize::from(row)])
    }
}

impl Observer for ManualWork {
    fn manual_work(&mut self, _: Instant, station: StationId, units: u32) {
        if let Some(row) = self.row(station) {
            row.units += u64::from(units);
        }
    }

    fn manual_error(&mut self, _: Instant, station: StationId, units: u32) {
        if let Some(row) = self.row(station) {
            row.errors += u64::from(units);
        }
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        if self.rows.is_empty() {
            return;
        }
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        let mut awaiting_reentry = vec![0_u64; self.rows.len()];
        for (station, row) in view.stations().iter().zip(&self.row_of) {
            if let Some(row) = row {
                awaiting_reentry[usize::from(*row)] += u64::from(station.to_reenter());
            }
        }
        for (row, awaiting_reentry) in self.rows.iter_mut().zip(awaiting_reentry) {
            let values = [std::mem::take(&mut row.units), std::mem::take(&mut row.errors), awaiting_reentry];
            if counted {
                row.daily.iter_mut().zip(values).for_each(|(daily, value)| daily.push(value as f64));
            }
        }
    }
}

impl Recorder for ManualWork {
    fn emit(self, out: &mut ReplicationResult) {
        for row in self.rows {
            let cell = cell(&[(Dim::Site, row.group.into()), (Dim::Process, usize::from(row.process))]);
            let [done, errors, queue] = row.daily;
            out.daily(ids::MANUAL_WORK, cell, done);
            out.daily(ids::MANUAL_ERRORS, cell, errors);
            out.daily(ids::REENTRY_QUEUE, cell, queue);
        }
    }
}
