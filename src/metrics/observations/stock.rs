//! Observation of a stock: on hand, backorders, on order, and fill rates.
//!
//! Levels are those of one site, the mean over all of its group; shares of lines, waits and counts
//! are over all. Requests in the warm-up are left out of shares and waits; orders, losses and
//! deliveries count from its end.
//!
//! ```text
//! ordered ─► leaves its source ─► on hand ─► filled
//! ├────────── on order ──────────┤    ▲
//!            ├─── in transit ────┤    └ requested: pieces that are short wait (backorders)
//! ```
//!
//! A workshop that requests pieces of its own retailer's shelf makes a request without an order
//! class, and never waits there.

use super::emit::Emitter;
use super::fill_rates::{RequestRecorder, Requests};
use super::time_weighted::{Levels, TimeWeightedLevel};
use crate::metrics::{Days, Terms};
use crate::model::observation::Observation;
use crate::model::{BaseStock, Model, Stock};
use crate::registers::metrics::ids;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::orders::stage::Stage;
use crate::units::{DAY, Duration, Instant, SiteGroupId, SiteId};

/// The stock of all sites of a group.
#[derive(Debug)]
pub(crate) struct StockObservation<'m> {
    model: &'m Model,
    stock: &'m BaseStock,
    first: SiteId,
    counted_from: Instant,
    end: Instant,
    /// Pieces on hand by site and shelf.
    shelves: Vec<u32>,
    /// By site, as all levels.
    on_hand: Vec<TimeWeightedLevel<'m>>,
    /// Number of shelves with a piece on hand.
    ready: Vec<TimeWeightedLevel<'m>>,
    backorders: Vec<TimeWeightedLevel<'m>>,
    /// 1 while there are backorders.
    with_backorders: Vec<TimeWeightedLevel<'m>>,
    on_order: Vec<TimeWeightedLevel<'m>>,
    in_transit: Vec<TimeWeightedLevel<'m>>,
    requests: RequestRecorder,
    orders: u64,
    /// Lines that lost pieces.
    losses: u64,
    deliveries: u64,
    /// Pieces on hand just before, and just after, all deliveries.
    before: u64,
    after: u64,
}

impl<'m> StockObservation<'m> {
    /// An observation of the empty shelves of a group with stock.
    pub(crate) fn new(model: &'m Model, observation: &'m Observation, table: SiteGroupId) -> Self {
        let table = &model.site_groups[table];
        let Stock::BaseStock(stock) = &table.stock else {
            panic!("a checked scenario observes only stock with levels");
        };
        let levels =
            || vec![TimeWeightedLevel::new(observation, &model.times, Days::of(model)); table.count as usize];
        StockObservation {
            model,
            stock,
            first: table.first,
            counted_from: model.times.counted_from,
            end: model.times.end,
            shelves: vec![0; table.count as usize * stock.level.len()],
            on_hand: levels(),
            ready: levels(),
            backorders: levels(),
            with_backorders: levels(),
            on_order: levels(),
            in_transit: levels(),
            requests: RequestRecorder::new(model.classes.len(), model.times.end, &observation.within),
            orders: 0,
            losses: 0,
            deliveries: 0,
            before: 0,
            after: 0,
        }
    }

    /// Place of a site within the group, if it belongs to it.
    #[inline]
    fn place(&self, site: SiteId) -> Option<usize> {
        let place = site.index().wrapping_sub(self.first.index());
        (place < self.on_hand.len()).then_some(place)
    }

