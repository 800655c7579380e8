//! Summary: statistics of each metric over all replications.
//!
//! The mean is over the replications that have a value; their number stands beside it, with the
//! numbers of replications without a value and of those later than the run. A time that may not be
//! reached within a run, such as a clearance, has the median over all replications that had
//! something to clear (Kaplan–Meier), as far as the runs reach, with an interval between order
//! statistics: a mean over the cleared ones leaves out the worst.
//!
//! Two kinds of interval have different names. The confidence interval of the mean is the error of
//! the simulation: it shrinks with more replications. The prediction interval, from the 10 % to the
//! 90 % quantile over replications, is the spread of what may happen, with unknown values sampled
//! anew in each: it does not shrink. Its ends are at the ranks (n + 1) q (type 6), so that four of
//! five next replications are within it; with under nine replications there is none.

use super::CONFIDENCE;
use super::band::LEAST_RUNS;
use super::replication_metrics::{ReplicationMetrics, followed};
use crate::metrics::Outcome;
use crate::registers::metrics::{Key, Kind};
use crate::stats::interval::{MeanInterval, mean_interval, quantile_interval};
use crate::stats::moments::Moments;
use crate::stats::quantile::Sorted;
use crate::stats::survival::{CensoredTime, KaplanMeier, Reached};
use std::collections::{BTreeMap, BTreeSet};

/// Statistics of one metric over the replications.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MetricSummary {
    /// The metric.
    pub key: Key,
    /// Mean of the replications that have a value, in the metric's unit; `None` if none has.
    pub mean: Option<f64>,
    /// Half the width of the confidence interval of the mean; `None` with fewer than two values.
    pub half_width: Option<f64>,
    /// Replications that have a value.
    pub values: u32,
    /// Replications in which it did not happen within the run.
    pub censored: u32,
    /// Replications without a value.
    pub nothing: u32,
    /// Lower end of the prediction interval: the 10 % quantile of the replications that have a
    /// value or are later than the run.
    pub p10: Option<Reached>,
    /// Upper end: the 90 % quantile.
    pub p90: Option<Reached>,
    /// Median over those in which it could happen, of a time that may not be reached within a run
    /// (Kaplan–Meier).
    pub median: Option<Reached>,
    /// Confidence interval of the median, between order statistics; an end beyond the runs is not
    /// reached, and `None` with too few replications.
    pub median_interval: Option<(Reached, Reached)>,
}

impl MetricSummary {
    /// Replications, with a value or without.
    pub fn replications(&self) -> u32 {
        self.values + self.censored + self.nothing
    }

    /// Confidence interval of the mean.
    pub fn interval(&self) -> Option<MeanInterval> {
        self.mean.zip(self.half_width).map(|(mean, half_width)| MeanInterval {
            mean,
            half_width,
            confidence: CONFIDENCE,
        })
    }

    fn of(key: Key, outcomes: &[Outcome]) -> Self {
        let count =
            |which: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| which(outcome)).count() as u32;
        let moments = Moments::of(outcomes.iter().filter_map(|outcome| outcome.value()));
        let interval = moments.as_ref().ok().and_then(|moments| mean_interval(moments, CONFIDENCE).ok());
        let is_time = matches!(key.definition().kind, Kind::Censored);
        let censored = count(|outcome| matches!(outcome, Outcome::LaterThan(_)));
        MetricSummary {
            key,
            mean: moments.and_then(|moments| moments.mean()).ok(),
            half_width: interval.map(|interval| interval.half_width),
            values: count(|outcome| matches!(outcome, Outcome::Value(_))),
            censored,
            nothing: count(|outcome| matches!(outcome, Outcome::Nothing)),
            p10: quantile_of_next(outcomes, 0.1),
            p90: quantile_of_next(outcomes, 0.9),
            median: is_time.then(|| median(outcomes)).flatten(),
            median_interval: is_time.then(|| median_interval(outcomes)).flatten(),
        }
    }
}

