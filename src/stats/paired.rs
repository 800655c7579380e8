//! Paired difference: comparison of two plans on common random numbers.
//!
//! Replication i of both plans shares its random numbers, so the common part cancels in the
//! difference of each pair, and its interval is narrower than that of two separate means. The
//! reduction is measured, not assumed: [`PairedDifference::variance_saved`].
//!
//! Knows nothing of the origin of the pairs; for independent samples see [`welch`](super::welch).

use super::StatsError;
use super::critical_value::{students_t_two_sided_p, two_sided_t};
use super::error::not_overflown;
use super::interval::MeanInterval;
use super::moments::Moments;

/// The differences first − second, pair by pair.
///
/// ```
/// use gplc::stats::paired::PairedDifference;
///
/// // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3).
/// let difference = PairedDifference::of(&[11.0, 22.0, 33.0], &[10.0, 20.0, 30.0])?;
/// assert_eq!(difference.interval(0.95)?.mean, 2.0);
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. (2015), sec. 10.2.1 (paired-t
/// interval); assumes independent pairs and nearly normal differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedDifference {
    /// Number of pairs.
    pub count: usize,
    /// Mean of the differences.
    pub mean: f64,
    /// Standard error of the mean difference.
    pub standard_error: f64,
    /// Mean difference / its standard error; none if all differences are equal.
    pub t: Option<f64>,
    /// Two-sided p value of "no difference in the mean"; none if all differences are equal, because
    /// the test then has no scale.
    pub p_value: Option<f64>,
    /// Pearson's correlation of the pairs; none if either series is constant.
    pub correlation: Option<f64>,
    /// Share of variance that common random numbers save: 1 − Var(A − B)/(Var A + Var B); none if
    /// both series are constant.
    ///
    /// Independent runs would need 1/(1 − this) times as many replications for the same precision.
    /// 0 means no gain, a negative value that pairing increased the variance.
    ///
    /// Source: Law 2015, sec. 11.2: Var(A − B) = Var A + Var B − 2 Cov(A, B), without the
    /// covariance if the runs are independent.
    pub variance_saved: Option<f64>,
}

impl PairedDifference {
    /// Difference of two series, where `first[i]` and `second[i]` are a pair.
    ///
    /// # Errors
    /// [`StatsError::DifferentLengths`], [`StatsError::TooFew`] with fewer than two pairs,
    /// [`StatsError::NotFinite`] for a NaN or an infinity, [`StatsError::TooLarge`] if squares
    /// overflow.
    pub fn of(first: &[f64], second: &[f64]) -> Result<Self, StatsError> {
        let correlation = correlation(first, second)?;
        let difference = Moments::of(first.iter().zip(second).map(|(a, b)| a - b))?;
        let (mean, standard_error) = (difference.mean()?, difference.standard_error()?);
        let t = (standard_error > 0.0).then(|| mean / standard_error);
        let degrees_of_freedom = (difference.count() - 1) as f64;
        Ok(Self {
            count: difference.count(),
            mean,
            standard_error,
            t,
            p_value: t.map(|t| students_t_two_sided_p(t, degrees_of_freedom)).transpose()?,
            correlation,
            variance_saved: variance_saved(first, second, &difference)?,
        })
    }

    /// The mean difference with its interval.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the confidence is not strictly between 0 and 1.
    pub fn interval(&self, confidence: f64) -> Result<MeanInterval, StatsError> {
        let t = two_sided_t(confidence, self.count.saturating_sub(1) as f64)?;
        Ok(MeanInterval { mean: self.mean, half_width: t * self.standard_error, confidence })
    }
}

fn variance_saved(first: &[f64], second: &[f64], difference: &Moments) -> Result<Option<f64>, StatsError> {
    let variance = |values: &[f64]| Moments::of(values.iter().copied())?.variance();
    let if_independent = not_overflown(variance(first)? + variance(second)?)?;
    let paired = difference.variance()?;
    Ok((if_independent > 0.0).then(|| 1.0 - paired / if_independent))
}

