//! Whole numbers from real ones, in a few instructions: the target's baseline has none that rounds, and a call of the
//! mathematical library costs as much as a draw.
//!
//! What is negative, or no number, becomes 0; what is larger than [`MOST`] becomes that.

/// The largest whole number: as microseconds some 146,000 years, so that sums stay within 64 bits.
pub const MOST: u64 = 1 << 62;

/// The least whole number that is not below this.
#[inline(always)]
pub fn up(real: f64) -> u64 {
    let real = bounded(real);
    let below = real as i64;
    (below + i64::from((below as f64) < real)) as u64
}

/// The nearest whole number; what lies in the middle goes up.
#[inline(always)]
pub fn nearest(real: f64) -> u64 {
    let real = bounded(real);
    let below = real as i64;
    (below + i64::from(real - below as f64 >= 0.5)) as u64
}

/// Comparisons with what is no number are false, so that it becomes 0.
#[inline(always)]
fn bounded(real: f64) -> f64 {
    const MOST_REAL: f64 = MOST as f64;
    let positive = if real > 0.0 { real } else { 0.0 };
    if positive < MOST_REAL { positive } else { MOST_REAL }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges_are_as_the_library_has_them() {
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
        fn all_is_as_the_library_has_it(mantissa in 0.5_f64..1.0, exponent in -3..60) {
            let real = mantissa * 2.0_f64.powi(exponent);
            prop_assert_eq!(up(real), real.ceil() as u64);
            prop_assert_eq!(nearest(real), real.round() as u64);
        }
    }
}
