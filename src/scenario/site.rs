//! Sites: the centre, distribution centres, retailers, suppliers. One table may stand for many alike.
//!
//! ```toml
//! [sites.gplc]
//! kind = "centre"
//! supplied_by = ["suppliers"]
//! inbound = ["unload", "put_away"]
//! outbound = ["release", "pick", "pack", "dispatch"]
//! stock = { fill_target = "95%", review = { every = "1 working day", at = "05:00" } }
//!
//! [sites.uk_retailers]
//! kind = "retailer"
//! count = 140
//! supplied_by = ["uk_pdc"]
//! ```

use super::distribution::Distribution;
use super::stock::Stock;

/// A place, or many alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// How many such sites; above 1 they are `name[0]`, `name[1]`, …
    pub count: u32,
    /// Where it orders: the first source first. What a source cannot give in full goes to the next; at the
    /// last it waits.
    pub supplied_by: Vec<String>,
    /// Processes of what comes in, in this order, before it is on hand.
    pub inbound: Vec<String>,
    /// Processes of what goes out before stock is taken, in this order.
    pub before_stock: Vec<String>,
    /// Processes of what goes out after stock is taken, in this order.
    pub after_stock: Vec<String>,
    /// What it holds; `None`: nothing, lines are passed on to its source.
    pub stock: Option<Stock>,
    /// Of a supplier: from the order to the arrival at the site that ordered, in microseconds.
    pub lead_time: Option<Distribution>,
}

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteKind {
    /// The global parts logistics centre.
    Centre,
    /// A parts distribution centre.
    Pdc,
    /// A retailer with its workshop.
    Retailer,
    /// A supplier: unlimited, delivers after its lead time.
    Supplier,
}
