//! Clearance day of one replication: after the worst day, the first of 5 working days in a row on
//! which a backlog is within its limit.
//!
//! ```text
//! limit(day) = m + max(0.1 m, 2 s m, 2 √m)
//! ```
//!
//! m is the mean of the same weekday over the working days before the onset, or of all of them
//! without such a weekday. s is the scatter of normal operation: 1.4826 times the median absolute
//! deviation of the days before the onset, each as a share of its weekday's mean, all weekdays
//! pooled (P. J. Rousseeuw and C. Croux, Journal of the American Statistical Association 88 (1993)
//! 1273), which a holiday week hardly moves. √m is the scatter of a Poisson count.
//!
//! The worst day is the highest from the onset on. So a backlog that is frozen in an outage is not
//! cleared, however close to its limit. Days on which the centre does not work are left out.
//!
//! There is no clearance day where the worst day stays within 20 lines or the highest day before
//! the onset: there was nothing to clear. With less than two weeks before the onset normal is not
//! known, and there is none either. A backlog that does not return within the run is later than the
//! last working day that could have been the first of five.
//!
//! Knows nothing of other metrics, or of other replications.

use super::headline::{Headline, highest};
pub(crate) use crate::analysis::clearance::NEGLIGIBLE;
use crate::analysis::clearance::{HOLD, TOLERANCE};
use crate::metrics::Outcome;
use crate::metrics::backlog::AGE_BANDS;
pub(crate) use crate::metrics::backlog::OLD;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, ids};
use crate::stats::moments::Moments;
use crate::stats::quantile::Sorted;
use crate::stats::resilience::{Hold, Recovery, clearance};
use std::borrow::Cow;

/// Fewest days before the onset from which normal is known.
const LEAST_NORMAL: usize = 14;
/// Standard deviations of a normal variable in one median absolute deviation.
const MAD_TO_SIGMA: f64 = 1.4826;

/// A quantity that an outage raises, and that is cleared afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearable {
    /// Open demand of all classes.
    OpenDemand,
    /// Open demand of the most urgent class, where there are several.
    UrgentDemand,
    /// Cars that wait for parts.
    Cars,
    /// Outbound backlog of the centre.
    Backlog,
    /// Outbound backlog of the centre, most urgent class, where there are several.
    UrgentBacklog,
    /// Outbound backlog of the centre open for a week or longer.
    OldBacklog,
}

impl Clearable {
    /// In the order of their rows and panels.
    pub const ALL: [Clearable; 6] = [
        Clearable::OpenDemand,
        Clearable::UrgentDemand,
        Clearable::Cars,
        Clearable::Backlog,
        Clearable::UrgentBacklog,
        Clearable::OldBacklog,
    ];
}

impl Headline {
    /// Clearance day of a daily series, in days from the onset; see the head of this file for the
    /// definition.
    pub fn clearance_day(&self, backlog: &[f64]) -> Outcome {
        let windows = &self.windows;
        let Some(onset) = windows.onset.filter(|&onset| onset >= LEAST_NORMAL) else {
            return Outcome::Nothing;
        };
        let days = windows.working_days();
        let first = days.partition_point(|&day| day < onset);
        let Some(limits) = self.limits(backlog, &days[..first]) else { return Outcome::Nothing };
        let values: Vec<f64> = days.iter().map(|&day| backlog[day]).collect();
        let Some(worst) = highest(&values, first) else { return Outcome::Nothing };
        let before = values[..first].iter().fold(NEGLIGIBLE, |most, &value| most.max(value));
        if values[worst] <= before {
            return Outcome::Nothing;
        }
        let excess: Vec<f64> =
            days.iter().zip(&values).map(|(&day, value)| value - limits[windows.weekday(day)]).collect();
        match clearance(&excess, worst, 0.0, Hold::Days(HOLD)) {
            Ok(Recovery::OnDay(day)) => Outcome::Value((days[day] - onset) as f64),
            Ok(Recovery::NotWithinSeries { later_than }) => {
                Outcome::LaterThan((days[later_than] - onset) as f64)
            }
            Ok(Recovery::NeverLeft) | Err(_) => Outcome::Nothing,
        }
    }

