//! Flows: what goes through each place in normal running, by arithmetic.
//!
//! Customers' lines and pieces go up from site to site. A site that reviews its stock from time to
//! time orders at most one line a part at a review: as many as parts were asked for since the last,
//! which for Poisson demand is the sum of 1 − exp(−expected lines) over its shelves. A site that
//! reviews at every demand orders a line for a line, and one without stock passes lines on.
//!
//! Approximations: what a source cannot give goes to the next one in the share that its levels
//! leave short, although a line is passed on whole; lines that arrive in lumps are counted as if
//! they came one by one; the consignments of a line that is sent in parts are one line.

use super::stock_levels::{Cover, given};
use crate::model::assortment::Assortment;
use crate::model::line_size::LineSizes;
use crate::model::{BaseStock, Demand, Flows, Model, PartMix, Replenishment, RouteLeg, SiteGroup, Stock};
use crate::scenario::network::process::WorkUnit;
use crate::units::{DAY, IndexVec, SiteGroupId};

/// What customers ask for, carried up the network.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Customers' lines at each table by those who ask it itself, all sites together, per week.
    customer_lines: IndexVec<SiteGroupId, f64>,
    /// Their orders.
    customer_orders: IndexVec<SiteGroupId, f64>,
    /// The demands behind the same lines: how each spreads over parts, and its lines at one site
    /// per elapsed day.
    own: IndexVec<SiteGroupId, Vec<(u16, f64)>>,
    /// Customers' lines behind the demand at one site of a group as the first source, by part,
    /// per elapsed day; empty where there are none. The largest tables of all: they become those of
    /// pieces in place.
    pub(crate) lines_per_day: IndexVec<SiteGroupId, Vec<f64>>,
}

/// What the flows take from the calendars: a week without holidays.
#[derive(Debug, Clone)]
pub(crate) struct Week {
    /// Working days.
    pub(crate) working_days: f64,
    /// Whether each day of the run is one.
    pub(crate) working_day: Vec<bool>,
    /// Time at level 100 % of each process, in microseconds.
    pub(crate) open: Vec<f64>,
    /// Departures of each lane; 0: at once.
    pub(crate) departures: Vec<f64>,
    /// Times at which lorries of each table come; 0: each line comes alone.
    pub(crate) loads: IndexVec<SiteGroupId, f64>,
    /// Mean time between reviews of each table, in microseconds; 0: continuous.
    pub(crate) review_interval: IndexVec<SiteGroupId, f64>,
}

impl Asked {
    pub(crate) fn new(
        site_groups: &IndexVec<SiteGroupId, SiteGroup>,
        demands: &[Demand],
        mixes: &[PartMix],
        lines_per_week: &[f64],
        parts: usize,
    ) -> Self {
        let mut customer_lines = IndexVec::filled(0.0, site_groups.len());
        let mut customer_orders = IndexVec::filled(0.0, site_groups.len());
        let mut own: IndexVec<SiteGroupId, Vec<(u16, f64)>> = IndexVec::filled(Vec::new(), site_groups.len());
        for (demand, &lines) in demands.iter().zip(lines_per_week) {
            let table = demand.group;
            let in_all = lines * f64::from(site_groups[table].count);
            customer_lines[table] += in_all;
            customer_orders[table] += in_all / demand.lines_per_order.mean();
            own[table].push((demand.mix, lines / 7.0));
        }
        let mut lines_per_day: IndexVec<SiteGroupId, Vec<f64>> =
            own.iter().map(|own| own_lines(own, mixes, 1.0, parts)).collect();
        for (below, table) in site_groups.iter_ids() {
            let Some(&source) = table.sources.first() else { continue };
            if matches!(table.stock, Stock::Unlimited) || lines_per_day[below].is_empty() {
                continue;
            }
            let sites = f64::from(table.count) / f64::from(site_groups[source].count);
            let from_below = std::mem::take(&mut lines_per_day[below]);
            add(&mut lines_per_day[source], &from_below, sites, parts);
            lines_per_day[below] = from_below;
        }
        Self { customer_lines, customer_orders, own, lines_per_day }
    }

