//! Queue capacity: the rules for the most lines that may wait for a process.
//!
//! ```toml
//! [processes.order_desk]
//! servers = 4
//! time = "6 min"
//! queue_capacity = "0 lines"              # a line that finds all servers busy is rejected
//! ```

use super::process::{Capacity, WorkUnit};
use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Item, Reader};

impl<'t> Reader<'t> {
    /// Reports where a queue capacity has no effect, or no meaning.
    pub(crate) fn check_queue_capacity(
        &mut self,
        item: Item<'t>,
        unit: WorkUnit,
        capacity: &Capacity,
        preempts: Option<Item<'t>>,
    ) {
        if unit == WorkUnit::Delivery {
            self.report(
                ScenarioError::at(
                    item.at,
                    "`queue_capacity` counts lines, but the process works per delivery",
                    "counts lines",
                )
                .help("only outbound lines can be rejected, one by one"),
            );
        } else if matches!(capacity, Capacity::Servers { servers: None, .. }) {
            self.report(
                ScenarioError::at(
                    item.at,
                    "`queue_capacity` has no effect without a limit",
                    "nothing ever waits",
                )
                .help("specify the number of `servers`, or leave `queue_capacity` out"),
            );
        }
        if let Some(preempts) = preempts {
            self.report(
                ScenarioError::at(
                    item.at,
                    "`queue_capacity` and `preempts` exclude each other",
                    "an interrupted line would need a place",
                )
                .and(preempts.at, "interrupts lines")
                .help("leave one of them out"),
            );
        }
    }
}

/// Reports a process with a queue capacity where nothing can be rejected.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in &scenario.processes {
        let path = ["processes", process.name.as_str(), "queue_capacity"];
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        for site in &scenario.sites {
            let elsewhere = [
                ("inbound", &site.inbound, "inbound work"),
                ("outbound", &site.after_stock, "a line whose stock is taken"),
                ("order_desk", &site.order_desk, "an order on paper"),
            ];
            for (key, listed, what) in elsewhere {
                let listed = listed.contains(&process.name);
                let there = reader.place_in_list(&["sites", &site.name, key], &process.name);
                let (Some(there), true) = (there, listed) else { continue };
                let help = if key == "outbound" {
                    "in `outbound`, list `stock` after it: lines are rejected before stock is taken"
                } else {
                    "only an outbound process before stock is taken can have a `queue_capacity`"
                };
                let message = format!("{what} cannot be rejected");
                reader.report(
                    ScenarioError::at(place, message, "rejects lines").and(there, "listed here").help(help),
                );
            }
        }
    }
}
