//! Slab: many small values of one kind that are added and removed, each with a fixed number.
//!
//! The few numbers given back last are cached; when they are used up, the lowest free ones
//! are fetched. So a value that is soon removed stays in the cache, and values that are added
//! together lie together in memory, in the order in which most of them are read again.
//!
//! Free numbers are the bits of a tree of words: a bit of a higher word says that a lower word has
//! a free one.

use super::prefetch::prefetch;

/// Number of no value.
pub(crate) const NONE: u32 = u32::MAX;

/// Levels of words above the numbers: 64⁶ is more than a number can hold.
const LEVELS: usize = 5;

/// Capacity of the stack of free numbers: two words of them.
const AT_HAND: usize = 128;

/// Values by number; numbers of removed values are reused.
#[derive(Debug, Clone)]
pub(crate) struct Slab<T> {
    items: Vec<T>,
    /// Free numbers as bits; level 0 has a bit for each number.
    free: [Vec<u64>; LEVELS],
    /// The last freed numbers, the latest last, or the lowest free ones; not among the bits.
    at_hand: [u32; AT_HAND],
    /// Their number.
    held: usize,
    used: usize,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { items: Vec::new(), free: Default::default(), at_hand: [NONE; AT_HAND], held: 0, used: 0 }
    }
}

impl<T> Slab<T> {
    /// Adds a value and returns its number.
    #[inline(always)]
    pub(crate) fn add(&mut self, item: T) -> u32 {
        self.used += 1;
        if self.held == 0 {
            return self.add_anew(item);
        }
        self.held -= 1;
        let number = self.at_hand[self.held % AT_HAND];
        self.items[number as usize] = item;
        number
    }

    /// The same if the stack is empty.
    #[inline(never)]
    fn add_anew(&mut self, item: T) -> u32 {
        if self.used > self.items.len() {
            self.items.push(item);
            return (self.items.len() - 1) as u32;
        }
        self.bring_to_hand();
        self.held -= 1;
        let number = self.at_hand[self.held];
        self.items[number as usize] = item;
        number
    }

    /// Brings the free numbers of the lowest word that has some to hand; the lowest will be given
    /// out first.
    fn bring_to_hand(&mut self) {
        let top = &self.free[LEVELS - 1];
        let mut index = top.iter().position(|&word| word != 0).expect("a number is free");
        for level in (1..LEVELS).rev() {
            index = index * 64 + self.free[level][index].trailing_zeros() as usize;
        }
        let mut free = std::mem::take(&mut self.free[0][index]);
        while free != 0 {
            let bit = free.ilog2();
            free &= !(1 << bit);
            self.at_hand[self.held] = index as u32 * 64 + bit;
            self.held += 1;
        }
        for level in &mut self.free[1..] {
            let word = &mut level[index / 64];
            *word &= !(1 << (index % 64));
            if *word != 0 {
                break;
            }
            index /= 64;
        }
    }

    /// Frees a number. Its value is not read until the number is reused.
    #[inline(always)]
    pub(crate) fn remove(&mut self, number: u32) {
        self.used -= 1;
        if self.held == AT_HAND {
            self.put_away();
        }
        self.at_hand[self.held % AT_HAND] = number;
        self.held += 1;
    }

    /// Moves the older half of the stack to the bits.
    fn put_away(&mut self) {
        for place in 0..AT_HAND / 2 {
            self.set_free(self.at_hand[place]);
        }
        self.at_hand.copy_within(AT_HAND / 2.., 0);
        self.held = AT_HAND / 2;
    }

    fn set_free(&mut self, number: u32) {
        let mut bit = number as usize;
        for level in &mut self.free {
            if level.len() <= bit / 64 {
                level.resize(bit / 64 + 1, 0);
            }
            let word = &mut level[bit / 64];
            let had_free = *word != 0;
            *word |= 1 << (bit % 64);
            if had_free {
                return;
            }
            bit /= 64;
        }
    }

    /// Prefetches a value; [`NONE`] is none.
    #[inline(always)]
    pub(crate) fn prefetch(&self, number: u32) {
        if let Some(item) = self.items.get(number as usize) {
            prefetch(item);
        }
    }

    /// Number of values.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.used
    }

    /// All slots, including freed ones.
    pub(crate) fn slots(&self) -> &[T] {
        &self.items
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;
    #[inline]
    fn index(&self, number: u32) -> &T {
        &self.items[number as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut T {
        &mut self.items[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn the_last_freed_numbers_are_reused_first_and_then_the_lowest(steps in proptest::collection::vec((any::<bool>(), 0_usize..5_000), 0..9_000)) {
            let mut pool = Slab::default();
            let (mut used, mut free, mut at_hand) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
            for (add, which) in steps {
                if add || used.is_empty() {
                    if at_hand.is_empty() && let Some(&lowest) = free.first() {
                        let behind = free.split_off(&((lowest / 64 + 1) * 64));
                        at_hand.extend(std::mem::replace(&mut free, behind).into_iter().rev());
                    }
                    let expected = at_hand.pop().unwrap_or(used.len() as u32);
                    prop_assert_eq!(pool.add(()), expected);
                    used.insert(expected);
                } else {
                    let number = *used.iter().nth(which % used.len()).expect("in range");
                    used.remove(&number);
                    if at_hand.len() == AT_HAND {
                        free.extend(at_hand.drain(..AT_HAND / 2));
                    }
                    at_hand.push(number);
                    pool.remove(number);
                }
                prop_assert_eq!(pool.len(), used.len());
            }
        }
    }
}
