//! Proportion: share of n runs in which an event happened, with its confidence interval.
//!
//! "Cleared in 47 of 60 runs" is 78 %, and with 95 % confidence between 66 and 87 %. Two intervals:
//! Wilson's is close to its confidence on average, Clopper and Pearson's is never below it, and so
//! wider.
//!
//! Assumes independent runs of one distribution. Not for the lines of one run, which depend on each
//! other.

use statrs::distribution::{Beta, ContinuousCDF};

use super::StatsError;
use super::critical_value::normal;
use super::error::{at_least, inside_unit};
use super::interval::Interval;

/// Number of successes in a number of trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    successes: u32,
    trials: u32,
}

impl Proportion {
    /// `successes` in `trials`.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] without a trial, [`StatsError::OutOfRange`] with more successes than
    /// trials.
    pub fn new(successes: u32, trials: u32) -> Result<Self, StatsError> {
        at_least(1, trials as usize)?;
        if successes > trials {
            let received = f64::from(successes);
            return Err(StatsError::OutOfRange {
                what: "successes",
                allowed: "at most the trials",
                received,
            });
        }
        Ok(Self { successes, trials })
    }

    /// Successes / trials.
    pub fn share(&self) -> f64 {
        f64::from(self.successes) / f64::from(self.trials)
    }

    /// Wilson's two-sided score interval.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the confidence is not strictly between 0 and 1.
    ///
    /// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
    /// inference", Journal of the American Statistical Association 22 (1927) 209–212.
    pub fn wilson(&self, confidence: f64) -> Result<Interval, StatsError> {
        inside_unit("confidence", confidence)?;
        let (p, n) = (self.share(), f64::from(self.trials));
        let z = -normal((1.0 - confidence) / 2.0)?;
        let shrink = 1.0 + z * z / n;
        let centre = (p + z * z / (2.0 * n)) / shrink;
        let half_width = z / shrink * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        Ok(Interval {
            lower: if self.successes == 0 { 0.0 } else { (centre - half_width).max(0.0) },
            upper: if self.successes == self.trials { 1.0 } else { (centre + half_width).min(1.0) },
            confidence,
        })
    }

    /// Clopper and Pearson's two-sided interval: the shares under which as many successes, or as
    /// few, would have the probability (1 − c)/2. Accurate up to 100,000 trials; beyond, the tails
    /// are off in the fifth digit.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the confidence is not strictly between 0 and 1.
    ///
    /// Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits
    /// illustrated in the case of the binomial", Biometrika 26 (1934) 404–413; as quantiles of the
    /// beta distribution in N. L. Johnson, A. W. Kemp and S. Kotz, Univariate Discrete
    /// Distributions, 3rd ed. (2005), sec. 3.8.3.
    pub fn clopper_pearson(&self, confidence: f64) -> Result<Interval, StatsError> {
        inside_unit("confidence", confidence)?;
        let tail = (1.0 - confidence) / 2.0;
        let successes = f64::from(self.successes);
        let failures = f64::from(self.trials - self.successes);
        Ok(Interval {
            lower: if self.successes == 0 { 0.0 } else { beta_quantile(successes, failures + 1.0, tail)? },
            upper: if failures == 0.0 {
                1.0
            } else {
                // Mirrored, so that the tail keeps its digits.
                1.0 - beta_quantile(failures, successes + 1.0, tail)?
            },
            confidence,
        })
    }
}

/// The x with P(X ≤ x) = p, for shapes of one or more and p strictly between 0 and 1.
fn beta_quantile(a: f64, b: f64, p: f64) -> Result<f64, StatsError> {
    let beta = Beta::new(a, b).map_err(|_| StatsError::OutOfRange {
        what: "shape of the beta distribution",
        allowed: "positive",
        received: a.min(b),
    })?;
    Ok(beta.inverse_cdf(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-10, "{value} is not near {expected}");
    }

    #[test]
    fn none_of_n_is_bounded_by_a_root() {
        // No success in n trials has the probability (1 - p)^n, which is 2.5 % at p = 1 -
        // 0.025^(1/n).
        let interval = Proportion::new(0, 30).unwrap().clopper_pearson(0.95).unwrap();
        assert_eq!(interval.lower, 0.0);
        near(interval.upper, 1.0 - 0.025_f64.powf(1.0 / 30.0));
    }

    #[test]
    fn successes_and_failures_mirror_each_other() {
        let (few, many) = (Proportion::new(3, 20).unwrap(), Proportion::new(17, 20).unwrap());
        for (a, b) in [
            (few.wilson(0.9).unwrap(), many.wilson(0.9).unwrap()),
            (few.clopper_pearson(0.9).unwrap(), many.clopper_pearson(0.9).unwrap()),
        ] {
            near(a.lower, 1.0 - b.upper);
            near(a.upper, 1.0 - b.lower);
        }
    }

    #[test]
    fn wilson_of_none_is_z_squared_over_n_plus_z_squared() {
        let z = normal(0.975).unwrap();
        let interval = Proportion::new(0, 10).unwrap().wilson(0.95).unwrap();
        assert_eq!(interval.lower, 0.0);
        near(interval.upper, z * z / (10.0 + z * z));
        assert_eq!(Proportion::new(10, 10).unwrap().wilson(0.95).unwrap().upper, 1.0);
    }

    #[test]
    fn clopper_pearson_contains_wilson_here_and_both_contain_the_share() {
        let runs = Proportion::new(47, 60).unwrap();
        let (wilson, exact) = (runs.wilson(0.95).unwrap(), runs.clopper_pearson(0.95).unwrap());
        assert!(exact.lower < wilson.lower && wilson.upper < exact.upper);
        assert!(wilson.contains(runs.share()) && exact.contains(runs.share()));
    }

    #[test]
    fn impossible_counts_and_confidences_are_errors() {
        assert_eq!(Proportion::new(0, 0), Err(StatsError::TooFew { needed: 1, received: 0 }));
        assert!(matches!(Proportion::new(4, 3), Err(StatsError::OutOfRange { what: "successes", .. })));
        for confidence in [0.0, 1.0, f64::NAN] {
            assert!(Proportion::new(1, 3).unwrap().wilson(confidence).is_err());
            assert!(Proportion::new(1, 3).unwrap().clopper_pearson(confidence).is_err());
        }
    }
}