/// Outcomes of the replications in which it could happen, in order; infinite where it was later
/// than the run, with the smallest time by which it was not reached.
fn in_order(outcomes: &[Outcome]) -> (Vec<f64>, f64) {
    let mut values: Vec<f64> = outcomes
        .iter()
        .filter_map(|outcome| match *outcome {
            Outcome::Value(value) => Some(value),
            Outcome::LaterThan(_) => Some(f64::INFINITY),
            Outcome::Nothing => None,
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let later = outcomes.iter().filter_map(|outcome| match *outcome {
        Outcome::LaterThan(by) => Some(by),
        _ => None,
    });
    (values, later.fold(f64::INFINITY, f64::min))
}

/// The value, or that it was not reached.
fn reached(value: f64, by: f64) -> Reached {
    if value.is_finite() { Reached::At(value) } else { Reached::Not { by } }
}

/// Quantile of a prediction interval (type 6); `None` with too few replications. It is not reached
/// where one of its neighbours is later than the run.
pub(super) fn quantile_of_next(outcomes: &[Outcome], q: f64) -> Option<Reached> {
    let (values, by) = in_order(outcomes);
    let finite = values.iter().take_while(|value| value.is_finite()).count();
    let h = (values.len() as f64 + 1.0) * q;
    if finite < values.len() && h.ceil() > finite as f64 && h >= 1.0 && values.len() >= LEAST_RUNS {
        return Some(Reached::Not { by });
    }
    let largest = values.get(finite.checked_sub(1)?).copied()?;
    // Values later than the run are beyond the rank: any value at least as large stands for them.
    let sorted = Sorted::new(values.iter().map(|&value| value.min(largest))).ok()?;
    sorted.quantile_of_next(q).ok().flatten().map(Reached::At)
}

/// Median by Kaplan–Meier.
fn median(outcomes: &[Outcome]) -> Option<Reached> {
    let times: Vec<CensoredTime> = outcomes.iter().filter_map(followed).collect();
    KaplanMeier::of(&times).and_then(|curve| curve.quantile(0.5)).ok()
}

/// Order-statistic interval of the median: the l-th and the l-th last outcome, with l the largest
/// rank such that at most half of the error lies in each tail (W. J. Conover, Practical
/// Nonparametric Statistics, 3rd ed. (1999), sec. 3.2).
fn median_interval(outcomes: &[Outcome]) -> Option<(Reached, Reached)> {
    let (values, by) = in_order(outcomes);
    let ranks = Sorted::new((0..values.len()).map(|rank| rank as f64)).ok()?;
    let interval = quantile_interval(&ranks, 0.5, CONFIDENCE).ok()?;
    let at = |rank: f64| reached(values[rank as usize], by);
    Some((at(interval.lower?), at(interval.upper?)))
}

/// Summarises each metric over the replications, those of classes in the order of the model. A
/// replication that lacks a metric has no value of it.
pub fn summarise(measured: &[ReplicationMetrics]) -> Vec<MetricSummary> {
    let (keys, outcomes) = by_key(measured);
    keys.into_iter().zip(outcomes).map(|(key, outcomes)| MetricSummary::of(key, &outcomes)).collect()
}

/// Outcomes of all replications by key, in the order of `ordered_keys`.
pub(super) fn by_key(measured: &[ReplicationMetrics]) -> (Vec<Key>, Vec<Vec<Outcome>>) {
    let keys = ordered_keys(measured);
    let place_of: BTreeMap<Key, usize> = keys.iter().copied().zip(0..).collect();
    let mut outcomes = vec![vec![Outcome::Nothing; measured.len()]; keys.len()];
    for (replication, one) in measured.iter().enumerate() {
        for value in &one.values {
            outcomes[place_of[&value.key]][replication] = value.outcome;
        }
    }
    (keys, outcomes)
}

/// Keys of all replications, each once, in an order that does not depend on the order of the
/// replications.
///
/// A key comes after those that precede it in any replication. Keys that no replication orders have
/// the order of the register and of the model's labels: of two classes of which no replication has
/// both, the more urgent one is first.
fn ordered_keys(measured: &[ReplicationMetrics]) -> Vec<Key> {
    let keys_of = |one: &ReplicationMetrics| one.values.iter().map(|value| value.key).collect::<Vec<Key>>();
    let mut sequences: Vec<Vec<Key>> = Vec::new();
    for one in measured {
        let known = sequences.last().is_some_and(|last| last.iter().eq(one.values.iter().map(|v| &v.key)));
        if !known {
            sequences.push(keys_of(one));
        }
    }
    let mut followers: BTreeMap<Key, BTreeSet<Key>> = BTreeMap::new();
    for key in sequences.iter().flatten() {
        followers.entry(*key).or_default();
    }
    for pair in sequences.iter().flat_map(|keys| keys.windows(2)).filter(|pair| pair[0] != pair[1]) {
        followers.entry(pair[0]).or_default().insert(pair[1]);
    }
    let mut preceding: BTreeMap<Key, usize> = followers.keys().map(|&key| (key, 0)).collect();
    for key in followers.values().flatten() {
        *preceding.entry(*key).or_default() += 1;
    }
    let mut ready: BTreeSet<Key> =
        preceding.iter().filter(|(_, count)| **count == 0).map(|(&key, _)| key).collect();
    let mut ordered = Vec::with_capacity(followers.len());
    // All replications of a model have their keys in one order; were there a cycle, it would be cut
    // at its smallest key.
    while let Some(key) = ready.pop_first().or_else(|| preceding.keys().next().copied()) {
        preceding.remove(&key);
        ordered.push(key);
        for follower in &followers[&key] {
            if let Some(count) = preceding.get_mut(follower) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(*follower);
                }
            }
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MetricValue;
    use crate::registers::metrics::{Dim, cell, ids};

    fn key() -> Key {
        ids::CLEARANCE_DAY.at(cell(&[(Dim::Site, 0)]))
    }

    fn measured(outcomes: &[Outcome]) -> Vec<ReplicationMetrics> {
        (0..)
            .zip(outcomes)
            .map(|(replication, &outcome)| ReplicationMetrics {
                replication,
                values: vec![MetricValue { key: key(), outcome, terms: None }],
            })
            .collect()
    }

    fn row(outcomes: &[Outcome]) -> MetricSummary {
        summarise(&measured(outcomes)).remove(0)
    }

    #[test]
    fn a_mean_has_its_interval() {
        // Mean 10, standard error sqrt(30)/2, t(0.975, 3) = 3.18245.
        let row = row(&[4.0, 7.0, 13.0, 16.0].map(Outcome::Value));
        assert_eq!((row.mean, row.values, row.replications()), (Some(10.0), 4, 4));
        assert!((row.half_width.unwrap() - 8.7155).abs() < 1e-4);
        assert_eq!(row.median, Some(Reached::At(7.0)), "half of four are the two smallest");
    }

    #[test]
    fn runs_that_were_not_cleared_are_counted_and_have_their_say_in_the_median() {
        // Cleared on days 10, 20 and 30 of four runs: the curve falls to one half on day 20.
        let row = row(&[
            Outcome::Value(10.0),
            Outcome::Value(20.0),
            Outcome::LaterThan(40.0),
            Outcome::Value(30.0),
        ]);
        assert_eq!((row.values, row.censored, row.replications()), (3, 1, 4));
        assert_eq!(row.mean, Some(20.0));
        assert_eq!(row.median, Some(Reached::At(20.0)));
    }

    #[test]
    fn a_median_among_the_censored_is_not_reached() {
        let row = row(&[Outcome::Value(10.0), Outcome::LaterThan(40.0), Outcome::LaterThan(40.0)]);
        assert_eq!(row.median, Some(Reached::Not { by: 40.0 }));
        assert_eq!((row.mean, row.half_width), (Some(10.0), None), "one value has no spread");
    }

    fn runs(last: i32) -> Vec<Outcome> {
        (1..=last).map(|run| Outcome::Value(f64::from(run))).collect()
    }

    #[test]
    fn the_prediction_interval_is_at_the_ranks_of_the_next_run() {
        // Of 19 runs the ranks are 2 and 18; of eight 0.9 is none.
        let row_of = |last| row(&runs(last));
        assert_eq!((row_of(19).p10, row_of(19).p90), (Some(Reached::At(2.0)), Some(Reached::At(18.0))));
        assert_eq!((row_of(8).p10, row_of(8).p90), (None, None));
    }

    #[test]
    fn a_prediction_interval_that_ends_among_the_censored_is_not_reached() {
        let mut outcomes = runs(18);
        outcomes.extend([Outcome::LaterThan(40.0); 2]);
        // Ranks 2.1 and 18.9.
        let row = row(&outcomes);
        assert_eq!((row.p10, row.p90), (Some(Reached::At(2.1)), Some(Reached::Not { by: 40.0 })));
    }

    #[test]
    fn the_interval_of_a_median_lies_between_order_statistics() {
        // Of ten values the second and the ninth: P(B ≤ 1) = 11/1024 in each tail.
        let mut outcomes = runs(8);
        outcomes.extend([Outcome::LaterThan(40.0); 2]);
        let ends = (Reached::At(2.0), Reached::Not { by: 40.0 });
        assert_eq!(row(&outcomes).median_interval, Some(ends));
        assert_eq!(row(&runs(10)).median_interval, Some((Reached::At(2.0), Reached::At(9.0))));
        assert_eq!(row(&runs(5)).median_interval, None, "five values bound no median at 95 %");
    }

    #[test]
    fn a_metric_without_a_value_in_any_run_has_no_mean() {
        let row = row(&[Outcome::Nothing, Outcome::Nothing]);
        assert_eq!((row.mean, row.values, row.nothing), (None, 0, 2));
    }

    #[test]
    fn the_order_of_rows_does_not_depend_on_which_replication_lacks_a_class() {
        let key = |class: Option<usize>| {
            let all = cell(&[(Dim::Window, 0)]);
            ids::SHIPPED_ON_TIME.at(class.map_or(all, |class| all.with(Dim::Class, class)))
        };
        let one = |replication, classes: &[Option<usize>]| ReplicationMetrics {
            replication,
            values: classes
                .iter()
                .map(|&class| MetricValue { key: key(class), outcome: Outcome::Value(1.0), terms: None })
                .collect(),
        };
        let mut all = [one(0, &[None, Some(1)]), one(1, &[None, Some(2)]), one(2, &[None, Some(0), Some(1)])];
        for _ in 0..all.len() {
            all.rotate_left(1);
            let keys: Vec<Key> = summarise(&all).iter().map(|row| row.key).collect();
            assert_eq!(keys, [None, Some(0), Some(1), Some(2)].map(key));
        }
    }

    #[test]
    fn a_replication_without_a_measure_has_nothing_of_it() {
        let mut all = measured(&[Outcome::Value(1.0), Outcome::Value(3.0)]);
        all.push(ReplicationMetrics { replication: 2, values: Vec::new() });
        let row = summarise(&all).remove(0);
        assert_eq!((row.mean, row.nothing, row.replications()), (Some(2.0), 1, 3));
    }
}
