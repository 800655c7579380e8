//! Shipped within promise: a cohort a day of order, in which lines still open count.
//!
//! A line is in time when its last pieces leave the source at or before the promised instant. A day on which
//! the run ends before all its lines are due has no share. A line keeps the promise of the class that it was
//! ordered in.

use super::{Days, Key, Metric, Observations, Recorded, Series};
use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::scenario::quantity::DAY;
use crate::scenario::site::SiteKind;
use crate::simulation::line::{Line, LineKind};
use crate::simulation::observer::Observer;

/// Listens for shipments.
#[derive(Debug)]
pub struct Promised<'m> {
    model: &'m Model,
    days: Days,
    /// Lines by class, kind and counted day of order.
    ordered: Vec<u32>,
    in_time: Vec<u32>,
    /// Whether a site's lines go to a supplier only: they are promised nothing.
    from_supplier: Vec<bool>,
}

impl<'m> Promised<'m> {
    /// Nothing is ordered yet.
    pub fn new(model: &'m Model) -> Self {
        let days = Days::of(model);
        let cells = model.classes.len() * 2 * days.counted();
        let supplier = |&table: &u16| model.tables[usize::from(table)].kind == SiteKind::Supplier;
        Promised {
            model,
            days,
            ordered: vec![0; cells],
            in_time: vec![0; cells],
            from_supplier: model.tables.iter().map(|table| table.sources.iter().all(supplier)).collect(),
        }
    }

    #[inline(always)]
    fn cell(&self, line: &Line) -> Option<usize> {
        let day = self.days.counted_day(line.ordered)?;
        let from_supplier =
            || self.from_supplier[usize::from(self.model.table_of[line.destination(self.model) as usize])];
        if line.kind() == LineKind::Replenishment && from_supplier() || day >= self.days.counted() {
            return None;
        }
        Some((usize::from(line.promised) * 2 + line.kind() as usize) * self.days.counted() + day)
    }

    fn due(&self, class: usize, ordered: Time) -> Option<Time> {
        self.model.classes[class].due(ordered)
    }
}

impl Observer for Promised<'_> {
    #[inline(always)]
    fn ordered(&mut self, _: Time, line: &Line) {
        if let Some(cell) = self.cell(line) {
            self.ordered[cell] += 1;
        }
    }

    #[inline(always)]
    fn handed_over(&mut self, now: Time, _: &Line, asked: &Line) {
        if let Some(cell) = self.cell(asked) {
            self.ordered[cell] += 1;
            let due = self.due(usize::from(asked.promised), now);
            self.in_time[cell] += u32::from(due.is_some_and(|due| now <= due));
        }
    }

    #[inline(always)]
    fn shipped(&mut self, now: Time, line: &Line) {
        if self.due(usize::from(line.promised), line.ordered).is_some_and(|due| now <= due)
            && let Some(cell) = self.cell(line).filter(|_| !line.is_again())
        {
            self.in_time[cell] += 1;
        }
    }
}

impl Recorded for Promised<'_> {
    fn tell(self, labels: &Labels, observations: &mut Observations) {
        let days = self.days.counted();
        for (class, name) in labels.classes.iter().enumerate() {
            for (kind, suffix) in [(LineKind::Customer, ""), (LineKind::Replenishment, "_replenishment")] {
                let begin = (class * 2 + kind as usize) * days;
                let ordered = &self.ordered[begin..begin + days];
                let in_time = &self.in_time[begin..begin + days];
                let total: u64 = ordered.iter().map(|&lines| u64::from(lines)).sum();
                if total == 0 {
                    continue;
                }
                let mut add = |name: &str, class: &str, unit, values| {
                    let key = Key::new(format!("{name}{suffix}"), "all", class, unit);
                    observations.series.push(Series { key, values });
                };
                let judged = |day: usize| {
                    let last = (self.days.first + day + 1) as u64 * DAY - 1;
                    self.due(class, last).is_some_and(|due| due <= self.model.times.end)
                };
                add("ordered", name, "lines", ordered.iter().map(|&lines| f64::from(lines)).collect());
                let (mut of, mut kept) = (0, 0);
                let in_time: Vec<f64> = (0..days)
                    .map(|day| {
                        if !judged(day) {
                            return f64::NAN;
                        }
                        of += u64::from(ordered[day]);
                        kept += u64::from(in_time[day]);
                        f64::from(in_time[day])
                    })
                    .collect();
                let share = in_time
                    .iter()
                    .zip(ordered)
                    .map(|(lines, &of)| if of == 0 { f64::NAN } else { lines / f64::from(of) })
                    .collect();
                add("in_time", name, "lines", in_time);
                add("shipped_within_promise", name, "share", share);
                observations.metrics.push(Metric {
                    key: Key::new(format!("ordered{suffix}"), "all", name, "lines"),
                    value: Some(total as f64),
                });
                observations.metrics.push(Metric {
                    key: Key::new(format!("shipped_within_promise{suffix}"), "all", name, "share"),
                    value: (of > 0).then(|| kept as f64 / of as f64),
                });
            }
        }
    }
}
