//! Line: an order line, a request for pieces of one part.
//!
//! A line has one source at a time and stands at the stage of its least advanced pieces (see
//! [`Stage`]). Its sources in order are in `sourcing.rs`; its pieces move by `consignment.rs`.

use super::stage::Stage;
use crate::engine::packed::Packed;
use crate::engine::slab::NONE;
use crate::model::Model;
use crate::units::{Instant, SiteId, StreamId};

/// Part, pieces and order class that a customer or a site requests by one line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LineRequest {
    pub(crate) part: u32,
    pub(crate) pieces: u32,
    pub(crate) class: u8,
}

/// An order line of a customer or of a site.
///
/// Millions may be open: numbers that stay below 2²⁴ share a word with a byte, and the destination
/// follows from the stream.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Instant at which the customer first wanted the line: before the order if it was deferred.
    pub wanted: Instant,
    /// Instant of the order.
    pub ordered: Instant,
    /// Number within its stream: with the stream it identifies the line.
    pub ordinal: u64,
    /// Random stream, and flags of the line.
    stream: Packed,
    /// Source, and stage of the least advanced pieces.
    source: Packed,
    /// Part, and the number of tombstones of the line.
    part: Packed,
    /// Pieces requested.
    pub pieces: u32,
    /// Next line of the list that it waits in, or next work item of the same delivery.
    pub(super) next: u32,
    /// Its place in the list of lines that wait for a shelf.
    pub(super) shelf_place: u32,
    /// Its [`Split`](super::consignment::Split) if it is split, otherwise the repair job that waits
    /// for it, or [`NONE`].
    pub(super) split_or_job: u32,
    /// Number of lines ordered together with it, itself included: by one customer at one instant,
    /// or by one review of a site; 65,535 stands for more.
    pub of_lines: u16,
    /// Current order class; the smaller class goes first.
    pub class: u8,
    /// Order class at the time of the order; the promise is that of this class.
    pub promised: u8,
}

const _: () = assert!(size_of::<Line>() <= 56, "millions of lines may be open");

/// Flags of a line as bits of a byte; the upper bits are its [`Pair`].
mod flag {
    pub(super) const REPLENISHMENT: u8 = 1;
    pub(super) const SPLIT: u8 = 1 << 1;
    pub(super) const IN_SERVICE: u8 = 1 << 2;
    pub(super) const AT_DESK: u8 = 1 << 3;
    pub(super) const PAIR: u32 = 4;
}

impl Line {
    /// No site: the line has no source.
    pub const NO_SITE: SiteId = SiteId::new(Packed::NUMBERS);

    /// A line ordered now that stands nowhere yet.
    #[inline]
    pub(crate) fn new(
        kind: LineKind,
        ordered: Instant,
        stream: StreamId,
        ordinal: u64,
        request: LineRequest,
    ) -> Self {
        let LineRequest { part, pieces, class } = request;
        Line {
            wanted: ordered,
            ordered,
            ordinal,
            stream: Packed::new(stream.get(), kind as u8 * flag::REPLENISHMENT),
            source: Packed::new(Line::NO_SITE.get(), Stage::NONE.0),
            part: Packed::new(part, 0),
            pieces,
            next: NONE,
            shelf_place: NONE,
            split_or_job: NONE,
            of_lines: 1,
            class,
            promised: class,
        }
    }

    /// The line as it was before it had a source.
    pub(crate) fn without_source(&self) -> Self {
        let mut line = *self;
        line.set_source(Line::NO_SITE);
        line
    }

    /// A duplicate order of the line.
    pub(crate) fn duplicate(&self, ordered: Instant, ordinal: u64) -> Self {
        let request = LineRequest { part: self.part(), pieces: self.pieces, class: self.class };
        let mut duplicate = Line::new(LineKind::Customer, ordered, self.stream(), ordinal, request);
        duplicate.set_pair(Pair::Duplicate);
        duplicate
    }

    /// Pieces of the line that its customer returns to its source.
    pub(crate) fn sent_back(&self, pieces: u32, class: u8) -> Self {
        let request = LineRequest { part: self.part(), pieces, class };
        let mut back = Line::new(LineKind::Replenishment, self.ordered, self.stream(), self.ordinal, request);
        back.wanted = self.wanted;
        back.of_lines = self.of_lines;
        back.source = Packed::new(self.source().get(), Stage::IN_TRANSIT.0);
        back.set_pair(Pair::SentBack);
        back
    }

    /// Random stream: a demand at a site, or the site that orders for its stock.
    #[inline]
    pub fn stream(&self) -> StreamId {
        StreamId::new(self.stream.number())
    }

    /// Part.
    #[inline]
    pub fn part(&self) -> u32 {
        self.part.number()
    }

    /// Source, or [`Line::NO_SITE`] before it has one.
    #[inline]
    pub fn source(&self) -> SiteId {
        SiteId::new(self.source.number())
    }

    #[inline]
    pub(crate) fn set_source(&mut self, site: SiteId) {
        self.source.set_number(site.get());
    }

    /// Stage of its least advanced pieces.
    #[inline]
    pub fn stage(&self) -> Stage {
        Stage(self.source.byte())
    }

    #[inline]
    pub(super) fn set_stage(&mut self, stage: Stage) {
        self.source.set_byte(stage.0);
    }

