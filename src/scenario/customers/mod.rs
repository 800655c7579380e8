//! Customers: demand, its variation, impatience, repair jobs, and the response to outages.

pub(crate) mod class_shares;
pub mod demand;
pub(crate) mod demand_profile;
pub mod impatience;
pub mod outage_response;
pub mod repair_job;
pub mod variation;
