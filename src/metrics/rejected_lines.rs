//! Rejected lines: customer lines that found a queue at its capacity, by day.
//!
//! They count at the site of the process, under the class in which the line was ordered. Duplicate
//! orders are no demand and are not counted.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::Line;
use crate::simulation::view::View;
use crate::units::{Duration, Instant, SiteGroupId};

/// Recorder of rejected lines; it records nothing where no queue has a capacity.
#[derive(Debug)]
pub(crate) struct RejectedLines<'m> {
    model: &'m Model,
    days: Days,
    /// Lines of the day by site group and class.
    today: Vec<u64>,
    daily: Vec<Vec<f64>>,
}

fn rejects(model: &Model, table: SiteGroupId) -> bool {
    model.site_groups[table]
        .before_stock
        .iter()
        .any(|&process| model.processes[process].queue_capacity.is_some())
}

impl<'m> RejectedLines<'m> {
    /// A recorder without lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let any = model.site_groups.ids().any(|table| rejects(model, table));
        let cells = if any { model.site_groups.len() * model.classes.len() } else { 0 };
        RejectedLines { model, days: Days::of(model), today: vec![0; cells], daily: vec![Vec::new(); cells] }
    }
}

impl Observer for RejectedLines<'_> {
    fn lost(&mut self, _: Instant, line: &Line, _: u32, lacking: LossReason) {
        if matches!(lacking, LossReason::QueueCapacity(_)) && !line.is_duplicate() {
            let table = self.model.group_of[line.source()];
            self.today[table.index() * self.model.classes.len() + usize::from(line.promised)] += 1;
        }
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        for (today, daily) in self.today.iter_mut().zip(&mut self.daily) {
            let lines = std::mem::take(today);
            if counted {
                daily.push(lines as f64);
            }
        }
    }
}

impl Recorder for RejectedLines<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let classes = self.model.classes.len();
        for (number, values) in self.daily.into_iter().enumerate() {
            let (group, class) = (number / classes, number % classes);
            if !rejects(self.model, SiteGroupId::from_index(group)) {
                continue;
            }
            let cell = cell(&[(Dim::Site, group), (Dim::Class, class)]);
            out.scalar(ids::REJECTED_LINES, cell, Some(values.iter().sum()));
            out.daily(ids::REJECTED_LINES_DAILY, cell, values);
        }
    }
}
