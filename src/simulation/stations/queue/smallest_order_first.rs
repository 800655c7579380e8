//! `smallest_order_first`: what was ordered together with the fewest lines goes first, so that as many orders as
//! can be are soon complete.
//!
//! Counted are all lines that one customer ordered at one instant, or that one review of a site brought.

use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::orders::line::Line;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

#[derive(Debug, Clone, Default)]
pub(crate) struct SmallestOrderFirst {
    waiting: BinaryHeap<Reverse<(u16, Waiting)>>,
}

impl Order for SmallestOrderFirst {
    fn push(&mut self, waiting: Waiting, line: &Line, _: &Model) {
        self.waiting.push(Reverse((line.of_lines, waiting)));
    }

    fn pop(&mut self, _: Time) -> Option<Waiting> {
        self.waiting.pop().map(|Reverse((_, waiting))| waiting)
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        self.waiting.drain().map(|Reverse((_, waiting))| waiting).collect()
    }
}
