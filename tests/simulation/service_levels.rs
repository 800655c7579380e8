//! Service levels by the day of the first want, in a case with hand-calculated results.

use crate::support::{START, compiled, daily, observed};
use gplc::metrics::ReplicationResult;
use gplc::registers::metrics::ids;

/// Three demands order a line at each full hour from 1:00 on, of a centre that has everything. From
/// Tuesday to Thursday at 5:30 nothing can be ordered: one defers its lines until then, one writes
/// them on paper, one loses them. A line is promised within a day; Monday to Friday are worked.
fn outage(promise: &str) -> ReplicationResult {
    let text = format!(
        r#"{START}
horizon = "9 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
promise = "{promise}"
[systems.order_entry]
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["stock"]
[sites.shop]
kind = "retailer"
supplied_by = ["centre"]
market = "home"
[sites.abroad]
kind = "retailer"
supplied_by = ["centre"]
[demand.deferred]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", deferred = "100%", deferred_over = "0 s" }}
[demand.on_paper]
site = "abroad"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", on_paper = "100%" }}
[demand.lost]
site = "abroad"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", lost = "100%" }}
[disruptions.attack]
from = 2025-01-07
takes_down = ["order_entry"]
until = 2025-01-09T05:30:00
"#
    );
    observed(&compiled(&text))
}

#[test]
fn lines_are_judged_on_the_day_on_which_they_were_first_wanted() {
    // Monday has 23 lines of each demand, the other days 24. Those of Tuesday are filled on
    // Thursday at 5:30, at least 5.5 hours late; those of Wednesday, 6:00 and later, in time.
    let seen = outage("1 day");
    let series = |metric| daily(&seen, metric, "class=daily")[..4].to_vec();
    assert_eq!(series(ids::WANTED_LINES), [69.0, 72.0, 72.0, 72.0]);
    assert_eq!(series(ids::LINES_DUE), [69.0, 48.0, 48.0, 66.0], "lost lines are never due");
    assert_eq!(series(ids::LINES_SHIPPED_ON_TIME), [69.0, 0.0, 36.0, 66.0]);
    assert_eq!(series(ids::LINES_DELIVERED_ON_TIME), [69.0, 0.0, 36.0, 66.0]);
    assert_eq!(series(ids::LOST_LINES), [0.0, 24.0, 24.0, 6.0]);
    // Of each demand: on Tuesday 29.5, 28.5, …, 6.5 hours, 432 together; on Wednesday 5.5, …, 0.5.
    assert_eq!(series(ids::LATE_LINE_DAYS_DAILY), [0.0, 2.0 * 432.0 / 24.0, 2.0 * 18.0 / 24.0, 0.0]);
}

#[test]
fn a_fill_rate_counts_lines_shipped_within_working_days_of_the_first_want() {
    // Of Tuesday's lines none ships by the end of Wednesday, all by the end of Thursday; lost lines
    // are never filled.
    let seen = outage("1 day");
    let series = |metric| daily(&seen, metric, "class=daily")[..4].to_vec();
    assert_eq!(series(ids::LINES_FILLED_BY_FACING_SITE), [69.0, 0.0, 48.0, 66.0]);
    assert_eq!(series(ids::LINES_FILLED_BY_SYSTEM), [69.0, 48.0, 48.0, 66.0]);
}

#[test]
fn markets_have_series_of_their_own_and_days_not_due_by_the_end_none() {
    let seen = outage("1 day");
    let of = |market: &str| daily(&seen, ids::WANTED_LINES, &format!("market={market} class=daily"))[1];
    assert_eq!((of("home"), of("abroad")), (24.0, 48.0));
    let due = daily(&seen, ids::LINES_DUE, "class=daily");
    assert!(!due[7].is_nan() && due[8].is_nan(), "the lines of the last day are due after the run: {due:?}");
}
