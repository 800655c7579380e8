//! Flow: what happens between sub-systems.
//!
//! The only `impl Simulation`: each function here lets sub-systems act one after another, in the
//! order in which observers receive their reports. Sub-systems return what happened; flow decides
//! which sub-system is next.
//!
//! ```text
//! demand ─► sourcing ─► process route ─► allocation ─► process route ─► transport ─► delivery
//!                                            ▲ │                           │
//!                                            │ └─► review ─► sourcing      │
//!                                            └───────── replenish ◄────────┘
//! ```

pub(crate) mod allocation;
pub(crate) mod cancellation;
pub(crate) mod capacity;
pub(crate) mod demand;
#[cfg(test)]
mod fast_paths;
pub(crate) mod initial_state;
pub(crate) mod prefetch;
pub(crate) mod process_route;
pub(crate) mod restart;
pub(crate) mod review;
pub(crate) mod service;
pub(crate) mod sourcing;
pub(crate) mod transport;
