//! Geometric on 1, 2, 3, …, by its mean: P(k) = p (1 − p)^(k − 1) with p = 1/mean; of times, on the
//! multiples of a step.
//!
//! Drawn as an exponential rounded up, which is exact: P(⌈E/λ⌉ > k) = P(E > λk) = (1 − p)^k with
//! λ = −ln(1 − p). Source: L. Devroye, Non-Uniform Random Variate Generation (1986), ch. X.2.

use super::{DistributionError, Variate, positive, within};
use crate::units::rounding;
use rand::Rng;
use rand_distr::{Distribution, Exp1};

/// Geometric from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometric {
    /// In steps.
    mean: f64,
    /// 1/λ; 0 when the mean is 1.
    scale: f64,
    step: f64,
}

impl Geometric {
    /// By its mean, 1 or more.
    ///
    /// # Errors
    /// A mean that is not finite or under 1.
    pub fn new(mean: f64) -> Result<Self, DistributionError> {
        Self::on_multiples(mean, 1.0)
    }

    /// On the multiples of a step, by the mean in the unit of the step.
    ///
    /// # Errors
    /// A step that is not finite or not over 0, a mean that is not finite or under the step.
    pub fn on_multiples(mean: f64, step: f64) -> Result<Self, DistributionError> {
        let step = positive("geometric", "step", step)?;
        let steps = mean / step;
        let holds = steps.is_finite() && steps >= 1.0;
        within("geometric", "mean", mean, holds, "it must be 1 step or more")?;
        Ok(Self { mean: steps, scale: -1.0 / (-1.0 / steps).ln_1p(), step })
    }

    /// True if its step is 1.
    #[expect(clippy::float_cmp, reason = "a step of 1 is kept as it is")]
    #[inline]
    pub fn is_whole(&self) -> bool {
        self.step == 1.0
    }

    /// One draw, in steps.
    #[inline]
    pub fn draw_steps(&self, random: &mut impl Rng) -> u64 {
        let unit: f64 = Exp1.sample(random);
        rounding::up(unit * self.scale).max(1)
    }
}

impl Variate for Geometric {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        self.draw_steps(random) as f64 * self.step
    }

    fn mean(&self) -> f64 {
        self.mean * self.step
    }

    fn variance(&self) -> f64 {
        self.mean * (self.mean - 1.0) * self.step * self.step
    }
}
