//! Gamma, by its mean and coefficient of variation cv (standard deviation / mean): shape 1/cv²,
//! scale mean · cv².
//!
//! Drawn by Marsaglia & Tsang, "A simple method for generating gamma variables", ACM Trans. Math.
//! Softw. 26 (2000) 363–372. A whole shape is an Erlang distribution.

use super::{DistributionError, Variate, positive};
use rand::Rng;
use rand_distr::Distribution;

/// Gamma.
#[derive(Debug, Clone, PartialEq)]
pub struct Gamma {
    mean: f64,
    cv: f64,
    sampler: rand_distr::Gamma<f64>,
}

impl Gamma {
    /// By its mean and cv, both over 0.
    ///
    /// # Errors
    /// A parameter that is not finite and over 0.
    pub fn new(mean: f64, cv: f64) -> Result<Self, DistributionError> {
        positive("gamma", "mean", mean)?;
        positive("gamma", "cv", cv)?;
        let refused = DistributionError::Parameter {
            distribution: "gamma",
            parameter: "cv",
            value: cv,
            allowed: "it is too far from 1",
        };
        let shape = 1.0 / (cv * cv);
        if !shape.is_finite() {
            return Err(refused);
        }
        let sampler = rand_distr::Gamma::new(shape, mean * cv * cv).map_err(|_| refused)?;
        Ok(Self { mean, cv, sampler })
    }
}

impl Variate for Gamma {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        self.sampler.sample(random)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        (self.mean * self.cv).powi(2)
    }
}
