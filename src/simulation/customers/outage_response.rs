//! Outage response: what customers do while a system is down: paper orders, deferral, elsewhere,
//! lost.
//!
//! The response is drawn for each line from its own identity, so that two plans see the same
//! customers do the same. A paper order is ordered at that instant and waits to be entered; once
//! the system is back it is work at an order desk, and is requested when that is done. A deferred
//! line is not ordered yet: only its number is kept, because its request follows from it. It is
//! ordered at an instant drawn for each customer after the return of the system; a customer who
//! then finds the system down again decides again.
//!
//! ```text
//! order, system down ─┬► on paper ──► system back ──► [order desk] ──► requested
//!                     ├► deferred ──► system back ──► some time ──► ordered now ──► requested
//!                     ├► elsewhere
//!                     └► lost
//! ```
//!
//! Knows nothing of how lines are counted.

use super::Customers;
use crate::engine::due_queue::DueQueue;
use crate::engine::random::Purpose;
use crate::engine::slab::NONE;
use crate::model::{Model, OutageBehaviour};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind, LineRequest};
use crate::units::{Duration, IndexVec, Instant, StreamId};
use rand::RngExt;

/// Purposes of the two draws of a deferral; those of each further deferral are `NEXT_TIME` apart.
const RESPONSE: u64 = 11;
const MOMENT: u64 = 12;
const NEXT_TIME: u64 = 1 << 32;

/// A line that its customer has deferred, or may defer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeferredLine {
    /// Instant at which its customer first wanted it.
    pub(crate) wanted: Instant,
    /// Number within its stream.
    pub(crate) ordinal: u64,
    /// Number of deferrals before.
    pub(crate) before: u32,
    /// Repair job that waits for it all the same, or [`NONE`].
    pub(crate) job: u32,
    /// Order class in which it was deferred.
    pub(crate) class: u8,
}

impl DeferredLine {
    /// A line that a customer wants now.
    pub(crate) fn wanted_now(now: Instant, ordinal: u64, job: u32) -> Self {
        DeferredLine { wanted: now, ordinal, before: 0, job, class: 0 }
    }

    /// The line that it would be if it were ordered.
    pub(crate) fn line(&self, stream: StreamId, request: LineRequest) -> Line {
        Line::new(LineKind::Customer, self.wanted, stream, self.ordinal, request)
    }
}

/// Deferred lines of one demand stream.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeferredOrders {
    /// The system is down: the instant is not drawn yet.
    waiting: Vec<DeferredLine>,
    /// By the instant of the order.
    coming: DueQueue<Instant, DeferredLine>,
}

impl DeferredOrders {
    /// Number of lines.
    pub(crate) fn len(&self) -> u64 {
        (self.waiting.len() + self.coming.len()) as u64
    }

    /// The lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &DeferredLine> {
        self.waiting.iter().chain(self.coming.values())
    }
}

/// No deferred lines, for each demand stream; empty if all orders are held.
pub(super) fn none_deferred(model: &Model, streams: usize) -> IndexVec<StreamId, DeferredOrders> {
    let any = model.demands.iter().any(|demand| demand.when_down.is_some());
    IndexVec::filled(DeferredOrders::default(), if any { streams } else { 0 })
}

