//! Planned gates: the instants at which the gates of restart phases open, evaluated on the fluid
//! backlog of the centre.
//!
//! A gate is evaluated when its phase may start, and at every midnight after that; a condition by
//! which a phase ends counts only once it has been false at a midnight since the first disruption
//! began, as in the simulation. Gates on lines that the fluid does not know, at other sites, at
//! inbound processes and waiting for stock, are planned to open as early as they can.

use super::planned_capacity::{GateTimes, Plan};
use crate::model::{Gate, Model, PhaseEnd, Waiting};
use crate::units::{DAY, Duration, IndexVec, Instant, PhaseId, SiteGroupId};

/// Times of all gates by the lines in each tank of the centre at the end of each day.
pub(super) fn gate_times(
    model: &Model,
    plan: &Plan<'_>,
    centre: SiteGroupId,
    by_day: &[Vec<f64>],
) -> IndexVec<PhaseId, GateTimes> {
    let backlog = Backlog { model, centre, by_day };
    let times = |(id, phase): (PhaseId, &crate::model::RestartPhase)| GateTimes {
        opens: phase.gate.and_then(|gate| backlog.opens(&gate, plan.may_start(id), true)),
        ends: match phase.until {
            Some(PhaseEnd::Gate(gate)) => {
                let counts = model.times.onset >= model.times.end;
                backlog.opens(&gate, plan.returns[id], counts)
            }
            _ => None,
        },
    };
    model.phases.iter_ids().map(times).collect()
}

/// The fluid backlog of the centre.
struct Backlog<'a> {
    model: &'a Model,
    centre: SiteGroupId,
    by_day: &'a [Vec<f64>],
}

impl Backlog<'_> {
    /// Lines of a gate at the end of a day; `None` for lines that the fluid does not know.
    fn lines(&self, gate: &Gate, day: usize) -> Option<f64> {
        let tanks = self.by_day.get(day)?;
        let before = self.model.site_groups[self.centre].before_stock.len();
        match gate.waiting {
            _ if gate.group != self.centre => None,
            Waiting::Outbound => Some(tanks.iter().sum()),
            Waiting::BeforeStock(step) => tanks.get(usize::from(step)).copied(),
            Waiting::AfterStock(step) => tanks.get(before + usize::from(step)).copied(),
            Waiting::Stock | Waiting::Inbound(_) => None,
        }
    }

    /// Instant at which a gate opens that is evaluated from an instant on; never within the run if
    /// it does not. `counts` is true if it counts from the start, otherwise only once it has been
    /// false.
    fn opens(&self, gate: &Gate, from: Instant, mut counts: bool) -> Option<Instant> {
        self.lines(gate, 0)?;
        let onset = self.model.times.onset;
        let mut held: Option<Duration> = None;
        for day in 0..self.by_day.len() {
            let midnight = Instant::midnight(day as u64 + 1);
            let lines = self.lines(gate, day)?;
            let met = if gate.above { lines > gate.lines } else { lines < gate.lines };
            counts |= midnight >= onset && !met;
            // The phase may start between this midnight and the next.
            let next = midnight + DAY;
            if next <= from {
                continue;
            }
            let now = midnight.max(from);
            held = (met && counts).then(|| {
                let works = self.model.flows.working_day.get(day).copied().unwrap_or(true);
                let day = if gate.working_days && !works { Duration::ZERO } else { DAY };
                held.map_or(Duration::ZERO, |held| held + day)
            });
            if held.is_some_and(|held| held >= gate.hold) {
                return Some(now);
            }
        }
        Some(Instant::NEVER)
    }
}
