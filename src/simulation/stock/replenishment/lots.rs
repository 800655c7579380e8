//! (R, nQ): a position at or below the reorder point is raised above it by the fewest lots.

/// Pieces to order.
#[inline]
pub(crate) fn to_order(reorder_point: i64, lot: i64, position: i64) -> i64 {
    if position > reorder_point { 0 } else { ((reorder_point - position) / lot + 1) * lot }
}

#[cfg(test)]
mod tests {
    use super::to_order;

    #[test]
    fn the_fewest_lots_that_raise_the_position_above_the_reorder_point_are_ordered() {
        // From 3: one lot makes 8; from −1: one makes 4; from −2 one makes 3, still at the point,
        // so two.
        assert_eq!([4, 3, -1, -2, -6, -7].map(|position| to_order(3, 5, position)), [0, 5, 5, 10, 10, 15]);
    }
}
