//! Customers while a system is down: on paper, deferred, elsewhere, lost.
//!
//! Each line's fate is drawn from its own identity, so that two plans see the same customers do the same. What is
//! written on paper is ordered at that instant and waits to be entered; once the system is back it is work at a
//! desk, and is asked for when that is done. A line that is put off is not ordered yet: only its number is kept,
//! for what it wishes follows from it. It is ordered when its customer comes back, at an instant drawn for each
//! after the return of the system; who then finds the system down again decides anew.
//!
//! ```text
//! order, system down ─┬► on paper ──► system back ──► [desk] ──► ask
//!                     ├► deferred ──► system back ──► some time ──► ordered now ──► ask
//!                     ├► elsewhere
//!                     └► lost
//! ```
//!
//! Knows nothing of how lines are counted.

use super::demand::LineRequest;
use crate::engine::due_queue::DueQueue;
use crate::engine::random::Purpose;
use crate::engine::{NEVER, Time};
use crate::model::{Model, OutageBehaviour};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::stage::Stage;
use rand::RngExt;

/// Each time that a customer decides, and comes back, is a purpose of its own, so many apart.
const FATE: u64 = 11;
const MOMENT: u64 = 12;
const NEXT_TIME: u64 = 1 << 32;
/// Lines of the order of one who comes back: each line by itself.
const ALONE: u16 = 1;

/// A line that its customer has put off, or may put off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeferredLine {
    /// Number within its stream.
    pub(crate) ordinal: u64,
    /// How often it was put off before.
    pub(crate) before: u32,
    /// Job that waits for it all the same, or [`NONE`](crate::engine::slab::NONE).
    pub(crate) job: u32,
}

/// Those of one demand stream who will come back.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeferredOrders {
    /// The system is down: they do not know yet when.
    waiting: Vec<DeferredLine>,
    /// By the instant at which they come.
    coming: DueQueue<Time, DeferredLine>,
}

impl DeferredOrders {
    /// Lines that are put off.
    fn lines(&self) -> u64 {
        (self.waiting.len() + self.coming.len()) as u64
    }
}

/// Nobody is away, in each of so many demand streams; none are kept where all orders are held.
pub(crate) fn nobody_away(model: &Model, streams: usize) -> Vec<DeferredOrders> {
    let any = model.demands.iter().any(|demand| demand.when_down.is_some());
    vec![DeferredOrders::default(); if any { streams } else { 0 }]
}

impl<'m, O: Observer> Simulation<'m, O> {
    /// What customers of a stream do while a system is down, if anything is said.
    #[inline]
    pub(crate) fn when_down(&self, stream: u32) -> Option<&'m OutageBehaviour> {
        self.cx.model.demands[usize::from(self.demands[stream as usize].customers.demand)].when_down.as_ref()
    }

    /// Lines that are put off, of all streams together.
    pub(crate) fn deferred_lines(&self) -> u64 {
        self.deferred.iter().map(DeferredOrders::lines).sum()
    }

    /// A customer who finds a system down, having put a line off so often before, decides what becomes of it.
    pub(crate) fn decide(
        &mut self,
        stream: u32,
        line: DeferredLine,
        request: LineRequest,
        of_lines: u16,
        when_down: &OutageBehaviour,
    ) {
        let DeferredLine { ordinal, before, job } = line;
        let purpose = Purpose(FATE + NEXT_TIME * u64::from(before));
        let chance: f64 = self.cx.streams[stream as usize].generator(ordinal, purpose).random();
        let up_to = when_down.fate_up_to[usize::from(request.class)];
        let fate = up_to
            .iter()
            .position(|&up_to| chance < up_to)
            .map_or(OutageResponse::Lost, |fate| OutageResponse::ALL[fate]);
        match fate {
            OutageResponse::OnPaper => {
                let id = self.order_line(stream, ordinal, of_lines, request);
                self.lines[id].set_job(job);
                self.hold(stream, id);
            }
            OutageResponse::Deferred => {
                self.deferred[stream as usize].waiting.push(line);
                self.line_put_off(job);
                self.cx.observer.deferred(self.cx.now, request.class);
            }
            OutageResponse::Elsewhere | OutageResponse::Lost => {
                self.cx.observer.gone(self.cx.now, request.class, fate);
                self.waits_for_one_less(job);
            }
        }
    }

    /// Whether customers of a stream wait for the return of the system.
    pub(crate) fn waits_for_return(&self, stream: u32) -> bool {
        self.deferred.get(stream as usize).is_some_and(|deferred| !deferred.waiting.is_empty())
    }

    /// The system is back: those who wait for it will come, each at an instant of his own.
    pub(crate) fn call_back(&mut self, stream: u32) {
        let Some(when_down) = self.when_down(stream) else { return };
        let identity = self.cx.streams[stream as usize];
        let deferred = &mut self.deferred[stream as usize];
        for line in deferred.waiting.drain(..) {
            let purpose = Purpose(MOMENT + NEXT_TIME * u64::from(line.before));
            let share: f64 = identity.generator(line.ordinal, purpose).random();
            deferred.coming.push(self.cx.now + (share * when_down.deferred_over as f64) as Time, line);
        }
        self.set_next_return(stream);
    }

    fn set_next_return(&mut self, stream: u32) {
        let next = self.deferred[stream as usize].coming.first().unwrap_or(NEVER);
        self.cx.schedule(Actor::DeferredOrder(stream), next);
    }

    /// A customer of a stream comes back with a line.
    pub(crate) fn customer_returns(&mut self, stream: u32) {
        let (Some(when_down), Some((_, line))) =
            (self.when_down(stream), self.deferred[stream as usize].coming.pop())
        else {
            return;
        };
        let mut request = self.request(self.demands[stream as usize].customers, line.ordinal);
        request.class = self.class_by_car(line.job).unwrap_or(request.class);
        self.line_taken_up(line.job);
        self.cx.observer.came_back(self.cx.now, request.class);
        let needs = &self.cx.model.demands[usize::from(self.demands[stream as usize].customers.demand)].needs;
        if self.capacities.up(needs) {
            let id = self.order_line(stream, line.ordinal, ALONE, request);
            self.lines[id].set_job(line.job);
            self.ask(id);
        } else {
            let again = DeferredLine { before: line.before + 1, ..line };
            self.decide(stream, again, request, ALONE, when_down);
        }
        self.cx.observer.order_placed(self.cx.now, stream);
        self.set_next_return(stream);
    }

    /// A line on paper is entered: it goes to the desk, or is asked for at once.
    pub(crate) fn enter(&mut self, stream: u32, id: u32) {
        let Some(process) = self.desk_of(stream) else {
            self.entered(id);
            return;
        };
        self.lines[id].set_at_desk(true);
        self.enqueue(process, WorkItem::whole(id));
    }

    /// The process at a desk that enters what customers of a stream wrote on paper.
    pub(crate) fn desk_of(&self, stream: u32) -> Option<u32> {
        let customers = &self.demands[stream as usize].customers;
        self.cx.topology.order_desk(customers.spec, customers.site)
    }

    /// A line on paper has been entered.
    pub(crate) fn entered(&mut self, id: u32) {
        self.lines[id].set_at_desk(false);
        self.set_line_stage(id, Stage::NONE);
        self.ask(id);
    }
}
