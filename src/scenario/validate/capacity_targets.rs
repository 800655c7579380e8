//! Capacity targets: disruptions and restart phases act on something that they can change.
//!
//! - A disruption takes something down, or delays a supplier that it does not take down.
//! - A site that is taken down lists processes.
//! - A delay is of suppliers, which alone have lead times.
//! - A phase brings back only what some disruption takes down or delays.
//! - A disruption that a phase ends acts on a target that the phase brings back.

use super::lookup::{all_read, listed_processes, site_of};
use crate::scenario::Scenario;
use crate::scenario::disruption::{CapacityTarget, Disruption};
use crate::scenario::network::site::SiteKind;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let disrupted_is_read = scenario
        .disruptions
        .iter()
        .all(|down| all_read(reader, ["disruptions", &down.name, "takes_down"], down.takes_down.len()));
    for disruption in &scenario.disruptions {
        has_target(reader, disruption);
        for target in &disruption.takes_down {
            site_has_processes(reader, scenario, target, &disruption.name);
        }
        for (target, _) in &disruption.delay {
            delays_supplier(reader, scenario, target, &disruption.name);
            if disruption.takes_down.contains(target) {
                report_delay_of_stopped(reader, target, &disruption.name);
            }
        }
    }
    if disrupted_is_read {
        brings_back_what_is_disrupted(reader, scenario);
        ends_what_it_brings_back(reader, scenario);
    }
}

fn ends_what_it_brings_back(reader: &mut Reader<'_>, scenario: &Scenario) {
    for phase in &scenario.restart {
        if !all_read(reader, ["restart", &phase.name, "brings_back"], phase.brings_back.len()) {
            continue;
        }
        for ended in phase.ends.iter().flatten() {
            let Some(disruption) = scenario.disruptions.iter().find(|down| down.name == *ended) else {
                continue;
            };
            let delayed = disruption.delay.iter().map(|(target, _)| target);
            let targets: Vec<&CapacityTarget> = disruption.takes_down.iter().chain(delayed).collect();
            if targets.iter().any(|target| phase.brings_back.contains(target)) {
                continue;
            }
            let Some(place) = reader.place_in_list(&["restart", &phase.name, "ends"], ended) else {
                continue;
            };
            let message = format!("phase `{}` brings back no target of disruption `{ended}`", phase.name);
            let targets: Vec<String> = targets.iter().map(|target| target.full_name()).collect();
            reader.report(
                ScenarioError::at(place, message, "not ended by this phase")
                    .help(format!("targets of `{ended}`: {}", targets.join(", "))),
            );
        }
    }
}

fn has_target(reader: &mut Reader<'_>, disruption: &Disruption) {
    let name = &disruption.name;
    let is_given = |key| reader.node(&["disruptions", name, key]).is_some();
    if is_given("takes_down") || is_given("delay") {
        return;
    }
    if let Some(place) = reader.name_place(kind("disruptions"), name) {
        let message = format!("disruption `{name}` has no `takes_down`");
        reader.report(
            ScenarioError::at(place, message, "needs `takes_down` or `delay`")
                .help("for instance `takes_down = [\"wms\"]`"),
        );
    }
}

fn report_delay_of_stopped(reader: &mut Reader<'_>, target: &CapacityTarget, disruption: &str) {
    let Some(place) = delay_place(reader, target, disruption) else { return };
    let full = target.full_name();
    let error = ScenarioError::at(place, format!("`{full}` is both taken down and delayed"), "delayed here");
    let down = target_place(reader, ["disruptions", disruption, "takes_down"], target);
    let error = match down {
        Some(down) => error.and(down, "taken down here"),
        None => error,
    };
    reader.report(error.help("remove it from one of the two"));
}

/// Place of a target in the `delay` of a disruption.
fn delay_place(reader: &Reader<'_>, target: &CapacityTarget, disruption: &str) -> Option<Place> {
    let node = reader.node(&["disruptions", disruption, "delay"])?;
    let full = target.full_name();
    let entry = node.table().and_then(|table| {
        // `sites.suppliers = ".."` without quotes is a table in a table.
        let nested = full.split_once('.').and_then(|(kind, name)| table.get(kind)?.node.table()?.get(name));
        nested.or_else(|| table.get(&full)).or_else(|| table.get(short_name(&full)))
    });
    Some(entry.map_or(node.place, |entry| entry.at))
}

/// Reports a site without processes that is taken down.
fn site_has_processes(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    target: &CapacityTarget,
    disruption: &str,
) {
    let CapacityTarget::Site(name) = target else { return };
    let Some(site) = site_of(scenario, name) else { return };
    if site.kind == SiteKind::Supplier {
        return;
    }
    let in_file =
        ["inbound", "outbound", "order_desk"].iter().any(|key| reader.node(&["sites", name, key]).is_some());
    if listed_processes(site).next().is_some() || in_file {
        return;
    }
    if let Some(place) = target_place(reader, ["disruptions", disruption, "takes_down"], target) {
        let message = format!("site `{name}` has no process that could go down");
        reader.report(
            ScenarioError::at(place, message, "has no effect")
                .help("take down a lane or a system instead, or give the site `outbound` processes"),
        );
    }
}

fn delays_supplier(reader: &mut Reader<'_>, scenario: &Scenario, target: &CapacityTarget, disruption: &str) {
    if let CapacityTarget::Site(name) = target
        && site_of(scenario, name).is_none_or(|site| site.kind == SiteKind::Supplier)
    {
        return;
    }
    let Some(place) = delay_place(reader, target, disruption) else { return };
    let full = target.full_name();
    let message = format!("`{full}` is not a supplier: it has no lead time to delay");
    reader.report(
        ScenarioError::at(place, message, "not a supplier")
            .help("`delay` is for suppliers; take down systems, processes, sites and lanes by `takes_down`"),
    );
}

fn brings_back_what_is_disrupted(reader: &mut Reader<'_>, scenario: &Scenario) {
    let taken_down = scenario.disruptions.iter().flat_map(|disruption| &disruption.takes_down);
    let delayed = scenario.disruptions.iter().flat_map(|disruption| &disruption.delay);
    let disrupted: Vec<&CapacityTarget> = taken_down.chain(delayed.map(|(target, _)| target)).collect();
    let mut known: Vec<String> = disrupted.iter().map(|target| target.full_name()).collect();
    known.sort();
    known.dedup();
    let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
    for phase in &scenario.restart {
        for target in phase.brings_back.iter().filter(|target| !disrupted.contains(target)) {
            let Some(place) = target_place(reader, ["restart", &phase.name, "brings_back"], target) else {
                continue;
            };
            let name = target.full_name();
            let message =
                format!("phase `{}` brings back `{name}`, which no disruption takes down", phase.name);
            reader.report(
                ScenarioError::at(place, message, "is never down")
                    .help(format!("taken down or delayed in this scenario: {known}")),
            );
        }
    }
}

/// Place of a target in a list, by its full or its short name.
fn target_place(reader: &Reader<'_>, path: [&str; 3], target: &CapacityTarget) -> Option<Place> {
    let full = target.full_name();
    let list = reader.node(&path)?.place;
    let by_full = reader.place_in_list(&path, &full).filter(|place| *place != list);
    by_full.or_else(|| reader.place_in_list(&path, short_name(&full)))
}

/// `pick` of `processes.pick`.
fn short_name(full: &str) -> &str {
    full.split_once('.').map_or(full, |(_, short)| short)
}
