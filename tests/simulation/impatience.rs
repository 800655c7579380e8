//! Impatience: responses of customers to late lines, compared with hand calculation.
//!
//! Lines come with constant gaps, on the full hour, so that every answer is a number of hours.

#![allow(clippy::float_cmp, reason = "counts are whole")]

use crate::support::{HOUR, HistoryRecorder, LineHistory, START, compiled, daily, observed, value};
use gplc::compile::CompiledModel;
use gplc::metrics::order_cohort::Stretch;
use gplc::registers::metrics::ids;
use std::fmt::Write;

/// A line an hour of each of `demands`, from 1 o'clock on, of class `daily`, promised within 4
/// hours.
fn scenario(centre: &str, rule: &str, demands: &[&str]) -> CompiledModel {
    let mut text = format!(
        r#"{START}
horizon = "2 days"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
promise = "1 h"
[classes.daily]
priority = 2
promise = "4 h"
[classes.stock]
priority = 3
[systems.orders]
[sites.makers]
kind = "supplier"
lead_time = "10 h"
{centre}
[impatience.rule]
demand = ["ann"]
class = "daily"
late_by = "1 h"
{rule}
"#
    );
    for name in demands {
        write!(
            text,
            "[demand.{name}]\nsite = \"centre\"\nlines = \"24 lines/day\"\narrivals = \"even\"\nclass = \"daily\"\n\
             needs = [\"orders\"]\n"
        )
        .unwrap();
    }
    compiled(&text)
}

/// A centre that has everything, and picks a line an hour.
const PICKS: &str = "[processes.pick]\nrate = \"1 lines/h\"\n\
    [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]";

/// A centre that has nothing, and orders what is requested.
const ORDERS: &str =
    "[sites.centre]\nkind = \"centre\"\nsupplied_by = [\"makers\"]\nstock = { level = \"0 pieces\" }";

/// The stories of the n-th demand, by hour of order from 1 on.
fn histories(compiled: &CompiledModel, demand: usize) -> Vec<LineHistory> {
    let stream = compiled.model.demands[demand].streams[0];
    let all = HistoryRecorder::of_customers(&compiled.model, 0);
    let own: Vec<LineHistory> = all.into_iter().filter(|history| history.stream == stream).collect();
    assert!((1..).zip(&own).all(|(hour, history)| history.ordered == hour * HOUR));
    own
}

/// Hours at which the lines of the n-th demand left.
fn shipped(compiled: &CompiledModel, demand: usize) -> Vec<Option<u64>> {
    histories(compiled, demand).iter().map(|history| history.shipped.map(|at| at / HOUR)).collect()
}

#[test]
fn an_escalated_line_overtakes_in_the_queue_of_a_process() {
    // Ann's and Bob's k-th lines come at k o'clock, and one line is picked an hour, so they leave
    // at 2k and 2k + 1 while first come is first served. Ann escalates at k + 5 what has not left
    // by then: her lines from the 7th on (the 6th is in work at 11 o'clock and leaves at 12). Her
    // 7th escalates at 12, when Bob's 6th begins; from 13 o'clock on one of hers is picked each
    // hour, and none of Bob's.
    let compiled = scenario(PICKS, "escalates_to = \"vor\"", &["ann", "bob"]);
    for (k, left) in (1..).zip(shipped(&compiled, 0)) {
        let expected = if k <= 6 { 2 * k } else { k + 7 };
        assert_eq!(left, (expected < 48).then_some(expected), "Ann's line {k}");
    }
    for (k, left) in (1..).zip(shipped(&compiled, 1)) {
        assert_eq!(left, (k <= 6).then_some(2 * k + 1), "Bob's line {k}");
    }
    // Before the first midnight: Ann's 17th (in work) and 18th are escalated, her 19th to 23rd are
    // not, and Bob's 7th to 23rd wait.
    let seen = observed(&compiled);
    for (metric, at) in [(ids::BACKLOG, ""), (ids::BACKLOG, " stage=pick"), (ids::BACKLOG_PIECES, "")] {
        assert_eq!(daily(&seen, metric, &format!("site=centre class=vor{at}"))[0], 2.0, "{at}");
        assert_eq!(daily(&seen, metric, &format!("site=centre class=daily{at}"))[0], 22.0, "{at}");
    }
    assert_eq!(daily(&seen, ids::BACKLOG_SHARE, "site=centre class=vor")[0], 2.0 / 24.0);
    // Escalated at 11 to 23 o'clock, one an hour, the first of them in work; then her 19th to 42nd
    // line at 0 to 23 o'clock.
    assert_eq!(daily(&seen, ids::ESCALATED_LINES_DAILY, "class=daily"), [13.0, 24.0]);
    // The promise stays that of the order: nothing counts as ordered vor.
    let classes = seen.all_series(ids::ORDERED_LINES_DAILY).count();
    assert_eq!(classes, 1, "a line is ordered in one class only");
    assert_eq!(daily(&seen, ids::ORDERED_LINES_DAILY, "class=daily"), [46.0, 48.0]);
    // In time, within 4 hours: Ann's first 4, Bob's first 3.
    assert_eq!(daily(&seen, ids::LINES_SHIPPED_ON_TIME, "class=daily")[0], 7.0);
}

