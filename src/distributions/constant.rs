//! Constant: a plain number is the distribution that always yields it.

use super::Variate;
use rand::Rng;

impl Variate for f64 {
    #[inline]
    fn draw(&self, _random: &mut impl Rng) -> f64 {
        *self
    }

    fn mean(&self) -> f64 {
        *self
    }

    fn variance(&self) -> f64 {
        0.0
    }
}
