//! Review: when a site compares its inventory position with the level.
//!
//! ```toml
//! review = "continuous"
//! review = { every = "1 working day", at = "05:00" }
//! review = { every = "1 week", at = "mon 06:00" }
//! review = { every = "3 days", first = 2025-09-03T06:00:00 }
//! ```

use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::network::calendar::{WEEKDAYS, clock_text};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms;
use crate::scenario::syntax::forms::{CLOCK, Text, inner_fields, schema_of};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, Keys, StandIn, Value, Written, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::{DAY, Duration, Instant, Span, WEEK};
use serde_json::{Value as Json, json};

/// When a site compares its inventory position with the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Review {
    /// At every demand.
    Continuous,
    /// At a constant interval.
    Periodic {
        /// Interval.
        every: ReviewInterval,
        /// First review at or after `start`.
        first: FirstReview,
    },
}

impl Review {
    /// Periodic review at a time of day, or of the week.
    pub fn periodic(every: ReviewInterval, at: Duration) -> Self {
        Review::Periodic { every, first: FirstReview::TimeOf(at) }
    }
}

/// First periodic review at or after `start`; for a review on working days the time of each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FirstReview {
    /// The first such time of day; with an interval in weeks the first such time of the week.
    TimeOf(Duration),
    /// At this instant after `start`.
    Instant(Instant),
}

/// Interval of periodic reviews.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReviewInterval {
    /// Elapsed time.
    Elapsed(Duration),
    /// Every working day of the scenario's calendar.
    WorkingDay,
}

table! {
    /// Periodic review.
    struct ReviewKeys<'t> in "sites.NAME.stock.review" {
        /// Review period: a time, or one working day.
        every: Span as Span = required, eg "1 working day";
        /// Time of day of the review, for a period in weeks with a weekday: the first review is the
        /// first such time from `start` on.
        at: String as Text = optional, eg "mon 06:00", alternative "at", absent "midnight";
        /// First review.
        first: Instant as Instant = optional, example "2025-09-03T06:00:00", alternative "first",
            absent "by `at`";
    }
}

/// A review: `"continuous"`, or a table.
pub(super) struct ReviewForm;

impl Value for ReviewForm {
    type Of = Review;
    const TABLE: Option<&'static Table> = Some(ReviewKeys::TABLE);

    fn form() -> String {
        "`\"continuous\"` or `{ every, at }`".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[
            r#""continuous""#,
            r#"{ every = "1 day", at = "05:00" }"#,
            r#"{ every = "1 working day", at = "07:30" }"#,
            r#"{ every = "1 week", at = "tue 06:00" }"#,
            r#"{ every = "7 h" }"#,
            r#"{ every = "6 h", at = "00:14:24" }"#,
            r#"{ every = "2 days", first = 2025-01-07T09:30:00 }"#,
        ])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Review> {
        if item.text().is_some() {
            return reader.choice(item, &[("continuous", Review::Continuous)]);
        }
        let fields = inner_fields(reader, item, key, ReviewKeys::TABLE)?;
        let keys = ReviewKeys::read(reader, fields);
        let every = keys.every.found().and_then(|(item, span)| reader.interval(item, span));
        if let (Some(item), Some(ReviewInterval::WorkingDay)) = (keys.first.item, every) {
            reader.report(
                ScenarioError::at(item.place(), "a review on working days has no first instant", "no effect")
                    .help("write `at = \"05:00\"`"),
            );
        }
        let first = match (keys.first.item, keys.at.item) {
            (Some(_), _) => keys.first.value.map(FirstReview::Instant),
            (None, Some(item)) => reader.review_time(item, every).map(FirstReview::TimeOf),
            (None, None) => Some(FirstReview::TimeOf(Duration::ZERO)),
        };
        Some(Review::Periodic { every: every?, first: first? })
    }

    fn write(value: &Review, context: Context) -> String {
        let Review::Periodic { every, first } = *value else { return quoted("continuous") };
        let (at, first) = match first {
            FirstReview::TimeOf(at) => (Some(at), None),
            FirstReview::Instant(first) => (None, Some(first)),
        };
        let at = at.map(|at| match every {
            ReviewInterval::Elapsed(every) if every % WEEK == Duration::ZERO => {
                format!("{} {}", WEEKDAYS[(at / DAY) as usize % 7], clock_text(at % DAY))
            }
            _ => clock_text(at % DAY),
        });
        let every = match every {
            ReviewInterval::WorkingDay => Span::WorkingDays(1.0),
            ReviewInterval::Elapsed(every) => Span::Elapsed(every),
        };
        let keys = ReviewKeys { every: Written::of(every), at: at.into(), first: first.into() };
        keys.entries("", context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        let mut table = schema_of(ReviewKeys::TABLE, schema);
        table["properties"]["at"] =
            forms::text_of(&format!("\\s*((mon|tue|wed|thu|fri|sat|sun)\\s+)?{CLOCK}\\s*"));
        json!({ "anyOf": [{ "const": "continuous" }, table] })
    }
}

impl StandIn for ReviewForm {
    fn stand_in() -> Review {
        Review::Continuous
    }
}

impl<'t> Reader<'t> {
    fn interval(&mut self, item: Item<'t>, span: Span) -> Option<ReviewInterval> {
        match span {
            Span::Elapsed(every) => Some(ReviewInterval::Elapsed(every)),
            Span::WorkingDays(1.0) => Some(ReviewInterval::WorkingDay),
            Span::WorkingDays(_) => {
                self.report(
                    ScenarioError::at(
                        item.place(),
                        "a review is every working day, or by elapsed time",
                        "several working days",
                    )
                    .help("write `\"1 working day\"`, or for instance `\"1 week\"`"),
                );
                None
            }
        }
    }

    /// Time of day, or with a weekday before it of the week.
    fn review_time(&mut self, item: Item<'t>, every: Option<ReviewInterval>) -> Option<Duration> {
        let text = self.text(item, "\"05:00\"")?.trim();
        let (day, time) = match text.split_once(' ') {
            Some((day, time)) => (Some(self.weekday(item, day)?), time.trim()),
            None => (None, text),
        };
        let weekly = matches!(every, Some(ReviewInterval::Elapsed(every)) if every % WEEK == Duration::ZERO);
        if day.is_some() && every.is_some() && !weekly {
            self.report(
                ScenarioError::at(
                    item.place(),
                    "a review on a weekday has a period in weeks",
                    "names a weekday",
                )
                .help("write a time of day alone, or `every = \"1 week\"`"),
            );
            return None;
        }
        let time = self.clock(item, time)?;
        if time == DAY {
            self.report(
                ScenarioError::at(item.place(), "a review cannot be at 24:00", "here")
                    .help("write 00:00 of the next day"),
            );
            return None;
        }
        Some(day.unwrap_or(0) as u64 * DAY + time)
    }
}
