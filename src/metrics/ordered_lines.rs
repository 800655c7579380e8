//! Lines ordered by day, and on-time shipment of replenishment lines.
//!
//! A replenishment line is on time when its last pieces leave the source at or before the promised
//! instant of its class; lines from suppliers have no promise. A day on which the run ends before
//! all its lines are due has no share. Customer lines are judged in `service_levels.rs`.

use super::{Days, Recorder, ReplicationResult, class_and_kind};
use crate::model::Model;
use crate::registers::metrics::{Daily, Dim, Metric, Scalar, cell, ids};
use crate::scenario::network::site::SiteKind;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::view::View;
use crate::units::{DAY, Duration, IndexVec, Instant, SiteGroupId};

/// Recorder of ordered lines and of shipments of replenishment lines.
#[derive(Debug)]
pub(crate) struct OrderedLines<'m> {
    model: &'m Model,
    days: Days,
    /// Lines by class, kind and counted order date; today's are added at midnight.
    ordered: Vec<u32>,
    /// Replenishment lines shipped on time, by class and counted order date.
    in_time: Vec<u32>,
    /// Lines ordered today, by class and kind.
    today: Vec<u32>,
    /// By site group: true if only suppliers serve it; its lines have no promise.
    from_supplier: IndexVec<SiteGroupId, bool>,
}

impl<'m> OrderedLines<'m> {
    /// A recorder without lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let days = Days::of(model);
        let cells = model.classes.len() * days.counted();
        let supplier = |&group: &SiteGroupId| model.site_groups[group].kind == SiteKind::Supplier;
        OrderedLines {
            model,
            days,
            ordered: vec![0; cells * 2],
            in_time: vec![0; cells],
            today: vec![0; model.classes.len() * 2],
            from_supplier: model.site_groups.iter().map(|group| group.sources.iter().all(supplier)).collect(),
        }
    }

    /// True if the replenishment line has a promise.
    #[inline(always)]
    fn is_promised(&self, line: &Line) -> bool {
        !self.from_supplier[self.model.group_of[line.destination(self.model)]]
    }
}

impl Observer for OrderedLines<'_> {
    #[inline(always)]
    fn ordered(&mut self, _: Instant, line: &Line) {
        if line.kind() == LineKind::Customer || self.is_promised(line) {
            self.today[class_and_kind(line)] += 1;
        }
    }

    #[inline(always)]
    fn filled_immediately(&mut self, _: Instant, line: &Line) {
        self.today[class_and_kind(line)] += 1;
    }

    #[inline(always)]
    fn shipped(&mut self, now: Instant, line: &Line) {
        if line.kind() == LineKind::Customer || !self.is_promised(line) {
            return;
        }
        let due = self.model.classes[usize::from(line.promised)].due(line.ordered);
        let day = self.days.counted_day(line.ordered).filter(|&day| day < self.days.counted());
        if let (Some(due), Some(day)) = (due, day) {
            self.in_time[usize::from(line.promised) * self.days.counted() + day] += u32::from(now <= due);
        }
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let (days, ended) = (self.days.counted(), self.days.counted_day(now - Duration::MICROSECOND));
        for (row, today) in self.today.iter_mut().enumerate() {
            let today = std::mem::take(today);
            if let Some(day) = ended.filter(|&day| day < days) {
                self.ordered[row * days + day] += today;
            }
        }
    }
}

/// By kind of line, customer and replenishment: lines of a day, and of the run.
const ORDERED: [(Metric<Daily>, Metric<Scalar>); 2] = [
    (ids::ORDERED_LINES_DAILY, ids::ORDERED_LINES),
    (ids::ORDERED_LINES_REPLENISHMENT_DAILY, ids::ORDERED_LINES_REPLENISHMENT),
];

impl OrderedLines<'_> {
    /// Emits on-time shipment of the replenishment lines of a class.
    fn emit_in_time(&self, out: &mut ReplicationResult, class: usize, ordered: &[u32]) {
        let (at, days) = (cell(&[(Dim::Class, class)]), self.days.counted());
        // True if all lines of the day are due by the end.
        let judged = |day: usize| {
            let last = Instant::at((self.days.first + day + 1) as u64 * DAY - Duration::MICROSECOND);
            self.model.classes[class].due(last).is_some_and(|due| due <= self.model.times.end)
        };
        let (mut of, mut kept) = (0, 0);
        let in_time: Vec<f64> = (0..days)
            .map(|day| {
                if !judged(day) {
                    return f64::NAN;
                }
                let lines = self.in_time[class * days + day];
                of += u64::from(ordered[day]);
                kept += u64::from(lines);
                f64::from(lines)
            })
            .collect();
        let share = in_time
            .iter()
            .zip(ordered)
            .map(|(lines, &of)| if of == 0 { f64::NAN } else { lines / f64::from(of) })
            .collect();
        out.daily(ids::LINES_SHIPPED_ON_TIME_REPLENISHMENT, at, in_time);
        out.daily(ids::SHIPPED_ON_TIME_REPLENISHMENT_DAILY, at, share);
        out.ratio(ids::SHIPPED_ON_TIME_REPLENISHMENT, at, kept as f64, of as f64);
    }
}

impl Recorder for OrderedLines<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let days = self.days.counted();
        for class in 0..self.model.classes.len() {
            for (kind, (daily, total)) in ORDERED.into_iter().enumerate() {
                let begin = (class * 2 + kind) * days;
                let ordered = &self.ordered[begin..begin + days];
                let sum: u64 = ordered.iter().map(|&lines| u64::from(lines)).sum();
                if sum == 0 {
                    continue;
                }
                let at = cell(&[(Dim::Class, class)]);
                out.daily(daily, at, ordered.iter().map(|&lines| f64::from(lines)).collect());
                out.scalar(total, at, Some(sum as f64));
                if kind == LineKind::Replenishment as usize {
                    self.emit_in_time(out, class, ordered);
                }
            }
        }
    }
}
