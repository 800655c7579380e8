//! The headline of one replication: how deep the backlog got, when it was cleared, what customers saw.
//!
//! | measure | definition |
//! | --- | --- |
//! | `backlog_peak`, `backlog_peak_days` | largest outbound backlog of the centre from the onset on, in lines and in days of normal flow; levels are those at midnight |
//! | `backlog_peak_day` | its first day, in days from the day of the onset |
//! | `past_due_peak` | most lines open after their promised time, from the onset on |
//! | `clearance_day` | first of 5 working days in a row on which the backlog is at or under its limit, after the day on which it is highest against its limit; all lines, and those of the most urgent class |
//! | `restricted_clearance_day` | the clearance day, or the day that it is later than, of all lines and of the most urgent class: its mean is the restricted mean, from which no run is left out |
//! | `clearance_day_of_old_lines` | the same for lines open for 7 days or longer |
//! | `cars_waiting_peak`, `cars_off_road_peak` | most cars that waited for parts at once, and most of them that could not be driven, over the counted days |
//! | `vor_days` | car-days off the road in the counted days |
//! | `courtesy_cost` | cost of courtesy cars in the counted days |
//! | `clearance_day_of_cars` | the same for cars that wait for parts |
//! | `shipped_within_promise.W` | customer lines ordered on the days of window W and shipped in time, as a share of those ordered; days whose lines are not all due by the end are left out |
//! | `time_to_fill_p50.W`, … | see `time_to_fill.rs` |
//! | `stock_availability.W` | customer lines given whole at first pick in window W (normal running), as a share of those looked for: by the centre, and by all sites together; `_replenishment`: lines that sites ask for |
//! | `bottleneck_catching_up` | working days on which a place was the bottleneck of the centre, as a share of those while it catches up: from the day of the peak to the day before the clearance of all lines, or to the end of the run; a place each |
//! | `off_the_shelf.W` | lines that workshops took off the shelf of their own retailer in window W, as a share of those that they looked for there |
//! | `backlog_normal`, `backlog_normal_days` | mean outbound backlog in normal running |
//! | `customer_lines`, `replenishment_lines` | ordered in the counted days |
//! | `escalated_lines`, `cancelled_lines`, `lines_ordered_again`, `useless_picks_in_all` | by impatient customers in the counted days; where a scenario has rules of impatience |
//! | `events` | of the simulation, warm-up included |
//! | `phase_brought_back`, `phase_ended`, … | of phases whose days depend on chance or on a gate: see `observe/phases.rs` |
//!
//! What the limit of a backlog is, and when it counts as cleared: see `clearance_day.rs`.
//!
//! Without a disruption the headline is what makes sense in normal running. The one list of these
//! measures; what other files say of them they take from here.

use super::clearance_day::Backlogged;
use super::measure::{Measure, Measured, Outcome};
use super::order_to_fill;
use super::summary::Row;
use super::window::{Window, Windows, subject};
use crate::analysis::planned_capacity::Plan;
use crate::metrics::{Key, Metric, ReplicationResult, Series};
use crate::model::{Labels, Model};
use crate::stats::moments::Moments;

const BOTTLENECK: &str = "bottleneck_catching_up";
/// Unit of a day that is told by its distance from the onset.
pub const DAYS_FROM_ONSET: &str = crate::metrics::restart_phases::DAYS_FROM_ONSET;

/// What a headline is worked out with; the same for all replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The days it looks at.
    pub windows: Windows,
    /// The site table it is about.
    pub site: String,
    /// Order classes, the most urgent first.
    pub classes: Vec<String>,
    /// Phases of the restart plan whose days depend on chance or on a gate: their days are told too.
    pub open_phases: Vec<String>,
}

impl Headline {
    /// For a model; `None` if it has no site that lines are asked of.
    pub fn of(model: &Model, labels: &Labels) -> Option<Self> {
        let table = subject(model)?;
        Some(Headline {
            windows: Windows::of(model),
            site: labels.site_groups.get(table)?.clone(),
            classes: labels.classes.clone(),
            open_phases: labels
                .phases
                .iter()
                .zip(Plan::new(model).open())
                .filter(|&(_, open)| open)
                .map(|(name, _)| name.clone())
                .collect(),
        })
    }

