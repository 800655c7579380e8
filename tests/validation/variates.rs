//! Cases of random variates: mean, variance, distribution function and probabilities over blocks of
//! draws.
//!
//! Draws are made as a simulation makes them: a fresh small generator for each, keyed by its
//! ordinal, before anything is rounded to microseconds.

use super::case::{Case, Expected, Tried, flag, number_in};
use gplc::distributions::Distribution;
use gplc::distributions::Sampler;
use gplc::engine::random::{Draws, Purpose};

/// Blocks of draws, each giving one number.
pub const BLOCKS: usize = 20;

/// The distribution of a case as a scenario would state it.
pub fn distribution(case: &Case) -> Tried<Distribution> {
    let number = |name| case.parameters.number(name);
    Ok(match case.parameters.text("distribution")? {
        "constant" => Distribution::Constant(number("mean")?),
        "exponential" => Distribution::Exponential { mean: number("mean")? },
        // By mean and cv of the variable itself: sigma² = ln(1 + cv²), median = mean/√(1 + cv²).
        "lognormal" => {
            let spread = 1.0 + number("cv")?.powi(2);
            Distribution::Lognormal { median: number("mean")? / spread.sqrt(), sigma: spread.ln().sqrt() }
        }
        "gamma" => Distribution::Gamma { mean: number("mean")?, cv: number("cv")? },
        "erlang" => Distribution::Gamma { mean: number("mean")?, cv: number("phases")?.sqrt().recip() },
        "weibull" => Distribution::Weibull { mean: number("mean")?, shape: number("shape")? },
        "triangular" => Distribution::Triangular {
            low: number("lowest")?,
            mode: number("mode")?,
            high: number("highest")?,
        },
        "uniform" => Distribution::Uniform { low: number("lowest")?, high: number("highest")? },
        "poisson" => Distribution::Poisson { mean: number("mean")? },
        "negative binomial" => {
            Distribution::NegativeBinomial { mean: number("mean")?, ratio: number("variance_to_mean")? }
        }
        "geometric" | "geometric from 1" => Distribution::Geometric { mean: number("mean")? },
        "logarithmic" => {
            let p = number("p")?;
            Distribution::Logarithmic { mean: -p / ((1.0 - p) * (1.0 - p).ln()) }
        }
        "table" => Distribution::Table {
            rows: case
                .parameters
                .numbers("values")?
                .into_iter()
                .zip(case.parameters.numbers("probabilities")?)
                .collect(),
        },
        other => return Err(format!("the harness does not know the distribution `{other}`").into()),
    })
}

/// A number of draws, each from a generator of its own.
pub fn draws(sampler: &Sampler, seed: u64, block: usize, count: usize) -> impl Iterator<Item = f64> {
    let draws = Draws::new(seed, block as u32);
    (0..count as u64).map(move |ordinal| sampler.draw(&mut draws.generator(1, ordinal, Purpose(1))))
}

/// What is averaged over the draws for an expected value.
#[derive(Clone, Copy)]
enum Averaged {
    Draw,
    Square,
    AtMost(f64),
    Equal(f64),
}

impl Averaged {
    fn of(expected: &Expected) -> Tried<Self> {
        Ok(match expected.metric.as_str() {
            "mean" => Averaged::Draw,
            "variance" => Averaged::Square,
            "cdf" => Averaged::AtMost(number_in(&expected.args, "x")?),
            "pmf" => Averaged::Equal(number_in(&expected.args, "x")?),
            _ => return expected.unknown(),
        })
    }

    /// Of one draw; the variance is about the true mean.
    fn value(self, draw: f64, mean: f64) -> f64 {
        match self {
            Averaged::Draw => draw,
            Averaged::Square => (draw - mean).powi(2),
            Averaged::AtMost(x) => flag(draw <= x),
            Averaged::Equal(x) => flag((draw - x).abs() < 1e-9),
        }
    }
}

/// For each expected value of the case one number a block, from a number of draws together.
pub fn blocks(case: &Case, seed: u64, draws_in_all: usize) -> Tried<Vec<Tried<Vec<f64>>>> {
    let sampler = Sampler::new(&distribution(case)?)?;
    case.parameters.all_used()?;
    let mean = sampler.mean();
    let averaged: Vec<Tried<Averaged>> = case.expected.iter().map(Averaged::of).collect();
    let known: Vec<Averaged> = averaged.iter().flatten().copied().collect();
    let count = draws_in_all / BLOCKS;
    let mut numbers = vec![Vec::with_capacity(BLOCKS); known.len()];
    for block in 0..BLOCKS {
        let mut sums = vec![0.0; known.len()];
        for draw in draws(&sampler, seed, block, count) {
            for (sum, one) in sums.iter_mut().zip(&known) {
                *sum += one.value(draw, mean);
            }
        }
        for (numbers, sum) in numbers.iter_mut().zip(&sums) {
            numbers.push(sum / count as f64);
        }
    }
    let mut numbers = numbers.into_iter();
    Ok(averaged.into_iter().map(|one| one.map(|_| numbers.next().unwrap_or_default())).collect())
}
