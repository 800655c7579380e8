//! Gate: a condition on waiting lines that a restart phase waits for.
//!
//! A gate is evaluated on every full hour while a phase waits for it, before any other event of
//! that hour but changes of capacity. It is met while the number of waiting lines is below (or
//! above) its limit; if it must hold for a time, it opens once it has been met on all full hours of
//! that time, of which only hours on working days count if the time is in working days.

use crate::model::Gate;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::units::{DAY, Duration, HOUR, Instant};

/// Time for which a gate has been met without a break, and the instant of its last evaluation;
/// `None` while it is not met.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Held(Option<(Duration, Instant)>);

impl Held {
    /// Evaluates a gate at this full hour; returns true if it is open.
    pub(super) fn is_open<O: Observer>(&mut self, cx: &Context<'_, O>, orders: &Orders, gate: &Gate) -> bool {
        self.0 = is_met(cx, orders, gate).then(|| {
            self.0.map_or((Duration::ZERO, cx.now), |(time, last)| {
                let day = (last / DAY) as usize;
                let counts = !gate.working_days || cx.model.flows.working_day.get(day) == Some(&true);
                (time + if counts { cx.now - last } else { Duration::ZERO }, cx.now)
            })
        });
        self.0.is_some_and(|(time, _)| time >= gate.hold)
    }
}

/// True while the number of waiting lines is below, or above, the limit of a gate.
pub(super) fn is_met<O: Observer>(cx: &Context<'_, O>, orders: &Orders, gate: &Gate) -> bool {
    let lines = orders.waiting_counts().lines(gate, cx.topology.stages(gate.group)) as f64;
    if gate.above { lines > gate.lines } else { lines < gate.lines }
}

/// An instant if it is a full hour, else the next full hour.
pub(super) fn full_hour(instant: Instant) -> Instant {
    Instant::at(instant.since_origin().next_multiple_of(HOUR))
}
