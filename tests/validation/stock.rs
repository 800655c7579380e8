//! Common parts of cases with stock: levels, supply, and the metrics of a site with stock.

use super::case::{Case, Expected, Parameters, Tried};
use super::specification::{Clock, Name, Reading, Scenario, listed, quoted};

/// The class of what sites order for their stock.
pub const REPLENISHMENT: &str = "stock";

/// The class of customers.
pub const CUSTOMERS: &str = "daily";

/// The name under which a site is observed.
pub fn look(site: &str) -> String {
    format!("at_{site}")
}

/// A metric of a site's stock.
pub fn of(site: &str, metric: &str) -> Name {
    Name::new(&look(site), metric, "all")
}

/// Base stock.
pub fn level(pieces: f64) -> String {
    format!("level = \"{pieces} pieces\"")
}

/// A policy by the parameters that cases give: base stock, (R,Q), (s,S), order up to S.
pub fn policy(parameters: &Parameters, prefix: &str) -> Tried<String> {
    let has = |name: &str| parameters.has(&format!("{prefix}{name}"));
    let number = |name: &str| parameters.number(&format!("{prefix}{name}"));
    if has("base_stock") {
        return Ok(level(number("base_stock")?));
    }
    if has("order_quantity") {
        return Ok(format!(
            "reorder_point = \"{} pieces\", quantity = \"{} pieces\"",
            number("reorder_point")?,
            number("order_quantity")?
        ));
    }
    if has("reorder_point") {
        return Ok(format!(
            "min = \"{} pieces\", max = \"{} pieces\"",
            number("reorder_point")?,
            number("order_up_to")?
        ));
    }
    Ok(level(number("order_up_to")?))
}

/// A site with stock, and a look at it.
pub fn site(
    scenario: &mut Scenario,
    name: &str,
    kind: &str,
    above: &str,
    count: u64,
    stock: &str,
    look_at: &[(&str, String)],
) {
    let mut keys = vec![("kind", quoted(kind))];
    if count != 1 {
        keys.push(("count", count.to_string()));
    }
    keys.push(("supplied_by", listed(&[above])));
    keys.push(("stock", format!("{{ {stock} }}")));
    scenario.table(&format!("sites.{name}"), &keys);
    let mut keys = vec![("stock", quoted(name))];
    keys.extend(look_at.iter().map(|(key, value)| (*key, value.clone())));
    scenario.table(&format!("observe.{}", look(name)), &keys);
}

/// A supplier without limit, with this lead time.
pub fn supplier(scenario: &mut Scenario, name: &str, lead_time: String) {
    scenario.table(&format!("sites.{name}"), &[("kind", quoted("supplier")), ("lead_time", lead_time)]);
}

/// How a metric of a site's stock is read; nothing if it is none of these. What is counted at the
/// ends of periods is observed `each` so long.
pub fn reading(clock: Clock, site: &str, each: Option<&str>, expected: &Expected) -> Tried<Option<Reading>> {
    let of = |metric: &str| of(site, metric);
    let metric = expected.metric.as_str();
    let at_ends = match metric {
        "end_on_hand" => Some("on_hand_at"),
        "end_backorders" => Some("backorders_at"),
        "no_shortage" => Some("no_shortage"),
        _ => None,
    };
    if let Some(metric) = at_ends {
        return Ok(Some(Reading::of(of(&at_each(metric, each)?))));
    }
    Ok(Some(match metric {
        "on_hand"
        | "backorders"
        | "ready_rate"
        | "piece_fill_rate"
        | "line_fill_rate"
        | "fill_rate"
        | "outstanding"
        | "outstanding_mean"
        | "outstanding_variance"
        | "in_transit"
        | "on_hand_after_delivery"
        | "on_hand_before_delivery" => Reading::of(of(metric)),
        "wait" | "wait_per_piece" | "delay" | "wait_per_line" => {
            Reading::times(clock.in_unit(expected)?, of(metric))
        }
        "order_frequency" | "lost_rate" => Reading::times(clock.per_unit(expected)?, of(metric)),
        _ => return Ok(None),
    }))
}

/// The mean of a level at the multiples of a time.
pub fn at_each(metric: &str, each: Option<&str>) -> Tried<String> {
    Ok(format!("{metric}[{}]", each.ok_or("the case has no periods")?))
}

/// A metric that only who optimises levels can have.
pub fn is_optimum(expected: &Expected) -> bool {
    expected.metric.starts_with("optimal_")
}

/// Why a whole case cannot be specified, if its needs report.
pub fn not_applicable(case: &Case) -> Option<String> {
    let divisible = case.needs.iter().any(|need| need.contains("divisible pieces"));
    divisible.then(|| "pieces are integers, and demand per period is not normal".to_owned())
}
