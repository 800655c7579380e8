//! Transport: lanes between sites, and the deliveries of suppliers.
//!
//! `Transport` owns what waits for a departure, what is in transit, and the outstanding lines of
//! suppliers. It returns what departs or arrives; where that goes next is not its business.
//!
//! Knows nothing of stations, shelves or customers.

pub(crate) mod lane;
pub(crate) mod supplier;

use crate::model::Model;
use crate::units::{IndexVec, SiteGroupId, SiteId};
use lane::{LaneState, Loading};
use supplier::SupplierState;

/// Lanes and suppliers.
#[derive(Debug)]
pub(crate) struct Transport {
    /// In the order of the model's lanes, one for each site that a lane leaves from.
    lanes: Vec<LaneState>,
    /// Deliveries of the departure that is being loaded, by destination site.
    loading: Vec<Loading>,
    /// By site group; used for suppliers only.
    suppliers: IndexVec<SiteGroupId, SupplierState>,
    /// Site and line of the lines that a supplier's lorries bring now.
    lorries: Vec<(SiteId, u32)>,
}

impl Transport {
    /// Nothing waits or is in transit.
    pub(crate) fn new(model: &Model) -> Self {
        Transport {
            lanes: lane::states(model),
            loading: Vec::new(),
            suppliers: IndexVec::filled(SupplierState::new(), model.site_groups.len()),
            lorries: Vec::new(),
        }
    }
}
