//! Analysis: mean flows, planned capacity and the fluid answer, computed without simulation.

pub mod capacity_composition;
pub(crate) mod centre_inflow;
pub(crate) mod class_mix;
pub mod fluid;
pub(crate) mod mean_flows;
pub(crate) mod off_the_shelf_fill;
pub mod order_entry;
pub mod planned_capacity;
pub mod stock_levels;
