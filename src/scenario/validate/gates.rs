//! Gates.

use super::lookup::{all_read, site_of};
use crate::scenario::Scenario;
use crate::scenario::disruption::gate::Gate;
use crate::scenario::disruption::restart::PhaseEnd;
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::{Fault, Place};
use crate::scenario::syntax::reader::{Reader, nearest_of, shown};

/// Says where gates look for what can never wait there.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    // Of a site whose lists hold a mistake of their own it is not known what waits there.
    let known = |reader: &Reader<'_>, site: &Site| {
        let path = ["sites", &site.name, "outbound"];
        let list = reader.node(&path).map(|node| node.place);
        let says_stock = reader.place_in_list(&path, "stock") != list && list.is_some();
        let outbound = site.before_stock.len() + site.after_stock.len() + usize::from(says_stock);
        all_read(reader, ["sites", &site.name, "inbound"], site.inbound.len())
            && all_read(reader, path, outbound)
    };
    for phase in &scenario.restart {
        let until = match &phase.until {
            Some(PhaseEnd::Gate(gate)) => Some(gate),
            _ => None,
        };
        for (key, gate) in [("gate", phase.gate.as_ref()), ("until", until)] {
            let found = gate.and_then(|gate| Some((gate, site_of(scenario, &gate.site)?)));
            if let Some((gate, site)) = found.filter(|(_, site)| known(reader, site)) {
                reader.check_gate(&phase.name, key, gate, site);
            }
        }
    }
}

impl Reader<'_> {
    /// Says where a gate of a phase looks for what can never wait there.
    fn check_gate(&mut self, phase: &str, key: &'static str, gate: &Gate, site: &Site) {
        let place = |reader: &Self, field: &str| -> Option<Place> {
            reader.node(&["restart", phase, key, field]).map(|node| node.place)
        };
        let Some(at_site) = place(self, "site") else { return };
        if site.kind == SiteKind::Supplier {
            self.fault(
                Fault::at(at_site, format!("nothing waits at supplier `{}`", site.name), "a supplier")
                    .help("its lead time runs to the arrival: name a centre, a PDC or a retailer"),
            );
            return;
        }
        let inbound = gate.waiting.as_ref().is_some_and(|waiting| site.inbound.contains(waiting));
        if site.stock.is_none() && !inbound {
            self.fault(
                Fault::at(
                    at_site,
                    format!("site `{}` passes lines on to its source: none waits there", site.name),
                    "holds no stock",
                )
                .help("name the site that is asked, or a process of this site's `inbound`"),
            );
            return;
        }
        let (Some(waiting), Some(at_place)) = (&gate.waiting, place(self, "waiting")) else { return };
        let outbound = || site.before_stock.iter().chain(&site.after_stock);
        if waiting == "stock" {
            if matches!(site.stock, Some(Stock::Unlimited)) {
                self.fault(
                    Fault::at(at_place, format!("no line waits for stock at site `{}`", site.name), "never")
                        .help("its stock is unlimited"),
                );
            }
        } else if !inbound && !outbound().any(|process| process == waiting) {
            let known: Vec<&str> = (site.inbound.iter().chain(outbound()).map(String::as_str))
                .chain(matches!(site.stock, Some(Stock::BaseStock(_))).then_some("stock"))
                .collect();
            let heading = format!("places of site `{}`", site.name);
            self.fault(
                Fault::at(
                    at_place,
                    format!("nothing waits for `{}` at site `{}`", shown(waiting), site.name),
                    "not a place of this site",
                )
                .help(nearest_of(waiting, &known, &heading)),
            );
        }
    }
}
