//! Serial systems: each stage orders its demand immediately from the stage above, the last serves
//! customers.
//!
//! Stage N is the first: a supplier without limit stands above it. A case lists its stages from
//! there to stage 1. Echelon holding costs add up from upstream; a piece in transit to the next
//! stage costs what it costs at the stage that it left.

use super::case::{Case, Expected, Tried};
use super::inventory::money;
use super::simulate::Length;
use super::specification::{Clock, Name, Reading, Scenario, Specification, hours, integers, per, quoted};
use super::stock::{self, CUSTOMERS, REPLENISHMENT, of};

const SUPPLIER: &str = "supplier";

/// A case of this family as scenarios.
pub fn specify(case: &Case, seed: u64, length: Length) -> Tried<Vec<Specification>> {
    let parameters = &case.parameters;
    let rate_name = if parameters.has("line_rate") { "line_rate" } else { "demand_rate" };
    let rate = parameters.number(rate_name)? / per(parameters.unit(rate_name)?)?;
    let one = match case.run.unit.as_str() {
        "lines" => 1.0 / rate,
        other => hours(other)?,
    };
    let (warm_up, run) = (case.run.warm_up * one, case.run.length * length.times * one);
    let clock = Clock::for_run(warm_up + case.run.length * one);
    let times = parameters.numbers("times_from_above")?;
    let unit = hours(parameters.unit("times_from_above")?)?;
    let levels = parameters.numbers("local_base_stock")?;
    if times.len() != levels.len() || times.is_empty() {
        return Err("as many times as levels are needed".into());
    }

    let mut readings = Vec::new();
    for (index, expected) in case.expected.iter().enumerate() {
        if expected.tolerance != "contrast" && !stock::is_optimum(expected) {
            readings.push((index, reading(case, clock, times.len(), expected)?));
        }
    }

    let mut scenario = Scenario::new(&case.id, seed, clock.whole_days(warm_up), clock.whole_days(run));
    let sizes = parameters.has("line_size").then(|| integers(parameters.table("line_size")?, "pieces"));
    scenario.part(sizes.transpose()?).classes(&[CUSTOMERS, REPLENISHMENT]);
    for (index, (time, level)) in times.iter().zip(&levels).enumerate() {
        let stage = stage(times.len() - index);
        let time = quoted(clock.time(time * unit));
        let (above, kind) = if index == 0 {
            stock::supplier(&mut scenario, SUPPLIER, time);
            (SUPPLIER.to_owned(), "centre")
        } else {
            let above = self::stage(times.len() - index + 1);
            scenario.table(
                &format!("lanes.to_{stage}"),
                &[("from", quoted(&above)), ("to", quoted(&stage)), ("transit", time)],
            );
            (above, "pdc")
        };
        stock::site(&mut scenario, &stage, kind, &above, 1, &stock::level(*level), &[]);
    }
    scenario.table(
        "demand.customers",
        &[
            ("site", quoted(stage(1))),
            ("class", quoted(CUSTOMERS)),
            ("lines", quoted(clock.rate(rate, "lines"))),
        ],
    );
    for cost in ["echelon_holding_cost", "local_holding_cost", "backorder_cost"] {
        let _ = parameters.get(cost);
    }
    parameters.all_used()?;
    Ok(vec![Specification { text: scenario.text(), readings }])
}

fn stage(number: usize) -> String {
    format!("stage{number}")
}

fn reading(case: &Case, clock: Clock, stages: usize, expected: &Expected) -> Tried<Reading> {
    Ok(match expected.metric.as_str() {
        "cost_rate" => Reading::sum(costs(case, stages, expected, true)?),
        "cost_rate_without_pipeline" => Reading::sum(costs(case, stages, expected, false)?),
        "in_transit" => {
            let to = expected.of.strip_prefix("to ").unwrap_or(&expected.of);
            let to = (1..stages).find(|&number| stage(number) == to);
            Reading::of(on_the_way_to(to.ok_or("no stage that is sent anything by another")?))
        }
        _ => {
            let known = (1..=stages).any(|number| stage(number) == expected.of);
            if !known {
                return Err(format!("the case has no stage `{}`", expected.of).into());
            }
            match stock::reading(clock, &expected.of, None, expected)? {
                Some(reading) => reading,
                None => return expected.unknown(),
            }
        }
    })
}

/// Pieces in transit to a stage from the one above it.
fn on_the_way_to(number: usize) -> Name {
    of(&stage(number), "in_transit")
}

/// Holding at every stage, in transit to the next if requested, and what customers wait for.
fn costs(case: &Case, stages: usize, expected: &Expected, in_transit: bool) -> Tried<Vec<(f64, Name)>> {
    let parameters = &case.parameters;
    let echelon = parameters.has("echelon_holding_cost");
    let name = if echelon { "echelon_holding_cost" } else { "local_holding_cost" };
    let unit = parameters.unit(name)?;
    // "money/piece/time (stage 4 to 1)"
    let factor = per(&expected.unit)? / per(unit.split(" (").next().unwrap_or(unit))?;
    let mut local = 0.0;
    let mut terms = Vec::new();
    for (index, cost) in parameters.numbers(name)?.into_iter().enumerate() {
        local = if echelon { local + cost } else { cost };
        let number = stages - index;
        terms.push((local * factor, of(&stage(number), "on_hand")));
        if in_transit && number > 1 {
            terms.push((local * factor, on_the_way_to(number - 1)));
        }
    }
    terms.push((money(case, "backorder_cost", expected)?, of(&stage(1), "backorders")));
    Ok(terms)
}
