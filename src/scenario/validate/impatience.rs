//! Impatience rules: each can take effect.
//!
//! - The class of the rule has a promise, since a line without one is never late.
//! - An escalation leads to a more urgent class.
//! - Some customer of the rule orders lines of its class.

use super::lookup::all_read;
use crate::scenario::Scenario;
use crate::scenario::customers::impatience::{Impatience, ImpatienceAction};
use crate::scenario::network::order_class::{OrderClass, UNKNOWN};
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for rule in &scenario.impatience {
        let (Some(class), Some(at_class)) =
            (class_of(scenario, &rule.class), place_of(reader, rule, "class"))
        else {
            continue;
        };
        class_has_promise(reader, class, at_class);
        escalates_to_more_urgent(reader, scenario, rule, class, at_class);
        somebody_orders_class(reader, scenario, rule, at_class);
    }
}

fn class_of<'s>(scenario: &'s Scenario, name: &str) -> Option<&'s OrderClass> {
    scenario.classes.iter().find(|class| class.name == name)
}

fn place_of(reader: &Reader<'_>, rule: &Impatience, key: &str) -> Option<Place> {
    reader.node(&["impatience", &rule.name, key]).map(|node| node.place)
}

fn class_has_promise(reader: &mut Reader<'_>, class: &OrderClass, at_class: Place) {
    let promise = reader.node(&["classes", &class.name, "promise"]);
    if let (None, Some(definition)) = (promise, reader.name_place(kind("classes"), &class.name)) {
        let message = format!("order class `{}` has no promise", class.name);
        reader.report(
            ScenarioError::at(at_class, message, "its lines are never late")
                .and(definition, "no `promise`")
                .help("give the class a `promise`"),
        );
    }
}

fn escalates_to_more_urgent(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    rule: &Impatience,
    class: &OrderClass,
    at_class: Place,
) {
    if let (ImpatienceAction::EscalatesTo(name), Some(at_target)) =
        (&rule.act, place_of(reader, rule, "escalates_to"))
        && let Some(target) = class_of(scenario, name)
        && target.priority >= class.priority
        && target.priority != UNKNOWN
    {
        let message = format!("order class `{name}` is not more urgent than `{}`", class.name);
        reader.report(
            ScenarioError::at(at_target, message, format!("priority {}", target.priority))
                .and(at_class, format!("priority {}", class.priority))
                .help("the smaller the `priority`, the more urgent the class"),
        );
    }
}

fn somebody_orders_class(reader: &mut Reader<'_>, scenario: &Scenario, rule: &Impatience, at_class: Place) {
    let mut demands =
        scenario.demand.iter().filter(|demand| rule.demand.is_empty() || rule.demand.contains(&demand.name));
    let all_known = place_of(reader, rule, "demand").is_none()
        || all_read(reader, ["impatience", &rule.name, "demand"], rule.demand.len());
    if all_known && !demands.any(|demand| demand.may_order(&rule.class)) {
        let message = format!("no customer of rule `{}` orders lines of class `{}`", rule.name, rule.class);
        reader.report(
            ScenarioError::at(at_class, message, "the rule would never apply")
                .help("use a class that is listed in the `classes` of a demand"),
        );
    }
}
