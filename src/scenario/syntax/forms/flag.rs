//! Flags: `true`, or left out.

use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use serde_json::{Value as Json, json};

/// `true`, or left out.
pub(crate) struct Flag;

impl Value for Flag {
    type Of = bool;

    fn form() -> String {
        "`true`".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&["true"])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<bool> {
        if let crate::scenario::syntax::tree::Value::Truth(truth) = item.node.value {
            Some(truth)
        } else {
            reader.wrong_form(item, "`true`", "true");
            None
        }
    }

    fn write(value: &bool, _: Context) -> String {
        value.to_string()
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "const": true })
    }
}

impl StandIn for Flag {
    fn stand_in() -> bool {
        false
    }
}
