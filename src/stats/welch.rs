//! Welch: the difference of two means from independent samples with unequal variances.
//!
//! For runs without common random numbers, or different numbers of runs. With common random numbers
//! the [paired difference](super::paired) is more precise.

use super::StatsError;
use super::critical_value::two_sided_t;
use super::error::{inside_unit, not_overflown};
use super::interval::MeanInterval;
use super::moments::Moments;

/// The difference of two means.
///
/// Source: B. L. Welch, "The generalization of 'Student's' problem when several different
/// population variances are involved", Biometrika 34 (1947) 28–35; A. M. Law, Simulation Modeling
/// and Analysis, 5th ed. (2015), sec. 10.2.2. Assumes independent samples of nearly normal values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WelchDifference {
    /// Mean of the first minus mean of the second.
    pub mean: f64,
    /// √(s₁²/n₁ + s₂²/n₂).
    pub standard_error: f64,
    /// Degrees of freedom, not rounded; none if neither sample has any spread.
    pub degrees_of_freedom: Option<f64>,
}

impl WelchDifference {
    /// Difference of two samples, each with its own number of values.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] if either has fewer than two values, [`StatsError::TooLarge`] if the
    /// difference or the sum of variances overflows.
    pub fn of(first: &Moments, second: &Moments) -> Result<Self, StatsError> {
        let error_1 = first.variance()? / first.count() as f64;
        let error_2 = second.variance()? / second.count() as f64;
        let both = not_overflown(error_1 + error_2)?;
        let degrees_of_freedom = (both > 0.0).then(|| {
            let (share_1, share_2) = (error_1 / both, error_2 / both);
            1.0 / (share_1 * share_1 / (first.count() - 1) as f64
                + share_2 * share_2 / (second.count() - 1) as f64)
        });
        let mean = not_overflown(first.mean()? - second.mean()?)?;
        Ok(Self { mean, standard_error: both.sqrt(), degrees_of_freedom })
    }

    /// The difference with its interval.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the confidence is not strictly between 0 and 1.
    pub fn interval(&self, confidence: f64) -> Result<MeanInterval, StatsError> {
        inside_unit("confidence", confidence)?;
        let half_width = match self.degrees_of_freedom {
            // Rounding may yield slightly less than one degree of freedom, the minimum of Welch's
            // formula.
            Some(degrees) => two_sided_t(confidence, degrees.max(1.0))? * self.standard_error,
            None => 0.0,
        };
        Ok(MeanInterval { mean: self.mean, half_width, confidence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(values: &[f64]) -> Moments {
        Moments::of(values.iter().copied()).unwrap()
    }

    #[test]
    fn equal_spread_gives_the_degrees_of_freedom_of_both() {
        // Each sample: variance 2, n = 2, so s^2/n = 1; standard error sqrt(2); df = 1 + 1.
        let welch = WelchDifference::of(&moments(&[5.0, 7.0]), &moments(&[1.0, 3.0])).unwrap();
        assert_eq!(welch.mean, 4.0);
        assert!((welch.standard_error - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!((welch.degrees_of_freedom.unwrap() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_sample_without_spread_adds_no_degrees_of_freedom() {
        // Only the second varies: s^2/n = 1 with 1 degree of freedom; t(0.75, 1) = 1.
        let welch = WelchDifference::of(&moments(&[6.0, 6.0, 6.0]), &moments(&[1.0, 3.0])).unwrap();
        assert_eq!(welch.degrees_of_freedom, Some(1.0));
        assert!((welch.interval(0.5).unwrap().half_width - 1.0).abs() < 1e-12);
    }

    #[test]
    fn two_constants_differ_with_certainty() {
        let welch = WelchDifference::of(&moments(&[6.0, 6.0]), &moments(&[1.0, 1.0])).unwrap();
        assert_eq!(welch.degrees_of_freedom, None);
        assert_eq!(welch.interval(0.95).unwrap().half_width, 0.0);
        assert!(welch.interval(1.0).is_err());
    }

    #[test]
    fn one_value_is_too_few() {
        let error = WelchDifference::of(&moments(&[6.0]), &moments(&[1.0, 3.0]));
        assert_eq!(error, Err(StatsError::TooFew { needed: 2, received: 1 }));
    }
}
