//! Two echelons: a centre, depots and retailers, each with stock of its own, supplied by the site
//! above.
//!
//! Sites that are alike are one table of a number of. Each site orders from the one above
//! immediately; a lane brings what it is sent.

use super::case::{Case, Expected, Tried, number_in, text_in};
use super::queue::suffixed;
use super::simulate::Length;
use super::specification::{Clock, Reading, Scenario, Specification, hours, integers, listed, name, quoted};
use super::stock::{self, CUSTOMERS, REPLENISHMENT, of};
use toml::{Table, Value};

const SUPPLIER: &str = "supplier";

/// A site, or several alike.
#[derive(Debug)]
struct Site {
    /// As the case calls it; of several alike without their numbers.
    word: String,
    /// In the scenario.
    name: String,
    count: u64,
    above: String,
    /// Time from above, as a scenario says it.
    time: String,
    policy: String,
    /// Lines in an hour that customers request of each.
    rate: Option<f64>,
    pieces: Option<String>,
}

/// A case of this family as scenarios.
pub fn specify(case: &Case, seed: u64, length: Length) -> Tried<Vec<Specification>> {
    // Once to learn the length of the run, once with the clock that it requests.
    let rate: f64 =
        sites(case, Clock::TRUE)?.iter().map(|site| site.rate.unwrap_or(0.0) * site.count as f64).sum();
    let one = match case.run.unit.as_str() {
        "lines" => 1.0 / rate,
        other => hours(other)?,
    };
    let (warm_up, run) = (case.run.warm_up * one, case.run.length * length.times * one);
    let clock = Clock::for_run(warm_up + case.run.length * one);
    let sites = sites(case, clock)?;

    let mut readings = Vec::new();
    let mut within = vec![Vec::new(); sites.len()];
    for (index, expected) in case.expected.iter().enumerate() {
        if expected.tolerance != "contrast" && !stock::is_optimum(expected) {
            readings.push((index, reading(&sites, clock, expected, &mut within)?));
        }
    }

    let mut scenario = Scenario::new(&case.id, seed, clock.whole_days(warm_up), clock.whole_days(run));
    scenario.part(None).classes(&[CUSTOMERS, REPLENISHMENT]);
    for (site, within) in sites.iter().zip(&within) {
        let mut look = Vec::new();
        if !within.is_empty() {
            look.push(("within", listed(within)));
        }
        let kind = if site.above == SUPPLIER { "centre" } else { "pdc" };
        stock::site(&mut scenario, &site.name, kind, &site.above, site.count, &site.policy, &look);
        if site.above == SUPPLIER {
            stock::supplier(&mut scenario, SUPPLIER, site.time.clone());
        } else {
            scenario.table(
                &format!("lanes.to_{}", site.name),
                &[("from", quoted(&site.above)), ("to", quoted(&site.name)), ("transit", site.time.clone())],
            );
        }
        if let Some(rate) = site.rate {
            let mut keys = vec![
                ("site", quoted(&site.name)),
                ("class", quoted(CUSTOMERS)),
                ("lines", quoted(clock.rate(rate, "lines"))),
            ];
            keys.extend(site.pieces.clone().map(|pieces| ("pieces", pieces)));
            scenario.table(&format!("demand.at_{}", site.name), &keys);
        }
    }
    case.parameters.all_used()?;
    Ok(vec![Specification { text: scenario.text(), readings }])
}

fn sites(case: &Case, clock: Clock) -> Tried<Vec<Site>> {
    let parameters = &case.parameters;
    if parameters.has("sites") {
        return parameters.tables("sites")?.into_iter().map(|table| site(table, clock)).collect();
    }
    let mut sites = vec![Site {
        word: "centre".to_owned(),
        name: "centre".to_owned(),
        count: 1,
        above: SUPPLIER.to_owned(),
        time: clock.distribution(parameters.table("centre_supply_time")?, "day")?,
        policy: stock::policy(parameters, "centre_")?,
        rate: None,
        pieces: None,
    }];
    for table in parameters.tables("retailers")? {
        let count = table.get("number").map_or(Ok(1.0), super::case::number)? as u64;
        let word = text_in(table, "retailer")?;
        sites.push(Site {
            word: word.to_owned(),
            name: site_name(word),
            count,
            above: "centre".to_owned(),
            time: time(table, "transit", clock)?,
            policy: stock::level(number_in(table, "base_stock")?),
            rate: rate(table)?,
            pieces: pieces(table)?,
        });
    }
    Ok(sites)
}

/// One of a list of sites that say who supplies them.
fn site(table: &Table, clock: Clock) -> Tried<Site> {
    let word = text_in(table, "site")?;
    let above = text_in(table, "supplied_by")?;
    Ok(Site {
        word: word.to_owned(),
        name: site_name(word),
        count: 1,
        above: if above == SUPPLIER { above.to_owned() } else { site_name(above) },
        time: time(table, "time_from_above", clock)?,
        policy: stock::level(number_in(table, "base_stock")?),
        rate: rate(table)?,
        pieces: pieces(table)?,
    })
}

fn site_name(word: &str) -> String {
    if word == "centre" { word.to_owned() } else { format!("site_{}", name(word)) }
}

fn time(table: &Table, key: &str, clock: Clock) -> Tried<String> {
    if let Some(distribution) = table.get(key).and_then(Value::as_table) {
        return clock.distribution(distribution, "day");
    }
    let (unit, time) = suffixed(table, key)?;
    Ok(quoted(clock.time(time * hours(unit)?)))
}

fn rate(table: &Table) -> Tried<Option<f64>> {
    for key in ["demand_rate_per", "line_rate_per"] {
        if let Ok((unit, rate)) = suffixed(table, key) {
            return Ok(Some(rate / hours(unit)?));
        }
    }
    Ok(None)
}

fn pieces(table: &Table) -> Tried<Option<String>> {
    let size = table.get("line_size").and_then(Value::as_table);
    size.map(|size| integers(size, "pieces")).transpose()
}

/// The site that a value is of: `centre`, `A`, or `each of R1..R5` for those alike.
fn place(sites: &[Site], expected: &Expected) -> Tried<usize> {
    let of = expected.of_what();
    let word = match of.strip_prefix("each of ").and_then(|range| range.split("..").next()) {
        Some(first) => first.trim_end_matches(|c: char| c.is_ascii_digit()),
        None => of,
    };
    let found = sites.iter().position(|site| site.word == word || site.word == of);
    found.ok_or_else(|| format!("the case has no site `{of}`").into())
}

fn reading(sites: &[Site], clock: Clock, expected: &Expected, within: &mut [Vec<String>]) -> Tried<Reading> {
    let place = place(sites, expected)?;
    let site = &sites[place].name;
    if expected.metric == "fill_rate_within" {
        let window = expected.arg("window").or_else(|_| expected.arg("at"))?;
        let window = clock.words(window * hours("day")?);
        within[place].push(window.clone());
        return Ok(Reading::of(of(site, &format!("fill_rate_within[{window}]"))));
    }
    match stock::reading(clock, site, None, expected)? {
        Some(reading) => Ok(reading),
        None => expected.unknown(),
    }
}
