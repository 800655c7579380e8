//! Verdict: the pass rules of section 2 of the page of the case files.
//!
//! | tolerance | the value passes when |
//! | --- | --- |
//! | `exact` | equal (numbers that are not whole: to 1e-9 of their size) |
//! | `rel X`, `abs X`, `rel X; abs Y` | the difference is at most X times the value; at most X; at most the larger of the two |
//! | `ci` | the estimate is precise and near |
//! | `fluid` | the difference is at most the larger of 0.5 % of the value and `allowance` |
//! | `contrast` | not tested: printed |
//!
//! **`ci`**, from R ≥ 10 independent numbers with mean m and standard error SE: *precise* is a 95 %
//! half-width of at most `max_half_width`, else the run may be lengthened up to ten times and what
//! is inconclusive then fails; *near* is
//! |m − value| ≤ 3 SE + `error`, and a value that misses must be near in a second run of four times the length with another fixed seed. Over all values: at most 2 % may need the second run (or one, where 2 % is less than one), and the root mean square of z = (m − value)/SE lies between 0.7 and 1.4 over all files and between 0.5 and 1.7 for each; a file outside is run once with the second seed, and fails if it is outside again. Where a standard error is 0 there is no z. Values of one case are correlated, so the root mean square of fewer than [`FEWEST_CASES`] cases says nothing about the simulator and is reported, but not judged.

use super::case::{Expected, Tried};
use gplc::stats::critical_value::students_t;
use gplc::stats::moments::Moments;

/// Fewest independent numbers of an estimate.
pub const FEWEST: usize = 10;

/// Fewest cases whose root mean square of z is judged.
pub const FEWEST_CASES: usize = 5;

/// A run may be a number of times as long as suggested, to be precise.
pub const LONGEST: f64 = 10.0;

/// A second run is a number of times as long as the first.
pub const SECOND: f64 = 4.0;

/// What independent numbers report of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    pub standard_error: f64,
    /// Of the 95 % interval.
    pub half_width: f64,
}

impl Estimate {
    /// From one number a replication (or a group of them).
    pub fn of(values: &[f64]) -> Tried<Self> {
        if values.len() < FEWEST {
            return Err(format!("{} replications are fewer than {FEWEST}", values.len()).into());
        }
        let moments = Moments::of(values.iter().copied())?;
        let standard_error = moments.standard_error()?;
        let t = students_t(0.975, values.len() as f64 - 1.0)?;
        Ok(Estimate { mean: moments.mean()?, standard_error, half_width: t * standard_error })
    }

    /// Whether the interval is as narrow as an estimate of this value must be.
    pub fn precise(&self, expected: &Expected) -> Tried<bool> {
        Ok(self.half_width <= expected.max_half_width.ok_or("`ci` needs a `max_half_width`")?)
    }

    /// Whether the value is where the estimate says that it is; `off` is how far a quantile of a
    /// histogram may be off.
    pub fn near(&self, expected: &Expected, off: f64) -> Tried<bool> {
        Ok((self.mean - expected.target()?).abs() <= 3.0 * self.standard_error + expected.error + off)
    }

    /// The difference in standard errors, if there are any.
    pub fn z(&self, expected: &Expected) -> Tried<Option<f64>> {
        let difference = self.mean - expected.target()?;
        Ok((self.standard_error > 0.0).then(|| difference / self.standard_error))
    }
}

/// Whether a number without chance agrees with what is expected.
pub fn agrees(expected: &Expected, value: f64) -> Tried<bool> {
    let target = expected.target()?;
    let mut allowed = 0.0_f64;
    for part in expected.tolerance.split(';').map(str::trim) {
        allowed = allowed.max(match part.split_once(' ') {
            None if part == "exact" && target.fract() == 0.0 => 0.0,
            None if part == "exact" => 1e-9 * target.abs(),
            None if part == "fluid" => (0.005 * target.abs()).max(expected.allowance),
            Some(("rel", share)) => share.parse::<f64>()? * target.abs(),
            Some(("abs", amount)) => amount.parse()?,
            _ => return Err(format!("the harness does not know the tolerance `{part}`").into()),
        });
    }
    Ok((value - target).abs() <= allowed)
}

/// Root mean square; nothing of nothing.
pub fn root_mean_square(z: &[f64]) -> Option<f64> {
    (!z.is_empty()).then(|| (z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64).sqrt())
}

/// Whether the z of one file spread as those of a right simulator; of so few cases no one can say.
pub fn file_spreads_rightly(z: &[f64], cases: usize) -> bool {
    cases < FEWEST_CASES || root_mean_square(z).is_none_or(|spread| (0.5..=1.7).contains(&spread))
}

/// The same of all files together.
pub fn all_spread_rightly(z: &[f64], cases: usize) -> bool {
    cases < FEWEST_CASES || root_mean_square(z).is_none_or(|spread| (0.7..=1.4).contains(&spread))
}

/// Whether a number of of all `ci` values may have needed their second run.
pub fn few_second_runs(second_runs: usize, values: usize) -> bool {
    second_runs <= (values / 50).max(1)
}
