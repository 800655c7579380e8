//! Consignment: all or some pieces of one line that travel together.
//!
//! The pieces of a line may be allocated in several consignments; the line stands at the stage of
//! its least advanced pieces. Most lines travel whole: only a split line keeps its consignments.
//!
//! Knows nothing of why pieces move.

use super::Orders;
use super::line::{Line, LineKind};
use super::stage::Stage;
use crate::engine::packed::Packed;
use crate::engine::slab::{NONE, Slab};
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;

/// Some pieces of a split line.
#[derive(Debug, Clone, Copy)]
pub struct Consignment {
    /// Its line.
    pub line: u32,
    /// Pieces; 0 in an empty slot.
    pub pieces: u32,
    /// Number within its line, by which its draws differ, and stage of its pieces.
    number: Packed,
    /// Next work item of the same delivery.
    next: WorkItem,
    /// Neighbours among the undelivered consignments of its line, or [`NONE`].
    before: u32,
    behind: u32,
}

const _: () = assert!(size_of::<Consignment>() <= 24, "a line may be split into many");

/// An entry of a station's queue: a line, a consignment, the first item of a delivery, or a
/// re-entry of manual work. An opaque id: unique at all stations while it is there.
///
/// Most lines travel whole, and their item needs no memory but the line's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkItem(u32);

impl WorkItem {
    /// No work item.
    pub(crate) const NONE: WorkItem = WorkItem(NONE);
    const SPLIT: u32 = 1 << 31;
    const REENTRY: u32 = 1 << 30;
    /// Number of kinds that [`WorkItem::kind`] distinguishes.
    pub const KINDS: usize = 3;

    /// All pieces of a line; before stock, the line itself.
    pub(crate) const fn whole(line: u32) -> Self {
        WorkItem(line)
    }

    /// A re-entry of manual work: no goods.
    pub(crate) fn reentry(number: u32) -> Self {
        WorkItem(number | WorkItem::REENTRY)
    }

    fn consignment(number: u32) -> Self {
        WorkItem(number | WorkItem::SPLIT)
    }

    /// A re-entry of manual work.
    #[inline]
    pub fn is_reentry(self) -> bool {
        self.0 & (WorkItem::SPLIT | WorkItem::REENTRY) == WorkItem::REENTRY
    }

    /// All pieces of a line, or the line itself.
    #[inline]
    pub(crate) fn is_whole(self) -> bool {
        self.0 & (WorkItem::SPLIT | WorkItem::REENTRY) == 0
    }

    /// A consignment of a split line.
    #[inline]
    pub(crate) fn is_split(self) -> bool {
        self.0 & WorkItem::SPLIT != 0
    }

    /// Number of the line, consignment or re-entry.
    #[inline]
    pub(crate) fn number(self) -> u32 {
        self.0 & !(WorkItem::SPLIT | WorkItem::REENTRY)
    }

    /// Kind of the item, below [`WorkItem::KINDS`]: lines, re-entries and consignments.
    #[inline]
    pub fn kind(self) -> usize {
        (self.0 >> WorkItem::REENTRY.trailing_zeros()).min(2) as usize
    }

    /// Number of the item among those of its kind: small, and used again once the item is gone.
    #[inline]
    pub fn index(self) -> usize {
        self.number() as usize
    }
}

/// A line whose pieces do not all travel together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Split {
    /// Pieces that wait for stock.
    waiting: u32,
    /// Number of consignments so far.
    consignments: u32,
    /// The first undelivered consignment, or [`NONE`].
    first: u32,
    /// Number of consignments at the line's stage; not kept while pieces wait for stock.
    least_advanced: u32,
    /// Repair job that waits for the line, or [`NONE`].
    job: u32,
}

const _: () = assert!(size_of::<Split>() <= 24, "many lines may be split");

impl Consignment {
    /// Stage of its pieces.
    fn stage(&self) -> Stage {
        Stage(self.number.byte())
    }
}

/// The undelivered consignments of a line.
fn consignments_of<'a>(
    split: &Split,
    all: &'a Slab<Consignment>,
) -> impl Iterator<Item = &'a Consignment> + use<'a> {
    let first = (split.first != NONE).then(|| &all[split.first]);
    std::iter::successors(first, |one| (one.behind != NONE).then(|| &all[one.behind]))
}

impl Split {
    /// Removes a delivered consignment.
    fn remove(&mut self, id: u32, consignments: &mut Slab<Consignment>) {
        let Consignment { before, behind, .. } = consignments[id];
        match before {
            NONE => self.first = behind,
            before => consignments[before].behind = behind,
        }
        if behind != NONE {
            consignments[behind].before = before;
        }
        consignments[id].pieces = 0;
        consignments.remove(id);
    }
}

impl Line {
    /// Repair job that waits for the line, or [`NONE`].
    #[inline]
    pub(super) fn job(&self, splits: &[Split]) -> u32 {
        if self.is_split() { splits[self.split_or_job as usize].job } else { self.split_or_job }
    }
}

