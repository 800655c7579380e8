//! What can only be seen across tables: cycles, things that nothing reaches, moments outside the run.
//!
//! Every check here is one that would otherwise change a result in silence, or stop a run that has begun.
//!
//! Knows nothing of running.

pub(crate) mod class_reachability;
pub(crate) mod cycles;

use super::Scenario;
use super::customers::demand::BackorderClass;
use super::customers::demand::Demand;
use super::customers::impatience::Act;
use super::disruption::Target;
use super::disruption::restart::{Phase, PhaseEnd};
use super::network::discipline::QueueDiscipline;
use super::network::lane::Departures;
use super::network::order_class::UNKNOWN;
use super::network::site::{Site, SiteKind};
use super::stock::{ShortageResponse, Stock};
use super::syntax::diagnostic::{Fault, Place};
use super::syntax::quantity::{Level, Micros, adds_up, wrong_sum};
use super::syntax::reader::{Reader, kind};

/// Departures of a lane over a run: more are a slip of units.
const MOST_DEPARTURES: Micros = 10_000_000;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    shares_of_parts(reader, scenario);
    priorities(reader, scenario);
    super::network::order_class::check(reader, scenario);
    super::network::random_stream::check(reader, scenario);
    cycles::check(reader, scenario);
    processes(reader, scenario);
    class_reachability::check(reader, scenario);
    super::network::preemption::check(reader, scenario);
    super::network::queue_capacity::check(reader, scenario);
    rules_of_inbound(reader, scenario);
    visits_at_desks(reader, scenario);
    sources(reader, scenario);
    shelves(reader, scenario);
    classes_by_car(reader, scenario);
    lanes(reader, scenario);
    impatience(reader, scenario);
    moments(reader, scenario);
    gates(reader, scenario);
    roll_backs(reader, scenario);
    targets(reader, scenario);
    super::observation::check(reader, scenario);
    super::uncertainty::check(reader, &scenario.uncertain);
    desks(reader, scenario);
}

fn shares_of_parts(reader: &mut Reader<'_>, scenario: &Scenario) {
    let readable = scenario
        .parts
        .iter()
        .all(|part| part.share > 0.0 || reader.node(&["parts", &part.name, "share"]).is_some_and(says_zero));
    let (sum, whole) = adds_up(scenario.parts.iter().map(|part| part.share));
    if scenario.parts.is_empty() || whole || !readable {
        return;
    }
    let places: Vec<Place> = scenario
        .parts
        .iter()
        .filter_map(|part| Some(reader.node(&["parts", &part.name, "share"])?.place))
        .collect();
    if let Some((first, others)) = places.split_first() {
        let fault = wrong_sum(*first, "the shares of segments", sum);
        reader.fault(others.iter().take(8).fold(fault, |fault, place| fault.and(*place, "and this")));
    }
}

fn says_zero(node: &super::syntax::tree::Node) -> bool {
    matches!(&node.value, super::syntax::tree::Value::Text(text) if text.trim_start().starts_with('0'))
}

fn priorities(reader: &mut Reader<'_>, scenario: &Scenario) {
    for (k, class) in scenario.classes.iter().enumerate() {
        let Some(place) = reader.node(&["classes", &class.name, "priority"]).map(|node| node.place) else {
            continue;
        };
        let Some(other) = scenario.classes[..k]
            .iter()
            .find(|other| other.priority == class.priority && class.priority != UNKNOWN)
        else {
            continue;
        };
        let Some(first) = reader.node(&["classes", &other.name, "priority"]).map(|node| node.place) else {
            continue;
        };
        let message = format!("order classes `{}` and `{}` have one priority", other.name, class.name);
        reader.fault(
            Fault::at(place, message, "the same")
                .and(first, "this one")
                .help("no two classes have the same: 1 goes first"),
        );
    }
}

