//! Suppliers that are slowed or stopped, compared with hand calculation.

#![allow(clippy::float_cmp, reason = "counts are exact")]

use crate::support::Micros;
use crate::support::{HOUR, HistoryRecorder, MINUTE, START, compiled, observed, reads_back};
use gplc::metrics::Outcome;
use gplc::registers::metrics::ids;

/// A shop whose customers request at each full hour from 1:00 on; all is ordered at makers, who
/// take 4 h.
fn text(makers: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "6 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[systems.invoicing]
[systems.bank]
[sites.makers]
kind = "supplier"
lead_time = "4 h"
{makers}
[sites.shop]
kind = "retailer"
supplied_by = ["makers"]
[demand.customers]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
{rest}
"#
    )
}

/// When each of the first a number of lines is filled, in microseconds.
fn filled(text: &str, lines: usize) -> Vec<Micros> {
    let histories = HistoryRecorder::of_customers(&compiled(text).model, 0);
    histories.iter().take(lines).map(|history| history.filled.expect("it was filled")).collect()
}

fn minutes(of: &[Micros]) -> Vec<Micros> {
    assert!(of.iter().all(|at| at % MINUTE == 0), "{of:?}");
    of.iter().map(|at| at / MINUTE).collect()
}

#[test]
fn a_supplier_at_half_capacity_takes_twice_as_long_for_outstanding_orders_too() {
    // Half as fast from 2:00 to 6:00. The line of 1:00 has 3 h left at 2:00 and 1 h at 6:00: 7:00.
    // Those of 2:00, 3:00, 4:00 and 5:00 have 2, 2.5, 3 and 3.5 h left at 6:00; that of 6:00 takes
    // 4 h.
    let slow = "[disruptions.strike]\nfrom = 2025-01-06T02:00:00\ntakes_down = [\"makers\"]\nto = \"50%\"\n\
                until = 2025-01-06T06:00:00\n";
    let seen = minutes(&filled(&text("", slow), 6));
    assert_eq!(seen, [420, 480, 510, 540, 570, 600]);
}

#[test]
fn a_stopped_supplier_delivers_nothing_until_a_phase_restores_it_by_its_ramp() {
    // Stopped from 5:00, when the line of 1:00 is due and comes, to 10:00; then an hour at 62.5 %
    // and one at 87.5 %. Those of 2:00 and 3:00 have 1 and 2 h left: 37.5 min
    // are done by 11:00, 0.375 / 0.875 h of the rest later; 1.5 h by 12:00, half an hour later.
    // Those of the stop have 4 h left: 1.5 by 12:00, 14:30.
    let stop = "[disruptions.strike]\nfrom = 2025-01-06T05:00:00\ntakes_down = [\"sites.makers\"]\n\
                [restart.back]\nfrom = 2025-01-06T10:00:00\nbrings_back = [\"makers\"]\n\
                ramp = { from = \"50%\", over = \"2 h\" }\n";
    let seen = filled(&text("", stop), 7);
    let second = 11 * HOUR + (3 * HOUR).div_ceil(7);
    assert_eq!(seen[..3], [5 * HOUR, second, 12 * HOUR + HOUR / 2]);
    // The line of 4:00 has 3 h left at 5:00.
    assert_eq!(minutes(&seen[3..]), [13 * 60 + 30, 14 * 60 + 30, 14 * 60 + 30, 14 * 60 + 30]);
    // Without a lead time nothing is delivered during the stop either, and a microsecond after it.
    let at_once = text("", stop).replace("\"4 h\"", "\"0 s\"");
    let expected = [1, 2, 3, 4].map(|hour| hour * HOUR);
    let seen = filled(&at_once, 6);
    assert_eq!((&seen[..4], &seen[4..]), (&expected[..], &[10 * HOUR + 2; 2][..]));
}

