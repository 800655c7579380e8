//! Survival: time to an event that did not happen in some runs before they ended.
//!
//! A replication that is not cleared by the horizon is "later than the horizon". Leaving it out, or
//! counting the horizon as its time, makes the plan look better than it is. The Kaplan–Meier curve
//! uses it as censored: S(t) is the share not yet cleared just after t.
//!
//! ```text
//! S(t) 1 ┼──╮
//!        │  ╰───╮
//!     ½  ┼┄┄┄┄┄┄╰────╮┄┄┄┄┄┄   median: first t with S(t) ≤ ½, else "not reached"
//!        │           ╰────      ends at the last time observed
//!        └──────────────────► t
//! ```
//!
//! Assumes that censoring is independent of the event (true for a fixed horizon). If event and
//! censoring times are equal, the event counts as first.
//!
//! Knows nothing of the meaning of the event.

use super::StatsError;
use super::critical_value::normal;
use super::error::{at_least, inside_unit, not_overflown};
use super::interval::Interval;

/// A curve that exceeds a level by rounding alone counts as equal to it.
const ROUNDING: f64 = 1e-12;

/// One subject observed until its event happened, or until it was censored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CensoredTime {
    /// Time observed, from its start, in any unit; 0 or more.
    pub time: f64,
    /// True: the event happened at `time`. False: it had not by then (censored).
    pub happened: bool,
}

impl CensoredTime {
    /// The event happened at this time.
    pub fn happened(time: f64) -> Self {
        Self { time, happened: true }
    }

    /// The event had not happened by this time.
    pub fn censored(time: f64) -> Self {
        Self { time, happened: false }
    }
}

/// A number of equal observations: an entry of a histogram of times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// Time observed, 0 or more.
    pub time: f64,
    /// Number of events at that time.
    pub events: u64,
    /// Number censored at that time.
    pub censored: u64,
}

/// A time at which the curve reaches a value, if it does while it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reached {
    /// Reached at this time.
    At(f64),
    /// Among the censored: later than the last time observed.
    Not {
        /// The last time observed.
        by: f64,
    },
}

/// The Kaplan–Meier estimate of the share to which the event has not happened yet.
///
/// ```
/// use gplc::stats::survival::{KaplanMeier, CensoredTime, Reached};
///
/// // Three runs cleared on days 10, 20 and 30; one was not cleared by day 40.
/// let curve = KaplanMeier::of(&[
///     CensoredTime::happened(10.0),
///     CensoredTime::happened(20.0),
///     CensoredTime::happened(30.0),
///     CensoredTime::censored(40.0),
/// ])?;
/// assert_eq!(curve.survival(20.0), Some(0.5));
/// assert_eq!(curve.quantile(0.5)?, Reached::At(20.0));
/// assert_eq!(curve.quantile(0.9)?, Reached::Not { by: 40.0 });
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// Source: E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations",
/// Journal of the American Statistical Association 53 (1958) 457–481.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    /// One for each distinct time, ascending.
    steps: Vec<SurvivalStep>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct SurvivalStep {
    time: f64,
    /// Number at risk just before this time.
    at_risk: u64,
    /// The curve just after this time.
    survival: f64,
    /// Greenwood's sum of d / (n (n − d)) over the events up to this time; not finite once the
    /// event has happened to all.
    greenwood: f64,
}

impl KaplanMeier {
    /// Estimate from observations in any order.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] without an observation, [`StatsError::OutOfRange`] if a time is
    /// negative or not finite.
    pub fn of(observations: &[CensoredTime]) -> Result<Self, StatsError> {
        Self::of_tallies(observations.iter().map(|observation| Tally {
            time: observation.time,
            events: u64::from(observation.happened),
            censored: u64::from(!observation.happened),
        }))
    }

    /// Estimate from a histogram, whose entries may be in any order and repeat times.
    ///
    /// # Errors
    /// As [`Self::of`]; [`StatsError::TooLarge`] if the counts overflow.
    pub fn of_tallies(tallies: impl IntoIterator<Item = Tally>) -> Result<Self, StatsError> {
        let tallies = merged(tallies)?;
        let total = tallies
            .iter()
            .try_fold(0_u64, |sum, tally| sum.checked_add(tally.events)?.checked_add(tally.censored))
            .ok_or(StatsError::TooLarge)?;
        at_least(1, usize::try_from(total).unwrap_or(usize::MAX))?;
        let (mut at_risk, mut survival, mut greenwood) = (total, 1.0, 0.0);
        let steps = tallies.iter().map(|tally| {
            let before = at_risk;
            let (n, d) = (before as f64, tally.events as f64);
            survival *= (before - tally.events) as f64 / n;
            if tally.events > 0 {
                greenwood += d / (n * (before - tally.events) as f64);
            }
            at_risk -= tally.events + tally.censored;
            SurvivalStep { time: tally.time, at_risk: before, survival, greenwood }
        });
        Ok(Self { steps: steps.collect() })
    }

