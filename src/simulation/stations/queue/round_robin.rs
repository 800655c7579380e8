//! Round robin: destination sites take turns in the order of their numbers; lines for one site go
//! first come, first served.
//!
//! A site for which nothing waits is skipped, and has no claim to turns that it missed.

use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::line::Line;
use crate::units::{Instant, SiteId};
use std::collections::BTreeSet;

/// Entries in the order of the discipline.
#[derive(Debug, Clone, Default)]
pub(crate) struct RoundRobin {
    /// Entries by destination.
    waiting: BTreeSet<(SiteId, QueueEntry)>,
    /// The first site that may have the next turn.
    next_site: SiteId,
    /// `next_site` before the last turn.
    before: SiteId,
}

impl QueueOrder for RoundRobin {
    fn push(&mut self, entry: QueueEntry, line: &Line, model: &Model) {
        self.waiting.insert((line.destination(model), entry));
    }

    fn pop(&mut self, _: Instant) -> Option<QueueEntry> {
        let from = (self.next_site, QueueEntry::FIRST);
        let &found = self.waiting.range(from..).next().or_else(|| self.waiting.first())?;
        self.waiting.remove(&found);
        self.before = std::mem::replace(&mut self.next_site, found.0.plus(1));
        Some(found.1)
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        std::mem::take(&mut self.waiting).into_iter().map(|(_, entry)| entry).collect()
    }

    fn undo_pop(&mut self) {
        self.next_site = self.before;
    }
}
