//! Warnings: what has no effect or cannot be meant is named, and is an error with `--strict`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A centre whose picking needs `wms`, which needs `identity`; both are down for a week.
const CRISIS: &str = r#"
title = "A crisis"
start = 2025-01-06
horizon = "16 weeks"
warm_up = "1 week"
replications = 3
start_from = "full"
[parts.fast]
count = 5
share = "100%"
[classes.daily]
priority = 1
promise = "2 working days"
[systems.identity]
[systems.wms]
needs = ["identity"]
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
class = "daily"
[disruptions.attack]
from = 2025-02-24T06:00:00
takes_down = ["identity", "wms"]
[restart.identity]
from = 2025-03-03T06:00:00
brings_back = ["identity"]
[restart.warehouse]
after = ["identity"]
brings_back = ["wms"]
"#;

fn gplc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gplc")).current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What `check` warns of, in one line.
#[track_caller]
fn checked(scenario: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("crisis.toml"), scenario).unwrap();
    let output = gplc(folder.path(), &["check", "crisis.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let section = printed.split("Warnings\n").nth(1).unwrap_or_default();
    section.lines().take_while(|line| !line.starts_with("Network")).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_sound_plan_has_no_warning() {
    assert_eq!(checked(CRISIS), "");
}

#[test]
fn settings_without_effect_are_named_with_their_dates() {
    let cases = [
        (
            CRISIS.replace("after = [\"identity\"]", "from = 2025-02-26\nafter = [\"identity\"]"),
            "`warehouse` starts on 3 March 2025, not on 26 February 2025: it waits for `identity`",
        ),
        (
            CRISIS.replace("after = [\"identity\"]", "from = 2025-02-26"),
            "`warehouse` brings back `wms` on 26 February 2025, but `wms` needs `identity`, which is down until 3 March 2025",
        ),
        (
            CRISIS.replace("from = 2025-03-03T06:00:00", "from = 2025-02-20"),
            "`identity` brings back `identity` on 20 February 2025, before it goes down on 24 February 2025",
        ),
        (
            format!(
                "{CRISIS}[restart.overtime]\nafter = [\"warehouse\"]\nboost = {{ pick = \"150%\" }}\nuntil = 2025-03-01\n"
            ),
            "`overtime` starts on 3 March 2025, after its `until` of 1 March 2025",
        ),
        (
            format!(
                "{CRISIS}[restart.overtime]\ngate = {{ site = \"centre\", below = \"500 lines\" }}\nboost = {{ pick = \"150%\" }}\nfor = \"1 week\"\n"
            ),
            "the gate of `overtime` (fewer than 500 lines) may be met before the backlog arrives",
        ),
        (
            format!(
                "{CRISIS}[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = {{ cover = \"2 weeks\", review = {{ every = \"1 day\", at = \"06:00\" }}, class = \"daily\" }}\n\
                 [demand.more]\nsite = \"depot\"\nlines = \"4 lines/day\"\nclass = \"daily\"\n"
            ),
            "without a lane goods take no time: centre → depot",
        ),
        (
            format!(
                "{CRISIS}[sites.other]\nkind = \"centre\"\nstock = \"unlimited\"\n[demand.more]\nsite = \"other\"\nlines = \"4 lines/day\"\nclass = \"daily\"\n"
            ),
            "there are 2 centres",
        ),
    ];
    for (scenario, expected) in cases {
        let warned = checked(&scenario);
        assert!(warned.contains(expected), "{expected}\nis not in\n{warned}");
    }
}

#[test]
fn results_that_cannot_be_judged_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        // 80 lines a day at a rate of 70: the backlog grows from the first day on.
        (
            CRISIS.replace("rate = \"120 lines/day\"", "rate = \"70 lines/day\""),
            "grows in normal operation, from ",
        ),
        (
            format!(
                "{CRISIS}[restart.never]\nafter = [\"warehouse\"]\ngate = {{ site = \"centre\", above = \"9000 lines\" }}\nboost = {{ pick = \"150%\" }}\nfor = \"1 week\"\n"
            ),
            "phase `never` never came, in 3 runs",
        ),
        (
            CRISIS.replace("horizon = \"16 weeks\"", "horizon = \"10 weeks\""),
            "open demand is cleared in 0 of 3 runs by the end",
        ),
        (
            CRISIS
                .replace("rate = \"120 lines/day\"", "servers = 1\ntime = { exponential = \"14 min\" }")
                .replace(
                    "lines = \"80 lines/day\"",
                    "lines = \"80 lines/day\"\nvariation = { week_cv = \"40%\" }",
                ),
            "after 3 replications: some ",
        ),
    ];
    for (scenario, expected) in cases {
        fs::write(folder.path().join("crisis.toml"), scenario).unwrap();
        let output = gplc(folder.path(), &["run", "crisis.toml", "--out", "out"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains(expected), "{expected}\nis not in\n{}", text(&output.stderr));
    }
}

#[test]
fn with_strict_a_warning_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let odd = CRISIS.replace("after = [\"identity\"]", "from = 2025-02-26");
    fs::write(folder.path().join("odd.toml"), odd).unwrap();
    fs::write(folder.path().join("sound.toml"), CRISIS).unwrap();
    for command in [
        &["check", "odd.toml", "--strict"][..],
        &["run", "odd.toml", "--strict", "--out", "out"],
        &["compare", "sound.toml", "odd.toml", "--strict", "--out", "out"],
    ] {
        let output = gplc(folder.path(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(text(&output.stderr).contains("1 warning, which --strict does not allow"), "{command:?}");
        assert!(!folder.path().join("out").exists(), "nothing runs");
    }
    assert_eq!(gplc(folder.path(), &["check", "sound.toml", "--strict"]).status.code(), Some(0));
}
