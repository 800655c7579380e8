//! Chart series: the daily series that charts show, of every replication.
//!
//! The caller selects the series ([`ChartSeries::add`]); all others go to the file only. So memory
//! grows with the days, the replications and the selected series, and with nothing else. Series
//! read back from a recorded result give the same charts.
//!
//! Knows nothing of charts.

use super::band::{Band, mean_by_day};
use crate::metrics::Series;
use crate::registers::metrics::{Cell, Daily as DailyMetric, Key, Metric};

/// Daily series of all replications.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartSeries {
    /// Numbers of the replications, in order.
    pub replications: Vec<u32>,
    /// In order of first appearance.
    series: Vec<RecordedSeries>,
}

#[derive(Debug, Clone, PartialEq)]
struct RecordedSeries {
    key: Key,
    /// By replication; empty for a replication without a value.
    values: Vec<Vec<f64>>,
}

impl ChartSeries {
    /// Adds the selected series of the next replication in order. A series without any value is
    /// left out, as a file has no rows of it.
    pub fn add<'s>(
        &mut self,
        replication: u32,
        series: impl IntoIterator<Item = &'s Series>,
        wanted: impl Fn(Key) -> bool,
    ) {
        let before = self.replications.len();
        self.replications.push(replication);
        self.series.iter_mut().for_each(|kept| kept.values.push(Vec::new()));
        let has_a_value = |series: &&Series| series.values.iter().any(|value| !value.is_nan());
        for Series { key, values } in series.into_iter().filter(|one| wanted(one.key)).filter(has_a_value) {
            if let Some(kept) = self.series.iter_mut().find(|kept| kept.key == *key) {
                kept.values[before].clone_from(values);
            } else {
                let mut all = vec![Vec::new(); before];
                all.push(values.clone());
                self.series.push(RecordedSeries { key: *key, values: all });
            }
        }
    }

    /// Keys of all series.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.series.iter().map(|kept| kept.key)
    }

    /// A series of one replication, by its place among them; `None` if it has none.
    pub fn of(&self, replication: usize, metric: Metric<DailyMetric>, cell: Cell) -> Option<&[f64]> {
        let values = self.find(metric, cell)?.values.get(replication)?;
        (!values.is_empty()).then_some(values)
    }

    /// The same by its key.
    pub fn of_key(&self, replication: usize, key: Key) -> Option<&[f64]> {
        let values = self.series.iter().find(|kept| kept.key == key)?.values.get(replication)?;
        (!values.is_empty()).then_some(values)
    }

    /// A series of all replications; `None` if no replication has it.
    pub fn daily(&self, metric: Metric<DailyMetric>, cell: Cell) -> Option<DailyByReplication<'_>> {
        let kept = self.find(metric, cell)?;
        Some(DailyByReplication(kept.values.iter().map(Vec::as_slice).collect()))
    }

    fn find(&self, metric: Metric<DailyMetric>, cell: Cell) -> Option<&RecordedSeries> {
        let key = metric.at(cell);
        self.series.iter().find(|kept| kept.key == key)
    }
}

/// One daily series of all replications, in their order; empty for a replication without it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DailyByReplication<'k>(pub Vec<&'k [f64]>);

impl DailyByReplication<'_> {
    /// Median and P10–P90 range over the replications, by day.
    pub fn band(&self) -> Band {
        Band::of(&self.0)
    }

    /// Mean over the replications, by day.
    pub fn mean(&self) -> Vec<f64> {
        mean_by_day(&self.0)
    }
}

/// Which of several things was present (value 1, else 0) in most replications, by day. Ties go to
/// the first; `None` on a day on which none was present in any.
pub fn most_often(things: &[DailyByReplication<'_>], days: usize) -> Vec<Option<usize>> {
    let runs = |thing: &DailyByReplication<'_>, day: usize| {
        thing.0.iter().filter(|values| values.get(day).is_some_and(|value| *value > 0.0)).count()
    };
    (0..days)
        .map(|day| {
            let most = things.iter().map(|thing| runs(thing, day)).max().filter(|most| *most > 0)?;
            things.iter().position(|thing| runs(thing, day) == most)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::metrics::{Dim, cell, ids};

    const SITE: Cell = cell(&[(Dim::Site, 0)]);

    fn series(metric: Metric<DailyMetric>, values: &[f64]) -> Series {
        Series { key: metric.at(SITE), values: values.to_vec() }
    }

    #[test]
    fn only_what_is_wanted_is_kept_of_each_replication() {
        let mut kept = ChartSeries::default();
        for replication in [0, 3] {
            let backlog = series(ids::BACKLOG, &[1.0, f64::from(replication)]);
            let all = [backlog, series(ids::ON_HAND, &[9.0, 9.0])];
            kept.add(replication, &all, |key| key.is(ids::BACKLOG));
        }
        assert_eq!(kept.replications, [0, 3]);
        assert_eq!(kept.keys().collect::<Vec<_>>(), [ids::BACKLOG.at(SITE)]);
        assert_eq!(kept.daily(ids::BACKLOG, SITE), Some(DailyByReplication(vec![&[1.0, 0.0], &[1.0, 3.0]])));
        assert_eq!(kept.daily(ids::ON_HAND, SITE), None);
    }

    #[test]
    fn the_most_frequent_one_over_replications_is_reported_for_each_day() {
        let pick = DailyByReplication(vec![&[1.0, 1.0, 0.0, 1.0], &[1.0, 0.0, 0.0, 0.0], &[]]);
        let pack =
            DailyByReplication(vec![&[0.0, 0.0, 0.0, 0.0], &[0.0, 1.0, 0.0, 1.0], &[0.0, 0.0, 0.0, 1.0]]);
        assert_eq!(most_often(&[pick, pack], 5), [Some(0), Some(0), None, Some(1), None]);
    }

    #[test]
    fn a_replication_without_a_value_of_a_series_has_none_of_it() {
        // A file has no rows of the second replication's series, so a series without values must
        // count as absent.
        let mut kept = ChartSeries::default();
        kept.add(0, &[], |_| true);
        kept.add(1, &[series(ids::BOTTLENECK, &[f64::NAN, f64::NAN])], |_| true);
        assert_eq!(kept.daily(ids::BOTTLENECK, SITE), None);
        kept.add(2, &[series(ids::BOTTLENECK, &[0.5, f64::NAN])], |_| true);
        let daily = kept.daily(ids::BOTTLENECK, SITE).unwrap();
        assert_eq!(daily.0.iter().map(|values| values.len()).collect::<Vec<_>>(), [0, 0, 2]);
        assert_eq!(daily.mean()[..1], [0.5]);
        assert!(daily.mean()[1].is_nan(), "a day without a value has no mean");
    }
}
