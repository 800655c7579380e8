//! Policy in force: what the policies of restart phases admit at a process.

use crate::model::{Cap, Model};
use crate::scenario::network::discipline::QueueDiscipline;
use crate::units::{PhaseId, ProcessId};

/// The phases whose policies are in force at a process, each for one kind of rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PhasesInForce {
    /// Phase whose accepted classes are in force; `None`: all are accepted.
    pub(crate) accepts: Option<PhaseId>,
    /// Phase whose caps are in force; `None`: no caps.
    pub(crate) caps: Option<PhaseId>,
    /// Phase whose discipline is in force; `None`: that of the process.
    pub(crate) discipline: Option<PhaseId>,
}

/// What is admitted at a process, and in which order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PolicyInForce<'m> {
    /// Accepted order classes; `None`: all.
    pub(crate) accepts: Option<&'m [bool]>,
    pub(crate) caps: &'m [Cap],
    pub(crate) discipline: QueueDiscipline,
}

impl<'m> PolicyInForce<'m> {
    /// The policy at a process by the phases in force there.
    pub(crate) fn of(model: &'m Model, process: ProcessId, phases: PhasesInForce) -> Self {
        let policy = |phase: Option<PhaseId>| model.policy(phase?, process);
        PolicyInForce {
            accepts: policy(phases.accepts).and_then(|policy| policy.accepts.as_deref()),
            caps: policy(phases.caps).map_or(&[], |policy| &policy.caps),
            discipline: policy(phases.discipline)
                .and_then(|policy| policy.discipline)
                .unwrap_or(model.processes[process].discipline),
        }
    }
}
