//! `round_robin`: the sites that wait take turns, in the order of their numbers; for one site what came first
//! goes first.
//!
//! A site for which nothing waits is passed over, and has no claim to turns that it missed.

use super::{Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::orders::line::Line;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Default)]
pub(crate) struct RoundRobin {
    /// By the site that it is for.
    waiting: BTreeSet<(u32, Waiting)>,
    /// The first site that may have the next turn.
    next_site: u32,
    /// That before the last turn.
    before: u32,
}

impl Order for RoundRobin {
    fn push(&mut self, waiting: Waiting, line: &Line, model: &Model) {
        self.waiting.insert((line.destination(model), waiting));
    }

    fn pop(&mut self, _: Time) -> Option<Waiting> {
        let from = (self.next_site, Waiting::FIRST);
        let &found = self.waiting.range(from..).next().or_else(|| self.waiting.first())?;
        self.waiting.remove(&found);
        self.before = std::mem::replace(&mut self.next_site, found.0 + 1);
        Some(found.1)
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.waiting).into_iter().map(|(_, waiting)| waiting).collect()
    }

    fn was_stale(&mut self) {
        self.next_site = self.before;
    }
}
