//! Centre inflow: lines and pieces requested of the centre over time, the inflow of the fluid
//! answer.
//!
//! The inflow is the expected one: at each review of a site below, the lines that it orders
//! together; customers' lines by the hour. While a system that a review or a demand needs is at 0,
//! orders are held and arrive together when the system is back; or customers respond to the outage,
//! see `order_entry.rs`. Retailers' shelves fill workshops' lines in an outage too, as long as they
//! have stock (`off_the_shelf_fill.rs`), and reorder at the next review.
//!
//! A review orders at most one line a part, so after a month it orders fewer and larger lines than
//! a month of reviews. Where the centre works by the line, lines are computed; where one of its
//! processes works by the piece, all lines have the normal size, so that the pieces are right: the
//! orders of a month of outage are a month's lines.
//!
//! Left out are lines for which the centre is a second source, and the systems that a site with
//! continuous review needs to order; a review between two levels of stock is assumed to see
//! customers' lines as they are entered, and the orders of shelves below when these can be placed.
//!
//! Knows nothing of how the centre serves the lines.

use super::fluid::outbound;
use super::off_the_shelf_fill::normal_fill_rate;
use super::order_entry::{DemandLines, demand_lines};
use super::planned_capacity::Plan;
use super::planned_reviews::reviews_made;
use super::step_function::{StepFunction, last_up};
use crate::model::assortment::Assortment;
use crate::model::{Model, Stock};
use crate::scenario::network::process::WorkUnit;
use crate::units::{DAY, IndexVec, Instant, SiteGroupId};
use std::collections::BTreeMap;

/// Lines that arrive at the centre.
#[derive(Debug, Clone, Default)]
pub(crate) struct CentreInflow {
    /// Lines per microsecond, each series on its own.
    pub(crate) rates: Vec<StepFunction>,
    /// Lines that arrive at one instant.
    pub(crate) lumps: BTreeMap<Instant, f64>,
}

/// A site group whose lines reach the centre as they arrive, with the parts for which they do.
struct PassingGroup {
    group: SiteGroupId,
    /// Parts for which its own customers' lines do.
    own: Vec<bool>,
    /// Parts for which the lines of the site groups below do.
    below: Vec<bool>,
    /// True if lines that its shelves fill reach the centre immediately.
    reorders_immediately: bool,
}

/// Inflow from the site groups below the centre.
pub(crate) fn centre_inflow(model: &Model, plan: &Plan<'_>, centre: SiteGroupId) -> CentreInflow {
    let demands = demand_lines(model, plan);
    let mut inflow = CentreInflow::default();
    let all = vec![true; model.parts()];
    let mut passing =
        vec![PassingGroup { group: centre, own: all.clone(), below: all, reorders_immediately: false }];
    while let Some(here) = passing.pop() {
        add_customers(&mut inflow, model, &demands, &here);
        let parts = here.below;
        let pass = |group, reorders_immediately| PassingGroup {
            group,
            own: parts.clone(),
            below: parts.clone(),
            reorders_immediately,
        };
        for (below, requester) in model.site_groups.iter_ids() {
            if requester.sources.first() != Some(&here.group) {
                continue;
            }
            match &requester.stock {
                Stock::Unlimited => {}
                Stock::None => passing.push(pass(below, false)),
                Stock::BaseStock(held) => match &held.reviews {
                    None => passing.push(pass(below, true)),
                    Some(reviews) => {
                        let mut passed = parts.clone();
                        for part in held.assortment.parts() {
                            passed[part as usize] = false;
                        }
                        let own = if requester.sells_off_the_shelf() { &parts } else { &passed };
                        if own.contains(&true) || requester.sells_off_the_shelf() {
                            let own = own.clone();
                            let reorders_immediately = false;
                            passing.push(PassingGroup {
                                group: below,
                                own,
                                below: passed,
                                reorders_immediately,
                            });
                        }
                        let made = reviews_made(reviews, &plan.up(&held.needs), held.manual_orders.as_ref());
                        let rates = line_rates(model, below, &held.assortment, &parts);
                        let seen = DemandAtReviews::new(model, plan, &demands, below);
                        add_review_orders(&mut inflow, model, &seen, below, &rates, reviews, &made);
                    }
                },
            }
        }
    }
    inflow
}

