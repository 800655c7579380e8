//! Single-site inventory: base stock, (R,Q), (s,S), periodic review, lost sales, supply
//! interruptions, stock behind a process, and levels that follow from a target.
//!
//! Customers request one shop for one part. It is supplied by a supplier with a lead time, or by a
//! maker who has everything and sends it through a process, or lets it go as soon as he is up.
//!
//! In a case that goes by periods a review falls on the begin of each period, and the period's
//! demand comes in one lump in its middle, so that what is observed just before the next begin is
//! the end of the period.

use super::case::{Case, Expected, Tried, number_in};
use super::simulate::Length;
use super::specification::{
    Clock, Reading, Scenario, Specification, decimal, hours, integers, listed, moment, per, quoted,
};
use super::stock::{self, CUSTOMERS, REPLENISHMENT, of};

const SHOP: &str = "shop";
const MAKER: &str = "maker";

/// Whether a case has stock at one place.
pub fn is_of(case: &Case) -> bool {
    ["base_stock", "reorder_point", "order_up_to"].iter().any(|name| case.parameters.has(name))
}

/// Customer demand: how often, and in which way.
struct Demand {
    /// Lines in an hour.
    rate: f64,
    pieces: Option<String>,
    /// Hours of a period, in the middle of which all its demand comes in one lump.
    lump: Option<f64>,
}

impl Demand {
    fn of(case: &Case) -> Tried<Self> {
        let parameters = &case.parameters;
        let lump = |name: &str, pieces: String| -> Tried<Demand> {
            let period = per(parameters.unit(name)?)?;
            Ok(Demand { rate: 1.0 / period, pieces: Some(pieces), lump: Some(period) })
        };
        if parameters.has("mean_demand") {
            let mean = parameters.number("mean_demand")?;
            return lump("mean_demand", format!("{{ poisson = \"{mean} pieces\" }}"));
        }
        if parameters.has("mean_daily_demand") {
            let (mean, ratio) =
                (parameters.number("mean_daily_demand")?, parameters.number("variance_to_mean")?);
            return lump(
                "mean_daily_demand",
                format!(
                    "{{ negative_binomial = {{ mean = \"{mean} pieces\", variance_to_mean = {ratio} }} }}"
                ),
            );
        }
        if parameters.has("demand") {
            return lump("demand", format!("\"{} pieces\"", parameters.number("demand")?));
        }
        let rate = if parameters.has("line_rate") { "line_rate" } else { "demand_rate" };
        let pieces = parameters.has("line_size").then(|| integers(parameters.table("line_size")?, "pieces"));
        Ok(Demand {
            rate: parameters.number(rate)? / per(parameters.unit(rate)?)?,
            pieces: pieces.transpose()?,
            lump: None,
        })
    }
}

/// A case of this family as scenarios.
pub fn specify(case: &Case, seed: u64, length: Length) -> Tried<Vec<Specification>> {
    let parameters = &case.parameters;
    let demand = Demand::of(case)?;
    let one = match case.run.unit.as_str() {
        "lines" => 1.0 / demand.rate,
        other => hours(other)?,
    };
    let (warm_up, run) = (case.run.warm_up * one, case.run.length * length.times * one);
    let clock = Clock::for_run(warm_up + case.run.length * one);

    // Levels at the ends of periods, or of days where the case has none.
    let at_ends = ["end_on_hand", "end_backorders", "no_shortage", "cost_per_period"];
    let by_ends = case.expected.iter().any(|expected| at_ends.contains(&expected.metric.as_str()));
    let each = by_ends.then(|| clock.words(demand.lump.unwrap_or(24.0)));
    let mut within = Vec::new();
    let mut readings = Vec::new();
    for (index, expected) in case.expected.iter().enumerate() {
        if expected.tolerance != "contrast" && !stock::is_optimum(expected) {
            readings.push((index, reading(case, clock, each.as_deref(), expected, &mut within)?));
        }
    }

    // A integer of review intervals is counted, so that their number is that of the time.
    let every = review_interval(case, &demand)?;
    let run = every.map_or_else(|| clock.whole_days(run), |every| clock.whole(run, every));
    let mut scenario = Scenario::new(&case.id, seed, clock.whole_days(warm_up), run);
    scenario.part(None).classes(&[CUSTOMERS, REPLENISHMENT]);
    let mut policy = stock::policy(parameters, "")?;
    if let Some(every) = every {
        policy = format!("{policy}, review = {{ every = \"{}\" }}", clock.time(every));
    }
    if case.model.contains("lost sales") {
        policy.push_str(", shortage = \"lost_sale\"");
    }
    let mut look_at = Vec::new();
    if !within.is_empty() {
        look_at.push(("within", listed(&within)));
    }
    look_at.extend(each.map(|each| ("each", quoted(each))));
    let above = supply(&mut scenario, case, clock)?;
    stock::site(&mut scenario, SHOP, "pdc", above, 1, &policy, &look_at);
    let mut keys = vec![
        ("site", quoted(SHOP)),
        ("class", quoted(CUSTOMERS)),
        ("lines", quoted(clock.rate(demand.rate, "lines"))),
    ];
    if let Some(period) = demand.lump {
        keys.push(("arrivals", quoted("even")));
        keys.push(("from", moment((clock.micros(period) / 2.0).round() as i64)));
    }
    keys.extend(demand.pieces.map(|pieces| ("pieces", pieces)));
    scenario.table("demand.customers", &keys);
    for cost in ["holding_cost", "backorder_cost", "order_cost"] {
        let _ = parameters.get(cost);
    }
    parameters.all_used()?;
    Ok(vec![Specification { text: scenario.text(), readings }])
}

