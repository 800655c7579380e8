//! `fcfs`: what came to the process first goes first, whatever its class.

use super::admission::insert;
use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use std::collections::VecDeque;

#[derive(Debug, Clone, Default)]
pub(crate) struct Fcfs {
    waiting: VecDeque<Waiting>,
}

impl Order for Fcfs {
    fn push(&mut self, waiting: Waiting, _: &Line, _: &Model) {
        insert(&mut self.waiting, waiting);
    }

    fn pop(&mut self, _: Time) -> Option<Waiting> {
        self.waiting.pop_front()
    }

    fn ahead(&self) -> Option<WorkItem> {
        Some(self.waiting.front()?.goods)
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.waiting).into()
    }
}