/// Adds the lines that customers at a site group order, and the replenishment that follows
/// immediately on the lines that its shelves fill.
fn add_customers(inflow: &mut CentreInflow, model: &Model, demands: &[DemandLines], here: &PassingGroup) {
    let fill_rate: Vec<f64> =
        (0..model.parts() as u32).map(|part| normal_fill_rate(model, here.group, part)).collect();
    for (demand, lines) in model.demands.iter().zip(demands) {
        if demand.group != here.group {
            continue;
        }
        let mix = &model.mixes[usize::from(demand.mix)].share;
        // Of the lines for a part, by this share of each: those for the parts that reach the
        // centre.
        let passed = |of_part: &dyn Fn(usize) -> f64| {
            let lines = |part: usize| mix[part] * of_part(part);
            let all: f64 = (0..mix.len()).map(lines).sum();
            let passed: f64 = (0..mix.len()).filter(|&part| here.own[part]).map(lines).sum();
            if all > 0.0 { passed / all } else { 0.0 }
        };
        add_entered(inflow, lines, passed(&|part| 1.0 - fill_rate[part]), model.times.end);
        if let Some(filled) = lines.fill().filter(|_| here.reorders_immediately) {
            let share = passed(&|part| fill_rate[part]);
            inflow.rates.push(filled.iter().map(|&(from, rate)| (from, rate * share)).collect());
        }
    }
}

/// Adds a share of the lines of a demand as they are entered.
fn add_entered(inflow: &mut CentreInflow, demand: &DemandLines, share: f64, end: Instant) {
    if share <= 0.0 {
        return;
    }
    let (mut rate, lumps) = demand.entry(end);
    for step in &mut rate {
        step.1 *= share;
    }
    inflow.rates.push(rate);
    for (instant, lines) in lumps {
        *inflow.lumps.entry(instant).or_default() += lines * share;
    }
}

/// Lines per elapsed day that each shelf of one site of a group fills.
fn line_rates(model: &Model, group: SiteGroupId, held: &Assortment, parts: &[bool]) -> Vec<f64> {
    let pieces = &model.flows.pieces_per_day[group];
    let sells = model.site_groups[group].sells_off_the_shelf();
    let shelves = held.parts().filter(|&part| parts[part as usize]);
    let rate = |part: u32| {
        let mean = model.line_size(group, part).mean;
        let lines = pieces.get(part as usize).map_or(0.0, |pieces| pieces / mean);
        if sells { lines * normal_fill_rate(model, group, part) } else { lines }
    };
    shelves.map(rate).filter(|&rate| rate > 0.0).collect()
}

/// Customers' lines that the reviews of a site group see.
struct DemandAtReviews<'e> {
    /// Each demand below.
    demands: Vec<(&'e DemandLines, Visibility)>,
    /// Lines a day, all together, in a week without holidays.
    lines_per_day: f64,
    /// True if the pieces must be right rather than the lines.
    pieces: bool,
}

/// Lines of a demand that the reviews of a site group see.
enum Visibility {
    /// All ordered lines, and the replenishment that the site group between orders for its shelves
    /// while its systems are up (1, else 0).
    Orders(StepFunction),
    /// Lines that its own shelves fill; or all that workshops want there, where the number of
    /// shelves with demand counts: an empty shelf has demand too.
    Shelf,
}

impl<'e> DemandAtReviews<'e> {
    fn new(model: &Model, plan: &Plan<'_>, demands: &'e [DemandLines], group: SiteGroupId) -> Self {
        let below = below(model, group);
        let mut seen = Vec::new();
        for ((demand, lines), _) in model.demands.iter().zip(demands).zip(&below).filter(|one| *one.1) {
            let own = demand.group;
            let visibility = match &model.site_groups[own].stock {
                Stock::BaseStock(_) if own == group && model.site_groups[own].sells_off_the_shelf() => {
                    Visibility::Shelf
                }
                Stock::BaseStock(held) => Visibility::Orders(plan.up(&held.needs)),
                _ => Visibility::Orders(vec![(Instant::ORIGIN, 1.0)]),
            };
            seen.push((lines, visibility));
        }
        let pieces = works_by_the_piece(model);
        let lines_per_day = customer_lines_per_day(model, &below, Some(group).filter(|_| pieces));
        Self { demands: seen, lines_per_day, pieces }
    }

