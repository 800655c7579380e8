//! Resilience: depth, duration and loss of a disruption in a daily series.
//!
//! A day is **within** when it is no worse than normal by more than the tolerance; equality is
//! within. The series has recovered on the first day, after the first that was not within, from
//! which on it stays within for the number of days of `hold`: one good day in the middle of a
//! crisis is no recovery.
//!
//! ```text
//!  x(d)            peak
//!   │             ╭─╮
//!   │            ╭╯ ╰╮              area:        all of x from the onset on
//!   │           ╭╯   ╰╮             excess area: the part above normal
//!   ┼┄┄┄┄┄┄┄┄┄┄╭╯┄┄┄┄┄╰╮┄┄┄┄┄┄┄┄┄  normal × (1 + tolerance)
//!   ┼──────────╯       ╰─────────  normal
//!   └──────────┬───────┬─────────► day
//!            onset   recovery day
//! ```
//!
//! A return that does not happen within the series is a censored observation
//! ([`Recovery::NotWithinSeries`]), never a number and never dropped. These metrics are of one
//! replication at a time: of an averaged curve they are meaningless.
//!
//! Days are numbered from 0. Knows nothing of calendars. Where normal depends on the weekday,
//! divide each day by its normal first (then normal is 1), and leave out the days without work.
//!
//! Sources: M. Bruneau et al., "A framework to quantitatively assess and enhance the seismic
//! resilience of communities", Earthquake Spectra 19 (2003) 733–752 (loss as an area); D.
//! Simchi-Levi et al., "Identifying risks and mitigating disruptions in the automotive supply
//! chain", Interfaces 45 (2015) 375–390 (time to recover, time to survive). The exact definitions
//! are those of the project's validation cases.

use std::ops::Range;

use super::StatsError;
use super::error::{all_finite, at_least, finite, not_overflown};
use super::moments::Moments;
use super::survival::CensoredTime;

/// A day that misses its limit by less than this share of the limit misses it by rounding, and
/// counts as equal.
const ROUNDING: f64 = 1e-12;

/// The bad side of normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorseWhen {
    /// Backlog, waiting.
    Higher,
    /// Service, throughput, stock.
    Lower,
}

/// Duration for which a series must stay within to count as recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Number of days, the first included; 1 is the day itself.
    Days(usize),
    /// To the end of the series.
    RestOfSeries,
}

/// Reference of the metrics of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// First day on which the disruption acts.
    pub onset: usize,
    /// The normal value, in the unit of the series, 0 or more; see [`normal`].
    pub normal: f64,
    /// Tolerance as a share of normal: 0.05 is 5 %.
    pub tolerance: f64,
    /// The bad side.
    pub worse_when: WorseWhen,
    /// Duration for which it must stay within to have recovered.
    pub hold: Hold,
}

impl Reference {
    /// The worst value that is still within: normal × (1 + tolerance), or × (1 − tolerance) where
    /// lower is worse. For a backlog this is the level at which it counts as cleared, unless the
    /// plan sets another.
    pub fn limit(&self) -> f64 {
        match self.worse_when {
            WorseWhen::Higher => self.normal * (1.0 + self.tolerance),
            WorseWhen::Lower => self.normal * (1.0 - self.tolerance),
        }
    }
}

/// Return of a series to its tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// It never left its tolerance.
    NeverLeft,
    /// It returned on this day, and held.
    OnDay(usize),
    /// It left and did not return within the series: a censored observation.
    NotWithinSeries {
        /// The last day that was certainly not the day of return. With a hold of H days that is H
        /// before the end of the series: for a later day the hold extends beyond the series.
        later_than: usize,
    },
}

impl Recovery {
    /// The time from the onset to the return in days, censored if there was none; none if it never
    /// left.
    pub fn days_since(&self, onset: usize) -> Option<CensoredTime> {
        match *self {
            Self::NeverLeft => None,
            Self::OnDay(day) => Some(CensoredTime::happened(day.saturating_sub(onset) as f64)),
            Self::NotWithinSeries { later_than } => {
                Some(CensoredTime::censored(later_than.saturating_sub(onset) as f64))
            }
        }
    }
}

