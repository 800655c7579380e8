//! Stations: processes at sites, with their queues and servers.
//!
//! `Stations` owns every station and the re-entries of manual work. It decides which entry of a
//! queue is served next and how much work it is. Where a work item goes after its service is not
//! its business: it returns the job that ended.
//!
//! ```text
//! work item ─► queue ─► servers ─► job that ended
//! ```
//!
//! Knows nothing of shelves and lanes, or of the route through a site.

pub(crate) mod direct_start;
pub(crate) mod manual_mode;
pub(crate) mod preemption;
pub(crate) mod queue;
pub(crate) mod queue_capacity;
pub(crate) mod servers;
pub mod station;

use crate::engine::slab::Slab;
use crate::model::Model;
use crate::simulation::orders::Orders;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::units::{IndexVec, StationId};
use manual_mode::Reentry;
use station::Station;

/// All stations, and the re-entries of manual work.
#[derive(Debug)]
pub(crate) struct Stations<'m> {
    all: IndexVec<StationId, Station<'m>>,
    reentries: Slab<Reentry>,
    /// Lines whose tombstones a change of policy found, to be removed.
    tombstones: Vec<u32>,
}

impl<'m> Stations<'m> {
    /// Idle stations with empty queues.
    pub(crate) fn new(model: &'m Model) -> Self {
        Stations { all: station::all(model), reentries: Slab::default(), tombstones: Vec::new() }
    }

    /// All stations, in the order of their numbers.
    pub(crate) fn all(&self) -> &IndexVec<StationId, Station<'m>> {
        &self.all
    }
}

/// The line by which a work item is ranked in a queue.
#[inline]
fn priority_line<'a>(item: WorkItem, orders: &'a Orders, reentries: &'a Slab<Reentry>) -> &'a Line {
    if item.is_reentry() { &reentries[item.number()].line } else { &orders[orders.line_of(item)] }
}

/// The entry of a queue that a station serves next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// None: no server is free, or no entry may go.
    None,
    /// The service of this item starts.
    Start(WorkItem),
    /// A preempted job was resumed.
    Resumed,
    /// A preempted line was to be resumed, but is cancelled.
    ResumedCancelled(u32),
    /// The tombstone of this line came up.
    Tombstone(u32),
    /// The entry was put aside: another may follow.
    PutAside,
}
