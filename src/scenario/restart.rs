//! The restart plan: phases that bring targets back, in order, with ramps and boosts.
//!
//! ```toml
//! [restart.warehouse]
//! from = 2025-09-25                       # and, or: after = ["order_entry"], after_start_of = [".."]
//! brings_back = ["wms"]
//! to = "100%"                             # unless said
//! ramp = { from = "50%", over = "3 weeks" }
//! boost = { pick = "125%" }
//! until = 2025-12-01                      # or for = "6 weeks": the end of the boost
//! ```

use super::disruption::Target;
use super::quantity::{Level, Micros};

/// A step of the restart plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Name.
    pub name: String,
    /// Not before this instant after `start`.
    pub from: Option<Micros>,
    /// Not before the end of these phases (ramp done).
    pub after: Vec<String>,
    /// Not before the start of these phases.
    pub after_start_of: Vec<String>,
    /// What it brings back.
    pub brings_back: Vec<Target>,
    /// Level it brings back to.
    pub to: Level,
    /// How it gets there; `None`: at once.
    pub ramp: Option<Ramp>,
    /// Targets that work at this level while the phase lasts, times all else.
    pub boost: Vec<(Target, Level)>,
    /// When the boost ends.
    pub until: Option<PhaseEnd>,
}

/// A rise in stairs of at most an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ramp {
    /// Level at its start.
    pub from: Level,
    /// How long until the phase's level.
    pub over: Micros,
}

/// When a boost ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PhaseEnd {
    /// At this instant after `start`.
    At(Micros),
    /// So long after the phase's start.
    After(Micros),
}
