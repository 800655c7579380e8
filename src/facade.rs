//! Façade: scenarios as experiments, with their outcomes, for programs that use gplc as a library.
//!
//! ```text
//! Experiment ─► run ─► Outcome                    metrics, replications, files
//! Comparison ─► run ─► ComparisonOutcome          paired differences from the first plan, files
//! ```

use crate::analysis::fluid::fluid;
use crate::experiment::compare::Difference;
use crate::experiment::pipeline::{
    InputError, LoadedScenario, NotComparable, RunSummary, common_settings, compare_plans, distinct_names,
    reference_windows, threads,
};
use crate::experiment::replicate::{Control, ReplicateError};
use crate::experiment::summary::MetricSummary;
use crate::experiment::uncertainty::{DrawError, Models as _};
use crate::experiment::window::ReferenceWindows;
use crate::metrics::{ReplicationError, ReplicationResult, run_replication_with};
use crate::registers::metrics::{Dim, Key, MetricId};
use crate::report::check::{check, warnings};
use crate::report::files::FileError;
use crate::report::results::{
    PlanResult, ResultWriter, WriteError, check_folder, is_charted, write_comparison,
};
use crate::report::tables::headline::headline;
use crate::report::text_table::Style;
use crate::report::wording::Wording;
use crate::simulation::observer::Observer;
use std::convert::Infallible;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Why an experiment failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The scenario has errors, or cannot be run.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Plans cannot be compared.
    #[error(transparent)]
    NotComparable(#[from] NotComparable),
    /// A replication failed.
    #[error(transparent)]
    Replication(#[from] ReplicationError),
    /// The values drawn for a replication cannot be run.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// The replications could not be run in parallel.
    #[error("threads cannot be started: {0}")]
    Threads(String),
    /// Results could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<ReplicateError<Infallible>> for Error {
    fn from(error: ReplicateError<Infallible>) -> Self {
        match error {
            ReplicateError::Replication(error) => Error::Replication(error),
            ReplicateError::Draw(error) => Error::Draw(error),
            ReplicateError::Threads(error) => Error::Threads(error.to_string()),
            ReplicateError::Taken(never) => match never {},
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Error::Write(WriteError::File(error))
    }
}

/// Where the text of a scenario comes from.
#[derive(Debug, Clone)]
enum ScenarioSource {
    File(PathBuf),
    Text { name: String, text: String },
}

/// A scenario, with settings on top, that can be run any number of times.
///
/// [`set`](Experiment::set) checks the scenario anew, so that an error stands where it was made.
#[derive(Debug, Clone)]
pub struct Experiment {
    source: ScenarioSource,
    sets: Vec<String>,
    replications: Option<u32>,
    seed: Option<u64>,
    threads: Option<NonZeroUsize>,
    scenario: LoadedScenario,
}

impl Experiment {
    /// Reads and checks a scenario file.
    ///
    /// # Errors
    /// [`Error::Input`] with all errors of the scenario, each at its line and column.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Experiment::new(ScenarioSource::File(path.as_ref().to_owned()))
    }

    /// Reads and checks a scenario text, called `name` in diagnostics.
    ///
    /// # Errors
    /// As [`Experiment::from_file`].
    pub fn from_text(name: &str, text: &str) -> Result<Self, Error> {
        Experiment::new(ScenarioSource::Text { name: name.to_owned(), text: text.to_owned() })
    }

    fn new(source: ScenarioSource) -> Result<Self, Error> {
        let scenario = source.load(&[])?;
        Ok(Experiment { source, sets: Vec::new(), replications: None, seed: None, threads: None, scenario })
    }

    fn with(mut self, more: impl IntoIterator<Item = String>) -> Result<Self, Error> {
        self.sets.extend(more);
        self.scenario = self.source.load(&self.sets)?;
        Ok(self)
    }

    /// Changes a value of the scenario, as `--set` does: `path` is a key such as
    /// `processes.pick.people`, and `value` is TOML, or else a text such as `8 weeks`.
    ///
    /// # Errors
    /// [`Error::Input`] for a key or a value that the scenario cannot have.
    pub fn set(self, path: &str, value: impl fmt::Display) -> Result<Self, Error> {
        self.with([format!("{path}={value}")])
    }

    /// Changes several values that are valid only together.
    ///
    /// # Errors
    /// As [`Experiment::set`].
    pub fn set_all<P: fmt::Display, V: fmt::Display>(
        self,
        values: impl IntoIterator<Item = (P, V)>,
    ) -> Result<Self, Error> {
        self.with(values.into_iter().map(|(path, value)| format!("{path}={value}")))
    }

    /// Number of replications, instead of that of the scenario.
    #[must_use]
    pub fn replications(mut self, replications: u32) -> Self {
        self.replications = Some(replications);
        self
    }

    /// Seed of all random numbers, instead of that of the scenario.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Number of threads, instead of one for each core. Results do not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Warnings about settings that are valid but hardly meant.
    pub fn warnings(&self) -> Vec<String> {
        warnings(&self.scenario.read.scenario, &self.scenario.compiled.model, &self.scenario.compiled.labels)
    }

    /// Meaning of the scenario, with utilisations and the fluid answer: the text of `gplc check`.
    pub fn check(&self) -> String {
        let LoadedScenario { read, compiled } = &self.scenario;
        let fluid = fluid(&compiled.model);
        let style = Style::default();
        check(&read.scenario, &read.assumed, &compiled.model, &compiled.labels, &fluid, style)
    }

    /// Runs all replications.
    ///
    /// The daily series of all replications stay in memory, to be analysed or written afterwards.
    ///
    /// # Errors
    /// [`Error::Input`] for a scenario without a centre or with 0 replications, else the error of
    /// the first replication that failed.
    pub fn run(&self) -> Result<ExperimentOutcome, Error> {
        self.run_with(&[])
    }

    /// Runs one replication (from 0) with an observer beside the metrics.
    ///
    /// # Errors
    /// As [`Experiment::run`].
    pub fn observe(&self, replication: u32, observer: &mut dyn Observer) -> Result<ReplicationResult, Error> {
        let scenario = self.complete(&[])?;
        let prepared = scenario.prepare()?;
        let compiled = prepared.uncertainty.model(replication)?;
        let stretches = prepared.headline.windows.stretches();
        let (model, labels) = (&compiled.model, &compiled.labels);
        Ok(run_replication_with(model, labels, replication, &stretches, observer, || false)?)
    }

    /// The scenario with the number of replications and the seed, and with further settings.
    fn complete(&self, more: &[String]) -> Result<LoadedScenario, Error> {
        let replications = self.replications.map(|n| format!("replications={n}"));
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        let more: Vec<String> = replications.into_iter().chain(seed).chain(more.iter().cloned()).collect();
        if more.is_empty() {
            return Ok(self.scenario.clone());
        }
        let sets = [self.sets.as_slice(), &more].concat();
        Ok(self.source.load(&sets)?)
    }

    fn run_with(&self, more: &[String]) -> Result<ExperimentOutcome, Error> {
        self.run_plan(self.complete(more)?, None)
    }

    fn run_plan(
        &self,
        scenario: LoadedScenario,
        reference: Option<&ReferenceWindows>,
    ) -> Result<ExperimentOutcome, Error> {
        let mut replications = Vec::new();
        let threads = threads(self.threads);
        let prepared = match reference {
            Some(reference) => scenario.prepare_plan(reference)?,
            None => scenario.prepare()?,
        };
        let run = prepared.run(threads, &Control::default(), is_charted, |result| {
            replications.push(result.clone());
            Ok::<(), Infallible>(())
        })?;
        Ok(ExperimentOutcome { scenario, run, replications })
    }
}

impl ScenarioSource {
    fn load(&self, sets: &[String]) -> Result<LoadedScenario, InputError> {
        match self {
            ScenarioSource::File(path) => LoadedScenario::from_file(path, sets),
            ScenarioSource::Text { name, text } => LoadedScenario::from_text(name, text, sets),
        }
    }
}

/// Outcome of an experiment: its replications, and what they say together.
///
/// `Display` prints the headline table of `gplc run`.
#[derive(Debug, Clone)]
pub struct ExperimentOutcome {
    scenario: LoadedScenario,
    run: RunSummary,
    replications: Vec<ReplicationResult>,
}

impl ExperimentOutcome {
    /// A metric over all replications; `None` if the scenario has no such metric. Of a metric
    /// with a row for each site or class, the first row.
    pub fn metric(&self, metric: impl Into<MetricId>) -> Option<&MetricSummary> {
        let metric = metric.into();
        self.metrics().iter().find(|row| row.key.metric == metric)
    }

    /// A metric over all replications at labels, such as `(Dim::Class, "vor")`; `None` if there is
    /// no such row. A dimension without a label is the sum over it.
    pub fn metric_at(&self, metric: impl Into<MetricId>, labels: &[(Dim, &str)]) -> Option<&MetricSummary> {
        let key = Key { metric: metric.into(), cell: self.run.headline.names.cell(labels)? };
        self.metrics().iter().find(|row| row.key == key)
    }

    /// All metrics over all replications.
    pub fn metrics(&self) -> &[MetricSummary] {
        &self.run.rows
    }

    /// The replications in order of their number, with daily series and metrics of each.
    pub fn replications(&self) -> &[ReplicationResult] {
        &self.replications
    }

    /// The scenario that was run.
    pub fn scenario(&self) -> &LoadedScenario {
        &self.scenario
    }

    /// All that is known of the run over its replications.
    pub fn summary(&self) -> &RunSummary {
        &self.run
    }

    /// Writes the files of `gplc run` into a folder, which need not exist, and returns their paths.
    ///
    /// # Errors
    /// [`Error::Write`]; an earlier result in the folder is then unchanged. A folder that holds
    /// anything but results is refused.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, Error> {
        check_folder(folder.as_ref(), [&self.scenario], false)?;
        let mut writer = ResultWriter::open(folder.as_ref(), &self.scenario, &self.run.headline, false)?;
        for replication in &self.replications {
            writer.add(replication)?;
        }
        Ok(writer.finish(&self.scenario, &self.run)?)
    }
}

