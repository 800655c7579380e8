//! `earliest_due_date`: what is promised for the earliest instant goes first; what has no promise goes last.

use super::{Order, Waiting};
use crate::engine::{NEVER, Time};
use crate::model::Model;
use crate::simulation::orders::line::Line;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

#[derive(Debug, Clone, Default)]
pub(crate) struct EarliestDueDate {
    waiting: BinaryHeap<Reverse<(Time, Waiting)>>,
}

impl Order for EarliestDueDate {
    fn push(&mut self, waiting: Waiting, line: &Line, model: &Model) {
        let due = model.classes[usize::from(line.promised)].due(line.ordered);
        self.waiting.push(Reverse((due.unwrap_or(NEVER), waiting)));
    }

    fn pop(&mut self, _: Time) -> Option<Waiting> {
        self.waiting.pop().map(|Reverse((_, waiting))| waiting)
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        self.waiting.drain().map(|Reverse((_, waiting))| waiting).collect()
    }
}
