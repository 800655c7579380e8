//! Observations of lanes and of orders: every number compared with hand calculation, and theory.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand.

use crate::support::{START, agrees, compiled, observed, symbols};
use gplc::compile::CompiledModel;
use gplc::metrics::{ReplicationResult, run_replication};
use gplc::registers::metrics::Dim;

/// Lines of customers of several depots without stock, on a lane from several centres with
/// everything.
fn lane(centres: u32, top: &str, lane: &str, demand: &str, observe: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
{top}
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[sites.centres]
kind = "centre"
count = {centres}
stock = "unlimited"
[sites.depots]
kind = "pdc"
count = {centres}
supplied_by = ["centres"]
[lanes.road]
from = "centres"
to = "depots"
{lane}
[demand.customers]
site = "depots"
class = "daily"
{demand}
[observe.road]
lane = "road"
{observe}
"#
    ))
}

/// The value of a metric of all classes.
#[track_caller]
fn value_of(observations: &ReplicationResult, name: &str) -> Option<f64> {
    symbols::value_of(observations, name, "all").outcome.value()
}

#[track_caller]
fn are(observations: &ReplicationResult, expected: &[(&str, f64)]) {
    for &(name, value) in expected {
        let found = value_of(observations, name);
        let near = found.is_some_and(|found| (found - value).abs() <= 1e-9 * value.abs().max(1.0));
        assert!(near, "{name}: {found:?}, not {value}");
    }
}

const TIMETABLE: &str = "departs = \"mon-sun 10:00,20:00\"\ncut_off = \"3 h\"\ntransit = \"5 h\"";

#[test]
fn every_number_of_a_lane_matches_hand_calculation() {
    // Lines at 6, 12 and 18 h. That of 6 h departs at 10 h and arrives at 15 h, that of 12 h at 20
    // h; that of 18 h comes after the cut-off and is left behind. Two centres have the same, each
    // on a lane of its own.
    for centres in [1, 2] {
        let demand = "lines = \"4 lines/day each\"\narrivals = \"even\"";
        let observe = "above = [\"0 lines\", \"1 line\"]\neach = \"5 h\"\ndaily_at = [\"21:00\"]\n\
                       at = [2025-01-06T15:00:00, 2025-01-06T20:00:00]";
        let seen = observed(&lane(centres, "horizon = \"1 day\"", TIMETABLE, demand, observe));
        let share: f64 = 9.0 / 24.0;
        are(
            &seen,
            &[
                ("road.in_transit", share),
                ("road.sd_in_transit", (share * (1.0 - share)).sqrt()),
                ("road.P_in_transit_above[0]", share),
                ("road.P_in_transit_above[1]", 0.0),
                // Just before anything of 15 h, at which one arrives, and of 20 h, at which one
                // departs.
                ("road.in_transit_at[2025-01-06T15:00:00]", 1.0),
                ("road.in_transit_at[2025-01-06T20:00:00]", 0.0),
                ("road.in_transit_at[21:00]", 1.0),
                // At 5, 10, 15 and 20 h.
                ("road.in_transit_at[5 h]", 0.25),
                ("road.waiting", (4.0 + 8.0 + 6.0) / 24.0),
                ("road.wait_for_departure", 6.0),
                ("road.lines_per_departure", 1.0),
                ("road.waiting_just_before", 1.5),
                ("road.left_behind", 0.5),
                ("road.P_left_behind", 0.5),
            ],
        );
        let p90 = value_of(&seen, "road.wait_p90").unwrap();
        assert!((p90 / 8.0 - 1.0).abs() < 0.01, "{p90}");
        let mut keys = symbols::keys_of(&seen, "road");
        assert!(keys.all(|key| seen.names.name(key.cell, Dim::Site) == "centres"));
    }
}

#[test]
fn lines_that_join_a_lane_in_the_warm_up_are_excluded_only_from_waits() {
    // As above, from 12:30 on: the line of 12 h waits until 20 h, that of 18 h on.
    let top = "horizon = \"1 day\"\nwarm_up = \"750 min\"";
    let seen = observed(&lane(1, top, TIMETABLE, "lines = \"4 lines/day\"\narrivals = \"even\"", ""));
    are(
        &seen,
        &[
            ("road.waiting", (7.5 + 6.0) / 11.5),
            ("road.in_transit", (2.5 + 4.0) / 11.5),
            ("road.lines_per_departure", 1.0),
            ("road.waiting_just_before", 2.0),
        ],
    );
    assert_eq!(value_of(&seen, "road.wait_for_departure"), None);
}

#[test]
fn a_full_departure_leaves_the_rest_for_the_next() {
    // Lines at 6, 12 and 18 h; a line goes at 13 h, of two that wait, and one at 20 h, of two.
    let timetable = "departs = \"mon-sun 13:00,20:00\"\ncapacity = \"1 line\"\ntransit = \"1 h\"";
    let demand = "lines = \"4 lines/day\"\narrivals = \"even\"";
    are(
        &observed(&lane(1, "horizon = \"1 day\"", timetable, demand, "")),
        &[
            ("road.lines_per_departure", 1.0),
            ("road.waiting_just_before", 2.0),
            ("road.left_behind", 1.0),
            ("road.P_left_behind", 1.0),
            ("road.wait_for_departure", (7.0 + 8.0) * 0.5),
            ("road.waiting", (7.0 + 8.0 + 6.0) / 24.0),
            ("road.in_transit", 2.0 / 24.0),
        ],
    );
}

