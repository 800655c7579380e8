//! Work: what a server has to do, or has done.

use super::Duration;
use std::ops::{Add, AddAssign, Mul};

/// Work in integer microseconds of a server at nominal speed.
///
/// Work is no time: at half the speed it takes twice as long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Work(u64);

impl Work {
    /// No work.
    pub const ZERO: Work = Work(0);

    /// Work that takes this number of microseconds at nominal speed.
    #[inline]
    pub const fn from_micros(micros: u64) -> Self {
        Work(micros)
    }

    /// Work that takes this long at nominal speed.
    #[inline]
    pub const fn lasting(time: Duration) -> Self {
        Work(time.as_micros())
    }

    /// The time that it takes at nominal speed.
    #[inline]
    pub const fn at_nominal_speed(self) -> Duration {
        Duration::from_micros(self.0)
    }

    /// Microseconds at nominal speed.
    #[inline]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Microseconds at nominal speed as a real number.
    #[inline]
    pub const fn as_micros_f64(self) -> f64 {
        self.0 as f64
    }
}

impl Add for Work {
    type Output = Work;
    #[inline]
    fn add(self, other: Work) -> Work {
        Work(self.0 + other.0)
    }
}

impl AddAssign for Work {
    #[inline]
    fn add_assign(&mut self, other: Work) {
        self.0 += other.0;
    }
}

impl Mul<u64> for Work {
    type Output = Work;
    #[inline]
    fn mul(self, times: u64) -> Work {
        Work(self.0 * times)
    }
}
