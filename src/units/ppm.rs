//! Parts per million: capacity factors and shares as integers.
//!
//! Integers, so that work clocks add up exactly and alike on every machine.

/// A ratio in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Ppm(u32);

/// Speed as a share of nominal: 0 stopped, 1 nominal, 1.25 overtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct CapacityFactor(Ppm);

/// A part of a whole: 0 none, 1 all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Share(Ppm);

impl Ppm {
    /// Millionths in 1.
    pub const PER_UNIT: u32 = 1_000_000;

    fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(Ppm::PER_UNIT)
    }
}

impl CapacityFactor {
    /// Stopped.
    pub const STOPPED: CapacityFactor = CapacityFactor::from_ppm(0);
    /// Nominal speed.
    pub const NOMINAL: CapacityFactor = CapacityFactor::from_ppm(Ppm::PER_UNIT);

    /// A factor of this many millionths.
    pub const fn from_ppm(millionths: u32) -> Self {
        CapacityFactor(Ppm(millionths))
    }

    /// Millionths.
    #[inline]
    pub const fn ppm(self) -> u32 {
        self.0.0
    }

    /// True unless stopped.
    #[inline]
    pub const fn is_up(self) -> bool {
        self.ppm() > 0
    }

    /// Product of two factors, rounded to the nearest millionth.
    #[must_use]
    pub fn times(self, other: CapacityFactor) -> CapacityFactor {
        let unit = u64::from(Ppm::PER_UNIT);
        let product = (u64::from(self.ppm()) * u64::from(other.ppm()) + unit / 2) / unit;
        CapacityFactor::from_ppm(u32::try_from(product).unwrap_or(u32::MAX))
    }
}

impl Share {
    /// All.
    pub const ALL: Share = Share::from_ppm(Ppm::PER_UNIT);

    /// A share of this many millionths.
    pub const fn from_ppm(millionths: u32) -> Self {
        Share(Ppm(millionths))
    }

    /// Millionths.
    #[inline]
    pub const fn ppm(self) -> u32 {
        self.0.0
    }
}

impl From<CapacityFactor> for f64 {
    fn from(factor: CapacityFactor) -> f64 {
        factor.0.as_f64()
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> f64 {
        share.0.as_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_rounded_to_the_nearest_millionth_and_saturate() {
        let factor = CapacityFactor::from_ppm;
        assert_eq!(factor(500_000).times(factor(250_000)), factor(125_000));
        // 0.000001 × 0.5 = 0.0000005, rounded up.
        assert_eq!(factor(1).times(factor(500_000)), factor(1));
        assert_eq!(factor(u32::MAX).times(factor(2_000_000)), factor(u32::MAX));
    }
}
