//! Clearance day of one replication: the first of 5 working days in a row on which a backlog is at
//! or under its limit.
//!
//! The **limit** of a day is 110 % of normal: the mean of the same weekday over the days before the
//! onset, or of all working days without such a weekday. Where normal operation itself varies more
//! than that, because demand does, the limit is two standard deviations of it over normal, so that
//! its own variation is no backlog. The deviation is 1.4826 times the median absolute deviation of
//! the days before the onset, each as a share of its weekday's mean (P. J. Rousseeuw and C. Croux,
//! Journal of the American Statistical Association 88 (1993) 1273), which a holiday week hardly
//! moves. Where normal is next to nothing, 110 % of it would be noise: the limit is at least 1
//! line, for old lines at least 1 % of the normal backlog of all lines, and for the most urgent
//! class at least 0.1 % of it. Days on which the centre does not work are left out. A backlog that
//! is frozen in an outage is not cleared, however close to its limit: only days after its highest
//! day count.
//!
//! A backlog never above its limit has no clearance day. A backlog that does not return within the
//! run is later than the last working day that could have been the first of five.
//!
//! Knows nothing of other metrics, or of other replications.

use super::headline::{Headline, highest, mean};
use crate::analysis::clearance::{HOLD, TOLERANCE};
use crate::metrics::Outcome;
use crate::metrics::backlog::AGE_BANDS;
pub(crate) use crate::metrics::backlog::OLD;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, ids};
use crate::stats::moments::Moments;
use crate::stats::quantile::Sorted;
use crate::stats::resilience::{Hold, Recovery, clearance};

/// The limit of old lines is at least this share of the normal backlog.
const LEAST_SHARE_OF_OLD: f64 = 0.01;
/// The limit of the most urgent class is at least this share of the normal backlog.
const LEAST_SHARE_OF_URGENT: f64 = 0.001;
/// Standard deviations of a normal variable in one median absolute deviation.
const MAD_TO_SIGMA: f64 = 1.4826;

/// A part of the backlog of the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BacklogPart {
    /// All lines.
    All,
    /// Lines of the most urgent class, where there are several.
    MostUrgent,
    /// Lines open for a week or longer.
    Old,
}

impl BacklogPart {
    /// In the order of their rows and panels.
    pub const ALL: [BacklogPart; 3] = [BacklogPart::All, BacklogPart::MostUrgent, BacklogPart::Old];
}

impl Headline {
    /// Clearance day of a backlog of the centre, in days from the onset; see the head of this file
    /// for the definition. The limit is at least `least`.
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
        let means: Vec<f64> = (0..7).map(|weekday| mean(Some(weekday)).unwrap_or(of_all_days)).collect();
        let shares = normal.iter().map(|&day| backlog[day] / means[windows.weekday(day)]);
        let tolerance = swing(shares.filter(|share| share.is_finite())).unwrap_or(0.0).max(TOLERANCE);
        let limits: Vec<f64> = means.iter().map(|mean| (mean * (1.0 + tolerance)).max(least)).collect();
        let against_limit: Vec<f64> =
            days.iter().map(|&day| backlog[day] / limits[windows.weekday(day)]).collect();
        let first = days.partition_point(|&day| day < onset);
        let Some(highest) = highest(&against_limit, first) else { return Outcome::Nothing };
        match clearance(&against_limit, highest, 1.0, Hold::Days(HOLD)) {
            Ok(Recovery::OnDay(day)) => Outcome::Value((days[day] - onset) as f64),
            Ok(Recovery::NotWithinSeries { later_than }) => {
                Outcome::LaterThan((days[later_than] - onset) as f64)
            }
            Ok(Recovery::NeverLeft) | Err(_) => Outcome::Nothing,
        }
    }

    /// Clearance day of a part of the backlog, with the limit of that part. `series` gives the
    /// daily series of a metric in a cell. `None` without such a part, or without a disruption.
    pub fn clearance_of<'s>(
        &self,
        what: BacklogPart,
        series: impl Fn(Metric<Daily>, Cell) -> Option<&'s [f64]>,
    ) -> Option<Outcome> {
        let onset = self.windows.onset?;
        let site = self.site_cell();
        let all = series(ids::BACKLOG, site)?;
        let normal = mean(&all[..onset]).unwrap_or(0.0);
        match what {
            BacklogPart::All => Some(self.clearance_day(all, 1.0)),
            BacklogPart::MostUrgent => {
                let urgent = self.most_urgent()?;
                let lines = series(ids::BACKLOG, site.with(Dim::Class, urgent))?;
                Some(self.clearance_day(lines, (normal * LEAST_SHARE_OF_URGENT).max(1.0)))
            }
            BacklogPart::Old => {
                let old = (0..AGE_BANDS.len()).filter(|&band| AGE_BANDS[band].0 >= OLD);
                let mut lines = vec![0.0; all.len()];
                for band in old.filter_map(|band| series(ids::BACKLOG, site.with(Dim::Age, band))) {
                    lines.iter_mut().zip(band).for_each(|(sum, lines)| *sum += lines);
                }
                Some(self.clearance_day(&lines, (normal * LEAST_SHARE_OF_OLD).max(1.0)))
            }
        }
    }
}

/// Variation of normal operation over its normal: two standard deviations, by the median absolute
/// deviation.
fn swing(shares: impl Iterator<Item = f64>) -> Option<f64> {
    let shares = Sorted::new(shares).ok()?;
    let middle = shares.quantile_linear(0.5).ok()?;
    let deviations = Sorted::new(shares.values().iter().map(|share| (share - middle).abs())).ok()?;
    Some(middle - 1.0 + 2.0 * MAD_TO_SIGMA * deviations.quantile_linear(0.5).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::headline::tests::{backlog, headline};

    fn clearance(above: impl Fn(usize) -> f64) -> Outcome {
        headline().clearance_day(&backlog(above), 1.0)
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
        // Weeks of 80, 100 and 120 lines: the median deviation is 20 %, two standard deviations are
        // 59 %; so 140 lines after the outage are within, 170 are not.
        let swings = |left: f64| {
            let series: Vec<f64> = (0..56)
                .map(|day| match day {
                    0..20 => 80.0 + 20.0 * f64::from(day / 7),
                    20..30 => 400.0,
                    _ => left,
                })
                .collect();
            headline().clearance_day(&series, 1.0)
        };
        assert_eq!(swings(140.0), Outcome::Value(10.0));
        assert_eq!(swings(170.0), Outcome::LaterThan(29.0));
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
    fn a_backlog_never_above_its_limit_has_no_clearance_day() {
        assert_eq!(clearance(|_| 0.0), Outcome::Nothing);
    }

    #[test]
    fn where_normal_is_nothing_a_line_is_no_backlog() {
        let series = |lines| (0..56).map(|day| if day > 20 { lines } else { 0.0 }).collect::<Vec<f64>>();
        assert_eq!(headline().clearance_day(&series(1.0), 1.0), Outcome::Nothing);
        assert_eq!(headline().clearance_day(&series(2.0), 1.0), Outcome::LaterThan(29.0));
    }
}
