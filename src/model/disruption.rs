//! Disruption and failure: causes that take capacity down, once or in cycles.

use crate::distributions::Sampler;
use crate::units::{CapacityFactor, Instant, LaneId, ProcessId, SiteGroupId, SystemId};

/// Target of disruptions, failures, returns and boosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityTarget {
    /// A system.
    System(SystemId),
    /// A process, at every site that lists it.
    Process(ProcessId),
    /// All processes of a site group; of a group of suppliers, the speed of its lead times.
    Site(SiteGroupId),
    /// A lane.
    Lane(LaneId),
}

/// A disruption: takes targets down for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Disruption {
    /// Instant at which it begins.
    pub from: Instant,
    /// Its targets in order, and the capacity factor that it leaves of each.
    pub targets: Vec<(CapacityTarget, CapacityFactor)>,
    /// Instant at which it ends of its own accord; `None`: only a restart phase ends it.
    pub until: Option<Instant>,
}

impl Disruption {
    /// True if it takes place: one that ends at or before its beginning does not.
    pub fn takes_place(&self) -> bool {
        self.until.is_none_or(|until| until > self.from)
    }

    /// True if only a restart phase ends it.
    pub fn is_open_ended(&self) -> bool {
        self.until.is_none()
    }

    /// Capacity factor that it leaves of a target; `None` if it does not act on it.
    pub fn leaves(&self, target: CapacityTarget) -> Option<CapacityFactor> {
        self.targets.iter().find(|(taken, _)| *taken == target).map(|&(_, level)| level)
    }
}

/// A failure: a cycle of phases, each with a capacity factor of its targets.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Its targets.
    pub targets: Vec<CapacityTarget>,
    /// Phases of its cycle, in order; without phases of its own, up and then down.
    pub phases: Vec<FailurePhase>,
    /// Process that must work for the first phase to elapse; `None`: it elapses always.
    pub while_working: Option<ProcessId>,
    /// Seeds its draws.
    pub stream: u64,
}

/// A phase of the cycle of a failure.
#[derive(Debug, Clone)]
pub struct FailurePhase {
    /// Capacity factor that it leaves of the targets.
    pub to: CapacityFactor,
    /// Duration \[microseconds\].
    pub lasts: Sampler,
}

impl Failure {
    /// Mean length of a cycle \[microseconds\].
    pub fn mean_cycle(&self) -> f64 {
        self.phases.iter().map(|phase| phase.lasts.mean()).sum()
    }

    /// Share of time in a phase, where all phases elapse at any time.
    pub fn share_of_time(&self, phase: &FailurePhase) -> f64 {
        phase.lasts.mean() / self.mean_cycle()
    }

    /// Mean capacity factor over time, where all phases elapse at any time.
    pub fn mean_level(&self) -> f64 {
        let level = |phase: &FailurePhase| f64::from(phase.to);
        self.phases.iter().map(|phase| self.share_of_time(phase) * level(phase)).sum()
    }
}
