//! Commands, from the text of a scenario to every byte of output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A centre, one PDC, a supplier; customers at both; the warehouse's system is down for a week.
const SMALL: &str = r#"
title = "A small centre and one outage"
start = 2024-12-23
horizon = "12 weeks"
warm_up = "2 weeks"
replications = 3
seed = 1

[calendars.days]
shifts = ["mon-fri 06:00-22:00"]

[parts.fast]
count = 5
share = "100%"
pieces = { geometric = "2 pieces" }
value = "£5"

[classes.vor]
priority = 1
promise = "1 working day"
[classes.daily]
priority = 2
promise = "2 working days"
[classes.stock]
priority = 3
promise = "3 working days"

[systems.wms]

[processes.pick]
rate = "40 lines/working day"
calendar = "days"
needs = ["wms"]

[sites.suppliers]
kind = "supplier"
lead_time = "5 days"

[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
outbound = ["pick"]
stock = { cover = "4 weeks", review = { every = "1 working day", at = "05:00" } }

[sites.pdc]
kind = "pdc"
supplied_by = ["centre"]
stock = { cover = "1 week", review = { every = "1 working day", at = "06:00" } }

[lanes.to_pdc]
from = "centre"
to = "pdc"
departs = "mon-fri 20:00"
transit = "12 h"

[demand.retailers]
site = "pdc"
lines = "20 per working day each"
classes = { vor = "10%", daily = "90%" }

[demand.direct]
site = "centre"
lines = "30 per working day each"
classes = { vor = "20%", daily = "80%" }

[disruptions.attack]
from = 2025-02-09T20:00:00
takes_down = ["wms"]

[restart.warehouse]
from = 2025-02-17T06:00:00
brings_back = ["wms"]
ramp = { from = "50%", over = "2 days" }

[restart.overtime]
after = ["warehouse"]
boost = { pick = "200%" }
for = "1 week"
"#;

/// A folder with the small scenario in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("small.toml"), SMALL).unwrap();
    folder
}

/// The program with these arguments, in a folder.
fn gplc(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gplc"));
    command.current_dir(folder).args(arguments);
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Output {
    gplc(folder, arguments).output().unwrap()
}

/// Standard output of what must be done.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = output(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every file under a folder with its bytes, in order of name.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all.sort();
    all
}

fn names(folder: &Path) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files(folder).iter().map(|(path, _)| name(path)).collect()
}

/// Asserts that two folders have the same files with the same bytes.
fn assert_same_files(first: &Path, second: &Path) {
    assert_eq!(names(first), names(second));
    for ((path, first), (_, second)) in files(first).iter().zip(files(second)) {
        assert!(*first == second, "{} differs", path.display());
    }
}

#[test]
fn every_file_has_the_same_bytes_for_any_number_of_threads_and_when_run_again() {
    let folder = folder();
    for (threads, out) in [("1", "one"), ("2", "two"), ("7", "seven"), ("2", "again")] {
        done(folder.path(), &["run", "small.toml", "--threads", threads, "--out", out, "--csv"]);
    }
    let one = folder.path().join("one");
    let expected = [
        "ages.png",
        "ages.svg",
        "backlog.png",
        "backlog.svg",
        "clearance.png",
        "clearance.svg",
        "daily.csv",
        "daily.parquet",
        "open-demand.png",
        "open-demand.svg",
        "order_to_fill.json",
        "promise.png",
        "promise.svg",
        "replications.csv",
        "replications.parquet",
        "scenario.toml",
        "summary.json",
    ];
    assert_eq!(names(&one), expected);
    for out in ["two", "seven", "again"] {
        assert_same_files(&one, &folder.path().join(out));
    }
}

/// Two values of the small scenario that no one knows: what customers order and how fast picking
/// is.
const UNKNOWN: &str = r#"
[uncertain.orders]
set = "demand.direct.lines"
uniform = ["20 per working day each", "35 per working day each"]
[uncertain.picking]
set = "processes.pick.rate"
triangular = ["35 lines/working day", "40 lines/working day", "60 lines/working day"]
"#;

