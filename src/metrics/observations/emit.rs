//! What a watch tells: metrics that begin with the name of its observation.

use super::time_weighted::Levels;
use crate::metrics::{Key, Metric, ReplicationResult};
use crate::model::observation::ObservationLabels;

/// Where metrics go.
#[derive(Debug)]
pub(crate) struct Tell<'t> {
    pub(crate) labels: &'t ObservationLabels,
    pub(crate) site: &'t str,
    pub(crate) class: &'t str,
    pub(crate) observations: &'t mut ReplicationResult,
}

impl Tell<'_> {
    fn key(&self, name: &str, unit: &'static str) -> Key {
        Key::new(format!("{}.{name}", self.labels.name), self.site, self.class, unit)
    }

    pub(crate) fn metric(&mut self, name: &str, unit: &'static str, value: Option<f64>) {
        let key = self.key(name, unit);
        self.observations.metrics.push(Metric { key, value });
    }

    /// The same of what may not happen within the run.
    pub(crate) fn or_later(&mut self, name: &str, unit: &'static str, value: Option<f64>, later_than: f64) {
        if value.is_none() {
            self.observations.later_than.push((self.key(name, unit), later_than));
        }
        self.metric(name, unit, value);
    }

    /// The same of one order class.
    pub(crate) fn of_class<'c>(&'c mut self, class: &'c str) -> Tell<'c> {
        Tell { class, observations: &mut *self.observations, ..*self }
    }

    /// What levels are at all instants that the observation names, told as `value` says.
    pub(crate) fn at_instants(
        &mut self,
        name: &str,
        unit: &'static str,
        levels: &Levels<'_, '_>,
        value: impl Fn(f64) -> f64,
    ) {
        for (number, moment) in self.labels.at.iter().enumerate() {
            self.metric(&format!("{name}[{moment}]"), unit, levels.at(number).0.map(&value));
        }
        for (number, time) in self.labels.daily_at.iter().enumerate() {
            self.metric(&format!("{name}[{time}]"), unit, levels.daily_at(number).map(&value));
        }
        if let Some(each) = &self.labels.each {
            self.metric(&format!("{name}[{each}]"), unit, levels.each().map(&value));
        }
    }
}
