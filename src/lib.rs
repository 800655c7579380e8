//! Simulates a car maker's parts logistics centre through an outage and a phased restart.
//!
//! Data flows one way, and so do the modules: each knows only those before it.
//!
//! ```text
//! scenario text ─► Scenario ─► Model ─► Simulation ─► Observations ─► Experiment ─► Summary ─► tables, files, charts
//!   (TOML)         (checked,   (dense    (one           (per            (replications,
//!                   units)      indices)  replication)   replication)    scenarios)
//! ```
//!
//! What the `gplc` program does, a Rust user can call.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod distributions;
pub mod engine;
pub mod experiment;
pub mod metrics;
pub mod model;
pub mod registers;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod stats;
pub mod units;
