//! Rate: a count per unit of time.

use super::Duration;

/// Time base of a rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Per {
    /// Elapsed time: the count is per this duration.
    Time(Duration),
    /// A working day of the calendar that applies.
    WorkingDay,
}

/// A count per unit of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Count in one unit of time.
    pub count: f64,
    /// Unit of time.
    pub per: Per,
}
