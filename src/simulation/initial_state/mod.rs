//! Initial state: full shelves, or the steady state as well as it can be known.
//!
//! In the steady state a site with base stock has on hand its level, less the pieces on order, less
//! the pieces requested since its last review. Pieces on order are drawn: each past review ordered
//! the demand of the interval before it, and the order is outstanding if its lead time is longer
//! than its age (for independent lead times this is Palm's theorem, order by order: Sherbrooke
//! 2004, Optimal Inventory Modeling of Systems, ch. 2). Orders of one site on another are in
//! transit by the timetable and the drawn transit time, or else still in the stations of the
//! source. If a source has less than nothing on hand, the newest orders of the sites it supplies
//! wait for it.
//!
//! ```text
//!   past reviews      ×      ×      ×      ×      │ start
//!   orders            ├─ lead time ──────────────►│──►  outstanding: arrives later
//!                            ├─ lead time ─►      │     arrived: on hand
//! ```
//!
//! If a site orders up to a maximum from a minimum, or in lots, its position after the last review
//! is drawn: with lots it is uniform over their range (Hadley & Whitin 1963, Analysis of Inventory
//! Systems, ch. 4), and it is taken to be so between a minimum and a maximum. Outstanding pieces
//! are then drawn by the reviews in which they were requested, not in lots; the stock on hand is
//! the same.
//!
//! Pieces that a retailer's shelf lacks its workshops order elsewhere: it has on hand and on order
//! its level at most. Where customers do not wait (lost sales) the orders on a supplier are those
//! of a walk through the past, which orders what was on hand: with single pieces and continuous
//! review, the Erlang loss model (Karush 1957, Oper. Res. 5, 693–703).
//!
//! Orders that arrived while the steps before stock were closed still wait there, and deliveries
//! that arrived while the inbound steps were closed are in them. Demand of an interval is compound
//! Poisson with the mean of the interval in the weekly profile; above 60 lines its normal
//! approximation is drawn. The content of short processes settles during the initialisation, which
//! is simulated before `start` and never reported.
//!
//! Draws only: `flow/initial_state.rs` puts the result into the sub-systems.

pub(crate) mod weekly_profile;

use super::orders::consignment::WorkItem;
use super::topology::Topology;
use super::transport::lane::transit_of_departure;
use crate::distributions::Variate;
use crate::distributions::negative_binomial::NegativeBinomial;
use crate::engine::random::{Draws, Purpose, Stream};
use crate::model::{BaseStock, Model, Stock};
use crate::units::{
    CapacityFactor, DAY, Duration, IndexVec, Instant, Ppm, ProcessId, SiteGroupId, SiteId, StreamId, WEEK,
};
use rand::RngExt;
use rand_distr::{Poisson, StandardNormal};
use weekly_profile::WeeklyProfile;

const PAST_DEMAND: Purpose = Purpose(4);
const PAST_CUSTOMERS: Purpose = Purpose(5);
const NOT_ORDERED_YET: Purpose = Purpose(6);
const PAST_INSTANT: Purpose = Purpose(7);
/// Ordinals of past orders begin here, far above those of the run.
pub(super) const FIRST_PAST: u64 = 1 << 62;
/// Number of the day before the start where review is continuous, beyond those of past reviews.
pub(super) const LAST_DAY: u64 = 1 << 20;
/// Time from a past review until its goods are taken to be ready for departure.
const TIME_TO_READY: i64 = DAY.signed();
const DAYS_OF_A_WEEK: f64 = 7.0;
/// Number of lines above which demand is drawn from its normal approximation.
const MANY_LINES: f64 = 60.0;

/// A review before the start.
#[derive(Debug, Clone, Copy)]
pub(super) struct PastReview {
    /// Number, 1 for the last before the start.
    number: u64,
    /// Duration, negative; 0 for the time since the last.
    pub(super) at: i64,
    /// The interval of the orders that reached the stock between the review before and this one.
    requested: (i64, i64),
    /// Demand on the site itself in it, in weeks of demand.
    weeks_own: f64,
    /// Demand of all customers below the site in it, in weeks of demand.
    weeks_below: f64,
}

/// A past order of a site on another site, and where its goods are.
#[derive(Debug, Clone, Copy)]
pub(super) struct PastOrder {
    pub(super) review: PastReview,
    /// It has reached the stock of the source: the steps before stock were open since the order.
    pub(super) reached_stock: bool,
    /// Arrival of its goods, or `None` while they have not left.
    pub(super) arrival: Option<i64>,
    /// First and last of its items in transit.
    pub(super) delivery: (WorkItem, WorkItem),
}

