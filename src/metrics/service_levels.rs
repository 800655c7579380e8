//! Service levels of customer lines, by market, class and the day on which a line was first wanted.
//!
//! All lines wanted on a day are judged together, whatever became of them: also lines on paper,
//! deferred, held, lost or bought elsewhere. So the day of the order, which an outage moves,
//! changes nothing.
//!
//! | metric | numerator | denominator |
//! | --- | --- | --- |
//! | on-time shipment, on-time delivery | last piece shipped, delivered within the promise |
//! wanted, less lost and cancelled before the promise |
//! | facing fill rate, system fill rate | shipped by the facing site within 1 working day, by any
//! within 2 | wanted |
//! | lost share | lost, bought elsewhere, cancelled | wanted |
//! | late line-days | time from the promise to the delivery, or to the end | |
//!
//! The facing site is the first source of a customer. A day on which the run ends before all its
//! lines are due has no value. A line keeps the promise of the class in which it was ordered.
//! Duplicate orders are no lines wanted; a line that its duplicate delivers is delivered.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, cell, ids};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::orders::sourcing::Sources;
use crate::simulation::view::View;
use crate::units::{DAY, Duration, IndexVec, Instant, MarketId, SiteGroupId, StreamId};

/// Lines of one market and class that were wanted on one day.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Neither lost nor cancelled.
    kept: u32,
    /// Lost, bought elsewhere or cancelled.
    lost: u32,
    /// Of these, after the promise had passed.
    lost_late: u32,
    shipped_on_time: u32,
    delivered_on_time: u32,
    /// Shipped by the facing site within one working day.
    facing: u32,
    /// Shipped by any site within two working days.
    system: u32,
    /// Time from the promise to the delivery, over all lines \[microseconds\].
    late: i64,
}

/// A daily value of the counts of a day.
type DailyValue = fn(&Counts) -> f64;

/// Days of which a series has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judged {
    /// All.
    All,
    /// Those whose lines are all due by the end.
    ByPromise,
    /// Those whose limit of this fill rate has passed: 0 facing, 1 system.
    ByFillLimit(usize),
}

/// The series that are emitted.
const SERIES: [(Metric<Daily>, Judged, DailyValue); 8] = [
    (ids::WANTED_LINES, Judged::All, |day| f64::from(day.kept + day.lost)),
    (ids::LINES_DUE, Judged::ByPromise, |day| f64::from(day.kept + day.lost_late)),
    (ids::LINES_SHIPPED_ON_TIME, Judged::ByPromise, |day| f64::from(day.shipped_on_time)),
    (ids::LINES_DELIVERED_ON_TIME, Judged::ByPromise, |day| f64::from(day.delivered_on_time)),
    (ids::LINES_FILLED_BY_FACING_SITE, Judged::ByFillLimit(0), |day| f64::from(day.facing)),
    (ids::LINES_FILLED_BY_SYSTEM, Judged::ByFillLimit(1), |day| f64::from(day.system)),
    (ids::LOST_LINES, Judged::All, |day| f64::from(day.lost)),
    (ids::LATE_LINE_DAYS_DAILY, Judged::ByPromise, |day| day.late as f64 / DAY.as_micros_f64()),
];

/// Recorder of service levels.
#[derive(Debug)]
pub(crate) struct ServiceLevels<'m> {
    model: &'m Model,
    days: Days,
    classes: usize,
    markets: usize,
    /// First row, of the most urgent class, of each stream: rows are market by class.
    row_of_stream: IndexVec<StreamId, u32>,
    /// Facing site group of each stream.
    facing: IndexVec<StreamId, SiteGroupId>,
    /// By day and row.
    counts: Vec<Counts>,
    /// First row of today; beyond all on a day that is not counted.
    today: usize,
}

