//! `gplc compare`: plans are judged on the same lines, and what has no effect is named.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A centre with customers. Orders need `order_entry` and picking `wms`; nothing needs `spare`. All
/// are down for a week.
const CRISIS: &str = r#"
title = "Crisis: as planned"
start = 2025-01-06
horizon = "12 weeks"
warm_up = "1 week"
replications = 4
seed = 3
start_from = "full"
[parts.fast]
count = 5
share = "100%"
[classes.vor]
priority = 1
promise = "1 working day"
[classes.daily]
priority = 2
promise = "2 working days"
[systems.order_entry]
[systems.wms]
[systems.spare]
[processes.pick]
rate = "120 lines/day"
needs = ["wms"]
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["stock", "pick"]
[demand.customers]
site = "centre"
lines = "80 lines/day"
classes = { vor = "20%", daily = "80%" }
when_down = { of = "order_entry", on_paper = "60%", deferred = "30%", lost = "10%", deferred_over = "3 days" }
[disruptions.attack]
from = 2025-02-10T06:00:00
takes_down = ["order_entry", "wms", "spare"]
[restart.order_entry]
from = 2025-02-17T06:00:00
brings_back = ["order_entry", "wms"]
[restart.spare]
from = 2025-02-20
brings_back = ["spare"]
"#;

