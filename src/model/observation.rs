//! Observation: what `[observe]` records beyond the metrics of every run.

use crate::units::{Duration, FailureId, Instant, LaneId, ProcessId, SiteGroupId};

/// An observation of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Observed element.
    pub what: ObservationSubject,
    /// Numbers of lines, ascending; the share of time with more is recorded.
    pub above: Vec<u32>,
    /// Failures by whose states means are recorded separately.
    pub given: Vec<FailureId>,
    /// Instants, ascending; the state just before any event of each is recorded.
    pub at: Vec<Instant>,
    /// Times of day, ascending; the mean over the counted days is recorded.
    pub daily_at: Vec<Duration>,
    /// Interval whose multiples from the end of the warm-up on are averaged over.
    pub each: Option<Duration>,
    /// Times since the request, ascending; the share of lines complete by each is recorded.
    pub within: Vec<Duration>,
    /// Instant from which on the first instant with at most this number is recorded.
    pub cleared: Option<(Instant, u32)>,
}

/// Element that an observation observes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservationSubject {
    /// A process at all sites of a group.
    Process {
        /// Site group.
        group: SiteGroupId,
        /// Process.
        process: ProcessId,
    },
    /// A lane, from all sites of its group.
    Lane(LaneId),
    /// The stock of all sites of a group; it has levels.
    Stock(SiteGroupId),
    /// The orders of a demand.
    Orders(u16),
}
