//! Demand profile: weights of weekdays and of the hours of a day.

use crate::registers::key::{Key, Schema};
use crate::scenario::network::calendar::WEEKDAYS;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{CLOCK, text_of};
use crate::scenario::syntax::reader::{Item, Reader, item, nearest_of, shown};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::{Duration, HOUR};
use serde_json::{Value as Json, json};

/// Weights by weekday, Monday first; a weekday that is absent has weight 0.
pub(crate) struct WeekdayWeights;

impl Value for WeekdayWeights {
    type Of = [f64; 7];

    fn form() -> String {
        "table of weights by weekday".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[
            "{ mon = 2.0, tue = 1.0, sun = 0.5 }",
            "{ mon = 1.1, tue = 1.0, wed = 1.0, thu = 1.0, fri = 0.9, sat = 0.2 }",
        ])
    }

    fn read<'t>(reader: &mut Reader<'t>, written: Item<'t>, key: &Key) -> Option<[f64; 7]> {
        let table = reader.table(written, key.example)?;
        let before = reader.errors();
        let mut weights = [0.0; 7];
        for entry in &table.entries {
            match WEEKDAYS.iter().position(|day| *day == entry.key) {
                Some(day) => weights[day] = reader.weight(item(entry)).unwrap_or(0.0),
                None => reader.report(
                    ScenarioError::at(
                        entry.at,
                        format!("unknown weekday `{}`", shown(&entry.key)),
                        "not a weekday",
                    )
                    .help(nearest_of(&entry.key, &WEEKDAYS, "weekdays")),
                ),
            }
        }
        reader.not_all_zero(written, &weights, before).then_some(weights)
    }

    fn write(value: &[f64; 7], _: Context) -> String {
        braces(WEEKDAYS.iter().zip(value).map(|(day, weight)| (*day, format!("{weight:?}"))))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let weight = json!({ "type": "number", "minimum": 0 });
        let days: serde_json::Map<String, Json> =
            WEEKDAYS.iter().map(|day| ((*day).to_owned(), weight.clone())).collect();
        json!({ "type": "object", "properties": days, "additionalProperties": false })
    }
}

/// Weights by hour of the day: `"even"`, `"peak before 16:00"`, or a list of 24.
pub(crate) struct HourWeights;

const HOURS: &str = "`\"even\"`, `\"peak before 16:00\"` or 24 weights";

impl Value for HourWeights {
    type Of = [f64; 24];

    fn form() -> String {
        HOURS.to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[
            r#""even""#,
            r#""peak before 16:00""#,
            "[0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 2, 2, 3, 3, 2, 1, 1, 0.5, 0, 0, 0, 0]",
        ])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<[f64; 24]> {
        if let tree::Value::List(list) = &item.node.value {
            return hour_weights(reader, item, list);
        }
        let Some(text) = item.text() else {
            reader.wrong_form(item, HOURS, "\"even\"");
            return None;
        };
        if text == "even" {
            return Some([1.0; 24]);
        }
        let Some(time) = text.strip_prefix("peak before ") else {
            reader.report(
                ScenarioError::at(
                    item.place(),
                    format!("unknown hours `{}`", shown(text)),
                    "not a daily profile",
                )
                .help(format!("expected {HOURS}")),
            );
            return None;
        };
        let time = reader.clock(item, time.trim())?;
        if time % HOUR != Duration::ZERO || time < 10 * HOUR {
            reader.report(
                ScenarioError::at(
                    item.place(),
                    "the peak must be before a full hour from 10:00 to 24:00",
                    "here",
                )
                .help("for instance `\"peak before 16:00\"`"),
            );
            return None;
        }
        Some(peak_before((time / HOUR) as usize))
    }

    fn write(value: &[f64; 24], _: Context) -> String {
        if value.iter().all(|weight| weight.to_bits() == 1.0_f64.to_bits()) {
            return quoted("even");
        }
        let hours: Vec<String> = value.iter().map(|weight| format!("{weight:?}")).collect();
        format!("[{}]", hours.join(", "))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let weight = json!({ "type": "number", "minimum": 0 });
        json!({ "anyOf": [
            { "const": "even" },
            text_of(&format!("peak before\\s+{CLOCK}\\s*")),
            { "type": "array", "items": weight, "minItems": 24, "maxItems": 24 },
        ] })
    }
}

impl StandIn for HourWeights {
    fn stand_in() -> [f64; 24] {
        [1.0; 24]
    }
}

fn hour_weights<'t>(reader: &mut Reader<'t>, item: Item<'t>, list: &'t [tree::Node]) -> Option<[f64; 24]> {
    let before = reader.errors();
    let weights: Vec<f64> = list.iter().filter_map(|node| reader.weight(item.inner(node))).collect();
    if list.len() != 24 {
        let message = format!("expected 24 weights, found {}", list.len());
        reader.report(
            ScenarioError::at(item.place(), message, "one for each hour")
                .help("or write `\"even\"` or `\"peak before 16:00\"`"),
        );
    }
    reader.not_all_zero(item, &weights, before).then(|| weights.try_into().ok()).flatten()
}

impl Reader<'_> {
    /// True if there was no error since `before`; reports weights that are all 0.
    fn not_all_zero(&mut self, item: Item<'_>, weights: &[f64], before: usize) -> bool {
        if self.errors() == before && weights.iter().all(|weight| *weight == 0.0) {
            let message = format!("`{}` are all 0", item.key);
            self.report(ScenarioError::at(item.place(), message, "nothing would be ordered"));
        }
        self.errors() == before
    }
}

/// Weights of the hours of a day with a peak before the cut-off at `hour`.
///
/// From 08:00 they rise from 1 towards 3; each of the two hours before `hour` has 6; all others
/// have 0.1, so that few orders arrive overnight.
fn peak_before(hour: usize) -> [f64; 24] {
    let mut weights = [0.1; 24];
    let rise = hour - 2 - 8;
    for k in 0..rise {
        weights[8 + k] = 1.0 + 2.0 * k as f64 / rise as f64;
    }
    weights[hour - 2] = 6.0;
    weights[hour - 1] = 6.0;
    weights
}
