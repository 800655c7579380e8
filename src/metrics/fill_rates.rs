//! First picks: first-pick availability, and lines open at the end.
//!
//! First-pick availability is the share of lines for which the requested site has all pieces on its
//! shelf at the first attempt. It looks good in a full stop, so the order-to-fill time of all lines
//! stands beside it ([`super::order_cohort`]). Lines count under the class in which they were
//! ordered.

use super::{Days, Recorder, ReplicationResult, class_and_kind};
use crate::model::Model;
use crate::registers::metrics::{Daily, Dim, Metric, Ratio, Scalar, cell, ids};
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::Line;
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, SiteId};

/// Recorder of first picks and fills.
#[derive(Debug)]
pub(crate) struct FirstPicks<'m> {
    model: &'m Model,
    days: Days,
    classes: usize,
    /// Attempts by site group, class, kind and counted day; today's are added at midnight.
    picks: Vec<Attempts>,
    /// Attempts of today, by site group, class and kind.
    today: Vec<Attempts>,
    /// First row of the site group of each site.
    row_of: IndexVec<SiteId, u32>,
    /// Lines by class and kind.
    ordered: Vec<u64>,
    cancelled: Vec<u64>,
    filled: Vec<u64>,
}

impl<'m> FirstPicks<'m> {
    /// A recorder without lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let (days, classes) = (Days::of(model), model.classes.len());
        let cells = model.site_groups.len() * classes * 2 * days.counted();
        FirstPicks {
            model,
            days,
            classes,
            picks: vec![Attempts::default(); cells],
            today: vec![Attempts::default(); model.site_groups.len() * classes * 2],
            row_of: model.group_of.iter().map(|&group| u32::from(group.get()) * classes as u32 * 2).collect(),
            ordered: vec![0; classes * 2],
            cancelled: vec![0; classes * 2],
            filled: vec![0; classes * 2],
        }
    }
}

/// Lines attempted for the first time on a day, and those complete at that attempt.
#[derive(Debug, Clone, Copy, Default)]
struct Attempts {
    lines: u32,
    complete: u32,
}

impl Observer for FirstPicks<'_> {
    #[inline(always)]
    fn ordered(&mut self, now: Instant, line: &Line) {
        if now >= self.model.times.counted_from {
            self.ordered[class_and_kind(line)] += 1;
        }
    }

    fn cancelled(&mut self, _: Instant, line: &Line) {
        if line.ordered >= self.model.times.counted_from {
            self.cancelled[class_and_kind(line)] += 1;
        }
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, _: LossReason) {
        if pieces == line.pieces && !line.is_duplicate() {
            self.cancelled(now, line);
        }
    }

    #[inline(always)]
    fn first_pick(&mut self, _: Instant, line: &Line, given: u32) {
        let picks = &mut self.today[self.row_of[line.source()] as usize + class_and_kind(line)];
        picks.lines += 1;
        picks.complete += u32::from(given == line.pieces);
    }

    #[inline(always)]
    fn filled_immediately(&mut self, now: Instant, line: &Line) {
        self.first_pick(now, line, line.pieces);
        if now >= self.model.times.counted_from {
            let kind = class_and_kind(line);
            self.ordered[kind] += 1;
            self.filled[kind] += 1;
        }
    }

    #[inline(always)]
    fn filled(&mut self, _: Instant, line: &Line) {
        if line.ordered >= self.model.times.counted_from {
            self.filled[class_and_kind(line)] += 1;
        }
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let (days, ended) = (self.days.counted(), self.days.counted_day(now - Duration::MICROSECOND));
        for (row, today) in self.today.iter_mut().enumerate() {
            let today = std::mem::take(today);
            if let Some(day) = ended.filter(|&day| day < days) {
                self.picks[row * days + day] = today;
            }
        }
    }
}

/// Metrics of lines of one kind.
struct FirstPickMetrics {
    availability: (Metric<Daily>, Metric<Ratio>),
    first_picks: Metric<Daily>,
    open_at_end: Metric<Scalar>,
}

/// By kind of line: customer, replenishment.
const METRICS: [FirstPickMetrics; 2] = [
    FirstPickMetrics {
        availability: (ids::FIRST_PICK_AVAILABILITY_DAILY, ids::FIRST_PICK_AVAILABILITY),
        first_picks: ids::FIRST_PICKS,
        open_at_end: ids::OPEN_AT_END,
    },
    FirstPickMetrics {
        availability: (
            ids::FIRST_PICK_AVAILABILITY_REPLENISHMENT_DAILY,
            ids::FIRST_PICK_AVAILABILITY_REPLENISHMENT,
        ),
        first_picks: ids::FIRST_PICKS_REPLENISHMENT,
        open_at_end: ids::OPEN_AT_END_REPLENISHMENT,
    },
];

impl Recorder for FirstPicks<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let days = self.days.counted();
        for group in self.model.site_groups.ids() {
            for class in 0..self.classes {
                for (kind, metrics) in METRICS.iter().enumerate() {
                    let begin = ((group.index() * self.classes + class) * 2 + kind) * days;
                    let picks = &self.picks[begin..begin + days];
                    let total: u64 = picks.iter().map(|picks| u64::from(picks.lines)).sum();
                    if total == 0 {
                        continue;
                    }
                    let complete: u64 = picks.iter().map(|picks| u64::from(picks.complete)).sum();
                    let cell = cell(&[(Dim::Site, group.index()), (Dim::Class, class)]);
                    let share = |picks: &Attempts| match picks.lines {
                        0 => f64::NAN,
                        lines => f64::from(picks.complete) / f64::from(lines),
                    };
                    out.daily(metrics.availability.0, cell, picks.iter().map(share).collect());
                    let lines = picks.iter().map(|picks| f64::from(picks.lines)).collect();
                    out.daily(metrics.first_picks, cell, lines);
                    out.ratio(metrics.availability.1, cell, complete as f64, total as f64);
                }
            }
        }
        for class in 0..self.classes {
            for (kind, metrics) in METRICS.iter().enumerate() {
                let row = class * 2 + kind;
                if self.ordered[row] == 0 {
                    continue;
                }
                let unfilled = self.ordered[row].saturating_sub(self.filled[row]);
                let open = unfilled.saturating_sub(self.cancelled[row]) as f64;
                out.scalar(metrics.open_at_end, cell(&[(Dim::Class, class)]), Some(open));
            }
        }
    }
}