impl fmt::Display for ExperimentOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wording = Wording::of(&self.run.headline);
        f.write_str(&headline(&self.run.rows, &wording, Style::default()))
    }
}

/// Plans to be compared on the same customers: replication i of each has the seed and the random
/// numbers of replication i of the first.
#[derive(Debug, Clone)]
pub struct Comparison {
    first: Experiment,
    others: Vec<Experiment>,
}

impl Comparison {
    /// Begins with the plan that all others are compared with. Its number of replications and its
    /// seed hold for all.
    pub fn with(first: Experiment) -> Self {
        Comparison { first, others: Vec::new() }
    }

    /// Adds a plan.
    #[must_use]
    pub fn and(mut self, plan: Experiment) -> Self {
        self.others.push(plan);
        self
    }

    /// Number of replications of every plan, instead of that of the first scenario.
    #[must_use]
    pub fn replications(mut self, replications: u32) -> Self {
        self.first.replications = Some(replications);
        self
    }

    /// Runs all plans.
    ///
    /// # Errors
    /// As [`Experiment::run`].
    pub fn run(&self) -> Result<ComparisonOutcome, Error> {
        let first = self.first.complete(&[])?;
        let common = common_settings(&first);
        let mut scenarios = vec![first];
        for plan in &self.others {
            scenarios.push(plan.complete(&common)?);
        }
        let reference = reference_windows(&scenarios.iter().collect::<Vec<_>>())?;
        let mut outcomes = Vec::new();
        for (plan, scenario) in std::iter::once(&self.first).chain(&self.others).zip(scenarios) {
            outcomes.push(plan.run_plan(scenario, Some(&reference))?);
        }
        let names = distinct_names(outcomes.iter().map(|outcome| &outcome.scenario));
        let differences = compare_plans(&outcomes.iter().map(|outcome| &outcome.run).collect::<Vec<_>>());
        Ok(ComparisonOutcome { names, outcomes, differences })
    }
}

