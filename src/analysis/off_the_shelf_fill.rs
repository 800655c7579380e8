//! Off-the-shelf fill rate over time, by arithmetic: the share of workshops' lines that the shelf
//! of their retailer fills.
//!
//! In normal operation it is the fill rate that is expected of the levels. While reviews are held,
//! nothing is replenished and the shelves run empty: over a gap between reviews that is longer than
//! any planned one, it is the fill rate that is expected of the levels over that gap.
//!
//! ```text
//! reviews     |   |   |              |   |   |
//! share      ─── normal ───┐             ┌── normal
//!                          └─ of the gap ┘
//!                      |◄─►| lead time   ◄ lead time after the first review
//! ```
//!
//! Knows nothing of what becomes of the lines that are ordered instead.

use super::planned_capacity::Plan;
use super::planned_reviews::reviews_made;
use super::shelf_fill_rate::shelf_fill_rate;
use super::step_function::StepFunction;
use crate::model::{BaseStock, Demand, Model, Stock};
use crate::units::{Duration, Instant, SiteGroupId};
use std::collections::BTreeMap;

/// Off-the-shelf fill rate of a demand over time; `None` where workshops try no shelf first.
pub(crate) fn fill_rate_over_time(model: &Model, plan: &Plan<'_>, demand: &Demand) -> Option<StepFunction> {
    let group = demand.group;
    let held = shelves(model, group)?;
    let mix = &model.mixes[usize::from(demand.mix)].share;
    let share = |between: Duration| -> f64 {
        let parts = held.assortment.parts();
        parts.map(|part| mix[part as usize] * fill_rate(model, group, held, part, between)).sum()
    };
    let normal = share(mean_interval(model, held));
    let mut shares = BTreeMap::from([(Instant::ORIGIN, normal)]);
    if let Some(reviews) = &held.reviews {
        let gap = |pair: &[Instant]| pair[1] - pair[0];
        let longest = reviews.windows(2).map(gap).max().unwrap_or(Duration::MAX);
        let made: Vec<Instant> = reviews_made(reviews, &plan.up(&held.needs), held.manual_orders.as_ref())
            .into_iter()
            .map(|(instant, _)| instant)
            .chain([model.times.end])
            .collect();
        for pair in made.windows(2).filter(|pair| gap(pair) > longest) {
            shares.insert(pair[0] + held.lead_time, share(gap(pair)));
            shares.insert(pair[1] + held.lead_time, normal);
        }
    }
    Some(shares.into_iter().collect())
}

/// Off-the-shelf fill rate of a part at a site group in normal operation; 0 where workshops try no
/// shelf first, or the part is not held.
pub(crate) fn normal_fill_rate(model: &Model, group: SiteGroupId, part: u32) -> f64 {
    let Some(held) = shelves(model, group).filter(|held| held.assortment.shelf_of(part).is_some()) else {
        return 0.0;
    };
    fill_rate(model, group, held, part, mean_interval(model, held))
}

/// Shelves of a site group that workshops try first.
fn shelves(model: &Model, group: SiteGroupId) -> Option<&BaseStock> {
    match &model.site_groups[group].stock {
        Stock::BaseStock(held) if model.site_groups[group].sells_off_the_shelf() => Some(held),
        _ => None,
    }
}

/// Mean time between reviews; 0 for continuous review.
fn mean_interval(model: &Model, held: &BaseStock) -> Duration {
    held.reviews.as_ref().map_or(Duration::ZERO, |reviews| {
        Duration::from_micros(model.times.end / Duration::from_micros(reviews.len().max(1) as u64))
    })
}

/// Fill rate of a part at a site group with this time between reviews.
fn fill_rate(model: &Model, group: SiteGroupId, held: &BaseStock, part: u32, between: Duration) -> f64 {
    let pieces = model.flows.pieces_per_day[group].get(part as usize).copied().unwrap_or(0.0);
    shelf_fill_rate(model, group, held, part as usize, pieces, between.as_micros_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::network::site::SiteKind;
    use crate::scenario::stock::{Review, ReviewInterval, Stock as StockSpec, StockLevel};
    use crate::units::{DAY, Per, Rate};

    /// A retailer whose workshops want one piece a day of one part. It reviews its shelf of three
    /// pieces every day, with a lead time of a day, and needs a system that is down from day 7.5 to
    /// 9.5.
    fn scenario() -> Scenario {
        let mut scenario = test_scenario::scenario();
        let mut shop = test_scenario::site("shop", SiteKind::Retailer, &["centre"]);
        let daily = Review::periodic(ReviewInterval::Elapsed(DAY), Duration::ZERO);
        let mut stock = test_scenario::base_stock(StockLevel::Pieces(vec![("part".into(), 3)]), daily);
        if let StockSpec::BaseStock(stock) = &mut stock {
            stock.needs = vec!["order_entry".into()];
            stock.planned_lead_time = Some(DAY);
        }
        shop.stock = Some(stock);
        scenario.sites.push(shop);
        scenario.systems = vec![test_scenario::system("order_entry", &[])];
        scenario.demand[0].site = "shop".into();
        scenario.demand[0].lines = Rate { count: 1.0, per: Per::Time(DAY) };
        scenario.disruptions = vec![test_scenario::outage(
            "order_entry",
            Instant::at(7 * DAY + DAY / 2),
            Some(Instant::at(9 * DAY + DAY / 2)),
        )];
        scenario
    }

    #[test]
    fn shelves_run_empty_while_reviews_are_held() {
        let model = build(&scenario()).unwrap().model;
        let plan = Plan::new(&model);
        let series = fill_rate_over_time(&model, &plan, &model.demands[0]).unwrap();
        // The reviews of days 8 and 9 are made at 9.5: the gap from day 7 on is longer than a day.
        let instants: Vec<Instant> = series.iter().map(|step| step.0).collect();
        assert_eq!(instants, [Duration::ZERO, 8 * DAY, 10 * DAY + DAY / 2].map(Instant::at));
        let [normal, gap, after] = [0, 1, 2].map(|step| series[step].1);
        assert_near(&[after, normal_fill_rate(&model, model.demands[0].group, 0)], &[normal; 2]);
        // Poisson demand, S = 3: 1 − (B(2) − B(1)) with B(1) = 0.0233 and B(2) = 0.2180; over a gap
        // of 2.5 days 1 − (B(3.5) − B(1)) / 2.5 with B(3.5) = 0.9981.
        let shortage = |mean: f64| {
            let below = |pieces: f64, chance: f64| (3.0 - pieces) * chance * (-mean).exp();
            mean - 3.0 + below(0.0, 1.0) + below(1.0, mean) + below(2.0, mean * mean / 2.0)
        };
        assert_near(&[normal], &[1.0 - (shortage(2.0) - shortage(1.0))]);
        assert_near(&[gap], &[1.0 - (shortage(3.5) - shortage(1.0)) / 2.5]);
    }

    #[test]
    fn only_retailers_with_stock_fill_off_the_shelf() {
        let mut scenario = scenario();
        scenario.demand[0].site = "centre".into();
        let model = build(&scenario).unwrap().model;
        let demand = &model.demands[0];
        assert_eq!(fill_rate_over_time(&model, &Plan::new(&model), demand), None);
        assert_near(&[normal_fill_rate(&model, demand.group, 0)], &[0.0]);
    }
}
