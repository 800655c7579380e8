//! Time: instants and durations in integer microseconds, and spans counted in working days.

/// A duration, or an instant as the time since the origin \[microseconds\]; see
/// [`Instant`](super::Instant).
pub type Micros = u64;

/// One second \[microseconds\].
pub const SECOND: Micros = 1_000_000;
/// One minute \[microseconds\].
pub const MINUTE: Micros = 60 * SECOND;
/// One hour \[microseconds\].
pub const HOUR: Micros = 60 * MINUTE;
/// One day of 24 hours \[microseconds\].
pub const DAY: Micros = 24 * HOUR;
/// One week \[microseconds\].
pub const WEEK: Micros = 7 * DAY;
/// One year of 365 days, as rates count it \[microseconds\].
pub const YEAR: Micros = 365 * DAY;

/// A length of time in elapsed time, or in working days of a calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span {
    /// Elapsed time.
    Elapsed(Micros),
    /// Working days, counted by a calendar; may be fractional.
    WorkingDays(f64),
}
