//! Instant: a point in simulated time.

use super::{DAY, Duration};
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
    pub const fn at(time: Duration) -> Self {
        Instant(time.as_micros())
    }

    /// The instant this number of microseconds after the origin.
    #[inline]
    pub const fn from_micros(micros: u64) -> Self {
        Instant(micros)
    }

    /// The midnight at which this day begins, counted from the origin.
    #[inline]
    pub const fn midnight(day: u64) -> Self {
        Instant(day * DAY.as_micros())
    }

    /// Instants from this one on, each a period after the one before, up to before `end`.
    pub fn every(self, period: Duration, end: Instant) -> impl Iterator<Item = Instant> {
        let period = usize::try_from(period.as_micros()).unwrap_or(usize::MAX);
        (self.0..end.0).step_by(period).map(Instant)
    }

    /// Time since the origin.
    #[inline]
    pub const fn since_origin(self) -> Duration {
        Duration::from_micros(self.0)
    }

    /// Microseconds since the origin.
    #[inline]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Microseconds since the origin as a signed integer, for sums with instants before it.
    #[inline]
    pub const fn signed(self) -> i64 {
        self.0.cast_signed()
    }

    /// Microseconds since the origin as a real number.
    #[inline]
    pub const fn as_micros_f64(self) -> f64 {
        self.0 as f64
    }

    /// Days since the origin, as a real number.
    #[inline]
    pub const fn as_days(self) -> f64 {
        self.since_origin().as_days()
    }

    /// Hours since the origin, as a real number.
    #[inline]
    pub const fn as_hours(self) -> f64 {
        self.since_origin().as_hours()
    }

    /// This much later, or never.
    #[inline]
    #[must_use]
    pub const fn saturating_add(self, time: Duration) -> Self {
        Instant(self.0.saturating_add(time.as_micros()))
    }

    /// This much earlier, or the origin.
    #[inline]
    #[must_use]
    pub const fn saturating_sub(self, time: Duration) -> Self {
        Instant(self.0.saturating_sub(time.as_micros()))
    }

    /// The first midnight after the instant.
    #[inline]
    #[must_use]
    pub const fn next_midnight(self) -> Self {
        Instant::midnight(self.0 / DAY.as_micros() + 1)
    }

    /// Time since an instant; none if that is still to come.
    #[inline]
    pub const fn saturating_since(self, earlier: Instant) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl Sub<&Instant> for &Instant {
    type Output = Duration;
    /// Time since an earlier instant.
    #[inline]
    fn sub(self, earlier: &Instant) -> Duration {
        *self - *earlier
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;
    #[inline]
    fn add(self, time: Duration) -> Instant {
        Instant(self.0 + time.as_micros())
    }
}

impl AddAssign<Duration> for Instant {
    #[inline]
    fn add_assign(&mut self, time: Duration) {
        self.0 += time.as_micros();
    }
}

impl Sub<Duration> for Instant {
    type Output = Instant;
    #[inline]
    fn sub(self, time: Duration) -> Instant {
        Instant(self.0 - time.as_micros())
    }
}

impl Sub for Instant {
    type Output = Duration;
    /// Time since an earlier instant.
    #[inline]
    fn sub(self, earlier: Instant) -> Duration {
        Duration::from_micros(self.0 - earlier.0)
    }
}

impl Div<Duration> for Instant {
    type Output = u64;
    /// The number of whole periods since the origin: `now / DAY` is the day.
    #[inline]
    fn div(self, period: Duration) -> u64 {
        self.0 / period.as_micros()
    }
}

impl Div<Duration> for &Instant {
    type Output = u64;
    /// The number of whole periods since the origin.
    #[inline]
    fn div(self, period: Duration) -> u64 {
        *self / period
    }
}

impl Rem<Duration> for &Instant {
    type Output = Duration;
    /// Time since the last period began.
    #[inline]
    fn rem(self, period: Duration) -> Duration {
        *self % period
    }
}

impl Rem<Duration> for Instant {
    type Output = Duration;
    /// Time since the last period began: `now % DAY` is the time of day.
    #[inline]
    fn rem(self, period: Duration) -> Duration {
        Duration::from_micros(self.0 % period.as_micros())
    }
}

impl fmt::Display for Instant {
    /// Writes the microseconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
