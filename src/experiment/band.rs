//! Band: median and P10–P90 range of a daily series over all replications.
//!
//! The band is the spread of possible outcomes, not the error of the simulation: it does not shrink
//! with more replications. Quantiles are taken day by day (type 6), so a band is no single run:
//! four of five next runs are within it on any one day, fewer on all days. On a day on which some
//! replications have no value they are of the others; on a day without any value they are NaN.

use super::CONFIDENCE;
use crate::stats::interval::mean_interval;
use crate::stats::moments::Moments;
use crate::stats::quantile::Sorted;

/// Fewest replications with a P10 and a P90: with fewer, (n + 1) × 10 % is no rank.
pub const LEAST_RUNS: usize = 9;

/// Quantiles of a series over all replications, by day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// Median.
    pub median: Vec<f64>,
    /// 10 % quantile; empty with under [`LEAST_RUNS`] replications.
    pub p10: Vec<f64>,
    /// 90 % quantile; empty with under [`LEAST_RUNS`] replications.
    pub p90: Vec<f64>,
}

impl Band {
    /// Band of one series of each replication, all of the same days; the series of a replication
    /// without one is empty.
    pub fn of(replications: &[&[f64]]) -> Self {
        let mut band = Band::default();
        for day in 0..days(replications) {
            let values = Sorted::new(values_of(replications, day));
            let quantile =
                |q| values.as_ref().ok().and_then(|values| values.quantile_of_next(q).ok().flatten());
            band.median.push(quantile(0.5).unwrap_or(f64::NAN));
            if replications.len() >= LEAST_RUNS {
                band.p10.push(quantile(0.1).unwrap_or(f64::NAN));
                band.p90.push(quantile(0.9).unwrap_or(f64::NAN));
            }
        }
        band
    }
}

/// Mean over the replications that have a value, by day; NaN on a day without any value.
pub fn mean_by_day(replications: &[&[f64]]) -> Vec<f64> {
    let mean = |day| Moments::of(values_of(replications, day)).and_then(|moments| moments.mean());
    (0..days(replications)).map(|day| mean(day).unwrap_or(f64::NAN)).collect()
}

/// Mean over the replications with its confidence interval, by day; NaN where fewer than two have a
/// value.
pub fn mean_interval_by_day(replications: &[&[f64]]) -> Band {
    let mut band = Band::default();
    for day in 0..days(replications) {
        let moments = Moments::of(values_of(replications, day));
        let interval = moments.as_ref().ok().and_then(|moments| mean_interval(moments, CONFIDENCE).ok());
        let mean = moments.and_then(|moments| moments.mean()).unwrap_or(f64::NAN);
        band.median.push(mean);
        band.p10.push(interval.map_or(f64::NAN, |interval| interval.lower()));
        band.p90.push(interval.map_or(f64::NAN, |interval| interval.upper()));
    }
    band
}

fn days(replications: &[&[f64]]) -> usize {
    replications.iter().map(|series| series.len()).max().unwrap_or(0)
}

/// Values of a day in the replications that have one.
fn values_of(replications: &[&[f64]], day: usize) -> impl Iterator<Item = f64> {
    replications.iter().filter_map(move |series| series.get(day).copied().filter(|value| !value.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_holds_four_of_five_replications_day_by_day() {
        // 1, 2, …, 9 on the first day: the 10 % quantile of nine values is the first.
        let runs: Vec<Vec<f64>> = (1..=9).map(|run| vec![f64::from(run), 7.0]).collect();
        let band = Band::of(&runs.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert_eq!((band.p10, band.median, band.p90), (vec![1.0, 7.0], vec![5.0, 7.0], vec![9.0, 7.0]));
    }

    #[test]
    fn a_few_replications_have_no_band() {
        let band = Band::of(&[&[1.0, 2.0]]);
        assert_eq!((&band.median, &band.p10, &band.p90), (&vec![1.0, 2.0], &vec![], &vec![]));
    }

    #[test]
    fn no_replication_has_no_band() {
        assert_eq!(Band::of(&[]), Band::default());
    }

    #[test]
    fn a_day_is_of_the_replications_that_have_a_value_on_it() {
        let none = f64::NAN;
        let runs: [&[f64]; 3] = [&[1.0, none, none], &[3.0, 4.0, none], &[]];
        let band = Band::of(&runs);
        assert_eq!(band.median[..2], [2.0, 4.0]);
        assert_eq!(mean_by_day(&runs)[..2], [2.0, 4.0]);
        assert!(band.median[2].is_nan() && mean_by_day(&runs)[2].is_nan());
    }
}
