//! Sources: every requested site can fill a line or pass it on.
//!
//! - A stock that is replenished has a source.
//! - A site that supplies another, or that customers order from, has a stock or a source.
//! - Customers do not order from suppliers.

use super::lookup::{is_not_empty, site_of};
use crate::scenario::Scenario;
use crate::scenario::customers::demand::Demand;
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in &scenario.sites {
        stock_has_source(reader, site);
        for source in &site.supplied_by {
            let place = reader.place_in_list(&["sites", &site.name, "supplied_by"], source);
            can_fill_or_pass_on(reader, scenario, source, place);
        }
    }
    for demand in &scenario.demand {
        let Some(place) = reader.node(&["demand", &demand.name, "site"]).map(|node| node.place) else {
            continue;
        };
        is_no_supplier(reader, scenario, demand, place);
        can_fill_or_pass_on(reader, scenario, &demand.site, Some(place));
    }
}

fn stock_has_source(reader: &mut Reader<'_>, site: &Site) {
    let is_replenished = matches!(site.stock, Some(Stock::BaseStock(_)));
    // A list that is not empty in the file and empty here has only rejected items, each reported.
    let in_file = reader.node(&["sites", &site.name, "supplied_by"]);
    let has_source = !site.supplied_by.is_empty() || is_not_empty(in_file);
    let place = reader.node(&["sites", &site.name, "stock"]).map(|node| node.place);
    if let (true, false, Some(place)) = (is_replenished, has_source, place) {
        reader.report(
            ScenarioError::at(
                place,
                format!("site `{}` has a stock, but no source", site.name),
                "this stock",
            )
            .help("name a source in `supplied_by`, or write `stock = \"unlimited\"`"),
        );
    }
}

fn is_no_supplier(reader: &mut Reader<'_>, scenario: &Scenario, demand: &Demand, place: Place) {
    let site = site_of(scenario, &demand.site).filter(|site| site.kind == SiteKind::Supplier);
    let Some(site) = site else { return };
    reader.report(
        ScenarioError::at(
            place,
            format!("customers cannot order from supplier `{}`", site.name),
            "a supplier",
        )
        .help("suppliers serve sites; name a centre, a PDC or a retailer"),
    );
}

/// Reports the site `name`, requested at `place`, if it has neither a stock nor a source.
fn can_fill_or_pass_on(reader: &mut Reader<'_>, scenario: &Scenario, name: &str, place: Option<Place>) {
    let is_dead_end =
        |site: &&Site| site.kind != SiteKind::Supplier && site.stock.is_none() && site.supplied_by.is_empty();
    let Some(site) = site_of(scenario, name).filter(is_dead_end) else { return };
    // What the file has and the scenario has not was rejected and reported.
    let was_rejected =
        ["stock", "supplied_by"].iter().any(|key| is_not_empty(reader.node(&["sites", name, key])));
    let definition = reader.name_place(kind("sites"), &site.name);
    if let (Some(place), Some(definition), false) = (place, definition, was_rejected) {
        let message = format!("site `{name}` receives orders, but has no stock and no source");
        reader.report(
            ScenarioError::at(place, message, "ordered from here")
                .and(definition, "neither `stock` nor `supplied_by`")
                .help("give it `stock`, or name a source in `supplied_by`"),
        );
    }
}
