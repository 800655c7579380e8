//! Gates: each measures a backlog that can exist.
//!
//! - The site is no supplier, since orders at a supplier form no queue.
//! - The site has a stock, or the gate names one of its inbound processes; other lines pass through
//!   to a source.
//! - `waiting` names a process of the site, or `stock` where the stock is limited.

use super::lookup::{all_read, site_of};
use crate::scenario::Scenario;
use crate::scenario::disruption::gate::Gate;
use crate::scenario::disruption::restart::PhaseEnd;
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::reader::{Reader, nearest_of, shown};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for phase in &scenario.restart {
        let until = match &phase.until {
            Some(PhaseEnd::Gate(gate)) => Some(gate),
            _ => None,
        };
        for (key, gate) in [("gate", phase.gate.as_ref()), ("until", until)] {
            let found = gate.and_then(|gate| Some((gate, site_of(scenario, &gate.site)?)));
            if let Some((gate, site)) = found.filter(|(_, site)| lists_are_read(reader, site)) {
                backlog_can_exist(reader, [&phase.name, key], gate, site);
            }
        }
    }
}

/// True if the process lists of a site have no rejected item.
fn lists_are_read(reader: &Reader<'_>, site: &Site) -> bool {
    let path = ["sites", &site.name, "outbound"];
    let list = reader.node(&path).map(|node| node.place);
    let lists_stock = list.is_some() && reader.place_in_list(&path, "stock") != list;
    let outbound = site.before_stock.len() + site.after_stock.len() + usize::from(lists_stock);
    all_read(reader, ["sites", &site.name, "inbound"], site.inbound.len()) && all_read(reader, path, outbound)
}

/// Checks the gate under a key of a phase.
fn backlog_can_exist(reader: &mut Reader<'_>, [phase, key]: [&str; 2], gate: &Gate, site: &Site) {
    let place = |reader: &Reader<'_>, field: &str| -> Option<Place> {
        reader.node(&["restart", phase, key, field]).map(|node| node.place)
    };
    let Some(at_site) = place(reader, "site") else { return };
    if site.kind == SiteKind::Supplier {
        reader.report(
            ScenarioError::at(at_site, format!("supplier `{}` has no backlog", site.name), "a supplier")
                .help("its lead time covers the whole order; name a centre, a PDC or a retailer"),
        );
        return;
    }
    let is_inbound = gate.waiting.as_ref().is_some_and(|waiting| site.inbound.contains(waiting));
    if site.stock.is_none() && !is_inbound {
        let message = format!("site `{}` has no backlog: it passes lines on to its source", site.name);
        reader.report(
            ScenarioError::at(at_site, message, "has no stock")
                .help("name the source, or a process in the `inbound` of this site"),
        );
        return;
    }
    let (Some(waiting), Some(at_waiting)) = (&gate.waiting, place(reader, "waiting")) else { return };
    let outbound = || site.before_stock.iter().chain(&site.after_stock);
    if waiting == "stock" {
        if matches!(site.stock, Some(Stock::Unlimited)) {
            let message = format!("no line waits for stock at site `{}`", site.name);
            reader.report(
                ScenarioError::at(at_waiting, message, "always 0")
                    .help("the stock of this site is unlimited"),
            );
        }
    } else if !is_inbound && !outbound().any(|process| process == waiting) {
        let known: Vec<&str> = (site.inbound.iter().chain(outbound()).map(String::as_str))
            .chain(matches!(site.stock, Some(Stock::BaseStock(_))).then_some("stock"))
            .collect();
        let heading = format!("queues of site `{}`", site.name);
        reader.report(
            ScenarioError::at(
                at_waiting,
                format!("no queue for `{}` at site `{}`", shown(waiting), site.name),
                "not a queue of this site",
            )
            .help(nearest_of(waiting, &known, &heading)),
        );
    }
}