impl<'m> ServiceLevels<'m> {
    /// A recorder without lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let (days, classes, markets) = (Days::of(model), model.classes.len(), model.markets().max(1));
        let row = |&market: &MarketId| (market.index() * classes) as u32;
        let facing: IndexVec<SiteGroupId, SiteGroupId> = model
            .site_groups
            .ids()
            .map(|group| Sources::of_customers(model, group).at(0).unwrap_or(group))
            .collect();
        ServiceLevels {
            model,
            days,
            classes,
            markets,
            row_of_stream: model.markets_of_streams().iter().map(row).collect(),
            facing: model.site_of_stream.iter().map(|&site| facing[model.group_of[site]]).collect(),
            counts: vec![Counts::default(); days.counted() * markets * classes],
            today: if days.first == 0 { 0 } else { usize::MAX / 2 },
        }
    }

    /// Counts of the day on which a customer line was first wanted; `None` for other lines, and on
    /// a day that is not counted.
    #[inline(always)]
    fn counts(&mut self, line: &Line) -> Option<&mut Counts> {
        if line.kind() != LineKind::Customer || line.is_duplicate() {
            return None;
        }
        let day = self.days.counted_day(line.wanted)?;
        let row = self.row_of_stream[line.stream()] as usize + usize::from(line.promised);
        self.counts.get_mut(day * self.markets * self.classes + row)
    }

    #[inline(always)]
    fn due(&self, line: &Line) -> Option<Instant> {
        self.model.classes[usize::from(line.promised)].due(line.wanted)
    }

    /// True if a line is within the limit of a fill rate: 0 facing, 1 system.
    #[inline(always)]
    fn within(&self, fill: usize, line: &Line, now: Instant) -> bool {
        self.model.fill_limits[fill].get((line.wanted / DAY) as usize).is_some_and(|&limit| now <= limit)
    }

    /// Counts a line that leaves without its parts.
    fn count_lost(&mut self, now: Instant, line: &Line, was_kept: bool) {
        let late = self.due(line).filter(|&due| due < now);
        if let Some(counts) = self.counts(line) {
            counts.lost += 1;
            counts.kept = counts.kept.wrapping_sub(u32::from(was_kept));
            if let Some(due) = late {
                counts.lost_late += 1;
                counts.late += (now - due).as_micros() as i64;
            }
        }
    }

    /// Adds to the lateness of a line that is open at the end, or takes it away.
    fn count_deferred(&mut self, line: &Line, change: i32) {
        let end = self.model.times.end;
        let late = self.due(line).map_or(0, |due| end.saturating_since(due).as_micros() as i64);
        if let Some(counts) = self.counts(line) {
            counts.kept = counts.kept.wrapping_add_signed(change);
            counts.late += i64::from(change) * late;
        }
    }

    /// Counts the delivery of the last piece.
    #[inline(always)]
    fn count_delivered(&mut self, now: Instant, line: &Line) {
        let due = self.due(line);
        if let (Some(due), Some(counts)) = (due, self.counts(line)) {
            if now <= due {
                counts.delivered_on_time += 1;
            } else {
                counts.late += (now - due).as_micros() as i64;
            }
        }
    }
}

