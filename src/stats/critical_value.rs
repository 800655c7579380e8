//! Critical values: quantiles of the distributions behind intervals and tests.
//!
//! A 95 % interval of a mean is the mean plus or minus [`students_t`]`(0.975, n - 1)` standard
//! errors.
//!
//! The distribution functions are those of the statrs crate; this file guards their edges (its
//! quantiles panic outside 0..1, and lose digits in the far tail and with very many degrees of
//! freedom).
//!
//! Knows nothing of samples.

use statrs::distribution::{ChiSquared, Continuous, ContinuousCDF, Normal, StudentsT};

use super::StatsError;
use super::error::inside_unit;

/// Degrees of freedom above which the expansion in 1/df is more accurate than the incomplete beta
/// function.
const MANY_DEGREES_OF_FREEDOM: f64 = 1e5;

/// Student's t: the x with P(T ≤ x) = `p`, for `degrees_of_freedom`, not necessarily an integer.
///
/// Accurate to 1e-9 of the value or better at the confidences in use.
///
/// # Errors
/// [`StatsError::OutOfRange`] if `p` is not strictly between 0 and 1, or there is less than one
/// degree of freedom.
///
/// Source: N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions, vol. 2
/// (1995), ch. 28; with more than 100,000 degrees of freedom the expansion of M. Abramowitz and I.
/// Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
pub fn students_t(p: f64, degrees_of_freedom: f64) -> Result<f64, StatsError> {
    inside_unit("probability", p)?;
    if p < 0.5 {
        // Solved in the upper half, where the survival function keeps the digits of the tail.
        upper_students_t(p, degrees_of_freedom).map(|x| -x)
    } else {
        upper_students_t(1.0 - p, degrees_of_freedom)
    }
}

/// Two-sided p value of Student's t: P(|T| ≥ |`t`|).
///
/// # Errors
/// [`StatsError::OutOfRange`] if `t` is NaN or there is less than one degree of freedom.
pub fn students_t_two_sided_p(t: f64, degrees_of_freedom: f64) -> Result<f64, StatsError> {
    if t.is_nan() {
        return Err(StatsError::OutOfRange { what: "t", allowed: "a number", received: t });
    }
    Ok((2.0 * student(degrees_of_freedom)?.sf(t.abs())).min(1.0))
}

/// Standard normal distribution: the x with P(X ≤ x) = `p`.
///
/// # Errors
/// [`StatsError::OutOfRange`] if `p` is not strictly between 0 and 1.
pub fn normal(p: f64) -> Result<f64, StatsError> {
    inside_unit("probability", p)?;
    Ok(Normal::standard().inverse_cdf(p))
}

/// Chi-squared distribution: the x with P(X ≤ x) = `p`.
///
/// # Errors
/// [`StatsError::OutOfRange`] if `p` is not strictly between 0 and 1, or there is less than one
/// degree of freedom.
pub fn chi_squared(p: f64, degrees_of_freedom: f64) -> Result<f64, StatsError> {
    inside_unit("probability", p)?;
    one_or_more(degrees_of_freedom)?;
    let distribution = ChiSquared::new(degrees_of_freedom).map_err(|_| no_degrees(degrees_of_freedom))?;
    Ok(distribution.inverse_cdf(p))
}

/// The critical value of a two-sided interval: Student's t at 1 − (1 − `confidence`)/2.
pub(super) fn two_sided_t(confidence: f64, degrees_of_freedom: f64) -> Result<f64, StatsError> {
    inside_unit("confidence", confidence)?;
    upper_students_t((1.0 - confidence) / 2.0, degrees_of_freedom)
}

/// The x ≥ 0 with P(T ≥ x) = `tail`, for a tail of at most one half.
fn upper_students_t(tail: f64, degrees_of_freedom: f64) -> Result<f64, StatsError> {
    let distribution = student(degrees_of_freedom)?;
    if degrees_of_freedom > MANY_DEGREES_OF_FREEDOM {
        let z = -Normal::standard().inverse_cdf(tail);
        let first = (z.powi(3) + z) / (4.0 * degrees_of_freedom);
        let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * degrees_of_freedom.powi(2));
        return Ok(z + first + second);
    }
    // Newton's method from the library's value. The survival function is convex to the right of 0,
    // so the steps approach the root from the left and cannot run away.
    let mut x = distribution.inverse_cdf(1.0 - tail).max(0.0);
    for _ in 0..100 {
        let step = (distribution.sf(x) - tail) / distribution.pdf(x);
        let next = (x + step).max(0.0);
        if !next.is_finite() {
            break;
        }
        let settled = (next - x).abs() <= 1e-14 * next;
        x = next;
        if settled {
            break;
        }
    }
    Ok(x)
}

