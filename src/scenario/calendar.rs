//! Calendars: on which days and hours work is done, and how fast.
//!
//! ```toml
//! [calendars.two_shifts]
//! shifts = ["mon-fri 06:00-14:00", "mon-fri 14:00-22:00", "sat 06:00-12:00 at 50%"]
//! holidays = [2025-08-25, 2025-12-25]
//! ```

use super::quantity::{Level, Micros};
use jiff::civil::Date;

/// Working hours by weekday, with holidays.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Name.
    pub name: String,
    /// Shifts; where two overlap, the larger level holds.
    pub shifts: Vec<Shift>,
    /// Days on which no shift begins, in order.
    pub holidays: Vec<Date>,
}

/// One shift on some weekdays.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Weekdays on which it begins, Monday first.
    pub days: [bool; 7],
    /// Begin after midnight.
    pub from: Micros,
    /// End after midnight of the day of its begin: more than 24 h when it ends on the next day.
    pub to: Micros,
    /// Speed in it.
    pub level: Level,
}
