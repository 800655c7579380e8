//! Pipeline: read a scenario, check it, compile it, replicate it, summarise it.
//!
//! ```text
//! scenario text ─► load ─► LoadedScenario ─► run ─► RunSummary
//!                  read, check, compile      replicate, summarise
//! ```
//!
//! A run passes each replication on as it ends and keeps what the summary and the charts need, so
//! memory grows with the metrics and the charted series of a replication, not with all its series.
//!
//! Knows nothing of files, of terminals, or of how results look.

use super::chart_series::ChartSeries;
use super::compare::{Difference, adjust, compare, is_identical};
use super::headline::Headline;
use super::order_to_fill::{OrderToFillTimes, Pooled};
use super::phase_times::{ObservedPhaseTimes, observed_phase_times};
use super::replicate::{Control, ReplicateError, replicate};
use super::replication_metrics::ReplicationMetrics;
use super::sensitivity::{Explanation, explain};
use super::summary::{MetricSummary, summarise};
use super::uncertainty::Uncertainty;
use super::window::{ReferenceWindows, stretches};
use crate::compile::{BuildError, CompiledModel, build};
use crate::distributions::DistributionError;
use crate::metrics::ReplicationResult;
use crate::model::{Labels, Model};
use crate::registers::metrics::Key;
use crate::scenario::read::{ReadScenario, read, read_text};
use crate::scenario::syntax::diagnostic::Diagnostics;
use jiff::civil::{Date, DateTime};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

/// A scenario that is read, checked and compiled.
#[derive(Debug, Clone)]
pub struct LoadedScenario {
    /// The scenario, and the text that it was read from.
    pub read: ReadScenario,
    /// Its model, with the names of things.
    pub compiled: CompiledModel,
}

/// Why a scenario cannot be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The scenario has errors.
    #[error("{0}")]
    Scenario(Box<Diagnostics>),
    /// The scenario is right, but cannot be compiled.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The distribution of an uncertain value cannot be sampled.
    #[error(transparent)]
    Uncertain(#[from] DistributionError),
    /// No site serves order lines.
    #[error("no site serves order lines: a scenario needs a centre")]
    NoCentre,
}

impl From<Diagnostics> for InputError {
    fn from(diagnostics: Diagnostics) -> Self {
        InputError::Scenario(Box::new(diagnostics))
    }
}

impl LoadedScenario {
    /// Reads, checks and compiles a scenario file, with `key.path=value` settings on top.
    ///
    /// # Errors
    /// [`InputError`] with all errors of the scenario.
    pub fn from_file(path: &Path, sets: &[String]) -> Result<Self, InputError> {
        LoadedScenario::of(read(path, sets)?)
    }

    /// Reads, checks and compiles a scenario text called `name` in diagnostics.
    ///
    /// # Errors
    /// [`InputError`] with all errors of the scenario.
    pub fn from_text(name: &str, text: &str, sets: &[String]) -> Result<Self, InputError> {
        LoadedScenario::of(read_text(name, text, sets)?)
    }

    fn of(read: ReadScenario) -> Result<Self, InputError> {
        let compiled = build(&read.scenario)?;
        Ok(LoadedScenario { read, compiled })
    }

    /// Checks what only a run needs: a site that serves order lines, and distributions of uncertain
    /// values that can be sampled.
    ///
    /// # Errors
    /// [`InputError::NoCentre`] or [`InputError::Uncertain`].
    pub fn prepare(&self) -> Result<PreparedRun<'_>, InputError> {
        let LoadedScenario { read, compiled } = self;
        let headline = Headline::of(&compiled.model, &compiled.labels).ok_or(InputError::NoCentre)?;
        let uncertainty = Uncertainty::new(read, compiled)?;
        let headline = headline.with_names(Arc::clone(uncertainty.names()));
        Ok(PreparedRun { scenario: self, headline, compared: None, uncertainty })
    }

    /// The same as a plan of a comparison, which is judged over the windows of the reference too.
    ///
    /// # Errors
    /// As [`LoadedScenario::prepare`].
    pub fn prepare_plan(&self, reference: &ReferenceWindows) -> Result<PreparedRun<'_>, InputError> {
        let mut prepared = self.prepare()?;
        let compared = prepared.headline.by_reference(&self.compiled.model, reference);
        let windows = [prepared.headline.windows.all.as_slice(), &compared.windows.all].concat();
        prepared.uncertainty = prepared.uncertainty.with_stretches(stretches(&windows));
        prepared.compared = Some(compared);
        Ok(prepared)
    }
}

