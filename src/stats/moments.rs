//! Moments: mean and variance of a series, one value at a time.
//!
//! The variance is that of a sample (divisor n − 1). It is summed around the running mean, so a
//! small spread around a large mean keeps its digits.
//!
//! Knows nothing of the meaning of the values, and stores none of them.

use super::StatsError;
use super::error::{at_least, finite, not_overflown};

/// Mean and variance of the values seen so far.
///
/// `values` are numbers of one kind, for example one per replication. The mean is in their unit,
/// the variance in its square. Memory does not grow with the number of values.
///
/// ```
/// use gplc::stats::moments::Moments;
///
/// let moments = Moments::of([4.0, 7.0, 13.0, 16.0])?;
/// assert_eq!(moments.mean()?, 10.0);
/// assert_eq!(moments.variance()?, 30.0); // (36 + 9 + 9 + 36) / 3
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4 (1962) 419–420.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    count: usize,
    mean: f64,
    /// Sum of squared deviations from the mean of the values so far.
    squares: f64,
}

impl Moments {
    /// Moments of no values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moments of these values.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] for a NaN or an infinity, [`StatsError::TooLarge`] if squares
    /// overflow.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Result<Self, StatsError> {
        let mut moments = Self::new();
        for value in values {
            moments.push(value)?;
        }
        Ok(moments)
    }

    /// Adds a value.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] for a NaN or an infinity, [`StatsError::TooLarge`] if squares
    /// overflow; the value is then not added.
    pub fn push(&mut self, value: f64) -> Result<(), StatsError> {
        finite(self.count, value)?;
        let count = self.count + 1;
        let from_old_mean = value - self.mean;
        let mean = self.mean + from_old_mean / count as f64;
        let squares = not_overflown(self.squares + from_old_mean * (value - mean))?;
        *self = Self { count, mean, squares };
        Ok(())
    }

    /// Number of values.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The mean.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] without a value.
    pub fn mean(&self) -> Result<f64, StatsError> {
        at_least(1, self.count)?;
        Ok(self.mean)
    }

    /// The sample variance, with divisor n − 1.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] with fewer than two values: one replication has no spread, and zero
    /// would be wrong.
    pub fn variance(&self) -> Result<f64, StatsError> {
        at_least(2, self.count)?;
        Ok(self.squares / (self.count - 1) as f64)
    }

    /// The sample standard deviation: the root of the variance.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] with fewer than two values.
    pub fn standard_deviation(&self) -> Result<f64, StatsError> {
        self.variance().map(f64::sqrt)
    }

    /// The standard error of the mean of independent values: sd / √n.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] with fewer than two values.
    pub fn standard_error(&self) -> Result<f64, StatsError> {
        Ok(self.standard_deviation()? / (self.count as f64).sqrt())
    }

    /// Sum of squared deviations from the mean, for statistics with another divisor.
    pub(super) fn squares(&self) -> f64 {
        self.squares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_variance_match_hand_calculation() {
        // Deviations from 10 are -6, -3, 3, 6: squares 90, over 3.
        let moments = Moments::of([4.0, 7.0, 13.0, 16.0]).unwrap();
        assert_eq!(moments.count(), 4);
        assert_eq!(moments.mean(), Ok(10.0));
        assert_eq!(moments.variance(), Ok(30.0));
        assert_eq!(moments.standard_deviation(), Ok(30.0_f64.sqrt()));
        assert_eq!(moments.standard_error(), Ok(30.0_f64.sqrt() / 2.0));
    }

    #[test]
    fn a_small_spread_around_a_large_mean_keeps_its_digits() {
        let moments = Moments::of([4.0, 7.0, 13.0, 16.0].map(|value| value + 1e9)).unwrap();
        assert_eq!(moments.variance(), Ok(30.0));
    }

    #[test]
    fn equal_values_have_no_spread() {
        assert_eq!(Moments::of([0.1; 100]).unwrap().variance(), Ok(0.0));
    }

    #[test]
    fn too_few_values_are_an_error() {
        assert_eq!(Moments::new().mean(), Err(StatsError::TooFew { needed: 1, received: 0 }));
        let one = Moments::of([5.0]).unwrap();
        assert_eq!(one.mean(), Ok(5.0));
        assert_eq!(one.variance(), Err(StatsError::TooFew { needed: 2, received: 1 }));
        assert_eq!(one.standard_error(), Err(StatsError::TooFew { needed: 2, received: 1 }));
    }

    #[test]
    fn a_value_that_is_not_finite_is_refused_and_not_taken() {
        let mut moments = Moments::of([1.0, 3.0]).unwrap();
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(matches!(moments.push(value), Err(StatsError::NotFinite { index: 2, .. })));
        }
        assert_eq!(moments.push(f64::MAX), Err(StatsError::TooLarge));
        assert_eq!((moments.count(), moments.mean()), (2, Ok(2.0)));
    }
}
