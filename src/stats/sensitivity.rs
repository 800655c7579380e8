//! Sensitivity: share of the variance of an outcome that an uncertain input explains.
//!
//! ```text
//! outcome ┤     · ·        inputs are drawn independently, so the squared correlation of one with the
//!         │   · · ·        outcome is its share of the variance, as far as the outcome follows it on a
//!         │ · ·  ·         straight line; the rest is other inputs, bends, and chance within the runs
//!         └────────── input
//! ```
//!
//! The squared correlation of a finite sample is too large on average if little depends on the
//! input: by 1/(n − 1) if nothing does. The adjusted one is unbiased there, and may be slightly
//! below 0; for a share s it is too small by about 2s(1 − s)/n, which is negligible beside its
//! error. For censored outcomes, ranks replace values: an outcome later than the run ranks last.
//!
//! Assumes independent inputs and a nearly linear relation (for ranks: a monotonic one). An input
//! that acts only together with another has no share here.
//!
//! Knows nothing of the meaning of the inputs.

use super::StatsError;
use super::error::{all_finite, at_least};

/// A share of variance, with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sensitivity {
    /// The squared correlation, adjusted for the size of the sample: 1 all, about 0 nothing.
    pub share: f64,
    /// Its standard error, by the jackknife.
    pub standard_error: f64,
}

/// Minimum number of runs for shares, for any number of inputs: each share is of one input alone,
/// and has an error of its own. With fewer runs the error itself is unreliable.
pub const MINIMUM_RUNS: usize = 20;

impl Sensitivity {
    /// True if the share exceeds two of its standard errors.
    ///
    /// The error of a squared correlation is itself small where that is, so two errors are more
    /// than for a mean: an input without effect is significant by chance about three times in a
    /// thousand with 20 runs (by simulation, see the tests), and less often with more.
    pub fn is_significant(&self) -> bool {
        self.share > 2.0 * self.standard_error
    }
}

/// The share of the variance of `outcome` that `input` explains, both with a value for each run;
/// `None` if one of the two does not vary.
///
/// # Errors
/// [`StatsError::DifferentLengths`], [`StatsError::TooFew`] with fewer than four runs,
/// [`StatsError::NotFinite`].
///
/// Sources: A. Saltelli et al., Global Sensitivity Analysis: The Primer (2008), ch. 1 (the squared
/// standardised coefficients of a linear model with independent inputs are its first-order
/// indices); J. C. Helton and F. J. Davis, "Latin hypercube sampling and the propagation of
/// uncertainty in analyses of complex systems", Reliability Engineering & System Safety 81 (2003)
/// 23–69, section 6 (correlations and ranks); M. Ezekiel, Methods of Correlation Analysis (1930): 1
/// − (1 − r²)(n − 1)/(n − 2), with its bias in I. Olkin and J. W. Pratt, "Unbiased estimation of
/// certain correlation coefficients", Annals of Mathematical Statistics 29 (1958) 201–211; B. Efron
/// and C. Stein, "The jackknife estimate of variance", Annals of Statistics 9 (1981) 586–596.
pub fn share_of_variance(input: &[f64], outcome: &[f64]) -> Result<Option<Sensitivity>, StatsError> {
    joint_share_of_variance(&[input], outcome)
}

/// The share of the variance of `outcome` that all `inputs` explain, the sum of their shares, with
/// its error; an input that does not vary explains nothing. `None` if none of them varies, or the
/// outcome does not.
///
/// # Errors
/// As [`share_of_variance`].
pub fn joint_share_of_variance(
    inputs: &[&[f64]],
    outcome: &[f64],
) -> Result<Option<Sensitivity>, StatsError> {
    let mut sum: Option<(f64, Vec<f64>)> = None;
    for input in inputs {
        let Some((share, without)) = leaving_one_out(input, outcome)? else { continue };
        match &mut sum {
            Some((all, sums)) => {
                *all += share;
                sums.iter_mut().zip(without).for_each(|(sum, share)| *sum += share);
            }
            None => sum = Some((share, without)),
        }
    }
    Ok(sum.map(|(share, without)| {
        let n = without.len() as f64;
        let mean = without.iter().sum::<f64>() / n;
        let squares: f64 = without.iter().map(|share| (share - mean).powi(2)).sum();
        Sensitivity { share, standard_error: ((n - 1.0) / n * squares).sqrt() }
    }))
}

/// The adjusted share of one input, and its value without each run.
fn leaving_one_out(input: &[f64], outcome: &[f64]) -> Result<Option<(f64, Vec<f64>)>, StatsError> {
    if input.len() != outcome.len() {
        return Err(StatsError::DifferentLengths { first: input.len(), second: outcome.len() });
    }
    at_least(4, input.len())?;
    all_finite(input)?;
    all_finite(outcome)?;
    let pairs: Vec<(f64, f64)> =
        standardised(input).into_iter().flatten().zip(standardised(outcome).into_iter().flatten()).collect();
    let all = PairSums::of(&pairs);
    let Some(share) = all.adjusted() else { return Ok(None) };
    let without: Option<Vec<f64>> = pairs.iter().map(|&pair| all.without(pair).adjusted()).collect();
    // An input that varies in one run only has no share without it, so its error is unknown.
    Ok(without.map(|without| (share, without)))
}

