//! Units: quantities of time, capacity and flow, and their checked conversion from real numbers.
//!
//! Knows nothing of how a quantity is written; `scenario/syntax/quantity.rs` reads and writes them.

mod id;
mod index_vec;
mod instant;
mod ppm;
mod rate;
pub mod rounding;
mod time;

pub use id::{
    ClassId, DemandId, DisruptionId, FailureId, Id, LaneId, PartId, PhaseId, ProcessId, SegmentId,
    SiteGroupId, SiteId, StationId, StreamId, SystemId,
};
pub use index_vec::IndexVec;
pub use instant::Instant;
pub use ppm::{CapacityFactor, Ppm, Share};
pub use rate::{Per, Rate};
pub use time::{DAY, HOUR, MINUTE, Micros, SECOND, Span, WEEK, YEAR};
