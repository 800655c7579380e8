//! Key: the definition of one key of the scenario language, and the table that it stands in.

use serde_json::Value as Json;

/// Table of the scenario language: its keys, in the order in which a scenario is written out.
#[derive(Debug)]
pub struct Table {
    /// Path, with `NAME` for the name that the user gives: `lanes.NAME`, `restart.NAME.ramp`.
    pub path: &'static str,
    /// The noun for one entry of a table whose entries have names; else empty.
    pub one: &'static str,
    /// Its plural.
    pub many: &'static str,
    /// Definition in a sentence.
    pub meaning: &'static str,
    /// Keys.
    pub keys: &'static [Key],
}

/// Definition of a key.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a key")]
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Name.
    pub name: &'static str,
    /// Meaning, in a sentence.
    pub meaning: &'static str,
    /// What happens where the key is absent.
    pub presence: Presence,
    /// The form of its value in words: `duration`, `list of systems`.
    pub form: fn() -> String,
    /// JSON Schema of its value.
    pub schema: fn(&Key, Schema) -> Json,
    /// Values for a network of a few days, as TOML; none where they depend on its names or dates.
    pub samples: fn(&Key) -> Vec<String>,
    /// Smallest and largest value.
    pub range: Option<Range>,
    /// A bound of the range in words: `200 years`.
    pub limit: fn(i128) -> String,
    /// Keys of the table that its value holds.
    pub table: Option<&'static Table>,
    /// Keys of one table with different labels are alternatives: each displaces the others when
    /// they are inherited, and they exclude each other. Empty: no alternatives.
    pub alternative: &'static str,
    /// Keys of other alternatives that the key may stand beside, also when they are inherited.
    pub joins: &'static [&'static str],
    /// The key displaces inherited alternatives, but excludes none.
    pub displaces_only: bool,
    /// Keys of which one must be written too.
    pub needs: &'static [&'static str],
    /// Names that the key had in earlier versions.
    pub formerly: &'static [&'static str],
    /// The value is the same in all replications: it cannot be uncertain.
    pub certain: bool,
    /// An inherited value is replaced whole, also by a table that is written key by key.
    pub whole: bool,
    /// Left out of the resolved scenario while it has its default.
    pub quiet: bool,
    /// Meaning of an optional key that is absent: `no limit`.
    pub absent: &'static str,
    /// Example of a value, as TOML.
    pub example: &'static str,
}

/// What happens where a key is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is an error.
    Required,
    /// Nothing stands for it.
    Optional,
    /// This value stands for it, as TOML.
    Default(&'static str),
    /// The name of its table stands for it.
    OwnName,
}

/// Smallest and largest value of a key, in its base unit (microseconds, pieces, percent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Smallest value.
    pub least: i128,
    /// The smallest value itself is not allowed.
    pub above: bool,
    /// Largest value.
    pub most: i128,
    /// The largest value itself is not allowed.
    pub below: bool,
}

/// Which of the two JSON Schemas is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Of a scenario that stands alone.
    Whole,
    /// Of one that is based on another: no key is required, and `false` removes what is inherited.
    Overlay,
}

impl Table {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The key that was once called this.
    pub fn renamed(&self, former: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.formerly.contains(&former))
    }

    /// Labels of its alternatives, in order.
    pub fn alternatives(&self) -> Vec<&'static str> {
        let mut labels: Vec<&'static str> = Vec::new();
        for key in self.keys {
            if !key.alternative.is_empty() && !labels.contains(&key.alternative) {
                labels.push(key.alternative);
            }
        }
        labels
    }

    /// Its alternatives in words: "`rate`, `people` and `productivity`, or `servers` and `time`".
    pub fn alternatives_text(&self) -> String {
        let groups: Vec<String> = self
            .alternatives()
            .into_iter()
            .map(|label| {
                let keys = self.keys.iter().filter(|key| key.alternative == label);
                keys.map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(" and ")
            })
            .collect();
        match groups.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, before)) => format!("{}, or {last}", before.join(", ")),
        }
    }
}

impl Key {
    /// The value of its example behind its name.
    pub fn example_line(&self) -> String {
        format!("{} = {}", self.name, self.example)
    }
}

/// The name of a field without the mark of a raw identifier.
pub(crate) const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// The name of a table at the top: `lanes` of `lanes.NAME`.
pub(crate) const fn top(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'.' {
        end += 1;
    }
    path.split_at(end).0
}
