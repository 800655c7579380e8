//! Sensitivity: share of the variance of each main metric of the headline that each uncertain value
//! explains.
//!
//! Estimated over replications, from the sampled values and the outcomes. Where a run is not
//! cleared within the horizon, ranks are used: it is later than all that were. Replications without
//! a value are left out. With fewer than 20 replications there is no estimate. The variance that no
//! input explains alone is the residual.

use super::metric_kinds::is_main;
use super::replication_metrics::ReplicationMetrics;
use super::summary::by_key;
use crate::metrics::Outcome;
use crate::registers::metrics::{Dim, Key, ids};
use crate::stats::sensitivity::{
    MINIMUM_RUNS, Sensitivity, joint_share_of_variance, ranks, share_of_variance,
};

/// Result of the estimation.
#[derive(Debug, Clone, PartialEq)]
pub enum Explanation {
    /// Nothing is uncertain.
    NothingUncertain,
    /// There are too few replications for an estimate.
    TooFew {
        /// Inputs that vary.
        inputs: usize,
        /// Number of replications.
        replications: usize,
        /// Number of replications needed.
        needed: usize,
    },
    /// Shares by metric, and within it by input; the inputs in decreasing order of their shares of
    /// the first metric that varies, then the residual.
    Shares(Vec<VarianceShare>),
}

/// Share of the variance of a metric that an input explains.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceShare {
    /// The metric.
    pub metric: Key,
    /// Label number of the uncertain value in the dimension of variants; `None`: the residual,
    /// which no input explains alone.
    pub input: Option<usize>,
    /// The share with its error; `None` where the metric does not vary.
    pub explained: Option<Sensitivity>,
    /// True if it is of ranks, because some runs are censored.
    pub of_ranks: bool,
    /// Number of replications used.
    pub n: usize,
}

/// Estimates the sensitivity of the main metrics.
pub fn explain(measured: &[ReplicationMetrics]) -> Explanation {
    let (keys, outcomes) = by_key(measured);
    let all = || keys.iter().zip(&outcomes);
    let drawn: Vec<(Key, Vec<f64>)> = all()
        .filter(|(key, _)| key.is(ids::UNCERTAIN_VALUE))
        .filter_map(|(key, outcomes)| {
            let values: Option<Vec<f64>> = outcomes.iter().map(|outcome| outcome.value()).collect();
            values.map(|values| (*key, values))
        })
        .collect();
    if drawn.is_empty() {
        return Explanation::NothingUncertain;
    }
    if measured.len() < MINIMUM_RUNS {
        return Explanation::TooFew {
            inputs: drawn.len(),
            replications: measured.len(),
            needed: MINIMUM_RUNS,
        };
    }
    let mut shares: Vec<Vec<VarianceShare>> = all()
        .filter(|(key, _)| is_main(**key))
        .map(|(key, outcomes)| shares_of(*key, outcomes, &drawn))
        .collect();
    sort_by_first(&mut shares);
    Explanation::Shares(shares.concat())
}

/// Sorts the inputs of all metrics by their shares of the first metric that varies.
fn sort_by_first(shares: &mut [Vec<VarianceShare>]) {
    let of = |share: &VarianceShare| share.explained.map_or(f64::MIN, |explained| explained.share);
    let varies = |one: &&Vec<VarianceShare>| one.iter().any(|share| share.explained.is_some());
    let Some(first) = shares.iter().find(varies) else { return };
    let mut order: Vec<usize> = (0..first.len()).collect();
    // The residual stays last.
    order.sort_by(|&a, &b| {
        let (a, b) = (&first[a], &first[b]);
        a.input.is_none().cmp(&b.input.is_none()).then(of(b).total_cmp(&of(a)))
    });
    for one in shares {
        *one = order.iter().map(|&place| one[place].clone()).collect();
    }
}

