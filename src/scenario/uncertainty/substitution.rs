//! Substitution: replaces values of a scenario's tree by sampled ones, before the tree is read.
//!
//! Where a value is one of several shares that add up to 100 %, the others are scaled to keep their
//! proportions, unless one of them is `"rest"`.

use super::{UncertainValue, find};
use crate::scenario::customers::outage_response::{KEYS, REST};
use crate::scenario::syntax::quantity::{share_text, split};
use crate::scenario::syntax::tree::{Node, Table, Value};

/// Difference from 100 % below which shares add up.
const TOLERANCE: f64 = 1e-9;

/// The tree without its uncertain values, with a number in place of each value that they set.
///
/// # Errors
/// A message if the shares of a group cannot add up to 100 % any more.
pub(crate) fn with_values(tree: &Table, values: &[(&UncertainValue, f64)]) -> Result<Table, String> {
    let mut changed = tree.clone();
    changed.entries.retain(|entry| entry.key != "uncertain");
    let mut paths: Vec<Vec<&str>> = Vec::new();
    for (one, number) in values {
        for set in &one.set {
            let path: Vec<&str> = set.split('.').collect();
            put(&mut changed, &path, one.form.tree_value(*number));
            paths.push(path);
        }
    }
    for path in &paths {
        rescale_others(tree, &mut changed, path, &paths)?;
    }
    Ok(changed)
}

/// Replaces the value at a path that exists.
fn put(table: &mut Table, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    let Some(position) = table.position(first) else { return };
    let node = &mut table.entries[position].node;
    match &mut node.value {
        Value::Table(below) if !rest.is_empty() => put(below, rest, value),
        here => *here = value,
    }
}

/// Paths of the shares that add up to 100 % with the one at `path`, which is among them; empty if
/// the value at `path` is no such share.
fn share_group<'t>(tree: &'t Table, path: &[&'t str]) -> Vec<Vec<&'t str>> {
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

/// Scales the other shares of the group of `path` so that all add up to 100 %; `set` has the paths
/// of all sampled values, which stay.
fn rescale_others(tree: &Table, changed: &mut Table, path: &[&str], set: &[Vec<&str>]) -> Result<(), String> {
    let group = share_group(tree, path);
    let text = |table: &Table, path: &[&str]| match find(table, path).map(|node| &node.value) {
        Ok(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    // The reader computes the remainder for `"rest"`.
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
    let sampled: f64 = group.iter().filter(|one| set.contains(one)).map(|one| share(changed, one)).sum();
    let before: f64 = others.iter().map(|one| share(tree, one)).sum();
    let left = 1.0 - sampled;
    if left < -TOLERANCE || (before <= 0.0 && left.abs() > TOLERANCE) {
        let names = others.iter().map(|one| one.join(".")).collect::<Vec<_>>().join(", ");
        let others = if names.is_empty() { "no other share".to_owned() } else { names };
        return Err(format!(
            "the shares cannot add up to 100 %: {} remains for {others}",
            share_text(left.max(0.0))
        ));
    }
    for one in others {
        let new = share(tree, one) / before.max(f64::MIN_POSITIVE) * left.max(0.0);
        put(changed, one, Value::Text(format!("{:.12}%", new * 100.0)));
    }
    Ok(())
}
