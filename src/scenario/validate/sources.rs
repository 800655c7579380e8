//! Sources.

use super::lookup::{names_something, site_of};
use crate::scenario::Scenario;
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::{Fault, Place};
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in &scenario.sites {
        let stocked = matches!(site.stock, Some(Stock::BaseStock(_)));
        // A list that is written and empty here held a mistake of its own, or says it on purpose.
        let written = reader.node(&["sites", &site.name, "supplied_by"]);
        let place = reader.node(&["sites", &site.name, "stock"]).map(|node| node.place);
        if let (true, true, Some(place)) =
            (stocked, site.supplied_by.is_empty() && !names_something(written), place)
        {
            reader.fault(
                Fault::at(
                    place,
                    format!("site `{}` holds stock, but nothing supplies it", site.name),
                    "this stock",
                )
                .help("name a source in `supplied_by`, or write `stock = \"unlimited\"`"),
            );
        }
        for source in &site.supplied_by {
            let place = reader.place_in_list(&["sites", &site.name, "supplied_by"], source);
            asked(reader, scenario, source, place);
        }
    }
    for demand in &scenario.demand {
        let Some(place) = reader.node(&["demand", &demand.name, "site"]).map(|node| node.place) else {
            continue;
        };
        let Some(site) = site_of(scenario, &demand.site) else { continue };
        if site.kind == SiteKind::Supplier {
            reader.fault(
                Fault::at(
                    place,
                    format!("customers cannot order from supplier `{}`", site.name),
                    "a supplier",
                )
                .help("suppliers serve sites; name a centre, a PDC or a retailer"),
            );
        }
        asked(reader, scenario, &demand.site, Some(place));
    }
}

/// A site that has nothing to give and nobody to pass on to.
fn gives_nothing(site: &Site) -> bool {
    site.kind != SiteKind::Supplier && site.stock.is_none() && site.supplied_by.is_empty()
}

fn asked(reader: &mut Reader<'_>, scenario: &Scenario, name: &str, place: Option<Place>) {
    let Some(site) = site_of(scenario, name).filter(|site| gives_nothing(site)) else { return };
    let written = ["stock", "supplied_by"]
        .iter()
        .any(|key| reader.node(&["sites", name, key]).is_some_and(|node| names_something(Some(node))));
    let own = reader.name_place(kind("sites"), &site.name);
    if let (Some(place), Some(own), false) = (place, own, written) {
        reader.fault(
            Fault::at(
                place,
                format!("site `{name}` is asked, but has no stock and no source"),
                "is asked here",
            )
            .and(own, "neither `stock` nor `supplied_by`")
            .help("give it `stock`, or name a source in `supplied_by`"),
        );
    }
}
