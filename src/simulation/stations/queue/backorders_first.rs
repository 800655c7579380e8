//! Backorders first: inbound deliveries with a backordered part go first, otherwise first come,
//! first served.
//!
//! Backorders of the site's shelf are looked up when a server is free, as of that instant. Only the
//! first [`MOST_CANDIDATES`] entries are searched, so that a longer yard costs no more.

use super::admission::insert;
use super::{QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::units::Instant;
use std::collections::VecDeque;

/// Maximum number of entries searched for a backordered part.
const MOST_CANDIDATES: usize = 200;

/// Entries in the order of the discipline.
#[derive(Debug, Clone, Default)]
pub(crate) struct BackordersFirst {
    waiting: VecDeque<QueueEntry>,
}

impl BackordersFirst {
    /// The entries that are searched, in order of arrival.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = WorkItem> {
        self.waiting.iter().take(MOST_CANDIDATES).map(|entry| entry.item)
    }

    /// Takes the entry at a place of that order.
    pub(crate) fn take(&mut self, place: usize) -> Option<QueueEntry> {
        self.waiting.remove(place)
    }
}

impl QueueOrder for BackordersFirst {
    fn push(&mut self, entry: QueueEntry, _: &Line, _: &Model) {
        insert(&mut self.waiting, entry);
    }

    fn pop(&mut self, _: Instant) -> Option<QueueEntry> {
        self.waiting.pop_front()
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        std::mem::take(&mut self.waiting).into()
    }
}
