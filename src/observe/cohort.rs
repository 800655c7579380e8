//! Cohorts: all lines of a class that were ordered on one day, and how long each took to be filled.
//!
//! The time to fill runs from the order to the last piece being with who asked for it. A line that is still open when
//! the run ends is not left out: it is censored at its age, and one that is cancelled, or lost whole, at the age at which it was. A line
//! counts under the class that it was ordered in. Ages are histograms of whole counts, that add up exactly with those
//! of other days and other runs.
//!
//! Knows nothing of quantiles, or of which days belong together.

use super::histogram::Histogram;
use super::{Days, Observations, Recorded};
use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::scenario::quantity::SECOND;
use crate::simulation::line::{Line, LineKind};
use crate::simulation::observer::{Lacking, Observer, State};

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
    /// Name of the order class.
    pub class: String,
    /// Ages of the lines ordered on each counted day.
    pub days: Vec<Ages>,
}

/// Listens for lines that are filled.
#[derive(Debug)]
pub struct ByDayOfOrder<'m> {
    model: &'m Model,
    days: Days,
    /// By class and counted day of order.
    ages: Vec<Ages>,
}

impl<'m> ByDayOfOrder<'m> {
    /// Nothing is ordered yet.
    pub fn new(model: &'m Model) -> Self {
        let days = Days::of(model);
        ByDayOfOrder { model, days, ages: vec![Ages::default(); model.classes.len() * days.counted()] }
    }

    /// Where a line is counted; `None` for one that a site asked for, for a second order, and for one ordered in the warm-up.
    #[inline(always)]
    fn cell(&mut self, line: &Line) -> Option<&mut Ages> {
        let day = self.days.counted_day(line.ordered).filter(|&day| day < self.days.counted())?;
        let demand = line.kind() == LineKind::Customer && !line.is_again();
        let counted = demand && line.ordered >= self.model.times.counted_from;
        counted.then(|| &mut self.ages[usize::from(line.promised) * self.days.counted() + day])
    }
}

impl Observer for ByDayOfOrder<'_> {
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

    fn lost(&mut self, now: Time, line: &Line, pieces: u32, _: Lacking) {
        if pieces == line.pieces {
            self.cancelled(now, line);
        }
    }

    fn end(&mut self, now: Time, state: &State<'_>) {
        for line in state.lines.iter().filter(|line| line.pieces > 0) {
            if let Some(ages) = self.cell(line) {
                ages.censored.add((now - line.ordered) / SECOND);
            }
        }
    }
}

impl Recorded for ByDayOfOrder<'_> {
    fn tell(self, labels: &Labels, observations: &mut Observations) {
        let mut ages = self.ages.into_iter();
        for class in &labels.classes {
            let days = ages.by_ref().take(self.days.counted()).collect();
            observations.cohorts.push(Cohorts { class: class.clone(), days });
        }
    }
}
