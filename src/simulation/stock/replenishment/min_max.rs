//! (s, S): a position at or below the minimum is ordered up to the maximum.

/// Pieces to order.
#[inline]
pub(crate) fn to_order(min: i64, max: i64, position: i64) -> i64 {
    if position <= min { max - position } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::to_order;

    #[test]
    fn nothing_is_ordered_above_the_minimum() {
        assert_eq!([9, 4, 3, 2, -5].map(|position| to_order(3, 9, position)), [0, 0, 6, 7, 14]);
    }
}
