//! Review: orders the replenishment that a review of a site's shelves finds missing.

use crate::model::BaseStock;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind, LineRequest};
use crate::simulation::stock::manual_ordering::FIRST_MANUAL;
use crate::simulation::stock::review::Replenish;
use crate::units::{Instant, SiteId};

impl<O: Observer> Simulation<'_, O> {
    /// A review is due, or a held review can be made.
    pub(crate) fn review(&mut self, site: SiteId) {
        let Some(stock) = self.cx.topology.base_stock(site) else { return };
        let due = self.stock.advance_review(&mut self.cx, site);
        if !self.capacities.up(&stock.needs) {
            self.review_manually(site, stock, due);
            return;
        }
        let of_lines = self.stock.start_review(&self.cx, site, stock);
        let mut from = 0;
        while let Some(shelf) = self.stock.next_changed_shelf(&self.cx, site, stock, from) {
            from = shelf;
            self.order_replenishment(site, stock, shelf, of_lines, 0);
        }
    }

    /// A review while a system is down: manual, if the site can.
    fn review_manually(&mut self, site: SiteId, stock: &BaseStock, due: bool) {
        let Some(manual) = &stock.manual_orders else { return };
        if stock.reviews.is_none() {
            self.write_manual_lines(site, stock);
        } else if due {
            let of_lines = self.stock.start_manual_review(&self.cx, site, stock, manual);
            while let Some(shelf) = self.stock.next_manual_review_shelf() {
                self.order_replenishment(site, stock, shelf, of_lines, FIRST_MANUAL);
            }
        }
    }

    /// A continuous review of one shelf, at a request.
    pub(crate) fn review_shelf(&mut self, site: SiteId, stock: &BaseStock, shelf: usize) {
        if self.capacities.up(&stock.needs) {
            self.order_replenishment(site, stock, shelf, 1, 0);
        } else {
            self.stock.hold_review(site, shelf);
            self.write_manual_lines(site, stock);
        }
    }

    /// Continuous review while a system is down: orders the lines that may be written manually now.
    fn write_manual_lines(&mut self, site: SiteId, stock: &BaseStock) {
        let Some(manual) = &stock.manual_orders else { return };
        while let Some(shelf) = self.stock.next_manual_shelf(&mut self.cx, site, stock, manual) {
            self.order_replenishment(site, stock, shelf, 1, 0);
        }
    }

    /// Orders the missing pieces of a shelf, as one of the lines of a review.
    fn order_replenishment(
        &mut self,
        site: SiteId,
        stock: &BaseStock,
        shelf: usize,
        of_lines: u16,
        first: u64,
    ) {
        let Some(Replenish { part, pieces, ordinal }) =
            self.stock.replenish(&self.cx, site, stock, shelf, first)
        else {
            return;
        };
        let mut line =
            self.replenishment_line(site, LineRequest { part, pieces, class: stock.class }, ordinal);
        line.ordered = self.cx.now;
        line.of_lines = of_lines;
        self.cx.observer.ordered(self.cx.now, &line);
        let id = self.orders.add(line);
        self.request_for(id, site, LineKind::Replenishment);
    }

    /// A replenishment line of a site, ordered at the start of the run.
    pub(crate) fn replenishment_line(&self, site: SiteId, request: LineRequest, ordinal: u64) -> Line {
        let stream = self.cx.topology.replenishment_stream(site);
        Line::new(LineKind::Replenishment, Instant::ORIGIN, stream, ordinal, request)
    }
}