/// A scenario that is ready to be replicated.
#[derive(Debug)]
pub struct PreparedRun<'a> {
    scenario: &'a LoadedScenario,
    /// Subject and windows of the headline.
    pub headline: Headline,
    /// The headline over the windows of a comparison.
    compared: Option<Headline>,
    /// The uncertain values of the scenario.
    pub uncertainty: Uncertainty<'a>,
}

/// What all replications of a scenario say together.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RunSummary {
    /// Subject and windows of the headline.
    pub headline: Headline,
    /// Metrics of each replication, in order of its number.
    pub measured: Vec<ReplicationMetrics>,
    /// Each metric over the replications.
    pub rows: Vec<MetricSummary>,
    /// Shares of variance that uncertain values explain.
    pub explanation: Explanation,
    /// Order-to-fill times, all replications pooled.
    pub times_to_fill: Vec<Pooled>,
    /// Daily series of the charts.
    pub chart_series: ChartSeries,
    /// When phases of the restart plan started and ended.
    pub phase_times: Vec<ObservedPhaseTimes>,
    /// Number of replications requested; fewer are there if the run was stopped.
    pub requested: u32,
    /// The headline over the windows of a comparison; `None` for a run by itself.
    compared: Option<JudgedRun>,
}

/// Metrics of a run over the windows of a comparison.
#[derive(Debug, Clone)]
struct JudgedRun {
    headline: Headline,
    measured: Vec<ReplicationMetrics>,
    rows: Vec<MetricSummary>,
}

impl RunSummary {
    /// Number of complete replications.
    pub fn complete(&self) -> usize {
        self.measured.len()
    }

    /// Subject and windows by which it is compared: those of the reference, in a comparison.
    pub fn compared_headline(&self) -> &Headline {
        self.compared.as_ref().map_or(&self.headline, |judged| &judged.headline)
    }

    /// Metrics over the windows by which it is compared.
    pub fn compared_rows(&self) -> &[MetricSummary] {
        self.compared.as_ref().map_or(&self.rows, |judged| &judged.rows)
    }

    fn compared_metrics(&self) -> &[ReplicationMetrics] {
        self.compared.as_ref().map_or(&self.measured, |judged| &judged.measured)
    }

    /// Metrics with the label numbers of the first plan.
    fn in_terms_of(&self, first: &RunSummary) -> Vec<ReplicationMetrics> {
        let (from, to) = (&self.compared_headline().names, &first.compared_headline().names);
        self.compared_metrics().iter().map(|one| one.translated(from, to)).collect()
    }

    /// True if this plan has the values of the first in every replication.
    pub fn is_identical_to(&self, first: &RunSummary) -> bool {
        is_identical(first.compared_metrics(), &self.in_terms_of(first))
    }
}

impl PreparedRun<'_> {
    /// Runs all replications of the scenario and summarises them.
    ///
    /// `charted` selects the daily series that charts need. `each` receives every replication in
    /// order of its number, and may fail. A run stopped through `control` summarises the
    /// replications that are complete, which may be none.
    ///
    /// # Errors
    /// [`ReplicateError`] of a replication or of `each`.
    ///
    /// # Panics
    /// If a replication panics, with its message.
    pub fn run<E>(
        self,
        threads: NonZeroUsize,
        control: &Control,
        charted: impl Fn(Key, &Headline) -> bool,
        mut each: impl FnMut(&ReplicationResult) -> Result<(), E>,
    ) -> Result<RunSummary, ReplicateError<E>> {
        let PreparedRun { scenario: LoadedScenario { read, compiled }, headline, compared, uncertainty } =
            self;
        let requested = read.scenario.replications;
        let (mut measured, mut compared_metrics) = (Vec::new(), Vec::new());
        let mut times_to_fill = OrderToFillTimes::new(headline.windows.all.clone());
        let mut chart_series = ChartSeries::default();
        replicate(&uncertainty, requested, threads, control, |result| {
            each(&result)?;
            chart_series.add(result.replication, &result.series, |key| charted(key, &headline));
            times_to_fill.add(&result);
            let metrics = |headline: &Headline| {
                let mut values = headline.metrics(&result);
                values.extend(uncertainty.metrics(result.replication));
                ReplicationMetrics::of(&result, values)
            };
            measured.push(metrics(&headline));
            compared_metrics.extend(compared.as_ref().map(metrics));
            Ok(())
        })?;
        let rows = summarise(&measured);
        Ok(RunSummary {
            explanation: explain(&measured),
            times_to_fill: times_to_fill.pooled(&rows),
            phase_times: observed_phase_times(&measured, &compiled.model),
            headline,
            measured,
            rows,
            chart_series,
            requested,
            compared: compared.map(|headline| JudgedRun {
                rows: summarise(&compared_metrics),
                measured: compared_metrics,
                headline,
            }),
        })
    }
}

