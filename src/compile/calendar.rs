//! Calendars written out: from shifts by weekday to levels by instant.
//!
//! A shift belongs to the day on which it begins, so that a night shift of a Friday runs into
//! Saturday, and one that would begin on a holiday does not happen at all. Where shifts overlap the
//! larger level holds. A working day is a day on which a shift begins.
//!
//! Knows nothing of who works by a calendar.

use super::BuildError;
use crate::scenario::network::calendar::{Calendar, Shift};
use crate::scenario::{Scenario, StartFrom};
use crate::units::{CapacityFactor, DAY, Micros, WEEK};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The longest run, in microseconds.
const LONGEST: Micros = 1 << 60;

/// Engine time against the scenario's dates.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    /// Date of engine time 0, a midnight.
    pub(crate) origin: Date,
    /// The scenario's `start` on engine time.
    pub(crate) start: Micros,
    /// End of the run.
    pub(crate) end: Micros,
    /// Weekday of the origin, Monday 0.
    first_weekday: i64,
}

impl Timeline {
    /// Engine time begins whole weeks before the day of `start`: the run-in.
    pub(crate) fn new(scenario: &Scenario) -> Result<Self, BuildError> {
        let initialisation = match scenario.start_from {
            StartFrom::Steady { initialisation } => initialisation.div_ceil(WEEK),
            StartFrom::Full => 0,
        };
        let time = scenario.start.time();
        let of_day = Micros::try_from(time.duration_since(jiff::civil::Time::midnight()).as_micros())
            .expect("no time of day lies before midnight");
        let start = initialisation.checked_mul(WEEK).and_then(|weeks| weeks.checked_add(of_day));
        let end = start.and_then(|start| start.checked_add(scenario.horizon));
        let (Some(start), Some(end)) = (start, end.filter(|&end| end <= LONGEST)) else {
            return Err(BuildError::RunTooLong);
        };
        let weeks = i64::try_from(initialisation).map_err(|_| BuildError::RunTooLong)?;
        let back = jiff::Span::new().try_weeks(weeks).map_err(|_| BuildError::RunTooLong)?;
        let origin = scenario.start.date().checked_sub(back).map_err(|_| BuildError::RunTooLong)?;
        Ok(Self { origin, start, end, first_weekday: i64::from(origin.weekday().to_monday_zero_offset()) })
    }

    /// Days of the run, the last perhaps broken.
    pub(crate) fn days(&self) -> i64 {
        self.end.div_ceil(DAY).cast_signed()
    }

    /// Weekday of an engine day, Monday 0.
    pub(crate) fn weekday(&self, day: i64) -> usize {
        (self.first_weekday + day).rem_euclid(7) as usize
    }

    /// The Monday midnight at or before engine time 0, which is one at or before `start` less whole
    /// weeks.
    pub(crate) fn monday(&self) -> i64 {
        -self.first_weekday * DAY.cast_signed()
    }

    /// Holidays of a calendar as engine days.
    pub(crate) fn holidays(&self, calendar: Option<&Calendar>) -> BTreeSet<i64> {
        let day = |date: &Date| date.duration_since(self.origin).as_hours() / 24;
        calendar.map_or_else(BTreeSet::new, |calendar| calendar.holidays.iter().map(day).collect())
    }
}

/// Which days are working days.
#[derive(Debug, Clone)]
pub(crate) struct WorkingDays {
    weekdays: [bool; 7],
    holidays: BTreeSet<i64>,
}

impl WorkingDays {
    /// Days on which a shift of the calendar begins; without a calendar, Monday to Friday.
    pub(crate) fn new(calendar: Option<&Calendar>, timeline: &Timeline) -> Result<Self, BuildError> {
        let mut weekdays = [true, true, true, true, true, false, false];
        if let Some(calendar) = calendar {
            for (weekday, works) in weekdays.iter_mut().enumerate() {
                *works = calendar.shifts.iter().any(|shift| shift.days[weekday]);
            }
            if !weekdays.contains(&true) {
                return Err(BuildError::NoWorkingDays { calendar: calendar.name.clone() });
            }
        }
        Ok(Self { weekdays, holidays: timeline.holidays(calendar) })
    }

    /// Whether this engine day is a working day.
    pub(crate) fn holds(&self, timeline: &Timeline, day: i64) -> bool {
        self.weekdays[timeline.weekday(day)] && !self.holidays.contains(&day)
    }

    /// Working days of a week without holidays.
    pub(crate) fn per_week(&self) -> f64 {
        self.weekdays.iter().filter(|&&works| works).count() as f64
    }

    /// Weekdays that are working days, Monday 0.
    pub(crate) fn weekdays(&self) -> impl Iterator<Item = usize> {
        (0..7).filter(|&weekday| self.weekdays[weekday])
    }

    /// By day of order, the end of the n-th working day after it (a part of a day counts as a day).
    pub(crate) fn promises(&self, timeline: &Timeline, working_days: f64) -> Vec<Micros> {
        (0..timeline.days()).map(|ordered| self.promise(timeline, working_days, ordered)).collect()
    }

