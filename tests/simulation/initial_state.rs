//! Initial state: a steady start causes no start-up wave in the network.

use crate::support::{DAY, Micros, compiled, daily, interval, run};
use gplc::compile::CompiledModel;
use gplc::metrics::{ReplicationResult, run_replication};
use gplc::registers::metrics::{Daily, Metric, ids};
use gplc::simulation::observer::Observer;
use gplc::stats::interval::MeanInterval;
use gplc::stats::moments::Moments;
use gplc::units::{Instant, SiteId};
use std::collections::BTreeMap;

const NETWORK: &str = r#"
title = "A normal half-year in small"
start = 2025-06-02
horizon = "24 weeks"
calendar = "uk_days"
seed = 7

[calendars.uk_days]
shifts = ["mon-fri 00:00-24:00"]
[calendars.day_shift]
shifts = ["mon-fri 06:00-18:00"]

[parts.fast]
count = 200
share = "60%"
spread = { zipf = 0.6 }
pieces = { geometric = "5 pieces" }
value = "£9"
[parts.slow]
count = 800
share = "40%"
spread = { lognormal = 0.9 }
pieces = { geometric = "2 pieces" }
value = "£90"

[classes.vor]
priority = 1
promise = "1 working day"
[classes.daily]
priority = 2
promise = "1 working day"
[classes.stock]
priority = 3
promise = "3 working days"

[processes.release]
rate = "4000 lines/working day"
calendar = "day_shift"
[processes.pick]
people = 6
productivity = "48 pieces/h per head"
per = "piece"
calendar = "day_shift"
[processes.pack]
people = 6
productivity = "48 pieces/h per head"
per = "piece"
calendar = "day_shift"
[processes.unload]
people = 4
productivity = "8 deliveries/h per head"
per = "delivery"
calendar = "day_shift"
[processes.put_away]
people = 4
productivity = "8 lines/h per head"
calendar = "day_shift"

[sites.suppliers]
kind = "supplier"
lead_time = { lognormal = { median = "6 weeks", p90 = "16 weeks" } }

[sites.gplc]
kind = "centre"
supplied_by = ["suppliers"]
inbound = ["unload", "put_away"]
outbound = ["release", "pick", "pack"]
stock = { fill_rate = "96%", review = { every = "1 working day", at = "05:00" } }

[sites.uk_pdc]
kind = "pdc"
supplied_by = ["gplc"]
stock = { fill_rate = "97%", review = { every = "1 working day", at = "20:00" } }
[sites.uk_retailers]
kind = "retailer"
count = 5
supplied_by = ["uk_pdc", "gplc"]
[sites.europe_pdc]
kind = "pdc"
supplied_by = ["gplc"]
stock = { fill_rate = "97%", review = { every = "1 week", at = "wed 19:00" } }
[sites.overseas_pdc]
kind = "pdc"
supplied_by = ["gplc"]
stock = { fill_rate = "97%", review = { every = "1 week", at = "fri 19:00" } }
[sites.direct_retailers]
kind = "retailer"
count = 5
supplied_by = ["gplc"]

[lanes.to_uk_pdc]
from = "gplc"
to = "uk_pdc"
departs = "mon-fri 22:30"
transit = "2 h"
[lanes.uk_overnight]
from = "uk_pdc"
to = "uk_retailers"
departs = "mon-fri 19:00"
transit = "12 h"
[lanes.uk_direct]
from = "gplc"
to = "uk_retailers"
departs = "mon-fri 22:30"
transit = "9 h"
[lanes.to_europe]
from = "gplc"
to = "europe_pdc"
departs = "mon-fri 22:00"
transit = "3 days"
[lanes.to_overseas]
from = "gplc"
to = "overseas_pdc"
departs = "tue,thu 22:00"
transit = { gamma = { mean = "35 days", cv = 0.05 } }
[lanes.to_direct]
from = "gplc"
to = "direct_retailers"
departs = "mon-fri 22:00"
transit = "9 h"

