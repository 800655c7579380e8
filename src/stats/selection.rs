//! Selection: the best of several plans, and the number of replications needed to select it.
//!
//! Pairwise comparison shows which differences are significant; selection names the plan to choose.
//! Two procedures, from the same first replications of every plan:
//!
//! ```text
//!                             ┌─► [subset]            plans that may be the best; contains the best
//! first n0 of every plan ─────┤
//!                             └─► [fully_sequential]  one more of each survivor ─► plans clearly behind
//!                                                           ▲                      are eliminated
//!                                                           └── until one is left ◄──────┘
//! ```
//!
//! The best is the plan with the **smallest** mean, as for backlogs and days; where more is better,
//! pass negated values. Replication i of all plans is a block: with common random numbers the
//! differences vary less, and [`fully_sequential`] needs fewer replications.
//!
//! Knows nothing of how replications are made. The caller passes longer series in a next call;
//! decisions made on shorter ones remain.

use super::StatsError;
use super::critical_value::students_t;
use super::error::{all_finite, at_least, not_overflown};
use super::moments::Moments;

/// Maximum number of replications: beyond it counts are not exact in f64.
const MOST: f64 = (1_u64 << 53) as f64;

/// Requirements on a selection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Requirements {
    /// Number of first replications of every plan, n0: 2 or more. Variances are estimated from
    /// these alone; 10 or more keep the remainder short.
    pub first: usize,
    /// The smallest difference in the mean that matters, δ, in the unit of the values: plans closer
    /// to the best than this count as equally good.
    pub indifference: f64,
    /// Minimum probability 1 − α of selecting the best if it is better than all others by δ or
    /// more. Over 1/k for k plans, the probability by guessing.
    pub confidence: f64,
}

/// Decision of a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A plan is selected.
    Selected {
        /// Its number, from 0.
        plan: usize,
        /// Its replications when it was selected.
        replications: usize,
    },
    /// A series ended before the decision: the remaining plans need more replications.
    Undecided {
        /// Replications used of all remaining plans.
        replications: usize,
    },
}

/// Result of [`fully_sequential`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// For each plan the replications after which it was eliminated; none if it was not.
    pub eliminated_at: Vec<Option<usize>>,
    /// The plan selected, if it could be.
    pub outcome: Decision,
    /// Number of replications of a plan that decides in any case: the largest integer part of h²
    /// S²/δ² over all pairs, plus 1. If below n0, the first n0 decide.
    pub largest_sample: usize,
}

impl Selection {
    /// Numbers of the plans that are not eliminated, in ascending order from 0.
    pub fn left(&self) -> impl Iterator<Item = usize> {
        let plans = self.eliminated_at.iter().enumerate();
        plans.filter(|(_, eliminated)| eliminated.is_none()).map(|(plan, _)| plan)
    }
}

/// η of the fully sequential procedure: ((2α/(k − 1))^(−2/(n0 − 1)) − 1)/2 for k plans, n0 first
/// replications and the confidence 1 − α; without unit, positive.
///
/// # Errors
/// [`StatsError::TooFew`] with fewer than two plans or two first replications,
/// [`StatsError::OutOfRange`] if the confidence is not over 1/k and under 1,
/// [`StatsError::TooLarge`] if the result overflows, for a high confidence with few replications.
///
/// Source: S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone
/// selection in simulation", ACM Transactions on Modeling and Computer Simulation 11 (2001)
/// 251–273: the root of g(η) = α/(k − 1) for c = 1, where g(η) = (1 + 2η)^(−(n0 − 1)/2)/2.
pub fn eta(plans: usize, first: usize, confidence: f64) -> Result<f64, StatsError> {
    let (others, degrees_of_freedom, alpha) = checked(plans, first, confidence)?;
    // By expm1, which keeps the digits with many first replications.
    not_overflown((-2.0 / degrees_of_freedom * (2.0 * alpha / others).ln()).exp_m1() / 2.0)
}

