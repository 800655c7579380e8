//! Band: a daily series over replications, as its median and P10–P90.
//!
//! The value of a date is that at the midnight at its end, so the value of `dates[i]` stands at day
//! i + 1, counted from the midnight at the beginning of the first date. All other positions by day
//! count alike: an outage at 20:00 on the first date begins at day 20/24.
//!
//! Knows nothing of how the quantiles were estimated.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::ChartError;

/// A band: a value for each date \[unit of the chart\].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LabelledBand {
    /// Its name: a stage such as "pick", or the title of a result.
    pub label: String,
    /// Median over replications.
    pub median: Vec<f64>,
    /// P10 over replications; empty where there are too few of them.
    pub p10: Vec<f64>,
    /// P90 over replications; empty where there are too few of them.
    pub p90: Vec<f64>,
    /// Annotated points, such as its peak; the most important first.
    pub callouts: Vec<Callout>,
}

/// An annotated point.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Position \[days from the beginning of the first date\]; the value of `dates[i]` stands at i
    /// + 1.
    pub day: f64,
    /// Height \[unit of the chart\].
    pub value: f64,
    /// Its text, such as "peak 412,000 lines, 29 Sep".
    pub text: String,
}

impl LabelledBand {
    /// The largest value of the band; zero without values.
    pub(crate) fn largest(&self) -> f64 {
        let callouts = self.callouts.iter().map(|c| &c.value);
        self.p90.iter().chain(&self.median).chain(callouts).fold(0.0, |most, v| most.max(*v))
    }

    /// True if the replications differ.
    pub(crate) fn has_spread(&self) -> bool {
        self.p10.iter().zip(&self.p90).any(|(low, high)| low < high)
    }

    /// Upper edge: P90, or the median without one.
    pub(crate) fn upper(&self) -> &[f64] {
        if self.p90.is_empty() { &self.median } else { &self.p90 }
    }

    /// Checks that it has a finite value for each date.
    pub(crate) fn check(&self, dates: usize) -> Result<(), ChartError> {
        let ends = [("p10", &self.p10), ("p90", &self.p90)].into_iter().filter(|(_, end)| !end.is_empty());
        for (what, values) in std::iter::once(("median", &self.median)).chain(ends) {
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

/// The first date.
///
/// # Errors
/// [`ChartError::NoDates`], or [`ChartError::DatesApart`] if dates are not consecutive days.
pub(crate) fn first_date(dates: &[Date]) -> Result<Date, ChartError> {
    for pair in dates.windows(2) {
        if pair[0].checked_add(1.day()).ok() != Some(pair[1]) {
            return Err(ChartError::DatesApart { date: pair[1] });
        }
    }
    dates.first().copied().ok_or(ChartError::NoDates)
}
