//! Statistics: what can be said, and how surely, about numbers that a simulation gave.
//!
//! Pure functions of numbers. "How sure" is two things here as everywhere: the spread of what may happen
//! ([`quantile`], [`survival`]) and the error of a mean over replications ([`interval`], [`paired`]).
//! What was not reached within a run is a censored observation, and a type of its own: never a number.
//!
//! | question | file |
//! | --- | --- |
//! | mean and spread of replications | [`moments`] |
//! | how far the true mean, or a quantile, may be from the estimate | [`interval`] |
//! | how many of n runs, and how sure | [`proportion`] |
//! | how many replications are enough | [`replications`] |
//! | which of two plans is better, with common random numbers | [`paired`] |
//! | the same for independent runs | [`welch`] |
//! | several comparisons at once | [`multiple`] |
//! | quantiles over replications | [`quantile`] |
//! | when is it cleared, if some runs never were | [`survival`] |
//! | how deep, how long, how much lost | [`resilience`] |
//!
//! Knows nothing of lines, sites, scenarios or files. Every value that is not finite, every share or
//! confidence outside its range and every sample that is too small is a [`StatsError`].
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "expected values are chosen so that they come out without rounding")
)]

pub mod critical_value;
mod error;
pub mod interval;
pub mod moments;
pub mod multiple;
pub mod paired;
pub mod proportion;
pub mod quantile;
pub mod replications;
pub mod resilience;
pub mod survival;
pub mod welch;

pub use error::StatsError;
