//! Rounding to integers in a few instructions: the target's baseline has none that rounds, and a
//! call of the mathematical library costs as much as a draw.
//!
//! Negative values and NaN become 0; values above [`MOST`] become that.

/// The largest integer: as microseconds about 146,000 years, so that sums stay within 64 bits.
pub const MOST: u64 = 1 << 62;

/// From here on, 2^52, the reals of 64 bits have no fractions: a sum with it is rounded to the
/// nearest integer, which its lower bits then are.
const NO_FRACTIONS: f64 = (1_u64 << 52) as f64;

/// The smallest integer not below this.
#[inline(always)]
pub fn up(real: f64) -> u64 {
    let Some((integer, nearest)) = split(real) else { return from_afar(real, f64::ceil) };
    integer + u64::from(nearest < real)
}

/// The nearest integer; ties round up.
#[inline(always)]
pub fn nearest(real: f64) -> u64 {
    let Some((integer, nearest)) = split(real) else { return from_afar(real, f64::round) };
    // A sum rounds ties to the even neighbour, which may be the lower.
    integer + u64::from(real - nearest >= 0.5)
}

/// The nearest integer, ties to even, from 0 to 2^52.
#[inline(always)]
fn split(real: f64) -> Option<(u64, f64)> {
    // Negative values and NaN have larger bits.
    if real.to_bits() >= NO_FRACTIONS.to_bits() {
        return None;
    }
    let sum = real + NO_FRACTIONS;
    Some((sum.to_bits() - NO_FRACTIONS.to_bits(), sum - NO_FRACTIONS))
}

/// Negative, large, or NaN.
#[cold]
fn from_afar(real: f64, round: fn(f64) -> f64) -> u64 {
    // The cast yields 0 for NaN and for negative values.
    (round(real) as u64).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounding_matches_std_at_the_edges() {
        let half = 0.5_f64;
        for real in [0.0, -0.0, half.next_down(), half, 1.5, 2.0, 2.0_f64.next_up(), 1e15 + 0.5, -0.4, -7.0] {
            assert_eq!(up(real), real.ceil() as u64, "{real} up");
            assert_eq!(nearest(real), real.round() as u64, "{real} to the nearest");
        }
        for round in [up, nearest] {
            assert_eq!([f64::NAN, f64::NEG_INFINITY, -1e300].map(round), [0; 3]);
            assert_eq!([f64::INFINITY, 1e300, 2.0_f64.powi(63), 2.0_f64.powi(62)].map(round), [MOST; 4]);
        }
    }

    proptest! {
        #[test]
        fn rounding_matches_std(mantissa in 0.5_f64..1.0, exponent in -3..60) {
            let real = mantissa * 2.0_f64.powi(exponent);
            prop_assert_eq!(up(real), real.ceil() as u64);
            prop_assert_eq!(nearest(real), real.round() as u64);
        }
    }
}
