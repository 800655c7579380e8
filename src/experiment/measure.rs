//! Measures: the numbers of one replication, each a value, or "later than", or nothing.
//!
//! A backlog that is not cleared by the end of the run has no clearance day; it has a day after which it is
//! cleared. To leave it out, or to count the end as its day, would make a plan look better than it is: so it is
//! an outcome of its own, and every sum over replications must say what it does with it.

use crate::metrics::{Key, ReplicationResult};
use crate::stats::survival::CensoredTime;

/// One number of a replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What it is of. The names of one replication's measures with their sites and classes are all different.
    pub key: Key,
    /// What came out.
    pub outcome: Outcome,
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// A number, in the unit of its key.
    Value(f64),
    /// It did not happen within the run; it is later than this, in the unit of its key.
    LaterThan(f64),
    /// There is none: a share of no lines, the clearance of what was never above its limit.
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

    /// As it was followed: what is later than the run is censored there.
    pub(super) fn followed(&self) -> Option<CensoredTime> {
        match *self {
            Outcome::Value(time) => Some(CensoredTime::happened(time)),
            Outcome::LaterThan(time) => Some(CensoredTime::censored(time)),
            Outcome::Nothing => None,
        }
    }
}

impl From<Option<f64>> for Outcome {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Outcome::Nothing, Outcome::Value)
    }
}

/// All measures of one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Its number, from 0.
    pub replication: u32,
    /// The headline first, then whatever else was observed; the same keys in the same order for all replications
    /// of a scenario, except that one in which nobody asked for something has no key for it.
    pub measures: Vec<Measure>,
}

impl Measured {
    /// The headline of a replication, followed by its other metrics.
    pub fn of(observations: &ReplicationResult, headline: Vec<Measure>) -> Self {
        let later = |key: &Key| {
            let found = observations.later_than.iter().find(|(other, _)| other == key);
            found.map_or(Outcome::Nothing, |&(_, than)| Outcome::LaterThan(than))
        };
        // What the headline says is not said again.
        let others = observations
            .metrics
            .iter()
            .filter(|metric| headline.iter().all(|measure| measure.key != metric.key))
            .map(|metric| Measure {
                key: metric.key.clone(),
                outcome: metric.value.map_or_else(|| later(&metric.key), Outcome::Value),
            })
            .collect::<Vec<_>>();
        Measured {
            replication: observations.replication,
            measures: headline.into_iter().chain(others).collect(),
        }
    }

    /// The outcome of a key.
    pub fn outcome(&self, key: &Key) -> Outcome {
        let found = self.measures.iter().find(|measure| measure.key == *key);
        found.map_or(Outcome::Nothing, |measure| measure.outcome)
    }
}
