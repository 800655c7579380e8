//! The start: full shelves, or the steady state as well as it can be known.
//!
//! In the steady state a site with base stock has on hand its level, less what it has on order, less what was
//! asked of it since its last review. What is on order is drawn: each past review ordered the demand of the
//! interval before it, and the order is outstanding if its lead time is longer than its age (for independent
//! lead times this is Palm's theorem, order by order: Sherbrooke 2004, Optimal Inventory Modeling of Systems,
//! ch. 2). Orders of one site to another are on the road by the timetable and the drawn transit, or else still
//! in the source's processes. Where a source has less than nothing on hand, the newest orders of those it
//! supplies wait for it.
//!
//! ```text
//!   past reviews      ×      ×      ×      ×      │ start
//!   orders            ├─ lead time ──────────────►│──►  outstanding: arrives later
//!                            ├─ lead time ─►      │     arrived: on hand
//! ```
//!
//! Where a site orders up to a maximum from a minimum, or in lots, its position after the last review is drawn: of lots it
//! is anywhere in their range alike (Hadley & Whitin 1963, Analysis of Inventory Systems, ch. 4), and so it is taken to be between a minimum and a
//! maximum. What is outstanding then is drawn by the reviews in which it was asked for, not in lots; the stock on hand
//! is the same.
//!
//! What a retailer's shelf lacks its workshops order elsewhere: it has on hand and on order its level at most.
//!
//! What came while the steps before stock stood still waits there, and what was delivered while the inbound steps
//! did is in them. Demand of an interval is compound Poisson, with the mean that the interval has in a usual week; above 60 lines its normal approximation is drawn. What the short
//! processes hold settles in the run-in, which is simulated before `start` and never shown.

pub(crate) mod weekly_profile;

use super::Simulation;
use super::observer::Observer;
use super::orders::consignment::WorkItem;
use super::orders::line::Line;
use super::orders::stage::Stage;
use crate::distributions::Variate;
use crate::distributions::negative_binomial::NegativeBinomial;
use crate::engine::Time;
use crate::engine::random::Purpose;
use crate::model::{BaseStock, Stock};
use crate::units::{CapacityFactor, DAY, Ppm, ProcessId, WEEK};
use rand::RngExt;
use rand_distr::{Poisson, StandardNormal};

const PAST_DEMAND: Purpose = Purpose(4);
const PAST_CUSTOMERS: Purpose = Purpose(5);
const NOT_ORDERED_YET: Purpose = Purpose(6);
/// Past orders are numbered from here, far above those of the run.
const PAST: u64 = 1 << 62;
/// Goods that were ordered at a past review are taken to be ready for departure so long after it.
const TIME_TO_READY: i64 = DAY as i64;
const DAYS_OF_A_WEEK: f64 = 7.0;
/// Above so many lines, demand is drawn from its normal approximation.
const MANY_LINES: f64 = 60.0;

/// A review before the start.
#[derive(Debug, Clone, Copy)]
struct PastReview {
    /// Number, 1 for the last before the start.
    number: u64,
    /// Instant, negative; 0 for what has been asked since the last.
    at: i64,
    /// What was ordered in this interval was asked of the stock between the review before and this one.
    asked: (i64, i64),
    /// Demand of those who ask the site itself in it, in weeks' worth.
    weeks_own: f64,
    /// The same of all customers below the site.
    weeks_below: f64,
}

/// A past order of a site to another site, and where its goods are.
#[derive(Debug, Clone, Copy)]
struct PastOrder {
    review: PastReview,
    /// Whether the source's stock has been asked for it: its release is not closed since before the order.
    asked: bool,
    /// Arrival of its goods, or `None` while they have not left.
    arrival: Option<i64>,
    /// First and last of them on the road.
    load: (WorkItem, WorkItem),
}

