//! Order desks: the processes that enter orders written on paper during an outage.
//!
//! - A process named in `entered_by` stands in the desk of the site that the customers order from,
//!   or of a site that supplies it.
//! - A process in a desk enters the paper of some demand.
//! - A process in a desk has no routing share: every order on paper passes it.

use super::lookup::{listed_processes, site_of, supplies};
use crate::scenario::Scenario;
use crate::scenario::customers::demand::Demand;
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::Reader;
use crate::units::Share;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    no_routing_share_at_desks(reader, scenario);
    entering_process_is_reached(reader, scenario);
    desk_processes_have_work(reader, scenario);
}

fn no_routing_share_at_desks(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in scenario.processes.iter().filter(|process| process.routing_share != Share::ALL) {
        let Some(place) = reader.node(&["processes", &process.name, "routing_share"]).map(|node| node.place)
        else {
            continue;
        };
        for site in scenario.sites.iter().filter(|site| site.order_desk.contains(&process.name)) {
            let Some(listed) = reader.place_in_list(&["sites", &site.name, "order_desk"], &process.name)
            else {
                continue;
            };
            reader.report(
                ScenarioError::at(
                    place,
                    "every order at a desk passes all of its processes",
                    "routes only a share",
                )
                .and(listed, "listed in a desk")
                .help("`routing_share` applies to inbound and outbound processes"),
            );
        }
    }
}

/// Process that enters the orders on paper of a demand.
fn entering_process(demand: &Demand) -> Option<&String> {
    demand.when_down.as_ref()?.entered_by.as_ref()
}

fn entering_process_is_reached(reader: &mut Reader<'_>, scenario: &Scenario) {
    for demand in &scenario.demand {
        let Some(process) = entering_process(demand) else { continue };
        let is_on_route = |site: &Site| {
            site.order_desk.contains(process)
                && (site.name == demand.site || supplies(scenario, &site.name, &demand.site))
        };
        let path = ["demand", &demand.name, "when_down", "entered_by"];
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        if site_of(scenario, &demand.site).is_some() && !scenario.sites.iter().any(is_on_route) {
            let message =
                format!("process `{process}` is in no desk that orders of demand `{}` pass", demand.name);
            reader.report(ScenarioError::at(place, message, "enters its paper").help(format!(
                "list it in the `order_desk` of site `{}`, or of a site that supplies it",
                demand.site
            )));
        }
    }
}

fn desk_processes_have_work(reader: &mut Reader<'_>, scenario: &Scenario) {
    let all_read = scenario.demand.iter().all(|demand| {
        reader.node(&["demand", &demand.name, "when_down", "entered_by"]).is_none()
            || entering_process(demand).is_some()
    });
    if !all_read {
        return;
    }
    for site in scenario.sites.iter().filter(|site| site.kind != SiteKind::Supplier) {
        for process in &site.order_desk {
            // A process in a desk and in another list of the site has been reported already.
            let in_another_list =
                listed_processes(site).any(|(key, name)| key != "order_desk" && name == process);
            if in_another_list
                || scenario.demand.iter().any(|demand| entering_process(demand) == Some(process))
            {
                continue;
            }
            if let Some(place) = reader.place_in_list(&["sites", &site.name, "order_desk"], process) {
                let message =
                    format!("process `{process}` in the desk of site `{}` never gets work", site.name);
                reader.report(
                    ScenarioError::at(place, message, "enters no demand's paper")
                        .help("name it as `entered_by` in the `when_down` of a demand, or remove it"),
                );
            }
        }
    }
}
