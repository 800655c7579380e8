//! Utilisation: mean demand on each process against its capacity.

use super::CheckInput;
use super::format::{integer, percent};
use crate::analysis::utilisation::utilisation;
use crate::report::text_table::TextTable;
use crate::scenario::network::process::WorkUnit;

/// Utilisation above which a process is marked: queues grow fast there.
const HIGH: f64 = 0.9;

/// A row for each process of each site group.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let heads =
        ["process", "site", "unit", "demand /\nworking day", "capacity /\nworking day", "utilisation", ""];
    let mut table = TextTable::new(&heads, &[0, 1, 2, 6], input.style);
    for one in utilisation(input.model) {
        let utilisation = one.utilisation();
        let mark = if utilisation > 1.0 {
            "!! over capacity"
        } else if utilisation > HIGH {
            "! high"
        } else {
            ""
        };
        table.row(vec![
            input.labels.processes[usize::from(one.process)].clone(),
            input.labels.site_groups[usize::from(one.group)].clone(),
            unit(input.model.processes[one.process].per).into(),
            integer(one.demand),
            if one.capacity.is_finite() { integer(one.capacity) } else { "no limit".into() },
            if utilisation.is_finite() { percent(utilisation) } else { "no capacity".into() },
            mark.into(),
        ]);
    }
    table.into_text()
}

fn unit(unit: WorkUnit) -> &'static str {
    match unit {
        WorkUnit::Line => "lines",
        WorkUnit::Piece => "pieces",
        WorkUnit::Delivery => "deliveries",
    }
}
