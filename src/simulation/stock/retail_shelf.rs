//! Retail shelf: pieces that a workshop takes from the shelf of its own retailer, without an order.
//!
//! A workshop tries the shelf of its retailer first. If all pieces are there it takes them at the
//! instant of the demand; no line is ordered, and no system is needed. If the part is not held or
//! the shelf is short, the whole line is ordered from the sources of the retailer: a customer's
//! line never waits at the retailer's own shelf. Each take counts for the next review of the shelf.
//!
//! ```text
//! demand ─► own shelf has all pieces? ─ yes ─► taken ─► review of the shelf
//!                                     └ no ──► order line ─► first source ─► …
//! ```
//!
//! Knows nothing of what becomes of an order.

use super::Stocks;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::units::SiteId;

impl Stocks {
    /// Takes a workshop's pieces from the shelf of its site, if that has all of them; returns the
    /// shelf.
    #[inline(never)]
    pub(crate) fn take_off_the_shelf<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        site: SiteId,
        part: u32,
        pieces: u32,
    ) -> Option<usize> {
        let group = cx.model.group_of[site];
        if !cx.model.site_groups[group].sells_off_the_shelf() {
            return None;
        }
        let held = cx.topology.stock_of(site, part);
        let Some((stock, shelf)) = held.filter(|&(_, shelf)| self.shelves.on_hand(shelf) >= pieces) else {
            cx.observer.retail_shelf_short(cx.now, site, part, pieces);
            return None;
        };
        self.shelves.request(stock, shelf, pieces);
        self.pick(cx, shelf, site, part, pieces);
        cx.observer.consumed(cx.now, part, pieces);
        cx.observer.off_the_shelf_fill(cx.now, site, part, pieces);
        Some(shelf)
    }
}
