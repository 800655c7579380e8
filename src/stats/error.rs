//! Errors: reasons why a statistic cannot be computed.
//!
//! The request exceeds the information in the numbers; no function of `stats` returns NaN or zero
//! instead, or panics.

/// Reason why a statistic cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum StatsError {
    /// Fewer values than the statistic needs: one replication has no spread, and zero would be
    /// wrong.
    #[error("too few values: {needed} needed, {received} received")]
    TooFew {
        /// Minimum number of values.
        needed: usize,
        /// Number of values given.
        received: usize,
    },
    /// A value is NaN or infinite.
    #[error("value {index} (counted from 0) is {value}, not a finite number")]
    NotFinite {
        /// Place of the value, from 0.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A setting is outside its meaningful range.
    #[error("{what} must be {allowed}, received {received}")]
    OutOfRange {
        /// Name of the setting.
        what: &'static str,
        /// The allowed range.
        allowed: &'static str,
        /// The value given.
        received: f64,
    },
    /// Two paired series have different lengths.
    #[error("series of different lengths cannot be paired: {first} and {second} values")]
    DifferentLengths {
        /// Length of the first series.
        first: usize,
        /// Length of the second series.
        second: usize,
    },
    /// The values are finite, but a sum of them is not.
    #[error("the values are too large: a sum of them exceeds the largest number")]
    TooLarge,
}

/// Refuses NaN and infinities, with the place of the value.
pub(super) fn finite(index: usize, value: f64) -> Result<f64, StatsError> {
    if value.is_finite() { Ok(value) } else { Err(StatsError::NotFinite { index, value }) }
}

/// Refuses a series with a value that is not finite.
pub(super) fn all_finite(values: &[f64]) -> Result<(), StatsError> {
    values.iter().enumerate().try_for_each(|(index, &value)| finite(index, value).map(drop))
}

/// Refuses a result that overflowed.
pub(super) fn not_overflown(value: f64) -> Result<f64, StatsError> {
    if value.is_finite() { Ok(value) } else { Err(StatsError::TooLarge) }
}

/// Refuses a number that is not strictly between 0 and 1: a confidence, or a quantile with an
/// interval.
pub(super) fn inside_unit(what: &'static str, received: f64) -> Result<f64, StatsError> {
    if received > 0.0 && received < 1.0 {
        Ok(received)
    } else {
        Err(StatsError::OutOfRange { what, allowed: "between 0 and 1, neither included", received })
    }
}

/// Refuses a share that is not from 0 to 1.
pub(super) fn share(what: &'static str, received: f64) -> Result<f64, StatsError> {
    if (0.0..=1.0).contains(&received) {
        Ok(received)
    } else {
        Err(StatsError::OutOfRange { what, allowed: "from 0 to 1", received })
    }
}

/// Refuses a sample with fewer values than needed.
pub(super) fn at_least(needed: usize, received: usize) -> Result<(), StatsError> {
    if received < needed { Err(StatsError::TooFew { needed, received }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_states_the_value_given_and_the_allowed_range() {
        for (error, message) in [
            (StatsError::TooFew { needed: 2, received: 1 }, "too few values: 2 needed, 1 received"),
            (
                StatsError::NotFinite { index: 3, value: f64::NAN },
                "value 3 (counted from 0) is NaN, not a finite number",
            ),
            (
                inside_unit("confidence", 95.0).expect_err("95 is no share"),
                "confidence must be between 0 and 1, neither included, received 95",
            ),
        ] {
            assert_eq!(error.to_string(), message);
        }
    }
}