    /// The same for what is ordered by the cut-off of a day, and after it: as if ordered on the
    /// next working day. What is ordered on a day that is no working day comes after the cut-off of
    /// the last one, too.
    pub(crate) fn promises_with_cut_off(
        &self,
        timeline: &Timeline,
        working_days: f64,
    ) -> (Vec<Micros>, Vec<Micros>) {
        let from = |mut day: i64| {
            while !self.holds(timeline, day) {
                day += 1;
            }
            day
        };
        let promised = |ordered| self.promise(timeline, working_days, from(ordered));
        (0..timeline.days())
            .map(|day| (promised(day), promised(from(day + i64::from(self.holds(timeline, day))))))
            .unzip()
    }

    fn promise(&self, timeline: &Timeline, working_days: f64, ordered: i64) -> Micros {
        let nth = working_days.ceil() as u64;
        let (mut day, mut counted) = (ordered, 0);
        while counted < nth {
            day += 1;
            counted += u64::from(self.holds(timeline, day));
        }
        (day + 1).cast_unsigned() * DAY
    }
}

/// Level by instant from 0 to the end of the run. Without a calendar it is always normal.
pub(crate) fn written_out(calendar: Option<&Calendar>, timeline: &Timeline) -> Vec<(Micros, CapacityFactor)> {
    let Some(calendar) = calendar else { return vec![(0, CapacityFactor::NOMINAL)] };
    let holidays = timeline.holidays(Some(calendar));
    let mut shifts = Vec::new();
    for day in -reach(calendar)..timeline.days() {
        if !holidays.contains(&day) {
            shifts.extend(begun(calendar, timeline.weekday(day), day));
        }
    }
    stairs(&shifts, timeline.end)
}

/// Level over a week without holidays, from Monday midnight on.
pub(crate) fn normal_week(calendar: Option<&Calendar>) -> Vec<(Micros, CapacityFactor)> {
    let Some(calendar) = calendar else { return vec![(0, CapacityFactor::NOMINAL)] };
    let shifts: Vec<_> =
        (-reach(calendar)..7).flat_map(|day| begun(calendar, day.rem_euclid(7) as usize, day)).collect();
    stairs(&shifts, WEEK)
}

/// Work that fits into the fullest weekday, in microseconds at level 100 %.
pub(crate) fn fullest_day(calendar: Option<&Calendar>) -> f64 {
    let Some(calendar) = calendar else { return DAY as f64 };
    (0..7)
        .map(|weekday| {
            let shifts: Vec<_> = begun(calendar, weekday, 0).collect();
            let end = shifts.iter().map(|shift| shift.1).max().unwrap_or(0).cast_unsigned();
            work_within(&stairs(&shifts, end), end)
        })
        .fold(0.0, f64::max)
}

/// Work at level 100 % that fits between 0 and `end`, in microseconds.
pub(crate) fn work_within(levels: &[(Micros, CapacityFactor)], end: Micros) -> f64 {
    let ends = levels.iter().skip(1).map(|step| step.0).chain([end]);
    levels.iter().zip(ends).map(|(&(from, level), to)| (to - from) as f64 * f64::from(level)).sum()
}

/// Days that the longest shift runs into from the day of its begin.
fn reach(calendar: &Calendar) -> i64 {
    calendar.shifts.iter().map(|shift| shift.to.div_ceil(DAY).cast_signed()).max().unwrap_or(0)
}

/// Begin, end and level of the shifts that begin on a day.
fn begun(calendar: &Calendar, weekday: usize, day: i64) -> impl Iterator<Item = (i64, i64, CapacityFactor)> {
    let midnight = day * DAY.cast_signed();
    let begins = move |shift: &&Shift| shift.days[weekday];
    calendar.shifts.iter().filter(begins).map(move |shift| {
        (midnight + shift.from.cast_signed(), midnight + shift.to.cast_signed(), shift.level)
    })
}

/// The largest level in force by instant, from 0 to before `end`; each step differs from the one
/// before.
fn stairs(shifts: &[(i64, i64, CapacityFactor)], end: Micros) -> Vec<(Micros, CapacityFactor)> {
    let mut changes: Vec<(Micros, CapacityFactor, i32)> = Vec::new();
    for &(from, to, level) in shifts {
        if to > 0 && from < to {
            changes.push((from.max(0).cast_unsigned(), level, 1));
            changes.push((to.cast_unsigned(), level, -1));
        }
    }
    changes.sort_unstable_by_key(|change| change.0);
    let mut in_force: BTreeMap<CapacityFactor, i32> = BTreeMap::new();
    let mut stairs = vec![(0, CapacityFactor::STOPPED)];
    for at_once in changes.chunk_by(|one, next| one.0 == next.0) {
        let instant = at_once[0].0;
        if instant >= end {
            break;
        }
        for &(_, level, change) in at_once {
            *in_force.entry(level).or_default() += change;
        }
        let level = in_force.iter().rev().find(|&(_, &shifts)| shifts > 0);
        let level = level.map_or(CapacityFactor::STOPPED, |(&level, _)| level);
        let last = stairs.last_mut().expect("it begins with a step");
        if last.0 == instant {
            last.1 = level;
        } else if last.1 != level {
            stairs.push((instant, level));
        }
    }
    stairs
}
