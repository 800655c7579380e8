//! Dates, instants after `start`, and times of day.

use super::text_of;
use crate::registers::key::{Key, Range, Schema};
use crate::scenario::network::calendar::clock_text;
use crate::scenario::syntax::moment::moment_text;
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::{self, Duration, Instant};
use jiff::civil::DateTime;
use serde_json::Value as Json;

/// A date, or a date with a time, as it stands.
pub(crate) struct Moment;

impl Value for Moment {
    type Of = DateTime;

    fn form() -> String {
        "moment".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<DateTime> {
        reader.moment(item)
    }

    fn write(value: &DateTime, _: Context) -> String {
        value.to_string()
    }

    fn schema(_: &Key, _: Schema) -> Json {
        moments()
    }
}

impl StandIn for Moment {
    fn stand_in() -> DateTime {
        DateTime::ZERO
    }
}

/// Schema of a moment: TOML has a type of its own for it, which editors hand on as a text.
pub(crate) fn moments() -> Json {
    text_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?")
}

impl Value for Instant {
    type Of = Instant;

    fn form() -> String {
        "moment".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Instant> {
        reader.instant(item)
    }

    fn write(value: &Instant, context: Context) -> String {
        moment_text(context.start, *value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        moments()
    }
}

impl StandIn for Instant {
    fn stand_in() -> Instant {
        Instant::ORIGIN
    }
}

/// A time of day from `00:00` to `24:00`, in microseconds after midnight.
pub(crate) struct TimeOfDay;

impl Value for TimeOfDay {
    type Of = Duration;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: false, most: units::DAY.as_micros() as i128, below: false });

    fn limit(bound: i128) -> String {
        clock_text(Duration::from_micros(u64::try_from(bound).unwrap_or(0)))
    }

    fn form() -> String {
        "time of day".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""05:00""#, r#""12:30""#, r#""16:00""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Duration> {
        let text = reader.text(item, key.example)?;
        let time = reader.clock(item, text.trim())?;
        reader.in_range(item, key, time.as_micros_f64()).then_some(time)
    }

    fn write(value: &Duration, _: Context) -> String {
        quoted(&clock_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&format!("\\s*{CLOCK}\\s*"))
    }
}

impl StandIn for TimeOfDay {
    fn stand_in() -> Duration {
        Duration::ZERO
    }
}

/// A time of day, in patterns.
pub(crate) const CLOCK: &str = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?";