/// Pearson's correlation of two series, pair by pair; none if either series is constant.
///
/// # Errors
/// As [`PairedDifference::of`].
///
/// Source: K. Pearson, "Note on regression and inheritance in the case of two parents", Proceedings
/// of the Royal Society of London 58 (1895) 240–242; summed around the means, which keeps the
/// digits.
pub fn correlation(first: &[f64], second: &[f64]) -> Result<Option<f64>, StatsError> {
    if first.len() != second.len() {
        return Err(StatsError::DifferentLengths { first: first.len(), second: second.len() });
    }
    let (a, b) = (Moments::of(first.iter().copied())?, Moments::of(second.iter().copied())?);
    let (mean_a, mean_b) = (a.mean()?, b.mean()?);
    let spread = (a.variance()?.sqrt()) * (b.variance()?.sqrt());
    if spread == 0.0 {
        return Ok(None);
    }
    let products: f64 = first.iter().zip(second).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    let covariance = products / (first.len() - 1) as f64;
    Ok(Some(not_overflown(covariance / spread)?.clamp(-1.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_taken_pair_by_pair() {
        // Differences 1 and 3: mean 2, standard error 1, t = 2; P(|T| >= 2) with one degree of
        // freedom is 1 - 2 atan(2) / pi.
        let paired = PairedDifference::of(&[11.0, 23.0], &[10.0, 20.0]).unwrap();
        assert_eq!((paired.count, paired.mean), (2, 2.0));
        assert!((paired.t.unwrap() - 2.0).abs() < 1e-12);
        let expected = 1.0 - 2.0 * 2.0_f64.atan() / std::f64::consts::PI;
        assert!((paired.p_value.unwrap() - expected).abs() < 1e-12);
        // t(0.75, 1) = 1, so the 50 % interval is 2 -/+ 1.
        assert!((paired.interval(0.5).unwrap().half_width - 1.0).abs() < 1e-12);
    }

    #[test]
    fn perfectly_correlated_pairs_save_all_variance() {
        // B is A less 5: the difference never varies.
        let paired = PairedDifference::of(&[1.0, 2.0, 4.0], &[-4.0, -3.0, -1.0]).unwrap();
        assert_eq!(paired.variance_saved, Some(1.0));
        assert!((paired.correlation.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((paired.t, paired.p_value), (None, None));
        assert_eq!(paired.interval(0.95).unwrap().half_width, 0.0);
    }

    #[test]
    fn negatively_correlated_pairs_increase_the_variance() {
        // B = -A: Var(2A) = 4 Var A against 2 Var A: 1 - 2 = -1.
        let paired = PairedDifference::of(&[1.0, 2.0, 3.0], &[-1.0, -2.0, -3.0]).unwrap();
        assert!((paired.variance_saved.unwrap() + 1.0).abs() < 1e-12);
        assert!((paired.correlation.unwrap() + 1.0).abs() < 1e-12);
    }

    #[test]
    fn unrelated_pairs_save_nothing() {
        // Deviations (-1, -1, 1, 1) and (-1, 1, -1, 1): products add up to 0.
        let paired = PairedDifference::of(&[1.0, 1.0, 3.0, 3.0], &[1.0, 3.0, 1.0, 3.0]).unwrap();
        assert_eq!(paired.correlation, Some(0.0));
        assert!(paired.variance_saved.unwrap().abs() < 1e-12);
    }

    #[test]
    fn constant_series_have_no_correlation() {
        let paired = PairedDifference::of(&[1.0, 1.0], &[2.0, 2.0]).unwrap();
        assert_eq!((paired.correlation, paired.variance_saved), (None, None));
    }

    #[test]
    fn series_that_cannot_be_paired_are_errors() {
        assert_eq!(
            PairedDifference::of(&[1.0, 2.0], &[1.0]),
            Err(StatsError::DifferentLengths { first: 2, second: 1 })
        );
        assert_eq!(PairedDifference::of(&[1.0], &[1.0]), Err(StatsError::TooFew { needed: 2, received: 1 }));
        assert_eq!(PairedDifference::of(&[], &[]), Err(StatsError::TooFew { needed: 1, received: 0 }));
        assert!(PairedDifference::of(&[1.0, f64::NAN], &[1.0, 2.0]).is_err());
        assert!(PairedDifference::of(&[1.0, 2.0], &[1.0, f64::INFINITY]).is_err());
        let paired = PairedDifference::of(&[1.0, 2.0], &[1.0, 3.0]).unwrap();
        assert!(paired.interval(1.0).is_err());
    }
}
