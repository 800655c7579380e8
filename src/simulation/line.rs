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
use super::demand::Wish;
use super::observer::Observer;
use super::site::Asked;
use crate::engine::Time;
use crate::engine::packed::Packed;
use crate::engine::pool::{NONE, Pool};
use crate::model::{Model, Stock};
use crate::scenario::site::SiteKind;

/// What one site, or a customer, asks of another.
///
/// Millions may be open: numbers that stay below 2²⁴ share a word with a byte, and whom the pieces are for follows from
/// the stream.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Instant of the order.
    pub ordered: Time,
    /// Number within its stream: with it, the line's identity.
    pub ordinal: u64,
    /// Stream, and what is true of it, as bits.
    stream: Packed,
    /// Site that is asked, and where the least advanced pieces stand.
    source: Packed,
    /// Part, and places where its number is still written though it does not stand there any more.
    part: Packed,
    /// Pieces asked.
    pub pieces: u32,
    /// Next line in the list that it waits in, or next goods of the same delivery.
    pub(super) next: u32,
    /// The line before it in the list of those that wait for a shelf, or [`NONE`].
    pub(super) prev: u32,
    /// Its [`Split`] if it is split, and otherwise the job that waits for it, or [`NONE`].
    aside: u32,
    /// Lines ordered together with it, itself among them: of one customer at one instant, or of one review of a
    /// site; 65,535 stands for more.
    pub of_lines: u16,
    /// Order class that it has now; the smaller goes first.
    pub class: u8,
    /// Order class that it was ordered in: the promise is that of this class.
    pub promised: u8,
}

const _: () = assert!(size_of::<Line>() <= 48, "millions of lines may be open");

/// What is true of a line, as bits of a byte; the upper ones are its [`Pair`].
mod fact {
    pub(super) const REPLENISHMENT: u8 = 1;
    pub(super) const SPLIT: u8 = 1 << 1;
    pub(super) const IN_WORK: u8 = 1 << 2;
    pub(super) const AT_DESK: u8 = 1 << 3;
    pub(super) const PAIR: u32 = 4;
}

impl Line {
    /// No site: nobody is asked.
    pub const NO_SITE: u32 = Packed::NUMBERS;

    /// A line that is ordered now and stands nowhere yet.
    #[inline]
    pub(super) fn new(kind: LineKind, ordered: Time, stream: u32, ordinal: u64, wish: Wish) -> Self {
        let Wish { part, pieces, class } = wish;
        Line {
            ordered,
            ordinal,
            stream: Packed::new(stream, kind as u8 * fact::REPLENISHMENT),
            source: Packed::new(Line::NO_SITE, Place::NOWHERE.0),
            part: Packed::new(part, 0),
            pieces,
            next: NONE,
            prev: NONE,
            aside: NONE,
            of_lines: 1,
            class,
            promised: class,
        }
    }

    /// The same order once more, as another line.
    pub(super) fn again(&self, ordered: Time, ordinal: u64) -> Self {
        let wish = Wish { part: self.part(), pieces: self.pieces, class: self.class };
        let mut again = Line::new(LineKind::Customer, ordered, self.stream(), ordinal, wish);
        again.set_pair(Pair::Again);
        again
    }

    /// Pieces of the line that its customer sends back to the site that gave them.
    pub(super) fn sent_back(&self, pieces: u32, class: u8) -> Self {
        let wish = Wish { part: self.part(), pieces, class };
        let mut back = Line::new(LineKind::Replenishment, self.ordered, self.stream(), self.ordinal, wish);
        back.of_lines = self.of_lines;
        back.source = Packed::new(self.source(), Place::ON_THE_WAY.0);
        back.set_pair(Pair::SentBack);
        back
    }

    /// Stream of random numbers: a demand table's site, or the site that orders for its stock.
    #[inline]
    pub fn stream(&self) -> u32 {
        self.stream.number()
    }

    /// Part.
    #[inline]
    pub fn part(&self) -> u32 {
        self.part.number()
    }

    /// Site that is asked, or [`Line::NO_SITE`] while nobody is.
    #[inline]
    pub fn source(&self) -> u32 {
        self.source.number()
    }

    #[inline]
    pub(super) fn set_source(&mut self, site: u32) {
        self.source.set_number(site);
    }

    /// Where its least advanced pieces stand.
    #[inline]
    pub fn place(&self) -> Place {
        Place(self.source.byte())
    }