    /// Lines up to an instant.
    fn up_to(&self, instant: Instant) -> f64 {
        let seen = |(lines, visibility): &(&DemandLines, Visibility)| match visibility {
            Visibility::Shelf if self.pieces => lines.filled_up_to(instant).unwrap_or(0.0),
            Visibility::Shelf => lines.wanted_up_to(instant),
            Visibility::Orders(up) => {
                let replenished = lines.filled_up_to(last_up(up, instant)).unwrap_or(0.0);
                lines.entered_up_to(instant) + replenished
            }
        };
        self.demands.iter().map(seen).sum()
    }
}

/// True if an outbound process of the centre works by the piece.
fn works_by_the_piece(model: &Model) -> bool {
    let centre = model.centre().map(|centre| &model.site_groups[centre]);
    let mut outbound = centre.into_iter().flat_map(outbound);
    outbound.any(|process| model.processes[process].per == WorkUnit::Piece)
}

/// Adds the orders of the sites of a group at their reviews, for the demand since the last.
fn add_review_orders(
    inflow: &mut CentreInflow,
    model: &Model,
    customers: &DemandAtReviews<'_>,
    group: SiteGroupId,
    rates: &[f64],
    reviews: &[Instant],
    made: &[(Instant, Option<f64>)],
) {
    if customers.lines_per_day <= 0.0 || rates.is_empty() {
        return;
    }
    let sites = f64::from(model.site_groups[group].count);
    // Parts with at least one line over this number of days of mean demand.
    let parts = |days: f64| rates.iter().map(|rate| -(-rate * days).exp_m1()).sum::<f64>();
    let mean_interval = model.times.end.as_micros_f64() / DAY.as_micros_f64() / reviews.len().max(1) as f64;
    let lines_per_day = parts(mean_interval) / mean_interval;
    // Weeks are alike, so most spans recur; they differ by rounding.
    let mut known: BTreeMap<u64, f64> = BTreeMap::new();
    let mut lines_of = |days: f64| {
        if customers.pieces {
            return lines_per_day * days;
        }
        let key = (days * 1e6).round() as u64;
        *known.entry(key).or_insert_with(|| parts(key as f64 / 1e6))
    };
    let mut seen: Option<f64> = None;
    let mut left = 0.0;
    for &(instant, limit) in made {
        let now = customers.up_to(instant);
        // The first review sees what any other would: the network is in its steady state.
        let since = seen.map_or_else(
            || reviews.get(1).map_or(0.0, |second| customers.up_to(*second) - customers.up_to(reviews[0])),
            |before| now - before,
        );
        seen = Some(now);
        let lines = left + sites * lines_of(since / customers.lines_per_day);
        let ordered = limit.map_or(lines, |most| lines.min(sites * most));
        left = lines - ordered;
        *inflow.lumps.entry(instant).or_default() += ordered;
    }
}

/// True for each demand that reaches a site group through first sources.
fn below(model: &Model, group: SiteGroupId) -> Vec<bool> {
    let reaches = |mut place: SiteGroupId| {
        while place != group {
            match model.site_groups[place].sources.first() {
                Some(&source) if !matches!(model.site_groups[place].stock, Stock::Unlimited) => {
                    place = source;
                }
                _ => return false,
            }
        }
        true
    };
    model.demands.iter().map(|demand| reaches(demand.group)).collect()
}

