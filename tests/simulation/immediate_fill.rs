//! Immediate fill: a line filled at the instant of its order is counted like one on the general
//! path.

use crate::support::{START, compiled, observed};
use gplc::registers::metrics::ids;

/// A rule by which no one acts: as lines may be withdrawn now, all of them go the long way.
const NOBODY_ACTS: &str = r#"
[impatience.calm]
class = "daily"
late_by = "1 day"
share = "0%"
cancels = true
"#;

/// Depots without processes, customers who request them in two classes, and the specification of
/// whose shelf they stand at.
fn depots(customers: &str) -> String {
    format!(
        r#"{START}
horizon = "4 weeks"
warm_up = "1 week"
[parts.part]
count = 5
share = "100%"
spread = {{ zipf = 1 }}
pieces = {{ geometric = "1.5 pieces" }}
[classes.vor]
priority = 1
promise = "2 h"
[classes.daily]
priority = 2
promise = "1 day"
[classes.stock]
priority = 3
[sites.supplier]
kind = "supplier"
lead_time = {{ exponential = "1 day" }}
[sites.depots]
kind = "pdc"
count = 2
supplied_by = ["supplier"]
stock = {{ cover = "3 days", review = {{ every = "1 day" }} }}
{customers}
lines = "40 lines/day each"
lines_per_order = {{ geometric = "1.5 lines" }}
classes = {{ vor = "30%", daily = "70%" }}
[observe.shelf]
stock = "depots"
within = ["1 day"]
[observe.requests]
orders = "customers"
"#
    )
}

#[test]
fn immediate_fills_are_counted_like_the_general_path() {
    let at_shops = "[sites.shops]\nkind = \"retailer\"\ncount = 4\nsupplied_by = [\"depots\"]\n\
                    [demand.customers]\nsite = \"shops\"";
    for customers in ["[demand.customers]\nsite = \"depots\"", at_shops] {
        let text = depots(customers);
        let (at_once, the_long_way) =
            (observed(&compiled(&text)), observed(&compiled(&format!("{text}{NOBODY_ACTS}"))));
        let shares = at_once.all_values(ids::FIRST_PICK_AVAILABILITY);
        let shares: Vec<f64> = shares.filter_map(|value| value.outcome.value()).collect();
        assert!(!shares.is_empty() && shares.iter().all(|share| (0.2..0.98).contains(share)), "{shares:?}");
        // The rule reports more of its own; all else is the same, to the last line.
        for value in &at_once.values {
            assert!(the_long_way.values.contains(value), "{value:?}");
        }
        for series in &at_once.series {
            let other = the_long_way.series.iter().find(|other| other.key == series.key);
            let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(
                other.map(|other| bits(&other.values)),
                Some(bits(&series.values)),
                "{:?}",
                series.key
            );
        }
        assert_eq!(at_once.cohorts, the_long_way.cohorts);
    }
}
