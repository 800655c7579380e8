//! Overview of a comparison: plans as rows, the compared metrics as columns.
//!
//! Each cell has the value of the plan and, under it, the difference from the first plan with its
//! simultaneous interval, and a star where it is significant within the table. The difference of a
//! clearance is that of restricted means, from which no run is left out.

use crate::experiment::CONFIDENCE;
use crate::experiment::compare::Difference;
use crate::experiment::metric_kinds::{is_clearance, shown_of};
use crate::experiment::summary::MetricSummary;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Key, MetricId};
use crate::report::tables::headline::reached;
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
    /// True if no difference has any effect.
    pub identical: bool,
    /// Wording of its scenario.
    pub wording: &'a Wording,
}

/// The table with its notes; the first plan is the reference. `compared` selects its columns.
pub fn overview(plans: &[PlanSummary<'_>], compared: impl Fn(Key) -> bool, style: Style) -> String {
    let Some(first) = plans.first() else { return String::new() };
    // Columns are of the first plan; the others may number their sites and classes in another way.
    let names = first.wording.names();
    let has_values = |key: Key| {
        plans.iter().filter_map(|plan| plan.row(key, names)).any(|row| row.values + row.censored > 0)
    };
    let mut columns: Vec<(Key, String)> = first
        .rows
        .iter()
        .filter(|row| compared(row.key) && has_values(row.key))
        .filter_map(|row| Some((row.key, first.wording.column_head(row.key)?)))
        .collect();
    // A metric of all classes and of one stand side by side.
    let place = |metric: MetricId| columns.iter().position(|(key, _)| key.metric == metric);
    let places: Vec<Option<usize>> = columns.iter().map(|(key, _)| place(key.metric)).collect();
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&column| places[column]);
    columns = order.into_iter().map(|column| columns[column].clone()).collect();
    let heads: Vec<&str> =
        std::iter::once("plan").chain(columns.iter().map(|(_, head)| head.as_str())).collect();
    let mut table = TextTable::new(&heads, &[0], style);
    for (number, plan) in (1..).zip(plans) {
        if number > 1 {
            table.gap();
        }
        let identical = if plan.identical { " (identical to plan 1)" } else { "" };
        let name = wrapped_name(&format!("{number} {}{identical}", plan.name), NAME);
        let cells = columns.iter().map(|(key, _)| plan.cell(*key, names));
        table.row(std::iter::once(name).chain(cells).collect());
    }
    let mut notes = vec![differences_note(plans)];
    if columns.iter().any(|(key, _)| is_clearance(shown_of(*key))) {
        notes.push(
            "A clearance is the median over runs (Kaplan–Meier); a difference in days is that of the means up to the last \
             common day, from which no run is left out."
                .to_owned(),
        );
        notes.push(clearance_definition());
    }
    notes.extend(first.wording.windows());
    notes.iter().fold(table.into_text(), |text, note| text + &style.wrap(note, 2) + "\n")
}

/// Meaning of the differences and of their stars.
fn differences_note(plans: &[PlanSummary<'_>]) -> String {
    let adjusted = || plans.iter().flat_map(|plan| plan.differences).filter_map(|one| one.adjusted);
    let Some(family) = adjusted().map(|adjusted| adjusted.family).next() else {
        return "Second line of a cell: difference from plan 1, over replications with the same demand."
            .to_owned();
    };
    let saved = plans
        .iter()
        .flat_map(|plan| plan.differences)
        .filter(|one| one.adjusted.is_some())
        .filter_map(|one| one.variance_saved);
    let (least, most) = saved
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), share| (least.min(share), most.max(share)));
    let gain = if least.is_finite() && most > least {
        format!(
            " Common random numbers remove {:.0} to {:.0} % of their variance.",
            least * 100.0,
            most * 100.0
        )
    } else {
        String::new()
    };
    format!(
        "Second line of a cell: difference from plan 1 over replications with the same demand, ± its interval, which holds \
         at {:.0} % for all {family} differences together (Bonferroni). * Significant at {:.0} % within the table (Holm): \
         enough runs were made, not that it matters.{gain}",
        CONFIDENCE * 100.0,
        CONFIDENCE * 100.0
    )
}

