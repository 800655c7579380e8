//! Restart phases: the day of each event of a phase, failed checks and roll-backs.
//!
//! Days are counted from the day of the onset. The days on which a phase is in effect and has ended
//! hold *for good*: after a roll-back they are those of its return. An event that did not happen
//! within the run is later than its last day, or its end.

use super::{Outcome, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::{Observer, PhaseEvent};
use crate::units::{DAY, Duration, HOUR, Instant, PhaseId};

/// Recorder of phases.
#[derive(Debug)]
pub(crate) struct RestartPhases<'m> {
    model: &'m Model,
    phases: Vec<PhaseLog>,
}

/// Times and counts of one phase.
#[derive(Debug, Clone, Copy, Default)]
struct PhaseLog {
    started: Option<Instant>,
    in_effect: Option<Instant>,
    ended: Option<Instant>,
    checks_failed: u32,
    rollbacks: u32,
}

impl<'m> RestartPhases<'m> {
    /// A recorder without events.
    pub(crate) fn new(model: &'m Model) -> Self {
        RestartPhases { model, phases: vec![PhaseLog::default(); model.phases.len()] }
    }

    /// True if a check may roll the phase back.
    fn may_be_rolled_back(&self, phase: usize) -> bool {
        let roll_backs =
            self.model.phases.iter().filter_map(|other| other.check.as_ref()?.roll_back.as_ref());
        roll_backs.flat_map(|(_, phases)| phases).any(|&rolled_back| usize::from(rolled_back) == phase)
    }
}

impl Observer for RestartPhases<'_> {
    fn phase(&mut self, now: Instant, phase: PhaseId, happens: PhaseEvent) {
        let log = &mut self.phases[usize::from(phase)];
        match happens {
            PhaseEvent::Starts => log.started = log.started.or(Some(now)),
            PhaseEvent::CheckFails => log.checks_failed += 1,
            PhaseEvent::BringsBack => log.in_effect = Some(now),
            PhaseEvent::Ends => log.ended = Some(now),
            PhaseEvent::IsRolledBack => {
                log.rollbacks += 1;
                (log.in_effect, log.ended) = (None, None);
            }
        }
    }
}

impl Recorder for RestartPhases<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let times = &self.model.times;
        let from = if times.onset < times.end { times.onset } else { times.start };
        let day = |instant: Instant| (instant / DAY) as f64 - (from / DAY) as f64;
        let hours =
            |instant: Instant| (instant.as_micros_f64() - times.start.as_micros_f64()) / HOUR.as_micros_f64();
        let last = day(times.end.saturating_sub(Duration::MICROSECOND));
        let reached = |value: Option<f64>, last| value.map_or(Outcome::LaterThan(last), Outcome::Value);
        for (phase, log) in self.phases.iter().enumerate() {
            let cell = cell(&[(Dim::Phase, phase)]);
            out.censored(ids::PHASE_STARTED, cell, reached(log.started.map(day), last));
            out.censored(ids::PHASE_IN_EFFECT, cell, reached(log.in_effect.map(day), last));
            out.censored(ids::PHASE_ENDED, cell, reached(log.ended.map(day), last));
            let end = hours(times.end);
            out.censored(ids::PHASE_IN_EFFECT_AT, cell, reached(log.in_effect.map(hours), end));
            out.censored(ids::PHASE_ENDED_AT, cell, reached(log.ended.map(hours), end));
            if self.model.phases[PhaseId::from_index(phase)].check.is_some() {
                out.scalar(ids::PHASE_CHECKS_FAILED, cell, Some(f64::from(log.checks_failed)));
            }
            if self.may_be_rolled_back(phase) {
                out.scalar(ids::PHASE_ROLLBACKS, cell, Some(f64::from(log.rollbacks)));
            }
        }
    }
}
