//! Metrics of one replication: counters, time averages, daily series, histograms.
//!
//! Each recorder implements [`Observer`] for one family of metrics and emits them, through the
//! constants of the metric register, into a [`ReplicationResult`]. Memory grows with the days of
//! the run, never with its lines. Metrics per line leave out lines ordered in the warm-up; levels
//! count everything present.
//!
//! A new metric is one entry of the register, one file here and one place in `Defaults`.
//!
//! Knows nothing of readers, or of other replications.

pub(crate) mod backlog;
pub(crate) mod bottleneck;
pub mod conservation;
pub(crate) mod day_ring;
pub(crate) mod fill_rates;
pub mod histogram;
pub(crate) mod impatience;
pub(crate) mod inventory;
pub(crate) mod lorry_yard;
pub(crate) mod lost_sales;
pub(crate) mod manual_work;
pub mod names;
pub(crate) mod observations;
pub(crate) mod open_days;
pub(crate) mod open_demand;
pub mod order_cohort;
pub(crate) mod ordered_lines;
pub(crate) mod outage_response;

pub(crate) mod rejected_lines;
pub(crate) mod repair_jobs;
pub(crate) mod restart_phases;
pub mod result;
pub(crate) mod retail_shelf;
pub(crate) mod service_levels;
pub(crate) mod station_work;
pub(crate) mod time_in_state;
#[cfg(feature = "cli")]
pub(crate) mod trace;

use crate::model::{Labels, Model};
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::Line;
use crate::simulation::{RunError, Simulation};
use crate::units::{DAY, Instant};
use conservation::{Conservation, Violation};
use jiff::civil::Date;
use names::LabelNames;
pub use result::{MetricValue, Outcome, ReplicationResult, Series, Terms};
use std::ops::Range;
use std::sync::Arc;

/// Counted days of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Number of the first counted day, from the engine's day 0.
    pub first: usize,
    /// Number of days of the run, warm-up and initialisation included.
    pub end: usize,
    /// Date of engine day 0.
    pub origin: Date,
}

impl Days {
    /// Counted days of a model's run.
    pub fn of(model: &Model) -> Self {
        let times = &model.times;
        let first = times.counted_from.since_origin().div_ceil(DAY) as usize;
        Days { first, end: first.max((times.end / DAY) as usize), origin: times.origin }
    }

    /// Number of counted days.
    #[inline]
    pub fn counted(&self) -> usize {
        self.end - self.first
    }

    /// Date of each counted day.
    pub fn dates(&self) -> Vec<Date> {
        (self.first..self.end)
            .map(|day| self.origin.saturating_add(jiff::Span::new().days(day as i64)))
            .collect()
    }

    /// Counted day of an instant of the engine; `None` before the first. An instant after the last
    /// midnight of the run belongs to a day that is not counted.
    #[inline]
    pub fn counted_day(&self, instant: Instant) -> Option<usize> {
        ((instant / DAY) as usize).checked_sub(self.first)
    }
}

/// Ordered class and kind of a line, as one index.
#[inline(always)]
fn class_and_kind(line: &Line) -> usize {
    usize::from(line.promised) * 2 + line.kind() as usize
}

/// An observer that records metrics.
pub trait Recorder: Observer {
    /// Emits its series and values.
    fn emit(self, out: &mut ReplicationResult);
}

impl Recorder for () {
    fn emit(self, _: &mut ReplicationResult) {}
}

impl<A: Recorder, B: Recorder> Recorder for (A, B) {
    fn emit(self, out: &mut ReplicationResult) {
        self.0.emit(out);
        self.1.emit(out);
    }
}

impl<A: Recorder> Recorder for Option<A> {
    fn emit(self, out: &mut ReplicationResult) {
        if let Some(recorder) = self {
            recorder.emit(out);
        }
    }
}

/// Metrics of every run.
type DefaultRecorders<'m> = (
    (
        (backlog::BacklogRecorder<'m>, (open_demand::OpenDemand<'m>, restart_phases::RestartPhases<'m>)),
        CustomerRecorders<'m>,
    ),
    (
        ((ordered_lines::OrderedLines<'m>, service_levels::ServiceLevels<'m>), order_cohort::OrderCohorts),
        (fill_rates::FirstPicks<'m>, (inventory::OnHand<'m>, (ProcessRecorders<'m>, WorkshopRecorders<'m>))),
    ),
);

/// Metrics of customers who are not served immediately.
type CustomerRecorders<'m> = (
    outage_response::OutageResponses<'m>,
    (impatience::ImpatienceRecorder<'m>, (lost_sales::LostSales<'m>, rejected_lines::RejectedLines<'m>)),
);

/// Metrics of processes.
type ProcessRecorders<'m> = (
    station_work::StationWork<'m>,
    (
        manual_work::ManualWork,
        (time_in_state::TimeInState<'m>, (bottleneck::Bottleneck<'m>, lorry_yard::LorryYard)),
    ),
);

/// Metrics of workshops.
type WorkshopRecorders<'m> = (retail_shelf::RetailShelf<'m>, repair_jobs::RepairJobsRecorder<'m>);

