//! Experiments: many replications of a scenario, their statistics, and comparisons of plans.
//!
//! ```text
//! Model ─► replicate ─► ReplicationResult ─► headline ─► summary ─► compare (plans)
//!                              │           (one of them)    │
//!                              └─► bands (by date)          └─► sensitivity (by input)
//! ```
//!
//! Metrics of a disruption are computed for each replication and then summarised, never from an
//! averaged curve. An event that did not happen within the run is censored and counted, never
//! dropped.
//!
//! Knows nothing of how results look, or of files.

pub mod band;
pub mod chart_series;
pub mod clearance;
pub mod clearance_day;
pub mod compare;
pub mod daily_differences;
pub mod headline;
pub mod metric_kinds;
pub mod order_to_fill;
pub mod phase_times;
pub mod pipeline;
pub mod replicate;
pub mod replication_metrics;
pub mod restoration;
pub mod sensitivity;
pub mod service_levels;
pub mod stock_availability;
pub mod summary;
pub mod trend;
pub mod uncertainty;
pub mod window;

#[cfg(feature = "charts")]
pub(crate) use crate::metrics::backlog::AGE_BANDS;
pub use crate::stats::sensitivity::Sensitivity;
pub use crate::stats::survival::Reached;

/// Coverage of confidence intervals.
pub const CONFIDENCE: f64 = 0.95;
