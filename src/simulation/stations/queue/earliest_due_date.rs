//! Earliest due date: the line with the earliest promised instant goes first; lines without a
//! promise go last.

use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::line::Line;
use crate::units::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Entries in the order of the discipline.
#[derive(Debug, Clone, Default)]
pub(crate) struct EarliestDueDate {
    waiting: BinaryHeap<Reverse<(Instant, QueueEntry)>>,
}

impl QueueOrder for EarliestDueDate {
    fn push(&mut self, entry: QueueEntry, line: &Line, model: &Model) {
        let due = model.classes[usize::from(line.promised)].due(line.ordered);
        self.waiting.push(Reverse((due.unwrap_or(Instant::NEVER), entry)));
    }

    fn pop(&mut self, _: Instant) -> Option<QueueEntry> {
        self.waiting.pop().map(|Reverse((_, entry))| entry)
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        self.waiting.drain().map(|Reverse((_, entry))| entry).collect()
    }
}
