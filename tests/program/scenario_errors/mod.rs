//! Scenario errors: each kind, with the message that users read; one file per table of the
//! language.
//!
//! The messages are snapshots: a change of one is a change of the product, to be read before it is
//! accepted.

mod calendars;
mod classes;
mod demand;
mod disruptions;
mod failures;
mod files;
mod impatience;
mod lanes;
mod observe;
mod parts;
mod processes;
mod restart;
mod sites;
mod systems;
mod top_level;
mod uncertain;

use gplc::scenario::{Diagnostics, read, read_text};
use std::path::Path;

const SMALL: &str = include_str!("../../scenario/small.toml");

/// The small scenario with one text put in the place of another, which stands there exactly once.
fn changed(written: &str, instead: &str) -> String {
    assert_eq!(SMALL.matches(written).count(), 1, "`{written}` must stand once in the small scenario");
    SMALL.replace(written, instead)
}

fn rendered(errors: &Diagnostics) -> String {
    format!("{}\n{errors}\n", errors.render(100, false))
}

/// Takes a change of the small scenario, and compares what is specified with the snapshot of that
/// name.
fn assert_errors(group: &str, cases: &[(&str, &str, &str)]) {
    for (name, written, instead) in cases {
        let errors = read_text("small.toml", &changed(written, instead), &[]).expect_err(name);
        assert_snapshot(group, name, &rendered(&errors));
    }
}

/// Compares a text with the snapshot of a case of a group.
fn assert_snapshot(group: &str, name: &str, text: &str) {
    insta::assert_snapshot!(format!("{group}__{name}"), text);
}

#[test]
fn the_small_scenario_has_no_error() {
    if let Err(errors) = read_text("small.toml", SMALL, &[]) {
        panic!("{}", errors.render(100, false));
    }
}

#[test]
fn all_errors_are_reported_together_in_the_order_of_the_file() {
    let text = changed("people = 240", "people = -1").replace("horizon = \"26 weeks\"", "horizon = 26");
    let errors = read_text("small.toml", &text, &[]).expect_err("two errors");
    let lines: Vec<usize> = errors.iter().map(|error| error.positions[0].line).collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert!(lines.is_sorted(), "{errors}");
}

#[test]
fn narrow_terminals_and_colours_change_no_word() {
    let errors = read(Path::new("no_such.toml"), &[]).expect_err("there is no such file");
    assert!(errors.render(100, true).contains("there is no file `no_such.toml`"));
    assert!(errors.render(0, false).contains("no_such.toml"));
}

#[test]
fn elements_with_the_same_stream_are_reported_at_their_span() {
    assert_errors(
        "streams",
        &[
            ("of_another_that_has_it", "[processes.pack]\n", "[processes.pack]\nstream = \"pick\"\n"),
            (
                "given_twice",
                "[restart.overtime]\n",
                "[restart.late]\nfrom = 2025-10-01\nboost = { pick = \"110%\" }\nstream = \"early\"\n\
                 [restart.overtime]\nstream = \"early\"\n",
            ),
            (
                "two_demands",
                "[demand.workshops]\n",
                "[demand.others]\nstream = \"workshops\"\nsite = \"uk_pdc\"\nlines = \"1 line/h\"\nclass = \"daily\"\n\
                 [demand.workshops]\n",
            ),
            ("number_for_a_string", "[processes.pack]\n", "[processes.pack]\nstream = 3\n"),
        ],
    );
}
