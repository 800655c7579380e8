//! Disruption: capacities over time, disruptions, failures, and the restart plan.
//!
//! [`Capacities`](capacity::Capacities) owns the capacity factors of all targets and the failures;
//! [`Restart`](restart::Restart) owns the phases and their policies. Both return what changed, and
//! know nothing of the stations, suppliers and lanes that it concerns.

pub(crate) mod capacity;
pub(crate) mod failure;
pub(crate) mod gate;
pub(crate) mod outage;
pub(crate) mod policy;
pub(crate) mod restart;
