//! Roll-backs: an acceptance check rolls back only phases that are complete when it is made.
//!
//! Those are the phases that its phase comes `after`, directly or through others.

use super::lookup::all_read;
use crate::scenario::Scenario;
use crate::scenario::disruption::restart::RestartPhase;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let is_read =
        |phase: &RestartPhase| all_read(reader, ["restart", &phase.name, "after"], phase.after.len());
    if !scenario.restart.iter().all(is_read) {
        return;
    }
    for phase in &scenario.restart {
        let Some(roll_back) = phase.check.as_ref().and_then(|check| check.if_it_fails.as_ref()) else {
            continue;
        };
        let predecessors = predecessors(scenario, phase);
        let path = ["restart", &phase.name, "check", "if_it_fails", "rolls_back"];
        for name in roll_back.rolls_back.iter().filter(|name| !predecessors.contains(&name.as_str())) {
            let Some(place) = reader.place_in_list(&path, name) else { continue };
            let known = if predecessors.is_empty() { "none".to_owned() } else { predecessors.join(", ") };
            let message = format!("phase `{}` rolls back `{name}`, but does not come `after` it", phase.name);
            reader.report(
                ScenarioError::at(place, message, "may not be complete by then")
                    .help(format!("phases before `{}`: {known}", phase.name)),
            );
        }
    }
}

/// Phases that are complete before a phase starts, in order of name.
fn predecessors<'s>(scenario: &'s Scenario, phase: &'s RestartPhase) -> Vec<&'s str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open: Vec<&RestartPhase> = vec![phase];
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
