//! Queue disciplines: `backorders_first` is used only at inbound processes.
//!
//! The discipline advances goods for which back-ordered lines wait; outbound goods are allocated
//! already. The rule covers the discipline of a process and the temporary ones of restart phases.

use super::lookup::listed_processes;
use crate::scenario::Scenario;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let own = scenario.processes.iter().map(|process| {
        let path = vec!["processes", &process.name, "discipline"];
        (process.name.as_str(), process.discipline, path)
    });
    let temporary = scenario.restart.iter().flat_map(|phase| {
        phase.policy.discipline.iter().map(|(process, discipline)| {
            (process.as_str(), *discipline, vec!["restart", &phase.name, "discipline", process.as_str()])
        })
    });
    for (process, discipline, path) in own.chain(temporary) {
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        if discipline != QueueDiscipline::BackordersFirst {
            continue;
        }
        for site in &scenario.sites {
            let elsewhere = listed_processes(site).find(|(key, name)| *key != "inbound" && **name == process);
            let Some((key, name)) = elsewhere else { continue };
            let Some(listed) = reader.place_in_list(&["sites", &site.name, key], name) else { continue };
            let message = format!("`backorders_first` is for inbound processes, not for `{key}`");
            reader.report(
                ScenarioError::at(place, message, "advances goods for back-ordered lines")
                    .and(listed, "listed here")
                    .help("outbound goods are allocated already; choose another discipline"),
            );
        }
    }
}
