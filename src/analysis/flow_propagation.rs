//! Flow propagation: lines, pieces and orders carried up from site group to site group, through
//! stock, reviews and sources.
//!
//! ```text
//! own customers ─┐                        ┌─ held parts ──► replenishment ─┐
//! groups below ──┴─► demand at the group ─┤                                ├─► sources, in order
//!                                         └─ other parts ──────────────────┘
//! ```

use super::mean_flows::NormalWeek;
use super::requested_lines::{RequestedLines, own_lines};
use super::shelf_fill_rate::shelf_fill_rate;
use crate::model::assortment::Assortment;
use crate::model::{BaseStock, Model, Replenishment, RouteLeg, Stock};
use crate::units::{DAY, IndexVec, SiteGroupId};

/// Demand at a site group: lines and pieces by part per elapsed day, all sites together.
#[derive(Debug, Clone, Default)]
struct Stream {
    /// Lines by part.
    lines: Vec<f64>,
    /// Pieces by part.
    pieces: Vec<f64>,
    /// Orders that the lines belong to.
    orders: f64,
}

impl Stream {
    fn total(&self) -> Total {
        Total { lines: self.lines.iter().sum(), pieces: self.pieces.iter().sum(), orders: self.orders }
    }
}

/// Totals per elapsed day over all parts, all sites of a group together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Total {
    /// Lines.
    pub(super) lines: f64,
    /// Pieces.
    pub(super) pieces: f64,
    /// Orders.
    pub(super) orders: f64,
}

impl Total {
    fn plus(self, other: Total) -> Total {
        Total {
            lines: self.lines + other.lines,
            pieces: self.pieces + other.pieces,
            orders: self.orders + other.orders,
        }
    }
}

/// Flows of all site groups, computed from the most downstream group up.
pub(super) struct Propagation {
    /// Demand at each site group so far; lines and pieces only once a group below has passed some
    /// up, so that few lists of all parts exist at a time.
    streams: IndexVec<SiteGroupId, Stream>,
    /// Demand that each site group fills from its stock.
    pub(super) served: IndexVec<SiteGroupId, Total>,
    /// Orders of each site group for its stock.
    pub(super) ordered: IndexVec<SiteGroupId, Total>,
    /// Goods that each site group receives.
    pub(super) received: IndexVec<SiteGroupId, Total>,
    /// Deliveries that bring them.
    pub(super) deliveries: IndexVec<SiteGroupId, f64>,
}

impl Propagation {
    /// Flows of normal operation.
    pub(super) fn new(model: &Model, requested: &RequestedLines, week: &NormalWeek) -> Self {
        let mut flows = Self::before(requested);
        for group in model.site_groups.ids() {
            flows.settle(model, requested, week, group);
        }
        flows
    }

    /// Orders of the customers of each site group, and no flow yet.
    fn before(requested: &RequestedLines) -> Self {
        let orders = requested.customer_orders.iter().map(|orders| orders / 7.0);
        let none = IndexVec::filled(Total::default(), requested.own.len());
        Self {
            streams: orders.map(|orders| Stream { orders, ..Stream::default() }).collect(),
            served: none.clone(),
            ordered: none.clone(),
            received: none,
            deliveries: IndexVec::filled(0.0, requested.own.len()),
        }
    }

    /// Demand at a site group, from its own customers on.
    fn stream(&mut self, model: &Model, requested: &RequestedLines, group: SiteGroupId) -> &mut Stream {
        let stream = &mut self.streams[group];
        if stream.lines.is_empty() {
            let sites = f64::from(model.site_groups[group].count);
            stream.lines = own_lines(&requested.own[group], &model.mixes, sites, model.parts());
            stream.pieces = pieces(model, group, &stream.lines);
        }
        stream
    }

    /// Serves the demand at a site group, and passes up the lines that it orders or refers. All
    /// site groups that it supplies are settled before.
    fn settle(&mut self, model: &Model, requested: &RequestedLines, week: &NormalWeek, id: SiteGroupId) {
        let group = &model.site_groups[id];
        let stream = std::mem::take(self.stream(model, requested, id));
        match &group.stock {
            Stock::Unlimited => self.served[id] = stream.total(),
            Stock::None if group.lead_time.is_some() => self.served[id] = stream.total(),
            Stock::None => {
                self.received[id] = stream.total();
                self.pass_up(model, requested, week, id, &stream);
            }
            Stock::BaseStock(held) => {
                let (mut own, mut passed) = split(stream, &held.assortment);
                if group.sells_off_the_shelf() {
                    let unfilled = take_unfilled(model, requested, week, id, &mut own);
                    passed = sum(passed, unfilled);
                }
                self.served[id] = own.total();
                let replenishment = replenish(own, held, f64::from(group.count), week.review_interval[id]);
                self.ordered[id] = replenishment.total();
                self.received[id] = self.ordered[id].plus(passed.total());
                self.pass_up(model, requested, week, id, &replenishment);
                self.pass_up(model, requested, week, id, &passed);
            }
        }
    }

