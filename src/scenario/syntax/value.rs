//! Value: a form in which values are written, and how one is read, checked and written out.
//!
//! Each form is a type without values that implements [`Value`]; the macro `table!` names one for
//! each key. `Duration` reads `"2 h"` as microseconds and `Lines` reads `"20 lines"` as a number.
//! The
//! forms that many tables share stand in `forms.rs`, those of one table beside it.
//!
//! Knows nothing of what a key is for.

use super::reader::{Fields, Item, Reader, kind};
use super::tree::{Node, parse_value};
use super::writer::{Writer, braces};
use crate::registers::key::{Key, Presence, Range, Schema, Table, top};
use jiff::civil::DateTime;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

/// A form in which values are written.
pub(crate) trait Value {
    /// What a value is read as.
    type Of;
    /// Bounds where the key has none of its own.
    const RANGE: Option<Range> = None;
    /// An inherited value is replaced whole, also by a table that is written key by key.
    const WHOLE: bool = false;
    /// Keys of the table that a value holds.
    const TABLE: Option<&'static Table> = None;

    /// The form in words: `duration`, `list of systems`.
    fn form() -> String;

    /// Reads a value; reports what is wrong with it and returns `None`.
    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Self::Of>;

    /// The value as TOML that reads back to the same.
    fn write(value: &Self::Of, context: Context) -> String;

    /// JSON Schema of a value.
    fn schema(key: &Key, schema: Schema) -> Json;

    /// Values for a network of a few days, as TOML; none where they depend on its names or dates.
    fn samples(_: &Key) -> Vec<String> {
        Vec::new()
    }

    /// A bound of the range in words.
    fn limit(bound: i128) -> String {
        bound.to_string()
    }

    /// The value that stands for an absent key.
    fn implied(reader: &mut Reader<'_>, key: &Key, text: &'static str) -> Option<Self::Of> {
        let node = default_node(text);
        let item = Item { key: key.name, at: node.place, node };
        Self::read(reader, item, key)
    }
}

/// A form that can be that of a required key.
pub(crate) trait StandIn: Value {
    /// Stands for a value with an error while the rest is read.
    fn stand_in() -> Self::Of;
}

/// What a value needs to know of its scenario to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    /// The instant that instants are counted from.
    pub(crate) start: DateTime,
    /// Sign of the currency of all sums of money.
    pub(crate) currency: char,
}

/// A struct whose fields are the keys of a table.
pub(crate) trait Keys {
    /// The keys.
    const TABLE: &'static Table;
}

/// The keys of a table inside a value.
pub(crate) trait Part: Keys + Sized {
    /// Reads the table; `None` where it has an error.
    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Option<Self>;

    /// The keys as they are written out.
    fn entries(&self, context: Context) -> Entries;
}

/// An entry of a table whose entries have names.
pub(crate) trait Thing: Sized {
    /// Its keys.
    const TABLE: &'static Table;

    /// Reads an entry; where it has an error, a stand-in.
    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self;

    /// The keys as they are written out.
    fn entries(&self, context: Context) -> Entries;
}

/// A key as it was written, with its value.
#[derive(Debug)]
pub(crate) struct Written<'t, T> {
    /// Where it was written; `None`: it was not.
    pub(crate) item: Option<Item<'t>>,
    /// Its value, or its default; `None` where it has an error, or is absent without a default.
    pub(crate) value: Option<T>,
}

impl<T> Default for Written<'_, T> {
    fn default() -> Self {
        Self { item: None, value: None }
    }
}

impl<T> From<Option<T>> for Written<'_, T> {
    /// A value to be written out.
    fn from(value: Option<T>) -> Self {
        Self { item: None, value }
    }
}

impl<'t, T> Written<'t, T> {
    /// A value to be written out.
    pub(crate) fn of(value: T) -> Self {
        Some(value).into()
    }

    /// The value that was written, with its place.
    pub(crate) fn found(self) -> Option<(Item<'t>, T)> {
        self.item.zip(self.value)
    }
}

/// The definition of a key with values of a form, before its columns are set.
pub(crate) const fn key<V: Value>(name: &'static str, meaning: &'static str, presence: Presence) -> Key {
    Key {
        name,
        meaning,
        presence,
        form: V::form,
        schema: V::schema,
        samples: V::samples,
        range: V::RANGE,
        limit: V::limit,
        table: V::TABLE,
        alternative: "",
        joins: &[],
        displaces_only: false,
        needs: &[],
        formerly: &[],
        certain: false,
        whole: V::WHOLE,
        quiet: false,
        absent: "",
        example: "",
    }
}

