//! Exponential, by its mean (not by its rate).
//!
//! Drawn by the ziggurat: Marsaglia & Tsang, "The ziggurat method for generating random variables",
//! J. Stat. Softw. 5 (2000) no. 8.

use super::{DistributionError, Variate, positive};
use rand::Rng;
use rand_distr::{Distribution, Exp1};

/// Exponential with this mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Exponential {
    mean: f64,
}

impl Exponential {
    /// By its mean, over 0.
    ///
    /// # Errors
    /// A mean that is not finite and over 0.
    pub fn new(mean: f64) -> Result<Self, DistributionError> {
        Ok(Self { mean: positive("exponential", "mean", mean)? })
    }
}

impl Variate for Exponential {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        let unit: f64 = Exp1.sample(random);
        unit * self.mean
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.mean * self.mean
    }
}