fn customers(model: &Model) -> CustomerRecorders<'_> {
    let lost = (lost_sales::LostSales::new(model), rejected_lines::RejectedLines::new(model));
    (outage_response::OutageResponses::new(model), (impatience::ImpatienceRecorder::new(model), lost))
}

fn defaults<'m>(model: &'m Model, stretches: &[Range<usize>]) -> DefaultRecorders<'m> {
    (
        (
            (
                backlog::BacklogRecorder::new(model),
                (open_demand::OpenDemand::new(model), restart_phases::RestartPhases::new(model)),
            ),
            customers(model),
        ),
        (
            (
                (ordered_lines::OrderedLines::new(model), service_levels::ServiceLevels::new(model)),
                order_cohort::OrderCohorts::new(model, stretches),
            ),
            (
                fill_rates::FirstPicks::new(model),
                (inventory::OnHand::new(model), (processes(model), workshops(model))),
            ),
        ),
    )
}

fn workshops(model: &Model) -> WorkshopRecorders<'_> {
    (retail_shelf::RetailShelf::new(model), repair_jobs::RepairJobsRecorder::new(model))
}

fn processes(model: &Model) -> ProcessRecorders<'_> {
    (
        station_work::StationWork::new(model),
        (
            manual_work::ManualWork::new(model),
            (
                time_in_state::TimeInState::new(model),
                (bottleneck::Bottleneck::new(model), lorry_yard::LorryYard::new(model)),
            ),
        ),
    )
}

/// Why a replication has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplicationError {
    /// It could not run to its end.
    #[error("replication {replication}: {error}")]
    Run {
        /// Number of the replication, from 0.
        replication: u32,
        /// Cause.
        error: RunError,
    },
    /// Pieces or lines were lost or created, which is an error of gplc.
    #[error("replication {replication}: {violation}; this is an error of gplc, not of the scenario")]
    Conservation {
        /// Number of the replication, from 0.
        replication: u32,
        /// What is not conserved.
        violation: Violation,
    },
}

/// Runs one replication (from 0) with all metrics of its model; `stop` is polled now and then.
/// Order cohorts are reported for each order date.
///
/// # Errors
/// [`ReplicationError`] when it cannot run to its end, was stopped, or pieces or lines do not add
/// up.
pub fn run_replication(
    model: &Model,
    labels: &Labels,
    replication: u32,
    stop: impl FnMut() -> bool,
) -> Result<ReplicationResult, ReplicationError> {
    run_replication_by_window(model, labels, replication, &order_cohort::day_by_day(model), stop)
}

/// Runs one replication as [`run_replication`] does, with order cohorts by stretch: ranges of order
/// dates, numbered from the first counted day, which must not overlap. Memory for cohorts does not
/// grow with the run.
///
/// # Errors
/// As [`run_replication`].
pub fn run_replication_by_window(
    model: &Model,
    labels: &Labels,
    replication: u32,
    stretches: &[Range<usize>],
    mut stop: impl FnMut() -> bool,
) -> Result<ReplicationResult, ReplicationError> {
    run(model, labels, replication, stretches, None, &mut stop)
}

/// Runs one replication as [`run_replication_by_window`] does, with a listener beside the metrics.
///
/// # Errors
/// As [`run_replication`].
pub fn run_replication_with(
    model: &Model,
    labels: &Labels,
    replication: u32,
    stretches: &[Range<usize>],
    listener: &mut dyn Observer,
    mut stop: impl FnMut() -> bool,
) -> Result<ReplicationResult, ReplicationError> {
    run(model, labels, replication, stretches, Some(listener), &mut stop)
}

/// Runs one replication with the default metrics, the observations of the model and `listener`.
///
/// The simulation is compiled twice: with the default metrics alone, and with observations and a
/// listener beside them. Behind a `dyn` observations would take 5 % more instructions, while an
/// absent listener costs a branch.
fn run(
    model: &Model,
    labels: &Labels,
    replication: u32,
    stretches: &[Range<usize>],
    listener: Option<&mut dyn Observer>,
    stop: &mut dyn FnMut() -> bool,
) -> Result<ReplicationResult, ReplicationError> {
    let failed = |error| ReplicationError::Run { replication, error };
    let recorders = (defaults(model, stretches), Conservation::new(model));
    let (recorders, observations, counts) = if model.observations.is_empty() && listener.is_none() {
        let simulation = Simulation::new(model, replication, recorders).map_err(failed)?;
        let (recorders, counts) = simulation.run(stop).map_err(failed)?;
        (recorders, None, counts)
    } else {
        let observers = ((recorders, observations::Observations::new(model, &labels.observations)), listener);
        let simulation = Simulation::new(model, replication, observers).map_err(failed)?;
        let (((recorders, observations), _), counts) = simulation.run(stop).map_err(failed)?;
        (recorders, Some(observations), counts)
    };
    let (metrics, conservation) = recorders;
    conservation
        .verdict(labels)
        .map_err(|violation| ReplicationError::Conservation { replication, violation })?;
    let names = Arc::new(LabelNames::of(model, labels));
    let mut result = ReplicationResult::new(replication, names, counts);
    metrics.emit(&mut result);
    observations.emit(&mut result);
    Ok(result)
}
