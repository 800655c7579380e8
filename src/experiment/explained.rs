//! What explains the spread: for each main measure of the headline, the share of each uncertain value.
//!
//! Over replications, from what each drew and what came out of it. Where a run did not come to its clearance within
//! the horizon, ranks are taken: it is later than all that did. Replications that have nothing of a measure are left
//! out. With too few replications for so many inputs there are no shares, and it is said.

use super::headline::is_main;
use super::measure::{Measured, Outcome};
use super::summary::by_key;
use super::uncertain::UNCERTAIN;
use crate::observe::Key;
use crate::stats::explained::{Explained, enough, explained, ranks};

/// What can be said of the spread.
#[derive(Debug, Clone, PartialEq)]
pub enum Explanation {
    /// Nothing is uncertain.
    NothingUncertain,
    /// There are too few replications to tell inputs apart.
    TooFew {
        /// Inputs that vary.
        inputs: usize,
        /// Replications that there are.
        replications: usize,
        /// Replications that would do.
        needed: usize,
    },
    /// Shares, measure by measure and in each by input.
    Shares(Vec<Share>),
}

/// The share of the spread of a measure that an input explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The measure.
    pub measure: Key,
    /// Name of the uncertain value.
    pub input: String,
    /// The share with its error; `None` where the measure does not vary.
    pub explained: Option<Explained>,
    /// Whether it is of ranks, because some runs are censored.
    pub of_ranks: bool,
    /// Replications that it is of.
    pub n: usize,
}

/// What explains the spread of the main measures.
pub fn explain(measured: &[Measured]) -> Explanation {
    let (keys, outcomes) = by_key(measured);
    let all = || keys.iter().zip(&outcomes);
    let drawn: Vec<(&Key, Vec<f64>)> = all()
        .filter(|(key, _)| key.name == UNCERTAIN)
        .filter_map(|(key, outcomes)| {
            let values: Option<Vec<f64>> = outcomes.iter().map(|outcome| outcome.value()).collect();
            values.map(|values| (key, values))
        })
        .collect();
    if drawn.is_empty() {
        return Explanation::NothingUncertain;
    }
    let needed = enough(drawn.len());
    if measured.len() < needed {
        return Explanation::TooFew { inputs: drawn.len(), replications: measured.len(), needed };
    }
    let mut shares = Vec::new();
    for (key, outcomes) in all().filter(|(key, _)| is_main(key)) {
        for (input, values) in &drawn {
            shares.push(share(key, outcomes, &input.class, values, needed));
        }
    }
    Explanation::Shares(shares)
}

fn share(measure: &Key, outcomes: &[Outcome], input: &str, drawn: &[f64], needed: usize) -> Share {
    let of_ranks = outcomes.iter().any(|outcome| matches!(outcome, Outcome::LaterThan(_)));
    // All are later than the same day, the last that a run could tell.
    let latest = f64::MAX;
    let pairs: Vec<(f64, f64)> = drawn
        .iter()
        .zip(outcomes)
        .filter_map(|(&input, outcome)| match *outcome {
            Outcome::Value(value) => Some((input, value)),
            Outcome::LaterThan(_) => Some((input, latest)),
            Outcome::Nothing => None,
        })
        .collect();
    let n = pairs.len();
    let (mut inputs, mut values): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    if of_ranks {
        (inputs, values) = (ranks(&inputs), ranks(&values));
    }
    let explained = if n < needed { None } else { explained(&inputs, &values).ok().flatten() };
    Share { measure: measure.clone(), input: input.to_owned(), explained, of_ranks, n }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::measure::Measure;

    /// Runs that drew `a` and `b`, with the outcome of each.
    fn runs(n: u32, outcome: impl Fn(f64, f64) -> Outcome) -> Vec<Measured> {
        (0..n)
            .map(|replication| {
                // Every pair of seven and of eleven values alike often: independent without chance.
                let (a, b) = (f64::from(replication % 7), f64::from(replication % 11));
                let measure = |name: &str, class: &str, outcome| Measure {
                    key: Key::new(name, "gplc", class, "lines"),
                    outcome,
                };
                let measures = vec![
                    measure("clearance_day", "all", outcome(a, b)),
                    measure("events", "all", Outcome::Value(a)),
                    measure(UNCERTAIN, "a", Outcome::Value(a)),
                    measure(UNCERTAIN, "b", Outcome::Value(b)),
                ];
                Measured { replication, measures }
            })
            .collect()
    }

    #[test]
    fn shares_are_told_for_main_measures_by_input() {
        // Variances (7² − 1)/12 = 4 and (11² − 1)/12 = 10: of a + b they are 4/14 and 10/14.
        let Explanation::Shares(shares) = explain(&runs(770, |a, b| Outcome::Value(a + b))) else {
            panic!("shares")
        };
        let told: Vec<(&str, &str)> =
            shares.iter().map(|share| (share.measure.name.as_str(), share.input.as_str())).collect();
        assert_eq!(told, [("clearance_day", "a"), ("clearance_day", "b")], "events are not a main measure");
        for (share, expected) in shares.iter().zip([4.0 / 14.0, 10.0 / 14.0]) {
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
    fn too_few_replications_are_said_instead() {
        let few = explain(&runs(19, |a, _| Outcome::Value(a)));
        assert_eq!(few, Explanation::TooFew { inputs: 2, replications: 19, needed: 20 });
    }

    #[test]
    fn where_nothing_is_uncertain_nothing_is_explained() {
        let mut all = runs(30, |a, _| Outcome::Value(a));
        for run in &mut all {
            run.measures.truncate(2);
        }
        assert_eq!(explain(&all), Explanation::NothingUncertain);
    }
}
