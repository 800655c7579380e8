//! Phases of the restart plan: the day on which each came, how many of its checks failed, how often it was undone.
//!
//! | metric | of a phase |
//! | --- | --- |
//! | `phase_started` | the day on which it first started |
//! | `phase_brought_back` | the day on which it brought back and its boosts began, for good |
//! | `phase_ended` | the day on which it was over, for good |
//! | `phase_brought_back_at`, `phase_ended_at` | the same two to the moment, in hours from the start of the run: charts show them |
//! | `phase_checks_failed` | how many of its checks failed, if it has any |
//! | `phase_rolled_back` | how often it was rolled back, if it can be |
//!
//! Days are counted from the day of the onset. *For good*: a phase that was rolled back tells the day of its
//! return. What did not happen within the run is later than its last day, or its end.

use super::{Key, Metric, Recorded, ReplicationResult};
use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::simulation::observer::{Observer, PhaseEvent};
use crate::units::{DAY, HOUR, PhaseId};

/// Unit of a day that is told by its distance from the day of the onset.
pub const DAYS_FROM_ONSET: &str = "days from the onset";
/// The same in a run without a disruption, from the day of its start.
const DAYS_FROM_START: &str = "days from the start";

/// When a phase brought back, to the moment.
pub const BROUGHT_BACK_AT: &str = "phase_brought_back_at";
/// When a phase was over, to the moment.
pub const ENDED_AT: &str = "phase_ended_at";
/// Their unit.
pub const HOURS_FROM_START: &str = "hours from the start";

/// Listens for phases.
#[derive(Debug)]
pub struct Phases<'m> {
    model: &'m Model,
    came: Vec<Came>,
}

/// What has become of a phase.
#[derive(Debug, Clone, Copy, Default)]
struct Came {
    started: Option<Time>,
    brought_back: Option<Time>,
    ended: Option<Time>,
    checks_failed: u32,
    rolled_back: u32,
}

impl<'m> Phases<'m> {
    /// No phase has come yet.
    pub fn new(model: &'m Model) -> Self {
        Phases { model, came: vec![Came::default(); model.phases.len()] }
    }

    /// Whether a check may roll a phase back.
    fn may_be_undone(&self, phase: usize) -> bool {
        let roll_backs =
            self.model.phases.iter().filter_map(|other| other.check.as_ref()?.roll_back.as_ref());
        roll_backs.flat_map(|(_, phases)| phases).any(|&undone| usize::from(undone) == phase)
    }
}

impl Observer for Phases<'_> {
    fn phase(&mut self, now: Time, phase: PhaseId, happens: PhaseEvent) {
        let came = &mut self.came[usize::from(phase)];
        match happens {
            PhaseEvent::Starts => came.started = came.started.or(Some(now)),
            PhaseEvent::CheckFails => came.checks_failed += 1,
            PhaseEvent::BringsBack => came.brought_back = Some(now),
            PhaseEvent::Ends => came.ended = Some(now),
            PhaseEvent::IsRolledBack => {
                came.rolled_back += 1;
                (came.brought_back, came.ended) = (None, None);
            }
        }
    }
}

impl Recorded for Phases<'_> {
    fn tell(self, labels: &Labels, observations: &mut ReplicationResult) {
        let times = &self.model.times;
        let (from, unit) = if times.onset < times.end {
            (times.onset, DAYS_FROM_ONSET)
        } else {
            (times.start, DAYS_FROM_START)
        };
        let day = |instant: Time| (instant / DAY) as f64 - (from / DAY) as f64;
        let hours = |instant: Time| (instant as f64 - times.start as f64) / HOUR as f64;
        let last = day(times.end.saturating_sub(1));
        for (phase, (came, name)) in self.came.iter().zip(&labels.phases).enumerate() {
            let mut tell = |metric, unit, value: Option<f64>, last| {
                let key = Key::new(metric, "all", name, unit);
                if value.is_none() {
                    observations.later_than.push((key.clone(), last));
                }
                observations.metrics.push(Metric { key, value });
            };
            tell("phase_started", unit, came.started.map(day), last);
            tell("phase_brought_back", unit, came.brought_back.map(day), last);
            tell("phase_ended", unit, came.ended.map(day), last);
            for (metric, instant) in [(BROUGHT_BACK_AT, came.brought_back), (ENDED_AT, came.ended)] {
                tell(metric, HOURS_FROM_START, instant.map(hours), hours(times.end));
            }
            let mut count = |metric: &str, unit, number: u32| {
                let key = Key::new(metric, "all", name, unit);
                observations.metrics.push(Metric { key, value: Some(f64::from(number)) });
            };
            if self.model.phases[PhaseId::from_index(phase)].check.is_some() {
                count("phase_checks_failed", "checks", came.checks_failed);
            }
            if self.may_be_undone(phase) {
                count("phase_rolled_back", "times", came.rolled_back);
            }
        }
    }
}
