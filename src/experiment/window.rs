//! Windows: the order dates over which service is reported.
//!
//! ```text
//!      counted from            onset             first return                 end
//! warm-up │       before         │      outage        │      recovery        │
//! ────────┼──────────────────────┼────────────────────┼──────────────────────┤
//!         └ normal: the mean     │            from_onset                     │
//!           of the same weekday
//! ```
//!
//! The outage begins with the day of the first disruption. The recovery begins with the day of the
//! first planned rise of a target that customer lines need, gates as the plan opens them. These
//! dates are nominal: they are the same for all replications, and known before one runs. Without a
//! disruption the whole run is one window. A scenario adds windows of its own (`[windows.NAME]`).
//!
//! In a comparison every plan has the windows of the **reference**: the first plan, or the first
//! with a disruption if that one has none. So all plans are judged on the lines of the same order
//! dates: a class only on dates whose lines are due by the end of the shortest run.
//!
//! The centre **works** on a day on which each of its outbound processes works at some time: only
//! then can a line go right through. Days on which it does not are left out of what is compared
//! with a normal day.
//!
//! Knows no series.

use crate::analysis::customer_targets::first_rise;
use crate::metrics::Days;
use crate::metrics::names::WINDOWS;
use crate::model::{Labels, Model};
use crate::scenario::network::site::SiteKind;
use crate::units::{DAY, Duration, Instant, ProcessId, SiteGroupId};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::ops::Range;

/// Windows of the plan with which others are compared, by date.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceWindows {
    /// Day of the first disruption; `None` without one.
    onset: Option<Date>,
    /// Names of the labels of windows: those of every scenario, and its own.
    names: Vec<String>,
    /// Windows by label number, each from a date up to another.
    windows: Vec<(usize, Range<Date>)>,
    /// End of the shortest run: a date, and the time of day.
    end: (Date, Duration),
}

impl ReferenceWindows {
    /// Windows for a number of plans; the reference is the first with a disruption, or the first.
    ///
    /// # Panics
    /// Without a plan.
    pub fn of(plans: &[(&Model, &Labels)]) -> Self {
        let disrupted = plans.iter().find(|(model, _)| model.times.onset < model.times.end);
        let &(model, labels) = disrupted.or(plans.first()).expect("a comparison has plans");
        let ends = plans
            .iter()
            .map(|(model, _)| (date_of(model, model.times.end), model.times.end.since_origin() % DAY));
        let end = ends.min().expect("a comparison has plans");
        let names: Vec<String> =
            WINDOWS.iter().map(|&name| name.to_owned()).chain(labels.windows.iter().cloned()).collect();
        let first = date_of(model, model.times.counted_from.max(model.times.start));
        let last = end.0;
        let onset = disrupted.map(|_| date_of(model, model.times.onset));
        let mut windows = Vec::new();
        match onset {
            None => windows.push((WHOLE_RUN, first..last)),
            Some(onset) => {
                let back =
                    first_rise(model).map_or(last, |instant| date_of(model, instant)).clamp(onset, last);
                windows.push((BEFORE, first..onset));
                windows.push((OUTAGE, onset..back));
                windows.push((RECOVERY, back..last));
                windows.push((FROM_ONSET, onset..last));
            }
        }
        let own = model.windows.iter().enumerate().map(|(number, window)| {
            (WINDOWS.len() + number, date_of(model, window.start)..date_of(model, window.end))
        });
        windows.extend(own);
        ReferenceWindows { onset, names, windows, end }
    }

    /// Names of the labels of windows.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// True if days are counted from the onset of a disruption.
    pub fn has_onset(&self) -> bool {
        self.onset.is_some()
    }
}

/// Spans of days from which all these windows can be composed, in order.
pub(super) fn stretches(windows: &[Window]) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> =
        windows.iter().flat_map(|window| [window.days.start, window.days.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let within = |days: &Range<usize>| {
        windows.iter().any(|window| window.days.start <= days.start && days.end <= window.days.end)
    };
    ends.windows(2).map(|pair| pair[0]..pair[1]).filter(within).collect()
}

/// Date of an instant of a model's run.
fn date_of(model: &Model, instant: Instant) -> Date {
    model.times.origin.saturating_add(((instant / DAY) as i64).days())
}

/// Days of a run, numbered from the first counted day.
#[derive(Debug, Clone, PartialEq)]
pub struct Windows {
    /// Date of each counted day.
    pub dates: Vec<Date>,
    /// Day of the onset; `None` without a disruption in the reference.
    pub onset: Option<usize>,
    /// By day: true if the centre works.
    pub works: Vec<bool>,
    /// By order class: number of counted days whose lines are all due by the end of the shortest
    /// run.
    pub judged: Vec<usize>,
    /// Number of counted days whose lines can be judged by the fill rates, by the end of the
    /// shortest run.
    pub filled: usize,
    /// Windows that have a day.
    pub all: Vec<Window>,
}

/// A named span of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its label number.
    pub label: usize,
    /// Its days.
    pub days: Range<usize>,
}