#[test]
fn an_escalated_line_overtakes_lines_waiting_for_stock() {
    // Every line orders a piece that comes 10 hours later: two an hour from 11 o'clock on. Ann's
    // k-th line escalates at k + 5, after what came at that hour was given. So at 11 her 1st and
    // 2nd get the pieces, at 12 the 3rd and 4th, at 13 and 14 up to the 8th; at 15 only her 9th is
    // escalated, and Bob's first gets the other piece. From then on each gets one an hour.
    let compiled = scenario(ORDERS, "escalates_to = \"vor\"", &["ann", "bob"]);
    for (k, left) in (1_u64..).zip(shipped(&compiled, 0)) {
        let expected = if k <= 8 { 10 + k.div_ceil(2) } else { k + 6 };
        assert_eq!(left, (expected < 48).then_some(expected), "Ann's line {k}");
    }
    for (k, left) in (1..).zip(shipped(&compiled, 1)) {
        assert_eq!(left, (k + 14 < 48).then_some(k + 14), "Bob's line {k}");
    }
    observed(&compiled);
}

#[test]
fn a_cancelled_line_leaves_its_backorder_and_its_supply_serves_the_next() {
    // Ann's lines are cancelled at k + 5. The first five order a piece each, which come from 11 to
    // 15 o'clock. From 6 o'clock on a line is cancelled each hour just before the next is ordered,
    // so lines 6 to 10 order nothing and get the pieces of the first five, at 11 to 15 o'clock.
    // Lines 11 to 15 order too, and are cancelled, and so on: five and five.
    let compiled = scenario(ORDERS, "cancels = true", &["ann"]);
    for (k, history) in (1..).zip(histories(&compiled, 0)) {
        let ends = (k + 5 < 48).then_some((k + 5) * HOUR);
        let gets = (k - 1) / 5 % 2 == 1;
        assert_eq!(history.shipped, ends.filter(|_| gets), "line {k}");
        assert_eq!(history.cancelled, ends.filter(|_| !gets), "line {k}");
    }
    let seen = observed(&compiled);
    // Cancelled at 6 to 10, and at 16 to 20 o'clock of the first day.
    assert_eq!(daily(&seen, ids::CANCELLED_LINES_DAILY, "class=daily")[0], 10.0);
    // At the end lines 43 to 47 are open: 4 of 47 to come, and none is both open and cancelled.
    assert_eq!(value(&seen, ids::OPEN_AT_END, "class=daily"), Some(5.0));
    // Of lines 1 to 23 of the first day 6 to 10 and 16 to 20 are filled, each 5 hours after its
    // order; the others are followed for 5 hours until they are cancelled. Of lines 24 to 47 ten
    // are filled, nine cancelled and five open.
    let daily = &seen.cohorts[1];
    assert_eq!(compiled.labels.classes[daily.class], "daily");
    let counts = daily
        .stretches
        .iter()
        .map(|Stretch { ages, .. }| (ages.filled.total(), ages.lost.total(), ages.censored.total()));
    assert_eq!(counts.collect::<Vec<_>>(), [(10, 13, 0), (10, 9, 5)]);
    let ages = |histogram: &gplc::metrics::histogram::Histogram| -> Vec<(f64, u64)> {
        histogram.entries().map(|(seconds, count)| ((seconds / 360.0).round() / 10.0, count)).collect()
    };
    assert_eq!(ages(&daily.stretches[0].ages.filled), [(5.0, 10)]);
    assert_eq!(ages(&daily.stretches[0].ages.lost), [(5.0, 13)]);
    assert_eq!(ages(&daily.stretches[1].ages.lost), [(5.0, 9)]);
    assert_eq!(ages(&daily.stretches[1].ages.censored), [(1.0, 1), (2.0, 1), (3.0, 1), (4.0, 1), (5.0, 1)]);
}

