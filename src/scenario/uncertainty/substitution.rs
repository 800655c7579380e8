//! Drawn values in the place of the stated ones: a tree of what is written, changed before it is read.
//!
//! Where a value is one of shares that make 100 %, the others keep their proportions, unless one of them is the rest.

use super::{Uncertain, find};
use crate::scenario::customers::outage_response::{KEYS, REST};
use crate::scenario::syntax::quantity::{share_text, split};
use crate::scenario::syntax::tree::{Node, Table, Value};

/// The tree without its uncertain values, and with `numbers` in the places that they stand for.
///
/// # Errors
/// What is wrong with shares that cannot make 100 % any more.
pub(crate) fn with_values(tree: &Table, values: &[(&Uncertain, f64)]) -> Result<Table, String> {
    let mut changed = tree.clone();
    changed.entries.retain(|entry| entry.key != "uncertain");
    let mut paths: Vec<Vec<&str>> = Vec::new();
    for (one, number) in values {
        for set in &one.set {
            let path: Vec<&str> = set.split('.').collect();
            put(&mut changed, &path, one.value(*number));
            paths.push(path);
        }
    }
    for path in &paths {
        keep_whole(tree, &mut changed, path, &paths)?;
    }
    Ok(changed)
}

/// Puts a value at a path that exists.
fn put(table: &mut Table, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    let Some(position) = table.position(first) else { return };
    let node = &mut table.entries[position].node;
    match &mut node.value {
        Value::Table(below) if !rest.is_empty() => put(below, rest, value),
        here => *here = value,
    }
}

/// Paths of the shares that make 100 % with the one at a path, itself among them; none where it is no share.
fn shares_with<'t>(tree: &'t Table, path: &[&'t str]) -> Vec<Vec<&'t str>> {
    let keys = |path: &[&str]| -> Vec<&'t str> {
        let table = find(tree, path).ok().and_then(Node::table);
        table.into_iter().flat_map(|table| &table.entries).map(|entry| entry.key.as_str()).collect()
    };
    match path {
        ["parts", _, "share"] => {
            keys(&["parts"]).into_iter().map(|segment| vec!["parts", segment, "share"]).collect()
        }
        ["demand", demand, group @ ("classes" | "parts"), _] => {
            let all = keys(&["demand", demand, group]).into_iter();
            all.map(|key| vec!["demand", *demand, *group, key]).collect()
        }
        ["demand", _, "when_down", key] | ["demand", _, "when_down", "classes", _, key]
            if KEYS.contains(key) =>
        {
            let above = &path[..path.len() - 1];
            let all = keys(above).into_iter().filter(|key| KEYS.contains(key));
            all.map(|key| above.iter().copied().chain([key]).collect()).collect()
        }
        _ => Vec::new(),
    }
}

/// Lets the other shares of a group keep their proportions, so that all make 100 % again.
fn keep_whole(tree: &Table, changed: &mut Table, path: &[&str], set: &[Vec<&str>]) -> Result<(), String> {
    let group = shares_with(tree, path);
    let text = |table: &Table, path: &[&str]| match find(table, path).map(|node| &node.value) {
        Ok(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    // One that is written as the rest takes what is left by itself.
    if group.iter().any(|one| text(tree, one).as_deref() == Some(REST)) {
        return Ok(());
    }
    let share = |table: &Table, path: &[&str]| -> f64 {
        let text = text(table, path);
        text.as_deref().and_then(|text| split(text)).map_or(0.0, |(number, _)| number.times(1, 2))
    };
    let others: Vec<&Vec<&str>> = group.iter().filter(|one| !set.contains(one)).collect();
    if group.is_empty() || (others.is_empty() && group.len() == 1) {
        return Ok(());
    }
    let taken: f64 = group.iter().filter(|one| set.contains(one)).map(|one| share(changed, one)).sum();
    let before: f64 = others.iter().map(|one| share(tree, one)).sum();
    let left = 1.0 - taken;
    if left < -1e-9 || (before <= 0.0 && left.abs() > 1e-9) {
        let names = others.iter().map(|one| one.join(".")).collect::<Vec<_>>().join(", ");
        let rest = if names.is_empty() { "no other share".to_owned() } else { names };
        return Err(format!(
            "the shares cannot make 100 %: {} is left for {rest}",
            share_text(left.max(0.0))
        ));
    }
    for one in others {
        let new = share(tree, one) / before.max(f64::MIN_POSITIVE) * left.max(0.0);
        put(changed, one, Value::Text(format!("{:.12}%", new * 100.0)));
    }
    Ok(())
}