    /// The share not yet reached by the event just after `time`, events of that time counted. None
    /// after the last time observed, unless the event has happened to all.
    pub fn survival(&self, time: f64) -> Option<f64> {
        if time > self.followed_to() && self.last().survival > 0.0 {
            return None;
        }
        Some(self.step_at(time).map_or(1.0, |step| step.survival))
    }

    /// Greenwood's standard error of [`Self::survival`]; none where that is none, and where the
    /// event has happened to all (the formula then divides by 0).
    ///
    /// Source: M. Greenwood, "The natural duration of cancer", Reports on Public Health and Medical
    /// Subjects 33 (1926), London: HMSO.
    pub fn standard_error(&self, time: f64) -> Option<f64> {
        let survival = self.survival(time)?;
        let greenwood = self.step_at(time).map_or(0.0, |step| step.greenwood);
        (survival > 0.0).then(|| survival * greenwood.sqrt())
    }

    /// Interval of [`Self::survival`] from the transformation log(−log S), which keeps it inside
    /// 0..1; none where the curve is none, 1 or 0.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the confidence is not strictly between 0 and 1.
    ///
    /// Source: J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data
    /// (1980), ch. 1: S to the power exp(± z √(Greenwood's sum) / ln S).
    pub fn log_log_interval(&self, time: f64, confidence: f64) -> Result<Option<Interval>, StatsError> {
        inside_unit("confidence", confidence)?;
        let z = -normal((1.0 - confidence) / 2.0)?;
        let Some(survival) = self.survival(time).filter(|&s| s > 0.0 && s < 1.0) else {
            return Ok(None);
        };
        let greenwood = self.step_at(time).map_or(0.0, |step| step.greenwood);
        let spread = z * greenwood.sqrt() / survival.ln().abs();
        Ok(Some(Interval {
            lower: survival.powf(spread.exp()),
            upper: survival.powf((-spread).exp()),
            confidence,
        }))
    }

    /// First time by which the event has happened to at least the share given: curve ≤ 1 − share.
    /// 0.5 is the median, 0.25 the lower quartile.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the share is not strictly between 0 and 1.
    pub fn quantile(&self, share_happened: f64) -> Result<Reached, StatsError> {
        inside_unit("share", share_happened)?;
        let level = 1.0 - share_happened + ROUNDING;
        let first = self.steps.iter().find(|step| step.survival <= level);
        Ok(first.map_or(Reached::Not { by: self.followed_to() }, |step| Reached::At(step.time)))
    }

    /// The mean of min(time, `horizon`): the area under the curve from 0 to the horizon, in the
    /// unit of time.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the horizon is negative, not finite, or after the last time
    /// observed while the curve is above 0.
    ///
    /// Source: J. O. Irwin, "The standard error of an estimate of expectation of life", Journal of
    /// Hygiene 47 (1949) 188–189.
    pub fn restricted_mean(&self, horizon: f64) -> Result<f64, StatsError> {
        time_of("horizon", horizon)?;
        if self.survival(horizon).is_none() {
            return Err(StatsError::OutOfRange {
                what: "horizon",
                allowed: "at most the last time followed",
                received: horizon,
            });
        }
        let (mut area, mut since, mut survival) = (0.0, 0.0, 1.0);
        for step in self.steps.iter().take_while(|step| step.time < horizon) {
            area += survival * (step.time - since);
            (since, survival) = (step.time, step.survival);
        }
        not_overflown(area + survival * (horizon - since))
    }

    /// Number at risk just before `time`.
    pub fn at_risk(&self, time: f64) -> u64 {
        self.steps.iter().find(|step| step.time >= time).map_or(0, |step| step.at_risk)
    }

    /// The last time observed.
    pub fn followed_to(&self) -> f64 {
        self.last().time
    }

    fn last(&self) -> &SurvivalStep {
        self.steps.last().expect("a curve is made of one observation or more")
    }

    /// The last step at or before the time.
    fn step_at(&self, time: f64) -> Option<&SurvivalStep> {
        let steps = self.steps.partition_point(|step| step.time <= time);
        steps.checked_sub(1).map(|index| &self.steps[index])
    }
}

/// Ascending in time, one entry a time, none empty.
fn merged(tallies: impl IntoIterator<Item = Tally>) -> Result<Vec<Tally>, StatsError> {
    let mut tallies: Vec<Tally> =
        tallies.into_iter().filter(|tally| tally.events > 0 || tally.censored > 0).collect();
    tallies.iter().try_for_each(|tally| time_of("time", tally.time))?;
    tallies.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut merged: Vec<Tally> = Vec::new();
    for tally in tallies {
        match merged.last_mut() {
            // In ascending order, so not less is equal.
            Some(last) if last.time >= tally.time => {
                last.events = last.events.checked_add(tally.events).ok_or(StatsError::TooLarge)?;
                last.censored = last.censored.checked_add(tally.censored).ok_or(StatsError::TooLarge)?;
            }
            _ => merged.push(tally),
        }
    }
    Ok(merged)
}

