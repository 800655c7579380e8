//! Order entry: the paper orders that each order desk enters after an outage, and when it is done.
//!
//! Order desks have nothing to enter in normal operation.

use super::CheckInput;
use super::format::integer;
use crate::analysis::order_desk::paper_orders;
use crate::report::text_table::TextTable;

/// A row for each order desk with paper orders.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let heads =
        ["order desk", "site", "paper orders\n[lines]", "capacity\n[lines / working day]", "from", "done"];
    let mut table = TextTable::new(&heads, &[0, 1, 4, 5], input.style);
    for backlog in &paper_orders(input.model, &input.plan) {
        let site = backlog.order_desk.group;
        let process = usize::from(backlog.order_desk.process(&input.model.site_groups));
        table.row(vec![
            input.labels.processes[process].clone(),
            input.labels.site_groups[usize::from(site)].clone(),
            integer(backlog.lines),
            if backlog.lines_per_working_day.is_finite() {
                integer(backlog.lines_per_working_day)
            } else {
                "no limit".into()
            },
            input.moment(backlog.from),
            backlog.done.map_or("not within the run".into(), |done| input.moment(done)),
        ]);
    }
    table.into_text()
}
