//! Comparison: differences of a plan from the first one, replication by replication.
//!
//! Replication i of all plans has the same random numbers: the same customers request the same
//! parts. So the difference of each pair is free of what both have in common. `variance_saved` is
//! the share s of the variance saved: with independent runs 1/(1 − s) times as many replications
//! would be needed.
//!
//! A pair in which one of the two is later than its run has no difference; such pairs are counted.
//!
//! Knows nothing of which difference is better.

use super::CONFIDENCE;
use super::replication_metrics::ReplicationMetrics;
use super::summary::by_key;
use crate::metrics::Outcome;
use crate::registers::metrics::Key;
use crate::stats::interval::MeanInterval;
use crate::stats::paired::PairedDifference;
use crate::stats::quantile::Sorted;
use std::collections::BTreeMap;

/// Effect of a plan on one metric.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The metric, with the labels of the first plan.
    pub key: Key,
    /// Mean of the plan minus the first plan, over the pairs that have both; `None` without a pair.
    pub mean: Option<f64>,
    /// Confidence interval of the mean; `None` with fewer than two pairs.
    pub interval: Option<MeanInterval>,
    /// P10 and P90 of the difference over pairs.
    pub spread: Option<(f64, f64)>,
    /// Share of variance that common random numbers save; `None` with fewer than two pairs, or no
    /// variance.
    pub variance_saved: Option<f64>,
    /// Pairs that have both values.
    pub pairs: u32,
    /// Pairs in which one or both are later than the run.
    pub censored: u32,
    /// Pairs in which one or both have no value, and neither is later than the run.
    pub nothing: u32,
}

/// Compares a plan with the first, for each metric of the first in its order. Only replications
/// that both have are paired.
pub fn compare(first: &[ReplicationMetrics], plan: &[ReplicationMetrics]) -> Vec<Difference> {
    let common: Vec<(&ReplicationMetrics, &ReplicationMetrics)> = first
        .iter()
        .filter_map(|one| {
            plan.iter().find(|other| other.replication == one.replication).map(|other| (one, other))
        })
        .collect();
    let (one, other): (Vec<ReplicationMetrics>, Vec<ReplicationMetrics>) =
        common.into_iter().map(|(one, other)| (one.clone(), other.clone())).unzip();
    let (keys, first) = by_key(&one);
    let (plan_keys, plan) = by_key(&other);
    let place_of: BTreeMap<&Key, usize> = plan_keys.iter().zip(0..).collect();
    keys.into_iter()
        .zip(first)
        .filter_map(|(key, first)| {
            let place = *place_of.get(&key)?;
            Some(Difference::of(key, &first, &plan[place]))
        })
        .collect()
}

impl Difference {
    /// True if the confidence interval excludes 0: the difference is significant. `None` without an
    /// interval.
    pub fn excludes_zero(&self) -> Option<bool> {
        self.interval.map(|interval| interval.lower() > 0.0 || interval.upper() < 0.0)
    }

    fn of(key: Key, first: &[Outcome], plan: &[Outcome]) -> Self {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let (mut censored, mut nothing) = (0, 0);
        for pair in first.iter().zip(plan) {
            match pair {
                (Outcome::Value(first), Outcome::Value(plan)) => {
                    theirs.push(*first);
                    ours.push(*plan);
                }
                (Outcome::LaterThan(_), _) | (_, Outcome::LaterThan(_)) => censored += 1,
                _ => nothing += 1,
            }
        }
        let paired = PairedDifference::of(&ours, &theirs).ok();
        let spread = Sorted::new(ours.iter().zip(&theirs).map(|(plan, first)| plan - first)).ok();
        let only = ours.first().zip(theirs.first()).map(|(plan, first)| plan - first);
        Difference {
            key,
            mean: paired.as_ref().map(|paired| paired.mean).or(only),
            interval: paired.as_ref().and_then(|paired| paired.interval(CONFIDENCE).ok()),
            spread: spread
                .and_then(|sorted| sorted.quantile_linear(0.1).ok().zip(sorted.quantile_linear(0.9).ok())),
            variance_saved: paired.as_ref().and_then(|paired| paired.variance_saved),
            pairs: ours.len() as u32,
            censored,
            nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MetricValue;
    use crate::registers::metrics::{Dim, cell, ids};

    fn key() -> Key {
        ids::BACKLOG_PEAK.at(cell(&[(Dim::Site, 0)]))
    }

    fn plan(outcomes: &[Outcome]) -> Vec<ReplicationMetrics> {
        (0..)
            .zip(outcomes)
            .map(|(replication, &outcome)| ReplicationMetrics {
                replication,
                values: vec![MetricValue { key: key(), outcome, terms: None }],
            })
            .collect()
    }

    #[test]
    fn differences_are_taken_pair_by_pair_from_the_first() {
        // 1, 2, 3 more: mean 2, standard error 1/sqrt(3), t(0.975, 2) = 4.30265.
        let first = plan(&[10.0, 20.0, 30.0].map(Outcome::Value));
        let late = plan(&[11.0, 22.0, 33.0].map(Outcome::Value));
        let difference = compare(&first, &late).remove(0);
        assert_eq!((difference.mean, difference.pairs), (Some(2.0), 3));
        let interval = difference.interval.unwrap();
        assert!((interval.half_width - 4.30265 / 3.0_f64.sqrt()).abs() < 1e-4, "{interval:?}");
        assert_eq!(difference.excludes_zero(), Some(false), "2 is not sure with a half-width of 2.5");
        // Variances 100 and 121, of the difference 1.
        assert!((difference.variance_saved.unwrap() - (1.0 - 1.0 / 221.0)).abs() < 1e-12);
        // Type 7 of 1, 2, 3: a fifth of the way from the first to the second, and from the second
        // to the third.
        let (low, high) = difference.spread.unwrap();
        assert!((low - 1.2).abs() < 1e-12 && (high - 2.8).abs() < 1e-12, "{low} {high}");
    }

    #[test]
    fn a_plan_compared_with_itself_has_no_difference_and_no_variance() {
        let first = plan(&[10.0, 20.0, 40.0].map(Outcome::Value));
        let difference = compare(&first, &first).remove(0);
        assert_eq!((difference.mean, difference.variance_saved), (Some(0.0), Some(1.0)));
        assert_eq!(difference.interval.map(|interval| interval.half_width), Some(0.0));
        assert_eq!(difference.excludes_zero(), Some(false));
    }

    #[test]
    fn pairs_with_a_run_that_was_not_cleared_are_counted_apart() {
        let first =
            plan(&[Outcome::Value(10.0), Outcome::Value(20.0), Outcome::Nothing, Outcome::Value(1.0)]);
        let late =
            plan(&[Outcome::LaterThan(40.0), Outcome::Value(25.0), Outcome::Nothing, Outcome::Nothing]);
        let difference = compare(&first, &late).remove(0);
        assert_eq!((difference.pairs, difference.censored, difference.nothing), (1, 1, 2));
        assert_eq!((difference.mean, difference.interval), (Some(5.0), None), "one pair has no spread");
        assert_eq!(difference.excludes_zero(), None);
    }

    #[test]
    fn replications_are_paired_by_their_number() {
        let first = plan(&[10.0, 20.0, 30.0].map(Outcome::Value));
        let stopped_early = plan(&[10.0, 20.0, 30.0].map(Outcome::Value)).split_off(1);
        let difference = compare(&first, &stopped_early).remove(0);
        assert_eq!((difference.mean, difference.pairs), (Some(0.0), 2));
    }
}
