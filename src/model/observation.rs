//! What is looked at closely, beyond the metrics that every run has: the dense form of `[observe]`.

use crate::units::{FailureId, LaneId, Micros, ProcessId, SiteGroupId};

/// A close look at one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// What is looked at.
    pub what: ObservationSubject,
    /// Numbers of lines, ascending: share of time with more.
    pub above: Vec<u32>,
    /// Failures by whose states means are distinguished.
    pub given: Vec<FailureId>,
    /// Instants, ascending: what is there just before anything of them.
    pub at: Vec<Micros>,
    /// Times of day, ascending: the mean over the counted days.
    pub daily_at: Vec<Micros>,
    /// The mean over all multiples of this from the end of the warm-up on.
    pub each: Option<Micros>,
    /// Waits, ascending: share of lines complete so long after they are asked.
    pub within: Vec<Micros>,
    /// The first instant from then on at which at most this number are there.
    pub cleared: Option<(Micros, u32)>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservationSubject {
    /// A process at all sites of a table.
    Process {
        /// Site table.
        group: SiteGroupId,
        /// Process table.
        process: ProcessId,
    },
    /// A lane, from all sites of its table.
    Lane(LaneId),
    /// The stock of all sites of a table; it has levels.
    Stock(SiteGroupId),
    /// The orders of a demand.
    Orders(u16),
}
