//! Replication: headline metrics of one replication, as `gplc replay` prints them.

use crate::experiment::metric_kinds::{is_bottleneck, main_bottleneck_of_one};
use crate::experiment::replication_metrics::ReplicationMetrics;
use crate::metrics::{MetricValue, Outcome};
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::Wording;

/// A row for each metric.
pub fn replication(metrics: &ReplicationMetrics, wording: &Wording, style: Style) -> String {
    let mut table = TextTable::new(&["metric", "value"], &[0], style);
    let bottleneck = main_bottleneck_of_one(metrics);
    for &MetricValue { key, outcome, .. } in &metrics.values {
        let Some(title) = wording.title(key).filter(|_| !is_bottleneck(key) || bottleneck == Some(key))
        else {
            continue;
        };
        let value = match outcome {
            Outcome::Value(value) => wording.value(key, value),
            Outcome::LaterThan(than) => format!("after {}", wording.value(key, than)),
            Outcome::Nothing => NONE.to_owned(),
        };
        table.row(vec![title, value]);
    }
    table.into_text()
}
