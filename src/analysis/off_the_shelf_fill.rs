//! Off the shelf, by arithmetic: which share of what they want workshops find at their retailer,
//! over time.
//!
//! In normal running it is the share that the levels are expected to give at once. While reviews
//! are held nothing comes in, and the shelves run empty: over a gap between reviews that is longer
//! than any planned one the share is what the levels are expected to give over so long a gap.
//!
//! ```text
//! reviews     |   |   |              |   |   |
//! share      ─── normal ───┐             ┌── normal
//!                          └─ of the gap ┘
//!                      |◄─►| lead time   ◄ lead time after the first review
//! ```
//!
//! Knows nothing of what becomes of the lines that are ordered instead.

use super::mean_flows::given_at_once;
use super::planned_capacity::{Plan, StepFunction};
use crate::model::{BaseStock, Demand, ManualOrders, Model, Stock};
use crate::units::{Micros, SiteGroupId};
use std::collections::BTreeMap;

/// Share of the lines of a demand that are taken off the shelf, over time; `None` where nobody
/// looks there first.
pub(crate) fn found(model: &Model, plan: &Plan<'_>, demand: &Demand) -> Option<StepFunction> {
    let table = demand.group;
    let held = shelves(model, table)?;
    let mix = &model.mixes[usize::from(demand.mix)].share;
    let share = |between: Micros| -> f64 {
        let parts = held.assortment.parts();
        parts.map(|part| mix[part as usize] * given(model, table, held, part, between)).sum()
    };
    let normal = share(usual_gap(model, held));
    let mut shares = BTreeMap::from([(0, normal)]);
    if let Some(reviews) = &held.reviews {
        let gap = |pair: &[Micros]| pair[1] - pair[0];
        let longest = reviews.windows(2).map(gap).max().unwrap_or(Micros::MAX);
        let made: Vec<Micros> = made(reviews, &plan.up(&held.needs), held.by_hand.as_ref())
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

/// Share of the lines for a part that workshops at a table find on the shelf in normal running; 0
/// where nobody looks there first, or it is not held.
pub(crate) fn normally_found(model: &Model, table: SiteGroupId, part: u32) -> f64 {
    let Some(held) = shelves(model, table).filter(|held| held.assortment.shelf_of(part).is_some()) else {
        return 0.0;
    };
    given(model, table, held, part, usual_gap(model, held))
}

/// Shelves at which workshops look first.
fn shelves(model: &Model, table: SiteGroupId) -> Option<&BaseStock> {
    match &model.site_groups[table].stock {
        Stock::BaseStock(held) if model.site_groups[table].sells_off_the_shelf() => Some(held),
        _ => None,
    }
}

/// Mean time between reviews; 0 where they are continuous.
fn usual_gap(model: &Model, held: &BaseStock) -> Micros {
    held.reviews.as_ref().map_or(0, |reviews| model.times.end / reviews.len().max(1) as Micros)
}

fn given(model: &Model, table: SiteGroupId, held: &BaseStock, part: u32, between: Micros) -> f64 {
    let pieces = model.flows.pieces_per_day[table].get(part as usize).copied().unwrap_or(0.0);
    given_at_once(model, table, held, part as usize, pieces, between as f64)
}

/// Instants at which reviews are made: those that fall due while a system is down together when it
/// is back, and by hand when they fall due, with the most lines that a site can then write.
pub(crate) fn made(
    reviews: &[Micros],
    up: &[(Micros, f64)],
    by_hand: Option<&ManualOrders>,
) -> Vec<(Micros, Option<f64>)> {
    let mut instants = Vec::new();
    let mut before = 0;
    for &due in reviews {
        let step = up.partition_point(|step| step.0 <= due);
        if up[step - 1].1 > 0.0 {
            instants.push((due, None));
        } else {
            if let Some(orders) = by_hand {
                instants.push((due, Some(orders.up_to(due) - orders.up_to(before))));
            }
            instants.extend(up.get(step).map(|back| (back.0, None)));
        }
        before = due;
    }
    instants.sort_by_key(|made| made.0);
    instants.dedup();
    instants
}
