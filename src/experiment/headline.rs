//! The headline of one replication: how deep the backlog got, when it was cleared, what customers
//! saw.
//!
//! Its metrics are those of the metric register that belong to the headline, and their companions.
//! Where a scenario has a disruption they are:
//!
//! | metrics | from |
//! | --- | --- |
//! | peak of open demand in total, by class and market, its day | daily series from the onset on |
//! | peak of the backlog in lines and days, its day, peak past due | daily series from the onset on |
//! | clearance day of open demand, cars and the backlog | `clearance_day.rs` |
//! | share of working days as the bottleneck, by stage | from the peak to the clearance of all lines |
//! | cars waiting and off the road, VOR days, cost of courtesy cars, their clearance | the recorder of repair jobs |
//! | service levels | `service_levels.rs`: by window, market and class |
//! | order-to-fill time | by window of order dates |
//! | first-pick availability, off-the-shelf fill rate | `stock_availability.rs`: by window |
//! | normal backlog | mean over the days before the onset |
//! | lines ordered, actions of impatient customers, events | counted days; events of the whole run |
//!
//! What the limit of a backlog is, and when it counts as cleared: see `clearance_day.rs`.
//!
//! Without a disruption the headline has the metrics that apply to normal running. This is the one
//! list of these metrics; `metric_kinds.rs` has their properties.

use super::clearance_day::Clearable;
use super::order_to_fill;
use super::service_levels;
use super::stock_availability;
use super::window::{FROM_ONSET, ReferenceWindows, WHOLE_RUN, Windows, subject};
use crate::analysis::planned_capacity::Plan;
use crate::metrics::backlog::OLD_LINES;
use crate::metrics::names::LabelNames;
use crate::metrics::{MetricValue, Outcome, ReplicationResult};
use crate::model::{Labels, Model};
use crate::registers::metrics::{Cell, Censored, Daily, Dim, Key, Metric, MetricId, Scalar, cell, ids};
use crate::stats::moments::Moments;
use crate::units::SiteGroupId;
use std::sync::Arc;

/// Subject of a headline; the same for all replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// Windows of order dates over which its metrics are taken.
    pub windows: Windows,
    /// Name of the site group whose backlog it reports.
    pub site: String,
    /// Number of that site group.
    pub group: SiteGroupId,
    /// Order classes, the most urgent first.
    pub classes: Vec<String>,
    /// Numbers of the phases of the restart plan whose days depend on chance or on a gate: their
    /// days are reported too.
    pub open_phases: Vec<usize>,
    /// Names of the labels of the scenario's metrics.
    pub names: Arc<LabelNames>,
}

impl Headline {
    /// For a model; `None` if it has no site from which lines are requested.
    pub fn of(model: &Model, labels: &Labels) -> Option<Self> {
        let group = subject(model)?;
        let open = Plan::new(model).is_uncertain().into_iter().enumerate();
        Some(Headline {
            windows: Windows::of(model, labels),
            site: labels.site_groups.get(group.index())?.clone(),
            group,
            classes: labels.classes.clone(),
            open_phases: open.filter(|&(_, open)| open).map(|(phase, _)| phase).collect(),
            names: Arc::new(LabelNames::of(model, labels)),
        })
    }

    /// The same with other names, such as those of uncertain values too.
    #[must_use]
    pub fn with_names(self, names: Arc<LabelNames>) -> Self {
        Headline { names, ..self }
    }

    /// The same judged over the windows of a comparison.
    #[must_use]
    pub fn by_reference(&self, model: &Model, reference: &ReferenceWindows) -> Self {
        let names = LabelNames::clone(&self.names).with_windows(reference.names(), reference.has_onset());
        Headline { windows: Windows::by_reference(model, reference), names: Arc::new(names), ..self.clone() }
    }

    /// The headline of one replication.
    pub fn metrics(&self, result: &ReplicationResult) -> Vec<MetricValue> {
        let mut builder = Builder { headline: self, result, values: Vec::new() };
        if let Some(onset) = self.windows.onset {
            builder.open_demand(onset);
            builder.clearances(&[Clearable::OpenDemand, Clearable::UrgentDemand]);
        }
        builder.cars();
        if let Some(onset) = self.windows.onset {
            builder.peaks(onset);
            builder.clearances(&[Clearable::Backlog, Clearable::UrgentBacklog, Clearable::OldBacklog]);
            builder.bottlenecks(onset);
        }
        builder.values.extend(service_levels::metrics(self, result));
        let times = order_to_fill::metrics(&self.windows.all, result);
        builder.values.extend(times);
        builder.values.extend(stock_availability::metrics(&self.windows.all, result));
        builder.normal_running();
        builder.volumes();
        builder.values
    }

