//! What is drawn as it can stand in a scenario: rounded, in its unit, and the corners of its distribution.

use super::value_path::{plural, singular};
use super::{DAY, Form, Range, UNITS, Uncertain, Z_999};
use crate::scenario::syntax::distribution::{Distribution, Z_90};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::{Writer, quoted};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use toml::value::Datetime;

impl Uncertain {
    /// A number of its unit as it can stand in a scenario: with nine digits that count, whole where it must be,
    /// a moment to the second, a date to the day.
    pub fn rounded(&self, number: f64) -> f64 {
        match self.form {
            Form::Moment { date: true } => (number / DAY).round() * DAY,
            Form::Moment { date: false } => number.round(),
            _ if self.whole => number.round(),
            _ => format!("{number:.8e}").parse().unwrap_or(number),
        }
    }

    /// A number of its unit as it is written in a scenario.
    pub fn text(&self, number: f64) -> String {
        match &self.form {
            Form::Number => format!("{number}"),
            Form::Quantity { before, after } => {
                let after =
                    if number.to_bits() == 1.0_f64.to_bits() { singular(after) } else { after.clone() };
                let gap = if after.starts_with('%') || after.is_empty() { "" } else { " " };
                format!("{before}{number}{gap}{after}")
            }
            Form::Moment { date } => {
                let moment = moment_of(number);
                if *date { moment.date().to_string() } else { moment.to_string() }
            }
        }
    }

