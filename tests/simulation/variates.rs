//! Variates: samplers compared with their distribution functions; cases are in
//! `tests/validation.rs`.
//!
//! Draws are made as a simulation makes them: a fresh small generator for each, keyed by its
//! ordinal. Seeds are derived from names and were not searched for.

use gplc::distributions::Distribution;
use gplc::distributions::Sampler;
use gplc::engine::random::{Draws, Purpose};
use statrs::distribution::{
    ChiSquared, ContinuousCDF, Discrete, Exp, Gamma, Geometric, LogNormal, NegativeBinomial, Poisson,
    Triangular, Uniform, Weibull,
};
use std::collections::BTreeMap;

/// Seed of a name: FNV-1a.
fn seed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A number of draws, each from a generator of its own.
fn draws(sampler: &Sampler, seed: u64, block: usize, count: usize) -> impl Iterator<Item = f64> {
    let draws = Draws::new(seed, block as u32);
    (0..count as u64).map(move |ordinal| sampler.draw(&mut draws.generator(1, ordinal, Purpose(1))))
}

/// A distribution function, or a probability, of a value.
type Of<T> = Box<dyn Fn(T) -> f64>;

/// Continuous distributions of several shapes, with their distribution functions.
fn continuous() -> Vec<(Distribution, Of<f64>)> {
    fn cdf(distribution: impl ContinuousCDF<f64, f64> + 'static) -> Of<f64> {
        Box::new(move |x| distribution.cdf(x))
    }
    let gamma = |mean: f64, cv: f64| {
        (Distribution::Gamma { mean, cv }, cdf(Gamma::new(1.0 / (cv * cv), 1.0 / (mean * cv * cv)).unwrap()))
    };
    // Γ(1 + 1/2) = √π/2.
    let scale = 3.0 / (std::f64::consts::PI.sqrt() / 2.0);
    vec![
        (Distribution::Exponential { mean: 4.0 }, cdf(Exp::new(0.25).unwrap())),
        (
            Distribution::Lognormal { median: 6.0, sigma: 0.77 },
            cdf(LogNormal::new(6.0_f64.ln(), 0.77).unwrap()),
        ),
        gamma(2.0, 0.4),
        gamma(2.0, 1.0),
        gamma(2.0, 2.0),
        (
            Distribution::Triangular { low: 1.0, mode: 2.0, high: 6.0 },
            cdf(Triangular::new(1.0, 6.0, 2.0).unwrap()),
        ),
        (Distribution::Uniform { low: -2.0, high: 5.0 }, cdf(Uniform::new(-2.0, 5.0).unwrap())),
        (Distribution::Weibull { mean: 3.0, shape: 2.0 }, cdf(Weibull::new(2.0, scale).unwrap())),
    ]
}

#[test]
fn continuous_samplers_follow_their_distribution_functions() {
    // Kolmogorov–Smirnov with 100,000 draws: √n D is above 1.9495 one time in 1,000 (Kolmogorov
    // 1933), so a change of seed fails this test less than one time in 100.
    const DRAWS: usize = 100_000;
    for (stated, cdf) in continuous() {
        let sampler = Sampler::new(&stated).unwrap();
        let mut drawn: Vec<f64> = draws(&sampler, seed(&format!("{stated:?}")), 0, DRAWS).collect();
        drawn.sort_by(f64::total_cmp);
        let n = DRAWS as f64;
        let farthest = drawn.iter().enumerate().fold(0.0_f64, |farthest, (rank, &x)| {
            let expected = cdf(x);
            farthest.max(expected - rank as f64 / n).max((rank + 1) as f64 / n - expected)
        });
        assert!(n.sqrt() * farthest < 1.9495, "{stated:?}: {}", n.sqrt() * farthest);
    }
}

/// Whole-numbered distributions, with their probabilities.
fn whole() -> Vec<(Distribution, Of<u64>)> {
    fn pmf(distribution: impl Discrete<u64, f64> + 'static) -> Of<u64> {
        Box::new(move |k| distribution.pmf(k))
    }
    let poisson = |mean| (Distribution::Poisson { mean }, pmf(Poisson::new(mean).unwrap()));
    let geometric = |mean: f64| (Distribution::Geometric { mean }, pmf(Geometric::new(1.0 / mean).unwrap()));
    let logarithmic = |p: f64| {
        let log = (1.0 - p).ln();
        let share = move |k: u64| if k == 0 { 0.0 } else { -p.powf(k as f64) / (k as f64 * log) };
        (Distribution::Logarithmic { mean: -p / ((1.0 - p) * log) }, Box::new(share) as Of<u64>)
    };
    // p = 1/ratio, r = mean/(ratio − 1).
    let negative_binomial = NegativeBinomial::new(2.0 / 1.5, 0.4).unwrap();
    let rows = vec![(1.0, 55.0), (2.0, 25.0), (4.0, 15.0), (10.0, 5.0)];
    let table = |k| match k {
        1 => 0.55,
        2 => 0.25,
        4 => 0.15,
        10 => 0.05,
        _ => 0.0,
    };
    let observed = vec![3.0, 1.0, 3.0, 7.0];
    let empirical = |k| match k {
        1 | 7 => 0.25,
        3 => 0.5,
        _ => 0.0,
    };
    vec![
        poisson(0.3),
        poisson(8.0),
        poisson(40.0),
        geometric(1.2),
        geometric(7.0),
        logarithmic(0.6),
        logarithmic(0.95),
        (Distribution::NegativeBinomial { mean: 2.0, ratio: 2.5 }, pmf(negative_binomial)),
        (Distribution::Table { rows }, Box::new(table)),
        (Distribution::Empirical { values: observed }, Box::new(empirical)),
    ]
}

