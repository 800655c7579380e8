//! Goods: the pieces of a line that move together, from the shelf to who asked for them.
//!
//! The pieces of a line may be given in several consignments; the line stands where its least advanced pieces stand.
//! Most lines are given whole: only a line that is split keeps a count of its pieces by place.

use super::line::{Line, LineKind};
use super::stage::Stage;
use crate::engine::packed::Packed;
use crate::engine::slab::{NONE, Slab};
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::stations::manual_mode::Reentry;

/// Some pieces of a line that was split.
#[derive(Debug, Clone, Copy)]
pub struct Consignment {
    /// Its line.
    pub line: u32,
    /// Pieces; 0 in a place that is empty.
    pub pieces: u32,
    /// Number within its line: draws of its work differ by it; and where its pieces stand.
    number: Packed,
    /// Next of the same delivery.
    next: WorkItem,
    /// Neighbours among the consignments of its line that are not delivered, or [`NONE`].
    before: u32,
    behind: u32,
}

const _: () = assert!(size_of::<Consignment>() <= 24, "a line may be given in many");

/// Pieces that move together: a whole line, or a [`Consignment`] of one that was split.
///
/// Most lines are given whole and then need no more room than their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WorkItem(u32);

impl WorkItem {
    /// No goods.
    pub(crate) const NONE: WorkItem = WorkItem(NONE);
    const SPLIT: u32 = 1 << 31;
    const REENTRY: u32 = 1 << 30;

    /// All pieces of a line; before stock, the line itself.
    pub(crate) const fn whole(line: u32) -> Self {
        WorkItem(line)
    }

    /// In a queue or in hand only: no goods, but the keying in of what was done by hand.
    pub(crate) fn reentry(number: u32) -> Self {
        WorkItem(number | WorkItem::REENTRY)
    }

    pub(crate) fn is_reentry(self) -> bool {
        self.0 & (WorkItem::SPLIT | WorkItem::REENTRY) == WorkItem::REENTRY
    }

    /// Whether these are all pieces of a line, or the line itself.
    pub(crate) fn is_whole(self) -> bool {
        self.0 & (WorkItem::SPLIT | WorkItem::REENTRY) == 0
    }

    /// The line that says what these go before, wherever they wait.
    #[inline]
    pub(crate) fn priority_line<'a>(
        self,
        lines: &'a Slab<Line>,
        consignments: &Slab<Consignment>,
        reentry: &'a Slab<Reentry>,
    ) -> &'a Line {
        if self.is_reentry() {
            &reentry[self.number()].line
        } else if self.is_split() {
            &lines[consignments[self.number()].line]
        } else {
            &lines[self.number()]
        }
    }

    fn consignment(number: u32) -> Self {
        WorkItem(number | WorkItem::SPLIT)
    }

    pub(crate) fn is_split(self) -> bool {
        self.0 & WorkItem::SPLIT != 0
    }

    /// What these goods are told as while they are at a process.
    #[inline]
    pub(crate) fn id(self) -> u32 {
        self.0
    }

    pub(crate) fn number(self) -> u32 {
        self.0 & !(WorkItem::SPLIT | WorkItem::REENTRY)
    }
}

/// A line whose pieces do not all move together.
#[derive(Debug, Clone, Copy)]
pub struct Split {
    /// Pieces that wait for stock.
    waiting: u32,
    /// Consignments so far.
    consignments: u32,
    /// The first of those that are not delivered, or [`NONE`].
    first: u32,
    /// How many of them stand where the line stands; not kept while pieces wait for stock.
    least_advanced: u32,
    /// Job that waits for the line, or [`NONE`].
    job: u32,
}

impl Consignment {
    /// Where its pieces stand.
    fn stage(&self) -> Stage {
        Stage(self.number.byte())
    }
}

/// The consignments of a line that are not delivered.
fn consignments_of<'a>(
    split: &Split,
    all: &'a Slab<Consignment>,
) -> impl Iterator<Item = &'a Consignment> + use<'a> {
    let first = (split.first != NONE).then(|| &all[split.first]);
    std::iter::successors(first, |one| (one.behind != NONE).then(|| &all[one.behind]))
}

