//! Uncertain inputs: the scenario values that each replication samples anew.

use super::CheckInput;
use crate::report::text_table::TextTable;

/// A row for each uncertain input.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let mut table = TextTable::new(&["name", "sets", "distribution"], &[0, 1, 2], input.style);
    for uncertain in &input.scenario.uncertain {
        let sets = match &uncertain.set[..] {
            [first, others @ ..] if !others.is_empty() => format!("{first} and {} more", others.len()),
            all => all.concat(),
        };
        table.row(vec![uncertain.name.clone(), sets, uncertain.description()]);
    }
    table.into_text()
}
