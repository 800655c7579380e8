//! Bands: how a daily series runs over all replications: its median, and the range that holds four of five.
//!
//! The band is the spread of what may happen, not the error of the simulation: it does not shrink with more
//! replications. Quantiles are taken day by day (type 7), so a band is no run that ever was.
//!
//! [`Backlogs`] keeps of each replication only what the charts show: the outbound backlog of the centre by place.

use super::headline::Headline;
use super::measure::Outcome;
use crate::observe::{Key, Series};
use crate::stats::moments::Moments;
use crate::stats::quantile::Sorted;

/// Name of the series of the whole outbound backlog; those of its places follow a dot.
const BACKLOG: &str = "backlog";

/// A series over all replications, a value a day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// Half of the replications are at or under it.
    pub median: Vec<f64>,
    /// One in ten is.
    pub p10: Vec<f64>,
    /// Nine in ten are.
    pub p90: Vec<f64>,
}

impl Band {
    /// Of one series of each replication, all of the same days and finite.
    pub fn of(replications: &[&[f64]]) -> Self {
        let mut band = Band::default();
        for day in 0..replications.iter().map(|series| series.len()).min().unwrap_or(0) {
            let Ok(values) = Sorted::new(replications.iter().map(|series| series[day])) else { continue };
            for (series, q) in [(&mut band.median, 0.5), (&mut band.p10, 0.1), (&mut band.p90, 0.9)] {
                series.extend(values.quantile_linear(q));
            }
        }
        band
    }
}

/// The outbound backlog of the centre, by place in order of flow, of all replications.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Backlogs {
    /// Numbers of the replications, in order.
    pub replications: Vec<u32>,
    /// Places in order of flow.
    pub places: Vec<String>,
    /// The whole backlog of each replication [lines].
    total: Vec<Vec<f64>>,
    /// The same by place.
    by_place: Vec<Vec<Vec<f64>>>,
}

impl Backlogs {
    /// Whether a series is one that is kept.
    pub fn keeps(key: &Key, headline: &Headline) -> bool {
        key.site == headline.site
            && key.class == "all"
            && key.name.strip_prefix(BACKLOG).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Keeps what is needed of one replication's series; the next replication in order.
    pub fn add<'s>(
        &mut self,
        replication: u32,
        series: impl IntoIterator<Item = &'s Series>,
        headline: &Headline,
    ) {
        let (mut total, mut by_place, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for series in series.into_iter().filter(|series| Self::keeps(&series.key, headline)) {
            match series.key.name.split_once('.') {
                None => total.clone_from(&series.values),
                Some((_, place)) => {
                    places.push(place.to_owned());
                    by_place.push(series.values.clone());
                }
            }
        }
        self.places = places;
        self.replications.push(replication);
        self.total.push(total);
        self.by_place.push(by_place);
    }

    /// The whole backlog.
    pub fn total(&self) -> Band {
        Band::of(&self.total.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// The backlog at a place, by its position in [`Self::places`].
    pub fn place(&self, place: usize) -> Band {
        Band::of(&self.series_of(place))
    }

    fn series_of(&self, place: usize) -> Vec<&[f64]> {
        self.by_place.iter().filter_map(|places| places.get(place)).map(Vec::as_slice).collect()
    }

    /// Mean over replications of the peak of the whole backlog, from the onset on, and the mean of its day.
    pub fn peak(&self, headline: &Headline) -> Option<(f64, f64)> {
        mean_peak(self.total.iter().map(Vec::as_slice), headline)
    }

    /// The same at a place.
    pub fn peak_at(&self, place: usize, headline: &Headline) -> Option<(f64, f64)> {
        mean_peak(self.series_of(place).into_iter(), headline)
    }

    /// When the whole backlog is cleared; `None` if it is in no replication.
    pub fn clearance(&self, headline: &Headline) -> Option<Cleared> {
        let outcomes: Vec<Outcome> =
            self.total.iter().map(|series| headline.clearance_day(series, 1.0)).collect();
        let days: Vec<f64> = outcomes.iter().filter_map(|outcome| outcome.value()).collect();
        let later = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::LaterThan(_))).count();
        let mean = Moments::of(days.iter().copied()).and_then(|moments| moments.mean()).ok()?;
        Some(Cleared { mean, values: days.len(), later })
    }
}

/// When a backlog is cleared, over replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cleared {
    /// Mean day of those in which it is, in days from the onset.
    pub mean: f64,
    /// How many those are.
    pub values: usize,
    /// In how many it is not cleared by the end.
    pub later: usize,
}

fn mean_peak<'s>(series: impl Iterator<Item = &'s [f64]>, headline: &Headline) -> Option<(f64, f64)> {
    let peaks: Vec<(f64, usize)> = series.filter_map(|series| headline.peak(series)).collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| Moments::of(values).and_then(|all| all.mean()).ok();
    mean(&mut peaks.iter().map(|&(value, _)| value)).zip(mean(&mut peaks.iter().map(|&(_, day)| day as f64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_holds_four_of_five_replications_day_by_day() {
        // 0, 1, …, 10 on the first day: type 7 puts the 10 % quantile of eleven values on the second.
        let runs: Vec<Vec<f64>> = (0..=10).map(|run| vec![f64::from(run), 7.0]).collect();
        let band = Band::of(&runs.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert_eq!((band.p10, band.median, band.p90), (vec![1.0, 7.0], vec![5.0, 7.0], vec![9.0, 7.0]));
    }

    #[test]
    fn one_replication_is_its_own_band() {
        let band = Band::of(&[&[1.0, 2.0]]);
        assert_eq!((&band.median, &band.p10, &band.p90), (&vec![1.0, 2.0], &vec![1.0, 2.0], &vec![1.0, 2.0]));
    }

    #[test]
    fn no_replication_has_no_band() {
        assert_eq!(Band::of(&[]), Band::default());
    }
}