    /// The headline of one replication.
    pub fn measures(&self, observations: &ReplicationResult) -> Vec<Measure> {
        let mut told = Told { headline: self, observations, measures: Vec::new() };
        if let Some(onset) = self.windows.onset {
            told.peaks(onset);
            told.clearances();
            told.bottlenecks(onset);
        }
        told.cars();
        told.promises();
        let times = order_to_fill::measures(&self.windows.all(), observations);
        told.measures.extend(times);
        told.availability();
        told.off_the_shelf();
        told.normal_running();
        told.volumes();
        told.measures
    }

    /// The largest value from the onset on, and its first day.
    pub fn peak(&self, series: &[f64]) -> Option<(f64, usize)> {
        let onset = self.windows.onset?;
        highest(series, onset).map(|day| (series[day], day))
    }
}

/// Whether a measure is the share of days on which a place was the bottleneck.
pub fn is_bottleneck(key: &Key) -> bool {
    key.name == BOTTLENECK
}

/// The place that was the bottleneck on most days, over all replications; `None` if none ever was.
pub fn main_bottleneck(rows: &[Row]) -> Option<&Key> {
    largest_share(rows.iter().map(|row| (&row.key, row.mean)))
}

/// The place that was the bottleneck on most days of one replication; `None` if none ever was.
pub fn main_bottleneck_of_one(measured: &Measured) -> Option<&Key> {
    largest_share(measured.measures.iter().map(|measure| (&measure.key, measure.outcome.value())))
}

/// The bottleneck metric with the largest share of days over zero; the first of equal ones.
fn largest_share<'m>(metrics: impl Iterator<Item = (&'m Key, Option<f64>)>) -> Option<&'m Key> {
    metrics
        .filter(|(key, _)| is_bottleneck(key))
        .filter_map(|(key, share)| Some((key, share.filter(|&share| share > 0.0)?)))
        .reduce(|most, place| if place.1 > most.1 { place } else { most })
        .map(|(key, _)| key)
}

/// Whether a measure is one of the few that a planner asks for first: whose spread is explained.
pub fn is_main(key: &Key) -> bool {
    MAIN.contains(&key.name.as_str())
}

/// Names of the main measures.
const MAIN: [&str; 7] = [
    "backlog_peak",
    "past_due_peak",
    "clearance_day",
    "clearance_day_of_cars",
    "cars_waiting_peak",
    "cars_off_road_peak",
    "shipped_within_promise.whole_run",
];

/// Whether a measure is the day of a clearance.
pub fn is_clearance(key: &Key) -> bool {
    key.name.starts_with("clearance_day")
}

/// Whether a measure is the day of a phase of the restart plan.
pub fn is_day_of_phase(key: &Key) -> bool {
    matches!(key.name.as_str(), "phase_started" | "phase_brought_back" | "phase_ended")
}

/// Place of the first largest value from `first` on.
pub(super) fn highest(values: &[f64], first: usize) -> Option<usize> {
    (first..values.len()).reduce(|most, day| if values[day] > values[most] { day } else { most })
}

/// The headline while it is put together.
struct Told<'a> {
    headline: &'a Headline,
    observations: &'a ReplicationResult,
    measures: Vec<Measure>,
}

impl<'a> Told<'a> {
    fn add(
        &mut self,
        name: impl Into<String>,
        site: &str,
        class: &str,
        unit: &'static str,
        outcome: impl Into<Outcome>,
    ) {
        self.measures.push(Measure { key: Key::new(name, site, class, unit), outcome: outcome.into() });
    }

