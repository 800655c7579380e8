//! Pre-emption: an urgent line takes the server of a less urgent one.
//!
//! When all servers are busy and what goes first is of a class that pre-empts, it takes the server of the least urgent line
//! in hand, if that is less urgent; of several the one that was taken in hand last. What was interrupted keeps the work
//! done and goes on before what waits in its class, on any server. While the process stands still nothing is taken in
//! hand and nothing is interrupted; work that is done at this very instant is not either.
//!
//! ```text
//! queue ─► all busy? ─► least urgent in hand ─► interrupted, with the work that is left
//!             │ no                                    │
//!             └─► server ◄──── before its class ──────┘
//! ```
//!
//! What is withdrawn while it is interrupted is let go when its turn comes. A policy that holds lines back does not hold
//! back what has been begun.

use super::queue::Waiting;
use super::station::JobInService;
use crate::engine::work_clock::Reading;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;

/// What a process that pre-empts keeps: what was interrupted, the last one last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Preemption {
    interrupted: Vec<Interrupted>,
}

#[derive(Debug, Clone, Copy)]
struct Interrupted {
    hand: JobInService,
    /// Work that is left.
    left: Reading,
}

/// What may be taken in hand next.
#[derive(Debug, Clone, Copy)]
enum Next {
    Waiting(Waiting),
    /// At this place among what was interrupted.
    Interrupted(usize),
}

impl Preemption {
    /// Goods that were interrupted and wait.
    pub(crate) fn waiting(&self) -> u32 {
        self.interrupted.iter().filter(|one| !one.hand.goods.is_reentry()).count() as u32
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Lets free servers, and those of less urgent lines, take what goes first; returns whether one did.
    pub(crate) fn take_or_pre_empt(&mut self, process: u32) -> bool {
        let model = self.stations[process as usize].spec;
        let mut took = false;
        while self.stations[process as usize].clock().level().is_up() {
            let first = self.pop_first(process);
            let interrupted = self.first_interrupted(process);
            // Of one class, what was interrupted goes first.
            let (next, class) = match (first, interrupted) {
                (None, None) => return took,
                (Some(waiting), Some((_, class))) if waiting.class < class => {
                    (Next::Waiting(waiting), waiting.class)
                }
                (Some(waiting), None) => (Next::Waiting(waiting), waiting.class),
                (first, Some((place, class))) => {
                    if let Some(waiting) = first {
                        self.put_back(process, waiting);
                    }
                    (Next::Interrupted(place), class)
                }
            };
            let full = self.stations[process as usize].in_work() >= model.servers;
            let goes = !full || model.preempts[usize::from(class)] && self.interrupt(process, class);
            match (next, goes) {
                (Next::Waiting(waiting), true) => self.begin_work(process, waiting.goods),
                (Next::Interrupted(place), true) => self.resume(process, place),
                (Next::Waiting(waiting), false) => {
                    self.put_back(process, waiting);
                    return took;
                }
                (Next::Interrupted(_), false) => return took,
            }
            took = true;
        }
        took
    }

    /// Takes what goes first out of the queue, passing over what is stale or cannot be done now.
    fn pop_first(&mut self, process: u32) -> Option<Waiting> {
        loop {
            let (lines, consignments, reentry) = (&self.lines, &self.consignments, &self.reentry);
            let priority_line = |goods: WorkItem| goods.priority_line(lines, consignments, reentry);
            let waiting =
                self.stations[process as usize].queue.pop(self.cx.now, priority_line, self.cx.model)?;
            if self.cx.topology.lines_may_change && self.is_stale(process, waiting) {
                self.stations[process as usize].queue.was_stale();
                self.let_go(self.line_of(waiting.goods));
            } else if !self.hold_rekeying(process, waiting) {
                return Some(waiting);
            }
        }
    }

    fn put_back(&mut self, process: u32, waiting: Waiting) {
        let line = waiting.goods.priority_line(&self.lines, &self.consignments, &self.reentry);
        self.stations[process as usize].queue.put_back(waiting, line, self.cx.model);
    }

    fn behind(&self, goods: WorkItem) -> &Line {
        goods.priority_line(&self.lines, &self.consignments, &self.reentry)
    }

    /// Place and class of what goes on first: of the most urgent class, and of several the last that was interrupted,
    /// for that one was begun before the others.
    fn first_interrupted(&self, process: u32) -> Option<(usize, u8)> {
        let state = self.stations[process as usize].preemption.as_ref()?;
        let classes = state.interrupted.iter().map(|one| self.behind(one.hand.goods).class).enumerate();
        classes.rev().min_by_key(|&(_, class)| class)
    }

    /// Interrupts the least urgent work in hand, if it is less urgent than a class; returns whether there was any.
    fn interrupt(&mut self, process: u32, class: u8) -> bool {
        let now = self.cx.now;
        let (lines, consignments, reentry) = (&self.lines, &self.consignments, &self.reentry);
        let station = &mut self.stations[process as usize];
        let done = station.clock().read(now);
        let less_urgent = |end: Reading, hand: &JobInService| {
            let of = hand.goods.priority_line(lines, consignments, reentry).class;
            (of > class && end > done).then_some(of)
        };
        let Some((end, hand)) = station.preempt_latest(now, less_urgent) else { return false };
        if let Some(state) = &mut station.preemption {
            state.interrupted.push(Interrupted { hand, left: end - done });
        }
        self.cx.observer.work_interrupted(now, process, hand.goods.id());
        true
    }

    /// What was interrupted goes on, unless it was withdrawn meanwhile.
    fn resume(&mut self, process: u32, place: usize) {
        let now = self.cx.now;
        let station = &mut self.stations[process as usize];
        let Some(state) = &mut station.preemption else { return };
        let Interrupted { hand, left } = state.interrupted.remove(place);
        let line = hand.goods.is_whole() && self.cx.topology.lines_may_change;
        if line && self.lines[hand.goods.number()].pieces == 0 {
            self.cx.observer.leaves_queue(now, process, hand.goods.id());
            self.put_down(process, hand.goods.number());
        } else {
            self.cx.observer.work_resumed(now, process, hand.goods.id());
            self.stations[process as usize].resume_service(now, left, hand);
        }
    }
}
