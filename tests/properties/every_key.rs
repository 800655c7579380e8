//! Coverage of keys: the random scenarios use every key of the language, and every word allowed as
//! a value.
//!
//! What the language has is requested of the reader itself: a key that it does not know is answered
//! with those that it knows there. So a key that is added later, and that no scenario here uses, is
//! reported by name.

use crate::config;
use crate::equivalent_scenarios::{text, tree};
use crate::scenario::{Case, THINGS, names, scenarios};
use gplc::scenario::{Diagnostic, read_text};
use proptest::test_runner::TestRunner;
use std::cell::RefCell;
use std::collections::BTreeSet;
use toml::{Table, Value};

/// A number of scenarios must do.
const CASES: u32 = 60;
/// No one's key and no one's word, nor like any.
const UNKNOWN: &str = "qqqqqqqqqq";
/// The scenarios with which each law begins.
fn cases() -> Vec<Table> {
    let all = RefCell::new(Vec::new());
    let taken = TestRunner::new(config(CASES)).run(&scenarios(), |Case(scenario)| {
        all.borrow_mut().push(tree(&scenario));
        Ok(())
    });
    taken.unwrap();
    all.into_inner()
}

/// Visits every table, by its path with `*` for names.
fn each_table(tree: &mut Table, visit: &mut impl FnMut(&str, &mut Table)) {
    fn go(path: &str, table: &mut Table, names: &BTreeSet<String>, visit: &mut impl FnMut(&str, &mut Table)) {
        visit(path, table);
        for (key, value) in table.iter_mut() {
            let named = THINGS.contains(&path) || names.contains(key);
            let key = if named { "*" } else { key };
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            match value {
                Value::Table(below) => go(&path, below, names, visit),
                // A list of tables.
                Value::Array(list) => list
                    .iter_mut()
                    .filter_map(Value::as_table_mut)
                    .for_each(|below| go(&path, below, names, visit)),
                _ => {}
            }
        }
    }
    let names = names(tree);
    go("", tree, &names, visit);
}

/// What is wrong with a tree.
fn errors(tree: &Table) -> Vec<Diagnostic> {
    read_text("case.toml", &text(tree), &[])
        .map_or_else(|errors| errors.iter().cloned().collect(), |_| Vec::new())
}

/// What a help lists behind its heading.
fn listed(help: &str) -> impl Iterator<Item = &str> {
    assert!(!help.contains(" more"), "not all are listed: {help}");
    help.split_once(": ").map_or("", |(_, list)| list).split(", ")
}

#[test]
fn random_scenarios_use_every_key() {
    let (mut known, mut used) = (BTreeSet::new(), BTreeSet::new());
    let mut known_tables = BTreeSet::new();
    for mut case in cases() {
        let mut paths = Vec::new();
        each_table(&mut case, &mut |path, table| {
            used.extend(table.keys().map(|key| (path.to_owned(), key.clone())));
            // Each kind of table is requested once what it knows.
            if known_tables.insert(path.to_owned()) {
                table.insert(format!("{UNKNOWN}_{}", paths.len()), 1.into());
                paths.push(path.to_owned());
            }
        });
        if paths.is_empty() {
            continue;
        }
        for error in errors(&case) {
            let number = error.message.strip_prefix(&format!("unknown key `{UNKNOWN}_"));
            let Some(number) = number.and_then(|rest| rest.strip_suffix('`')) else { continue };
            let path = &paths[number.parse::<usize>().unwrap()];
            let help = error.help.unwrap_or_default();
            // Of all distributions one stands anywhere: they are words.
            if !listed(&help).any(|key| key == "exponential") {
                known.extend(listed(&help).map(|key| (path.clone(), key.to_owned())));
            }
        }
    }
    assert!(known.len() > 150, "the reader lists {} keys", known.len());
    // Random scenarios are based on no file: tests/properties/reproducible_bytes.rs has two.
    known.remove(&(String::new(), "based_on".to_owned()));
    let missing: Vec<String> = known.difference(&used).map(|(path, key)| format!("{path}.{key}")).collect();
    assert!(missing.is_empty(), "no scenario of tests/properties/scenario.rs uses {missing:#?}");
    let page = concat!(include_str!("../../docs/reference.md"), include_str!("../../docs/scenario.md"));
    let words: BTreeSet<&str> = page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let missing: Vec<_> = known.iter().filter(|(_, key)| !words.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "docs/reference.md does not tell {missing:#?}");
}

#[test]
fn random_scenarios_use_every_word() {
    let (mut known, mut used) = (BTreeSet::new(), BTreeSet::new());
    let mut known_tables = BTreeSet::new();
    for mut case in cases() {
        let before = known_tables.len();
        each_table(&mut case, &mut |path, table| {
            for (key, value) in table.iter_mut().filter(|(key, _)| *key != "title") {
                let form = value.type_str();
                let mut unknown = |word: &str| {
                    used.insert(word.to_owned());
                    known_tables.insert((path.to_owned(), key.clone(), form))
                };
                match value {
                    // A distribution, a spread, a rule: the one key of it is a word.
                    Value::Table(inner) if inner.len() == 1 => {
                        for (word, within) in std::mem::take(inner) {
                            let word = if unknown(&word) { UNKNOWN.to_owned() } else { word };
                            inner.insert(word, within);
                        }
                    }
                    Value::String(word) if unknown(word) => UNKNOWN.clone_into(word),
                    _ => {}
                }
            }
        });
        if known_tables.len() == before {
            continue;
        }
        for error in errors(&case) {
            let end = format!(" `{UNKNOWN}`");
            let what = error.message.strip_prefix("unknown ").and_then(|rest| rest.strip_suffix(&end));
            let (Some(what), Some(help)) = (what, error.help) else { continue };
            if ["allowed", "distributions", "spreads", "rules"]
                .iter()
                .any(|heading| help.starts_with(heading))
            {
                known.extend(listed(&help).map(|word| (what.to_owned(), word.to_owned())));
            }
        }
    }
    assert!(known.len() > 30, "the reader lists {} words", known.len());
    let missing: Vec<_> = known.iter().filter(|(_, word)| !used.contains(word)).collect();
    assert!(missing.is_empty(), "no scenario of tests/properties/scenario.rs uses {missing:#?}");
}