/// Label numbers of the windows that every scenario has.
const BEFORE: usize = 0;
const OUTAGE: usize = 1;
const RECOVERY: usize = 2;
/// Outage and recovery together.
pub(super) const FROM_ONSET: usize = 3;
/// The only window of a run without a disruption.
pub(super) const WHOLE_RUN: usize = 4;

impl Windows {
    /// Windows of a model's run alone.
    pub fn of(model: &Model, labels: &Labels) -> Self {
        Self::by_reference(model, &ReferenceWindows::of(&[(model, labels)]))
    }

    /// Windows of a model's run in a comparison.
    pub fn by_reference(model: &Model, reference: &ReferenceWindows) -> Self {
        let days = Days::of(model);
        let dates = days.dates();
        let place = |date: Date| dates.partition_point(|&known| known < date);
        let onset = reference.onset.map(place).filter(|&day| day < dates.len());
        let end = model.times.origin.until(reference.end.0).map_or(0, |span| span.get_days().max(0) as u64);
        let end = (Instant::midnight(end) + reference.end.1).min(model.times.end);
        let judged = model.classes.iter().map(|class| {
            let is_judged = |day: usize| {
                let last = Instant::midnight((days.first + day + 1) as u64) - Duration::MICROSECOND;
                class.due(last).is_some_and(|due| due <= end)
            };
            (0..dates.len()).take_while(|&day| is_judged(day)).count()
        });
        let windows = reference
            .windows
            .iter()
            .map(|(label, window)| Window { label: *label, days: place(window.start)..place(window.end) });
        Windows {
            onset,
            works: works(model, &days),
            judged: judged.collect(),
            filled: (days.first..days.end)
                .take_while(|&day| model.fill_limits[1].get(day).is_some_and(|&limit| limit <= end))
                .count(),
            all: windows.filter(|window| !window.days.is_empty()).collect(),
            dates,
        }
    }

    /// Number of counted days.
    pub fn days(&self) -> usize {
        self.dates.len()
    }

    /// Spans of order dates from which all windows can be composed, in order.
    pub fn stretches(&self) -> Vec<Range<usize>> {
        stretches(&self.all)
    }

    /// Normal operation: before the disruption, or the whole run.
    pub fn normal(&self) -> Window {
        let normal = self.all.iter().find(|window| [BEFORE, WHOLE_RUN].contains(&window.label));
        normal.cloned().unwrap_or(Window { label: BEFORE, days: 0..0 })
    }

    /// Days on which the centre works, in order.
    pub fn working_days(&self) -> Vec<usize> {
        (0..self.days()).filter(|&day| self.works[day]).collect()
    }

    /// Last day of all plans of a comparison, in days from the onset; `None` without an onset.
    pub fn last_from_onset(&self) -> Option<f64> {
        let whole = self.all.iter().find(|window| window.label == FROM_ONSET)?;
        Some((whole.days.end - 1).saturating_sub(self.onset?) as f64)
    }

    /// Weekday of a day, Monday 0.
    pub fn weekday(&self, day: usize) -> usize {
        self.dates[day].weekday().to_monday_zero_offset() as usize
    }
}

/// Site group of the headline: the centre, or in a scenario without one the last group before the
/// suppliers that serves lines.
pub fn subject(model: &Model) -> Option<SiteGroupId> {
    let served = |&group: &SiteGroupId| model.site_groups[group].kind != SiteKind::Supplier;
    model.centre().or_else(|| model.site_groups.ids().rev().find(served))
}

