//! Stock: inventory of every shelf, reviews, replenishment and manual ordering.

pub(crate) mod immediate_fill;
pub mod inventory;
pub(crate) mod manual_ordering;
pub(crate) mod replenishment;
pub(crate) mod retail_shelf;
pub(crate) mod review;
