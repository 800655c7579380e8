//! Work clock: progress of work at a changing speed.
//!
//! A clock shows the integral of a level over time. A piece of work that starts now ends when the
//! clock shows so much more; when the level changes, no work in progress has to be touched but
//! the instant of the earliest end. Levels are integer millionths and the clock is an integer, so
//! what was done before a stop is kept to the last unit, and adds up alike on every machine.
//! Instants are rounded up to the next microsecond.
//!
//! ```text
//! level 100 %  ────┐        ┌─────        clock   ╱────╱
//!                  └────────┘                    ╱
//! ```

use crate::units::{CapacityFactor, Duration, Instant, Ppm, Work};

/// A reading of a work clock, in millionths of a microsecond of work at level 100 %.
pub type Reading = u128;

/// Units of a [`Reading`] in one microsecond at level 100 %.
pub const PER_MICROSECOND: u64 = Ppm::PER_UNIT as u64;

/// The integral of a level over time.
#[derive(Debug, Clone, Copy)]
pub struct WorkClock {
    /// Reading at `since`.
    reading: Reading,
    since: Instant,
    /// Speed from `since` on.
    level: CapacityFactor,
    /// The reading at `since` in integer microseconds, rounded down and up.
    whole: (Work, Work),
}

impl WorkClock {
    /// A clock that shows 0 at time 0 and runs at this speed.
    pub fn new(level: CapacityFactor) -> Self {
        WorkClock { reading: 0, since: Instant::ORIGIN, level, whole: (Work::ZERO, Work::ZERO) }
    }

    /// Speed now.
    #[inline]
    pub fn level(&self) -> CapacityFactor {
        self.level
    }

    /// The reading at `now`, which is not before the last change of level.
    #[inline]
    pub fn read(&self, now: Instant) -> Reading {
        self.reading + Reading::from((now - self.since).as_micros()) * Reading::from(self.level.ppm())
    }

    /// Changes the level from `now` on.
    pub fn set_level(&mut self, now: Instant, level: CapacityFactor) {
        self.reading = self.read(now);
        self.since = now;
        self.level = level;
        let unit = Reading::from(PER_MICROSECOND);
        self.whole = (
            Work::from_micros((self.reading / unit) as u64),
            Work::from_micros(self.reading.div_ceil(unit) as u64),
        );
    }

    /// The reading at `now`, in integer microseconds, rounded up.
    #[inline]
    pub fn microseconds_up(&self, now: Instant) -> Work {
        if u64::from(self.level.ppm()) == PER_MICROSECOND {
            return self.whole.1 + Work::lasting(now - self.since);
        }
        Work::from_micros(self.read(now).div_ceil(Reading::from(PER_MICROSECOND)) as u64)
    }

    /// The first instant from `now` on at which the clock shows this number of microseconds or
    /// more, if the level stays.
    #[inline]
    pub fn when_microseconds(&self, now: Instant, due: Work) -> Instant {
        if u64::from(self.level.ppm()) == PER_MICROSECOND {
            // The fraction of the reading beyond a microsecond is less than one.
            return now
                .max((self.since + due.at_nominal_speed()).saturating_sub(self.whole.0.at_nominal_speed()));
        }
        self.when(now, Reading::from(due.as_micros()) * Reading::from(PER_MICROSECOND))
    }

    /// The first instant from `now` on at which the clock shows `reading` or more, if the level
    /// stays.
    #[inline]
    pub fn when(&self, now: Instant, reading: Reading) -> Instant {
        let shown = self.read(now);
        if reading <= shown {
            return now;
        }
        if !self.level.is_up() {
            return Instant::NEVER;
        }
        let left = reading - shown;
        let wait = match u64::try_from(left) {
            // Division by a constant takes a few instructions.
            Ok(left) if u64::from(self.level.ppm()) == PER_MICROSECOND => left.div_ceil(PER_MICROSECOND),
            Ok(left) => left.div_ceil(u64::from(self.level.ppm())),
            Err(_) => u64::try_from(left.div_ceil(Reading::from(self.level.ppm()))).unwrap_or(u64::MAX),
        };
        now.saturating_add(Duration::from_micros(wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_done_before_a_stop_is_kept() {
        // 60 units of work, stopped from 20 to 50: 20 + 30 + 40 = 90.
        let mut clock = WorkClock::new(CapacityFactor::NOMINAL);
        let end = clock.read(Instant::ORIGIN) + 60 * Reading::from(PER_MICROSECOND);
        assert_eq!(clock.when(Instant::ORIGIN, end), Instant::from_micros(60));
        clock.set_level(Instant::from_micros(20), CapacityFactor::STOPPED);
        assert_eq!(clock.when(Instant::from_micros(20), end), Instant::NEVER);
        clock.set_level(Instant::from_micros(50), CapacityFactor::NOMINAL);
        assert_eq!(clock.when(Instant::from_micros(50), end), Instant::from_micros(90));
    }

    #[test]
    fn instants_are_rounded_up() {
        // 10 units at 30 %: 33.3 microseconds.
        let clock = WorkClock::new(CapacityFactor::from_ppm(300_000));
        assert_eq!(
            clock.when(Instant::ORIGIN, 10 * Reading::from(PER_MICROSECOND)),
            Instant::from_micros(34)
        );
    }

    #[test]
    fn whole_microseconds_are_the_same_at_every_level() {
        // After 7 µs at 30 % the clock shows 2.1: at 100 % from then on it shows 3 µs of work 0.9
        // µs later.
        let mut clock = WorkClock::new(CapacityFactor::from_ppm(300_000));
        let reading = |microseconds: u64| Reading::from(microseconds * PER_MICROSECOND);
        for level in [1_000_000, 500_000, 1_000_000, 0, 1_000_000] {
            clock.set_level(clock.since + Duration::from_micros(7), CapacityFactor::from_ppm(level));
            for now in (0..5).map(|after| clock.since + Duration::from_micros(after)) {
                let up = Work::from_micros(clock.read(now).div_ceil(reading(1)) as u64);
                assert_eq!(clock.microseconds_up(now), up, "{level} at {now}");
                for due in 0..30 {
                    let when = clock.when(now, reading(due));
                    assert_eq!(
                        clock.when_microseconds(now, Work::from_micros(due)),
                        when,
                        "{level} at {now}, due {due}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_work_left_ends_now_at_any_speed() {
        let mut clock = WorkClock::new(CapacityFactor::NOMINAL);
        clock.set_level(Instant::from_micros(10), CapacityFactor::STOPPED);
        assert_eq!(
            clock.when(Instant::from_micros(12), 10 * Reading::from(PER_MICROSECOND)),
            Instant::from_micros(12)
        );
    }
}
