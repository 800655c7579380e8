//! Names of labels: what the label numbers of a scenario's metrics are called, and the units that
//! depend on it.
//!
//! The labels of a dimension are numbered as the model numbers its things, so recorders emit
//! numbers and know no name; files, tables and charts look them up here. Two scenarios number the
//! same name differently, so a comparison translates the keys of one into those of the other.

use super::Days;
use super::backlog::AGE_NAMES;
use crate::model::ObservationLabels;
use crate::model::{Labels, Model};
use crate::registers::metrics::{Cell, Dim, Key, Unit};
use crate::units::ProcessId;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::fmt::Write as _;

pub use crate::scenario::window::WINDOWS;
/// Unit of a day counted from the day of the onset.
pub const DAYS_FROM_ONSET: &str = Unit::DaysFromOnset.in_words();
/// The same in a run without a disruption, from the day of its start.
pub const DAYS_FROM_START: &str = "days from the start";

/// A stage at which an open line stands, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageLabel {
    /// Waits for a process, or is in service there.
    Process(ProcessId),
    /// Is not entered in the system.
    NotEntered,
    /// Waits for stock.
    Stock,
    /// Waits for a departure.
    Loading,
    /// Its customer will return to order it.
    Deferred,
    /// Has left its source.
    InTransit,
}

impl StageLabel {
    /// Names of the stages that are no process, in the order of their numbers.
    const NAMES: [&str; 5] = ["not_entered", "stock", "loading", "deferred", "in_transit"];

    /// Its number, in a model with this many processes.
    pub fn number(self, processes: usize) -> usize {
        match self {
            StageLabel::Process(process) => usize::from(process),
            StageLabel::NotEntered => processes,
            StageLabel::Stock => processes + 1,
            StageLabel::Loading => processes + 2,
            StageLabel::Deferred => processes + 3,
            StageLabel::InTransit => processes + 4,
        }
    }
}

/// Names of the labels of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelNames {
    /// By dimension and label number.
    labels: Vec<Vec<String>>,
    /// Work units of each process.
    work_units: Vec<&'static str>,
    currency: &'static str,
    /// Unit of a day.
    days: &'static str,
    /// Unit of each label of [`Dim::Variant`]; empty where it is no uncertain value.
    value_units: Vec<&'static str>,
}

impl LabelNames {
    /// Names of a model's things.
    pub fn of(model: &Model, labels: &Labels) -> Self {
        let mut all = vec![Vec::new(); Dim::COUNT];
        let mut set = |dim: Dim, names: Vec<String>| all[dim as usize] = names;
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        set(Dim::Site, labels.site_groups.clone());
        set(Dim::Market, labels.markets.clone());
        set(Dim::Class, labels.classes.clone());
        set(Dim::Process, labels.processes.clone());
        set(Dim::Phase, labels.phases.clone());
        set(Dim::System, labels.systems.clone());
        set(Dim::Lane, labels.lanes.clone());
        set(Dim::Segment, labels.segments.clone());
        set(Dim::Stage, [labels.processes.clone(), owned(&StageLabel::NAMES)].concat());
        set(Dim::Age, owned(&AGE_NAMES));
        set(Dim::Window, [owned(&WINDOWS), labels.windows.clone()].concat());
        set(Dim::Week, mondays(&Days::of(model).dates()));
        let observations = &labels.observations;
        set(Dim::Observation, observations.iter().map(|one| one.name.clone()).collect());
        set(Dim::At, distinct(model.observations.iter().zip(observations).flat_map(evaluated_at)));
        set(Dim::Variant, distinct(observations.iter().flat_map(states)));
        let value_units = vec![""; all[Dim::Variant as usize].len()];
        let onset = model.times.onset < model.times.end;
        LabelNames {
            labels: all,
            work_units: model.processes.iter().map(|process| process.per.things()).collect(),
            currency: labels.currency,
            days: if onset { DAYS_FROM_ONSET } else { DAYS_FROM_START },
            value_units,
        }
    }

