//! The headline of one replication: how deep the backlog got, when it was cleared, what customers saw.
//!
//! | measure | definition |
//! | --- | --- |
//! | `backlog_peak`, `backlog_peak_days` | largest outbound backlog of the centre from the onset on, in lines and in days of normal flow; levels are those at midnight |
//! | `backlog_peak_day` | its first day, in days from the day of the onset |
//! | `past_due_peak` | most lines open after their promised time, from the onset on |
//! | `clearance_day` | first of 5 working days in a row on which the backlog is at or under its limit, after the day on which it is highest against its limit; all lines, and those of the most urgent class |
//! | `clearance_day_of_old_lines` | the same for lines open for 7 days or longer |
//! | `shipped_within_promise.W` | customer lines ordered on the days of window W and shipped in time, as a share of those ordered; days whose lines are not all due by the end are left out |
//! | `stock_availability.W` | customer lines given whole at first pick in window W (normal running), as a share of those looked for: by the centre, and by all sites together; `_replenishment`: lines that sites ask for |
//! | `backlog_normal`, `backlog_normal_days` | mean outbound backlog in normal running |
//! | `customer_lines`, `replenishment_lines` | ordered in the counted days |
//! | `events` | of the simulation, warm-up included |
//!
//! The **limit** of a day is 110 % of normal: the mean of the same weekday over the days before the onset, or of
//! all working days where there was no such weekday. Where normal is next to nothing, 110 % of it would be noise:
//! the limit is at least 1 line, and for old lines at least 1 % of the normal backlog of all lines. Days on which
//! the centre does not work are left out. Backlog that stands still in an outage is not cleared, however
//! near its limit: only what follows its highest day counts.
//!
//! A backlog never above its limit has no clearance day. One that does not come back within the run is later than
//! the last working day that could have been the first of five.
//!
//! Without a disruption the headline is what makes sense in normal running. The one file where these definitions
//! stand; what other files say of them they take from here.

use super::measure::{Measure, Outcome};
use super::window::{Window, Windows, subject};
use crate::model::{Labels, Model};
use crate::observe::backlog::{AGE_BANDS, age_band};
use crate::observe::{Key, Observations};
use crate::stats::moments::Moments;
use crate::stats::resilience::{Hold, Return, clearance};

/// How far over normal is still normal, as a share of it.
pub const TOLERANCE: f64 = 0.10;
/// For how many working days the backlog must stay there to be cleared.
pub const HOLD: usize = 5;
/// From this age on a line is old, in days.
pub const OLD: usize = 7;
/// The limit of old lines is at least this share of the normal backlog.
const LEAST_SHARE_OF_OLD: f64 = 0.01;
/// Unit of a day that is told by its distance from the onset.
pub const DAYS_FROM_ONSET: &str = "days from the onset";

/// What a headline is worked out with; the same for all replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The days it looks at.
    pub windows: Windows,
    /// The site table it is about.
    pub site: String,
    /// Order classes, the most urgent first.
    pub classes: Vec<String>,
}

impl Headline {
    /// For a model; `None` if it has no site that lines are asked of.
    pub fn of(model: &Model, labels: &Labels) -> Option<Self> {
        let table = subject(model)?;
        Some(Headline {
            windows: Windows::of(model),
            site: labels.tables.get(table)?.clone(),
            classes: labels.classes.clone(),
        })
    }

    /// The headline of one replication.
    pub fn measures(&self, observations: &Observations) -> Vec<Measure> {
        let mut told = Told { headline: self, observations, measures: Vec::new() };
        if let Some(onset) = self.windows.onset {
            told.peaks(onset);
            told.clearances(onset);
        }
        told.promises();
        told.availability();
        told.normal_running();
        told.volumes();
        told.measures
    }

