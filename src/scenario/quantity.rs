//! Quantities with units: durations, shares, rates, pieces, money.

/// A length of time, or an instant counted from the scenario's `start`, in whole microseconds.
pub type Micros = u64;

/// One second in microseconds.
pub const SECOND: Micros = 1_000_000;
/// One minute in microseconds.
pub const MINUTE: Micros = 60 * SECOND;
/// One hour in microseconds.
pub const HOUR: Micros = 60 * MINUTE;
/// One day of 24 hours in microseconds.
pub const DAY: Micros = 24 * HOUR;
/// One week in microseconds.
pub const WEEK: Micros = 7 * DAY;

/// A capacity factor in millionths: 0 stopped, 1,000,000 normal, 1,250,000 with overtime.
///
/// Whole, so that work clocks add up exactly, and alike on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(pub u32);

impl Level {
    /// Stopped.
    pub const STOPPED: Level = Level(0);
    /// Nominal speed.
    pub const NORMAL: Level = Level(1_000_000);
}

/// A length of time as a planner says it: in hours and days, or in working days of a calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span {
    /// Elapsed time.
    Elapsed(Micros),
    /// Whole or broken working days, counted by a calendar.
    WorkingDays(f64),
}

/// What a rate of order lines is counted per.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Per {
    /// Elapsed time: lines in so many microseconds.
    Time(Micros),
    /// A working day of the calendar that applies.
    WorkingDay,
}

/// A flow: so many things per so long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// How many.
    pub count: f64,
    /// Per what.
    pub per: Per,
}
