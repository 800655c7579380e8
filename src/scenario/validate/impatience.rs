//! Rules of impatience.

use super::lookup::all_read;
use crate::scenario::Scenario;
use crate::scenario::customers::impatience::Act;
use crate::scenario::network::order_class::UNKNOWN;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
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
