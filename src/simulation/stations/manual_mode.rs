//! Manual mode: work of a station without its systems, and the re-entry that it leaves behind.
//!
//! A station works manually while its manual rate exceeds the speed that its systems leave. A job
//! that ends then was manual work: it may be wrong, which is found at its end, and the item joins
//! the queue again as a new arrival; a job that is right leaves a re-entry behind, which keys the
//! work into the system. Re-entries are held until the station works on its systems again, and then
//! wait in the queue as work of the line's class that arrived when the manual work ended.
//!
//! ```text
//! queue ─► servers, manual ─► wrong? ─► next step
//!   ▲ ▲                          │ └──► re-entry ─┐ until the systems are back
//!   │ └──────────────────────────┘                │
//!   └─────────────────────────────────────────────┘
//! ```
//!
//! A job in service when the systems go down ends manually; one in service when they are back ends
//! on them. One that is complete at the instant of a change was done in the mode before it.

use super::queue::QueueEntry;
use super::station::JobInService;
use super::{Stations, priority_line};
use crate::engine::random::Purpose;
use crate::model::ManualMode;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::units::{Instant, StationId, Work};
use rand::RngExt;
use std::collections::BTreeMap;

/// State of a station that has a manual mode.
#[derive(Debug, Clone, Default)]
pub(crate) struct ManualState {
    /// The station works manually.
    active: bool,
    /// Instant of the last change of mode, and the mode before it.
    changed: Option<(Instant, bool)>,
    /// Number of errors so far of items that wait or are in service again.
    errors: BTreeMap<WorkItem, u32>,
    /// Re-entries held until the systems are back.
    held: Vec<QueueEntry>,
    /// Units to re-enter: held, in the queue or in service.
    units: u32,
}

impl ManualState {
    /// Sets the mode from now on; returns true if manual work ends.
    fn set(&mut self, now: Instant, manual: bool) -> bool {
        let before = std::mem::replace(&mut self.active, manual);
        // Of several changes at one instant, work that ends at it was done before the first.
        if before != manual && self.changed.is_none_or(|(at, _)| at < now) {
            self.changed = Some((now, before));
        }
        before && !manual
    }

    /// The mode in which a job that ends now was done: before any change at this instant, unless
    /// it takes no time.
    fn mode_of(&self, job: &JobInService, now: Instant) -> bool {
        match self.changed {
            Some((at, before)) if at == now && job.work > Work::ZERO => before,
            _ => self.active,
        }
    }

    /// Units of manual work that are not re-entered yet.
    pub(crate) fn units_to_reenter(&self) -> u32 {
        self.units
    }
}

/// Re-entry of manual work into a system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reentry {
    /// The line at the time of the manual work: it ranks the re-entry.
    pub(crate) line: Line,
    units: u32,
    work: Work,
}

