//! Prefetching: cache prefetches for the lines and shelves that the next events will touch.
//!
//! With many lines or shelves, cache misses took a third of the run time (docs/performance.md). The
//! next entry of a queue, the next arrival of a lane and the next requested shelf are usually known
//! one or more events ahead, so they are prefetched. Prefetching never changes a result and never
//! searches: if the next entry is not known, nothing is prefetched.

use crate::simulation::Simulation;
use crate::simulation::customers::demand::CustomerGroup;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::LineKind;
use crate::simulation::stations::station::Step;
use crate::units::{SiteId, StationId};

impl<O: Observer> Simulation<'_, O> {
    /// Prefetches the shelves from which customers will soon request a part.
    #[inline]
    pub(crate) fn prefetch_sources(&self, customers: CustomerGroup<'_>, part: u32) {
        if customers.tries_retail_shelf {
            self.stock.prefetch(&self.cx.topology, customers.site, part);
        }
        let source = self.cx.topology.sites[customers.site].first_source(LineKind::Customer);
        self.stock.prefetch(&self.cx.topology, source.site, part);
    }

    /// Prefetches the next entry of a station's queue.
    #[inline(always)]
    pub(crate) fn prefetch_queue(&self, station: StationId) {
        if self.orders.exceed_cache()
            && let Some(next) = self.stations.peek(station)
        {
            self.orders.prefetch(next);
        }
    }

    /// Prefetches the shelf that an item in service may come to.
    #[inline(always)]
    pub(crate) fn prefetch_destination(&self, station: StationId, item: WorkItem) {
        if self.stock.exceed_cache() && !item.is_reentry() {
            let (site, step) = self.stations.place(station);
            if matches!(step, Step::BeforeStock(_) | Step::Inbound(_)) {
                let part = self.orders[self.orders.line_of(item)].part();
                self.stock.prefetch(&self.cx.topology, site, part);
            }
        }
    }

    /// Prefetches the items of a delivery to a site that follow `next`, and the shelf of `next`.
    #[inline(always)]
    pub(crate) fn prefetch_delivery(&self, site: SiteId, next: WorkItem) {
        if next == WorkItem::NONE || !self.orders.exceed_cache() {
            return;
        }
        if let Some(behind) = self.orders.items_of(next).nth(1) {
            self.orders.prefetch(behind);
        }
        self.stock.prefetch(&self.cx.topology, site, self.orders[self.orders.line_of(next)].part());
    }

    /// Prefetches the next deliveries of a lane, and the lines that wait for them.
    #[inline]
    pub(crate) fn prefetch_arrivals(&self, lane: u32) {
        if !self.orders.exceed_cache() {
            return;
        }
        if let Some(delivery) = self.transport.peek_arrival(lane, 2) {
            self.orders.prefetch(delivery.first);
        }
        let shelf_of = |after| {
            let delivery = self.transport.peek_arrival(lane, after)?;
            self.shelf_for(delivery.to, delivery.first)
        };
        if let Some(shelf) = shelf_of(1) {
            self.stock.prefetch_list(shelf);
        }
        if let Some(shelf) = shelf_of(0) {
            self.stock.prefetch_waiting(shelf, &self.orders);
        }
    }

    /// The shelf of a site that an arriving item is for.
    #[inline]
    fn shelf_for(&self, site: SiteId, item: WorkItem) -> Option<usize> {
        let line = &self.orders[self.orders.line_of(item)];
        let at_destination = line.destination(self.cx.model) == site;
        at_destination.then(|| self.cx.topology.shelf(site, line.part())).flatten()
    }
}