/// By counted day: true if each outbound process of the centre works at some time of it.
fn works(model: &Model, days: &Days) -> Vec<bool> {
    let outbound: Vec<ProcessId> = subject(model)
        .map(|table| &model.site_groups[table])
        .map(|table| table.before_stock.iter().chain(&table.after_stock).copied().collect())
        .unwrap_or_default();
    let at_all = |process: ProcessId, from: Instant| {
        let calendar = &model.processes[process].calendar;
        let first = calendar.partition_point(|&(since, _)| since <= from).saturating_sub(1);
        calendar.is_empty()
            || calendar[first..]
                .iter()
                .take_while(|&&(since, _)| since < from + DAY)
                .any(|(_, level)| level.is_up())
    };
    let works: Vec<bool> = (days.first..days.end)
        .map(|day| outbound.iter().all(|&process| at_all(process, Instant::midnight(day as u64))))
        .collect();
    // Where no day serves all steps, all days count.
    if works.contains(&true) { works } else { vec![true; works.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{CompiledModel, build};
    use crate::model::test_scenario;
    use crate::scenario::disruption::CapacityTarget as Named;
    use crate::scenario::window::Window as Stated;
    use crate::units::WEEK;
    use jiff::civil::date;

    /// Four weeks from Monday 6 January 2025; orders need `entry`, and nothing needs `spare`. Both
    /// are down from the first Sunday at noon; `entry` is back on Wednesday, 15 January.
    fn plan(weeks: u64, spare_back: u64) -> CompiledModel {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = Duration::from_micros(weeks * WEEK.as_micros());
        scenario.systems = vec![test_scenario::system("entry", &[]), test_scenario::system("spare", &[])];
        scenario.demand[0].needs = vec!["entry".into()];
        let noon = Instant::at(6 * DAY + 12 * crate::units::HOUR);
        scenario.disruptions = vec![
            test_scenario::outage("entry", noon, Some(Instant::at(9 * DAY + crate::units::HOUR))),
            crate::scenario::disruption::Disruption {
                name: "spare".into(),
                takes_down: vec![Named::System("spare".into())],
                ..test_scenario::outage("spare", noon, Some(Instant::at(spare_back * DAY)))
            },
        ];
        build(&scenario).unwrap()
    }

    fn dates(windows: &Windows) -> Vec<(usize, Date, Date)> {
        let date = |day: usize| windows.dates[day];
        windows.all.iter().map(|one| (one.label, date(one.days.start), date(one.days.end - 1))).collect()
    }

    #[test]
    fn the_recovery_begins_with_the_first_return_of_what_customer_lines_need() {
        for spare_back in [8, 20] {
            let CompiledModel { model, labels } = plan(4, spare_back);
            let windows = Windows::of(&model, &labels);
            let expected = [
                (BEFORE, date(2025, 1, 6), date(2025, 1, 11)),
                (OUTAGE, date(2025, 1, 12), date(2025, 1, 14)),
                (RECOVERY, date(2025, 1, 15), date(2025, 2, 2)),
                (FROM_ONSET, date(2025, 1, 12), date(2025, 2, 2)),
            ];
            assert_eq!(
                dates(&windows),
                expected,
                "the return of `spare` on day {spare_back} changes nothing"
            );
            assert_eq!(windows.stretches(), [0..6, 6..9, 9..28]);
        }
    }

    #[test]
    fn all_plans_have_the_windows_of_the_reference_up_to_the_shortest_end() {
        let (long, short) = (plan(4, 8), plan(3, 8));
        let mut quiet = test_scenario::scenario();
        quiet.warm_up = Duration::from_micros(2 * DAY.as_micros());
        let quiet = build(&quiet).unwrap();
        let plans = [&quiet, &long, &short].map(|plan| (&plan.model, &plan.labels));
        let reference = ReferenceWindows::of(&plans);
        for plan in [&long, &short] {
            let windows = Windows::by_reference(&plan.model, &reference);
            let last = date(2025, 1, 26);
            assert_eq!(
                dates(&windows)[1..3],
                [(OUTAGE, date(2025, 1, 12), date(2025, 1, 14)), (RECOVERY, date(2025, 1, 15), last),]
            );
            // Daily lines are promised by the end of the next working day: the first class is
            // judged up to Thursday, 23 January, also in the longer run.
            let judged = windows.judged[0];
            assert_eq!(windows.dates[judged - 1], date(2025, 1, 23), "{judged}");
        }
        // A plan without a disruption is judged over the same days, from its own first counted day.
        let windows = Windows::by_reference(&quiet.model, &reference);
        assert_eq!((windows.onset, windows.dates[0]), (Some(4), date(2025, 1, 8)));
        assert_eq!(dates(&windows)[0], (BEFORE, date(2025, 1, 8), date(2025, 1, 11)));
    }

    #[test]
    fn a_scenario_adds_windows_and_no_disruption_is_one_window() {
        let mut scenario = test_scenario::scenario();
        scenario.windows = vec![Stated {
            name: "second_week".into(),
            from: Instant::at(WEEK),
            until: Instant::at(2 * WEEK),
        }];
        let CompiledModel { model, labels } = build(&scenario).unwrap();
        let windows = Windows::of(&model, &labels);
        let own = (WINDOWS.len(), date(2025, 1, 13), date(2025, 1, 19));
        assert_eq!(dates(&windows), [(WHOLE_RUN, date(2025, 1, 6), date(2025, 2, 2)), own]);
        assert_eq!(windows.stretches(), [0..7, 7..14, 14..28]);
        assert_eq!(windows.normal().days, 0..28);
    }
}
