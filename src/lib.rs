//! Simulates a car maker's parts logistics centre through an outage and a phased restart.
//!
//! A scenario is a TOML file (docs/reference.md). An [`Experiment`] reads and checks it, changes
//! values, and runs its replications; a [`Comparison`] runs several plans on the same customers.
//!
//! ```no_run
//! use gplc::{Experiment, ids};
//!
//! let outcome = Experiment::from_file("scenarios/jlr-2025.toml")?
//!     .set("processes.pick.people", 300)?
//!     .replications(20)
//!     .run()?;
//! let peak = outcome.metric(ids::BACKLOG_PEAK).expect("the scenario has a disruption");
//! println!("peak of the backlog: {:?} lines on average", peak.mean);
//! outcome.write_to("output/jlr-2025")?;
//! # Ok::<(), gplc::Error>(())
//! ```
//!
//! Metrics of your own listen to the simulation: implement [`Observer`] and pass it to
//! [`Experiment::observe`]. `examples/` has a program for each of the three.
//!
//! # Features
//! All on by default.
//!
//! - `charts`: charts as SVG and PNG in result folders.
//! - `parquet`: replications and daily series as Parquet; without it they are written as CSV.
//! - `cli`: the program `gplc`, with both of the others.
//!
//! # Modules
//! Data flows one way, and each module imports only those before it:
//!
//! ```text
//! text ─► Scenario ─► Model ─► Simulation ─► ReplicationResult ─► RunSummary ─► files
//! (TOML)  (checked,   (dense   (one          (metrics of one      (all          (tables,
//!          units)      ids)     replication)  replication)         replications) charts)
//! ```

pub mod analysis;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod compile;
pub mod distributions;
pub mod engine;
pub mod experiment;
mod facade;
pub mod metrics;
pub mod model;
pub mod registers;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod stats;
pub mod units;

pub use facade::{Comparison, ComparisonOutcome, Error, Experiment, ExperimentOutcome};
pub use registers::metrics::ids;
pub use simulation::observer::Observer;