    /// The values of a daily series.
    fn series(&self, name: &str, site: &str, class: &str) -> Option<&'a [f64]> {
        let series = self.observations.series.iter();
        series
            .map(|series| (&series.key, series.values.as_slice()))
            .find(|(key, _)| key.name == name && key.site == site && key.class == class)
            .map(|(_, values)| values)
    }

    /// A series of the centre.
    fn own(&self, name: &str, class: &str) -> Option<&'a [f64]> {
        self.series(name, &self.headline.site, class)
    }

    fn peaks(&mut self, onset: usize) {
        let headline = self.headline;
        let site = headline.site.as_str();
        if let Some((lines, day)) = self.own("backlog", "all").and_then(|series| headline.peak(series)) {
            self.add("backlog_peak", site, "all", "lines", Some(lines));
            if let Some((days, _)) = self.own("backlog_days", "all").and_then(|series| headline.peak(series))
            {
                self.add("backlog_peak_days", site, "all", "days of normal flow", Some(days));
            }
            self.add("backlog_peak_day", site, "all", DAYS_FROM_ONSET, Some((day - onset) as f64));
        }
        if let Some((lines, _)) = self.own("past_due", "all").and_then(|series| headline.peak(series)) {
            self.add("past_due_peak", site, "all", "lines", Some(lines));
        }
    }

    fn clearances(&mut self) {
        let headline = self.headline;
        for what in Backlogged::ALL {
            let Some(outcome) = headline.clearance_of(what, |name, class| self.own(name, class)) else {
                continue;
            };
            let site = headline.site.as_str();
            match what {
                Backlogged::All => self.clearance(site, "all", outcome),
                Backlogged::MostUrgent => self.clearance(site, &headline.classes[0], outcome),
                Backlogged::Old => {
                    self.add("clearance_day_of_old_lines", site, "all", DAYS_FROM_ONSET, outcome);
                }
            }
        }
    }

    fn bottlenecks(&mut self, onset: usize) {
        let headline = self.headline;
        let Some(backlog) = self.own("backlog", "all") else { return };
        let Some((_, peak)) = headline.peak(backlog) else { return };
        let until = match headline.clearance_day(backlog, 1.0) {
            Outcome::Value(day) => onset + day as usize,
            Outcome::LaterThan(_) => backlog.len(),
            Outcome::Nothing => peak,
        };
        let days = headline.windows.working_days();
        let catching_up = days.iter().copied().filter(|day| (peak..until).contains(day));
        let catching_up: Vec<usize> = catching_up.collect();
        let places = self.observations.series.iter();
        let places: Vec<&Series> = places.filter(|series| series.key.name == "bottleneck").collect();
        for place in places {
            let share = mean(&catching_up.iter().map(|&day| place.values[day]).collect::<Vec<f64>>());
            let (site, class) = (place.key.site.as_str(), place.key.class.as_str());
            self.add(BOTTLENECK, site, class, "share", share);
        }
    }

    fn clearance(&mut self, site: &str, class: &str, day: Outcome) {
        self.add("clearance_day", site, class, DAYS_FROM_ONSET, day);
        let restricted = match day {
            Outcome::LaterThan(last) => Outcome::Value(last),
            Outcome::Value(_) | Outcome::Nothing => day,
        };
        self.add("restricted_clearance_day", site, class, DAYS_FROM_ONSET, restricted);
    }

    fn cars(&mut self) {
        const SUMS: [&str; 4] = ["cars_waiting_peak", "cars_off_road_peak", "vor_days", "courtesy_cost"];
        let metrics = &self.observations.metrics;
        for name in SUMS {
            let found = metrics.iter().find(|metric| metric.key.name == name && metric.key.site == "all");
            let measure = |metric: &Metric| Measure { key: metric.key.clone(), outcome: metric.value.into() };
            self.measures.extend(found.map(measure));
        }
        if let (Some(waiting), Some(_)) =
            (self.series("cars_waiting", "all", "all"), self.headline.windows.onset)
        {
            let day = self.headline.clearance_day(waiting, 1.0);
            self.add("clearance_day_of_cars", "all", "all", DAYS_FROM_ONSET, day);
        }
    }

    fn promises(&mut self) {
        for window in self.headline.windows.all() {
            let name = format!("shipped_within_promise.{}", window.name);
            let (mut all, mut classes) = (Share::default(), Vec::new());
            for class in &self.headline.classes {
                let (Some(ordered), Some(in_time)) =
                    (self.series("ordered", "all", class), self.series("in_time", "all", class))
                else {
                    continue;
                };
                let share = Share::over(&window, in_time, ordered);
                all = all.and(share);
                classes.push((class, share));
            }
            self.add(name.clone(), "all", "all", "share", all.value());
            if classes.len() > 1 {
                for (class, share) in classes {
                    self.add(name.clone(), "all", class, "share", share.value());
                }
            }
        }
    }

    fn availability(&mut self) {
        let window = self.headline.windows.normal();
        for kind in ["", "_replenishment"] {
            let picks: Vec<(&'a Key, Share)> = self
                .observations
                .series
                .iter()
                .filter(|series| series.key.name == format!("first_picks{kind}"))
                .filter_map(|looked| {
                    let key = &looked.key;
                    let share = self.series(&format!("stock_availability{kind}"), &key.site, &key.class)?;
                    let whole: Vec<f64> =
                        share.iter().zip(&looked.values).map(|(share, of)| whole(*share, *of)).collect();
                    Some((key, Share::over(&window, &whole, &looked.values)))
                })
                .collect();
            let name = format!("stock_availability{kind}.{}", window.name);
            for site in [self.headline.site.as_str(), "all"] {
                let here = picks.iter().filter(|(key, _)| site == "all" || key.site == site);
                let all = here.fold(Share::default(), |sum, (_, share)| sum.and(*share));
                if all.of > 0.0 {
                    self.add(name.clone(), site, "all", "share", all.value());
                }
            }
        }
    }

    fn off_the_shelf(&mut self) {
        let series = || self.observations.series.iter();
        let shelves: Vec<(&'a [f64], &'a [f64])> = series()
            .filter(|series| series.key.name == "wanted_off_the_shelf")
            .filter_map(|wanted| {
                let share = self.series("off_the_shelf", &wanted.key.site, &wanted.key.class)?;
                Some((share, wanted.values.as_slice()))
            })
            .collect();
        if shelves.is_empty() {
            return;
        }
        for window in self.headline.windows.all() {
            let all = shelves.iter().fold(Share::default(), |sum, (share, wanted)| {
                let taken: Vec<f64> =
                    share.iter().zip(*wanted).map(|(share, of)| whole(*share, *of)).collect();
                sum.and(Share::over(&window, &taken, wanted))
            });
            self.add(format!("off_the_shelf.{}", window.name), "all", "all", "share", all.value());
        }
    }

    fn normal_running(&mut self) {
        let site = self.headline.site.as_str();
        let days = self.headline.windows.normal().days;
        if let Some(lines) = self.own("backlog", "all") {
            self.add("backlog_normal", site, "all", "lines", mean(&lines[days.clone()]));
        }
        if let Some(in_days) = self.own("backlog_days", "all") {
            self.add("backlog_normal_days", site, "all", "days of normal flow", mean(&in_days[days]));
        }
    }

    fn volumes(&mut self) {
        let total = |name: &str| {
            let named = self.observations.series.iter().filter(|series| series.key.name == name);
            // The sum of nothing is −0.
            named.flat_map(|series| &series.values).sum::<f64>() + 0.0
        };
        let (customers, replenishment) = (total("ordered"), total("ordered_replenishment"));
        self.add("customer_lines", "all", "all", "lines", Some(customers));
        self.add("replenishment_lines", "all", "all", "lines", Some(replenishment));
        for (measure, series) in [
            ("escalated_lines", "escalated"),
            ("cancelled_lines", "cancelled"),
            ("lines_ordered_again", "ordered_again"),
            ("useless_picks_in_all", "useless_picks"),
        ] {
            if let Some(lines) = self.series(series, "all", "all") {
                self.add(measure, "all", "all", "lines", Some(lines.iter().sum::<f64>()));
            }
        }
        self.add("events", "all", "all", "events", Some(self.observations.counts.events as f64));
    }
}

