//! Targets.

use super::lookup::{all_read, listed_at, site_of};
use crate::scenario::Scenario;
use crate::scenario::disruption::Target;
use crate::scenario::network::site::SiteKind;
use crate::scenario::syntax::diagnostic::{Fault, Place};
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let down_known = scenario
        .disruptions
        .iter()
        .all(|down| all_read(reader, ["disruptions", &down.name, "takes_down"], down.takes_down.len()));
    for disruption in &scenario.disruptions {
        for target in &disruption.takes_down {
            without_effect(reader, scenario, target, ["disruptions", &disruption.name, "takes_down"]);
        }
        for (target, _) in &disruption.delay {
            slows_suppliers(reader, scenario, target, &disruption.name);
        }
    }
    let taken = scenario.disruptions.iter().flat_map(|disruption| &disruption.takes_down);
    let slowed = scenario.disruptions.iter().flat_map(|disruption| &disruption.delay);
    let down: Vec<&Target> = taken.chain(slowed.map(|(target, _)| target)).collect();
    for phase in &scenario.restart {
        for target in &phase.brings_back {
            if down.contains(&target) || !down_known {
                continue;
            }
            let Some(place) = target_place(reader, ["restart", &phase.name, "brings_back"], target) else {
                continue;
            };
            let name = target.full_name();
            let mut known: Vec<String> = down.iter().map(|target| target.full_name()).collect();
            known.sort();
            known.dedup();
            let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
            reader.fault(
                Fault::at(
                    place,
                    format!("phase `{}` brings back `{name}`, which no disruption takes down", phase.name),
                    "is never down",
                )
                .help(format!("taken down in this scenario: {known}")),
            );
        }
    }
}

fn target_place(reader: &Reader<'_>, path: [&str; 3], target: &Target) -> Option<Place> {
    let full = target.full_name();
    let short = full.split_once('.').map_or(full.as_str(), |(_, short)| short);
    let list = reader.node(&path)?.place;
    let by_full = reader.place_in_list(&path, &full).filter(|place| *place != list);
    by_full.or_else(|| reader.place_in_list(&path, short))
}

/// Says that a delay is of something that has no lead times.
fn slows_suppliers(reader: &mut Reader<'_>, scenario: &Scenario, target: &Target, disruption: &str) {
    if let Target::Site(name) = target
        && site_of(scenario, name).is_none_or(|site| site.kind == SiteKind::Supplier)
    {
        return;
    }
    let Some(node) = reader.node(&["disruptions", disruption, "delay"]) else { return };
    let full = target.full_name();
    let short = full.split_once('.').map_or(full.as_str(), |(_, short)| short);
    let place = node.table().and_then(|table| {
        // `sites.suppliers = ".."` without quotes is a table in a table.
        let inner = full.split_once('.').and_then(|(kind, name)| table.get(kind)?.node.table()?.get(name));
        inner.or_else(|| table.get(&full)).or_else(|| table.get(short))
    });
    let place = place.map_or(node.place, |entry| entry.at);
    reader.fault(
        Fault::at(place, format!("`{full}` is no supplier, so it has no lead times to delay"), "no supplier")
            .help("`delay` is of suppliers; systems, processes, sites and lanes go into `takes_down`"),
    );
}

/// Says that a site without processes is taken down: nothing would change.
fn without_effect(reader: &mut Reader<'_>, scenario: &Scenario, target: &Target, path: [&str; 3]) {
    let Target::Site(name) = target else { return };
    let Some(site) = site_of(scenario, name) else { return };
    if site.kind == SiteKind::Supplier {
        return;
    }
    let written =
        ["inbound", "outbound", "desk"].iter().any(|key| reader.node(&["sites", name, key]).is_some());
    if listed_at(site).next().is_some() || written {
        return;
    }
    if let Some(place) = target_place(reader, path, target) {
        reader.fault(
            Fault::at(
                place,
                format!("site `{name}` has no process that could go down"),
                "nothing would change",
            )
            .help("take down a lane or a system instead, or give the site `outbound` processes"),
        );
    }
}
