//! Empirical: one of the observed values with equal probability, without interpolation.

use super::{DistributionError, Variate, finite};
use rand::Rng;

/// One of these values.
#[derive(Debug, Clone, PartialEq)]
pub struct Empirical {
    values: Vec<f64>,
}

impl Empirical {
    /// By the observed values; the order of the values changes no draw.
    ///
    /// # Errors
    /// No values, or one that is not finite.
    pub fn new(observed: &[f64]) -> Result<Self, DistributionError> {
        if observed.is_empty() {
            return Err(DistributionError::Empty);
        }
        for &value in observed {
            finite("empirical", "value", value)?;
        }
        let mut values = observed.to_vec();
        values.sort_by(f64::total_cmp);
        Ok(Self { values })
    }

    /// Share of values that are 0.
    pub fn chance_of_none(&self) -> f64 {
        self.values.iter().filter(|&&value| value == 0.0).count() as f64 / self.values.len() as f64
    }
}

impl Variate for Empirical {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        let index = (u128::from(random.next_u64()) * self.values.len() as u128) >> 64;
        self.values[index as usize]
    }

    fn mean(&self) -> f64 {
        self.values.iter().sum::<f64>() / self.values.len() as f64
    }

    /// Variance of a draw: with divisor n, since only observations are drawn.
    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / self.values.len() as f64
    }
}
