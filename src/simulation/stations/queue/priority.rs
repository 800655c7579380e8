//! `priority`: the most urgent class goes first, within a class what came first.

use super::admission::insert;
use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use std::collections::VecDeque;

#[derive(Debug, Clone)]
pub(crate) struct Priority {
    by_class: Vec<VecDeque<Waiting>>,
}

impl Priority {
    /// There are so many order classes.
    pub(crate) fn new(classes: usize) -> Self {
        Priority { by_class: vec![VecDeque::new(); classes] }
    }
}

impl Order for Priority {
    #[inline]
    fn push(&mut self, waiting: Waiting, _: &Line, _: &Model) {
        insert(&mut self.by_class[usize::from(waiting.class)], waiting);
    }

    #[inline]
    fn pop(&mut self, _: Time) -> Option<Waiting> {
        self.by_class.iter_mut().find_map(VecDeque::pop_front)
    }

    #[inline(always)]
    fn ahead(&self) -> Option<WorkItem> {
        self.by_class.iter().find_map(|waiting| Some(waiting.front()?.goods))
    }

    fn by_class(&self) -> bool {
        true
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        self.by_class.iter_mut().flat_map(std::mem::take).collect()
    }
}
