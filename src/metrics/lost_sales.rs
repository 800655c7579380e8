//! Lost sales: customer lines that lost pieces because the shelf was short, and the pieces, by day.
//!
//! They count at the site that was short, under the class in which the line was ordered. A
//! duplicate order is no demand, so its losses are not counted. Lines rejected at a process count
//! as rejected only (`rejected_lines.rs`).

use super::{Days, Recorder, ReplicationResult};
use crate::model::{Model, Stock};
use crate::registers::metrics::{Daily, Dim, Metric, Scalar, cell, ids};
use crate::scenario::stock::ShortageResponse;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::Line;
use crate::simulation::view::View;
use crate::units::{Duration, Instant, SiteGroupId};

/// Lines and pieces: of a day, and of the run.
const METRICS: [(Metric<Daily>, Metric<Scalar>); 2] =
    [(ids::LOST_SALES_DAILY, ids::LOST_SALES), (ids::LOST_PIECES_DAILY, ids::LOST_PIECES)];

/// Recorder of lost sales; it records nothing where shortages are backordered.
#[derive(Debug)]
pub(crate) struct LostSales<'m> {
    model: &'m Model,
    days: Days,
    /// Lines and pieces of the day, by site group and class.
    today: Vec<[u64; 2]>,
    daily: Vec<[Vec<f64>; 2]>,
}

fn loses(stock: &Stock) -> bool {
    matches!(stock, Stock::BaseStock(held) if held.shortage == ShortageResponse::Lost)
}

impl<'m> LostSales<'m> {
    /// A recorder without losses.
    pub(crate) fn new(model: &'m Model) -> Self {
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
    fn lost(&mut self, _: Instant, line: &Line, pieces: u32, lacking: LossReason) {
        if lacking != LossReason::Stock || line.is_duplicate() {
            return;
        }
        let table = self.model.group_of[line.source()];
        let cell = &mut self.today[table.index() * self.model.classes.len() + usize::from(line.promised)];
        cell[0] += 1;
        cell[1] += u64::from(pieces);
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        for (today, daily) in self.today.iter_mut().zip(&mut self.daily) {
            for (lost, daily) in std::mem::take(today).into_iter().zip(daily) {
                if counted {
                    daily.push(lost as f64);
                }
            }
        }
    }
}

impl Recorder for LostSales<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let classes = self.model.classes.len();
        for (number, daily) in self.daily.into_iter().enumerate() {
            let (group, class) = (number / classes, number % classes);
            if !loses(&self.model.site_groups[SiteGroupId::from_index(group)].stock) {
                continue;
            }
            let cell = cell(&[(Dim::Site, group), (Dim::Class, class)]);
            for ((series, total), values) in METRICS.into_iter().zip(daily) {
                out.scalar(total, cell, Some(values.iter().sum()));
                out.daily(series, cell, values);
            }
        }
    }
}