    /// True for the differences of the overview of a comparison: one family, whose significance is
    /// judged together. Windows of under 10 working days are not compared.
    pub fn is_compared(&self, key: Key) -> bool {
        if ![Dim::Market, Dim::Week, Dim::Site].iter().all(|&dim| key.label(dim).is_none()) {
            return false;
        }
        let urgent = key.label(Dim::Class).is_none_or(|class| Some(class) == self.most_urgent());
        let total = key.label(Dim::Class).is_none();
        let compared_window = key.label(Dim::Window).is_some_and(|label| {
            [FROM_ONSET, WHOLE_RUN].contains(&label)
                && self.windows.all.iter().any(|window| {
                    let working = window.days.clone().filter(|&day| self.windows.works[day]);
                    window.label == label && working.count() >= LEAST_COMPARED
                })
        });
        match key.metric {
            MetricId::OPEN_DEMAND_PEAK
            | MetricId::CARS_OFF_ROAD_PEAK
            | MetricId::VOR_DAYS
            | MetricId::COURTESY_CAR_COST => total,
            MetricId::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY => urgent,
            MetricId::SHIPPED_ON_TIME => urgent && compared_window,
            MetricId::LOST_SHARE | MetricId::LATE_LINE_DAYS => total && compared_window,
            _ => false,
        }
    }

    /// The cell of its site group.
    pub fn site_cell(&self) -> Cell {
        cell(&[(Dim::Site, self.group.index())])
    }

    /// Number of the most urgent class, where there are several.
    pub fn most_urgent(&self) -> Option<usize> {
        (self.classes.len() > 1).then_some(0)
    }

    /// A clearance day, or the last day by which it could be known: its mean over runs is the
    /// restricted mean. In a comparison that is the last common day.
    fn restricted(&self, day: Outcome) -> Option<f64> {
        let (Outcome::LaterThan(day) | Outcome::Value(day)) = day else { return None };
        Some(self.windows.last_from_onset().map_or(day, |last| day.min(last)))
    }

    /// The largest value from the onset on, and its first day.
    pub fn peak(&self, series: &[f64]) -> Option<(f64, usize)> {
        let onset = self.windows.onset?;
        highest(series, onset).map(|day| (series[day], day))
    }
}

/// Fewest working days of a window over which plans are compared.
const LEAST_COMPARED: usize = 10;

/// Place of the first largest value from `first` on.
pub(super) fn highest(values: &[f64], first: usize) -> Option<usize> {
    (first..values.len()).reduce(|most, day| if values[day] > values[most] { day } else { most })
}

/// The headline while it is put together.
struct Builder<'a> {
    headline: &'a Headline,
    result: &'a ReplicationResult,
    values: Vec<MetricValue>,
}

impl<'a> Builder<'a> {
    fn scalar(&mut self, metric: Metric<Scalar>, cell: Cell, value: Option<f64>) {
        self.values.push(MetricValue::scalar(metric, cell, value));
    }

    fn censored(&mut self, metric: Metric<Censored>, cell: Cell, outcome: Outcome) {
        self.values.push(MetricValue::censored(metric, cell, outcome));
    }

