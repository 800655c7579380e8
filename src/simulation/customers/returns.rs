//! Returns: redundant pieces that customers send back to their source.
//!
//! Some time after its delivery a redundant line is back at the site that supplied it, which puts
//! the pieces on the shelf through its inbound stations.
//!
//! Knows nothing of why pieces are redundant.

use super::Customers;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::units::Instant;

impl Customers<'_> {
    /// A customer returns a line by a rule of impatience; it is back at an instant.
    pub(crate) fn send_back<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        rule: u16,
        back: Instant,
        line: u32,
    ) {
        let returns = &mut self.returns[usize::from(rule)];
        returns.push(back, line);
        let first = returns.first().unwrap_or(Instant::NEVER);
        cx.schedule(Actor::CustomerReturn(rule), first);
    }

    /// The earliest returned line of a rule: it is back now.
    pub(crate) fn pop_return<O: Observer>(&mut self, cx: &mut Context<'_, O>, rule: u16) -> Option<u32> {
        let returns = &mut self.returns[usize::from(rule)];
        let back = returns.pop();
        let first = returns.first().unwrap_or(Instant::NEVER);
        cx.schedule(Actor::CustomerReturn(rule), first);
        back.map(|(_, line)| line)
    }
}
