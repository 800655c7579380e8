//! Prefetching: with many shelves and lines, memory is prefetched, and no result changes.

use crate::support::{START, compiled, observed};
use gplc::compile::CompiledModel;
use gplc::metrics::{Outcome, ReplicationResult};
use gplc::model::Stock;
use gplc::registers::metrics::ids;
use gplc::units::SiteGroupId;

/// A network through everything that prefetches: retailers with shelves, orders of several lines,
/// release, put-away and packing, a lane with a timetable and one without, two classes, and a
/// backlog of thousands of lines.
fn network() -> String {
    format!(
        r#"{START}
horizon = "3 weeks"
warm_up = "1 week"
[parts.part]
count = 300
share = "100%"
spread = {{ zipf = 1 }}
pieces = {{ geometric = "1.5 pieces" }}
[classes.vor]
priority = 1
promise = "1 day"
[classes.daily]
priority = 2
promise = "3 days"
[classes.stock]
priority = 3
[processes.release]
servers = 2
time = {{ exponential = "40 s" }}
[processes.pick]
rate = "250 lines/day"
[processes.stow]
servers = 3
time = {{ exponential = "3 min" }}
[sites.supplier]
kind = "supplier"
lead_time = "4 days"
[sites.centre]
kind = "centre"
supplied_by = ["supplier"]
inbound = ["stow"]
outbound = ["release", "stock", "pick"]
stock = {{ cover = "5 days", review = {{ every = "1 day" }}, class = "stock" }}
[sites.pdcs]
kind = "pdc"
count = 2
supplied_by = ["centre"]
stock = {{ cover = "2 days", review = {{ every = "1 day" }}, class = "stock" }}
[sites.shops]
kind = "retailer"
count = 6
supplied_by = ["pdcs"]
stock = {{ cover = "1 day", review = {{ every = "1 day" }}, class = "stock" }}
[lanes.trunk]
from = "centre"
to = "pdcs"
departs = "mon-sat 18:00"
transit = "10 h"
[lanes.vans]
from = "pdcs"
to = "shops"
transit = "5 h"
[demand.workshops]
site = "shops"
lines = "100 lines/day each"
lines_per_order = {{ geometric = "2 lines" }}
classes = {{ vor = "10%", daily = "90%" }}
[demand.trade]
site = "pdcs"
lines = "100 lines/day each"
class = "daily"
backlog = "6000 lines"
"#
    )
}

/// Depots without demand, with a number of shelves that none of the network is near any
/// more.
const IDLE: &str = r#"
[sites.zz_idle]
kind = "pdc"
count = 110
supplied_by = ["centre"]
stock = { cover = "2 days", review = { every = "1 day" }, class = "stock" }
"#;

fn bits(observations: &ReplicationResult) -> Vec<(String, Vec<u64>)> {
    let numbers = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect();
    let text = |key| observations.names.text(key);
    let series = observations.series.iter().map(|series| (text(series.key), numbers(&series.values)));
    let value = |outcome: Outcome| outcome.value().map(f64::to_bits).into_iter().collect();
    let metrics = observations.values.iter().map(|one| (text(one.key), value(one.outcome)));
    series.chain(metrics).collect()
}

#[test]
fn prefetching_changes_no_result() {
    let (near, far) = (compiled(&network()), compiled(&format!("{}{IDLE}", network())));
    let shelves = |compiled: &CompiledModel| -> usize {
        let of_site = |table: SiteGroupId| match &compiled.model.site_groups[table].stock {
            Stock::BaseStock(stock) => stock.level.len(),
            Stock::None | Stock::Unlimited => 0,
        };
        compiled.model.group_of.iter().map(|&table| of_site(table)).sum()
    };
    assert!(shelves(&near) < 4_000 && shelves(&far) > 32_768, "{} {}", shelves(&near), shelves(&far));
    let (near, far) = (observed(&near), observed(&far));
    let most = near.all_series(ids::BACKLOG).flat_map(|(_, values)| values);
    assert!(most.fold(0.0, |most, &value| f64::max(most, value)) > 4_096.0, "lines are far, too");
    let far: Vec<_> = bits(&far).into_iter().filter(|(key, _)| !key.contains("zz_idle")).collect();
    assert_eq!(bits(&near), far);
}