#[test]
fn a_line_cancelled_before_stock_gets_no_more_work() {
    // Release takes 3 hours a line, before stock is taken, and a line is cancelled 5 hours after
    // its order unless it is in service. Line 1 leaves at 4, line 2 at 7. Line 3 begins at 7 and is
    // in service at 8: it leaves at 10. Line 4 is cancelled at 9 in the queue and passed over; line
    // 5 begins at 10, just before its customer would leave; and so on: lines 3, 5, 8, 11, … are
    // served from 7, 10, 13, 16, … on, and the others are cancelled.
    let centre = "[processes.release]\nrate = \"8 lines/day\"\n[sites.centre]\nkind = \"centre\"\n\
        stock = \"unlimited\"\noutbound = [\"release\", \"stock\"]";
    let compiled = scenario(centre, "cancels = true", &["ann"]);
    for (k, history) in (1..).zip(histories(&compiled, 0)) {
        let (served, leaves) = match k {
            1..=3 => (true, 1 + 3 * k),
            _ => (k % 3 == 2, k + 8),
        };
        let within_the_run = |at: u64| (at < 48).then_some(at * HOUR);
        assert_eq!(history.shipped, within_the_run(leaves).filter(|_| served), "line {k}");
        assert_eq!(history.cancelled, within_the_run(k + 5).filter(|_| !served), "line {k}");
    }
    let seen = observed(&compiled);
    // Before midnight line 17 is in service and lines 19 to 23 wait.
    assert_eq!(daily(&seen, ids::BACKLOG, "site=centre class=daily stage=release")[0], 6.0);
    // Ends of work at 4, 7, … 22 o'clock.
    assert_eq!(daily(&seen, ids::THROUGHPUT, "site=centre process=release")[0], 7.0);
}

#[test]
fn lines_not_yet_entered_are_cancelled_too() {
    // Orders are held from 2:30 to 20:00. Lines 3 to 15 are cancelled, the last of them at 20
    // o'clock; lines 16 to 20 come in at 20 and leave immediately.
    let centre = "[sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\n\
        [disruptions.attack]\nfrom = 2025-01-06T02:30:00\nuntil = 2025-01-06T20:00:00\ntakes_down = [\"orders\"]";
    let compiled = scenario(centre, "cancels = true", &["ann"]);
    for (k, history) in (1..).zip(histories(&compiled, 0)) {
        let cancelled = (3..=15).contains(&k);
        assert_eq!(history.cancelled, cancelled.then_some((k + 5) * HOUR), "line {k}");
        let left = if (16..=20).contains(&k) { 20 * HOUR } else { k * HOUR };
        assert_eq!(history.shipped, (!cancelled).then_some(left), "line {k}");
    }
    observed(&compiled);
}

#[test]
fn a_line_escalated_before_entry_is_entered_as_urgent() {
    // Held until 20 o'clock, then picked one an hour: Ann's lines 1 to 15 are escalated by then,
    // and picked before all others, in their order; 16 to 19 escalate at 21 to 24 o'clock and
    // follow them.
    let centre = format!(
        "{PICKS}\n[disruptions.attack]\nfrom = 2025-01-06T00:30:00\nuntil = 2025-01-06T20:00:00\n\
         takes_down = [\"orders\"]"
    );
    let compiled = scenario(&centre, "escalates_to = \"vor\"", &["ann", "bob"]);
    for (k, left) in (1..).zip(shipped(&compiled, 0)) {
        assert_eq!(left, (k + 20 < 48).then_some(k + 20), "Ann's line {k}");
    }
    assert!(shipped(&compiled, 1).iter().all(Option::is_none), "{:?}", shipped(&compiled, 1));
}

