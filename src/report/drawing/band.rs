//! A series over days and over replications: its median, and the band that holds four of five replications.
//!
//! A value of a date is that at the midnight which ends it, so the value of `dates[i]` stands at day i + 1, counted
//! from the midnight that begins the first date. Everything else that is placed by day counts alike: an outage on
//! the evening of the first date, at 20:00, begins at 20/24.
//!
//! Knows nothing of how the quantiles were found.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::ChartError;

/// One series as a band: a value for each date, in the chart's unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Band {
    /// What it is called: a place such as "pick", or a result's title.
    pub label: String,
    /// The median over replications.
    pub median: Vec<f64>,
    /// The value that one replication in ten stays under.
    pub p10: Vec<f64>,
    /// The value that nine replications in ten stay under.
    pub p90: Vec<f64>,
    /// Points of it that are pointed out, such as its peak; the most important first.
    pub callouts: Vec<Callout>,
}

/// A point that is pointed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Where [days from the midnight that begins the first date]; the value of `dates[i]` stands at i + 1.
    pub day: f64,
    /// At which height [the chart's unit].
    pub value: f64,
    /// What is said there, such as "peak 412,000 lines, 29 Sep".
    pub text: String,
}

impl Band {
    /// The largest value that the band reaches; zero for none.
    pub(crate) fn largest(&self) -> f64 {
        let callouts = self.callouts.iter().map(|c| &c.value);
        self.p90.iter().chain(&self.median).chain(callouts).fold(0.0, |most, v| most.max(*v))
    }

    /// Whether the replications differ at all, or there was only one.
    pub(crate) fn has_spread(&self) -> bool {
        self.p10.iter().zip(&self.p90).any(|(low, high)| low < high)
    }

    /// Checks that it has a finite value for each date.
    pub(crate) fn check(&self, dates: usize) -> Result<(), ChartError> {
        for (what, values) in [("median", &self.median), ("p10", &self.p10), ("p90", &self.p90)] {
            check_series(&format!("{}, {what}", self.label), values, dates)?;
        }
        for callout in &self.callouts {
            check_numbers(&callout.text, [callout.day, callout.value])?;
        }
        Ok(())
    }
}

/// Checks that a series has a finite value for each date.
pub(crate) fn check_series(series: &str, values: &[f64], dates: usize) -> Result<(), ChartError> {
    check_gaps(series, values, dates)?;
    check_numbers(series, values.iter().copied())
}

/// Checks that a series has a value or a gap (NaN) for each date.
pub(crate) fn check_gaps(series: &str, values: &[f64], dates: usize) -> Result<(), ChartError> {
    if values.len() != dates {
        return Err(ChartError::Length { series: series.to_owned(), expected: dates, found: values.len() });
    }
    check_numbers(series, values.iter().copied().filter(|value| !value.is_nan()))
}

/// Checks that numbers are finite.
pub(crate) fn check_numbers(series: &str, values: impl IntoIterator<Item = f64>) -> Result<(), ChartError> {
    match values.into_iter().find(|value| !value.is_finite()) {
        Some(value) => Err(ChartError::NotFinite { series: series.to_owned(), value }),
        None => Ok(()),
    }
}

/// The first date, once they are known to be there and to go day by day.
pub(crate) fn first_date(dates: &[Date]) -> Result<Date, ChartError> {
    for pair in dates.windows(2) {
        if pair[0].checked_add(1.day()).ok() != Some(pair[1]) {
            return Err(ChartError::DatesApart { date: pair[1] });
        }
    }
    dates.first().copied().ok_or(ChartError::NoDates)
}
