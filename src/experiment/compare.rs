//! Comparison: differences of a plan from the first one, replication by replication.
//!
//! Replication i of all plans has the same random numbers: the same customers request the same
//! parts. So the difference of each pair is free of what both have in common. `variance_saved` is
//! the share s of the variance saved: with independent runs 1/(1 − s) times as many replications
//! would be needed.
//!
//! A pair in which one of the two is later than its run has no difference; such pairs are counted.
//! For times that may not be reached, [`Earlier`] counts the pairs in which a plan is earlier, and
//! the restricted metric has a difference in every pair.
//!
//! A table of many differences is a **family**: of twenty true zeros one would seem significant by
//! itself. So p values of a family are adjusted by Holm, and its intervals hold together with 95 %
//! (Bonferroni-t); Holm has no intervals that could be used.
//!
//! Knows nothing of which difference is better.

use super::CONFIDENCE;
use super::replication_metrics::ReplicationMetrics;
use super::summary::by_key;
use crate::metrics::Outcome;
use crate::registers::metrics::{Dim, Key, Kind, ids};
use crate::stats::interval::MeanInterval;
use crate::stats::multiple::{bonferroni_factor, holm};
use crate::stats::paired::PairedDifference;
use crate::stats::quantile::Sorted;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Effect of a plan on one metric.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The metric, with the labels of the first plan.
    pub key: Key,
    /// Mean of the plan minus the first plan, over the pairs that have both; `None` without a pair.
    pub mean: Option<f64>,
    /// Standard error of the mean; `None` with fewer than two pairs.
    pub standard_error: Option<f64>,
    /// Confidence interval of the mean, of this difference alone; `None` with fewer than two pairs.
    pub interval: Option<MeanInterval>,
    /// P10 and P90 of the difference over pairs.
    pub spread: Option<(f64, f64)>,
    /// Share of variance that common random numbers save; `None` with fewer than two pairs, or no
    /// variance.
    pub variance_saved: Option<f64>,
    /// Two-sided p value of "no difference in the mean", of this difference alone; `None` with
    /// fewer than two pairs.
    pub p_value: Option<f64>,
    /// Adjusted for the family of the printed table; `None` for differences outside it.
    pub adjusted: Option<Adjusted>,
    /// Of a time that may not be reached: in how many pairs the plan is earlier.
    pub earlier: Option<Earlier>,
    /// Pairs that have both values.
    pub pairs: u32,
    /// Pairs in which one or both are later than the run.
    pub censored: u32,
    /// Pairs in which one or both have no value, and neither is later than the run.
    pub nothing: u32,
}

/// A difference adjusted for its family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// Holm's adjusted p value.
    pub p_value: f64,
    /// Half the width of the interval that holds together with all others of the family.
    pub half_width: f64,
    /// Number of differences in the family.
    pub family: usize,
}

/// Pairs of a time that may not be reached within a run; reached is earlier than not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Pairs in which the plan is earlier.
    pub plan: u32,
    /// Pairs in which the first plan is earlier.
    pub first: u32,
    /// Pairs in which both are equal, or neither is reached.
    pub equal: u32,
}

/// Adjusts all differences of a family: those whose key is `compared`, of all plans together.
pub fn adjust(plans: &mut [Vec<Difference>], compared: impl Fn(Key) -> bool) {
    let family: Vec<(usize, usize)> = plans
        .iter()
        .enumerate()
        .flat_map(|(plan, differences)| (0..differences.len()).map(move |place| (plan, place)))
        .filter(|&(plan, place)| {
            let difference = &plans[plan][place];
            compared(difference.key) && difference.p_value.is_some()
        })
        .collect();
    let p_values: Vec<f64> = family.iter().filter_map(|&(plan, place)| plans[plan][place].p_value).collect();
    let Ok(holm) = holm(&p_values) else { return };
    for (&(plan, place), p_value) in family.iter().zip(holm) {
        let difference = &mut plans[plan][place];
        let degrees_of_freedom = f64::from(difference.pairs) - 1.0;
        let factor = bonferroni_factor(family.len(), degrees_of_freedom, CONFIDENCE).ok();
        difference.adjusted = factor.zip(difference.standard_error).map(|(factor, error)| Adjusted {
            p_value,
            half_width: factor * error,
            family: family.len(),
        });
    }
}