    /// Mean pieces of a customer's line; 1 without customers.
    pub(crate) fn pieces_per_line(&self, mixes: &[PartMix], sizes: &LineSizes, segment_of: &[u16]) -> f64 {
        let (mut pieces, mut lines) = (0.0, 0.0);
        for (table, own) in self.own.iter_ids().filter(|(_, own)| !own.is_empty()) {
            for (part, &segment) in segment_of.iter().enumerate() {
                let asked = lines_of(own, mixes, part);
                lines += asked;
                pieces += asked * sizes.at(table, part, segment).mean;
            }
        }
        if lines > 0.0 { pieces / lines } else { 1.0 }
    }
}

/// Lines of a part that demands ask for.
fn lines_of(demands: &[(u16, f64)], mixes: &[PartMix], part: usize) -> f64 {
    demands.iter().fold(0.0, |sum, &(mix, lines)| sum + mixes[usize::from(mix)].share[part] * lines)
}

/// The same of every part, at a number of sites; empty where there are no demands.
fn own_lines(demands: &[(u16, f64)], mixes: &[PartMix], sites: f64, parts: usize) -> Vec<f64> {
    let parts = if demands.is_empty() { 0 } else { parts };
    (0..parts).map(|part| lines_of(demands, mixes, part) * sites).collect()
}

