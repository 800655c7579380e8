//! Moments: dates with or without a time, and instants counted from the start of the run.
//!
//! Knows nothing of time zones: a scenario has one local time.

use super::diagnostic::ScenarioError;
use super::reader::{Item, Reader};
use super::tree::Value;
use crate::units::Instant;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

const EXAMPLE: &str = "2025-08-31T20:00:00";

impl<'t> Reader<'t> {
    /// A date, or a date with a time.
    pub(crate) fn moment(&mut self, item: Item<'t>) -> Option<DateTime> {
        let Value::Moment(moment) = &item.node.value else {
            self.wrong_form(item, "a date, or a date with a time, without quotes", EXAMPLE);
            return None;
        };
        let Some(date) = moment.date.filter(|_| moment.offset.is_none()) else {
            let (message, label) = if moment.date.is_none() {
                (format!("`{}` needs a date", item.key), "a time without a date")
            } else {
                (format!("`{}` must have no time zone", item.key), "has a time zone")
            };
            self.report(
                ScenarioError::at(item.place(), message, label)
                    .help(format!("for instance `{} = {EXAMPLE}`", item.key)),
            );
            return None;
        };
        let day = Date::new(date.year.cast_signed(), date.month.cast_signed(), date.day.cast_signed()).ok();
        let time = moment.time.map_or(Some(Time::midnight()), |time| {
            // The clock of a run counts microseconds.
            let nanos = time.nanosecond.unwrap_or(0) / 1_000 * 1_000;
            let second = time.second.unwrap_or(0).cast_signed();
            Time::new(time.hour.cast_signed(), time.minute.cast_signed(), second, nanos.cast_signed()).ok()
        });
        let read = day.zip(time).map(|(day, time)| day.to_datetime(time));
        if read.is_none() {
            self.report(ScenarioError::at(item.place(), format!("{moment} does not exist"), "no such date"));
        }
        read
    }

    /// A moment as an instant after `start`, in microseconds.
    pub(crate) fn instant(&mut self, item: Item<'t>) -> Option<Instant> {
        let moment = self.moment(item)?;
        let start = self.start?;
        let since = moment.duration_since(start).as_micros();
        if let Ok(micros) = u64::try_from(since) {
            return Some(Instant::from_micros(micros));
        }
        let error = ScenarioError::at(
            item.place(),
            format!("`{}` is before the run starts", item.key),
            "before `start`",
        );
        let error = match self.node(&["start"]) {
            Some(node) => error.and(node.place, "start of the run"),
            None => error,
        };
        self.report(error);
        None
    }

    /// Reports an `until` that is not after `from`.
    pub(crate) fn in_order(&mut self, from: Option<(Item<'t>, Instant)>, until: Option<(Item<'t>, Instant)>) {
        if let (Some((from, start)), Some((until, end))) = (from, until)
            && end <= start
        {
            self.report(
                ScenarioError::at(until.place(), "`until` must be after `from`", "not after `from`")
                    .and(from.place(), "start"),
            );
        }
    }
}

/// An instant after `start` as a date with a time.
pub(crate) fn moment_text(start: DateTime, instant: Instant) -> String {
    let since = SignedDuration::from_micros(i64::try_from(instant.as_micros()).unwrap_or(i64::MAX));
    start.checked_add(since).unwrap_or(DateTime::MAX).to_string()
}
