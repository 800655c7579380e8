//! Event queue: the next actor to act.
//!
//! Every actor has at most one pending event. The earliest stands at the root of a winner tree
//! whose nodes hold the packed key itself, time and actor in one integer; so events at one instant
//! come in order of actor, whatever the order in which they were set, and a change costs one walk
//! to the root that stops as soon as it changes nothing. What an actor has waiting behind its next
//! event it keeps itself.
//!
//! ```text
//!              [min]                 key = time × 2^bits + actor
//!          [min]   [min]
//!         a0  a1   a2  a3            set(a2, t): write the leaf, repair its ancestors
//! ```
//!
//! Winner (tournament) trees: D. E. Knuth, The Art of Computer Programming, vol. 3, 2nd ed. 1998,
//! section 5.4.1.

use crate::units::{DAY, Duration, Instant};

/// The next event of each actor, earliest first.
#[derive(Debug, Clone)]
pub struct EventQueue {
    /// Node 1 is the root, the children of i are 2i and 2i + 1, the leaves begin at `leaves`; twice
    /// as many as leaves.
    keys: Vec<u64>,
    /// Copy of the key of the root.
    first: u64,
    leaves: usize,
    bits: u32,
    /// Later than the run: events from here on do not happen.
    never: u64,
}

/// Too many actors and too long a run for one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{actors} actors over a run of {days} days are more than the event queue can number; shorten the run"
)]
pub struct TooLong {
    /// Number of actors.
    pub actors: usize,
    /// Length of the run in days.
    pub days: u64,
}

impl EventQueue {
    /// An event queue of `actors` actors without events, for instants up to `end`.
    ///
    /// # Errors
    /// [`TooLong`] when `end` and the number of actors do not fit one key together: with 1,000
    /// actors that is a run of over 500 years.
    pub fn new(actors: usize, end: Instant) -> Result<Self, TooLong> {
        let leaves = actors.next_power_of_two().max(2);
        let bits = leaves.trailing_zeros();
        if end.since_origin() >= Duration::from_micros(u64::MAX >> bits) {
            return Err(TooLong { actors, days: end / DAY });
        }
        Ok(EventQueue {
            keys: vec![u64::MAX; 2 * leaves],
            first: u64::MAX,
            leaves,
            bits,
            never: u64::MAX >> bits,
        })
    }

    /// Sets the pending event of `actor` to the instant `time`; [`Instant::NEVER`] removes it.
    ///
    /// # Panics
    /// When there is no such actor.
    #[expect(
        unsafe_code,
        reason = "every event walks to the root: checks of bounds were a third of the cost of that"
    )]
    #[inline]
    pub fn set(&mut self, actor: u32, time: Instant) {
        let mut winner = time.as_micros().min(self.never) << self.bits | u64::from(actor);
        assert!((actor as usize) < self.leaves, "an actor has a leaf");
        let mut node = self.leaves + actor as usize;
        let acts_now = self.first & (self.leaves as u64 - 1) == u64::from(actor);
        // SAFETY: there are 2 × leaves nodes, from `new` on. The actor has a leaf, so its node is
        // one of them and not the root; an ancestor's number is smaller and at least 1: there are
        // 2^bits leaves, so that `bits` halvings of a leaf's number lead to the root. The sibling
        // of a node that is not the root has a number that differs in the last bit alone, and the
        // number of nodes is even.
        unsafe {
            *self.keys.get_unchecked_mut(node) = winner;
            if acts_now {
                // All keys above are its own, and change.
                for _ in 0..self.bits {
                    winner = winner.min(*self.keys.get_unchecked(node ^ 1));
                    node >>= 1;
                    *self.keys.get_unchecked_mut(node) = winner;
                }
                self.first = winner;
                return;
            }
            while node > 1 {
                winner = winner.min(*self.keys.get_unchecked(node ^ 1));
                node >>= 1;
                let key = self.keys.get_unchecked_mut(node);
                if *key == winner {
                    return;
                }
                *key = winner;
            }
            self.first = winner;
        }
    }

    /// The instant of the pending event of `actor`.
    pub fn pending(&self, actor: u32) -> Instant {
        let time = self.keys[self.leaves + actor as usize] >> self.bits;
        if time == self.never { Instant::NEVER } else { Instant::from_micros(time) }
    }

    /// The earliest pending event: its instant and actor. It stays pending until its actor sets
    /// another.
    #[inline]
    pub fn next(&self) -> Option<(Instant, u32)> {
        let (time, actor) = (self.first >> self.bits, self.first & (self.leaves as u64 - 1));
        (time < self.never).then_some((Instant::from_micros(time), actor as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whoever_sets_his_event_the_earliest_of_all_is_next(
            actors in 1_u32..40,
            changes in proptest::collection::vec((any::<bool>(), 0_u32..40, 0_u64..30), 0..200),
        ) {
            let mut event_queue = EventQueue::new(actors as usize, Instant::from_micros(1_000)).unwrap();
            let mut pending = vec![Instant::NEVER; actors as usize];
            for (who_acts_now, actor, time) in changes {
                // Sometimes an event is removed.
                let time = if time == 0 { Instant::NEVER } else { Instant::from_micros(time) };
                let actor = match event_queue.next() {
                    Some((_, next)) if who_acts_now => next,
                    _ => actor % actors,
                };
                event_queue.set(actor, time);
                pending[actor as usize] = time;
                let first = (0..).zip(&pending).filter(|&(_, &time)| time < Instant::NEVER).min_by_key(|&(_, &time)| time);
                prop_assert_eq!(event_queue.next(), first.map(|(actor, &time)| (time, actor)));
                prop_assert_eq!(event_queue.pending(actor), time);
            }
        }
    }

    #[test]
    fn the_earliest_event_is_always_next_and_ties_go_by_number() {
        let mut event_queue = EventQueue::new(5, Instant::from_micros(1_000)).unwrap();
        for (actor, time) in [(4, 30), (2, 10), (3, 10), (0, 20)] {
            event_queue.set(actor, Instant::from_micros(time));
        }
        let mut order = Vec::new();
        while let Some((time, actor)) = event_queue.next() {
            order.push((time, actor));
            event_queue.set(actor, Instant::NEVER);
        }
        assert_eq!(
            order,
            [(10, 2), (10, 3), (20, 0), (30, 4)].map(|(time, actor)| (Instant::from_micros(time), actor))
        );
    }

    #[test]
    fn setting_again_replaces_the_pending_event() {
        let mut event_queue = EventQueue::new(3, Instant::from_micros(1_000)).unwrap();
        event_queue.set(1, Instant::from_micros(10));
        event_queue.set(1, Instant::from_micros(40));
        event_queue.set(2, Instant::from_micros(30));
        assert_eq!(event_queue.next(), Some((Instant::from_micros(30), 2)));
        assert_eq!(event_queue.pending(1), Instant::from_micros(40));
        assert_eq!(event_queue.pending(0), Instant::NEVER);
    }

    #[test]
    fn a_run_too_long_for_its_actors_is_an_error() {
        assert!(EventQueue::new(1 << 20, Instant::from_micros(1 << 43)).is_ok());
        assert!(EventQueue::new(1 << 20, Instant::from_micros(1 << 44)).is_err());
    }
}
