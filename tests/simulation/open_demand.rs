//! Open demand, in a case with hand-calculated results.

use crate::support::{START, compiled, daily, observed};
use gplc::metrics::ReplicationResult;
use gplc::registers::metrics::ids;

/// Three shops in two markets request a centre with one picker, 12 h a line. From Monday 2:30 to
/// Wednesday 5:30 no order can be entered: one shop writes its lines on paper, the others defer
/// them.
fn outage() -> ReplicationResult {
    let text = format!(
        r#"{START}
horizon = "4 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[systems.order_entry]
[processes.pick]
servers = 1
time = "12 h"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["stock", "pick"]
[sites.shop]
kind = "retailer"
supplied_by = ["centre"]
market = "home"
[sites.corner]
kind = "retailer"
supplied_by = ["centre"]
market = "home"
[sites.abroad]
kind = "retailer"
supplied_by = ["centre"]
[demand.hourly_on_paper]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", on_paper = "100%" }}
[demand.daily_deferred]
site = "corner"
lines = "1 lines/day"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", deferred = "100%", deferred_over = "0 s" }}
[demand.hourly_deferred]
site = "abroad"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", deferred = "100%", deferred_over = "0 s" }}
[demand.hourly_lost]
site = "abroad"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", lost = "100%" }}
[disruptions.attack]
from = 2025-01-06T00:30:00
takes_down = ["order_entry"]
until = 2025-01-08T05:30:00
"#
    );
    observed(&compiled(&text))
}

#[test]
fn open_demand_counts_a_line_once_from_its_first_want_where_it_stands() {
    // Wanted by the end of Monday: 23 lines of each hourly shop, of 1:00 to 23:00; of Tuesday: 24
    // more, and one of the daily shop at 0:00; of Wednesday as on Tuesday. All are entered on
    // Wednesday at 5:30, and the picker finishes the first at 17:30. What is lost until then is no
    // open demand; 18 lines of that demand are entered, from 6:00 to 23:00.
    let seen = outage();
    let open = |at: &str| daily(&seen, ids::OPEN_DEMAND, at)[..3].to_vec();
    assert_eq!(open(""), [46.0, 95.0, 161.0]);
    assert_eq!(daily(&seen, ids::OPEN_DEMAND_NOT_ENTERED, "")[..3], [46.0, 95.0, 0.0]);
    assert_eq!(daily(&seen, ids::OPEN_DEMAND_NOT_ENTERED, "stage=not_entered")[..3], [23.0, 47.0, 0.0]);
    assert_eq!(daily(&seen, ids::OPEN_DEMAND_NOT_ENTERED, "stage=deferred")[..3], [23.0, 48.0, 0.0]);
    assert_eq!(daily(&seen, ids::OPEN_DEMAND_ON_BOOKS, "")[..3], [0.0, 0.0, 161.0]);
    assert_eq!(daily(&seen, ids::OPEN_DEMAND_ON_BOOKS, "site=centre stage=pick")[..3], [0.0, 0.0, 161.0]);
}

#[test]
fn sites_of_one_market_are_counted_together() {
    let seen = outage();
    let of = |market: &str| daily(&seen, ids::OPEN_DEMAND, &format!("market={market}"))[..2].to_vec();
    assert_eq!(of("home"), [23.0, 48.0]);
    assert_eq!(of("abroad"), [23.0, 47.0]);
}

#[test]
fn a_deferred_line_is_as_old_as_its_want() {
    // On Wednesday night 24 + 1 + 24 + 18 lines are of that day; of the 95 older ones one is done.
    let seen = outage();
    let of = |age: &str| daily(&seen, ids::OPEN_DEMAND, &format!("age={age}"))[..3].to_vec();
    assert_eq!(of("0-1"), [46.0, 49.0, 67.0]);
    assert_eq!(of("1-3"), [0.0, 46.0, 94.0]);
}
