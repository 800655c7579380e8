//! Processes: steps with limited capacity. Each site that lists one has its own.
//!
//! ```toml
//! [processes.pick]
//! people = 240
//! productivity = "24 lines/h per head"    # or servers = 4, time = { .. }; or rate = "60000 lines/working day"
//! calendar = "two_shifts"
//! needs = ["wms"]
//! per = "line"
//! ```

use super::distribution::Distribution;
use super::quantity::Rate;

/// A step with limited capacity.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Name.
    pub name: String,
    /// How fast it works.
    pub capacity: Capacity,
    /// What one piece of work is.
    pub per: WorkUnit,
    /// Working hours; `None`: always.
    pub calendar: Option<String>,
    /// Systems it stands still without.
    pub needs: Vec<String>,
}

/// How fast a process works at level 100 %.
#[derive(Debug, Clone, PartialEq)]
pub enum Capacity {
    /// Heads that work one at a time each. `people` and `productivity`.
    People {
        /// Heads at work during a shift.
        people: u32,
        /// Work units a head does: per time.
        productivity: Rate,
    },
    /// Servers that take a time for each. `servers` and `time`.
    Servers {
        /// How many work side by side; `None`: no limit.
        servers: Option<u32>,
        /// Time for one, in microseconds.
        time: Distribution,
    },
    /// One server with constant work. `rate`.
    ///
    /// Per working day: spread over the hours of the fullest day of the process's calendar.
    Rate(Rate),
}

/// What one piece of work of a process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkUnit {
    /// A consignment of a line, whatever its pieces.
    Line,
    /// Each piece.
    Piece,
    /// All that one lorry or parcel brings: consignments that arrive together at one instant on one lane or
    /// from one supplier.
    Delivery,
    /// All lines of one customer order.
    Order,
}
