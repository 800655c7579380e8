//! Disruption: capacities over time, disruptions, failures, and the restart plan.

pub(crate) mod capacity;
pub(crate) mod failure;
pub(crate) mod gate;
pub(crate) mod outage;
pub(crate) mod policy;
pub(crate) mod restart;
