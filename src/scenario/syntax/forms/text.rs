//! Texts of any kind.

use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::quoted;
use serde_json::{Value as Json, json};

/// A text of any kind.
pub(crate) struct Text;

impl Value for Text {
    type Of = String;

    fn form() -> String {
        "text".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<String> {
        reader.text(item, key.example).map(str::to_owned)
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "string" })
    }
}

impl StandIn for Text {
    fn stand_in() -> String {
        String::new()
    }
}
