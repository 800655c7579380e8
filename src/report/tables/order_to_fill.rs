//! Order-to-fill times: quantiles and mean by window and class, over the lines of all replications.

use crate::experiment::Reached;
use crate::experiment::order_to_fill::Pooled;
use crate::registers::metrics::Dim;
use crate::report::text_table::{Style, TextTable};
use crate::report::wording::{Wording, class_name};

/// A row for each window and class; empty without lines.
pub fn order_to_fill(pooled: &[Pooled], wording: &Wording, style: Style) -> String {
    let heads = ["lines wanted", "P50", "P90", "P99", "mean", "not filled"];
    let mut table = TextTable::new(&heads, &[0], style);
    for row in pooled {
        let quantiles = row.quantiles.iter().zip(row.bands).map(|(&quantile, band)| match band {
            Some((Reached::Not { .. }, _)) | None => days(quantile),
            Some((low, high)) => format!("{} ({}–{})", days(quantile), days(low), days(high)),
        });
        let class = row.class.and_then(|class| wording.names().all(Dim::Class).get(class));
        let class = class_name(class.map_or("", String::as_str));
        let window = wording.names().all(Dim::Window).get(row.window.label);
        let name = format!("{}, {class}", wording.window(window.map_or("", String::as_str)));
        let open = format!("{:.1} %", row.share_not_filled() * 100.0);
        let cells = std::iter::once(name).chain(quantiles);
        table.row(cells.chain([format!("{:.2}", row.restricted_mean), open]).collect());
    }
    if table.is_empty() {
        return String::new();
    }
    let mut notes = Vec::new();
    if pooled.iter().flat_map(|row| row.bands).any(|band| band.is_some()) {
        notes.push("In brackets: P10–P90 over replications.");
    }
    notes.push(
        "Aalen–Johansen over the lines of all runs, from the first want; lost and cancelled lines are never filled, \
         lines open at the end of a run are censored. Mean: time for which a line is open, as far as observed.",
    );
    let text = format!("Order-to-fill time [days]\n\n{}", table.into_text());
    notes.iter().fold(text, |text, note| text + &style.wrap(note, 2) + "\n")
}

/// "0.32", "17.7"; "> 35" where the quantile was not reached.
fn days(quantile: Reached) -> String {
    match quantile {
        Reached::At(days) if days < 9.995 => format!("{days:.2}"),
        Reached::At(days) => format!("{days:.1}"),
        Reached::Not { by } => format!("> {by:.0}"),
    }
}
