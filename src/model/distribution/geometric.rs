//! Geometric on 1, 2, 3, …, by its mean: P(k) = p (1 − p)^(k − 1) with p = 1/mean.
//!
//! Drawn as an exponential rounded up, which is exact: P(⌈E/λ⌉ > k) = P(E > λk) = (1 − p)^k with
//! λ = −ln(1 − p). Source: L. Devroye, Non-Uniform Random Variate Generation (1986), ch. X.2.

use super::{DistributionError, Variate, within};
use rand::Rng;
use rand_distr::{Distribution, Exp1};

/// Geometric from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometric {
    mean: f64,
    /// 1/λ; 0 when the mean is 1.
    scale: f64,
}

impl Geometric {
    /// By its mean, 1 or more.
    ///
    /// # Errors
    /// A mean that is not finite or under 1.
    pub fn new(mean: f64) -> Result<Self, DistributionError> {
        let holds = mean.is_finite() && mean >= 1.0;
        within("geometric", "mean", mean, holds, "it must be 1 or more")?;
        Ok(Self { mean, scale: -1.0 / (-1.0 / mean).ln_1p() })
    }
}

impl Variate for Geometric {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        let unit: f64 = Exp1.sample(random);
        (unit * self.scale).ceil().max(1.0)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.mean * (self.mean - 1.0)
    }
}