impl Orders {
    /// Sets the repair job that waits for a line; a line has its job before it is split.
    #[inline]
    pub(crate) fn set_job(&mut self, id: u32, job: u32) {
        debug_assert!(!self.lines[id].is_split(), "a line has its job before it is split");
        self.lines[id].split_or_job = job;
    }

    /// The repair job of a line stops waiting for it; returns the job, or [`NONE`].
    #[inline]
    pub(crate) fn take_job(&mut self, id: u32) -> u32 {
        let line = &mut self.lines[id];
        let job =
            if line.is_split() { &mut self.splits[line.split_or_job].job } else { &mut line.split_or_job };
        std::mem::replace(job, NONE)
    }

    /// Moves a line that is not split, with all its pieces.
    #[inline(always)]
    pub(crate) fn set_stage<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32, to: Stage) {
        let line = &mut self.lines[id];
        let from = line.stage();
        if from != to {
            line.set_stage(to);
            self.waiting_counts.line_moves(cx.model, line.source(), from, to);
            cx.observer.whole_line_moves(cx.now, line, from, to);
        }
    }

    /// The line of a work item, other than a re-entry.
    #[inline]
    pub(crate) fn line_of(&self, item: WorkItem) -> u32 {
        if item.is_split() { self.consignments[item.number()].line } else { item.number() }
    }

    /// Pieces of a work item.
    #[inline]
    pub(crate) fn pieces_of(&self, item: WorkItem) -> u32 {
        if item.is_split() {
            self.consignments[item.number()].pieces
        } else {
            self.lines[item.number()].pieces
        }
    }

    /// Number of a work item within its line: 0 for the whole line.
    pub(crate) fn number_in_line(&self, item: WorkItem) -> u32 {
        if item.is_split() { self.consignments[item.number()].number.number() } else { 0 }
    }

    /// Links the next work item of the same delivery, or the next line of the same list.
    pub(crate) fn link(&mut self, item: WorkItem, next: WorkItem) {
        if item.is_split() {
            self.consignments[item.number()].next = next;
        } else {
            self.lines[item.number()].next = next.0;
        }
    }

    /// All work items of a delivery.
    #[inline]
    pub(crate) fn items_of(&self, delivery: WorkItem) -> impl Iterator<Item = WorkItem> {
        std::iter::successors((delivery != WorkItem::NONE).then_some(delivery), |item| {
            let next = if item.is_split() {
                self.consignments[item.number()].next
            } else {
                WorkItem(self.lines[item.number()].next)
            };
            (next != WorkItem::NONE).then_some(next)
        })
    }

    /// Takes a work item off the front of its delivery or list; returns the next item.
    #[inline]
    pub(crate) fn unlink(&mut self, item: WorkItem) -> WorkItem {
        if item.is_split() {
            std::mem::replace(&mut self.consignments[item.number()].next, WorkItem::NONE)
        } else {
            WorkItem(std::mem::replace(&mut self.lines[item.number()].next, NONE))
        }
    }

    /// Pieces of a line that wait for stock.
    #[inline]
    pub(crate) fn waiting_pieces(&self, id: u32) -> u32 {
        let line = &self.lines[id];
        if line.is_split() { self.splits[line.split_or_job].waiting } else { line.pieces }
    }

    /// Pieces of a line at each stage that has some; pieces that wait for stock stand at `stock`.
    pub(super) fn pieces_by_stage(
        &self,
        id: u32,
        stock: Stage,
    ) -> impl Iterator<Item = (Stage, u32)> + use<> {
        let line = &self.lines[id];
        let mut at = [0; Stage::COUNT];
        if line.is_split() {
            let split = &self.splits[line.split_or_job];
            at[usize::from(stock.0)] = split.waiting;
            for consignment in consignments_of(split, &self.consignments) {
                at[usize::from(consignment.stage().0)] += consignment.pieces;
            }
        } else if let Some(pieces) = at.get_mut(usize::from(line.stage().0)) {
            *pieces = line.pieces;
        }
        (0..).map(Stage).zip(at).filter(|&(_, pieces)| pieces > 0)
    }

    /// Allocates pieces of a line from the stock of its source; returns them as a work item.
    #[inline(always)]
    pub(crate) fn allocate<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        id: u32,
        pieces: u32,
    ) -> WorkItem {
        let line = &self.lines[id];
        if !line.is_split() && pieces == line.pieces {
            WorkItem::whole(id)
        } else {
            self.split_off(cx, id, pieces)
        }
    }

    /// Allocates pieces of a line that is allocated in several consignments.
    fn split_off<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32, pieces: u32) -> WorkItem {
        let line = &self.lines[id];
        let (source, all) = (line.source(), line.pieces);
        if !line.is_split() {
            let stock = cx.topology.sites[source].stages.stock();
            self.set_stage(cx, id, stock);
            let job = self.lines[id].split_or_job;
            let split = Split { waiting: all, consignments: 0, first: NONE, least_advanced: 0, job };
            self.lines[id].split_or_job = self.splits.add(split);
            self.lines[id].set_split(true);
        }
        let stage = self.lines[id].stage();
        let split = &mut self.splits[self.lines[id].split_or_job];
        let number = Packed::new(split.consignments & Packed::NUMBERS, stage.0);
        let next = WorkItem::NONE;
        let consignment = Consignment { line: id, pieces, number, next, before: NONE, behind: split.first };
        let new = self.consignments.add(consignment);
        if split.first != NONE {
            self.consignments[split.first].before = new;
        }
        split.first = new;
        split.consignments += 1;
        split.waiting -= pieces;
        if split.waiting == 0 {
            let here = consignments_of(split, &self.consignments).filter(|one| one.stage() == stage);
            split.least_advanced = here.count() as u32;
        }
        WorkItem::consignment(new)
    }

    /// Moves a work item from one stage of its line's source to another.
    #[inline]
    pub(crate) fn move_item<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        item: WorkItem,
        from: Stage,
        to: Stage,
    ) {
        if item.is_split() {
            self.move_consignment(cx, item.number(), from, to);
        } else {
            self.set_stage(cx, item.number(), to);
            if to == Stage::IN_TRANSIT {
                cx.observer.shipped(cx.now, &self.lines[item.number()]);
            }
        }
    }

    fn move_consignment<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32, from: Stage, to: Stage) {
        let moved = &mut self.consignments[id];
        debug_assert_eq!(moved.stage(), from, "a consignment moves from its own stage");
        moved.number.set_byte(to.0);
        let (pieces, line) = (moved.pieces, &mut self.lines[moved.line]);
        let split = &mut self.splits[line.split_or_job];
        cx.observer.pieces_move(cx.now, line, pieces, from, to);
        let stage = line.stage();
        // While pieces wait for stock the line stands there.
        if split.waiting == 0 && from == stage && to != from {
            split.least_advanced -= 1;
            if split.least_advanced == 0 {
                // Pieces only move forward: this happens at most once a stage.
                let stages = || consignments_of(split, &self.consignments).map(Consignment::stage);
                let least = stages().min().expect("the moved consignment has a stage");
                split.least_advanced = stages().filter(|&stage| stage == least).count() as u32;
                line.set_stage(least);
                self.waiting_counts.line_moves(cx.model, line.source(), stage, least);
                cx.observer.line_moves(cx.now, line, stage, least);
            }
        }
        if to == Stage::IN_TRANSIT && split.waiting == 0 && line.stage() == Stage::IN_TRANSIT {
            cx.observer.shipped(cx.now, line);
        }
    }

    /// Ships and delivers all pieces of a single line at one instant. The line is to be closed.
    #[inline(always)]
    pub(crate) fn ship_and_deliver<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32) {
        let line = &mut self.lines[id];
        let from = line.stage();
        line.set_stage(Stage::NONE);
        self.waiting_counts.line_moves(cx.model, line.source(), from, Stage::NONE);
        cx.observer.shipped_and_delivered(cx.now, line, from);
    }

    /// Delivers all pieces of a single line. The line is to be closed.
    #[inline(always)]
    pub(crate) fn deliver_whole<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32) {
        let line = &self.lines[id];
        if line.kind() == LineKind::Customer {
            cx.observer.consumed(cx.now, line.part(), line.pieces);
        }
        self.set_stage(cx, id, Stage::NONE);
        cx.observer.filled(cx.now, &self.lines[id]);
    }

    /// Delivers a work item in transit, of a line that is split or in a pair; returns true if it
    /// was the last of its line.
    pub(crate) fn deliver<O: Observer>(&mut self, cx: &mut Context<'_, O>, item: WorkItem) -> bool {
        let (id, pieces) = (self.line_of(item), self.pieces_of(item));
        let line = &mut self.lines[id];
        if line.kind() == LineKind::Customer && !line.is_redundant() {
            cx.observer.consumed(cx.now, line.part(), pieces);
        }
        if !item.is_split() {
            self.set_stage(cx, id, Stage::NONE);
            return true;
        }
        let split = &mut self.splits[line.split_or_job];
        split.remove(item.number(), &mut self.consignments);
        cx.observer.pieces_move(cx.now, line, pieces, Stage::IN_TRANSIT, Stage::NONE);
        if split.waiting > 0 || split.first != NONE {
            if line.stage() == Stage::IN_TRANSIT {
                split.least_advanced -= 1;
            }
            return false;
        }
        let job = split.job;
        self.splits.remove(line.split_or_job);
        line.set_split(false);
        line.split_or_job = job;
        self.waiting_counts.line_moves(cx.model, line.source(), Stage::IN_TRANSIT, Stage::NONE);
        cx.observer.line_moves(cx.now, line, Stage::IN_TRANSIT, Stage::NONE);
        line.set_stage(Stage::NONE);
        true
    }
}
