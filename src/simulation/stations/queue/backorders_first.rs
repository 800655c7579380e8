//! `backorders_first`: of what comes in, what carries a part that lines wait for goes first; else what came first.
//!
//! Whether lines wait for a part at the site's shelf is looked up when a server is free, so it is known as of then. Only
//! the first [`MOST_LOOKED_AT`] that wait are looked into, so that a yard of any length costs no more than that.

use super::admission::insert;
use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use std::collections::VecDeque;

/// Loads that are looked into for a part that lines wait for.
const MOST_LOOKED_AT: usize = 200;

#[derive(Debug, Clone, Default)]
pub(crate) struct BackordersFirst {
    waiting: VecDeque<Waiting>,
}

impl BackordersFirst {
    /// What is looked into, in the order in which it came.
    pub(crate) fn looked_at(&self) -> impl Iterator<Item = WorkItem> {
        self.waiting.iter().take(MOST_LOOKED_AT).map(|waiting| waiting.goods)
    }

    /// Takes what stands at a place of that order.
    pub(crate) fn take(&mut self, place: usize) -> Option<Waiting> {
        self.waiting.remove(place)
    }
}

impl Order for BackordersFirst {
    fn push(&mut self, waiting: Waiting, _: &Line, _: &Model) {
        insert(&mut self.waiting, waiting);
    }

    fn pop(&mut self, _: Time) -> Option<Waiting> {
        self.waiting.pop_front()
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.waiting).into()
    }
}
