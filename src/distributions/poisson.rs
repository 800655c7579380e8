//! Poisson, by its mean: the number of independent events.
//!
//! Drawn by products of uniforms for means under 12 (Knuth), above by Ahrens & Dieter, "Computer
//! generation of Poisson deviates from modified normal distributions", ACM Trans. Math. Softw. 8
//! (1982) 163–179.

use super::{DistributionError, Variate, positive, within};
use rand::Rng;
use rand_distr::Distribution;

/// Poisson.
#[derive(Debug, Clone, PartialEq)]
pub struct Poisson {
    mean: f64,
    sampler: rand_distr::Poisson<f64>,
}

impl Poisson {
    /// By its mean, over 0.
    ///
    /// # Errors
    /// A mean that is not finite, not over 0, or over 10¹⁸.
    pub fn new(mean: f64) -> Result<Self, DistributionError> {
        positive("Poisson", "mean", mean)?;
        let allowed = "it must be 10^18 or less";
        within("Poisson", "mean", mean, mean <= 1e18, allowed)?;
        let sampler = rand_distr::Poisson::new(mean).map_err(|_| DistributionError::Parameter {
            distribution: "Poisson",
            parameter: "mean",
            value: mean,
            allowed,
        })?;
        Ok(Self { mean, sampler })
    }
}

impl Variate for Poisson {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        self.sampler.sample(random)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.mean
    }
}