/// Outcome of a comparison: that of each plan, and the differences from the first.
#[derive(Debug, Clone)]
pub struct ComparisonOutcome {
    names: Vec<String>,
    outcomes: Vec<ExperimentOutcome>,
    /// Of each plan; none of the first.
    differences: Vec<Vec<Difference>>,
}

impl ComparisonOutcome {
    /// Names of the plans: those of their scenarios, numbered where two are the same.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Outcome of each plan.
    pub fn outcomes(&self) -> &[ExperimentOutcome] {
        &self.outcomes
    }

    /// Difference of a plan from the first in a metric; `None` if there is no such plan or metric.
    /// Of a metric with a row for each site or class, the first row.
    pub fn difference(&self, plan: &str, metric: impl Into<MetricId>) -> Option<&Difference> {
        let metric = metric.into();
        self.differences(plan)?.iter().find(|difference| difference.key.metric == metric)
    }

    /// Differences of a plan from the first in all metrics; `None` if there is no such plan.
    pub fn differences(&self, plan: &str) -> Option<&[Difference]> {
        let number = self.names.iter().position(|name| name == plan)?;
        Some(&self.differences[number])
    }

    /// Writes the files of `gplc compare` into a folder, which need not exist: those of the
    /// comparison, and a folder for each plan. Returns their paths.
    ///
    /// # Errors
    /// [`Error::Write`]. A folder that holds anything but results is refused.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, Error> {
        let folder = folder.as_ref();
        check_folder(folder, self.outcomes.iter().map(|outcome| &outcome.scenario), false)?;
        let plans: Vec<PlanResult<'_>> = self
            .outcomes
            .iter()
            .zip(&self.names)
            .zip(&self.differences)
            .map(|((outcome, name), differences)| PlanResult {
                name,
                scenario: &outcome.scenario,
                run: &outcome.run,
                differences,
            })
            .collect();
        let mut files = write_comparison(folder, &plans, false)?;
        for (outcome, name) in self.outcomes.iter().zip(&self.names) {
            files.extend(outcome.write_to(folder.join(name))?);
        }
        Ok(files)
    }
}
