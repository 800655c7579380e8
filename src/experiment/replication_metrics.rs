//! Metrics of one replication: its headline, followed by whatever else was recorded.
//!
//! Each value is a number, a bound of a time that was not reached, or nothing ([`Outcome`]).

use crate::metrics::names::LabelNames;
use crate::metrics::{MetricValue, Outcome, ReplicationResult};
use crate::registers::metrics::{Cell, Key, MetricId};
use crate::stats::survival::CensoredTime;

/// All metrics of one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicationMetrics {
    /// Number of the replication, from 0.
    pub replication: u32,
    /// The headline first, then the other metrics; the same keys in the same order for all
    /// replications of a scenario, except that a replication without demand of some kind lacks its
    /// keys.
    pub values: Vec<MetricValue>,
}

impl ReplicationMetrics {
    /// The headline of a replication, followed by its other metrics.
    pub fn of(result: &ReplicationResult, headline: Vec<MetricValue>) -> Self {
        // A metric of the headline is not repeated.
        let is_other = |value: &&MetricValue| headline.iter().all(|known| known.key != value.key);
        let others: Vec<MetricValue> = result.values.iter().filter(is_other).copied().collect();
        ReplicationMetrics {
            replication: result.replication,
            values: headline.into_iter().chain(others).collect(),
        }
    }

    /// The same with the label numbers of other names; a value with a label unknown there is left
    /// out.
    #[must_use]
    pub fn translated(&self, from: &LabelNames, to: &LabelNames) -> Self {
        let translated =
            |value: &MetricValue| Some(MetricValue { key: from.translate(value.key, to)?, ..*value });
        let values = self.values.iter().filter_map(translated).collect();
        ReplicationMetrics { replication: self.replication, values }
    }

    /// Outcome of a key.
    pub fn outcome_of(&self, key: Key) -> Outcome {
        let found = self.values.iter().find(|value| value.key == key);
        found.map_or(Outcome::Nothing, |value| value.outcome)
    }

    /// Outcome of a metric in a cell.
    pub fn outcome(&self, metric: impl Into<MetricId>, cell: Cell) -> Outcome {
        self.outcome_of(Key { metric: metric.into(), cell })
    }
}

/// The time as it was followed: an outcome later than the run is censored there.
pub(super) fn followed(outcome: &Outcome) -> Option<CensoredTime> {
    match *outcome {
        Outcome::Value(time) => Some(CensoredTime::happened(time)),
        Outcome::LaterThan(time) => Some(CensoredTime::censored(time)),
        Outcome::Nothing => None,
    }
}