    /// Its unit, for a measure: that of a moment is days from the start.
    pub fn unit(&self) -> &'static str {
        match &self.form {
            Form::Number => "number",
            Form::Quantity { before, after } => {
                let unit = if before.is_empty() { plural(after) } else { before.clone() };
                UNITS.into_iter().find(|known| *known == unit).unwrap_or("as written")
            }
            Form::Moment { .. } => "days from the start",
        }
    }

    /// A number in the unit of [`Self::unit`].
    pub fn measured(&self, number: f64, start: DateTime) -> f64 {
        match self.form {
            Form::Moment { .. } => (number - start.duration_since(DateTime::ZERO).as_secs() as f64) / DAY,
            _ => number,
        }
    }

    /// The distribution of its numbers.
    pub fn distribution(&self) -> Distribution {
        match &self.range {
            &Range::Triangular([low, mode, high]) => Distribution::Triangular { low, mode, high },
            &Range::Uniform([low, high]) => Distribution::Uniform { low, high },
            Range::Lognormal { median, p90 } => {
                Distribution::Lognormal { median: *median, sigma: (p90 / median).ln() / Z_90 }
            }
            Range::Table(rows) => Distribution::Table { rows: rows.clone() },
            Range::OneOf(values) => Distribution::Empirical { values: values.clone() },
        }
    }

    /// Values to be tried: the ends (of what has none the 0.1 % and the 99.9 % quantile) and the most likely;
    /// of a list all.
    pub(crate) fn corners(&self) -> Vec<f64> {
        let corners = match &self.range {
            Range::Triangular(corners) => corners.to_vec(),
            Range::Uniform(corners) => corners.to_vec(),
            Range::Lognormal { median, p90 } => {
                let far = (p90 / median).powf(Z_999 / Z_90);
                vec![median / far, *median, median * far]
            }
            Range::Table(rows) => rows.iter().map(|(value, _)| *value).collect(),
            Range::OneOf(values) => values.clone(),
        };
        corners.into_iter().map(|number| self.rounded(number)).collect()
    }

    /// A broken number that may be drawn, if all that is written of it is whole.
    pub(crate) fn broken(&self) -> Option<f64> {
        let whole = |number: &f64| number.fract() == 0.0;
        match (&self.form, &self.range) {
            (Form::Moment { .. }, _) | (_, Range::Table(_) | Range::OneOf(_)) => None,
            (_, Range::Triangular(corners)) => corners.iter().all(whole).then_some(corners[0] + 0.5),
            (_, Range::Uniform(corners)) => corners.iter().all(whole).then_some(corners[0] + 0.5),
            (_, Range::Lognormal { median, p90 }) => {
                [*median, *p90].iter().all(whole).then_some(median + 0.5)
            }
        }
    }

    /// What it may be, in words: `20% to 60%, most likely 30%`.
    pub fn told(&self) -> String {
        let text = |number: f64| self.text(number);
        match &self.range {
            Range::Triangular([low, mode, high]) => {
                format!("{} to {}, most likely {}", text(*low), text(*high), text(*mode))
            }
            Range::Uniform([low, high]) => format!("{} to {}, all alike", text(*low), text(*high)),
            Range::Lognormal { median, p90 } => {
                format!("half under {}, nine in ten under {}", text(*median), text(*p90))
            }
            Range::Table(rows) => {
                let sum: f64 = rows.iter().map(|(_, weight)| weight).sum();
                let row = |(value, weight): &(f64, f64)| {
                    format!("{} ({:.0} %)", text(*value), weight / sum * 100.0)
                };
                rows.iter().map(row).collect::<Vec<_>>().join(", ")
            }
            Range::OneOf(values) => {
                values.iter().map(|value| text(*value)).collect::<Vec<_>>().join(", ") + ", each as likely"
            }
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let list = |values: &[f64]| {
            format!("[{}]", values.iter().map(|value| self.toml(*value)).collect::<Vec<_>>().join(", "))
        };
        match &self.set[..] {
            [one] => writer.text("set", one),
            several => writer.names("set", several),
        }
        match &self.range {
            Range::Triangular(corners) => writer.bare("triangular", list(corners)),
            Range::Uniform(corners) => writer.bare("uniform", list(corners)),
            Range::Lognormal { median, p90 } => {
                let [median, p90] = [*median, *p90].map(|value| self.toml(value));
                writer.bare("lognormal", format!("{{ median = {median}, p90 = {p90} }}"));
            }
            Range::Table(rows) => {
                let rows = rows.iter().map(|(value, weight)| format!("[{}, {weight:?}]", self.toml(*value)));
                writer.bare("table", format!("[{}]", rows.collect::<Vec<_>>().join(", ")));
            }
            Range::OneOf(values) => writer.bare("one_of", list(values)),
        }
        writer.stream(&self.stream, &self.name);
    }

    /// A number of its unit as TOML.
    pub(crate) fn toml(&self, number: f64) -> String {
        match self.form {
            Form::Number if number.fract() != 0.0 || number.abs() > 1e15 => format!("{number:?}"),
            Form::Quantity { .. } => quoted(&self.text(number)),
            _ => self.text(number),
        }
    }

    /// A number of its unit as a value of the tree.
    pub(crate) fn value(&self, number: f64) -> Value {
        match self.form {
            Form::Number if number.fract() == 0.0 && number.abs() <= 1e15 => {
                Value::Whole(Some(number as i128))
            }
            Form::Number => Value::Number(number),
            Form::Quantity { .. } => Value::Text(self.text(number)),
            Form::Moment { date } => Value::Moment(datetime(moment_of(number), date)),
        }
    }
}

/// The moment so many seconds after the year 0.
pub(crate) fn moment_of(number: f64) -> DateTime {
    DateTime::ZERO.checked_add(SignedDuration::from_secs(number as i64)).unwrap_or(DateTime::MAX)
}

pub(crate) fn datetime(moment: DateTime, date: bool) -> Datetime {
    let time = toml::value::Time {
        hour: moment.hour().cast_unsigned(),
        minute: moment.minute().cast_unsigned(),
        second: Some(moment.second().cast_unsigned()),
        nanosecond: None,
    };
    let day = toml::value::Date {
        year: moment.year().cast_unsigned(),
        month: moment.month().cast_unsigned(),
        day: moment.day().cast_unsigned(),
    };
    Datetime { date: Some(day), time: (!date).then_some(time), offset: None }
}
