//! Emission of the metrics of one observation, at the labels of its limits, moments and states.

use super::time_weighted::Levels;
use crate::metrics::names::{limit_name, state_name};
use crate::metrics::{Outcome, ReplicationResult};
use crate::model::ObservationLabels;
use crate::model::observation::Observation;
use crate::registers::metrics::{Cell, Censored, Dim, Metric, Ratio, Scalar};

/// Destination of the metrics of an observation.
#[derive(Debug)]
pub(crate) struct Emitter<'t> {
    pub(crate) observation: &'t Observation,
    pub(crate) labels: &'t ObservationLabels,
    /// The observation and its site group.
    pub(crate) cell: Cell,
    pub(crate) out: &'t mut ReplicationResult,
}

impl Emitter<'_> {
    pub(crate) fn scalar(&mut self, metric: Metric<Scalar>, value: Option<f64>) {
        self.out.scalar(metric, self.cell, value);
    }

    pub(crate) fn ratio(&mut self, metric: Metric<Ratio>, numerator: f64, denominator: f64) {
        self.out.ratio(metric, self.cell, numerator, denominator);
    }

    pub(crate) fn censored(&mut self, metric: Metric<Censored>, outcome: Outcome) {
        self.out.censored(metric, self.cell, outcome);
    }

    /// Destination of the metrics of one order class.
    pub(crate) fn of_class(&mut self, class: usize) -> Emitter<'_> {
        Emitter { cell: self.cell.with(Dim::Class, class), out: &mut *self.out, ..*self }
    }

    /// The cell at a moment, time of day, interval, limit or wait, as the scenario writes it.
    pub(crate) fn at(&self, text: &str) -> Cell {
        let label = self.out.names.label(Dim::At, text);
        self.cell.with(Dim::At, label.expect("the names have all that observations are evaluated at"))
    }

    /// The cell of a state of a failure.
    pub(crate) fn in_state(&self, failure: &str, state: &str) -> Cell {
        let label = self.out.names.label(Dim::Variant, &state_name(failure, state));
        self.cell.with(Dim::Variant, label.expect("the names have all states of observed failures"))
    }

    /// Shares of time above the limits of the observation.
    pub(crate) fn above_limits(&mut self, metric: Metric<Scalar>, levels: &Levels<'_, '_>) {
        for (limit, &lines) in self.observation.above.iter().enumerate() {
            let cell = self.at(&limit_name(lines));
            self.out.scalar(metric, cell, levels.share_above(limit));
        }
    }

    /// A function of the levels at all instants of the observation.
    pub(crate) fn at_instants(
        &mut self,
        metric: Metric<Scalar>,
        levels: &Levels<'_, '_>,
        value: impl Fn(f64) -> f64,
    ) {
        for (number, moment) in self.labels.at.iter().enumerate() {
            let cell = self.at(moment);
            self.out.scalar(metric, cell, levels.at(number).0.map(&value));
        }
        self.at_times_of_day(metric, levels, value);
    }

    /// The same at the times of day and multiples of the interval of the observation.
    pub(crate) fn at_times_of_day(
        &mut self,
        metric: Metric<Scalar>,
        levels: &Levels<'_, '_>,
        value: impl Fn(f64) -> f64,
    ) {
        for (number, time) in self.labels.daily_at.iter().enumerate() {
            let cell = self.at(time);
            self.out.scalar(metric, cell, levels.daily_at(number).map(&value));
        }
        if let Some(each) = &self.labels.each {
            let cell = self.at(each);
            self.out.scalar(metric, cell, levels.each().map(&value));
        }
    }
}