impl<'m> Customers<'m> {
    /// The outage response of a stream's customers, if specified.
    #[inline]
    pub(crate) fn when_down(&self, stream: StreamId) -> Option<&'m OutageBehaviour> {
        self.streams[stream].customers.spec.when_down.as_ref()
    }

    /// Deferred lines of each stream; empty if all orders are held.
    pub(crate) fn deferred(&self) -> &IndexVec<StreamId, DeferredOrders> {
        &self.deferred
    }

    /// Draws the response of a customer who finds a system down.
    pub(crate) fn draw_response<O: Observer>(
        cx: &Context<'_, O>,
        stream: StreamId,
        line: DeferredLine,
        class: u8,
        when_down: &OutageBehaviour,
    ) -> OutageResponse {
        let purpose = Purpose(RESPONSE + NEXT_TIME * u64::from(line.before));
        let chance: f64 = cx.streams[stream].generator(line.ordinal, purpose).random();
        let up_to = when_down.response_up_to[usize::from(class)];
        let drawn = up_to.iter().position(|&up_to| chance < up_to);
        drawn.map_or(OutageResponse::Lost, |number| OutageResponse::ALL[number])
    }

    /// A customer defers a line; `request` is what it would be.
    pub(crate) fn defer<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        stream: StreamId,
        line: DeferredLine,
        request: LineRequest,
    ) {
        self.deferred[stream].waiting.push(DeferredLine { class: request.class, ..line });
        if line.job != NONE {
            self.jobs[line.job].deferred += 1;
        }
        cx.observer.deferred(cx.now, &line.line(stream, request));
    }

    /// True if deferred lines of a stream wait for the return of the system.
    #[inline]
    pub(super) fn has_deferred_waiting(&self, stream: StreamId) -> bool {
        self.deferred.get(stream).is_some_and(|deferred| !deferred.waiting.is_empty())
    }

    /// The system is back: draws the instants at which the deferred lines of a stream are ordered.
    pub(crate) fn draw_deferred<O: Observer>(&mut self, cx: &mut Context<'_, O>, stream: StreamId) {
        if !self.has_deferred_waiting(stream) {
            return;
        }
        let Some(when_down) = self.when_down(stream) else { return };
        let identity = cx.streams[stream];
        let deferred = &mut self.deferred[stream];
        for line in deferred.waiting.drain(..) {
            let purpose = Purpose(MOMENT + NEXT_TIME * u64::from(line.before));
            let share: f64 = identity.generator(line.ordinal, purpose).random();
            deferred.coming.push(
                cx.now + Duration::from_micros((share * when_down.deferred_over.as_micros_f64()) as u64),
                line,
            );
        }
        self.schedule_deferred(cx, stream);
    }

    /// Schedules the next deferred order of a stream.
    pub(crate) fn schedule_deferred<O: Observer>(&self, cx: &mut Context<'_, O>, stream: StreamId) {
        let next = self.deferred[stream].coming.first().unwrap_or(Instant::NEVER);
        cx.schedule(Actor::DeferredOrder(stream), next);
    }

    /// The deferred line of a stream that is ordered now.
    pub(crate) fn pop_deferred(&mut self, stream: StreamId) -> Option<DeferredLine> {
        self.deferred[stream].coming.pop().map(|(_, line)| line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::test_context::{ORDER_STREAM, context, model};

    #[test]
    fn a_deferred_line_is_ordered_within_the_time_of_the_rule() {
        let mut model = model();
        model.demands[0].when_down = Some(OutageBehaviour {
            response_up_to: vec![[0.0, 1.0, 1.0, 1.0]; model.classes.len()],
            deferred_over: Duration::from_micros(1_000),
            entered_by: None,
        });
        let mut cx = context(&model);
        let mut customers = Customers::new(&cx);
        let line = DeferredLine::wanted_now(cx.now, 3, NONE);
        let when_down = customers.when_down(ORDER_STREAM).unwrap();
        let response = Customers::draw_response(&cx, ORDER_STREAM, line, 0, when_down);
        assert_eq!(response, OutageResponse::Deferred);
        customers.defer(&mut cx, ORDER_STREAM, line, LineRequest::default());
        assert_eq!(customers.deferred().iter().map(DeferredOrders::len).sum::<u64>(), 1);
        cx.now = Instant::from_micros(500);
        customers.draw_deferred(&mut cx, ORDER_STREAM);
        assert!((500..1_500).contains(&cx.pending(Actor::DeferredOrder(ORDER_STREAM)).as_micros()));
        assert_eq!(customers.pop_deferred(ORDER_STREAM).map(|line| line.ordinal), Some(3));
    }
}
