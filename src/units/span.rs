//! Span: a length of time in elapsed time or in working days.

use super::Duration;

/// A length of time in elapsed time, or in working days of a calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span {
    /// Elapsed time.
    Elapsed(Duration),
    /// Working days, counted by a calendar; may be fractional.
    WorkingDays(f64),
}
