//! Variation: common factors of demand by week and by day.
//!
//! Both are lognormal with mean 1. The logarithms of weeks are a stationary autoregression of order
//! 1 (Box, Jenkins & Reinsel 2008, Time Series Analysis, section 3.2.3), those of days within a
//! week are independent. They are drawn on a stream of their own, by the number of the calendar
//! week and of the day, so that all demands of the stream move together and one more changes no
//! other draw.
//!
//! Knows nothing of who orders.

use crate::engine::random::{Draws, Purpose};
use crate::model::{Model, Variation};
use crate::units::DAY;
use rand::RngExt;
use rand_distr::StandardNormal;

const WEEK_FACTOR: Purpose = Purpose(13);
const DAY_FACTOR: Purpose = Purpose(14);

/// By demand, the factor of each day of the run; empty without variation.
pub(crate) fn factors(model: &Model, draws: Draws) -> Vec<Vec<f64>> {
    let days = model.times.end.since_origin().div_ceil(DAY) as usize;
    let first_weekday = model.times.origin.weekday().to_monday_zero_offset() as usize;
    let of_demand = |demand: &crate::model::Demand| {
        demand.variation.as_ref().map_or_else(Vec::new, |it| of_days(it, draws, days, first_weekday))
    };
    model.demands.iter().map(of_demand).collect()
}

/// Factors of a number of days, the first on this weekday (Monday 0).
fn of_days(variation: &Variation, draws: Draws, days: usize, first_weekday: usize) -> Vec<f64> {
    let normal = |ordinal: usize, purpose| -> f64 {
        draws.generator(variation.stream, ordinal as u64, purpose).sample(StandardNormal)
    };
    let mut week = normal(0, WEEK_FACTOR);
    let fresh = (1.0 - variation.persistence * variation.persistence).sqrt();
    let mut factors = Vec::with_capacity(days);
    for day in 0..days {
        let place = day + first_weekday;
        if day > 0 && place.is_multiple_of(7) {
            week = variation.persistence * week + fresh * normal(place / 7, WEEK_FACTOR);
        }
        let of_day = normal(day, DAY_FACTOR);
        factors.push(with_mean_1(variation.week_sigma, week) * with_mean_1(variation.day_sigma, of_day));
    }
    factors
}

/// The lognormal with mean 1 whose logarithm has this standard deviation, from a standard normal.
fn with_mean_1(sigma: f64, normal: f64) -> f64 {
    (sigma * normal - sigma * sigma / 2.0).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::moments::Moments;

    const REPLICATIONS: u32 = 8_000;

    fn varied(week_cv: f64, day_cv: f64, persistence: f64) -> Vec<Vec<f64>> {
        let sigma = |cv: f64| (cv * cv).ln_1p().sqrt();
        let variation =
            Variation { stream: 7, week_sigma: sigma(week_cv), day_sigma: sigma(day_cv), persistence };
        (0..REPLICATIONS).map(|replication| of_days(&variation, Draws::new(1, replication), 21, 2)).collect()
    }

    /// Mean and coefficient of variation of a day of all replications: within 4.4 standard errors
    /// of 1 and `cv`, one false alarm in 100,000 (of a standard deviation: cv · √((2 + kurtosis) /
    /// 4n), below cv · 0.012 here).
    fn assert_mean_and_cv(values: impl Iterator<Item = f64>, cv: f64) {
        let moments = Moments::of(values).unwrap();
        let (mean, found) = (moments.mean().unwrap(), moments.variance().unwrap().sqrt());
        let error = cv / f64::from(REPLICATIONS).sqrt();
        assert!((mean - 1.0).abs() < 4.4 * error, "mean {mean}");
        assert!((found / cv - 1.0).abs() < 4.4 * 0.012, "cv {found}, not {cv}");
    }

    fn correlation(pairs: &[(f64, f64)]) -> f64 {
        let n = f64::from(REPLICATIONS);
        let mean = |value: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / n;
        let (one, other) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
        let covariance = mean(&|pair| (pair.0 - one) * (pair.1 - other));
        covariance / (mean(&|pair| (pair.0 - one).powi(2)) * mean(&|pair| (pair.1 - other).powi(2))).sqrt()
    }

    #[test]
    fn factors_have_mean_1_and_the_specified_variation() {
        let weeks = varied(0.2, 0.0, 0.6);
        assert_mean_and_cv(weeks.iter().map(|days| days[0]), 0.2);
        assert_mean_and_cv(weeks.iter().map(|days| days[20]), 0.2);
        let days = varied(0.0, 0.08, 0.6);
        assert_mean_and_cv(days.iter().map(|days| days[9]), 0.08);
        // Independent of each other: (1 + 0.2²)(1 + 0.08²) − 1.
        let both = varied(0.2, 0.08, 0.6);
        assert_mean_and_cv(both.iter().map(|days| days[3]), (1.04_f64 * 1.0064 - 1.0).sqrt());
    }

    #[test]
    fn a_factor_holds_for_a_calendar_week_and_persists_as_specified() {
        // The first day is a Wednesday: weeks begin on days 5, 12 and 19. Correlations of
        // logarithms are 0.6 and 0.36, with standard error (1 − ρ²) / √8000 below 0.0098.
        let weeks = varied(0.2, 0.0, 0.6);
        for days in &weeks {
            assert!((days[0] - days[4]).abs() < 1e-12 && (days[5] - days[11]).abs() < 1e-12);
        }
        let of = |pair: &dyn Fn(&[f64]) -> (f64, f64)| {
            correlation(&weeks.iter().map(|days| pair(days)).collect::<Vec<_>>())
        };
        assert!((of(&|days| (days[4].ln(), days[5].ln())) - 0.6).abs() < 4.4 * 0.0072);
        assert!((of(&|days| (days[4].ln(), days[12].ln())) - 0.36).abs() < 4.4 * 0.0098);
        let days = varied(0.0, 0.08, 0.6);
        let neighbours = correlation(&days.iter().map(|days| (days[5], days[6])).collect::<Vec<_>>());
        assert!(neighbours.abs() < 4.4 * 0.0112, "{neighbours}");
    }
}
