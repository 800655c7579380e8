//! Assertions of unit tests.

/// Asserts that values are those expected, rounding apart.
pub(super) fn assert_near(computed: &[f64], expected: &[f64]) {
    assert_eq!(computed.len(), expected.len());
    for (one, other) in computed.iter().zip(expected) {
        assert!((one - other).abs() < 1e-6, "{computed:?} is not {expected:?}");
    }
}
