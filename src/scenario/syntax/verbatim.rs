//! Entries that stay as they were written where a scenario is written out in other words than its
//! own.

use super::tree::{Table, parse_file};
use crate::scenario::uncertainty::{find, is_value};
use std::collections::BTreeMap;

/// An entry that stays as it was written.
struct AsWritten {
    /// How its line begins.
    field: String,
    line: String,
    put: bool,
}

/// Where a scenario is written out in other words than its own (`sigma` for `p90`, a target's full
/// name), uncertain
/// values may stand for keys that are not there any more; then the entries stay as they were
/// written.
pub(crate) fn keep_written<'s>(resolved: &mut String, tree: &Table, sets: impl Iterator<Item = &'s str>) {
    let Ok(table) = parse_file(0, resolved) else { return };
    let missing = |set: &&str| {
        let keys: Vec<&str> = set.split('.').collect();
        !find(&table, &keys).is_ok_and(is_value)
    };
    write_as_written(resolved, tree, sets.filter(missing));
}

/// Puts the entries of things in which these paths lie, as they were written, into the scenario as
/// it is written out: all
/// of them while it is gone through once.
pub(crate) fn write_as_written<'p>(
    resolved: &mut String,
    tree: &Table,
    paths: impl Iterator<Item = &'p str>,
) {
    let mut things: BTreeMap<String, Vec<AsWritten>> = BTreeMap::new();
    for path in paths {
        let keys: Vec<&str> = path.split('.').collect();
        let [kind, name, field, ..] = keys[..] else { continue };
        let Ok(node) = find(tree, &[kind, name, field]) else { continue };
        let entries = things.entry(format!("[{kind}.{name}]")).or_default();
        let field = format!("{field} = ");
        if entries.iter().all(|entry| entry.field != field) {
            let line = format!("{field}{}", node.toml());
            entries.push(AsWritten { field, line, put: false });
        }
    }
    if things.is_empty() {
        return;
    }
    let mut text = String::with_capacity(resolved.len());
    // Those of the thing whose lines are gone through.
    let mut entries: Vec<AsWritten> = Vec::new();
    for written in resolved.lines() {
        if written.is_empty() || written.starts_with('[') {
            put_the_rest(&mut text, entries.drain(..));
        }
        let entry = entries.iter_mut().find(|entry| written.starts_with(&entry.field));
        let line = entry.map_or(written, |entry| {
            entry.put = true;
            &entry.line
        });
        text.extend([line, "\n"]);
        entries.extend(things.remove(written).unwrap_or_default());
    }
    put_the_rest(&mut text, entries.into_iter());
    *resolved = text;
}

fn put_the_rest(text: &mut String, entries: impl Iterator<Item = AsWritten>) {
    for entry in entries.filter(|entry| !entry.put) {
        text.extend([entry.line.as_str(), "\n"]);
    }
}
