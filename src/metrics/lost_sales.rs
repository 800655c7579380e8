//! Lost sales: customers' lines that lost pieces because they were not on the shelf, and the pieces, day by day.
//!
//! They count at the site that had too little, under the class that the line was ordered in. A second order is no
//! demand: what it loses is not counted. What is turned away at a process counts as that alone (`turned_away.rs`).

use super::{Days, Key, Metric, Recorded, ReplicationResult, Series};
use crate::engine::Time;
use crate::model::{Labels, Model, Stock};
use crate::scenario::stock::ShortageResponse;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::Line;
use crate::simulation::view::View;

const NAMES: [(&str, &str); 2] = [("lost_sales", "lines"), ("lost_pieces", "pieces")];

/// Listens for what is lost; hears nothing where customers wait.
#[derive(Debug)]
pub struct LostSales<'m> {
    model: &'m Model,
    days: Days,
    /// By table and class: lines and pieces of the day.
    today: Vec<[u64; 2]>,
    daily: Vec<[Vec<f64>; 2]>,
}

fn loses(stock: &Stock) -> bool {
    matches!(stock, Stock::BaseStock(held) if held.shortage == ShortageResponse::Lost)
}

impl<'m> LostSales<'m> {
    /// Nothing is lost yet.
    pub fn new(model: &'m Model) -> Self {
        let any = model.site_groups.iter().any(|table| loses(&table.stock));
        let cells = if any { model.site_groups.len() * model.classes.len() } else { 0 };
        LostSales {
            model,
            days: Days::of(model),
            today: vec![[0; 2]; cells],
            daily: vec![<[Vec<f64>; 2]>::default(); cells],
        }
    }
}

impl Observer for LostSales<'_> {
    fn lost(&mut self, _: Time, line: &Line, pieces: u32, lacking: LossReason) {
        if lacking != LossReason::Stock || line.is_again() {
            return;
        }
        let table = usize::from(self.model.group_of[line.source() as usize]);
        let cell = &mut self.today[table * self.model.classes.len() + usize::from(line.promised)];
        cell[0] += 1;
        cell[1] += u64::from(pieces);
    }

    fn midnight(&mut self, now: Time, _: &View<'_>) {
        let counted = self.days.counted_day(now - 1).is_some();
        for (today, daily) in self.today.iter_mut().zip(&mut self.daily) {
            for (lost, daily) in std::mem::take(today).into_iter().zip(daily) {
                if counted {
                    daily.push(lost as f64);
                }
            }
        }
    }
}

impl Recorded for LostSales<'_> {
    fn tell(self, labels: &Labels, observations: &mut ReplicationResult) {
        let classes = self.model.classes.len();
        for (cell, daily) in self.daily.into_iter().enumerate() {
            if !loses(&self.model.site_groups[cell / classes].stock) {
                continue;
            }
            let (site, class) = (&labels.site_groups[cell / classes], &labels.classes[cell % classes]);
            for ((name, unit), values) in NAMES.into_iter().zip(daily) {
                let key = Key::new(name, site, class, unit);
                observations.metrics.push(Metric { key: key.clone(), value: Some(values.iter().sum()) });
                observations.series.push(Series { key, values });
            }
        }
    }
}