impl Observer for ServiceLevels<'_> {
    #[inline(always)]
    fn ordered(&mut self, _: Instant, line: &Line) {
        if let Some(counts) = self.counts(line) {
            counts.kept += 1;
        }
    }

    #[inline(always)]
    fn filled_immediately(&mut self, now: Instant, line: &Line) {
        if line.kind() != LineKind::Customer {
            return;
        }
        let on_time = u32::from(self.model.classes[usize::from(line.promised)].promise.kept_immediately(now));
        let facing = u32::from(self.facing[line.stream()] == self.model.group_of[line.source()]);
        let row = self.row_of_stream[line.stream()] as usize + usize::from(line.promised);
        if let Some(counts) = self.counts.get_mut(self.today + row) {
            counts.kept += 1;
            counts.shipped_on_time += on_time;
            counts.delivered_on_time += on_time;
            counts.facing += facing;
            counts.system += 1;
        }
    }

    #[inline(always)]
    fn shipped(&mut self, now: Instant, line: &Line) {
        if line.kind() != LineKind::Customer || line.is_duplicate() {
            return;
        }
        let on_time = u32::from(self.due(line).is_some_and(|due| now <= due));
        let by_facing = self.facing[line.stream()] == self.model.group_of[line.source()];
        let facing = u32::from(by_facing && self.within(0, line, now));
        let system = u32::from(self.within(1, line, now));
        if let Some(counts) = self.counts(line) {
            counts.shipped_on_time += on_time;
            counts.facing += facing;
            counts.system += system;
        }
    }

    #[inline(always)]
    fn filled(&mut self, now: Instant, line: &Line) {
        if !line.is_redundant() {
            self.count_delivered(now, line);
        }
    }

    fn redundant_pick(&mut self, now: Instant, line: &Line) {
        // The duplicate order has been delivered.
        if !line.is_duplicate() {
            self.count_delivered(now, line);
        }
    }

    fn cancelled(&mut self, now: Instant, line: &Line) {
        self.count_lost(now, line, true);
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, _: LossReason) {
        if pieces == line.pieces {
            self.count_lost(now, line, true);
        }
    }

    fn deferred(&mut self, _: Instant, line: &Line) {
        self.count_deferred(line, 1);
    }

    fn deferral_ended(&mut self, _: Instant, line: &Line) {
        self.count_deferred(line, -1);
    }

    fn demand_lost(&mut self, now: Instant, line: &Line, _: OutageResponse) {
        self.count_lost(now, line, false);
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let day = self.days.counted_day(now);
        self.today = day.map_or(usize::MAX / 2, |day| day * self.markets * self.classes);
    }

    fn end(&mut self, now: Instant, view: &View<'_>) {
        for line in view.open_lines().filter(|line| line.is_open_demand()) {
            let late = self.due(line).map_or(0, |due| now.saturating_since(due).as_micros() as i64);
            if let Some(counts) = self.counts(line) {
                counts.late += late;
            }
        }
    }
}

impl ServiceLevels<'_> {
    /// Number of counted days, from the first, of which a series of a class has a value.
    fn judged(&self, class: usize, judged: Judged) -> usize {
        let end = self.model.times.end;
        let is_judged = |day: &usize| {
            let day = self.days.first + day;
            let last = Instant::midnight(day as u64 + 1) - Duration::MICROSECOND;
            match judged {
                Judged::All => true,
                Judged::ByPromise => self.model.classes[class].due(last).is_some_and(|due| due <= end),
                Judged::ByFillLimit(fill) => {
                    self.model.fill_limits[fill].get(day).is_some_and(|&limit| limit <= end)
                }
            }
        };
        (0..self.days.counted()).take_while(is_judged).count()
    }

    /// Emits all series of one class in some markets.
    fn emit_class(
        &self,
        out: &mut ReplicationResult,
        at: Cell,
        class: usize,
        markets: std::ops::Range<usize>,
    ) {
        let of_day = |day: usize, value: DailyValue| -> f64 {
            let rows = markets.clone().map(|market| market * self.classes + class);
            rows.map(|row| value(&self.counts[day * self.markets * self.classes + row])).sum()
        };
        let days = self.days.counted();
        let mut series: Vec<Vec<f64>> = Vec::new();
        for (metric, judged, value) in SERIES {
            let known = self.judged(class, judged);
            let daily: Vec<f64> =
                (0..days).map(|day| if day < known { of_day(day, value) } else { f64::NAN }).collect();
            out.daily(metric, at, daily.clone());
            series.push(daily);
        }
        let share = series[2].iter().zip(&series[1]);
        let share = share.map(|(lines, &of)| if of > 0.0 { lines / of } else { f64::NAN }).collect();
        out.daily(ids::SHIPPED_ON_TIME_DAILY, at, share);
    }
}

impl Recorder for ServiceLevels<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        for class in 0..self.classes {
            let mut of_class = self.counts.iter().skip(class).step_by(self.classes);
            if !of_class.any(|day| day.kept + day.lost > 0) {
                continue;
            }
            let at = cell(&[(Dim::Class, class)]);
            self.emit_class(out, at, class, 0..self.markets);
            for market in (0..self.markets).filter(|_| self.markets > 1) {
                self.emit_class(out, at.with(Dim::Market, market), class, market..market + 1);
            }
        }
    }
}
