//! Samplers: how a stated distribution is drawn, with its mean and variance.

use rand::Rng;

/// A distribution, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Sampler {
    /// Always this.
    Constant(f64),
}

impl Sampler {
    /// One draw.
    #[inline]
    pub fn draw(&self, _random: &mut impl Rng) -> f64 {
        match self {
            Sampler::Constant(value) => *value,
        }
    }

    /// Whether every draw is the same.
    pub fn constant(&self) -> Option<f64> {
        match self {
            Sampler::Constant(value) => Some(*value),
        }
    }
}
