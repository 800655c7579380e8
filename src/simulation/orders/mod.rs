//! Orders: order lines, their consignments, stages, sources and cancellation.
//!
//! `Orders` owns every open line, the consignments of split lines, the pairs of duplicate orders
//! and the counts of waiting lines that gates read. A line's stage and pieces change only here.
//!
//! ```text
//! line ─► source ─► stages before stock ─► stock ─► stages after stock ─► departure ─► in transit
//! ```
//!
//! Knows nothing of queues, shelves, lanes or customers: it reports to the observer and returns.

pub(crate) mod cancellation;
pub mod consignment;
pub(crate) mod duplicate_orders;
pub mod line;
pub(crate) mod sourcing;
pub mod stage;
pub(crate) mod waiting_counts;

use crate::engine::slab::{NONE, Slab};
use crate::model::Model;
use crate::units::SiteId;
use consignment::{Consignment, Split, WorkItem};
use duplicate_orders::DuplicateOrders;
use line::Line;
use std::ops::Index;
use waiting_counts::WaitingCounts;

/// With more lines than this, few of them are cached: 200 kB.
const CACHED_LINES: usize = 4_096;

/// All open lines and their consignments.
#[derive(Debug)]
pub(crate) struct Orders {
    lines: Slab<Line>,
    splits: Slab<Split>,
    consignments: Slab<Consignment>,
    duplicates: DuplicateOrders,
    waiting_counts: WaitingCounts,
}

impl Orders {
    /// No line is open.
    pub(crate) fn new(model: &Model) -> Self {
        Orders {
            lines: Slab::default(),
            splits: Slab::default(),
            consignments: Slab::default(),
            duplicates: DuplicateOrders::default(),
            waiting_counts: WaitingCounts::new(model),
        }
    }

    /// Adds a line; returns its number.
    #[inline(always)]
    pub(crate) fn add(&mut self, line: Line) -> u32 {
        self.lines.add(line)
    }

    /// Sets the site that supplies a line.
    #[inline(always)]
    pub(crate) fn set_source(&mut self, id: u32, site: SiteId) {
        self.lines[id].set_source(site);
    }

    /// Marks a line as a customer's although it has the stream of a site's stock.
    pub(crate) fn set_customer(&mut self, id: u32) {
        self.lines[id].set_customer();
    }

    /// Marks a line as in service at a station, or not; kept only if lines may change.
    pub(crate) fn set_in_service(&mut self, id: u32, in_service: bool) {
        self.lines[id].set_in_service(in_service);
    }

    /// Marks a line as waiting at an order desk, or not.
    pub(crate) fn set_at_desk(&mut self, id: u32, at_desk: bool) {
        self.lines[id].set_at_desk(at_desk);
    }

    /// Keeps the place of a line in the list of its shelf.
    #[inline(always)]
    pub(crate) fn set_shelf_place(&mut self, id: u32, place: u32) {
        self.lines[id].shelf_place = place;
    }

    /// Removes pieces from a line none of which has been allocated.
    pub(crate) fn remove_pieces(&mut self, id: u32, pieces: u32) {
        self.lines[id].pieces -= pieces;
    }

    /// Counts of waiting lines, as gates read them.
    pub(crate) fn waiting_counts(&self) -> &WaitingCounts {
        &self.waiting_counts
    }

    /// True if open lines exceed the cache, so that prefetching pays.
    #[inline(always)]
    pub(crate) fn exceed_cache(&self) -> bool {
        self.lines.slots().len() > CACHED_LINES
    }

    /// Prefetches a work item that will move soon.
    #[inline(always)]
    pub(crate) fn prefetch(&self, item: WorkItem) {
        if item.is_split() {
            self.consignments.prefetch(item.number());
        } else {
            self.lines.prefetch(item.number());
        }
    }

    /// Prefetches a line by its number; [`NONE`] is none.
    #[inline(always)]
    pub(crate) fn prefetch_line(&self, id: u32) {
        self.lines.prefetch(id);
    }

    /// Open lines.
    pub(crate) fn open_lines(&self) -> impl Iterator<Item = &Line> + Clone {
        self.lines.slots().iter().filter(|line| line.pieces > 0)
    }

    /// Consignments of split lines that are not delivered.
    pub(crate) fn open_consignments(&self) -> impl Iterator<Item = &Consignment> {
        self.consignments.slots().iter().filter(|consignment| consignment.pieces > 0)
    }

    /// The number of the repair job that waits for a line.
    pub(crate) fn job_of(&self, line: &Line) -> Option<u32> {
        Some(line.job(self.splits.slots())).filter(|&job| job != NONE)
    }
}

impl Index<u32> for Orders {
    type Output = Line;

    #[inline]
    fn index(&self, id: u32) -> &Line {
        &self.lines[id]
    }
}
