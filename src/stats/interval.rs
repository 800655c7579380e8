//! Confidence intervals of a mean and of a quantile.
//!
//! The interval of a mean is the **error of the simulation**: it shrinks with more replications. It
//! is not the range in which one run may fall; for that see [`quantile`](super::quantile).
//!
//! Assumes independent values (one per replication), and knows nothing else of their origin.

use statrs::distribution::{Binomial, Discrete};

use super::StatsError;
use super::critical_value::two_sided_t;
use super::error::inside_unit;
use super::moments::Moments;
use super::quantile::Sorted;

/// Probabilities that exceed a limit by rounding alone count as equal to it.
const ROUNDING: f64 = 1e-12;

/// A mean, or a difference of means, plus or minus a half-width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanInterval {
    /// The estimate.
    pub mean: f64,
    /// Half the width of the interval, in the unit of the mean.
    pub half_width: f64,
    /// Probability that such an interval covers the true mean, for example 0.95.
    pub confidence: f64,
}

impl MeanInterval {
    /// Mean − half-width.
    pub fn lower(&self) -> f64 {
        self.mean - self.half_width
    }

    /// Mean + half-width.
    pub fn upper(&self) -> f64 {
        self.mean + self.half_width
    }

    /// True if a value is in the interval, its ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.lower()..=self.upper()).contains(&value)
    }
}

/// Two limits, not necessarily symmetric about an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Probability that such an interval covers the true value.
    pub confidence: f64,
}

impl Interval {
    /// True if a value is in the interval, its ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

/// Student's interval of a mean: mean ∓ t(1 − (1 − c)/2, n − 1) · sd/√n.
///
/// `moments` are of independent values, one per replication; `confidence` is c. Exact for normal
/// values; asymptotically correct for others, and too narrow for few and very skewed ones.
///
/// ```
/// use gplc::stats::{interval::mean_interval, moments::Moments};
///
/// // Mean 10, standard error sqrt(30) / 2, t(0.975, 3) = 3.18245.
/// let interval = mean_interval(&Moments::of([4.0, 7.0, 13.0, 16.0])?, 0.95)?;
/// assert_eq!(interval.mean, 10.0);
/// assert!((interval.half_width - 8.7155).abs() < 1e-4);
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// # Errors
/// [`StatsError::TooFew`] with fewer than two values, [`StatsError::OutOfRange`] if the confidence
/// is not strictly between 0 and 1.
///
/// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. (2015), sec. 4.5.
pub fn mean_interval(moments: &Moments, confidence: f64) -> Result<MeanInterval, StatsError> {
    let standard_error = moments.standard_error()?;
    let t = two_sided_t(confidence, (moments.count() - 1) as f64)?;
    Ok(MeanInterval { mean: moments.mean()?, half_width: t * standard_error, confidence })
}

/// An interval of a quantile between two of the values themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileInterval {
    /// Lower limit; none if the sample is too small to bound the quantile from below.
    pub lower: Option<f64>,
    /// Upper limit; none if the sample is too small to bound the quantile from above.
    pub upper: Option<f64>,
    /// The requested confidence.
    pub confidence: f64,
    /// The exact probability that the interval covers the quantile; at least the confidence, since
    /// ranks are integers.
    pub coverage: f64,
}

/// Order-statistic interval \[x(l), x(u)\] of the quantile `q`, whatever the distribution of the
/// values.
///
/// Ranks count from 1; B is binomial(n, q). l is the largest rank with P(B ≤ l − 1) ≤ (1 − c)/2, u
/// the smallest with P(B ≥ u) ≤ (1 − c)/2. Assumes independent values of one distribution;
/// `coverage` is P(l ≤ B ≤ u − 1), exact if the distribution is continuous and else a lower bound.
///
/// # Errors
/// [`StatsError::OutOfRange`] if `q` or `confidence` is not strictly between 0 and 1.
///
/// Source: W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), sec. 3.2.
pub fn quantile_interval(sample: &Sorted, q: f64, confidence: f64) -> Result<QuantileInterval, StatsError> {
    inside_unit("quantile", q)?;
    inside_unit("confidence", confidence)?;
    let values = sample.values();
    let n = values.len();
    let binomial = Binomial::new(q, n as u64).map_err(|_| StatsError::OutOfRange {
        what: "quantile",
        allowed: "between 0 and 1, neither included",
        received: q,
    })?;
    let chances: Vec<f64> = (0..=n).map(|k| binomial.pmf(k as u64)).collect();
    let tail = (1.0 - confidence) / 2.0;
    let below = ranks_in_tail(chances.iter(), tail);
    let above = ranks_in_tail(chances.iter().rev(), tail);
    Ok(QuantileInterval {
        lower: below.checked_sub(1).map(|index| values[index]),
        upper: above.checked_sub(1).map(|index| values[n - 1 - index]),
        confidence,
        coverage: chances[below..=n - above].iter().sum::<f64>().min(1.0),
    })
}

