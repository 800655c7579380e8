//! Hostile inputs: extreme numbers and texts that would act on a terminal end in an error or in a
//! right result, never in a wrong one.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const SMALL: &str = r#"
title = "Small"
start = 2025-01-06
horizon = "8 weeks"
warm_up = "2 weeks"
replications = 2
[parts.all]
count = 5
share = "100%"
[parts.none]
count = 5
share = "0%"
[classes.daily]
priority = 1
promise = "1 working day"
[classes.stock]
priority = 2
[processes.pick]
people = 5
productivity = "1 line/h per head"
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
"#;

fn gplc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gplc")).current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The exit status of a run, with what it printed and its messages.
fn run(scenario: &str) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("small.toml"), scenario).unwrap();
    let output = gplc(folder.path(), &["run", "small.toml", "--out", "out", "--quiet"]);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn lead_times_too_spread_for_a_steady_start_are_an_error() {
    for p90 in ["600 weeks", "1000 weeks", "10000 weeks"] {
        let lead_time = format!("lead_time = {{ lognormal = {{ median = \"6 weeks\", p90 = \"{p90}\" }} }}");
        let scenario = SMALL.replace("lead_time = \"5 days\"", &lead_time);
        let (status, _, messages) = run(&scenario);
        assert_eq!(status, Some(2), "{p90}: {messages}");
        assert!(messages.contains("orders of over 100 years ago may be outstanding"), "{messages}");
        // From full shelves there is nothing outstanding.
        let (status, _, messages) = run(&scenario.replace("horizon =", "start_from = \"full\"\nhorizon ="));
        assert_eq!(status, Some(0), "{messages}");
    }
}

#[test]
fn a_negative_zero_is_zero() {
    // The other segment has all lines; alone it would make 0 % of 100 %.
    let (status, printed, _) = run(&SMALL.replace("share = \"0%\"", "share = \"-0%\""));
    assert_eq!(status, Some(0));
    let (_, expected, _) = run(SMALL);
    assert_eq!(printed, expected);
    let (status, _, messages) = run(&SMALL.replace("share = \"100%\"", "share = \"-0%\""));
    assert_eq!(status, Some(2));
    assert!(messages.contains("100 %") && messages.contains("the shares of segments"), "{messages}");
}

#[test]
fn a_process_without_capacity_has_no_utilisation() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("small.toml"), SMALL.replace("people = 5", "people = 0")).unwrap();
    let printed = text(&gplc(folder.path(), &["check", "small.toml"]).stdout);
    assert!(printed.contains("no capacity") && !printed.contains("inf"), "{printed}");
}

#[test]
fn no_text_from_outside_acts_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let escape = "\u{1b}]0;owned\u{7}\u{9b}31m";
    let in_title = SMALL.replace("title = \"Small\"", "title = \"\\u001b]0;owned\\u0007\"");
    let in_name = SMALL.replace("[sites.centre]", "[sites.\"a\\u009b31m\"]");
    fs::write(folder.path().join("title.toml"), in_title).unwrap();
    fs::write(folder.path().join("name.toml"), in_name).unwrap();
    fs::write(folder.path().join("comment.toml"), format!("{SMALL}# {escape}\nfoo = 1\n")).unwrap();
    fs::write(folder.path().join("small.toml"), SMALL).unwrap();
    let set = format!("title={escape}");
    let file = format!("no{escape}.toml");
    for arguments in [
        &["run", "title.toml"][..],
        &["run", "name.toml"],
        &["run", "comment.toml"],
        &["run", "small.toml", "--set", &set],
        &["run", &file],
        &["run", "small.toml", "--set", "title=\"\\uFFFE\""],
    ] {
        let output = gplc(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stdout));
        let messages = text(&output.stderr);
        let acts = messages.chars().any(|c| c != '\n' && c.is_control());
        assert!(!acts, "{arguments:?}: {messages:?}");
    }
    // A path of results that is printed.
    let out = format!("out{escape}");
    let output = gplc(folder.path(), &["run", "small.toml", "--out", &out, "--replications", "1"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!text(&output.stdout).chars().any(|c| c != '\n' && c.is_control()));
}