/// h² of the fully sequential procedure: 2η(n0 − 1), without unit.
///
/// A pair of plans whose differences have the variance S² is decided after h² S²/δ² replications at
/// the latest.
///
/// # Errors
/// As [`eta`].
///
/// Source: Kim and Nelson 2001, h² = 2cη(n0 − 1) with c = 1.
pub fn h_squared(plans: usize, first: usize, confidence: f64) -> Result<f64, StatsError> {
    not_overflown(2.0 * eta(plans, first, confidence)? * (first - 1) as f64)
}

/// Sample variance (divisor n − 1) of the differences of two plans, replication by replication: S²,
/// in the square of the unit of the values.
///
/// # Errors
/// [`StatsError::DifferentLengths`], [`StatsError::TooFew`] with fewer than two replications,
/// [`StatsError::NotFinite`] for a NaN or an infinity, [`StatsError::TooLarge`] if squares
/// overflow.
///
/// Source: Kim and Nelson 2001, S² of the first n0 of a pair.
pub fn difference_variance(plan: &[f64], other: &[f64]) -> Result<f64, StatsError> {
    if plan.len() != other.len() {
        return Err(StatsError::DifferentLengths { first: plan.len(), second: other.len() });
    }
    all_finite(plan)?;
    all_finite(other)?;
    let differences =
        plan.iter().zip(other).map(|(a, b)| not_overflown(a - b)).collect::<Result<Vec<f64>, _>>()?;
    Moments::of(differences)?.variance()
}

/// Selects the plan with the smallest mean: one replication more of each survivor at a time, until
/// one is left.
///
/// `plans[i]` holds the values of plan i, one per replication; it may end where the plan is
/// eliminated. After r replications, from n0 on, plan i is eliminated if its mean exceeds that of a
/// plan l that survived the round before by more than W = max(0, δ/(2r) (h² S²/δ² − r)), where S²
/// is the variance of their differences over the first n0. If plans of equal means are left where W
/// is 0 for all of them, the first of them is selected.
///
/// Selects the best with the requested confidence if it is better than all others by δ or more and
/// the values are normal; means over many items, such as days, nearly are. Replications must be
/// independent of each other; the plans need not be.
///
/// ```
/// use gplc::stats::selection::{Decision, Requirements, fully_sequential};
///
/// // Differences -1 and 1: S² = 2; h² = 3, so W = (6 - r)/(2r). After 4: 1 - 0.5 > 0.25.
/// let plans = [[0.0, 2.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]];
/// let requirements = Requirements { first: 2, indifference: 1.0, confidence: 0.75 };
/// let selection = fully_sequential(&plans, &requirements)?;
/// assert_eq!(selection.outcome, Decision::Selected { plan: 0, replications: 4 });
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// # Errors
/// As [`eta`]; also [`StatsError::TooFew`] with a series shorter than n0,
/// [`StatsError::OutOfRange`] if δ is not positive and finite, [`StatsError::NotFinite`] for a NaN
/// or an infinity, with its place in its series, [`StatsError::TooLarge`] if squares overflow or δ
/// is so small that more than 2^53 replications could be needed.
///
/// Source: Kim and Nelson 2001, procedure KN with c = 1 (there the largest mean is the best).
pub fn fully_sequential<P: AsRef<[f64]>>(
    plans: &[P],
    requirements: &Requirements,
) -> Result<Selection, StatsError> {
    let Requirements { first, indifference, confidence } = *requirements;
    let h_squared = h_squared(plans.len(), first, confidence)?;
    if !(indifference.is_finite() && indifference > 0.0) {
        return Err(StatsError::OutOfRange {
            what: "indifference",
            allowed: "positive and finite",
            received: indifference,
        });
    }
    let mut means = first_moments(plans, first)?;
    let decided_after = decided_after(plans, first, h_squared, indifference)?;
    let latest = decided_after.iter().flatten().copied().fold(0.0, f64::max).floor();
    if latest >= MOST {
        return Err(StatsError::TooLarge);
    }
    let largest_sample = latest as usize + 1;

    let mut eliminated_at = vec![None; plans.len()];
    let mut left: Vec<usize> = (0..plans.len()).collect();
    let mut replications = first;
    let outcome = loop {
        let r = replications as f64;
        let ahead_by = |l: usize, i: usize| -> Result<bool, StatsError> {
            let needed = (indifference / (2.0 * r) * (decided_after[l][i] - r)).max(0.0);
            Ok(means[i].mean()? > means[l].mean()? + needed)
        };
        // All are compared with all survivors of the round before, including those eliminated in
        // this one.
        let mut stays = Vec::with_capacity(left.len());
        for &i in &left {
            let mut behind = false;
            for &l in &left {
                behind |= l != i && ahead_by(l, i)?;
            }
            if behind {
                eliminated_at[i] = Some(replications);
            } else {
                stays.push(i);
            }
        }
        left = stays;
        // The plan with the smallest mean is never eliminated, so there is always one.
        if left.len() == 1 || replications >= largest_sample {
            break Decision::Selected { plan: left[0], replications };
        }
        if left.iter().any(|&plan| plans[plan].as_ref().len() == replications) {
            break Decision::Undecided { replications };
        }
        for &plan in &left {
            means[plan].push(plans[plan].as_ref()[replications])?;
        }
        replications += 1;
    };
    Ok(Selection { eliminated_at, outcome, largest_sample })
}