[demand.uk_workshops]
site = "uk_retailers"
lines = "30 per working day each"
classes = { vor = "8%", daily = "92%" }
weekdays = { mon = 1.15, tue = 1.05, wed = 1.0, thu = 1.0, fri = 0.8 }
hours = "peak before 16:00"
[demand.direct]
site = "direct_retailers"
lines = "20 per working day each"
classes = { vor = "8%", daily = "92%" }
hours = "peak before 16:00"
[demand.europe]
site = "europe_pdc"
lines = "150 per working day"
classes = { vor = "8%", daily = "92%" }
hours = "peak before 16:00"
[demand.overseas]
site = "overseas_pdc"
lines = "100 per working day"
classes = { vor = "8%", daily = "92%" }
hours = "peak before 16:00"
"#;

/// What must not drift: series, its labels, and the half-width that the interval of its
/// relative difference may have, in percent.
const STEADY: [(Metric<Daily>, &str, f64); 8] = [
    (ids::THROUGHPUT, "site=gplc process=put_away", 3.0),
    (ids::THROUGHPUT, "site=gplc process=pick", 3.0),
    (ids::THROUGHPUT, "site=gplc process=release", 3.0),
    (ids::ON_HAND, "site=gplc", 3.5),
    (ids::ON_HAND, "site=uk_pdc", 3.0),
    (ids::ON_HAND, "site=europe_pdc", 3.0),
    (ids::ON_HAND, "site=overseas_pdc", 3.0),
    (ids::BACKLOG, "site=gplc", 6.0),
];

/// Of each series: mean of weeks 1–4 less that of weeks 21–24, in percent of the latter, as the
/// 99.9 % interval of paired replications, and the half-width that it may have.
fn drifts(
    text: &str,
    steady: &[(Metric<Daily>, &str, f64)],
    replications: u32,
) -> Vec<(String, MeanInterval, f64)> {
    let CompiledModel { model, labels } = compiled(text);
    let seen: Vec<ReplicationResult> = (0..replications)
        .map(|replication| run_replication(&model, &labels, replication, || false).unwrap())
        .collect();
    let drift = |&(metric, at, widest): &(Metric<Daily>, &str, f64)| {
        let weeks = |from: usize, to: usize| -> Vec<f64> {
            let mean = |observations| {
                let days = &daily(observations, metric, at)[from * 7..to * 7];
                days.iter().sum::<f64>() / days.len() as f64
            };
            seen.iter().map(mean).collect()
        };
        let (first, last) = (weeks(0, 4), weeks(20, 24));
        let usual = last.iter().sum::<f64>() / last.len() as f64;
        let drift =
            interval(first.iter().zip(last).map(|(first, last)| (first - last) / usual * 100.0), 0.999);
        println!(
            "{} {at}: {:+.2} % ±{:.2} % of {usual:.1}",
            metric.id().definition().id,
            drift.mean,
            drift.half_width
        );
        (format!("{} {at}", metric.id().definition().id), drift, widest)
    };
    steady.iter().map(drift).collect()
}

#[test]
fn the_first_weeks_resemble_those_half_a_year_later() {
    // Eight intervals of 99.9 %: a change of seed fails eight times in a thousand.
    for (what, drift, widest) in drifts(NETWORK, &STEADY, 24) {
        assert!(drift.contains(0.0), "{what}: {:+.2} % ±{:.2} %", drift.mean, drift.half_width);
        assert!(drift.half_width < widest, "{what}: an interval of ±{:.2} % sees little", drift.half_width);
    }
}

/// The same network, whose retailers hold parts with frequent demand: their workshops take from the
/// shelf, and order the shortage.
fn with_stock_at_retailers() -> String {
    let stock = "stock = { fill_rate = \"95%\", minimum_demand = \"6 lines/year\", review = { every = \"1 working day\", at = \"17:30\" } }";
    let retailers = "kind = \"retailer\"\ncount = 5\n";
    assert_eq!(NETWORK.matches(retailers).count(), 2);
    NETWORK.replace(retailers, &format!("{retailers}{stock}\n"))
}

