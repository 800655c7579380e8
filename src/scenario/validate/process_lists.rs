//! Process lists: a site lists each process at most once, and every process is listed somewhere.

use super::lookup::listed_processes;
use crate::scenario::Scenario;
use crate::scenario::network::site::Site;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in &scenario.sites {
        listed_once(reader, site);
    }
    for process in &scenario.processes {
        let is_listed =
            scenario.sites.iter().any(|site| listed_processes(site).any(|(_, name)| *name == process.name));
        let Some(place) = reader.name_place(kind("processes"), &process.name) else { continue };
        if !is_listed {
            reader.report(
                ScenarioError::at(place, format!("no site uses process `{}`", process.name), "never used")
                    .help("list it in the `inbound`, `outbound` or `order_desk` of a site, or remove it"),
            );
        }
    }
}

/// Reports processes that stand in two lists of a site. The reader reports those that stand twice
/// in one list.
fn listed_once(reader: &mut Reader<'_>, site: &Site) {
    for (k, (key, name)) in listed_processes(site).enumerate() {
        let earlier = listed_processes(site).take(k).find(|(other, listed)| *other != key && *listed == name);
        let Some((first_key, _)) = earlier else { continue };
        let place = reader.place_in_list(&["sites", &site.name, key], name);
        let first = reader.place_in_list(&["sites", &site.name, first_key], name);
        let (Some(place), Some(first)) = (place, first) else { continue };
        let message = format!("process `{name}` is listed twice at site `{}`", site.name);
        reader.report(
            ScenarioError::at(place, message, "listed again")
                .and(first, "first listed here")
                .help("define a second process for the second step"),
        );
    }
}
