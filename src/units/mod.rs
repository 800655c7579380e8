//! Units: quantities of time, capacity and flow, and their checked conversion from real numbers.
//!
//! Knows nothing of how a quantity is written; `scenario/syntax/quantity.rs` reads and writes them.

mod ppm;
mod rate;
pub mod rounding;
mod time;

pub use ppm::{CapacityFactor, Ppm, Share};
pub use rate::{Per, Rate};
pub use time::{DAY, HOUR, MINUTE, Micros, SECOND, Span, WEEK, YEAR};