/// Metrics of a disruption in a series, from the onset to its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resilience {
    /// Days from the onset to the first day that is not within \[days\]; none if there is no such
    /// day.
    pub time_to_survive: Option<usize>,
    /// The day of recovery.
    pub recovery: Recovery,
    /// Days from the onset to the recovery day \[days\]; 0 if never breached, censored if not
    /// recovered.
    pub time_to_recover: CensoredTime,
    /// Largest value.
    pub peak: f64,
    /// First day of the largest value.
    pub peak_day: usize,
    /// Smallest value.
    pub lowest: f64,
    /// First day of the smallest value.
    pub lowest_day: usize,
    /// Sum of the values \[unit × days\].
    pub area: f64,
    /// Sum of what is above normal \[unit × days\].
    pub excess_area: f64,
    /// Number of relapses: maximal runs of days that are not within, minus one, at least 0.
    pub relapses: usize,
    /// Metrics relative to normal; none if normal is 0.
    pub against_normal: Option<AgainstNormal>,
}

/// Metrics of a disruption relative to normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstNormal {
    /// Sum over days of the shortfall / normal: the area of the resilience triangle
    /// \[days of normal performance\]. Days above normal do not compensate.
    pub performance_loss: f64,
    /// The same up to the day before the recovery day; 0 if never breached, none if not recovered.
    pub performance_loss_until_recovery: Option<f64>,
    /// Largest distance on the good side of normal, from the worst day on.
    pub overshoot: f64,
    /// (normal − lowest) / normal, at least 0.
    pub depth: f64,
    /// 1 − performance loss / days from the onset to the end.
    pub resilience: f64,
}

/// The normal value: the mean of the series over days before the onset.
///
/// # Errors
/// [`StatsError::TooFew`] without a day, [`StatsError::OutOfRange`] if a day is not before the
/// onset or not in the series, [`StatsError::NotFinite`] for a NaN or an infinity.
pub fn normal(series: &[f64], days: Range<usize>, onset: usize) -> Result<f64, StatsError> {
    at_least(1, days.len())?;
    if days.end > onset {
        let received = (days.end - 1) as f64;
        return Err(StatsError::OutOfRange {
            what: "last normal day",
            allowed: "before the onset",
            received,
        });
    }
    let end = days.end as f64;
    let normal_days = series.get(days).ok_or(StatsError::OutOfRange {
        what: "end of normal days",
        allowed: "in the series",
        received: end,
    })?;
    Moments::of(normal_days.iter().copied())?.mean()
}

/// Measures one series.
///
/// ```
/// use gplc::stats::resilience::{Hold, Recovery, Reference, WorseWhen, resilience};
///
/// let backlog = [100.0, 100.0, 400.0, 300.0, 105.0, 100.0];
/// let reference = Reference {
///     onset: 2,
///     normal: 100.0,
///     tolerance: 0.05,
///     worse_when: WorseWhen::Higher,
///     hold: Hold::Days(2),
/// };
/// let outage = resilience(&backlog, &reference)?;
/// assert_eq!((outage.peak, outage.peak_day), (400.0, 2));
/// assert_eq!(outage.recovery, Recovery::OnDay(4));
/// assert_eq!(outage.excess_area, 505.0); // 300 + 200 + 5
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// # Errors
/// [`StatsError::NotFinite`] for a NaN or an infinity in the series; [`StatsError::OutOfRange`] if
/// the onset is not in the series, normal or tolerance is negative or not finite, or the hold is 0
/// days; [`StatsError::TooLarge`] if a sum overflows.
pub fn resilience(series: &[f64], reference: &Reference) -> Result<Resilience, StatsError> {
    let after = from_onset(series, reference.onset)?;
    zero_or_more("normal", reference.normal)?;
    zero_or_more("tolerance", reference.tolerance)?;
    let within = within(series, reference)?;
    let (breach, recovery) = first_return(&within, reference.onset, reference.hold)?;

    let (peak_day, peak) = first_most(after, |value, most| value > most);
    let (lowest_day, lowest) = first_most(after, |value, most| value < most);
    let outside_runs = runs_outside(&within[reference.onset..]);
    let worst = match reference.worse_when {
        WorseWhen::Higher => peak_day,
        WorseWhen::Lower => lowest_day,
    };
    Ok(Resilience {
        time_to_survive: breach.map(|day| day - reference.onset),
        recovery,
        time_to_recover: recovery.days_since(reference.onset).unwrap_or(CensoredTime::happened(0.0)),
        peak,
        peak_day: reference.onset + peak_day,
        lowest,
        lowest_day: reference.onset + lowest_day,
        area: not_overflown(after.iter().sum())?,
        excess_area: not_overflown(after.iter().map(|x| (x - reference.normal).max(0.0)).sum())?,
        relapses: outside_runs.saturating_sub(1),
        against_normal: against_normal(after, reference, recovery, worst, lowest)?,
    })
}

