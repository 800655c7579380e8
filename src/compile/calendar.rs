//! Calendars: from shifts by weekday to capacity factors by instant.
//!
//! A shift belongs to the day on which it begins, so that a night shift of a Friday runs into
//! Saturday, and one that would begin on a holiday does not happen at all. Where shifts overlap the
//! larger factor holds. A working day is a day on which a shift begins.
//!
//! Knows nothing of the processes that work by a calendar.

use super::BuildError;
use crate::scenario::network::calendar::{Calendar, Shift};
use crate::scenario::{Scenario, StartFrom};
use crate::units::{CapacityFactor, DAY, Duration, Instant, WEEK};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Latest end of a run.
const LATEST_END: Instant = Instant::from_micros(1 << 60);

/// Engine time against the scenario's dates.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    /// Date of engine time 0, a midnight.
    pub(crate) origin: Date,
    /// `start` of the scenario in engine time.
    pub(crate) start: Instant,
    /// End of the run.
    pub(crate) end: Instant,
    /// Weekday of the origin, Monday 0.
    first_weekday: i64,
}

impl Timeline {
    /// Engine time begins an integer number of weeks before the day of `start`: the initialisation.
    pub(crate) fn new(scenario: &Scenario) -> Result<Self, BuildError> {
        let initialisation = match scenario.start_from {
            StartFrom::Steady { initialisation } => initialisation.div_ceil(WEEK),
            StartFrom::Full => 0,
        };
        let time = scenario.start.time();
        let of_day = u64::try_from(time.duration_since(jiff::civil::Time::midnight()).as_micros())
            .expect("no time of day lies before midnight");
        let start =
            Instant::at(WEEK.saturating_mul(initialisation).saturating_add(Duration::from_micros(of_day)));
        let end = start.saturating_add(scenario.horizon);
        if end > LATEST_END {
            return Err(BuildError::RunTooLong);
        }
        let weeks = i64::try_from(initialisation).map_err(|_| BuildError::RunTooLong)?;
        let back = jiff::Span::new().try_weeks(weeks).map_err(|_| BuildError::RunTooLong)?;
        let origin = scenario.start.date().checked_sub(back).map_err(|_| BuildError::RunTooLong)?;
        Ok(Self { origin, start, end, first_weekday: i64::from(origin.weekday().to_monday_zero_offset()) })
    }

    /// An instant of the scenario, which counts from `start`, in engine time.
    pub(crate) fn instant(&self, after_start: Instant) -> Instant {
        self.start.saturating_add(after_start.since_origin())
    }

    /// Days of the run; the last may be a part of a day.
    pub(crate) fn days(&self) -> i64 {
        self.end.since_origin().div_ceil(DAY).cast_signed()
    }

    /// Weekday of an engine day, Monday 0.
    pub(crate) fn weekday(&self, day: i64) -> usize {
        (self.first_weekday + day).rem_euclid(7) as usize
    }

    /// The Monday midnight at or before engine time 0, an integer number of weeks before one at or
    /// before `start`.
    pub(crate) fn monday(&self) -> i64 {
        -self.first_weekday * DAY.signed()
    }

    /// Holidays of a calendar as engine days.
    pub(crate) fn holidays(&self, calendar: Option<&Calendar>) -> BTreeSet<i64> {
        let day = |date: &Date| date.duration_since(self.origin).as_hours() / 24;
        calendar.map_or_else(BTreeSet::new, |calendar| calendar.holidays.iter().map(day).collect())
    }
}

/// Working days.
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

    /// True if an engine day is a working day.
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

    /// End of the n-th working day after each day of order (a part of a day counts as a day).
    pub(crate) fn promises(&self, timeline: &Timeline, working_days: f64) -> Vec<Instant> {
        (0..timeline.days()).map(|ordered| self.promise(timeline, working_days, ordered)).collect()
    }

    /// The same for orders by the cut-off of each day, and for orders after it, which count as
    /// orders of the next working day. Orders on a day that is no working day come after the
    /// cut-off of the last one, too.
    pub(crate) fn promises_with_cut_off(
        &self,
        timeline: &Timeline,
        working_days: f64,
    ) -> (Vec<Instant>, Vec<Instant>) {
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

    /// Promised instant of an order of an engine day.
    fn promise(&self, timeline: &Timeline, working_days: f64, ordered: i64) -> Instant {
        let nth = working_days.ceil() as u64;
        let (mut day, mut counted) = (ordered, 0);
        while counted < nth {
            day += 1;
            counted += u64::from(self.holds(timeline, day));
        }
        Instant::at((day + 1).cast_unsigned() * DAY)
    }
}