fn folder(others: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("crisis.toml"), CRISIS).unwrap();
    for (name, text) in others {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn output(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gplc"));
    command.current_dir(folder).args(arguments).arg("--quiet").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The printed comparison, and the rows of its file.
fn compare(folder: &Path, arguments: &[&str]) -> (String, Vec<serde_json::Value>) {
    let all = [&["compare", "crisis.toml"], arguments, &["--out", "out"]].concat();
    let output = output(folder, &all);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let json = fs::read_to_string(folder.join("out/comparison.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    (text(&output.stdout), json["rows"].as_array().unwrap().clone())
}

/// Difference of a metric in a window, of all classes and the first plan.
fn difference(rows: &[serde_json::Value], metric: &str, window: &str) -> f64 {
    let of_all = |row: &&serde_json::Value| {
        row["metric"] == metric && row["window"] == window && row["class"] == "" && row["market"] == ""
    };
    rows.iter().find(of_all).unwrap_or_else(|| panic!("no {metric} {window}"))["difference"].as_f64().unwrap()
}

#[test]
fn a_plan_that_differs_only_in_what_nothing_needs_is_identical() {
    // With windows of its own the plan would be judged from another day on.
    let folder = folder(&[]);
    let (printed, rows) = compare(folder.path(), &["--plan", "Spare later: restart.spare.from=2025-03-10"]);
    let name = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(name.contains("(identical to plan 1)"), "{printed}");
    assert!(printed.contains("Plan 2 differs in restart.spare.from: 2025-02-20"), "{printed}");
    for metric in ["shipped_on_time", "lost_share", "facing_fill_rate"] {
        for window in ["before", "outage", "recovery", "from_onset"] {
            assert!(difference(&rows, metric, window).abs() < 1e-12, "{metric} {window}");
        }
    }
}

#[test]
fn a_later_end_of_the_outage_is_worse_over_the_same_days() {
    let folder = folder(&[]);
    let (printed, rows) =
        compare(folder.path(), &["--plan", "A week later: restart.order_entry.from=2025-02-24T06:00:00"]);
    assert!(difference(&rows, "shipped_on_time", "from_onset") < -0.05, "{printed}");
    assert!(printed.contains("outage 10–16 February; recovery 17 Feb – 30 Mar"), "{printed}");
    let star = rows.iter().find(|row| row["metric"] == "shipped_on_time" && row["overview"] == true).unwrap();
    assert!(star["significant"] == true && star["p_value_adjusted"].as_f64() < Some(0.05), "{star}");
}

#[test]
fn a_longer_horizon_is_judged_on_the_lines_of_the_shorter_one() {
    let folder = folder(&[]);
    let (_, rows) = compare(folder.path(), &["--plan", "Longer: horizon=20 weeks"]);
    for window in ["before", "outage", "recovery", "from_onset"] {
        assert!(difference(&rows, "shipped_on_time", window).abs() < 1e-12, "{window}");
    }
}

#[test]
fn a_normal_quarter_is_judged_over_the_windows_of_the_crisis() {
    let normal = CRISIS.split("[disruptions.attack]").next().unwrap().replace("as planned", "normal");
    let folder = folder(&[("normal.toml", &normal)]);
    let output = output(folder.path(), &["compare", "normal.toml", "crisis.toml", "--out", "out"]);
    let printed = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(printed.contains("shipment,") && printed.contains("outage 10–16 February"), "{printed}");
    let json = fs::read_to_string(folder.path().join("out/comparison.json")).unwrap();
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(difference(rows["rows"].as_array().unwrap(), "shipped_on_time", "outage") < -0.5, "{json}");
}

#[test]
fn daily_differences_are_those_of_the_daily_series() {
    let folder = folder(&[]);
    let later = "later: restart.order_entry.from=2025-02-24T06:00:00, horizon=11 weeks";
    compare(folder.path(), &["--plan", later, "--csv"]);
    let value = |file: &str, plan: &str| -> f64 {
        let text = fs::read_to_string(folder.path().join("out").join(file)).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let head = rows.headers().unwrap().clone();
        let place = |name: &str| head.iter().position(|column| column == name).unwrap();
        let found = rows.records().map(Result::unwrap).find(|row| {
            let is = |column: &str, text: &str| &row[place(column)] == text;
            is("replication", "2")
                && is("day", "2025-02-19")
                && is("metric", "open_demand")
                && is("plan", plan)
                && is("class", "")
                && is("age", "")
        });
        found.unwrap_or_else(|| panic!("no row in {file}"))[place("value")].parse().unwrap()
    };
    let (first, other) = (value("crisis/daily.csv", ""), value("later/daily.csv", ""));
    assert!(other - first > 50.0, "{first} {other}");
    assert!((value("differences.csv", "later") - (other - first)).abs() < 1e-9);
    let text = fs::read_to_string(folder.path().join("out/differences.csv")).unwrap();
    assert!(!text.contains("2025-03-28"), "the last week is not common");
    assert!(folder.path().join("out/differences.parquet").is_file());
}

#[test]
fn a_comparison_can_be_broken_down_by_class_window_and_week() {
    let folder = folder(&[]);
    let later = "A week later: restart.order_entry.from=2025-02-24T06:00:00";
    let (printed, rows) = compare(
        folder.path(),
        &["--plan", later, "--by", "class", "--by", "window", "--by", "week", "--by", "market"],
    );
    let part = |heading: &str| {
        let part = printed.split(&format!("\n{heading}\n")).nth(1).unwrap_or_else(|| panic!("{printed}"));
        part.split("Exploratory").next().unwrap().to_owned()
    };
    assert!(part("By class").contains("\n vor    peak open demand [lines]"), "{printed}");
    assert!(part("By window").contains("\n recovery") && part("By window").contains("facing fill rate"));
    let weeks = part("By week");
    assert!(weeks.contains("\n 2025-02-17  on-time shipment") && !weeks.contains('*'), "{weeks}");
    assert!(!printed.contains("By market"), "there is one market");
    // In the week after the planned return the later plan is still down.
    let week =
        rows.iter().find(|row| row["week"] == "2025-02-17" && row["metric"] == "shipped_on_time").unwrap();
    assert!(week["difference"].as_f64() < Some(-0.3), "{week}");
}

#[test]
fn plans_that_cannot_be_compared_are_refused_before_anything_runs() {
    let folder = folder(&[]);
    for (plan, why) in [
        ("Other start: start=2025-01-13", "plan 2 starts on 2025-01-13, plan 1 on 2025-01-06"),
        (
            "Nothing in common: warm_up=13 weeks, horizon=14 weeks, disruptions.attack.from=2025-04-08, \
          restart.order_entry.from=2025-04-09, restart.spare.from=2025-04-09",
            "plan 2 and plan 1 have no counted day in common",
        ),
        ("processes.pick.rate=9", "has no name"),
    ] {
        let output = output(folder.path(), &["compare", "crisis.toml", "--plan", plan, "--out", "out"]);
        assert_eq!(output.status.code(), Some(2), "{plan}");
        assert!(text(&output.stderr).contains(why), "{plan}: {}", text(&output.stderr));
        assert!(!folder.path().join("out").exists(), "nothing is written");
    }
    let alone = output(folder.path(), &["compare", "crisis.toml"]);
    assert_eq!(alone.status.code(), Some(2));
    assert!(text(&alone.stderr).contains("a comparison needs two plans"));
}
