//! The machinery of discrete events: what is next, how fast work goes, where random numbers come
//! from.
//!
//! ```text
//! EventQueue    next actor            (a winner tree over actors, one pending event each)
//! WorkClock     progress of work      (the integral of a changing speed)
//! DueQueue      entries behind the next event of an actor
//! Draws         a fresh generator for every element and purpose
//! ```
//!
//! Knows no part, site or order.

pub(crate) mod due_queue;
#[doc(hidden)]
pub mod event_queue;
pub(crate) mod packed;
pub(crate) mod prefetch;
pub mod random;
pub(crate) mod slab;
pub(crate) mod unrolled_lists;
#[doc(hidden)]
pub mod work_clock;