fn student(degrees_of_freedom: f64) -> Result<StudentsT, StatsError> {
    one_or_more(degrees_of_freedom)?;
    StudentsT::new(0.0, 1.0, degrees_of_freedom).map_err(|_| no_degrees(degrees_of_freedom))
}

fn one_or_more(degrees_of_freedom: f64) -> Result<(), StatsError> {
    if degrees_of_freedom.is_finite() && degrees_of_freedom >= 1.0 {
        Ok(())
    } else {
        Err(no_degrees(degrees_of_freedom))
    }
}

fn no_degrees(received: f64) -> StatsError {
    StatsError::OutOfRange { what: "degrees of freedom", allowed: "1 or more, and finite", received }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64, relative: f64) {
        assert!((value - expected).abs() <= relative * expected.abs(), "{value} is not near {expected}");
    }

    #[test]
    fn with_one_degree_of_freedom_t_is_the_tangent() {
        // One degree of freedom is the Cauchy distribution: x = tan(pi (p - 1/2)); tan(pi/4) = 1.
        near(students_t(0.75, 1.0).unwrap(), 1.0, 1e-12);
        near(students_t(0.25, 1.0).unwrap(), -1.0, 1e-12);
        // In the far tail it is 1/(pi (1 - p)).
        near(students_t(1.0 - 1e-9, 1.0).unwrap(), 1.0 / (std::f64::consts::PI * 1e-9), 1e-6);
    }

    #[test]
    fn with_two_degrees_of_freedom_t_has_a_closed_form() {
        // x = (2p - 1) / sqrt(2 p (1 - p)): for p = 0.9, 0.8 / sqrt(0.18).
        near(students_t(0.9, 2.0).unwrap(), 0.8 / 0.18_f64.sqrt(), 1e-12);
    }

    #[test]
    fn the_median_of_t_is_zero() {
        for degrees in [1.0, 2.0, 30.0, 1e6] {
            assert!(students_t(0.5, degrees).unwrap().abs() < 1e-12, "{degrees}");
        }
    }

    #[test]
    fn quantiles_of_the_normal_are_symmetric_to_the_last_digit() {
        for tail in (2..50).map(|digits| 0.5_f64.powi(digits)) {
            assert_eq!(normal(1.0 - tail).unwrap().to_bits(), (-normal(tail).unwrap()).to_bits(), "{tail}");
        }
    }

    #[test]
    fn with_very_many_degrees_of_freedom_t_is_the_normal() {
        let z = normal(0.975).unwrap();
        near(students_t(0.975, 1e12).unwrap(), z, 1e-11);
        // Both methods agree where one replaces the other.
        let below = students_t(0.975, MANY_DEGREES_OF_FREEDOM).unwrap();
        let above = students_t(0.975, MANY_DEGREES_OF_FREEDOM + 1.0).unwrap();
        near(above, below, 1e-9);
        assert!(above < below);
    }

    #[test]
    fn the_middle_of_a_symmetric_distribution_is_zero() {
        assert!(students_t(0.5, 7.0).unwrap().abs() < 1e-12);
        assert!(normal(0.5).unwrap().abs() < 1e-12);
    }

    #[test]
    fn chi_squared_with_two_degrees_of_freedom_is_exponential() {
        // Mean 2, so the median is 2 ln 2.
        near(chi_squared(0.5, 2.0).unwrap(), 2.0 * std::f64::consts::LN_2, 1e-10);
    }

    #[test]
    fn a_p_value_is_one_at_zero_and_one_half_at_the_quartile() {
        near(students_t_two_sided_p(0.0, 5.0).unwrap(), 1.0, 1e-12);
        near(students_t_two_sided_p(-1.0, 1.0).unwrap(), 0.5, 1e-12);
        assert!(students_t_two_sided_p(f64::INFINITY, 5.0).unwrap() < 1e-300);
    }

    #[test]
    fn odd_arguments_are_errors() {
        for p in [0.0, 1.0, -0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(students_t(p, 5.0).is_err(), "{p}");
            assert!(normal(p).is_err(), "{p}");
            assert!(chi_squared(p, 5.0).is_err(), "{p}");
        }
        for df in [0.0, 0.5, -1.0, f64::NAN, f64::INFINITY] {
            assert!(students_t(0.9, df).is_err(), "{df}");
            assert!(chi_squared(0.9, df).is_err(), "{df}");
            assert!(students_t_two_sided_p(1.0, df).is_err(), "{df}");
        }
        assert!(students_t_two_sided_p(f64::NAN, 5.0).is_err());
    }
}
