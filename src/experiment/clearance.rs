//! Clearance curve: the probability that a backlog is cleared by a day, from replications of which
//! some were not cleared.
//!
//! The curve is 1 − S(t), with S the Kaplan–Meier estimate over the replications of the clearance
//! day. A run not cleared by its end is censored there. A run whose backlog was never above its
//! limit had nothing to clear: it is left out and counted.
//!
//! Knows nothing of dates, or of the meaning of the backlog.

use super::CONFIDENCE;
use super::replication_metrics::followed;
use crate::metrics::Outcome;
use crate::stats::moments::Moments;
use crate::stats::survival::{CensoredTime, KaplanMeier, Reached};

/// Probability of clearance by day.
#[derive(Debug, Clone, PartialEq)]
pub struct ClearanceCurve {
    /// Probability of clearance by the end of each day; NaN before the onset, and after the last
    /// day on which a run was followed.
    pub probability: Vec<f64>,
    /// Lower end of the confidence interval of the probability; NaN without one (none cleared, or
    /// all).
    pub lower: Vec<f64>,
    /// Its upper end.
    pub upper: Vec<f64>,
    /// Days at which uncleared runs were censored, with the number of runs, in order.
    pub ends: Vec<(usize, u32)>,
    /// Runs that were cleared.
    pub cleared: u32,
    /// Runs that were not cleared by their end.
    pub later: u32,
    /// Runs that had nothing to clear.
    pub nothing: u32,
    /// Days from the onset until half of the runs were cleared.
    pub half: Reached,
    /// Mean day of the runs that were cleared, in days from the onset.
    pub mean: Option<f64>,
}

impl ClearanceCurve {
    /// From the outcome of each replication, in days from the onset, over this number of days;
    /// `None` if no run had anything to clear.
    pub fn of(outcomes: &[Outcome], onset: usize, days: usize) -> Option<Self> {
        let times: Vec<CensoredTime> = outcomes.iter().filter_map(followed).collect();
        let curve = KaplanMeier::of(&times).ok()?;
        let (mut probability, mut lower, mut upper) =
            (vec![f64::NAN; days], vec![f64::NAN; days], vec![f64::NAN; days]);
        for day in onset..days {
            let time = (day - onset) as f64;
            let Some(open) = curve.survival(time) else { break };
            probability[day] = 1.0 - open;
            if let Ok(Some(interval)) = curve.log_log_interval(time, CONFIDENCE) {
                (lower[day], upper[day]) = (1.0 - interval.upper, 1.0 - interval.lower);
            }
        }
        let mut ends: Vec<(usize, u32)> = Vec::new();
        let mut censored: Vec<usize> =
            times.iter().filter(|one| !one.happened).map(|one| onset + one.time.round() as usize).collect();
        censored.sort_unstable();
        for day in censored {
            match ends.last_mut() {
                Some((last, runs)) if *last == day => *runs += 1,
                _ => ends.push((day, 1)),
            }
        }
        let later = ends.iter().map(|(_, runs)| runs).sum();
        Some(ClearanceCurve {
            probability,
            lower,
            upper,
            ends,
            cleared: times.len() as u32 - later,
            later,
            nothing: (outcomes.len() - times.len()) as u32,
            half: curve.quantile(0.5).ok()?,
            mean: mean_of_cleared(outcomes),
        })
    }

    /// Runs of all kinds.
    pub fn runs(&self) -> u32 {
        self.cleared + self.later + self.nothing
    }
}

fn mean_of_cleared(outcomes: &[Outcome]) -> Option<f64> {
    let days = outcomes.iter().filter_map(|outcome| outcome.value());
    Moments::of(days).and_then(|moments| moments.mean()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_not_cleared_counts_while_it_was_followed() {
        // Onset on day 2 of 8. Cleared after 1 and 3 days; one followed for 3 days, one with
        // nothing to clear. Of three: one third by day 3; of the two left one by day 5: 1 − 2/3 ×
        // 1/2 = 2/3. No replication was followed
        // after that.
        let outcomes = [Outcome::Value(1.0), Outcome::LaterThan(3.0), Outcome::Nothing, Outcome::Value(3.0)];
        let clearance = ClearanceCurve::of(&outcomes, 2, 8).unwrap();
        let expected = [None, None, Some(0.0), Some(1.0 / 3.0), Some(1.0 / 3.0), Some(2.0 / 3.0), None, None];
        for (day, (value, expected)) in clearance.probability.iter().zip(expected).enumerate() {
            match expected {
                Some(expected) => assert!((value - expected).abs() < 1e-12, "day {day}: {value}"),
                None => assert!(value.is_nan(), "day {day}: {value}"),
            }
        }
        assert!(clearance.lower[2].is_nan(), "none is cleared yet: no interval");
        assert!(clearance.lower[3] > 0.0 && clearance.lower[3] < 1.0 / 3.0 && clearance.upper[3] > 1.0 / 3.0);
        assert_eq!(clearance.ends, [(5, 1)]);
        assert_eq!((clearance.cleared, clearance.later, clearance.nothing, clearance.runs()), (2, 1, 1, 4));
        assert_eq!((clearance.half, clearance.mean), (Reached::At(3.0), Some(2.0)));
    }

    #[test]
    fn once_all_are_cleared_they_are_to_the_end() {
        let clearance = ClearanceCurve::of(&[Outcome::Value(1.0), Outcome::Value(2.0)], 0, 6).unwrap();
        assert_eq!(clearance.probability, [0.0, 0.5, 1.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn without_a_run_that_had_something_to_clear_there_is_no_curve() {
        assert_eq!(ClearanceCurve::of(&[Outcome::Nothing, Outcome::Nothing], 0, 5), None);
    }
}