#[test]
fn a_delay_is_the_reciprocal_capacity_factor() {
    // 150 %: 4 h take 6 h, by a level of 666,667 millionths: 4 h / 0.666667, rounded up.
    let delay = "[disruptions.late]\nfrom = 2025-01-06T00:30:00\ndelay = { makers = \"150%\" }\n";
    let level =
        "[disruptions.late]\nfrom = 2025-01-06T00:30:00\ntakes_down = [\"makers\"]\nto = \"66.6667%\"\n";
    let lasts = (4 * HOUR * 1_000_000).div_ceil(666_667);
    assert!(6 * HOUR - lasts < 11_000, "six hours but for the millionths: {lasts}");
    let slowed = filled(&text("", delay), 3);
    assert_eq!(slowed, filled(&text("", level), 3));
    assert_eq!(slowed, [HOUR, 2 * HOUR, 3 * HOUR].map(|ordered| ordered + lasts));
    // 200 % with something else beside it, brought back like any target: 1:00 has 3 h left at 3:00.
    let both = "[disruptions.late]\nfrom = 2025-01-06T01:00:00\ntakes_down = [\"bank\"]\n\
                delay = { sites.makers = \"200%\" }\n\
                [restart.back]\nfrom = 2025-01-06T03:00:00\nbrings_back = [\"makers\"]\n";
    assert_eq!(minutes(&filled(&text("", both), 3)), [360, 390, 420]);
}

#[test]
fn a_boost_makes_suppliers_faster() {
    // From 0:30 on at 200 %: 2 h.
    let boost = "[restart.premium]\nfrom = 2025-01-06T00:30:00\nboost = { makers = \"200%\" }\n";
    assert_eq!(minutes(&filled(&text("", boost), 2)), [180, 240]);
}

#[test]
fn unpaid_suppliers_slow_with_the_slowest_system_they_need() {
    // Invoicing at 50 % and the bank at 25 %, both from 1:00 to 5:00: the smaller counts, so the
    // line of 1:00 has 3 h left at 5:00, and that of 3:00 3.5 h; makers' own level would multiply.
    let down = "[disruptions.attack]\nfrom = 2025-01-06T01:00:00\ntakes_down = [\"invoicing\"]\nto = \"50%\"\n\
                until = 2025-01-06T05:00:00\n[disruptions.run]\nfrom = 2025-01-06T01:00:00\n\
                takes_down = [\"bank\"]\nto = \"25%\"\nuntil = 2025-01-06T05:00:00\n";
    let needs = "needs = [\"invoicing\", \"bank\"]";
    assert_eq!(minutes(&filled(&text(needs, down), 3)), [480, 495, 510]);
    assert_eq!(minutes(&filled(&text("", down), 3)), [300, 360, 420], "who needs nothing is not slowed");
}

#[test]
fn suppliers_read_back_unchanged() {
    let rest = "[disruptions.late]\nfrom = 2025-01-06T01:00:00\ntakes_down = [\"bank\"]\nto = \"30%\"\n\
                delay = { makers = \"150%\" }\n[restart.back]\nfrom = 2025-01-07\n\
                brings_back = [\"makers\", \"bank\"]\nto = \"90%\"\n";
    let read = reads_back(&text("needs = [\"invoicing\"]", rest));
    assert!(read.resolved.contains("delay = { \"sites.makers\" = \"150%\" }"), "{}", read.resolved);
}

/// The shop behind a door: half an hour a lorry and 10 min a line.
fn doors(rest: &str, keys: &str) -> String {
    let unload = format!(
        "[processes.unload]\nper = \"delivery\"\nservers = 1\ntime = \"30 min\"\ntime_per_line = \"10 min\"\n{rest}"
    );
    text(keys, &unload)
        .replace("supplied_by = [\"makers\"]", "supplied_by = [\"makers\"]\ninbound = [\"unload\"]")
}

const LORRIES: &str = "deliveries = { at = \"mon-sun 06:00,12:00\", lines = 2 }";

