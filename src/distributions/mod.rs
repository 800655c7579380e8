//! Distributions: samplers, with their mean and variance.
//!
//! Each file states for its distribution whether a parameter is the mean or the median, and names
//! its source. A new distribution is a file here and a line in [`Sampler`].
//!
//! A draw may take any number of random words: each element that draws has a generator of its own.
//! Knows nothing of these elements.

pub mod alias;
pub mod constant;
pub mod empirical;
pub mod exponential;
pub mod gamma;
pub mod geometric;
pub mod logarithmic;
pub mod lognormal;
pub mod negative_binomial;
pub mod poisson;
pub mod specification;
pub mod table;
pub mod triangular;
pub mod uniform;
pub mod weibull;

use crate::units::{Duration, rounding};
use empirical::Empirical;
use exponential::Exponential;
use gamma::Gamma;
use geometric::Geometric;
use logarithmic::Logarithmic;
use lognormal::Lognormal;
use negative_binomial::NegativeBinomial;
use poisson::Poisson;
use rand::Rng;
pub use specification::Distribution;
use table::Table;
use triangular::Triangular;
use uniform::Uniform;
use weibull::Weibull;

/// Operations of every distribution.
pub trait Variate {
    /// One draw.
    fn draw(&self, random: &mut impl Rng) -> f64;
    /// Mean of a draw.
    fn mean(&self) -> f64;
    /// Variance of a draw.
    fn variance(&self) -> f64;
}

/// A parameter outside its range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// A parameter has an invalid value.
    #[error("the {parameter} of a {distribution} distribution cannot be {value}: {allowed}")]
    Parameter {
        /// Name of the distribution.
        distribution: &'static str,
        /// Name of the parameter.
        parameter: &'static str,
        /// The given value.
        value: f64,
        /// The allowed values.
        allowed: &'static str,
    },
    /// An empty table or list of observations.
    #[error("a distribution needs 1 value or more")]
    Empty,
}

