//! Lanes: lines in transit, and lines that wait for a departure.
//!
//! Customers request a site that holds nothing; the centre has everything and sends it there by the
//! lane.

use super::case::{Case, Expected, Parameters, Tried, number_in};
use super::simulate::Length;
use super::specification::{Clock, Name, Reading, Scenario, Specification, hours, listed, per, quoted};

/// The name under which the lane is observed.
const LOOK: &str = "on_the_lane";

/// What the scenario must look at.
#[derive(Debug, Default)]
struct Requested {
    above: Vec<String>,
    at: Vec<String>,
}

/// A case of this family as scenarios.
pub fn specify(case: &Case, seed: u64, length: Length) -> Tried<Vec<Specification>> {
    let parameters = &case.parameters;
    let rate = parameters.number("rate")? / per(parameters.unit("rate")?)?;
    let departs_at = times_of_day(parameters)?;
    let (clock, mut warm_up, run) = time(case, rate, length, departs_at.is_some())?;
    if let Some(times) = &departs_at {
        // Counted from just after a departure on, so that whole rounds are: else those who wait
        // longest, at the end of the run, would be left out.
        warm_up += micros_of_day(times.rsplit(',').next().unwrap_or(times))? + 1;
    }

    let mut requested = Requested::default();
    let mut readings = Vec::new();
    for (index, expected) in case.expected.iter().enumerate() {
        if expected.tolerance != "contrast" {
            readings.push((index, reading(clock, expected, &mut requested)?));
        }
    }

    let mut scenario = Scenario::new(&case.id, seed, warm_up, run);
    scenario.part(None).classes(&["daily"]);
    scenario.table("sites.gplc", &[("kind", quoted("centre")), ("stock", quoted("unlimited"))]);
    scenario.table("sites.pdc", &[("kind", quoted("pdc")), ("supplied_by", listed(&["gplc"]))]);
    let mut lane = vec![("from", quoted("gplc")), ("to", quoted("pdc"))];
    if parameters.has("transit") {
        lane.push(("transit", clock.distribution(parameters.table("transit")?, "h")?));
    }
    if let Some(times) = departs_at {
        lane.push(("departs", quoted(format!("mon-sun {times}"))));
    }
    if parameters.has("interval") {
        let every = parameters.number("interval")? * hours(parameters.unit("interval")?)?;
        lane.push(("departs", format!("{{ every = \"{}\" }}", clock.time(every))));
    }
    if parameters.has("capacity") && parameters.text("capacity").ok() != Some("unlimited") {
        lane.push(("capacity", format!("\"{} lines\"", parameters.count("capacity")?)));
    }
    scenario.table("lanes.road", &lane);
    scenario.table(
        "demand.customers",
        &[("site", quoted("pdc")), ("class", quoted("daily")), ("lines", quoted(clock.rate(rate, "lines")))],
    );
    let mut look = vec![("lane", quoted("road"))];
    if !requested.above.is_empty() {
        look.push(("above", listed(&requested.above)));
    }
    if !requested.at.is_empty() {
        look.push(("at", format!("[{}]", requested.at.join(", "))));
    }
    scenario.table(&format!("observe.{LOOK}"), &look);
    parameters.all_used()?;
    Ok(vec![Specification { text: scenario.text(), readings }])
}

/// Clock, warm-up and run in microseconds.
fn time(case: &Case, rate: f64, length: Length, true_time: bool) -> Tried<(Clock, u64, u64)> {
    if case.run.unit == "replications" {
        let instants = case.expected.iter().filter_map(|expected| number_in(&expected.args, "at").ok());
        let last = instants.fold(0.0, f64::max);
        return Ok((Clock::TRUE, 0, Clock::TRUE.whole_days(last)));
    }
    let one = match case.run.unit.as_str() {
        "lines" => 1.0 / rate,
        other => hours(other)?,
    };
    let (warm_up, run) = (case.run.warm_up * one, case.run.length * one);
    let clock = if true_time { Clock::TRUE } else { Clock::for_run(warm_up + run) };
    Ok((clock, clock.whole_days(warm_up), clock.whole_days(run * length.times)))
}

/// The times of "every day at 06:00 and 18:00", as timetables list them.
fn times_of_day(parameters: &Parameters) -> Tried<Option<String>> {
    if !parameters.has("departures") {
        return Ok(None);
    }
    let words = parameters.text("departures")?;
    let times = words.strip_prefix("every day at ").ok_or_else(|| format!("no timetable: `{words}`"))?;
    Ok(Some(times.replace(" and ", ",").replace(' ', "")))
}

/// Microseconds of `HH:MM`.
fn micros_of_day(time: &str) -> Tried<u64> {
    let (hours, minutes) = time.split_once(':').ok_or_else(|| format!("`{time}` is no time of day"))?;
    Ok((hours.parse::<u64>()? * 60 + minutes.parse::<u64>()?) * 60_000_000)
}

fn reading(clock: Clock, expected: &Expected, requested: &mut Requested) -> Tried<Reading> {
    let of = |metric: &str| Name::new(LOOK, metric, "all");
    let metric = expected.metric.as_str();
    Ok(match metric {
        "in_transit"
        | "sd_in_transit"
        | "waiting"
        | "lines_per_departure"
        | "waiting_just_before"
        | "left_behind"
        | "P_left_behind" => Reading::of(of(metric)),
        "wait_for_departure" => Reading::times(clock.in_unit(expected)?, of(metric)),
        _ if metric.starts_with("wait_p") => Reading::times(clock.in_unit(expected)?, of(metric)).histogram(),
        "P_in_transit_above" => {
            let limit = expected.arg("at")?;
            requested.above.push(format!("{limit} lines"));
            Reading::of(of(&format!("{metric}[{limit}]")))
        }
        "in_transit_at" => {
            let moment = clock.moment(expected.arg("at")?);
            requested.at.push(moment.clone());
            Reading::of(of(&format!("{metric}[{moment}]")))
        }
        _ => return expected.unknown(),
    })
}
