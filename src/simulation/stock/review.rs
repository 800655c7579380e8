//! Review: compares the position of a site's shelves with their levels and orders by their policy.
//!
//! Replenishment lines arise from reviews only. A review that falls due while a system it needs is
//! down is made when the system is back, for every shelf that changed meanwhile; or manually, see
//! `manual_ordering.rs`. A continuous review is made at each request, for the one shelf.
//!
//! Knows nothing of where replenishment comes from, or of why a system is down.

use super::{Stocks, replenishment};
use crate::model::BaseStock;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::LineKind;
use crate::units::{Instant, SiteId};

/// Reviews of one site.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ReviewState {
    /// Index of the next review.
    next: u32,
    /// A review is due, and a system that it needs is down.
    held: bool,
    /// Number of replenishment lines ordered so far, if reviews are continuous.
    ordered: u64,
}

/// A replenishment line to be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Replenish {
    pub(crate) part: u32,
    pub(crate) pieces: u32,
    /// Ordinal of the line in the site's stream.
    pub(crate) ordinal: u64,
}

impl Stocks {
    /// Schedules the first review of every site.
    pub(crate) fn start_reviews<O: Observer>(&mut self, cx: &mut Context<'_, O>) {
        for site in self.reviews.ids() {
            self.schedule_review(cx, site);
        }
    }

    fn schedule_review<O: Observer>(&self, cx: &mut Context<'_, O>, site: SiteId) {
        let next = self.reviews[site].next as usize;
        let time = match cx.topology.base_stock(site).and_then(|stock| stock.reviews.as_ref()) {
            Some(reviews) => reviews.get(next).map_or(Instant::NEVER, |&at| at),
            None => Instant::NEVER,
        };
        cx.schedule(Actor::Review(site), time);
    }

    /// Passes to the next review of a site, if one is due; returns true if it is, and false if a
    /// held review is made.
    pub(crate) fn advance_review<O: Observer>(&mut self, cx: &mut Context<'_, O>, site: SiteId) -> bool {
        let mut due = false;
        if let Some(reviews) = cx.topology.base_stock(site).and_then(|stock| stock.reviews.as_ref()) {
            let state = &mut self.reviews[site];
            if reviews.get(state.next as usize).is_some_and(|&due| due <= cx.now) {
                state.next += 1;
                state.held = true;
                due = true;
            }
        }
        self.schedule_review(cx, site);
        due
    }

    /// Starts a review with the system: returns how many lines it will order.
    pub(crate) fn start_review<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        site: SiteId,
        stock: &BaseStock,
    ) -> u16 {
        if let Some(orders) = &stock.manual_orders
            && stock.reviews.is_some()
        {
            self.reset_manual_quota(site, orders, cx.now);
        }
        self.reviews[site].held = false;
        let begin = cx.topology.sites[site].first_shelf as usize;
        let missing = |&shelf: &usize| self.missing(stock, shelf - begin, shelf) > 0;
        let lines = self.shelves.marked(begin, begin + stock.level.len()).filter(missing).count();
        u16::try_from(lines).unwrap_or(u16::MAX)
    }

    /// The next shelf of a site that changed since its last review, from `shelf` on.
    pub(crate) fn next_changed_shelf<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        site: SiteId,
        stock: &BaseStock,
        shelf: usize,
    ) -> Option<usize> {
        let begin = cx.topology.sites[site].first_shelf as usize;
        let end = begin + stock.level.len();
        let changed = self.shelves.take_marked(shelf.max(begin), end)?;
        // The marks before this shelf are removed, so the first of its word is that of the next.
        if self.exceed_cache()
            && let Some(next) = self.shelves.marked(changed, end).next()
        {
            let source = cx.topology.sites[site].first_source(LineKind::Replenishment);
            self.prefetch(&cx.topology, source.site, stock.assortment.part_of((next - begin) as u32));
        }
        Some(changed)
    }

    /// A shelf under continuous review cannot be reviewed now: it waits for the system.
    pub(crate) fn hold_review(&mut self, site: SiteId, shelf: usize) {
        self.shelves.mark(shelf);
        self.reviews[site].held = true;
    }

    /// Schedules the held reviews of sites whose systems are up.
    pub(crate) fn wake_reviews<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        up: impl Fn(&BaseStock) -> bool,
    ) {
        for site in self.reviews.ids() {
            if self.reviews[site].held && cx.topology.base_stock(site).is_some_and(&up) {
                let now: Instant = cx.now;
                cx.schedule(Actor::Review(site), now);
            }
        }
    }

    /// Pieces that a shelf orders at its position; 0 or less if none.
    #[inline]
    pub(super) fn missing(&self, stock: &BaseStock, within: usize, shelf: usize) -> i64 {
        replenishment::to_order(stock, within, self.shelves.position(shelf))
    }

    /// Orders the missing pieces of a shelf, if any. Lines of periodic reviews are numbered from
    /// `first` on.
    #[inline]
    pub(crate) fn replenish<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        site: SiteId,
        stock: &BaseStock,
        shelf: usize,
        first: u64,
    ) -> Option<Replenish> {
        let within = shelf - cx.topology.sites[site].first_shelf as usize;
        let missing = self.missing(stock, within, shelf);
        if missing <= 0 {
            return None;
        }
        let state = &mut self.reviews[site];
        let part = stock.assortment.part_of(within as u32);
        let ordinal = if stock.reviews.is_some() {
            // The identity of the line is its part and review, so that a plan that orders another
            // quantity changes no draw of this line.
            first + u64::from(state.next) * cx.model.parts() as u64 + u64::from(part)
        } else {
            state.ordered += 1;
            state.ordered
        };
        self.shelves.order(shelf, missing);
        Some(Replenish { part, pieces: missing as u32, ordinal })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::test_context::{CENTRE, LEVEL, context, model};

    #[test]
    fn a_review_orders_what_was_requested_since_the_last() {
        let model = model();
        let cx = context(&model);
        let mut stocks = Stocks::new(&model, &cx.topology);
        let stock = cx.topology.base_stock(CENTRE).unwrap();
        assert_eq!(stocks.next_changed_shelf(&cx, CENTRE, stock, 0), None);
        stocks.request(stock, 0, 3);
        assert_eq!(stocks.start_review(&cx, CENTRE, stock), 1);
        let shelf = stocks.next_changed_shelf(&cx, CENTRE, stock, 0).unwrap();
        let order = stocks.replenish(&cx, CENTRE, stock, shelf, 0).unwrap();
        assert_eq!((order.part, order.pieces), (0, 3));
        assert_eq!(stocks.replenish(&cx, CENTRE, stock, shelf, 0), None);
        assert_eq!(stocks.on_hand(0), LEVEL);
    }
}
