//! Logarithmic series on 1, 2, 3, …, by its mean: P(k) = −pᵏ / (k ln(1 − p)), mean −p / ((1 − p)
//! ln(1 − p)).
//!
//! A Poisson number of lines of such a size has a negative binomial number of pieces. Sampled by
//! algorithm LK of A. W. Kemp, "Efficient generation of logarithmically distributed pseudo-random
//! variables", Appl. Stat. 30 (1981) 249–253.

use super::{DistributionError, Variate, within};
use rand::{Rng, RngExt};
use rand_distr::Open01;

/// Logarithmic from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Logarithmic {
    mean: f64,
    /// Parameter of the series.
    p: f64,
    /// ln(1 − p).
    log: f64,
}

impl Logarithmic {
    /// By its mean, over 1.
    ///
    /// # Errors
    /// A mean that is not finite, not over 1 (by less than 10⁻⁹: use a constant), or over 10⁹.
    pub fn new(mean: f64) -> Result<Self, DistributionError> {
        let holds = (1.0 + 1e-9..=1e9).contains(&mean);
        within("logarithmic", "mean", mean, holds, "it must be over 1, and 10^9 or less")?;
        let x = exponent(mean);
        Ok(Self { mean, p: -(-x).exp_m1(), log: -x })
    }
}

/// x = −ln(1 − p) for a mean, where the mean is (eˣ − 1)/x: increasing in x, so halving finds it.
fn exponent(mean: f64) -> f64 {
    let (mut low, mut high) = (0.0, 64.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if middle.exp_m1() < mean * middle { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

impl Variate for Logarithmic {
    #[inline]
    fn draw(&self, random: &mut impl Rng) -> f64 {
        let v: f64 = random.sample(Open01);
        if v >= self.p {
            return 1.0;
        }
        let u: f64 = random.sample(Open01);
        let q = -(self.log * u).exp_m1();
        if v <= q * q {
            (1.0 + v.ln() / q.ln()).floor()
        } else if v < q {
            2.0
        } else {
            1.0
        }
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        -self.p * (self.p + self.log) / (self.log.exp() * self.log).powi(2)
    }
}
