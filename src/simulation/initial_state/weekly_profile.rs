//! The usual week: how the demand that reaches a site spreads over a week without holidays.
//!
//! What was asked before the start is drawn by it, so that a weekend on which nobody orders is as quiet before
//! the start as after it.
//!
//! Knows nothing of parts: all parts of a table share one week.

use crate::engine::Time;
use crate::model::{Demand, Model, Stock};
use crate::units::{HOUR, WEEK};

const HOURS: usize = 168;

/// Cumulative share of a week's demand at the begin of each hour after engine time 0, and at the end.
type Curve = [f64; HOURS + 1];

/// The usual week of each table.
#[derive(Debug, Clone)]
pub(crate) struct WeeklyProfile {
    /// Of those who ask the table itself, looking through tables without stock, and through others for the parts
    /// that they do not hold.
    own: Vec<Curve>,
    /// Of all customers below it.
    below: Vec<Curve>,
}

impl WeeklyProfile {
    pub(crate) fn of(model: &Model) -> Self {
        let mut own = vec![[0.0; HOURS]; model.site_groups.len()];
        let mut below = own.clone();
        for demand in &model.demands {
            let week = week_of(demand, model.times.end);
            let sites = f64::from(model.site_groups[usize::from(demand.table)].count);
            let lines = demand.lines_per_order.mean() * sites * demand.ordered();
            let add = |hours: &mut [f64; HOURS], share: f64| {
                hours.iter_mut().zip(week).for_each(|(sum, orders)| *sum += orders * lines * share);
            };
            let mut table = usize::from(demand.table);
            // Parts that no table so far holds.
            let mut passed = vec![true; model.parts()];
            loop {
                let listed = &model.site_groups[table];
                if !matches!(listed.stock, Stock::None) {
                    let share = &model.mixes[usize::from(demand.mix)].share;
                    let asked: f64 =
                        share.iter().zip(&passed).filter(|part| *part.1).map(|part| part.0).sum();
                    // All of it, but for rounding.
                    let asked = if passed.iter().all(|&part| part) { 1.0 } else { asked };
                    add(&mut own[table], asked);
                    add(&mut below[table], 1.0);
                    match &listed.stock {
                        Stock::BaseStock(held) => {
                            held.assortment.parts().for_each(|part| passed[part as usize] = false);
                        }
                        Stock::None | Stock::Unlimited => passed.fill(false),
                    }
                }
                let Some(&source) = listed.sources.first() else { break };
                table = usize::from(source);
            }
        }
        let curves = |weeks: Vec<[f64; HOURS]>| weeks.iter().map(curve).collect();
        WeeklyProfile { own: curves(own), below: curves(below) }
    }

    /// The demand of those who ask a table itself in `from..until`, which may lie before the start, in weeks'
    /// worth.
    pub(crate) fn own(&self, table: usize, from: i64, until: i64) -> f64 {
        up_to(&self.own[table], until) - up_to(&self.own[table], from)
    }

    /// The same of all customers below a table.
    pub(crate) fn below(&self, table: usize, from: i64, until: i64) -> f64 {
        up_to(&self.below[table], until) - up_to(&self.below[table], from)
    }
}

/// Orders of one site by hour, in the busiest week of the run: one without holidays, if there is one.
fn week_of(demand: &Demand, end: Time) -> [f64; HOURS] {
    let mut busiest = ([0.0; HOURS], 0.0);
    for week in 0..end / WEEK {
        let mut hours = [0.0; HOURS];
        let mut step = demand.intensity.partition_point(|step| step.0 <= week * WEEK);
        for (hour, orders) in hours.iter_mut().enumerate() {
            let begin = week * WEEK + hour as u64 * HOUR;
            while demand.intensity.get(step).is_some_and(|next| next.0 <= begin) {
                step += 1;
            }
            *orders = demand.intensity[step.max(1) - 1].1 * HOUR as f64;
        }
        let total = hours.iter().sum();
        if total > busiest.1 {
            busiest = (hours, total);
        }
    }
    busiest.0
}

/// What is asked by each hour, as a share of the whole; even, where nothing is.
fn curve(hours: &[f64; HOURS]) -> Curve {
    let total: f64 = hours.iter().sum();
    let mut curve = [0.0; HOURS + 1];
    for (hour, orders) in hours.iter().enumerate() {
        curve[hour + 1] = curve[hour] + if total > 0.0 { orders / total } else { 1.0 / HOURS as f64 };
    }
    curve
}

/// Weeks' worth of demand from engine time 0 to an instant; negative before it.
fn up_to(curve: &Curve, instant: i64) -> f64 {
    let week = instant.div_euclid(WEEK.cast_signed());
    let within = instant.rem_euclid(WEEK.cast_signed()).cast_unsigned();
    let hour = (within / HOUR) as usize;
    let part = (within % HOUR) as f64 / HOUR as f64;
    week as f64 * curve[HOURS] + curve[hour] + (curve[hour + 1] - curve[hour]) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_before_the_start_is_like_one_after_it() {
        // All demand comes evenly on the first day of the week.
        let mut hours = [0.0; HOURS];
        hours[..24].fill(2.0);
        let curve = curve(&hours);
        let between = |from: i64, until: i64| {
            up_to(&curve, until * HOUR.cast_signed()) - up_to(&curve, from * HOUR.cast_signed())
        };
        assert!((between(-168, 0) - 1.0).abs() < 1e-12);
        assert!((between(-168 + 12, 0) - 0.5).abs() < 1e-12);
        assert!(between(-72, 0).abs() < 1e-12);
        assert!((between(-72, 6) - 0.25).abs() < 1e-12);
    }

    #[test]
    fn where_nothing_is_asked_for_every_hour_is_like_any_other() {
        let curve = curve(&[0.0; HOURS]);
        assert!((up_to(&curve, 42 * HOUR.cast_signed()) - 0.25).abs() < 1e-12);
    }
}
