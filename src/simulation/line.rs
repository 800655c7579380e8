//! Lines and consignments: what is asked for, and the pieces of it that move together.
//!
//! A line asks one site for some pieces of one part. Its pieces may be given in several consignments; the line
//! stands where its least advanced pieces stand. Most lines are given whole: only a line that is split keeps a
//! count of its pieces by place.
//!
//! ```text
//! not entered ─► before stock (release) ─► stock ─► after stock (pick, pack, dispatch) ─► departure ─► on the way
//! ```

use super::Simulation;
use super::by_hand::Rekeying;
use super::observer::Observer;
use crate::engine::Time;
use crate::engine::pool::{NONE, Pool};
use crate::model::{Model, Stock};
use crate::scenario::site::SiteKind;

/// What one site, or a customer, asks of another.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Instant of the order.
    pub ordered: Time,
    /// Number within its stream: with it, the line's identity.
    pub ordinal: u64,
    /// Stream of random numbers: a demand table's site, or the site that orders for its stock.
    pub stream: u32,
    /// Part.
    pub part: u32,
    /// Pieces asked.
    pub pieces: u32,
    /// Site that is asked, or [`NONE`] while nobody is.
    pub source: u32,
    /// Site that the pieces are for.
    pub destination: u32,
    /// Next line in the list that it waits in, or next goods of the same delivery.
    pub(super) next: u32,
    /// The line before it in the list of those that wait for a shelf, or [`NONE`].
    pub(super) prev: u32,
    /// Its [`Split`], or [`NONE`].
    pub(super) split: u32,
    /// Job that waits for it, or [`NONE`].
    pub job: u32,
    /// Lines ordered together with it, itself among them: of one customer at one instant, or of one review of a
    /// site; 65,535 stands for more.
    pub of_lines: u16,
    /// Order class that it has now; the smaller goes first.
    pub class: u8,
    /// Order class that it was ordered in: the promise is that of this class.
    pub promised: u8,
    /// Places where its number is still written though it does not stand there any more; see `withdrawal.rs`.
    pub(super) stale: u8,
    /// Whether a process has it in hand. Only kept where lines may be withdrawn.
    pub(super) in_work: bool,
    /// Not entered, and at a desk.
    pub(super) at_desk: bool,
    /// Whether it was ordered again, or is the second order, or comes back.
    pub(super) pair: Pair,
    /// Where its least advanced pieces stand.
    pub place: Place,
    /// How many sources it has been passed on by.
    pub(super) passed_on: u8,
    /// Who asks.
    pub kind: LineKind,
}

impl Line {
    /// Whether a customer ordered it because another line of his is late: it is no demand.
    pub fn is_again(&self) -> bool {
        matches!(self.pair, Pair::Again | Pair::SurplusAgain)
    }

    /// Whether it stands for pieces that a customer sends back: nobody's line.
    pub fn is_sent_back(&self) -> bool {
        self.pair == Pair::SentBack
    }

    /// Whether its pieces are not needed: the customer has them already.
    pub(super) fn is_surplus(&self) -> bool {
        matches!(self.pair, Pair::Surplus | Pair::SurplusAgain)
    }

    /// Whether its pieces move as consignments.
    pub fn is_split(&self) -> bool {
        self.split != NONE
    }
}

/// Whether a line was ordered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Pair {
    /// No.
    Alone,
    /// Yes, and both are open.
    OrderedAgain,
    /// It is the second order, and both are open.
    Again,
    /// Yes; what was ordered again came first, and its own pieces are not needed.
    Surplus,
    /// It is the second order; the first has come, and its own pieces are not needed.
    SurplusAgain,
    /// No line of anybody, but pieces on their way back to the site that gave them.
    SentBack,
}

/// Who asks for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum LineKind {
    /// A customer or a workshop.
    Customer,
    /// A site, for its stock.
    Replenishment,
}

/// Where pieces stand on their way through a site, in order of flow.
///
/// 0 is not entered; then one place for each process before stock, stock, one for each process after stock,
/// and waiting for departure. [`Places`] translates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub u8);

impl Place {
    /// Ordered, but the system that takes orders is down.
    pub const NOT_ENTERED: Place = Place(0);
    /// Left the source, not yet with who asked.
    pub const ON_THE_WAY: Place = Place(15);
    /// Nowhere yet, or no longer.
    pub const NOWHERE: Place = Place(255);
    /// Number of places that can be told apart.
    pub const COUNT: usize = 16;
    /// The most processes that can stand in a site's outbound list.
    pub const MOST_STEPS: usize = 12;
}

/// The places of a site table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    before: u8,
    after: u8,
}