    #[inline]
    fn set_place(&mut self, place: Place) {
        self.source.set_byte(place.0);
    }

    /// Site that the pieces are for.
    #[inline]
    pub fn destination(&self, model: &Model) -> u32 {
        if self.is_sent_back() { self.source() } else { model.site_of_stream[self.stream() as usize] }
    }

    /// Who asks.
    #[inline]
    pub fn kind(&self) -> LineKind {
        if self.is(fact::REPLENISHMENT) { LineKind::Replenishment } else { LineKind::Customer }
    }

    /// A customer asks for it, not the site whose stream it has.
    pub(super) fn set_of_customer(&mut self) {
        self.set(fact::REPLENISHMENT, false);
    }

    /// Places where its number is still written though it does not stand there any more; see `withdrawal.rs`.
    pub(super) fn stale(&self) -> u8 {
        self.part.byte()
    }

    pub(super) fn add_stale(&mut self) {
        self.part.set_byte(self.stale() + 1);
    }

    pub(super) fn take_stale(&mut self) {
        self.part.set_byte(self.stale() - 1);
    }

    /// Whether a process has it in hand. Only kept where lines may be withdrawn.
    pub(super) fn in_work(&self) -> bool {
        self.is(fact::IN_WORK)
    }

    pub(super) fn set_in_work(&mut self, in_work: bool) {
        self.set(fact::IN_WORK, in_work);
    }

    /// Not entered, and at a desk.
    pub(super) fn at_desk(&self) -> bool {
        self.is(fact::AT_DESK)
    }

    pub(super) fn set_at_desk(&mut self, at_desk: bool) {
        self.set(fact::AT_DESK, at_desk);
    }

    /// Whether it was ordered again, or is the second order, or comes back.
    #[inline]
    pub(super) fn pair(&self) -> Pair {
        match self.stream.byte() >> fact::PAIR {
            0 => Pair::Alone,
            1 => Pair::OrderedAgain,
            2 => Pair::Again,
            3 => Pair::Surplus,
            4 => Pair::SurplusAgain,
            _ => Pair::SentBack,
        }
    }

    pub(super) fn set_pair(&mut self, pair: Pair) {
        let others = self.stream.byte() & ((1 << fact::PAIR) - 1);
        self.stream.set_byte(others | (pair as u8) << fact::PAIR);
    }

    /// Whether it is the only order of what it asks for.
    #[inline]
    pub(super) fn is_alone(&self) -> bool {
        self.stream.byte() >> fact::PAIR == Pair::Alone as u8
    }

    /// Whether a customer ordered it because another line of his is late: it is no demand.
    #[inline]
    pub fn is_again(&self) -> bool {
        matches!(self.pair(), Pair::Again | Pair::SurplusAgain)
    }

    /// Whether it stands for pieces that a customer sends back: nobody's line.
    #[inline]
    pub fn is_sent_back(&self) -> bool {
        self.pair() == Pair::SentBack
    }

    /// Whether its pieces are not needed: the customer has them already.
    #[inline]
    pub(super) fn is_surplus(&self) -> bool {
        matches!(self.pair(), Pair::Surplus | Pair::SurplusAgain)
    }

    /// Whether its pieces move as consignments.
    #[inline]
    pub fn is_split(&self) -> bool {
        self.is(fact::SPLIT)
    }

    /// Job that waits for it, or [`NONE`].
    #[inline]
    pub(super) fn job(&self, splits: &[Split]) -> u32 {
        if self.is_split() { splits[self.aside as usize].job } else { self.aside }
    }

    /// Gives a line that is not split the job that waits for it.
    #[inline]
    pub(super) fn set_job(&mut self, job: u32) {
        debug_assert!(!self.is_split(), "a line has its job before it is split");
        self.aside = job;
    }

    /// Its job no longer waits for it; returns the job, or [`NONE`].
    #[inline]
    pub(super) fn take_job(&mut self, splits: &mut Pool<Split>) -> u32 {
        let job = if self.is_split() { &mut splits[self.aside].job } else { &mut self.aside };
        std::mem::replace(job, NONE)
    }

    #[inline]
    fn is(&self, fact: u8) -> bool {
        self.stream.byte() & fact != 0
    }

