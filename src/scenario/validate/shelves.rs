//! Shelves.

use super::lookup::site_of;
use crate::scenario::Scenario;
use crate::scenario::customers::demand::BackorderClass;
use crate::scenario::network::site::SiteKind;
use crate::scenario::stock::{ShortageResponse, Stock};
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    shelves(reader, scenario);
    classes_by_car(reader, scenario);
}

/// Says that a demand has a rule for what a shelf lacks where there is no shelf to look at first, or a shelf one for
/// lines that never come to it.
fn shelves(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in scenario.sites.iter().filter(|site| site.sells_off_the_shelf()) {
        let loses =
            matches!(&site.stock, Some(Stock::BaseStock(held)) if held.shortage == ShortageResponse::Lost);
        if loses && let Some(node) = reader.node(&["sites", &site.name, "stock", "when_short"]) {
            let place = node.place;
            let message = format!("no customer's line waits at the shelf of retailer `{}`", site.name);
            reader.fault(
                Fault::at(place, message, "nothing can be lost here").help(
                    "workshops order what it lacks; write `when_short` at the sites that they order from",
                ),
            );
        }
    }
    for demand in &scenario.demand {
        let place = reader.node(&["demand", &demand.name, "when_lacking"]).map(|node| node.place);
        let (Some(place), Some(site)) = (place, site_of(scenario, &demand.site)) else { continue };
        // A stock that holds a mistake was told.
        let stocked = reader.node(&["sites", &site.name, "stock"]).is_some();
        if site.sells_off_the_shelf() || site.kind == SiteKind::Retailer && stocked && site.stock.is_none() {
            continue;
        }
        let fault = Fault::at(
            place,
            format!("customers of `{}` do not take from a shelf first", site.name),
            "nothing is ever lacking there",
        );
        reader.fault(
            fault.help("only retailers with levels of stock have such a shelf: write `classes` instead"),
        );
    }
}

/// Says that a class goes by the car where no order is known to be a repair.
fn classes_by_car(reader: &mut Reader<'_>, scenario: &Scenario) {
    for demand in &scenario.demand {
        let node = |key| reader.node(&["demand", &demand.name, key]);
        let (Some(BackorderClass::ByCar { .. }), Some(rule), None) =
            (&demand.backorder_class, node("when_lacking"), node("jobs"))
        else {
            continue;
        };
        let message = format!("demand `{}` has no `jobs`", demand.name);
        let fault = Fault::at(rule.place, message, "no car is known");
        reader.fault(fault.help("add `jobs = { off_road = \"30%\" }`, or write shares of order classes"));
    }
}