#[test]
fn a_lane_without_a_timetable_forwards_immediately_and_has_no_departures() {
    // Lines at 6, 12 and 18 h, 5 h in transit; the lane is stopped from 11 to 13 h.
    let demand = "lines = \"4 lines/day\"\narrivals = \"even\"\n\
                  [disruptions.flood]\nfrom = 2025-01-06T11:00:00\nuntil = 2025-01-06T13:00:00\ntakes_down = [\"road\"]";
    let seen = observed(&lane(1, "horizon = \"1 day\"", "transit = \"5 h\"", demand, ""));
    are(
        &seen,
        &[
            ("road.in_transit", 15.0 / 24.0),
            ("road.waiting", 1.0 / 24.0),
            ("road.wait_for_departure", 1.0 / 3.0),
        ],
    );
    assert!(symbols::place_of(&seen, "road.left_behind", "all").is_none());
}

#[test]
fn lines_in_transit_are_poisson_whatever_the_transit_time() {
    // Palm 1938: with a line a minute, each for a time of its own of mean 5 min, the lines under
    // way are Poisson with mean 5: P(N > 8) = 0.06809.
    let seen: Vec<ReplicationResult> = {
        let transit = "transit = { lognormal = { mean = \"5 min\", cv = 0.5 } }";
        let observe = "above = [\"8 lines\"]\neach = \"10 min\"";
        let compiled =
            lane(1, "horizon = \"91 days\"\nwarm_up = \"1 day\"", transit, "lines = \"1 line/min\"", observe);
        (0..20).map(|replication| observe_one(&compiled, replication)).collect()
    };
    for (name, theory) in [
        ("in_transit", 5.0),
        ("sd_in_transit", 5_f64.sqrt()),
        ("P_in_transit_above[8]", 0.068_093_635_1),
        ("in_transit_at[10 min]", 5.0),
    ] {
        agrees(name, seen.iter().map(|seen| value_of(seen, &format!("road.{name}")).unwrap()), theory);
    }
}

fn observe_one(compiled: &CompiledModel, replication: u32) -> ReplicationResult {
    run_replication(&compiled.model, &compiled.labels, replication, || false).unwrap()
}

/// Orders at a centre with everything and one process, before stock is taken.
fn orders(process: &str, rest: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
horizon = "1 day"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
promise = "2 h"
[processes.pick]
{process}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick", "stock"]
[demand.customers]
site = "centre"
class = "daily"
arrivals = "even"
{rest}
[observe.orders]
orders = "customers"
"#
    ))
}

#[test]
fn an_order_ends_with_its_last_line() {
    // Three lines together at 6, 12 and 18 h, an hour each.
    let three = "lines = \"12 lines/day\"\nlines_per_order = \"3 lines\"";
    let seen = observed(&orders("servers = 1\ntime = \"1 h\"", three));
    are(&seen, &[("orders.W_order", 3.0), ("orders.orders_per_day", 3.0), ("orders.W", 2.0)]);
    let [p90, of_lines] =
        ["W_order_p90", "W_p90"].map(|name| value_of(&seen, &format!("orders.{name}")).unwrap());
    assert!([p90, of_lines].iter().all(|found| (found / 3.0 - 1.0).abs() < 0.01), "{p90}, {of_lines}");
    // Without work each order is done as it is placed, and is one order all the same.
    let seen = observed(&orders("", three));
    are(&seen, &[("orders.W_order", 0.0), ("orders.orders_per_day", 3.0), ("orders.W", 0.0)]);
    // Of lines that are ordered one by one each is an order.
    let seen = observed(&orders("servers = 1\ntime = \"1 h\"", "lines = \"4 lines/day\""));
    are(&seen, &[("orders.W_order", 1.0), ("orders.orders_per_day", 3.0), ("orders.W", 1.0)]);
}

#[test]
fn an_order_does_not_wait_for_cancelled_lines() {
    // Two lines together at 12 h, 4 h each: the first is done at 16 h. The second, which waits, is
    // cancelled at 15 h.
    let rest = "lines = \"4 lines/day\"\nlines_per_order = \"2 lines\"\n\
                [impatience.give_up]\nclass = \"daily\"\nlate_by = \"1 h\"\ncancels = true";
    let seen = observed(&orders("servers = 1\ntime = \"4 h\"", rest));
    are(&seen, &[("orders.W_order", 4.0), ("orders.orders_per_day", 1.0), ("orders.W", 4.0)]);
    // Where both are cancelled nothing is reported of the order but that it was placed.
    let stopped = format!("{rest}\n[disruptions.stop]\nfrom = 2025-01-06T11:00:00\ntakes_down = [\"pick\"]");
    let seen = observed(&orders("servers = 1\ntime = \"4 h\"", &stopped));
    are(&seen, &[("orders.orders_per_day", 1.0)]);
    assert_eq!(value_of(&seen, "orders.W_order"), None);
}

#[test]
fn orders_on_paper_are_open_until_entered_and_filled() {
    // The system is down from 11 to 15 h: the order of 12 h, two lines of an hour each, is entered
    // at 15 h.
    let rest = "lines = \"4 lines/day\"\nlines_per_order = \"2 lines\"\nneeds = [\"entry\"]\n[systems.entry]\n\
                [disruptions.attack]\nfrom = 2025-01-06T11:00:00\nuntil = 2025-01-06T15:00:00\ntakes_down = [\"entry\"]";
    let seen = observed(&orders("servers = 1\ntime = \"1 h\"", rest));
    are(&seen, &[("orders.W_order", 5.0), ("orders.orders_per_day", 1.0)]);
}
