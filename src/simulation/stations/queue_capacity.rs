//! Queue capacity: the maximum number of lines that may wait at a station.
//!
//! A customer line that finds no free server, or the station stopped, and a full queue is rejected:
//! it is lost. Replenishment lines are never rejected.
//!
//! ```text
//! line ─► server free? ─► place in the queue? ─► queue
//!                               └── no ─► rejected, lost
//! ```

use super::Stations;
use crate::simulation::orders::line::{Line, LineKind};
use crate::units::StationId;

impl Stations<'_> {
    /// True if a station rejects a line because its queue is full.
    #[inline]
    pub(crate) fn rejects(&self, station: StationId, line: &Line) -> bool {
        let station = &self.all[station];
        let Some(capacity) = station.spec.queue_capacity else { return false };
        !(station.has_free_server() || station.waiting() < capacity || line.kind() != LineKind::Customer)
    }
}
