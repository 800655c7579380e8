//! Priority: the most urgent class goes first; within a class first come, first served.

use super::admission::insert;
use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::units::Instant;
use std::collections::VecDeque;

/// Entries in the order of the discipline.
#[derive(Debug, Clone)]
pub(crate) struct Priority {
    by_class: Vec<VecDeque<QueueEntry>>,
}

impl Priority {
    /// A queue for a number of order classes.
    pub(crate) fn new(classes: usize) -> Self {
        Priority { by_class: vec![VecDeque::new(); classes] }
    }
}

impl QueueOrder for Priority {
    #[inline]
    fn push(&mut self, entry: QueueEntry, _: &Line, _: &Model) {
        insert(&mut self.by_class[usize::from(entry.class)], entry);
    }

    #[inline]
    fn pop(&mut self, _: Instant) -> Option<QueueEntry> {
        self.by_class.iter_mut().find_map(VecDeque::pop_front)
    }

    #[inline(always)]
    fn peek(&self) -> Option<WorkItem> {
        self.by_class.iter().find_map(|waiting| Some(waiting.front()?.item))
    }

    fn by_class(&self) -> bool {
        true
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        self.by_class.iter_mut().flat_map(std::mem::take).collect()
    }
}