impl<O: Observer> Simulation<'_, O> {
    /// Puts the network into its state at the start.
    pub(super) fn fill_shelves(&mut self) {
        // Goods that leave their source, or lines that ask theirs.
        let mut leaving = Vec::new();
        if self.cx.model.steady_start {
            // Pieces of each shelf's newest orders that wait for stock at its source.
            let mut waiting = vec![0_u32; self.shelves.all.len()];
            for table in (0..self.cx.model.site_groups.len()).rev() {
                if let Stock::BaseStock(stock) = &self.cx.model.site_groups[table].stock {
                    let sites = &self.cx.model.site_groups[table];
                    for site in sites.first..sites.first + sites.count {
                        self.settle(table, site, stock, &mut waiting, &mut leaving);
                    }
                }
            }
        }
        for (site, &table) in (0..).zip(&self.cx.model.group_of) {
            let Stock::BaseStock(stock) = &self.cx.model.site_groups[usize::from(table)].stock else {
                continue;
            };
            let first = self.cx.topology.sites[site as usize].first_shelf as usize;
            for (shelf, part) in self.shelves.all[first..].iter().zip(stock.assortment.parts()) {
                self.cx.observer.supplied(self.cx.now, part, shelf.on_hand);
                self.cx.observer.stocked(0, site, part, shelf.on_hand);
            }
        }
        // Only now: what needs no time arrives at once, and what passes the steps before stock by is given at once.
        for (source, goods) in leaving {
            match source {
                Some(source) => self.outbound(source, goods, 0),
                None => self.ask(self.line_of(goods)),
            }
        }
    }

    /// Puts all shelves of a site into the steady state.
    fn settle(
        &mut self,
        table: usize,
        site: u32,
        stock: &BaseStock,
        waiting: &mut [u32],
        leaving: &mut Vec<(Option<u32>, WorkItem)>,
    ) {
        let below: Vec<(u32, Vec<PastReview>)> = self.supplied_sites(table, site);
        let supplied_by_supplier = self.supplied_by_supplier(table);
        let mut orders = if supplied_by_supplier { Vec::new() } else { self.past_orders(table, site, stock) };
        let reviews: Vec<PastReview> = self.past_reviews(table, stock, self.history(table, stock)).collect();
        let newest = self.newest_first(table, &below);
        let last_review = reviews.first().map_or(0, |review| review.at);
        let since_then = self.past_review(table, 0, (last_review, 0));
        let first = self.cx.topology.sites[site as usize].first_shelf as usize;
        let lacks = self.cx.model.site_groups[table].sells_off_the_shelf();
        for (within, part) in stock.assortment.parts().enumerate() {
            let rate = self.pieces_per_day(table, part);
            if rate <= 0.0 {
                continue;
            }
            let shelf = first + within;
            // The most that can still be on order, or missing from the shelf.
            let most = if lacks { stock.level[within] } else { u32::MAX };
            let mut on_order = waiting[shelf];
            if supplied_by_supplier {
                for &review in &reviews {
                    let most = most - on_order;
                    on_order += self.outstanding_with_supplier(table, site, part, review, &below, most);
                }
            } else {
                let most = most - on_order;
                on_order += self.outstanding_with_site(table, site, part, &mut orders, leaving, most);
            }
            let since = self.asked_in(table, site, part, &below, since_then)
                + self.not_ordered_yet(site, part, stock.replenishment.range(stock.level[within], within));
            let since = since.min(most - on_order);
            let net = i64::from(stock.level[within]) - i64::from(on_order) - i64::from(since);
            self.shelves.all[shelf].on_hand = net.max(0) as u32;
            if since > 0 {
                self.shelves.ask(stock, shelf, since);
            }
            if net < 0 {
                self.wait_at_start(site, shelf, part, (-net) as u32, &newest, waiting);
            }
        }
        for order in &orders {
            let (Some(arrival), (load, _)) = (order.arrival, order.load) else { continue };
            let (lane, next) = self.cx.topology.hop(self.cx.topology.replenishing_site(table, site), site);
            if let Some(lane) = lane
                && load != WorkItem::NONE
            {
                let state = self.cx.topology.lane_of(lane, self.cx.topology.replenishing_site(table, site));
                let lines = self.goods_of(load).count() as u32;
                self.travel(state, arrival.max(0) as Time, next, load, lines);
            }
        }
    }

    /// Mean pieces of a part asked of a site of a table; none where nobody's demand comes by.
    fn pieces_per_day(&self, table: usize, part: u32) -> f64 {
        self.cx.model.flows.pieces_per_day[table].get(part as usize).copied().unwrap_or(0.0)
    }

    /// How far back orders can still be outstanding.
    fn history(&self, table: usize, stock: &BaseStock) -> i64 {
        let source = usize::from(self.cx.topology.replenishment_source(table));
        let (mean, deviation) = match &self.cx.model.site_groups[source].lead_time {
            Some(lead_time) => (lead_time.mean(), lead_time.variance().sqrt()),
            None => (stock.lead_time as f64, 0.0),
        };
        (mean + 16.0 * deviation) as i64 + 2 * WEEK as i64
    }

    fn supplied_by_supplier(&self, table: usize) -> bool {
        let source = usize::from(self.cx.topology.replenishment_source(table));
        self.cx.model.site_groups[source].lead_time.is_some()
    }

    /// The sites with base stock that order from a site first, with their recent reviews, newest first.
    fn supplied_sites(&self, table: usize, site: u32) -> Vec<(u32, Vec<PastReview>)> {
        let mut below = Vec::new();
        for (number, other) in self.cx.model.site_groups.iter().enumerate() {
            let Stock::BaseStock(stock) = &other.stock else { continue };
            if number == table || usize::from(self.cx.topology.replenishment_source(number)) != table {
                continue;
            }
            let own = (other.first..other.first + other.count)
                .filter(|&child| self.cx.model.source_site(child, table as u16) == site);
            let reviews: Vec<_> = self.past_reviews(number, stock, self.stock_history(table)).collect();
            below.extend(own.map(|child| (child, reviews.clone())));
        }
        below
    }

    fn stock_history(&self, table: usize) -> i64 {
        match &self.cx.model.site_groups[table].stock {
            Stock::BaseStock(stock) => self.history(table, stock) + 2 * WEEK as i64,
            Stock::None | Stock::Unlimited => 0,
        }
    }

    /// The reviews of a table of the last so much time before the start, newest first.
    fn past_reviews(
        &self,
        table: usize,
        stock: &BaseStock,
        history: i64,
    ) -> impl Iterator<Item = PastReview> + use<'_, O> {
        instants_of_past_reviews(stock)
            .take_while(move |&(_, at, _)| -at < history)
            .map(move |(number, at, interval)| self.past_review(table, number, (at - interval as i64, at)))
    }

    /// The review at the end of an interval.
    fn past_review(&self, table: usize, number: u64, (from, at): (i64, i64)) -> PastReview {
        let (from, until) = (self.last_asked(table, from), self.last_asked(table, at));
        PastReview {
            number,
            at,
            asked: (from, until),
            weeks_own: self.weekly_profile.own(table, from, until),
            weeks_below: self.weekly_profile.below(table, from, until),
        }
    }

    /// The instant by which an order had to come to have been asked of the stock of a table at `at`, before the
    /// start: what comes while the steps before stock stand still waits there.
    fn last_asked(&self, table: usize, at: i64) -> i64 {
        let before = &self.cx.model.site_groups[table].before_stock;
        let open = |&process: &ProcessId| last_open(&self.cx.model.processes[process].calendar, at);
        before.iter().map(open).min().unwrap_or(at)
    }

    /// Pieces that were asked of a site before a review, since the one before it: by the sites it supplies, at
    /// their reviews, and by customers.
    fn asked_in(
        &self,
        table: usize,
        site: u32,
        part: u32,
        below: &[(u32, Vec<PastReview>)],
        review: PastReview,
    ) -> u32 {
        let (from, until) = review.asked;
        let mut direct = self.pieces_per_day(table, part);
        let mut asked = 0;
        for (child, reviews) in below {
            let child_table = usize::from(self.cx.model.group_of[*child as usize]);
            let rate = self.pieces_per_day(child_table, part);
            if rate <= 0.0 || self.cx.topology.shelf(*child, part).is_none() {
                continue;
            }
            direct -= rate;
            let begin = reviews.partition_point(|own| own.at >= until);
            for own in reviews[begin..].iter().take_while(|own| own.at >= from) {
                asked += self.past_demand(*child, part, rate, *own);
            }
        }
        if direct > 1e-9 {
            let mut generator = self.cx.streams[self.cx.topology.replenishment_stream(site) as usize]
                .generator(self.past_ordinal(part, review), PAST_CUSTOMERS);
            asked += self.demand_of(table, part, direct * DAYS_OF_A_WEEK * review.weeks_own, &mut generator);
        }
        asked
    }

    /// Pieces that had been asked of a shelf before its last review and are not ordered yet: where the position after
    /// a review may lie anywhere in a range, it is taken to be everywhere alike.
    fn not_ordered_yet(&self, site: u32, part: u32, range: u32) -> u32 {
        if range <= 1 {
            return 0;
        }
        let stream = self.cx.streams[self.cx.topology.replenishment_stream(site) as usize];
        stream.generator(PAST + u64::from(part), NOT_ORDERED_YET).random_range(0..range)
    }

    /// Pieces that a site ordered of a part at a past review: the demand of the interval before it.
    fn past_demand(&self, site: u32, part: u32, rate: f64, review: PastReview) -> u32 {
        let mut generator = self.cx.streams[self.cx.topology.replenishment_stream(site) as usize]
            .generator(self.past_ordinal(part, review), PAST_DEMAND);
        let table = usize::from(self.cx.model.group_of[site as usize]);
        self.demand_of(table, part, rate * DAYS_OF_A_WEEK * review.weeks_below, &mut generator)
    }

    /// Number by which what was asked for a part up to a past review is drawn, and by which its order goes.
    fn past_ordinal(&self, part: u32, review: PastReview) -> u64 {
        PAST + review.number * self.cx.model.parts() as u64 + u64::from(part)
    }

    /// Compound Poisson demand with this mean number of pieces; where demands have pieces of their own, the negative
    /// binomial with its mean and variance.
    fn demand_of(&self, table: usize, part: u32, pieces: f64, generator: &mut impl rand::Rng) -> u32 {
        if let Some(size) = self.cx.model.line_sizes.own(table, part as usize) {
            let binomial = NegativeBinomial::new(pieces, size.ratio());
            if let Ok(binomial) = binomial {
                return binomial.draw(generator) as u32;
            }
            return Poisson::new(pieces).map_or(0, |poisson| generator.sample::<f64, _>(poisson) as u32);
        }
        let sampler = &self.cx.model.segments[usize::from(self.cx.model.segment_of[part as usize])].pieces;
        let lines = pieces / sampler.mean();
        if lines > MANY_LINES {
            let deviation = (lines * (sampler.variance() + sampler.mean().powi(2))).sqrt();
            let normal: f64 = generator.sample(StandardNormal);
            return (pieces + deviation * normal).round().max(0.0) as u32;
        }
        let Ok(poisson) = Poisson::new(lines) else { return 0 };
        let lines: f64 = generator.sample(poisson);
        (0..lines as u32).map(|_| sampler.draw_whole(generator).max(1)).sum()
    }

    /// Makes the order of a past review, if its supplier has not delivered it; returns its pieces.
    fn outstanding_with_supplier(
        &mut self,
        table: usize,
        site: u32,
        part: u32,
        review: PastReview,
        below: &[(u32, Vec<PastReview>)],
        most: u32,
    ) -> u32 {
        let class = self.cx.topology.base_stock(site).map_or(0, |stock| stock.class);
        let supplier = self.cx.topology.replenishment_source(table);
        let (stream, ordinal) =
            (self.cx.topology.replenishment_stream(site), self.past_ordinal(part, review));
        let delivery = self.lead_time(supplier, stream, ordinal) as i64 + review.at;
        // What is ready before the start comes with the lorries after it.
        let loads = &self.cx.model.site_groups[usize::from(supplier)].loads;
        let arrival = loads.as_ref().map_or(delivery, |loads| departure_after(&loads.at, delivery));
        if arrival <= 0 && !self.still_inbound(table, arrival) {
            return 0;
        }
        let pieces = self.asked_in(table, site, part, below, review).min(most);
        if pieces > 0 {
            let id = self.new_replenishment(site, part, pieces, class, ordinal, 0);
            let source = self.cx.topology.replenishing_site(table, site);
            self.lines[id].set_source(source);
            self.cx.observer.ordered(0, &self.lines[id]);
            self.supply_after(id, supplier, delivery.max(0) as Time);
        }
        pieces
    }

    /// The recent reviews of a site that another site supplies, and when the goods of each arrive.
    fn past_orders(&self, table: usize, site: u32, stock: &BaseStock) -> Vec<PastOrder> {
        let source = self.cx.topology.replenishing_site(table, site);
        let (lane, next) = self.cx.topology.hop(source, site);
        let history = self.history(table, stock) * 2 + 4 * WEEK as i64;
        let mut orders = Vec::new();
        let asked_by = self.last_asked(usize::from(self.cx.model.group_of[source as usize]), 0);
        for review in self.past_reviews(table, stock, history) {
            let ready = review.at + TIME_TO_READY;
            let departure = match lane.map(|lane| &self.cx.model.lanes[lane]) {
                Some(lane) => match &lane.departures {
                    Some(departures) => departure_after(departures, ready),
                    None => ready,
                },
                None => ready,
            };
            let arrival = (departure < 0).then(|| {
                let transit = lane.map_or(0, |lane| {
                    let to = &self.cx.model.site_groups[usize::from(self.cx.model.lanes[lane].to)];
                    self.transit(lane, (next - to.first) as usize, PAST + (-departure) as u64)
                });
                departure + transit as i64
            });
            if arrival.is_none_or(|arrival| arrival > 0 || self.still_inbound(table, arrival)) {
                let asked = review.at < asked_by;
                orders.push(PastOrder { review, asked, arrival, load: (WorkItem::NONE, WorkItem::NONE) });
            }
        }
        orders
    }

    /// Whether goods that came to a table before the start are still in its inbound processes when nothing
    /// queues there: those of a weekend are, on Monday morning.
    fn still_inbound(&self, table: usize, arrival: i64) -> bool {
        if arrival <= -(WEEK as i64) {
            return false;
        }
        let mut work = 0.0;
        // A step that most goods pass by holds up few: what is in it settles in the run-in.
        let inbound = self.cx.model.site_groups[table].inbound.iter();
        let processes = inbound.map(|&process| &self.cx.model.processes[process]);
        processes.filter(|process| process.routing_share.ppm() > Ppm::PER_UNIT / 2).any(|process| {
            work += process.work.mean();
            let open = open_before_the_start(&process.calendar, arrival);
            open <= 0.0 || open < work
        })
    }

    /// Makes the orders of past reviews whose goods have not arrived; returns their pieces. What waits for stock
    /// comes on top: as much as has waited before is on the way now.
    fn outstanding_with_site(
        &mut self,
        table: usize,
        site: u32,
        part: u32,
        orders: &mut [PastOrder],
        leaving: &mut Vec<(Option<u32>, WorkItem)>,
        most: u32,
    ) -> u32 {
        let class = self.cx.topology.base_stock(site).map_or(0, |stock| stock.class);
        let rate = self.pieces_per_day(table, part);
        let mut on_order = 0_u32;
        for order in orders {
            let pieces = self.past_demand(site, part, rate, order.review).min(most - on_order);
            if pieces == 0 {
                continue;
            }
            on_order += pieces;
            let ordinal = self.past_ordinal(part, order.review);
            let id = self.new_replenishment(site, part, pieces, class, ordinal, 0);
            let source = self.cx.topology.replenishing_site(table, site);
            self.lines[id].set_source(source);
            self.cx.observer.ordered(0, &self.lines[id]);
            if !order.asked {
                leaving.push((None, WorkItem::whole(id)));
                continue;
            }
            self.cx.observer.supplied(self.cx.now, part, pieces);
            let goods = WorkItem::whole(id);
            let on_the_road = order.arrival.is_some() && self.cx.topology.hop(source, site).0.is_some();
            if on_the_road {
                self.move_goods(goods, Stage::NONE, Stage::ON_THE_WAY);
                if order.load.0 == WorkItem::NONE {
                    order.load.0 = goods;
                } else {
                    self.link(order.load.1, goods);
                }
                order.load.1 = goods;
            } else {
                leaving.push((Some(source), goods));
            }
        }
        on_order
    }

    /// The past orders that a table's stock has been asked for by the sites it supplies, the newest first.
    fn newest_first(&self, table: usize, below: &[(u32, Vec<PastReview>)]) -> Vec<(u32, PastReview)> {
        let asked_by = self.last_asked(table, 0);
        let of = |(child, reviews): &(u32, Vec<PastReview>)| {
            let child = *child;
            let asked = reviews.iter().copied().filter(|review| review.at < asked_by);
            asked.map(|review| (child, review)).collect::<Vec<_>>()
        };
        let mut orders: Vec<_> = below.iter().flat_map(of).collect();
        orders.sort_by_key(|&(child, review)| (std::cmp::Reverse(review.at), child));
        orders
    }

    /// Lets pieces wait for a shelf that has less than nothing: the newest orders of the sites it supplies,
    /// and then customers.
    fn wait_at_start(
        &mut self,
        site: u32,
        shelf: usize,
        part: u32,
        short: u32,
        newest: &[(u32, PastReview)],
        waiting: &mut [u32],
    ) {
        let mut left = short;
        for &(child, review) in newest {
            if left == 0 {
                break;
            }
            let Some(child_shelf) = self.cx.topology.shelf(child, part) else { continue };
            let child_table = usize::from(self.cx.model.group_of[child as usize]);
            let rate = self.pieces_per_day(child_table, part);
            let mut pieces = self.past_demand(child, part, rate, review).min(left);
            if self.cx.model.site_groups[child_table].sells_off_the_shelf()
                && let Some(stock) = self.cx.topology.base_stock(child)
            {
                let within = child_shelf - self.cx.topology.sites[child as usize].first_shelf as usize;
                pieces = pieces.min(stock.level[within] - waiting[child_shelf]);
            }
            if pieces == 0 {
                continue;
            }
            left -= pieces;
            waiting[child_shelf] += pieces;
            let class = self.cx.topology.base_stock(child).map_or(0, |stock| stock.class);
            let ordinal = self.past_ordinal(part, review) + PAST / 2;
            let id = self.new_replenishment(child, part, pieces, class, ordinal, 0);
            self.wait_for_shelf(id, site, shelf);
        }
        if left > 0 {
            let class = self.cx.model.demands.last().map_or(0, |demand| {
                demand.class_up_to.iter().position(|&up_to| up_to >= 1.0).unwrap_or(0) as u8
            });
            let id = self.new_replenishment(site, part, left, class, PAST + u64::from(part), 0);
            self.lines[id].set_of_customer();
            self.wait_for_shelf(id, site, shelf);
        }
    }

    fn wait_for_shelf(&mut self, id: u32, source: u32, shelf: usize) {
        self.lines[id].set_source(source);
        let line: Line = self.lines[id];
        self.cx.observer.ordered(0, &line);
        self.set_line_stage(id, self.cx.topology.sites[source as usize].stages.stock());
        self.shelves.wait(shelf, id, &mut self.lines);
        self.cx.observer.waits_for_stock(0, &self.lines[id], line.pieces, None);
    }
}

