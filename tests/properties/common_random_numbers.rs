//! Common random numbers: a new name with the old stream, or an additional idle element, changes no
//! draw.

use crate::config;
use crate::equivalent_scenarios::{renamed, text, tree};
use crate::scenario::{Case, name_of, named_tables, names, scenarios};
use crate::support::{HistoryRecorder, LineHistory, observed, read};
use gplc::compile::{CompiledModel, build};
use gplc::experiment::uncertainty::Uncertainty;
use gplc::metrics::ReplicationResult;
use proptest::prelude::*;
use std::collections::BTreeMap;
use toml::{Table, Value};

fn compiled(scenario: &str) -> CompiledModel {
    build(&read(scenario).scenario).unwrap()
}

/// All things under new names, each with its old one, or what it drew by then, as stream.
fn with_streams_kept(scenario: &Table, names: &BTreeMap<String, String>) -> Table {
    let mut named = renamed(scenario, names);
    let with_stream = named_tables().filter(|table| table.key("stream").is_some());
    for table in with_stream.map(name_of) {
        for (old, _) in scenario.get(table).and_then(Value::as_table).into_iter().flatten() {
            let thing = named[table][&names[old]].as_table_mut().unwrap();
            thing.entry("stream").or_insert_with(|| old.clone().into());
        }
    }
    named
}

/// What customers want, by stream and number: instant, part, pieces.
fn requests(histories: &[LineHistory]) -> BTreeMap<(u64, u64), (u64, u32, u32)> {
    // What waits since before the start was requested for by no one: of two orders of one instant
    // that wait, the one of the first site by name.
    let customers = histories.iter().filter(|line| line.is_customer() && line.ordinal < 1 << 61);
    customers.map(|line| ((line.stream, line.ordinal), (line.ordered, line.part, line.pieces))).collect()
}

/// Values by key, as text: a share of nothing is NaN and not equal to itself.
pub(crate) fn values(seen: &ReplicationResult) -> BTreeMap<String, String> {
    let key = |kind: &str, key| format!("{kind} {}", seen.names.text(key));
    let series = seen.series.iter().map(|series| (key("series", series.key), format!("{:?}", series.values)));
    let metrics = seen.values.iter().map(|value| (key("value", value.key), format!("{:?}", value.outcome)));
    series.chain(metrics).collect()
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn renamed_elements_that_keep_their_stream_draw_the_same(Case(scenario) in scenarios()) {
        let scenario = tree(&scenario);
        // Names of the same order: what falls on one instant goes by them.
        let names: BTreeMap<String, String> =
            names(&scenario).into_iter().map(|name| (name.clone(), format!("{name}0"))).collect();
        let other = text(&with_streams_kept(&scenario, &names));
        let (one, two) = (compiled(&text(&scenario)), compiled(&other));
        prop_assert!(HistoryRecorder::of(&one.model, 0) == HistoryRecorder::of(&two.model, 0), "{}", other);
        // Each name in a key: `lines_in_system observation=closely variant=belt.down`.
        let of = |text: &str| {
            let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let word = |word: &str| {
                let end = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_').len();
                names.get(&word[..end]).map_or(word.to_owned(), |name| name.clone() + &word[end..])
            };
            words.map(word).collect::<String>()
        };
        // Kind and metric stay, and of each label its dimension.
        let renamed = |key: &str| {
            let words = key.split(' ').map(|word| match word.split_once('=') {
                Some((dim, name)) => format!("{dim}={}", of(name)),
                None => word.to_owned(),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let expected: BTreeMap<String, String> = values(&observed(&one))
            .into_iter()
            .map(|(key, value)| (renamed(&key), value))
            .collect();
        prop_assert_eq!(expected, values(&observed(&two)));
        let drawn = |scenario: &str, compiled: &CompiledModel| {
            let read = read(scenario);
            Uncertainty::new(&read, compiled).unwrap().values(2)
        };
        prop_assert_eq!(drawn(&text(&scenario), &one), drawn(&other, &two));
    }

    #[test]
    fn customer_lines_do_not_depend_on_names_and_order_of_other_elements(Case(scenario) in scenarios()) {
        let scenario = tree(&scenario);
        let all = names(&scenario);
        let names: BTreeMap<String, String> =
            all.iter().rev().enumerate().map(|(rank, name)| (name.clone(), format!("n{rank:03}"))).collect();
        let other = text(&with_streams_kept(&scenario, &names));
        let (one, two) = (HistoryRecorder::of(&compiled(&text(&scenario)).model, 0), HistoryRecorder::of(&compiled(&other).model, 0));
        let (one, two) = (requests(&one), requests(&two));
        // What a shelf lacks, and who returns when, may go by an order of names: others are there
        // then.
        let both = one.iter().filter(|(line, _)| two.contains_key(line)).count();
        prop_assert!(both * 10 >= one.len() * 8, "{both} of {}", one.len());
        for (line, line_request) in &one {
            if let Some(other) = two.get(line) {
                prop_assert_eq!((line_request.1, line_request.2), (other.1, other.2), "{:?}", line);
            }
        }
    }
}
