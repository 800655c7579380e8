//! Instant: a point in simulated time.

use super::{DAY, Micros};
use std::fmt;
use std::ops::{Add, AddAssign, Div, Rem, Sub};

/// A point in simulated time: integer microseconds from the origin, the midnight at which a run
/// begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Instant(u64);

impl Instant {
    /// The origin, at which the clock of a run starts.
    pub const ORIGIN: Instant = Instant(0);
    /// Later than every instant of a run: what never happens.
    pub const NEVER: Instant = Instant(u64::MAX);

    /// The instant this long after the origin.
    #[inline]
    pub const fn at(time: Micros) -> Self {
        Instant(time)
    }

    /// Time since the origin.
    #[inline]
    pub const fn since_origin(self) -> Micros {
        self.0
    }

    /// This much later, or never.
    #[inline]
    #[must_use]
    pub const fn saturating_add(self, time: Micros) -> Self {
        Instant(self.0.saturating_add(time))
    }

    /// This much earlier, or the origin.
    #[inline]
    #[must_use]
    pub const fn saturating_sub(self, time: Micros) -> Self {
        Instant(self.0.saturating_sub(time))
    }

    /// The first midnight after the instant.
    #[inline]
    #[must_use]
    pub const fn next_midnight(self) -> Self {
        Instant((self.0 / DAY + 1) * DAY)
    }

    /// Time since an instant; none if that is still to come.
    #[inline]
    pub const fn saturating_since(self, earlier: Instant) -> Micros {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Micros> for Instant {
    type Output = Instant;
    #[inline]
    fn add(self, time: Micros) -> Instant {
        Instant(self.0 + time)
    }
}

impl AddAssign<Micros> for Instant {
    #[inline]
    fn add_assign(&mut self, time: Micros) {
        self.0 += time;
    }
}

impl Sub<Micros> for Instant {
    type Output = Instant;
    #[inline]
    fn sub(self, time: Micros) -> Instant {
        Instant(self.0 - time)
    }
}

impl Sub for Instant {
    type Output = Micros;
    /// Time since an earlier instant.
    #[inline]
    fn sub(self, earlier: Instant) -> Micros {
        self.0 - earlier.0
    }
}

impl Div<Micros> for Instant {
    type Output = u64;
    /// The number of whole periods since the origin: `now / DAY` is the day.
    #[inline]
    fn div(self, period: Micros) -> u64 {
        self.0 / period
    }
}

impl Rem<Micros> for Instant {
    type Output = Micros;
    /// Time since the last period began: `now % DAY` is the time of day.
    #[inline]
    fn rem(self, period: Micros) -> Micros {
        self.0 % period
    }
}

impl fmt::Display for Instant {
    /// Writes the microseconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
