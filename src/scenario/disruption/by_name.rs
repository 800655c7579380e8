//! Values by name: a table whose keys are names of another table.

use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::Named;
use crate::scenario::syntax::reader::{Item, Reader, item, kind};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::braces;
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// A table of values of form `V`, keyed by the names of `T`; not empty.
pub(crate) struct ByName<T, V>(PhantomData<(T, V)>);

impl<T: Named, V: Value> Value for ByName<T, V> {
    /// Sorted by name.
    type Of = Vec<(String, V::Of)>;

    fn form() -> String {
        format!("table by {} of: {}", kind(T::IN).one, V::form())
    }

    fn read<'t>(reader: &mut Reader<'t>, written: Item<'t>, key: &Key) -> Option<Self::Of> {
        let table = reader.table(written, key.example)?;
        if table.entries.is_empty() {
            reader.report(
                ScenarioError::at(written.place(), format!("`{}` is empty", written.key), "names nothing")
                    .help(format!("for instance `{}`", key.example_line())),
            );
        }
        let mut values = Vec::new();
        for entry in &table.entries {
            if reader.name_place(kind(T::IN), &entry.key).is_none() {
                reader.unknown(entry.at, &entry.key, &[kind(T::IN)]);
                continue;
            }
            values.extend(V::read(reader, item(entry), key).map(|value| (entry.key.clone(), value)));
        }
        values.sort_by(|a, b| a.0.cmp(&b.0));
        Some(values)
    }

    fn write(value: &Self::Of, context: Context) -> String {
        braces(value.iter().map(|(name, value)| (name.as_str(), V::write(value, context))))
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "type": "object", "additionalProperties": V::schema(key, schema), "minProperties": 1 })
    }

    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<Self::Of> {
        Some(Vec::new())
    }
}

impl<T: Named, V: Value> StandIn for ByName<T, V> {
    fn stand_in() -> Self::Of {
        Vec::new()
    }
}
