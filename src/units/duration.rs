//! Duration: a length of simulated time.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Rem, Sub, SubAssign};

/// A length of simulated time in integer microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Duration(u64);

/// One second.
pub const SECOND: Duration = Duration(1_000_000);
/// One minute.
pub const MINUTE: Duration = Duration(60 * SECOND.0);
/// One hour.
pub const HOUR: Duration = Duration(60 * MINUTE.0);
/// One day of 24 hours.
pub const DAY: Duration = Duration(24 * HOUR.0);
/// One week.
pub const WEEK: Duration = Duration(7 * DAY.0);
/// One year of 365 days, as rates count it.
pub const YEAR: Duration = Duration(365 * DAY.0);

impl Duration {
    /// No time.
    pub const ZERO: Duration = Duration(0);
    /// One microsecond, the resolution of time.
    pub const MICROSECOND: Duration = Duration(1);
    /// The longest: what never ends.
    pub const MAX: Duration = Duration(u64::MAX);

    /// This number of microseconds.
    #[inline]
    pub const fn from_micros(micros: u64) -> Self {
        Duration(micros)
    }

    /// Microseconds.
    #[inline]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Microseconds as a signed integer, for sums with instants before the origin.
    #[inline]
    pub const fn signed(self) -> i64 {
        self.0.cast_signed()
    }

    /// Microseconds as a real number.
    #[inline]
    pub const fn as_micros_f64(self) -> f64 {
        self.0 as f64
    }

    /// Hours as a real number.
    #[inline]
    pub const fn as_hours(self) -> f64 {
        self.0 as f64 / HOUR.0 as f64
    }

    /// Days of 24 hours as a real number.
    #[inline]
    pub const fn as_days(self) -> f64 {
        self.0 as f64 / DAY.0 as f64
    }

    /// Whether it is no time.
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is an integer number of periods.
    #[inline]
    pub const fn is_multiple_of(self, period: Duration) -> bool {
        self.0.is_multiple_of(period.0)
    }

    /// The sum, or the longest duration.
    #[inline]
    #[must_use]
    pub const fn saturating_add(self, other: Duration) -> Self {
        Duration(self.0.saturating_add(other.0))
    }

    /// The difference, or none.
    #[inline]
    #[must_use]
    pub const fn saturating_sub(self, other: Duration) -> Self {
        Duration(self.0.saturating_sub(other.0))
    }

    /// The multiple, or the longest duration.
    #[inline]
    #[must_use]
    pub const fn saturating_mul(self, times: u64) -> Self {
        Duration(self.0.saturating_mul(times))
    }

    /// The smallest number of such periods that together last at least as long.
    #[inline]
    pub const fn div_ceil(self, period: Duration) -> u64 {
        self.0.div_ceil(period.0)
    }

    /// The shortest multiple of a period that lasts at least as long.
    #[inline]
    #[must_use]
    pub const fn next_multiple_of(self, period: Duration) -> Self {
        Duration(self.0.next_multiple_of(period.0))
    }
}

impl Add for Duration {
    type Output = Duration;
    #[inline]
    fn add(self, other: Duration) -> Duration {
        Duration(self.0 + other.0)
    }
}

impl AddAssign for Duration {
    #[inline]
    fn add_assign(&mut self, other: Duration) {
        self.0 += other.0;
    }
}

impl Sub for Duration {
    type Output = Duration;
    #[inline]
    fn sub(self, other: Duration) -> Duration {
        Duration(self.0 - other.0)
    }
}

impl SubAssign for Duration {
    #[inline]
    fn sub_assign(&mut self, other: Duration) {
        self.0 -= other.0;
    }
}

impl Mul<u64> for Duration {
    type Output = Duration;
    #[inline]
    fn mul(self, times: u64) -> Duration {
        Duration(self.0 * times)
    }
}

impl Mul<Duration> for u64 {
    type Output = Duration;
    #[inline]
    fn mul(self, duration: Duration) -> Duration {
        Duration(self * duration.0)
    }
}

impl Div<u64> for Duration {
    type Output = Duration;
    #[inline]
    fn div(self, parts: u64) -> Duration {
        Duration(self.0 / parts)
    }
}

impl Div for Duration {
    type Output = u64;
    /// The number of whole periods in it.
    #[inline]
    fn div(self, period: Duration) -> u64 {
        self.0 / period.0
    }
}

impl Rem for Duration {
    type Output = Duration;
    /// What is left after the whole periods in it.
    #[inline]
    fn rem(self, period: Duration) -> Duration {
        Duration(self.0 % period.0)
    }
}

impl Sum for Duration {
    fn sum<I: Iterator<Item = Duration>>(durations: I) -> Duration {
        durations.fold(Duration::ZERO, Add::add)
    }
}