    /// When a backlog of the centre is cleared, in days from the onset; see the file's head for the definition.
    /// The limit is never under `least`.
    pub fn clearance_day(&self, backlog: &[f64], least: f64) -> Outcome {
        let windows = &self.windows;
        let days = windows.working_days();
        let Some(onset) = windows.onset else { return Outcome::Nothing };
        let normal: Vec<usize> = days.iter().copied().filter(|&day| day < onset).collect();
        let mean = |weekday: Option<usize>| {
            let alike = normal.iter().filter(|&&day| weekday.is_none_or(|one| windows.weekday(day) == one));
            Moments::of(alike.map(|&day| backlog[day])).and_then(|moments| moments.mean()).ok()
        };
        let Some(of_all_days) = mean(None) else { return Outcome::Nothing };
        let limits: Vec<f64> = (0..7)
            .map(|weekday| (mean(Some(weekday)).unwrap_or(of_all_days) * (1.0 + TOLERANCE)).max(least))
            .collect();
        let against_limit: Vec<f64> =
            days.iter().map(|&day| backlog[day] / limits[windows.weekday(day)]).collect();
        let first = days.partition_point(|&day| day < onset);
        let Some(highest) = highest(&against_limit, first) else { return Outcome::Nothing };
        match clearance(&against_limit, highest, 1.0, Hold::Days(HOLD)) {
            Ok(Return::OnDay(day)) => Outcome::Value((days[day] - onset) as f64),
            Ok(Return::NotWithinSeries { later_than }) => {
                Outcome::LaterThan((days[later_than] - onset) as f64)
            }
            Ok(Return::NeverLeft) | Err(_) => Outcome::Nothing,
        }
    }

    /// The largest value from the onset on, and its first day.
    pub fn peak(&self, series: &[f64]) -> Option<(f64, usize)> {
        let onset = self.windows.onset?;
        highest(series, onset).map(|day| (series[day], day))
    }
}

/// Place of the first largest value from `first` on.
fn highest(values: &[f64], first: usize) -> Option<usize> {
    (first..values.len()).reduce(|most, day| if values[day] > values[most] { day } else { most })
}

/// The headline while it is put together.
struct Told<'a> {
    headline: &'a Headline,
    observations: &'a Observations,
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
            if let Some((days, _)) = self.own("backlog_days", "all").and_then(|series| headline.peak(series)) {
                self.add("backlog_peak_days", site, "all", "days of normal flow", Some(days));
            }
            self.add("backlog_peak_day", site, "all", DAYS_FROM_ONSET, Some((day - onset) as f64));
        }
        if let Some((lines, _)) = self.own("past_due", "all").and_then(|series| headline.peak(series)) {
            self.add("past_due_peak", site, "all", "lines", Some(lines));
        }
    }

    fn clearances(&mut self, onset: usize) {
        let headline = self.headline;
        let site = headline.site.as_str();
        let Some(all) = self.own("backlog", "all") else { return };
        self.add("clearance_day", site, "all", DAYS_FROM_ONSET, headline.clearance_day(all, 1.0));
        if let Some(urgent) = headline.classes.first().filter(|_| headline.classes.len() > 1)
            && let Some(series) = self.own("backlog", urgent)
        {
            self.add("clearance_day", site, urgent, DAYS_FROM_ONSET, headline.clearance_day(series, 1.0));
        }
        let old = (0..AGE_BANDS.len()).filter(|&band| AGE_BANDS[band].0 >= OLD);
        let mut lines = vec![0.0; all.len()];
        for band in old.filter_map(|band| self.own(&format!("backlog_age.{}", age_band(band)), "all")) {
            lines.iter_mut().zip(band).for_each(|(sum, lines)| *sum += lines);
        }
        let normal = mean(&all[..onset]).unwrap_or(0.0);
        let day = headline.clearance_day(&lines, (normal * LEAST_SHARE_OF_OLD).max(1.0));
        self.add("clearance_day_of_old_lines", site, "all", DAYS_FROM_ONSET, day);
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
            named.flat_map(|series| &series.values).sum::<f64>()
        };
        let (customers, replenishment) = (total("ordered"), total("ordered_replenishment"));
        self.add("customer_lines", "all", "all", "lines", Some(customers));
        self.add("replenishment_lines", "all", "all", "lines", Some(replenishment));
        self.add("events", "all", "all", "events", Some(self.observations.counts.events as f64));
    }
}

fn mean(values: &[f64]) -> Option<f64> {
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

/// Whether a measure is the day of a clearance.
pub fn is_clearance(key: &Key) -> bool {
    key.name.starts_with("clearance_day")
}
