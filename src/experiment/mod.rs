//! Experiments: many replications of a scenario, what they say together, and how sure that is.
//!
//! ```text
//! Model ─► replicate ─► Observations ─► headline (one replication) ─► summary (all of them) ─► compare (plans)
//!                             │                                               │
//!                             └─► bands (a curve over dates, with its spread) └─► explained (by which input)
//! ```
//!
//! What is told of a disruption is worked out for each replication and then summarised, never from an averaged
//! curve. What did not happen within the run is censored, counted and said, never dropped.
//!
//! Knows nothing of how results look, or of files.

pub mod band;
pub mod chart_series;
pub mod clearance;
pub mod clearance_day;
pub mod compare;
pub mod headline;
pub mod order_to_fill;
pub mod phase_times;
pub mod pipeline;
pub mod replicate;
pub mod replication_metrics;
pub mod restoration;
pub mod sensitivity;
pub mod summary;
pub mod uncertainty;
pub mod window;

pub use crate::metrics::backlog::AGE_BANDS;
pub use crate::stats::sensitivity::Sensitivity;
pub use crate::stats::survival::Reached;

/// Chance with which the intervals told cover the true value.
pub const CONFIDENCE: f64 = 0.95;
