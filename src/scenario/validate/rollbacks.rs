//! Roll-backs.

use super::lookup::all_read;
use crate::scenario::Scenario;
use crate::scenario::disruption::restart::Phase;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::Reader;

/// Says which phases a check would roll back though they need not be over when it is made.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
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