/// The reviews before the start, newest first: those of the first week (or interval) of the run, repeated
/// backwards, each with its number, 1 for the last, and the time since the one before. Continuous reviews count
/// as daily.
fn instants_of_past_reviews(stock: &BaseStock) -> impl Iterator<Item = (u64, i64, Time)> + use<> {
    let reviews = stock.reviews.as_deref().unwrap_or(&[]);
    let in_week: Vec<Time> = reviews.iter().copied().take_while(|&at| at < WEEK).collect();
    let (period, pattern) = match (reviews, in_week.is_empty()) {
        ([], _) => (DAY, vec![0]),
        ([only], true) => (WEEK, vec![*only % WEEK]),
        ([first, second, ..], true) => (second - first, vec![first % (second - first)]),
        (_, false) => (WEEK, in_week),
    };
    (0_u64..).map(move |number| {
        let count = pattern.len() as u64;
        let instant = |number: u64| {
            let (round, within) = (number / count, count - 1 - number % count);
            pattern[within as usize] as i64 - (round as i64 + 1) * period as i64
        };
        let at = instant(number);
        (number + 1, at, (at - instant(number + 1)) as Time)
    })
}

/// The first departure at or after an instant that may lie before the start: the timetable of the first week
/// (or interval), repeated backwards.
fn departure_after(departures: &[Time], ready: i64) -> i64 {
    let of_week = &departures[..departures.partition_point(|&at| at < WEEK)];
    let Some(&first) = of_week.first() else {
        return departures.first().map_or(i64::MAX, |&at| at as i64);
    };
    let (monday, within) = (ready.div_euclid(WEEK as i64) * WEEK as i64, ready.rem_euclid(WEEK as i64));
    match of_week.get(of_week.partition_point(|&at| (at as i64) < within)) {
        Some(&at) => monday + at as i64,
        None => monday + (WEEK + first) as i64,
    }
}

