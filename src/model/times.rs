//! Times: where a run lies in engine time.

use crate::units::Instant;
use jiff::civil::Date;

/// Instants of a run in engine time, which counts from the start of the initialisation
/// \[microseconds\].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The scenario's `start`, a midnight.
    pub start: Instant,
    /// End of the warm-up: lines ordered earlier are left out of metrics per line.
    pub counted_from: Instant,
    /// End of the run.
    pub end: Instant,
    /// Date of engine time 0, a midnight.
    pub origin: Date,
    /// First instant at which a disruption is in force, or `end`.
    pub onset: Instant,
}