/// Number of leading probabilities whose sum stays within the tail. At most n of the n + 1, since a
/// tail is under one half and all probabilities add up to 1.
fn ranks_in_tail<'a>(chances: impl Iterator<Item = &'a f64>, tail: f64) -> usize {
    let mut sum = 0.0;
    chances
        .take_while(|&&chance| {
            sum += chance;
            sum <= tail * (1.0 + ROUNDING)
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(values: impl IntoIterator<Item = f64>) -> Sorted {
        Sorted::new(values).unwrap()
    }

    #[test]
    fn the_interval_of_a_mean_is_t_standard_errors_wide() {
        // Values 1 and 3: mean 2, sd sqrt(2), standard error 1; t(0.75, 1) = 1, so 50 % is 2 -/+ 1.
        let interval = mean_interval(&Moments::of([1.0, 3.0]).unwrap(), 0.5).unwrap();
        assert!((interval.lower() - 1.0).abs() < 1e-12 && (interval.upper() - 3.0).abs() < 1e-12);
        assert!(interval.contains(2.0) && !interval.contains(3.1));
    }

    #[test]
    fn equal_values_have_an_interval_of_no_width() {
        let interval = mean_interval(&Moments::of([7.0; 5]).unwrap(), 0.95).unwrap();
        assert_eq!((interval.lower(), interval.upper()), (7.0, 7.0));
    }

    #[test]
    fn one_value_has_no_interval() {
        let error = mean_interval(&Moments::of([7.0]).unwrap(), 0.95);
        assert_eq!(error, Err(StatsError::TooFew { needed: 2, received: 1 }));
    }

    #[test]
    fn confidence_must_lie_inside_zero_and_one() {
        let moments = Moments::of([1.0, 3.0]).unwrap();
        let sample = sorted([1.0, 3.0]);
        for confidence in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert!(mean_interval(&moments, confidence).is_err(), "{confidence}");
            assert!(quantile_interval(&sample, 0.5, confidence).is_err(), "{confidence}");
            assert!(quantile_interval(&sample, confidence, 0.5).is_err(), "{confidence}");
        }
    }

    #[test]
    fn the_interval_of_a_median_lies_between_order_statistics() {
        // Six values, q = 1/2: P(B <= 0) = 1/64 fits in a tail of 2.5 %, P(B <= 1) = 7/64 does not.
        // So the smallest and the largest value, which cover the median unless all six lie on one
        // side: 1 - 2/64.
        let interval = quantile_interval(&sorted([5.0, 1.0, 4.0, 2.0, 6.0, 3.0]), 0.5, 0.95).unwrap();
        assert_eq!((interval.lower, interval.upper), (Some(1.0), Some(6.0)));
        assert!((interval.coverage - 62.0 / 64.0).abs() < 1e-12);
    }

    #[test]
    fn a_tail_that_fits_exactly_is_used() {
        // Two values, 50 %: P(B <= 0) = P(B >= 2) = 1/4, exactly the tail.
        let interval = quantile_interval(&sorted([1.0, 2.0]), 0.5, 0.5).unwrap();
        assert_eq!((interval.lower, interval.upper), (Some(1.0), Some(2.0)));
        assert!((interval.coverage - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_sample_too_small_to_bound_a_quantile_says_so() {
        // Ten values, q = 0.9: all ten lie under it one time in three, so nothing bounds it from
        // above.
        let interval = quantile_interval(&sorted((1..=10).map(f64::from)), 0.9, 0.95).unwrap();
        assert_eq!(interval.upper, None);
        assert!(interval.lower.is_some() && interval.coverage >= 0.95);
    }
}
