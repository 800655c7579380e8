//! Restart plan: phases with gates, acceptance checks, ramps, boosts and policies.

use super::disruption::{CapacityTarget, Disruption};
use crate::distributions::Sampler;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::units::{CapacityFactor, DisruptionId, Duration, Instant, PhaseId, ProcessId, SiteGroupId};

/// A phase of the restart plan: it starts, works, is checked until it passes, and then brings its
/// targets back.
#[derive(Debug, Clone, PartialEq)]
pub struct RestartPhase {
    /// Earliest instant of its start.
    pub from: Option<Instant>,
    /// Phases that must have ended before it starts.
    pub after: Vec<PhaseId>,
    /// Phases that must have started before it starts.
    pub after_start_of: Vec<PhaseId>,
    /// Condition that must be met before it starts.
    pub gate: Option<Gate>,
    /// Duration of its work, from its start to the check \[microseconds\].
    pub takes: Sampler,
    /// Acceptance check, repeated until one passes; the targets return only then.
    pub check: Option<AcceptanceCheck>,
    /// Targets that it brings back.
    pub brings_back: Vec<CapacityTarget>,
    /// Disruptions that their return ends; `None`: all that are open-ended.
    pub ends: Option<Vec<DisruptionId>>,
    /// Capacity factor to which it brings them back.
    pub to: CapacityFactor,
    /// Capacity factor at which the ramp begins, and its length \[microseconds\]; `None`: no ramp.
    pub ramp: Option<(CapacityFactor, Sampler)>,
    /// Targets that it boosts while it lasts, with the factor.
    pub boosts: Vec<(CapacityTarget, CapacityFactor)>,
    /// Policies of processes while it lasts.
    pub policies: Vec<Policy>,
    /// End of the boosts and policies.
    pub until: Option<PhaseEnd>,
    /// Seeds its draws.
    pub stream: u64,
}

impl RestartPhase {
    /// True if its return ends a disruption that is in force on one of its targets.
    pub fn ends(&self, id: DisruptionId, disruption: &Disruption) -> bool {
        self.ends.as_ref().map_or(disruption.is_open_ended(), |ended| ended.contains(&id))
    }
}

/// Policy of a phase for a process while the phase lasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The process, at every site that lists it.
    pub process: ProcessId,
    /// True for each order class that is accepted; `None`: all are.
    pub accepts: Option<Vec<bool>>,
    /// Daily caps by destination; empty: none.
    pub caps: Vec<Cap>,
    /// Queue discipline; `None`: as without the phase.
    pub discipline: Option<QueueDiscipline>,
}

/// Cap: most lines for one destination that a process starts in a calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Site group of the destinations.
    pub group: SiteGroupId,
    /// Lines, 1 or more.
    pub lines: u32,
    /// True if the cap is for each site of the group, false if for all together.
    pub each: bool,
}

/// End of the boosts and policies of a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PhaseEnd {
    /// At this instant.
    At(Instant),
    /// This long after they began.
    After(Duration),
    /// When this gate is met.
    Gate(Gate),
}

/// An acceptance check of a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptanceCheck {
    /// Probability that it passes, over 0.
    pub chance: f64,
    /// Duration \[microseconds\].
    pub takes: Sampler,
    /// Duration of the repair after a failed check \[microseconds\].
    pub again_after: Sampler,
    /// Probability that a failed check rolls phases back, and those phases.
    pub roll_back: Option<(f64, Vec<PhaseId>)>,
}

/// Gate: a condition on the number of lines that wait at all sites of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// Site group.
    pub group: SiteGroupId,
    /// Place at which the lines wait.
    pub waiting: Waiting,
    /// True if it is met while there are more lines than the limit, false if fewer.
    pub above: bool,
    /// Limit \[lines\].
    pub lines: f64,
    /// Time for which it must be met without a break.
    pub hold: Duration,
    /// True if only time on working days counts for `hold`.
    pub working_days: bool,
}

/// Place at which lines wait at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Anywhere from the order to the departure.
    Outbound,
    /// At the n-th process before stock.
    BeforeStock(u8),
    /// For stock.
    Stock,
    /// At the n-th process after stock.
    AfterStock(u8),
    /// At the n-th inbound process.
    Inbound(u8),
}