macro_rules! samplers {
    ($($(#[$doc:meta])* $name:ident($inner:ty),)*) => {
        /// A distribution, ready to be drawn.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Sampler {
            $($(#[$doc])* $name($inner),)*
        }

        impl Sampler {
            /// One draw.
            #[inline(always)]
            pub fn draw(&self, random: &mut impl Rng) -> f64 {
                // The most frequent draws of most scenarios are inlined.
                match self {
                    Sampler::Constant(value) => *value,
                    Sampler::Exponential(exponential) => exponential.draw(random),
                    Sampler::Geometric(geometric) => geometric.draw(random),
                    _ => self.draw_any(random),
                }
            }

            #[inline(never)]
            fn draw_any(&self, random: &mut impl Rng) -> f64 {
                match self {
                    $(Sampler::$name(variate) => variate.draw(random),)*
                }
            }

            /// Mean of a draw.
            pub fn mean(&self) -> f64 {
                match self {
                    $(Sampler::$name(variate) => variate.mean(),)*
                }
            }

            /// Variance of a draw.
            pub fn variance(&self) -> f64 {
                match self {
                    $(Sampler::$name(variate) => variate.variance(),)*
                }
            }
        }
    };
}

samplers! {
    /// Constant.
    Constant(f64),
    /// Exponential.
    Exponential(Exponential),
    /// Lognormal.
    Lognormal(Lognormal),
    /// Gamma.
    Gamma(Gamma),
    /// Triangular.
    Triangular(Triangular),
    /// Uniform.
    Uniform(Uniform),
    /// Weibull.
    Weibull(Weibull),
    /// Values with weights.
    Table(Table),
    /// Observed values.
    Empirical(Empirical),
    /// Geometric from 1.
    Geometric(Geometric),
    /// Poisson.
    Poisson(Poisson),
    /// Negative binomial from 0.
    NegativeBinomial(NegativeBinomial),
    /// Logarithmic from 1.
    Logarithmic(Logarithmic),
}

impl Sampler {
    /// Longest time of a draw: about 146,000 years, so that sums of times stay within 64
    /// bits.
    pub const LONGEST: Duration = Duration::from_micros(rounding::MOST);

    /// The sampler of a specified distribution. One without variation becomes a constant.
    ///
    /// # Errors
    /// [`DistributionError`] for a parameter that is not finite or outside its range.
    pub fn new(spec: &Distribution) -> Result<Sampler, DistributionError> {
        let sampler = match spec {
            Distribution::Constant(value) => Sampler::Constant(finite("constant", "value", *value)?),
            Distribution::Exponential { mean } => Sampler::Exponential(Exponential::new(*mean)?),
            Distribution::Lognormal { median, sigma } => Sampler::Lognormal(Lognormal::new(*median, *sigma)?),
            // Without variation the shape would be infinite.
            Distribution::Gamma { mean, cv: 0.0 } => Sampler::Constant(finite("gamma", "mean", *mean)?),
            Distribution::Gamma { mean, cv } => Sampler::Gamma(Gamma::new(*mean, *cv)?),
            Distribution::Triangular { low, mode, high } => {
                Sampler::Triangular(Triangular::new(*low, *mode, *high)?)
            }
            Distribution::Uniform { low, high } => Sampler::Uniform(Uniform::new(*low, *high)?),
            Distribution::Weibull { mean, shape } => Sampler::Weibull(Weibull::new(*mean, *shape)?),
            Distribution::Table { rows } => Sampler::Table(Table::new(rows)?),
            Distribution::Empirical { values } => Sampler::Empirical(Empirical::new(values)?),
            Distribution::Geometric { mean } => Sampler::Geometric(Geometric::new(*mean)?),
            Distribution::GeometricSteps { mean, step } => {
                Sampler::Geometric(Geometric::on_multiples(*mean, *step)?)
            }
            Distribution::Poisson { mean } => Sampler::Poisson(Poisson::new(*mean)?),
            Distribution::NegativeBinomial { mean, ratio } => {
                Sampler::NegativeBinomial(NegativeBinomial::new(*mean, *ratio)?)
            }
            Distribution::Logarithmic { mean } => Sampler::Logarithmic(Logarithmic::new(*mean)?),
        };
        Ok(if sampler.variance() == 0.0 { Sampler::Constant(sampler.mean()) } else { sampler })
    }

    /// The value of every draw, if all are equal.
    pub fn constant(&self) -> Option<f64> {
        match self {
            Sampler::Constant(value) => Some(*value),
            _ => None,
        }
    }

    /// Probability that an integer draw is 0.
    pub fn chance_of_none(&self) -> f64 {
        match self {
            Sampler::Poisson(poisson) => (-poisson.mean()).exp(),
            Sampler::NegativeBinomial(binomial) => binomial.chance_of_none(),
            Sampler::Table(table) => table.chance_of_none(),
            Sampler::Empirical(observed) => observed.chance_of_none(),
            _ => 0.0,
        }
    }

    /// One integer draw of pieces or lines: rounded to the nearest, never negative.
    #[inline(always)]
    pub fn draw_whole(&self, random: &mut impl Rng) -> u32 {
        let whole = match self {
            Sampler::Geometric(geometric) if geometric.is_whole() => geometric.draw_steps(random),
            _ => rounding::nearest(self.draw(random)),
        };
        u32::try_from(whole).unwrap_or(u32::MAX)
    }

    /// One draw of a duration in integer microseconds: rounded up, never negative, at most
    /// [`Sampler::LONGEST`].
    #[inline(always)]
    pub fn draw_time(&self, random: &mut impl Rng) -> Duration {
        Duration::from_micros(rounding::up(self.draw(random)))
    }
}

/// The value, if it is finite.
fn finite(distribution: &'static str, parameter: &'static str, value: f64) -> Result<f64, DistributionError> {
    within(distribution, parameter, value, value.is_finite(), "it must be a finite number")
}

/// The value, if it is finite and over 0.
fn positive(
    distribution: &'static str,
    parameter: &'static str,
    value: f64,
) -> Result<f64, DistributionError> {
    within(distribution, parameter, value, value.is_finite() && value > 0.0, "it must be over 0")
}

/// The value, if `allowed` holds.
fn within(
    distribution: &'static str,
    parameter: &'static str,
    value: f64,
    holds: bool,
    allowed: &'static str,
) -> Result<f64, DistributionError> {
    let refused = DistributionError::Parameter { distribution, parameter, value, allowed };
    if holds { Ok(value) } else { Err(refused) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_xoshiro::SplitMix64;

    fn refused(spec: &Distribution) -> bool {
        Sampler::new(spec).is_err()
    }

    #[test]
    fn odd_parameters_are_errors_and_never_a_panic() {
        for bad in [f64::NAN, f64::INFINITY, -1.0] {
            assert!(refused(&Distribution::Exponential { mean: bad }));
            assert!(refused(&Distribution::Lognormal { median: bad, sigma: 1.0 }));
            assert!(refused(&Distribution::Lognormal { median: 1.0, sigma: bad }));
            assert!(refused(&Distribution::Gamma { mean: bad, cv: 1.0 }));
            assert!(refused(&Distribution::Gamma { mean: 1.0, cv: bad }));
            assert!(refused(&Distribution::Weibull { mean: bad, shape: 1.0 }));
            assert!(refused(&Distribution::Weibull { mean: 1.0, shape: bad }));
            assert!(refused(&Distribution::Table { rows: vec![(1.0, bad)] }));
            assert!(refused(&Distribution::Geometric { mean: bad }));
            assert!(refused(&Distribution::Poisson { mean: bad }));
            assert!(refused(&Distribution::NegativeBinomial { mean: bad, ratio: 2.0 }));
            assert!(refused(&Distribution::NegativeBinomial { mean: 1.0, ratio: bad }));
            assert!(refused(&Distribution::Logarithmic { mean: bad }));
        }
        assert!(refused(&Distribution::Constant(f64::NAN)));
        assert!(refused(&Distribution::Geometric { mean: 0.5 }));
        assert!(refused(&Distribution::Logarithmic { mean: 0.9 }));
        assert!(refused(&Distribution::Triangular { low: 2.0, mode: 1.0, high: 3.0 }));
        assert!(refused(&Distribution::Uniform { low: 2.0, high: 1.0 }));
        assert!(refused(&Distribution::Table { rows: vec![] }));
        assert!(refused(&Distribution::Table { rows: vec![(1.0, 0.0)] }));
        assert!(refused(&Distribution::Empirical { values: vec![] }));
        assert!(refused(&Distribution::Empirical { values: vec![1.0, f64::NAN] }));
    }

    #[test]
    fn what_does_not_vary_is_known_to_be_constant() {
        for spec in [
            Distribution::Constant(3.0),
            Distribution::Uniform { low: 3.0, high: 3.0 },
            Distribution::Triangular { low: 3.0, mode: 3.0, high: 3.0 },
            Distribution::Gamma { mean: 3.0, cv: 0.0 },
            Distribution::Lognormal { median: 3.0, sigma: 0.0 },
            Distribution::Table { rows: vec![(3.0, 2.0)] },
            Distribution::Empirical { values: vec![3.0, 3.0] },
        ] {
            let constant = Sampler::new(&spec).unwrap().constant().unwrap();
            assert!((constant - 3.0).abs() < 1e-12, "{spec:?} gives {constant}");
        }
        assert_eq!(Sampler::new(&Distribution::Geometric { mean: 1.0 }).unwrap().constant(), Some(1.0));
        assert_eq!(Sampler::new(&Distribution::Exponential { mean: 1.0 }).unwrap().constant(), None);
    }

    #[test]
    fn times_are_rounded_up_and_never_negative() {
        let random = &mut SplitMix64::seed_from_u64(1);
        assert_eq!(Sampler::Constant(2.1).draw_time(random), Duration::from_micros(3));
        assert_eq!(Sampler::Constant(2.0).draw_time(random), Duration::from_micros(2));
        assert_eq!(Sampler::Constant(-5.0).draw_time(random), Duration::ZERO);
        assert_eq!(Sampler::Constant(1e300).draw_time(random), Sampler::LONGEST);
        assert_eq!(Sampler::Constant(2.6).draw_whole(random), 3);
    }
}
