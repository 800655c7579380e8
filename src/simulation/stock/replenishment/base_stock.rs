//! Base stock: each review orders all that is missing to the level.

/// Pieces to order.
#[inline]
pub(crate) fn to_order(level: i64, position: i64) -> i64 {
    level - position
}
