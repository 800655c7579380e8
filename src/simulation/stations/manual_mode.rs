//! Work by hand: what a process does while a system that it needs is down, and what that leaves behind.
//!
//! A process works by hand while its rate by hand is more than what its systems leave of its speed. What is finished
//! then was worked by hand: it may be wrong, which is found at the end of the work, and joins the queue again as what
//! has just come; what is right leaves work without goods behind, to key into the system what was done. That waits
//! until the process works on its systems again, and then stands in the queue as work of the line's class that came
//! when the line was worked by hand.
//!
//! ```text
//! queue ─► servers, by hand ─► wrong? ─► next step
//!   ▲ ▲                          │ └──► to key in ─┐ until the systems are back
//!   │ └──────────────────────────┘                 │
//!   └──────────────────────────────────────────────┘
//! ```
//!
//! What is in hand when the systems go down is finished by hand; what is in hand when they are back, on them.

use super::queue::Waiting;
use super::station::JobInService;
use crate::engine::random::Purpose;
use crate::model::ManualMode;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use rand::RngExt;
use std::collections::BTreeMap;

/// What a process that may work by hand keeps.
#[derive(Debug, Clone, Default)]
pub(crate) struct ManualModeState {
    /// Whether it works by hand.
    now: bool,
    /// How often goods that wait again, or are in work again, were found wrong.
    wrong: BTreeMap<WorkItem, u32>,
    /// What waits to be keyed in until the systems are back.
    held: Vec<Waiting>,
    /// Units to key in, held, in the queue or in work.
    units: u32,
}

impl ManualModeState {
    /// Units that were worked by hand and are not keyed in yet.
    pub(crate) fn to_rekey(&self) -> u32 {
        self.units
    }
}

/// Work to key in what was done by hand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reentry {
    /// The line as it was then: what goes first is told by it.
    pub(crate) line: Line,
    units: u32,
    work: u64,
}

impl<O: Observer> Simulation<'_, O> {
    fn by_hand_of(&self, process: u32) -> Option<&ManualMode> {
        self.stations[process as usize].spec.by_hand.as_ref()
    }

    /// A process that may work by hand begins to, or works on its systems again.
    pub(crate) fn set_by_hand(&mut self, process: u32, by_hand: bool) {
        let station = &mut self.stations[process as usize];
        let Some(state) = &mut station.by_hand else { return };
        if std::mem::replace(&mut state.now, by_hand) && !by_hand {
            let held = std::mem::take(&mut state.held);
            let (lines, consignments, reentry) = (&self.lines, &self.consignments, &self.reentry);
            let priority_line = |goods: WorkItem| goods.priority_line(lines, consignments, reentry);
            for waiting in &held {
                let line = priority_line(waiting.goods);
                self.cx.observer.joins(self.cx.now, process, waiting.goods.id(), line);
            }
            station.queue.rejoin(held, priority_line, self.cx.model);
            if self.take_in_hand(process) {
                self.set_next_end(process);
            }
            self.report_state(process);
        }
    }

    /// Units and work of keying in.
    pub(crate) fn work_to_rekey(&self, goods: WorkItem) -> (u32, u64) {
        let Reentry { units, work, .. } = self.reentry[goods.number()];
        (units, work)
    }

    /// Puts aside what is to be keyed in if the process cannot do that now; returns whether it did.
    pub(crate) fn hold_rekeying(&mut self, process: u32, waiting: Waiting) -> bool {
        let state = &mut self.stations[process as usize].by_hand;
        let Some(state) = state.as_mut().filter(|state| state.now && waiting.goods.is_reentry()) else {
            return false;
        };
        state.held.push(waiting);
        self.cx.observer.leaves_queue(self.cx.now, process, waiting.goods.id());
        true
    }

    /// How often goods were found wrong at a process.
    pub(crate) fn times_wrong(&self, process: u32, goods: WorkItem) -> u32 {
        let state = &self.stations[process as usize].by_hand;
        state.as_ref().and_then(|state| state.wrong.get(&goods)).copied().unwrap_or(0)
    }

    /// Work has ended at a process that may work by hand; returns whether the goods go on.
    pub(crate) fn ends_by_hand(&mut self, process: u32, hand: &JobInService) -> bool {
        let JobInService { goods, units, work } = *hand;
        let station = &mut self.stations[process as usize];
        let Some(state) = &mut station.by_hand else { return true };
        if goods.is_reentry() {
            self.cx.observer.worked(self.cx.now, process, 0, work);
            if state.now {
                // The systems went down before it was done: all of it again.
                state.held.push(station.queue.place(goods, self.reentry[goods.number()].line.class));
            } else {
                state.units -= units;
                self.reentry.remove(goods.number());
            }
            return false;
        }
        if !state.now {
            state.wrong.remove(&goods);
            return true;
        }
        self.cx.observer.by_hand(self.cx.now, process, units);
        if self.is_wrong(process, goods) {
            self.cx.observer.worked(self.cx.now, process, 0, work);
            self.cx.observer.found_wrong(self.cx.now, process, units);
            let line = &self.lines[self.line_of(goods)];
            let station = &mut self.stations[process as usize];
            if let Some(state) = &mut station.by_hand {
                *state.wrong.entry(goods).or_default() += 1;
            }
            station.queue.push(goods, line, self.cx.model);
            self.cx.observer.joins(self.cx.now, process, goods.id(), line);
            return false;
        }
        self.leave_rekeying(process, goods, units);
        true
    }

    /// Goods that wait are withdrawn: how often they were wrong is forgotten.
    pub(crate) fn forget_wrong(&mut self, process: u32, goods: WorkItem) {
        if let Some(state) = &mut self.stations[process as usize].by_hand {
            state.wrong.remove(&goods);
        }
    }

    /// Whether goods that were just worked by hand are wrong.
    fn is_wrong(&self, process: u32, goods: WorkItem) -> bool {
        let Some(by_hand) = self.by_hand_of(process).filter(|by_hand| by_hand.errors > 0.0) else {
            return false;
        };
        let line = &self.lines[self.line_of(goods)];
        let tries = u64::from(self.times_wrong(process, goods));
        let purpose =
            by_hand.purpose.wrapping_add(u64::from(self.number_of(goods))).wrapping_add(tries << 32);
        let stream = self.cx.streams[line.stream() as usize];
        let chance: f64 = stream.generator(line.ordinal, Purpose(purpose)).random();
        chance < by_hand.errors
    }

    /// Leaves the work of keying in behind.
    fn leave_rekeying(&mut self, process: u32, goods: WorkItem, units: u32) {
        let reentry = self.by_hand_of(process).map_or(0, |by_hand| by_hand.reentry);
        let line = self.lines[self.line_of(goods)];
        let station = &mut self.stations[process as usize];
        let Some(state) = &mut station.by_hand else { return };
        state.wrong.remove(&goods);
        if reentry > 0 {
            let work = reentry * u64::from(units);
            let number = self.reentry.add(Reentry { line, units, work });
            state.held.push(station.queue.place(WorkItem::reentry(number), line.class));
            state.units += units;
        }
    }
}
