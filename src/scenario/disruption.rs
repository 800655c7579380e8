//! Disruptions: what goes down, when, and how far.
//!
//! ```toml
//! [disruptions.attack]
//! from = 2025-08-31T20:00:00
//! takes_down = ["identity", "order_entry", "wms"]
//! to = "0%"                               # unless said
//! until = 2025-09-25                      # left out: until a restart phase brings it back
//! ```

use super::quantity::{Level, Micros};

/// Takes targets down to a level from a moment on.
#[derive(Debug, Clone, PartialEq)]
pub struct Disruption {
    /// Name.
    pub name: String,
    /// Instant, after `start`.
    pub from: Micros,
    /// Systems, processes, sites (all their processes) and lanes.
    pub takes_down: Vec<Target>,
    /// Level that is left.
    pub to: Level,
    /// Instant at which it ends by itself.
    pub until: Option<Micros>,
}

/// What can be taken down, brought back or boosted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A system by name.
    System(String),
    /// A process by name, at every site that lists it.
    Process(String),
    /// All processes of a site table.
    Site(String),
    /// A lane: at 0 % it does not depart.
    Lane(String),
}
