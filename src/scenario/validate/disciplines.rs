//! Queue disciplines.

use super::lookup::listed_at;
use crate::scenario::Scenario;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::Reader;

/// Says that a rule for what comes in stands at a process of what does not, as its own or for a time.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
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