/// Share of each input, and the residual.
fn shares_of(metric: Key, outcomes: &[Outcome], drawn: &[(Key, Vec<f64>)]) -> Vec<VarianceShare> {
    let of_ranks = outcomes.iter().any(|outcome| matches!(outcome, Outcome::LaterThan(_)));
    let seen = |of: &[f64]| -> Vec<f64> {
        let there = outcomes.iter().zip(of).filter(|(outcome, _)| **outcome != Outcome::Nothing);
        let values = there.map(|(_, &value)| value).collect::<Vec<_>>();
        if of_ranks { ranks(&values) } else { values }
    };
    // Censored runs are all later than the same day, the last that a run can reach.
    let reached: Vec<f64> = outcomes
        .iter()
        .map(|outcome| match *outcome {
            Outcome::Value(value) => value,
            Outcome::LaterThan(_) | Outcome::Nothing => f64::MAX,
        })
        .collect();
    let values = seen(&reached);
    let inputs: Vec<Vec<f64>> = drawn.iter().map(|(_, drawn)| seen(drawn)).collect();
    let n = values.len();
    let share = |input: Option<usize>, explained: Option<Sensitivity>| VarianceShare {
        metric,
        input,
        explained: explained.filter(|_| n >= MINIMUM_RUNS),
        of_ranks,
        n,
    };
    let mut shares: Vec<VarianceShare> = drawn
        .iter()
        .zip(&inputs)
        .map(|((key, _), input)| {
            share(key.label(Dim::Variant), share_of_variance(input, &values).ok().flatten())
        })
        .collect();
    let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let all = joint_share_of_variance(&inputs, &values).ok().flatten();
    shares.push(share(None, all.map(|all| Sensitivity { share: 1.0 - all.share, ..all })));
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MetricValue;
    use crate::registers::metrics::{Cell, cell};

    /// Labels of the two inputs.
    const A: usize = 0;
    const B: usize = 1;

    /// Runs with inputs a and b, and the outcome of each.
    fn runs(n: u32, outcome: impl Fn(f64, f64) -> Outcome) -> Vec<ReplicationMetrics> {
        (0..n)
            .map(|replication| {
                // Every pair of seven and of eleven values equally often: independent without
                // chance.
                let (a, b) = (f64::from(replication % 7), f64::from(replication % 11));
                let input = |label, value| {
                    MetricValue::scalar(ids::UNCERTAIN_VALUE, cell(&[(Dim::Variant, label)]), Some(value))
                };
                let values = vec![
                    MetricValue::censored(ids::CLEARANCE_DAY, Cell::TOTAL, outcome(a, b)),
                    MetricValue::scalar(ids::EVENTS, Cell::TOTAL, Some(a)),
                    input(A, a),
                    input(B, b),
                ];
                ReplicationMetrics { replication, values }
            })
            .collect()
    }

    #[test]
    fn shares_are_reported_for_main_metrics_by_input() {
        // Variances (7² − 1)/12 = 4 and (11² − 1)/12 = 10: of a + b they are 4/14 and 10/14.
        let Explanation::Shares(shares) = explain(&runs(770, |a, b| Outcome::Value(a + b))) else {
            panic!("shares")
        };
        let listed: Vec<(Key, Option<usize>)> =
            shares.iter().map(|share| (share.metric, share.input)).collect();
        let of = |input| (ids::CLEARANCE_DAY.at(Cell::TOTAL), input);
        assert_eq!(
            listed,
            [of(Some(B)), of(Some(A)), of(None)],
            "the largest first; events are not a main measure"
        );
        for (share, expected) in shares.iter().zip([10.0 / 14.0, 4.0 / 14.0, 0.0]) {
            let found = share.explained.expect("it varies");
            assert!((found.share - expected).abs() < 2e-3, "{found:?}");
            assert!(!share.of_ranks && share.n == 770);
        }
    }

    #[test]
    fn runs_that_were_not_cleared_come_last_and_runs_with_nothing_are_left_out() {
        let outcome = |a: f64, b: f64| match b {
            b if b > 8.0 => Outcome::Nothing,
            _ if a > 4.0 => Outcome::LaterThan(40.0),
            _ => Outcome::Value(a),
        };
        let Explanation::Shares(shares) = explain(&runs(770, outcome)) else { panic!("shares") };
        assert!(shares.iter().all(|share| share.of_ranks && share.n == 630));
        let [a, b] = [0, 1].map(|input: usize| shares[input].explained.expect("it varies").share);
        assert!(a > 0.9 && b.abs() < 0.01, "{a} {b}");
    }

    #[test]
    fn too_few_replications_are_reported_instead() {
        assert!(matches!(explain(&runs(20, |a, _| Outcome::Value(a))), Explanation::Shares(_)));
        let few = explain(&runs(19, |a, _| Outcome::Value(a)));
        assert_eq!(few, Explanation::TooFew { inputs: 2, replications: 19, needed: 20 });
    }

    #[test]
    fn where_nothing_is_uncertain_nothing_is_explained() {
        let mut all = runs(30, |a, _| Outcome::Value(a));
        for run in &mut all {
            run.values.truncate(2);
        }
        assert_eq!(explain(&all), Explanation::NothingUncertain);
    }
}
