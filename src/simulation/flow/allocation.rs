//! Allocation: gives stock to lines, and serves waiting lines when stock arrives.

use crate::scenario::stock::{ShortageResponse, Supply};
use crate::simulation::Simulation;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::LineKind;
use crate::simulation::stock::inventory::Grant;
use crate::simulation::topology::SiteTopology;
use crate::units::SiteId;

impl<O: Observer> Simulation<'_, O> {
    /// Gives a line the stock of its source; the missing pieces wait, are referred, or are lost.
    #[inline(always)]
    pub(crate) fn allocate(&mut self, id: u32) {
        let line = &self.orders[id];
        let (source, part, kind) = (line.source(), line.part(), line.kind());
        let (class, pieces) = (line.class, line.pieces);
        let SiteTopology { stock, first_shelf, .. } = self.cx.topology.sites[source];
        let Some(stock) = stock else {
            self.cx.observer.supplied(self.cx.now, part, pieces);
            self.cx.observer.first_pick(self.cx.now, &self.orders[id], pieces);
            self.issue(id, source, pieces);
            return;
        };
        let Some(within) = stock.assortment.shelf_of(part) else {
            let referred = self.refer(id, false);
            assert!(referred, "the model has a source for every part that can be ordered");
            return;
        };
        let shelf = (first_shelf + within) as usize;
        let available = self.stock.available(shelf, class);
        let given = match stock.supply {
            _ if available >= pieces => pieces,
            Supply::Part => available,
            Supply::Whole => 0,
        };
        self.cx.observer.first_pick(self.cx.now, &self.orders[id], given);
        if given < pieces && self.refer(id, true) {
            return;
        }
        let mut pieces = pieces;
        if given < pieces && stock.shortage == ShortageResponse::Lost && kind == LineKind::Customer {
            self.lose(id, pieces - given, LossReason::Stock);
            pieces = given;
            if given == 0 {
                return;
            }
        }
        self.stock.request(stock, shelf, pieces);
        if given > 0 {
            self.stock.pick(&mut self.cx, shelf, source, part, given);
            self.cx.observer.allocated_immediately(self.cx.now, &self.orders[id], given);
            self.issue(id, source, given);
        }
        if given < pieces {
            if given == 0 {
                let stage = self.cx.topology.sites[source].stages.stock();
                self.orders.set_stage(&mut self.cx, id, stage);
            }
            self.wait_for_shelf(shelf, id);
            let now = self.cx.now;
            self.cx.observer.waits_for_stock(now, &self.orders[id], pieces - given, Some(now));
        }
        if stock.reviews.is_none() {
            self.review_shelf(source, stock, shelf);
        }
    }

    /// Adds a line to those that wait for a shelf.
    #[inline(always)]
    pub(crate) fn wait_for_shelf(&mut self, shelf: usize, id: u32) {
        let place = self.stock.wait(shelf, id, self.orders[id].class);
        self.orders.set_shelf_place(id, place);
    }

    /// Pieces of a line leave the stock of its source.
    #[inline(always)]
    fn issue(&mut self, id: u32, source: SiteId, pieces: u32) {
        let item = self.orders.allocate(&mut self.cx, id, pieces);
        self.outbound(source, item, 0);
    }

    /// Puts pieces that a site ordered on its shelf and serves waiting lines.
    #[inline(always)]
    pub(crate) fn replenish(&mut self, site: SiteId, part: u32, pieces: u32) {
        let shelf = self.cx.topology.shelf(site, part).expect("only shelves are replenished");
        let before = self.put_on_hand(shelf, site, part, pieces);
        let after = self.stock.on_hand(shelf);
        self.cx.observer.replenished(self.cx.now, site, part, before, after);
    }

    /// Puts pieces on a shelf and serves waiting lines; returns the pieces on hand before.
    #[inline(always)]
    pub(crate) fn put_on_hand(&mut self, shelf: usize, site: SiteId, part: u32, pieces: u32) -> u32 {
        let before = self.stock.put_on_hand(&mut self.cx, shelf, site, part, pieces);
        self.serve_waiting(shelf, site);
        before
    }

    /// Serves the lines that wait for a shelf of a site.
    #[inline(always)]
    pub(crate) fn serve_waiting(&mut self, shelf: usize, site: SiteId) {
        if !self.stock.has_waiting(shelf) {
            return;
        }
        if self.orders.exceed_cache() {
            self.stock.prefetch_waiting(shelf, &self.orders);
        }
        while let Some(Grant { line, pieces }) = self.stock.next_grant(&mut self.cx, shelf, &self.orders) {
            self.issue(line, site, pieces);
        }
    }
}
