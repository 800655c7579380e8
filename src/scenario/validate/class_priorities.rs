//! Class priorities: no two order classes have the same `priority`.

use crate::scenario::Scenario;
use crate::scenario::network::order_class::UNKNOWN;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let place = |reader: &Reader<'_>, class: &str| {
        reader.node(&["classes", class, "priority"]).map(|node| node.place)
    };
    for (k, class) in scenario.classes.iter().enumerate() {
        let Some(here) = place(reader, &class.name) else { continue };
        let other = scenario.classes[..k]
            .iter()
            .find(|other| other.priority == class.priority && class.priority != UNKNOWN);
        let Some(other) = other else { continue };
        let Some(first) = place(reader, &other.name) else { continue };
        let message = format!("order classes `{}` and `{}` have the same priority", other.name, class.name);
        reader.report(
            ScenarioError::at(here, message, "the same priority")
                .and(first, "first used here")
                .help("give each class a priority of its own; 1 is the most urgent"),
        );
    }
}
