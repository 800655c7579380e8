//! Due queue: entries that wait behind the next event of an actor, earliest first.
//!
//! Most delays are constant or nearly so: what comes later is also due later. Such entries go to
//! the back of a queue at no cost. What is due before the back of the queue goes to a heap if it is
//! due soon; what is due later is only thrown into the slot of its due time, and a slot goes to the
//! heap as a whole when its turn has come. So a heap stays small however many deliveries are
//! outstanding.
//!
//! ```text
//!            in order ─► ══════════►
//!   push ──►  soon    ─► heap        ─► earliest of both
//!             later   ─► slots ─┘
//! ```

use crate::units::{Instant, Work};
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

/// A key by which entries wait.
pub(crate) trait Key: Copy + Ord {
    /// The slot of the key: a later key is never in an earlier slot.
    fn slot(self) -> u64;
}

/// Instants: slots of 2³³ µs, 2.4 hours.
impl Key for Instant {
    #[inline]
    fn slot(self) -> u64 {
        self.as_micros() >> 33
    }
}

/// Microseconds on a work clock: slots as long.
impl Key for Work {
    #[inline]
    fn slot(self) -> u64 {
        self.as_micros() >> 33
    }
}

/// Readings of work clocks: few jobs are in service in parallel, all in one slot.
impl Key for u128 {
    #[inline]
    fn slot(self) -> u64 {
        0
    }
}

/// Entries by key, then first in first out.
#[derive(Debug, Clone)]
pub(crate) struct DueQueue<K, V> {
    in_order: VecDeque<Entry<K, V>>,
    soon: BinaryHeap<Reverse<Entry<K, V>>>,
    /// Entries by slot, from slot `first_slot` on; those of earlier slots are in the heap.
    later: VecDeque<Vec<Entry<K, V>>>,
    first_slot: u64,
    in_slots: usize,
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

impl<K: Ord, V> Default for DueQueue<K, V> {
    fn default() -> Self {
        DueQueue {
            in_order: VecDeque::new(),
            soon: BinaryHeap::new(),
            later: VecDeque::new(),
            first_slot: 0,
            in_slots: 0,
            pushed: 0,
        }
    }
}

impl<K: Key, V: Copy> DueQueue<K, V> {
    /// Adds an entry.
    #[inline]
    pub(crate) fn push(&mut self, key: K, value: V) {
        let entry = Entry { key, number: self.pushed, value };
        self.pushed += 1;
        if self.in_order.back().is_none_or(|last| last.key <= key) {
            self.in_order.push_back(entry);
        } else {
            self.push_out_of_order(entry);
        }
    }

    fn push_out_of_order(&mut self, entry: Entry<K, V>) {
        let slot = entry.key.slot();
        if slot < self.first_slot {
            self.soon.push(Reverse(entry));
            return;
        }
        let offset = (slot - self.first_slot) as usize;
        if self.later.len() <= offset {
            self.later.resize_with(offset + 1, Vec::new);
        }
        self.later[offset].push(entry);
        self.in_slots += 1;
        self.fill_heap();
    }

    /// Keeps the earliest of the entries out of order in the heap.
    fn fill_heap(&mut self) {
        while self.soon.is_empty() && self.in_slots > 0 {
            if let Some(slot) = self.later.pop_front() {
                self.first_slot += 1;
                self.in_slots -= slot.len();
                self.soon.extend(slot.into_iter().map(Reverse));
            }
        }
    }

    /// Key of the earliest entry.
    #[inline]
    pub(crate) fn first(&self) -> Option<K> {
        match (self.in_order.front(), self.soon.peek()) {
            (Some(front), None) => Some(front.key),
            (None, Some(Reverse(top))) => Some(top.key),
            (Some(front), Some(Reverse(top))) => Some(front.min(top).key),
            (None, None) => None,
        }
    }

    /// Removes the earliest entry.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(K, V)> {
        let from_heap = match (self.in_order.front(), self.soon.peek()) {
            (Some(front), Some(Reverse(top))) => top < front,
            (None, Some(_)) => true,
            _ => false,
        };
        let entry = if from_heap {
            let entry = self.soon.pop().map(|Reverse(entry)| entry);
            self.fill_heap();
            entry
        } else {
            self.in_order.pop_front()
        };
        entry.map(|entry| (entry.key, entry.value))
    }

    /// The n-th entry in the order of addition: usually the n-th to be due.
    #[inline]
    pub(crate) fn ahead(&self, n: usize) -> Option<&V> {
        self.in_order.get(n).map(|entry| &entry.value)
    }

