//! Mean flows: lines, pieces and work at each site group and process in normal operation, by
//! arithmetic.
//!
//! Customers' lines and pieces go up from site to site. A site with periodic review orders at most
//! one line a part at a review: as many lines as parts were requested since the last, which for
//! Poisson demand is the sum of 1 − exp(−expected lines) over its shelves. A site with continuous
//! review orders a line for a line, and one without stock passes lines on.
//!
//! Approximations: the share that the levels of a source do not fill goes to the next source,
//! although a line is passed on as a unit; lines that arrive in lumps are counted as if they
//! arrived one by one; the consignments of a line that is sent in parts are one line.

use super::flow_propagation::Propagation;
use super::requested_lines::RequestedLines;
use crate::model::{Flows, Model, Stock};
use crate::scenario::network::process::WorkUnit;
use crate::units::{IndexVec, SiteGroupId};

/// Calendars and timetables of a week without holidays.
#[derive(Debug, Clone)]
pub(crate) struct NormalWeek {
    /// Working days.
    pub(crate) working_days: f64,
    /// True for each day of the run that is a working day.
    pub(crate) working_day: Vec<bool>,
    /// Open time of each process at capacity factor 1 \[microseconds\].
    pub(crate) open: Vec<f64>,
    /// Departures of each lane; 0: goods depart when they are ready.
    pub(crate) departures: Vec<f64>,
    /// Times at which lorries of each supplier group arrive; 0: each line arrives alone.
    pub(crate) deliveries: IndexVec<SiteGroupId, f64>,
    /// Mean time between reviews of each site group \[microseconds\]; 0: continuous.
    pub(crate) review_interval: IndexVec<SiteGroupId, f64>,
}

/// Flows of normal operation.
pub(crate) fn flows(model: &Model, requested: RequestedLines, week: &NormalWeek) -> Flows {
    let per_working_day = 7.0 / week.working_days;
    let totals = Propagation::new(model, &requested, week);
    let mut flows = Flows {
        customer_lines: requested.customer_lines.iter().map(|lines| lines / week.working_days).collect(),
        working_days_per_week: week.working_days,
        working_day: week.working_day.clone(),
        pieces_per_day: model
            .site_groups
            .ids()
            .zip(requested.lines_per_day)
            .map(|(group, lines)| pieces_of_shelves(model, group, lines))
            .collect(),
        ..Flows::default()
    };
    for (id, group) in model.site_groups.iter_ids() {
        let (served, received) = (totals.served[id], totals.received[id]);
        flows.lines_served.push(served.lines * per_working_day);
        flows.pieces_served.push(served.pieces * per_working_day);
        flows.lines_ordered.push(totals.ordered[id].lines * per_working_day);
        let mut units = vec![0.0; model.processes.len()];
        let mut capacity = vec![0.0; model.processes.len()];
        let outbound =
            group.before_stock.iter().chain(&group.after_stock).map(|process| (process, served, 0.0));
        let inbound = group.inbound.iter().map(|process| (process, received, totals.deliveries[id]));
        for (&process, stream, deliveries) in inbound.chain(outbound) {
            let spec = &model.processes[process];
            let process = process.index();
            units[process] += per_working_day
                * spec.visited()
                * match spec.per {
                    WorkUnit::Line => stream.lines,
                    WorkUnit::Piece => stream.pieces,
                    // Departing lines have not arrived together: each is a delivery of its own.
                    WorkUnit::Delivery => {
                        if deliveries > 0.0 {
                            deliveries
                        } else {
                            stream.lines
                        }
                    }
                };
            let lines = if deliveries > 0.0 { stream.lines / deliveries } else { 1.0 };
            let work = spec.work.mean() + spec.work_per_line.as_micros_f64() * lines;
            capacity[process] = units_of_week(spec.servers, work, week.open[process])
                * f64::from(group.count)
                / week.working_days;
        }
        flows.work_units.push(units);
        flows.capacity.push(capacity);
    }
    flows
}

/// Capacity of a process \[units\] in an open time at capacity factor 1.
fn units_of_week(servers: u32, work: f64, open: f64) -> f64 {
    if servers == u32::MAX || work <= 0.0 { f64::INFINITY } else { f64::from(servers) * open / work }
}