/// True if a plan has the values of the first in every replication, for every metric that both
/// have, the times of phases left out: whatever differs between their inputs has no effect.
pub fn is_identical(first: &[ReplicationMetrics], plan: &[ReplicationMetrics]) -> bool {
    let mut any = false;
    for one in first {
        let Some(other) = plan.iter().find(|other| other.replication == one.replication) else {
            return false;
        };
        let values: BTreeMap<Key, Outcome> =
            other.values.iter().map(|value| (value.key, value.outcome)).collect();
        // When a phase came is an input that may have no effect, and so are the events of it.
        let results = one.values.iter().filter(|value| {
            value.key.label(Dim::Phase).is_none()
                && ![ids::EVENTS, ids::UNCERTAIN_VALUE].iter().any(|&input| value.key.is(input))
        });
        for value in results {
            if let Some(outcome) = values.get(&value.key) {
                if *outcome != value.outcome {
                    return false;
                }
                any = true;
            }
        }
    }
    any
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
    /// True if the difference is significant at 95 % within its family. `None` outside a family.
    pub fn is_significant(&self) -> Option<bool> {
        self.adjusted.map(|adjusted| adjusted.p_value <= 1.0 - CONFIDENCE)
    }

    /// True if the confidence interval of this difference alone excludes 0. `None` without an
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
            standard_error: paired.as_ref().map(|paired| paired.standard_error),
            // Where all differences are equal there is no doubt.
            p_value: paired
                .as_ref()
                .map(|paired| paired.p_value.unwrap_or(if paired.mean == 0.0 { 1.0 } else { 0.0 })),
            adjusted: None,
            earlier: matches!(key.definition().kind, Kind::Censored).then(|| Earlier::of(first, plan)),
            interval: paired.as_ref().and_then(|paired| paired.interval(CONFIDENCE).ok()),
            spread: spread.and_then(|sorted| {
                sorted.quantile_of_next(0.1).ok()?.zip(sorted.quantile_of_next(0.9).ok()?)
            }),
            variance_saved: paired.as_ref().and_then(|paired| paired.variance_saved),
            pairs: ours.len() as u32,
            censored,
            nothing,
        }
    }
}

impl Earlier {
    fn of(first: &[Outcome], plan: &[Outcome]) -> Self {
        let mut pairs = Earlier { plan: 0, first: 0, equal: 0 };
        let time = |outcome: &Outcome| match *outcome {
            Outcome::Value(time) => Some(time),
            Outcome::LaterThan(_) => Some(f64::INFINITY),
            Outcome::Nothing => None,
        };
        for (first, plan) in first.iter().zip(plan) {
            let Some((first, plan)) = time(first).zip(time(plan)) else { continue };
            let count = match plan.total_cmp(&first) {
                Ordering::Less => &mut pairs.plan,
                Ordering::Greater => &mut pairs.first,
                Ordering::Equal => &mut pairs.equal,
            };
            *count += 1;
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MetricValue;
    use crate::registers::metrics::cell;

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
        assert_eq!(difference.spread, None, "three pairs have no tenth");
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

    #[test]
    fn p_values_of_a_table_are_adjusted_together() {
        // Differences 1, 2, 3: t = 2 √3, p = 0.0742 with 2 degrees of freedom; of the other plan
        // 10,
        // 10.5, 11: t = 10.5 / (0.5 / √3) = 36.4, p = 0.000755, times 2 by Holm.
        let first = plan(&[10.0, 20.0, 30.0].map(Outcome::Value));
        let one = plan(&[11.0, 22.0, 33.0].map(Outcome::Value));
        let other = plan(&[20.0, 30.5, 41.0].map(Outcome::Value));
        let mut plans = vec![compare(&first, &one), compare(&first, &other)];
        adjust(&mut plans, |_| true);
        let [one, other] = [&plans[0][0], &plans[1][0]].map(|difference| difference.adjusted.unwrap());
        assert!(
            (one.p_value - 0.0742).abs() < 1e-4 && (other.p_value - 0.00151).abs() < 1e-5,
            "{one:?} {other:?}"
        );
        assert_eq!([0, 1].map(|plan: usize| plans[plan][0].is_significant()), [Some(false), Some(true)]);
        // t(1 − 0.05 / 4, 2) = 6.2053.
        assert!((other.half_width - 6.2053 * 0.5 / 3.0_f64.sqrt()).abs() < 1e-3, "{other:?}");
        assert_eq!(other.family, 2);
        // Outside the family nothing is adjusted.
        let mut alone = vec![compare(&first, &first)];
        adjust(&mut alone, |_| false);
        assert_eq!(alone[0][0].adjusted, None);
    }

    #[test]
    fn reached_is_earlier_than_not_reached() {
        let first =
            [Outcome::Value(5.0), Outcome::LaterThan(40.0), Outcome::LaterThan(40.0), Outcome::Value(3.0)];
        let other =
            [Outcome::LaterThan(40.0), Outcome::Value(39.0), Outcome::LaterThan(40.0), Outcome::Nothing];
        assert_eq!(Earlier::of(&first, &other), Earlier { plan: 1, first: 1, equal: 1 });
    }

    #[test]
    fn a_plan_is_identical_only_if_every_value_of_every_replication_is() {
        let first = plan(&[10.0, 20.0].map(Outcome::Value));
        assert!(is_identical(&first, &first));
        assert!(!is_identical(&first, &plan(&[10.0, 20.5].map(Outcome::Value))));
        assert!(!is_identical(&first, &first[..1]), "a replication is missing");
    }
}
