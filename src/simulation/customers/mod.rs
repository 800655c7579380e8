//! Customers: demand, outage response, impatience, duplicate orders and repair jobs.

pub(crate) mod demand;
pub(crate) mod duplicate_orders;
pub(crate) mod impatience;
pub(crate) mod lost_sales;
pub(crate) mod outage_response;
pub mod repair_job;
pub(crate) mod variation;
