//! Replenishment: pieces that a review orders for a shelf at its inventory position; one file a
//! policy.
//!
//! ```text
//! position ─► [policy] ─► pieces to order, or none
//! ```
//!
//! Knows nothing of when a review is made, or of what becomes of an order.

pub(crate) mod base_stock;
pub(crate) mod lots;
pub(crate) mod min_max;

use crate::model::{BaseStock, Replenishment};

/// Pieces that a shelf of a site (numbered within it) orders at a position; 0 or less if none.
#[inline]
pub(crate) fn to_order(stock: &BaseStock, shelf: usize, position: i32) -> i64 {
    let (level, position) = (i64::from(stock.level[shelf]), i64::from(position));
    match &stock.replenishment {
        Replenishment::BaseStock => base_stock::to_order(level, position),
        Replenishment::MinMax(min) => min_max::to_order(min[shelf].into(), level, position),
        Replenishment::Lots(lot) => {
            lots::to_order(level - i64::from(lot[shelf]), lot[shelf].into(), position)
        }
    }
}