impl Stations<'_> {
    fn manual_spec(&self, station: StationId) -> Option<&ManualMode> {
        self.all[station].spec.manual.as_ref()
    }

    /// A station begins to work manually, or works on its systems again; returns true if held
    /// re-entries joined its queue.
    pub(crate) fn set_manual<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        manual: bool,
    ) -> bool {
        let Some(mode) = &mut self.all[station].manual else { return false };
        let ends = mode.set(cx.now, manual);
        if ends {
            self.release_reentries(cx, orders, station);
        }
        ends
    }

    /// Held re-entries join the queue, unless the station works manually.
    fn release_reentries<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
    ) {
        let state = &mut self.all[station];
        let Some(mode) = state.manual.as_mut().filter(|mode| !mode.active) else { return };
        let held = std::mem::take(&mut mode.held);
        let reentries = &self.reentries;
        let priority_line = |item: WorkItem| priority_line(item, orders, reentries);
        for entry in &held {
            cx.observer.joins(cx.now, station, entry.item, priority_line(entry.item));
        }
        state.queue.rejoin(held, priority_line, cx.model);
    }

    /// Units and work of a re-entry.
    pub(super) fn work_to_reenter(&self, item: WorkItem) -> (u32, Work) {
        let Reentry { units, work, .. } = self.reentries[item.number()];
        (units, work)
    }

    /// Holds a re-entry that came up while the station works manually; returns true if it did.
    pub(super) fn hold_reentry<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        station: StationId,
        entry: QueueEntry,
    ) -> bool {
        let mode = &mut self.all[station].manual;
        let Some(mode) = mode.as_mut().filter(|mode| mode.active && entry.item.is_reentry()) else {
            return false;
        };
        mode.held.push(entry);
        cx.observer.leaves_queue(cx.now, station, entry.item);
        true
    }

    /// Number of errors of an item at a station so far.
    pub(super) fn errors_of(&self, station: StationId, item: WorkItem) -> u32 {
        let mode = &self.all[station].manual;
        mode.as_ref().and_then(|mode| mode.errors.get(&item)).copied().unwrap_or(0)
    }

    /// A job has ended at a station that may have a manual mode; returns true if its item
    /// continues.
    pub(crate) fn pass_manual_check<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        job: &JobInService,
    ) -> bool {
        let JobInService { item, units, work } = *job;
        let state = &mut self.all[station];
        let Some(mode) = &mut state.manual else { return true };
        let manual = mode.mode_of(job, cx.now);
        if item.is_reentry() {
            cx.observer.worked(cx.now, station, 0, work);
            if manual {
                // The systems went down before it was done: all of it again.
                mode.held.push(state.queue.place(item, self.reentries[item.number()].line.class));
                self.release_reentries(cx, orders, station);
            } else {
                mode.units -= units;
                self.reentries.remove(item.number());
            }
            return false;
        }
        if !manual {
            mode.errors.remove(&item);
            return true;
        }
        cx.observer.manual_work(cx.now, station, units);
        if self.is_wrong(cx, orders, station, item) {
            cx.observer.worked(cx.now, station, 0, work);
            cx.observer.manual_error(cx.now, station, units);
            let line = &orders[orders.line_of(item)];
            let state = &mut self.all[station];
            if let Some(mode) = &mut state.manual {
                *mode.errors.entry(item).or_default() += 1;
            }
            state.queue.push(item, line, cx.model);
            cx.observer.joins(cx.now, station, item, line);
            return false;
        }
        self.leave_reentry(orders, station, item, units);
        self.release_reentries(cx, orders, station);
        true
    }

    /// A waiting item is cancelled: its errors are forgotten.
    pub(crate) fn forget_errors(&mut self, station: StationId, item: WorkItem) {
        if let Some(mode) = &mut self.all[station].manual {
            mode.errors.remove(&item);
        }
    }

    /// True if the manual work on an item is wrong.
    fn is_wrong<O: Observer>(
        &self,
        cx: &Context<'_, O>,
        orders: &Orders,
        station: StationId,
        item: WorkItem,
    ) -> bool {
        let Some(manual) = self.manual_spec(station).filter(|manual| manual.errors > 0.0) else {
            return false;
        };
        let line = &orders[orders.line_of(item)];
        let tries = u64::from(self.errors_of(station, item));
        let number = u64::from(orders.number_in_line(item));
        let purpose = manual.purpose.wrapping_add(number).wrapping_add(tries << 32);
        let stream = cx.streams[line.stream()];
        let chance: f64 = stream.generator(line.ordinal, Purpose(purpose)).random();
        chance < manual.errors
    }

    /// Leaves the re-entry of manual work behind.
    fn leave_reentry(&mut self, orders: &Orders, station: StationId, item: WorkItem, units: u32) {
        let reentry = self.manual_spec(station).map_or(Work::ZERO, |manual| manual.reentry);
        let line = orders[orders.line_of(item)];
        let state = &mut self.all[station];
        let Some(mode) = &mut state.manual else { return };
        mode.errors.remove(&item);
        if reentry > Work::ZERO {
            let work = reentry * u64::from(units);
            let number = self.reentries.add(Reentry { line, units, work });
            mode.held.push(state.queue.place(WorkItem::reentry(number), line.class));
            mode.units += units;
        }
    }
}
