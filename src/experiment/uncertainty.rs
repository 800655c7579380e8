//! Uncertainty: sampled values of each replication, and the model that they give.
//!
//! Replication r samples each uncertain value once, keyed by (seed, r, name): every plan with the
//! value gets the same, whatever else differs. Without uncertain values all replications share one
//! model.
//!
//! Knows nothing of the meaning of the values.

use super::window::Windows;
use crate::compile::random_stream::stream;
use crate::compile::{CompiledModel, build};
use crate::distributions::{DistributionError, Sampler};
use crate::engine::random::{Draws, Purpose};
use crate::metrics::MetricValue;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Dim, cell, ids};
use crate::scenario::read::ReadScenario;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Purpose of the draw of an uncertain value.
const VALUE: Purpose = Purpose(70);

/// Salt of the random streams of uncertain values.
const UNCERTAIN: &str = "uncertain";

/// Why a replication cannot be run with its sampled values.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("replication {replication} drew {drawn}: {why}")]
pub struct DrawError {
    /// Number of the replication, from 0.
    pub replication: u32,
    /// Names and values that were sampled.
    pub drawn: String,
    /// Cause.
    pub why: String,
}

/// Source of the model of each replication.
pub trait Models: Sync {
    /// Model of a replication, with the names of its things.
    ///
    /// # Errors
    /// [`DrawError`] if the sampled values cannot be run.
    fn model(&self, replication: u32) -> Result<Cow<'_, CompiledModel>, DrawError>;

    /// Spans of order dates whose cohorts every replication reports.
    fn stretches(&self) -> Vec<Range<usize>>;
}

impl Models for CompiledModel {
    fn model(&self, _: u32) -> Result<Cow<'_, CompiledModel>, DrawError> {
        Ok(Cow::Borrowed(self))
    }

    fn stretches(&self) -> Vec<Range<usize>> {
        Windows::of(&self.model, &self.labels).stretches()
    }
}

/// A scenario whose uncertain values are sampled anew for each replication.
#[derive(Debug)]
pub struct Uncertainty<'a> {
    read: &'a ReadScenario,
    /// Model of the stated values.
    stated: &'a CompiledModel,
    samplers: Vec<Sampler>,
    names: Arc<LabelNames>,
    /// Spans of order dates: those of the stated values, for all replications.
    stretches: Vec<Range<usize>>,
}

impl<'a> Uncertainty<'a> {
    /// Uncertainty of a scenario, with the model of its stated values.
    ///
    /// # Errors
    /// A distribution with impossible parameters.
    pub fn new(read: &'a ReadScenario, stated: &'a CompiledModel) -> Result<Self, DistributionError> {
        let all = read.scenario.uncertain.iter();
        let samplers = all.map(|one| Sampler::new(&one.sampling_distribution())).collect::<Result<_, _>>()?;
        let values = read.scenario.uncertain.iter().map(|one| (one.name.clone(), one.form.unit()));
        let names = LabelNames::of(&stated.model, &stated.labels).with_values(values);
        Ok(Uncertainty { read, stated, samplers, names: Arc::new(names), stretches: stated.stretches() })
    }

    /// The same with other spans of order dates.
    #[must_use]
    pub(super) fn with_stretches(self, stretches: Vec<Range<usize>>) -> Self {
        Uncertainty { stretches, ..self }
    }

    /// Sampled values of a replication, in the order of the scenario's uncertain values and in
    /// their units.
    pub fn values(&self, replication: u32) -> Vec<f64> {
        let draws = Draws::new(self.read.scenario.seed, replication);
        let all = self.read.scenario.uncertain.iter().zip(&self.samplers);
        all.map(|(one, sampler)| {
            let mut random = draws.generator(stream(UNCERTAIN, &one.stream, 0), 0, VALUE);
            one.rounded(sampler.draw(&mut random))
        })
        .collect()
    }

    /// The sampled values as metrics of a replication.
    pub fn metrics(&self, replication: u32) -> Vec<MetricValue> {
        let scenario = &self.read.scenario;
        let values = scenario.uncertain.iter().zip(self.values(replication));
        values
            .enumerate()
            .map(|(number, (one, value))| {
                let cell = cell(&[(Dim::Variant, self.names.value_label(number))]);
                let value = one.metric_value(value, scenario.start);
                MetricValue::scalar(ids::UNCERTAIN_VALUE, cell, Some(value))
            })
            .collect()
    }

    /// Names of the labels of all metrics, those of uncertain values included.
    pub fn names(&self) -> &Arc<LabelNames> {
        &self.names
    }
}

