//! Off the shelf: what a workshop finds at its own retailer, and need not order.
//!
//! A workshop looks at the shelf of its retailer first. If all pieces are there it takes them, at the instant of
//! the demand; no line is written, and no system is needed for it. What the shelf lacks, because the part is not
//! held or there are too few, is ordered whole from the sources of the retailer: a customer's line never waits at
//! the retailer's own shelf. Each take counts for the next review of the shelf.
//!
//! ```text
//! wish ─► own shelf has all? ─ yes ─► taken ─► review of the shelf
//!                            └ no ──► order line ─► first source ─► …
//! ```
//!
//! Knows nothing of what becomes of an order.

use crate::simulation::Simulation;
use crate::simulation::observer::Observer;

impl<O: Observer> Simulation<'_, O> {
    /// Takes a workshop's wish off the shelf of its site, if that has all pieces; returns whether it did.
    #[inline(never)]
    pub(crate) fn take_off_the_shelf(&mut self, site: u32, part: u32, pieces: u32) -> bool {
        let table = usize::from(self.cx.model.group_of[site as usize]);
        if !self.cx.model.site_groups[table].sells_off_the_shelf() {
            return false;
        }
        let held = self.cx.topology.stock_of(site, part);
        let Some((stock, shelf)) = held.filter(|&(_, shelf)| self.shelves.all[shelf].on_hand >= pieces)
        else {
            self.cx.observer.lacking(self.cx.now, site, part, pieces);
            return false;
        };
        self.shelves.ask(stock, shelf, pieces);
        self.take(shelf, site, part, pieces);
        self.cx.observer.consumed(self.cx.now, part, pieces);
        self.cx.observer.off_the_shelf(self.cx.now, site, part, pieces);
        if stock.reviews.is_none() {
            self.review_shelf(site, stock, shelf);
        }
        true
    }
}
