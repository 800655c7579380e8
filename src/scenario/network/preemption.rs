//! Which order classes pre-empt at a process, and where that means nothing.
//!
//! ```toml
//! [processes.pick]
//! servers = 4
//! time = "15 min"
//! preempts = ["vor", "daily"]
//! ```

use super::discipline::QueueDiscipline;
use super::order_class::UNKNOWN;
use super::process::{Capacity, WorkUnit};
use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Item, Reader, kind};

impl<'t> Reader<'t> {
    /// Order classes that pre-empt at a process that works so.
    pub(crate) fn preempts(
        &mut self,
        item: Item<'t>,
        unit: WorkUnit,
        capacity: &Capacity,
        written_rule: Option<Item<'t>>,
        rule: QueueDiscipline,
    ) -> Vec<String> {
        let classes = self.references(Some(item), kind("classes"));
        if unit == WorkUnit::Delivery {
            self.fault(
                Fault::at(item.at, "a delivery may hold lines of several order classes", "which is urgent?")
                    .help("lines pre-empt where a process works per line or per piece"),
            );
        } else if matches!(capacity, Capacity::Servers { servers: None, .. }) {
            self.fault(
                Fault::at(item.at, "`preempts` means nothing without a limit", "a server is always free")
                    .help("say how many `servers` there are, or leave it out"),
            );
        }
        if let (Some(written), true) = (written_rule, rule != QueueDiscipline::Priority) {
            self.fault(
                Fault::at(item.at, "`preempts` goes with the rule `priority`", "goes by class")
                    .and(written.place(), "another rule")
                    .help("leave one of them out"),
            );
        }
        classes
    }
}

/// Says where nothing is less urgent, and which phases give another rule to a process whose lines pre-empt.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let least = scenario.classes.iter().max_by_key(|class| class.priority);
    for process in scenario.processes.iter().filter(|process| !process.preempts.is_empty()) {
        let path = ["processes", process.name.as_str(), "preempts"];
        let idle = process.preempts.iter().find(|class| least.is_some_and(|least| least.name == **class));
        if let (Some(class), Some(place)) = (idle, idle.and_then(|class| reader.place_in_list(&path, class)))
            && scenario.classes.iter().all(|class| class.priority != UNKNOWN)
        {
            let message = format!("no order class is less urgent than `{class}`");
            reader.fault(
                Fault::at(place, message, "pre-empts nothing").help("a smaller `priority` goes first"),
            );
        }
        for phase in &scenario.restart {
            for (_, rule) in phase.policy.discipline.iter().filter(|(name, _)| *name == process.name) {
                let there = reader.node(&["restart", &phase.name, "discipline", &process.name]);
                let (Some(there), Some(here), true) =
                    (there.map(|node| node.place), reader.node(&path), *rule != QueueDiscipline::Priority)
                else {
                    continue;
                };
                reader.fault(
                    Fault::at(there, "lines pre-empt by the rule `priority` only", "another rule")
                        .and(here.place, "lines pre-empt at this process")
                        .help("leave one of them out"),
                );
            }
        }
    }
}
