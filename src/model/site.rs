//! Site group: sites that share one table of the scenario, with their stock and processes.

use super::stock::Stock;
use crate::distributions::Sampler;
use crate::scenario::network::site::SiteKind;
use crate::units::{Instant, ProcessId, SiteGroupId, SiteId, SystemId};

/// A site group: sites `first .. first + count`.
#[derive(Debug, Clone)]
pub struct SiteGroup {
    /// Kind of its sites.
    pub kind: SiteKind,
    /// First site.
    pub first: SiteId,
    /// Number of sites.
    pub count: u32,
    /// Site groups that it sources from, the preferred one first.
    pub sources: Vec<SiteGroupId>,
    /// Processes of arriving goods, in order.
    pub inbound: Vec<ProcessId>,
    /// Processes of departing goods before allocation, in order.
    pub before_stock: Vec<ProcessId>,
    /// Processes of departing goods after allocation, in order.
    pub after_stock: Vec<ProcessId>,
    /// Processes of the order desk, outside the flow of goods.
    pub order_desk: Vec<ProcessId>,
    /// Stock of each site.
    pub stock: Stock,
    /// Of a supplier: from the order to the arrival \[microseconds\].
    pub lead_time: Option<Sampler>,
    /// Of a supplier: its lorries; `None`: each line arrives separately.
    pub deliveries: Option<Deliveries>,
    /// Of a supplier: systems that it needs, directly or through others; its lead times run at the
    /// smallest of their capacity factors.
    pub needs: Vec<SystemId>,
    /// Longest chain of customers below it, 0 for a site that supplies none; simultaneous reviews
    /// are ordered by it.
    pub echelon: u16,
    /// Seeds the draws of each of its sites: replenishment lines, or deliveries of a supplier.
    pub streams: Vec<u64>,
}

/// Timetable of a supplier's lorries.
#[derive(Debug, Clone, PartialEq)]
pub struct Deliveries {
    /// Instants of arrival up to the end of the run.
    pub at: Vec<Instant>,
    /// Most lines of one lorry.
    pub lines: u32,
}

impl SiteGroup {
    /// Its sites.
    pub fn sites(&self) -> impl DoubleEndedIterator<Item = SiteId> + ExactSizeIterator + Clone + use<> {
        self.first.span(self.count as usize)
    }

    /// Position of one of its sites among them.
    #[inline]
    pub fn position(&self, site: SiteId) -> usize {
        site.index() - self.first.index()
    }

    /// True if workshops try its shelves before they order: a retailer with stock.
    pub fn sells_off_the_shelf(&self) -> bool {
        self.kind == SiteKind::Retailer && matches!(self.stock, Stock::BaseStock(_))
    }
}
