//! Centre inflow: lines and pieces requested of the centre over time, the inflow of the fluid
//! answer.
//!
//! It is what is expected: at each review of a site below, the lines that it orders at once;
//! customers' lines by the hour. While a system that a review or a demand needs is at 0 it is held,
//! and comes in all at once when the system is back; or customers do what they are said to, see
//! `entered.rs`. What workshops take off their retailer's shelf they take in an outage too, as long
//! as the shelf has it, see `off_the_shelf.rs`, and it is ordered at the next review.
//!
//! A review orders at most one line a part, so after a month fewer lines than in a month of
//! reviews, and larger ones. Where the centre works by the line, lines are computed;
//! where a process of it works by the piece, lines are all of the usual size, so that the pieces
//! are right: what was held for a month is a month's lines.
//!
//! Left out are lines for which the centre is a second source, and the systems that a site with
//! continuous review needs to order; a review between two levels of stock is taken to see
//! customers' lines as they are entered, and what shelves below order when they can.
//!
//! Knows nothing of what the centre does with it.

use super::fluid::outbound;
use super::off_the_shelf_fill::{made, normally_found};
use super::order_entry::{Entered, entered};
use super::planned_capacity;
use super::planned_capacity::{Plan, StepFunction};
use crate::model::assortment::Assortment;
use crate::model::{Model, Stock};
use crate::scenario::network::process::WorkUnit;
use crate::units::{DAY, IndexVec, Micros, SiteGroupId};
use std::collections::BTreeMap;

/// What comes to the centre.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrivals {
    /// Lines per microsecond, each series on its own.
    pub(crate) rates: Vec<StepFunction>,
    /// Lines that come at one instant.
    pub(crate) lumps: BTreeMap<Micros, f64>,
}

/// A table whose lines reach the centre as they come, with the parts for which they do.
struct Passing {
    table: SiteGroupId,
    /// Of its own customers' lines.
    own: Vec<bool>,
    /// Of those that it is asked for by the tables below.
    below: Vec<bool>,
    /// Whether what workshops take off its shelves reaches the centre as they take it.
    taken: bool,
}

/// What the tables below the centre ask of it.
pub(crate) fn arrivals(model: &Model, plan: &Plan<'_>, centre: SiteGroupId) -> Arrivals {
    let entered = entered(model, plan);
    let mut arrivals = Arrivals::default();
    let all = vec![true; model.parts()];
    let mut passing = vec![Passing { table: centre, own: all.clone(), below: all, taken: false }];
    while let Some(here) = passing.pop() {
        customers(&mut arrivals, model, &entered, &here);
        let parts = here.below;
        let pass = |table, taken| Passing { table, own: parts.clone(), below: parts.clone(), taken };
        for (below, asking) in model.site_groups.iter_ids() {
            if asking.sources.first() != Some(&here.table) {
                continue;
            }
            match &asking.stock {
                Stock::Unlimited => {}
                Stock::None => passing.push(pass(below, false)),
                Stock::BaseStock(held) => match &held.reviews {
                    None => passing.push(pass(below, true)),
                    Some(reviews) => {
                        let mut passed = parts.clone();
                        for part in held.assortment.parts() {
                            passed[part as usize] = false;
                        }
                        if asking.sells_off_the_shelf() {
                            let own = parts.clone();
                            passing.push(Passing { table: below, own, below: passed, taken: false });
                        } else if passed.contains(&true) {
                            let own = passed.clone();
                            passing.push(Passing { table: below, own, below: passed, taken: false });
                        }
                        let made = made(reviews, &plan.up(&held.needs), held.by_hand.as_ref());
                        let rates = line_rates(model, below, &held.assortment, &parts);
                        let seen = Seen::new(model, plan, &entered, below);
                        ordered(&mut arrivals, model, &seen, below, &rates, reviews, &made);
                    }
                },
            }
        }
    }
    arrivals
}

