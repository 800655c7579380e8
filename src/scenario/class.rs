//! Order classes: who goes first, and what is promised.
//!
//! ```toml
//! [classes.vor]
//! priority = 1
//! promise = "1 working day"
//! ```

use super::quantity::Span;

/// An order class: vehicle off road, daily, stock replenishment.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderClass {
    /// Name.
    pub name: String,
    /// 1 goes first. No two classes have the same.
    pub priority: u32,
    /// From the order to its shipment at the latest; `None`: nothing is promised.
    pub promise: Option<Span>,
}