#[test]
fn discrete_samplers_follow_their_probabilities() {
    // Chi-squared with 100,000 draws, numbers with fewer than 10 expected put together; above its
    // 0.999 quantile one time in 1,000, so a change of seed fails this test one time in 100.
    const DRAWS: usize = 100_000;
    for (stated, share) in whole() {
        let sampler = Sampler::new(&stated).unwrap();
        let mut seen: BTreeMap<u64, f64> = BTreeMap::new();
        for draw in draws(&sampler, seed(&format!("{stated:?}")), 0, DRAWS) {
            assert!(draw >= 0.0 && draw.fract() == 0.0, "{stated:?} drew {draw}");
            *seen.entry(draw as u64).or_default() += 1.0;
        }
        let (mut statistic, mut cells, mut rare) = (0.0, 0, (DRAWS as f64, DRAWS as f64));
        for k in 0..1_000 {
            let expected = share(k) * DRAWS as f64;
            if expected >= 10.0 {
                let seen = seen.get(&k).copied().unwrap_or(0.0);
                statistic += (seen - expected).powi(2) / expected;
                cells += 1;
                rare = (rare.0 - seen, rare.1 - expected);
            }
        }
        if rare.1 >= 1.0 {
            statistic += (rare.0 - rare.1).powi(2) / rare.1;
            cells += 1;
        } else {
            assert!(rare.0 < 20.0, "{stated:?}: {} draws of what should hardly be", rare.0);
        }
        let limit = ChiSquared::new(f64::from(cells) - 1.0).unwrap().inverse_cdf(0.999);
        assert!(statistic < limit, "{stated:?}: {statistic} over {limit}");
    }
}

#[test]
fn a_seed_always_gives_the_same_draws() {
    // A regression test: other numbers here mean other results of every scenario. Continuous draws
    // may differ in the last places from one platform's logarithm to another's.
    let fixed = [
        [1.572_457_766_433_430_7, 6.193_507_067_213_178, 0.847_226_938_935_541],
        [9.235_271_035_730_625, 8.220_632_360_077_41, 3.731_279_187_315_354],
        [2.363_611_947_449_061_6, 2.229_817_397_002_736, 1.452_607_877_055_357_4],
        [0.786_228_883_216_715_4, 3.096_753_533_606_589, 0.423_613_469_467_770_5],
        [10.547_182_875_146_612, 0.026_066_498_375_426_097, 0.007_274_609_388_949_48],
        [4.697_619_765_520_667, 3.184_774_607_621_462, 2.051_566_346_105_074_6],
        [4.406_332_003_693_144, 2.226_077_096_537_487_4, -0.456_544_911_723_511_4],
        [2.122_441_912_976_695, 4.212_254_831_653_482, 1.557_923_744_776_910_5],
    ];
    for ((stated, _), fixed) in continuous().iter().zip(fixed) {
        let sampler = Sampler::new(stated).unwrap();
        for (drawn, fixed) in draws(&sampler, 1, 0, 3).zip(fixed) {
            assert!((drawn - fixed).abs() <= 1e-12 * fixed.abs(), "{stated:?}: {drawn} is not {fixed}");
        }
    }
    let fixed = [
        [2, 0, 0, 0, 1, 1, 0, 0],
        [12, 6, 10, 5, 10, 13, 7, 6],
        [43, 42, 36, 37, 51, 43, 34, 39],
        [1, 1, 1, 1, 2, 1, 1, 1],
        [3, 11, 2, 6, 17, 4, 1, 7],
        [1, 1, 2, 1, 1, 1, 5, 1],
        [2, 1, 4, 3, 1, 2, 44, 1],
        [2, 3, 1, 0, 8, 6, 0, 1],
        [10, 4, 1, 1, 2, 2, 1, 1],
        [7, 3, 1, 3, 7, 7, 1, 3],
    ];
    for ((stated, _), fixed) in whole().iter().zip(fixed) {
        let sampler = Sampler::new(stated).unwrap();
        let drawn: Vec<u32> = draws(&sampler, 1, 0, 8).map(|draw| draw as u32).collect();
        assert_eq!(drawn, fixed, "{stated:?}");
    }
}
