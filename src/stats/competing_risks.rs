//! Competing risks: the share to which an event has happened by a time, where another event may
//! prevent it.
//!
//! A cancelled line is never filled. If it counted as censored, the estimate would be of a world
//! without cancellations; here it stays among those not filled. Only a line still open at the end
//! is censored.

use super::StatsError;
use super::error::{at_least, inside_unit};
use super::survival::Reached;

/// A number of equal observations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompetingTally {
    /// Time observed, 0 or more.
    pub time: f64,
    /// Number of events at that time.
    pub events: u64,
    /// Number of competing events at that time, after which the event cannot happen.
    pub competing: u64,
    /// Number censored at that time.
    pub censored: u64,
}

/// The Aalen–Johansen estimate of the cumulative incidence of an event with one competing event.
///
/// ```
/// use gplc::stats::competing_risks::{CompetingTally, CumulativeIncidence};
/// use gplc::stats::survival::Reached;
///
/// // Of four lines two are filled after 1 and 3 days, one is cancelled after 2, one is open.
/// let one = |time, events, competing, censored| {
///     CompetingTally { time, events, competing, censored }
/// };
/// let filled = CumulativeIncidence::of([
///     one(1.0, 1, 0, 0),
///     one(2.0, 0, 1, 0),
///     one(3.0, 1, 0, 0),
///     one(4.0, 0, 0, 1),
/// ])?;
/// assert_eq!(filled.quantile(0.5)?, Reached::At(3.0));
/// assert_eq!(filled.quantile(0.75)?, Reached::Not { by: 4.0 });
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
///
/// Source: O. O. Aalen and S. Johansen, "An empirical transition matrix for non-homogeneous Markov
/// chains based on censored observations", Scandinavian Journal of Statistics 5 (1978) 141–150;
/// J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 2nd ed.
/// (2002), sec. 8.2.
#[derive(Debug, Clone, PartialEq)]
pub struct CumulativeIncidence {
    /// Times in order, each with the incidence just after it.
    steps: Vec<(f64, f64)>,
    /// Area under the share to which nothing has happened yet.
    mean_time_open: f64,
}

/// Rounding errors of a sum of shares.
const ROUNDING: f64 = 1e-12;

impl CumulativeIncidence {
    /// Estimate from a histogram, whose entries may be in any order and repeat times.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] without an observation, [`StatsError::OutOfRange`] if a time is
    /// negative or not finite, [`StatsError::TooLarge`] if the counts overflow.
    pub fn of(tallies: impl IntoIterator<Item = CompetingTally>) -> Result<Self, StatsError> {
        let mut tallies: Vec<CompetingTally> = tallies
            .into_iter()
            .filter(|one| one.events > 0 || one.competing > 0 || one.censored > 0)
            .collect();
        for tally in &tallies {
            if !(tally.time.is_finite() && tally.time >= 0.0) {
                let (what, allowed) = ("time", "0 or more, and finite");
                return Err(StatsError::OutOfRange { what, allowed, received: tally.time });
            }
        }
        tallies.sort_by(|a, b| a.time.total_cmp(&b.time));
        let count = |one: &CompetingTally| one.events.checked_add(one.competing)?.checked_add(one.censored);
        let total = tallies
            .iter()
            .try_fold(0_u64, |sum, one| sum.checked_add(count(one)?))
            .ok_or(StatsError::TooLarge)?;
        at_least(1, usize::try_from(total).unwrap_or(usize::MAX))?;
        let (mut at_risk, mut open, mut incidence) = (total, 1.0, 0.0);
        let (mut area, mut since) = (0.0, 0.0);
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for at_one_time in tallies.chunk_by(|a, b| a.time >= b.time) {
            let sum = |of: fn(&CompetingTally) -> u64| at_one_time.iter().map(of).sum::<u64>();
            let (events, competing) = (sum(|one| one.events), sum(|one| one.competing));
            let time = at_one_time[0].time;
            area += open * (time - since);
            since = time;
            incidence += open * events as f64 / at_risk as f64;
            open *= (at_risk - events - competing) as f64 / at_risk as f64;
            at_risk -= events + competing + sum(|one| one.censored);
            steps.push((time, incidence));
        }
        Ok(CumulativeIncidence { steps, mean_time_open: area })
    }

    /// First time by which the event has happened to at least this share.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if the share is not strictly between 0 and 1.
    pub fn quantile(&self, share: f64) -> Result<Reached, StatsError> {
        inside_unit("share", share)?;
        let first = self.steps.iter().find(|(_, incidence)| *incidence >= share - ROUNDING);
        let last = self.steps.last().map_or(0.0, |&(time, _)| time);
        Ok(first.map_or(Reached::Not { by: last }, |&(time, _)| Reached::At(time)))
    }

    /// Share to which the event has happened by a time, as far as the observations reach.
    pub fn at(&self, time: f64) -> f64 {
        let steps = self.steps.partition_point(|&(step, _)| step <= time);
        steps.checked_sub(1).map_or(0.0, |step| self.steps[step].1)
    }

    /// Mean time until either event, each observation followed to the last time at most.
    pub fn mean_time_open(&self) -> f64 {
        self.mean_time_open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(time: f64, events: u64, competing: u64, censored: u64) -> CompetingTally {
        CompetingTally { time, events, competing, censored }
    }

    #[test]
    fn incidence_matches_hand_calculation() {
        // Ten: three events at 1; one competing and one censored at 2; two events at 3.
        // 0.3; open 0.7, after 2 of the seven six ninths … 0.7 × 6/7 = 0.6; five at risk at 3:
        // 0.3 + 0.6 × 2/5 = 0.54.
        let incidence = CumulativeIncidence::of([
            one(3.0, 2, 0, 0),
            one(1.0, 3, 0, 0),
            one(2.0, 0, 1, 1),
            one(9.0, 0, 0, 3),
        ])
        .unwrap();
        for (time, expected) in [(0.5, 0.0), (1.0, 0.3), (2.5, 0.3), (3.0, 0.54), (100.0, 0.54)] {
            assert!((incidence.at(time) - expected).abs() < 1e-12, "{time}: {}", incidence.at(time));
        }
        // 1 + 0.7 + 0.6 + 0.36 × 6.
        assert!((incidence.mean_time_open() - 4.46).abs() < 1e-12);
    }

    #[test]
    fn where_all_end_the_incidences_of_both_events_add_up_to_one() {
        let (mut filled, mut cancelled) = (Vec::new(), Vec::new());
        for day in 1..=20_u64 {
            filled.push(one(day as f64, day, 20 - day, 0));
            cancelled.push(one(day as f64, 20 - day, day, 0));
        }
        let sum = CumulativeIncidence::of(filled).unwrap().at(20.0)
            + CumulativeIncidence::of(cancelled).unwrap().at(20.0);
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn wrong_observations_are_errors() {
        assert!(CumulativeIncidence::of([]).is_err());
        assert!(CumulativeIncidence::of([one(f64::NAN, 1, 0, 0)]).is_err());
        assert!(CumulativeIncidence::of([one(-1.0, 1, 0, 0)]).is_err());
        assert!(CumulativeIncidence::of([one(1.0, u64::MAX, 1, 0)]).is_err());
    }
}
