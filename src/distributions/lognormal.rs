//! Lognormal, by the median of the variable itself and the standard deviation σ of its natural
//! logarithm.
//!
//! The mean is median · exp(σ²/2), larger than the median; the variance is mean² · (exp(σ²) − 1).
//! Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, vol. 1 (2nd ed.
//! 1994), ch. 14.

use super::{DistributionError, Variate, positive, within};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// Lognormal.
#[derive(Debug, Clone, PartialEq)]
pub struct Lognormal {
    median: f64,
    sigma: f64,
}

impl Lognormal {
    /// By the median, over 0, and the standard deviation of the natural logarithm, 0 or more.
    ///
    /// # Errors
    /// A parameter that is not finite or outside its range.
    pub fn new(median: f64, sigma: f64) -> Result<Self, DistributionError> {
        let holds = sigma.is_finite() && sigma >= 0.0;
        Ok(Self {
            median: positive("lognormal", "median", median)?,
            sigma: within("lognormal", "sigma", sigma, holds, "it must be 0 or more")?,
        })
    }
}

impl Variate for Lognormal {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        let normal: f64 = StandardNormal.sample(random);
        self.median * (self.sigma * normal).exp()
    }

    fn mean(&self) -> f64 {
        self.median * (self.sigma * self.sigma / 2.0).exp()
    }

    fn variance(&self) -> f64 {
        self.mean().powi(2) * (self.sigma * self.sigma).exp_m1()
    }
}
