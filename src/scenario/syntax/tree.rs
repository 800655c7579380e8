//! The tree of a scenario text, in which every key and value knows where it was written.
//!
//! An intermediate form: files and `--set` become trees, trees are merged, and the merged tree is
//! read.
//!
//! Knows nothing of what the keys mean.

use super::diagnostic::{Place, ScenarioError};
use super::visible::is_forbidden;
use super::writer::{braces, quoted};
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A value and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// What can be written.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    /// An integer; `None` where it has more digits than any key can hold.
    Whole(Option<i128>),
    Number(f64),
    Truth(bool),
    Moment(Datetime),
    List(Vec<Node>),
    Table(Table),
}

/// Keys with values, in the order in which they were written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
    /// Whether it was written in braces.
    pub(crate) inline: bool,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Where the key was written.
    pub(crate) at: Place,
    pub(crate) node: Node,
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.key == key)
    }
}

impl Node {
    /// The value as a table.
    pub(crate) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value as one line of TOML.
    pub(crate) fn toml(&self) -> String {
        match &self.value {
            Value::Text(text) => quoted(text),
            Value::Whole(number) => number.map_or("nan".to_owned(), |number| number.to_string()),
            Value::Number(number) => format!("{number:?}"),
            Value::Truth(truth) => truth.to_string(),
            Value::Moment(moment) => moment.to_string(),
            Value::List(list) => {
                format!("[{}]", list.iter().map(Node::toml).collect::<Vec<_>>().join(", "))
            }
            Value::Table(table) => {
                let entries: Vec<(String, String)> =
                    table.entries.iter().map(|entry| (key(&entry.key), entry.node.toml())).collect();
                braces(entries.iter().map(|(key, value)| (key.as_str(), value.clone())))
            }
        }
    }

    /// What kind of value it is, as a message says it.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a string",
            Value::Whole(_) | Value::Number(_) => "a number",
            Value::Truth(_) => "a boolean",
            Value::Moment(_) => "a date or time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// A key as TOML writes it: in quotes only where it must be.
pub(crate) fn key(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if plain { key.to_owned() } else { quoted(key) }
}

/// The tree of a whole TOML text, or its syntax errors.
pub(crate) fn parse_file(source: usize, text: &str) -> Result<Table, Vec<ScenarioError>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let table = table_of(source, 0, text, table.get_ref());
        let mut errors = Vec::new();
        forbidden_in_table(&table, &mut errors);
        return if errors.is_empty() { Ok(table) } else { Err(errors) };
    }
    Err(syntax_errors(source, 0, text, &errors))
}

/// The tree of one TOML value that stands at byte `offset` of its source, or its syntax errors.
pub(crate) fn parse_value(source: usize, offset: usize, text: &str) -> Result<Node, Vec<ScenarioError>> {
    let (value, errors) = DeValue::parse_recoverable(text);
    if errors.is_empty() {
        let node = node_of(source, offset, text, &value);
        let errors = forbidden(&node);
        return if errors.is_empty() { Ok(node) } else { Err(errors) };
    }
    Err(syntax_errors(source, offset, text, &errors))
}

/// Reports texts with characters that no output may contain.
fn forbidden_in_table(table: &Table, errors: &mut Vec<ScenarioError>) {
    for entry in &table.entries {
        report_forbidden(&entry.key, entry.at, errors);
        forbidden_in_value(&entry.node, errors);
    }
}

/// Errors in a value of which no output may contain every character.
pub(crate) fn forbidden(node: &Node) -> Vec<ScenarioError> {
    let mut errors = Vec::new();
    forbidden_in_value(node, &mut errors);
    errors
}

fn forbidden_in_value(node: &Node, errors: &mut Vec<ScenarioError>) {
    match &node.value {
        Value::Text(text) => report_forbidden(text, node.place, errors),
        Value::List(list) => list.iter().for_each(|node| forbidden_in_value(node, errors)),
        Value::Table(table) => forbidden_in_table(table, errors),
        Value::Whole(_) | Value::Number(_) | Value::Truth(_) | Value::Moment(_) => {}
    }
}

fn report_forbidden(text: &str, place: Place, errors: &mut Vec<ScenarioError>) {
    if let Some(c) = text.chars().find(|&c| is_forbidden(c)) {
        let message = format!("a text has the character U+{:04X}, which cannot be printed", u32::from(c));
        errors.push(ScenarioError::at(place, message, "remove it"));
    }
}

/// The first error of each line: what follows on the same line is mostly its echo.
fn syntax_errors(source: usize, offset: usize, text: &str, found: &[toml::de::Error]) -> Vec<ScenarioError> {
    let mut lines = Vec::new();
    let mut errors = Vec::new();
    for syntax_error in found {
        let span = syntax_error.span().unwrap_or(0..0);
        let from = floor(text, span.start);
        let line = text[..from].matches('\n').count();
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        let place = Place { source, from: offset + from, to: offset + floor(text, span.end).max(from) };
        let error = ScenarioError::at(place, format!("this is not TOML: {}", syntax_error.message()), "here");
        errors.push(if syntax_error.message().contains("duplicate key") {
            error.help("each key and each table stands once; leave one of them out")
        } else {
            error.help("a key, `=`, and a value: texts and quantities stand in quotes, tables in `[…]`")
        });
    }
    errors
}

/// The nearest character boundary at or before `index`.
fn floor(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

fn table_of(source: usize, offset: usize, text: &str, table: &DeTable<'_>) -> Table {
    let entries = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            at: place_of(source, offset, &key.span()),
            node: node_of(source, offset, text, value),
        })
        .collect();
    Table { entries, inline: false }
}

fn node_of(source: usize, offset: usize, text: &str, value: &toml::Spanned<DeValue<'_>>) -> Node {
    let place = place_of(source, offset, &value.span());
    let value = match value.get_ref() {
        DeValue::String(string) => Value::Text(string.to_string()),
        DeValue::Integer(number) => Value::Whole(i128::from_str_radix(number.as_str(), number.radix()).ok()),
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(moment) => Value::Moment(*moment),
        DeValue::Array(list) => {
            Value::List(list.iter().map(|item| node_of(source, offset, text, item)).collect())
        }
        DeValue::Table(table) => {
            let inline = text.get(value.span()).is_some_and(|written| written.starts_with('{'));
            Value::Table(Table { inline, ..table_of(source, offset, text, table) })
        }
    };
    Node { place, value }
}

fn place_of(source: usize, offset: usize, span: &std::ops::Range<usize>) -> Place {
    Place { source, from: offset + span.start, to: offset + span.end }
}
