//! Time in state of processes and the daily bottleneck, compared with hand calculation.

#![allow(clippy::float_cmp, reason = "sixteenths and their like are exact")]

use crate::support::{START, compiled, daily, observed, value};
use gplc::metrics::ReplicationResult;
use gplc::registers::metrics::{Daily, Dim, Metric, ids};

/// A centre that customers request a line at each full hour from Monday 1:00 on; `keys` are of the
/// centre, `rest` whole tables.
fn seen(centre: &str, rest: &str) -> ReplicationResult {
    let text = format!(
        r#"{START}
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[systems.orders]
[systems.wms]
[calendars.days]
shifts = ["mon-sun 06:00-14:00"]
[sites.makers]
kind = "supplier"
lead_time = "1 h"
[sites.centre]
kind = "centre"
supplied_by = ["makers"]
{centre}
[demand.customers]
site = "centre"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
needs = ["orders"]
{rest}
"#
    );
    let text = text.replace("start_from = \"full\"", "start_from = \"full\"\nhorizon = \"8 days\"");
    let compiled = compiled(&text);
    observed(&compiled)
}

fn series<'o>(seen: &'o ReplicationResult, metric: Metric<Daily>, process: &str) -> &'o [f64] {
    daily(seen, metric, &format!("site=centre process={process}"))
}

const STATES: [Metric<Daily>; 4] = [ids::BUSY_DAILY, ids::STARVED_DAILY, ids::BLOCKED_DAILY, ids::DOWN_DAILY];

const PICK: &str =
    "[processes.pick]\nservers = 2\ntime = \"30 min\"\ncalendar = \"days\"\nneeds = [\"wms\"]\n";

#[test]
fn shares_of_time_refer_to_open_hours_and_add_up_to_one() {
    // Two pickers, half an hour a line, open from 6:00 to 14:00: 16 server hours. The lines of 1:00
    // to 13:00 are 6.5 h of work. Down from 9:15, when one picker holds the line of 9:00, to 12:00:
    // 2.75 h of both. The rest is done by 13:30, so 16 − 6.5 − 5.5 = 4 h are left with nothing to
    // do.
    let down = "[disruptions.attack]\nfrom = 2025-01-06T09:15:00\ntakes_down = [\"wms\"]\nuntil = 2025-01-06T12:00:00\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{PICK}{down}"));
    let day = |day: usize| STATES.map(|state| series(&seen, state, "pick")[day]);
    assert_eq!(day(0), [6.5, 4.0, 0.0, 5.5].map(|hours| hours / 16.0));
    // On Tuesday the lines of 14:00 to 24:00 are there too: 24 in all, 12 h.
    assert_eq!(day(1), [12.0, 4.0, 0.0, 0.0].map(|hours| hours / 16.0));
    let down = value(&seen, ids::DOWN, "site=centre process=pick");
    assert_eq!(down, Some(5.5 / (8.0 * 16.0)));
}

#[test]
fn a_process_that_could_never_work_has_no_utilisation() {
    let down = "[disruptions.attack]\nfrom = 2025-01-06T00:00:00\ntakes_down = [\"wms\"]\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{PICK}{down}"));
    assert_eq!(value(&seen, ids::UTILISATION, "site=centre process=pick"), None);
    assert!(series(&seen, ids::UTILISATION_DAILY, "pick").iter().all(|load| load.is_nan()));
}

#[test]
fn a_stop_outside_open_hours_does_not_count() {
    // Down from 13:00 on Monday to 7:00 on Tuesday: an hour each.
    let down = "[disruptions.attack]\nfrom = 2025-01-06T13:00:00\ntakes_down = [\"centre\"]\nuntil = 2025-01-07T07:00:00\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{PICK}{down}"));
    assert_eq!(series(&seen, ids::DOWN_DAILY, "pick")[..3], [0.125, 0.125, 0.0]);
    // A closed day has no shares.
    let weekdays = PICK.replace("\"days\"", "\"week\"");
    let week = "[calendars.week]\nshifts = [\"mon-fri 06:00-14:00\"]\n";
    let seen = self::seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{weekdays}{week}{down}"));
    assert!(series(&seen, ids::BUSY_DAILY, "pick")[5].is_nan());
}

#[test]
fn an_unlimited_process_reports_only_its_down_time() {
    let down = "[processes.release]\nneeds = [\"wms\"]\n[disruptions.attack]\nfrom = 2025-01-07T06:00:00\n\
                takes_down = [\"wms\"]\nuntil = 2025-01-07T12:00:00\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"release\"]", down);
    assert_eq!(series(&seen, ids::DOWN_DAILY, "release")[..3], [0.0, 0.25, 0.0]);
    assert!(seen.all_series(ids::BUSY_DAILY).next().is_none());
}

#[test]
fn consignments_held_by_a_policy_block_free_servers_until_it_ends() {
    // Two pickers, half an hour a line, and from 8:10 to 10:10 no line of customers. That of 8:00
    // is in service until 8:30; then there is nothing to hold back until the line of 9:00 comes: 70
    // minutes of both. It goes at 10:10, with that of 10:00. All lines of 1:00 to 13:00 are picked,
    // 13 half hours of the 16 hours of both.
    let only = "[restart.only]\nfrom = 2025-01-06T08:10:00\nuntil = 2025-01-06T10:10:00\n\
                accept_only = { pick = [\"stock\"] }\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{PICK}{only}"));
    let day = |day: usize| STATES.map(|state| series(&seen, state, "pick")[day]);
    assert_eq!(day(0), [390.0, 430.0, 140.0, 0.0].map(|minutes| minutes / 960.0));
    assert_eq!(day(1)[2], 0.0);
}

