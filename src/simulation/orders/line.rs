//! Lines: what is asked for.
//!
//! A line asks one site for some pieces of one part, and stands where its least advanced pieces stand (`place.rs`). Whom
//! it asks is in `sources.rs`, how its pieces move in `goods.rs`.

use super::stage::Stage;
use crate::engine::Time;
use crate::engine::packed::Packed;
use crate::engine::slab::NONE;
use crate::model::Model;
use crate::simulation::customers::demand::LineRequest;

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
    pub(crate) next: u32,
    /// Its place in the list of those that wait for a shelf, while it does.
    pub(crate) turn: u32,
    /// Its [`Split`](super::consignment::Split) if it is split, and otherwise the job that waits for it, or [`NONE`].
    pub(crate) aside: u32,
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
    pub(crate) const REPLENISHMENT: u8 = 1;
    pub(crate) const SPLIT: u8 = 1 << 1;
    pub(crate) const IN_WORK: u8 = 1 << 2;
    pub(crate) const AT_DESK: u8 = 1 << 3;
    pub(crate) const PAIR: u32 = 4;
}

impl Line {
    /// No site: nobody is asked.
    pub const NO_SITE: u32 = Packed::NUMBERS;

    /// A line that is ordered now and stands nowhere yet.
    #[inline]
    pub(crate) fn new(
        kind: LineKind,
        ordered: Time,
        stream: u32,
        ordinal: u64,
        request: LineRequest,
    ) -> Self {
        let LineRequest { part, pieces, class } = request;
        Line {
            ordered,
            ordinal,
            stream: Packed::new(stream, kind as u8 * fact::REPLENISHMENT),
            source: Packed::new(Line::NO_SITE, Stage::NONE.0),
            part: Packed::new(part, 0),
            pieces,
            next: NONE,
            turn: NONE,
            aside: NONE,
            of_lines: 1,
            class,
            promised: class,
        }
    }

    /// The line as it was before anybody was asked for it.
    pub(crate) fn not_asked(&self) -> Self {
        let mut line = *self;
        line.set_source(Line::NO_SITE);
        line
    }

    /// The same order once more, as another line.
    pub(crate) fn again(&self, ordered: Time, ordinal: u64) -> Self {
        let request = LineRequest { part: self.part(), pieces: self.pieces, class: self.class };
        let mut again = Line::new(LineKind::Customer, ordered, self.stream(), ordinal, request);
        again.set_pair(Pair::Again);
        again
    }

    /// Pieces of the line that its customer sends back to the site that gave them.
    pub(crate) fn sent_back(&self, pieces: u32, class: u8) -> Self {
        let request = LineRequest { part: self.part(), pieces, class };
        let mut back = Line::new(LineKind::Replenishment, self.ordered, self.stream(), self.ordinal, request);
        back.of_lines = self.of_lines;
        back.source = Packed::new(self.source(), Stage::ON_THE_WAY.0);
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
    pub(crate) fn set_source(&mut self, site: u32) {
        self.source.set_number(site);
    }

    /// Where its least advanced pieces stand.
    #[inline]
    pub fn stage(&self) -> Stage {
        Stage(self.source.byte())
    }

    #[inline]
    pub(crate) fn set_stage(&mut self, stage: Stage) {
        self.source.set_byte(stage.0);
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
    pub(crate) fn set_of_customer(&mut self) {
        self.set(fact::REPLENISHMENT, false);
    }

    /// Places where its number is still written though it does not stand there any more; see `withdrawal.rs`.
    pub(crate) fn stale(&self) -> u8 {
        self.part.byte()
    }

    pub(crate) fn add_stale(&mut self) {
        self.part.set_byte(self.stale() + 1);
    }

    pub(crate) fn take_stale(&mut self) {
        self.part.set_byte(self.stale() - 1);
    }

    /// Whether a process has it in hand. Only kept where lines may be withdrawn.
    pub(crate) fn in_work(&self) -> bool {
        self.is(fact::IN_WORK)
    }

    pub(crate) fn set_in_work(&mut self, in_work: bool) {
        self.set(fact::IN_WORK, in_work);
    }

    /// Not entered, and at a desk.
    pub(crate) fn at_desk(&self) -> bool {
        self.is(fact::AT_DESK)
    }

    pub(crate) fn set_at_desk(&mut self, at_desk: bool) {
        self.set(fact::AT_DESK, at_desk);
    }

    /// Whether it was ordered again, or is the second order, or comes back.
    #[inline]
    pub(crate) fn pair(&self) -> Pair {
        match self.stream.byte() >> fact::PAIR {
            0 => Pair::Alone,
            1 => Pair::OrderedAgain,
            2 => Pair::Again,
            3 => Pair::Surplus,
            4 => Pair::SurplusAgain,
            _ => Pair::SentBack,
        }
    }

    pub(crate) fn set_pair(&mut self, pair: Pair) {
        let others = self.stream.byte() & ((1 << fact::PAIR) - 1);
        self.stream.set_byte(others | (pair as u8) << fact::PAIR);
    }

    /// Whether it is the only order of what it asks for.
    #[inline]
    pub(crate) fn is_alone(&self) -> bool {
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
    pub(crate) fn is_surplus(&self) -> bool {
        matches!(self.pair(), Pair::Surplus | Pair::SurplusAgain)
    }

    /// Whether its pieces move as consignments.
    #[inline]
    pub fn is_split(&self) -> bool {
        self.is(fact::SPLIT)
    }

    pub(crate) fn set_split(&mut self, split: bool) {
        self.set(fact::SPLIT, split);
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
pub(crate) enum Pair {
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
