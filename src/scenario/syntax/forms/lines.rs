//! Numbers and rates of lines.

use super::{NUMBER, quantity_of, text_of};
use crate::registers::key::{Key, Range, Schema};
use crate::scenario::syntax::quantity;
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units;
use serde_json::Value as Json;

/// A number of order lines.
pub(crate) struct Lines;

impl Value for Lines {
    type Of = u32;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: 10_000_000, below: false });

    fn form() -> String {
        "lines".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""2 lines""#, r#""9 lines""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<u32> {
        let least = key.range.map_or(0, |range| range.least);
        reader.whole_lines(item, u32::try_from(least).unwrap_or(0), key.example)
    }

    fn write(value: &u32, _: Context) -> String {
        quoted(&quantity::lines_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("lines?")
    }

    fn limit(bound: i128) -> String {
        format!("{bound} lines")
    }
}

impl StandIn for Lines {
    fn stand_in() -> u32 {
        1
    }
}

/// A rate of order lines: `"200 lines/working day"`.
pub(crate) struct LineRate;

impl Value for LineRate {
    type Of = units::Rate;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: true, most: 1_000_000_000_000_000, below: false });

    fn form() -> String {
        "rate of lines".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""20 lines/working day""#, r#""3 lines/day""#, r#""400 lines/year""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::Rate> {
        reader.rate(item, &[["line", "lines"]], &[], key.example).map(|(rate, _, _)| rate)
    }

    fn write(value: &units::Rate, _: Context) -> String {
        quoted(&quantity::rate_text(*value, "lines"))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&line_rate(""))
    }
}

/// Pattern of a rate of lines, with words behind it.
pub(crate) fn line_rate(end: &str) -> String {
    format!(r"{NUMBER}(lines?)?\s*(/|per )\s*(ms|us|s|min|h|days?|weeks?|working days?|year)\s*{end}")
}