    /// The same with the names of uncertain values, each with its unit.
    #[must_use]
    pub fn with_values(mut self, values: impl IntoIterator<Item = (String, &'static str)>) -> Self {
        for (name, unit) in values {
            self.labels[Dim::Variant as usize].push(name);
            self.value_units.push(unit);
        }
        self
    }

    /// The same with the windows of another scenario, whose days count from the onset if it has
    /// one.
    #[must_use]
    pub fn with_windows(mut self, windows: &[String], from_onset: bool) -> Self {
        self.labels[Dim::Window as usize] = windows.to_vec();
        self.days = if from_onset { DAYS_FROM_ONSET } else { DAYS_FROM_START };
        self
    }

    /// The same with the names of the plans of a comparison.
    #[must_use]
    pub fn with_plans(mut self, plans: Vec<String>) -> Self {
        self.labels[Dim::Plan as usize] = plans;
        self
    }

    /// Label number of an uncertain value, by its number among them.
    pub fn value_label(&self, number: usize) -> usize {
        self.value_units.iter().take_while(|unit| unit.is_empty()).count() + number
    }

    /// Names of all labels of a dimension, by their numbers.
    pub fn all(&self, dim: Dim) -> &[String] {
        &self.labels[dim as usize]
    }

    /// Name of a cell's label in a dimension; empty for the sum over it.
    pub fn name(&self, cell: Cell, dim: Dim) -> &str {
        cell.label(dim).and_then(|label| self.labels[dim as usize].get(label)).map_or("", String::as_str)
    }

    /// Number of the label with this name.
    pub fn label(&self, dim: Dim, name: &str) -> Option<usize> {
        self.labels[dim as usize].iter().position(|known| known == name)
    }

    /// The cell with labels of these names; a dimension with an empty name is the sum over it.
    /// `None` if a name is unknown.
    pub fn cell(&self, labels: &[(Dim, &str)]) -> Option<Cell> {
        labels
            .iter()
            .filter(|(_, name)| !name.is_empty())
            .try_fold(Cell::TOTAL, |cell, &(dim, name)| Some(cell.with(dim, self.label(dim, name)?)))
    }

    /// Unit of a key.
    pub fn unit(&self, key: Key) -> &'static str {
        let of = |units: &[&'static str], dim| key.label(dim).and_then(|label| units.get(label)).copied();
        match key.definition().unit {
            Unit::Fixed(unit) => unit,
            Unit::WorkUnits => of(&self.work_units, Dim::Process).unwrap_or(Unit::WorkUnits.in_words()),
            Unit::Currency => self.currency,
            Unit::DaysFromOnset => self.days,
            Unit::OfValue => of(&self.value_units, Dim::Variant).unwrap_or(Unit::OfValue.in_words()),
        }
    }

    /// The key of the same metric and names in another scenario; `None` where a name is unknown
    /// there.
    pub fn translate(&self, key: Key, to: &LabelNames) -> Option<Key> {
        let translated = key.cell.dims().try_fold(Cell::TOTAL, |cell, dim| {
            Some(cell.with(dim, to.label(dim, self.name(key.cell, dim))?))
        });
        translated.map(|cell| Key { cell, ..key })
    }

    /// A key in words, such as `backlog site=gplc class=vor`.
    pub fn text(&self, key: Key) -> String {
        let mut text = key.definition().id.to_owned();
        for dim in key.cell.dims() {
            write!(text, " {}={}", dim.name(), self.name(key.cell, dim)).expect("a string takes every text");
        }
        text
    }
}

/// Everything that a metric of an observation is evaluated at.
fn evaluated_at(
    (observation, labels): (&crate::model::observation::Observation, &ObservationLabels),
) -> impl Iterator<Item = String> {
    let limits = observation.above.iter().map(|&limit| limit_name(limit)).collect::<Vec<_>>();
    let moments = labels.at.iter().chain(&labels.daily_at).chain(&labels.each).chain(&labels.within).cloned();
    moments.chain(limits).collect::<Vec<_>>().into_iter()
}

/// Mondays of the calendar weeks of these days; a week that begins before them has its own Monday.
fn mondays(dates: &[Date]) -> Vec<String> {
    let monday = |date: &Date| date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days());
    distinct(dates.iter().map(|date| monday(date).to_string()))
}

/// A limit of lines, as the scenario writes it.
pub(crate) fn limit_name(lines: u32) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}

/// A failure and its state, as the label of a variant.
pub(crate) fn state_name(failure: &str, state: &str) -> String {
    format!("{failure}.{state}")
}

fn states(labels: &ObservationLabels) -> impl Iterator<Item = String> {
    labels.given.iter().flat_map(|(failure, states)| states.iter().map(|state| state_name(failure, state)))
}

/// The names in order of their first appearance.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    names.fold(Vec::new(), |mut all, name| {
        if !all.contains(&name) {
            all.push(name);
        }
        all
    })
}
