//! Which order classes can come to a process, and whether its `time` names them.
//!
//! Lines go up from site to site: a site that holds all parts asks for its stock, and hands on nothing; one that holds
//! some hands on what is asked of the others; one that holds none hands on all. Customers who are impatient may give a line
//! a more urgent class anywhere.
//!
//! Knows nothing of how many lines come.

use crate::scenario::Scenario;
use crate::scenario::customers::demand::BackorderClass;
use crate::scenario::customers::impatience::Act;
use crate::scenario::network::process::{Capacity, Process};
use crate::scenario::network::service_time::ServiceTime;
use crate::scenario::network::site::Site;
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Reader, kind};
use std::collections::BTreeSet;

type Classes<'s> = BTreeSet<&'s str>;

/// Says which classes come to a process whose `time` does not name them.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in &scenario.processes {
        let Capacity::Servers { time: ServiceTime::ByClass(_), .. } = &process.capacity else { continue };
        let path = ["processes", process.name.as_str(), "time"];
        let Some(node) = reader.node(&path) else { continue };
        let Some(table) = node.table() else { continue };
        // A class with a mistake was told, and one with a slip of the pen stands for one that seems to be lacking.
        if table.entries.iter().any(|entry| reader.name_place(kind("classes"), &entry.key).is_none()) {
            continue;
        }
        let written = |class: &str| table.get(class).is_some();
        let coming = coming(scenario, process);
        let lacking: Vec<&str> = coming.iter().copied().filter(|class| !written(class)).collect();
        if !lacking.is_empty() {
            let names = lacking.iter().map(|class| format!("`{class}`")).collect::<Vec<_>>().join(", ");
            let (classes, these) =
                if lacking.len() == 1 { ("class", "this class") } else { ("classes", "these classes") };
            let message = format!("`time` says nothing of order {classes} {names}");
            reader.fault(
                Fault::at(node.place, message, "incomplete")
                    .help(format!("lines of {these} come to `{}`: give each class a time", process.name)),
            );
        }
    }
}

/// Classes of the lines that can come to a process, at any site that lists it.
pub(crate) fn coming<'s>(scenario: &'s Scenario, process: &Process) -> Classes<'s> {
    let up = handed_up(scenario);
    let lists = |listed: &[String]| listed.contains(&process.name);
    let mut classes = Classes::new();
    for site in &scenario.sites {
        if lists(&site.before_stock) || lists(&site.after_stock) {
            classes.extend(asked(scenario, site, &up));
        }
        if lists(&site.inbound) {
            classes.extend(coming_in(scenario, site, &up));
        }
        if lists(&site.desk) {
            let enters = scenario.demand.iter().filter(|demand| {
                demand.when_down.as_ref().is_some_and(|down| down.entered_by.as_ref() == Some(&process.name))
            });
            classes.extend(enters.flat_map(|demand| demand.classes.iter().map(|(class, _)| class.as_str())));
        }
    }
    escalated(scenario, &mut classes);
    classes
}

/// Of what customers ask at a site itself.
fn own<'s>(scenario: &'s Scenario, site: &Site) -> Classes<'s> {
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

/// Of what is asked of a site, by customers and by the sites below it, which hand up what is in `up`.
fn asked<'s>(scenario: &'s Scenario, site: &Site, up: &[Classes<'s>]) -> Classes<'s> {
    let mut classes = own(scenario, site);
    for (below, handed_up) in scenario.sites.iter().zip(up) {
        if below.supplied_by.contains(&site.name) {
            classes.extend(handed_up);
        }
    }
    classes
}

/// Of what each site asks of those above it: rounds from below, until nothing is added.
fn handed_up(scenario: &Scenario) -> Vec<Classes<'_>> {
    let mut up = vec![Classes::new(); scenario.sites.len()];
    loop {
        let next: Vec<_> = scenario.sites.iter().map(|site| handed_up_by(scenario, site, &up)).collect();
        if next == up {
            return up;
        }
        up = next;
    }
}

fn handed_up_by<'s>(scenario: &'s Scenario, site: &'s Site, up: &[Classes<'s>]) -> Classes<'s> {
    match &site.stock {
        Some(Stock::Unlimited) => Classes::new(),
        None => asked(scenario, site, up),
        Some(Stock::BaseStock(held)) => {
            let holds_all = held.segments.is_empty() && held.minimum_demand.is_none();
            let mut classes = if holds_all { Classes::new() } else { asked(scenario, site, up) };
            classes.insert(&held.class);
            if site.sells_off_the_shelf() {
                classes.extend(own(scenario, site));
            }
            classes
        }
    }
}

/// Of what comes in at a site.
fn coming_in<'s>(scenario: &'s Scenario, site: &'s Site, up: &[Classes<'s>]) -> Classes<'s> {
    let mut classes = match &site.stock {
        Some(Stock::BaseStock(held)) => {
            let mut classes = own(scenario, site);
            classes.insert(&held.class);
            classes
        }
        _ => asked(scenario, site, up),
    };
    if scenario.impatience.iter().any(|rule| matches!(rule.act, Act::OrdersAgain { .. })) {
        // What is not needed comes back.
        classes.extend(asked(scenario, site, up));
    }
    classes
}

fn escalated<'s>(scenario: &'s Scenario, classes: &mut Classes<'s>) {
    loop {
        let before = classes.len();
        for rule in &scenario.impatience {
            if let (Act::EscalatesTo(class), true) = (&rule.act, classes.contains(rule.class.as_str())) {
                classes.insert(class);
            }
        }
        if classes.len() == before {
            return;
        }
    }
}