/// Adds `values × factor`, part by part.
fn add(to: &mut Vec<f64>, values: &[f64], factor: f64, parts: usize) {
    to.resize(parts, 0.0);
    for (sum, value) in to.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

/// What comes to a place: lines and pieces by part per elapsed day, all sites of a table together.
#[derive(Debug, Clone, Default)]
struct Stream {
    lines: Vec<f64>,
    pieces: Vec<f64>,
    orders: f64,
}

impl Stream {
    fn total(&self) -> Served {
        Served { lines: self.lines.iter().sum(), pieces: self.pieces.iter().sum(), orders: self.orders }
    }
}

/// Totals per elapsed day, all sites of a table together.
#[derive(Debug, Clone, Copy, Default)]
struct Served {
    lines: f64,
    pieces: f64,
    orders: f64,
}

/// The flows of normal running.
pub(crate) fn flows(model: &Model, asked: Asked, week: &Week) -> Flows {
    let per_working_day = 7.0 / week.working_days;
    let mut carried = Carried::new(&asked);
    for table in model.site_groups.ids() {
        carried.settle(model, &asked, week, table);
    }
    let mut flows = Flows {
        customer_lines: asked.customer_lines.iter().map(|lines| lines / week.working_days).collect(),
        working_days_per_week: week.working_days,
        working_day: week.working_day.clone(),
        pieces_per_day: model
            .site_groups
            .ids()
            .zip(asked.lines_per_day)
            .map(|(table, lines)| of_shelves(model, table, lines))
            .collect(),
        ..Flows::default()
    };
    for (index, table) in model.site_groups.iter_ids() {
        let (served, came) = (carried.served[index], carried.came[index]);
        flows.lines_served.push(served.lines * per_working_day);
        flows.pieces_served.push(served.pieces * per_working_day);
        flows.lines_ordered.push(carried.ordered[index].lines * per_working_day);
        let mut units = vec![0.0; model.processes.len()];
        let mut capacity = vec![0.0; model.processes.len()];
        let outbound =
            table.before_stock.iter().chain(&table.after_stock).map(|process| (process, served, 0.0));
        let inbound = table.inbound.iter().map(|process| (process, came, carried.deliveries[index]));
        for (&process, stream, deliveries) in inbound.chain(outbound) {
            let stated = &model.processes[process];
            let process = process.index();
            units[process] += per_working_day
                * stated.visited()
                * match stated.per {
                    WorkUnit::Line => stream.lines,
                    WorkUnit::Piece => stream.pieces,
                    // What goes out has not arrived together: each line is a delivery of its own.
                    WorkUnit::Delivery => {
                        if deliveries > 0.0 {
                            deliveries
                        } else {
                            stream.lines
                        }
                    }
                };
            let lines = if deliveries > 0.0 { stream.lines / deliveries } else { 1.0 };
            let work = stated.work.mean() + stated.work_per_line as f64 * lines;
            capacity[process] =
                most(stated.servers, work, week.open[process]) * f64::from(table.count) / week.working_days;
        }
        flows.work_units.push(units);
        flows.capacity.push(capacity);
    }
    flows
}

/// The most units that a process can do in so much time at level 100 %.
fn most(servers: u32, work: f64, open: f64) -> f64 {
    if servers == u32::MAX || work <= 0.0 { f64::INFINITY } else { f64::from(servers) * open / work }
}

/// Pieces by part for customers' lines by part at a table.
fn pieces(model: &Model, table: SiteGroupId, lines: &[f64]) -> Vec<f64> {
    (0..).zip(lines).map(|(part, lines)| lines * model.line_size(table, part).mean).collect()
}

/// Pieces by part for the lines that are asked of a table, in the same place; nothing where it has
/// no shelves.
fn of_shelves(model: &Model, table: SiteGroupId, mut lines: Vec<f64>) -> Vec<f64> {
    let Stock::BaseStock(_) = model.site_groups[table].stock else { return Vec::new() };
    for (part, lines) in (0..).zip(&mut lines) {
        *lines *= model.line_size(table, part).mean;
    }
    lines
}

/// The flows while they are carried up, table by table.
struct Carried {
    /// Demand at each site group so far; lines and pieces only from when a group below has handed
    /// up some, so that few tables of all parts are there at a time.
    streams: IndexVec<SiteGroupId, Stream>,
    /// What each table gives from its stock.
    served: IndexVec<SiteGroupId, Served>,
    /// What each table orders for its stock.
    ordered: IndexVec<SiteGroupId, Served>,
    /// What each table receives.
    came: IndexVec<SiteGroupId, Served>,
    /// Deliveries that bring it.
    deliveries: IndexVec<SiteGroupId, f64>,
}

impl Carried {
    fn new(asked: &Asked) -> Self {
        let orders = asked.customer_orders.iter().map(|orders| orders / 7.0);
        let none = IndexVec::filled(Served::default(), asked.own.len());
        Self {
            streams: orders.map(|orders| Stream { orders, ..Stream::default() }).collect(),
            served: none.clone(),
            ordered: none.clone(),
            came: none,
            deliveries: IndexVec::filled(0.0, asked.own.len()),
        }
    }

    /// Demand at a site group, from its own customers on.
    fn stream(&mut self, model: &Model, asked: &Asked, index: SiteGroupId) -> &mut Stream {
        let stream = &mut self.streams[index];
        if stream.lines.is_empty() {
            let sites = f64::from(model.site_groups[index].count);
            stream.lines = own_lines(&asked.own[index], &model.mixes, sites, model.parts());
            stream.pieces = pieces(model, index, &stream.lines);
        }
        stream
    }

    /// Serves the demand at a site group, and hands up what it orders and passes on. All who ask it
    /// come before.
    fn settle(&mut self, model: &Model, asked: &Asked, week: &Week, index: SiteGroupId) {
        let table = &model.site_groups[index];
        let stream = std::mem::take(self.stream(model, asked, index));
        match &table.stock {
            Stock::Unlimited => self.served[index] = stream.total(),
            Stock::None if table.lead_time.is_some() => self.served[index] = stream.total(),
            Stock::None => {
                self.came[index] = stream.total();
                self.hand_up(model, asked, week, index, &stream);
            }
            Stock::BaseStock(held) => {
                let (mut own, mut passed) = split(stream, &held.assortment);
                if table.sells_off_the_shelf() {
                    let lacking = lacking(model, asked, week, index, &mut own);
                    passed = together(passed, lacking);
                }
                self.served[index] = own.total();
                let replenishment = replenish(own, held, f64::from(table.count), week.review_interval[index]);
                self.ordered[index] = replenishment.total();
                self.came[index] = add_up(self.ordered[index], passed.total());
                self.hand_up(model, asked, week, index, &replenishment);
                self.hand_up(model, asked, week, index, &passed);
            }
        }
    }

    /// Asks the sources, the first one first; the last one is asked for all that is left.
    fn hand_up(&mut self, model: &Model, asked: &Asked, week: &Week, index: SiteGroupId, stream: &Stream) {
        let total = stream.total();
        if total.lines <= 0.0 {
            return;
        }
        let sources = &model.site_groups[index].sources;
        let mut left: Vec<f64> = vec![1.0; stream.lines.len()];
        for (place, &source) in sources.iter().enumerate() {
            let last = place + 1 == sources.len();
            let parts = stream.lines.len();
            let to = self.stream(model, asked, source);
            to.lines.resize(parts, 0.0);
            to.pieces.resize(parts, 0.0);
            let mut lines_given = 0.0;
            for (part, left) in left.iter_mut().enumerate() {
                if stream.lines[part] <= 0.0 {
                    continue;
                }
                let share = if last { *left } else { *left * at_once(model, asked, week, source, part) };
                to.lines[part] += stream.lines[part] * share;
                to.pieces[part] += stream.pieces[part] * share;
                lines_given += stream.lines[part] * share;
                *left -= share;
            }
            let orders = stream.orders * lines_given / total.lines;
            to.orders += orders;
            self.deliveries[index] += deliveries(model, week, source, index, lines_given, orders);
        }
    }
}

/// Deliveries a day that bring these lines and orders from a source.
fn deliveries(
    model: &Model,
    week: &Week,
    source: SiteGroupId,
    to: SiteGroupId,
    lines: f64,
    orders: f64,
) -> f64 {
    if let Some(loads) = &model.site_groups[source].loads {
        // Of the times at which something is ready; the last lorry of each is half full on average.
        let times = week.loads[source] / 7.0 * f64::from(model.site_groups[to].count);
        let some = -(-lines / times).exp_m1();
        let (ready, most) = (lines / times / some, f64::from(loads.lines));
        return times * some * (ready / most + (most - 1.0) / (2.0 * most)).max(1.0);
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

/// Positions at which a share that changes with the position is looked at.
const POINTS: u32 = 16;

/// Expected share that a source gives of a part at once.
fn at_once(model: &Model, asked: &Asked, week: &Week, source: SiteGroupId, part: usize) -> f64 {
    let Stock::BaseStock(held) = &model.site_groups[source].stock else { return 1.0 };
    let Some(&lines) = asked.lines_per_day[source].get(part) else { return 1.0 };
    let pieces = lines * model.line_size(source, part as u32).mean;
    given_at_once(model, source, held, part, pieces, week.review_interval[source])
}

/// Expected share that shelves give of a part at once, for this number of pieces a day and so
/// many microseconds lie between two reviews.
pub(crate) fn given_at_once(
    model: &Model,
    table: SiteGroupId,
    held: &BaseStock,
    part: usize,
    pieces_per_day: f64,
    between_reviews: f64,
) -> f64 {
    let Some(shelf) = held.assortment.shelf_of(part as u32) else { return 1.0 };
    let per_microsecond = pieces_per_day / DAY as f64;
    let cover = Cover {
        in_lead_time: per_microsecond * held.lead_time as f64,
        between_reviews: per_microsecond * between_reviews,
        ratio: model.line_size(table, part as u32).ratio(),
    };
    let shelf = shelf as usize;
    let level = held.level[shelf];
    match held.replenishment.range(level, shelf) {
        ..=1 => given(level, cover),
        // The position is anywhere in its range alike.
        range => {
            let points = range.min(POINTS);
            let under =
                |point: u32| (u64::from(range) * u64::from(2 * point + 1) / u64::from(2 * points)) as u32;
            (0..points).map(|point| given(level - under(point), cover)).sum::<f64>() / f64::from(points)
        }
    }
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
    let kept: f64 = own.lines.iter().sum();
    own.orders = stream.orders * kept / all;
    stream.orders -= own.orders;
    (own, stream)
}

/// Takes out of the demand for held parts what workshops do not find on the shelf, and must
/// order.
fn lacking(model: &Model, asked: &Asked, week: &Week, index: SiteGroupId, own: &mut Stream) -> Stream {
    let mut lacking =
        Stream { lines: vec![0.0; own.lines.len()], pieces: vec![0.0; own.pieces.len()], orders: 0.0 };
    let all: f64 = own.lines.iter().sum();
    for part in 0..own.lines.len() {
        if own.lines[part] > 0.0 {
            let short = 1.0 - at_once(model, asked, week, index, part);
            lacking.lines[part] = own.lines[part] * short;
            lacking.pieces[part] = own.pieces[part] * short;
            own.lines[part] -= lacking.lines[part];
            own.pieces[part] -= lacking.pieces[part];
        }
    }
    if all > 0.0 {
        lacking.orders = own.orders * lacking.lines.iter().sum::<f64>() / all;
        own.orders -= lacking.orders;
    }
    lacking
}

/// Two streams as one.
fn together(one: Stream, other: Stream) -> Stream {
    if one.lines.is_empty() {
        return other;
    }
    let sum =
        |one: Vec<f64>, other: Vec<f64>| one.into_iter().zip(other).map(|(one, other)| one + other).collect();
    Stream {
        lines: sum(one.lines, other.lines),
        pieces: sum(one.pieces, other.pieces),
        orders: one.orders + other.orders,
    }
}

/// What a table orders for its stock: at most one line a part and review at each site, and one for
/// each lot.
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
    let reviews = sites * DAY as f64 / review_interval;
    let lines: Vec<f64> = served.lines.iter().map(|lines| reviews * -(-lines / reviews).exp_m1()).collect();
    let expected: f64 = served.lines.iter().sum::<f64>() / reviews;
    Stream { lines, pieces: served.pieces, orders: reviews * -(-expected).exp_m1() }
}

fn add_up(one: Served, other: Served) -> Served {
    Served {
        lines: one.lines + other.lines,
        pieces: one.pieces + other.pieces,
        orders: one.orders + other.orders,
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::{Flows, test_scenario};
    use crate::scenario::Scenario;
    use crate::scenario::network::lane::Departures;
    use crate::scenario::network::process::{Capacity, WorkUnit};
    use crate::scenario::network::service_time::ServiceTime;
    use crate::scenario::network::site::{Deliveries, SiteKind};
    use crate::scenario::stock::{Review, ReviewInterval, StockLevel};
    use crate::units::{DAY, HOUR, Per, Rate, SiteGroupId, WEEK};

    /// Two depots of 100 parts with lines of 3 pieces, 50 lines a working day each; ordering every
    /// week from a centre that orders at every demand.
    fn scenario() -> Scenario {
        let mut scenario = test_scenario::scenario();
        scenario.parts = vec![test_scenario::segment("part", 100, Distribution::Constant(3.0))];
        let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
        depot.count = 2;
        let weekly = Review::Periodic { every: ReviewInterval::Elapsed(WEEK), at: 0 };
        depot.stock = Some(test_scenario::base_stock(StockLevel::Cover(WEEK), weekly));
        scenario.sites[0].stock =
            Some(test_scenario::base_stock(StockLevel::Cover(WEEK), Review::Continuous));
        scenario.sites.insert(1, depot);
        scenario.demand[0].site = "depot".into();
        scenario.demand[0].lines = Rate { count: 50.0, per: Per::WorkingDay };
        scenario
    }

    fn flows(scenario: &Scenario) -> Flows {
        build(scenario).unwrap().model.flows
    }

    fn assert_near(computed: &[f64], expected: &[f64]) {
        assert_eq!(computed.len(), expected.len());
        for (one, other) in computed.iter().zip(expected) {
            assert!((one - other).abs() < 1e-6, "{computed:?} is not {expected:?}");
        }
    }

    #[test]
    fn lines_become_fewer_from_review_to_review_and_pieces_do_not() {
        // A depot's 250 lines a week are 2.5 for each of 100 parts: 100 · (1 − e⁻²·⁵) = 91.79 lines
        // a week, 18.36 a working day; two depots 36.72. Their 300 pieces a working day stay 300.
        // Tables: depot, centre, supplier.
        let ordered = 2.0 * 100.0 * (1.0 - (-2.5_f64).exp()) / 5.0;
        let flows = flows(&scenario());
        assert_near(&flows.customer_lines, &[100.0, 0.0, 0.0]);
        assert_near(&flows.lines_served, &[100.0, ordered, ordered]);
        assert_near(&flows.lines_ordered, &[ordered, ordered, 0.0]);
        assert_near(&flows.pieces_served, &[300.0; 3]);
        // 50 lines of 3 pieces a working day at one depot: 750 a week, over 7 days and 100 parts.
        assert_near(&flows.pieces_per_day[SiteGroupId::new(0)][..1], &[750.0 / 700.0]);
        assert_near(&flows.pieces_per_day[SiteGroupId::new(1)][..1], &[1500.0 / 700.0]);
    }

    #[test]
    fn work_is_counted_in_each_process_own_unit() {
        let mut scenario = scenario();
        let units = [("a", WorkUnit::Line), ("b", WorkUnit::Piece), ("c", WorkUnit::Delivery)];
        for (name, unit) in units {
            let mut process = test_scenario::process(name, 10.0, Per::Time(HOUR));
            process.per = unit;
            scenario.processes.push(process);
            scenario.sites[1].inbound.push(name.into());
        }
        // A lorry a week to each depot brings all that its one order a week asks for.
        let mut lane = test_scenario::lane("down", "centre", "depot", 1.0);
        lane.departs = Some(Departures::Week(vec![DAY]));
        scenario.lanes = vec![lane];
        let flows = flows(&scenario);
        let ordered = flows.lines_ordered[SiteGroupId::new(0)];
        let weekly = 2.0 * (1.0 - (-ordered * 5.0 / 2.0).exp()) / 5.0;
        assert_near(&flows.work_units[SiteGroupId::new(0)][..3], &[ordered, 300.0, weekly]);
        // 10 an hour, always open, at two depots: 3,360 a week.
        assert_near(&flows.capacity[SiteGroupId::new(0)], &[672.0; 3]);
    }

    #[test]
    fn lorries_of_suppliers_are_deliveries_and_take_time_for_their_lines() {
        let mut scenario = scenario();
        let (mut supplier, at) = (scenario.sites.pop().unwrap(), (0..10).map(|k| k * 12 * HOUR).collect());
        supplier.deliveries = Some(Deliveries { at, lines: 40 });
        scenario.sites.push(supplier);
        let mut unload = test_scenario::process("unload", 1.0, Per::Time(HOUR));
        unload.capacity = Capacity::Servers {
            servers: Some(2),
            time: ServiceTime::Alike(Distribution::Constant(HOUR as f64)),
        };
        (unload.per, unload.time_per_line) = (WorkUnit::Delivery, HOUR / 60);
        scenario.processes = vec![unload];
        scenario.sites[0].inbound = vec!["unload".into()];
        let flows = flows(&scenario);
        // Ten times a week, the lines of half a working day each, far more than a lorry's 40; the
        // last is half full.
        let ready = flows.lines_ordered[SiteGroupId::new(1)] / 2.0;
        assert!(ready > 10.0, "so that something is always ready");
        let some = 1.0 - (-ready).exp();
        let lorries = 2.0 * some * (ready / some / 40.0 + 39.0 / 80.0).max(1.0);
        assert_near(&flows.work_units[SiteGroupId::new(1)], &[lorries]);
        // Two doors, 168 h a week; an hour and a minute a line.
        let each = 1.0 + flows.lines_ordered[SiteGroupId::new(1)] / lorries / 60.0;
        assert_near(&flows.capacity[SiteGroupId::new(1)], &[2.0 * 168.0 / 5.0 / each]);
    }

    #[test]
    fn a_shop_without_stock_passes_lines_on_to_the_next_source_that_has_them() {
        let mut scenario = scenario();
        let mut shop = test_scenario::site("shop", SiteKind::Retailer, &["depot", "centre"]);
        shop.stock = None;
        scenario.sites.push(shop);
        scenario.demand[0].site = "shop".into();
        // Depots that hold nothing give nothing: all 50 lines a working day go on to the centre.
        scenario.sites[1].stock =
            Some(test_scenario::base_stock(StockLevel::Pieces(vec![("part".into(), 0)]), Review::Continuous));
        let flows = flows(&scenario);
        // Tables: shop, depot, centre, supplier.
        assert_near(&flows.lines_served, &[0.0, 0.0, 50.0, 50.0]);
        assert_near(&flows.customer_lines, &[50.0, 0.0, 0.0, 0.0]);
    }
}
