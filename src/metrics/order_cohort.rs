//! Order cohorts: the lines of a class ordered in one stretch of days, and the time each took to be
//! filled.
//!
//! The caller of a replication chooses the stretches; each takes two histograms per class, however
//! long it is. Single days are stretches too, but then memory grows with the run.
//!
//! Order-to-fill time runs from the instant at which the customer first wanted the line to the last
//! piece at its recipient. A line that is cancelled, lost or bought elsewhere is never filled; one
//! still open at the end of the run is censored at its age. A line counts under the class in which
//! it was ordered. Ages are histograms of integer counts,
//! which add up exactly over days and runs.
//!
//! Knows nothing of quantiles, or of which days belong together.

use super::histogram::Histogram;
use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::view::View;
use crate::units::{Instant, SECOND};
use std::ops::Range;

/// Ages of lines \[seconds\].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ages {
    /// Ages at which lines were filled.
    pub filled: Histogram,
    /// Ages at which lines were cancelled, lost or bought elsewhere.
    pub lost: Histogram,
    /// Ages of lines that were open at the end of the run.
    pub censored: Histogram,
}

impl Ages {
    /// Number of lines.
    pub fn lines(&self) -> u64 {
        self.filled.total() + self.lost.total() + self.censored.total()
    }

    /// Adds the lines of another cohort.
    pub fn merge(&mut self, other: &Ages) {
        self.filled.merge(&other.filled);
        self.lost.merge(&other.lost);
        self.censored.merge(&other.censored);
    }
}

/// Customer lines of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohorts {
    /// Number of the order class.
    pub class: usize,
    /// Lines ordered in each stretch of days, in order.
    pub stretches: Vec<Stretch>,
}

/// Lines ordered in a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its days, numbered from the first counted day.
    pub days: Range<usize>,
    /// Ages of its lines.
    pub ages: Ages,
}

/// Recorder of order cohorts.
#[derive(Debug)]
pub struct OrderCohorts {
    days: Days,
    classes: usize,
    stretches: Vec<Range<usize>>,
    /// Stretch of each counted day; [`IN_NONE`] for a day in no stretch.
    stretch_of: Vec<u32>,
    /// Ages by class and stretch.
    ages: Vec<Ages>,
}

/// Stretch of a day in no stretch.
const IN_NONE: u32 = u32::MAX;

/// Stretches of single counted days.
pub fn day_by_day(model: &Model) -> Vec<Range<usize>> {
    (0..Days::of(model).counted()).map(|day| day..day + 1).collect()
}

impl OrderCohorts {
    /// A recorder without lines. The stretches of counted days must not overlap.
    pub fn new(model: &Model, stretches: &[Range<usize>]) -> Self {
        let days = Days::of(model);
        let mut stretch_of = vec![IN_NONE; days.counted()];
        for (number, stretch) in (0..).zip(stretches) {
            stretch_of.iter_mut().take(stretch.end).skip(stretch.start).for_each(|of| *of = number);
        }
        let ages = vec![Ages::default(); model.classes.len() * stretches.len()];
        OrderCohorts { days, classes: model.classes.len(), stretches: stretches.to_vec(), stretch_of, ages }
    }

    /// Cohort of a line; `None` for replenishment lines, duplicate orders, and lines wanted in the
    /// warm-up.
    #[inline(always)]
    fn cell(&mut self, line: &Line) -> Option<&mut Ages> {
        let day = self.days.counted_day(line.wanted)?;
        let stretch = *self.stretch_of.get(day)?;
        let demand = line.kind() == LineKind::Customer && !line.is_duplicate();
        let counted = demand && stretch != IN_NONE;
        counted.then(|| &mut self.ages[usize::from(line.promised) * self.stretches.len() + stretch as usize])
    }
}

impl Observer for OrderCohorts {
    #[inline(always)]
    fn filled(&mut self, now: Instant, line: &Line) {
        if let Some(ages) = self.cell(line) {
            ages.filled.add((now - line.wanted) / SECOND);
        }
    }

    #[inline]
    fn cancelled(&mut self, now: Instant, line: &Line) {
        if let Some(ages) = self.cell(line) {
            ages.lost.add((now - line.wanted) / SECOND);
        }
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, _: LossReason) {
        if pieces == line.pieces {
            self.cancelled(now, line);
        }
    }

    fn demand_lost(&mut self, now: Instant, line: &Line, _: OutageResponse) {
        self.cancelled(now, line);
    }

    fn end(&mut self, now: Instant, view: &View<'_>) {
        for line in view.open_lines().copied().chain(view.deferred_lines()) {
            if let Some(ages) = self.cell(&line) {
                ages.censored.add((now - line.wanted) / SECOND);
            }
        }
    }
}

impl Recorder for OrderCohorts {
    fn emit(self, out: &mut ReplicationResult) {
        let mut ages = self.ages.chunks(self.stretches.len().max(1));
        for class in 0..self.classes {
            let ages = ages.next().unwrap_or_default();
            let of_class = self.stretches.iter().cloned().zip(ages.iter().cloned());
            let stretches = of_class.map(|(days, ages)| Stretch { days, ages }).collect();
            out.cohorts.push(Cohorts { class, stretches });
        }
    }
}
