//! Clearance of a backlog, by arithmetic: its normal level, its peak, and the day on which it is
//! cleared.

/// Share of the normal backlog by which a day may be above it and still count as normal.
pub const TOLERANCE: f64 = 0.1;
/// Consecutive working days on which the backlog must be normal to be cleared.
pub const HOLD: usize = 5;

/// A worst day of at most this many lines is no backlog.
pub const NEGLIGIBLE: f64 = 20.0;

/// Clearance of the backlog: after the worst day, the first of [`HOLD`] consecutive working days
/// within the limit of the weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// The worst day stays within [`NEGLIGIBLE`] lines or the highest day before, or within its
    /// limit.
    NeverExceeded,
    /// Cleared on this day.
    Cleared(usize),
    /// Not cleared within the run.
    NotCleared,
}

/// Median by weekday over the days of a span; over all days where the span is shorter than a week.
pub(super) fn normal(totals: &[f64], from: usize, to: usize) -> [f64; 7] {
    let span = if to >= from + 7 { from..to.min(totals.len()) } else { 0..totals.len() };
    std::array::from_fn(|weekday| {
        let mut days: Vec<f64> =
            span.clone().filter(|day| day % 7 == weekday).map(|day| totals[day]).collect();
        days.sort_by(f64::total_cmp);
        let half = days.len() / 2;
        match days.len() {
            0 => 0.0,
            even if even.is_multiple_of(2) => f64::midpoint(days[half - 1], days[half]),
            _ => days[half],
        }
    })
}

/// Largest backlog from a day on, and its first day.
pub(super) fn peak(totals: &[f64], from: usize) -> (usize, f64) {
    let mut peak = (from, 0.0);
    for (day, &lines) in totals.iter().enumerate().skip(from) {
        if lines > peak.1 {
            peak = (day, lines);
        }
    }
    peak
}

/// Limit of a day: its normal m, and the larger of [`TOLERANCE`] of it and 2 √m. The fluid has no
/// scatter.
fn limit(normal: f64) -> f64 {
    normal + (normal * TOLERANCE).max(2.0 * normal.max(0.0).sqrt())
}

/// Clearance of a backlog from the day of the onset on, by its normal level and the working days.
pub(super) fn clearance(totals: &[f64], onset: usize, normal: &[f64; 7], working: &[bool]) -> Clearance {
    // Half a line more is allowed: it absorbs rounding where normal is 0.
    let within = |day: usize| totals[day] <= limit(normal[day % 7]) + 0.5;
    let (worst, most) = peak(totals, onset);
    let before = totals[..onset].iter().fold(NEGLIGIBLE, |most, &lines| most.max(lines));
    if most <= before || within(worst) {
        return Clearance::NeverExceeded;
    }
    let days: Vec<usize> = (worst + 1..totals.len()).filter(|&day| working[day]).collect();
    let held = days.windows(HOLD).find(|days| days.iter().all(|&day| within(day)));
    held.map_or(Clearance::NotCleared, |days| Clearance::Cleared(days[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;

    #[test]
    fn normal_is_the_median_of_each_weekday() {
        // Two weeks of 0 … 13: each weekday has d and d + 7.
        let totals: Vec<f64> = (0..14).map(f64::from).collect();
        let expected = |above: f64| [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(|day| day + above);
        assert_near(&normal(&totals, 0, 14), &expected(3.5));
        // A span of less than a week: all days.
        assert_near(&normal(&totals, 0, 6), &expected(3.5));
        assert_near(&normal(&totals, 7, 14), &expected(7.0));
    }

    #[test]
    fn the_peak_is_the_first_of_its_days() {
        assert_eq!(peak(&[9.0, 1.0, 5.0, 5.0], 1), (2, 5.0));
        assert_eq!(peak(&[9.0], 1), (1, 0.0));
    }

    #[test]
    fn a_backlog_is_cleared_when_it_holds_for_five_working_days_after_the_worst() {
        // The limit of 100 is 100 + 2 √100 = 120.
        let (normal, working) = ([100.0; 7], vec![true; 14]);
        // Worst on day 2, high on day 4: the five days begin on day 5.
        let mut totals = vec![120.0; 14];
        [totals[2], totals[4]] = [200.0, 121.0];
        assert_eq!(clearance(&totals, 0, &normal, &working), Clearance::Cleared(5));
        assert_eq!(clearance(&totals, 5, &normal, &working), Clearance::NeverExceeded);
        // Days that are no working days do not count.
        let mut weekend = working.clone();
        [weekend[5], weekend[6]] = [false; 2];
        assert_eq!(clearance(&totals, 0, &normal, &weekend), Clearance::Cleared(7));
        // Four days are left after day 9.
        totals[9] = 190.0;
        assert_eq!(clearance(&totals, 0, &normal, &weekend), Clearance::NotCleared);
    }

    #[test]
    fn a_few_lines_are_no_backlog() {
        let totals = |most| (0..14).map(|day| if day == 3 { most } else { 0.0 }).collect::<Vec<f64>>();
        let working = vec![true; 14];
        assert_eq!(clearance(&totals(20.0), 0, &[0.0; 7], &working), Clearance::NeverExceeded);
        assert_eq!(clearance(&totals(21.0), 0, &[0.0; 7], &working), Clearance::Cleared(4));
    }
}
