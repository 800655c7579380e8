//! Immediate fill: the fast path of a customer line that its source fills at the instant of the
//! order.
//!
//! If no station and no lane lies between a shelf and the customers who order from it, a line that
//! is filled whole is over as soon as it is ordered. It is never stored, and the observer receives
//! the same reports as on the slow path: order, allocation, shipment, delivery.
//!
//! ```text
//! order ─► shelf has all pieces, no line waits ─► delivered
//! ```
//!
//! `flow/fast_paths.rs` has the test that holds it against the slow path.

use super::Stocks;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind, LineRequest};
use crate::units::{SiteId, StreamId};

impl Stocks {
    /// Fills a line that is ordered now, one of `of_lines` lines of an order, from the stock of
    /// `site`, or [`NONE`]; returns the shelf, or `None` if the line takes the slow path.
    #[inline(always)]
    pub(crate) fn fill_immediately<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        site: SiteId,
        stream: StreamId,
        ordinal: u64,
        of_lines: u16,
        request: LineRequest,
    ) -> Option<usize> {
        if site == Line::NO_SITE || !cx.fast_paths() {
            return None;
        }
        let LineRequest { part, pieces, class } = request;
        let (stock, shelf) = cx.topology.stock_of(site, part)?;
        if self.shelves.on_hand(shelf) < pieces || self.shelves.waits_before(shelf, class) {
            return None;
        }
        let mut line = Line::new(LineKind::Customer, cx.now, stream, ordinal, request);
        line.of_lines = of_lines;
        line.set_source(site);
        self.shelves.request(stock, shelf, pieces);
        self.shelves.remove(shelf, pieces);
        cx.observer.filled_immediately(cx.now, &line);
        Some(shelf)
    }
}
