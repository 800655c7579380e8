//! Work clocks: how far work has gone at a speed that changes.
//!
//! A clock shows the integral of a level over time. A piece of work that starts now ends when the clock shows
//! so much more; when the level changes, nothing in hand has to be touched but the instant of the earliest
//! end. Levels are whole millionths and the clock is a whole number, so what was done before a stop is kept to
//! the last unit, and adds up alike on every machine. Instants are rounded up to the next microsecond.
//!
//! ```text
//! level 100 %  ────┐        ┌─────        clock   ╱────╱
//!                  └────────┘                    ╱
//! ```

use super::{NEVER, Time};

/// A reading of a work clock, in millionths of a microsecond of work at level 100 %.
pub type Reading = u128;

/// Units of a [`Reading`] in one microsecond at level 100 %.
pub const PER_MICROSECOND: u64 = 1_000_000;

/// The integral of a level over time.
#[derive(Debug, Clone, Copy)]
pub struct WorkClock {
    /// Reading at `since`.
    reading: Reading,
    since: Time,
    /// Level from `since` on, in millionths.
    level: u32,
}

impl WorkClock {
    /// A clock that shows 0 at time 0 and goes at this level, in millionths.
    pub fn new(level: u32) -> Self {
        WorkClock { reading: 0, since: 0, level }
    }

    /// Level now, in millionths.
    #[inline]
    pub fn level(&self) -> u32 {
        self.level
    }

    /// What the clock shows at `now`, which is not before the last change of level.
    #[inline]
    pub fn read(&self, now: Time) -> Reading {
        self.reading + Reading::from(now - self.since) * Reading::from(self.level)
    }

    /// Changes the level from `now` on.
    pub fn set_level(&mut self, now: Time, level: u32) {
        self.reading = self.read(now);
        self.since = now;
        self.level = level;
    }

    /// The first instant from `now` on at which the clock shows `reading` or more, if the level stays.
    #[inline]
    pub fn when(&self, now: Time, reading: Reading) -> Time {
        let shown = self.read(now);
        if reading <= shown {
            return now;
        }
        if self.level == 0 {
            return NEVER;
        }
        let left = reading - shown;
        let wait = match u64::try_from(left) {
            Ok(left) => left.div_ceil(u64::from(self.level)),
            Err(_) => u64::try_from(left.div_ceil(Reading::from(self.level))).unwrap_or(NEVER),
        };
        now.saturating_add(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_done_before_a_stop_is_kept() {
        // 60 units of work, stopped from 20 to 50: 20 + 30 + 40 = 90.
        let mut clock = WorkClock::new(1_000_000);
        let end = clock.read(0) + 60 * Reading::from(PER_MICROSECOND);
        assert_eq!(clock.when(0, end), 60);
        clock.set_level(20, 0);
        assert_eq!(clock.when(20, end), NEVER);
        clock.set_level(50, 1_000_000);
        assert_eq!(clock.when(50, end), 90);
    }

    #[test]
    fn instants_are_rounded_up() {
        // 10 units at 30 %: 33.3 microseconds.
        let clock = WorkClock::new(300_000);
        assert_eq!(clock.when(0, 10 * Reading::from(PER_MICROSECOND)), 34);
    }

    #[test]
    fn no_work_left_ends_now_at_any_speed() {
        let mut clock = WorkClock::new(1_000_000);
        clock.set_level(10, 0);
        assert_eq!(clock.when(12, 10 * Reading::from(PER_MICROSECOND)), 12);
    }
}
