//! Direct start: the fast path of a work item that finds an empty queue and a free server.
//!
//! It starts without entering the queue, if the discipline keeps no account of starts, no policy
//! admits, no class preempts and no line may be cancelled. A saturated station is the other fast
//! path: if all servers are busy, an arrival can only join the queue, and the state of the station
//! does not change.
//!
//! `flow/fast_paths.rs` has the test that holds both against the slow path.

use super::station::Station;

impl Station<'_> {
    /// True if an arrival starts immediately, without entering the queue.
    #[inline]
    pub(super) fn starts_arrivals(&self) -> bool {
        self.has_free_server() && self.preemption.is_none() && self.queue.lets_through()
    }

    /// True if an arrival can only join the queue.
    #[inline]
    pub(super) fn is_saturated(&self) -> bool {
        !self.has_server_left() && self.preemption.is_none() && !self.is_per_delivery()
    }
}
