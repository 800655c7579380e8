//! Alias tables: choice of one of many elements with given weights, by one random word for any
//! number.
//!
//! Each slot gives its own value with some probability and that of its alias otherwise. The
//! word's high half chooses the slot, its low half whether it keeps; so a probability is right to
//! 2⁻³² of a slot.
//!
//! Source: A. J. Walker, "An efficient method for generating discrete random variables with general
//! distributions", ACM Trans. Math. Softw. 3 (1977) 253–256; built by M. D. Vose, "A linear
//! algorithm for generating random numbers with a given distribution", IEEE Trans. Softw. Eng. 17
//! (1991) 972–975.

/// Slots for these weights: keep the slot's own index when the low 32 bits are below the first
/// number, else take the second. `weights` are not negative, finite, at least one over 0, and fewer
/// than 2³².
pub fn slots(weights: &[f64]) -> Vec<(u32, u32)> {
    let total: f64 = weights.iter().sum();
    let mut left: Vec<f64> = weights.iter().map(|weight| weight / total * weights.len() as f64).collect();
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for (index, &part) in left.iter().enumerate() {
        if part < 1.0 { small.push(index) } else { large.push(index) }
    }
    // A slot that is full has itself as alias, so that the threshold does not matter.
    let mut slots: Vec<(u32, u32)> = (0..weights.len()).map(|index| (u32::MAX, index as u32)).collect();
    while let (Some(&low), Some(&high)) = (small.last(), large.last()) {
        small.pop();
        slots[low] = ((left[low] * 4_294_967_296.0).round() as u32, high as u32);
        left[high] -= 1.0 - left[low];
        if left[high] < 1.0 {
            large.pop();
            small.push(high);
        }
    }
    slots
}

/// Index that a random word chooses.
#[inline]
pub fn pick(slots: &[(u32, u32)], word: u64) -> u32 {
    let slot = ((word >> 32) * slots.len() as u64) >> 32;
    let (keep, alias) = slots[slot as usize];
    // Unpredictable: a branch would be mispredicted every third time.
    std::hint::select_unpredictable((word as u32) < keep, slot as u32, alias)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probability of each index, read back from the slots.
    fn shares(slots: &[(u32, u32)]) -> Vec<f64> {
        let mut shares = vec![0.0; slots.len()];
        for (index, &(keep, alias)) in slots.iter().enumerate() {
            let kept = f64::from(keep) / 4_294_967_296.0;
            shares[index] += kept / slots.len() as f64;
            shares[alias as usize] += (1.0 - kept) / slots.len() as f64;
        }
        shares
    }

    #[test]
    fn an_alias_table_gives_each_index_its_share() {
        let weights = [5.0, 0.0, 1.0, 3.0, 1.0];
        for (share, weight) in shares(&slots(&weights)).iter().zip(weights) {
            assert!((share - weight / 10.0).abs() < 1e-9);
        }
    }

    #[test]
    fn an_index_without_weight_is_never_chosen() {
        let slots = slots(&[0.0, 1.0]);
        for word in [0, u64::MAX, u64::from(u32::MAX), 1 << 63, (1 << 63) - 1] {
            assert_eq!(pick(&slots, word), 1);
        }
    }
}
