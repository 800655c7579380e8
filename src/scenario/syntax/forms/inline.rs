//! Tables inside a value, and the schema of any table.

use crate::registers::key::{Key, Presence, Schema, Table};
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::value::{Context, Part, Value};
use serde_json::{Map, Value as Json, json};
use std::marker::PhantomData;

/// A table of keys inside a value.
pub(crate) struct Inline<T>(PhantomData<T>);

impl<T: Part> Value for Inline<T> {
    type Of = T;
    const TABLE: Option<&'static Table> = Some(T::TABLE);

    fn form() -> String {
        "table".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<T> {
        let fields = inner_fields(reader, item, key, T::TABLE)?;
        T::read(reader, fields)
    }

    fn write(value: &T, context: Context) -> String {
        value.entries(context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        schema_of(T::TABLE, schema)
    }
}

/// The fields of a table inside a value.
pub(crate) fn inner_fields<'t>(
    reader: &mut Reader<'t>,
    item: Item<'t>,
    key: &Key,
    keys: &'static Table,
) -> Option<Fields<'t>> {
    let table = reader.table(item, key.example)?;
    Some(Fields::of(keys, table, item.at, format!("`{}`", item.key), ""))
}

/// Schema of a table: its keys and no others.
pub(crate) fn schema_of(table: &Table, schema: Schema) -> Json {
    let mut properties = Map::new();
    for key in table.keys {
        properties.insert(key.name.to_owned(), schema_of_key(key, schema));
    }
    let required: Vec<&str> = table
        .keys
        .iter()
        .filter(|key| key.presence == Presence::Required && schema == Schema::Whole)
        .map(|key| key.name)
        .collect();
    let mut object = json!({
        "type": "object",
        "description": table.meaning.trim(),
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// Schema of the value of a key, with its description; `false` removes what is inherited.
pub(crate) fn schema_of_key(key: &Key, schema: Schema) -> Json {
    let mut value = (key.schema)(key, schema);
    if schema == Schema::Overlay {
        value = json!({ "anyOf": [value, { "const": false }] });
    }
    value["description"] = json!(key.meaning.trim());
    if let Presence::Default(text) = key.presence {
        value["default"] = crate::scenario::syntax::value::json_of(text);
    }
    value
}
