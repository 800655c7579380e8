//! Uniform between two values.

use super::{DistributionError, Variate, finite, within};
use rand::{Rng, RngExt};

/// Uniform between `low` and `high`.
#[derive(Debug, Clone, PartialEq)]
pub struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    /// Between two values, the lower first.
    ///
    /// # Errors
    /// Values that are not finite, or not in this order.
    pub fn new(low: f64, high: f64) -> Result<Self, DistributionError> {
        finite("uniform", "least value", low)?;
        let holds = high.is_finite() && high >= low && (high - low).is_finite();
        within("uniform", "greatest value", high, holds, "it must not be under the least value")?;
        Ok(Self { low, high })
    }
}

impl Variate for Uniform {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        self.low + random.random::<f64>() * (self.high - self.low)
    }

    fn mean(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    fn variance(&self) -> f64 {
        (self.high - self.low).powi(2) / 12.0
    }
}
