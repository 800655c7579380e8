//! How what is simulated behaves: every rule by hand or against theory, through the library's public interface.
//!
//! One file a subject; all of them are one program, because each more is linked anew after every change.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod by_hand;
mod common_random_numbers;
mod demand;
mod exact;
mod failures;
mod fluid;
mod impatience;
mod jobs;
mod lanes;
mod look_ahead;
mod lost_sales;
mod observe;
mod observe_lane;
mod observe_stock;
mod orders_by_hand;
mod over_the_counter;
mod phases;
mod policies;
mod preemption;
mod promises;
mod replenishment;
mod retailers;
mod shares;
mod start;
mod suppliers;
#[path = "../support/mod.rs"]
mod support;
mod variates;
mod variation;
mod visits;
mod waiting_rooms;
mod what_goes_first;
mod when_down;
mod work_by_class;
