//! Headline: mean, confidence interval and prediction interval of each headline metric.
//!
//! A clearance and a restart phase also have the number of replications in which they happened;
//! their mean date is of those. Of the places that were the bottleneck, only the one that was it on
//! most days has a row.

use crate::experiment::Reached;
use crate::experiment::headline::{is_bottleneck, is_clearance, is_day_of_phase, main_bottleneck};
use crate::experiment::summary::MetricSummary;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Dim, ids};
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::{Wording, clearance_definition, counted};

/// The table with its notes.
pub fn headline(rows: &[MetricSummary], wording: &Wording, style: Style) -> String {
    let heads = ["metric", "mean", "confidence\ninterval, 95 %", "prediction interval\nP10–P90", "n"];
    let mut table = TextTable::new(&heads, &[0], style);
    let bottleneck = main_bottleneck(rows);
    for row in rows.iter().filter(|row| !is_bottleneck(row.key) || Some(row.key) == bottleneck) {
        let Some(title) = wording.title(row.key) else { continue };
        let mean = row.mean.map_or(NONE.to_owned(), |mean| wording.value(row.key, mean));
        let confidence = row.interval().map_or(NONE.to_owned(), |interval| {
            wording.interval(row.key, interval.lower(), interval.upper())
        });
        let title = match frequency(row) {
            Some(frequency) => format!("{title} ({frequency})"),
            None => title,
        };
        table.row(vec![title, mean, confidence, prediction(row, wording), row.values.to_string()]);
    }
    let mut notes: Vec<String> = wording.windows().into_iter().collect();
    notes.extend(rows.iter().filter_map(|row| censoring(row, wording)));
    notes.extend(rows.iter().any(|row| is_clearance(row.key)).then(clearance_definition));
    notes.extend(intervals(rows, wording.names()));
    notes.iter().fold(table.into_text(), |text, note| text + &style.wrap(note, 2) + "\n")
}

/// Number of replications in which a clearance or phase happened: "in 8 of 10 runs".
fn frequency(row: &MetricSummary) -> Option<String> {
    let runs = counted(row.replications(), "run");
    if is_clearance(row.key) {
        let never = match row.nothing {
            0 => String::new(),
            n => format!("; {n} never above normal"),
        };
        Some(format!("in {} of {runs}{never}", row.values))
    } else if is_day_of_phase(row.key) && row.censored > 0 {
        Some(format!("in {} of {runs}", row.values))
    } else {
        None
    }
}

/// The prediction interval, as far as the runs reach; none of a single run.
fn prediction(row: &MetricSummary, wording: &Wording) -> String {
    let key = row.key;
    match (row.p10, row.p90) {
        _ if row.replications() - row.nothing < 2 => NONE.to_owned(),
        (Some(Reached::At(low)), Some(Reached::At(high))) => wording.interval(key, low, high),
        (Some(Reached::At(low)), Some(Reached::Not { .. })) => {
            format!("{} – not reached", wording.value(key, low))
        }
        (Some(Reached::Not { .. }), _) => "not reached".to_owned(),
        _ => NONE.to_owned(),
    }
}

/// Note on a metric that some runs did not reach.
fn censoring(row: &MetricSummary, wording: &Wording) -> Option<String> {
    let title = wording.title(row.key).filter(|_| row.censored > 0)?;
    let phase = is_day_of_phase(row.key);
    let of = match row.values {
        0 => String::new(),
        n => format!("; mean and confidence interval are of the other {}", counted(n, "run")),
    };
    if !is_clearance(row.key) && !phase {
        return Some(format!("{title}: not reached by the end of {}{of}.", counted(row.censored, "run")));
    }
    let median = match row.median? {
        Reached::At(value) => format!("in half of all runs by {}", wording.value(row.key, value)),
        Reached::Not { by } => format!("in less than half of all runs by {}", wording.value(row.key, by)),
    };
    let of = match row.values {
        0 => String::new(),
        n => format!("; mean and confidence interval are of the {} in which it came", counted(n, "run")),
    };
    Some(format!("{title}: {median} (Kaplan–Meier){of}."))
}

/// Meaning of the two kinds of interval.
fn intervals(rows: &[MetricSummary], names: &LabelNames) -> [String; 2] {
    let uncertain = rows.iter().filter(|row| row.key.is(ids::UNCERTAIN_VALUE));
    let uncertain: Vec<&str> = uncertain.map(|row| names.name(row.key.cell, Dim::Variant)).collect();
    let sources = match uncertain.len() {
        0 => "chance alone; the scenario has no uncertain inputs".to_owned(),
        n => format!("chance and {} ({})", counted(n as u32, "uncertain input"), uncertain.join(", ")),
    };
    [
        "Confidence interval: error of the estimated mean; four times the replications halve it.".to_owned(),
        format!(
            "Prediction interval: contains four of five replications, which differ by {sources}; more replications do \
             not narrow it."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::registers::metrics::{Cell, Key, cell};

    #[test]
    fn notes_define_both_intervals_and_name_the_uncertain_inputs() {
        let row = |key: Key| MetricSummary {
            key,
            mean: Some(1.0),
            half_width: Some(0.5),
            values: 20,
            censored: 0,
            nothing: 0,
            p10: None,
            p90: None,
            median: None,
        };
        let compiled = build(&test_scenario::scenario()).unwrap();
        let values = ["orders", "picking"].map(|name| (name.to_owned(), "lines"));
        let names = LabelNames::of(&compiled.model, &compiled.labels).with_values(values);
        let lines = row(ids::ORDERED_LINES.at(Cell::TOTAL));
        let value = |label| row(ids::UNCERTAIN_VALUE.at(cell(&[(Dim::Variant, label)])));
        let [confidence, prediction] = intervals(&[lines.clone(), value(0), value(1)], &names);
        assert!(confidence.contains("halve it"), "{confidence}");
        assert!(prediction.contains("chance and 2 uncertain inputs (orders, picking)"), "{prediction}");
        assert!(intervals(&[lines], &names)[1].contains("no uncertain inputs"));
    }
}
