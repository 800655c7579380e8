//! Durations, and spans that may be in working days.

use super::{TIMES, quantity_of};
use crate::registers::key::{Key, Range, Schema};
use crate::scenario::syntax::quantity::{self, duration_text, span_text};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::{self, Duration, Span, WEEK};
use serde_json::Value as Json;

impl Value for Duration {
    type Of = Duration;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: false, most: quantity::LONGEST.as_micros() as i128, below: false });

    fn form() -> String {
        "duration".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""90 min""#, r#""7 h""#, r#""1 day""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Duration> {
        let time = reader.duration(item, key.example)?;
        reader.in_range(item, key, time.as_micros_f64()).then_some(time)
    }

    fn write(value: &Duration, _: Context) -> String {
        quoted(&duration_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of(TIMES)
    }

    fn limit(bound: i128) -> String {
        limit_of_time(bound)
    }
}

impl StandIn for Duration {
    fn stand_in() -> Duration {
        WEEK
    }
}

/// A bound in microseconds in words: in years where it is long.
pub(crate) fn limit_of_time(bound: i128) -> String {
    let micros = Duration::from_micros(u64::try_from(bound).unwrap_or(0));
    let years = micros / units::YEAR;
    if years > 1 && micros % units::YEAR == Duration::ZERO {
        format!("{years} years")
    } else {
        duration_text(micros)
    }
}

impl Value for Span {
    type Of = Span;

    fn form() -> String {
        "duration or working days".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""1 min""#, r#""9 h""#, r#""1 working day""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Span> {
        reader.span(item, key.example)
    }

    fn write(value: &Span, _: Context) -> String {
        quoted(&span_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("(us|ms|s|min|h|days?|weeks?|working days?)")
    }
}

impl StandIn for Span {
    fn stand_in() -> Span {
        Span::Elapsed(WEEK)
    }
}