/// Pieces by part for the lines that are requested of a site group, in the same place; empty where
/// it has no shelves.
fn pieces_of_shelves(model: &Model, group: SiteGroupId, mut lines: Vec<f64>) -> Vec<f64> {
    let Stock::BaseStock(_) = model.site_groups[group].stock else { return Vec::new() };
    for (part, lines) in (0..).zip(&mut lines) {
        *lines *= model.line_size(group, part).mean;
    }
    lines
}

#[cfg(test)]
mod tests {
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::{Flows, test_scenario};
    use crate::scenario::Scenario;
    use crate::scenario::network::lane::Departures;
    use crate::scenario::network::process::{Capacity, WorkUnit};
    use crate::scenario::network::service_time::ServiceTime;
    use crate::scenario::network::site::{Deliveries, SiteKind};
    use crate::scenario::stock::{Review, ReviewInterval, StockLevel};
    use crate::units::{DAY, Duration, HOUR, Instant, Per, Rate, SiteGroupId, WEEK};

    /// Two depots of 100 parts with lines of 3 pieces, 50 lines a working day each; ordering every
    /// week from a centre that orders at every demand.
    fn scenario() -> Scenario {
        let mut scenario = test_scenario::scenario();
        scenario.parts = vec![test_scenario::segment("part", 100, Distribution::Constant(3.0))];
        let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
        depot.count = 2;
        let weekly = Review::periodic(ReviewInterval::Elapsed(WEEK), Duration::ZERO);
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

    #[test]
    fn reviews_reduce_the_number_of_lines_but_not_of_pieces() {
        // A depot's 250 lines a week are 2.5 for each of 100 parts: 100 · (1 − e⁻²·⁵) = 91.79 lines
        // a week, 18.36 a working day; two depots 36.72. Their 300 pieces a working day stay 300.
        // Groups: depot, centre, supplier.
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
        // A lorry a week to each depot brings all lines of its one order a week.
        let mut lane = test_scenario::lane("down", "centre", "depot", 1.0);
        lane.departs = Some(Departures::Week(vec![Instant::at(DAY)]));
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
        let (mut supplier, at) =
            (scenario.sites.pop().unwrap(), (0..10).map(|k| Instant::at(k * 12 * HOUR)).collect());
        supplier.deliveries = Some(Deliveries { at, lines: 40 });
        scenario.sites.push(supplier);
        let mut unload = test_scenario::process("unload", 1.0, Per::Time(HOUR));
        unload.capacity = Capacity::Servers {
            servers: Some(2),
            time: ServiceTime::Alike(Distribution::Constant(HOUR.as_micros_f64())),
        };
        (unload.per, unload.time_per_line) = (WorkUnit::Delivery, HOUR / 60);
        scenario.processes = vec![unload];
        scenario.sites[0].inbound = vec!["unload".into()];
        let flows = flows(&scenario);
        // Ten times a week, the lines of half a working day each, far more than a lorry's 40; the
        // last is half full.
        let ready = flows.lines_ordered[SiteGroupId::new(1)] / 2.0;
        assert!(ready > 10.0, "goods are ready at every time");
        let share_ready = 1.0 - (-ready).exp();
        let lorries = 2.0 * share_ready * (ready / share_ready / 40.0 + 39.0 / 80.0).max(1.0);
        assert_near(&flows.work_units[SiteGroupId::new(1)], &[lorries]);
        // Two doors, 168 h a week; an hour and a minute a line.
        let each = 1.0 + flows.lines_ordered[SiteGroupId::new(1)] / lorries / 60.0;
        assert_near(&flows.capacity[SiteGroupId::new(1)], &[2.0 * 168.0 / 5.0 / each]);
    }

    #[test]
    fn a_shop_without_stock_passes_lines_to_the_next_source_that_holds_the_part() {
        let mut scenario = scenario();
        let mut shop = test_scenario::site("shop", SiteKind::Retailer, &["depot", "centre"]);
        shop.stock = None;
        scenario.sites.push(shop);
        scenario.demand[0].site = "shop".into();
        // Depots that hold nothing fill nothing: all 50 lines a working day pass to the centre.
        scenario.sites[1].stock =
            Some(test_scenario::base_stock(StockLevel::Pieces(vec![("part".into(), 0)]), Review::Continuous));
        let flows = flows(&scenario);
        // Groups: shop, depot, centre, supplier.
        assert_near(&flows.lines_served, &[0.0, 0.0, 50.0, 50.0]);
        assert_near(&flows.customer_lines, &[50.0, 0.0, 0.0, 0.0]);
    }
}
