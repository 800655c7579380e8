//! Complete runs that are timed and whose instructions are counted: shipped scenarios, cut so small
//! that each takes at most some 10^8 instructions.

use gplc::compile::{CompiledModel, build};
use gplc::experiment::window::Windows;
use gplc::metrics::{ReplicationResult, run_replication_by_window};
use gplc::scenario::read;
use std::fmt;
use std::path::Path;

/// A shipped scenario with settings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Name in results.
    name: &'static str,
    scenario: &'static str,
    set: &'static [&'static [&'static str]],
}

impl Run {
    /// Reads and compiles it.
    pub(crate) fn build(self) -> CompiledModel {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(self.scenario);
        let set: Vec<String> = self.set.concat().into_iter().map(str::to_owned).collect();
        build(&read(&path, &set).expect("the shipped scenario is valid").scenario).expect("it compiles")
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The first replication with all metrics, with the windows of a run.
pub(crate) fn replicate(compiled: &CompiledModel) -> ReplicationResult {
    let stretches = Windows::of(&compiled.model, &compiled.labels).stretches();
    run_replication_by_window(&compiled.model, &compiled.labels, 0, &stretches, || false).expect("it runs")
}

/// One pick line.
pub(crate) const QUEUE: Run = Run {
    name: "queue",
    scenario: "bench/queue.toml",
    set: &[&["warm_up=\"0 days\"", "horizon=\"16 days\""]],
};

/// A centre and ten depots.
pub(crate) const TWO_ECHELON: Run = Run {
    name: "two_echelon",
    scenario: "bench/two-echelon.toml",
    set: &[&["warm_up=\"0 days\"", "horizon=\"45 days\""]],
};

/// A fifth of the network; the pick line is slow for two of the six days.
pub(crate) const NETWORK: Run = Run {
    name: "network",
    scenario: "bench/network.toml",
    set: &[&[
        "parts.part.count=200",
        "sites.retailers.count=40",
        "processes.pick.rate=\"1200 lines/day\"",
        "horizon=\"6 days\"",
        "disruptions.slow.from=2025-01-08",
        "restart.faster.from=2025-01-10",
    ]],
};

/// A week of normal running and the steady start.
pub(crate) const NORMAL: Run = Run { name: "normal", scenario: "normal.toml", set: &[AN_EIGHTIETH] };

/// A week in which an outage begins and ends, and the steady start.
pub(crate) const OUTAGE: Run = Run {
    name: "outage",
    scenario: "jlr-2025.toml",
    set: &[
        AN_EIGHTIETH,
        &[
            "start=2025-08-29",
            "restart.order_entry.from=2025-09-02T06:00:00",
            "restart.warehouse.from=2025-09-02T06:00:00",
            "restart.suppliers.from=2025-09-02T06:00:00",
        ],
    ],
};

/// The normal week with an observation of each kind.
pub(crate) const OBSERVED: Run = Run {
    name: "observed",
    scenario: "normal.toml",
    set: &[
        AN_EIGHTIETH,
        &[
            "observe.picking.process=\"pick\"",
            "observe.picking.above=[\"5 lines\"]",
            "observe.picking.each=\"1 h\"",
            "observe.shelves.stock=\"uk_pdc\"",
            "observe.shelves.within=[\"1 day\"]",
            "observe.lorries.lane=\"to_germany\"",
            "observe.repairs.orders=\"uk_workshops\"",
        ],
    ],
};

/// A week of the normal network with about an eightieth of the parts, retailers, lines and people.
const AN_EIGHTIETH: &[&str] = &[
    "warm_up=\"0 days\"",
    "horizon=\"1 week\"",
    "parts.fast.count=10",
    "parts.medium.count=65",
    "parts.slow.count=175",
    "sites.uk_retailers.count=2",
    "sites.suppliers.deliveries.lines=1",
    "processes.pick.people=3",
    "processes.pack.people=3",
    "processes.dispatch.people=1",
    "processes.unload.servers=1",
    "processes.put_away.people=1",
    "demand.germany.lines=\"48 per working day\"",
    "demand.france.lines=\"33 per working day\"",
    "demand.italy.lines=\"33 per working day\"",
    "demand.north_america_east.lines=\"54 per working day\"",
    "demand.north_america_west.lines=\"38 per working day\"",
    "demand.china.lines=\"63 per working day\"",
    "demand.japan.lines=\"28 per working day\"",
    "demand.gulf.lines=\"35 per working day\"",
    "demand.south_africa.lines=\"23 per working day\"",
    "demand.australia.lines=\"26 per working day\"",
];
