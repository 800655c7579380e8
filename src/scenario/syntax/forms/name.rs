//! Names of other elements.

use super::list::list_of;
use super::text_of;
use crate::registers::key::{Key, Schema, top};
use crate::scenario::syntax::reader::{Item, Reader, kind};
use crate::scenario::syntax::value::{Context, StandIn, Thing, Value};
use crate::scenario::syntax::writer::quoted;
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// What has a name, by the table that it stands in.
pub(crate) trait Named {
    /// Name of the table.
    const IN: &'static str;
}

impl<T: Thing> Named for T {
    const IN: &'static str = top(T::TABLE.path);
}

/// The name of an entry of another table.
pub(crate) struct Name<T>(PhantomData<T>);

impl<T: Named> Value for Name<T> {
    type Of = String;

    fn form() -> String {
        kind(T::IN).one.to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<String> {
        reader.reference(item, kind(T::IN))
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        names()
    }
}

impl<T: Named> StandIn for Name<T> {
    fn stand_in() -> String {
        String::new()
    }
}

/// Schema of a name.
pub(crate) fn names() -> Json {
    text_of("[a-z0-9_]{1,40}")
}

/// Names of entries of another table, each once.
pub(crate) struct Names<T>(PhantomData<T>);

impl<T: Named> Value for Names<T> {
    type Of = Vec<String>;

    fn form() -> String {
        format!("list of {}", kind(T::IN).many)
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Vec<String>> {
        Some(reader.references(Some(item), kind(T::IN)))
    }

    fn write(value: &Vec<String>, _: Context) -> String {
        list_of(value.iter().map(|name| quoted(name)))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "array", "items": names(), "uniqueItems": true })
    }
}

impl<T: Named> StandIn for Names<T> {
    fn stand_in() -> Vec<String> {
        Vec::new()
    }
}
