//! Cancellation and change of class: how a waiting line leaves its place when its customer acts.
//!
//! A line that waits for stock is removed from the list of its shelf. Queues of stations, jobs in
//! service and lists of held orders are never searched: the line's entry stays there as a
//! tombstone, and the line counts its tombstones. Its number is used again only once it has none.
//!
//! ```text
//! not entered ─► before stock ─► stock │─► after stock ─► departure │─► in transit
//! ├── may be cancelled ────────────────┤
//! ├── may change its class ─────────────────────────────────────────┤
//! ```
//!
//! A line that changes its class goes behind the lines of its new class; in a queue whose
//! discipline does not depend on the class it keeps its place. Allocated pieces of a split line
//! stay in their queue in the old class, and join the next queue in the new one. A line of which
//! any piece has been allocated cannot be cancelled.
//!
//! Knows nothing of why customers act, or of the queues and shelves that a line leaves.

use super::Orders;
use super::stage::Stage;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::units::{SiteId, StationId};

/// Place of a line that may be cancelled or change its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    /// In the queue of a station.
    Queue(StationId),
    /// In the list of a shelf of its source.
    Shelf(usize),
    /// Where its class makes no difference: not entered, in service, waiting for a departure, or
    /// split and allocated.
    Elsewhere,
}

impl Orders {
    /// A tombstone of a line has come up and is removed.
    pub(crate) fn remove_tombstone(&mut self, id: u32) {
        let line = &mut self.lines[id];
        line.remove_tombstone();
        if line.tombstones() == 0 && line.pieces == 0 {
            self.lines.remove(id);
        }
    }

    /// A line leaves an entry behind as a tombstone.
    pub(crate) fn add_tombstone(&mut self, id: u32) {
        self.lines[id].add_tombstone();
    }

    /// Closes a line; its number is used again once it has no tombstone. Returns the repair job
    /// that waited for it, or [`NONE`](crate::engine::slab::NONE).
    #[inline(always)]
    #[must_use]
    pub(crate) fn close(&mut self, id: u32) -> u32 {
        let job = self.take_job(id);
        let line = &mut self.lines[id];
        line.pieces = 0;
        if line.tombstones() == 0 {
            self.lines.remove(id);
        }
        job
    }

    /// A station has finished a line; returns false if the line was cancelled meanwhile.
    pub(crate) fn end_service(&mut self, id: u32) -> bool {
        self.lines[id].set_in_service(false);
        let open = self.lines[id].pieces > 0;
        if !open {
            self.remove_tombstone(id);
        }
        open
    }

    /// The last pieces of a line have left its source, or it has no stage.
    pub(crate) fn has_left(&self, id: u32) -> bool {
        self.lines[id].stage() >= Stage::IN_TRANSIT
    }

    /// The place of a line.
    pub(crate) fn location<O: Observer>(&self, cx: &Context<'_, O>, id: u32) -> Location {
        let line = &self.lines[id];
        if line.stage() == Stage::NOT_ENTERED && line.at_desk() && !line.in_service() {
            return cx
                .topology
                .order_desk_of_stream(line.stream())
                .map_or(Location::Elsewhere, Location::Queue);
        }
        if line.stage() == Stage::NOT_ENTERED || self.has_left(id) {
            return Location::Elsewhere;
        }
        let source = &cx.topology.sites[line.source()];
        if line.stage() == source.stages.stock() {
            let shelf = cx.topology.shelf(line.source(), line.part());
            return shelf.map_or(Location::Elsewhere, Location::Shelf);
        }
        if line.is_split() || line.in_service() {
            return Location::Elsewhere;
        }
        let step = source.stages.step(line.stage());
        step.map_or(Location::Elsewhere, |step| Location::Queue(source.first_station.plus(step)))
    }

    /// Gives a line a more urgent class and reports it.
    pub(crate) fn set_class<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32, to: u8) {
        let from = self.lines[id].class;
        self.lines[id].class = to;
        let line = &self.lines[id];
        cx.observer.reclassed(cx.now, line, from);
        let stock = match line.source() {
            super::line::Line::NO_SITE => Stage::NOT_ENTERED,
            source => cx.topology.sites[source].stages.stock(),
        };
        for (stage, pieces) in self.pieces_by_stage(id, stock) {
            cx.observer.pieces_reclassed(cx.now, &self.lines[id], pieces, stage, from);
        }
    }

    /// True if no piece of a line has been allocated.
    pub(crate) fn can_be_cancelled<O: Observer>(&self, cx: &Context<'_, O>, id: u32) -> bool {
        let line = &self.lines[id];
        if line.is_split() {
            return false;
        }
        let allocated = |source: SiteId| line.stage() > cx.topology.sites[source].stages.stock();
        line.stage() == Stage::NOT_ENTERED || !self.has_left(id) && !allocated(line.source())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::slab::NONE;
    use crate::simulation::orders::line::{Line, LineKind, LineRequest};
    use crate::simulation::test_context::{ORDER_STREAM, context, model};
    use crate::units::{Instant, SiteId};

    fn line(class: u8) -> Line {
        Line::new(
            LineKind::Customer,
            Instant::ORIGIN,
            ORDER_STREAM,
            1,
            LineRequest { part: 0, pieces: 2, class },
        )
    }

    #[test]
    fn the_number_of_a_cancelled_line_is_used_again_once_its_tombstone_is_removed() {
        let model = model();
        let mut orders = Orders::new(&model);
        let id = orders.add(line(1));
        orders.add_tombstone(id);
        assert_eq!(orders.close(id), NONE);
        assert_ne!(orders.add(line(1)), id);
        orders.remove_tombstone(id);
        assert_eq!(orders.add(line(1)), id);
    }

    #[test]
    fn a_line_can_be_cancelled_until_a_piece_of_it_is_allocated() {
        let model = model();
        let mut cx = context(&model);
        let mut orders = Orders::new(&model);
        let id = orders.add(line(1));
        orders.set_source(id, SiteId::new(0));
        let stages = cx.topology.sites[SiteId::new(0)].stages;
        orders.set_stage(&mut cx, id, stages.stock());
        assert!(orders.can_be_cancelled(&cx, id));
        let item = orders.allocate(&mut cx, id, 1);
        assert!(item.is_split() && !orders.can_be_cancelled(&cx, id));
        assert_eq!(orders.waiting_pieces(id), 1);
    }

    #[test]
    fn a_split_line_stands_at_the_stage_of_its_least_advanced_pieces() {
        let model = model();
        let mut cx = context(&model);
        let mut orders = Orders::new(&model);
        let id = orders.add(line(1));
        orders.set_source(id, SiteId::new(0));
        let stages = cx.topology.sites[SiteId::new(0)].stages;
        orders.set_stage(&mut cx, id, stages.stock());
        let first = orders.allocate(&mut cx, id, 1);
        let second = orders.allocate(&mut cx, id, 1);
        orders.move_item(&mut cx, first, stages.stock(), Stage::IN_TRANSIT);
        assert_eq!(orders[id].stage(), stages.stock());
        orders.move_item(&mut cx, second, stages.stock(), Stage::IN_TRANSIT);
        assert_eq!(orders[id].stage(), Stage::IN_TRANSIT);
        assert!(!orders.deliver(&mut cx, second));
        assert!(orders.deliver(&mut cx, first));
    }
}