    /// Site that the pieces are for.
    #[inline]
    pub fn destination(&self, model: &Model) -> SiteId {
        if self.is_sent_back() { self.source() } else { model.site_of_stream[self.stream()] }
    }

    /// Kind of the line: of a customer, or for a site's stock.
    #[inline]
    pub fn kind(&self) -> LineKind {
        if self.is(flag::REPLENISHMENT) { LineKind::Replenishment } else { LineKind::Customer }
    }

    pub(super) fn set_customer(&mut self) {
        self.set(flag::REPLENISHMENT, false);
    }

    /// The number of tombstones: entries that it has left behind in queues (see `cancellation.rs`).
    pub(crate) fn tombstones(&self) -> u8 {
        self.part.byte()
    }

    pub(super) fn add_tombstone(&mut self) {
        self.part.set_byte(self.tombstones() + 1);
    }

    pub(super) fn remove_tombstone(&mut self) {
        self.part.set_byte(self.tombstones() - 1);
    }

    /// In service at a station. Kept only if lines may change.
    pub(crate) fn in_service(&self) -> bool {
        self.is(flag::IN_SERVICE)
    }

    pub(super) fn set_in_service(&mut self, in_service: bool) {
        self.set(flag::IN_SERVICE, in_service);
    }

    /// Not entered, and at an order desk.
    pub(crate) fn at_desk(&self) -> bool {
        self.is(flag::AT_DESK)
    }

    pub(super) fn set_at_desk(&mut self, at_desk: bool) {
        self.set(flag::AT_DESK, at_desk);
    }

    /// Its part in a pair of duplicate orders.
    #[inline]
    pub(crate) fn pair(&self) -> Pair {
        match self.stream.byte() >> flag::PAIR {
            0 => Pair::Single,
            1 => Pair::Original,
            2 => Pair::Duplicate,
            3 => Pair::RedundantOriginal,
            4 => Pair::RedundantDuplicate,
            _ => Pair::SentBack,
        }
    }

    pub(super) fn set_pair(&mut self, pair: Pair) {
        let others = self.stream.byte() & ((1 << flag::PAIR) - 1);
        self.stream.set_byte(others | (pair as u8) << flag::PAIR);
    }

    /// Has no duplicate order.
    #[inline]
    pub(crate) fn is_single(&self) -> bool {
        self.stream.byte() >> flag::PAIR == Pair::Single as u8
    }

    /// A duplicate order of a late line: no demand.
    #[inline]
    pub fn is_duplicate(&self) -> bool {
        matches!(self.pair(), Pair::Duplicate | Pair::RedundantDuplicate)
    }

    /// Pieces that a customer returns: nobody's line.
    #[inline]
    pub fn is_sent_back(&self) -> bool {
        self.pair() == Pair::SentBack
    }

    /// The customer already has the pieces of the other line of the pair.
    #[inline]
    pub(crate) fn is_redundant(&self) -> bool {
        matches!(self.pair(), Pair::RedundantOriginal | Pair::RedundantDuplicate)
    }

    /// What a customer waits for: no replenishment line, no duplicate order, nothing sent back, and
    /// not yet delivered by a duplicate order.
    #[inline]
    pub fn is_open_demand(&self) -> bool {
        self.kind() == LineKind::Customer && matches!(self.pair(), Pair::Single | Pair::Original)
    }

    /// Its pieces move as consignments.
    #[inline]
    pub fn is_split(&self) -> bool {
        self.is(flag::SPLIT)
    }

    pub(super) fn set_split(&mut self, split: bool) {
        self.set(flag::SPLIT, split);
    }

    /// Its place in the list of lines that wait for its shelf.
    #[inline]
    pub(crate) fn shelf_place(&self) -> u32 {
        self.shelf_place
    }

    #[inline]
    fn is(&self, flag: u8) -> bool {
        self.stream.byte() & flag != 0
    }

    fn set(&mut self, flag: u8, holds: bool) {
        let others = self.stream.byte() & !flag;
        self.stream.set_byte(if holds { others | flag } else { others });
    }
}

/// Part of a line in a pair of duplicate orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Pair {
    /// In no pair.
    Single,
    /// Has a duplicate order, and both lines are open.
    Original,
    /// The second order, and both lines are open.
    Duplicate,
    /// The duplicate was delivered first: the pieces of this line are redundant.
    RedundantOriginal,
    /// The original was delivered first: the pieces of this line are redundant.
    RedundantDuplicate,
    /// Nobody's line: pieces on their way back to the source.
    SentBack,
}

/// Kind of a line by who orders it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum LineKind {
    /// A customer or a workshop.
    Customer,
    /// A site, for its stock.
    Replenishment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_a_line_change_independently() {
        let request = LineRequest { part: 7, pieces: 3, class: 1 };
        let mut line =
            Line::new(LineKind::Replenishment, Instant::from_micros(5), StreamId::new(9), 11, request);
        line.set_pair(Pair::Original);
        line.set_split(true);
        line.set_in_service(true);
        line.set_customer();
        line.add_tombstone();
        assert_eq!((line.kind(), line.pair(), line.is_split()), (LineKind::Customer, Pair::Original, true));
        assert!(line.in_service() && !line.at_desk());
        assert_eq!((line.stream(), line.part(), line.tombstones()), (StreamId::new(9), 7, 1));
        line.set_pair(Pair::Single);
        assert!(line.is_single() && line.in_service() && line.is_split());
    }
}
