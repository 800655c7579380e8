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

    /// One draw, as a whole number.
    #[inline]
    pub fn draw_whole(&self, random: &mut impl Rng) -> u32 {
        self.draw(random) as u32
    }

    /// One draw, in whole microseconds, rounded up, never negative.
    #[inline]
    pub fn draw_time(&self, random: &mut impl Rng) -> u64 {
        self.draw(random).max(0.0).ceil() as u64
    }

    /// Whether every draw is the same.
    pub fn constant(&self) -> Option<f64> {
        match self {
            Sampler::Constant(value) => Some(*value),
        }
    }
}
