//! Initial state: puts the drawn steady state into orders, stock and transport.

use crate::model::{BaseStock, Stock};
use crate::scenario::stock::ShortageResponse;
use crate::simulation::Simulation;
use crate::simulation::initial_state::weekly_profile::WeeklyProfile;
use crate::simulation::initial_state::{
    FIRST_PAST, LAST_DAY, PastOrder, PastReview, SteadyState, departure_after,
};
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::LineRequest;
use crate::simulation::orders::stage::Stage;
use crate::simulation::transport::lane::Delivery;
use crate::simulation::transport::supplier::lead_time;
use crate::units::{Duration, Instant, SiteGroupId, SiteId};

/// A work item that leaves its source at the start, or a line that is requested then (no source).
type Leaving = (Option<SiteId>, WorkItem);

impl<O: Observer> Simulation<'_, O> {
    /// Puts the network into its initial state.
    pub(crate) fn fill_shelves(&mut self, profile: &WeeklyProfile) {
        let model = self.cx.model;
        let mut leaving = Vec::new();
        if model.steady_start {
            // Pieces of each shelf's newest orders that wait for stock at its source.
            let mut waiting = vec![0_u32; self.cx.topology.shelf_slots];
            for group in model.site_groups.ids().rev() {
                if let Stock::BaseStock(stock) = &model.site_groups[group].stock {
                    let sites = &model.site_groups[group];
                    for site in sites.sites() {
                        self.settle(profile, group, site, stock, &mut waiting, &mut leaving);
                    }
                }
            }
        }
        for (site, &group) in model.group_of.iter_ids() {
            let Stock::BaseStock(stock) = &model.site_groups[group].stock else { continue };
            let first = self.cx.topology.sites[site].first_shelf as usize;
            for (shelf, part) in (first..).zip(stock.assortment.parts()) {
                let on_hand = self.stock.on_hand(shelf);
                self.cx.observer.supplied(self.cx.now, part, on_hand);
                self.cx.observer.stocked(Instant::ORIGIN, site, part, on_hand);
            }
        }
        // Only now: items that need no time arrive immediately, and lines that skip the steps
        // before stock are allocated immediately.
        for (source, item) in leaving {
            match source {
                Some(source) => self.outbound(source, item, 0),
                None => self.request(item.number()),
            }
        }
    }

    fn steady_state<'a>(&'a self, profile: &'a WeeklyProfile) -> SteadyState<'a> {
        SteadyState {
            model: self.cx.model,
            topology: &self.cx.topology,
            streams: &self.cx.streams,
            draws: self.cx.draws,
            profile,
        }
    }

    /// Puts all shelves of a site into the steady state.
    fn settle(
        &mut self,
        profile: &WeeklyProfile,
        group: SiteGroupId,
        site: SiteId,
        stock: &BaseStock,
        waiting: &mut [u32],
        leaving: &mut Vec<Leaving>,
    ) {
        let steady = self.steady_state(profile);
        let below: Vec<(SiteId, Vec<PastReview>)> = steady.supplied_sites(group, site);
        let supplied_by_supplier = steady.supplied_by_supplier(group);
        let mut orders =
            if supplied_by_supplier { Vec::new() } else { steady.past_orders(group, site, stock) };
        let mut reviews: Vec<PastReview> =
            steady.past_reviews(group, stock, steady.history(group, stock)).collect();
        let newest = steady.newest_first(group, &below);
        let last_review = reviews.first().map_or(0, |review| review.at);
        let since_then = steady.past_review(group, 0, (last_review, 0));
        // With continuous review every demand has been ordered when it came.
        let continuous = supplied_by_supplier && stock.reviews.is_none();
        if continuous {
            reviews.insert(0, steady.past_review(group, LAST_DAY, (last_review, 0)));
        }
        let lost_sales = stock.shortage == ShortageResponse::Lost;
        let long_ago: Vec<PastReview> = if supplied_by_supplier && lost_sales {
            steady.past_reviews(group, stock, steady.long_history(group, stock)).skip(reviews.len()).collect()
        } else {
            Vec::new()
        };
        let first = self.cx.topology.sites[site].first_shelf as usize;
        let lacks = self.cx.model.site_groups[group].sells_off_the_shelf();
        for (within, part) in stock.assortment.parts().enumerate() {
            let rate = self.steady_state(profile).pieces_per_day(group, part);
            if rate <= 0.0 {
                continue;
            }
            let shelf = first + within;
            // The most that can still be on order, or missing from the shelf.
            let level = stock.level[within];
            let most = if lacks || lost_sales { level } else { u32::MAX };
            let mut on_order = waiting[shelf];
            if supplied_by_supplier && lost_sales && on_order == 0 {
                let past = reviews.iter().chain(&long_ago).copied();
                on_order = self.outstanding_with_lost_sales(profile, group, site, part, past, &below, level);
            } else if supplied_by_supplier {
                for &review in &reviews {
                    let most = most - on_order;
                    on_order +=
                        self.outstanding_with_supplier(profile, group, site, part, review, &below, most);
                }
            } else {
                let most = most - on_order;
                on_order +=
                    self.outstanding_with_site(profile, group, site, part, &mut orders, leaving, most);
            }
            let steady = self.steady_state(profile);
            let requested =
                if continuous { 0 } else { steady.requested_in(group, site, part, &below, since_then) };
            let since = requested
                + steady.not_ordered_yet(site, part, stock.replenishment.range(stock.level[within], within));
            let since = since.min(most - on_order);
            let net = i64::from(stock.level[within]) - i64::from(on_order) - i64::from(since);
            self.stock.set_initial(shelf, net.max(0) as u32);
            if since > 0 {
                self.stock.request(stock, shelf, since);
            }
            if net < 0 {
                self.wait_at_start(profile, site, shelf, part, (-net) as u32, &newest, waiting);
            }
        }
        for order in &orders {
            let (Some(arrival), (delivery, _)) = (order.arrival, order.delivery) else { continue };
            let source = self.cx.topology.replenishing_site(group, site);
            let (lane, next) = self.cx.topology.hop(source, site);
            if let Some(lane) = lane
                && delivery != WorkItem::NONE
            {
                let state = self.cx.topology.lane_of(lane, source);
                let lines = self.orders.items_of(delivery).count() as u32;
                let delivery = Delivery { to: next, first: delivery, lines };
                self.transport.depart(
                    &mut self.cx,
                    state,
                    Instant::from_micros(arrival.max(0) as u64),
                    delivery,
                );
            }
        }
    }

    /// Adds a replenishment line of the past of a site and a source.
    fn past_line(&mut self, site: SiteId, source: SiteId, request: LineRequest, ordinal: u64) -> u32 {
        let mut line = self.replenishment_line(site, request, ordinal);
        line.set_source(source);
        self.orders.add(line)
    }

    /// Adds the order of a past review, if its supplier has not delivered it; returns its pieces.
    #[expect(clippy::too_many_arguments, reason = "a past order is known by shelf, review and limits")]
    fn outstanding_with_supplier(
        &mut self,
        profile: &WeeklyProfile,
        group: SiteGroupId,
        site: SiteId,
        part: u32,
        review: PastReview,
        below: &[(SiteId, Vec<PastReview>)],
        most: u32,
    ) -> u32 {
        let steady = self.steady_state(profile);
        let at = steady.ordered_at(group, site, part, review);
        let ordinal = steady.past_ordinal(part, review);
        let (ready, arrival) = self.past_delivery(group, site, ordinal, at);
        if arrival <= 0 && !steady.still_inbound(group, arrival) {
            return 0;
        }
        let pieces = steady.requested_in(group, site, part, below, review).min(most);
        if pieces > 0 {
            self.add_outstanding(group, site, (part, pieces), ordinal, ready);
        }
        pieces
    }

    /// Adds the outstanding orders of a part whose customers do not wait: walks through the past,
    /// and orders what was requested and on hand. Returns their pieces.
    #[expect(clippy::too_many_arguments, reason = "the past of a shelf is known by part, reviews and level")]
    fn outstanding_with_lost_sales(
        &mut self,
        profile: &WeeklyProfile,
        group: SiteGroupId,
        site: SiteId,
        part: u32,
        newest_first: impl DoubleEndedIterator<Item = PastReview>,
        below: &[(SiteId, Vec<PastReview>)],
        level: u32,
    ) -> u32 {
        // Orders not delivered at the instant of the walk: pieces, ordinal, ready and arrival.
        let mut open: Vec<(u32, u64, i64, i64)> = Vec::new();
        for review in newest_first.rev() {
            let steady = self.steady_state(profile);
            let requested = steady.requested_in(group, site, part, below, review);
            for (at, ordinal, pieces) in steady.requests(group, site, part, review, requested) {
                open.retain(|&(.., arrival)| arrival > at);
                let on_order: u32 = open.iter().map(|&(pieces, ..)| pieces).sum();
                let pieces = pieces.min(level - on_order);
                if pieces > 0 {
                    let (ready, arrival) = self.past_delivery(group, site, ordinal, at);
                    open.push((pieces, ordinal, ready, arrival));
                }
            }
        }
        open.retain(|&(.., arrival)| arrival > 0);
        for &(pieces, ordinal, ready, _) in &open {
            self.add_outstanding(group, site, (part, pieces), ordinal, ready);
        }
        open.iter().map(|&(pieces, ..)| pieces).sum()
    }

    /// Instants at which a past order is ready at its supplier, and at which it arrives; negative
    /// before the start.
    fn past_delivery(&self, group: SiteGroupId, site: SiteId, ordinal: u64, at: i64) -> (i64, i64) {
        let supplier = self.cx.topology.replenishment_source(group);
        let stream = self.cx.topology.replenishment_stream(site);
        let time = lead_time(self.cx.model, &self.cx.streams, supplier, stream, ordinal);
        let ready = time.signed().saturating_add(at);
        // Lines that are ready before the start come with the lorries after it.
        let timetable = &self.cx.model.site_groups[supplier].deliveries;
        (ready, timetable.as_ref().map_or(ready, |timetable| departure_after(&timetable.at, ready)))
    }

    /// Adds a past order that its supplier has not delivered; its class is that of the site's
    /// orders.
    fn add_outstanding(
        &mut self,
        group: SiteGroupId,
        site: SiteId,
        (part, pieces): (u32, u32),
        ordinal: u64,
        ready: i64,
    ) {
        let class = self.cx.topology.base_stock(site).map_or(0, |stock| stock.class);
        let supplier = self.cx.topology.replenishment_source(group);
        let source = self.cx.topology.replenishing_site(group, site);
        let id = self.past_line(site, source, LineRequest { part, pieces, class }, ordinal);
        self.cx.observer.ordered(Instant::ORIGIN, &self.orders[id]);
        self.supply_after(id, supplier, Duration::from_micros(ready.max(0) as u64));
    }

    /// Adds the past orders of a part on another site; returns their pieces.
    #[expect(clippy::too_many_arguments, reason = "a past order is known by shelf, review and limits")]
    fn outstanding_with_site(
        &mut self,
        profile: &WeeklyProfile,
        group: SiteGroupId,
        site: SiteId,
        part: u32,
        orders: &mut [PastOrder],
        leaving: &mut Vec<Leaving>,
        most: u32,
    ) -> u32 {
        let class = self.cx.topology.base_stock(site).map_or(0, |stock| stock.class);
        let rate = self.steady_state(profile).pieces_per_day(group, part);
        let mut on_order = 0_u32;
        for order in orders {
            let steady = self.steady_state(profile);
            let pieces = steady.past_demand(site, part, rate, order.review).min(most - on_order);
            if pieces == 0 {
                continue;
            }
            on_order += pieces;
            let ordinal = steady.past_ordinal(part, order.review);
            let source = self.cx.topology.replenishing_site(group, site);
            let id = self.past_line(site, source, LineRequest { part, pieces, class }, ordinal);
            self.cx.observer.ordered(Instant::ORIGIN, &self.orders[id]);
            let item = WorkItem::whole(id);
            if !order.reached_stock {
                leaving.push((None, item));
                continue;
            }
            self.cx.observer.supplied(self.cx.now, part, pieces);
            let in_transit = order.arrival.is_some() && self.cx.topology.hop(source, site).0.is_some();
            if in_transit {
                self.orders.move_item(&mut self.cx, item, Stage::NONE, Stage::IN_TRANSIT);
                if order.delivery.0 == WorkItem::NONE {
                    order.delivery.0 = item;
                } else {
                    self.orders.link(order.delivery.1, item);
                }
                order.delivery.1 = item;
            } else {
                leaving.push((Some(source), item));
            }
        }
        on_order
    }

    /// Lets pieces wait for a shelf that has less than nothing: the newest orders of the sites it
    /// supplies, and then customers.
    #[expect(clippy::too_many_arguments, reason = "a backorder is known by shelf, part and the sites below")]
    fn wait_at_start(
        &mut self,
        profile: &WeeklyProfile,
        site: SiteId,
        shelf: usize,
        part: u32,
        short: u32,
        newest: &[(SiteId, PastReview)],
        waiting: &mut [u32],
    ) {
        let mut left = short;
        for &(child, review) in newest {
            if left == 0 {
                break;
            }
            let Some((child_stock, child_shelf)) = self.cx.topology.stock_of(child, part) else { continue };
            let child_group = self.cx.model.group_of[child];
            let steady = self.steady_state(profile);
            let rate = steady.pieces_per_day(child_group, part);
            let mut pieces = steady.past_demand(child, part, rate, review).min(left);
            let ordinal = steady.past_ordinal(part, review) + FIRST_PAST / 2;
            // The orders of a shelf whose customers do not wait are at most its level.
            if self.cx.model.site_groups[child_group].sells_off_the_shelf()
                || child_stock.shortage == ShortageResponse::Lost
            {
                let within = child_shelf - self.cx.topology.sites[child].first_shelf as usize;
                pieces = pieces.min(child_stock.level[within] - waiting[child_shelf]);
            }
            if pieces == 0 {
                continue;
            }
            left -= pieces;
            waiting[child_shelf] += pieces;
            let request = LineRequest { part, pieces, class: child_stock.class };
            let id = self.past_line(child, site, request, ordinal);
            self.backorder_at_start(id, site, shelf);
        }
        if left > 0 {
            let class = self.cx.model.demands.last().map_or(0, |demand| {
                demand.class_up_to.iter().position(|&up_to| up_to >= 1.0).unwrap_or(0) as u8
            });
            let request = LineRequest { part, pieces: left, class };
            let id = self.past_line(site, site, request, FIRST_PAST + u64::from(part));
            self.orders.set_customer(id);
            self.backorder_at_start(id, site, shelf);
        }
    }

    /// A line waits for a shelf of its source at the start.
    fn backorder_at_start(&mut self, id: u32, source: SiteId, shelf: usize) {
        let line = self.orders[id];
        self.cx.observer.ordered(Instant::ORIGIN, &line);
        let stage = self.cx.topology.sites[source].stages.stock();
        self.orders.set_stage(&mut self.cx, id, stage);
        self.wait_for_shelf(shelf, id);
        self.cx.observer.waits_for_stock(Instant::ORIGIN, &self.orders[id], line.pieces, None);
    }
}