/// Student's t of [`subset`]: its quantile (1 − α)^(1/(k − 1)) with n0 − 1 degrees of freedom, for
/// k plans and the confidence 1 − α; positive.
///
/// # Errors
/// [`StatsError::TooFew`] with fewer than two plans or two replications, [`StatsError::OutOfRange`]
/// if the confidence is not over 1/k and under 1.
///
/// Source: B. L. Nelson, J. Swann, D. Goldsman and W. Song, "Simple procedures for selecting the
/// best simulated system when the number of alternatives is large", Operations Research 49 (2001)
/// 950–963.
pub fn subset_t(plans: usize, replications: usize, confidence: f64) -> Result<f64, StatsError> {
    let (others, degrees_of_freedom, alpha) = checked(plans, replications, confidence)?;
    // Of the lower tail, which keeps its digits; the distribution is symmetric.
    let tail = -((-alpha).ln_1p() / others).exp_m1();
    students_t(tail, degrees_of_freedom).map(|t| -t)
}

/// Numbers of the plans, from 0, that may be the best: those whose mean exceeds no other's by more
/// than t √(S²/n + S²/n), each S² the variance of one of the two, with the t of [`subset_t`].
///
/// `plans[i]` holds the values of plan i, one per replication, the same number n of all. With a
/// probability of at least `confidence`, the plan with the smallest true mean is among them, if the
/// values are normal and the plans independent. The plan with the smallest sample mean always is.
/// The gain from common random numbers is not used; [`fully_sequential`] uses it.
///
/// ```
/// use gplc::stats::selection::subset;
///
/// // Means 1, 2.4 and 7, variances 2 over 2: t = 1 here, and t √(1 + 1) = 1.41.
/// let best = subset(&[[0.0, 2.0], [1.4, 3.4], [6.0, 8.0]], 0.5625)?;
/// assert_eq!(best, [0, 1]);
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// # Errors
/// As [`subset_t`]; also [`StatsError::DifferentLengths`], [`StatsError::NotFinite`] for a NaN or
/// an infinity, with its place in its series, [`StatsError::TooLarge`] if squares overflow.
///
/// Source: Nelson, Swann, Goldsman and Song 2001, screening with equal numbers of replications and
/// without a zone of indifference (there the largest mean is the best).
pub fn subset<P: AsRef<[f64]>>(plans: &[P], confidence: f64) -> Result<Vec<usize>, StatsError> {
    let replications = plans.first().map_or(0, |plan| plan.as_ref().len());
    for plan in plans {
        let second = plan.as_ref().len();
        if second != replications {
            return Err(StatsError::DifferentLengths { first: replications, second });
        }
    }
    let t = subset_t(plans.len(), replications, confidence)?;
    let mut seen = Vec::with_capacity(plans.len());
    for moments in first_moments(plans, replications)? {
        seen.push((moments.mean()?, moments.standard_error()?));
    }
    let behind = |&(mean, error): &(f64, f64)| {
        seen.iter().any(|&(other, other_error)| mean > other + t * error.hypot(other_error))
    };
    Ok((0..plans.len()).filter(|&plan| !behind(&seen[plan])).collect())
}

