//! `metered`: while both wait, a share of the starts is for new lines and the rest for old ones, so that what
//! comes today need not stand behind the whole backlog, and the backlog still goes down.
//!
//! A line is old from a stated time after its order on. Within each of the two what came first goes first. The share
//! is kept by counting, not by chance: after n starts new lines had the whole part of n times the share.

use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::scenario::network::discipline;
use crate::simulation::orders::line::Line;
use crate::units::Ppm;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

#[derive(Debug, Clone)]
pub(crate) struct Metered {
    shares: discipline::Metered,
    new: BTreeSet<Waiting>,
    old: BTreeSet<Waiting>,
    /// When new lines become old; those that have gone meanwhile among them.
    ageing: BinaryHeap<Reverse<(Time, Waiting)>>,
    /// What new lines have saved up towards a start, in millionths of one.
    saved: u32,
    /// The same before the last start.
    saved_before: u32,
}

const A_START: u32 = Ppm::PER_UNIT;

impl Metered {
    pub(crate) fn new(shares: discipline::Metered) -> Self {
        let ageing = BinaryHeap::new();
        Metered { shares, new: BTreeSet::new(), old: BTreeSet::new(), ageing, saved: 0, saved_before: 0 }
    }
}

impl Order for Metered {
    fn push(&mut self, waiting: Waiting, line: &Line, _: &Model) {
        self.new.insert(waiting);
        self.ageing.push(Reverse((line.ordered + self.shares.old_from, waiting)));
    }

    fn pop(&mut self, now: Time) -> Option<Waiting> {
        while let Some(&Reverse((at, waiting))) = self.ageing.peek()
            && at <= now
        {
            self.ageing.pop();
            if self.new.remove(&waiting) {
                self.old.insert(waiting);
            }
        }
        self.saved_before = self.saved;
        if self.new.is_empty() || self.old.is_empty() {
            return self.new.pop_first().or_else(|| self.old.pop_first());
        }
        self.saved += self.shares.new.ppm();
        if self.saved < A_START {
            return self.old.pop_first();
        }
        self.saved -= A_START;
        self.new.pop_first()
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        self.ageing.clear();
        std::mem::take(&mut self.new).into_iter().chain(std::mem::take(&mut self.old)).collect()
    }

    fn was_stale(&mut self) {
        self.saved = self.saved_before;
    }
}
