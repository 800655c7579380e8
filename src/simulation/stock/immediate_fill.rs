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
use crate::simulation::Simulation;
use crate::simulation::customers::demand::LineRequest;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};

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
        let Some((stock, shelf)) = self.cx.topology.stock_of(counter, part) else { return false };
        if self.shelves.all[shelf].on_hand < pieces || self.shelves.waits_before(shelf, class) {
            return false;
        }
        let mut asked = Line::new(LineKind::Customer, self.cx.now, stream, ordinal, request);
        asked.of_lines = of_lines;
        asked.set_source(counter);
        self.shelves.ask(stock, shelf, pieces);
        self.shelves.all[shelf].on_hand -= pieces;
        self.cx.observer.handed_over(self.cx.now, &asked);
        if stock.reviews.is_none() {
            self.review_shelf(counter, stock, shelf);
        }
        true
    }
}
