//! Waiting rooms: how many lines may wait for a process, and where that means something.
//!
//! ```toml
//! [processes.order_desk]
//! servers = 4
//! time = "6 min"
//! queue_capacity = "0 lines"                        # who finds all servers busy is turned away
//! ```

use super::process::{Capacity, WorkUnit};
use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Item, Reader};

impl<'t> Reader<'t> {
    /// Lines that may wait besides those in service.
    pub(crate) fn room(
        &mut self,
        item: Item<'t>,
        unit: WorkUnit,
        capacity: &Capacity,
        preempts: Option<Item<'t>>,
    ) -> Option<u32> {
        let room = self.whole_lines(item, 0, "\"10 lines\"");
        if unit == WorkUnit::Delivery {
            self.fault(
                Fault::at(
                    item.at,
                    "`queue_capacity` counts lines, but the process works per delivery",
                    "room for lines",
                )
                .help("only what goes out can be turned away, line by line"),
            );
        } else if matches!(capacity, Capacity::Servers { servers: None, .. }) {
            self.fault(
                Fault::at(item.at, "`queue_capacity` means nothing without a limit", "nothing ever waits")
                    .help("say how many `servers` there are, or leave it out"),
            );
        }
        if let Some(preempts) = preempts {
            self.fault(
                Fault::at(
                    item.at,
                    "`queue_capacity` does not go with `preempts`",
                    "has a line that is interrupted room?",
                )
                .and(preempts.at, "interrupts lines")
                .help("leave one of them out"),
            );
        }
        room
    }
}

/// Says where a process with a room stands at a place at which nothing can be turned away.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for process in &scenario.processes {
        let path = ["processes", process.name.as_str(), "queue_capacity"];
        let Some(place) = reader.node(&path).map(|node| node.place) else { continue };
        for site in &scenario.sites {
            let elsewhere = [
                ("inbound", &site.inbound, "what comes in"),
                ("outbound", &site.after_stock, "what is taken from stock already"),
                ("order_desk", &site.order_desk, "what customers have written down"),
            ];
            for (key, listed, what) in elsewhere {
                let listed = listed.contains(&process.name);
                let there = reader.place_in_list(&["sites", &site.name, key], &process.name);
                let (Some(there), true) = (there, listed) else { continue };
                let help = if key == "outbound" {
                    "in `outbound`, list `stock` after it: lines are turned away before stock is taken"
                } else {
                    "only an outbound process before stock is taken can have a `queue_capacity`"
                };
                let message = format!("{what} cannot be turned away");
                reader.fault(
                    Fault::at(place, message, "turns lines away").and(there, "listed here").help(help),
                );
            }
        }
    }
}