/// The rank of each value, from 1; equal values share the mean of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let alike = order[first..].iter().take_while(|&&one| values[one] <= values[order[first]]).count();
        let rank = first as f64 + f64::midpoint(alike as f64, 1.0);
        order[first..first + alike].iter().for_each(|&one| ranks[one] = rank);
        first += alike;
    }
    ranks
}

/// Values minus their mean, in units of their standard deviation: sums of them lose no digits.
/// `None` without spread.
fn standardised(values: &[f64]) -> Option<Vec<f64>> {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 {
        return None;
    }
    let scaled: Vec<f64> = values.iter().map(|value| value / largest).collect();
    let n = scaled.len() as f64;
    let mean = scaled.iter().sum::<f64>() / n;
    let spread = (scaled.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    (spread > 1e-12).then(|| scaled.iter().map(|value| (value - mean) / spread).collect())
}

/// Sums over pairs, from which one pair can be removed.
#[derive(Debug, Clone, Copy, Default)]
struct PairSums {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl PairSums {
    fn of(pairs: &[(f64, f64)]) -> Self {
        pairs.iter().fold(PairSums::default(), |sums, &(x, y)| PairSums {
            n: sums.n + 1.0,
            x: sums.x + x,
            y: sums.y + y,
            xx: sums.xx + x * x,
            yy: sums.yy + y * y,
            xy: sums.xy + x * y,
        })
    }

    fn without(self, (x, y): (f64, f64)) -> Self {
        PairSums {
            n: self.n - 1.0,
            x: self.x - x,
            y: self.y - y,
            xx: self.xx - x * x,
            yy: self.yy - y * y,
            xy: self.xy - x * y,
        }
    }

    /// The adjusted squared correlation; `None` if one of the two does not vary.
    fn adjusted(self) -> Option<f64> {
        let PairSums { n, x, y, xx, yy, xy } = self;
        let (sxx, syy, sxy) = (xx - x * x / n, yy - y * y / n, xy - x * y / n);
        // In units of standard deviations, n is the total variance.
        let varies = n > 2.0 && sxx > 1e-9 && syy > 1e-9;
        let squared = varies.then(|| (sxy * sxy / (sxx * syy)).min(1.0));
        squared.map(|squared| 1.0 - (1.0 - squared) * (n - 1.0) / (n - 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::SplitMix64;

    /// Uniform numbers around 0, with variance 1/12.
    fn uniform(random: &mut SplitMix64, n: usize) -> Vec<f64> {
        (0..n).map(|_| random.random::<f64>() - 0.5).collect()
    }

    /// y = 3a + 2b + c + noise of variance 2/12: shares 9/16, 4/16, 1/16 and the rest unexplained.
    fn linear(random: &mut SplitMix64, n: usize) -> ([Vec<f64>; 4], Vec<f64>) {
        let inputs = [(); 4].map(|()| uniform(random, n));
        let [a, b, c, _] = &inputs;
        let noise = uniform(random, n);
        let outcome = (0..n).map(|k| 3.0 * a[k] + 2.0 * b[k] + c[k] + 2.0_f64.sqrt() * noise[k]).collect();
        (inputs, outcome)
    }

    #[test]
    fn the_shares_of_a_linear_model_are_those_of_its_variances() {
        // Each share within 4 of its own standard errors: about one false alarm in 4,000 seeds for
        // four inputs.
        let (inputs, outcome) = linear(&mut SplitMix64::seed_from_u64(7), 2_000);
        for (input, expected) in inputs.iter().zip([9.0 / 16.0, 4.0 / 16.0, 1.0 / 16.0, 0.0]) {
            let found = share_of_variance(input, &outcome).unwrap().unwrap();
            assert!(found.standard_error < 0.02, "{found:?}");
            assert!((found.share - expected).abs() < 4.0 * found.standard_error.max(1e-3), "{found:?}");
        }
    }

    #[test]
    fn small_samples_are_unbiased_and_their_error_is_realistic() {
        // 2,000 samples of 25: the adjusted share of b, 1/4, is 2 × 1/4 × 3/4 / 26 = 0.0144 too
        // small on average (Olkin and Pratt 1958, normal variables). Its spread over samples is
        // about 2 × 1/2 × 3/4 / 5 = 0.15, so the mean has a standard error of 0.0034; 0.014 is four
        // of them. That of nothing is 0, with a spread of about 1.4/25; without the adjustment it
        // would be 1/24 = 0.042.
        let mut random = SplitMix64::seed_from_u64(11);
        let (mut sums, mut squares, mut errors) = ([0.0; 2], 0.0, 0.0);
        for _ in 0..2_000 {
            let (inputs, outcome) = linear(&mut random, 25);
            let [b, nothing] =
                [1, 3].map(|input: usize| share_of_variance(&inputs[input], &outcome).unwrap().unwrap());
            sums[0] += b.share / 2_000.0;
            sums[1] += nothing.share / 2_000.0;
            squares += (b.share - 0.25).powi(2) / 2_000.0;
            errors += b.standard_error / 2_000.0;
        }
        assert!((sums[0] - (0.25 - 0.0144)).abs() < 0.014 && sums[1].abs() < 0.005, "{sums:?}");
        assert!((errors / squares.sqrt() - 1.0).abs() < 0.15, "{errors} against {}", squares.sqrt());
    }

    #[test]
    fn a_linear_relation_explains_all_and_in_ranks_any_monotonic_one() {
        let input = [1.0, 2.0, 3.0, 4.0, 5.0, 9.0];
        let line = input.map(|x| 7.0 - 2.0 * x);
        let all = share_of_variance(&input, &line).unwrap().unwrap();
        assert!((all.share - 1.0).abs() < 1e-9 && all.standard_error < 1e-9, "{all:?}");
        let rise = input.map(|x: f64| x.powi(9));
        assert!(share_of_variance(&input, &rise).unwrap().unwrap().share < 0.9);
        let in_ranks = share_of_variance(&ranks(&input), &ranks(&rise)).unwrap().unwrap();
        assert!((in_ranks.share - 1.0).abs() < 1e-9);
    }

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[30.0, 10.0, 30.0, 20.0, 30.0]), [4.0, 1.0, 4.0, 2.0, 4.0]);
        assert_eq!(ranks(&[]), [0.0; 0]);
    }

    #[test]
    fn a_constant_has_no_share() {
        let varies = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(share_of_variance(&[7.0; 5], &varies), Ok(None));
        assert_eq!(share_of_variance(&varies, &[0.0; 5]), Ok(None));
        assert_eq!(share_of_variance(&[1e9, 1e9, 1e9, 1e9, 1e9 + 1.0], &varies), Ok(None), "in one run only");
    }

    #[test]
    fn odd_samples_are_errors() {
        assert!(share_of_variance(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]).is_err());
        assert!(share_of_variance(&[1.0; 5], &[1.0; 4]).is_err());
        assert!(share_of_variance(&[1.0, 2.0, f64::NAN, 4.0], &[1.0, 2.0, 3.0, 4.0]).is_err());
    }

    #[test]
    fn shares_of_several_inputs_add_up_to_one_minus_chance() {
        // 14 of 16 parts of the variance, 2 are noise. Within 4 errors: one false alarm in 16,000
        // seeds.
        let (inputs, outcome) = linear(&mut SplitMix64::seed_from_u64(3), 2_000);
        let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
        let all = joint_share_of_variance(&inputs, &outcome).unwrap().unwrap();
        assert!((all.share - 14.0 / 16.0).abs() < 4.0 * all.standard_error, "{all:?}");
        assert!(all.standard_error < 0.03, "{all:?}");
        let sum: f64 =
            inputs.iter().map(|input| share_of_variance(input, &outcome).unwrap().unwrap().share).sum();
        assert!((all.share - sum).abs() < 1e-12);
        let still = [7.0; 2_000];
        assert_eq!(
            joint_share_of_variance(&[inputs[0], &still], &outcome),
            share_of_variance(inputs[0], &outcome)
        );
        assert_eq!(joint_share_of_variance(&[&still], &outcome), Ok(None));
    }

    #[test]
    fn twenty_runs_identify_the_input_with_effect_among_thirteen() {
        // 500 samples of 20 runs, y = 3a + 12 others of variance 1/12 without effect + noise of
        // variance 1/12: a share of 9/10. Of 6,000 shares without effect less than one in a hundred
        // may be significant by chance; three in a thousand are, 18 with a standard deviation of 4,
        // so that another seed does not fail.
        let mut random = SplitMix64::seed_from_u64(5);
        let (mut found, mut by_chance) = (0, 0);
        for _ in 0..500 {
            let inputs: Vec<Vec<f64>> = (0..13).map(|_| uniform(&mut random, 20)).collect();
            let noise = uniform(&mut random, 20);
            let outcome: Vec<f64> = inputs[0].iter().zip(&noise).map(|(a, noise)| 3.0 * a + noise).collect();
            let apart =
                |input: &Vec<f64>| share_of_variance(input, &outcome).unwrap().unwrap().is_significant();
            found += u32::from(apart(&inputs[0]));
            by_chance += inputs[1..].iter().filter(|input| apart(input)).count();
        }
        assert_eq!(found, 500);
        assert!(by_chance < 60, "{by_chance}");
    }
}