/// The keys of a table as they are written out.
#[derive(Debug)]
pub(crate) struct Entries {
    table: &'static Table,
    name: String,
    context: Context,
    list: Vec<(&'static str, String)>,
}

impl Entries {
    pub(crate) fn new(table: &'static Table, name: &str, context: Context) -> Self {
        Self { table, name: name.to_owned(), context, list: Vec::new() }
    }

    /// Adds a key, unless it is left out while it has its default.
    pub(crate) fn put<V: Value>(&mut self, field: &'static str, value: &V::Of) {
        let key = defined(self.table, field);
        let text = V::write(value, self.context);
        let own_name = || super::writer::quoted(&self.name);
        let silent = match key.presence {
            Presence::Default(default) => text == default && (key.quiet || !self.has_one_of(key.needs)),
            Presence::OwnName => text == own_name(),
            Presence::Required | Presence::Optional => false,
        };
        if !silent {
            self.list.push((key.name, text));
        }
    }

    /// One of these keys is written, or none is needed.
    fn has_one_of(&self, needs: &[&str]) -> bool {
        needs.is_empty() || self.list.iter().any(|(key, _)| needs.contains(key))
    }

    /// Writes them, a line each.
    pub(crate) fn write(self, writer: &mut Writer) {
        for (key, text) in self.list {
            writer.bare(key, text);
        }
    }

    /// Writes them as a table in braces.
    pub(crate) fn braces(self) -> String {
        braces(self.list)
    }
}

impl<'t> Fields<'t> {
    /// Reads the key of a field, with what stands for it where it is absent.
    pub(crate) fn read<V: Value>(
        &mut self,
        reader: &mut Reader<'t>,
        field: &'static str,
    ) -> Written<'t, V::Of> {
        let key = defined(self.keys.expect("made for a table of the register"), field);
        let item = self.find(reader, key);
        let mut value = match item {
            Some(item) => V::read(reader, item, key),
            None => None,
        };
        if value.is_none()
            && let Presence::Default(text) = key.presence
        {
            value = V::implied(reader, key, text);
        }
        Written { item, value }
    }
}

/// The definition of the key of a field.
fn defined(table: &'static Table, field: &'static str) -> &'static Key {
    table.key(crate::registers::key::plain(field)).expect("every field has the definition of its key")
}

/// The tree of a default, parsed once.
fn default_node(text: &'static str) -> &'static Node {
    static NODES: LazyLock<Mutex<BTreeMap<&'static str, &'static Node>>> = LazyLock::new(Mutex::default);
    let mut nodes = NODES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    nodes.entry(text).or_insert_with(|| {
        let node = parse_value(0, 0, text).expect("the defaults of the register are TOML");
        // Lives as long as the register, and there is one of each text.
        Box::leak(Box::new(node))
    })
}

/// All entries of a table whose entries have names, in order of name.
pub(crate) fn all<T: Thing>(reader: &mut Reader<'_>) -> Vec<T> {
    let of = kind(top(T::TABLE.path));
    let mut things = Vec::new();
    for (entry, table) in reader.things(of) {
        let what = format!("{} `{}`", of.one, entry.key);
        things.push(T::read(reader, Fields::of(T::TABLE, table, entry.at, what, &entry.key)));
    }
    things
}

/// Texts as owned strings.
pub(crate) fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A TOML value as JSON; moments are texts.
pub(crate) fn json_of(text: &str) -> Json {
    fn json(node: &Node) -> Json {
        use super::tree::Value;
        match &node.value {
            Value::Text(text) => text.as_str().into(),
            Value::Whole(number) => number.and_then(|number| i64::try_from(number).ok()).into(),
            Value::Number(number) => (*number).into(),
            Value::Truth(truth) => (*truth).into(),
            Value::Moment(moment) => moment.to_string().into(),
            Value::List(list) => list.iter().map(json).collect(),
            Value::Table(table) => Json::Object(
                table.entries.iter().map(|entry| (entry.key.clone(), json(&entry.node))).collect(),
            ),
        }
    }
    parse_value(0, 0, text).map_or(Json::Null, |node| json(&node))
}
