//! Stock levels that follow from a target: the compiled model of a scenario has the level of its
//! shelf.
//!
//! The shop is supplied after a lead time of one day, in which the demand of the case comes: single
//! pieces at random (Poisson), or lines of logarithmic size, which together are negative binomial.

use super::case::{Case, Expected, Tried, whole};
use super::simulate::compiled;
use super::specification::{Clock, Scenario, decimal, listed, quoted};
use gplc::analysis::stock_levels::normal_level;
use gplc::model::Stock;

/// The value of a case of this family; nothing if the case is of another.
pub fn compute(case: &Case, expected: &Expected) -> Option<Tried<f64>> {
    (case.model == "levels from a target").then(|| value(case, expected))
}

fn value(case: &Case, expected: &Expected) -> Tried<f64> {
    let mean = case.parameters.number("lead_time_demand_mean")?;
    let ratio = case.parameters.number("variance_to_mean_nb")?;
    let poisson = expected.of.contains("Poisson");
    let demand = if poisson { Demand::single(mean) } else { Demand::lumpy(mean, ratio) };
    match expected.metric.as_str() {
        "smallest_base_stock" => Ok(f64::from(level(&target(expected)?, &demand)?)),
        "smallest_reorder_point" => {
            let lot = whole(expected.arg("Q")?).ok_or("a lot is whole")?;
            let demand = Demand::single(rate_in_words(&expected.of)? * expected.arg("lead_time")?);
            let policy = format!("{}, quantity = \"{lot} pieces\"", target(expected)?);
            // The level of a shelf is its highest position: the reorder point and a lot.
            Ok(f64::from(level(&policy, &demand)?) - lot as f64)
        }
        "normal_base_stock" => {
            Ok(normal_level(mean, (mean * ratio).sqrt(), expected.arg("cycle_service_level")?))
        }
        _ => expected.unknown(),
    }
}

/// The target of a value as a stock policy.
fn target(expected: &Expected) -> Tried<String> {
    for (arg, key) in [
        ("fill_rate", "fill_rate"),
        ("ready_rate", "ready_rate"),
        ("cycle_service_level", "cycle_service_level"),
    ] {
        if let Ok(share) = expected.arg(arg) {
            return Ok(format!("{key} = \"{}\"", super::specification::percent(share)));
        }
    }
    Err("no target in `args`".into())
}

/// The rate of "Poisson 2/day".
fn rate_in_words(of: &str) -> Tried<f64> {
    let before = of.split("/day").next().filter(|before| before.len() < of.len());
    let number = before.and_then(|before| before.split_whitespace().last());
    Ok(number.ok_or("no rate a day")?.parse()?)
}

/// What is requested in a day.
struct Demand {
    lines: f64,
    pieces: Option<String>,
}

impl Demand {
    fn single(pieces: f64) -> Self {
        Demand { lines: pieces, pieces: None }
    }

    /// Negative binomial: a Poisson number of lines of logarithmic size with parameter p = 1 −
    /// 1/ratio.
    fn lumpy(pieces: f64, ratio: f64) -> Self {
        let p = 1.0 - 1.0 / ratio;
        let size = -p / ((1.0 - p) * (1.0 - p).ln());
        Demand {
            lines: pieces / size,
            pieces: Some(format!("{{ logarithmic = \"{} pieces\" }}", decimal(size))),
        }
    }
}

/// The level of the one shelf of a shop with this policy.
fn level(policy: &str, demand: &Demand) -> Tried<u32> {
    let day = Clock::TRUE.whole_days(24.0);
    let mut scenario = Scenario::new("levels", 1, 0, day);
    scenario.part(demand.pieces.clone()).classes(&["daily", "stock"]);
    super::stock::supplier(&mut scenario, "supplier", quoted("1 day"));
    let stock = format!("{{ {policy} }}");
    scenario.table(
        "sites.shop",
        &[("kind", quoted("centre")), ("supplied_by", listed(&["supplier"])), ("stock", stock)],
    );
    let lines = format!("{} lines/day", decimal(demand.lines));
    scenario.table(
        "demand.customers",
        &[("site", quoted("shop")), ("class", quoted("daily")), ("lines", quoted(lines))],
    );
    let compiled = compiled(&scenario.text())?;
    let shelves = compiled.model.site_groups.iter().find_map(|table| match &table.stock {
        Stock::BaseStock(stock) => Some(&stock.level),
        _ => None,
    });
    let level = shelves.and_then(|levels| levels.first()).ok_or("the shop has no shelf")?;
    Ok(*level)
}