fn time_of(what: &'static str, received: f64) -> Result<(), StatsError> {
    if received.is_finite() && received >= 0.0 {
        Ok(())
    } else {
        Err(StatsError::OutOfRange { what, allowed: "0 or more, and finite", received })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events at 10, 20 and 40; one no longer followed after 20, one after 50.
    fn five_runs() -> KaplanMeier {
        KaplanMeier::of(&[
            CensoredTime::censored(50.0),
            CensoredTime::happened(20.0),
            CensoredTime::censored(20.0),
            CensoredTime::happened(10.0),
            CensoredTime::happened(40.0),
        ])
        .unwrap()
    }

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-12, "{value} is not near {expected}");
    }

    #[test]
    fn the_curve_steps_down_at_events_only() {
        // 4/5 after 10; x 3/4 = 3/5 after 20, where the censored one is still at risk; x 1/2 after
        // 40.
        let curve = five_runs();
        for (time, expected) in
            [(0.0, 1.0), (9.9, 1.0), (10.0, 0.8), (20.0, 0.6), (39.0, 0.6), (40.0, 0.3), (50.0, 0.3)]
        {
            near(curve.survival(time).unwrap(), expected);
        }
        assert_eq!(curve.survival(50.1), None, "not observed after 50");
        assert_eq!([10.0, 10.5, 20.0, 30.0, 51.0].map(|time| curve.at_risk(time)), [5, 4, 4, 2, 0]);
    }

    #[test]
    fn greenwood_adds_up_the_events() {
        // 1/(5 x 4) + 1/(4 x 3) = 2/15 after 20.
        let curve = five_runs();
        near(curve.standard_error(20.0).unwrap(), 0.6 * (2.0_f64 / 15.0).sqrt());
        assert_eq!(curve.standard_error(5.0), Some(0.0));
        assert_eq!(curve.standard_error(60.0), None);
    }

    #[test]
    fn quantiles_are_reached_or_not() {
        let curve = five_runs();
        assert_eq!(curve.quantile(0.2), Ok(Reached::At(10.0)), "1 - 0.2 is 0.8 in spite of rounding");
        assert_eq!(curve.quantile(0.5), Ok(Reached::At(40.0)));
        assert_eq!(curve.quantile(0.7), Ok(Reached::At(40.0)));
        assert_eq!(curve.quantile(0.71), Ok(Reached::Not { by: 50.0 }));
    }

    #[test]
    fn the_restricted_mean_is_the_area_under_the_curve() {
        // 10 x 1 + 10 x 0.8 + 20 x 0.6 + 10 x 0.3 = 33 to day 50; without the last 10 days, 30.
        let curve = five_runs();
        near(curve.restricted_mean(50.0).unwrap(), 33.0);
        near(curve.restricted_mean(40.0).unwrap(), 30.0);
        near(curve.restricted_mean(5.0).unwrap(), 5.0);
        assert!(curve.restricted_mean(51.0).is_err());
    }

    #[test]
    fn without_censoring_it_is_the_plain_share_and_mean() {
        let all = KaplanMeier::of(&[1.0, 2.0, 3.0, 6.0].map(CensoredTime::happened)).unwrap();
        near(all.survival(2.0).unwrap(), 0.5);
        assert_eq!(all.survival(100.0), Some(0.0), "all have happened for good");
        assert_eq!(all.standard_error(100.0), None);
        near(all.restricted_mean(100.0).unwrap(), 3.0);
        // Binomial: sqrt(0.5 x 0.5 / 4).
        near(all.standard_error(2.0).unwrap(), 0.25);
    }

    #[test]
    fn the_log_log_interval_stays_inside_zero_and_one() {
        let curve = five_runs();
        let interval = curve.log_log_interval(40.0, 0.999).unwrap().unwrap();
        assert!(interval.lower > 0.0 && interval.upper < 1.0 && interval.contains(0.3));
        assert_eq!(curve.log_log_interval(5.0, 0.95), Ok(None));
        assert_eq!(curve.log_log_interval(60.0, 0.95), Ok(None));
        assert!(curve.log_log_interval(20.0, 1.0).is_err());
    }

    #[test]
    fn a_histogram_gives_the_same_curve_as_its_observations() {
        let tally = |time, events, censored| Tally { time, events, censored };
        let tallies =
            [tally(50.0, 0, 1), tally(10.0, 1, 0), tally(20.0, 1, 0), tally(20.0, 0, 1), tally(40.0, 1, 0)];
        assert_eq!(KaplanMeier::of_tallies(tallies), Ok(five_runs()));
        assert_eq!(KaplanMeier::of_tallies([tally(1.0, u64::MAX, 1)]), Err(StatsError::TooLarge));
    }

    #[test]
    fn odd_observations_and_shares_are_errors() {
        assert_eq!(KaplanMeier::of(&[]), Err(StatsError::TooFew { needed: 1, received: 0 }));
        for time in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(KaplanMeier::of(&[CensoredTime::happened(time)]).is_err());
            assert!(five_runs().restricted_mean(time).is_err());
        }
        for share in [0.0, 1.0, f64::NAN] {
            assert!(five_runs().quantile(share).is_err());
        }
    }
}