    /// Requests a stream of the sources of a site group, the first one first; the last one for the
    /// remainder.
    fn pass_up(
        &mut self,
        model: &Model,
        requested: &RequestedLines,
        week: &NormalWeek,
        group: SiteGroupId,
        stream: &Stream,
    ) {
        let total = stream.total();
        if total.lines <= 0.0 {
            return;
        }
        let sources = &model.site_groups[group].sources;
        let mut left: Vec<f64> = vec![1.0; stream.lines.len()];
        for (place, &source) in sources.iter().enumerate() {
            let last = place + 1 == sources.len();
            let parts = stream.lines.len();
            let to = self.stream(model, requested, source);
            to.lines.resize(parts, 0.0);
            to.pieces.resize(parts, 0.0);
            let mut lines_passed = 0.0;
            for (part, left) in left.iter_mut().enumerate() {
                if stream.lines[part] <= 0.0 {
                    continue;
                }
                let share =
                    if last { *left } else { *left * fill_rate(model, requested, week, source, part) };
                to.lines[part] += stream.lines[part] * share;
                to.pieces[part] += stream.pieces[part] * share;
                lines_passed += stream.lines[part] * share;
                *left -= share;
            }
            let orders = stream.orders * lines_passed / total.lines;
            to.orders += orders;
            self.deliveries[group] += deliveries(model, week, source, group, lines_passed, orders);
        }
    }
}

/// Expected fill rate of a part at a source.
fn fill_rate(
    model: &Model,
    requested: &RequestedLines,
    week: &NormalWeek,
    source: SiteGroupId,
    part: usize,
) -> f64 {
    let Stock::BaseStock(held) = &model.site_groups[source].stock else { return 1.0 };
    let Some(&lines) = requested.lines_per_day[source].get(part) else { return 1.0 };
    let pieces = lines * model.line_size(source, part as u32).mean;
    shelf_fill_rate(model, source, held, part, pieces, week.review_interval[source])
}

/// Deliveries a day that bring these lines and orders from a source.
fn deliveries(
    model: &Model,
    week: &NormalWeek,
    source: SiteGroupId,
    to: SiteGroupId,
    lines: f64,
    orders: f64,
) -> f64 {
    if let Some(supply) = &model.site_groups[source].deliveries {
        // Of the times at which goods are ready; the last lorry of each is half full on average.
        let times = week.deliveries[source] / 7.0 * f64::from(model.site_groups[to].count);
        let share_ready = -(-lines / times).exp_m1();
        let (ready, capacity) = (lines / times / share_ready, f64::from(supply.lines));
        return times * share_ready * (ready / capacity + (capacity - 1.0) / (2.0 * capacity)).max(1.0);
    }
    if let Some(lead_time) = &model.site_groups[source].lead_time {
        return if lead_time.constant().is_some() { orders } else { lines };
    }
    match model.routes[source.index() * model.site_groups.len() + to.index()] {
        Some(RouteLeg { lane: Some(lane), .. }) if week.departures[usize::from(lane)] > 0.0 => {
            let departures =
                week.departures[usize::from(lane)] / 7.0 * f64::from(model.site_groups[to].count);
            departures * -(-lines / departures).exp_m1()
        }
        _ => lines,
    }
}

/// Pieces by part for customers' lines by part at a site group.
fn pieces(model: &Model, group: SiteGroupId, lines: &[f64]) -> Vec<f64> {
    (0..).zip(lines).map(|(part, lines)| lines * model.line_size(group, part).mean).collect()
}

/// Demand for the parts that are held, and for the rest.
fn split(mut stream: Stream, held: &Assortment) -> (Stream, Stream) {
    let parts = stream.lines.len();
    if held.len() == parts || parts == 0 {
        return (stream, Stream::default());
    }
    let mut own = Stream { lines: vec![0.0; parts], pieces: vec![0.0; parts], orders: 0.0 };
    let all: f64 = stream.lines.iter().sum();
    for part in held.parts().map(|part| part as usize) {
        own.lines[part] = std::mem::take(&mut stream.lines[part]);
        own.pieces[part] = std::mem::take(&mut stream.pieces[part]);
    }
    let held_lines: f64 = own.lines.iter().sum();
    own.orders = stream.orders * held_lines / all;
    stream.orders -= own.orders;
    (own, stream)
}