    /// A series of the headline's site group, all classes together.
    fn of_site(&self, metric: Metric<Daily>) -> Option<&'a [f64]> {
        self.result.series(metric, self.headline.site_cell())
    }

    fn peaks(&mut self, onset: usize) {
        let (headline, site) = (self.headline, self.headline.site_cell());
        let peak = |series: Option<&[f64]>| series.and_then(|series| headline.peak(series));
        if let Some((lines, day)) = peak(self.of_site(ids::BACKLOG)) {
            self.scalar(ids::BACKLOG_PEAK, site, Some(lines));
            if let Some((days, _)) = peak(self.of_site(ids::BACKLOG_DAYS)) {
                self.scalar(ids::BACKLOG_PEAK_DAYS, site, Some(days));
            }
            self.scalar(ids::BACKLOG_PEAK_DAY, site, Some((day - onset) as f64));
        }
        if let Some((lines, _)) = peak(self.of_site(ids::PAST_DUE)) {
            self.scalar(ids::PAST_DUE_PEAK, site, Some(lines));
        }
    }

    fn clearances(&mut self, what: &[Clearable]) {
        let (headline, result) = (self.headline, self.result);
        let site = headline.site_cell();
        for &what in what {
            let Some(day) = headline.clearance_of(what, |metric, cell| result.series(metric, cell)) else {
                continue;
            };
            let (metric, restricted, cell) = match what {
                Clearable::OpenDemand => {
                    (ids::OPEN_DEMAND_CLEARANCE_DAY, ids::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY, Cell::TOTAL)
                }
                Clearable::UrgentDemand => (
                    ids::OPEN_DEMAND_CLEARANCE_DAY,
                    ids::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY,
                    Cell::TOTAL.with(Dim::Class, 0),
                ),
                Clearable::Cars => (ids::CARS_CLEARANCE_DAY, ids::RESTRICTED_CARS_CLEARANCE_DAY, Cell::TOTAL),
                Clearable::Backlog => (ids::CLEARANCE_DAY, ids::RESTRICTED_CLEARANCE_DAY, site),
                Clearable::UrgentBacklog => {
                    (ids::CLEARANCE_DAY, ids::RESTRICTED_CLEARANCE_DAY, site.with(Dim::Class, 0))
                }
                Clearable::OldBacklog => {
                    (ids::CLEARANCE_DAY, ids::RESTRICTED_CLEARANCE_DAY, site.with(Dim::Age, OLD_LINES))
                }
            };
            self.censored(metric, cell, day);
            self.scalar(restricted, cell, headline.restricted(day));
        }
    }

    /// Peak of open demand with its two parts, in total, by class and by market.
    fn open_demand(&mut self, onset: usize) {
        let (headline, result) = (self.headline, self.result);
        for (at, lines) in result.all_series(ids::OPEN_DEMAND) {
            if at.label(Dim::Age).is_some() || lines.iter().all(|&lines| lines <= 0.0) {
                continue;
            }
            let Some((peak, day)) = headline.peak(lines) else { continue };
            self.scalar(ids::OPEN_DEMAND_PEAK, at, Some(peak));
            for (metric, part) in [
                (ids::OPEN_DEMAND_PEAK_ON_BOOKS, ids::OPEN_DEMAND_ON_BOOKS),
                (ids::OPEN_DEMAND_PEAK_NOT_ENTERED, ids::OPEN_DEMAND_NOT_ENTERED),
            ] {
                self.scalar(metric, at, result.series(part, at).map(|lines| lines[day]));
            }
            self.scalar(ids::OPEN_DEMAND_PEAK_DAY, at, Some((day - onset) as f64));
        }
    }

    fn bottlenecks(&mut self, onset: usize) {
        let headline = self.headline;
        let Some(backlog) = self.of_site(ids::BACKLOG) else { return };
        let Some((_, peak)) = headline.peak(backlog) else { return };
        let until = match headline.clearance_day(backlog) {
            Outcome::Value(day) => onset + day as usize,
            Outcome::LaterThan(_) => backlog.len(),
            Outcome::Nothing => peak,
        };
        let days = headline.windows.working_days();
        let catching_up = days.iter().copied().filter(|day| (peak..until).contains(day));
        let catching_up: Vec<usize> = catching_up.collect();
        for (cell, was_here) in self.result.all_series(ids::BOTTLENECK) {
            let share = mean(&catching_up.iter().map(|&day| was_here[day]).collect::<Vec<f64>>());
            self.scalar(ids::BOTTLENECK_SHARE, cell, share);
        }
    }

    fn cars(&mut self) {
        const SUMS: [MetricId; 4] = [
            ids::CARS_WAITING_PEAK.id(),
            ids::CARS_OFF_ROAD_PEAK.id(),
            ids::VOR_DAYS.id(),
            ids::COURTESY_CAR_COST.id(),
        ];
        for metric in SUMS {
            let key = Key { metric, cell: Cell::TOTAL };
            self.values.extend(self.result.values.iter().find(|value| value.key == key));
        }
        self.clearances(&[Clearable::Cars]);
    }

    fn normal_running(&mut self) {
        let site = self.headline.site_cell();
        let days = self.headline.windows.normal().days;
        if let Some(lines) = self.of_site(ids::BACKLOG) {
            self.scalar(ids::BACKLOG_NORMAL, site, mean(&lines[days.clone()]));
        }
        if let Some(in_days) = self.of_site(ids::BACKLOG_DAYS) {
            self.scalar(ids::BACKLOG_NORMAL_DAYS, site, mean(&in_days[days]));
        }
    }

    fn volumes(&mut self) {
        for (metric, daily) in [
            (ids::ORDERED_LINES, ids::ORDERED_LINES_DAILY),
            (ids::ORDERED_LINES_REPLENISHMENT, ids::ORDERED_LINES_REPLENISHMENT_DAILY),
        ] {
            // The sum of nothing is −0.
            let total = self.result.all_series(daily).flat_map(|(_, values)| values).sum::<f64>() + 0.0;
            self.scalar(metric, Cell::TOTAL, Some(total));
        }
        for (metric, daily) in [
            (ids::ESCALATED_LINES, ids::ESCALATED_LINES_DAILY),
            (ids::CANCELLED_LINES, ids::CANCELLED_LINES_DAILY),
            (ids::DUPLICATE_ORDERS, ids::DUPLICATE_ORDERS_DAILY),
            (ids::REDUNDANT_PICKS, ids::REDUNDANT_PICKS_DAILY),
        ] {
            if let Some(lines) = self.result.series(daily, Cell::TOTAL) {
                self.scalar(metric, Cell::TOTAL, Some(lines.iter().sum::<f64>()));
            }
        }
        self.scalar(ids::EVENTS, Cell::TOTAL, Some(self.result.counts.events as f64));
    }
}