    /// Takes the entry for which `rank` is largest, wherever it stands; of several the one that was
    /// added last. Reads every entry.
    pub(crate) fn take_last<R: Ord>(&mut self, rank: impl Fn(K, &V) -> Option<R>) -> Option<(K, V)> {
        let all = self.in_order.iter().chain(self.soon.iter().map(|Reverse(entry)| entry));
        let all = all.chain(self.later.iter().flatten());
        let ranked = all.filter_map(|entry| Some((rank(entry.key, &entry.value)?, entry.number)));
        let (_, number) = ranked.max()?;
        let taken = self.take(number);
        self.fill_heap();
        taken.map(|entry| (entry.key, entry.value))
    }

    fn take(&mut self, number: u64) -> Option<Entry<K, V>> {
        let wanted = |entry: &Entry<K, V>| entry.number == number;
        if let Some(place) = self.in_order.iter().position(wanted) {
            return self.in_order.remove(place);
        }
        if self.soon.iter().any(|Reverse(entry)| wanted(entry)) {
            let mut soon = std::mem::take(&mut self.soon).into_vec();
            let place = soon.iter().position(|Reverse(entry)| wanted(entry))?;
            let Reverse(taken) = soon.swap_remove(place);
            self.soon = soon.into();
            return Some(taken);
        }
        for slot in &mut self.later {
            if let Some(place) = slot.iter().position(wanted) {
                self.in_slots -= 1;
                return Some(slot.swap_remove(place));
            }
        }
        None
    }

    /// All values, in no particular order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        let in_order = self.in_order.iter();
        let soon = self.soon.iter().map(|Reverse(entry)| entry);
        in_order.chain(soon).chain(self.later.iter().flatten()).map(|entry| &entry.value)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.in_order.len() + self.soon.len() + self.in_slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Duration;
    use proptest::prelude::*;

    fn take_all<K: Key>(pending: &mut DueQueue<K, usize>) -> Vec<(K, usize)> {
        std::iter::from_fn(|| pending.pop()).collect()
    }

    proptest! {
        #[test]
        fn any_entry_can_be_taken_and_the_others_stay_in_order(
            keys in proptest::collection::vec(0_u64..20, 0..100),
            wanted in 0_usize..5,
        ) {
            // Those whose number leaves `wanted` when divided by 5 are removed: the last one first.
            let mut pending = DueQueue::default();
            let mut expected: Vec<(Instant, usize)> = keys.iter().map(|key| Instant::from_micros(key << 33)).zip(0..).collect();
            for &(key, number) in &expected {
                pending.push(key, number);
            }
            let is_wanted = |&(_, number): &(Instant, usize)| number % 5 == wanted;
            let mut taken = Vec::new();
            while let Some(entry) = pending.take_last(|_, &number| (number % 5 == wanted).then_some(())) {
                taken.push(entry);
            }
            let all: Vec<_> = expected.iter().rev().copied().filter(is_wanted).collect();
            prop_assert_eq!(taken, all);
            expected.retain(|entry| !is_wanted(entry));
            expected.sort_unstable();
            prop_assert_eq!(pending.len(), expected.len());
            prop_assert_eq!(take_all(&mut pending), expected);
        }

        #[test]
        fn entries_come_by_key_and_then_first_in_first_out(keys in proptest::collection::vec(0_u64..20, 0..200)) {
            let mut pending = DueQueue::default();
            let mut expected: Vec<(Instant, usize)> = keys.iter().map(|key| Instant::from_micros(key << 31)).zip(0..).collect();
            for (number, key) in keys.iter().enumerate() {
                pending.push(Instant::from_micros(key << 31), number);
            }
            expected.sort_unstable();
            prop_assert_eq!(pending.len(), expected.len());
            prop_assert_eq!(take_all(&mut pending), expected);
        }

        #[test]
        fn entries_added_between_removals_keep_their_order(steps in proptest::collection::vec((any::<bool>(), 0_u64..1 << 37), 0..300)) {
            let mut pending = DueQueue::default();
            let mut expected = std::collections::BTreeSet::new();
            let mut now = Instant::ORIGIN;
            for (number, (push, delay)) in steps.into_iter().enumerate() {
                let due = now + Duration::from_micros(delay);
                if push {
                    pending.push(due, number);
                    expected.insert((due, number));
                } else {
                    prop_assert_eq!(pending.first(), expected.first().map(|&(key, _)| key));
                    let taken = pending.pop();
                    prop_assert_eq!(taken, expected.pop_first());
                    now = taken.map_or(now, |(key, _)| key);
                }
            }
        }
    }
}
