//! Behaviour of the simulation: every rule against hand calculation or theory, through the public
//! interface.
//!
//! One file a subject; all of them are one program, because each more is linked anew after every
//! change.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod common_random_numbers;
mod demand;
mod exact;
mod failures;
mod fluid;
mod immediate_fill;
mod impatience;
mod initial_state;
mod lanes;
mod lost_sales;
mod manual_mode;
mod manual_ordering;
mod observe_lane;
mod observe_process;
mod observe_stock;
mod open_demand;
mod outage_response;
mod phases;
mod policies;
mod preemption;
mod prefetch;
mod promised_ship_time;
mod queue_capacity;
mod queue_disciplines;
mod repair_jobs;
mod replenishment;
mod retailers;
mod routing_share;
mod service_levels;
mod service_time_by_class;
mod suppliers;
#[path = "../support/mod.rs"]
mod support;
mod time_in_state;
mod variates;
mod variation;
