//! Result of one replication: daily series and values, each with its key in the metric register.
//!
//! Recorders emit with [`ReplicationResult::daily`], [`ReplicationResult::scalar`],
//! [`ReplicationResult::ratio`] and
//! [`ReplicationResult::censored`]: a metric of another kind does not compile, a dimension that the
//! metric has not is a failed assertion in debug builds. Readers look up with
//! [`ReplicationResult::series`] and
//! [`ReplicationResult::outcome`].
//!
//! Knows nothing of other replications, or of files.

use super::names::LabelNames;
use super::order_cohort::Cohorts;
use crate::registers::metrics::{Cell, Censored, Daily, Dim, Key, Metric, MetricId, Ratio, Scalar};
use crate::simulation::Counts;
use std::sync::Arc;

/// A value a day, for every counted day.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Metric and labels.
    pub key: Key,
    /// One value a day from the end of the warm-up on: a level just before the midnight that ends
    /// the day, or the total or share over the day; NaN on a day without one.
    pub values: Vec<f64>,
}

/// A metric of one replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MetricValue {
    /// Metric and labels; no two values of a replication have the same.
    pub key: Key,
    /// Its value.
    pub outcome: Outcome,
    /// Numerator and denominator of a ratio.
    pub terms: Option<Terms>,
}

/// Numerator and denominator of a ratio, in the units of what they count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// The part.
    pub numerator: f64,
    /// What it is a part of; the ratio has no value where it is 0.
    pub denominator: f64,
}

impl Terms {
    /// Nothing of nothing.
    pub const ZERO: Terms = Terms { numerator: 0.0, denominator: 0.0 };

    /// The ratio; `None` of nothing.
    pub fn ratio(self) -> Option<f64> {
        (self.denominator > 0.0).then(|| self.numerator / self.denominator)
    }
}

impl std::ops::Add for Terms {
    type Output = Terms;

    fn add(self, other: Terms) -> Terms {
        Terms {
            numerator: self.numerator + other.numerator,
            denominator: self.denominator + other.denominator,
        }
    }
}

impl std::iter::Sum for Terms {
    fn sum<I: Iterator<Item = Terms>>(terms: I) -> Terms {
        terms.fold(Terms::ZERO, |all, one| all + one)
    }
}

/// Value of a metric in one replication.
///
/// A backlog that is not cleared by the end of the run has no clearance day; it has a day after
/// which it is cleared. To leave it out, or to count the end as its day, would make a plan look
/// better than it is, so it is an outcome of its own, and every sum over replications must treat it
/// explicitly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// A number, in the unit of its key.
    Value(f64),
    /// It did not happen within the run; it is later than this, in the unit of its key.
    LaterThan(f64),
    /// There is none: a share of no lines, the clearance of a backlog never above its limit.
    Nothing,
}

impl Outcome {
    /// The number, if it is one.
    pub fn value(self) -> Option<f64> {
        match self {
            Outcome::Value(value) => Some(value),
            Outcome::LaterThan(_) | Outcome::Nothing => None,
        }
    }

    /// The bound of a censored time.
    pub fn later_than(self) -> Option<f64> {
        match self {
            Outcome::LaterThan(bound) => Some(bound),
            Outcome::Value(_) | Outcome::Nothing => None,
        }
    }
}

impl From<Option<f64>> for Outcome {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Outcome::Nothing, Outcome::Value)
    }
}

/// All that is recorded of one replication.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReplicationResult {
    /// Number of the replication, from 0.
    pub replication: u32,
    /// Names of the labels of its keys.
    pub names: Arc<LabelNames>,
    /// Daily series, in a fixed order.
    pub series: Vec<Series>,
    /// Values, in a fixed order.
    pub values: Vec<MetricValue>,
    /// Ages of customer lines by class and stretch of order days, the most urgent class first.
    pub cohorts: Vec<Cohorts>,
    /// Number of events.
    pub counts: Counts,
}

impl ReplicationResult {
    /// A result without values.
    pub fn new(replication: u32, names: Arc<LabelNames>, counts: Counts) -> Self {
        let (series, values, cohorts) = (Vec::new(), Vec::new(), Vec::new());
        ReplicationResult { replication, names, series, values, cohorts, counts }
    }

