//! Observations: a table of metrics for each `[observe]` of the scenario, all classes together.

use crate::experiment::summary::Row;
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::counted;

/// Mean, confidence interval and n of each metric; a table for each name with metrics.
pub fn observations<'n>(rows: &[Row], names: impl IntoIterator<Item = &'n str>, style: Style) -> Vec<String> {
    names.into_iter().filter_map(|name| observation(rows, name, style)).collect()
}

fn observation(rows: &[Row], name: &str, style: Style) -> Option<String> {
    let metrics = rows.iter().filter(|row| row.key.class == "all").filter_map(|row| {
        let metric = row.key.name.strip_prefix(name)?.strip_prefix('.')?;
        Some((row, metric))
    });
    let metrics: Vec<(&Row, &str)> = metrics.collect();
    let (first, _) = metrics.first()?;
    let head = format!("{name}, at {}", first.key.site);
    let heads = [head.as_str(), "unit", "mean", "confidence\ninterval, 95 %", "n"];
    let mut table = TextTable::new(&heads, &[0, 1], style);
    for (row, metric) in metrics {
        let mean = row.mean.map_or(NONE.to_owned(), number);
        let interval = row.interval().map_or(NONE.to_owned(), |interval| {
            // These metrics are 0 or more, and a share is at most 1.
            let most = if row.key.unit == "share" { 1.0 } else { f64::INFINITY };
            format!("{} – {}", number(interval.lower().max(0.0)), number(interval.upper().min(most)))
        });
        let metric = if row.censored > 0 {
            format!("{metric} (in {} of {})", row.values, counted(row.replications(), "run"))
        } else {
            metric.to_owned()
        };
        table.row(vec![metric, row.key.unit.to_owned(), mean, interval, row.values.to_string()]);
    }
    Some(table.into_text())
}

/// A number with about four significant digits.
fn number(value: f64) -> String {
    match value.abs() {
        size if size < 10.0 => format!("{value:.4}"),
        size if size < 1_000.0 => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::measure::{Measure, Measured, Outcome};
    use crate::experiment::summary::summarise;
    use crate::metrics::Key;

    #[test]
    fn a_table_has_the_metrics_of_one_observation_of_all_classes() {
        let measure =
            |name: &str, class, unit, outcome| Measure { key: Key::new(name, "gplc", class, unit), outcome };
        let measured = |replication, lines, cleared| Measured {
            replication,
            measures: vec![
                measure("backlog_peak", "all", "lines", Outcome::Value(3.0)),
                measure("picking.L", "all", "lines", Outcome::Value(lines)),
                measure("picking.L", "vor", "lines", Outcome::Value(1.0)),
                measure("picking.clearance", "all", "h", cleared),
                measure("picking_too.L", "all", "lines", Outcome::Value(1.0)),
            ],
        };
        let rows =
            summarise(&[measured(0, 1.0, Outcome::Value(12.5)), measured(1, 2.0, Outcome::LaterThan(24.0))]);
        let tables = observations(&rows, ["picking", "packing"], Style::default());
        let lines: Vec<Vec<&str>> = tables[0].lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(tables.len(), 1);
        assert_eq!(lines[0], ["picking,", "at", "gplc", "unit", "mean", "confidence", "n"]);
        assert_eq!(
            lines[2..],
            [
                vec!["L", "lines", "1.5000", "0.0000", "–", "7.8531", "2"],
                vec!["clearance", "(in", "1", "of", "2", "runs)", "h", "12.50", "–", "1"],
            ]
        );
    }
}
