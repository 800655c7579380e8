//! Observations: a table of metrics for each `[observe]` of the scenario, all classes together.

use crate::experiment::summary::MetricSummary;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Dim, Key};
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::counted;

/// Mean, confidence interval and n of each metric; a table for each observation with metrics.
pub fn observations(rows: &[MetricSummary], names: &LabelNames, style: Style) -> Vec<String> {
    let all = 0..names.all(Dim::Observation).len();
    all.filter_map(|one| observation(rows, one, names, style)).collect()
}

fn observation(rows: &[MetricSummary], number: usize, names: &LabelNames, style: Style) -> Option<String> {
    let of_it = |key: Key| key.label(Dim::Observation) == Some(number) && key.label(Dim::Class).is_none();
    let rows: Vec<&MetricSummary> = rows.iter().filter(|row| of_it(row.key)).collect();
    let first = rows.first()?.key.cell;
    let head = format!("{}, at {}", names.name(first, Dim::Observation), names.name(first, Dim::Site));
    let heads = [head.as_str(), "unit", "mean", "confidence\ninterval, 95 %", "n"];
    let mut table = TextTable::new(&heads, &[0, 1], style);
    for row in rows {
        let unit = names.unit(row.key);
        let mean = row.mean.map_or(NONE.to_owned(), number_text);
        let interval = row.interval().map_or(NONE.to_owned(), |interval| {
            // These metrics are 0 or more, and a share is at most 1.
            let most = if unit == "share" { 1.0 } else { f64::INFINITY };
            format!(
                "{} – {}",
                number_text(interval.lower().max(0.0)),
                number_text(interval.upper().min(most))
            )
        });
        let mut title = title(row.key, names);
        if row.censored > 0 {
            title = format!("{title} (in {} of {})", row.values, counted(row.replications(), "run"));
        }
        table.row(vec![title, unit.to_owned(), mean, interval, row.values.to_string()]);
    }
    Some(table.into_text())
}

/// Id of the metric, with the limit, moment or state that it is evaluated at.
fn title(key: Key, names: &LabelNames) -> String {
    let id = key.definition().id;
    match [Dim::At, Dim::Variant].map(|dim| names.name(key.cell, dim)) {
        ["", ""] => id.to_owned(),
        [at, ""] => format!("{id} at {at}"),
        [_, state] => format!("{id} in {state}"),
    }
}

/// A number with about four significant digits.
fn number_text(value: f64) -> String {
    match value.abs() {
        size if size < 10.0 => format!("{value:.4}"),
        size if size < 1_000.0 => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::experiment::replication_metrics::ReplicationMetrics;
    use crate::experiment::summary::summarise;
    use crate::metrics::{MetricValue, Outcome};
    use crate::model::test_scenario;
    use crate::registers::metrics::{cell, ids};
    use crate::scenario::observation::{Observe, What};

    fn observe(name: &str) -> Observe {
        Observe {
            name: name.into(),
            what: What::Orders("customers".into()),
            above: vec![],
            given: vec![],
            at: vec![],
            daily_at: vec![],
            each: None,
            within: vec![],
            cleared: None,
        }
    }

    #[test]
    fn a_table_has_the_metrics_of_one_observation_of_all_classes() {
        let mut scenario = test_scenario::scenario();
        scenario.observe = ["picking", "picking_too", "packing"].map(observe).to_vec();
        let compiled = build(&scenario).unwrap();
        let names = LabelNames::of(&compiled.model, &compiled.labels);
        let of = |observation| cell(&[(Dim::Observation, observation), (Dim::Site, 0)]);
        let metrics = |replication, lines, cleared| ReplicationMetrics {
            replication,
            values: vec![
                MetricValue::scalar(ids::BACKLOG_PEAK, cell(&[(Dim::Site, 0)]), Some(3.0)),
                MetricValue::scalar(ids::LINES_IN_SYSTEM, of(0), Some(lines)),
                MetricValue::scalar(ids::LINES_IN_SYSTEM, of(0).with(Dim::Class, 0), Some(1.0)),
                MetricValue::censored(ids::TIME_TO_CLEAR, of(0), cleared),
                MetricValue::scalar(ids::LINES_IN_SYSTEM, of(1), Some(1.0)),
            ],
        };
        let rows =
            summarise(&[metrics(0, 1.0, Outcome::Value(12.5)), metrics(1, 2.0, Outcome::LaterThan(24.0))]);
        let tables = observations(&rows, &names, Style::default());
        let lines: Vec<Vec<&str>> = tables[0].lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(tables.len(), 2);
        assert_eq!(lines[0], ["picking,", "at", "centre", "unit", "mean", "confidence", "n"]);
        assert_eq!(
            lines[2..],
            [
                vec!["lines_in_system", "lines", "1.5000", "0.0000", "–", "7.8531", "2"],
                vec!["time_to_clear", "(in", "1", "of", "2", "runs)", "h", "12.50", "–", "1"],
            ]
        );
    }
}
