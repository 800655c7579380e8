//! Priorities of order classes differ.

use crate::scenario::Scenario;
use crate::scenario::network::order_class::UNKNOWN;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
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
