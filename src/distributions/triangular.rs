//! Triangular, by its least, most likely and greatest value.
//!
//! The mean is (low + mode + high)/3, not the mode. Source: Johnson, Kotz & Balakrishnan,
//! Continuous Univariate Distributions, vol. 2 (2nd ed. 1995), ch. 26.

use super::{DistributionError, Variate, finite, within};
use rand::Rng;
use rand_distr::Distribution;

/// Triangular.
#[derive(Debug, Clone, PartialEq)]
pub struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
    sampler: rand_distr::Triangular<f64>,
}

impl Triangular {
    /// By its least, most likely and greatest value.
    ///
    /// # Errors
    /// Values that are not finite, or not in this order.
    pub fn new(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        finite("triangular", "least value", low)?;
        finite("triangular", "greatest value", high)?;
        let holds = low <= mode && mode <= high;
        let allowed = "it must lie between the least and the greatest value";
        within("triangular", "most likely value", mode, holds, allowed)?;
        let sampler = rand_distr::Triangular::new(low, high, mode).map_err(|_| {
            let (distribution, parameter) = ("triangular", "most likely value");
            DistributionError::Parameter { distribution, parameter, value: mode, allowed }
        })?;
        Ok(Self { low, mode, high, sampler })
    }
}

impl Variate for Triangular {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        self.sampler.sample(random)
    }

    fn mean(&self) -> f64 {
        (self.low + self.mode + self.high) / 3.0
    }

    fn variance(&self) -> f64 {
        let (left, right, width) = (self.mode - self.low, self.high - self.mode, self.high - self.low);
        (left * left + right * right + width * width) / 36.0
    }
}