#[test]
fn the_first_weeks_resemble_those_half_a_year_later_with_stock_at_retailers() {
    // Eleven intervals of 99.9 %: a change of seed fails eleven times in a thousand.
    let of_retailers = [
        (ids::ON_HAND, "site=uk_retailers", 3.0),
        (ids::ON_HAND, "site=direct_retailers", 3.0),
        (ids::ORDERED_LINES_DAILY, "class=daily", 3.0),
    ];
    let steady = [&STEADY[..], &of_retailers].concat();
    for (what, drift, widest) in drifts(&with_stock_at_retailers(), &steady, 24) {
        assert!(drift.contains(0.0), "{what}: {:+.2} % ±{:.2} %", drift.mean, drift.half_width);
        assert!(drift.half_width < widest, "{what}: an interval of ±{:.2} % sees little", drift.half_width);
    }
}

#[test]
fn from_full_shelves_a_wave_runs_through_the_network() {
    // The same comparison of a start that is not steady: it sees the wave in all that the wave
    // moves.
    for (what, drift, _) in drifts(&format!("start_from = \"full\"\n{NETWORK}"), &STEADY, 8) {
        assert!(!drift.contains(0.0), "{what}: {:+.2} % ±{:.2} %", drift.mean, drift.half_width);
    }
}

/// Pieces that came after the start by day and part, and those that were put away, by day.
#[derive(Debug, Default)]
struct Supplied(BTreeMap<(Micros, u32), u32>, BTreeMap<Micros, u32>);

impl Observer for Supplied {
    fn supplied(&mut self, now: Instant, part: u32, pieces: u32) {
        let now = now.as_micros();
        if now > 0 {
            *self.0.entry((now / DAY, part)).or_default() += pieces;
        }
    }

    fn stocked(&mut self, now: Instant, _: SiteId, _: u32, pieces: u32) {
        let now = now.as_micros();
        if now > 0 {
            *self.1.entry(now / DAY).or_default() += pieces;
        }
    }
}

/// What comes to a centre of a number of equal parts in the first four days of the initialisation;
/// `lead_time` is that of its supplier.
fn first_days(parts: u32, pieces: &str, lines: u32, lead_time: &str, centre: &str) -> Supplied {
    let text = format!(
        r#"
title = "A centre in its first four days"
start = 2025-01-06
horizon = "4 days"
[parts.part]
count = {parts}
share = "100%"
pieces = {pieces}
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.makers]
kind = "supplier"
lead_time = "{lead_time}"
[sites.centre]
kind = "centre"
supplied_by = ["makers"]
stock = {{ cover = "1 week", review = {{ every = "1 day", at = "05:00" }} }}
{centre}
[demand.customers]
site = "centre"
lines = "{lines} lines/day"
class = "daily"
"#
    );
    let mut seen = run(&compiled(&text).model, 0, Supplied::default());
    seen.0.retain(|&(day, _), _| day < 4);
    seen
}

#[test]
fn goods_in_transit_at_the_start_vary_as_demand_does() {
    // In a day a part is requested in 100 lines on average, each of a geometric number of pieces
    // with mean 5 and variance 20: variance 100 · (20 + 25). Of 800 such numbers the sample
    // variance has a standard error of 5 %; four of them are allowed.
    let came = first_days(200, "{ geometric = \"5 pieces\" }", 20_000, "4 days", "").0;
    assert_eq!(came.len(), 800);
    let moments = Moments::of(came.values().map(|&pieces| f64::from(pieces))).unwrap();
    let (mean, variance) = (moments.mean().unwrap(), moments.variance().unwrap());
    assert!((mean / 500.0 - 1.0).abs() < 0.02, "{mean}");
    assert!((variance / 4_500.0 - 1.0).abs() < 0.2, "{variance}");
}

#[test]
fn weekend_arrivals_before_the_start_are_put_away_on_the_first_morning() {
    // Ordered at 5:00 on Thursday and on Friday and come at 5:00 on Saturday and on Sunday, when no
    // one works; what was ordered on Saturday comes on Monday at 5:00. Each is what customers
    // requested in a day: 100 pieces, ±10.
    let inbound = "inbound = [\"put_away\"]\n[calendars.days]\nshifts = [\"mon-fri 06:00-18:00\"]\n\
                   [processes.put_away]\ntime = \"1 min\"\ncalendar = \"days\"";
    let put_away = first_days(1, "\"1 piece\"", 100, "2 days", inbound).1;
    assert!((240..360).contains(&put_away[&0]) && (60..140).contains(&put_away[&1]), "{put_away:?}");
}
