//! Over the counter: what a customer asks for is on the shelf, and is handed to him in the same instant.
//!
//! Where no process and no lane lies between a shelf and those who ask for what is on it, a line that is served whole
//! is over as soon as it is ordered. It goes the way of every line (`goods.rs`, `stock.rs`, `lane.rs`) and the same is
//! told of it; but it waits nowhere, and so it is not kept.
//!
//! ```text
//! order ─► shelf has all, nobody waits ─► with who asked
//! ```

use crate::engine::slab::NONE;
use crate::model::{Demand, Model};
use crate::simulation::Simulation;
use crate::simulation::customers::demand::LineRequest;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::topology::Site;

/// The site at whose counter the customers of a demand at a site stand, or [`NONE`].
pub(crate) fn counter(model: &Model, sites: &[Site<'_>], demand: &Demand, customers: u32) -> u32 {
    let asked = sites[customers as usize].asks(LineKind::Customer);
    if asked.site == NONE || asked.supplier || !model.impatience.is_empty() || demand.jobs.is_some() {
        return NONE;
    }
    let Site { before, after, table, stock, .. } = sites[asked.site as usize];
    let Site { inbound, passes_all, table: own, .. } = sites[customers as usize];
    let hop = model.routes[usize::from(table) * model.site_groups.len() + usize::from(own)];
    let at_hand = asked.site == customers
        || passes_all && inbound == 0 && hop.is_some_and(|hop| hop.lane.is_none() && hop.to == own);
    if stock.is_some() && before == 0 && after == 0 && at_hand { asked.site } else { NONE }
}

impl<O: Observer> Simulation<'_, O> {
    /// Hands over a line of a stream that is ordered now, one of so many of an order, if it can be served in this
    /// instant; returns whether it was.
    #[inline(always)]
    pub(crate) fn hand_over(
        &mut self,
        counter: u32,
        stream: u32,
        ordinal: u64,
        of_lines: u16,
        request: LineRequest,
    ) -> bool {
        let LineRequest { part, pieces, class } = request;
        if counter == NONE {
            return false;
        }
        let Some((stock, shelf)) = self.stock_of(counter, part) else { return false };
        if self.shelves.all[shelf].on_hand < pieces || self.shelves.waits_before(shelf, class) {
            return false;
        }
        let mut asked = Line::new(LineKind::Customer, self.now, stream, ordinal, request);
        asked.of_lines = of_lines;
        asked.set_source(counter);
        self.shelves.ask(stock, shelf, pieces);
        self.shelves.all[shelf].on_hand -= pieces;
        self.observer.handed_over(self.now, &asked);
        if stock.reviews.is_none() {
            self.review_shelf(counter, stock, shelf);
        }
        true
    }
}