/// Draws of the steady state of one replication.
#[derive(Debug, Clone, Copy)]
pub(super) struct SteadyState<'a> {
    pub(super) model: &'a Model,
    pub(super) topology: &'a Topology<'a>,
    pub(super) streams: &'a IndexVec<StreamId, Stream>,
    pub(super) draws: Draws,
    pub(super) profile: &'a WeeklyProfile,
}

impl SteadyState<'_> {
    /// Mean pieces of a part requested of a site of a group per day; 0 if no demand reaches it.
    pub(super) fn pieces_per_day(&self, group: SiteGroupId, part: u32) -> f64 {
        self.model.flows.pieces_per_day[group].get(part as usize).copied().unwrap_or(0.0)
    }

    /// How far back orders can still be outstanding \[microseconds\].
    pub(super) fn history(&self, group: SiteGroupId, stock: &BaseStock) -> i64 {
        let source = self.topology.replenishment_source(group);
        let (mean, deviation) = match &self.model.site_groups[source].lead_time {
            Some(lead_time) => (lead_time.mean(), lead_time.variance().sqrt()),
            None => (stock.lead_time.as_micros_f64(), 0.0),
        };
        ((mean + 16.0 * deviation) as i64).saturating_add(2 * WEEK.signed())
    }

    /// A history after which the orders on a supplier no longer depend on how it began.
    pub(super) fn long_history(&self, group: SiteGroupId, stock: &BaseStock) -> i64 {
        self.history(group, stock).saturating_mul(4)
    }

    /// Instant of the order of a past review on a supplier: the review, or with continuous review
    /// an instant of the day that counts as one.
    pub(super) fn ordered_at(&self, group: SiteGroupId, site: SiteId, part: u32, review: PastReview) -> i64 {
        match &self.model.site_groups[group].stock {
            Stock::BaseStock(stock) if stock.reviews.is_none() => {
                let (from, until) = review.requested;
                let stream = self.streams[self.topology.replenishment_stream(site)];
                let within: f64 = stream.generator(self.past_ordinal(part, review), PAST_INSTANT).random();
                from + ((until - from) as f64 * within) as i64
            }
            _ => review.at,
        }
    }

    /// Requests before a past review, in order: instant, ordinal and pieces. With continuous review
    /// each piece is one of its own, else all are ordered at the review.
    pub(super) fn requests(
        &self,
        group: SiteGroupId,
        site: SiteId,
        part: u32,
        review: PastReview,
        pieces: u32,
    ) -> Vec<(i64, u64, u32)> {
        let ordinal = self.past_ordinal(part, review);
        match &self.model.site_groups[group].stock {
            Stock::BaseStock(stock) if stock.reviews.is_none() => {
                let (from, until) = review.requested;
                let stream = self.streams[self.topology.replenishment_stream(site)];
                let mut generator = stream.generator(ordinal, PAST_INSTANT);
                let mut instants: Vec<i64> = (0..pieces)
                    .map(|_| from + ((until - from) as f64 * generator.random::<f64>()) as i64)
                    .collect();
                instants.sort_unstable();
                (0..).zip(instants).map(|(number, at)| (at, ordinal + (number << 40), 1)).collect()
            }
            _ => vec![(review.at, ordinal, pieces)],
        }
    }

    pub(super) fn supplied_by_supplier(&self, group: SiteGroupId) -> bool {
        let source = self.topology.replenishment_source(group);
        self.model.site_groups[source].lead_time.is_some()
    }

    /// The sites with base stock whose first source is a site, with their recent reviews, newest
    /// first.
    pub(super) fn supplied_sites(&self, group: SiteGroupId, site: SiteId) -> Vec<(SiteId, Vec<PastReview>)> {
        let mut below = Vec::new();
        for (number, other) in self.model.site_groups.iter_ids() {
            let Stock::BaseStock(stock) = &other.stock else { continue };
            if number == group || self.topology.replenishment_source(number) != group {
                continue;
            }
            let own = other.sites().filter(|&child| self.model.source_site(child, group) == site);
            let reviews: Vec<_> = self.past_reviews(number, stock, self.stock_history(group)).collect();
            below.extend(own.map(|child| (child, reviews.clone())));
        }
        below
    }

    pub(super) fn stock_history(&self, group: SiteGroupId) -> i64 {
        match &self.model.site_groups[group].stock {
            Stock::BaseStock(stock) => self.history(group, stock).saturating_add(2 * WEEK.signed()),
            Stock::None | Stock::Unlimited => 0,
        }
    }

    /// The reviews of a group within a time before the start, newest first.
    pub(super) fn past_reviews(
        &self,
        group: SiteGroupId,
        stock: &BaseStock,
        history: i64,
    ) -> impl Iterator<Item = PastReview> + use<'_> {
        instants_of_past_reviews(stock)
            .take_while(move |&(_, at, _)| -at < history)
            .map(move |(number, at, interval)| self.past_review(group, number, (at - interval.signed(), at)))
    }

    /// The review at the end of an interval.
    pub(super) fn past_review(&self, group: SiteGroupId, number: u64, (from, at): (i64, i64)) -> PastReview {
        let (from, until) = (self.last_requested(group, from), self.last_requested(group, at));
        PastReview {
            number,
            at,
            requested: (from, until),
            weeks_own: self.profile.own(group, from, until),
            weeks_below: self.profile.below(group, from, until),
        }
    }

    /// The instant by which an order had to arrive to have reached the stock of a group at `at`,
    /// before the start: an order that arrives while the steps before stock are closed waits there.
    pub(super) fn last_requested(&self, group: SiteGroupId, at: i64) -> i64 {
        let before = &self.model.site_groups[group].before_stock;
        let open = |&process: &ProcessId| last_open(&self.model.processes[process].calendar, at);
        before.iter().map(open).min().unwrap_or(at)
    }

    /// Pieces requested of a site before a review, since the one before it: by the sites it
    /// supplies, at their reviews, and by customers.
    pub(super) fn requested_in(
        &self,
        group: SiteGroupId,
        site: SiteId,
        part: u32,
        below: &[(SiteId, Vec<PastReview>)],
        review: PastReview,
    ) -> u32 {
        let (from, until) = review.requested;
        let mut direct = self.pieces_per_day(group, part);
        let mut requested = 0;
        for (child, reviews) in below {
            let child_group = self.model.group_of[*child];
            let rate = self.pieces_per_day(child_group, part);
            if rate <= 0.0 || self.topology.shelf(*child, part).is_none() {
                continue;
            }
            direct -= rate;
            let begin = reviews.partition_point(|own| own.at >= until);
            for own in reviews[begin..].iter().take_while(|own| own.at >= from) {
                requested += self.past_demand(*child, part, rate, *own);
            }
        }
        if direct > 1e-9 {
            let mut generator = self.streams[self.topology.replenishment_stream(site)]
                .generator(self.past_ordinal(part, review), PAST_CUSTOMERS);
            requested +=
                self.demand_of(group, part, direct * DAYS_OF_A_WEEK * review.weeks_own, &mut generator);
        }
        requested
    }

    /// Pieces requested of a shelf before its last review and not ordered yet: if the position
    /// after a review may lie anywhere in a range, it is taken to be uniform.
    pub(super) fn not_ordered_yet(&self, site: SiteId, part: u32, range: u32) -> u32 {
        if range <= 1 {
            return 0;
        }
        let stream = self.streams[self.topology.replenishment_stream(site)];
        stream.generator(FIRST_PAST + u64::from(part), NOT_ORDERED_YET).random_range(0..range)
    }

    /// Pieces that a site ordered of a part at a past review: the demand of the interval before it.
    pub(super) fn past_demand(&self, site: SiteId, part: u32, rate: f64, review: PastReview) -> u32 {
        let mut generator = self.streams[self.topology.replenishment_stream(site)]
            .generator(self.past_ordinal(part, review), PAST_DEMAND);
        let group = self.model.group_of[site];
        self.demand_of(group, part, rate * DAYS_OF_A_WEEK * review.weeks_below, &mut generator)
    }

    /// Ordinal of the draws for a part at a past review, and of its order.
    pub(super) fn past_ordinal(&self, part: u32, review: PastReview) -> u64 {
        FIRST_PAST + review.number * self.model.parts() as u64 + u64::from(part)
    }

    /// Compound Poisson demand with this mean number of pieces; if demands have pieces of their
    /// own, the negative binomial with its mean and variance.
    pub(super) fn demand_of(
        &self,
        group: SiteGroupId,
        part: u32,
        pieces: f64,
        generator: &mut impl rand::Rng,
    ) -> u32 {
        if let Some(size) = self.model.line_sizes.own(group, part as usize) {
            let binomial = NegativeBinomial::new(pieces, size.ratio());
            if let Ok(binomial) = binomial {
                return binomial.draw(generator) as u32;
            }
            return Poisson::new(pieces).map_or(0, |poisson| generator.sample::<f64, _>(poisson) as u32);
        }
        let sampler = &self.model.segments[usize::from(self.model.segment_of[part as usize])].pieces;
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

    /// The recent reviews of a site that another site supplies, and when the goods of each arrive.
    pub(super) fn past_orders(&self, group: SiteGroupId, site: SiteId, stock: &BaseStock) -> Vec<PastOrder> {
        let source = self.topology.replenishing_site(group, site);
        let (lane, next) = self.topology.hop(source, site);
        let history = self.history(group, stock).saturating_mul(2).saturating_add(4 * WEEK.signed());
        let mut orders = Vec::new();
        let requested_by = self.last_requested(self.model.group_of[source], 0);
        for review in self.past_reviews(group, stock, history) {
            let ready = review.at + TIME_TO_READY;
            let departure = match lane.map(|lane| &self.model.lanes[lane]) {
                Some(lane) => match &lane.departures {
                    Some(departures) => departure_after(departures, ready),
                    None => ready,
                },
                None => ready,
            };
            let arrival = (departure < 0).then(|| {
                let transit = lane.map_or(Duration::ZERO, |lane| {
                    let to = &self.model.site_groups[self.model.lanes[lane].to];
                    transit_of_departure(
                        &self.model.lanes[lane],
                        self.draws,
                        to.position(next),
                        FIRST_PAST + (-departure) as u64,
                    )
                });
                departure + transit.signed()
            });
            if arrival.is_none_or(|arrival| arrival > 0 || self.still_inbound(group, arrival)) {
                let reached_stock = review.at < requested_by;
                orders.push(PastOrder {
                    review,
                    reached_stock,
                    arrival,
                    delivery: (WorkItem::NONE, WorkItem::NONE),
                });
            }
        }
        orders
    }

    /// True if goods that arrived at a group before the start are still in its inbound processes
    /// without any queue: those of a weekend are, on Monday morning.
    pub(super) fn still_inbound(&self, group: SiteGroupId, arrival: i64) -> bool {
        if arrival <= -WEEK.signed() {
            return false;
        }
        let mut work = 0.0;
        // A step that most goods skip delays few: its content settles during the initialisation.
        let inbound = self.model.site_groups[group].inbound.iter();
        let processes = inbound.map(|&process| &self.model.processes[process]);
        processes.filter(|process| process.routing_share.ppm() > Ppm::PER_UNIT / 2).any(|process| {
            work += process.work.mean();
            let open = open_before_the_start(&process.calendar, arrival);
            open <= 0.0 || open < work
        })
    }

    /// The past orders that have reached a group's stock from the sites it supplies, the newest
    /// first.
    pub(super) fn newest_first(
        &self,
        group: SiteGroupId,
        below: &[(SiteId, Vec<PastReview>)],
    ) -> Vec<(SiteId, PastReview)> {
        let requested_by = self.last_requested(group, 0);
        let of = |(child, reviews): &(SiteId, Vec<PastReview>)| {
            let child = *child;
            let reached = reviews.iter().copied().filter(|review| review.at < requested_by);
            reached.map(|review| (child, review)).collect::<Vec<_>>()
        };
        let mut orders: Vec<_> = below.iter().flat_map(of).collect();
        orders.sort_by_key(|&(child, review)| (std::cmp::Reverse(review.at), child));
        orders
    }
}

