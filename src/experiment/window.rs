//! Windows: the days over which headline metrics are taken.
//!
//! ```text
//!      counted from            onset                restored                 end
//! warm-up │       before         │       during        │       after          │
//! ────────┼──────────────────────┼─────────────────────┼──────────────────────┤
//!         └ normal: the mean of the same weekday       └ the first midnight at which all is back
//! ```
//!
//! The day of the onset is the first of those during it. Without a disruption the whole run is one
//! window.
//!
//! The centre **works** on a day on which each of its outbound processes works at some time: only
//! then can a line go right through. Days on which it does not are left out of what is compared
//! with a normal day.
//!
//! Knows no series.

use super::restoration::Restoration;
use crate::metrics::Days;
use crate::metrics::names::WINDOWS;
use crate::model::Model;
use crate::scenario::network::site::SiteKind;
use crate::units::{DAY, Instant, ProcessId, SiteGroupId};
use jiff::civil::Date;
use std::ops::Range;

/// Days of a run, numbered from the first counted day.
#[derive(Debug, Clone, PartialEq)]
pub struct Windows {
    /// Date of each counted day.
    pub dates: Vec<Date>,
    /// Day of the onset; `None` without a disruption in the run.
    pub onset: Option<usize>,
    /// First day that starts with everything restored; `None` if something is not restored within
    /// the run.
    pub restored: Option<usize>,
    /// By day: true if the centre works.
    pub works: Vec<bool>,
}

/// A named stretch of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its label number among [`WINDOWS`].
    pub label: usize,
    /// Its days.
    pub days: Range<usize>,
}

/// Label number of the only window of a run without a disruption.
const WHOLE_RUN: usize = 3;

impl Window {
    /// `before`, `during`, `after`, or `whole_run`.
    pub fn name(&self) -> &'static str {
        WINDOWS[self.label]
    }
}

impl Windows {
    /// Windows of a model's run.
    pub fn of(model: &Model) -> Self {
        let days = Days::of(model);
        let counted = days.counted();
        let onset = days.counted_day(model.times.onset).filter(|&day| day < counted);
        let restored = Restoration::of(model).restored.and_then(|instant| {
            let day = (instant.since_origin().div_ceil(DAY) as usize).saturating_sub(days.first);
            (day < counted).then_some(day)
        });
        Windows { dates: days.dates(), onset, restored, works: works(model, &days) }
    }

    /// Number of counted days.
    pub fn days(&self) -> usize {
        self.dates.len()
    }

    /// Before, during and after the disruption, or the whole run.
    pub fn all(&self) -> Vec<Window> {
        let Some(onset) = self.onset else {
            return vec![Window { label: WHOLE_RUN, days: 0..self.days() }];
        };
        let restored = self.restored.unwrap_or(self.days()).max(onset);
        vec![
            Window { label: 0, days: 0..onset },
            Window { label: 1, days: onset..restored },
            Window { label: 2, days: restored..self.days() },
        ]
    }

    /// Days of the windows: the stretches of order cohorts from which all windows can be composed.
    pub fn stretches(&self) -> Vec<Range<usize>> {
        self.all().into_iter().map(|window| window.days).collect()
    }

    /// Normal operation: before the disruption, or the whole run.
    pub fn normal(&self) -> Window {
        let mut all = self.all();
        all.swap_remove(0)
    }

    /// Days on which the centre works, in order.
    pub fn working_days(&self) -> Vec<usize> {
        (0..self.days()).filter(|&day| self.works[day]).collect()
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
