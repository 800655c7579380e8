//! The overview of a comparison: plans as rows, the main measures as columns.
//!
//! Each cell has the value of the plan and, under it, the difference from the first plan, with a star where the
//! interval of the difference excludes 0. What a planner takes into the meeting; the details stand elsewhere.

use super::{NONE, Style, add, text};
use crate::experiment::compare::Difference;
use crate::experiment::headline::is_clearance;
use crate::experiment::summary::Row;
use crate::metrics::Key;
use crate::report::wording::{Words, counted, what_cleared_means};

/// Letters of a plan's name in a line, about.
const NAME: usize = 26;

/// One plan of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What all its replications say.
    pub rows: &'a [Row],
    /// What it changes against the first plan; nothing for that one itself.
    pub differences: &'a [Difference],
    /// The words of its scenario.
    pub words: &'a Words,
}

/// The table; the first plan is the one that the others are compared with.
pub fn overview(plans: &[Plan<'_>], style: Style) -> String {
    let Some(first) = plans.first() else { return String::new() };
    let told =
        |key: &Key| plans.iter().filter_map(|plan| plan.row(key)).any(|row| row.values + row.censored > 0);
    let columns: Vec<(&Key, String)> = first
        .rows
        .iter()
        .filter_map(|row| Some((&row.key, first.words.head(&row.key)?)))
        .filter(|(key, _)| told(key))
        .collect();
    let head: Vec<&str> =
        std::iter::once("plan").chain(columns.iter().map(|(_, head)| head.as_str())).collect();
    let mut table = style.table(&head);
    for (number, plan) in (1..).zip(plans) {
        if number > 1 {
            add(&mut table, vec![String::new(); head.len()]);
        }
        let name = in_lines(&format!("{number} {}", plan.name), NAME);
        let cells = columns.iter().map(|(key, _)| plan.cell(key));
        add(&mut table, std::iter::once(name).chain(cells).collect());
    }
    let mut text = text(&table);
    text.push_str(
        "Under a value: its difference from plan 1, with the same customers in both. \
         * The 95 % interval of the difference, taken by itself, excludes 0.\n",
    );
    if columns.iter().any(|(key, _)| is_clearance(key)) {
        text.push_str(
            "A day is the mean of the runs that were cleared, a difference of days that of the pairs. ",
        );
        text.push_str(&what_cleared_means());
        text.push('\n');
    }
    text
}

impl Plan<'_> {
    fn row(&self, key: &Key) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == *key)
    }

    fn cell(&self, key: &Key) -> String {
        let Some(row) = self.row(key) else { return NONE.to_owned() };
        let mut lines = vec![row.mean.map_or(NONE.to_owned(), |mean| self.words.value(key, mean))];
        if is_clearance(key) {
            lines.push(format!("{} of {}", row.values, counted(row.replications(), "run")));
        }
        if let Some(difference) = self.differences.iter().find(|difference| difference.key == *key) {
            let star = if difference.excludes_zero() == Some(true) { " *" } else { "" };
            let told = |mean| format!("{}{star}", Words::difference(key, mean));
            lines.push(difference.mean.map_or(NONE.to_owned(), told));
        }
        lines.join("\n")
    }
}

/// Broken at spaces into lines of about so many letters.
fn in_lines(text: &str, letters: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= letters => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            // What follows stands under the name, not under its number.
            _ => lines.push(format!("  {word}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::compare;
    use crate::experiment::headline::DAYS_FROM_ONSET;
    use crate::experiment::measure::{Measure, Measured, Outcome};
    use crate::experiment::summary::summarise;
    use crate::report::wording::tests::words;

    fn plan(peaks: [f64; 3], cleared: [Outcome; 3]) -> Vec<Measured> {
        let measure =
            |name: &str, unit, outcome| Measure { key: Key::new(name, "gplc", "all", unit), outcome };
        (0..)
            .zip(peaks.into_iter().zip(cleared))
            .map(|(replication, (peak, cleared))| Measured {
                replication,
                measures: vec![
                    measure("backlog_peak", "lines", Outcome::Value(peak)),
                    measure("clearance_day", DAYS_FROM_ONSET, cleared),
                    measure("events", "events", Outcome::Value(1.0)),
                ],
            })
            .collect()
    }

    #[test]
    fn plans_are_rows_and_what_the_runs_tell_apart_has_a_star() {
        // Peaks 100 more in each pair: sure. Cleared 2 and 4 days later in the two pairs that were: mean 3, with
        // t(0.975, 1) = 12.7 the interval holds 0.
        let first = plan([1_000.0, 2_000.0, 3_000.0], [10.0, 20.0, 30.0].map(Outcome::Value));
        let late = plan(
            [1_100.0, 2_100.0, 3_100.0],
            [Outcome::Value(12.0), Outcome::Value(24.0), Outcome::LaterThan(40.0)],
        );
        let (rows, late_rows) = (summarise(&first), summarise(&late));
        let differences = compare(&first, &late);
        let words = words();
        let plans = [
            Plan { name: "as it was", rows: &rows, differences: &[], words: &words },
            Plan {
                name: "the warehouse two weeks later",
                rows: &late_rows,
                differences: &differences,
                words: &words,
            },
        ];
        let printed = overview(&plans, Style::default());
        let expected = "\
 plan                        peak,    all lines
                             lines      cleared
 1 as it was                 2,000  20 Sep 2025
                                    3 of 3 runs

 2 the warehouse two weeks   2,100  18 Sep 2025
   later                    +100 *  2 of 3 runs
                                      +3.0 days
";
        assert!(printed.trim_start().starts_with(expected), "{printed}");
        assert!(printed.contains("* The 95 % interval of the difference, taken by itself, excludes 0."));
    }

    #[test]
    fn a_long_name_is_broken_at_its_spaces() {
        assert_eq!(in_lines("2 the warehouse first", 12), "2 the\n  warehouse\n  first");
        assert_eq!(in_lines("1 short", 12), "1 short");
    }
}
