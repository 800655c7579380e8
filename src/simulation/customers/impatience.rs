//! Impatience: what customers do about lines that are late.
//!
//! Whether the customer of a line will act by a rule is drawn when the line is ordered, from the line's identity
//! and the rule, and only then is the line watched. So long after the promised instant as the rule says, if the
//! line has not left its source, the customer acts: the line is escalated to a more urgent class, ordered
//! again (`order_again.rs`), or cancelled, if nothing of it has been picked. A rule acts on a line once.
//!
//! ```text
//! ordered ──────────► promised ── late by ──► acts, if it has not left its source
//! ```
//!
//! Knows nothing of how a line is taken from where it stands.

use crate::engine::NEVER;
use crate::engine::random::Purpose;
use crate::model::ImpatienceAction;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::LineKind;
use rand::RngExt;

/// A line that a rule will act on. Numbers of lines are used again: the identity says whether it is still the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timer {
    line: u32,
    stream: u32,
    ordinal: u64,
}

impl<O: Observer> Simulation<'_, O> {
    /// A customer orders a line: draws by which rules it will act.
    pub(crate) fn start_patience(&mut self, id: u32) {
        let line = self.lines[id];
        let demand = self.demands[line.stream() as usize].customers.demand;
        for (number, rule) in (0..).zip(&self.cx.model.impatience) {
            if rule.class != line.class || !rule.demands[usize::from(demand)] {
                continue;
            }
            let stream = self.cx.streams[line.stream() as usize];
            let acts = rule.share >= 1.0
                || stream.generator(line.ordinal, Purpose(rule.purpose)).random::<f64>() < rule.share;
            let promise = &self.cx.model.classes[usize::from(line.class)].promise;
            let promised = promise.due(line.ordered).filter(|_| acts);
            // Working days count from the day that ends with the promised instant.
            let Some(due) = promised.and_then(|instant| rule.late_by.due_after(instant)) else { continue };
            let timers = &mut self.impatience[usize::from(number)];
            timers.push(due, Timer { line: id, stream: line.stream(), ordinal: line.ordinal });
            let first = timers.first().unwrap_or(NEVER);
            self.cx.schedule(Actor::Impatience(number), first);
        }
    }

    /// Customers act by a rule: all that are due now.
    pub(crate) fn patience_ends(&mut self, rule: u16) {
        loop {
            let timers = &mut self.impatience[usize::from(rule)];
            let first = timers.first().unwrap_or(NEVER);
            if first > self.cx.now {
                self.cx.schedule(Actor::Impatience(rule), first);
                return;
            }
            if let Some((_, timer)) = timers.pop() {
                self.act_impatiently(rule, timer);
            }
        }
    }

    fn act_impatiently(&mut self, rule: u16, timer: Timer) {
        let id = timer.line;
        let line = &self.lines[id];
        let same = line.pieces > 0
            && line.kind() == LineKind::Customer
            && (line.stream(), line.ordinal) == (timer.stream, timer.ordinal);
        if !same || self.has_left(id) {
            return;
        }
        match self.cx.model.impatience[usize::from(rule)].act {
            ImpatienceAction::Escalates(class) => {
                self.change_class(id, class);
            }
            ImpatienceAction::OrdersAgain { .. } => self.order_again(rule, id),
            ImpatienceAction::Cancels => {
                if self.withdraw(id) {
                    self.settle_pair(id);
                    self.cx.observer.cancelled(self.cx.now, &self.lines[id]);
                    self.close(id);
                }
            }
        }
    }
}