    fn set(&mut self, fact: u8, holds: bool) {
        let others = self.stream.byte() & !fact;
        self.stream.set_byte(if holds { others | fact } else { others });
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
    /// Number within its line: draws of its work differ by it; and where its pieces stand.
    number: Packed,
    /// Next of the same delivery.
    next: Goods,
    /// Neighbours among the consignments of its line that are not delivered, or [`NONE`].
    before: u32,
    behind: u32,
}

const _: () = assert!(size_of::<Consignment>() <= 24, "a line may be given in many");

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
    fn place(&self) -> Place {
        Place(self.number.byte())
    }
}

/// The consignments of a line that are not delivered.
fn consignments_of<'a>(
    split: &Split,
    all: &'a Pool<Consignment>,
) -> impl Iterator<Item = &'a Consignment> + use<'a> {
    let first = (split.first != NONE).then(|| &all[split.first]);
    std::iter::successors(first, |one| (one.behind != NONE).then(|| &all[one.behind]))
}

impl Split {
    /// A consignment is delivered.
    fn take_off(&mut self, id: u32, consignments: &mut Pool<Consignment>) {
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
        self.at(0).expect("a site that orders has a source")
    }

    /// The table that is asked after so many others.
    pub(super) fn at(&self, number: usize) -> Option<u16> {
        self.tables.get(number).copied()
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
    /// Asks the first source for a line that no source has yet.
    pub(super) fn ask(&mut self, id: u32) {
        let line = &self.lines[id];
        let asked = self.sites[line.destination(self.model) as usize].asks(line.kind());
        self.ask_source(id, asked);
    }

    #[inline(always)]
    fn ask_source(&mut self, id: u32, asked: Asked) {
        self.lines[id].set_source(asked.site);
        if asked.supplier {
            self.supply(id, asked.table);
        } else {
            self.before_stock(asked.site, Goods::whole(id), 0);
        }
    }

    /// Passes a line on to its next source, if it has one that may be asked now: when `short`, because the
    /// part is held but there is too little of it; otherwise because the part is not held at all.
    pub(super) fn pass_on(&mut self, id: u32, short: bool) -> bool {
        let line = &self.lines[id];
        let (destination, kind) = (line.destination(self.model), line.kind());
        if !self.sites[destination as usize].asks(kind).more {
            return false;
        }
        let sources = self.sources(destination, kind);
        let asked = self.model.table_of[line.source() as usize];
        let next = sources.tables.iter().position(|&table| table == asked).map_or(0, |asked| asked + 1);
        if next >= if short { sources.direct } else { sources.tables.len() } {
            return false;
        }
        let next = Asked::of(self.model, destination, sources.tables[next], kind);
        self.place_line(id, Place::NOWHERE);
        self.ask_source(id, next);
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
        let from = line.place();
        if from != to {
            line.set_place(to);
            self.waits.line_moves(self.model, line.source(), from, to);
            self.observer.whole_line_moves(self.now, line, from, to);
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
        if goods.is_split() { self.consignments[goods.number()].number.number() } else { 0 }
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
        if line.is_split() { self.splits[line.aside].waiting } else { line.pieces }
    }

    /// Pieces of a line at each place where some are.
    pub(super) fn pieces_at_places(&self, id: u32) -> impl Iterator<Item = (Place, u32)> + use<O> {
        let line = &self.lines[id];
        let mut at = [0; Place::COUNT];
        if line.is_split() {
            let split = &self.splits[line.aside];
            let stock = self.sites[line.source() as usize].places.stock();
            at[usize::from(stock.0)] = split.waiting;
            for consignment in consignments_of(split, &self.consignments) {
                at[usize::from(consignment.place().0)] += consignment.pieces;
            }
        } else if let Some(pieces) = at.get_mut(usize::from(line.place().0)) {
            *pieces = line.pieces;
        }
        (0..).map(Place).zip(at).filter(|&(_, pieces)| pieces > 0)
    }

    /// Gives pieces of a line from the shelf of its source: they set out.
    #[inline(always)]
    pub(super) fn give(&mut self, id: u32, pieces: u32) {
        let line = &self.lines[id];
        let (source, is_split, all) = (line.source(), line.is_split(), line.pieces);
        if !is_split && pieces == all {
            self.outbound(source, Goods::whole(id), 0);
        } else {
            self.give_part(id, pieces);
        }
    }

    /// Gives pieces of a line that is given in several consignments.
    fn give_part(&mut self, id: u32, pieces: u32) {
        let line = &self.lines[id];
        let (source, all) = (line.source(), line.pieces);
        if !line.is_split() {
            let stock = self.sites[source as usize].places.stock();
            self.place_line(id, stock);
            let job = self.lines[id].aside;
            let split = Split { waiting: all, consignments: 0, first: NONE, least_advanced: 0, job };
            self.lines[id].aside = self.splits.add(split);
            self.lines[id].set(fact::SPLIT, true);
        }
        let place = self.lines[id].place();
        let split = &mut self.splits[self.lines[id].aside];
        let number = Packed::new(split.consignments & Packed::NUMBERS, place.0);
        let next = Goods::NONE;
        let consignment = Consignment { line: id, pieces, number, next, before: NONE, behind: split.first };
        let new = self.consignments.add(consignment);
        if split.first != NONE {
            self.consignments[split.first].before = new;
        }
        split.first = new;
        split.consignments += 1;
        split.waiting -= pieces;
        if split.waiting == 0 {
            let here = consignments_of(split, &self.consignments).filter(|one| one.place() == place);
            split.least_advanced = here.count() as u32;
        }
        self.outbound(source, Goods::consignment(new), 0);
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
        let moved = &mut self.consignments[id];
        debug_assert_eq!(moved.place(), from, "a consignment stands where it was put");
        moved.number.set_byte(to.0);
        let (pieces, line) = (moved.pieces, &mut self.lines[moved.line]);
        let split = &mut self.splits[line.aside];
        self.observer.pieces_move(self.now, line, pieces, from, to);
        let stood = line.place();
        // While pieces wait for stock the line stands there.
        if split.waiting == 0 && from == stood && to != from {
            split.least_advanced -= 1;
            if split.least_advanced == 0 {
                // Pieces only go on: so often as there are places, not as there are consignments.
                let places = || consignments_of(split, &self.consignments).map(Consignment::place);
                let least = places().min().expect("the consignment is somewhere");
                split.least_advanced = places().filter(|&place| place == least).count() as u32;
                line.set_place(least);
                self.waits.line_moves(self.model, line.source(), stood, least);
                self.observer.line_moves(self.now, line, stood, least);
            }
        }
        if to == Place::ON_THE_WAY && split.waiting == 0 && line.place() == Place::ON_THE_WAY {
            self.observer.shipped(self.now, line);
        }
    }

    /// All pieces of a line that was ordered once leave their source and are with who asked for them.
    pub(super) fn leave_and_come(&mut self, id: u32) {
        let line = &mut self.lines[id];
        let from = line.place();
        line.set_place(Place::NOWHERE);
        self.waits.line_moves(self.model, line.source(), from, Place::NOWHERE);
        self.observer.leaves_and_comes(self.now, line, from);
        self.close(id);
    }

    /// Hands all pieces of a line that was ordered once to who asked for them.
    fn deliver_whole(&mut self, id: u32) {
        let line = &self.lines[id];
        if line.kind() == LineKind::Customer {
            self.observer.consumed(self.now, line.part(), line.pieces);
        }
        self.place_line(id, Place::NOWHERE);
        self.observer.filled(self.now, &self.lines[id]);
        self.close(id);
    }

    /// Hands goods that are on the way to who asked for them.
    pub(super) fn deliver(&mut self, goods: Goods) {
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
            self.observer.consumed(self.now, line.part(), pieces);
        }
        if goods.is_split() {
            let split = &mut self.splits[line.aside];
            split.take_off(goods.number(), &mut self.consignments);
            self.observer.pieces_move(self.now, line, pieces, Place::ON_THE_WAY, Place::NOWHERE);
            if split.waiting > 0 || split.first != NONE {
                if line.place() == Place::ON_THE_WAY {
                    split.least_advanced -= 1;
                }
                return;
            }
            let job = split.job;
            self.splits.remove(line.aside);
            line.set(fact::SPLIT, false);
            line.aside = job;
            self.waits.line_moves(self.model, line.source(), Place::ON_THE_WAY, Place::NOWHERE);
            self.observer.line_moves(self.now, line, Place::ON_THE_WAY, Place::NOWHERE);
            line.set_place(Place::NOWHERE);
        } else {
            self.place_line(id, Place::NOWHERE);
        }
        self.all_delivered(id);
        self.close(id);
    }
}
