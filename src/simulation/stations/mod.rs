//! Stations: processes at sites, with their queues and servers.

pub(crate) mod manual_mode;
pub(crate) mod preemption;
pub(crate) mod queue;
pub(crate) mod queue_capacity;
pub(crate) mod servers;
pub mod station;
