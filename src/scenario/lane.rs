//! Lanes: transport from one site to another by timetable.
//!
//! ```toml
//! [lanes.to_europe]
//! from = "gplc"
//! to = "europe_pdc"
//! departs = "tue,thu 18:00"         # left out: at once
//! cut_off = "2 h"                   # what is ready so long before a departure goes with it
//! calendar = "uk_days"              # no departure on its holidays
//! transit = { gamma = { mean = "6 days", cv = 0.3 } }
//! needs = ["wms"]                   # nothing departs while one is down
//! ```

use super::distribution::Distribution;
use super::quantity::Micros;

/// Transport from one site table to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Name.
    pub name: String,
    /// Site table it leaves from.
    pub from: String,
    /// Site table it goes to.
    pub to: String,
    /// Instants after Monday midnight at which it departs, in order; empty: at once.
    pub departs: Vec<Micros>,
    /// How long before a departure a consignment must be ready.
    pub cut_off: Micros,
    /// Calendar on whose holidays nothing departs.
    pub calendar: Option<String>,
    /// Time on the way, in microseconds; one draw a departure and destination.
    pub transit: Distribution,
    /// Systems without which nothing departs.
    pub needs: Vec<String>,
}
