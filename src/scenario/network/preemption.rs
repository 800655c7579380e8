//! Preemption: the rules for the order classes whose lines take the servers of others.
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
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Item, Reader};

impl<'t> Reader<'t> {
    /// Reports where preemption has no effect, or no meaning.
    pub(crate) fn check_preempts(
        &mut self,
        item: Item<'t>,
        unit: WorkUnit,
        capacity: &Capacity,
        written_discipline: Option<Item<'t>>,
        discipline: QueueDiscipline,
    ) {
        if unit == WorkUnit::Delivery {
            self.report(
                ScenarioError::at(
                    item.at,
                    "a delivery may hold lines of several order classes",
                    "no order class",
                )
                .help("lines preempt where a process works per line or per piece"),
            );
        } else if matches!(capacity, Capacity::Servers { servers: None, .. }) {
            self.report(
                ScenarioError::at(
                    item.at,
                    "`preempts` has no effect without a limit",
                    "a server is always free",
                )
                .help("specify the number of `servers`, or leave `preempts` out"),
            );
        }
        if let (Some(written), true) = (written_discipline, discipline != QueueDiscipline::Priority) {
            self.report(
                ScenarioError::at(item.at, "`preempts` needs the discipline `priority`", "by order class")
                    .and(written.place(), "another discipline")
                    .help("leave one of them out"),
            );
        }
    }
}

/// Reports preemption where no class is less urgent, and phases with another discipline for a
/// process whose lines preempt.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let least = scenario.classes.iter().max_by_key(|class| class.priority);
    for process in scenario.processes.iter().filter(|process| !process.preempts.is_empty()) {
        let path = ["processes", process.name.as_str(), "preempts"];
        let idle = process.preempts.iter().find(|class| least.is_some_and(|least| least.name == **class));
        if let (Some(class), Some(place)) = (idle, idle.and_then(|class| reader.place_in_list(&path, class)))
            && scenario.classes.iter().all(|class| class.priority != UNKNOWN)
        {
            let message = format!("no order class is less urgent than `{class}`");
            reader.report(
                ScenarioError::at(place, message, "preempts nothing").help("a smaller `priority` goes first"),
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
                reader.report(
                    ScenarioError::at(
                        there,
                        "lines preempt under the discipline `priority` only",
                        "another discipline",
                    )
                    .and(here.place, "lines preempt at this process")
                    .help("leave one of them out"),
                );
            }
        }
    }
}