    /// Limit of each weekday, from the working days before the onset; `None` without any.
    fn limits(&self, backlog: &[f64], normal: &[usize]) -> Option<[f64; 7]> {
        let weekday = |day: usize| self.windows.weekday(day);
        let mean = |of: Option<usize>| {
            let alike = normal.iter().filter(|&&day| of.is_none_or(|one| weekday(day) == one));
            Moments::of(alike.map(|&day| backlog[day])).and_then(|moments| moments.mean()).ok()
        };
        let of_all_days = mean(None)?;
        let means: [f64; 7] = std::array::from_fn(|weekday| mean(Some(weekday)).unwrap_or(of_all_days));
        let shares = normal.iter().map(|&day| backlog[day] / means[weekday(day)]);
        let scatter = scatter(shares.filter(|share| share.is_finite())).unwrap_or(0.0);
        Some(
            means.map(|mean| {
                mean + (mean * TOLERANCE).max(2.0 * scatter * mean).max(2.0 * mean.max(0.0).sqrt())
            }),
        )
    }

    /// Daily series of a quantity that can be cleared; `None` if the scenario has none. `series`
    /// gives the daily series of a metric in a cell.
    pub fn clearable<'s>(
        &self,
        what: Clearable,
        series: impl Fn(Metric<Daily>, Cell) -> Option<&'s [f64]>,
    ) -> Option<Cow<'s, [f64]>> {
        let (site, urgent) = (self.site_cell(), self.most_urgent());
        let found = match what {
            Clearable::OpenDemand => series(ids::OPEN_DEMAND, Cell::TOTAL),
            Clearable::UrgentDemand => series(ids::OPEN_DEMAND, Cell::TOTAL.with(Dim::Class, urgent?)),
            Clearable::Cars => series(ids::CARS_WAITING, Cell::TOTAL),
            Clearable::Backlog => series(ids::BACKLOG, site),
            Clearable::UrgentBacklog => series(ids::BACKLOG, site.with(Dim::Class, urgent?)),
            Clearable::OldBacklog => {
                let mut lines = vec![0.0; series(ids::BACKLOG, site)?.len()];
                let old = (0..AGE_BANDS.len()).filter(|&band| AGE_BANDS[band].0 >= OLD);
                for band in old.filter_map(|band| series(ids::BACKLOG, site.with(Dim::Age, band))) {
                    lines.iter_mut().zip(band).for_each(|(sum, lines)| *sum += lines);
                }
                return Some(Cow::Owned(lines));
            }
        };
        found.map(Cow::Borrowed)
    }

    /// Clearance day of a quantity. `None` if the scenario has none, or without a disruption.
    pub fn clearance_of<'s>(
        &self,
        what: Clearable,
        series: impl Fn(Metric<Daily>, Cell) -> Option<&'s [f64]>,
    ) -> Option<Outcome> {
        self.windows.onset?;
        self.clearable(what, series).map(|lines| self.clearance_day(&lines))
    }
}

