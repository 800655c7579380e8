//! Lists of values.

use crate::registers::key::{Key, Range, Schema};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, Value};
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// A list of values, each once, in ascending order.
pub(crate) struct SortedList<V>(PhantomData<V>);

impl<V: Value<Of: Copy + Ord>> Value for SortedList<V> {
    type Of = Vec<V::Of>;
    const RANGE: Option<Range> = V::RANGE;

    fn form() -> String {
        format!("list: {}", V::form())
    }

    fn samples(key: &Key) -> Vec<String> {
        let samples = V::samples(key);
        if samples.is_empty() { Vec::new() } else { vec![list_of(samples.into_iter())] }
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Vec<V::Of>> {
        let context = Context { start: reader.start.unwrap_or_default(), currency: '£' };
        let mut read: Vec<(V::Of, Item<'t>)> = Vec::new();
        for item in reader.list(item, key.example) {
            let Some(value) = V::read(reader, item, key) else { continue };
            if let Some((_, first)) = read.iter().find(|(earlier, _)| *earlier == value) {
                let text = V::write(&value, context);
                let message = format!("`{}` is listed twice", text.trim_matches('"'));
                reader.report(
                    ScenarioError::at(item.place(), message, "here again").and(first.place(), "listed here"),
                );
            }
            read.push((value, item));
        }
        let mut values: Vec<V::Of> = read.into_iter().map(|(value, _)| value).collect();
        values.sort_unstable();
        Some(values)
    }

    fn write(value: &Vec<V::Of>, context: Context) -> String {
        list_of(value.iter().map(|value| V::write(value, context)))
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "type": "array", "items": V::schema(key, schema), "uniqueItems": true })
    }

    fn limit(bound: i128) -> String {
        V::limit(bound)
    }
}

/// Values as a list in TOML.
pub(crate) fn list_of(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}