/// Return of the series to `level` or below, after it had exceeded it: a backlog is cleared.
///
/// The level is that of the plan ("below 20,000 lines"), or else [`Reference::limit`].
/// [`Recovery::NeverLeft`] if the level was never exceeded from the onset on.
///
/// # Errors
/// As [`resilience`], and [`StatsError::NotFinite`] if the level is not finite.
pub fn clearance(series: &[f64], onset: usize, level: f64, hold: Hold) -> Result<Recovery, StatsError> {
    from_onset(series, onset)?;
    finite(0, level)?;
    let within: Vec<bool> = series.iter().map(|&x| at_most(x, level)).collect();
    first_return(&within, onset, hold).map(|(_, cleared)| cleared)
}

/// The part of the series from the onset on: at least one day, every day of the series finite.
fn from_onset(series: &[f64], onset: usize) -> Result<&[f64], StatsError> {
    at_least(1, series.len())?;
    all_finite(series)?;
    match series.get(onset..) {
        Some(after) if !after.is_empty() => Ok(after),
        _ => Err(StatsError::OutOfRange {
            what: "onset",
            allowed: "a day of the series",
            received: onset as f64,
        }),
    }
}

fn zero_or_more(what: &'static str, received: f64) -> Result<(), StatsError> {
    if received.is_finite() && received >= 0.0 {
        Ok(())
    } else {
        Err(StatsError::OutOfRange { what, allowed: "0 or more, and finite", received })
    }
}

/// True for each day within tolerance.
fn within(series: &[f64], reference: &Reference) -> Result<Vec<bool>, StatsError> {
    let limit = not_overflown(reference.limit())?;
    Ok(match reference.worse_when {
        WorseWhen::Higher => series.iter().map(|&x| at_most(x, limit)).collect(),
        WorseWhen::Lower => series.iter().map(|&x| at_most(-x, -limit)).collect(),
    })
}

fn at_most(value: f64, limit: f64) -> bool {
    value <= limit + ROUNDING * limit.abs()
}

/// The first day from the onset on that is not within, and the day of return after it.
fn first_return(within: &[bool], onset: usize, hold: Hold) -> Result<(Option<usize>, Recovery), StatsError> {
    if hold == Hold::Days(0) {
        return Err(StatsError::OutOfRange { what: "hold", allowed: "1 day or more", received: 0.0 });
    }
    let days = within.len();
    let Some(breach) = (onset..days).find(|&day| !within[day]) else {
        return Ok((None, Recovery::NeverLeft));
    };
    let good_from = days_good_from(within);
    let holds = |day: usize| match hold {
        Hold::Days(needed) => good_from[day] >= needed,
        Hold::RestOfSeries => good_from[day] == days - day,
    };
    let recovery = (breach + 1..days).find(|&day| holds(day)).map_or_else(
        || {
            let needed = match hold {
                Hold::Days(needed) => needed,
                Hold::RestOfSeries => 1,
            };
            Recovery::NotWithinSeries { later_than: days.saturating_sub(needed).max(breach) }
        },
        Recovery::OnDay,
    );
    Ok((Some(breach), recovery))
}

/// Number of consecutive days within tolerance from each day on.
fn days_good_from(within: &[bool]) -> Vec<usize> {
    let mut good_from = vec![0; within.len()];
    let mut run = 0;
    for (day, &good) in within.iter().enumerate().rev() {
        run = if good { run + 1 } else { 0 };
        good_from[day] = run;
    }
    good_from
}

/// Maximal runs of days that are not within.
fn runs_outside(within: &[bool]) -> usize {
    let left_again = within.windows(2).filter(|pair| pair[0] && !pair[1]).count();
    left_again + usize::from(within.first() == Some(&false))
}

/// The most extreme value of a series that is not empty, and its first index.
fn first_most(series: &[f64], beyond: impl Fn(f64, f64) -> bool) -> (usize, f64) {
    let mut most = (0, series[0]);
    for (day, &value) in series.iter().enumerate() {
        if beyond(value, most.1) {
            most = (day, value);
        }
    }
    most
}

