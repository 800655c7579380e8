//! Difference: the keys in which two scenarios differ, from their resolved texts.
//!
//! An entry that only one of them has is one difference, at its own path.

use super::read::ReadScenario;
use std::collections::BTreeSet;
use toml::{Table, Value};

/// A key in which two scenarios differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDifference {
    /// Path of the key, such as `restart.warehouse.from`.
    pub path: String,
    /// Value in the first scenario, as TOML; `None`: absent.
    pub first: Option<String>,
    /// Value in the other scenario; `None`: absent.
    pub other: Option<String>,
}

/// Keys in which another scenario differs from the first, in order of their paths; titles left out.
pub fn differences(first: &ReadScenario, other: &ReadScenario) -> Vec<KeyDifference> {
    // A resolved scenario is TOML that gplc has written.
    let parsed = |read: &ReadScenario| read.resolved.parse::<Table>().unwrap_or_default();
    let mut found = Vec::new();
    compare("", &parsed(first), &parsed(other), &mut found);
    found.retain(|difference| difference.path != "title");
    found
}

fn compare(above: &str, first: &Table, other: &Table, found: &mut Vec<KeyDifference>) {
    let keys: BTreeSet<&String> = first.keys().chain(other.keys()).collect();
    for key in keys {
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match (first.get(key), other.get(key)) {
            (Some(Value::Table(first)), Some(Value::Table(other))) => compare(&path, first, other, found),
            (first, other) if first == other => {}
            (first, other) => {
                found.push(KeyDifference { path, first: first.map(text), other: other.map(text) });
            }
        }
    }
}

/// A value as it is read: texts without quotes, entries in braces.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    const SMALL: &str = include_str!("../../tests/scenario/small.toml");

    #[test]
    fn changed_keys_and_whole_entries_are_one_difference_each() {
        let first = read_text("small.toml", SMALL, &[]).unwrap();
        let sets = [
            "title=Another",
            "processes.pick.people=300",
            "restart.weekend_work=false",
            "sites.uk_pdc.stock.cover=8 weeks",
        ];
        let other = read_text("small.toml", SMALL, &sets.map(str::to_owned)).unwrap();
        let found = differences(&first, &other);
        let paths: Vec<&str> = found.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["processes.pick.people", "restart.weekend_work", "sites.uk_pdc.stock.cover"]);
        assert_eq!((found[0].first.as_deref(), found[0].other.as_deref()), (Some("240"), Some("300")));
        assert!(found[1].first.is_some() && found[1].other.is_none());
        assert_eq!(found[2].other.as_deref(), Some("8 weeks"));
        assert_eq!(differences(&first, &first), []);
    }
}
