//! Golden files: a change of results, or of the order of simultaneous events, shows in them.
//!
//! `UPDATE_GOLDEN=1 cargo test --test program golden` writes them anew. A change of them is a
//! change for every user: say in CHANGELOG.md, under Results, how far the numbers move and why the
//! new ones are right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Standard output of the program for a scenario of the golden files.
fn gplc(command: &str, scenario: &str, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gplc"));
    program.arg(command).arg(golden(scenario)).args(arguments).arg("--quiet");
    let output = program.output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{message}");
    String::from_utf8(output.stdout).unwrap()
}

/// That these are the bytes of a golden file; says where they first differ.
#[track_caller]
fn assert_golden(name: &str, now: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(golden(name), now).unwrap();
    }
    let kept = fs::read_to_string(golden(name)).unwrap();
    let mut lines = (1..).zip(kept.lines().zip(now.lines()));
    if let Some((number, (was, is))) = lines.find(|(_, (was, is))| was != is) {
        panic!("{name}:{number} was {was}\nand is now {is}\nsee the head of this file");
    }
    assert!(kept == now, "{name} had {} bytes and has {}", kept.len(), now.len());
}

#[test]
fn the_outputs_of_a_small_scenario_are_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    gplc("run", "small.toml", &["--csv", "--threads", "2", "--out", out.to_str().unwrap()]);
    for name in ["summary.json", "replications.csv", "daily.csv"] {
        assert_golden(&format!("small.{name}"), &fs::read_to_string(out.join(name)).unwrap());
    }
}

#[test]
fn the_trace_of_a_tie_is_unchanged() {
    assert_golden("ties.csv", &gplc("replay", "ties.toml", &["--replication", "0", "--trace", "-"]));
}

#[test]
fn simultaneous_events_are_ordered_capacity_ends_of_work_goods_demand_reviews_departures() {
    // Wednesday, 16:00; the order is the table in `simulation/order_of_events.rs`. Reviews:
    // downstream sites first. What a handler completes with no delay happens inside it: goods that
    // arrive go to who waits for them.
    let moment = ["--from", "2025-01-08T16:00", "--to", "2025-01-08T16:00:00.000001"];
    let arguments = [&["--replication", "0", "--trace", "-"][..], &moment].concat();
    let trace = gplc("replay", "ties.toml", &arguments);
    let message = |line: &str| {
        let field: Vec<&str> = line.split(',').collect();
        let (event, site, stream) = (field[1], field[2], field[8]);
        match event {
            "station_state" => Some(format!("{site}: {} {}", field[3], field[12])),
            "worked" => Some(format!("{site}: {} ends work", field[3])),
            "stocked" => Some(format!("{site}: goods arrive")),
            "ordered" => Some(format!("{stream} orders")),
            "shipped" if site == "centre" => Some("the lorry leaves the centre".to_owned()),
            "filled" if stream.starts_with("demand") => Some("a customer is served".to_owned()),
            _ => None,
        }
    };
    let order: Vec<String> = trace.lines().skip(1).filter_map(message).collect();
    let expected = [
        "centre: pack closed",
        "centre: pack ends work",
        "centre: goods arrive",
        "pdc: goods arrive",
        "a customer is served",
        "a customer is served",
        "demand.garage orders",
        "sites.pdc orders",
        "sites.centre orders",
        "the lorry leaves the centre",
    ];
    assert_eq!(order, expected, "{trace}");
}