/// Scatter of normal operation, of values as shares of their normal.
fn scatter(shares: impl Iterator<Item = f64>) -> Option<f64> {
    let shares = Sorted::new(shares).ok()?;
    let middle = shares.quantile_linear(0.5).ok()?;
    let deviations = Sorted::new(shares.values().iter().map(|share| (share - middle).abs())).ok()?;
    Some(MAD_TO_SIGMA * deviations.quantile_linear(0.5).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::headline::tests::{backlog, headline};

    fn clearance(above: impl Fn(usize) -> f64) -> Outcome {
        headline().clearance_day(&backlog(above))
    }

    #[test]
    fn a_backlog_is_cleared_on_the_first_of_five_good_working_days() {
        // 300 more until day 29, back on Wednesday, day 30: 10 days from the onset.
        assert_eq!(clearance(|day| if (20..30).contains(&day) { 300.0 } else { 0.0 }), Outcome::Value(10.0));
    }

    #[test]
    fn each_weekday_is_compared_with_its_own_normal() {
        // 130 on a Monday is 30 % too many; 152 on a Friday is 9 % more than its 140.
        let fridays = |day: usize| if day >= 30 && day % 7 == 4 { 12.0 } else { 0.0 };
        assert_eq!(
            clearance(|day| if (20..30).contains(&day) { 300.0 } else { fridays(day) }),
            Outcome::Value(10.0)
        );
        let mondays = |day: usize| if (30..49).contains(&day) && day.is_multiple_of(7) { 30.0 } else { 0.0 };
        // Mondays 35 and 42 are bad, so five good days in a row begin on Tuesday, day 43.
        assert_eq!(
            clearance(|day| if (20..30).contains(&day) { 300.0 } else { mondays(day) }),
            Outcome::Value(23.0)
        );
    }

    #[test]
    fn where_normal_running_swings_the_limit_is_what_it_swings() {
        // Weeks of 80, 100 and 120 lines: shares of 0.8, 1 and 1.2, whose median absolute deviation
        // is
        // 0.2. So the limit is 100 (1 + 2 × 1.4826 × 0.2) = 159 lines.
        let swings = |left: f64| {
            let series: Vec<f64> = (0..56)
                .map(|day| match day {
                    0..20 => 80.0 + 20.0 * f64::from(day / 7),
                    20..30 => 400.0,
                    _ => left,
                })
                .collect();
            headline().clearance_day(&series)
        };
        assert_eq!(swings(159.0), Outcome::Value(10.0));
        assert_eq!(swings(160.0), Outcome::LaterThan(29.0));
    }

    #[test]
    fn a_small_count_may_vary_by_twice_its_square_root() {
        // Normal is 9: the limit is 9 + 2 √9 = 15.
        let left = |left: f64| {
            let series: Vec<f64> = (0..56)
                .map(|day| match day {
                    20..30 => 60.0,
                    day if day > 29 => left,
                    _ => 9.0,
                })
                .collect();
            headline().clearance_day(&series)
        };
        assert_eq!((left(15.0), left(15.1)), (Outcome::Value(10.0), Outcome::LaterThan(29.0)));
    }

    #[test]
    fn days_on_which_the_centre_does_not_work_are_left_out() {
        // High on the weekend of days 33 and 34 too, which do not count.
        let weekend = |day: usize| if day % 7 >= 5 { 500.0 } else { 0.0 };
        assert_eq!(
            clearance(|day| if (20..30).contains(&day) { 300.0 } else { weekend(day) }),
            Outcome::Value(10.0)
        );
    }

    #[test]
    fn a_backlog_that_stands_still_in_an_outage_near_its_normal_is_not_cleared() {
        // Frozen a little too high on the first day, within its limit for a week, and then the
        // flood.
        let frozen = |day: usize| match day {
            20..=21 => 15.0,
            22..=29 => 5.0,
            30..=39 => 400.0,
            _ => 0.0,
        };
        assert_eq!(
            clearance(frozen),
            Outcome::Value(22.0),
            "Monday, day 42, follows the weekend of 40 and 41"
        );
    }

    #[test]
    fn what_is_not_cleared_by_the_end_is_later_than_the_last_day_that_could_be_the_first_of_five() {
        // The fifth working day from the end is Monday of the last week, day 49: 29 days from the
        // onset.
        let outcome = clearance(|day| if day >= 20 { 300.0 } else { 0.0 });
        assert_eq!(outcome, Outcome::LaterThan(29.0));
    }

    #[test]
    fn a_worst_day_within_20_lines_or_the_highest_day_before_is_no_backlog() {
        let series = |lines| (0..56).map(|day| if day > 20 { lines } else { 0.0 }).collect::<Vec<f64>>();
        assert_eq!(headline().clearance_day(&series(20.0)), Outcome::Nothing);
        assert_eq!(headline().clearance_day(&series(21.0)), Outcome::LaterThan(29.0));
        assert_eq!(clearance(|_| 0.0), Outcome::Nothing);
        // A Friday before the onset had 640, which no day after it exceeds.
        let once_before = |day: usize| match day {
            4 => 500.0,
            21..30 => 360.0,
            _ => 0.0,
        };
        assert_eq!(clearance(once_before), Outcome::Nothing);
    }

    #[test]
    fn without_two_weeks_before_the_onset_normal_is_not_known() {
        let early = |onset| {
            let mut headline = headline();
            headline.windows.onset = Some(onset);
            headline.clearance_day(&backlog(|day| if (15..30).contains(&day) { 300.0 } else { 0.0 }))
        };
        assert_eq!(early(13), Outcome::Nothing);
        assert_eq!(early(14), Outcome::Value(16.0));
    }
}
