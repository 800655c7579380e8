//! Names of random streams.

use super::text::Text;
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::quoted;
use serde_json::{Value as Json, json};

/// The name by which an entry draws its random numbers.
pub(crate) struct StreamName;

impl Value for StreamName {
    type Of = String;

    fn form() -> String {
        "text".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<String> {
        Text::read(reader, item, key)
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "string" })
    }
}

impl StandIn for StreamName {
    fn stand_in() -> String {
        String::new()
    }
}