/// Hours between reviews; `None` where they are continuous.
fn review_interval(case: &Case, demand: &Demand) -> Tried<Option<f64>> {
    if case.parameters.has("review_interval") {
        let unit = hours(case.parameters.unit("review_interval")?)?;
        return Ok(Some(case.parameters.number("review_interval")? * unit));
    }
    // By periods: at the begin of each.
    Ok(demand.lump)
}

/// What supplies the shop: its name.
fn supply(scenario: &mut Scenario, case: &Case, clock: Clock) -> Tried<&'static str> {
    let parameters = &case.parameters;
    let stops = [("supplier_up", "supplier_down"), ("P_up_to_down", "P_down_to_up")];
    let stopping = stops.into_iter().find(|(up, _)| parameters.has(up));
    if stopping.is_none() && !parameters.has("process") {
        let lead_time = if parameters.has("lead_time") {
            clock.distribution(parameters.table("lead_time")?, "day")?
        } else {
            quoted("0 s")
        };
        stock::supplier(scenario, MAKER, lead_time);
        return Ok(MAKER);
    }
    let process = if parameters.has("process") {
        let time = clock.distribution(parameters.table("process")?, "day")?;
        scenario.table(
            "processes.make",
            &[("servers", parameters.count("servers")?.to_string()), ("time", time)],
        );
        "make"
    } else {
        scenario.table("processes.let_go", &[]);
        scenario.table("observe.at_let_go", &[("process", quoted("let_go"))]);
        "let_go"
    };
    if let Some((up, down)) = stopping {
        let [up, down] = [up, down].map(|name| stop(case, clock, name));
        let strikes = listed(&[format!("processes.{process}")]);
        scenario.table("failures.stops", &[("strikes", strikes), ("up", up?), ("down", down?)]);
    }
    scenario.table(
        &format!("sites.{MAKER}"),
        &[("kind", quoted("centre")), ("stock", quoted("unlimited")), ("outbound", listed(&[process]))],
    );
    let mut lane = vec![("from", quoted(MAKER)), ("to", quoted(SHOP))];
    for time in ["transit", "lead_time"] {
        if parameters.has(time) {
            lane.push(("transit", clock.distribution(parameters.table(time)?, "day")?));
        }
    }
    scenario.table("lanes.road", &lane);
    Ok(MAKER)
}

/// How long a supplier is up, or down: a distribution, or the chance with which a period is the
/// last.
fn stop(case: &Case, clock: Clock, name: &str) -> Tried<String> {
    let parameters = &case.parameters;
    if !name.starts_with("P_") {
        return clock.distribution(parameters.table(name)?, "day");
    }
    let period = per(parameters.unit("demand")?)?;
    let mean = 1.0 / parameters.number(name)?;
    Ok(format!(
        "{{ geometric = {{ mean = \"{} us\", step = \"{}\" }} }}",
        decimal(clock.micros(mean * period)),
        clock.time(period)
    ))
}

fn reading(
    case: &Case,
    clock: Clock,
    each: Option<&str>,
    expected: &Expected,
    within: &mut Vec<String>,
) -> Tried<Reading> {
    Ok(match expected.metric.as_str() {
        "fill_rate_within" => {
            let window = expected.arg("at").or_else(|_| expected.arg("window"))?;
            let unit = if case.parameters.has("lead_time") { lead_time_unit(case)? } else { hours("day")? };
            let window = clock.words(window * unit);
            within.push(window.clone());
            Reading::of(of(SHOP, &format!("fill_rate_within[{window}]")))
        }
        "held_orders" => Reading::of(super::specification::Name::new("at_let_go", "L", "all")),
        "cost_rate" | "cost_per_period" => {
            let by_period = expected.metric == "cost_per_period";
            let [held, owed] = if by_period {
                [stock::at_each("on_hand_at", each)?, stock::at_each("backorders_at", each)?]
            } else {
                ["on_hand", "backorders"].map(str::to_owned)
            };
            let mut terms = Vec::new();
            for (cost, metric) in [("holding_cost", held), ("backorder_cost", owed)] {
                terms.push((money(case, cost, expected)?, of(SHOP, &metric)));
            }
            if case.parameters.has("order_cost") {
                let orders = clock.per_unit(expected)?;
                terms.push((case.parameters.number("order_cost")? * orders, of(SHOP, "order_frequency")));
            }
            Reading::sum(terms)
        }
        _ => match stock::reading(clock, SHOP, each, expected)? {
            Some(reading) => reading,
            None => return expected.unknown(),
        },
    })
}

fn lead_time_unit(case: &Case) -> Tried<f64> {
    let table = case.parameters.table("lead_time")?;
    hours(super::case::text_in(table, "unit")?)
}

/// A cost of a piece per time, in the unit of time of what is expected.
pub fn money(case: &Case, cost: &str, expected: &Expected) -> Tried<f64> {
    let table = case.parameters.table(cost)?;
    let unit = super::case::text_in(table, "unit")?;
    Ok(number_in(table, "value")? * per(&expected.unit)? / per(unit)?)
}
