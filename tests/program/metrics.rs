//! Metrics: their definitions on the command line and in docs/metrics.md.
//!
//! `GPLC_BLESS=1 cargo test --test program metrics` renews the page.

use gplc::report::metric_definitions::page;
use std::path::Path;
use std::process::Command;

fn gplc(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gplc")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_page_of_metrics_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metrics.md");
    if std::env::var_os("GPLC_BLESS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written == page(), "docs/metrics.md is stale: GPLC_BLESS=1 cargo test --test program metrics");
}

#[test]
fn definitions_are_printed_by_pattern() {
    let (status, printed, _) = gplc(&["metrics", "vor days"]);
    let expected = "\
vor_days [car-days]
  VOR days: Cars off the road times the days for which they are, in the counted
  days.
  one value per replication; by site; better: lower; headline
";
    assert_eq!((status, printed.as_str()), (Some(0), expected));
}

#[test]
fn a_pattern_without_a_match_is_wrong_input() {
    let (status, printed, message) = gplc(&["metrics", "backlogg"]);
    assert_eq!((status, printed.as_str()), (Some(2), ""));
    assert!(message.contains("no metric matches `backlogg`"), "{message}");
}