/// The reviews before the start, newest first: those of the first week (or interval) of the run,
/// repeated backwards, each with its number, 1 for the last, and the time since the one before.
/// Continuous reviews count as daily.
fn instants_of_past_reviews(stock: &BaseStock) -> impl Iterator<Item = (u64, i64, Duration)> + use<> {
    let reviews = stock.reviews.as_deref().unwrap_or(&[]);
    let in_week: Vec<Instant> = reviews.iter().copied().take_while(|&at| at < Instant::at(WEEK)).collect();
    let (period, pattern) = match (reviews, in_week.is_empty()) {
        ([], _) => (DAY, vec![Instant::ORIGIN]),
        ([only], true) => (WEEK, vec![Instant::at(*only % WEEK)]),
        ([first, second, ..], true) => {
            let interval = second - first;
            (interval, vec![Instant::at(*first % interval)])
        }
        (_, false) => (WEEK, in_week),
    };
    (0_u64..).map(move |number| {
        let count = pattern.len() as u64;
        let instant = |number: u64| {
            let (round, within) = (number / count, count - 1 - number % count);
            pattern[within as usize].as_micros().cast_signed()
                - (round as i64 + 1) * period.as_micros().cast_signed()
        };
        let at = instant(number);
        (number + 1, at, Duration::from_micros((at - instant(number + 1)) as u64))
    })
}