impl PlanSummary<'_> {
    /// The row of a key of the first plan.
    pub(super) fn row(&self, key: Key, names: &LabelNames) -> Option<&MetricSummary> {
        let key = names.translate(key, self.wording.names())?;
        self.rows.iter().find(|row| row.key == key)
    }

    fn cell(&self, key: Key, names: &LabelNames) -> String {
        let shown = shown_of(key);
        let Some(row) = self.row(shown, names) else { return NONE.to_owned() };
        let mut lines = if is_clearance(shown) {
            let date = row.median.map_or(NONE.to_owned(), |median| reached(shown, median, self.wording));
            vec![date, format!("{} of {}", row.values, counted(row.replications(), "run"))]
        } else {
            vec![row.mean.map_or(NONE.to_owned(), |mean| self.wording.value(key, mean))]
        };
        if let Some(difference) = self.differences.iter().find(|difference| difference.key == key) {
            lines.push(self.difference(difference));
        }
        lines.join("\n")
    }

    fn difference(&self, difference: &Difference) -> String {
        let Some(mean) = difference.mean else { return NONE.to_owned() };
        let mean = self.wording.difference(difference.key, mean);
        let Some(adjusted) = difference.adjusted else { return mean };
        let star = if difference.is_significant() == Some(true) { " *" } else { "" };
        format!("{mean} {}{star}", self.wording.plus_minus(difference.key, adjusted.half_width))
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
    use crate::experiment::compare::{adjust, compare};
    use crate::experiment::replication_metrics::ReplicationMetrics;
    use crate::experiment::summary::summarise;
    use crate::metrics::{MetricValue, Outcome};
    use crate::registers::metrics::{Cell, ids};
    use crate::report::wording::tests::wording;

    fn plan(peaks: [f64; 3], cleared: [Outcome; 3]) -> Vec<ReplicationMetrics> {
        let restricted = |outcome| match outcome {
            Outcome::Value(day) | Outcome::LaterThan(day) => Some(day),
            Outcome::Nothing => None,
        };
        (0..)
            .zip(peaks.into_iter().zip(cleared))
            .map(|(replication, (peak, cleared))| ReplicationMetrics {
                replication,
                values: vec![
                    MetricValue::scalar(ids::OPEN_DEMAND_PEAK, Cell::TOTAL, Some(peak)),
                    MetricValue::censored(ids::OPEN_DEMAND_CLEARANCE_DAY, Cell::TOTAL, cleared),
                    MetricValue::scalar(
                        ids::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY,
                        Cell::TOTAL,
                        restricted(cleared),
                    ),
                    MetricValue::scalar(ids::EVENTS, Cell::TOTAL, Some(1.0)),
                ],
            })
            .collect()
    }

    fn is_compared(key: Key) -> bool {
        key.is(ids::OPEN_DEMAND_PEAK) || key.is(ids::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY)
    }

    #[test]
    fn plans_are_rows_and_significant_differences_have_a_star() {
        // Peaks 100 more in each pair: no doubt. Restricted clearances 2, 4 and 10 days later: mean
        // 5.3, standard error 4.163 / √3 = 2.4037, t(1 − 0.05 / 4, 2) = 6.2053: ± 14.9.
        let first = plan([1_000.0, 2_000.0, 3_000.0], [10.0, 20.0, 30.0].map(Outcome::Value));
        let late = plan(
            [1_100.0, 2_100.0, 3_100.0],
            [Outcome::Value(12.0), Outcome::Value(24.0), Outcome::LaterThan(40.0)],
        );
        let (rows, late_rows) = (summarise(&first), summarise(&late));
        let mut differences = vec![compare(&first, &late)];
        adjust(&mut differences, is_compared);
        let wording = wording();
        let first = PlanSummary {
            name: "as it was",
            rows: &rows,
            differences: &[],
            identical: false,
            wording: &wording,
        };
        let late = PlanSummary {
            name: "the warehouse two weeks later",
            rows: &late_rows,
            differences: &differences[0],
            ..first
        };
        let printed = overview(&[first, late], is_compared, Style::default());
        let expected = "\
 plan                        peak open        clearance,
                                demand       all classes
                               [lines]
 1 as it was                     2,000       20 Sep 2025
                                             3 of 3 runs

 2 the warehouse two weeks       2,100       24 Sep 2025
   later                    +100 ± 0 *       2 of 3 runs
                                        +5.3 days ± 14.9
";
        assert!(printed.trim_start().starts_with(expected.trim_start()), "{printed}");
        assert!(printed.contains("for all 2 differences together"), "{printed}");
        let same = PlanSummary { identical: true, differences: &[], ..first };
        let printed = overview(&[first, same], is_compared, Style::default());
        assert!(printed.contains("(identical to"), "{printed}");
    }

    #[test]
    fn a_long_name_is_wrapped_at_its_spaces() {
        assert_eq!(wrapped_name("2 the warehouse first", 12), "2 the\n  warehouse\n  first");
        assert_eq!(wrapped_name("1 short", 12), "1 short");
    }
}
