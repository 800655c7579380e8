//! Overview of a comparison: plans as rows, the main metrics as columns.
//!
//! Each cell has the value of the plan and, under it, the difference from the first plan, with a
//! star where the confidence interval of the difference excludes 0.

use crate::experiment::compare::Difference;
use crate::experiment::headline::is_clearance;
use crate::experiment::summary::MetricSummary;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::Key;
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::{Wording, clearance_definition, counted};

/// Columns at which a plan's name is wrapped.
const NAME: usize = 26;

/// One plan of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct PlanSummary<'a> {
    /// Short name.
    pub name: &'a str,
    /// Summary over its replications.
    pub rows: &'a [MetricSummary],
    /// Differences from the first plan; none for the first plan itself.
    pub differences: &'a [Difference],
    /// Wording of its scenario.
    pub wording: &'a Wording,
}

/// The table with its notes; the first plan is the reference.
pub fn overview(plans: &[PlanSummary<'_>], style: Style) -> String {
    let Some(first) = plans.first() else { return String::new() };
    // Columns are of the first plan; the others may number their sites and classes in another way.
    let names = first.wording.names();
    let has_values = |key: Key| {
        plans.iter().filter_map(|plan| plan.row(key, names)).any(|row| row.values + row.censored > 0)
    };
    let columns: Vec<(Key, String)> = first
        .rows
        .iter()
        .filter_map(|row| Some((row.key, first.wording.column_head(row.key)?)))
        .filter(|(key, _)| has_values(*key))
        .collect();
    let heads: Vec<&str> =
        std::iter::once("plan").chain(columns.iter().map(|(_, head)| head.as_str())).collect();
    let mut table = TextTable::new(&heads, &[0], style);
    for (number, plan) in (1..).zip(plans) {
        if number > 1 {
            table.gap();
        }
        let name = wrapped_name(&format!("{number} {}", plan.name), NAME);
        let cells = columns.iter().map(|(key, _)| plan.cell(*key, names));
        table.row(std::iter::once(name).chain(cells).collect());
    }
    let mut notes = vec![
        "Second line of a cell: difference from plan 1, over replications with the same demand. \
         * Significant at 95 % (each difference by itself)."
            .to_owned(),
    ];
    if columns.iter().any(|(key, _)| is_clearance(*key)) {
        notes.push(
            "A clearance date is the mean over the runs that cleared; a difference in days is the mean over pairs that \
             both did."
                .to_owned(),
        );
        notes.push(clearance_definition());
    }
    notes.extend(first.wording.windows());
    notes.iter().fold(table.into_text(), |text, note| text + &style.wrap(note, 2) + "\n")
}

impl PlanSummary<'_> {
    /// The row of a key of the first plan.
    fn row(&self, key: Key, names: &LabelNames) -> Option<&MetricSummary> {
        let key = names.translate(key, self.wording.names())?;
        self.rows.iter().find(|row| row.key == key)
    }

    fn cell(&self, key: Key, names: &LabelNames) -> String {
        let Some(row) = self.row(key, names) else { return NONE.to_owned() };
        let mut lines = vec![row.mean.map_or(NONE.to_owned(), |mean| self.wording.value(key, mean))];
        if is_clearance(key) {
            lines.push(format!("{} of {}", row.values, counted(row.replications(), "run")));
        }
        if let Some(difference) = self.differences.iter().find(|difference| difference.key == key) {
            let star = if difference.excludes_zero() == Some(true) { " *" } else { "" };
            let mean = |mean| format!("{}{star}", self.wording.difference(key, mean));
            lines.push(difference.mean.map_or(NONE.to_owned(), mean));
        }
        lines.join("\n")
    }
}

/// A plan's number and name, wrapped at spaces after `columns`; later lines are indented.
fn wrapped_name(text: &str, columns: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= columns => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            // Later lines stand under the name, not under its number.
            _ => lines.push(format!("  {word}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::compare;
    use crate::experiment::replication_metrics::ReplicationMetrics;
    use crate::experiment::summary::summarise;
    use crate::metrics::{MetricValue, Outcome};
    use crate::registers::metrics::{Cell, Dim, cell, ids};
    use crate::report::wording::tests::wording;

    fn plan(peaks: [f64; 3], cleared: [Outcome; 3]) -> Vec<ReplicationMetrics> {
        let site = cell(&[(Dim::Site, 0)]);
        (0..)
            .zip(peaks.into_iter().zip(cleared))
            .map(|(replication, (peak, cleared))| ReplicationMetrics {
                replication,
                values: vec![
                    MetricValue::scalar(ids::BACKLOG_PEAK, site, Some(peak)),
                    MetricValue::censored(ids::CLEARANCE_DAY, site, cleared),
                    MetricValue::scalar(ids::EVENTS, Cell::TOTAL, Some(1.0)),
                ],
            })
            .collect()
    }

    #[test]
    fn plans_are_rows_and_significant_differences_have_a_star() {
        // Peaks 100 more in each pair: significant. Cleared 2 and 4 days later in the two pairs
        // that were: mean 3, with t(0.975, 1) = 12.7 the interval holds 0.
        let first = plan([1_000.0, 2_000.0, 3_000.0], [10.0, 20.0, 30.0].map(Outcome::Value));
        let late = plan(
            [1_100.0, 2_100.0, 3_100.0],
            [Outcome::Value(12.0), Outcome::Value(24.0), Outcome::LaterThan(40.0)],
        );
        let (rows, late_rows) = (summarise(&first), summarise(&late));
        let differences = compare(&first, &late);
        let wording = wording();
        let plans = [
            PlanSummary { name: "as it was", rows: &rows, differences: &[], wording: &wording },
            PlanSummary {
                name: "the warehouse two weeks later",
                rows: &late_rows,
                differences: &differences,
                wording: &wording,
            },
        ];
        let printed = overview(&plans, Style::default());
        let expected = "\
 plan                       peak backlog   clearance,
                                 [lines]  all classes
 1 as it was                       2,000  20 Sep 2025
                                          3 of 3 runs

 2 the warehouse two weeks         2,100  18 Sep 2025
   later                          +100 *  2 of 3 runs
                                            +3.0 days
";
        assert!(printed.trim_start().starts_with(expected), "{printed}");
        assert!(printed.contains("* Significant at 95 % (each difference by itself)."));
    }

    #[test]
    fn a_long_name_is_wrapped_at_its_spaces() {
        assert_eq!(wrapped_name("2 the warehouse first", 12), "2 the\n  warehouse\n  first");
        assert_eq!(wrapped_name("1 short", 12), "1 short");
    }
}
