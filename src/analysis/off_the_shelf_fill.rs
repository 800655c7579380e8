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
use crate::units::{Micros, SiteGroupId};
use std::collections::BTreeMap;

/// Off-the-shelf fill rate of a demand over time; `None` where workshops try no shelf first.
pub(crate) fn fill_rate_over_time(model: &Model, plan: &Plan<'_>, demand: &Demand) -> Option<StepFunction> {
    let group = demand.group;
    let held = shelves(model, group)?;
    let mix = &model.mixes[usize::from(demand.mix)].share;
    let share = |between: Micros| -> f64 {
        let parts = held.assortment.parts();
        parts.map(|part| mix[part as usize] * fill_rate(model, group, held, part, between)).sum()
    };
    let normal = share(mean_interval(model, held));
    let mut shares = BTreeMap::from([(0, normal)]);
    if let Some(reviews) = &held.reviews {
        let gap = |pair: &[Micros]| pair[1] - pair[0];
        let longest = reviews.windows(2).map(gap).max().unwrap_or(Micros::MAX);
        let made: Vec<Micros> = reviews_made(reviews, &plan.up(&held.needs), held.manual_orders.as_ref())
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
fn mean_interval(model: &Model, held: &BaseStock) -> Micros {
    held.reviews.as_ref().map_or(0, |reviews| model.times.end / reviews.len().max(1) as Micros)
}

/// Fill rate of a part at a site group with this time between reviews.
fn fill_rate(model: &Model, group: SiteGroupId, held: &BaseStock, part: u32, between: Micros) -> f64 {
    let pieces = model.flows.pieces_per_day[group].get(part as usize).copied().unwrap_or(0.0);
    shelf_fill_rate(model, group, held, part as usize, pieces, between as f64)
}
