//! Event queue and random numbers of the hand-written loops: a heap ordered by time, then by the
//! order in which events were set.

use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::SplitMix64;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Pending events.
pub(crate) struct EventQueue<E> {
    heap: BinaryHeap<Pending<E>>,
    set: u64,
}

struct Pending<E> {
    time: f64,
    number: u64,
    event: E,
}

impl<E> EventQueue<E> {
    pub(crate) fn new() -> Self {
        EventQueue { heap: BinaryHeap::new(), set: 0 }
    }

    pub(crate) fn at(&mut self, time: f64, event: E) {
        self.set += 1;
        self.heap.push(Pending { time, number: self.set, event });
    }

    pub(crate) fn next(&mut self) -> Option<(f64, E)> {
        self.heap.pop().map(|pending| (pending.time, pending.event))
    }
}

impl<E> PartialEq for Pending<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<E> Eq for Pending<E> {}

impl<E> PartialOrd for Pending<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Pending<E> {
    // The heap returns the largest: the earliest event, and of several the one set first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.time.total_cmp(&self.time).then(other.number.cmp(&self.number))
    }
}

/// One random stream for everything.
pub(crate) struct Random(SplitMix64);

impl Random {
    pub(crate) fn new() -> Self {
        Random(SplitMix64::seed_from_u64(1))
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        mean * self.0.sample::<f64, _>(Exp1)
    }

    pub(crate) fn uniform(&mut self) -> f64 {
        self.0.random()
    }
}