/// What customers at a table order, and what follows at once on what they take off its shelves.
fn customers(arrivals: &mut Arrivals, model: &Model, entered: &[Entered], here: &Passing) {
    let found: Vec<f64> =
        (0..model.parts() as u32).map(|part| normally_found(model, here.table, part)).collect();
    for (demand, entered) in model.demands.iter().zip(entered) {
        if demand.group != here.table {
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
        as_entered(arrivals, entered, passed(&|part| 1.0 - found[part]), model.times.end);
        if let Some(taken) = entered.taken().filter(|_| here.taken) {
            let share = passed(&|part| found[part]);
            arrivals.rates.push(taken.iter().map(|&(from, rate)| (from, rate * share)).collect());
        }
    }
}

/// A demand as it is entered.
fn as_entered(arrivals: &mut Arrivals, entered: &Entered, share: f64, end: Micros) {
    if share <= 0.0 {
        return;
    }
    let (mut rate, lumps) = entered.flow(end);
    for step in &mut rate {
        step.1 *= share;
    }
    arrivals.rates.push(rate);
    for (instant, lines) in lumps {
        *arrivals.lumps.entry(instant).or_default() += lines * share;
    }
}

/// Lines that each shelf of one site of a table gives, per elapsed day.
fn line_rates(model: &Model, table: SiteGroupId, held: &Assortment, parts: &[bool]) -> Vec<f64> {
    let pieces = &model.flows.pieces_per_day[table];
    let sells = model.site_groups[table].sells_off_the_shelf();
    let shelves = held.parts().filter(|&part| parts[part as usize]);
    let rate = |part: u32| {
        let mean = model.line_size(table, part).mean;
        let asked = pieces.get(part as usize).map_or(0.0, |pieces| pieces / mean);
        if sells { asked * normally_found(model, table, part) } else { asked }
    };
    shelves.map(rate).filter(|&rate| rate > 0.0).collect()
}

/// Customers' lines that the reviews of a table see.
struct Seen<'e> {
    /// Of each demand below; with a step where the reviews of a table between hand on what was
    /// taken off its shelves.
    demands: Vec<(&'e Entered, Look)>,
    /// Lines a day, all together, in a week without holidays.
    a_day: f64,
    /// Whether pieces are to be right, and not lines.
    pieces: bool,
}

/// What a table sees of a demand.
enum Look {
    /// All that is ordered, and what the table between orders for its shelves while its systems are
    /// up.
    Orders(StepFunction),
    /// What workshops take off its own shelves; or all that they look for there, where it is asked
    /// of how many shelves something was taken: of one that runs empty too.
    Shelf,
}

impl<'e> Seen<'e> {
    fn new(model: &Model, plan: &Plan<'_>, entered: &'e [Entered], table: SiteGroupId) -> Self {
        let below = below(model, table);
        let mut demands = Vec::new();
        for ((demand, entered), _) in model.demands.iter().zip(entered).zip(&below).filter(|one| *one.1) {
            let own = demand.group;
            let look = match &model.site_groups[own].stock {
                Stock::BaseStock(_) if own == table && model.site_groups[own].sells_off_the_shelf() => {
                    Look::Shelf
                }
                Stock::BaseStock(held) => Look::Orders(plan.up(&held.needs)),
                _ => Look::Orders(vec![(0, 1.0)]),
            };
            demands.push((entered, look));
        }
        let pieces = works_by_the_piece(model);
        Self { demands, a_day: customers_a_day(model, &below, Some(table).filter(|_| pieces)), pieces }
    }

    /// Lines up to an instant.
    fn up_to(&self, instant: Micros) -> f64 {
        let seen = |(entered, look): &(&Entered, Look)| match look {
            Look::Shelf if self.pieces => entered.taken_up_to(instant).unwrap_or(0.0),
            Look::Shelf => entered.wanted_up_to(instant),
            Look::Orders(up) => {
                let handed_on = entered.taken_up_to(planned_capacity::last_up(up, instant)).unwrap_or(0.0);
                entered.up_to(instant) + handed_on
            }
        };
        self.demands.iter().map(seen).sum()
    }
}

/// Whether an outbound process of the centre works by the piece.
fn works_by_the_piece(model: &Model) -> bool {
    let centre = model.centre().map(|centre| &model.site_groups[centre]);
    let mut outbound = centre.into_iter().flat_map(outbound);
    outbound.any(|process| model.processes[process].per == WorkUnit::Piece)
}

/// What the sites of a table order at their reviews, for what was asked since the last.
fn ordered(
    arrivals: &mut Arrivals,
    model: &Model,
    customers: &Seen<'_>,
    table: SiteGroupId,
    rates: &[f64],
    reviews: &[Micros],
    made: &[(Micros, Option<f64>)],
) {
    if customers.a_day <= 0.0 || rates.is_empty() {
        return;
    }
    let sites = f64::from(model.site_groups[table].count);
    // Parts with at least one line over this number of days of mean demand.
    let parts = |days: f64| rates.iter().map(|rate| -(-rate * days).exp_m1()).sum::<f64>();
    let usual = model.times.end as f64 / DAY as f64 / reviews.len().max(1) as f64;
    let lines_a_day = parts(usual) / usual;
    // Weeks are alike, so most spans come again and again; they differ by rounding.
    let mut known: BTreeMap<u64, f64> = BTreeMap::new();
    let mut lines_of = |days: f64| {
        if customers.pieces {
            return lines_a_day * days;
        }
        let key = (days * 1e6).round() as u64;
        *known.entry(key).or_insert_with(|| parts(key as f64 / 1e6))
    };
    let mut seen: Option<f64> = None;
    let mut unwritten = 0.0;
    for &(instant, written) in made {
        let now = customers.up_to(instant);
        // The first review sees what any other would: the network is in its steady state.
        let since = seen.map_or_else(
            || reviews.get(1).map_or(0.0, |second| customers.up_to(*second) - customers.up_to(reviews[0])),
            |before| now - before,
        );
        seen = Some(now);
        let lines = unwritten + sites * lines_of(since / customers.a_day);
        let ordered = written.map_or(lines, |most| lines.min(sites * most));
        unwritten = lines - ordered;
        *arrivals.lumps.entry(instant).or_default() += ordered;
    }
}

/// Which demands reach a table through first sources.
fn below(model: &Model, table: SiteGroupId) -> Vec<bool> {
    let reaches = |mut place: SiteGroupId| {
        while place != table {
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

/// Lines a day, all sites together, of these demands in a week without holidays; of those at the
/// shelves of a table, if one is named, what workshops find there.
fn customers_a_day(model: &Model, demands: &[bool], shelves: Option<SiteGroupId>) -> f64 {
    let mut lines = 0.0;
    let mut counted = IndexVec::filled(false, model.site_groups.len());
    for (demand, _) in model.demands.iter().zip(demands).filter(|demand| *demand.1) {
        let table = demand.group;
        if !std::mem::replace(&mut counted[table], true) {
            let finds = shelves == Some(table) && model.site_groups[table].sells_off_the_shelf();
            let share = if finds { share_found(model, table) } else { 1.0 };
            lines += model.flows.customer_lines[table] * share;
        }
    }
    lines * model.flows.working_days_per_week / 7.0
}

/// Share of the demand at a site group that workshops find on its shelves in normal running.
fn share_found(model: &Model, table: SiteGroupId) -> f64 {
    let (mut asked, mut found) = (0.0, 0.0);
    for (part, pieces) in (0..).zip(&model.flows.pieces_per_day[table]) {
        let lines = pieces / model.line_size(table, part).mean;
        asked += lines;
        found += lines * normally_found(model, table, part);
    }
    if asked > 0.0 { found / asked } else { 0.0 }
}
