//! Network: sites, parts, lanes, processes, systems, calendars and order classes.

pub mod calendar;
pub mod discipline;
pub mod lane;
pub mod order_class;
pub mod part;
pub(crate) mod preemption;
pub mod process;
pub(crate) mod queue_capacity;
pub mod service_time;
pub mod site;
pub mod system;
