//! Multiple comparisons: adjusted p values and simultaneous intervals.
//!
//! Comparing four plans with a reference at 5 % each gives false findings far more often than 5 %
//! of the time. Adjusted p values are compared with the level for the whole family.
//!
//! | method | controls | assumes |
//! | --- | --- | --- |
//! | Bonferroni | probability of any false finding | nothing |
//! | Holm | the same, and finds at least as much | nothing |
//! | Benjamini–Hochberg | share of false findings among those made | independent or positively dependent tests |

use super::StatsError;
use super::critical_value::students_t;
use super::error::{at_least, inside_unit, share};

/// Bonferroni's adjusted p values, in the order given: k p, at most 1.
///
/// # Errors
/// [`StatsError::OutOfRange`] if a p value is not from 0 to 1.
///
/// Source: O. J. Dunn, "Multiple comparisons among means", Journal of the American Statistical
/// Association 56 (1961) 52–64.
pub fn bonferroni(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    let count = p_values.len() as f64;
    checked(p_values)?;
    Ok(p_values.iter().map(|p| (p * count).min(1.0)).collect())
}

/// Holm's adjusted p values, in the order given: of the i-th smallest (k − i + 1) p, never less
/// than that of a smaller one, at most 1.
///
/// # Errors
/// [`StatsError::OutOfRange`] if a p value is not from 0 to 1.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
/// of Statistics 6 (1979) 65–70.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    let order = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest_so_far = 0.0_f64;
    for (smaller, &index) in order.iter().enumerate() {
        let left = (p_values.len() - smaller) as f64;
        largest_so_far = largest_so_far.max((left * p_values[index]).min(1.0));
        adjusted[index] = largest_so_far;
    }
    Ok(adjusted)
}

/// Benjamini and Hochberg's adjusted p values, in the order given: of the i-th smallest k p / i,
/// never more than that of a larger one, at most 1.
///
/// # Errors
/// [`StatsError::OutOfRange`] if a p value is not from 0 to 1.
///
/// Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the
/// Royal Statistical Society B 57 (1995) 289–300.
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    let order = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut smallest_so_far = 1.0_f64;
    for (smaller, &index) in order.iter().enumerate().rev() {
        let rank = (smaller + 1) as f64;
        smallest_so_far = smallest_so_far.min(p_values.len() as f64 * p_values[index] / rank);
        adjusted[index] = smallest_so_far;
    }
    Ok(adjusted)
}

/// Number of adjusted p values at or below the level.
pub fn rejected(adjusted: &[f64], level: f64) -> usize {
    adjusted.iter().filter(|&&p| p <= level).count()
}

/// Factor of the standard errors with which `comparisons` two-sided intervals hold simultaneously
/// with at least the confidence c: Student's t at 1 − (1 − c)/(2k).
///
/// # Errors
/// [`StatsError::TooFew`] without a comparison, [`StatsError::OutOfRange`] if the confidence is not
/// strictly between 0 and 1 or there is less than one degree of freedom.
///
/// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. (2015), sec. 10.3.
pub fn bonferroni_factor(
    comparisons: usize,
    degrees_of_freedom: f64,
    confidence: f64,
) -> Result<f64, StatsError> {
    at_least(1, comparisons)?;
    inside_unit("confidence", confidence)?;
    // Of the lower tail, which keeps its digits; the distribution is symmetric.
    let tail = (1.0 - confidence) / (2.0 * comparisons as f64);
    students_t(tail, degrees_of_freedom).map(|t| -t)
}

fn checked(p_values: &[f64]) -> Result<(), StatsError> {
    p_values.iter().try_for_each(|&p| share("p value", p).map(drop))
}

/// Indices of the p values in ascending order; equal ones in the order given.
fn ascending(p_values: &[f64]) -> Result<Vec<usize>, StatsError> {
    checked(p_values)?;
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(values: &[f64], expected: &[f64]) {
        assert_eq!(values.len(), expected.len());
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-12, "{value} is not near {expected}");
        }
    }

    #[test]
    fn adjusted_p_values_match_hand_calculation() {
        let p = [0.04, 0.01, 0.03];
        near(&bonferroni(&p).unwrap(), &[0.12, 0.03, 0.09]);
        // Ascending 0.01 x 3, 0.03 x 2, then 0.04 x 1 may not be less than 0.06.
        near(&holm(&p).unwrap(), &[0.06, 0.03, 0.06]);
        // Descending 0.04 x 3/3, then 0.03 x 3/2 = 0.045 may not be more than 0.04, then 0.01 x 3.
        near(&benjamini_hochberg(&p).unwrap(), &[0.04, 0.03, 0.04]);
        assert_eq!(rejected(&holm(&p).unwrap(), 0.05), 1);
        assert_eq!(rejected(&benjamini_hochberg(&p).unwrap(), 0.05), 3);
    }

    #[test]
    fn no_adjusted_p_value_exceeds_one() {
        for adjust in [bonferroni, holm, benjamini_hochberg] {
            near(&adjust(&[1.0, 1.0]).unwrap(), &[1.0, 1.0]);
            near(&adjust(&[]).unwrap(), &[]);
        }
    }

    #[test]
    fn one_comparison_needs_no_adjustment() {
        for adjust in [bonferroni, holm, benjamini_hochberg] {
            near(&adjust(&[0.2]).unwrap(), &[0.2]);
        }
        // t(0.75, 1) = 1.
        near(&[bonferroni_factor(1, 1.0, 0.5).unwrap()], &[1.0]);
    }

    #[test]
    fn a_value_outside_0_and_1_is_an_error() {
        for bad in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            for adjust in [bonferroni, holm, benjamini_hochberg] {
                assert!(adjust(&[0.5, bad]).is_err(), "{bad}");
            }
            assert!(bonferroni_factor(2, 5.0, bad).is_err());
        }
        assert!(bonferroni_factor(0, 5.0, 0.95).is_err());
        assert!(bonferroni_factor(2, 0.0, 0.95).is_err());
    }
}
