//! Asked: what was asked of shelves, what they gave at once, and how long the rest waited.
//!
//! A line is asked of a site at the instant at which the site looks on its shelf. It is complete there when its last
//! piece is given from that shelf: one that is passed on, lost in part or withdrawn never is.
//!
//! ```text
//! asked ─┬─ all there ─────────────────────────► complete, after no wait
//!        ├─ some or none there ─► waits ─► given ─► complete
//!        │                         └─► withdrawn
//!        └─ passed on, lost
//! ```
//!
//! Knows only of lines that were asked when it counted.

use super::HOURS;
use super::durations::Sums;
use crate::engine::Time;
use crate::metrics::Terms;
use std::collections::BTreeMap;

/// What was asked in one order class, or in all together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    lines: u64,
    pieces: u64,
    lines_at_once: u64,
    pieces_at_once: u64,
    pieces_given: u64,
    /// Microseconds that the pieces given waited, together.
    piece_wait: u128,
    /// Until the last piece, of the lines that are complete.
    line_waits: Sums,
    /// By wait that is looked at: lines asked so long before the end, and those of them that were complete so soon.
    within: Vec<(u64, u64)>,
}

impl Asked {
    fn new(within: usize) -> Self {
        Asked { within: vec![(0, 0); within], ..Asked::default() }
    }

    fn add(&mut self, other: &Asked) {
        self.lines += other.lines;
        self.pieces += other.pieces;
        self.lines_at_once += other.lines_at_once;
        self.pieces_at_once += other.pieces_at_once;
        self.pieces_given += other.pieces_given;
        self.piece_wait += other.piece_wait;
        self.line_waits.merge(&other.line_waits);
        for (sum, other) in self.within.iter_mut().zip(&other.within) {
            *sum = (sum.0 + other.0, sum.1 + other.1);
        }
    }

    /// Pieces filled immediately, and pieces requested.
    pub(crate) fn unit_fill(&self) -> Terms {
        terms(self.pieces_at_once, self.pieces)
    }

    /// Lines filled whole immediately, and lines requested.
    pub(crate) fn line_fill(&self) -> Terms {
        terms(self.lines_at_once, self.lines)
    }

    /// By wait of the observation: lines filled whole within it, and lines requested at least so long before the end.
    pub(crate) fn line_fill_within(&self) -> impl Iterator<Item = Terms> {
        self.within.iter().map(|&(old_enough, complete)| terms(complete, old_enough))
    }

    /// Mean wait of the pieces that were given, in hours.
    pub(crate) fn wait_per_piece(&self) -> Option<f64> {
        let given = self.pieces_given;
        (given > 0).then(|| self.piece_wait as f64 / given as f64 / HOURS)
    }

    /// Mean wait of the lines that are complete, until their last piece, in hours.
    pub(crate) fn wait_per_line(&self) -> Option<f64> {
        self.line_waits.mean()
    }
}

/// A line of which pieces wait.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    since: Time,
    pieces: u32,
}

/// What was asked of the shelves of a table, by class.
#[derive(Debug)]
pub(crate) struct Asking {
    end: Time,
    within: Vec<Time>,
    /// By order class; the last has no class.
    by_class: Vec<Asked>,
    /// By stream and number in it.
    waiting: BTreeMap<(u32, u64), Waiting>,
}

impl Asking {
    /// Nothing is asked yet. The run ends at `end`; `within` are the waits that are looked at.
    pub(crate) fn new(classes: usize, end: Time, within: &[Time]) -> Self {
        Asking {
            end,
            within: within.to_vec(),
            by_class: vec![Asked::new(within.len()); classes + 1],
            waiting: BTreeMap::new(),
        }
    }

    /// The place of what has no order class.
    pub(crate) fn no_class(&self) -> usize {
        self.by_class.len() - 1
    }

    /// A line of so many pieces is asked, and can be given whole or not.
    pub(crate) fn asked(&mut self, now: Time, class: usize, pieces: u32, whole: bool) {
        let asked = &mut self.by_class[class];
        asked.lines += 1;
        asked.pieces += u64::from(pieces);
        for (&within, (old_enough, _)) in self.within.iter().zip(&mut asked.within) {
            *old_enough += u64::from(now + within <= self.end);
        }
        if whole {
            asked.lines_at_once += 1;
            self.complete(class, now, now);
        }
    }

    /// So many pieces of what is asked now are given at once.
    pub(crate) fn allocated_immediately(&mut self, class: usize, pieces: u32) {
        self.by_class[class].pieces_at_once += u64::from(pieces);
        self.by_class[class].pieces_given += u64::from(pieces);
    }

    /// So many pieces of a line that is asked now begin to wait.
    pub(crate) fn waits(&mut self, now: Time, line: (u32, u64), pieces: u32) {
        self.waiting.insert(line, Waiting { since: now, pieces });
    }

