//! Kinds of metrics of a headline, by their keys: the main ones, days of clearances and phases,
//! shares of a bottleneck, and those of the longest window.

use super::replication_metrics::ReplicationMetrics;
use super::summary::MetricSummary;
use super::window::{FROM_ONSET, WHOLE_RUN};
use crate::registers::metrics::{Dim, Key, MetricId, ids};

/// The metric of which a clearance day is shown beside a restricted one.
pub fn shown_of(key: Key) -> Key {
    let shown = [
        (ids::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY, ids::OPEN_DEMAND_CLEARANCE_DAY),
        (ids::RESTRICTED_CLEARANCE_DAY, ids::CLEARANCE_DAY),
        (ids::RESTRICTED_CARS_CLEARANCE_DAY, ids::CARS_CLEARANCE_DAY),
    ];
    let found = shown.into_iter().find(|(restricted, _)| key.is(*restricted));
    found.map_or(key, |(_, shown)| shown.at(key.cell))
}

/// True if a metric is the share of days for which a stage was the bottleneck.
pub fn is_bottleneck(key: Key) -> bool {
    key.is(ids::BOTTLENECK_SHARE)
}

/// The stage that was the bottleneck on most days, over all replications; `None` if none ever was.
pub fn main_bottleneck(rows: &[MetricSummary]) -> Option<Key> {
    largest_share(rows.iter().map(|row| (row.key, row.mean)))
}

/// The stage that was the bottleneck on most days of one replication; `None` if none ever was.
pub fn main_bottleneck_of_one(metrics: &ReplicationMetrics) -> Option<Key> {
    largest_share(metrics.values.iter().map(|value| (value.key, value.outcome.value())))
}

/// The bottleneck metric with the largest share of days over zero; the first of equal ones.
fn largest_share(metrics: impl Iterator<Item = (Key, Option<f64>)>) -> Option<Key> {
    metrics
        .filter(|(key, _)| is_bottleneck(*key))
        .filter_map(|(key, share)| Some((key, share.filter(|&share| share > 0.0)?)))
        .reduce(|most, stage| if stage.1 > most.1 { stage } else { most })
        .map(|(key, _)| key)
}

/// True for a metric in the longest window: from the onset on, or the whole run.
pub fn is_in_longest_window(key: Key) -> bool {
    key.label(Dim::Window).is_some_and(|window| [FROM_ONSET, WHOLE_RUN].contains(&window))
}

/// True if a metric is one of the few main ones, whose spread the sensitivity analysis explains:
/// of all classes, and on-time shipment in the longest window.
pub fn is_main(key: Key) -> bool {
    let longest = is_in_longest_window(key);
    let of_all = [Dim::Class, Dim::Age, Dim::Market, Dim::Week].iter().all(|&dim| key.label(dim).is_none());
    of_all && (MAIN.contains(&key.metric) || key.is(ids::SHIPPED_ON_TIME) && longest)
}

/// The main metrics, beside on-time shipment.
const MAIN: [MetricId; 7] = [
    ids::OPEN_DEMAND_PEAK.id(),
    ids::OPEN_DEMAND_CLEARANCE_DAY.id(),
    ids::CARS_CLEARANCE_DAY.id(),
    ids::CARS_WAITING_PEAK.id(),
    ids::CARS_OFF_ROAD_PEAK.id(),
    ids::BACKLOG_PEAK.id(),
    ids::CLEARANCE_DAY.id(),
];

/// True if a metric is the day of a clearance.
pub fn is_clearance(key: Key) -> bool {
    [ids::CLEARANCE_DAY, ids::CARS_CLEARANCE_DAY, ids::OPEN_DEMAND_CLEARANCE_DAY]
        .iter()
        .any(|&one| key.is(one))
}

/// True if a metric is the day of a phase of the restart plan.
pub fn is_day_of_phase(key: Key) -> bool {
    key.is(ids::PHASE_STARTED) || key.is(ids::PHASE_IN_EFFECT) || key.is(ids::PHASE_ENDED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::metrics::cell;

    #[test]
    fn the_main_bottleneck_is_the_stage_with_the_largest_share_of_days() {
        let row = |stage: usize, mean: Option<f64>| MetricSummary {
            key: ids::BOTTLENECK_SHARE.at(cell(&[(Dim::Site, 0), (Dim::Stage, stage)])),
            mean,
            half_width: None,
            values: 3,
            censored: 0,
            nothing: 0,
            p10: None,
            p90: None,
            median: None,
            median_interval: None,
        };
        let rows = [row(0, Some(0.3)), row(1, None), row(2, Some(0.61)), row(3, Some(0.09))];
        assert_eq!(main_bottleneck(&rows), Some(rows[2].key));
        assert_eq!(main_bottleneck(&[row(2, Some(0.0))]), None);
    }
}