impl Places {
    /// The places of a table of the model.
    pub fn of(model: &Model, table: usize) -> Self {
        let table = &model.tables[table];
        Places { before: table.before_stock.len() as u8, after: table.after_stock.len() as u8 }
    }

    /// The places at which a line that has reached the table stands until it leaves: from the first process to
    /// waiting for departure.
    pub fn outbound(self) -> std::ops::RangeInclusive<u8> {
        1..=self.departure().0
    }

    /// At, or waiting for, the n-th process before stock.
    #[inline]
    pub fn before(self, step: usize) -> Place {
        Place(1 + step as u8)
    }

    /// Waiting for stock.
    #[inline]
    pub fn stock(self) -> Place {
        Place(1 + self.before)
    }

    /// At, or waiting for, the n-th process after stock.
    #[inline]
    pub fn after(self, step: usize) -> Place {
        Place(2 + self.before + step as u8)
    }

    /// Waiting for departure.
    #[inline]
    pub fn departure(self) -> Place {
        Place(2 + self.before + self.after)
    }
}

/// Some pieces of a line that was split.
#[derive(Debug, Clone, Copy)]
pub struct Consignment {
    /// Its line.
    pub line: u32,
    /// Pieces; 0 in a place that is empty.
    pub pieces: u32,
    /// Number within its line: draws of its work differ by it.
    number: u32,
    /// Next of the same delivery.
    next: Goods,
}

/// Pieces that move together: a whole line, or a [`Consignment`] of one that was split.
///
/// Most lines are given whole and then need no more room than their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Goods(u32);

impl Goods {
    /// No goods.
    pub(super) const NONE: Goods = Goods(NONE);
    const SPLIT: u32 = 1 << 31;
    const REKEYING: u32 = 1 << 30;

    /// All pieces of a line; before stock, the line itself.
    pub(super) const fn whole(line: u32) -> Self {
        Goods(line)
    }

    /// In a queue or in hand only: no goods, but the keying in of what was done by hand.
    pub(super) fn rekeying(number: u32) -> Self {
        Goods(number | Goods::REKEYING)
    }

    pub(super) fn is_rekeying(self) -> bool {
        self.0 & (Goods::SPLIT | Goods::REKEYING) == Goods::REKEYING
    }

    /// Whether these are all pieces of a line, or the line itself.
    pub(super) fn is_whole(self) -> bool {
        self.0 & (Goods::SPLIT | Goods::REKEYING) == 0
    }

    /// The line that says what these go before, wherever they wait.
    #[inline]
    pub(super) fn line_behind<'a>(
        self,
        lines: &'a Pool<Line>,
        consignments: &Pool<Consignment>,
        rekeying: &'a Pool<Rekeying>,
    ) -> &'a Line {
        if self.is_rekeying() {
            &rekeying[self.number()].line
        } else if self.is_split() {
            &lines[consignments[self.number()].line]
        } else {
            &lines[self.number()]
        }
    }

    fn consignment(number: u32) -> Self {
        Goods(number | Goods::SPLIT)
    }

    pub(super) fn is_split(self) -> bool {
        self.0 & Goods::SPLIT != 0
    }

    /// What these goods are told as while they are at a process.
    #[inline]
    pub(super) fn told(self) -> u32 {
        self.0
    }

    pub(super) fn number(self) -> u32 {
        self.0 & !(Goods::SPLIT | Goods::REKEYING)
    }
}

/// A line whose pieces do not all move together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    /// Pieces at each place.
    at: [u32; Place::COUNT],
    /// Pieces that have not left the source.
    unshipped: u32,
    /// Pieces that are not with who asked.
    undelivered: u32,
    /// Consignments so far.
    consignments: u32,
}

/// Whom the lines for a site table ask, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    /// Tables; what one cannot give in full goes to the next, at the last of the first `direct` it waits.
    /// Those after are asked only for parts that the ones before do not hold.
    tables: Vec<u16>,
    direct: usize,
}

impl Sources {
    /// Whom customers at `table` ask: its own shelves, or else its sources. Workshops of a retailer with shelves
    /// have looked there already.
    pub(super) fn of_customers(model: &Model, table: usize) -> Self {
        if holds(model, table) && !model.tables[table].sells_off_the_shelf() {
            let mut sources = Sources { tables: vec![table as u16], direct: 1 };
            sources.extend_upstream(model);
            sources
        } else {
            Sources::of_replenishment(model, table)
        }
    }

    /// Whom `table` asks for its stock.
    pub(super) fn of_replenishment(model: &Model, table: usize) -> Self {
        let mut sources = Sources::default();
        sources.add(model, &model.tables[table].sources);
        sources.direct = sources.tables.len();
        sources.extend_upstream(model);
        sources
    }

