//! Units: conversions between quantities, checked where a float becomes an integer.

pub mod rounding;
