//! The queue of a process: what waits for it, and what goes first.
//!
//! The most urgent class goes first, within a class what came first.
//!
//! Knows nothing of servers, or of what the work is.

use super::line::Goods;
use std::collections::VecDeque;

/// What waits for one process at one site.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    by_class: Vec<VecDeque<Goods>>,
    waiting: u32,
}

impl Queue {
    /// Nothing waits; there are so many order classes.
    pub(super) fn new(classes: usize) -> Self {
        Queue { by_class: vec![VecDeque::new(); classes], waiting: 0 }
    }

    /// Goods or deliveries that wait.
    pub(super) fn len(&self) -> u32 {
        self.waiting
    }

    /// Puts goods, or a delivery, behind what waits.
    #[inline]
    pub(super) fn push(&mut self, goods: Goods, class: u8) {
        self.by_class[usize::from(class)].push_back(goods);
        self.waiting += 1;
    }

    /// Takes what goes first.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Goods> {
        if self.waiting == 0 {
            return None;
        }
        self.waiting -= 1;
        self.by_class.iter_mut().find_map(VecDeque::pop_front)
    }
}
