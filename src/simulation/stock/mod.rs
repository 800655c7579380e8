//! Stock: the inventory of every shelf, reviews, replenishment and manual ordering.
//!
//! `Stocks` owns the shelves and decides what a line gets, which waiting line is next, and what a
//! review orders. It places no order itself: it returns shelf, part and pieces.
//!
//! Knows nothing of stations and lanes, or of what becomes of pieces that it issues.

pub(crate) mod immediate_fill;
pub mod inventory;
pub(crate) mod manual_ordering;
pub(crate) mod replenishment;
pub(crate) mod retail_shelf;
pub(crate) mod review;

use crate::model::Model;
use crate::simulation::topology::Topology;
use crate::units::{IndexVec, SiteId};
use inventory::Shelves;
use manual_ordering::ManualQuota;
use review::ReviewState;

/// Shelves, reviews and manual quotas of all sites.
#[derive(Debug)]
pub(crate) struct Stocks {
    shelves: Shelves,
    /// By site.
    reviews: IndexVec<SiteId, ReviewState>,
    /// By site.
    manual_quotas: IndexVec<SiteId, ManualQuota>,
    /// Shelves that the current manual review still orders for, the next one last.
    manual_review: Vec<usize>,
}

impl Stocks {
    /// Full shelves, and no review so far.
    pub(crate) fn new(model: &Model, topology: &Topology<'_>) -> Self {
        Stocks {
            shelves: Shelves::new(model, topology),
            reviews: IndexVec::filled(ReviewState::default(), model.sites()),
            manual_quotas: IndexVec::filled(ManualQuota::default(), model.sites()),
            manual_review: Vec::new(),
        }
    }
}
