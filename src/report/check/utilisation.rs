//! Utilisation: mean demand on each process against its capacity.

use super::Input;
use super::format::{integer, percent};
use crate::model::Model;
use crate::report::text_table::TextTable;
use crate::scenario::network::process::WorkUnit;
use crate::units::ProcessId;

/// Utilisation above which a process is marked: queues grow fast there.
const HIGH: f64 = 0.9;

/// A row for each process of each site group.
pub(super) fn section(input: &Input<'_>) -> String {
    let heads =
        ["process", "site", "unit", "demand /\nworking day", "capacity /\nworking day", "utilisation", ""];
    let mut table = TextTable::new(&heads, &[0, 1, 2, 6], input.style);
    each_process(input.model, |process, site, demand, capacity| {
        let utilisation = if demand > 0.0 { demand / capacity } else { 0.0 };
        let mark = if utilisation > 1.0 {
            "!! over capacity"
        } else if utilisation > HIGH {
            "! high"
        } else {
            ""
        };
        table.row(vec![
            input.labels.processes[process].clone(),
            input.labels.site_groups[site].clone(),
            unit(input.model.processes[ProcessId::from_index(process)].per).into(),
            integer(demand),
            if capacity.is_finite() { integer(capacity) } else { "no limit".into() },
            percent(utilisation),
            mark.into(),
        ]);
    });
    table.into_text()
}

/// Calls `visit` with process, site group, demand and capacity \[units per working day\] of each
/// process of each site group, each once.
pub(super) fn each_process(model: &Model, mut visit: impl FnMut(usize, usize, f64, f64)) {
    for (id, group) in model.site_groups.iter_ids() {
        let mut processes: Vec<ProcessId> = Vec::new();
        for &process in group.inbound.iter().chain(&group.before_stock).chain(&group.after_stock) {
            if !processes.contains(&process) {
                processes.push(process);
            }
        }
        for process in processes.into_iter().map(usize::from) {
            visit(
                process,
                id.index(),
                model.flows.work_units[id][process],
                model.flows.capacity[id][process],
            );
        }
    }
}

fn unit(unit: WorkUnit) -> &'static str {
    match unit {
        WorkUnit::Line => "lines",
        WorkUnit::Piece => "pieces",
        WorkUnit::Delivery => "deliveries",
    }
}
