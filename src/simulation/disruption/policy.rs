//! Policy: classes, caps and discipline that restart phases impose on processes for a time.
//!
//! Of phases with a policy of one kind (classes, caps, discipline) for one process, the one that
//! started last is in force; after it the earlier one is again, and after all of them the process's
//! own discipline, without limits. Entries that a policy holds back keep their place and go as soon
//! as they may: at the end of the policy or, with a cap, at the start of the next day.
//!
//! Knows nothing of queues.

use super::restart::Restart;
use crate::model::{Model, Policy};
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::policy_in_force::PhasesInForce;
use crate::units::{Instant, PhaseId, ProcessId};

/// The policies of one process.
#[derive(Debug, Clone, Default)]
pub(super) struct Policies {
    /// Phases whose policy for it has started, the last one last.
    phases: Vec<PhaseId>,
    in_force: PhasesInForce,
}

/// The daily reset of caps.
#[derive(Debug, Clone, Copy)]
pub(super) struct CapReset {
    /// Instant of the next reset: a midnight, if there are caps.
    next: Instant,
    /// The midnight of the last reset.
    last: Instant,
}

impl CapReset {
    /// No reset so far, and no caps.
    pub(super) const NONE: CapReset = CapReset { next: Instant::NEVER, last: Instant::NEVER };
}

impl Policies {
    fn update(&mut self, process: ProcessId, model: &Model) -> bool {
        let last = |has: fn(&Policy) -> bool| {
            let of = |&&phase: &&PhaseId| model.policy(phase, process).is_some_and(has);
            self.phases.iter().rev().find(of).copied()
        };
        let in_force = PhasesInForce {
            accepts: last(|policy| policy.accepts.is_some()),
            caps: last(|policy| !policy.caps.is_empty()),
            discipline: last(|policy| policy.discipline.is_some()),
        };
        std::mem::replace(&mut self.in_force, in_force) != in_force
    }
}

impl Restart {
    /// The policy of a phase for a process starts or ends.
    pub(crate) fn set_policy(&mut self, process: ProcessId, phase: PhaseId, starts: bool) {
        let phases = &mut self.policies[process].phases;
        if starts {
            phases.push(phase);
        } else {
            phases.retain(|&other| other != phase);
        }
    }

    /// Updates the policies in force at a process; returns them if they have changed.
    pub(crate) fn changed_policy(&mut self, model: &Model, process: ProcessId) -> Option<PhasesInForce> {
        let policies = &mut self.policies[process];
        policies.update(process, model).then_some(policies.in_force)
    }

    /// True if caps are in force at a process.
    pub(crate) fn has_caps(&self, process: ProcessId) -> bool {
        self.policies[process].in_force.caps.is_some()
    }

    /// True if caps are to be reset at this midnight: once.
    pub(crate) fn take_cap_reset(&mut self, now: Instant) -> bool {
        std::mem::replace(&mut self.cap_reset.last, now) != now
    }

    /// Schedules the next reset of caps: at the next midnight, or at this one if it is still due;
    /// if there are any caps. `done`: this midnight's reset is done.
    pub(crate) fn schedule_cap_reset<O: Observer>(&mut self, cx: &mut Context<'_, O>, done: bool) {
        if done {
            self.cap_reset.next = Instant::NEVER;
        }
        let capped = self.policies.iter().any(|policies| policies.in_force.caps.is_some());
        self.cap_reset.next = match self.cap_reset.next {
            _ if !capped => Instant::NEVER,
            due if due == cx.now => due,
            _ => cx.now.next_midnight(),
        };
        cx.schedule(Actor::CapReset, self.cap_reset.next);
    }
}