impl Split {
    /// A consignment is delivered.
    fn take_off(&mut self, id: u32, consignments: &mut Slab<Consignment>) {
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

const _: () = assert!(size_of::<Split>() <= 24, "many lines may be split");

impl Line {
    /// Job that waits for it, or [`NONE`].
    #[inline]
    pub(crate) fn job(&self, splits: &[Split]) -> u32 {
        if self.is_split() { splits[self.aside as usize].job } else { self.aside }
    }

    /// Gives a line that is not split the job that waits for it.
    #[inline]
    pub(crate) fn set_job(&mut self, job: u32) {
        debug_assert!(!self.is_split(), "a line has its job before it is split");
        self.aside = job;
    }

    /// Its job no longer waits for it; returns the job, or [`NONE`].
    #[inline]
    pub(crate) fn take_job(&mut self, splits: &mut Slab<Split>) -> u32 {
        let job = if self.is_split() { &mut splits[self.aside].job } else { &mut self.aside };
        std::mem::replace(job, NONE)
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Moves a line that is not split, with all its pieces.
    #[inline(always)]
    pub(crate) fn set_line_stage(&mut self, id: u32, to: Stage) {
        let line = &mut self.lines[id];
        let from = line.stage();
        if from != to {
            line.set_stage(to);
            self.waits.line_moves(self.cx.model, line.source(), from, to);
            self.cx.observer.whole_line_moves(self.cx.now, line, from, to);
        }
    }

    /// The line of some goods.
    #[inline]
    pub(crate) fn line_of(&self, goods: WorkItem) -> u32 {
        if goods.is_split() { self.consignments[goods.number()].line } else { goods.number() }
    }

    /// Pieces of some goods.
    #[inline]
    pub(crate) fn pieces_of(&self, goods: WorkItem) -> u32 {
        if goods.is_split() {
            self.consignments[goods.number()].pieces
        } else {
            self.lines[goods.number()].pieces
        }
    }

    /// Number of some goods within their line.
    pub(crate) fn number_of(&self, goods: WorkItem) -> u32 {
        if goods.is_split() { self.consignments[goods.number()].number.number() } else { 0 }
    }

    /// Links goods behind others of the same delivery.
    pub(crate) fn link(&mut self, goods: WorkItem, next: WorkItem) {
        if goods.is_split() {
            self.consignments[goods.number()].next = next;
        } else {
            self.lines[goods.number()].next = next.0;
        }
    }

    /// All goods of a delivery, which stay together.
    pub(crate) fn goods_of(&self, delivery: WorkItem) -> impl Iterator<Item = WorkItem> {
        std::iter::successors((delivery != WorkItem::NONE).then_some(delivery), |goods| {
            let next = if goods.is_split() {
                self.consignments[goods.number()].next
            } else {
                WorkItem(self.lines[goods.number()].next)
            };
            (next != WorkItem::NONE).then_some(next)
        })
    }

    /// Takes goods off their delivery; returns those behind them.
    pub(crate) fn unlink(&mut self, goods: WorkItem) -> WorkItem {
        if goods.is_split() {
            std::mem::replace(&mut self.consignments[goods.number()].next, WorkItem::NONE)
        } else {
            WorkItem(std::mem::replace(&mut self.lines[goods.number()].next, NONE))
        }
    }

    /// Pieces of a line that wait for stock.
    pub(crate) fn waiting_pieces(&self, id: u32) -> u32 {
        let line = &self.lines[id];
        if line.is_split() { self.splits[line.aside].waiting } else { line.pieces }
    }

    /// Pieces of a line at each place where some are.
    pub(crate) fn pieces_at_places(&self, id: u32) -> impl Iterator<Item = (Stage, u32)> + use<O> {
        let line = &self.lines[id];
        let mut at = [0; Stage::COUNT];
        if line.is_split() {
            let split = &self.splits[line.aside];
            let stock = self.cx.topology.sites[line.source() as usize].stages.stock();
            at[usize::from(stock.0)] = split.waiting;
            for consignment in consignments_of(split, &self.consignments) {
                at[usize::from(consignment.stage().0)] += consignment.pieces;
            }
        } else if let Some(pieces) = at.get_mut(usize::from(line.stage().0)) {
            *pieces = line.pieces;
        }
        (0..).map(Stage).zip(at).filter(|&(_, pieces)| pieces > 0)
    }

    /// Gives pieces of a line from the shelf of its source: they set out.
    #[inline(always)]
    pub(crate) fn give(&mut self, id: u32, pieces: u32) {
        let line = &self.lines[id];
        let (source, is_split, all) = (line.source(), line.is_split(), line.pieces);
        if !is_split && pieces == all {
            self.outbound(source, WorkItem::whole(id), 0);
        } else {
            self.give_part(id, pieces);
        }
    }

    /// Gives pieces of a line that is given in several consignments.
    fn give_part(&mut self, id: u32, pieces: u32) {
        let line = &self.lines[id];
        let (source, all) = (line.source(), line.pieces);
        if !line.is_split() {
            let stock = self.cx.topology.sites[source as usize].stages.stock();
            self.set_line_stage(id, stock);
            let job = self.lines[id].aside;
            let split = Split { waiting: all, consignments: 0, first: NONE, least_advanced: 0, job };
            self.lines[id].aside = self.splits.add(split);
            self.lines[id].set_split(true);
        }
        let stage = self.lines[id].stage();
        let split = &mut self.splits[self.lines[id].aside];
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
        self.outbound(source, WorkItem::consignment(new), 0);
    }

    /// Moves goods from one place of their line's source to another.
    #[inline]
    pub(crate) fn move_goods(&mut self, goods: WorkItem, from: Stage, to: Stage) {
        if goods.is_split() {
            self.move_consignment(goods.number(), from, to);
        } else {
            self.set_line_stage(goods.number(), to);
            if to == Stage::ON_THE_WAY {
                self.cx.observer.shipped(self.cx.now, &self.lines[goods.number()]);
            }
        }
    }

    fn move_consignment(&mut self, id: u32, from: Stage, to: Stage) {
        let moved = &mut self.consignments[id];
        debug_assert_eq!(moved.stage(), from, "a consignment stands where it was put");
        moved.number.set_byte(to.0);
        let (pieces, line) = (moved.pieces, &mut self.lines[moved.line]);
        let split = &mut self.splits[line.aside];
        self.cx.observer.pieces_move(self.cx.now, line, pieces, from, to);
        let stood = line.stage();
        // While pieces wait for stock the line stands there.
        if split.waiting == 0 && from == stood && to != from {
            split.least_advanced -= 1;
            if split.least_advanced == 0 {
                // Pieces only go on: so often as there are places, not as there are consignments.
                let stages = || consignments_of(split, &self.consignments).map(Consignment::stage);
                let least = stages().min().expect("the consignment is somewhere");
                split.least_advanced = stages().filter(|&stage| stage == least).count() as u32;
                line.set_stage(least);
                self.waits.line_moves(self.cx.model, line.source(), stood, least);
                self.cx.observer.line_moves(self.cx.now, line, stood, least);
            }
        }
        if to == Stage::ON_THE_WAY && split.waiting == 0 && line.stage() == Stage::ON_THE_WAY {
            self.cx.observer.shipped(self.cx.now, line);
        }
    }

    /// All pieces of a line that was ordered once leave their source and are with who asked for them.
    #[inline(always)]
    pub(crate) fn leave_and_come(&mut self, id: u32) {
        let line = &mut self.lines[id];
        let from = line.stage();
        line.set_stage(Stage::NONE);
        self.waits.line_moves(self.cx.model, line.source(), from, Stage::NONE);
        self.cx.observer.leaves_and_comes(self.cx.now, line, from);
        self.close(id);
    }

    /// Hands all pieces of a line that was ordered once to who asked for them.
    #[inline(always)]
    pub(crate) fn deliver_whole(&mut self, id: u32) {
        let line = &self.lines[id];
        if line.kind() == LineKind::Customer {
            self.cx.observer.consumed(self.cx.now, line.part(), line.pieces);
        }
        self.set_line_stage(id, Stage::NONE);
        self.cx.observer.filled(self.cx.now, &self.lines[id]);
        self.close(id);
    }

    /// Hands goods that are on the way to who asked for them.
    pub(crate) fn deliver(&mut self, goods: WorkItem) {
        if goods.is_whole() && self.lines[goods.number()].is_alone() {
            self.deliver_whole(goods.number());
            return;
        }
        let (id, pieces) = (self.line_of(goods), self.pieces_of(goods));
        if self.lines[id].is_surplus() {
            self.send_back(id, pieces);
        }
        let line = &mut self.lines[id];
        if line.kind() == LineKind::Customer && !line.is_surplus() {
            self.cx.observer.consumed(self.cx.now, line.part(), pieces);
        }
        if goods.is_split() {
            let split = &mut self.splits[line.aside];
            split.take_off(goods.number(), &mut self.consignments);
            self.cx.observer.pieces_move(self.cx.now, line, pieces, Stage::ON_THE_WAY, Stage::NONE);
            if split.waiting > 0 || split.first != NONE {
                if line.stage() == Stage::ON_THE_WAY {
                    split.least_advanced -= 1;
                }
                return;
            }
            let job = split.job;
            self.splits.remove(line.aside);
            line.set_split(false);
            line.aside = job;
            self.waits.line_moves(self.cx.model, line.source(), Stage::ON_THE_WAY, Stage::NONE);
            self.cx.observer.line_moves(self.cx.now, line, Stage::ON_THE_WAY, Stage::NONE);
            line.set_stage(Stage::NONE);
        } else {
            self.set_line_stage(id, Stage::NONE);
        }
        self.all_delivered(id);
        self.close(id);
    }
}
