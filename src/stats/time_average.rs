//! Time average: mean and spread of a piecewise constant quantity.
//!
//! Each value is weighted by its duration. Of several changes at one instant only the last has a
//! duration; the others do not count, not even for the maximum.
//!
//! ```text
//! 8 ┤   ╭──╮
//! 5 ┼───╯  │          average = area / length
//! 0 ┤      ╰─────
//!   0   2  3.5  end
//! ```
//!
//! Knows nothing of the meaning of the level, nor of a warm-up: start it when counting starts.

use super::StatsError;
use super::error::{finite, not_overflown};

/// A level under observation.
///
/// Source of the running variance: D. H. D. West, "Updating mean and variance estimates: an
/// improved method", Communications of the ACM 22 (1979) 532–535, with the duration as weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelOverTime {
    level: f64,
    since: f64,
    length: f64,
    length_at_zero: f64,
    area: f64,
    mean: f64,
    squares: f64,
    maximum: Option<f64>,
}

/// Statistics of a level over a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeAverage {
    /// Time observed, in the unit of time.
    pub length: f64,
    /// Integral of the level over time \[unit × time\].
    pub area: f64,
    /// Area / length.
    pub mean: f64,
    /// Mean over time of the squared distance from the mean (divisor: the length, not a number of
    /// values).
    pub variance: f64,
    /// Largest level that lasted longer than an instant.
    pub maximum: f64,
    /// Share of time at level 0.
    pub share_at_zero: f64,
}

impl LevelOverTime {
    /// Starts at an instant with a level.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] if either is NaN or infinite.
    pub fn starting(at: f64, level: f64) -> Result<Self, StatsError> {
        Ok(Self {
            level: finite(0, level)?,
            since: finite(0, at)?,
            length: 0.0,
            length_at_zero: 0.0,
            area: 0.0,
            mean: 0.0,
            squares: 0.0,
            maximum: None,
        })
    }

    /// Changes the level.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] if either is NaN or infinite, [`StatsError::OutOfRange`] if the
    /// instant is before the last one, [`StatsError::TooLarge`] if a sum overflows; the change is
    /// then ignored.
    pub fn change(&mut self, at: f64, level: f64) -> Result<(), StatsError> {
        finite(0, level)?;
        *self = Self { level, ..self.until(at)? };
        Ok(())
    }

    /// Statistics up to an instant at which observation ends.
    ///
    /// # Errors
    /// As [`Self::change`]; [`StatsError::OutOfRange`] also if no time has passed since the start.
    pub fn ending(self, at: f64) -> Result<TimeAverage, StatsError> {
        let whole = self.until(at)?;
        let Some(maximum) = whole.maximum else {
            return Err(StatsError::OutOfRange { what: "end", allowed: "after the start", received: at });
        };
        Ok(TimeAverage {
            length: whole.length,
            area: whole.area,
            mean: whole.area / whole.length,
            variance: whole.squares / whole.length,
            maximum,
            share_at_zero: whole.length_at_zero / whole.length,
        })
    }

    fn until(&self, at: f64) -> Result<Self, StatsError> {
        finite(0, at)?;
        let lasted = not_overflown(at - self.since)?;
        if lasted < 0.0 {
            let allowed = "not before the last change";
            return Err(StatsError::OutOfRange { what: "instant", allowed, received: at });
        }
        if lasted == 0.0 {
            return Ok(*self);
        }
        let length = not_overflown(self.length + lasted)?;
        let from_old_mean = self.level - self.mean;
        let mean = self.mean + from_old_mean * (lasted / length);
        Ok(Self {
            level: self.level,
            since: at,
            length,
            length_at_zero: self.length_at_zero + if self.level == 0.0 { lasted } else { 0.0 },
            area: not_overflown(self.area + self.level * lasted)?,
            mean,
            squares: not_overflown(self.squares + lasted * from_old_mean * (self.level - mean))?,
            maximum: Some(self.maximum.map_or(self.level, |most| most.max(self.level))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_counts_for_as_long_as_it_lasts() {
        // 4 for 1 day, 0 for 3 days: area 4, mean 1, mean square 16/4 = 4, variance 4 - 1 = 3.
        let mut level = LevelOverTime::starting(10.0, 4.0).unwrap();
        level.change(11.0, 0.0).unwrap();
        let average = level.ending(14.0).unwrap();
        assert_eq!((average.length, average.area, average.mean), (4.0, 4.0, 1.0));
        assert_eq!((average.maximum, average.share_at_zero), (4.0, 0.75));
        assert!((average.variance - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_level_that_lasts_no_time_counts_for_nothing() {
        let mut level = LevelOverTime::starting(0.0, 1.0).unwrap();
        level.change(1.0, 1000.0).unwrap();
        level.change(1.0, 3.0).unwrap();
        let average = level.ending(2.0).unwrap();
        assert_eq!((average.mean, average.maximum), (2.0, 3.0));
    }

    #[test]
    fn time_does_not_run_backwards() {
        let mut level = LevelOverTime::starting(5.0, 1.0).unwrap();
        assert!(matches!(level.change(4.0, 2.0), Err(StatsError::OutOfRange { what: "instant", .. })));
        assert!(matches!(level.ending(5.0), Err(StatsError::OutOfRange { what: "end", .. })));
    }

    #[test]
    fn what_is_not_finite_is_refused_and_not_taken() {
        let mut level = LevelOverTime::starting(0.0, 2.0).unwrap();
        for bad in [f64::NAN, f64::INFINITY] {
            assert!(LevelOverTime::starting(bad, 1.0).is_err() && LevelOverTime::starting(0.0, bad).is_err());
            assert!(level.change(1.0, bad).is_err() && level.change(bad, 1.0).is_err());
            assert!(level.ending(bad).is_err());
        }
        assert_eq!(level.ending(3.0).unwrap().area, 6.0);
        assert_eq!(LevelOverTime::starting(0.0, f64::MAX).unwrap().ending(2.0), Err(StatsError::TooLarge));
    }
}