#[test]
fn uncertain_values_are_sampled_alike_on_any_threads_and_reported_with_their_sensitivity() {
    let folder = folder();
    fs::write(folder.path().join("unknown.toml"), format!("{SMALL}{UNKNOWN}")).unwrap();
    let run = ["run", "unknown.toml", "--replications", "20", "--csv", "--threads"];
    let printed = done(folder.path(), &[&run[..], &["1", "--out", "one"]].concat());
    done(folder.path(), &[&run[..], &["7", "--out", "seven"]].concat());
    done(folder.path(), &["run", "one/scenario.toml", "--csv", "--out", "again"]);
    done(folder.path(), &["chart", "one", "--out", "chart"]);
    let one = folder.path().join("one");
    assert!(
        fs::read(one.join("backlog.svg")).unwrap()
            == fs::read(folder.path().join("chart/backlog.svg")).unwrap()
    );
    for out in ["one", "seven", "again"] {
        // Its head names the files that were read, which differ.
        fs::remove_file(folder.path().join(out).join("scenario.toml")).unwrap();
    }
    for out in ["seven", "again"] {
        assert_same_files(&one, &folder.path().join(out));
    }
    let csv = fs::read_to_string(one.join("replications.csv")).unwrap();
    let drawn: Vec<f64> = csv
        .lines()
        .filter(|line| line.contains(",uncertain_value,") && line.contains(",picking,"))
        .map(|line| line.split(',').nth(25).unwrap().parse().unwrap())
        .collect();
    assert_eq!(drawn.len(), 20);
    assert!(drawn.iter().all(|rate| (35.0..=60.0).contains(rate)), "{drawn:?}");
    assert!(drawn.iter().any(|rate| (rate - drawn[0]).abs() > 1.0), "each replication has its own");
    let rows: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(one.join("sensitivity.json")).unwrap()).unwrap();
    let peak = |input: &str| {
        let mut rows = rows["rows"].as_array().unwrap().iter();
        let row = rows.find(|row| row["metric"] == "backlog_peak" && row["input"] == input).unwrap();
        row["share"].as_f64().unwrap()
    };
    // A week without picking piles up a week of orders, whatever picking can handle afterwards.
    assert!(peak("orders") > 0.6 && peak("picking") < 0.3, "{rows:?}");
    let table = printed
        .split("Sensitivity: share of variance explained")
        .nth(1)
        .unwrap_or_else(|| panic!("{printed}"));
    let at =
        |input: &str| table.find(&format!("\n {input} ")).unwrap_or_else(|| panic!("no {input} in {table}"));
    assert!(
        at("orders") < at("picking") && at("picking") < at("residual"),
        "the largest share first: {table}"
    );
    assert!(table.contains("80 runs would halve the errors"), "{table}");
}

#[test]
fn too_few_replications_for_a_sensitivity_are_reported() {
    let folder = folder();
    fs::write(folder.path().join("unknown.toml"), format!("{SMALL}{UNKNOWN}")).unwrap();
    let printed = done(folder.path(), &["run", "unknown.toml"]);
    let note = "Sensitivity: not estimated for 2 uncertain inputs from 3 replications; it needs 20 or more.";
    assert!(printed.contains(note), "{printed}");
}

#[test]
fn assumptions_without_a_range_are_listed_beside_the_headline() {
    let folder = folder();
    let marked = SMALL.replace("transit = \"12 h\"", "transit = \"12 h\"  # assumed")
        + "[uncertain.promise]\nset = \"classes.vor.promise\"\nuniform = [\"1 working day\", \"2 working days\"]\n";
    let marked = marked.replace("promise = \"1 working day\"", "promise = \"1 working day\" # assumed");
    fs::write(folder.path().join("marked.toml"), marked).unwrap();
    let printed = done(folder.path(), &["run", "marked.toml", "--out", "marked"]);
    assert!(printed.contains("\nAssumed values without a range (1): lanes.to_pdc.transit\n"), "{printed}");
    let json = fs::read_to_string(folder.path().join("marked/assumed.json")).unwrap();
    let rows = json.split_once("\"rows\":").unwrap().1;
    assert_eq!(rows, "[\n{\"path\":\"lanes.to_pdc.transit\",\"value\":\"\\\"12 h\\\"\"}\n]}\n");
    let checked = done(folder.path(), &["check", "marked.toml"]);
    assert!(checked.contains("Assumed values without a range") && checked.contains("\"12 h\""), "{checked}");
    assert!(checked.contains("1 working day to 2 working days, uniform"), "{checked}");
}