fn against_normal(
    after: &[f64],
    reference: &Reference,
    recovery: Recovery,
    worst: usize,
    lowest: f64,
) -> Result<Option<AgainstNormal>, StatsError> {
    let normal = reference.normal;
    if normal == 0.0 {
        return Ok(None);
    }
    let loss = |days: &[f64]| -> Result<f64, StatsError> {
        not_overflown(days.iter().map(|x| (normal - x).max(0.0) / normal).sum())
    };
    let performance_loss = loss(after)?;
    let performance_loss_until_recovery = match recovery {
        Recovery::NeverLeft => Some(0.0),
        Recovery::OnDay(day) => Some(loss(&after[..day - reference.onset])?),
        Recovery::NotWithinSeries { .. } => None,
    };
    let better_by = |x: f64| match reference.worse_when {
        WorseWhen::Higher => normal - x,
        WorseWhen::Lower => x - normal,
    };
    let overshoot = after[worst..].iter().fold(0.0_f64, |most, &x| most.max(better_by(x) / normal));
    Ok(Some(AgainstNormal {
        performance_loss,
        performance_loss_until_recovery,
        overshoot: not_overflown(overshoot)?,
        depth: not_overflown(((normal - lowest) / normal).max(0.0))?,
        resilience: 1.0 - performance_loss / after.len() as f64,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Normal 100, 10 % tolerance, higher is worse, onset on day 1.
    fn backlog(hold: Hold) -> Reference {
        Reference { onset: 1, normal: 100.0, tolerance: 0.1, worse_when: WorseWhen::Higher, hold }
    }

    #[test]
    fn a_backlog_that_grows_and_clears() {
        // Within is up to 110. Days from the onset: 110 within, 300, 500, 110, 80.
        let series = [999.0, 110.0, 300.0, 500.0, 110.0, 80.0];
        let outage = resilience(&series, &backlog(Hold::Days(2))).unwrap();
        assert_eq!(outage.time_to_survive, Some(1));
        assert_eq!(outage.recovery, Recovery::OnDay(4));
        assert_eq!(outage.time_to_recover, CensoredTime::happened(3.0));
        assert_eq!((outage.peak, outage.peak_day), (500.0, 3), "the 999 of day 0 is before the onset");
        assert_eq!((outage.area, outage.excess_area), (1100.0, 620.0));
        assert_eq!(outage.relapses, 0);
        // 20 under normal after the peak; 20 / 100 of a day lost.
        let shares = outage.against_normal.unwrap();
        assert_eq!((shares.overshoot, shares.depth, shares.performance_loss), (0.2, 0.2, 0.2));
        assert_eq!(shares.performance_loss_until_recovery, Some(0.0));
        assert_eq!(shares.resilience, 1.0 - 0.2 / 5.0);
    }

    #[test]
    fn one_good_day_is_a_recovery_only_with_a_hold_of_one_day() {
        let series = [100.0, 300.0, 100.0, 300.0, 100.0, 100.0];
        for (hold, recovery) in [
            (Hold::Days(1), Recovery::OnDay(2)),
            (Hold::Days(2), Recovery::OnDay(4)),
            (Hold::RestOfSeries, Recovery::OnDay(4)),
            // Day 3 is the last whose three days of hold are in the series.
            (Hold::Days(3), Recovery::NotWithinSeries { later_than: 3 }),
        ] {
            let outage = resilience(&series, &backlog(hold)).unwrap();
            assert_eq!(outage.recovery, recovery, "{hold:?}");
            assert_eq!(outage.relapses, 1, "{hold:?}");
        }
    }

    #[test]
    fn a_missing_recovery_is_censored_never_a_number() {
        let outage = resilience(&[100.0, 300.0, 300.0, 300.0], &backlog(Hold::Days(1))).unwrap();
        assert_eq!(outage.recovery, Recovery::NotWithinSeries { later_than: 3 });
        assert_eq!(outage.time_to_recover, CensoredTime::censored(2.0));
        assert_eq!(outage.against_normal.unwrap().performance_loss_until_recovery, None);
        // A hold longer than the series is never observed.
        let long = resilience(&[100.0, 300.0, 100.0], &backlog(Hold::Days(9))).unwrap();
        assert_eq!(long.recovery, Recovery::NotWithinSeries { later_than: 1 });
    }

    #[test]
    fn a_series_never_breached_recovers_in_no_time() {
        let outage = resilience(&[100.0, 110.0, 90.0], &backlog(Hold::Days(1))).unwrap();
        assert_eq!((outage.time_to_survive, outage.recovery), (None, Recovery::NeverLeft));
        assert_eq!(outage.time_to_recover, CensoredTime::happened(0.0));
        assert_eq!(outage.against_normal.unwrap().performance_loss_until_recovery, Some(0.0));
    }

    #[test]
    fn the_lower_side_is_the_bad_one_for_service() {
        let reference = Reference {
            onset: 1,
            normal: 0.8,
            tolerance: 0.25,
            worse_when: WorseWhen::Lower,
            hold: Hold::Days(1),
        };
        // Within is from 0.6 up. Lost 0.2 + 0.6 of 0.8 is one day; then 0.1 above: 1/8.
        let dip = resilience(&[0.8, 0.6, 0.2, 0.8, 0.9], &reference).unwrap();
        assert_eq!((dip.time_to_survive, dip.recovery), (Some(1), Recovery::OnDay(3)));
        assert_eq!((dip.lowest, dip.lowest_day), (0.2, 2));
        let shares = dip.against_normal.unwrap();
        for (share, expected) in [
            (shares.performance_loss, 1.0),
            (shares.performance_loss_until_recovery.unwrap(), 1.0),
            (shares.depth, 0.75),
            (shares.overshoot, 0.125),
            (shares.resilience, 0.75),
        ] {
            assert!((share - expected).abs() < 1e-12, "{share} is not {expected}");
        }
    }

    #[test]
    fn equality_is_within_despite_rounding() {
        // In floating point 0.1 x 0.9 is a hair more than 0.09, and 0.1 x 1.15 a hair less than
        // 0.115.
        for (tolerance, worse_when, equal) in
            [(0.1, WorseWhen::Lower, 0.09), (0.15, WorseWhen::Higher, 0.115)]
        {
            let reference = Reference { onset: 0, normal: 0.1, tolerance, worse_when, hold: Hold::Days(1) };
            assert_eq!(resilience(&[equal], &reference).unwrap().recovery, Recovery::NeverLeft);
        }
    }

    #[test]
    fn a_normal_of_zero_leaves_shares_of_it_undefined() {
        let reference = Reference { normal: 0.0, ..backlog(Hold::Days(1)) };
        let outage = resilience(&[0.0, 5.0, 0.0], &reference).unwrap();
        assert_eq!((outage.recovery, outage.against_normal), (Recovery::OnDay(2), None));
    }

    #[test]
    fn clearance_is_from_the_first_day_over_the_level() {
        let series = [0.0, 10.0, 60.0, 30.0, 20.0, 20.0];
        assert_eq!(clearance(&series, 1, 20.0, Hold::Days(2)), Ok(Recovery::OnDay(4)));
        assert_eq!(clearance(&series, 1, 60.0, Hold::Days(2)), Ok(Recovery::NeverLeft));
        let not_yet = Recovery::NotWithinSeries { later_than: 5 };
        assert_eq!(clearance(&series, 1, 5.0, Hold::RestOfSeries), Ok(not_yet));
        assert_eq!(not_yet.days_since(1), Some(CensoredTime::censored(4.0)));
        assert_eq!(Recovery::NeverLeft.days_since(1), None);
    }

    #[test]
    fn normal_is_the_mean_of_named_days_before_the_onset() {
        let series = [50.0, 10.0, 20.0, 30.0, 900.0];
        assert_eq!(normal(&series, 1..4, 4), Ok(20.0));
        assert!(normal(&series, 1..5, 4).is_err(), "day 4 is the onset");
        assert!(normal(&series, 2..2, 4).is_err());
        assert!(normal(&series, 4..9, 9).is_err(), "the series ends with day 4");
        assert!(normal(&[f64::NAN, 1.0], 0..1, 1).is_err());
    }

    #[test]
    fn odd_series_and_terms_are_errors() {
        let reference = backlog(Hold::Days(1));
        assert!(resilience(&[], &reference).is_err());
        assert!(resilience(&[1.0], &reference).is_err(), "the onset is day 1");
        assert!(resilience(&[1.0, f64::NAN], &reference).is_err());
        assert!(resilience(&[f64::INFINITY, 1.0], &reference).is_err());
        assert_eq!(resilience(&[1.0, f64::MAX, f64::MAX], &reference), Err(StatsError::TooLarge));
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(resilience(&[1.0, 2.0], &Reference { normal: bad, ..reference }).is_err());
            assert!(resilience(&[1.0, 2.0], &Reference { tolerance: bad, ..reference }).is_err());
        }
        assert!(resilience(&[1.0, 2.0], &Reference { hold: Hold::Days(0), ..reference }).is_err());
        assert!(clearance(&[1.0, 2.0], 2, 1.0, Hold::Days(1)).is_err());
        assert!(clearance(&[1.0, 2.0], 0, f64::NAN, Hold::Days(1)).is_err());
        assert!(clearance(&[1.0, 2.0], 0, 1.0, Hold::Days(0)).is_err());
    }
}