    /// Pieces are put on a shelf.
    #[inline]
    pub(crate) fn stocked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        let Some((place, shelf)) = self.shelf(site, part) else { return };
        if now == Instant::ORIGIN {
            // The initial stock precedes all other events of the first instant.
            self.on_hand[place].add_initial(pieces.into());
        } else {
            self.on_hand[place].change(now, pieces.into());
        }
        if self.shelves[shelf] == 0 && pieces > 0 {
            self.ready[place].change(now, 1);
        }
        self.shelves[shelf] += pieces;
    }

    /// Pieces are taken from a shelf.
    #[inline]
    pub(crate) fn picked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        let Some((place, shelf)) = self.shelf(site, part) else { return };
        self.on_hand[place].change(now, -i64::from(pieces));
        self.shelves[shelf] -= pieces;
        if self.shelves[shelf] == 0 && pieces > 0 {
            self.ready[place].change(now, -1);
        }
    }

    /// Place of a site within the group, and of its shelf among those of all sites.
    #[inline]
    fn shelf(&self, site: SiteId, part: u32) -> Option<(usize, usize)> {
        let place = self.place(site)?;
        let shelf = self.stock.assortment.shelf_of(part)? as usize;
        Some((place, place * self.stock.level.len() + shelf))
    }

    /// Counts a delivery to a site.
    pub(crate) fn replenished(&mut self, now: Instant, site: SiteId, before: u32, after: u32) {
        if self.place(site).is_some() && now >= self.counted_from {
            self.deliveries += 1;
            self.before += u64::from(before);
            self.after += u64::from(after);
        }
    }

    /// Counts a line that one of the sites orders for its stock.
    #[inline]
    pub(crate) fn ordered(&mut self, now: Instant, line: &Line) {
        let Some(place) = self.orders_from_above(line) else { return };
        self.on_order[place].change(now, line.pieces.into());
        self.orders += u64::from(now >= self.counted_from);
    }

    /// Pieces of a line leave its source, or arrive.
    #[inline]
    pub(crate) fn pieces_move(&mut self, now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        let Some(place) = self.orders_from_above(line) else { return };
        if to == Stage::IN_TRANSIT {
            self.in_transit[place].change(now, pieces.into());
        } else if from == Stage::IN_TRANSIT {
            self.in_transit[place].change(now, -i64::from(pieces));
            self.on_order[place].change(now, -i64::from(pieces));
        }
    }

    /// The site that orders a line for its stock, if it is one of these.
    #[inline]
    fn orders_from_above(&self, line: &Line) -> Option<usize> {
        (line.kind() == LineKind::Replenishment).then(|| self.place(line.destination(self.model))).flatten()
    }

    /// Counts a line requested of a shelf that has `there` pieces for it.
    #[inline]
    pub(crate) fn requested(&mut self, now: Instant, line: &Line, there: u32) {
        if self.place(line.source()).is_some() && now >= self.counted_from {
            let whole = there == line.pieces;
            self.requests.requested(now, line.promised.into(), line.pieces, whole);
        }
    }

    /// Counts a request of a workshop at the shelf of its own retailer, which fills it whole or not
    /// at all.
    pub(crate) fn requested_by_workshop(
        &mut self,
        now: Instant,
        site: SiteId,
        part: u32,
        pieces: u32,
        there: bool,
    ) {
        if self.shelf(site, part).is_some() && now >= self.counted_from {
            let class = self.requests.no_class();
            self.requests.requested(now, class, pieces, there);
            if there {
                self.requests.allocated_immediately(class, pieces);
            }
        }
    }

    /// Counts pieces of the present request that are filled.
    #[inline]
    pub(crate) fn allocated_immediately(&mut self, now: Instant, line: &Line, pieces: u32) {
        if self.place(line.source()).is_some() && now >= self.counted_from {
            self.requests.allocated_immediately(line.promised.into(), pieces);
        }
    }

    /// Counts pieces that begin to wait, of a line requested `since`; `None`: before the run.
    #[inline]
    pub(crate) fn waits(&mut self, now: Instant, line: &Line, pieces: u32, since: Option<Instant>) {
        let Some(place) = self.place(line.source()) else { return };
        if since.is_none() {
            self.backorders[place].add_initial(pieces.into());
            let with_backorders = &mut self.with_backorders[place];
            with_backorders.add_initial(1 - with_backorders.value());
            return;
        }
        self.backordered(now, place, pieces.into());
        if since.is_some_and(|since| since >= self.counted_from) {
            self.requests.waits(now, (line.stream(), line.ordinal), pieces);
        }
    }

    /// Counts pieces of a waiting line that are filled.
    #[inline]
    pub(crate) fn allocated_later(&mut self, now: Instant, line: &Line, pieces: u32) {
        let Some(place) = self.place(line.source()) else { return };
        self.backordered(now, place, -i64::from(pieces));
        self.requests.allocated_later(now, line.promised.into(), (line.stream(), line.ordinal), pieces);
    }

    /// Removes a waiting line that is cancelled.
    pub(crate) fn cancelled(&mut self, now: Instant, line: &Line, pieces: u32) {
        let Some(place) = self.place(line.source()) else { return };
        self.backordered(now, place, -i64::from(pieces));
        self.requests.cancelled((line.stream(), line.ordinal));
    }

    fn backordered(&mut self, now: Instant, place: usize, by: i64) {
        self.backorders[place].change(now, by);
        self.with_backorders[place].set(now, u64::from(self.backorders[place].value() > 0));
    }

    /// Counts a line that loses pieces; a duplicate order is no loss.
    pub(crate) fn lost(&mut self, now: Instant, line: &Line) {
        let counts = self.place(line.source()).is_some() && !line.is_duplicate() && now >= self.counted_from;
        self.losses += u64::from(counts);
    }

    pub(crate) fn end(&mut self, now: Instant) {
        for levels in [
            &mut self.on_hand,
            &mut self.ready,
            &mut self.backorders,
            &mut self.with_backorders,
            &mut self.on_order,
            &mut self.in_transit,
        ] {
            for level in levels {
                level.advance(now);
            }
        }
    }

    pub(crate) fn emit(&self, out: &mut Emitter<'_>) {
        let counted = self.end - self.counted_from;
        let [on_hand, ready, backorders, with_backorders, on_order, in_transit] = [
            &self.on_hand,
            &self.ready,
            &self.backorders,
            &self.with_backorders,
            &self.on_order,
            &self.in_transit,
        ]
        .map(|all| Levels { all, counted });
        out.scalar(ids::PIECES_ON_HAND, on_hand.mean());
        out.scalar(ids::BACKORDERS, backorders.mean());
        let shelves = self.stock.level.len();
        let ready = ready.mean().filter(|_| shelves > 0).map(|ready| ready / shelves as f64);
        out.scalar(ids::READY_RATE, ready);
        out.scalar(ids::ON_ORDER, on_order.mean());
        out.scalar(ids::ON_ORDER_VARIANCE, on_order.variance());
        out.scalar(ids::PIECES_IN_TRANSIT, in_transit.mean());
        let days = counted.as_micros_f64() / DAY.as_micros_f64();
        let per_day = |count: u64| (counted > Duration::ZERO).then(|| count as f64 / days);
        out.scalar(ids::ORDER_FREQUENCY, per_day(self.orders));
        out.scalar(ids::LOST_SALES_RATE, per_day(self.losses));
        out.ratio(ids::ON_HAND_BEFORE_DELIVERY, self.before as f64, self.deliveries as f64);
        out.ratio(ids::ON_HAND_AFTER_DELIVERY, self.after as f64, self.deliveries as f64);
        out.at_instants(ids::PIECES_ON_HAND, &on_hand, |pieces| pieces);
        out.at_instants(ids::BACKORDERS, &backorders, |pieces| pieces);
        out.at_instants(ids::NO_BACKORDERS, &with_backorders, |with_backorders| 1.0 - with_backorders);
        emit_requested(&self.requests.all(), out);
        for class in 0..self.model.classes.len() {
            emit_requested(self.requests.of_class(class), &mut out.of_class(class));
        }
    }
}

/// Emits the fill rates and waits of one class, or of all.
fn emit_requested(requested: &Requests, out: &mut Emitter<'_>) {
    let mut ratio = |metric, terms: Terms| out.ratio(metric, terms.numerator, terms.denominator);
    ratio(ids::UNIT_FILL_RATE, requested.unit_fill());
    ratio(ids::LINE_FILL_RATE, requested.line_fill());
    for (within, terms) in out.labels.within.iter().zip(requested.line_fill_within()) {
        let cell = out.at(within);
        out.out.ratio(ids::LINE_FILL_RATE_WITHIN, cell, terms.numerator, terms.denominator);
    }
    out.scalar(ids::PIECE_WAIT, requested.wait_per_piece());
    out.scalar(ids::LINE_WAIT, requested.wait_per_line());
}