/// Takes out of the demand for held parts the lines of workshops that the shelf does not fill, and
/// that are ordered instead.
fn take_unfilled(
    model: &Model,
    requested: &RequestedLines,
    week: &NormalWeek,
    group: SiteGroupId,
    own: &mut Stream,
) -> Stream {
    let mut unfilled =
        Stream { lines: vec![0.0; own.lines.len()], pieces: vec![0.0; own.pieces.len()], orders: 0.0 };
    let all: f64 = own.lines.iter().sum();
    for part in 0..own.lines.len() {
        if own.lines[part] > 0.0 {
            let short = 1.0 - fill_rate(model, requested, week, group, part);
            unfilled.lines[part] = own.lines[part] * short;
            unfilled.pieces[part] = own.pieces[part] * short;
            own.lines[part] -= unfilled.lines[part];
            own.pieces[part] -= unfilled.pieces[part];
        }
    }
    if all > 0.0 {
        unfilled.orders = own.orders * unfilled.lines.iter().sum::<f64>() / all;
        own.orders -= unfilled.orders;
    }
    unfilled
}

/// Sum of two streams.
fn sum(one: Stream, other: Stream) -> Stream {
    if one.lines.is_empty() {
        return other;
    }
    let by_part =
        |one: Vec<f64>, other: Vec<f64>| one.into_iter().zip(other).map(|(one, other)| one + other).collect();
    Stream {
        lines: by_part(one.lines, other.lines),
        pieces: by_part(one.pieces, other.pieces),
        orders: one.orders + other.orders,
    }
}

/// Orders of a site group for its stock: at most one line a part and review at each site, and one
/// for each lot.
fn replenish(mut served: Stream, held: &BaseStock, sites: f64, review_interval: f64) -> Stream {
    if !served.lines.is_empty() && held.replenishment != Replenishment::BaseStock {
        for (shelf, part) in held.assortment.parts().enumerate() {
            let lot = f64::from(held.replenishment.range(held.level[shelf], shelf));
            let part = part as usize;
            served.lines[part] = served.lines[part].min(served.pieces[part] / lot);
        }
    }
    if review_interval <= 0.0 {
        let orders = served.lines.iter().sum();
        return Stream { orders, ..served };
    }
    let reviews = sites * DAY.as_micros_f64() / review_interval;
    let lines: Vec<f64> = served.lines.iter().map(|lines| reviews * -(-lines / reviews).exp_m1()).collect();
    let expected: f64 = served.lines.iter().sum::<f64>() / reviews;
    Stream { lines, pieces: served.pieces, orders: reviews * -(-expected).exp_m1() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::scenario::stock::{ShortageResponse, Supply};

    fn stream(lines: &[f64], pieces: &[f64], orders: f64) -> Stream {
        Stream { lines: lines.to_vec(), pieces: pieces.to_vec(), orders }
    }

    #[test]
    fn a_stream_is_split_into_held_and_other_parts_with_orders_in_proportion() {
        let (held, other) = split(stream(&[3.0, 1.0], &[6.0, 2.0], 2.0), &Assortment::new(vec![0], 2));
        assert_near(&held.lines, &[3.0, 0.0]);
        assert_near(&other.pieces, &[0.0, 2.0]);
        assert_near(&[held.orders, other.orders], &[1.5, 0.5]);
        let total = sum(held, other).total();
        assert_near(&[total.lines, total.pieces, total.orders], &[4.0, 8.0, 2.0]);
    }

    #[test]
    fn a_review_orders_at_most_one_line_a_part_and_all_pieces() {
        // Weekly reviews of two sites: 2 / 7 reviews a day, 7 lines expected at each.
        let review = 7.0 * DAY.as_micros_f64();
        let held = held(Replenishment::BaseStock);
        let ordered = replenish(stream(&[2.0], &[6.0], 1.0), &held, 2.0, review);
        let expected = 2.0 / 7.0 * (1.0 - (-7.0_f64).exp());
        assert_near(&[ordered.lines[0], ordered.pieces[0], ordered.orders], &[expected, 6.0, expected]);
        // Continuous review: a line for a line, each an order.
        let ordered = replenish(stream(&[2.0], &[6.0], 1.0), &held, 2.0, 0.0);
        assert_near(&[ordered.lines[0], ordered.pieces[0], ordered.orders], &[2.0, 6.0, 2.0]);
    }

    #[test]
    fn lots_combine_lines() {
        let held = held(Replenishment::Lots(vec![12]));
        let ordered = replenish(stream(&[2.0], &[6.0], 1.0), &held, 1.0, 0.0);
        assert_near(&[ordered.lines[0], ordered.pieces[0]], &[0.5, 6.0]);
    }

    /// Stock of one part at a level of 20 pieces.
    fn held(replenishment: Replenishment) -> BaseStock {
        BaseStock {
            assortment: Assortment::All(1),
            level: vec![20],
            replenishment,
            reviews: None,
            class: 0,
            supply: Supply::Part,
            shortage: ShortageResponse::Wait,
            needs: vec![],
            manual_orders: None,
            lead_time: DAY,
        }
    }
}
