//! `gplc replay`: metrics equal to those among many, the trace, and refused arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with a scenario that has most of what a trace can report, and an uncertain value.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("small.toml"), include_str!("../golden/small.toml")).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gplc"));
    command.current_dir(folder).args(arguments);
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = output(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Status and message of what is refused; it leaves nothing behind.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let names = || fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    let before = names();
    let output = output(folder, &[&["replay", "small.toml", "--quiet"], arguments].concat());
    assert_eq!((names(), text(&output.stdout)), (before, String::new()), "{arguments:?}");
    (output.status.code().unwrap(), text(&output.stderr))
}

/// Rows of a trace, by name of column.
fn rows(trace: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(trace.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn a_replication_alone_has_the_metrics_it_has_among_many() {
    let folder = folder();
    done(
        folder.path(),
        &["run", "small.toml", "--replications", "4", "--threads", "2", "--csv", "--out", "out"],
    );
    let many = fs::read_to_string(folder.path().join("out/replications.csv")).unwrap();
    for number in 0..4 {
        let among: Vec<&str> = (many.lines().take(1))
            .chain(many.lines().filter(|line| line.starts_with(&format!("{number},"))))
            .collect();
        let replay = ["replay", "small.toml", "--replication", &number.to_string(), "--format", "csv"];
        let alone = done(folder.path(), &replay);
        assert_eq!(alone.lines().collect::<Vec<_>>(), among, "replication {number}");
        // That someone listens changes nothing.
        let traced = done(folder.path(), &[&replay[..], &["--trace", "trace.csv"]].concat());
        assert_eq!(traced, alone);
    }
    let people = |number: u32| {
        let start = format!("{number},uncertain_value,");
        let row = many.lines().find(|line| line.starts_with(&start) && line.contains(",people,"));
        row.unwrap().split(',').nth(25).unwrap().to_owned()
    };
    assert!((1..4).any(|number| people(number) != people(0)), "the replications drew the same value");
}

#[test]
fn the_metrics_of_a_replication_are_printed_as_a_table_or_json() {
    let folder = folder();
    let replay = ["replay", "small.toml", "--replication", "1"];
    let table = done(folder.path(), &replay);
    assert!(table.starts_with("A small network, kept byte for byte\nreplication 1, seed 5\n"), "{table}");
    assert!(table.contains("peak open demand, all classes [lines]"), "{table}");
    assert!(table.contains("Uncertain inputs of this replication:\n  people = "), "{table}");
    let json = done(folder.path(), &[&replay[..], &["--format", "json"]].concat());
    let measures: serde_json::Value = serde_json::from_str(&json).unwrap();
    let csv = done(folder.path(), &[&replay[..], &["--format", "csv"]].concat());
    let rows = rows(&csv);
    let measures = measures["rows"].as_array().unwrap();
    assert_eq!(measures.len(), rows.len());
    assert_eq!(measures[0]["metric"], "open_demand_peak");
    let values = (measures[0]["value"].as_f64().unwrap(), rows[0]["value"].parse::<f64>().unwrap());
    assert_eq!(values.0.to_bits(), values.1.to_bits());
    let other = done(folder.path(), &[&replay[..], &["--format", "csv", "--seed", "6"]].concat());
    assert_ne!(other, csv, "another seed is another replication");
}

#[test]
fn a_trace_has_the_events_in_order_with_names_and_balances() {
    let folder = folder();
    let printed =
        done(folder.path(), &["replay", "small.toml", "--replication", "0", "--trace", "trace.csv"]);
    assert!(printed.ends_with("\ntrace.csv\n"), "{printed}");
    let trace = fs::read_to_string(folder.path().join("trace.csv")).unwrap();
    let to_stdout = done(folder.path(), &["replay", "small.toml", "--replication", "0", "--trace", "-"]);
    assert!(to_stdout == trace, "the measures are not among the events");
    let rows = rows(&trace);
    assert!(rows.is_sorted_by_key(|row| row["instant"].clone()));
    let count = |event: &str| rows.iter().filter(|row| row["event"] == event).count();
    for event in [
        "ordered",
        "first_pick",
        "shipped",
        "filled",
        "cancelled",
        "consumed",
        "supplied",
        "retail_shelf_fill",
        "retail_shelf_shortage",
        "job_waiting",
        "job_ended",
        "courtesy_car",
        "stocked",
        "picked",
        "worked",
        "manual_work",
        "station_state",
        "deferred",
        "returned",
        "demand_lost",
        "phase_started",
        "phase_restored",
        "phase_ended",
        "midnight",
    ] {
        assert!(count(event) > 0, "{event} is never recorded");
    }
    // Jobs say whether their car drives; each that waits waits for a line or more.
    let jobs = rows.iter().filter(|row| row["event"] == "job_waiting");
    let cars: BTreeSet<&str> = jobs.clone().map(|row| row["name"].as_str()).collect();
    assert_eq!(cars, BTreeSet::from(["vor", "driveable"]));
    assert!(jobs.clone().all(|row| row["count"].parse::<u32>().unwrap() > 0));
    // Who is gone has not ordered, and is reported of with what became of the order.
    let gone = rows.iter().filter(|row| row["event"] == "demand_lost");
    assert_eq!(gone.map(|row| row["name"].as_str()).collect::<BTreeSet<_>>(), BTreeSet::from(["lost"]));
    // A line that is filled has stood everywhere between, and its moves join: each begins where the
    // last ended.
    let mut stands: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut filled = 0;
    for row in &rows {
        let line = (row["stream"].as_str(), row["ordinal"].as_str());
        match row["event"].as_str() {
            "moved" => {
                assert_eq!(stands.insert(line, &row["to"]).unwrap_or_default(), row["from"], "{row:?}");
            }
            "filled" => {
                assert_eq!(stands.remove(&line), Some(""), "{row:?}");
                filled += 1;
            }
            _ => {}
        }
    }
    assert_eq!(filled, count("filled"));
    let pieces = |event: &str| -> u64 {
        rows.iter().filter(|row| row["event"] == event).map(|row| row["pieces"].parse::<u64>().unwrap()).sum()
    };
    assert!(pieces("supplied") >= pieces("consumed") && pieces("stocked") >= pieces("picked"));
}

#[test]
fn a_trace_can_be_limited_to_a_site_and_a_period() {
    let folder = folder();
    let trace = |more: &[&str]| {
        let arguments = [&["replay", "small.toml", "--replication", "0", "--trace", "-"], more].concat();
        rows(&done(folder.path(), &arguments))
    };
    let all = trace(&[]);
    let at = |row: &BTreeMap<String, String>, site: &str| {
        let whole = ["midnight"].contains(&row["event"].as_str()) || row["event"].starts_with("phase_");
        whole || row["site"].starts_with(site) || row["destination"].starts_with(site)
    };
    for site in ["garages", "garages[1]", "centre"] {
        let expected: Vec<_> = all.iter().filter(|row| at(row, site)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < all.len());
        assert!(trace(&["--site", site]) == expected, "{site}");
    }
    let day: Vec<_> = all.iter().filter(|row| row["instant"].starts_with("2025-03-13")).cloned().collect();
    assert!(trace(&["--from", "2025-03-13", "--to", "2025-03-14"]) == day);
    let from = trace(&["--from", "2025-03-13T06:30:00"]);
    assert!(from[0]["instant"].as_str() >= "2025-03-13T06:30:00" && from.last() == all.last());
}

#[test]
fn an_impossible_trace_is_refused_and_leaves_no_file() {
    let folder = folder();
    let (status, message) = refused(folder.path(), &["--replication", "0", "--trace", "no/trace.csv"]);
    assert!(status == 1 && message.starts_with("error: no/trace.csv: "), "{message}");
    let (status, message) = refused(folder.path(), &["--replication", "0", "--trace", "."]);
    assert!(status == 1 && message.starts_with("error: .: "), "{message}");
    let trace = ["--replication", "0", "--trace", "trace.csv"];
    let message = |more: &[&str]| {
        let (status, message) = refused(folder.path(), &[&trace, more].concat());
        assert_eq!(status, 2, "{message}");
        message
    };
    assert_eq!(
        message(&["--site", "center"]),
        "error: unknown site `center`\n  help: did you mean `centre`? Sites of this scenario: centre, garages, suppliers\n"
    );
    assert!(
        message(&["--site", "garages[2]"]).starts_with("error: unknown site `garages[2]`\n"),
        "there are 0 and 1"
    );
    let no_moment = "error: the trace would be empty: ";
    assert!(message(&["--from", "2025-03-14", "--to", "2025-03-13"]).starts_with(no_moment));
    assert!(message(&["--from", "2025-06-01"]).starts_with(no_moment));
    assert!(message(&["--from", "monday"]).contains("invalid value 'monday' for '--from <MOMENT>'"));
    let (status, message) = refused(folder.path(), &["--replication", "-1"]);
    assert!(status == 2 && message.contains("--replication"), "{message}");
    let (status, message) = refused(folder.path(), &["--replication", "0", "--site", "centre"]);
    assert!(status == 2 && message.contains("--trace <FILE>"), "{message}");
}

#[test]
fn a_replication_beyond_those_of_the_scenario_runs_with_a_note() {
    let folder = folder();
    let output = output(folder.path(), &["replay", "small.toml", "--replication", "3", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(0));
    let note = "note: small has replications 0 to 1; 3 is one that a longer run would have\n";
    assert!(text(&output.stderr).ends_with(note), "{}", text(&output.stderr));
    assert!(text(&output.stdout).lines().nth(1).unwrap().starts_with("3,open_demand_peak,"));
}

#[test]
fn a_trace_into_a_closed_pipe_is_no_failure() {
    let folder = folder();
    let arguments = ["replay", "small.toml", "--replication", "0", "--trace", "-", "--quiet"];
    let mut run =
        command(folder.path(), &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}
