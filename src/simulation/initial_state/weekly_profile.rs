//! Weekly profile: distribution of the demand that reaches a site over a week without holidays.
//!
//! Demand before the start is drawn by it, so that a weekend without orders is as quiet before the
//! start as after it.
//!
//! Knows nothing of parts: all parts of a site group share one week.

use crate::model::{Demand, Model, Stock};
use crate::units::{Duration, HOUR, IndexVec, Instant, SiteGroupId, WEEK};

const HOURS: usize = 168;

/// Cumulative share of a week's demand at the start of each hour after engine time 0, and at the
/// end.
type Curve = [f64; HOURS + 1];

/// The weekly profile of each site group.
#[derive(Debug, Clone)]
pub(crate) struct WeeklyProfile {
    /// Demand on the group itself, passed through groups without stock, and through others for the
    /// parts that they do not hold.
    own: IndexVec<SiteGroupId, Curve>,
    /// Demand of all customers below it.
    below: IndexVec<SiteGroupId, Curve>,
}

impl WeeklyProfile {
    /// The weekly profiles of a model.
    pub(crate) fn of(model: &Model) -> Self {
        let mut own = IndexVec::filled([0.0; HOURS], model.site_groups.len());
        let mut below = own.clone();
        for demand in &model.demands {
            let week = week_of(demand, model.times.end);
            let sites = f64::from(model.site_groups[demand.group].count);
            let lines = demand.lines_per_order.mean() * sites * demand.ordered();
            let add = |hours: &mut [f64; HOURS], share: f64| {
                hours.iter_mut().zip(week).for_each(|(sum, orders)| *sum += orders * lines * share);
            };
            let mut group = demand.group;
            // Parts that no group so far holds.
            let mut passed = vec![true; model.parts()];
            loop {
                let spec = &model.site_groups[group];
                if !matches!(spec.stock, Stock::None) {
                    let share = &model.mixes[usize::from(demand.mix)].share;
                    let passing: f64 =
                        share.iter().zip(&passed).filter(|part| *part.1).map(|part| part.0).sum();
                    // Exactly 1 if no group has held a part: the sum is only nearly so.
                    let passing = if passed.iter().all(|&part| part) { 1.0 } else { passing };
                    add(&mut own[group], passing);
                    add(&mut below[group], 1.0);
                    match &spec.stock {
                        Stock::BaseStock(held) => {
                            held.assortment.parts().for_each(|part| passed[part as usize] = false);
                        }
                        Stock::None | Stock::Unlimited => passed.fill(false),
                    }
                }
                let Some(&source) = spec.sources.first() else { break };
                group = source;
            }
        }
        let curves = |weeks: IndexVec<SiteGroupId, [f64; HOURS]>| weeks.iter().map(curve).collect();
        WeeklyProfile { own: curves(own), below: curves(below) }
    }

    /// The demand on a group itself in `from..until`, which may lie before the start, in weeks of
    /// demand.
    pub(crate) fn own(&self, group: SiteGroupId, from: i64, until: i64) -> f64 {
        up_to(&self.own[group], until) - up_to(&self.own[group], from)
    }

    /// The same for all customers below a group.
    pub(crate) fn below(&self, group: SiteGroupId, from: i64, until: i64) -> f64 {
        up_to(&self.below[group], until) - up_to(&self.below[group], from)
    }
}

/// Orders of one site by hour, in the busiest week of the run: one without holidays, if there is
/// one.
fn week_of(demand: &Demand, end: Instant) -> [f64; HOURS] {
    let mut busiest = ([0.0; HOURS], 0.0);
    for week in 0..end / WEEK {
        let mut hours = [0.0; HOURS];
        let mut step = demand.intensity.partition_point(|step| step.0 <= Instant::at(week * WEEK));
        for (hour, orders) in hours.iter_mut().enumerate() {
            let begin = Instant::at(week * WEEK + hour as u64 * HOUR);
            while demand.intensity.get(step).is_some_and(|next| next.0 <= begin) {
                step += 1;
            }
            *orders = demand.intensity[step.max(1) - 1].1 * HOUR.as_micros_f64();
        }
        let total = hours.iter().sum();
        if total > busiest.1 {
            busiest = (hours, total);
        }
    }
    busiest.0
}

/// Cumulative demand by hour, as a share of the whole; even without demand.
fn curve(hours: &[f64; HOURS]) -> Curve {
    let total: f64 = hours.iter().sum();
    let mut curve = [0.0; HOURS + 1];
    for (hour, orders) in hours.iter().enumerate() {
        curve[hour + 1] = curve[hour] + if total > 0.0 { orders / total } else { 1.0 / HOURS as f64 };
    }
    curve
}

/// Weeks of demand from engine time 0 to an instant; negative before it.
fn up_to(curve: &Curve, instant: i64) -> f64 {
    let week = instant.div_euclid(WEEK.signed());
    let within = Duration::from_micros(instant.rem_euclid(WEEK.signed()).cast_unsigned());
    let hour = (within / HOUR) as usize;
    let part = (within % HOUR).as_micros_f64() / HOUR.as_micros_f64();
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
            up_to(&curve, until * HOUR.as_micros().cast_signed())
                - up_to(&curve, from * HOUR.as_micros().cast_signed())
        };
        assert!((between(-168, 0) - 1.0).abs() < 1e-12);
        assert!((between(-168 + 12, 0) - 0.5).abs() < 1e-12);
        assert!(between(-72, 0).abs() < 1e-12);
        assert!((between(-72, 6) - 0.25).abs() < 1e-12);
    }

    #[test]
    fn without_demand_every_hour_is_like_any_other() {
        let curve = curve(&[0.0; HOURS]);
        assert!((up_to(&curve, 42 * HOUR.as_micros().cast_signed()) - 0.25).abs() < 1e-12);
    }
}