fn impatience(reader: &mut Reader<'_>, scenario: &Scenario) {
    let class_of = |name: &str| scenario.classes.iter().find(|class| class.name == name);
    for rule in &scenario.impatience {
        let place = |key| reader.node(&["impatience", &rule.name, key]).map(|node| node.place);
        let (Some(class), Some(here)) = (class_of(&rule.class), place("class")) else { continue };
        let mut faults = Vec::new();
        let promise = reader.node(&["classes", &class.name, "promise"]);
        if let (None, Some(own)) = (promise, reader.name_place(kind("classes"), &class.name)) {
            let message = format!("order class `{}` has no promise to be late by", class.name);
            faults.push(
                Fault::at(here, message, "is never late")
                    .and(own, "no `promise`")
                    .help("give it a `promise`"),
            );
        }
        if let (Act::EscalatesTo(name), Some(there)) = (&rule.act, place("escalates_to"))
            && let Some(other) = class_of(name)
            && other.priority >= class.priority
            && other.priority != UNKNOWN
        {
            let message = format!("order class `{name}` is not more urgent than `{}`", class.name);
            faults.push(
                Fault::at(there, message, format!("priority {}", other.priority))
                    .and(here, format!("priority {}", class.priority))
                    .help("a smaller `priority` goes first"),
            );
        }
        let mut asked = scenario
            .demand
            .iter()
            .filter(|demand| rule.demand.is_empty() || rule.demand.contains(&demand.name));
        let all_known = place("demand").is_none()
            || all_read(reader, ["impatience", &rule.name, "demand"], rule.demand.len());
        if all_known && !asked.any(|demand| demand.may_order(&class.name)) {
            let message =
                format!("no customer of rule `{}` orders lines of class `{}`", rule.name, class.name);
            faults.push(Fault::at(here, message, "nobody would act").help("see `classes` of the demands"));
        }
        for fault in faults {
            reader.fault(fault);
        }
    }
}

/// Processes of a site, with the key under which each is listed.
fn listed_at(site: &Site) -> impl Iterator<Item = (&'static str, &String)> {
    let inbound = site.inbound.iter().map(|name| ("inbound", name));
    let outbound = site.before_stock.iter().chain(&site.after_stock).map(|name| ("outbound", name));
    inbound.chain(outbound).chain(site.desk.iter().map(|name| ("desk", name)))
}

fn processes(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in &scenario.sites {
        for (k, (key, name)) in listed_at(site).enumerate() {
            let before = listed_at(site).take(k).find(|(other, listed)| *other != key && *listed == name);
            if let Some((first, _)) = before {
                let place = reader.place_in_list(&["sites", &site.name, key], name);
                let first = reader.place_in_list(&["sites", &site.name, first], name);
                let (Some(place), Some(first)) = (place, first) else { continue };
                reader.fault(
                    Fault::at(
                        place,
                        format!("process `{name}` is listed twice at site `{}`", site.name),
                        "here again",
                    )
                    .and(first, "listed here")
                    .help("two steps are two processes, with a name each"),
                );
            }
        }
    }
    for process in &scenario.processes {
        let used = scenario.sites.iter().any(|site| listed_at(site).any(|(_, name)| *name == process.name));
        let Some(place) = reader.name_place(kind("processes"), &process.name) else { continue };
        if !used {
            reader.fault(
                Fault::at(place, format!("no site uses process `{}`", process.name), "would never work")
                    .help("list it in the `inbound`, `outbound` or `desk` of a site, or leave it out"),
            );
        }
    }
}

/// Says that a share of visits stands at a process that everything must go through.
fn visits_at_desks(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in scenario.processes.iter().filter(|process| process.routing_share != Level::NORMAL) {
        let Some(place) = reader.node(&["processes", &process.name, "visits"]).map(|node| node.place) else {
            continue;
        };
        for site in scenario.sites.iter().filter(|site| site.desk.contains(&process.name)) {
            let Some(listed) = reader.place_in_list(&["sites", &site.name, "desk"], &process.name) else {
                continue;
            };
            reader.fault(
                Fault::at(place, "what comes to a desk cannot pass it by", "a share of it")
                    .and(listed, "listed here")
                    .help("`visits` is of inbound and outbound processes"),
            );
        }
    }
}

/// Says that a rule for what comes in stands at a process of what does not, as its own or for a time.
fn rules_of_inbound(reader: &mut Reader<'_>, scenario: &Scenario) {
    let own = scenario.processes.iter().map(|process| {
        let path = vec!["processes", &process.name, "rule"];
        (process.name.as_str(), process.rule, path)
    });
    let for_a_time = scenario.restart.iter().flat_map(|phase| {
        let rules = phase.policy.rule.iter();
        rules.map(|(process, rule)| {
            (process.as_str(), *rule, vec!["restart", &phase.name, "rule", process.as_str()])
        })
    });
    for (process, rule, path) in own.chain(for_a_time) {
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        if rule != QueueDiscipline::BackordersFirst {
            continue;
        }
        for site in &scenario.sites {
            let elsewhere = listed_at(site).find(|(key, name)| *key != "inbound" && **name == process);
            let Some((key, name)) = elsewhere else { continue };
            let Some(listed) = reader.place_in_list(&["sites", &site.name, key], name) else { continue };
            let message = format!("`backordered_first` is of what comes in, not of `{key}`");
            reader.fault(
                Fault::at(place, message, "looks for goods that lines wait for")
                    .and(listed, "listed here")
                    .help("what goes out is given by the stock before; choose another rule"),
            );
        }
    }
}

