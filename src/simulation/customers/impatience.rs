//! Impatience: acts of customers whose lines are late.
//!
//! Whether the customer of a line will act by a rule is drawn when the line is ordered, from the
//! line's identity and the rule; only then is the line watched. When the line is late by the time
//! of the rule and has not left its source, the customer acts: the line is escalated to a more
//! urgent class, ordered in duplicate (`orders/duplicate_orders.rs`), or cancelled, if none of it
//! has stock and no station works on it then. A rule acts on a line once.
//!
//! ```text
//! ordered ──────────► promised ── late by ──► acts, if it has not left its source
//! ```
//!
//! Knows nothing of how a line leaves its place.

use super::Customers;
use crate::engine::random::Purpose;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::simulation::orders::line::LineKind;
use crate::units::{Instant, StreamId};
use rand::RngExt;

/// A line that a rule will act on. Numbers of lines are used again: the identity shows if it is
/// still the same line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timer {
    line: u32,
    stream: StreamId,
    ordinal: u64,
}

impl Customers<'_> {
    /// A customer orders a line: draws the rules by which it will act, and sets their timers.
    pub(crate) fn start_timers<O: Observer>(&mut self, cx: &mut Context<'_, O>, orders: &Orders, id: u32) {
        let line = &orders[id];
        let demand = self.streams[line.stream()].customers.demand;
        for (number, rule) in (0..).zip(&cx.model.impatience) {
            if rule.class != line.class || !rule.demands[usize::from(demand)] {
                continue;
            }
            let stream = cx.streams[line.stream()];
            let acts = rule.share >= 1.0
                || stream.generator(line.ordinal, Purpose(rule.purpose)).random::<f64>() < rule.share;
            let promise = &cx.model.classes[usize::from(line.class)].promise;
            let promised = promise.due(line.ordered).filter(|_| acts);
            // Working days count from the day that ends with the promised instant.
            let Some(due) = promised.and_then(|instant| rule.late_by.due_after(instant)) else { continue };
            let timers = &mut self.timers[usize::from(number)];
            timers.push(due, Timer { line: id, stream: line.stream(), ordinal: line.ordinal });
            let first = timers.first().unwrap_or(Instant::NEVER);
            cx.schedule(Actor::Impatience(number), first);
        }
    }

    /// The next line on which a customer acts by a rule now; if there is none, schedules the next.
    pub(crate) fn next_impatient<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        rule: u16,
    ) -> Option<u32> {
        let timers = &mut self.timers[usize::from(rule)];
        loop {
            let first = timers.first().unwrap_or(Instant::NEVER);
            if first > cx.now {
                cx.schedule(Actor::Impatience(rule), first);
                return None;
            }
            let Timer { line: id, stream, ordinal } = timers.pop()?.1;
            let line = &orders[id];
            let same = line.pieces > 0
                && line.kind() == LineKind::Customer
                && (line.stream(), line.ordinal) == (stream, ordinal);
            if same && !orders.has_left(id) {
                return Some(id);
            }
        }
    }
}
