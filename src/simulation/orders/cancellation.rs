//! Withdrawal and change of class: what becomes of a line that waits when its customer acts.
//!
//! A line that waits for stock is taken out of the list of its shelf. In the queue of a process, in hand and among
//! the lines that are not entered nothing is searched for: the line's number stays written there, stale, and the
//! line counts in how many places. A number is only given out again when nothing points at it any more.
//!
//! ```text
//! not entered ─► before stock ─► stock │─► after stock ─► departure │─► on the way
//! ├── may be withdrawn ────────────────┤
//! ├── may change its class ─────────────────────────────────────────┤
//! ```
//!
//! A line that changes its class goes behind what waits in its new class; in the queue of a process whose rule does
//! not go by class it keeps its place. Pieces of a split line that were given
//! already wait on in the old class, and are in the new one from their next step on. A line of which any piece
//! has been given is not withdrawn.
//!
//! Knows nothing of why customers act.

use super::consignment::WorkItem;
use super::stage::Stage;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::stations::queue::Waiting;

/// Where a line stands that may change its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// In the queue of a process.
    Queue(u32),
    /// In the list of a shelf of its source.
    Shelf(usize),
    /// Where its class makes no difference: on paper, in hand, waiting for a departure, or split and given.
    Elsewhere,
}

impl<O: Observer> Simulation<'_, O> {
    /// Whether what was just taken from the queue of a process had not stood there any more.
    pub(crate) fn is_stale(&self, process: u32, waiting: Waiting) -> bool {
        let by_class = self.stations[process as usize].queue.by_class();
        waiting.goods.is_whole() && waiting.is_stale(&self.lines[self.line_of(waiting.goods)], by_class)
    }

    /// A stale number of a line has come up and is written there no longer.
    pub(crate) fn let_go(&mut self, id: u32) {
        let line = &mut self.lines[id];
        line.take_stale();
        if line.stale() == 0 && line.pieces == 0 {
            self.lines.remove(id);
        }
    }

    /// A line leaves the books, and its job no longer waits for it; its number is given back as soon as nothing points
    /// at it.
    #[inline(always)]
    pub(crate) fn close(&mut self, id: u32) {
        self.leaves_job(id);
        let line = &mut self.lines[id];
        line.pieces = 0;
        if line.stale() == 0 {
            self.lines.remove(id);
        }
    }

    /// A process has finished a line; returns whether the line goes on: it may have been withdrawn meanwhile.
    pub(crate) fn put_down(&mut self, process: u32, id: u32) -> bool {
        self.lines[id].set_in_work(false);
        let goes_on = self.lines[id].pieces > 0;
        if !goes_on {
            self.forget_wrong(process, WorkItem::whole(id));
            self.let_go(id);
        }
        goes_on
    }

    /// Whether the last pieces of a line have left its source, or it is nowhere yet.
    pub(crate) fn has_left(&self, id: u32) -> bool {
        self.lines[id].stage() >= Stage::ON_THE_WAY
    }

    fn stand(&self, id: u32) -> Stand {
        let line = &self.lines[id];
        if line.stage() == Stage::NOT_ENTERED && line.at_desk() && !line.in_work() {
            return self.desk_of(line.stream()).map_or(Stand::Elsewhere, Stand::Queue);
        }
        if line.stage() == Stage::NOT_ENTERED || self.has_left(id) {
            return Stand::Elsewhere;
        }
        let table = usize::from(self.cx.model.group_of[line.source() as usize]);
        let (stages, first) = (
            self.cx.topology.sites[line.source() as usize].stages,
            self.cx.topology.sites[line.source() as usize].first_station,
        );
        let (before, after) = (
            self.cx.model.site_groups[table].before_stock.len(),
            self.cx.model.site_groups[table].after_stock.len(),
        );
        let place = usize::from(line.stage().0);
        if line.stage() == stages.stock() {
            return self.cx.topology.shelf(line.source(), line.part()).map_or(Stand::Elsewhere, Stand::Shelf);
        }
        if line.is_split() || line.in_work() || line.stage() == stages.departure() {
            return Stand::Elsewhere;
        }
        let step = if line.stage() < stages.stock() {
            place - usize::from(stages.before(0).0)
        } else {
            before + place - usize::from(stages.after(0).0)
        };
        debug_assert!(step < before + after, "between its processes and the departure there is no place");
        Stand::Queue(first + step as u32)
    }

    /// Gives a line a more urgent class, where it stands; returns whether it is one.
    pub(crate) fn change_class(&mut self, id: u32, to: u8) -> bool {
        let from = self.lines[id].class;
        if to >= from {
            return false;
        }
        let stand = self.stand(id);
        if let Stand::Shelf(shelf) = stand {
            self.shelves.leave(shelf, id, &self.lines);
        }
        self.lines[id].class = to;
        self.cx.observer.reclassed(self.cx.now, &self.lines[id], from);
        for (place, pieces) in self.pieces_at_places(id) {
            self.cx.observer.pieces_reclassed(self.cx.now, &self.lines[id], pieces, place, from);
        }
        match stand {
            Stand::Shelf(shelf) => {
                self.shelves.wait(shelf, id, &mut self.lines);
                let (source, part) = (self.lines[id].source(), self.lines[id].part());
                self.serve_waiting(shelf, source, part);
            }
            Stand::Queue(process) => {
                let queue = &mut self.stations[process as usize].queue;
                if queue.by_class() {
                    self.lines[id].add_stale();
                    queue.forget();
                    queue.push(WorkItem::whole(id), &self.lines[id], self.cx.model);
                    // A policy may take its new class and not its old one.
                    self.may_take(process);
                }
            }
            Stand::Elsewhere => {}
        }
        true
    }

    /// Takes a line away from where it stands, if nothing of it has been given yet; returns whether it could.
    /// The line is in the books until [`close`](Self::close).
    pub(crate) fn withdraw(&mut self, id: u32) -> bool {
        let line = self.lines[id];
        let entered = line.stage() != Stage::NOT_ENTERED;
        let given = |table: u16| line.stage() > self.cx.topology.stages(table).stock();
        if line.is_split()
            || entered && (self.has_left(id) || given(self.cx.model.group_of[line.source() as usize]))
        {
            return false;
        }
        let stand = self.stand(id);
        match stand {
            Stand::Shelf(shelf) => {
                self.shelves.leave(shelf, id, &self.lines);
                self.shelves.give_up(shelf, line.pieces);
                self.cx.observer.waits_no_longer(self.cx.now, &self.lines[id], line.pieces);
            }
            Stand::Queue(process) => {
                self.lines[id].add_stale();
                self.stations[process as usize].queue.forget();
                self.cx.observer.leaves_queue(self.cx.now, process, WorkItem::whole(id).id());
                self.forget_wrong(process, WorkItem::whole(id));
                self.report_state(process);
            }
            // Not entered, or in hand.
            Stand::Elsewhere => self.lines[id].add_stale(),
        }
        self.set_line_stage(id, Stage::NONE);
        if let Stand::Shelf(shelf) = stand {
            self.serve_waiting(shelf, line.source(), line.part());
        }
        true
    }
}