/// Who enters what was written on paper must stand at a desk on the way, and who stands at a desk has to enter
/// something.
fn desks(reader: &mut Reader<'_>, scenario: &Scenario) {
    let enters = |demand: &Demand| demand.when_down.as_ref().and_then(|down| down.entered_by.clone());
    for demand in &scenario.demand {
        let Some(process) = enters(demand) else { continue };
        let at_desk = |site: &Site| {
            site.desk.contains(&process)
                && (site.name == demand.site || supplies(scenario, &site.name, &demand.site))
        };
        let path = ["demand", &demand.name, "when_down", "entered_by"];
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        if site_of(scenario, &demand.site).is_some() && !scenario.sites.iter().any(at_desk) {
            let message =
                format!("process `{process}` stands at no desk that demand `{}` comes by", demand.name);
            reader.fault(Fault::at(place, message, "enters its paper").help(format!(
                "list it in the `desk` of site `{}`, or of a site that supplies it",
                demand.site
            )));
        }
    }
    let all_read = scenario.demand.iter().all(|demand| {
        reader.node(&["demand", &demand.name, "when_down", "entered_by"]).is_none()
            || enters(demand).is_some()
    });
    for site in scenario.sites.iter().filter(|site| site.kind != SiteKind::Supplier) {
        for process in &site.desk {
            let in_the_flow = listed_at(site).any(|(key, name)| key != "desk" && name == process);
            if in_the_flow
                || !all_read
                || scenario.demand.iter().any(|demand| enters(demand).as_ref() == Some(process))
            {
                continue;
            }
            if let Some(place) = reader.place_in_list(&["sites", &site.name, "desk"], process) {
                let message = format!("nothing comes to process `{process}` at the desk of `{}`", site.name);
                reader.fault(
                    Fault::at(place, message, "would never work")
                        .help("name it as `entered_by` in the `when_down` of a demand, or leave it out"),
                );
            }
        }
    }
}

fn site_of<'s>(scenario: &'s Scenario, name: &str) -> Option<&'s Site> {
    scenario.sites.iter().find(|site| site.name == name)
}

/// A site that has nothing to give and nobody to pass on to.
fn gives_nothing(site: &Site) -> bool {
    site.kind != SiteKind::Supplier && site.stock.is_none() && site.supplied_by.is_empty()
}

