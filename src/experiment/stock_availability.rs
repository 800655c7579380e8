//! Availability of stock in one replication: the share of lines found in stock at the first
//! attempt.
//!
//! First-pick availability is that of the sites that ship lines, off-the-shelf fill rate that of
//! workshops. Both are lines over lines, summed over the days of a window; a day of which the share
//! is not known counts in neither.

use super::window::Window;
use crate::metrics::{MetricValue, ReplicationResult, Terms};
use crate::registers::metrics::{Cell, Daily, Dim, Metric, Ratio, cell, ids};
use std::collections::BTreeMap;

/// All of them.
pub(super) fn metrics(windows: &[Window], result: &ReplicationResult) -> Vec<MetricValue> {
    let mut values = first_pick_availability(windows, result);
    values.extend(off_the_shelf_fill_rate(windows, result));
    values
}

/// First-pick availability by window, in total and by site.
fn first_pick_availability(windows: &[Window], result: &ReplicationResult) -> Vec<MetricValue> {
    const METRICS: [(Metric<Daily>, Metric<Daily>, Metric<Ratio>); 2] = [
        (ids::FIRST_PICKS, ids::FIRST_PICK_AVAILABILITY_DAILY, ids::FIRST_PICK_AVAILABILITY),
        (
            ids::FIRST_PICKS_REPLENISHMENT,
            ids::FIRST_PICK_AVAILABILITY_REPLENISHMENT_DAILY,
            ids::FIRST_PICK_AVAILABILITY_REPLENISHMENT,
        ),
    ];
    let mut values = Vec::new();
    for (picks, availability, metric) in METRICS {
        for window in windows {
            let mut total = Terms::ZERO;
            let mut sites: BTreeMap<usize, Terms> = BTreeMap::new();
            for (at, lines) in result.all_series(picks) {
                let Some(share) = result.series(availability, at) else { continue };
                let found = lines_found(share, lines);
                let terms = over(window, &found, lines);
                total = total + terms;
                let site = sites.entry(at.label(Dim::Site).unwrap_or_default()).or_insert(Terms::ZERO);
                *site = *site + terms;
            }
            let sites = sites.into_iter().map(|(site, terms)| (cell(&[(Dim::Site, site)]), terms));
            let all = std::iter::once((Cell::TOTAL, total)).chain(sites);
            values
                .extend(all.filter(|(_, terms)| terms.denominator > 0.0).map(|(at, terms)| {
                    MetricValue::ratio(metric, at.with(Dim::Window, window.label), terms)
                }));
        }
    }
    values
}

/// Off-the-shelf fill rate by window, over all workshops; none without workshops.
fn off_the_shelf_fill_rate(windows: &[Window], result: &ReplicationResult) -> Vec<MetricValue> {
    let shelves: Vec<(Vec<f64>, &[f64])> = result
        .all_series(ids::WORKSHOP_LINES)
        .filter_map(|(at, wanted)| {
            let share = result.series(ids::OFF_THE_SHELF_FILL_RATE_DAILY, at)?;
            Some((lines_found(share, wanted), wanted))
        })
        .collect();
    if shelves.is_empty() {
        return Vec::new();
    }
    let of_window = |window: &Window| {
        let terms = shelves.iter().map(|(filled, wanted)| over(window, filled, wanted)).sum();
        MetricValue::ratio(ids::OFF_THE_SHELF_FILL_RATE, cell(&[(Dim::Window, window.label)]), terms)
    };
    windows.iter().map(of_window).collect()
}

/// Lines of each day from their share; 0 on a day with none.
fn lines_found(share: &[f64], of: &[f64]) -> Vec<f64> {
    let lines = |(share, of): (&f64, &f64)| if *of > 0.0 { (share * of).round() } else { 0.0 };
    share.iter().zip(of).map(lines).collect()
}

/// Sums over the days of a window on which both are known.
fn over(window: &Window, part: &[f64], of: &[f64]) -> Terms {
    let days = window.days.clone();
    let known = days.filter(|&day| part[day].is_finite() && of[day].is_finite());
    known.map(|day| Terms { numerator: part[day], denominator: of[day] }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::headline::tests::{SITE, outcome, result};
    use crate::metrics::Outcome;

    #[test]
    fn availability_counts_lines_not_days() {
        // 10 lines on one day, all whole; 90 on another, a third of them; then an outage, which
        // does not count.
        let (mut looked, mut share) = (vec![0.0; 56], vec![f64::NAN; 56]);
        (looked[0], looked[1], looked[30]) = (10.0, 90.0, 1_000.0);
        (share[0], share[1], share[30]) = (1.0, 1.0 / 3.0, 0.0);
        let vor = SITE.with(Dim::Class, 0);
        let all = result(vec![
            (ids::FIRST_PICK_AVAILABILITY_DAILY.at(vor), share),
            (ids::FIRST_PICKS.at(vor), looked),
        ]);
        let before = cell(&[(Dim::Window, 0)]);
        assert_eq!(outcome(&all, ids::FIRST_PICK_AVAILABILITY, before), Outcome::Value(0.4));
    }

    #[test]
    fn the_off_the_shelf_fill_rate_is_reported_before_during_and_after() {
        // Two site groups with 30 and 10 lines a day: 90 % and 50 % of them before, and nothing
        // from the onset on.
        let share =
            |before: f64| (0..56).map(|day| if day < 20 { before } else { 0.0 }).collect::<Vec<f64>>();
        let [uk, france] = [0, 1].map(|group| cell(&[(Dim::Site, group)]));
        let all = result(vec![
            (ids::OFF_THE_SHELF_FILL_RATE_DAILY.at(uk), share(0.9)),
            (ids::WORKSHOP_LINES.at(uk), vec![30.0; 56]),
            (ids::OFF_THE_SHELF_FILL_RATE_DAILY.at(france), share(0.5)),
            (ids::WORKSHOP_LINES.at(france), vec![10.0; 56]),
        ]);
        let rate = |window| outcome(&all, ids::OFF_THE_SHELF_FILL_RATE, cell(&[(Dim::Window, window)]));
        assert_eq!([0, 1, 2].map(rate), [0.8, 0.0, 0.0].map(Outcome::Value));
    }
}