/// The first departure at or after an instant that may lie before the start: the timetable of the
/// first week (or interval), repeated backwards.
pub(super) fn departure_after(departures: &[Instant], ready: i64) -> i64 {
    let of_week = &departures[..departures.partition_point(|&at| at < Instant::at(WEEK))];
    let Some(&first) = of_week.first() else {
        return departures.first().map_or(i64::MAX, |&at| at.signed());
    };
    let (monday, within) = (ready.div_euclid(WEEK.signed()) * WEEK.signed(), ready.rem_euclid(WEEK.signed()));
    match of_week.get(of_week.partition_point(|&at| at.signed() < within)) {
        Some(&at) => monday + at.signed(),
        None => monday + WEEK.signed() + first.signed(),
    }
}

/// The last instant up to `at`, before the start, that was open by the calendar of the first week;
/// `at` itself if there is none.
fn last_open(calendar: &[(Instant, CapacityFactor)], at: i64) -> i64 {
    let week = WEEK.signed();
    let monday = (at - 1).div_euclid(week) * week;
    let within = Instant::from_micros((at - 1 - monday) as u64);
    let begun = calendar.partition_point(|step| step.0 <= within);
    let of_week = calendar.partition_point(|step| step.0 < Instant::at(WEEK));
    // Back through the steps of this week and of the week before; a step ends where the next
    // begins.
    let steps = (0..begun).rev().map(|step| (step, 0)).chain((0..of_week).rev().map(|step| (step, week)));
    let mut end = at;
    for (step, back) in steps {
        let (begin, level) = calendar[step];
        if level > CapacityFactor::STOPPED {
            return end;
        }
        end = monday - back + begin.signed();
    }
    at
}