impl Models for Uncertainty<'_> {
    fn model(&self, replication: u32) -> Result<Cow<'_, CompiledModel>, DrawError> {
        if self.samplers.is_empty() {
            return Ok(Cow::Borrowed(self.stated));
        }
        let values = self.values(replication);
        let compiled = self
            .read
            .with_values(&values)
            .and_then(|scenario| build(&scenario).map_err(|error| error.to_string()));
        compiled.map(Cow::Owned).map_err(|why| {
            let all = self.read.scenario.uncertain.iter().zip(&values);
            let drawn: Vec<String> =
                all.map(|(one, number)| format!("{} = {}", one.name, one.form.text(*number))).collect();
            DrawError { replication, drawn: drawn.join(", "), why }
        })
    }

    fn stretches(&self) -> Vec<Range<usize>> {
        self.stretches.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    const SMALL: &str = include_str!("../../tests/scenario/small.toml");
    const TWO: &str = "[uncertain.people]\nset = \"processes.pick.people\"\nuniform = [200, 300]\n\
        [uncertain.vor]\nset = \"demand.workshops.classes.vor\"\ntriangular = [\"1%\", \"5%\", \"20%\"]\n";

    fn read(more: &str) -> ReadScenario {
        read_text("small.toml", &format!("{SMALL}{more}"), &[]).expect("a valid scenario")
    }

    fn values(read: &ReadScenario, replication: u32) -> Vec<f64> {
        let compiled = build(&read.scenario).expect("it can run");
        Uncertainty::new(read, &compiled).expect("it can be drawn").values(replication)
    }

    #[test]
    fn a_value_is_the_same_for_every_plan_whatever_else_differs() {
        let (plan, other) = (read(TWO), read(&TWO.replace("people]", "more_people]")));
        for replication in 0..20 {
            let (one, two) = (values(&plan, replication), values(&other, replication));
            assert_eq!(one[1].to_bits(), two[1].to_bits(), "vor is the second of both");
            assert_ne!(one[0].to_bits(), two[0].to_bits(), "another name draws other numbers");
            assert!((1.0..=20.0).contains(&one[1]) && (200.0..=300.0).contains(&one[0]), "{one:?}");
            assert!(one[0].fract().abs() < 1e-12, "people are whole");
        }
        assert_ne!(values(&plan, 0), values(&plan, 1));
    }

    #[test]
    fn each_replication_has_the_model_of_its_own_values() {
        let plan = read(TWO);
        let compiled = build(&plan.scenario).expect("it can run");
        let uncertainty = Uncertainty::new(&plan, &compiled).expect("it can be drawn");
        for replication in 0..3 {
            let drawn = uncertainty.values(replication);
            let model = uncertainty.model(replication).expect("it may be");
            // Classes by priority: vor is the first; sampled values are in per cent.
            assert!((model.model.demands[0].class_up_to[0] - drawn[1] / 100.0).abs() < 1e-12);
            let recorded: Vec<_> =
                uncertainty.metrics(replication).iter().map(|one| one.outcome.value()).collect();
            assert_eq!(recorded, [Some(drawn[0]), Some(drawn[1])]);
        }
    }

    #[test]
    fn where_nothing_is_uncertain_all_replications_share_one_model() {
        let plan = read("");
        let compiled = build(&plan.scenario).expect("it can run");
        let uncertainty = Uncertainty::new(&plan, &compiled).expect("it can be drawn");
        assert!(matches!(uncertainty.model(7), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn a_drawn_value_that_is_refused_names_the_replication_and_what_was_drawn() {
        // Each is valid alone; together they are over 100 % whenever vor is over 5 %.
        let plan = read(
            "[uncertain.daily]\nset = \"demand.workshops.classes.daily\"\none_of = [\"95%\"]\n\
             [uncertain.vor]\nset = \"demand.workshops.classes.vor\"\none_of = [\"20%\"]\n",
        );
        let compiled = build(&plan.scenario).expect("it can run");
        let uncertainty = Uncertainty::new(&plan, &compiled).expect("it can be drawn");
        let error = uncertainty.model(3).map(drop).expect_err("115 %").to_string();
        let begin = "replication 3 drew daily = 95%, vor = 20%: the shares cannot add up to 100 %";
        assert!(error.starts_with(begin), "{error}");
    }

    #[test]
    fn a_moment_is_measured_in_days_from_the_start() {
        let plan = read("[uncertain.back]\nset = \"restart.order_entry.from\"\none_of = [2025-09-26]\n");
        let compiled = build(&plan.scenario).expect("it can run");
        let uncertainty = Uncertainty::new(&plan, &compiled).expect("it can be drawn");
        let values = uncertainty.metrics(0);
        // From 2 June to 26 September.
        assert_eq!(values[0].outcome.value(), Some(116.0));
        let names = uncertainty.names();
        assert_eq!(names.name(values[0].key.cell, Dim::Variant), "back");
        assert_eq!(names.unit(values[0].key), "days from the start");
    }
}
