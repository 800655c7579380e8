//! Metered: while both wait, a share of the starts is for new lines and the rest for old ones.
//!
//! So today's lines need not wait behind the whole backlog, and the backlog still shrinks. A line
//! is old from a given time after its order on. Within each of the two, first come, first served.
//! The share is counted, not drawn: after n starts new lines had the integer part of n times the
//! share.

use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::scenario::network::discipline;
use crate::simulation::orders::line::Line;
use crate::units::{Instant, Ppm};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Entries in the order of the discipline.
#[derive(Debug, Clone)]
pub(crate) struct Metered {
    shares: discipline::Metered,
    new: BTreeSet<QueueEntry>,
    old: BTreeSet<QueueEntry>,
    /// When new lines become old, including lines that have left.
    ageing: BinaryHeap<Reverse<(Instant, QueueEntry)>>,
    /// Share of a start that new lines have saved up \[millionths\].
    saved: u32,
    /// `saved` before the last start.
    saved_before: u32,
}

const ONE_START: u32 = Ppm::PER_UNIT;

impl Metered {
    pub(crate) fn new(shares: discipline::Metered) -> Self {
        let ageing = BinaryHeap::new();
        Metered { shares, new: BTreeSet::new(), old: BTreeSet::new(), ageing, saved: 0, saved_before: 0 }
    }
}

impl QueueOrder for Metered {
    fn push(&mut self, entry: QueueEntry, line: &Line, _: &Model) {
        self.new.insert(entry);
        self.ageing.push(Reverse((line.ordered + self.shares.old_from, entry)));
    }

    fn pop(&mut self, now: Instant) -> Option<QueueEntry> {
        while let Some(&Reverse((at, entry))) = self.ageing.peek()
            && at <= now
        {
            self.ageing.pop();
            if self.new.remove(&entry) {
                self.old.insert(entry);
            }
        }
        self.saved_before = self.saved;
        if self.new.is_empty() || self.old.is_empty() {
            return self.new.pop_first().or_else(|| self.old.pop_first());
        }
        self.saved += self.shares.new.ppm();
        if self.saved < ONE_START {
            return self.old.pop_first();
        }
        self.saved -= ONE_START;
        self.new.pop_first()
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        self.ageing.clear();
        std::mem::take(&mut self.new).into_iter().chain(std::mem::take(&mut self.old)).collect()
    }

    fn undo_pop(&mut self) {
        self.saved = self.saved_before;
    }
}
