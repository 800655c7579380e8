//! Promises in working days, with a cut-off, holidays and a peak of orders before the cut-off.

use crate::support::{DAY, HOUR, HistoryRecorder, compiled, daily, observed};
use gplc::compile::CompiledModel;
use gplc::registers::metrics::ids;
use gplc::units::Instant;

/// A centre whose one picker needs `work` a line; the working days of a UK office with these
/// holidays.
fn office(start: &str, holidays: &str, work: &str) -> CompiledModel {
    compiled(&format!(
        r#"title = "Promises"
start = {start}
start_from = "full"
horizon = "3 weeks"
calendar = "uk"
[calendars.uk]
shifts = ["mon-fri 08:00-18:00"]
holidays = {holidays}
[parts.part]
count = 5
share = "100%"
[classes.daily]
priority = 1
promise = "1 working day"
cut_off = "16:00"
[processes.pick]
servers = 1
time = "{work}"
calendar = "uk"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
lines = "40 lines/working day"
class = "daily"
hours = "peak before 16:00"
weekdays = {{ mon = 1, tue = 1, wed = 1, thu = 1, fri = 1, sat = 0.5 }}
calendar = "uk"
"#
    ))
}

/// The day, counted from the Monday of the start, at whose end lines ordered on a day at an hour
/// are promised.
fn promised(compiled: &CompiledModel, day: u64, hour: u64) -> u64 {
    let due =
        compiled.model.classes[0].due(Instant::from_micros(day * DAY + hour * HOUR)).unwrap().as_micros();
    assert_eq!(due % DAY, 0);
    due / DAY - 1
}

#[test]
fn the_august_bank_holiday_and_the_cut_off_both_move_a_promise() {
    // Monday 18 August 2025 is day 0; Monday 25 (day 7) is the holiday.
    let compiled = office("2025-08-18", "[2025-08-25]", "10 min");
    let cases = [
        ((0, 10), 1),  // Monday morning: Tuesday
        ((0, 16), 1),  // at the cut-off: the same
        ((0, 17), 2),  // after it: as if ordered on Tuesday
        ((4, 15), 8),  // Friday: Monday is the holiday, so Tuesday 26
        ((4, 17), 9),  // Friday after the cut-off: as if ordered on Tuesday 26
        ((5, 9), 9),   // Saturday morning comes after Friday's cut-off, too
        ((7, 10), 9),  // so does the holiday
        ((8, 15), 9),  // Tuesday before the cut-off: Wednesday
        ((8, 17), 10), // and after it: Thursday
    ];
    for ((day, hour), expected) in cases {
        assert_eq!(promised(&compiled, day, hour), expected, "day {day}, {hour}:00");
    }
    // A microsecond after 16:00 is after it.
    assert_eq!(
        compiled.model.classes[0].due(Instant::from_micros(16 * HOUR + 1)),
        Some(Instant::from_micros(3 * DAY))
    );
    assert_eq!(
        compiled.model.classes[0].due(Instant::from_micros(16 * HOUR)),
        Some(Instant::from_micros(2 * DAY))
    );
}

#[test]
fn christmas_and_new_year_are_no_working_days() {
    // Monday 22 December 2025 is day 0; 25 and 26 December and 1 January are holidays.
    let compiled = office("2025-12-22", "[2025-12-25, 2025-12-26, 2026-01-01]", "10 min");
    let cases = [
        ((1, 17), 7),   // Tuesday 23 after the cut-off: as if on Wednesday 24, so Monday 29
        ((2, 15), 7),   // Wednesday 24: Monday 29
        ((2, 17), 8),   // after the cut-off: as if on Monday 29
        ((4, 12), 8),   // Boxing Day
        ((9, 15), 11),  // New Year's Eve: Friday 2 January
        ((9, 17), 14),  // after the cut-off: as if on Friday, so Monday 5
        ((10, 12), 14), // New Year's Day
    ];
    for ((day, hour), expected) in cases {
        assert_eq!(promised(&compiled, day, hour), expected, "day {day}, {hour}:00");
    }
}

#[test]
fn lines_are_past_due_or_on_time_by_their_own_promise() {
    // 600 min a working day for up to 40 lines of 25 min: a backlog grows. Each midnight's past-due
    // lines, and each day's lines in time, are counted again line by line from when they were
    // ordered and shipped.
    let compiled = office("2025-08-18", "[2025-08-25]", "25 min");
    let lines = HistoryRecorder::of_customers(&compiled.model, 0);
    let holiday = lines.iter().filter(|line| line.ordered / DAY == 7).count();
    let late = lines.iter().filter(|line| line.ordered % DAY > 16 * HOUR).count();
    let early = lines.iter().filter(|line| (14 * HOUR..16 * HOUR).contains(&(line.ordered % DAY))).count();
    assert_eq!(holiday, 0);
    // The two hours before the cut-off have 12 of 24.6 parts of the weights of a day.
    assert!(late > 5 && early > lines.len() / 3, "{late} late, {early} in the peak, of {}", lines.len());
    let seen = observed(&compiled);
    let site = |at: &str| format!("{at}class=daily");
    let due = |line: &crate::support::LineHistory| {
        compiled.model.classes[0].due(Instant::from_micros(line.ordered)).unwrap().as_micros()
    };
    let past_due = |midnight: u64| {
        let open = lines
            .iter()
            .filter(|line| line.ordered < midnight && line.shipped.is_none_or(|at| at >= midnight));
        open.filter(|line| due(line) <= midnight).count() as f64
    };
    let expected: Vec<f64> = (1..=21).map(|day| past_due(day * DAY)).collect();
    assert_eq!(daily(&seen, ids::PAST_DUE, &site("site=centre ")), expected);
    assert!(expected.iter().any(|&lines| lines > 10.0));
    for (day, in_time) in (0..).zip(daily(&seen, ids::LINES_SHIPPED_ON_TIME, &site("")).to_vec()) {
        let of_day = lines.iter().filter(|line| line.ordered / DAY == day);
        let kept = of_day.filter(|line| line.shipped.is_some_and(|at| at <= due(line))).count() as f64;
        assert!(in_time.is_nan() || (in_time - kept).abs() < 0.5, "day {day}: {in_time}, not {kept}");
    }
}
