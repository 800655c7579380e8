//! Value paths: the keys that an uncertain value sets.
//!
//! A path is the keys from the top of the scenario, joined by dots. It leads to a quantity, a
//! number or a date that the file contains; defaults cannot be set. All replications of a run share
//! the top-level keys marked in the register and the observations, so those cannot be uncertain.

use super::value_form::parse_quantity;
use crate::registers::key::{Key, Schema};
use crate::scenario::register::TOP;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::list_of;
use crate::scenario::syntax::reader::{Item, Reader, nearest_of, shown};
use crate::scenario::syntax::tree::{Node, Table, Value};
use crate::scenario::syntax::value::{self, Context};
use crate::scenario::syntax::writer::quoted;
use serde_json::{Value as Json, json};

const EXAMPLE: &str = "\"processes.pick.people\"";

/// The path of a key, or a list of paths.
pub(crate) struct ValuePaths;

impl value::Value for ValuePaths {
    type Of = Vec<String>;

    fn form() -> String {
        "path of a key, or list of paths".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Vec<String>> {
        Some(reader.value_paths(item))
    }

    fn write(paths: &Vec<String>, _: Context) -> String {
        match &paths[..] {
            [one] => quoted(one),
            several => list_of(several.iter().map(|path| quoted(path))),
        }
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
        ] })
    }
}

impl<'t> Reader<'t> {
    /// One path, or a list of them.
    fn value_paths(&mut self, item: Item<'t>) -> Vec<String> {
        let Value::List(list) = &item.node.value else {
            return self.value_path(item).into_iter().collect();
        };
        let items: Vec<Item<'t>> = list.iter().map(|node| item.inner(node)).collect();
        self.each_once(&items);
        if items.is_empty() {
            self.report(
                ScenarioError::at(item.place(), "`set` is empty", "sets nothing")
                    .help(format!("name the path of a key, for instance `set = {EXAMPLE}`")),
            );
        }
        items.into_iter().filter_map(|item| self.value_path(item)).collect()
    }

    /// The path of a value that can be uncertain, its keys joined by dots.
    fn value_path(&mut self, item: Item<'t>) -> Option<String> {
        let path = self.text(item, EXAMPLE)?;
        let keys: Vec<&str> = path.split('.').map(str::trim).collect();
        match refusal(self.tree, path, &keys) {
            None => Some(keys.join(".")),
            Some(Refusal { message, label, help }) => {
                self.report(ScenarioError::at(item.place(), message, label).help(help));
                None
            }
        }
    }
}

/// Reason why a path cannot be set.
struct Refusal {
    message: String,
    label: String,
    help: String,
}

fn refusal(tree: &Table, path: &str, keys: &[&str]) -> Option<Refusal> {
    const SHARED: &str = "is the same in all replications";
    let refusal = |message: String, label: &str, help: &str| {
        Some(Refusal { message, label: label.to_owned(), help: help.to_owned() })
    };
    match keys {
        [key] if TOP.key(key).is_some_and(|key| key.certain) => {
            refusal(format!("`{key}` cannot be uncertain"), SHARED, "compare two scenarios instead")
        }
        ["observe", ..] => {
            refusal("observations cannot be uncertain".to_owned(), SHARED, "they change no result")
        }
        ["uncertain", ..] => refusal(
            "an uncertain value cannot set a key of another".to_owned(),
            "not an input of the scenario",
            "name a key of another table",
        ),
        _ => match find(tree, keys) {
            Ok(node) if is_value(node) => None,
            Ok(node) => refusal(
                format!("`{}` cannot be uncertain", shown(path)),
                &format!("is {}", node.kind()),
                "a quantity such as \"6 weeks\", a number or a date can be",
            ),
            Err((depth, known)) => {
                let above = shown(&keys[..depth].join("."));
                let heading = if depth == 0 {
                    "tables and keys of this scenario".to_owned()
                } else if known.is_empty() {
                    format!("keys in `{above}`")
                } else {
                    format!("in `{above}`")
                };
                refusal(
                    format!("no `{}` in this scenario", shown(&keys[..=depth].join("."))),
                    "not in this scenario",
                    &nearest_of(keys[depth], &known, &heading),
                )
            }
        },
    }
}

/// The value at a path of at least one key.
///
/// # Errors
/// The number of leading keys that exist, and the keys known at that depth.
pub(crate) fn find<'t>(tree: &'t Table, keys: &[&str]) -> Result<&'t Node, (usize, Vec<&'t str>)> {
    let (mut table, last) = (tree, keys.len() - 1);
    for (depth, key) in keys.iter().enumerate() {
        let known = || table.entries.iter().map(|entry| entry.key.as_str()).collect();
        let Some(entry) = table.get(key) else {
            return Err((depth, known()));
        };
        if depth == last {
            return Ok(&entry.node);
        }
        match entry.node.table() {
            Some(below) => table = below,
            None => return Err((depth + 1, Vec::new())),
        }
    }
    unreachable!("a path has a last key")
}

/// True if a value can be replaced by a sampled one.
pub(crate) fn is_value(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => parse_quantity(text).is_some(),
        Value::Whole(_) | Value::Number(_) | Value::Moment(_) => true,
        Value::Truth(_) | Value::List(_) | Value::Table(_) => false,
    }
}
