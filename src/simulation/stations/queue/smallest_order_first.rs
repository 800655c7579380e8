//! Smallest order first: the line of the order with the fewest lines goes first, so that as many
//! orders as possible are complete early.
//!
//! The lines of an order are those that one customer ordered at one instant, or that one review of
//! a site ordered.

use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::line::Line;
use crate::units::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Entries in the order of the discipline.
#[derive(Debug, Clone, Default)]
pub(crate) struct SmallestOrderFirst {
    waiting: BinaryHeap<Reverse<(u16, QueueEntry)>>,
}

impl QueueOrder for SmallestOrderFirst {
    fn push(&mut self, entry: QueueEntry, line: &Line, _: &Model) {
        self.waiting.push(Reverse((line.of_lines, entry)));
    }

    fn pop(&mut self, _: Instant) -> Option<QueueEntry> {
        self.waiting.pop().map(|Reverse((_, entry))| entry)
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        self.waiting.drain().map(|Reverse((_, entry))| entry).collect()
    }
}
