//! Overwrite protection: no command replaces a file of the user's.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A centre with unlimited stock, one line an hour.
const TINY: &str = r#"
title = "Tiny"
start = 2025-01-06
horizon = "2 weeks"
replications = 1

[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[processes.pick]
rate = "100 lines/day"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.all]
site = "centre"
class = "daily"
lines = "1 line/h"
"#;

fn gplc(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gplc"));
    program.current_dir(folder).args(arguments).output().expect("the program runs")
}

fn place() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("tiny.toml"), TINY).expect("a scenario");
    folder
}

/// Asserts that a command is refused with these words, and that a file has kept its text.
#[track_caller]
fn assert_refused(folder: &TempDir, arguments: &[&str], words: &str, kept: &str, text: &str) {
    let output = gplc(folder, arguments);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains(words), "{message}");
    assert_eq!(fs::read_to_string(folder.path().join(kept)).expect("the file is still there"), text);
}

#[track_caller]
fn assert_done(folder: &TempDir, arguments: &[&str]) {
    let output = gplc(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_trace_does_not_replace_the_scenario_under_any_name() {
    let folder = place();
    let words = "would be replaced, and was read as tiny.toml";
    let replay = ["replay", "tiny.toml", "--replication", "0", "--trace"];
    assert_refused(&folder, &[&replay[..], &["tiny.toml"]].concat(), words, "tiny.toml", TINY);
    let same = ["./tiny.toml", "--force"];
    assert_refused(&folder, &[&replay[..], &same].concat(), words, "tiny.toml", TINY);
    fs::hard_link(folder.path().join("tiny.toml"), folder.path().join("link.csv")).expect("a link");
    assert_refused(&folder, &[&replay[..], &["link.csv"]].concat(), words, "link.csv", TINY);
}

#[test]
fn a_trace_replaces_a_trace_and_no_other_file() {
    let folder = place();
    let replay = ["replay", "tiny.toml", "--replication", "0", "--trace"];
    assert_done(&folder, &[&replay[..], &["trace.csv"]].concat());
    assert_done(&folder, &[&replay[..], &["trace.csv"]].concat());
    fs::write(folder.path().join("figures.csv"), "a,b\n").expect("a file");
    let words = "gplc did not write it";
    assert_refused(&folder, &[&replay[..], &["figures.csv"]].concat(), words, "figures.csv", "a,b\n");
    assert_done(&folder, &[&replay[..], &["figures.csv", "--force"]].concat());
}

#[test]
fn results_do_not_replace_the_scenario_that_they_come_from() {
    let folder = place();
    fs::create_dir(folder.path().join("ov")).expect("a folder");
    fs::write(folder.path().join("ov/scenario.toml"), TINY).expect("a scenario");
    let run = ["run", "ov/scenario.toml", "--out", "ov", "--force"];
    assert_refused(&folder, &run, "would be replaced", "ov/scenario.toml", TINY);
    let base = "based_on = \"../ov/scenario.toml\"\n";
    fs::create_dir(folder.path().join("plans")).expect("a folder");
    fs::write(folder.path().join("plans/plan.toml"), base).expect("a plan");
    let run = ["run", "plans/plan.toml", "--out", "ov", "--force"];
    assert_refused(&folder, &run, "would be replaced", "ov/scenario.toml", TINY);
}

#[test]
fn a_folder_that_holds_anything_but_results_is_refused_without_force() {
    let folder = place();
    assert_done(&folder, &["run", "tiny.toml", "--out", "out"]);
    assert_done(&folder, &["run", "tiny.toml", "--out", "out", "--csv"]);
    assert_done(&folder, &["chart", "out"]);
    fs::write(folder.path().join("out/notes.txt"), "mine").expect("a note");
    let words = "out/notes.txt: is not a file of a result";
    assert_refused(&folder, &["run", "tiny.toml", "--out", "out"], words, "out/notes.txt", "mine");
    assert_refused(&folder, &["chart", "out"], words, "out/notes.txt", "mine");
    assert_done(&folder, &["run", "tiny.toml", "--out", "out", "--force"]);
    assert_eq!(fs::read_to_string(folder.path().join("out/notes.txt")).expect("still there"), "mine");
    let plans = ["compare", "tiny.toml", "tiny.toml", "--out"];
    assert_refused(&folder, &[&plans[..], &["."]].concat(), "is not a file of a result", "tiny.toml", TINY);
    assert_done(&folder, &[&plans[..], &["plans"]].concat());
    assert_done(&folder, &[&plans[..], &["plans"]].concat());
}

#[test]
fn a_scenario_whose_name_leads_elsewhere_writes_no_results() {
    let folder = place();
    for name in ["...toml", "..toml"] {
        fs::write(folder.path().join(name), TINY).expect("a scenario");
        let run = ["run", name];
        assert_refused(&folder, &run, "gives no name for its folder of results", "tiny.toml", TINY);
    }
    assert!(!Path::new(&folder.path().join("output")).exists());
}
