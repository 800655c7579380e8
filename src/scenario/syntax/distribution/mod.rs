//! Distributions as a scenario specifies them, in the base unit of what is sampled (microseconds,
//! pieces, lines).
//!
//! `"5 days"` (constant), `{ exponential = "5 days" }`, `{ lognormal = { median = "6 weeks", p90 =
//! "16 weeks" } }`, `{ gamma = { mean = "2 days", cv = 0.4 } }`, … The
//! [catalogue](catalogue::FORMS) has them all.

mod catalogue;
mod observed_values;
mod parameters;
mod reading;
mod schema;
mod support;
mod writing;

pub use catalogue::{DistributionForm, FORMS};
pub(crate) use catalogue::{all_names, names, samples};
pub(crate) use schema::schema;
pub use support::Support;

/// The 90 % quantile of the standard normal distribution.
pub(crate) const Z_90: f64 = 1.281_551_565_544_600_4;

/// Most values that a distribution lists.
const MOST_VALUES: usize = 1_000_000;