#[test]
fn a_cap_blocks_from_the_first_excess_line_until_midnight_or_its_end() {
    // Three lines a day until Tuesday 10:00: two at 6:00, the third at 6:30. Until 7:00 one picker
    // is free, then both, and lines wait all the time: on Monday half an hour and seven of both, on
    // Tuesday half an hour and three of both. Then 28 lines wait for the last four hours, in which
    // 16 are picked.
    let cap =
        "[restart.few]\nfrom = 2025-01-06\nfor = \"34 h\"\ncap = { pick = { centre = \"3 lines/day\" } }\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{PICK}{cap}"));
    let day = |day: usize| STATES.map(|state| series(&seen, state, "pick")[day]);
    assert_eq!(day(0), [1.5, 0.0, 14.5, 0.0].map(|hours| hours / 16.0));
    assert_eq!(day(1), [9.5, 0.0, 6.5, 0.0].map(|hours| hours / 16.0));
    // Open day and night the lines of 1:00 to 3:00 go, and from 4:00 on all wait. At midnight, when
    // no order can be entered, two go and a third half an hour later: the other picker is held back
    // then, and both from 1:00 to 10:00. By 24:00 all lines that came before are picked: 47 less
    // Monday's three.
    let pick = PICK.replace("calendar = \"days\"\n", "");
    let quiet = "[disruptions.attack]\nfrom = 2025-01-06T23:30:00\ntakes_down = [\"orders\"]\nuntil = 2025-01-07T00:30:00\n";
    let seen = self::seen("stock = \"unlimited\"\noutbound = [\"pick\"]", &format!("{pick}{cap}{quiet}"));
    let day = |day: usize| STATES.map(|state| series(&seen, state, "pick")[day]);
    assert_eq!(day(0), [1.5, 6.5, 40.0, 0.0].map(|hours| hours / 48.0));
    assert_eq!(day(1), [22.0, 7.5, 18.5, 0.0].map(|hours| hours / 48.0));
}

/// Bottlenecks of the days, by name.
fn bottlenecks(seen: &ReplicationResult) -> Vec<&str> {
    let stages: Vec<_> = seen.all_series(ids::BOTTLENECK).collect();
    (0..8)
        .map(|day| {
            let here: Vec<_> = stages.iter().filter(|(_, days)| days[day] > 0.0).collect();
            assert!(here.len() < 2, "one at most");
            here.first().map_or("none", |(cell, _)| seen.names.name(*cell, Dim::Stage))
        })
        .collect()
}

#[test]
fn the_bottleneck_is_the_closed_gate_and_then_the_process_with_the_longest_queue() {
    // Release is down on Tuesday and Wednesday: 48 lines wait for it. From Thursday 0:00 pick has
    // them, does 2 lines an hour and gets 1: it is through 49 h later, on Saturday 1:00.
    let rest = "[processes.release]\nneeds = [\"wms\"]\n[processes.pick]\nrate = \"2 lines/h\"\n\
                [disruptions.attack]\nfrom = 2025-01-07\ntakes_down = [\"wms\"]\nuntil = 2025-01-09\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"release\", \"stock\", \"pick\"]", rest);
    let expected = ["none", "release", "release", "pick", "pick", "none", "none", "none"];
    assert_eq!(bottlenecks(&seen), expected);
    let days = |stage: &str| value(&seen, ids::BOTTLENECK_DAYS, &format!("site=centre stage={stage}"));
    assert_eq!(["not_entered", "release", "stock", "pick"].map(days), [0.0, 2.0, 0.0, 2.0].map(Some));
}

#[test]
fn order_entry_and_stock_can_be_the_bottleneck() {
    // Orders cannot be entered on Tuesday. Makers stop from Thursday to Friday noon: the shelf is
    // empty after three lines, and 32 wait at noon; on average 16 · 33 / 24 = 22 over Thursday and
    // as many over Friday's first half.
    let rest = "[disruptions.attack]\nfrom = 2025-01-07\ntakes_down = [\"orders\"]\nuntil = 2025-01-08\n\
                [disruptions.strike]\nfrom = 2025-01-09\ntakes_down = [\"makers\"]\nuntil = 2025-01-10T12:00:00\n";
    let seen = seen("stock = { level = \"3 pieces\" }", rest);
    let expected = ["none", "not_entered", "none", "stock", "stock", "none", "none", "none"];
    assert_eq!(bottlenecks(&seen), expected);
}

#[test]
fn lines_waiting_overnight_do_not_make_a_closed_process_the_bottleneck() {
    // Pick works 8 h a day, a minute a line: at 6:00 it has 16 or 17 lines, and is through in as
    // many minutes. Over its open hours that is 16 · 17 / 2 minutes in 480, less than one line.
    let pick = "[processes.pick]\nrate = \"60 lines/h\"\ncalendar = \"days\"\n";
    let seen = seen("stock = \"unlimited\"\noutbound = [\"pick\"]", pick);
    assert_eq!(bottlenecks(&seen), ["none"; 8]);
}
