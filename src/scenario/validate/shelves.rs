//! Retail shelves: the keys of shelf sales are used only where lines are filled from a shelf.
//!
//! - A retailer's shelf has no `shortage`: the workshop orders what it lacks.
//! - `backorder_class` of a demand needs a retailer with stock levels.
//! - A back-order class by car needs `jobs`, which make cars known.

use super::lookup::site_of;
use crate::scenario::Scenario;
use crate::scenario::customers::demand::{BackorderClass, Demand};
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::stock::{ShortageResponse, Stock};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in scenario.sites.iter().filter(|site| site.sells_off_the_shelf()) {
        loses_no_line(reader, site);
    }
    for demand in &scenario.demand {
        backorder_class_has_shelf(reader, scenario, demand);
    }
    for demand in &scenario.demand {
        class_by_car_has_jobs(reader, demand);
    }
}

fn loses_no_line(reader: &mut Reader<'_>, site: &Site) {
    let loses =
        matches!(&site.stock, Some(Stock::BaseStock(stock)) if stock.shortage == ShortageResponse::Lost);
    let key = reader.node(&["sites", &site.name, "stock", "shortage"]);
    let Some(place) = key.filter(|_| loses).map(|node| node.place) else { return };
    let message = format!("no line is lost at the shelf of retailer `{}`", site.name);
    reader.report(
        ScenarioError::at(place, message, "has no effect")
            .help("workshops order what the shelf lacks; set `shortage` at the sites that they order from"),
    );
}

fn backorder_class_has_shelf(reader: &mut Reader<'_>, scenario: &Scenario, demand: &Demand) {
    let place = reader.node(&["demand", &demand.name, "backorder_class"]).map(|node| node.place);
    let (Some(place), Some(site)) = (place, site_of(scenario, &demand.site)) else { return };
    // A stock that is in the file and not in the scenario was rejected and reported.
    let was_rejected = site.stock.is_none() && reader.node(&["sites", &site.name, "stock"]).is_some();
    if site.sells_off_the_shelf() || site.kind == SiteKind::Retailer && was_rejected {
        return;
    }
    let message = format!("site `{}` fills no lines from a retail shelf", site.name);
    reader.report(
        ScenarioError::at(place, message, "has no effect")
            .help("only retailers with stock levels have such a shelf; write `classes` instead"),
    );
}

fn class_by_car_has_jobs(reader: &mut Reader<'_>, demand: &Demand) {
    let node = |key| reader.node(&["demand", &demand.name, key]);
    let (Some(BackorderClass::ByCar { .. }), Some(rule), None) =
        (&demand.backorder_class, node("backorder_class"), node("jobs"))
    else {
        return;
    };
    let message = format!("demand `{}` has no `jobs`", demand.name);
    reader.report(
        ScenarioError::at(rule.place, message, "depends on the car of a job")
            .help("add `jobs = { off_road = \"30%\" }`, or write shares of order classes"),
    );
}