fn sources(reader: &mut Reader<'_>, scenario: &Scenario) {
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

fn names_something(node: Option<&super::syntax::tree::Node>) -> bool {
    match node.map(|node| &node.value) {
        Some(super::syntax::tree::Value::List(list)) => !list.is_empty(),
        Some(_) => true,
        None => false,
    }
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

/// Whether goods of a site may come from another, directly or through others.
fn supplies(scenario: &Scenario, from: &str, to: &str) -> bool {
    let mut open = vec![to];
    let mut seen = Vec::new();
    while let Some(name) = open.pop() {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let sources = site_of(scenario, name).map_or(&[][..], |site| &site.supplied_by);
        if sources.iter().any(|source| source == from) {
            return true;
        }
        open.extend(sources.iter().map(String::as_str));
    }
    false
}

fn lanes(reader: &mut Reader<'_>, scenario: &Scenario) {
    let supply_known = scenario
        .sites
        .iter()
        .all(|site| all_read(reader, ["sites", &site.name, "supplied_by"], site.supplied_by.len()));
    for (k, lane) in scenario.lanes.iter().enumerate() {
        let place = |key| reader.node(&["lanes", &lane.name, key]).map(|node| node.place);
        let (Some(from), Some(to)) = (place("from"), place("to")) else { continue };
        let (Some(source), Some(_)) = (site_of(scenario, &lane.from), site_of(scenario, &lane.to)) else {
            continue;
        };
        if source.kind == SiteKind::Supplier {
            reader.fault(
                Fault::at(from, format!("lane `{}` leaves from a supplier", lane.name), "a supplier")
                    .help("the `lead_time` of a supplier runs to the arrival: leave the lane out"),
            );
        } else if supply_known && !supplies(scenario, &lane.from, &lane.to) {
            let message =
                format!("lane `{}` is never used: `{}` does not supply `{}`", lane.name, lane.from, lane.to);
            let help = if supplies(scenario, &lane.to, &lane.from) {
                "it runs the other way: exchange `from` and `to`".to_owned()
            } else {
                format!("name `{}` in the `supplied_by` of `{}`, or leave the lane out", lane.from, lane.to)
            };
            reader.fault(Fault::at(from, message, "from here").and(to, "to here").help(help));
        }
        if let Some(other) =
            scenario.lanes[..k].iter().find(|other| other.from == lane.from && other.to == lane.to)
        {
            let (Some(here), Some(there)) =
                (reader.name_place(kind("lanes"), &lane.name), reader.name_place(kind("lanes"), &other.name))
            else {
                continue;
            };
            let message = format!("two lanes from `{}` to `{}`", lane.from, lane.to);
            reader.fault(
                Fault::at(here, message, "the second")
                    .and(there, "the first")
                    .help("`departs` may list several timetables"),
            );
        }
    }
}

fn moments(reader: &mut Reader<'_>, scenario: &Scenario) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    for disruption in &scenario.disruptions {
        moment(
            reader,
            scenario,
            &["disruptions", &disruption.name, "from"],
            Some(disruption.from),
            "disruption",
        );
    }
    for phase in &scenario.restart {
        moment(reader, scenario, &["restart", &phase.name, "from"], phase.from, "phase");
    }
    for lane in &scenario.lanes {
        let Some(Departures::Every { interval, .. }) = lane.departs else { continue };
        let place = reader.node(&["lanes", &lane.name, "departs", "every"]).map(|node| node.place);
        if let Some(place) = place.filter(|_| scenario.horizon / interval > MOST_DEPARTURES) {
            let fault = Fault::at(place, "over ten million departures in the run", "so often");
            reader.fault(fault.help("leave `departs` out to depart as soon as goods are ready"));
        }
    }
    for demand in &scenario.demand {
        // One that begins in the warm-up is as good as any.
        let from = demand.from.filter(|&from| from >= scenario.horizon);
        moment(reader, scenario, &["demand", &demand.name, "from"], from, "demand");
    }
}

/// Says that something begins after the run, or in its warm-up. Before the run is told while reading.
fn moment(reader: &mut Reader<'_>, scenario: &Scenario, path: &[&str], from: Option<Micros>, what: &str) {
    let (Some(from), Some(place), Some(start)) =
        (from, reader.node(path).map(|node| node.place), reader.start)
    else {
        return;
    };
    // An instant before the run was told and stands as 0.
    let told = reader.files.faults.iter().any(|fault| fault.place() == Some(place));
    if told {
        return;
    }
    let name = path[1];
    let written = |key: &str| reader.node(&[key]).map(|node| node.place);
    let help = if what == "demand" {
        "begin before the end of the run"
    } else {
        "begin between the end of the warm-up and the end of the run"
    };
    let (end, label, bound) = if from >= scenario.horizon {
        ("after the run ends", "after the run", written("horizon").map(|place| (place, scenario.horizon)))
    } else if from < scenario.warm_up {
        ("inside the warm-up", "in the warm-up", written("warm_up").map(|place| (place, scenario.warm_up)))
    } else {
        return;
    };
    let fault = Fault::at(place, format!("{what} `{name}` begins {end}"), label).help(help);
    reader.fault(match bound {
        Some((bound, until)) => {
            fault.and(bound, format!("until {}", super::disruption::moment_text(start, until)))
        }
        None => fault,
    });
}

/// Says where gates look for what can never wait there.
fn gates(reader: &mut Reader<'_>, scenario: &Scenario) {
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

/// Says which phases a check would roll back though they need not be over when it is made.
fn roll_backs(reader: &mut Reader<'_>, scenario: &Scenario) {
    let known = |phase: &Phase| all_read(reader, ["restart", &phase.name, "after"], phase.after.len());
    if !scenario.restart.iter().all(known) {
        return;
    }
    for phase in &scenario.restart {
        let Some(roll_back) = phase.check.as_ref().and_then(|check| check.roll_back.as_ref()) else {
            continue;
        };
        let before = before(scenario, phase);
        let path = ["restart", &phase.name, "check", "if_it_fails", "rolls_back"];
        for name in roll_back.phases.iter().filter(|name| !before.contains(&name.as_str())) {
            let Some(place) = reader.place_in_list(&path, name) else { continue };
            let known = if before.is_empty() { "none".to_owned() } else { before.join(", ") };
            reader.fault(
                Fault::at(
                    place,
                    format!("phase `{}` is not `after` phase `{name}`, which it would roll back", phase.name),
                    "need not be over by then",
                )
                .help(format!("a check rolls back what it comes after: {known}")),
            );
        }
    }
}

/// The phases that are over before a phase begins, in order of name.
fn before<'s>(scenario: &'s Scenario, phase: &'s Phase) -> Vec<&'s str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open: Vec<&Phase> = vec![phase];
    while let Some(next) = open.pop() {
        for name in &next.after {
            if !found.contains(&name.as_str()) {
                found.push(name);
                open.extend(scenario.restart.iter().filter(|phase| phase.name == *name));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether every item of a list was read: else a check of it would only echo the mistake that is told.
fn all_read(reader: &Reader<'_>, path: [&str; 3], read: usize) -> bool {
    match reader.node(&path).map(|node| &node.value) {
        None => read == 0,
        Some(super::syntax::tree::Value::List(list)) => list.len() == read,
        Some(_) => false,
    }
}

fn targets(reader: &mut Reader<'_>, scenario: &Scenario) {
    let down_known = scenario
        .disruptions
        .iter()
        .all(|down| all_read(reader, ["disruptions", &down.name, "takes_down"], down.takes_down.len()));
    for disruption in &scenario.disruptions {
        for target in &disruption.takes_down {
            without_effect(reader, scenario, target, ["disruptions", &disruption.name, "takes_down"]);
        }
        for (target, _) in &disruption.delay {
            slows_suppliers(reader, scenario, target, &disruption.name);
        }
    }
    let taken = scenario.disruptions.iter().flat_map(|disruption| &disruption.takes_down);
    let slowed = scenario.disruptions.iter().flat_map(|disruption| &disruption.delay);
    let down: Vec<&Target> = taken.chain(slowed.map(|(target, _)| target)).collect();
    for phase in &scenario.restart {
        for target in &phase.brings_back {
            if down.contains(&target) || !down_known {
                continue;
            }
            let Some(place) = target_place(reader, ["restart", &phase.name, "brings_back"], target) else {
                continue;
            };
            let name = target.full_name();
            let mut known: Vec<String> = down.iter().map(|target| target.full_name()).collect();
            known.sort();
            known.dedup();
            let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
            reader.fault(
                Fault::at(
                    place,
                    format!("phase `{}` brings back `{name}`, which no disruption takes down", phase.name),
                    "is never down",
                )
                .help(format!("taken down in this scenario: {known}")),
            );
        }
    }
}

fn target_place(reader: &Reader<'_>, path: [&str; 3], target: &Target) -> Option<Place> {
    let full = target.full_name();
    let short = full.split_once('.').map_or(full.as_str(), |(_, short)| short);
    let list = reader.node(&path)?.place;
    let by_full = reader.place_in_list(&path, &full).filter(|place| *place != list);
    by_full.or_else(|| reader.place_in_list(&path, short))
}

/// Says that a delay is of something that has no lead times.
fn slows_suppliers(reader: &mut Reader<'_>, scenario: &Scenario, target: &Target, disruption: &str) {
    if let Target::Site(name) = target
        && site_of(scenario, name).is_none_or(|site| site.kind == SiteKind::Supplier)
    {
        return;
    }
    let Some(node) = reader.node(&["disruptions", disruption, "delay"]) else { return };
    let full = target.full_name();
    let short = full.split_once('.').map_or(full.as_str(), |(_, short)| short);
    let place = node.table().and_then(|table| {
        // `sites.suppliers = ".."` without quotes is a table in a table.
        let inner = full.split_once('.').and_then(|(kind, name)| table.get(kind)?.node.table()?.get(name));
        inner.or_else(|| table.get(&full)).or_else(|| table.get(short))
    });
    let place = place.map_or(node.place, |entry| entry.at);
    reader.fault(
        Fault::at(place, format!("`{full}` is no supplier, so it has no lead times to delay"), "no supplier")
            .help("`delay` is of suppliers; systems, processes, sites and lanes go into `takes_down`"),
    );
}

/// Says that a site without processes is taken down: nothing would change.
fn without_effect(reader: &mut Reader<'_>, scenario: &Scenario, target: &Target, path: [&str; 3]) {
    let Target::Site(name) = target else { return };
    let Some(site) = site_of(scenario, name) else { return };
    if site.kind == SiteKind::Supplier {
        return;
    }
    let written =
        ["inbound", "outbound", "desk"].iter().any(|key| reader.node(&["sites", name, key]).is_some());
    if listed_at(site).next().is_some() || written {
        return;
    }
    if let Some(place) = target_place(reader, path, target) {
        reader.fault(
            Fault::at(
                place,
                format!("site `{name}` has no process that could go down"),
                "nothing would change",
            )
            .help("take down a lane or a system instead, or give the site `outbound` processes"),
        );
    }
}
