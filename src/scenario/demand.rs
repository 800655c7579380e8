//! Demand: the order lines of customers and workshops.
//!
//! ```toml
//! [demand.uk_workshops]
//! site = "uk_retailers"
//! lines = "70 per working day each"      # `in all` instead of `each`: over all sites of the table
//! lines_per_order = { geometric = "2 lines" }
//! classes = { vor = "5%", daily = "95%" }
//! weekdays = { mon = 1.15, tue = 1.05, wed = 1.0, thu = 1.0, fri = 0.8 }
//! hours = "peak before 16:00"            # or "even", or 24 weights
//! calendar = "uk_days"                   # no demand on its holidays
//! parts = { fast = "60%", slow = "40%" } # left out: the segments' own shares
//! needs = ["order_entry"]                # while one is down, orders are held and come in when it is back
//! ```

use super::distribution::Distribution;
use super::quantity::Rate;

/// What customers order at the sites of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Name.
    pub name: String,
    /// Site table that is asked: a site with stock serves, a site without passes on to its source.
    pub site: String,
    /// Mean order lines.
    pub lines: Rate,
    /// Whether `lines` is for each site of the table, or for all together.
    pub each: bool,
    /// Lines ordered together, all by one customer at one instant; constant 1 unless given.
    pub lines_per_order: Distribution,
    /// Order class and share of lines; shares add up to 1.
    pub classes: Vec<(String, f64)>,
    /// Weight of each weekday, Monday first.
    pub weekdays: [f64; 7],
    /// Weight of each hour of the day.
    pub hours: [f64; 24],
    /// Calendar on whose holidays nothing is ordered.
    pub calendar: Option<String>,
    /// Segment and share of lines where it differs from the segments' own; shares add up to 1.
    pub parts: Option<Vec<(String, f64)>>,
    /// Systems without which orders are held.
    pub needs: Vec<String>,
    /// Name of the stream of random numbers: the table's own unless said.
    pub stream: String,
}
