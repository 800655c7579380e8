//! Order desks.

use super::lookup::{listed_at, site_of, supplies};
use crate::scenario::Scenario;
use crate::scenario::customers::demand::Demand;
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::Level;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    visits_at_desks(reader, scenario);
    desks(reader, scenario);
}

/// Says that a share of visits stands at a process that everything must go through.
fn visits_at_desks(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in scenario.processes.iter().filter(|process| process.routing_share != Level::NORMAL) {
        let Some(place) = reader.node(&["processes", &process.name, "visits"]).map(|node| node.place) else {
            continue;
        };
        for site in scenario.sites.iter().filter(|site| site.desk.contains(&process.name)) {
            let Some(listed) = reader.place_in_list(&["sites", &site.name, "desk"], &process.name) else {
                continue;
            };
            reader.fault(
                Fault::at(place, "what comes to a desk cannot pass it by", "a share of it")
                    .and(listed, "listed here")
                    .help("`visits` is of inbound and outbound processes"),
            );
        }
    }
}

/// Who enters what was written on paper must stand at a desk on the way, and who stands at a desk has to enter
/// something.
fn desks(reader: &mut Reader<'_>, scenario: &Scenario) {
    let enters = |demand: &Demand| demand.when_down.as_ref().and_then(|down| down.entered_by.clone());
    for demand in &scenario.demand {
        let Some(process) = enters(demand) else { continue };
        let at_desk = |site: &Site| {
            site.desk.contains(&process)
                && (site.name == demand.site || supplies(scenario, &site.name, &demand.site))
        };
        let path = ["demand", &demand.name, "when_down", "entered_by"];
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        if site_of(scenario, &demand.site).is_some() && !scenario.sites.iter().any(at_desk) {
            let message =
                format!("process `{process}` stands at no desk that demand `{}` comes by", demand.name);
            reader.fault(Fault::at(place, message, "enters its paper").help(format!(
                "list it in the `desk` of site `{}`, or of a site that supplies it",
                demand.site
            )));
        }
    }
    let all_read = scenario.demand.iter().all(|demand| {
        reader.node(&["demand", &demand.name, "when_down", "entered_by"]).is_none()
            || enters(demand).is_some()
    });
    for site in scenario.sites.iter().filter(|site| site.kind != SiteKind::Supplier) {
        for process in &site.desk {
            let in_the_flow = listed_at(site).any(|(key, name)| key != "desk" && name == process);
            if in_the_flow
                || !all_read
                || scenario.demand.iter().any(|demand| enters(demand).as_ref() == Some(process))
            {
                continue;
            }
            if let Some(place) = reader.place_in_list(&["sites", &site.name, "desk"], process) {
                let message = format!("nothing comes to process `{process}` at the desk of `{}`", site.name);
                reader.fault(
                    Fault::at(place, message, "would never work")
                        .help("name it as `entered_by` in the `when_down` of a demand, or leave it out"),
                );
            }
        }
    }
}