    /// The table that is asked first.
    pub(super) fn first(&self) -> u16 {
        self.tables.first().copied().expect("a site that orders has a source")
    }

    fn add(&mut self, model: &Model, tables: &[u16]) {
        for &table in tables {
            if !holds(model, usize::from(table)) {
                self.add(model, &model.tables[usize::from(table)].sources);
            } else if !self.tables.contains(&table) {
                self.tables.push(table);
            }
        }
    }

    fn extend_upstream(&mut self, model: &Model) {
        let mut next = 0;
        while let Some(&table) = self.tables.get(next) {
            self.add(model, &model.tables[usize::from(table)].sources);
            next += 1;
        }
    }
}

fn holds(model: &Model, table: usize) -> bool {
    let table = &model.tables[table];
    table.kind == SiteKind::Supplier || !matches!(table.stock, Stock::None)
}

impl<O: Observer> Simulation<'_, O> {
    /// Asks the next source for a line that no source has yet.
    pub(super) fn ask(&mut self, id: u32) {
        let line = &self.lines[id];
        let (destination, kind, asked) = (line.destination, line.kind, usize::from(line.passed_on));
        let sources = self.sources(destination, kind);
        let table = sources.tables[asked];
        let source = if table == self.model.table_of[destination as usize] && kind == LineKind::Customer {
            destination
        } else {
            self.model.source_site(destination, table)
        };
        self.lines[id].source = source;
        let asked = &self.model.tables[usize::from(table)];
        if asked.kind == SiteKind::Supplier {
            self.supply(id, table);
        } else {
            self.before_stock(source, Goods::whole(id), 0);
        }
    }

    /// Passes a line on to its next source, if it has one that may be asked now: when `short`, because the
    /// part is held but there is too little of it; otherwise because the part is not held at all.
    pub(super) fn pass_on(&mut self, id: u32, short: bool) -> bool {
        let line = &self.lines[id];
        let next = usize::from(line.passed_on) + 1;
        let sources = self.sources(line.destination, line.kind);
        if next >= if short { sources.direct } else { sources.tables.len() } {
            return false;
        }
        self.place_line(id, Place::NOWHERE);
        let line = &mut self.lines[id];
        line.passed_on += 1;
        line.source = NONE;
        self.ask(id);
        true
    }

    fn sources(&self, destination: u32, kind: LineKind) -> &Sources {
        let table = usize::from(self.model.table_of[destination as usize]);
        match kind {
            LineKind::Customer => &self.customer_sources[table],
            LineKind::Replenishment => &self.replenishment_sources[table],
        }
    }

    /// Moves a line that is not split, with all its pieces.
    #[inline]
    pub(super) fn place_line(&mut self, id: u32, to: Place) {
        let line = &mut self.lines[id];
        let from = std::mem::replace(&mut line.place, to);
        if from != to {
            self.waits.line_moves(self.model, line.source, from, to);
            self.observer.line_moves(self.now, line, from, to);
            self.observer.pieces_move(self.now, line, line.pieces, from, to);
        }
    }

    /// The line of some goods.
    #[inline]
    pub(super) fn line_of(&self, goods: Goods) -> u32 {
        if goods.is_split() { self.consignments[goods.number()].line } else { goods.number() }
    }

    /// Pieces of some goods.
    #[inline]
    pub(super) fn pieces_of(&self, goods: Goods) -> u32 {
        if goods.is_split() {
            self.consignments[goods.number()].pieces
        } else {
            self.lines[goods.number()].pieces
        }
    }

    /// Number of some goods within their line.
    pub(super) fn number_of(&self, goods: Goods) -> u32 {
        if goods.is_split() { self.consignments[goods.number()].number } else { 0 }
    }

    /// Links goods behind others of the same delivery.
    pub(super) fn link(&mut self, goods: Goods, next: Goods) {
        if goods.is_split() {
            self.consignments[goods.number()].next = next;
        } else {
            self.lines[goods.number()].next = next.0;
        }
    }

    /// All goods of a delivery, which stay together.
    pub(super) fn goods_of(&self, delivery: Goods) -> impl Iterator<Item = Goods> {
        std::iter::successors((delivery != Goods::NONE).then_some(delivery), |goods| {
            let next = if goods.is_split() {
                self.consignments[goods.number()].next
            } else {
                Goods(self.lines[goods.number()].next)
            };
            (next != Goods::NONE).then_some(next)
        })
    }

    /// Takes goods off their delivery; returns those behind them.
    pub(super) fn unlink(&mut self, goods: Goods) -> Goods {
        if goods.is_split() {
            std::mem::replace(&mut self.consignments[goods.number()].next, Goods::NONE)
        } else {
            Goods(std::mem::replace(&mut self.lines[goods.number()].next, NONE))
        }
    }

    /// Pieces of a line that wait for stock.
    pub(super) fn waiting_pieces(&self, id: u32) -> u32 {
        let line = &self.lines[id];
        if line.split == NONE {
            return line.pieces;
        }
        let stock = self.places[usize::from(self.model.table_of[line.source as usize])].stock();
        self.splits[line.split].at[usize::from(stock.0)]
    }

    /// Pieces of a line at each place where some are.
    pub(super) fn pieces_at_places(&self, id: u32) -> impl Iterator<Item = (Place, u32)> + use<O> {
        let line = &self.lines[id];
        let mut at = [0; Place::COUNT];
        if line.split != NONE {
            at = self.splits[line.split].at;
        } else if let Some(pieces) = at.get_mut(usize::from(line.place.0)) {
            *pieces = line.pieces;
        }
        (0..).map(Place).zip(at).filter(|&(_, pieces)| pieces > 0)
    }

    /// Gives pieces of a line from the shelf of its source: they set out.
    pub(super) fn give(&mut self, id: u32, pieces: u32) {
        let Line { source, split, pieces: all, .. } = self.lines[id];
        if split == NONE && pieces == all {
            self.outbound(source, Goods::whole(id), 0);
            return;
        }
        if split == NONE {
            let stock = self.places[usize::from(self.model.table_of[source as usize])].stock();
            self.place_line(id, stock);
            let mut at = [0; Place::COUNT];
            at[usize::from(stock.0)] = all;
            let split = Split { at, unshipped: all, undelivered: all, consignments: 0 };
            self.lines[id].split = self.splits.add(split);
        }
        let split = &mut self.splits[self.lines[id].split];
        let number = split.consignments;
        split.consignments += 1;
        let consignment = Consignment { line: id, pieces, number, next: Goods::NONE };
        let goods = Goods::consignment(self.consignments.add(consignment));
        self.outbound(source, goods, 0);
    }

    /// Moves goods from one place of their line's source to another.
    #[inline]
    pub(super) fn move_goods(&mut self, goods: Goods, from: Place, to: Place) {
        if goods.is_split() {
            self.move_consignment(goods.number(), from, to);
        } else {
            self.place_line(goods.number(), to);
            if to == Place::ON_THE_WAY {
                self.observer.shipped(self.now, &self.lines[goods.number()]);
            }
        }
    }

    fn move_consignment(&mut self, id: u32, from: Place, to: Place) {
        let Consignment { line: line_id, pieces, .. } = self.consignments[id];
        let line = &mut self.lines[line_id];
        let split = &mut self.splits[line.split];
        split.at[usize::from(from.0)] -= pieces;
        split.at[usize::from(to.0)] += pieces;
        self.observer.pieces_move(self.now, line, pieces, from, to);
        let least = split.at.iter().position(|&there| there > 0).expect("the consignment is somewhere");
        let least = Place(least as u8);
        if least != line.place {
            let from = std::mem::replace(&mut line.place, least);
            self.waits.line_moves(self.model, line.source, from, least);
            self.observer.line_moves(self.now, line, from, least);
        }
        if to == Place::ON_THE_WAY {
            split.unshipped -= pieces;
            if split.unshipped == 0 {
                self.observer.shipped(self.now, line);
            }
        }
    }

    /// Hands goods that are on the way to who asked for them.
    pub(super) fn deliver(&mut self, goods: Goods) {
        let (id, pieces) = (self.line_of(goods), self.pieces_of(goods));
        if self.lines[id].is_surplus() {
            self.send_back(id, pieces);
        }
        let line = &mut self.lines[id];
        if line.kind == LineKind::Customer && !line.is_surplus() {
            self.observer.consumed(self.now, line.part, pieces);
        }
        if goods.is_split() {
            self.consignments[goods.number()].pieces = 0;
            self.consignments.remove(goods.number());
            let split = &mut self.splits[line.split];
            split.undelivered -= pieces;
            split.at[usize::from(Place::ON_THE_WAY.0)] -= pieces;
            self.observer.pieces_move(self.now, line, pieces, Place::ON_THE_WAY, Place::NOWHERE);
            if split.undelivered > 0 {
                return;
            }
            self.splits.remove(line.split);
            line.split = NONE;
            self.waits.line_moves(self.model, line.source, Place::ON_THE_WAY, Place::NOWHERE);
            self.observer.line_moves(self.now, line, Place::ON_THE_WAY, Place::NOWHERE);
            line.place = Place::NOWHERE;
        } else {
            self.place_line(id, Place::NOWHERE);
        }
        self.all_delivered(id);
        self.close(id);
    }
}
