//! Number of replications that is sufficient for a given precision.
//!
//! From a pilot of a few replications: the smallest number whose interval would be narrow enough,
//! if the spread stayed that of the pilot. A guide for planning, not a guarantee: the spread is
//! itself estimated.

use super::StatsError;
use super::critical_value::two_sided_t;
use super::error::at_least;

/// Upper limit of the search: no one makes more replications, and f64 has no exact integers beyond.
const MOST: u64 = 1 << 50;

/// Smallest n, from the `pilot`'s number up, with t(1 − (1 − c)/2, n − 1) · sd/√n ≤ `half_width`.
///
/// `standard_deviation` is the pilot's, in the unit of `half_width`. For a relative precision pass
/// the share of the pilot's mean.
///
/// # Errors
/// [`StatsError::TooFew`] with a pilot of fewer than two replications, [`StatsError::OutOfRange`]
/// if the half-width is not positive, the deviation negative or the confidence not strictly between
/// 0 and 1, [`StatsError::TooLarge`] if 2^50 replications are not enough.
///
/// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. (2015), sec. 9.4.1 (there the
/// relative error γ is first shrunk to γ/(1 + γ); here the half-width is taken as given).
pub fn replications_needed(
    pilot: usize,
    standard_deviation: f64,
    half_width: f64,
    confidence: f64,
) -> Result<u64, StatsError> {
    at_least(2, pilot)?;
    let pilot = pilot as u64;
    if !(standard_deviation.is_finite() && standard_deviation >= 0.0) {
        return Err(StatsError::OutOfRange {
            what: "standard deviation",
            allowed: "0 or more, and finite",
            received: standard_deviation,
        });
    }
    if !(half_width.is_finite() && half_width > 0.0) {
        return Err(StatsError::OutOfRange {
            what: "half-width",
            allowed: "positive and finite",
            received: half_width,
        });
    }
    let enough = |n: u64| -> Result<bool, StatsError> {
        Ok(two_sided_t(confidence, (n - 1) as f64)? * (standard_deviation / (n as f64).sqrt()) <= half_width)
    };
    if enough(pilot)? {
        return Ok(pilot);
    }
    // The half-width falls with n: double until it is enough, then halve the gap.
    let (mut short, mut reached) = (pilot, pilot.saturating_mul(2));
    while !enough(reached)? {
        if reached > MOST {
            return Err(StatsError::TooLarge);
        }
        (short, reached) = (reached, reached * 2);
    }
    while reached - short > 1 {
        let middle = short + (reached - short) / 2;
        if enough(middle)? {
            reached = middle;
        } else {
            short = middle;
        }
    }
    Ok(reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_precision_takes_a_hundred_times_the_replications() {
        // With z = 1.96 in the limit: n = (1.96 x 100 / 1)^2 = 38,415, and 3,841,459 for a tenth.
        let coarse = replications_needed(10, 100.0, 1.0, 0.95).unwrap();
        let fine = replications_needed(10, 100.0, 0.1, 0.95).unwrap();
        assert!((38_410..=38_420).contains(&coarse), "{coarse}");
        assert!((3_841_455..=3_841_465).contains(&fine), "{fine}");
    }

    #[test]
    fn it_is_the_smallest_number_that_is_enough() {
        let n = replications_needed(2, 10.0, 5.0, 0.95).unwrap();
        let half_width = |n: u64| two_sided_t(0.95, (n - 1) as f64).unwrap() * 10.0 / (n as f64).sqrt();
        assert!(half_width(n) <= 5.0 && half_width(n - 1) > 5.0, "{n}");
    }

    #[test]
    fn a_pilot_that_is_precise_enough_is_enough() {
        assert_eq!(replications_needed(20, 1.0, 5.0, 0.95), Ok(20));
        assert_eq!(replications_needed(2, 0.0, 5.0, 0.95), Ok(2));
    }

    #[test]
    fn odd_requests_are_errors() {
        assert_eq!(
            replications_needed(1, 1.0, 1.0, 0.95),
            Err(StatsError::TooFew { needed: 2, received: 1 })
        );
        assert_eq!(replications_needed(2, 1e300, 1.0, 0.95), Err(StatsError::TooLarge));
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(replications_needed(5, bad, 1.0, 0.95).is_err());
            assert!(replications_needed(5, 1.0, bad, 0.95).is_err());
            assert!(replications_needed(5, 1.0, 1.0, bad).is_err());
        }
        assert!(replications_needed(5, 1.0, 0.0, 0.95).is_err());
    }

    #[test]
    fn a_huge_pilot_is_no_overflow() {
        assert_eq!(replications_needed(usize::MAX, 1e300, 1.0, 0.95), Err(StatsError::TooLarge));
    }
}