    /// Daily series that were computed from results, without events.
    pub fn of_series(replication: u32, names: Arc<LabelNames>, series: Vec<Series>) -> Self {
        let counts = Counts { events: 0, ties: 0 };
        ReplicationResult { series, ..Self::new(replication, names, counts) }
    }

    /// Adds a daily series.
    pub fn daily(&mut self, metric: Metric<Daily>, cell: Cell, values: Vec<f64>) {
        self.series.push(Series { key: checked(metric.at(cell)), values });
    }

    /// Adds a number; `None` where there is none.
    pub fn scalar(&mut self, metric: Metric<Scalar>, cell: Cell, value: Option<f64>) {
        self.values.push(MetricValue::scalar(metric, cell, value));
    }

    /// Adds a ratio of two sums.
    pub fn ratio(&mut self, metric: Metric<Ratio>, cell: Cell, numerator: f64, denominator: f64) {
        self.values.push(MetricValue::ratio(metric, cell, Terms { numerator, denominator }));
    }

    /// Adds a time that may not have been reached.
    pub fn censored(&mut self, metric: Metric<Censored>, cell: Cell, outcome: Outcome) {
        self.values.push(MetricValue::censored(metric, cell, outcome));
    }

    /// Daily values of a series; `None` where there is no such series.
    pub fn series(&self, metric: Metric<Daily>, cell: Cell) -> Option<&[f64]> {
        let key = metric.at(cell);
        self.series.iter().find(|series| series.key == key).map(|series| series.values.as_slice())
    }

    /// All series of a metric, with their cells.
    pub fn all_series(&self, metric: Metric<Daily>) -> impl Iterator<Item = (Cell, &[f64])> {
        let of_it = self.series.iter().filter(move |series| series.key.is(metric));
        of_it.map(|series| (series.key.cell, series.values.as_slice()))
    }

    /// Value of a metric; nothing where there is no such value.
    pub fn outcome(&self, metric: impl Into<MetricId>, cell: Cell) -> Outcome {
        let key = Key { metric: metric.into(), cell };
        let found = self.values.iter().find(|value| value.key == key);
        found.map_or(Outcome::Nothing, |value| value.outcome)
    }

    /// All values of a metric, with their cells.
    pub fn all_values(&self, metric: impl Into<MetricId>) -> impl Iterator<Item = &MetricValue> {
        let metric = metric.into();
        self.values.iter().filter(move |value| value.key.metric == metric)
    }

    /// Daily values of a series by the names of its labels; `None` where there is no such series or
    /// label.
    pub fn named_series(&self, metric: Metric<Daily>, labels: &[(Dim, &str)]) -> Option<&[f64]> {
        self.series(metric, self.names.cell(labels)?)
    }

    /// Value of a metric by the names of its labels; `None` where there is no such value or label.
    pub fn named_outcome(&self, metric: impl Into<MetricId>, labels: &[(Dim, &str)]) -> Option<Outcome> {
        let key = Key { metric: metric.into(), cell: self.names.cell(labels)? };
        self.values.iter().find(|value| value.key == key).map(|value| value.outcome)
    }
}

impl MetricValue {
    /// A number; `None` where there is none.
    pub fn scalar(metric: Metric<Scalar>, cell: Cell, value: Option<f64>) -> Self {
        MetricValue { key: checked(metric.at(cell)), outcome: value.into(), terms: None }
    }

    /// A ratio.
    pub fn ratio(metric: Metric<Ratio>, cell: Cell, terms: Terms) -> Self {
        MetricValue { key: checked(metric.at(cell)), outcome: terms.ratio().into(), terms: Some(terms) }
    }

    /// A time that may not have been reached.
    pub fn censored(metric: Metric<Censored>, cell: Cell, outcome: Outcome) -> Self {
        MetricValue { key: checked(metric.at(cell)), outcome, terms: None }
    }
}

/// The key, in debug builds checked for the dimensions of its metric.
fn checked(key: Key) -> Key {
    debug_assert!(
        key.definition().allows(key.cell),
        "{} has no dimension of {:?}",
        key.definition().id,
        key.cell.dims().collect::<Vec<_>>()
    );
    key
}
