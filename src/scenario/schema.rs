//! Schema: the JSON Schema of the scenario language, from the register of keys.
//!
//! It refuses wrong forms: unknown keys, types, units, words, and missing keys. Rules between
//! values are for `gplc check`.

use super::register::{NAMED, TOP};
use super::syntax::forms::{names, schema_of};
use crate::registers::key::{Schema, top};
use serde_json::{Value as Json, json};

/// The JSON Schema (draft 2020-12) of a scenario file as text.
///
/// # Panics
/// Never: a schema has only strings as keys.
pub fn schema_text(schema: Schema) -> String {
    let text = serde_json::to_string_pretty(&schema_json(schema)).expect("a schema has only strings as keys");
    text + "\n"
}

/// The JSON Schema (draft 2020-12) of a scenario file.
pub fn schema_json(schema: Schema) -> Json {
    let mut file = schema_of(TOP, schema);
    let properties = &mut file["properties"];
    for table in NAMED {
        let mut entry = schema_of(table, schema);
        if schema == Schema::Overlay {
            entry = json!({ "anyOf": [entry, { "const": false }] });
        }
        properties[top(table.path)] = json!({
            "type": "object",
            "description": format!("{}, by name.", capital(table.many)),
            "propertyNames": names(),
            "additionalProperties": entry,
        });
    }
    match schema {
        Schema::Overlay => file["required"] = json!(["based_on"]),
        Schema::Whole => {
            properties.as_object_mut().map(|keys| keys.remove("based_on"));
        }
    }
    file["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    file["title"] = json!(match schema {
        Schema::Whole => "gplc scenario",
        Schema::Overlay => "gplc scenario that is based on another",
    });
    file
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