#[test]
fn a_share_of_customers_acts() {
    // One line an hour is released, 20 come: all but the first are late, and 30 % of about 20,000
    // are cancelled. Standard error of the share 0.0032; 4.4 of them either way is one false alarm
    // in 100,000 seeds.
    let text = format!(
        "{START}horizon = \"1000 h\"\n[parts.part]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         promise = \"1 min\"\n[processes.release]\nrate = \"1 lines/h\"\n[sites.centre]\nkind = \"centre\"\n\
         stock = \"unlimited\"\noutbound = [\"release\", \"stock\"]\n[demand.all]\nsite = \"centre\"\n\
         lines = \"20 lines/h\"\nclass = \"daily\"\n[impatience.leave]\nclass = \"daily\"\nlate_by = \"30 min\"\n\
         share = \"30%\"\ncancels = true\n"
    );
    let histories = HistoryRecorder::of_customers(&compiled(&text).model, 0);
    let late: Vec<&LineHistory> = histories.iter().filter(|history| history.ordered < 999 * HOUR).collect();
    let cancelled = late.iter().filter(|history| history.cancelled.is_some()).count();
    let share = cancelled as f64 / late.len() as f64;
    assert!(late.len() > 19_000, "{}", late.len());
    assert!((share - 0.3).abs() < 4.4 * 0.003_3, "{share}");
}

/// One order, a week after the start, promised within 4 hours and ordered in duplicate an hour
/// later.
fn one_order(lines: u32, centre: &str) -> CompiledModel {
    compiled(&one_order_text(lines, centre))
}

fn one_order_text(lines: u32, centre: &str) -> String {
    format!(
        "{START}horizon = \"13 days\"\n[parts.part]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         promise = \"4 h\"\n[classes.stock]\npriority = 2\n[sites.makers]\nkind = \"supplier\"\nlead_time = \"50 days\"\n\
         {centre}\n[demand.ann]\nsite = \"centre\"\nlines = \"{lines} lines/week\"\narrivals = \"even\"\n\
         lines_per_order = \"{lines} lines\"\nclass = \"daily\"\n[impatience.twice]\nclass = \"daily\"\nlate_by = \"1 h\"\n\
         orders_again = true\nreturns_after = \"1 day\"\n"
    )
}

/// Hours after the order at which each line was ordered, left, was filled, and ended otherwise.
fn hours(compiled: &CompiledModel) -> Vec<[Option<u64>; 4]> {
    let after = |at: Option<u64>| at.map(|at| (at - 7 * 24 * HOUR) / HOUR);
    let histories = HistoryRecorder::of_customers(&compiled.model, 0);
    let hours = |history: &LineHistory| {
        [Some(history.ordered), history.shipped, history.filled, history.cancelled].map(after)
    };
    histories.iter().map(hours).collect()
}

#[test]
fn a_duplicate_is_cancelled_when_the_original_is_filled() {
    // Release takes 6 hours. The duplicate comes at 5 and is in service at 6, when the first is
    // there: it is withdrawn.
    let centre = "[processes.release]\nrate = \"4 lines/day\"\n[sites.centre]\nkind = \"centre\"\n\
        stock = \"unlimited\"\noutbound = [\"release\", \"stock\"]";
    let compiled = one_order(1, centre);
    assert_eq!(hours(&compiled), [[Some(0), Some(6), Some(6), None], [Some(5), None, None, Some(6)]]);
    let seen = observed(&compiled);
    assert_eq!(daily(&seen, ids::DUPLICATE_ORDERS_DAILY, "class=daily")[7], 1.0);
    assert_eq!(daily(&seen, ids::REDUNDANT_PICKS_DAILY, "").iter().sum::<f64>(), 0.0);
    assert_eq!(
        daily(&seen, ids::ORDERED_LINES_DAILY, "class=daily").iter().sum::<f64>(),
        1.0,
        "no more is demanded"
    );
}

