//! What an actor has waiting behind its next event, earliest first.
//!
//! Most delays are constant or nearly so: what comes later is also due later. Such entries go to the back of a
//! queue at no cost; only what is due before the back of the queue goes to a heap.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

/// Entries by key, then first in first out.
#[derive(Debug, Clone)]
pub struct Pending<K, V> {
    in_order: VecDeque<Entry<K, V>>,
    out_of_order: BinaryHeap<Reverse<Entry<K, V>>>,
    pushed: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry<K, V> {
    key: K,
    number: u64,
    value: V,
}

impl<K: Ord, V> PartialEq for Entry<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<K: Ord, V> Eq for Entry<K, V> {}

impl<K: Ord, V> PartialOrd for Entry<K, V> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, V> Ord for Entry<K, V> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key).then(self.number.cmp(&other.number))
    }
}

impl<K, V> Default for Pending<K, V>
where
    K: Ord,
{
    fn default() -> Self {
        Pending { in_order: VecDeque::new(), out_of_order: BinaryHeap::new(), pushed: 0 }
    }
}

impl<K: Ord + Copy, V: Copy> Pending<K, V> {
    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, key: K, value: V) {
        let entry = Entry { key, number: self.pushed, value };
        self.pushed += 1;
        if self.in_order.back().is_none_or(|last| last.key <= key) {
            self.in_order.push_back(entry);
        } else {
            self.out_of_order.push(Reverse(entry));
        }
    }

    /// Key of the earliest entry.
    #[inline]
    pub fn first(&self) -> Option<K> {
        match (self.in_order.front(), self.out_of_order.peek()) {
            (Some(front), None) => Some(front.key),
            (None, Some(Reverse(top))) => Some(top.key),
            (Some(front), Some(Reverse(top))) => Some(front.min(top).key),
            (None, None) => None,
        }
    }

    /// Takes the earliest entry.
    #[inline]
    pub fn pop(&mut self) -> Option<(K, V)> {
        let from_heap = match (self.in_order.front(), self.out_of_order.peek()) {
            (Some(front), Some(Reverse(top))) => top < front,
            (None, Some(_)) => true,
            _ => false,
        };
        let entry = if from_heap {
            self.out_of_order.pop().map(|Reverse(entry)| entry)
        } else {
            self.in_order.pop_front()
        };
        entry.map(|entry| (entry.key, entry.value))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.in_order.len() + self.out_of_order.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn entries_come_by_key_and_then_first_in_first_out(keys in proptest::collection::vec(0_u8..20, 0..200)) {
            let mut pending = Pending::default();
            let mut expected: Vec<(u8, usize)> = keys.iter().copied().zip(0..).collect();
            expected.sort();
            for (number, key) in keys.iter().enumerate() {
                pending.push(*key, number);
            }
            let taken: Vec<(u8, usize)> = std::iter::from_fn(|| pending.pop()).collect();
            prop_assert_eq!(taken, expected);
        }
    }
}
