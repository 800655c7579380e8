//! `class_first`: the most urgent class goes first, within a class what came first.

use super::limits::insert;
use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::goods::Goods;
use crate::simulation::line::Line;
use std::collections::VecDeque;

#[derive(Debug, Clone)]
pub(super) struct ClassFirst {
    by_class: Vec<VecDeque<Waiting>>,
}

impl ClassFirst {
    /// There are so many order classes.
    pub(super) fn new(classes: usize) -> Self {
        ClassFirst { by_class: vec![VecDeque::new(); classes] }
    }
}

impl Order for ClassFirst {
    #[inline]
    fn push(&mut self, waiting: Waiting, _: &Line, _: &Model) {
        insert(&mut self.by_class[usize::from(waiting.class)], waiting);
    }

    #[inline]
    fn pop(&mut self, _: Time) -> Option<Waiting> {
        self.by_class.iter_mut().find_map(VecDeque::pop_front)
    }

    #[inline(always)]
    fn ahead(&self) -> Option<Goods> {
        self.by_class.iter().find_map(|waiting| Some(waiting.front()?.goods))
    }

    fn by_class(&self) -> bool {
        true
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        self.by_class.iter_mut().flat_map(std::mem::take).collect()
    }
}
