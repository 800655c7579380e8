//! Trend: growth of a backlog in normal operation, which shows that the network is not in a steady
//! state.
//!
//! Compares the means of both halves of the days before the onset, run by run. Knows nothing of
//! causes.

use super::CONFIDENCE;
use super::chart_series::ChartSeries;
use super::headline::Headline;
use crate::registers::metrics::{Cell, Daily, Metric};
use crate::stats::interval::mean_interval;
use crate::stats::moments::Moments;

/// Days of normal operation from which a trend is judged.
const LEAST_DAYS: usize = 28;
/// Growth of a backlog in normal operation that is no trend, as a share of its mean.
const NO_TREND: f64 = 0.1;

/// Means over runs of a series in both halves of normal operation, if it grows significantly.
pub fn growth(
    headline: &Headline,
    series: &ChartSeries,
    metric: Metric<Daily>,
    cell: Cell,
) -> Option<(f64, f64)> {
    let days = headline.windows.normal().days;
    if days.len() < LEAST_DAYS {
        return None;
    }
    // Whole weeks in each half, so that weekdays weigh the same.
    let half = days.len() / 14 * 7;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let halves: Vec<(f64, f64)> = (0..series.replications.len())
        .filter_map(|run| series.of(run, metric, cell))
        .map(|values| {
            let normal = &values[days.clone()];
            (mean(&normal[..half]), mean(&normal[normal.len() - half..]))
        })
        .collect();
    let growth = Moments::of(halves.iter().map(|(first, second)| second - first)).ok()?;
    let interval = mean_interval(&growth, CONFIDENCE).ok()?;
    let of = |which: fn(&(f64, f64)) -> f64| halves.iter().map(which).sum::<f64>() / halves.len() as f64;
    let (first, second) = (of(|halves| halves.0), of(|halves| halves.1));
    (interval.lower() > 0.0 && second - first > NO_TREND * first.max(1.0)).then_some((first, second))
}
