//! Orders: order lines, their consignments, stages, sources and cancellation.

pub(crate) mod cancellation;
pub mod consignment;
pub mod line;
pub(crate) mod sourcing;
pub mod stage;
