//! Comparison: all differences of one plan from the first, over paired replications.

use crate::experiment::compare::Difference;
use crate::experiment::metric_kinds::{is_bottleneck, is_clearance, is_day_of_phase};
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::{Wording, counted};

/// A row for each headline metric, with notes on pairs without a difference.
///
/// Bottlenecks have no row: a difference of shares of days would say little, and the headline of
/// each plan names its own.
pub fn comparison(differences: &[Difference], wording: &Wording, style: Style) -> String {
    let heads = [
        "metric",
        "difference",
        "confidence\ninterval, 95 %",
        "P10 to P90\nof pairs",
        "pairs",
        "variance\nsaved",
    ];
    let mut table = TextTable::new(&heads, &[0], style);
    let mut notes = Vec::new();
    for difference in differences.iter().filter(|difference| !is_bottleneck(difference.key)) {
        let key = difference.key;
        let Some(title) = wording.title(key) else { continue };
        let mean = difference.mean.map_or(NONE.to_owned(), |mean| wording.difference(key, mean));
        let from_to = |(lower, upper): (f64, f64)| {
            format!("{} to {}", wording.difference(key, lower), wording.difference(key, upper))
        };
        let interval = difference
            .interval
            .map_or(NONE.to_owned(), |interval| from_to((interval.lower(), interval.upper())));
        let spread = difference.spread.filter(|_| difference.pairs > 1).map_or(NONE.to_owned(), from_to);
        let saved =
            difference.variance_saved.map_or(NONE.to_owned(), |saved| format!("{:.0} %", saved * 100.0));
        if difference.censored > 0 {
            let pairs = counted(difference.censored, "pair");
            let cause = if is_day_of_phase(key) {
                "the phase did not come"
            } else if is_clearance(key) {
                "the backlog was not cleared"
            } else {
                "the value was not reached"
            };
            notes.push(format!("{title}: {pairs} left out, because {cause} by the end of a run."));
        }
        table.row(vec![title, mean, interval, spread, difference.pairs.to_string(), saved]);
    }
    notes.push("Variance saved: share of the variance that the common random numbers remove.".to_owned());
    notes.iter().fold(table.into_text(), |text, note| text + &style.wrap(note, 2) + "\n")
}