#[test]
fn ready_goods_arrive_on_lorries_that_wait_for_a_door() {
    // Ready are the lines of 1:00 and 2:00 at 5:00 and 6:00, so one lorry comes at 6:00 and takes
    // 50 min. By 12:00 six more are ready: three lorries, each through the door 50 min after the
    // one before.
    let text = doors("", LORRIES);
    assert_eq!(minutes(&filled(&text, 8)), [410, 410, 770, 770, 820, 820, 870, 870]);
    let compiled = compiled(&text);
    let seen = observed(&compiled);
    let series = |metric| seen.all_series(metric).next().unwrap().1;
    // On Tuesday at 6:00 those of 9:00 on Monday to 2:00 are ready, 18 lines: one lorry at the door
    // and 8 in the yard, the last at the door at 12:40. At midnight the yard is empty.
    assert_eq!(series(ids::LORRIES_IN_YARD_PEAK_DAILY)[..2], [2.0, 8.0]);
    assert_eq!(series(ids::LORRIES_IN_YARD)[..2], [0.0, 0.0]);
    let peak = seen.all_values(ids::LORRIES_IN_YARD_PEAK).next().unwrap();
    assert_eq!((peak.outcome, seen.names.unit(peak.key)), (Outcome::Value(8.0), "lorries"));
}

#[test]
fn no_lorry_arrives_while_suppliers_are_stopped() {
    // Stopped from 5:30 to 7:00: the line of 1:00, ready at 5:00, waits for 12:00 with all others
    // that are ready by then: those of 2:00 to 5:00 at 7:30 to 10:30, those of 6:00 and 7:00 at
    // 11:00, that of 8:00 at 12:00.
    let stop = "[disruptions.strike]\nfrom = 2025-01-06T05:30:00\ntakes_down = [\"makers\"]\n\
                until = 2025-01-06T07:00:00\n";
    assert_eq!(minutes(&filled(&text(LORRIES, stop), 8)), [720; 8]);
}

#[test]
fn lorries_with_backordered_parts_go_first() {
    // Part a has one piece on the shelf, part b a hundred; each is requested at each full hour and
    // ordered immediately. At 6:00 the lorries of 1:00 to 5:00 are there, a, b, a, b, …, an hour at
    // the door each. First come, the lines for a that wait get theirs every second hour; with the
    // rule, every hour; with first come from 6:30 to 9:30, every second hour until then.
    let text = |rule: &str, plan: &str| {
        format!(
            r#"{START}
horizon = "2 days"
[parts.a]
count = 1
share = "50%"
[parts.b]
count = 1
share = "50%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[processes.unload]
per = "delivery"
servers = 1
time = "1 h"
discipline = "{rule}"
[sites.makers]
kind = "supplier"
lead_time = "1 h"
deliveries = {{ at = ["mon 06:00"], lines = 1 }}
[sites.shop]
kind = "pdc"
supplied_by = ["makers"]
inbound = ["unload"]
stock = {{ level = {{ a = "1 piece", b = "100 pieces" }} }}
[demand.for_a]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
parts = {{ a = "100%", b = "0%" }}
[demand.for_b]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
parts = {{ a = "0%", b = "100%" }}
{plan}
"#
        )
    };
    let for_a = |rule: &str, plan: &str| -> Vec<Micros> {
        let histories = HistoryRecorder::of_customers(&compiled(&text(rule, plan)).model, 0);
        let own = histories.iter().filter(|history| history.part == 0);
        own.take(5).map(|history| history.filled.unwrap() / HOUR).collect()
    };
    assert_eq!(for_a("fcfs", ""), [1, 7, 9, 11, 13]);
    assert_eq!(for_a("backorders_first", ""), [1, 7, 8, 9, 10]);
    let in_order = "[restart.in_order]\nfrom = 2025-01-06T06:30:00\ndiscipline = { unload = \"fcfs\" }\n\
                    until = 2025-01-06T09:30:00\n";
    assert_eq!(for_a("backorders_first", in_order), [1, 7, 9, 11, 12]);
}

#[test]
fn lorries_read_back_unchanged() {
    let text = doors(
        "discipline = \"backorders_first\"\n",
        "deliveries = { at = [\"mon-fri 14:00,06:00\", \"sat 08:30\"], lines = 40 }",
    );
    let read = reads_back(&text);
    let at = "deliveries = { at = [\"mon-fri 06:00\", \"sat 08:30\", \"mon-fri 14:00\"], lines = 40 }";
    assert!(read.resolved.contains(at), "{}", read.resolved);
}
