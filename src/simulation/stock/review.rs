//! Reviews: a site compares its position with its level and orders what its policy says (`replenishment/`).
//!
//! Replenishment lines come from here and from nowhere else. A review that falls due while a system it needs
//! is down is made when the system is back, for everything that changed meanwhile; or by hand, see
//! `orders_by_hand.rs`.

use super::replenishment;
use crate::engine::{NEVER, Time};
use crate::model::BaseStock;
use crate::simulation::Simulation;
use crate::simulation::customers::demand::LineRequest;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::topology::SiteTopology;

/// When a site looks at its shelves.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ReviewState {
    /// Index of the next review.
    next: u32,
    /// A review is due and the system is down.
    held: bool,
    /// Replenishment lines ordered so far, where reviews are continuous.
    ordered: u64,
}

impl<O: Observer> Simulation<'_, O> {
    pub(crate) fn start_reviews(&mut self) {
        for site in 0..self.cx.model.sites() as u32 {
            self.set_next_review(site);
        }
    }

    fn set_next_review(&mut self, site: u32) {
        let next = self.reviews[site as usize].next as usize;
        let time = match self.cx.topology.base_stock(site).and_then(|stock| stock.reviews.as_ref()) {
            Some(reviews) => reviews.get(next).copied().unwrap_or(NEVER),
            None => NEVER,
        };
        self.cx.schedule(Actor::Review(site), time);
    }

    /// A review is due, or one that was held can be made.
    pub(crate) fn review(&mut self, site: u32) {
        let Some(stock) = self.cx.topology.base_stock(site) else { return };
        let mut due = false;
        if let Some(reviews) = &stock.reviews {
            let state = &mut self.reviews[site as usize];
            if reviews.get(state.next as usize).is_some_and(|&due| due <= self.cx.now) {
                state.next += 1;
                state.held = true;
                due = true;
            }
        }
        self.set_next_review(site);
        if !self.capacities.up(&stock.needs) {
            match &stock.by_hand {
                Some(orders) if stock.reviews.is_none() => self.write_lines(site, stock, orders),
                Some(orders) if due => self.review_by_hand(site, stock, orders),
                _ => {}
            }
            return;
        }
        if let Some(orders) = &stock.by_hand
            && stock.reviews.is_some()
        {
            self.put_pen_down(site, orders);
        }
        self.reviews[site as usize].held = false;
        let begin = self.cx.topology.sites[site as usize].first_shelf as usize;
        let end = begin + stock.level.len();
        let missing = |&shelf: &usize| self.missing(stock, site, shelf) > 0;
        let lines = self.shelves.changed(begin, end).filter(missing).count();
        let of_lines = u16::try_from(lines).unwrap_or(u16::MAX);
        let SiteTopology { first_shelf, .. } = self.cx.topology.sites[site as usize];
        let asked = self.cx.topology.sites[site as usize].first_source(LineKind::Replenishment);
        let mut shelf = begin;
        while let Some(changed) = self.shelves.take_changed(shelf, end) {
            shelf = changed;
            // The marks before this shelf are taken, so the first of its word is that of the next.
            if self.shelves_are_far()
                && let Some(next) = self.shelves.changed(changed, end).next()
            {
                let part = stock.assortment.part_of(next as u32 - first_shelf);
                self.bring_shelf_near(asked.site, part);
            }
            self.order_up(site, stock, changed, of_lines, 0);
        }
    }

    /// A continuous review of one shelf, at a demand.
    pub(crate) fn review_shelf(&mut self, site: u32, stock: &BaseStock, shelf: usize) {
        if self.capacities.up(&stock.needs) {
            self.order_up(site, stock, shelf, 1, 0);
        } else {
            self.shelves.mark(shelf);
            self.reviews[site as usize].held = true;
            if let Some(orders) = &stock.by_hand {
                self.write_lines(site, stock, orders);
            }
        }
    }

    /// Pieces that a shelf orders at its position; none or less where nothing is to be ordered.
    #[inline]
    pub(crate) fn missing(&self, stock: &BaseStock, site: u32, shelf: usize) -> i64 {
        let within = shelf - self.cx.topology.sites[site as usize].first_shelf as usize;
        replenishment::to_order(stock, within, self.shelves.all[shelf].position)
    }

    /// Orders what a shelf lacks, as one of so many lines of a review; the lines of periodic reviews are numbered from
    /// `first` on.
    pub(crate) fn order_up(&mut self, site: u32, stock: &BaseStock, shelf: usize, of_lines: u16, first: u64) {
        let missing = self.missing(stock, site, shelf);
        if missing <= 0 {
            return;
        }
        let state = &mut self.reviews[site as usize];
        let part = stock.assortment.part_of(shelf as u32 - self.cx.topology.sites[site as usize].first_shelf);
        let ordinal = if stock.reviews.is_some() {
            // The identity of the line is its part and review, so that a plan that orders something else
            // changes no draw of this line.
            first + u64::from(state.next) * self.cx.model.parts() as u64 + u64::from(part)
        } else {
            state.ordered += 1;
            state.ordered
        };
        self.shelves.all[shelf].position += missing as i32;
        let (stream, request) = (
            self.cx.topology.replenishment_stream(site),
            LineRequest { part, pieces: missing as u32, class: stock.class },
        );
        let mut line = Line::new(LineKind::Replenishment, self.cx.now, stream, ordinal, request);
        line.of_lines = of_lines;
        self.cx.observer.ordered(self.cx.now, &line);
        let id = self.lines.add(line);
        self.ask_first(id, site, LineKind::Replenishment);
    }

    pub(crate) fn new_replenishment(
        &mut self,
        site: u32,
        part: u32,
        pieces: u32,
        class: u8,
        ordinal: u64,
        ordered: Time,
    ) -> u32 {
        let (stream, request) =
            (self.cx.topology.replenishment_stream(site), LineRequest { part, pieces, class });
        self.lines.add(Line::new(LineKind::Replenishment, ordered, stream, ordinal, request))
    }

    /// Reviews that were held are made now if they can be.
    pub(crate) fn wake_reviews(&mut self) {
        for site in 0..self.cx.model.sites() as u32 {
            let held = self.reviews[site as usize].held;
            if held && self.cx.topology.base_stock(site).is_some_and(|stock| self.capacities.up(&stock.needs))
            {
                self.cx.schedule(Actor::Review(site), self.cx.now);
            }
        }
    }
}
