//! Cohorts: all lines of a class that were ordered in one stretch of days, and how long each took to be filled.
//!
//! Whoever runs a replication says in which stretches the days come that nobody will tell apart: each takes two
//! histograms a class, however long it is. Days by themselves are stretches too, but then memory grows with the run.
//!
//! The time to fill runs from the order to the last piece being with who asked for it. A line that is still open when
//! the run ends is not left out: it is censored at its age, and one that is cancelled, or lost whole, at the age at which it was. A line
//! counts under the class that it was ordered in. Ages are histograms of whole counts, that add up exactly with those
//! of other days and other runs.
//!
//! Knows nothing of quantiles, or of which days belong together.

use super::histogram::Histogram;
use super::{Days, Recorder, ReplicationResult};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::view::View;
use crate::units::SECOND;
use std::ops::Range;

/// Ages of lines, in seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ages {
    /// Ages at which lines were filled.
    pub filled: Histogram,
    /// Ages of lines when nobody followed them any more: cancelled, or open at the end of the run.
    pub censored: Histogram,
}

impl Ages {
    /// Adds other lines.
    pub fn merge(&mut self, other: &Ages) {
        self.filled.merge(&other.filled);
        self.censored.merge(&other.censored);
    }
}

/// Customers' lines of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohorts {
    /// Number of the order class.
    pub class: usize,
    /// The lines ordered in each stretch of days, in their order.
    pub stretches: Vec<Stretch>,
}

/// Lines that were ordered in a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its days, by their number from the first that is counted.
    pub days: Range<usize>,
    /// The ages of its lines.
    pub ages: Ages,
}

/// Listens for lines that are filled.
#[derive(Debug)]
pub struct OrderCohorts {
    days: Days,
    classes: usize,
    stretches: Vec<Range<usize>>,
    /// Stretch of each counted day; [`IN_NONE`] of a day that is told nowhere.
    stretch_of: Vec<u32>,
    /// By class and stretch.
    ages: Vec<Ages>,
}

/// Stretch of a day that is in none.
const IN_NONE: u32 = u32::MAX;

/// Each counted day by itself.
pub fn day_by_day(model: &Model) -> Vec<Range<usize>> {
    (0..Days::of(model).counted()).map(|day| day..day + 1).collect()
}

impl OrderCohorts {
    /// Nothing is ordered yet. The lines of each of these stretches of counted days, of which no two have a day in
    /// common, are told together.
    pub fn new(model: &Model, stretches: &[Range<usize>]) -> Self {
        let days = Days::of(model);
        let mut stretch_of = vec![IN_NONE; days.counted()];
        for (number, stretch) in (0..).zip(stretches) {
            stretch_of.iter_mut().take(stretch.end).skip(stretch.start).for_each(|of| *of = number);
        }
        let ages = vec![Ages::default(); model.classes.len() * stretches.len()];
        OrderCohorts { days, classes: model.classes.len(), stretches: stretches.to_vec(), stretch_of, ages }
    }

    /// Where a line is counted; `None` for one that a site asked for, for a second order, and for one ordered in the warm-up.
    #[inline(always)]
    fn cell(&mut self, line: &Line) -> Option<&mut Ages> {
        let day = self.days.counted_day(line.ordered)?;
        let stretch = *self.stretch_of.get(day)?;
        let demand = line.kind() == LineKind::Customer && !line.is_duplicate();
        let counted = demand && stretch != IN_NONE;
        counted.then(|| &mut self.ages[usize::from(line.promised) * self.stretches.len() + stretch as usize])
    }
}

impl Observer for OrderCohorts {
    #[inline(always)]
    fn filled(&mut self, now: Time, line: &Line) {
        if let Some(ages) = self.cell(line) {
            ages.filled.add((now - line.ordered) / SECOND);
        }
    }

    #[inline]
    fn cancelled(&mut self, now: Time, line: &Line) {
        if let Some(ages) = self.cell(line) {
            ages.censored.add((now - line.ordered) / SECOND);
        }
    }

    fn lost(&mut self, now: Time, line: &Line, pieces: u32, _: LossReason) {
        if pieces == line.pieces {
            self.cancelled(now, line);
        }
    }

    fn end(&mut self, now: Time, view: &View<'_>) {
        for line in view.open_lines() {
            if let Some(ages) = self.cell(line) {
                ages.censored.add((now - line.ordered) / SECOND);
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
