//! Fill rates: lines and pieces requested of shelves, filled immediately, and the wait of the rest.
//!
//! A line is requested of a site at the instant at which the site checks its shelf. It is
//! complete there when its last piece is filled from that shelf: a line that is referred, lost in
//! part or cancelled never is.
//!
//! ```text
//! requested ─┬─ all on hand ──────────────────────► complete, after no wait
//!            ├─ some or none on hand ─► waits ─► filled ─► complete
//!            │                            └─► cancelled
//!            └─ referred, lost
//! ```
//!
//! Knows only lines requested in the counted time.

use super::HOURS;
use super::durations::DurationSums;
use crate::metrics::Terms;
use crate::units::{Duration, Instant, StreamId};
use std::collections::BTreeMap;

/// Requests of one order class, or of all together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    lines: u64,
    pieces: u64,
    lines_immediately: u64,
    pieces_immediately: u64,
    pieces_filled: u64,
    /// Sum of the waits of filled pieces \[microseconds\].
    piece_wait: u128,
    /// Waits until the last piece, of complete lines.
    line_waits: DurationSums,
    /// By wait of the observation: lines requested at least so long before the end, and those of
    /// them complete within it.
    within: Vec<(u64, u64)>,
}

impl Requests {
    fn new(within: usize) -> Self {
        Requests { within: vec![(0, 0); within], ..Requests::default() }
    }

    fn add(&mut self, other: &Requests) {
        self.lines += other.lines;
        self.pieces += other.pieces;
        self.lines_immediately += other.lines_immediately;
        self.pieces_immediately += other.pieces_immediately;
        self.pieces_filled += other.pieces_filled;
        self.piece_wait += other.piece_wait;
        self.line_waits.merge(&other.line_waits);
        for (sum, other) in self.within.iter_mut().zip(&other.within) {
            *sum = (sum.0 + other.0, sum.1 + other.1);
        }
    }

    /// Pieces filled immediately, and pieces requested.
    pub(crate) fn unit_fill(&self) -> Terms {
        terms(self.pieces_immediately, self.pieces)
    }

    /// Lines filled whole immediately, and lines requested.
    pub(crate) fn line_fill(&self) -> Terms {
        terms(self.lines_immediately, self.lines)
    }

    /// By wait of the observation: lines filled whole within it, and lines requested at least so
    /// long before the end.
    pub(crate) fn line_fill_within(&self) -> impl Iterator<Item = Terms> {
        self.within.iter().map(|&(old_enough, complete)| terms(complete, old_enough))
    }

    /// Mean wait of the filled pieces \[h\].
    pub(crate) fn wait_per_piece(&self) -> Option<f64> {
        let given = self.pieces_filled;
        (given > 0).then(|| self.piece_wait as f64 / given as f64 / HOURS)
    }

    /// Mean wait until the last piece of the complete lines \[h\].
    pub(crate) fn wait_per_line(&self) -> Option<f64> {
        self.line_waits.mean()
    }
}

/// A line with pieces that wait.
#[derive(Debug, Clone, Copy)]
struct WaitingLine {
    since: Instant,
    pieces: u32,
}

/// Requests of the shelves of a site group, by class.
#[derive(Debug)]
pub(crate) struct RequestRecorder {
    end: Instant,
    within: Vec<Duration>,
    /// By order class; the last entry has no class.
    by_class: Vec<Requests>,
    /// By stream and ordinal.
    waiting: BTreeMap<(StreamId, u64), WaitingLine>,
}

impl RequestRecorder {
    /// No requests yet. The run ends at `end`; `within` are the waits of the observation.
    pub(crate) fn new(classes: usize, end: Instant, within: &[Duration]) -> Self {
        RequestRecorder {
            end,
            within: within.to_vec(),
            by_class: vec![Requests::new(within.len()); classes + 1],
            waiting: BTreeMap::new(),
        }
    }

    /// Place of requests without an order class.
    pub(crate) fn no_class(&self) -> usize {
        self.by_class.len() - 1
    }

    /// Counts a requested line, which can be filled whole or not.
    pub(crate) fn requested(&mut self, now: Instant, class: usize, pieces: u32, whole: bool) {
        let requested = &mut self.by_class[class];
        requested.lines += 1;
        requested.pieces += u64::from(pieces);
        for (&within, (old_enough, _)) in self.within.iter().zip(&mut requested.within) {
            *old_enough += u64::from(now + within <= self.end);
        }
        if whole {
            requested.lines_immediately += 1;
            self.complete(class, now, now);
        }
    }

    /// Counts pieces of the present request that are filled immediately.
    pub(crate) fn allocated_immediately(&mut self, class: usize, pieces: u32) {
        self.by_class[class].pieces_immediately += u64::from(pieces);
        self.by_class[class].pieces_filled += u64::from(pieces);
    }

    /// Counts pieces of the present request that begin to wait.
    pub(crate) fn waits(&mut self, now: Instant, line: (StreamId, u64), pieces: u32) {
        self.waiting.insert(line, WaitingLine { since: now, pieces });
    }

    /// Counts pieces of a waiting line that are filled, if the line is counted.
    pub(crate) fn allocated_later(&mut self, now: Instant, class: usize, line: (StreamId, u64), pieces: u32) {
        let Some(waiting) = self.waiting.get_mut(&line) else { return };
        let since = waiting.since;
        waiting.pieces -= pieces;
        let last = waiting.pieces == 0;
        let requested = &mut self.by_class[class];
        requested.pieces_filled += u64::from(pieces);
        requested.piece_wait += u128::from((now - since).as_micros()) * u128::from(pieces);
        if last {
            self.waiting.remove(&line);
            self.complete(class, since, now);
        }
    }