pub(super) fn mean(values: &[f64]) -> Option<f64> {
    Moments::of(values.iter().copied()).and_then(|moments| moments.mean()).ok()
}

/// Lines of a day from their share; 0 on a day with none.
fn whole(share: f64, of: f64) -> f64 {
    if of > 0.0 { (share * of).round() } else { 0.0 }
}

/// So much of so much.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    part: f64,
    of: f64,
}

impl Share {
    /// Over the days of a window on which both are known.
    fn over(window: &Window, part: &[f64], of: &[f64]) -> Self {
        let days = window.days.clone();
        let known = days.filter(|&day| part[day].is_finite() && of[day].is_finite());
        known.fold(Share::default(), |sum, day| sum.and(Share { part: part[day], of: of[day] }))
    }

    fn and(self, other: Self) -> Self {
        Share { part: self.part + other.part, of: self.of + other.of }
    }

    fn value(self) -> Option<f64> {
        (self.of > 0.0).then(|| self.part / self.of)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::simulation::Counts;
    use jiff::ToSpan as _;
    use jiff::civil::date;

    /// Eight weeks from Monday 6 January 2025, Monday to Friday worked, down from Sunday of week 3 (day 20) and
    /// back at the begin of day 28.
    pub(crate) fn headline() -> Headline {
        let dates = (0..56).map(|day: i64| date(2025, 1, 6).checked_add(day.days()).unwrap()).collect();
        Headline {
            windows: Windows {
                dates,
                onset: Some(20),
                restored: Some(28),
                works: (0..56).map(|day| day % 7 < 5).collect(),
            },
            site: "gplc".into(),
            classes: vec!["vor".into(), "daily".into()],
            open_phases: vec![],
        }
    }

    /// 100 lines, 140 on Fridays and at weekends; more where `above` says so.
    pub(crate) fn backlog(above: impl Fn(usize) -> f64) -> Vec<f64> {
        let normal = |day: usize| if day % 7 < 4 { 100.0 } else { 140.0 };
        (0..56).map(|day| normal(day) + above(day)).collect()
    }

    fn observations(series: Vec<(Key, Vec<f64>)>) -> ReplicationResult {
        ReplicationResult {
            replication: 0,
            series: series.into_iter().map(|(key, values)| Series { key, values }).collect(),
            metrics: vec![Metric { key: Key::new("load", "gplc", "pick", "share"), value: Some(0.9) }],
            later_than: vec![],
            cohorts: Vec::new(),
            counts: Counts { events: 7, ties: 0 },
        }
    }

    fn outcome(observations: &ReplicationResult, name: &str, class: &str) -> Outcome {
        let measures = headline().measures(observations);
        let found = measures.iter().find(|measure| measure.key.name == name && measure.key.class == class);
        found.unwrap_or_else(|| panic!("no {name} of {class}")).outcome
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
        let place = |name: &str| Key::new("bottleneck", "gplc", name, "share");
        let all = observations(vec![
            (Key::new("backlog", "gplc", "all", "lines"), lines),
            (place("release"), on(&[20, 21, 22, 23, 24])),
            (place("pick"), on(&[25, 26, 27, 28, 29, 30, 31])),
        ]);
        assert_eq!(outcome(&all, "bottleneck_catching_up", "release"), Outcome::Value(0.25));
        assert_eq!(outcome(&all, "bottleneck_catching_up", "pick"), Outcome::Value(0.75));
    }

    #[test]
    fn the_peak_is_the_first_highest_day_from_the_onset_on() {
        let lines = backlog(|day| if (5..8).contains(&day) || (24..27).contains(&day) { 900.0 } else { 0.0 });
        let days = lines.iter().map(|lines| lines / 100.0).collect();
        let all = observations(vec![
            (Key::new("backlog", "gplc", "all", "lines"), lines),
            (Key::new("backlog_days", "gplc", "all", "days of normal flow"), days),
        ]);
        // Friday, day 25, has 1,040; the same height before the onset does not count.
        assert_eq!(outcome(&all, "backlog_peak", "all"), Outcome::Value(1_040.0));
        assert_eq!(outcome(&all, "backlog_peak_days", "all"), Outcome::Value(10.4));
        assert_eq!(outcome(&all, "backlog_peak_day", "all"), Outcome::Value(5.0));
    }

    #[test]
    fn a_run_that_is_not_cleared_counts_in_the_restricted_mean_with_its_last_day() {
        let all = observations(vec![(
            Key::new("backlog", "gplc", "all", "lines"),
            backlog(|day| if day >= 20 { 300.0 } else { 0.0 }),
        )]);
        assert_eq!(outcome(&all, "clearance_day", "all"), Outcome::LaterThan(29.0));
        assert_eq!(outcome(&all, "restricted_clearance_day", "all"), Outcome::Value(29.0));
    }

    #[test]
    fn promises_are_kept_or_not_in_each_window_and_days_not_judged_are_left_out() {
        let daily = |lines: f64| vec![lines; 56];
        let mut in_time = daily(9.0);
        in_time[20..28].fill(0.0);
        in_time[54..].fill(f64::NAN);
        let all = observations(vec![
            (Key::new("ordered", "all", "vor", "lines"), daily(10.0)),
            (Key::new("in_time", "all", "vor", "lines"), daily(10.0)),
            (Key::new("ordered", "all", "daily", "lines"), daily(30.0)),
            (Key::new("in_time", "all", "daily", "lines"), in_time),
        ]);
        assert_eq!(outcome(&all, "shipped_within_promise.before", "daily"), Outcome::Value(0.3));
        assert_eq!(outcome(&all, "shipped_within_promise.before", "all"), Outcome::Value(19.0 / 40.0));
        assert_eq!(outcome(&all, "shipped_within_promise.during", "daily"), Outcome::Value(0.0));
        assert_eq!(outcome(&all, "shipped_within_promise.after", "daily"), Outcome::Value(0.3));
        assert_eq!(outcome(&all, "customer_lines", "all"), Outcome::Value(56.0 * 40.0));
        assert_eq!(outcome(&all, "events", "all"), Outcome::Value(7.0));
    }

    #[test]
    fn availability_counts_lines_not_days() {
        // 10 lines on one day, all whole; 90 on another, a third of them; then an outage, which does not count.
        let (mut looked, mut share) = (vec![0.0; 56], vec![f64::NAN; 56]);
        (looked[0], looked[1], looked[30]) = (10.0, 90.0, 1_000.0);
        (share[0], share[1], share[30]) = (1.0, 1.0 / 3.0, 0.0);
        let all = observations(vec![
            (Key::new("stock_availability", "gplc", "vor", "share"), share),
            (Key::new("first_picks", "gplc", "vor", "lines"), looked),
        ]);
        assert_eq!(outcome(&all, "stock_availability.before", "all"), Outcome::Value(0.4));
    }

    #[test]
    fn the_backlog_of_cars_stands_beside_that_of_lines() {
        // 100 cars, and 400 from the onset until day 29; back on Wednesday, day 30.
        let waiting = backlog(|day| if (20..30).contains(&day) { 300.0 } else { 0.0 });
        let mut all = observations(vec![(Key::new("cars_waiting", "all", "all", "cars"), waiting)]);
        let metric = |name: &str, site, unit, value| Metric {
            key: Key::new(name, site, "all", unit),
            value: Some(value),
        };
        all.metrics = vec![
            metric("cars_waiting_peak", "uk", "cars", 300.0),
            metric("cars_waiting_peak", "all", "cars", 440.0),
            metric("vor_days", "all", "car-days", 1_234.5),
            metric("courtesy_cost", "all", "£", 4_500.0),
        ];
        assert_eq!(outcome(&all, "cars_waiting_peak", "all"), Outcome::Value(440.0));
        assert_eq!(outcome(&all, "vor_days", "all"), Outcome::Value(1_234.5));
        assert_eq!(outcome(&all, "clearance_day_of_cars", "all"), Outcome::Value(10.0));
        let measures = headline().measures(&all);
        assert_eq!(outcome(&all, "courtesy_cost", "all"), Outcome::Value(4_500.0));
        // What the headline says is not said again among the other metrics.
        let measured = crate::experiment::measure::Measured::of(&all, measures);
        let peaks = measured.measures.iter().filter(|measure| measure.key.name == "cars_waiting_peak");
        assert_eq!(peaks.map(|measure| measure.key.site.as_str()).collect::<Vec<_>>(), ["all", "uk"]);
    }

    #[test]
    fn what_is_taken_off_the_shelf_is_told_before_during_and_after() {
        // Two tables with 30 and 10 lines a day: 90 % and 50 % of them before, and nothing from the onset on.
        let share =
            |before: f64| (0..56).map(|day| if day < 20 { before } else { 0.0 }).collect::<Vec<f64>>();
        let all = observations(vec![
            (Key::new("off_the_shelf", "uk", "all", "share"), share(0.9)),
            (Key::new("wanted_off_the_shelf", "uk", "all", "lines"), vec![30.0; 56]),
            (Key::new("off_the_shelf", "france", "all", "share"), share(0.5)),
            (Key::new("wanted_off_the_shelf", "france", "all", "lines"), vec![10.0; 56]),
        ]);
        assert_eq!(outcome(&all, "off_the_shelf.before", "all"), Outcome::Value(0.8));
        assert_eq!(outcome(&all, "off_the_shelf.during", "all"), Outcome::Value(0.0));
        assert_eq!(outcome(&all, "off_the_shelf.after", "all"), Outcome::Value(0.0));
    }

    #[test]
    fn the_main_bottleneck_is_the_place_with_the_largest_share_of_days() {
        let row = |place: &str, mean: Option<f64>| Row {
            key: Key::new(BOTTLENECK, "gplc", place, "share"),
            mean,
            half_width: None,
            values: 3,
            censored: 0,
            nothing: 0,
            p10: None,
            p90: None,
            median: None,
        };
        let rows =
            [row("release", Some(0.3)), row("stock", None), row("pick", Some(0.61)), row("pack", Some(0.09))];
        assert_eq!(main_bottleneck(&rows), Some(&rows[2].key));
        assert_eq!(main_bottleneck(&[row("pick", Some(0.0))]), None);
    }

    #[test]
    fn without_a_disruption_the_headline_is_about_the_whole_run() {
        let mut quiet = headline();
        quiet.windows.onset = None;
        quiet.windows.restored = None;
        let all = observations(vec![(Key::new("backlog", "gplc", "all", "lines"), vec![5.0; 56])]);
        let names: Vec<String> = quiet.measures(&all).into_iter().map(|measure| measure.key.name).collect();
        let expected = [
            "shipped_within_promise.whole_run",
            "backlog_normal",
            "customer_lines",
            "replenishment_lines",
            "events",
        ];
        assert_eq!(names, expected);
    }
}