/// Capacity factor by instant from 0 to the end of the run; without a calendar always nominal.
pub(crate) fn factors_of_run(
    calendar: Option<&Calendar>,
    timeline: &Timeline,
) -> Vec<(Instant, CapacityFactor)> {
    let Some(calendar) = calendar else { return vec![(Instant::ORIGIN, CapacityFactor::NOMINAL)] };
    let holidays = timeline.holidays(Some(calendar));
    let mut shifts = Vec::new();
    for day in -reach(calendar)..timeline.days() {
        if !holidays.contains(&day) {
            shifts.extend(shifts_of_day(calendar, timeline.weekday(day), day));
        }
    }
    step_function(&shifts, timeline.end)
}

/// Capacity factor over a week without holidays, from Monday midnight on.
pub(crate) fn factors_of_week(calendar: Option<&Calendar>) -> Vec<(Instant, CapacityFactor)> {
    let Some(calendar) = calendar else { return vec![(Instant::ORIGIN, CapacityFactor::NOMINAL)] };
    let shifts: Vec<_> = (-reach(calendar)..7)
        .flat_map(|day| shifts_of_day(calendar, day.rem_euclid(7) as usize, day))
        .collect();
    step_function(&shifts, Instant::at(WEEK))
}

/// Work that fits into the fullest weekday \[microseconds at nominal speed\].
pub(crate) fn work_of_fullest_day(calendar: Option<&Calendar>) -> f64 {
    let Some(calendar) = calendar else { return DAY.as_micros_f64() };
    (0..7)
        .map(|weekday| {
            let shifts: Vec<_> = shifts_of_day(calendar, weekday, 0).collect();
            let end = shifts.iter().map(|shift| shift.1).max().unwrap_or(0).cast_unsigned();
            work_within(&step_function(&shifts, Instant::from_micros(end)), Instant::from_micros(end))
        })
        .fold(0.0, f64::max)
}

/// Work that fits between 0 and `end` \[microseconds at nominal speed\].
pub(crate) fn work_within(factors: &[(Instant, CapacityFactor)], end: Instant) -> f64 {
    let ends = factors.iter().skip(1).map(|step| step.0).chain([end]);
    factors
        .iter()
        .zip(ends)
        .map(|(&(from, factor), to)| (to - from).as_micros_f64() * f64::from(factor))
        .sum()
}

/// Number of days that the longest shift reaches into, counted from the day on which it begins.
fn reach(calendar: &Calendar) -> i64 {
    calendar.shifts.iter().map(|shift| shift.to.div_ceil(DAY).cast_signed()).max().unwrap_or(0)
}

/// Begin, end and capacity factor of the shifts that begin on a day.
fn shifts_of_day(
    calendar: &Calendar,
    weekday: usize,
    day: i64,
) -> impl Iterator<Item = (i64, i64, CapacityFactor)> {
    let midnight = day * DAY.signed();
    let begins = move |shift: &&Shift| shift.days[weekday];
    calendar
        .shifts
        .iter()
        .filter(begins)
        .map(move |shift| (midnight + shift.from.signed(), midnight + shift.to.signed(), shift.level))
}