    /// Removes a waiting line that gets nothing more.
    pub(crate) fn cancelled(&mut self, line: (StreamId, u64)) {
        self.waiting.remove(&line);
    }

    fn complete(&mut self, class: usize, since: Instant, now: Instant) {
        let requested = &mut self.by_class[class];
        requested.line_waits.add(now - since);
        for (&within, (_, complete)) in self.within.iter().zip(&mut requested.within) {
            *complete += u64::from(since + within <= self.end && now <= since + within);
        }
    }

    /// Requests of a class.
    pub(crate) fn of_class(&self, class: usize) -> &Requests {
        &self.by_class[class]
    }

    /// Requests of all classes, and without one.
    pub(crate) fn all(&self) -> Requests {
        let mut all = Requests::new(self.within.len());
        self.by_class.iter().for_each(|requested| all.add(requested));
        all
    }
}

fn terms(part: u64, all: u64) -> Terms {
    Terms { numerator: part as f64, denominator: all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    fn within(requested: &Requests) -> Vec<Option<f64>> {
        requested.line_fill_within().map(Terms::ratio).collect()
    }

    #[test]
    fn a_line_is_complete_with_its_last_piece_and_its_pieces_wait_each_by_itself() {
        let mut recorder = RequestRecorder::new(1, Instant::at(100 * HOUR), &[HOUR, 3 * HOUR]);
        // 5 pieces: 2 immediately, 2 after 1 h, the last after 3 h.
        recorder.requested(Instant::at(10 * HOUR), 0, 5, false);
        recorder.allocated_immediately(0, 2);
        recorder.waits(Instant::at(10 * HOUR), (StreamId::new(0), 1), 3);
        recorder.allocated_later(Instant::at(11 * HOUR), 0, (StreamId::new(0), 1), 2);
        recorder.allocated_later(Instant::at(13 * HOUR), 0, (StreamId::new(0), 1), 1);
        // 1 piece immediately.
        recorder.requested(Instant::at(20 * HOUR), 0, 1, true);
        recorder.allocated_immediately(0, 1);
        let requested = recorder.of_class(0);
        assert_eq!(requested.unit_fill().ratio(), Some(3.0 / 6.0));
        assert_eq!(requested.line_fill().ratio(), Some(0.5));
        assert_eq!(requested.wait_per_piece(), Some((2.0 + 3.0) / 6.0));
        assert_eq!(requested.wait_per_line(), Some(1.5));
        // Exactly 3 h is within 3 h.
        assert_eq!(within(requested), [Some(0.5), Some(1.0)]);
    }

    #[test]
    fn lost_cancelled_and_referred_pieces_are_requested_and_never_complete() {
        let mut recorder = RequestRecorder::new(1, Instant::at(100 * HOUR), &[HOUR]);
        // 3 pieces, of which 1 is filled and 2 are lost; 2 pieces that are referred; 1 that waits
        // and is cancelled.
        recorder.requested(Instant::ORIGIN, 0, 3, false);
        recorder.allocated_immediately(0, 1);
        recorder.requested(Instant::ORIGIN, 0, 2, false);
        recorder.requested(Instant::ORIGIN, 0, 1, false);
        recorder.waits(Instant::ORIGIN, (StreamId::new(0), 7), 1);
        recorder.cancelled((StreamId::new(0), 7));
        recorder.allocated_later(Instant::at(HOUR), 0, (StreamId::new(0), 7), 1);
        let requested = recorder.of_class(0);
        assert_eq!(
            (requested.unit_fill().ratio(), requested.line_fill().ratio()),
            (Some(1.0 / 6.0), Some(0.0))
        );
        assert_eq!((requested.wait_per_piece(), requested.wait_per_line()), (Some(0.0), None));
        assert_eq!(within(requested), [Some(0.0)]);
    }

    #[test]
    fn lines_too_young_to_judge_are_left_out_of_the_share_within_a_time() {
        let mut recorder = RequestRecorder::new(1, Instant::at(10 * HOUR), &[4 * HOUR]);
        // Requested 4 h before the end, and complete then; requested 3 h before the end, and
        // complete immediately.
        recorder.requested(Instant::at(6 * HOUR), 0, 1, false);
        recorder.waits(Instant::at(6 * HOUR), (StreamId::new(0), 0), 1);
        recorder.requested(Instant::at(7 * HOUR), 0, 1, true);
        recorder.allocated_later(Instant::at(10 * HOUR), 0, (StreamId::new(0), 0), 1);
        assert_eq!(within(recorder.of_class(0)), [Some(1.0)]);
        recorder.requested(Instant::at(5 * HOUR), 0, 1, false);
        assert_eq!(within(recorder.of_class(0)), [Some(0.5)]);
    }

    #[test]
    fn all_together_are_the_sums_of_the_classes_and_of_what_has_none() {
        let mut recorder = RequestRecorder::new(2, Instant::at(100 * HOUR), &[HOUR]);
        for class in [0, 1, 1, recorder.no_class()] {
            recorder.requested(Instant::ORIGIN, class, 2, class == 1);
        }
        assert_eq!(recorder.all().line_fill().ratio(), Some(0.5));
        assert_eq!(within(&recorder.all()), [Some(0.5)]);
        assert_eq!(recorder.of_class(0).line_fill().ratio(), Some(0.0));
    }
}
