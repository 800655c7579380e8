//! On-time shipment: a cohort per order date, in which open lines count as late.
//!
//! A line is on time when its last pieces leave the source at or before the promised instant. A day
//! on which the run ends before all its lines are due has no share. A line keeps the promise of the
//! class in which it was ordered.

use super::{Days, Recorder, ReplicationResult, class_and_kind};
use crate::model::Model;
use crate::registers::metrics::{Daily, Dim, Metric, Ratio, Scalar, cell, ids};
use crate::scenario::network::site::SiteKind;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::view::View;
use crate::units::{DAY, Duration, IndexVec, Instant, SiteGroupId};

/// Recorder of shipments.
#[derive(Debug)]
pub(crate) struct OnTimeShipment<'m> {
    model: &'m Model,
    days: Days,
    /// Lines by class, kind and counted order date; today's are added at midnight.
    ordered: Vec<u32>,
    in_time: Vec<u32>,
    /// Lines ordered today, by class and kind.
    today: Vec<Today>,
    /// Instant at which today began.
    midnight: Instant,
    /// By site group: true if only suppliers serve it; its lines have no promise.
    from_supplier: IndexVec<SiteGroupId, bool>,
}

/// Lines ordered today, and those of them shipped on time.
#[derive(Debug, Clone, Copy, Default)]
struct Today {
    ordered: u32,
    in_time: u32,
}

impl<'m> OnTimeShipment<'m> {
    /// A recorder without lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let days = Days::of(model);
        let cells = model.classes.len() * 2 * days.counted();
        let supplier = |&table: &SiteGroupId| model.site_groups[table].kind == SiteKind::Supplier;
        OnTimeShipment {
            model,
            days,
            ordered: vec![0; cells],
            in_time: vec![0; cells],
            today: vec![Today::default(); model.classes.len() * 2],
            midnight: Instant::ORIGIN,
            from_supplier: model.site_groups.iter().map(|table| table.sources.iter().all(supplier)).collect(),
        }
    }

    /// True if the line has a promise.
    #[inline(always)]
    fn is_promised(&self, line: &Line) -> bool {
        let from_supplier = || self.from_supplier[self.model.group_of[line.destination(self.model)]];
        line.kind() == LineKind::Customer || !from_supplier()
    }

    /// Counts a line of an earlier order date that is shipped on time.
    fn count_in_time(&mut self, line: &Line) {
        let day = self.days.counted_day(line.ordered).filter(|&day| day < self.days.counted());
        if let Some(day) = day {
            self.in_time[class_and_kind(line) * self.days.counted() + day] += 1;
        }
    }
}

impl Observer for OnTimeShipment<'_> {
    #[inline(always)]
    fn ordered(&mut self, _: Instant, line: &Line) {
        if self.is_promised(line) {
            self.today[class_and_kind(line)].ordered += 1;
        }
    }

    #[inline(always)]
    fn filled_immediately(&mut self, now: Instant, line: &Line) {
        let in_time = self.model.classes[usize::from(line.promised)].promise.kept_immediately(now);
        let today = &mut self.today[class_and_kind(line)];
        today.ordered += 1;
        today.in_time += u32::from(in_time);
    }

    #[inline(always)]
    fn shipped(&mut self, now: Instant, line: &Line) {
        let due = self.model.classes[usize::from(line.promised)].due(line.ordered);
        if due.is_some_and(|due| now <= due) && !line.is_duplicate() && self.is_promised(line) {
            if line.ordered >= self.midnight {
                self.today[class_and_kind(line)].in_time += 1;
            } else {
                self.count_in_time(line);
            }
        }
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        self.midnight = now;
        let (days, ended) = (self.days.counted(), self.days.counted_day(now - Duration::MICROSECOND));
        for (row, today) in self.today.iter_mut().enumerate() {
            let today = std::mem::take(today);
            if let Some(day) = ended.filter(|&day| day < days) {
                self.ordered[row * days + day] += today.ordered;
                self.in_time[row * days + day] += today.in_time;
            }
        }
    }
}

/// Metrics of lines of one kind.
struct ShipmentMetrics {
    ordered: (Metric<Daily>, Metric<Scalar>),
    in_time: Metric<Daily>,
    share: (Metric<Daily>, Metric<Ratio>),
}

/// By kind of line: customer, replenishment.
const METRICS: [ShipmentMetrics; 2] = [
    ShipmentMetrics {
        ordered: (ids::ORDERED_LINES_DAILY, ids::ORDERED_LINES),
        in_time: ids::LINES_SHIPPED_ON_TIME,
        share: (ids::SHIPPED_ON_TIME_DAILY, ids::SHIPPED_ON_TIME),
    },
    ShipmentMetrics {
        ordered: (ids::ORDERED_LINES_REPLENISHMENT_DAILY, ids::ORDERED_LINES_REPLENISHMENT),
        in_time: ids::LINES_SHIPPED_ON_TIME_REPLENISHMENT,
        share: (ids::SHIPPED_ON_TIME_REPLENISHMENT_DAILY, ids::SHIPPED_ON_TIME_REPLENISHMENT),
    },
];

impl Recorder for OnTimeShipment<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let days = self.days.counted();
        for class in 0..self.model.classes.len() {
            for (kind, metrics) in METRICS.iter().enumerate() {
                let begin = (class * 2 + kind) * days;
                let ordered = &self.ordered[begin..begin + days];
                let in_time = &self.in_time[begin..begin + days];
                let total: u64 = ordered.iter().map(|&lines| u64::from(lines)).sum();
                if total == 0 {
                    continue;
                }
                let cell = cell(&[(Dim::Class, class)]);
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
                        of += u64::from(ordered[day]);
                        kept += u64::from(in_time[day]);
                        f64::from(in_time[day])
                    })
                    .collect();
                let share = in_time
                    .iter()
                    .zip(ordered)
                    .map(|(lines, &of)| if of == 0 { f64::NAN } else { lines / f64::from(of) })
                    .collect();
                let ordered = ordered.iter().map(|&lines| f64::from(lines)).collect();
                out.daily(metrics.ordered.0, cell, ordered);
                out.daily(metrics.in_time, cell, in_time);
                out.daily(metrics.share.0, cell, share);
                out.scalar(metrics.ordered.1, cell, Some(total as f64));
                out.ratio(metrics.share.1, cell, kept as f64, of as f64);
            }
        }
    }
}
