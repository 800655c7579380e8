//! Flows: mean demand and orders of each site group on a working day.

use super::CheckInput;
use super::format::integer;
use crate::report::text_table::TextTable;

/// A row for each site group, all its sites together.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let flows = &input.model.flows;
    let heads = [
        "site",
        "customer demand\n[lines]",
        "demand served\n[lines]",
        "demand served\n[pieces]",
        "orders placed\n[lines]",
    ];
    let mut table = TextTable::new(&heads, &[0], input.style);
    for (group, name) in input.model.site_groups.ids().zip(&input.labels.site_groups) {
        table.row(vec![
            name.clone(),
            integer(flows.customer_lines[group]),
            integer(flows.lines_served[group]),
            integer(flows.pieces_served[group]),
            integer(flows.lines_ordered[group]),
        ]);
    }
    table.into_text()
}
