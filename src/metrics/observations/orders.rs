//! Observation of the orders of a demand: their number, and the time for which each order, and each
//! of its lines, is open.
//!
//! An order is placed by one customer at one instant. It is open until its last line is filled;
//! lines that are cancelled or lost meanwhile are no longer waited for, and an order without a
//! filled line is not counted. Lines filled from the retailer's shelf are not ordered; a deferred
//! line is an order of its own when its customer returns.
//!
//! ```text
//! order ─┬─ line ────► filled
//!        ├─ line ──────────────► filled: the order is done
//!        └─ line ──► cancelled
//! ```

use super::durations::DurationStatistics;
use super::emit::Emitter;
use crate::model::Model;
use crate::registers::metrics::ids;
use crate::simulation::orders::line::{Line, LineKind};
use crate::units::{DAY, Instant, StreamId};
use std::collections::BTreeMap;
use std::ops::Range;

/// The orders of a demand.
#[derive(Debug)]
pub(crate) struct OrdersObservation {
    streams: Range<StreamId>,
    counted_from: Instant,
    end: Instant,
    orders: u64,
    times: DurationStatistics,
    /// Times of lines.
    of_lines: DurationStatistics,
    /// By stream: the order being placed, by the ordinal of its first line.
    placing: Vec<Option<u64>>,
    /// Open orders of several lines, by stream and ordinal of the first line. The lines of an order
    /// have the ordinals up to the first of the next order.
    open: BTreeMap<(StreamId, u64), Open>,
}

/// An order of several lines.
#[derive(Debug, Clone, Copy)]
struct Open {
    ordered: Instant,
    lines: u32,
    /// End of the last filled line, if any.
    filled: Option<Instant>,
}

impl OrdersObservation {
    /// An observation without orders.
    pub(crate) fn new(model: &Model, demand: u16) -> Self {
        let mut streams = model.demands.iter().map(|demand| demand.streams.len() as u32);
        let first = streams.by_ref().take(usize::from(demand)).sum();
        let count = streams.next().unwrap_or(0);
        OrdersObservation {
            streams: StreamId::new(first)..StreamId::new(first + count),
            counted_from: model.times.counted_from,
            end: model.times.end,
            orders: 0,
            times: DurationStatistics::default(),
            of_lines: DurationStatistics::default(),
            placing: vec![None; count as usize],
            open: BTreeMap::new(),
        }
    }

    #[inline]
    fn counts(&self, line: &Line) -> bool {
        self.streams.contains(&line.stream())
            && line.kind() == LineKind::Customer
            && line.ordered >= self.counted_from
            && !line.is_duplicate()
    }

    /// Counts an ordered line.
    #[inline]
    pub(crate) fn ordered(&mut self, line: &Line) {
        if !self.counts(line) {
            return;
        }
        let placing = &mut self.placing[line.stream().index() - self.streams.start.index()];
        self.orders += u64::from(placing.is_none());
        let first = *placing.get_or_insert(line.ordinal);
        if line.of_lines > 1 {
            let new = Open { ordered: line.ordered, lines: 0, filled: None };
            self.open.entry((line.stream(), first)).or_insert(new).lines += 1;
        }
    }

    /// Ends the placing of an order.
    #[inline]
    pub(crate) fn placed(&mut self, stream: StreamId) {
        if !self.streams.contains(&stream) {
            return;
        }
        let placed = self.placing[stream.index() - self.streams.start.index()].take();
        if let Some(first) = placed {
            self.close_if_done((stream, first));
        }
    }

    /// Counts a filled line.
    #[inline]
    pub(crate) fn filled(&mut self, now: Instant, line: &Line) {
        if self.counts(line) {
            self.of_lines.add(now - line.ordered);
            self.line_ends(line, Some(now));
        }
    }

    /// Removes a cancelled or lost line.
    pub(crate) fn ended_unfilled(&mut self, line: &Line) {
        if self.counts(line) {
            self.line_ends(line, None);
        }
    }

    fn line_ends(&mut self, line: &Line, filled: Option<Instant>) {
        if line.of_lines == 1 {
            if let Some(now) = filled {
                self.times.add(now - line.ordered);
            }
            return;
        }
        let order = self.open.range_mut((line.stream(), 0)..=(line.stream(), line.ordinal)).next_back();
        let Some((&number, order)) = order else { return };
        order.lines -= 1;
        order.filled = filled.or(order.filled);
        if self.placing[line.stream().index() - self.streams.start.index()] != Some(number.1) {
            self.close_if_done(number);
        }
    }

    fn close_if_done(&mut self, number: (StreamId, u64)) {
        if let Some(&Open { ordered, lines: 0, filled }) = self.open.get(&number) {
            if let Some(end) = filled {
                self.times.add(end - ordered);
            }
            self.open.remove(&number);
        }
    }

    pub(crate) fn emit(&self, out: &mut Emitter<'_>) {
        out.scalar(ids::ORDER_FILL_TIME, self.times.sums.mean());
        out.scalar(ids::ORDER_FILL_TIME_P90, self.times.quantile(0.9));
        out.scalar(ids::LINE_FILL_TIME, self.of_lines.sums.mean());
        out.scalar(ids::LINE_FILL_TIME_P50, self.of_lines.quantile(0.5));
        out.scalar(ids::LINE_FILL_TIME_P90, self.of_lines.quantile(0.9));
        out.scalar(ids::LINE_FILL_TIME_P99, self.of_lines.quantile(0.99));
        let days = (self.end - self.counted_from).as_micros_f64() / DAY.as_micros_f64();
        out.scalar(ids::ORDER_RATE, Some(self.orders as f64 / days));
    }
}