/// The last instant up to `at`, before the start, at which work was done by the calendar of the first week; `at`
/// itself where it never is.
fn last_open(calendar: &[(Time, CapacityFactor)], at: i64) -> i64 {
    let week = WEEK as i64;
    let monday = (at - 1).div_euclid(week) * week;
    let within = (at - 1 - monday) as Time;
    let begun = calendar.partition_point(|step| step.0 <= within);
    let of_week = calendar.partition_point(|step| step.0 < WEEK);
    // Back through the steps of this week and of the one before; a step ends where the next one begins.
    let steps = (0..begun).rev().map(|step| (step, 0)).chain((0..of_week).rev().map(|step| (step, week)));
    let mut end = at;
    for (step, back) in steps {
        let (begin, level) = calendar[step];
        if level > CapacityFactor::STOPPED {
            return end;
        }
        end = monday - back + begin as i64;
    }
    at
}

/// Work at level 100 % that fits between an instant before the start and the start, in microseconds, by the
/// calendar of the first week; at most that of a whole week.
fn open_before_the_start(calendar: &[(Time, CapacityFactor)], from: i64) -> f64 {
    let from = (from + WEEK as i64).max(0) as Time;
    let ends = calendar.iter().skip(1).map(|step| step.0).chain([WEEK]);
    let of_week = calendar.iter().zip(ends).take_while(|&(&(begin, _), _)| begin < WEEK);
    of_week
        .map(|(&(begin, level), end)| {
            let length = end.min(WEEK).saturating_sub(begin.max(from));
            length as f64 * f64::from(level)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departures_before_the_start_follow_the_first_week() {
        let hour = 3_600_000_000_i64;
        // Tuesday and Thursday 18:00 of a run that starts on a Monday.
        let departures = [42 * hour as u64, 90 * hour as u64];
        assert_eq!(departure_after(&departures, -168 * hour), (42 - 168) * hour);
        assert_eq!(departure_after(&departures, (90 - 168) * hour), (90 - 168) * hour);
        assert_eq!(departure_after(&departures, -hour), 42 * hour);
    }

    #[test]
    fn nothing_is_done_on_the_weekend_before_a_monday() {
        let hour = 3_600_000_000_i64;
        // Monday to Friday from 6 to 14 o'clock; the run starts on a Monday.
        let mut calendar = vec![(0, CapacityFactor::STOPPED)];
        for day in 0..5 {
            calendar.push(((day * 24 + 6) * hour as u64, CapacityFactor::NOMINAL));
            calendar.push(((day * 24 + 14) * hour as u64, CapacityFactor::STOPPED));
        }
        let last = |hours: i64| last_open(&calendar, hours * hour) / hour;
        assert_eq!([last(0), last(-58), last(-60), last(-66), last(-67)], [-58, -58, -60, -82, -82]);
        let open = |hours: i64| open_before_the_start(&calendar, -hours * hour) / hour as f64;
        assert_eq!(
            [open(58), open(59), open(66), open(72 + 24)].map(|hours| hours.round() as i64),
            [0, 1, 8, 16]
        );
    }
}
