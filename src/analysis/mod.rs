//! Analysis: mean flows, planned capacity and the fluid answer, computed without simulation.
//!
//! ```text
//! demands ─► requested_lines ─► flow_propagation ─► mean_flows       in normal operation
//! disruptions, phases ─► capacity_composition, ramp ─► planned_capacity
//! mean_flows, planned_capacity ─► order_entry, planned_reviews, off_the_shelf_fill
//!                              ─► centre_inflow ─► fluid ─► clearance
//! ```
//!
//! Compilation uses `class_mix` and `stock_levels`; the simulation uses `capacity_composition` and
//! `ramp`.

#[cfg(test)]
mod assertions;
pub mod capacity_composition;
pub(crate) mod centre_inflow;
pub(crate) mod class_mix;
pub mod clearance;
mod cumulative_flow;
pub mod customer_targets;
mod flow_propagation;
pub mod fluid;
pub(crate) mod mean_flows;
pub(crate) mod off_the_shelf_fill;
pub mod order_desk;
pub(crate) mod order_entry;
pub mod planned_capacity;
mod planned_gates;
mod planned_reviews;
pub(crate) mod ramp;
pub(crate) mod requested_lines;
mod shelf_fill_rate;
pub mod step_function;
pub mod stock_levels;
pub mod utilisation;
