//! Table: given values with given weights.
//!
//! Weights need not add up to 1. Drawn by an alias table, see [`alias`].

use super::{DistributionError, Variate, alias, finite, within};
use rand::Rng;

/// These values with these shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    values: Vec<f64>,
    shares: Vec<f64>,
    slots: Vec<(u32, u32)>,
}

impl Table {
    /// By value and weight.
    ///
    /// # Errors
    /// An empty table, a value that is not finite, a weight under 0, weights that are all 0.
    pub fn new(rows: &[(f64, f64)]) -> Result<Self, DistributionError> {
        if rows.is_empty() {
            return Err(DistributionError::Empty);
        }
        for &(value, weight) in rows {
            finite("table", "value", value)?;
            let holds = weight.is_finite() && weight >= 0.0;
            within("table", "weight", weight, holds, "it must be 0 or more")?;
        }
        let (values, weights): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
        let total: f64 = weights.iter().sum();
        let holds = total.is_finite() && total > 0.0;
        within("table", "sum of weights", total, holds, "it must be over 0")?;
        let slots = alias::slots(&weights);
        Ok(Self { values, shares: weights.iter().map(|weight| weight / total).collect(), slots })
    }

    /// Share of values that are 0.
    pub fn chance_of_none(&self) -> f64 {
        self.expected(|value| f64::from(u8::from(value == 0.0)))
    }

    fn expected(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.values.iter().zip(&self.shares).map(|(&value, share)| of(value) * share).sum()
    }
}

impl Variate for Table {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        self.values[alias::pick(&self.slots, random.next_u64()) as usize]
    }

    fn mean(&self) -> f64 {
        self.expected(|value| value)
    }

    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.expected(|value| (value - mean).powi(2))
    }
}
