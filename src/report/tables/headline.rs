//! Headline: mean, confidence interval and prediction interval of each headline metric.
//!
//! A clearance and a restart phase also have the number of replications in which they happened;
//! their mean date is of those. Of the places that were the bottleneck, only the one that was it on
//! most days has a row.

use crate::experiment::Reached;
use crate::experiment::band::LEAST_RUNS;
use crate::experiment::metric_kinds::{is_bottleneck, is_clearance, is_day_of_phase, main_bottleneck};
use crate::experiment::summary::MetricSummary;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Dim, Key, ids};
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::{Wording, clearance_definition, counted};

/// The table with its notes.
pub fn headline(rows: &[MetricSummary], wording: &Wording, style: Style) -> String {
    let heads = ["metric", "estimate", "confidence\ninterval, 95 %", "prediction interval\nP10–P90", "n"];
    let mut table = TextTable::new(&heads, &[0], style);
    let bottleneck = main_bottleneck(rows);
    let rows_shown = rows.iter().filter(|row| row.key.label(Dim::Window).is_none());
    for row in rows_shown.filter(|row| !is_bottleneck(row.key) || Some(row.key) == bottleneck) {
        let Some(title) = wording.title(row.key) else { continue };
        let [estimate, confidence] = estimate(row, wording);
        let title = match frequency(row) {
            Some(frequency) => format!("{title} ({frequency})"),
            None => title,
        };
        table.row(vec![title, estimate, confidence, prediction(row, wording), row.values.to_string()]);
    }
    let mut notes = Vec::new();
    if rows.iter().any(|row| is_date(row.key) && row.median.is_some()) {
        notes.push(
            "Estimate: mean over runs; of a clearance or a phase the median (Kaplan–Meier).".to_owned(),
        );
    }
    notes.extend(rows.iter().any(|row| is_clearance(row.key)).then(clearance_definition));
    notes.extend(intervals(rows, wording.names()));
    notes.iter().fold(table.into_text(), |text, note| text + &style.wrap(note, 2) + "\n")
}

/// True if the estimate of a metric is its median: a time that not all runs may reach.
pub(crate) fn is_date(key: Key) -> bool {
    is_clearance(key) || is_day_of_phase(key)
}

/// Estimate and confidence interval: of the mean, or of the median of a time that may not be
/// reached.
fn estimate(row: &MetricSummary, wording: &Wording) -> [String; 2] {
    let key = row.key;
    if !is_date(key) {
        let mean = row.mean.map_or(NONE.to_owned(), |mean| wording.value(key, mean));
        let confidence = row
            .interval()
            .map_or(NONE.to_owned(), |interval| wording.interval(key, interval.lower(), interval.upper()));
        return [mean, confidence];
    }
    [
        row.median.map_or(NONE.to_owned(), |median| reached(key, median, wording)),
        row.median_interval.map_or(NONE.to_owned(), |ends| between(key, ends, wording)),
    ]
}

/// A time, or by when it was not reached.
pub(crate) fn reached(key: Key, time: Reached, wording: &Wording) -> String {
    match time {
        Reached::At(value) => wording.value(key, value),
        Reached::Not { by } => format!("after {}", wording.value(key, by)),
    }
}

/// An interval, as far as the runs reach.
fn between(key: Key, ends: (Reached, Reached), wording: &Wording) -> String {
    match ends {
        (Reached::At(low), Reached::At(high)) => wording.interval(key, low, high),
        (Reached::At(low), Reached::Not { .. }) => format!("{} – not reached", wording.value(key, low)),
        (Reached::Not { .. }, _) => "not reached".to_owned(),
    }
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

/// The prediction interval, as far as the runs reach.
fn prediction(row: &MetricSummary, wording: &Wording) -> String {
    row.p10.zip(row.p90).map_or(NONE.to_owned(), |ends| between(row.key, ends, wording))
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
            "Prediction interval: contains four of five next replications, which differ by {sources}; more \
             replications do not narrow it; with under {LEAST_RUNS} there is none."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::registers::metrics::{Cell, cell};

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
            median_interval: None,
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
