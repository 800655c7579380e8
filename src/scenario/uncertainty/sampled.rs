//! Sampled values: rounding to a value that the key accepts, and the number reported as a metric.

use super::{UncertainValue, ValueForm};
use jiff::civil::DateTime;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

impl UncertainValue {
    /// A sampled number, rounded: dates to the day, dates with a time to the second, integers to an
    /// integer, everything else to nine significant digits.
    pub fn rounded(&self, number: f64) -> f64 {
        match self.form {
            ValueForm::Moment { date: true } => (number / DAY).round() * DAY,
            ValueForm::Moment { date: false } => number.round(),
            _ if self.integer => number.round(),
            _ => format!("{number:.8e}").parse().unwrap_or(number),
        }
    }

    /// A number in the unit of [`ValueForm::unit`]: that of a date is days from `start`.
    pub fn metric_value(&self, number: f64, start: DateTime) -> f64 {
        match self.form {
            ValueForm::Moment { .. } => {
                (number - start.duration_since(DateTime::ZERO).as_secs() as f64) / DAY
            }
            _ => number,
        }
    }
}