    /// So many pieces of a line that waits, if it is one that is counted, are given.
    pub(crate) fn allocated_later(&mut self, now: Time, class: usize, line: (u32, u64), pieces: u32) {
        let Some(waiting) = self.waiting.get_mut(&line) else { return };
        let since = waiting.since;
        waiting.pieces -= pieces;
        let last = waiting.pieces == 0;
        let asked = &mut self.by_class[class];
        asked.pieces_given += u64::from(pieces);
        asked.piece_wait += u128::from(now - since) * u128::from(pieces);
        if last {
            self.waiting.remove(&line);
            self.complete(class, since, now);
        }
    }

    /// A line waits no longer, and gets nothing more.
    pub(crate) fn withdrawn(&mut self, line: (u32, u64)) {
        self.waiting.remove(&line);
    }

    fn complete(&mut self, class: usize, since: Time, now: Time) {
        let asked = &mut self.by_class[class];
        asked.line_waits.add(now - since);
        for (&within, (_, complete)) in self.within.iter().zip(&mut asked.within) {
            *complete += u64::from(since + within <= self.end && now <= since + within);
        }
    }

    /// What was asked in a class.
    pub(crate) fn of_class(&self, class: usize) -> &Asked {
        &self.by_class[class]
    }

    /// What was asked in all classes, and without one.
    pub(crate) fn all(&self) -> Asked {
        let mut all = Asked::new(self.within.len());
        self.by_class.iter().for_each(|asked| all.add(asked));
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

    fn within(requested: &Asked) -> Vec<Option<f64>> {
        requested.line_fill_within().map(Terms::ratio).collect()
    }

    #[test]
    fn a_line_is_complete_with_its_last_piece_and_its_pieces_wait_each_by_itself() {
        let mut asking = Asking::new(1, 100 * HOUR, &[HOUR, 3 * HOUR]);
        // 5 pieces: 2 at once, 2 after 1 h, the last after 3 h.
        asking.asked(10 * HOUR, 0, 5, false);
        asking.allocated_immediately(0, 2);
        asking.waits(10 * HOUR, (0, 1), 3);
        asking.allocated_later(11 * HOUR, 0, (0, 1), 2);
        asking.allocated_later(13 * HOUR, 0, (0, 1), 1);
        // 1 piece at once.
        asking.asked(20 * HOUR, 0, 1, true);
        asking.allocated_immediately(0, 1);
        let asked = asking.of_class(0);
        assert_eq!(asked.unit_fill().ratio(), Some(3.0 / 6.0));
        assert_eq!(asked.line_fill().ratio(), Some(0.5));
        assert_eq!(asked.wait_per_piece(), Some((2.0 + 3.0) / 6.0));
        assert_eq!(asked.wait_per_line(), Some(1.5));
        // Exactly 3 h is within 3 h.
        assert_eq!(within(&asked), [Some(0.5), Some(1.0)]);
    }

    #[test]
    fn what_is_lost_withdrawn_or_passed_on_is_asked_and_never_complete() {
        let mut asking = Asking::new(1, 100 * HOUR, &[HOUR]);
        // 3 pieces, of which 1 is given and 2 are lost; 2 pieces that are passed on; 1 that waits and is withdrawn.
        asking.asked(0, 0, 3, false);
        asking.allocated_immediately(0, 1);
        asking.asked(0, 0, 2, false);
        asking.asked(0, 0, 1, false);
        asking.waits(0, (0, 7), 1);
        asking.withdrawn((0, 7));
        asking.allocated_later(HOUR, 0, (0, 7), 1);
        let asked = asking.of_class(0);
        assert_eq!((asked.unit_fill().ratio(), asked.line_fill().ratio()), (Some(1.0 / 6.0), Some(0.0)));
        assert_eq!((asked.wait_per_piece(), asked.wait_per_line()), (Some(0.0), None));
        assert_eq!(within(&asked), [Some(0.0)]);
    }

    #[test]
    fn lines_too_young_to_judge_are_left_out_of_the_share_within_a_time() {
        let mut asking = Asking::new(1, 10 * HOUR, &[4 * HOUR]);
        // Asked 4 h before the end, and complete then; asked 3 h before the end, and complete at once.
        asking.asked(6 * HOUR, 0, 1, false);
        asking.waits(6 * HOUR, (0, 0), 1);
        asking.asked(7 * HOUR, 0, 1, true);
        asking.allocated_later(10 * HOUR, 0, (0, 0), 1);
        assert_eq!(within(&asking.of_class(0)), [Some(1.0)]);
        asking.asked(5 * HOUR, 0, 1, false);
        assert_eq!(within(&asking.of_class(0)), [Some(0.5)]);
    }

    #[test]
    fn all_together_are_the_sums_of_the_classes_and_of_what_has_none() {
        let mut asking = Asking::new(2, 100 * HOUR, &[HOUR]);
        for class in [0, 1, 1, asking.no_class()] {
            asking.asked(0, class, 2, class == 1);
        }
        assert_eq!(asking.all().line_fill().ratio(), Some(0.5));
        assert_eq!(within(&asking.all()), [Some(0.5)]);
        assert_eq!(asking.of_class(0).line_fill().ratio(), Some(0.0));
    }
}
