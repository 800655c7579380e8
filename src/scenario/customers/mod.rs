//! Customers: demand, its variation, impatience, repair jobs, and the response to outages.

pub mod demand;
pub mod impatience;
pub mod outage_response;
pub mod repair_job;
pub mod variation;
