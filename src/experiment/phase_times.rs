//! Phase times: the instants at which phases of the restart plan come into effect and end, as
//! planned and over replications.
//!
//! A phase may take a random time, be checked repeatedly, or wait for a gate, so a chart of the
//! plan would show what did not happen. Charts show the median over replications: the time by which
//! half of the runs had reached an event, with P10 and P90. An event not reached within a run is
//! later than the run. If one phase always follows another, so do these times.
//!
//! Knows nothing of the effect of a phase on capacity.

use super::replication_metrics::ReplicationMetrics;
use crate::analysis::capacity_composition::PhaseTimes;
use crate::metrics::Outcome;
use crate::model::{Model, PhaseEnd};
use crate::registers::metrics::{Censored, Dim, Metric, cell, ids};
use crate::units::{Duration, HOUR, IndexVec, Instant, PhaseId};

/// Times of a phase over replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObservedPhaseTimes {
    /// Instant at which it came into effect, with its boosts and policies.
    pub brought_back: InstantQuantiles,
    /// Instant at which it ended.
    pub ended: InstantQuantiles,
}

/// Instants by which 10 %, half and 90 % of the replications had reached an event; `None`: not
/// within their run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstantQuantiles {
    /// One in ten.
    pub p10: Option<Instant>,
    /// Half.
    pub median: Option<Instant>,
    /// P90.
    pub p90: Option<Instant>,
}

/// Times of each phase; empty unless the replications have them for all phases.
pub fn observed_phase_times(measured: &[ReplicationMetrics], model: &Model) -> Vec<ObservedPhaseTimes> {
    let phases = (0..model.phases.len()).map(|phase| {
        let spread = |metric| InstantQuantiles::of(instants(measured, metric, phase, model.times.start));
        Some(ObservedPhaseTimes {
            brought_back: spread(ids::PHASE_IN_EFFECT_AT)?,
            ended: spread(ids::PHASE_ENDED_AT)?,
        })
    });
    phases.collect::<Option<Vec<ObservedPhaseTimes>>>().unwrap_or_default()
}

/// Instants of all replications that have them; `None` for one in which the event was not reached.
fn instants(
    measured: &[ReplicationMetrics],
    metric: Metric<Censored>,
    phase: usize,
    start: Instant,
) -> Vec<Option<Instant>> {
    let instant = |one: &ReplicationMetrics| match one.outcome(metric, cell(&[(Dim::Phase, phase)])) {
        Outcome::Value(hours) => {
            Some(Some(start + Duration::from_micros((hours * HOUR.as_micros_f64()).round() as u64)))
        }
        Outcome::LaterThan(_) => Some(None),
        Outcome::Nothing => None,
    };
    measured.iter().filter_map(instant).collect()
}

impl InstantQuantiles {
    /// Spread of one instant per replication; `None` without replications.
    fn of(mut instants: Vec<Option<Instant>>) -> Option<Self> {
        instants.sort_unstable_by_key(|instant| instant.unwrap_or(Instant::NEVER));
        let n = instants.len();
        // The first instant by which this share had reached it.
        let by = |hundredths: usize| instants.get((hundredths * n).div_ceil(100).max(1) - 1).copied();
        Some(InstantQuantiles { p10: by(10)?, median: by(50)?, p90: by(90)? })
    }

    /// True if P10 and P90 differ.
    pub fn is_spread(&self) -> bool {
        self.p10 != self.p90
    }
}

/// Times reached in half of the replications.
pub(super) fn in_half(
    model: &Model,
    planned: &IndexVec<PhaseId, PhaseTimes>,
    came: &[ObservedPhaseTimes],
) -> IndexVec<PhaseId, PhaseTimes> {
    let times = model.phases.iter().zip(planned).zip(came);
    times
        .map(|((phase, planned), came)| {
            let returns = came.brought_back.median.unwrap_or(Instant::NEVER);
            let over = planned.ramp_ends - planned.returns;
            // A phase that ends with its ramp gives the length of the ramp; for others it is as
            // planned.
            let ramp_ends = match (phase.until, came.ended.median) {
                _ if phase.ramp.is_none() => returns,
                (None, Some(ended)) => ended,
                (None, None) => returns.saturating_add(over).max(model.times.end),
                (Some(_), ended) => {
                    returns.saturating_add(over).min(ended.unwrap_or(Instant::NEVER)).max(returns)
                }
            };
            let boost_ends = match phase.until {
                None => None,
                Some(PhaseEnd::At(instant)) => Some(instant.max(returns)),
                Some(PhaseEnd::After(time)) => Some(returns.saturating_add(time)),
                Some(PhaseEnd::Gate(_)) => came.ended.median,
            };
            PhaseTimes { returns, ramp_ends, boost_ends }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_come_is_later_than_all_that_did() {
        let at = Instant::from_micros;
        let spread = |instants: &[Option<Instant>]| InstantQuantiles::of(instants.to_vec());
        assert_eq!(spread(&[]), None);
        let one = spread(&[Some(at(7))]).unwrap();
        assert_eq!(
            (one.p10, one.median, one.p90, one.is_spread()),
            (Some(at(7)), Some(at(7)), Some(at(7)), false)
        );
        // Of ten: the first, the fifth and the ninth.
        let ten: Vec<Option<Instant>> = [90, 10, 80, 20, 70, 30, 60, 40, 50]
            .map(|micros| Some(at(micros)))
            .into_iter()
            .chain([None])
            .collect();
        let ten = spread(&ten).unwrap();
        assert_eq!((ten.p10, ten.median, ten.p90), (Some(at(10)), Some(at(50)), Some(at(90))));
        let late = spread(&[None, Some(at(3)), None]).unwrap();
        assert_eq!((late.p10, late.median, late.p90, late.is_spread()), (Some(at(3)), None, None, true));
    }
}