#[test]
fn the_later_delivery_is_returned_and_put_away() {
    // Of 5 pieces the order takes one, and the duplicate, at 5 o'clock, another: it waits to be
    // picked when the first is filled at 6, is picked for nothing by 12, and is back a day later
    // and unloaded for 6 hours: at 18 o'clock of the second day it is on the shelf.
    let centre = "[processes.pick]\nrate = \"4 lines/day\"\n[processes.unload]\nrate = \"4 lines/day\"\n\
        [sites.centre]\nkind = \"centre\"\nsupplied_by = [\"makers\"]\ninbound = [\"unload\"]\n\
        outbound = [\"stock\", \"pick\"]\nstock = { level = \"5 pieces\" }";
    let compiled = one_order(1, centre);
    assert_eq!(hours(&compiled), [[Some(0), Some(6), Some(6), None], [Some(5), Some(12), None, Some(12)]]);
    let seen = observed(&compiled);
    assert_eq!(daily(&seen, ids::REDUNDANT_PICKS_DAILY, "class=daily")[7..9], [1.0, 0.0]);
    assert_eq!(daily(&seen, ids::ON_HAND, "site=centre")[6..9], [5.0, 3.0, 4.0]);
}

#[test]
fn a_later_line_delivered_in_two_parts_is_returned_in_two_parts() {
    // Lines of two pieces, three on the shelf, what is taken ordered immediately and there 20 hours
    // later. The order has two pieces picked by 6. Its duplicate, at 5, gets the third, and is
    // redundant from 6 on; but the piece that it was given is picked until 12, and the other, which
    // it still waits for, is unloaded at 26 and picked until 32. They are back a day later and
    // unloaded for six hours: on the shelf at 42 and 62. The four pieces that were ordered come at
    // 26 and 32, one of them for the duplicate: 3 on the shelf at 32, 4 at 42, 5 at 62.
    let centre = "[processes.pick]\nrate = \"4 lines/day\"\n[processes.unload]\nrate = \"4 lines/day\"\n\
        [sites.centre]\nkind = \"centre\"\nsupplied_by = [\"makers\"]\ninbound = [\"unload\"]\n\
        outbound = [\"stock\", \"pick\"]\nstock = { level = \"3 pieces\" }";
    let text = one_order_text(1, centre)
        .replace("share = \"100%\"", "share = \"100%\"\npieces = \"2 pieces\"")
        .replace("\"50 days\"", "\"20 h\"");
    let compiled = compiled(&text);
    assert_eq!(hours(&compiled), [[Some(0), Some(6), Some(6), None], [Some(5), Some(32), None, Some(32)]]);
    let seen = observed(&compiled);
    assert_eq!(daily(&seen, ids::REDUNDANT_PICKS_DAILY, "class=daily")[7..10], [1.0, 0.0, 0.0]);
    assert_eq!(daily(&seen, ids::ON_HAND, "site=centre")[6..10], [3.0, 0.0, 4.0, 5.0]);
}

#[test]
fn a_line_is_filled_by_its_duplicate_if_that_arrives_first() {
    // Two lines of one order; single lines go first. The first is released at 6, and its duplicate,
    // in service by then, is withdrawn but holds the server until 12. Then the duplicate of the
    // other line goes before it, and at 18 its customer has what he requires: the line, still
    // waiting, is filled.
    let centre = "[processes.release]\nrate = \"4 lines/day\"\ndiscipline = \"smallest_order_first\"\n[sites.centre]\n\
        kind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"release\", \"stock\"]";
    let compiled = one_order(2, centre);
    let expected = [
        [Some(0), Some(6), Some(6), None],
        [Some(0), None, Some(18), None],
        [Some(5), None, None, Some(6)],
        [Some(5), Some(18), None, Some(18)],
    ];
    assert_eq!(hours(&compiled), expected);
    observed(&compiled);
}
