//! Weibull, by its mean (not by its scale) and its shape k: 1 is the exponential, under 1 is
//! burn-in, over 1 wear.
//!
//! The scale is mean / Γ(1 + 1/k). Source: Johnson, Kotz & Balakrishnan, Continuous Univariate
//! Distributions, vol. 1 (2nd ed. 1994), ch. 21.

use super::{DistributionError, Variate, positive, within};
use rand::Rng;
use rand_distr::{Distribution, Exp1};
use statrs::function::gamma::gamma;

/// Weibull.
#[derive(Debug, Clone, PartialEq)]
pub struct Weibull {
    mean: f64,
    shape: f64,
    scale: f64,
}

impl Weibull {
    /// By its mean and shape, both over 0; the shape at least 0.05, below which the mean says
    /// nothing.
    ///
    /// # Errors
    /// A parameter that is not finite or outside its range.
    pub fn new(mean: f64, shape: f64) -> Result<Self, DistributionError> {
        positive("Weibull", "mean", mean)?;
        let holds = shape.is_finite() && shape >= 0.05;
        within("Weibull", "shape", shape, holds, "it must be 0.05 or more")?;
        Ok(Self { mean, shape, scale: mean / gamma(1.0 + 1.0 / shape) })
    }
}

impl Variate for Weibull {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        let unit: f64 = Exp1.sample(random);
        self.scale * unit.powf(1.0 / self.shape)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.scale.powi(2) * gamma(1.0 + 2.0 / self.shape) - self.mean.powi(2)
    }
}
