//! Units: quantities of time, capacity and flow, and their checked conversion from real numbers.
//!
//! Knows nothing of how a quantity is written; `scenario/syntax/quantity.rs` reads and writes them.

mod duration;
mod id;
mod index_vec;
mod instant;
mod ppm;
mod rate;
pub mod rounding;
mod span;
mod work;

pub use duration::{DAY, Duration, HOUR, MINUTE, SECOND, WEEK, YEAR};
pub use id::{
    ClassId, DemandId, DisruptionId, FailureId, Id, LaneId, MarketId, PartId, PhaseId, ProcessId, SegmentId,
    SiteGroupId, SiteId, StationId, StreamId, SystemId,
};
pub use index_vec::IndexVec;
pub use instant::Instant;
pub use ppm::{CapacityFactor, Ppm, Share};
pub use rate::{Per, Rate};
pub use span::Span;
pub use work::Work;