pub(super) fn mean(values: &[f64]) -> Option<f64> {
    Moments::of(values.iter().copied()).and_then(|moments| moments.mean()).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compile::build;
    use crate::experiment::replication_metrics::ReplicationMetrics;
    use crate::experiment::window::Window;
    use crate::metrics::Series;
    use crate::model::test_scenario;
    use crate::simulation::Counts;
    use jiff::ToSpan as _;
    use jiff::civil::date;

    /// Number of the site group, and of the classes.
    pub(crate) const SITE: Cell = cell(&[(Dim::Site, 0)]);
    const VOR: (Dim, usize) = (Dim::Class, 0);
    const DAILY: (Dim, usize) = (Dim::Class, 1);

    /// Names of any scenario; the tests look at numbers.
    pub(crate) fn names() -> Arc<LabelNames> {
        let compiled = build(&test_scenario::scenario()).unwrap();
        Arc::new(LabelNames::of(&compiled.model, &compiled.labels))
    }

    /// Eight weeks from Monday 6 January 2025, Monday to Friday worked, down from Sunday of week 3
    /// (day 20) and back at the begin of day 28.
    pub(crate) fn headline() -> Headline {
        let dates = (0..56).map(|day: i64| date(2025, 1, 6).checked_add(day.days()).unwrap()).collect();
        Headline {
            windows: Windows {
                dates,
                onset: Some(20),
                works: (0..56).map(|day| day % 7 < 5).collect(),
                judged: vec![54, 54],
                filled: 54,
                all: [(0, 0..20), (1, 20..28), (2, 28..56), (3, 20..56)]
                    .map(|(label, days)| Window { label, days })
                    .to_vec(),
            },
            site: "gplc".into(),
            group: SiteGroupId::new(0),
            classes: vec!["vor".into(), "daily".into()],
            open_phases: vec![],
            names: names(),
        }
    }

    /// 100 lines, 140 on Fridays and at weekends; more where `above` says so.
    pub(crate) fn backlog(above: impl Fn(usize) -> f64) -> Vec<f64> {
        let normal = |day: usize| if day % 7 < 4 { 100.0 } else { 140.0 };
        (0..56).map(|day| normal(day) + above(day)).collect()
    }

    pub(crate) fn result(series: Vec<(Key, Vec<f64>)>) -> ReplicationResult {
        let empty = ReplicationResult::new(0, names(), Counts { events: 7, ties: 0 });
        let series = series.into_iter().map(|(key, values)| Series { key, values }).collect();
        ReplicationResult { series, ..empty }
    }

    pub(crate) fn outcome(result: &ReplicationResult, metric: impl Into<MetricId>, cell: Cell) -> Outcome {
        let key = Key { metric: metric.into(), cell };
        let values = headline().metrics(result);
        let found = values.iter().find(|value| value.key == key);
        found.unwrap_or_else(|| panic!("no {key:?}")).outcome
    }

    #[test]
    fn the_bottleneck_while_catching_up_is_counted_from_the_peak_to_the_clearance() {
        // Highest on Thursday, day 24, cleared on Wednesday, day 30: four working days between.
        let lines = backlog(|day| match day {
            20..24 => 300.0,
            24 => 900.0,
            25..30 => 400.0,
            _ => 0.0,
        });
        let on = |days: &[usize]| (0..56).map(|day| if days.contains(&day) { 1.0 } else { 0.0 }).collect();
        let [release, pick] = [0, 1].map(|stage| SITE.with(Dim::Stage, stage));
        let all = result(vec![
            (ids::BACKLOG.at(SITE), lines),
            (ids::BOTTLENECK.at(release), on(&[20, 21, 22, 23, 24])),
            (ids::BOTTLENECK.at(pick), on(&[25, 26, 27, 28, 29, 30, 31])),
        ]);
        assert_eq!(outcome(&all, ids::BOTTLENECK_SHARE, release), Outcome::Value(0.25));
        assert_eq!(outcome(&all, ids::BOTTLENECK_SHARE, pick), Outcome::Value(0.75));
    }

    #[test]
    fn the_peak_is_the_first_highest_day_from_the_onset_on() {
        let lines = backlog(|day| if (5..8).contains(&day) || (24..27).contains(&day) { 900.0 } else { 0.0 });
        let days = lines.iter().map(|lines| lines / 100.0).collect();
        let all = result(vec![(ids::BACKLOG.at(SITE), lines), (ids::BACKLOG_DAYS.at(SITE), days)]);
        // Friday, day 25, has 1,040; the same height before the onset does not count.
        assert_eq!(outcome(&all, ids::BACKLOG_PEAK, SITE), Outcome::Value(1_040.0));
        assert_eq!(outcome(&all, ids::BACKLOG_PEAK_DAYS, SITE), Outcome::Value(10.4));
        assert_eq!(outcome(&all, ids::BACKLOG_PEAK_DAY, SITE), Outcome::Value(5.0));
    }

    #[test]
    fn a_run_that_is_not_cleared_counts_in_the_restricted_mean_with_its_last_day() {
        let lines = backlog(|day| if day >= 20 { 300.0 } else { 0.0 });
        let all = result(vec![(ids::BACKLOG.at(SITE), lines)]);
        assert_eq!(outcome(&all, ids::CLEARANCE_DAY, SITE), Outcome::LaterThan(29.0));
        assert_eq!(outcome(&all, ids::RESTRICTED_CLEARANCE_DAY, SITE), Outcome::Value(29.0));
    }

    #[test]
    fn service_levels_are_ratios_over_the_lines_of_a_window_and_days_not_judged_are_left_out() {
        // Both classes are judged for 54 days. In the outage no daily line is on time.
        let daily = |lines: f64| vec![lines; 56];
        let mut in_time = daily(9.0);
        in_time[20..28].fill(0.0);
        in_time[54..].fill(f64::NAN);
        let (vor, by_day) = (cell(&[VOR]), cell(&[DAILY]));
        let all = result(vec![
            (ids::WANTED_LINES.at(vor), daily(10.0)),
            (ids::LINES_DUE.at(vor), daily(10.0)),
            (ids::LINES_SHIPPED_ON_TIME.at(vor), daily(10.0)),
            (ids::WANTED_LINES.at(by_day), daily(40.0)),
            (ids::LINES_DUE.at(by_day), daily(30.0)),
            (ids::LINES_SHIPPED_ON_TIME.at(by_day), in_time),
            (ids::LOST_LINES.at(by_day), daily(10.0)),
            (ids::LATE_LINE_DAYS_DAILY.at(by_day), daily(2.0)),
        ]);
        let [before, outage, recovery, from_onset] =
            [0, 1, 2, 3].map(|window| cell(&[(Dim::Window, window)]));
        assert_eq!(outcome(&all, ids::SHIPPED_ON_TIME, before.with(Dim::Class, 1)), Outcome::Value(0.3));
        assert_eq!(outcome(&all, ids::SHIPPED_ON_TIME, before), Outcome::Value(19.0 / 40.0));
        assert_eq!(outcome(&all, ids::SHIPPED_ON_TIME, outage.with(Dim::Class, 1)), Outcome::Value(0.0));
        assert_eq!(outcome(&all, ids::SHIPPED_ON_TIME, recovery.with(Dim::Class, 1)), Outcome::Value(0.3));
        // 26 of the 34 judged days.
        let on_time = 9.0 * 26.0 / (30.0 * 34.0);
        assert_eq!(
            outcome(&all, ids::SHIPPED_ON_TIME, from_onset.with(Dim::Class, 1)),
            Outcome::Value(on_time)
        );
        assert_eq!(outcome(&all, ids::LOST_SHARE, outage.with(Dim::Class, 1)), Outcome::Value(0.25));
        assert_eq!(outcome(&all, ids::LATE_LINE_DAYS, recovery), Outcome::Value(52.0));
        assert_eq!(outcome(&all, ids::EVENTS, Cell::TOTAL), Outcome::Value(7.0));
    }

    #[test]
    fn the_backlog_of_cars_stands_beside_that_of_lines() {
        // 100 cars, and 400 from the onset until day 29; back on Wednesday, day 30.
        let waiting = backlog(|day| if (20..30).contains(&day) { 300.0 } else { 0.0 });
        let mut all = result(vec![(ids::CARS_WAITING.at(Cell::TOTAL), waiting)]);
        all.scalar(ids::CARS_WAITING_PEAK, SITE, Some(300.0));
        all.scalar(ids::CARS_WAITING_PEAK, Cell::TOTAL, Some(440.0));
        all.scalar(ids::VOR_DAYS, Cell::TOTAL, Some(1_234.5));
        all.scalar(ids::COURTESY_CAR_COST, Cell::TOTAL, Some(4_500.0));
        assert_eq!(outcome(&all, ids::CARS_WAITING_PEAK, Cell::TOTAL), Outcome::Value(440.0));
        assert_eq!(outcome(&all, ids::VOR_DAYS, Cell::TOTAL), Outcome::Value(1_234.5));
        assert_eq!(outcome(&all, ids::CARS_CLEARANCE_DAY, Cell::TOTAL), Outcome::Value(10.0));
        assert_eq!(outcome(&all, ids::COURTESY_CAR_COST, Cell::TOTAL), Outcome::Value(4_500.0));
        // A metric of the headline is not repeated among the other metrics.
        let metrics = ReplicationMetrics::of(&all, headline().metrics(&all));
        let peaks = metrics.values.iter().filter(|value| value.key.is(ids::CARS_WAITING_PEAK));
        assert_eq!(peaks.map(|value| value.key.cell).collect::<Vec<_>>(), [Cell::TOTAL, SITE]);
    }

    #[test]
    fn without_a_disruption_the_headline_is_about_the_whole_run() {
        let mut quiet = headline();
        quiet.windows.onset = None;
        quiet.windows.all = vec![Window { label: WHOLE_RUN, days: 0..56 }];
        let all = result(vec![(ids::BACKLOG.at(SITE), vec![5.0; 56])]);
        let keys: Vec<Key> = quiet.metrics(&all).into_iter().map(|value| value.key).collect();
        let whole_run = cell(&[(Dim::Window, WHOLE_RUN)]);
        let expected = [
            ids::SHIPPED_ON_TIME.at(whole_run),
            ids::DELIVERED_ON_TIME.at(whole_run),
            ids::FACING_FILL_RATE.at(whole_run),
            ids::SYSTEM_FILL_RATE.at(whole_run),
            ids::LOST_SHARE.at(whole_run),
            ids::LATE_LINE_DAYS.at(whole_run),
            ids::BACKLOG_NORMAL.at(SITE),
            ids::ORDERED_LINES.at(Cell::TOTAL),
            ids::ORDERED_LINES_REPLENISHMENT.at(Cell::TOTAL),
            ids::EVENTS.at(Cell::TOTAL),
        ];
        assert_eq!(keys, expected);
    }
}