/// Settings by which further plans get the number of replications and the seed of the first, so
/// that replication i of all plans has the same customers.
pub fn common_settings(first: &LoadedScenario) -> [String; 2] {
    let scenario = &first.read.scenario;
    [format!("replications={}", scenario.replications), format!("seed={}", scenario.seed)]
}

/// Differences of each plan from the first, in the metrics that both have; none for the first.
/// Their keys are those of the first. Those of the overview are adjusted as one family.
pub fn compare_plans(plans: &[&RunSummary]) -> Vec<Vec<Difference>> {
    let Some((first, others)) = plans.split_first() else { return Vec::new() };
    let mut differences: Vec<Vec<Difference>> =
        others.iter().map(|plan| compare(first.compared_metrics(), &plan.in_terms_of(first))).collect();
    adjust(&mut differences, |key| first.compared_headline().is_compared(key));
    std::iter::once(Vec::new()).chain(differences).collect()
}

/// Windows by which all these plans are judged: those of the first, or of the first with a
/// disruption.
///
/// # Errors
/// [`NotComparable`] for plans that have no lines of the same days.
///
/// # Panics
/// Without a plan.
pub fn reference_windows(plans: &[&LoadedScenario]) -> Result<ReferenceWindows, NotComparable> {
    let scenario = |plan: &LoadedScenario| plan.read.scenario.clone();
    let first = scenario(plans[0]);
    for (number, plan) in (2..).zip(&plans[1..]) {
        let other = scenario(plan);
        let date = |start: DateTime| start.date();
        if other.start != first.start {
            return Err(NotComparable::OtherStart {
                plan: number,
                start: date(other.start),
                first: date(first.start),
            });
        }
        if other.horizon <= first.warm_up || first.horizon <= other.warm_up {
            return Err(NotComparable::NoCommonDay { plan: number });
        }
    }
    let models: Vec<(&Model, &Labels)> =
        plans.iter().map(|plan| (&plan.compiled.model, &plan.compiled.labels)).collect();
    Ok(ReferenceWindows::of(&models))
}

/// Why plans cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotComparable {
    /// A plan starts on another day than the first.
    #[error(
        "plan {plan} starts on {start}, plan 1 on {first}: their lines are wanted on other days and cannot be compared; \
         give both the same `start`"
    )]
    OtherStart {
        /// Number of the plan, from 1.
        plan: usize,
        /// Its start.
        start: Date,
        /// Start of the first plan.
        first: Date,
    },
    /// A plan ends before the warm-up of the other does.
    #[error("plan {plan} and plan 1 have no counted day in common: one ends before the warm-up of the other")]
    NoCommonDay {
        /// Number of the plan, from 1.
        plan: usize,
    },
}

/// A name for each plan: that of its scenario, with a number where an earlier plan has the same.
pub fn distinct_names<'a>(plans: impl IntoIterator<Item = &'a LoadedScenario>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for plan in plans {
        let name = &plan.read.scenario.name;
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

/// Number of threads to run on: `requested`, or else one for each core.
pub fn threads(requested: Option<NonZeroUsize>) -> NonZeroUsize {
    requested.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}