/// Largest capacity factor in force by instant, from 0 to before `end`; each step differs from the
/// one before.
fn step_function(shifts: &[(i64, i64, CapacityFactor)], end: Instant) -> Vec<(Instant, CapacityFactor)> {
    let mut changes: Vec<(Instant, CapacityFactor, i32)> = Vec::new();
    for &(from, to, level) in shifts {
        if to > 0 && from < to {
            changes.push((Instant::from_micros(from.max(0).cast_unsigned()), level, 1));
            changes.push((Instant::from_micros(to.cast_unsigned()), level, -1));
        }
    }
    changes.sort_unstable_by_key(|change| change.0);
    let mut in_force: BTreeMap<CapacityFactor, i32> = BTreeMap::new();
    let mut steps = vec![(Instant::ORIGIN, CapacityFactor::STOPPED)];
    for simultaneous in changes.chunk_by(|one, next| one.0 == next.0) {
        let instant = simultaneous[0].0;
        if instant >= end {
            break;
        }
        for &(_, level, change) in simultaneous {
            *in_force.entry(level).or_default() += change;
        }
        let level = in_force.iter().rev().find(|&(_, &shifts)| shifts > 0);
        let level = level.map_or(CapacityFactor::STOPPED, |(&level, _)| level);
        let last = steps.last_mut().expect("there is a step at 0");
        if last.0 == instant {
            last.1 = level;
        } else if last.1 != level {
            steps.push((instant, level));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use crate::compile::build;
    use crate::distributions::Sampler;
    use crate::model::{Model, Promise, test_scenario};
    use crate::scenario::{Scenario, StartFrom};
    use crate::units::{CapacityFactor, DAY, HOUR, Instant, Per, ProcessId, Span, WEEK};
    use jiff::civil::date;

    fn model(scenario: &Scenario) -> Model {
        build(scenario).unwrap().model
    }

    #[test]
    fn an_initialisation_is_rounded_up_to_weeks_before_the_start() {
        let mut scenario = test_scenario::scenario();
        scenario.start_from = StartFrom::Steady { initialisation: 8 * DAY };
        scenario.warm_up = DAY;
        let times = model(&scenario).times;
        assert_eq!(times.origin, date(2024, 12, 23));
        assert_eq!(times.start, Instant::at(2 * WEEK));
        assert_eq!(times.counted_from, Instant::at(2 * WEEK + DAY));
        assert_eq!((times.end, times.onset), (Instant::at(6 * WEEK), Instant::at(6 * WEEK)));
    }

    #[test]
    fn a_night_shift_runs_past_midnight_and_does_not_begin_on_a_holiday() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = WEEK;
        let mut nights =
            test_scenario::calendar("nights", vec![test_scenario::shift(&[0, 1, 2, 3, 4], 22, 30, 100)]);
        nights.holidays = vec![date(2025, 1, 8)];
        scenario.calendars = vec![nights];
        let mut pick = test_scenario::process("pick", 8.0, Per::WorkingDay);
        pick.calendar = Some("nights".into());
        scenario.processes = vec![pick];
        let pick = &model(&scenario).processes[ProcessId::new(0)];
        // Monday, Tuesday, Thursday and Friday night; Wednesday is the holiday.
        let on = [0, 1, 3, 4].map(|day| (Instant::at(day * DAY + 22 * HOUR), CapacityFactor::NOMINAL));
        let off = [0, 1, 3, 4].map(|day| (Instant::at(day * DAY + 30 * HOUR), CapacityFactor::STOPPED));
        let mut expected = vec![(Instant::ORIGIN, CapacityFactor::STOPPED)];
        for (on, off) in on.into_iter().zip(off) {
            expected.extend([on, off]);
        }
        assert_eq!(pick.calendar, expected);
        // 8 lines in a night of 8 hours: an hour each.
        assert_eq!(pick.work, Sampler::Constant(HOUR.as_micros_f64()));
    }

    #[test]
    fn a_night_shift_of_the_day_before_the_run_is_still_at_work_when_it_begins() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = DAY;
        scenario.calendars =
            vec![test_scenario::calendar("sunday", vec![test_scenario::shift(&[6], 22, 30, 50)])];
        let mut pick = test_scenario::process("pick", 1.0, Per::Time(HOUR));
        pick.calendar = Some("sunday".into());
        scenario.processes = vec![pick];
        let expected = vec![
            (Instant::ORIGIN, CapacityFactor::from_ppm(500_000)),
            (Instant::at(6 * HOUR), CapacityFactor::STOPPED),
        ];
        assert_eq!(model(&scenario).processes[ProcessId::new(0)].calendar, expected);
    }

    #[test]
    fn where_shifts_overlap_the_larger_level_holds() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = DAY;
        let shifts = vec![test_scenario::shift(&[0], 6, 14, 100), test_scenario::shift(&[0], 12, 20, 50)];
        scenario.calendars = vec![test_scenario::calendar("overlap", shifts)];
        let mut pick = test_scenario::process("pick", 1.0, Per::WorkingDay);
        pick.calendar = Some("overlap".into());
        scenario.processes = vec![pick];
        let pick = &model(&scenario).processes[ProcessId::new(0)];
        let expected = vec![
            (Instant::ORIGIN, CapacityFactor::STOPPED),
            (Instant::at(6 * HOUR), CapacityFactor::NOMINAL),
            (Instant::at(14 * HOUR), CapacityFactor::from_ppm(500_000)),
            (Instant::at(20 * HOUR), CapacityFactor::STOPPED),
        ];
        assert_eq!(pick.calendar, expected);
        // 8 hours at 100 % and 6 at 50 %: 11 hours of work.
        assert_eq!(pick.work, Sampler::Constant(11.0 * HOUR.as_micros_f64()));
    }

    #[test]
    fn a_promise_in_working_days_skips_the_weekend_and_holidays() {
        let mut scenario = test_scenario::scenario();
        let mut uk = test_scenario::calendar("uk", vec![test_scenario::shift(&[0, 1, 2, 3, 4], 8, 16, 100)]);
        uk.holidays = vec![date(2025, 1, 13)];
        scenario.calendars = vec![uk];
        scenario.calendar = Some("uk".into());
        for (promise, ordered, end_of) in [
            (1.0, 0, 1),   // Monday: by the end of Tuesday
            (1.0, 4, 8),   // Friday: Monday is a holiday, so Tuesday
            (1.0, 5, 8),   // Saturday: the same
            (0.5, 0, 1),   // a part of a day counts as a day
            (3.0, 3, 9),   // Thursday: Friday, Tuesday, Wednesday
            (0.0, 5, 5),   // by the end of the same day
            (1.0, 27, 28), // the last day of the run: beyond its end
        ] {
            scenario.classes[0].promise = Some(Span::WorkingDays(promise));
            let Promise::ByDay(by) = &model(&scenario).classes[0].promise else { panic!("not by day") };
            assert_eq!(
                by[ordered],
                Instant::at((end_of + 1) * DAY),
                "{promise} working days from day {ordered}"
            );
            assert_eq!(by.len(), 28);
        }
    }
}
