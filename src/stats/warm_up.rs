//! Warm-up: the part of the start of a run to leave out, so that an empty start does not bias the
//! mean.
//!
//! MSER-5 balances two errors: a short cut biases the mean, a long one increases its variance. It
//! cuts where the estimated error of the remaining mean is smallest. At most half may be cut: a cut
//! at that limit means that the run is too short.
//!
//! Knows one series at a time, and nothing of its meaning.

use super::StatsError;
use super::error::{all_finite, at_least};
use super::moments::Moments;

/// Values in a batch.
const BATCH: usize = 5;

/// The cut, and its effect on the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarmUp {
    /// Batches of five values left out at the start.
    pub truncated_batches: usize,
    /// Values left out at the start.
    pub truncated_observations: usize,
    /// The minimum of the statistic: Σ (z − mean)² / (number of batches kept)².
    pub statistic: f64,
    /// The statistic if nothing is left out.
    pub statistic_without_truncation: f64,
    /// Mean of all values kept, those of an incomplete last batch included.
    pub mean_after_truncation: f64,
    /// Mean of the values kept in complete batches.
    pub mean_after_truncation_whole_batches: f64,
    /// Mean of all values.
    pub mean_of_all: f64,
}

/// MSER-5: means z of batches of five in the order given (an incomplete last batch is left out);
/// the number d of batches to leave out, from 0 to half of them rounded down, that minimises the
/// statistic; ties go to the smallest.
///
/// # Errors
/// [`StatsError::TooFew`] with fewer than ten values (two batches), [`StatsError::NotFinite`] for a
/// NaN or an infinity, [`StatsError::TooLarge`] if squares overflow.
///
/// Source: K. P. White, "An effective truncation heuristic for bias reduction in simulation
/// output", Simulation 69 (1997) 323–334; K. P. White, M. J. Cobb and S. C. Spratt, "A comparison
/// of five steady-state truncation heuristics for simulation", Proceedings of the Winter Simulation
/// Conference (2000) 755–760.
pub fn mser_5(series: &[f64]) -> Result<WarmUp, StatsError> {
    at_least(2 * BATCH, series.len())?;
    all_finite(series)?;
    let (batches, _incomplete) = series.as_chunks::<BATCH>();
    let batch_means: Vec<f64> =
        batches.iter().map(|batch| mean_of(batch)).collect::<Result<_, StatsError>>()?;

    // From the end backwards, so that each batch is read once.
    let mut kept = Moments::new();
    let mut statistics = vec![0.0; batch_means.len()];
    for (first_kept, &mean) in batch_means.iter().enumerate().rev() {
        kept.push(mean)?;
        statistics[first_kept] = kept.squares() / (kept.count() as f64).powi(2);
    }
    let mut best = 0;
    for cut in 1..=batch_means.len() / 2 {
        if statistics[cut] < statistics[best] {
            best = cut;
        }
    }
    let cut = best * BATCH;
    Ok(WarmUp {
        truncated_batches: best,
        truncated_observations: cut,
        statistic: statistics[best],
        statistic_without_truncation: statistics[0],
        mean_after_truncation: mean_of(&series[cut..])?,
        mean_after_truncation_whole_batches: mean_of(&series[cut..batches.len() * BATCH])?,
        mean_of_all: mean_of(series)?,
    })
}

fn mean_of(values: &[f64]) -> Result<f64, StatsError> {
    Moments::of(values.iter().copied())?.mean()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of these values five times.
    fn batches_of(means: &[f64]) -> Vec<f64> {
        means.iter().flat_map(|&mean| [mean; BATCH]).collect()
    }

    #[test]
    fn an_empty_start_is_cut_off() {
        // Batches 0, 9, 11, 9, 11. Nothing cut: mean 8, squares 64 + 1 + 9 + 1 + 9 = 84, over 25.
        // One cut: mean 10, squares 4, over 16. Two cut: 9.., mean 31/3, squares 8/3, over 9. So
        // one.
        let warm_up = mser_5(&batches_of(&[0.0, 9.0, 11.0, 9.0, 11.0])).unwrap();
        assert_eq!((warm_up.truncated_batches, warm_up.truncated_observations), (1, 5));
        assert!((warm_up.statistic - 0.25).abs() < 1e-12);
        assert!((warm_up.statistic_without_truncation - 84.0 / 25.0).abs() < 1e-12);
        assert_eq!((warm_up.mean_of_all, warm_up.mean_after_truncation), (8.0, 10.0));
    }

    #[test]
    fn an_incomplete_last_batch_counts_for_the_mean_only() {
        let mut series = batches_of(&[2.0, 2.0]);
        series.extend([5.0, 5.0]);
        let warm_up = mser_5(&series).unwrap();
        assert_eq!(warm_up.truncated_batches, 0, "of equal ones the smallest");
        assert_eq!(warm_up.mean_after_truncation_whole_batches, 2.0);
        assert_eq!(warm_up.mean_after_truncation, 2.5);
    }

    #[test]
    fn no_more_than_half_is_cut() {
        // The level changes after six of eight batches; four is the most.
        let warm_up = mser_5(&batches_of(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0, 9.0])).unwrap();
        assert!(warm_up.truncated_batches <= 4);
    }

    #[test]
    fn too_short_and_not_finite_series_are_errors() {
        assert_eq!(mser_5(&[1.0; 9]), Err(StatsError::TooFew { needed: 10, received: 9 }));
        let mut series = vec![1.0; 12];
        series[11] = f64::NAN;
        assert!(matches!(mser_5(&series), Err(StatsError::NotFinite { index: 11, .. })));
    }
}