/// Work at nominal speed that fits between an instant before the start and the start, by the
/// calendar of the first week; at most that of a whole week.
fn open_before_the_start(calendar: &[(Instant, CapacityFactor)], from: i64) -> f64 {
    let from = Instant::from_micros((from + WEEK.signed()).max(0) as u64);
    let sunday_midnight = Instant::at(WEEK);
    let ends = calendar.iter().skip(1).map(|step| step.0).chain([sunday_midnight]);
    let of_week = calendar.iter().zip(ends).take_while(|&(&(begin, _), _)| begin < sunday_midnight);
    of_week
        .map(|(&(begin, level), end)| {
            let length = end.min(sunday_midnight).saturating_since(begin.max(from));
            length.as_micros_f64() * f64::from(level)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    #[test]
    fn departures_before_the_start_follow_the_first_week() {
        let hour = HOUR.signed();
        // Tuesday and Thursday 18:00 of a run that starts on a Monday.
        let departures = [Instant::at(42 * HOUR), Instant::at(90 * HOUR)];
        assert_eq!(departure_after(&departures, -168 * hour), (42 - 168) * hour);
        assert_eq!(departure_after(&departures, (90 - 168) * hour), (90 - 168) * hour);
        assert_eq!(departure_after(&departures, -hour), 42 * hour);
    }

    #[test]
    fn the_weekend_before_a_monday_is_closed() {
        let hour = HOUR.signed();
        // Monday to Friday from 6 to 14 o'clock; the run starts on a Monday.
        let mut calendar = vec![(Instant::ORIGIN, CapacityFactor::STOPPED)];
        for day in 0..5 {
            calendar.push((Instant::at((day * 24 + 6) * HOUR), CapacityFactor::NOMINAL));
            calendar.push((Instant::at((day * 24 + 14) * HOUR), CapacityFactor::STOPPED));
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