/// The number of other plans, the degrees of freedom of the first replications, and α.
fn checked(plans: usize, first: usize, confidence: f64) -> Result<(f64, f64, f64), StatsError> {
    at_least(2, plans)?;
    at_least(2, first)?;
    if !(confidence > 1.0 / plans as f64 && confidence < 1.0) {
        return Err(StatsError::OutOfRange {
            what: "confidence",
            allowed: "over one in the number of plans, and under 1",
            received: confidence,
        });
    }
    Ok(((plans - 1) as f64, (first - 1) as f64, 1.0 - confidence))
}

/// Moments of the first values of each plan.
fn first_moments<P: AsRef<[f64]>>(plans: &[P], first: usize) -> Result<Vec<Moments>, StatsError> {
    let of_plan = |plan: &P| {
        let values = plan.as_ref();
        at_least(first, values.len())?;
        all_finite(values)?;
        Moments::of(values[..first].iter().copied())
    };
    plans.iter().map(of_plan).collect()
}

/// h² S²/δ² of each pair of plans: from that many replications on, the smaller mean decides.
fn decided_after<P: AsRef<[f64]>>(
    plans: &[P],
    first: usize,
    h_squared: f64,
    indifference: f64,
) -> Result<Vec<Vec<f64>>, StatsError> {
    let of_pair = |plan: &P, other: &P| {
        let variance = difference_variance(&plan.as_ref()[..first], &other.as_ref()[..first])?;
        not_overflown(h_squared * variance / indifference / indifference)
    };
    plans.iter().map(|plan| plans.iter().map(|other| of_pair(plan, other)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};
    use rand_distr::StandardNormal;
    use rand_xoshiro::Xoshiro256PlusPlus;

    /// With two plans and two first replications h² is 3: η = ((2 x 0.25)^-2 - 1)/2 = 1.5, h² = 2 x
    /// 1.5 x 1. So with S² = 2 it is decided after 6/0.81 = 7.4, and W = 0.45 (7.4/r - 1): 1.22,
    /// 0.66, 0.38 after 2, 3, 4.
    const TERMS: Requirements = Requirements { first: 2, indifference: 0.9, confidence: 0.75 };

    #[test]
    fn the_constants_match_hand_calculation() {
        assert!((eta(2, 2, 0.75).unwrap() - 1.5).abs() < 1e-12);
        assert!((h_squared(2, 2, 0.75).unwrap() - 3.0).abs() < 1e-12);
        // Two others and 5 first: 2 x 0.0625/2 = 1/16, to the power -2/4 is 4; h² = 2 x 1.5 x 4.
        assert!((eta(3, 5, 0.9375).unwrap() - 1.5).abs() < 1e-12);
        assert!((h_squared(3, 5, 0.9375).unwrap() - 12.0).abs() < 1e-12);
        // With one degree of freedom t = tan(pi (p - 1/2)): p = 0.75, as root of 0.5625 for two
        // others.
        assert!((subset_t(2, 2, 0.75).unwrap() - 1.0).abs() < 1e-12);
        assert!((subset_t(3, 2, 0.5625).unwrap() - 1.0).abs() < 1e-12);
        // Differences -1 and 1.
        assert!((difference_variance(&[0.0, 2.0], &[1.0, 1.0]).unwrap() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn with_many_first_replications_h_squared_goes_to_its_limit() {
        // (n0 - 1) ((2α/(k - 1))^(-2/(n0 - 1)) - 1) -> -2 ln(2α/(k - 1)).
        let limit = -2.0 * 0.1_f64.ln();
        assert!((h_squared(2, 1_000_000_001, 0.95).unwrap() / limit - 1.0).abs() < 1e-8);
    }

    #[test]
    fn a_plan_is_eliminated_when_it_is_far_enough_behind() {
        // S² = 2: W is 1.22, 0.66, 0.38 after 2, 3, 4; the second is behind by 0, 0.33, 0.5.
        let plans = [vec![0.0, 2.0, 0.0, 0.0], vec![1.0, 1.0, 1.0, 1.0]];
        let selection = fully_sequential(&plans, &TERMS).unwrap();
        assert_eq!(selection.eliminated_at, [None, Some(4)]);
        assert_eq!(selection.outcome, Decision::Selected { plan: 0, replications: 4 });
        assert_eq!(selection.largest_sample, 8);
        assert_eq!(selection.left().collect::<Vec<_>>(), [0]);
        // Half the difference matters: decided after 29.6, with W = 1.4 after 4.
        let finer = Requirements { indifference: 0.45, ..TERMS };
        let selection = fully_sequential(&plans, &finer).unwrap();
        assert_eq!(selection.outcome, Decision::Undecided { replications: 4 });
        assert_eq!((selection.largest_sample, selection.left().count()), (30, 2));
    }

    #[test]
    fn plans_eliminated_in_the_same_round_still_count() {
        // h² = 3 for three plans at α = 0.5. Neighbours: S² = 2, W = 1.22, apart by 2. The first
        // and the last: S² = 8, W = 6.2, apart by 4: only the second, which is eliminated too,
        // eliminates the last.
        let requirements = Requirements { confidence: 0.5, ..TERMS };
        let plans = [[0.0, 0.0], [3.0, 1.0], [6.0, 2.0]];
        let selection = fully_sequential(&plans, &requirements).unwrap();
        assert_eq!(selection.eliminated_at, [None, Some(2), Some(2)]);
        assert_eq!(selection.outcome, Decision::Selected { plan: 0, replications: 2 });
        // Without the second, both stay.
        let selection = fully_sequential(&[plans[0], plans[2]], &TERMS).unwrap();
        assert_eq!(selection.outcome, Decision::Undecided { replications: 2 });
    }

    #[test]
    fn a_series_may_end_where_its_plan_is_eliminated() {
        // The third is behind by 10 where W is 1.22; the first two continue alone, with h² = 3 as
        // above.
        let requirements = Requirements { confidence: 0.5, ..TERMS };
        let plans = [vec![0.0, 2.0, 0.0, 0.0], vec![1.0, 1.0, 1.0, 1.0], vec![11.0, 11.0]];
        let selection = fully_sequential(&plans, &requirements).unwrap();
        assert_eq!(selection.eliminated_at, [None, Some(4), Some(2)]);
        let short = [&plans[0][..3], &plans[1], &plans[2]];
        let selection = fully_sequential(&short, &requirements).unwrap();
        assert_eq!(selection.outcome, Decision::Undecided { replications: 3 });
        assert_eq!(selection.eliminated_at, [None, None, Some(2)]);
    }

    #[test]
    fn equal_plans_are_decided_by_the_first_replications() {
        // S² = 0: no more than the first replications; of equals the first.
        let selection = fully_sequential(&[[1.0, 5.0], [1.0, 5.0]], &TERMS).unwrap();
        assert_eq!(selection.outcome, Decision::Selected { plan: 0, replications: 2 });
        assert_eq!((selection.eliminated_at, selection.largest_sample), (vec![None, None], 1));
        // The smallest lead decides.
        let selection = fully_sequential(&[[2.0, 6.0], [1.0, 5.0]], &TERMS).unwrap();
        assert_eq!(selection.outcome, Decision::Selected { plan: 1, replications: 2 });
        assert_eq!(selection.eliminated_at, [Some(2), None]);
    }

    #[test]
    fn at_the_largest_sample_any_lead_decides_and_ties_go_to_the_first() {
        // S² = 2, so 8 decide. Both means are 1 from the second on.
        let mut plans = [vec![0.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], vec![1.0; 8]];
        let selection = fully_sequential(&plans, &TERMS).unwrap();
        assert_eq!(selection.outcome, Decision::Selected { plan: 0, replications: 8 });
        assert_eq!(selection.eliminated_at, [None, None]);
        plans[0][7] = 1.5;
        let selection = fully_sequential(&plans, &TERMS).unwrap();
        assert_eq!(selection.outcome, Decision::Selected { plan: 1, replications: 8 });
        assert_eq!(selection.eliminated_at, [Some(8), None]);
    }

    #[test]
    fn the_subset_keeps_every_plan_that_may_be_the_best() {
        // t √(2/2 + 2/2) = 1.414 for each pair.
        let plans = |second: f64| [[0.0, 2.0], [second - 1.0, second + 1.0], [6.0, 8.0]];
        assert_eq!(subset(&plans(2.41), 0.5625).unwrap(), [0, 1]);
        assert_eq!(subset(&plans(2.42), 0.5625).unwrap(), [0]);
        assert_eq!(subset(&plans(-0.42), 0.5625).unwrap(), [1]);
        // A plan with a larger variance may be better than its mean: 5 behind of √(1 + 25), while
        // 1.4 are too far with √(1 + 0).
        assert_eq!(subset(&[[0.0, 2.0], [2.4, 2.4], [1.0, 11.0]], 0.5625).unwrap(), [0, 2]);
    }

    #[test]
    fn a_best_plan_by_the_indifference_zone_is_selected_with_the_confidence() {
        // The hardest case: all others worse by exactly δ, here one standard deviation, plans
        // independent. Of 400 selections at 90 % at least 342 are right except one time in a
        // thousand (360 minus 3 standard deviations of 6). The same counts for subsets.
        let mut random = Xoshiro256PlusPlus::seed_from_u64(2001);
        let requirements = Requirements { first: 10, indifference: 1.0, confidence: 0.9 };
        let (mut selected, mut kept, mut left_out) = (0, 0, 0);
        for _ in 0..400 {
            let plans: Vec<Vec<f64>> = [1.0, 0.0, 1.0, 1.0]
                .iter()
                .map(|mean| (0..200).map(|_| mean + random.sample::<f64, _>(StandardNormal)).collect())
                .collect();
            let selection = fully_sequential(&plans, &requirements).unwrap();
            let Decision::Selected { plan, .. } = selection.outcome else { panic!("{selection:?}") };
            selected += u32::from(plan == 1);
            let first: Vec<&[f64]> = plans.iter().map(|plan| &plan[..10]).collect();
            let subset = subset(&first, 0.9).unwrap();
            kept += u32::from(subset.contains(&1));
            left_out += 4 - subset.len();
        }
        assert!(selected >= 342 && kept >= 342, "{selected} selected, {kept} kept");
        assert!(left_out > 400, "{left_out}: a subset of all would always keep the best");
    }

    #[test]
    fn impossible_selections_are_errors() {
        let two = [[0.0, 2.0], [1.0, 1.0]];
        let one = StatsError::TooFew { needed: 2, received: 1 };
        assert_eq!(eta(1, 10, 0.95), Err(one));
        assert_eq!(eta(2, 1, 0.95), Err(one));
        assert_eq!(subset_t(1, 10, 0.95), Err(one));
        assert_eq!(fully_sequential(&two[..1], &TERMS), Err(one));
        assert_eq!(subset(&two[..1], 0.95), Err(one));
        assert_eq!(subset::<[f64; 2]>(&[], 0.95), Err(StatsError::TooFew { needed: 2, received: 0 }));
        assert_eq!(subset(&[[0.0], [1.0]], 0.95), Err(one));
        let longer = Requirements { first: 3, ..TERMS };
        assert_eq!(fully_sequential(&two, &longer), Err(StatsError::TooFew { needed: 3, received: 2 }));
        let ragged: [&[f64]; 2] = [&[0.0, 2.0, 1.0], &[1.0, 1.0]];
        let different = StatsError::DifferentLengths { first: 3, second: 2 };
        assert_eq!(subset(&ragged, 0.95), Err(different));
        assert_eq!(difference_variance(ragged[0], ragged[1]), Err(different));
        for bad in [0.5, 1.0, 0.0, -1.0, 95.0, f64::NAN, f64::INFINITY] {
            assert!(eta(2, 10, bad).is_err() && subset_t(2, 10, bad).is_err(), "{bad}");
            assert!(fully_sequential(&two, &Requirements { confidence: bad, ..TERMS }).is_err(), "{bad}");
            assert!(subset(&two, bad).is_err(), "{bad}");
        }
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(fully_sequential(&two, &Requirements { indifference: bad, ..TERMS }).is_err(), "{bad}");
        }
        for bad in [f64::NAN, f64::INFINITY] {
            let values = [[0.0, bad], [1.0, 1.0]];
            assert!(matches!(fully_sequential(&values, &TERMS), Err(StatsError::NotFinite { index: 1, .. })));
            assert!(matches!(subset(&values, 0.95), Err(StatsError::NotFinite { index: 1, .. })));
            assert!(difference_variance(&values[0], &values[1]).is_err());
        }
        // Smaller than any number of replications could resolve; larger than any sum.
        let fine = Requirements { indifference: 1e-9, ..TERMS };
        assert_eq!(fully_sequential(&two, &fine), Err(StatsError::TooLarge));
        let huge = [[f64::MAX, -f64::MAX], [-f64::MAX, f64::MAX]];
        assert_eq!(fully_sequential(&huge, &TERMS), Err(StatsError::TooLarge));
        assert_eq!(difference_variance(&huge[0], &huge[1]), Err(StatsError::TooLarge));
    }

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![1 => any::<f64>(), 9 => -20.0..20.0_f64, 1 => (0_i32..3).prop_map(f64::from)]
    }

    /// Two to five plans of the same length, of values that are never equal.
    fn plans() -> impl Strategy<Value = Vec<Vec<f64>>> {
        (2_usize..6, 3_usize..40).prop_flat_map(|(plans, length)| {
            vec((-3.0..3.0_f64, vec(-5.0..5.0_f64, length)), plans).prop_map(|plans| {
                let shifted = |(mean, values): (f64, Vec<f64>)| values.iter().map(|x| x + mean).collect();
                plans.into_iter().map(shifted).collect()
            })
        })
    }

    fn requirements() -> impl Strategy<Value = Requirements> {
        (2_usize..4, 0.1..5.0_f64, 0.51..0.999_f64)
            .prop_map(|(first, indifference, confidence)| Requirements { first, indifference, confidence })
    }

    proptest! {
        #[test]
        fn all_plans_give_an_error_or_a_selection(
            plans in vec(vec(number(), 0..12), 0..5),
            first in 0_usize..5,
            indifference in number(),
            confidence in prop_oneof![number(), 0.001..0.999_f64],
        ) {
            if let Ok(selection) = fully_sequential(&plans, &Requirements { first, indifference, confidence }) {
                let (Decision::Selected { replications, .. } | Decision::Undecided { replications }) =
                    selection.outcome;
                prop_assert!(replications >= first);
                prop_assert!(replications <= first.max(selection.largest_sample), "{selection:?}");
                let eliminated = selection.eliminated_at.iter().flatten();
                prop_assert!(eliminated.clone().all(|at| (first..=replications).contains(at)));
                match selection.outcome {
                    Decision::Selected { plan, .. } => prop_assert_eq!(selection.left().next(), Some(plan)),
                    Decision::Undecided { .. } => prop_assert!(selection.left().count() > 1),
                }
            }
            if let Ok(kept) = subset(&plans, confidence) {
                let mean = |plan: usize| Moments::of(plans[plan].iter().copied()).unwrap().mean().unwrap();
                let smallest = (0..plans.len()).map(mean).fold(f64::INFINITY, f64::min);
                prop_assert!(kept.iter().any(|&plan| mean(plan) == smallest), "{kept:?}");
            }
            if let Ok(eta) = eta(plans.len(), first, confidence) {
                prop_assert!(eta.is_finite() && eta > 0.0);
                prop_assert!(subset_t(plans.len(), first, confidence).unwrap() > 0.0);
            }
        }

        #[test]
        fn decisions_do_not_change_with_more_replications(plans in plans(), requirements in requirements()) {
            let whole = fully_sequential(&plans, &requirements).unwrap();
            let upto = |length: usize| {
                let short: Vec<&[f64]> = plans.iter().map(|plan| &plan[..length]).collect();
                fully_sequential(&short, &requirements).unwrap()
            };
            for length in requirements.first..=plans[0].len() {
                let short = upto(length);
                for (short, whole) in short.eliminated_at.iter().zip(&whole.eliminated_at) {
                    prop_assert_eq!(*short, whole.filter(|at| *at <= length));
                }
                match whole.outcome {
                    Decision::Selected { replications, .. } if replications <= length => {
                        prop_assert_eq!(short.outcome, whole.outcome);
                    }
                    _ => prop_assert_eq!(short.outcome, Decision::Undecided { replications: length }),
                }
            }
        }

        #[test]
        fn neither_the_unit_nor_the_order_of_the_plans_matters(plans in plans(), requirements in requirements()) {
            let selection = fully_sequential(&plans, &requirements).unwrap();
            // Multiplying by a power of two changes no rounding.
            let scaled: Vec<Vec<f64>> =
                plans.iter().map(|plan| plan.iter().map(|value| value * 64.0).collect()).collect();
            let in_other_unit = Requirements { indifference: requirements.indifference * 64.0, ..requirements };
            prop_assert_eq!(&fully_sequential(&scaled, &in_other_unit).unwrap(), &selection);
            prop_assert_eq!(subset(&scaled, requirements.confidence), subset(&plans, requirements.confidence));

            let backwards: Vec<&Vec<f64>> = plans.iter().rev().collect();
            let mut turned = fully_sequential(&backwards, &requirements).unwrap();
            turned.eliminated_at.reverse();
            prop_assert_eq!(turned.eliminated_at, selection.eliminated_at);
            prop_assert_eq!(turned.largest_sample, selection.largest_sample);
        }

        #[test]
        fn a_higher_confidence_keeps_more_plans_for_longer(
            plans in plans(),
            requirements in requirements(),
            surer in 0.0..0.999_f64,
        ) {
            let surer = requirements.confidence + surer * (1.0 - requirements.confidence);
            let (few, many) =
                (subset(&plans, requirements.confidence).unwrap(), subset(&plans, surer).unwrap());
            prop_assert!(few.iter().all(|plan| many.contains(plan)), "{few:?} {many:?}");
            let sample = |confidence| {
                fully_sequential(&plans, &Requirements { confidence, ..requirements }).unwrap().largest_sample
            };
            prop_assert!(sample(surer) >= sample(requirements.confidence));
        }
    }
}
