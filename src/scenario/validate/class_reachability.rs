//! Class reachability: a process with service times by order class has a time for every class whose
//! lines can reach it.
//!
//! Lines travel up from site to site. A site that stocks all parts passes nothing on and orders its
//! own replenishment; a site that stocks some parts also passes on the lines for all others; a site
//! without stock passes on every line. Impatient customers may escalate a line to a more urgent
//! class anywhere.
//!
//! Knows nothing of the number of lines.

use crate::scenario::Scenario;
use crate::scenario::customers::demand::BackorderClass;
use crate::scenario::customers::impatience::ImpatienceAction;
use crate::scenario::network::process::{Capacity, Process};
use crate::scenario::network::service_time::ServiceTime;
use crate::scenario::network::site::Site;
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Reader, kind};
use std::collections::BTreeSet;

type Classes<'s> = BTreeSet<&'s str>;

/// Reports the classes that reach a process and have no service time there.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in &scenario.processes {
        let Capacity::Servers { time: ServiceTime::ByClass(_), .. } = &process.capacity else { continue };
        let path = ["processes", process.name.as_str(), "time"];
        let Some(node) = reader.node(&path) else { continue };
        let Some(table) = node.table() else { continue };
        // An unknown class has been reported already, and a misspelt one is most likely the one
        // that seems to be missing.
        if table.entries.iter().any(|entry| reader.name_place(kind("classes"), &entry.key).is_none()) {
            continue;
        }
        let reachable = reachable_classes(scenario, process);
        let missing: Vec<&str> =
            reachable.iter().copied().filter(|class| table.get(class).is_none()).collect();
        if !missing.is_empty() {
            let names = missing.iter().map(|class| format!("`{class}`")).collect::<Vec<_>>().join(", ");
            let (classes, these) =
                if missing.len() == 1 { ("class", "this class") } else { ("classes", "these classes") };
            let message = format!("`time` has no entry for order {classes} {names}");
            reader.report(
                ScenarioError::at(node.place, message, "incomplete").help(format!(
                    "lines of {these} reach process `{}`: give each class a time",
                    process.name
                )),
            );
        }
    }
}

/// Classes of the lines that can reach a process, at any site that lists it.
fn reachable_classes<'s>(scenario: &'s Scenario, process: &Process) -> Classes<'s> {
    let passed_on = passed_on(scenario);
    let lists = |listed: &[String]| listed.contains(&process.name);
    let mut classes = Classes::new();
    for site in &scenario.sites {
        if lists(&site.before_stock) || lists(&site.after_stock) {
            classes.extend(requested(scenario, site, &passed_on));
        }
        if lists(&site.inbound) {
            classes.extend(inbound(scenario, site, &passed_on));
        }
        if lists(&site.order_desk) {
            let entered_here = scenario.demand.iter().filter(|demand| {
                demand.when_down.as_ref().is_some_and(|down| down.entered_by.as_ref() == Some(&process.name))
            });
            classes.extend(
                entered_here.flat_map(|demand| demand.classes.iter().map(|(class, _)| class.as_str())),
            );
        }
    }
    add_escalated(scenario, &mut classes);
    classes
}

/// Classes in which customers order at the site itself.
fn ordered_by_customers<'s>(scenario: &'s Scenario, site: &Site) -> Classes<'s> {
    let mut classes = Classes::new();
    for demand in scenario.demand.iter().filter(|demand| demand.site == site.name) {
        match &demand.backorder_class {
            Some(BackorderClass::Shares(shares)) => {
                classes.extend(shares.iter().map(|(class, _)| class.as_str()));
            }
            Some(BackorderClass::ByCar { off_road, otherwise }) => {
                classes.extend([off_road.as_str(), otherwise.as_str()]);
            }
            None => classes.extend(
                demand.classes.iter().filter(|(_, share)| *share > 0.0).map(|(class, _)| class.as_str()),
            ),
        }
    }
    classes
}

/// Classes requested of a site by customers and by the sites that it supplies; `passed_on` has what
/// each site passes on, in order of the sites.
fn requested<'s>(scenario: &'s Scenario, site: &Site, passed_on: &[Classes<'s>]) -> Classes<'s> {
    let mut classes = ordered_by_customers(scenario, site);
    for (below, classes_below) in scenario.sites.iter().zip(passed_on) {
        if below.supplied_by.contains(&site.name) {
            classes.extend(classes_below);
        }
    }
    classes
}

/// Classes that each site passes on to its sources: the least fixed point, iterated from empty
/// sets.
fn passed_on(scenario: &Scenario) -> Vec<Classes<'_>> {
    let mut passed_on = vec![Classes::new(); scenario.sites.len()];
    loop {
        let next: Vec<_> =
            scenario.sites.iter().map(|site| passed_on_by(scenario, site, &passed_on)).collect();
        if next == passed_on {
            return passed_on;
        }
        passed_on = next;
    }
}

fn passed_on_by<'s>(scenario: &'s Scenario, site: &'s Site, passed_on: &[Classes<'s>]) -> Classes<'s> {
    match &site.stock {
        Some(Stock::Unlimited) => Classes::new(),
        None => requested(scenario, site, passed_on),
        Some(Stock::BaseStock(stock)) => {
            let stocks_all = stock.segments.is_empty() && stock.minimum_demand.is_none();
            let mut classes = if stocks_all { Classes::new() } else { requested(scenario, site, passed_on) };
            classes.insert(&stock.class);
            if site.sells_off_the_shelf() {
                classes.extend(ordered_by_customers(scenario, site));
            }
            classes
        }
    }
}

/// Classes of the goods that arrive at a site.
fn inbound<'s>(scenario: &'s Scenario, site: &'s Site, passed_on: &[Classes<'s>]) -> Classes<'s> {
    let mut classes = match &site.stock {
        Some(Stock::BaseStock(stock)) => {
            let mut classes = ordered_by_customers(scenario, site);
            classes.insert(&stock.class);
            classes
        }
        _ => requested(scenario, site, passed_on),
    };
    if scenario.impatience.iter().any(|rule| matches!(rule.act, ImpatienceAction::OrdersAgain { .. })) {
        // Redundant deliveries are returned.
        classes.extend(requested(scenario, site, passed_on));
    }
    classes
}

/// Adds the classes that lines of these classes may be escalated to.
fn add_escalated<'s>(scenario: &'s Scenario, classes: &mut Classes<'s>) {
    loop {
        let before = classes.len();
        for rule in &scenario.impatience {
            if let (ImpatienceAction::EscalatesTo(class), true) =
                (&rule.act, classes.contains(rule.class.as_str()))
            {
                classes.insert(class);
            }
        }
        if classes.len() == before {
            return;
        }
    }
}
