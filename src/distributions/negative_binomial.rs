//! Negative binomial on 0, 1, 2, …, by its mean and its ratio of variance to mean: p = 1/ratio,
//! r = mean/(ratio − 1), r not necessarily an integer.
//!
//! Drawn as a Poisson whose mean is drawn from a gamma of shape r and scale ratio − 1 (M. Greenwood
//! & G. U. Yule, J. R. Stat. Soc. 83 (1920) 255–279).

use super::{DistributionError, Variate, positive, within};
use rand::Rng;
use rand_distr::Distribution;

/// Negative binomial from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct NegativeBinomial {
    mean: f64,
    ratio: f64,
    mixing: rand_distr::Gamma<f64>,
}

impl NegativeBinomial {
    /// By its mean, over 0, and its ratio of variance to mean, over 1.
    ///
    /// # Errors
    /// A parameter that is not finite or outside its range.
    pub fn new(mean: f64, ratio: f64) -> Result<Self, DistributionError> {
        positive("negative binomial", "mean", mean)?;
        within("negative binomial", "mean", mean, mean <= 1e15, "it must be 10^15 or less")?;
        let holds = ratio.is_finite() && ratio > 1.0 && ratio <= 1e15;
        let allowed = "it must be over 1: at 1 it is a Poisson distribution";
        within("negative binomial", "ratio of variance to mean", ratio, holds, allowed)?;
        let mixing = rand_distr::Gamma::new(mean / (ratio - 1.0), ratio - 1.0).map_err(|_| {
            let (distribution, parameter) = ("negative binomial", "ratio of variance to mean");
            DistributionError::Parameter { distribution, parameter, value: ratio, allowed }
        })?;
        Ok(Self { mean, ratio, mixing })
    }

    /// Probability of 0: p^r.
    pub fn chance_of_none(&self) -> f64 {
        (-self.mean / (self.ratio - 1.0) * self.ratio.ln()).exp()
    }
}

impl Variate for NegativeBinomial {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        // A mean so small that it is 0, or so far out that it has no Poisson, is a draw all the
        // same.
        let mean = self.mixing.sample(random).min(1e18);
        rand_distr::Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(random))
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.mean * self.ratio
    }
}
