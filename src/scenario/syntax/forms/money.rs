//! Sums of money.

use super::{NUMBER, text_of};
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use crate::scenario::syntax::writer::quoted;
use serde_json::Value as Json;

/// A sum of money.
pub(crate) struct Money;

impl Value for Money {
    type Of = f64;

    fn form() -> String {
        "money".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""£3.50""#, r#""£9""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<f64> {
        reader.money(item)
    }

    fn write(value: &f64, context: Context) -> String {
        quoted(&format!("{}{value}", context.currency))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&format!("\\s*[£€$]{NUMBER}"))
    }

    /// No sum at all, so that it chooses no currency.
    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<f64> {
        Some(0.0)
    }
}

impl StandIn for Money {
    fn stand_in() -> f64 {
        0.0
    }
}
