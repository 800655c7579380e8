//! Service levels: metrics as rows, windows of order dates as columns.

use crate::experiment::summary::MetricSummary;
use crate::registers::metrics::{Cell, Dim, Key, MetricId, ids};
use crate::report::tables::headline::reached;
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::{Wording, class_name};

/// Cells of a metric that have a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// All classes together.
    Total,
    /// All classes together, and each class.
    Classes,
    /// All sites together, and each site.
    Sites,
}

/// Metrics in the order of their rows.
const METRICS: [(MetricId, Rows); 9] = [
    (ids::SHIPPED_ON_TIME.id(), Rows::Classes),
    (ids::DELIVERED_ON_TIME.id(), Rows::Total),
    (ids::FACING_FILL_RATE.id(), Rows::Total),
    (ids::SYSTEM_FILL_RATE.id(), Rows::Total),
    (ids::ORDER_TO_FILL_P90.id(), Rows::Classes),
    (ids::LOST_SHARE.id(), Rows::Classes),
    (ids::LATE_LINE_DAYS.id(), Rows::Total),
    (ids::OFF_THE_SHELF_FILL_RATE.id(), Rows::Total),
    (ids::FIRST_PICK_AVAILABILITY.id(), Rows::Sites),
];

/// The table with its notes; empty where no customer line was wanted.
pub fn service(rows: &[MetricSummary], wording: &Wording, style: Style) -> String {
    let windows = wording.window_heads();
    let heads: Vec<String> = std::iter::once("wanted in".to_owned())
        .chain(windows.iter().map(|(_, name, dates)| format!("{name}\n{dates}")))
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = TextTable::new(&heads, &[0], style);
    let value = |key: Key| {
        let row = rows.iter().find(|row| row.key == key)?;
        if row.censored > 0 {
            return row.median.map(|median| reached(key, median, wording));
        }
        let mean = wording.value(key, row.mean?);
        Some(match row.half_width {
            Some(half_width) => format!("{mean} {}", wording.plus_minus(key, half_width)),
            None => mean,
        })
    };
    for (metric, of) in METRICS {
        for (at, part) in cells(of, wording) {
            let cells: Vec<Option<String>> = windows
                .iter()
                .map(|&(label, ..)| value(Key { metric, cell: at.with(Dim::Window, label) }))
                .collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            let title = match part {
                None => wording.metric_title(Key { metric, cell: at }),
                Some(part) => format!("  {part}"),
            };
            let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| NONE.to_owned()));
            table.row(std::iter::once(title).chain(cells).collect());
        }
    }
    if table.is_empty() {
        return String::new();
    }
    let notes = "Mean over runs, ± its confidence interval at 95 %; of a time that some runs did not reach, the \
                 median. A line belongs to the day on which it was first wanted, also if it could not be ordered \
                 then; days whose lines are not all due by the end are left out. Facing fill: shipped by the first \
                 source within 1 working day; system fill: by any within 2.";
    format!("Service of customer lines\n\n{}{}\n", table.into_text(), style.wrap(notes, 2))
}

/// Cells with the name of their part; `None` for the total.
fn cells(of: Rows, wording: &Wording) -> Vec<(Cell, Option<String>)> {
    let dim = match of {
        Rows::Total => return vec![(Cell::TOTAL, None)],
        Rows::Classes => Dim::Class,
        Rows::Sites => Dim::Site,
    };
    let name = |name: &str| if of == Rows::Classes { class_name(name).to_owned() } else { name.to_owned() };
    let parts = wording.names().all(dim).iter().enumerate();
    let parts = parts.map(|(label, part)| (Cell::TOTAL.with(dim, label), Some(name(part))));
    std::iter::once((Cell::TOTAL, None)).chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::replication_metrics::ReplicationMetrics;
    use crate::experiment::summary::summarise;
    use crate::metrics::{MetricValue, Outcome};
    use crate::registers::metrics::cell;
    use crate::report::wording::tests::wording;

    /// The row of order-to-fill time over the first window, of a run each.
    fn order_to_fill(outcomes: [Outcome; 3]) -> String {
        let runs = (0..).zip(outcomes).map(|(replication, outcome)| ReplicationMetrics {
            replication,
            values: vec![MetricValue::censored(ids::ORDER_TO_FILL_P90, cell(&[(Dim::Window, 0)]), outcome)],
        });
        let table = service(&summarise(&runs.collect::<Vec<_>>()), &wording(), Style::default());
        let row = table.lines().find(|line| line.contains("P90")).unwrap_or_else(|| panic!("{table}"));
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_time_that_some_runs_did_not_reach_has_a_median_and_no_mean_of_the_others() {
        let [one, two, late] = [Outcome::Value(10.0), Outcome::Value(20.0), Outcome::LaterThan(40.0)];
        let all_reached = order_to_fill([one, two, Outcome::Value(30.0)]);
        assert!(all_reached.contains("20.00 \u{b1} "), "{all_reached}");
        let most_reached = order_to_fill([one, two, late]);
        assert!(most_reached.contains("20.00") && !most_reached.contains('\u{b1}'), "{most_reached}");
        let few_reached = order_to_fill([one, late, late]);
        assert!(few_reached.contains("after 40.00"), "{few_reached}");
    }
}
