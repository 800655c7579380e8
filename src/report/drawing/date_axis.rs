//! Date axis: marks for a range of a few days to many years.
//!
//! Marks are days, weeks (Mondays), months, quarters or years: the finest step that fits. A date is
//! written "1 Sep", with the year under the first mark and wherever it changes.
//!
//! Knows nothing of working calendars: all days are equally wide.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

/// A mark on the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DateMark {
    /// Days from the midnight that begins the first date.
    pub(crate) day: f64,
    /// "1 Sep", or "2025" if marks are years apart.
    pub(crate) text: String,
    /// The year, if it changes.
    pub(crate) year: Option<String>,
}

/// Distance between marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkInterval {
    Days,
    Weeks,
    Months(i8),
    Years(i16),
}

/// Steps from fine to coarse, with their approximate length \[days\].
const STEPS: [(MarkInterval, f64); 10] = [
    (MarkInterval::Days, 1.0),
    (MarkInterval::Weeks, 7.0),
    (MarkInterval::Months(1), 30.0),
    (MarkInterval::Months(3), 91.0),
    (MarkInterval::Months(6), 182.0),
    (MarkInterval::Years(1), 365.0),
    (MarkInterval::Years(2), 730.0),
    (MarkInterval::Years(5), 1826.0),
    (MarkInterval::Years(10), 3652.0),
    (MarkInterval::Years(100), 36524.0),
];

/// Marks for a number of days from a first date; at least one.
///
/// `room` is the width of the axis, `label` that of a label with its distance to the next
/// \[points\].
pub(crate) fn marks(first: Date, days: usize, room: f64, label: f64) -> Vec<DateMark> {
    let per_day = room / days.max(1) as f64;
    let fits = |(_, lasts): &&(MarkInterval, f64)| lasts * per_day >= label;
    let chosen = STEPS.iter().position(|step| fits(&step)).unwrap_or(STEPS.len() - 1);
    // A range shorter than its step may contain no mark: then the next finer step is taken.
    let (step, _) = (0..=chosen)
        .rev()
        .map(|i| STEPS[i])
        .find(|(step, _)| dates(first, days).any(|(_, date)| on(*step, date)))
        .unwrap_or(STEPS[0]);
    let mut year = None;
    let mut out: Vec<DateMark> = Vec::new();
    for (day, date) in dates(first, days) {
        if on(step, date) {
            let new = (year != Some(date.year())).then(|| date.year().to_string());
            year = Some(date.year());
            out.push(match step {
                MarkInterval::Years(_) => DateMark { day, text: date.year().to_string(), year: None },
                _ => DateMark { day, text: day_and_month(date), year: new },
            });
        }
    }
    out
}

/// Midnights from the beginning of the first date to the end of the last.
fn dates(first: Date, days: usize) -> impl Iterator<Item = (f64, Date)> {
    std::iter::successors(Some(first), |date| date.checked_add(1.day()).ok())
        .take(days + 1)
        .enumerate()
        .map(|(i, date)| (i as f64, date))
}

fn on(step: MarkInterval, date: Date) -> bool {
    match step {
        MarkInterval::Days => true,
        MarkInterval::Weeks => date.weekday() == Weekday::Monday,
        MarkInterval::Months(n) => date.day() == 1 && (date.month() - 1) % n == 0,
        MarkInterval::Years(n) => date.day() == 1 && date.month() == 1 && date.year() % n == 0,
    }
}

/// "1 Sep".
fn day_and_month(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    format!("{} {}", date.day(), MONTHS[(date.month() - 1) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(marks: &[DateMark]) -> Vec<String> {
        marks.iter().map(|m| format!("{} {}", m.text, m.year.as_deref().unwrap_or(""))).collect()
    }

    #[test]
    fn half_a_year_is_marked_by_months() {
        // 184 days on 740 points: a week is 28 points, a month 121.
        let marks = marks(date(2025, 7, 1), 184, 740.0, 50.0);
        assert_eq!(
            read(&marks),
            ["1 Jul 2025", "1 Aug ", "1 Sep ", "1 Oct ", "1 Nov ", "1 Dec ", "1 Jan 2026"]
        );
        assert!((marks[1].day - 31.0).abs() < f64::EPSILON);
    }

    #[test]
    fn six_weeks_are_marked_on_mondays() {
        // 1 September 2025 is a Monday; 42 days on 740 points: a week is 123 points, a day 18.
        let marks = marks(date(2025, 8, 30), 42, 740.0, 50.0);
        assert_eq!(read(&marks)[..2], ["1 Sep 2025", "8 Sep "]);
        assert!((marks[0].day - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn three_days_are_marked_one_by_one() {
        assert_eq!(
            read(&marks(date(2025, 12, 30), 3, 740.0, 50.0)),
            ["30 Dec 2025", "31 Dec ", "1 Jan 2026", "2 Jan "]
        );
    }

    #[test]
    fn many_years_are_marked_by_years() {
        let marks = marks(date(2020, 6, 1), 3650, 740.0, 50.0);
        assert_eq!(read(&marks)[0], "2021 ");
        assert_eq!(marks.len(), 10);
    }

    #[test]
    fn a_range_without_a_first_of_month_still_has_marks() {
        // 20 days on 60 points hold one label; no month begins in them, a Monday does.
        assert!(!marks(date(2025, 9, 2), 20, 60.0, 50.0).is_empty());
        assert!(!marks(date(2025, 9, 2), 1, 10.0, 50.0).is_empty());
    }
}
