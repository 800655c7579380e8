//! Base stock: each review orders up to the level.

/// Pieces to order.
#[inline]
pub(crate) fn to_order(level: i64, position: i64) -> i64 {
    level - position
}
