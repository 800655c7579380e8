//! Disruption: outage of capacity targets, or delay of suppliers, from an instant on.
//!
//! ```toml
//! [disruptions.attack]
//! from = 2025-08-31T20:00:00
//! takes_down = ["identity", "order_entry", "wms"]
//! to = "0%"                               # the default
//! delay = { suppliers = "150%" }          # their lead times are 1.5 times as long
//! until = 2025-09-25                      # by default until a restart phase brings it back
//! ```
//!
//! Knows nothing of the restart.

pub mod acceptance_check;
pub(crate) mod by_name;
pub mod capacity_target;
pub mod failure;
pub mod gate;
pub mod manual_mode;
pub mod policy;
pub(crate) mod positive_time;
pub mod recurring_phase;
pub mod restart;

use super::syntax::forms::{self};
use crate::registers::table::table;
use crate::units::{CapacityFactor, Instant};
pub use capacity_target::CapacityTarget;
use capacity_target::{CapacityTargets, Delays};

table! {
    /// Outage of capacity targets, or delay of suppliers, from an instant on.
    pub struct Disruption in "disruptions.NAME" ("disruption", "disruptions") {
        /// Start of the disruption, after the warm-up and before the end of the run.
        from: Instant as Instant = required, example "2025-08-31T20:00:00";
        /// Systems, processes, sites (all their processes) and lanes that it takes down.
        takes_down: Vec<CapacityTarget> as CapacityTargets = [], eg ["wms"], quiet true;
        /// Capacity factor of what it takes down.
        to: CapacityFactor as forms::Level = "0%", eg "20%", needs ["takes_down"];
        /// Suppliers, each with the factor of its lead times.
        delay: Vec<(CapacityTarget, CapacityFactor)> as Delays = {}, eg { suppliers = "150%" }, range (100, 10_000),
            quiet true;
        /// End of the disruption, after `from`.
        until: Option<Instant> as Instant = optional, example "2025-09-25",
            absent "until a restart phase brings it back";
    }
}
