//! The machinery of discrete events: what is next, how fast work goes, where random numbers come
//! from.
//!
//! ```text
//! Agenda      who acts next          (a winner tree over actors, one pending event each)
//! WorkClock   how far work has gone  (the integral of a level that changes)
//! Pending     what waits behind an actor's next event
//! Draws       a fresh generator for every thing and purpose
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

/// An instant, in whole microseconds since the engine's start.
pub type Time = u64;

/// Later than every instant: no event is pending.
pub const NEVER: Time = Time::MAX;