#[test]
fn lines_ordered_in_an_outage_wait_longer_and_open_lines_count() {
    let folder = folder();
    // The outage lasts to the end of the run: what is ordered in it and not on the shelf of the PDC
    // is never filled.
    let forever = SMALL.split("[restart.warehouse]").next().unwrap();
    fs::write(folder.path().join("forever.toml"), forever).unwrap();
    let printed = done(folder.path(), &["run", "forever.toml", "--out", "out"]);
    let json = fs::read_to_string(folder.path().join("out/order_to_fill.json")).unwrap();
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    let row = |window: &str| {
        let mut rows = rows["rows"].as_array().unwrap().iter();
        rows.find(|row| row["window"] == window && row["class"] == "").unwrap().clone()
    };
    let (before, during) = (row("before"), row("outage"));
    assert!(before["p90"].as_f64().unwrap() < 4.0, "two working days and a weekend at most: {json}");
    assert!(during["p90"].is_null() && during["open"].as_u64() > Some(100), "{json}");
    assert!(during["restricted_mean"].as_f64() > before["restricted_mean"].as_f64(), "{json}");
    assert!(
        printed.contains("Order-to-fill time [days]") && printed.contains("\n 9 Feb – 16 Mar, vor "),
        "{printed}"
    );
}

#[test]
fn plans_sample_the_same_uncertain_values() {
    let folder = folder();
    fs::write(folder.path().join("unknown.toml"), format!("{SMALL}{UNKNOWN}")).unwrap();
    let late = "based_on = \"unknown.toml\"\ntitle = \"A week later\"\n[restart.warehouse]\nfrom = 2025-02-24T06:00:00\n";
    fs::write(folder.path().join("late.toml"), late).unwrap();
    let printed = done(folder.path(), &["compare", "unknown.toml", "late.toml", "--format", "json", "--csv"]);
    let drawn = |plan: &str| {
        let csv = fs::read_to_string(
            folder.path().join("output/unknown-vs-late").join(plan).join("replications.csv"),
        );
        csv.unwrap()
            .lines()
            .filter(|line| line.contains(",uncertain_value,"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(drawn("unknown").len(), 6, "{printed}");
    assert_eq!(drawn("unknown"), drawn("late"));
}

#[test]
fn observations_have_a_table_and_rows_in_the_files() {
    let folder = folder();
    let looked_at = format!("{SMALL}\n[observe.picking]\nprocess = \"pick\"\nabove = [\"20 lines\"]\n");
    fs::write(folder.path().join("small.toml"), looked_at).unwrap();
    let printed = done(folder.path(), &["run", "small.toml", "--replications", "2", "--csv"]);
    let table = printed.split_once("picking, at centre").expect("a table of it").1;
    for message in [
        "lines_in_system ",
        "time_in_queue_p95 ",
        "lines_in_system_time_above at 20 lines ",
        "server_utilisation ",
    ] {
        assert!(
            table.lines().any(|line| line.trim_start().starts_with(message)),
            "{message} is not in\n{table}"
        );
    }
    let rows = fs::read_to_string(folder.path().join("output/small/replications.csv")).unwrap();
    assert!(rows.contains("0,lines_in_system,lines,centre,,vor,"), "{rows}");
    let summary = fs::read_to_string(folder.path().join("output/small/summary.json")).unwrap();
    assert!(summary.contains("\"lines_in_system_time_above\"") && summary.contains("20 lines"), "{summary}");
}

#[test]
fn quiet_runs_print_nothing_without_a_reason() {
    let folder = folder();
    let scenario = "title = \"No orders for stock\"\nstart = 2025-01-06\nhorizon = \"2 days\"\nstart_from = \"full\"\n\
         [parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\n\
         [demand.all]\nsite = \"centre\"\nlines = \"9 lines/day\"\nclass = \"daily\"\n";
    fs::write(folder.path().join("one.toml"), scenario).unwrap();
    let printed = done(folder.path(), &["run", "one.toml", "--replications", "2"]);
    assert!(printed.contains("replenishment lines ordered") && !printed.contains("-0"), "{printed}");
}

#[test]
fn results_go_to_output_and_the_name_of_the_scenario() {
    let folder = folder();
    let printed = done(folder.path(), &["run", "small.toml", "--replications", "2"]);
    assert!(folder.path().join("output/small/summary.json").is_file());
    for message in [
        "A small centre and one outage",
        "2 replications, seed 1",
        "peak open demand, all classes [lines]",
        "date of the peak open demand",
        "clearance of open demand, all classes (in ",
        "peak outbound backlog of centre [lines]",
        "Clearance: after the worst day, the first of 5 consecutive working days",
        "Service of customer lines",
        "\n on-time shipment  ",
        "\n facing fill rate  ",
        "9–16 February",
        "17 Feb – 16 Mar",
        "output/small/open-demand.svg",
        "output/small/summary.json",
        "output/small/backlog.svg",
        "output/small/ages.png",
        "output/small/promise.svg",
        "output/small/clearance.svg",
    ] {
        assert!(printed.contains(message), "{message} is not in\n{printed}");
    }
    assert!(!printed.contains('\u{1b}'), "a pipe gets no escape codes");
}

#[test]
fn the_resolved_scenario_reproduces_the_results() {
    let folder = folder();
    done(
        folder.path(),
        &["run", "small.toml", "--seed", "7", "--replications", "2", "--out", "first", "--csv"],
    );
    done(folder.path(), &["run", "first/scenario.toml", "--out", "second", "--csv"]);
    let body = |out: &str| {
        let text = fs::read_to_string(folder.path().join(out).join("scenario.toml")).unwrap();
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(body("first"), body("second"));
    for out in ["first", "second"] {
        // Its head names the files that were read, which differ.
        fs::remove_file(folder.path().join(out).join("scenario.toml")).unwrap();
    }
    assert_same_files(&folder.path().join("first"), &folder.path().join("second"));
}

#[test]
fn a_replication_alone_equals_the_first_of_many() {
    let folder = folder();
    done(folder.path(), &["run", "small.toml", "--replications", "1", "--out", "one", "--csv"]);
    done(folder.path(), &["run", "small.toml", "--replications", "3", "--out", "three", "--csv"]);
    for name in ["daily.csv", "replications.csv"] {
        let first = |out: &str| {
            let text = fs::read_to_string(folder.path().join(out).join(name)).unwrap();
            text.lines().filter(|line| line.starts_with("0,")).map(str::to_owned).collect::<Vec<_>>()
        };
        let alone = first("one");
        assert!(!alone.is_empty());
        assert!(alone == first("three"), "{name} differs");
    }
}

#[test]
fn a_scenario_with_errors_is_refused_and_nothing_is_written() {
    let folder = folder();
    let wrong = SMALL.replace("supplied_by = [\"centre\"]", "supplied_by = [\"center\"]");
    fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
    for arguments in [
        &["run", "wrong.toml"][..],
        &["compare", "small.toml", "wrong.toml"],
        &["check", "wrong.toml"],
        &["run", "small.toml", "--set", "processes.pick.rate=fast"],
        &["run", "missing.toml"],
        &["run", "small.toml", "--replications", "0"],
        &["chart", "small.toml"],
    ] {
        let output = output(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
        assert_eq!(names(folder.path()), ["small.toml", "wrong.toml"], "{arguments:?}");
        assert!(!folder.path().join("output").exists());
    }
    let message = text(&output(folder.path(), &["run", "wrong.toml"]).stderr);
    assert!(
        message.contains("unknown site `center`") && message.contains("did you mean `centre`?"),
        "{message}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_fails_the_run() {
    let folder = folder();
    let output = output(folder.path(), &["run", "small.toml", "--out", "small.toml/here"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_eq!(names(folder.path()), ["small.toml"]);
}

#[test]
fn charts_drawn_again_have_the_same_bytes() {
    let folder = folder();
    done(folder.path(), &["run", "small.toml", "--out", "result"]);
    let result = folder.path().join("result");
    let drawn = chart_images(&result);
    assert_eq!(drawn.len(), 10, "open demand, promise, clearance, backlog and ages, two files each");
    done(folder.path(), &["chart", "result", "--out", "again"]);
    assert_same_files(&folder.path().join("again"), &copy_of(&drawn, &folder.path().join("copy")));
    for (path, _) in &drawn {
        fs::write(path, "spoilt").unwrap();
    }
    done(folder.path(), &["chart", "result"]);
    assert!(drawn == chart_images(&result));
}

#[test]
fn charts_show_the_dates_of_phases_and_the_policies_in_force() {
    // Work of 1 to 15 days before the system is back; then urgent lines alone for four weeks.
    let folder = folder();
    let random = SMALL.replace(
        "brings_back = [\"wms\"]\n",
        "brings_back = [\"wms\"]\ntakes = { uniform = [\"1 day\", \"15 days\"] }\n",
    ) + "[restart.urgent]\nafter_start_of = [\"warehouse\"]\naccept_only = { pick = [\"vor\", \"stock\"] }\n\
         discipline = { pick = \"earliest_due_date\" }\nfor = \"4 weeks\"\n";
    fs::write(folder.path().join("random.toml"), random).unwrap();
    done(folder.path(), &["run", "random.toml", "--out", "result", "--csv"]);
    let svg = fs::read_to_string(folder.path().join("result/backlog.svg")).unwrap();
    for message in [">pick policy<", ">vor, stock only, earliest due date<", "bracket under a row"] {
        assert!(svg.contains(message), "no {message} in {svg}");
    }
    let drawn = chart_images(&folder.path().join("result"));
    done(folder.path(), &["chart", "result", "--out", "again"]);
    assert_same_files(&folder.path().join("again"), &copy_of(&drawn, &folder.path().join("copy")));
}

/// The charts of a folder with their bytes, in order of name.
fn chart_images(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let is_image = |path: &Path| path.extension().is_some_and(|end| end == "svg" || end == "png");
    files(folder).into_iter().filter(|(path, _)| is_image(path)).collect()
}

/// A new folder with files of these names and bytes.
fn copy_of(files: &[(PathBuf, Vec<u8>)], folder: &Path) -> PathBuf {
    fs::create_dir(folder).unwrap();
    for (path, bytes) in files {
        fs::write(folder.join(path.file_name().unwrap()), bytes).unwrap();
    }
    folder.to_owned()
}

#[test]
fn without_a_disruption_there_is_no_clearance_chart_and_an_old_one_is_removed() {
    let folder = folder();
    done(folder.path(), &["run", "small.toml", "--replications", "1", "--out", "out"]);
    assert!(folder.path().join("out/clearance.svg").is_file());
    let quiet = ["--set", "disruptions.attack=false", "--set", "restart.warehouse=false", "--set"];
    let run = ["run", "small.toml", "--replications", "1", "--out", "out"];
    done(folder.path(), &[&run[..], &quiet, &["restart.overtime=false"]].concat());
    let left: Vec<String> =
        names(&folder.path().join("out")).into_iter().filter(|name| name.contains(".svg")).collect();
    assert_eq!(left, ["ages.svg", "backlog.svg", "open-demand.svg", "promise.svg"]);
}

#[test]
fn a_plan_compared_with_itself_has_no_difference_and_no_variance() {
    let folder = folder();
    fs::write(folder.path().join("same.toml"), "based_on = \"small.toml\"\ntitle = \"The same\"\nseed = 9\n")
        .unwrap();
    let printed = done(folder.path(), &["compare", "small.toml", "same.toml", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let rows = rows["rows"].as_array().unwrap();
    let row = |metric: &str| {
        let found = rows.iter().find(|row| row["metric"] == metric && row["class"] == "");
        found.unwrap_or_else(|| panic!("no {metric} in {printed}"))
    };
    let lines = row("ordered_lines");
    assert_eq!((&lines["plan"], &lines["reference"]), (&"same".into(), &"small".into()));
    assert_eq!((&lines["difference"], &lines["half_width"]), (&0.0.into(), &0.0.into()));
    assert_eq!((&lines["pairs"], &lines["variance_saved"]), (&3.into(), &1.0.into()));
    assert_eq!(row("backlog_peak")["difference"], 0.0);
}

#[test]
fn a_later_warehouse_has_the_same_customers_and_a_deeper_backlog() {
    let folder = folder();
    let late = "based_on = \"small.toml\"\ntitle = \"A week later\"\n[restart.warehouse]\nfrom = 2025-02-24T06:00:00\n";
    fs::write(folder.path().join("late.toml"), late).unwrap();
    let printed = done(folder.path(), &["compare", "small.toml", "late.toml"]);
    for message in [
        "\n 1 A small centre and one",
        " 2 A week later",
        "* Significant at 95 % within the table (Holm)",
        "difference",
        "Variance saved",
        "output/small-vs-late/comparison.svg",
        "output/small-vs-late/comparison-clearance.png",
    ] {
        assert!(printed.contains(message), "{message} is not in\n{printed}");
    }
    let out = folder.path().join("output/small-vs-late");
    let json = fs::read_to_string(out.join("comparison.json")).unwrap();
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    let of = |metric: &str| {
        let mut rows = rows["rows"].as_array().unwrap().iter();
        rows.find(|row| row["metric"] == metric && row["class"] == "").unwrap()["difference"].clone()
    };
    assert_eq!(of("ordered_lines"), 0.0, "the customers are the same");
    let peak = &rows["rows"][0];
    assert_eq!(
        (&peak["metric"], &peak["overview"]),
        (&"open_demand_peak".into(), &true.into()),
        "the main ones first"
    );
    assert_eq!(peak["excludes_zero"], true);
    let mean = |of: &str| peak[of].as_f64().unwrap();
    assert!((mean("mean") - mean("reference_mean") - mean("difference")).abs() < 1e-9);
    assert!(of("backlog_peak").as_f64().unwrap() > 50.0, "a week of 30 customers' lines a day and more");
    // The same chart from what was recorded, and by default at the same place.
    let drawn = chart_images(&out);
    let (both, of_one): (Vec<_>, Vec<_>) = drawn.iter().partition(|(path, _)| path.parent() == Some(&out));
    assert_eq!((both.len(), of_one.len()), (6, 20), "three comparisons, and five charts of each plan");
    for (path, _) in both {
        fs::remove_file(path).unwrap();
    }
    done(&out, &["chart", "small", "late"]);
    assert!(drawn == chart_images(&out));
}

#[test]
fn with_more_than_two_plans_only_the_overview_is_printed_by_default() {
    let folder = folder();
    for plan in ["b", "c"] {
        let text = format!("based_on = \"small.toml\"\ntitle = \"Plan {plan}\"\n");
        fs::write(folder.path().join(format!("{plan}.toml")), text).unwrap();
    }
    let compare = ["compare", "small.toml", "b.toml", "c.toml", "--replications", "2"];
    let printed = done(folder.path(), &compare);
    assert!(printed.contains(" 3 Plan c") && !printed.contains("Variance saved"), "{printed}");
    let printed = done(folder.path(), &[&compare[..], &["--details"]].concat());
    assert_eq!(printed.matches("Variance saved").count(), 2, "{printed}");
}

#[test]
fn the_headline_is_printed_as_json_or_csv_on_request() {
    let folder = folder();
    let run = ["run", "small.toml", "--replications", "2", "--format"];
    let json = done(folder.path(), &[&run[..], &["json"]].concat());
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&rows["scenario"], &rows["format"]), (&"A small centre and one outage".into(), &2.into()));
    let rows = rows["rows"].as_array().unwrap();
    let peak = &rows[0];
    assert_eq!(
        (&peak["metric"], &peak["n"], &peak["confidence"]),
        (&"open_demand_peak".into(), &2.into(), &0.95.into())
    );
    let csv = done(folder.path(), &[&run[..], &["csv"]].concat());
    assert!(
        csv.starts_with("metric,unit,site,market,class,process,")
            && csv.contains(",counterparty,mean,half_width,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), rows.len() + 1);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_complete_replications_and_leaves_no_partial_file() {
    let folder = folder();
    let arguments =
        ["run", "small.toml", "--replications", "1000000", "--threads", "2", "--out", "out", "--csv"];
    let mut command = gplc(folder.path(), &arguments);
    let run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    let sent = Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = run.wait_with_output().unwrap();
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{message}");
    let complete: usize = message
        .strip_prefix("interrupted: ")
        .and_then(|rest| rest.split(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or_else(|| panic!("{message}"));
    assert!(
        complete > 0 && message.contains("of 1000000 replications of small are complete and kept"),
        "{message}"
    );
    assert!(text(&output.stdout).contains("peak open demand"));

    let out = folder.path().join("out");
    assert_eq!(names(&out).len(), 17, "nothing half is left");
    let replications = fs::read_to_string(out.join("replications.csv")).unwrap();
    let mut numbers: Vec<&str> =
        replications.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), complete);
    let drawn = fs::read(out.join("backlog.svg")).unwrap();
    done(folder.path(), &["chart", "out"]);
    assert!(drawn == fs::read(out.join("backlog.svg")).unwrap(), "what is kept can be drawn again");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = folder();
    let mut command = gplc(folder.path(), &["run", "small.toml", "--replications", "1"]);
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    assert!(folder.path().join("output/small/summary.json").is_file());
}

#[test]
fn an_unknown_option_is_refused() {
    let folder = folder();
    let output = output(folder.path(), &["run", "small.toml", "--replicatoins", "3"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--replications"), "{}", text(&output.stderr));
}

#[test]
fn help_is_the_manual() {
    let folder = folder();
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help_run", &["run", "--help"]),
        ("help_compare", &["compare", "--help"]),
        ("help_chart", &["chart", "--help"]),
        ("help_check", &["check", "--help"]),
        ("help_replay", &["replay", "--help"]),
        ("help_metrics", &["metrics", "--help"]),
    ] {
        insta::assert_snapshot!(name, done(folder.path(), arguments));
    }
}
