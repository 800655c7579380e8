//! Unlimited capacity: without limits and outages every line is filled, and only transit takes
//! time.

use crate::config;
use crate::scenario::{Case, without_limits};
use crate::support::{HistoryRecorder, compiled, observed};
use gplc::registers::metrics::ids;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn without_limits_every_line_ships_immediately_and_every_fill_rate_is_one(Case(scenario) in without_limits()) {
        let compiled = compiled(&scenario);
        let histories = HistoryRecorder::of_customers(&compiled.model, 0);
        prop_assert!(histories.len() > 50);
        for line in &histories {
            prop_assert_eq!(line.shipped, Some(line.ordered), "{:?}", line);
            prop_assert_eq!((line.work, line.cancelled), (0, None), "{:?}", line);
        }
        let seen = observed(&compiled);
        let complete = [ids::FIRST_PICK_AVAILABILITY, ids::OFF_THE_SHELF_FILL_RATE];
        let shares = seen.values.iter().filter(|value| complete.iter().any(|metric| value.key.is(*metric)));
        let shares: Vec<_> = shares.collect();
        prop_assert!(!shares.is_empty());
        let daily: Vec<_> = seen.all_series(ids::SHIPPED_ON_TIME_DAILY).collect();
        prop_assert!(!daily.is_empty());
        for (cell, shares) in daily {
            prop_assert!(shares.iter().all(|&share| share.is_nan() || share >= 1.0), "{:?}", cell);
        }
        for share in shares {
            prop_assert_eq!(share.outcome.value(), Some(1.0), "{:?}", share.key);
        }
        // What is not with its customer at the end is on the road: ordered so shortly before that
        // it can be.
        let backlogs = [ids::BACKLOG, ids::BACKLOG_PIECES, ids::BACKLOG_DAYS];
        for series in seen.series.iter().filter(|series| backlogs.iter().any(|metric| series.key.is(*metric))) {
            prop_assert!(series.values.iter().all(|&lines| lines == 0.0), "{:?}", series.key);
        }
    }

    #[test]
    fn without_limits_and_transit_every_line_is_filled_immediately(Case(scenario) in without_limits()) {
        // The same with lanes that take no time.
        let mut on_lane = false;
        let scenario: Vec<&str> = scenario
            .lines()
            .filter(|line| {
                on_lane = if line.starts_with('[') { line.starts_with("[lanes.") } else { on_lane };
                !(on_lane && line.starts_with("transit"))
            })
            .collect();
        for line in HistoryRecorder::of_customers(&compiled(&scenario.join("\n")).model, 0) {
            prop_assert_eq!(line.filled, Some(line.ordered), "{:?}", line);
        }
    }
}
