//! Coverage of keys: the random scenarios use every key of the language, every word allowed as a
//! value, and every form of a distribution.
//!
//! The register lists the keys, so a key that is added later, and that no scenario here uses, is
//! reported by name.

use crate::config;
use crate::equivalent_scenarios::tree;
use crate::scenario::{Case, scenarios};
use gplc::registers::key::{Key, Schema, Table as KeyTable};
use gplc::scenario::read_text;
use gplc::scenario::register::tables;
use gplc::scenario::syntax::distribution::FORMS;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// A number of scenarios that use everything.
const CASES: u32 = 60;

/// The first scenarios of each property.
fn cases() -> Vec<Table> {
    texts(CASES).iter().map(|text| tree(text)).collect()
}

fn texts(cases: u32) -> Vec<String> {
    let all = RefCell::new(Vec::new());
    let taken = TestRunner::new(config(cases)).run(&scenarios(), |Case(scenario)| {
        all.borrow_mut().push(scenario);
        Ok(())
    });
    taken.unwrap();
    all.into_inner()
}

/// Visits the value of every key of the register that a table has, with its definition.
fn each_key(table: &Table, keys: &KeyTable, visit: &mut impl FnMut(&KeyTable, &Key, &Value)) {
    for key in keys.keys {
        let Some(value) = table.get(key.name) else { continue };
        visit(keys, key, value);
        if let Some(inner) = key.table {
            each_inner(value, inner, visit);
        }
    }
}

/// The same of a value that holds such a table, a list of them, or one by each name.
fn each_inner(value: &Value, keys: &KeyTable, visit: &mut impl FnMut(&KeyTable, &Key, &Value)) {
    match value {
        Value::Table(table) if table.keys().any(|key| keys.keys.iter().any(|known| known.name == key)) => {
            each_key(table, keys, visit);
        }
        Value::Table(by_name) => by_name.values().for_each(|value| each_inner(value, keys, visit)),
        Value::Array(list) => list.iter().for_each(|value| each_inner(value, keys, visit)),
        _ => {}
    }
}

/// Visits every key of a scenario.
fn each_key_of(scenario: &Table, visit: &mut impl FnMut(&KeyTable, &Key, &Value)) {
    for keys in tables() {
        if keys.path.is_empty() {
            each_key(scenario, keys, visit);
        } else if !keys.one.is_empty() {
            let name = keys.path.split('.').next().unwrap();
            let entries = scenario.get(name).and_then(Value::as_table);
            let entries = entries.into_iter().flat_map(Table::values).filter_map(Value::as_table);
            entries.for_each(|entry| each_key(entry, keys, visit));
        }
    }
}

/// Words that a schema allows as values, and keys of the tables in it.
fn words_of(schema: &Json, words: &mut BTreeSet<String>) {
    match schema {
        Json::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("enum", Json::Array(list)) => {
                        words.extend(list.iter().filter_map(Json::as_str).map(str::to_owned));
                    }
                    // Words that are not allowed.
                    ("not", _) => {}
                    ("properties", Json::Object(properties)) => {
                        words.extend(properties.keys().cloned());
                        properties.values().for_each(|value| words_of(value, words));
                    }
                    (_, value) => words_of(value, words),
                }
            }
        }
        Json::Array(list) => list.iter().for_each(|value| words_of(value, words)),
        _ => {}
    }
}

/// Texts and keys inside a value.
fn words_in(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            words.insert(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| words_in(value, words)),
        Value::Table(table) => {
            words.extend(table.keys().cloned());
            table.values().for_each(|value| words_in(value, words));
        }
        _ => {}
    }
}

#[test]
fn random_scenarios_have_no_error() {
    let mut errors = BTreeMap::new();
    for text in texts(300) {
        for error in read_text("case.toml", &text, &[]).err().iter().flatten() {
            errors.entry(error.message.clone()).or_insert_with(|| format!("{error}\n{text}"));
        }
    }
    assert!(errors.is_empty(), "{}", errors.into_values().collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn random_scenarios_use_every_key() {
    let mut used = BTreeSet::new();
    for case in cases() {
        each_key_of(&case, &mut |table, key, _| {
            used.insert((table.path, key.name));
        });
    }
    let known: BTreeSet<_> =
        tables().into_iter().flat_map(|table| table.keys.iter().map(|key| (table.path, key.name))).collect();
    assert!(known.len() > 150, "the register has {} keys", known.len());
    // Random scenarios are based on no file: tests/properties/reproducible_bytes.rs has two.
    let missing: Vec<_> = known
        .difference(&used)
        .filter(|key| **key != ("", "based_on"))
        .map(|(path, key)| format!("{path}.{key}"))
        .collect();
    assert!(missing.is_empty(), "no scenario of tests/properties/scenario uses {missing:#?}");
}

#[test]
fn random_scenarios_use_every_word() {
    let (mut known, mut used) = (BTreeSet::new(), BTreeSet::new());
    for case in cases() {
        each_key_of(&case, &mut |_, _, value| words_in(value, &mut used));
    }
    for key in tables().into_iter().flat_map(|table| table.keys) {
        words_of(&(key.schema)(key, Schema::Whole), &mut known);
    }
    assert!(known.len() > 30, "the register has {} words", known.len());
    let missing: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty(), "no scenario of tests/properties/scenario uses {missing:#?}");
}

#[test]
fn random_scenarios_use_every_form_of_a_distribution() {
    let mut used = BTreeSet::new();
    for case in cases() {
        forms_in(&Value::Table(case), &mut used);
    }
    for form in FORMS.iter().filter(|form| !form.name.is_empty()) {
        let uses = |(name, keys): &(String, BTreeSet<String>)| {
            name == form.name && form.keys.iter().all(|key| keys.contains(*key))
        };
        assert!(used.iter().any(uses), "no scenario of tests/properties/scenario uses {form:?}");
    }
}

/// Keys of tables, each with those of its value and beside it.
fn forms_in(value: &Value, used: &mut BTreeSet<(String, BTreeSet<String>)>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| forms_in(value, used)),
        Value::Table(table) => {
            for (key, value) in table {
                let inner = value.as_table().into_iter().flat_map(Table::keys);
                used.insert((key.clone(), table.keys().chain(inner).cloned().collect()));
                forms_in(value, used);
            }
        }
        _ => {}
    }
}

#[test]
fn the_reference_has_every_key() {
    let page = include_str!("../../docs/reference.md");
    let words: BTreeSet<&str> = page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let mut known: BTreeSet<String> = FORMS
        .iter()
        .flat_map(|form| form.keys.iter().copied().chain([form.name]))
        .map(str::to_owned)
        .collect();
    for key in tables().into_iter().flat_map(|table| table.keys) {
        known.insert(key.name.to_owned());
        words_of(&(key.schema)(key, Schema::Whole), &mut known);
    }
    let missing: Vec<_> = known.iter().filter(|word| !words.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "docs/reference.md does not have {missing:#?}");
}
