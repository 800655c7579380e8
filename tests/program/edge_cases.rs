//! Edge cases: no people, no stock, no demand, no end: each runs to its end, or is refused with a
//! reason.

use std::fs;
use std::process::Command;

/// A centre whose picking is at 60 % load, and a system that is down for a week.
const CENTRE: &str = r#"
title = "A centre"
start = 2025-01-06
horizon = "8 weeks"
warm_up = "2 weeks"
replications = 2

[parts.all]
count = 5
share = "100%"

[classes.daily]
priority = 1
promise = "1 working day"
[classes.stock]
priority = 2

[systems.wms]

[processes.pick]
people = 5
productivity = "1 line/h per head"
needs = ["wms"]

[sites.suppliers]
kind = "supplier"
lead_time = "5 days"

[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
outbound = ["pick"]
stock = { cover = "4 weeks", review = { every = "1 working day", at = "05:00" } }

[demand.customers]
site = "centre"
lines = "72 per day"
class = "daily"

[disruptions.attack]
from = 2025-02-10
takes_down = ["wms"]

[restart.back]
from = 2025-02-17
brings_back = ["wms"]
"#;

/// What the built program specifies for the scenario with one thing changed: standard output,
/// standard error, and how it ended.
fn run(from: &str, to: &str) -> (String, String, Option<i32>) {
    assert!(CENTRE.contains(from), "{from}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("case.toml"), CENTRE.replace(from, to)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gplc"))
        .current_dir(folder.path())
        .args(["run", "case.toml", "--format", "csv"])
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// Mean of a measure of all lines.
fn mean(csv: &str, metric: &str) -> f64 {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (metrics, classes, means) = (column("metric"), column("class"), column("mean"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| &row[metrics] == metric && row[classes].is_empty());
    row.unwrap_or_else(|| panic!("no {metric} in\n{csv}"))[means].parse().unwrap()
}

#[test]
fn without_people_all_lines_wait_and_check_warns() {
    let (csv, message, code) = run("people = 5", "people = 0");
    assert_eq!(code, Some(0), "{message}");
    assert!(message.contains("warning: `pick` at centre has no capacity (no people"), "{message}");
    // Nothing leaves the centre: the backlog at the end is every line ordered since the start,
    // warm-up included.
    let weeks = mean(&csv, "ordered_lines") / 6.0;
    assert!(mean(&csv, "backlog_peak") > 7.5 * weeks, "{csv}");
}

#[test]
fn without_stock_every_line_waits_for_its_supplier() {
    let (csv, message, code) = run("cover = \"4 weeks\"", "level = \"0 pieces\"");
    assert_eq!(code, Some(0), "{message}");
    assert!(mean(&csv, "first_pick_availability") <= 0.0, "{csv}");
    // Little: 72 lines a day wait 5 days and up to the next review, weekends in between.
    let waiting = mean(&csv, "backlog_normal");
    assert!((5.0 * 72.0..8.0 * 72.0).contains(&waiting), "{waiting}");
}

#[test]
fn without_demand_nothing_happens_and_no_backlog_clears() {
    let demand = "[demand.customers]\nsite = \"centre\"\nlines = \"72 per day\"\nclass = \"daily\"\n";
    let (csv, message, code) = run(demand, "");
    assert_eq!(code, Some(0), "{message}");
    assert!(mean(&csv, "ordered_lines") <= 0.0 && mean(&csv, "backlog_peak") <= 0.0, "{csv}");
}

#[test]
fn a_demand_of_zero_is_refused_with_its_reason() {
    let (_, message, code) = run("72 per day", "0 per day");
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains("`lines` must be over 0"), "{message}");
}

#[test]
fn a_system_that_is_never_restored_is_reported_and_its_backlog_never_clears() {
    let (csv, message, code) = run("[restart.back]\nfrom = 2025-02-17\nbrings_back = [\"wms\"]\n", "");
    assert_eq!(code, Some(0), "{message}");
    assert!(message.contains("`wms` is still at 0 % at the end of the run"), "{message}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().unwrap().clone();
    let censored = head.iter().position(|column| column == "censored").unwrap();
    let cleared = reader.records().map(Result::unwrap).find(|row| &row[0] == "clearance_day").unwrap();
    assert_eq!(&cleared[censored], "2", "{csv}");
}

#[test]
fn a_permanent_utilisation_over_100_per_cent_is_reported_and_the_queue_grows_at_the_excess() {
    // 72 lines a day, 48 can be picked: 24 a day more, over 8 weeks, and a week of 48 lost in the
    // outage.
    let (csv, message, code) = run("people = 5", "people = 2");
    assert_eq!(code, Some(0), "{message}");
    assert!(message.contains("`pick` at centre has a utilisation of 150 %"), "{message}");
    let (peak, expected) = (mean(&csv, "backlog_peak"), 24.0 * 56.0 + 7.0 * 48.0);
    // The initialisation of two weeks grows too; Poisson noise of 5,000 lines is 70, so 5 of them
    // is one in a million.
    assert!((peak - expected - 24.0 * 14.0).abs() < 350.0, "{peak} against {expected}");
}