/// Lines a day of these demands, all sites together, in a week without holidays; of the demand at
/// the shelves of a site group, if one is named, the lines that they fill.
fn customer_lines_per_day(model: &Model, demands: &[bool], shelves: Option<SiteGroupId>) -> f64 {
    let mut lines = 0.0;
    let mut counted = IndexVec::filled(false, model.site_groups.len());
    for (demand, _) in model.demands.iter().zip(demands).filter(|demand| *demand.1) {
        let group = demand.group;
        if !std::mem::replace(&mut counted[group], true) {
            let fills = shelves == Some(group) && model.site_groups[group].sells_off_the_shelf();
            let share = if fills { mean_fill_rate(model, group) } else { 1.0 };
            lines += model.flows.customer_lines[group] * share;
        }
    }
    lines * model.flows.working_days_per_week / 7.0
}

/// Off-the-shelf fill rate of a site group in normal operation, over all its parts.
fn mean_fill_rate(model: &Model, group: SiteGroupId) -> f64 {
    let (mut all, mut filled) = (0.0, 0.0);
    for (part, pieces) in (0..).zip(&model.flows.pieces_per_day[group]) {
        let lines = pieces / model.line_size(group, part).mean;
        all += lines;
        filled += lines * normal_fill_rate(model, group, part);
    }
    if all > 0.0 { filled / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::network::site::{Site, SiteKind};
    use crate::scenario::stock::{Review, ReviewInterval, Stock as StockSpec, StockLevel};
    use crate::units::{Duration, WEEK};

    /// 100 lines a day at a shop below a depot below the centre.
    fn scenario(shop: Option<StockSpec>, depot: Option<StockSpec>) -> Scenario {
        let mut scenario = test_scenario::scenario();
        scenario.parts = vec![test_scenario::segment("part", 100, Distribution::Constant(1.0))];
        let sites = [("depot", SiteKind::Pdc, "centre", depot), ("shop", SiteKind::Retailer, "depot", shop)];
        for (name, kind, source, stock) in sites {
            scenario.sites.push(Site { stock, ..test_scenario::site(name, kind, &[source]) });
        }
        scenario.demand[0].site = "shop".into();
        scenario
    }

    /// Lines a day at a constant rate, and the lines that arrive at one instant.
    fn inflow(scenario: &Scenario) -> (f64, BTreeMap<Instant, f64>) {
        let model = build(scenario).unwrap().model;
        let inflow = centre_inflow(&model, &Plan::new(&model), model.centre().unwrap());
        (inflow.rates.iter().map(|series| series[0].1 * DAY.as_micros_f64()).sum(), inflow.lumps)
    }

    #[test]
    fn lines_pass_groups_without_stock_and_stop_at_unlimited_stock() {
        let (per_day, lumps) = inflow(&scenario(None, None));
        assert_near(&[per_day], &[100.0]);
        assert!(lumps.is_empty());
        assert_near(&[inflow(&scenario(None, Some(StockSpec::Unlimited))).0], &[0.0]);
    }

    #[test]
    fn continuous_review_orders_a_line_for_a_line() {
        let stock = || test_scenario::base_stock(StockLevel::Cover(WEEK), Review::Continuous);
        assert_near(&[inflow(&scenario(None, Some(stock()))).0], &[100.0]);
        // Lines that the retailer's shelf fills are reordered immediately, the others passed on.
        assert_near(&[inflow(&scenario(Some(stock()), Some(stock()))).0], &[100.0]);
    }

    #[test]
    fn periodic_review_orders_at_most_one_line_a_part() {
        // 7 lines a week for each of 100 parts: 100 · (1 − e⁻⁷) a review, four of them.
        let weekly = Review::periodic(ReviewInterval::Elapsed(WEEK), Duration::ZERO);
        let stock = test_scenario::base_stock(StockLevel::Cover(WEEK), weekly);
        let (per_day, lumps) = inflow(&scenario(None, Some(stock)));
        assert_near(&[per_day], &[0.0]);
        assert_eq!(lumps.keys().copied().collect::<Vec<_>>(), [0, 7, 14, 21].map(Instant::midnight));
        let lines: Vec<f64> = lumps.values().copied().collect();
        assert_near(&lines, &[100.0 * (1.0 - (-7.0_f64).exp()); 4]);
    }
}
