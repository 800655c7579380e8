//! FCFS: first come, first served, whatever the class.

use super::admission::insert;
use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::units::Instant;
use std::collections::VecDeque;

/// Entries in the order of the discipline.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fcfs {
    waiting: VecDeque<QueueEntry>,
}

impl QueueOrder for Fcfs {
    fn push(&mut self, entry: QueueEntry, _: &Line, _: &Model) {
        insert(&mut self.waiting, entry);
    }

    fn pop(&mut self, _: Instant) -> Option<QueueEntry> {
        self.waiting.pop_front()
    }

    fn peek(&self) -> Option<WorkItem> {
        Some(self.waiting.front()?.item)
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        std::mem::take(&mut self.waiting).into()
    }
}
