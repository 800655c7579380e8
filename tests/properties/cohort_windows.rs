//! Cohort windows: order days that no window separates are reported together; no metric changes,
//! and memory of lines does not grow with the run.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{START, compiled, read};
use gplc::compile::build;
use gplc::experiment::headline::Headline;
use gplc::experiment::order_to_fill::OrderToFillTimes;
use gplc::experiment::replicate::{Control, replicate};
use gplc::experiment::uncertainty::{Models, Uncertainty};
use gplc::metrics::{ReplicationResult, run_replication, run_replication_by_window};
use proptest::prelude::*;
use std::convert::Infallible;
use std::num::NonZeroUsize;

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn cohort_windows_do_not_change_metrics(Case(scenario) in scenarios()) {
        let read = read(&scenario);
        let stated = build(&read.scenario).unwrap();
        let models = Uncertainty::new(&read, &stated).unwrap();
        let headline = Headline::of(&stated.model, &stated.labels).unwrap();
        let stretches = models.stretches();
        // As text: a share of nothing is NaN and not equal to itself.
        let reported = |seen: &ReplicationResult| {
            let mut times = OrderToFillTimes::new(headline.windows.all.clone());
            times.add(seen);
            format!("{:?} {:?} {:?}", seen.series, headline.metrics(seen), times.pooled(&[]))
        };
        for number in 0..2 {
            let drawn = models.model(number).unwrap();
            let one_by_one = run_replication(&drawn.model, &drawn.labels, number, || false).unwrap();
            let together = run_replication_by_window(&drawn.model, &drawn.labels, number, &stretches, || false).unwrap();
            prop_assert!(reported(&one_by_one) == reported(&together), "replication {number} of\n{scenario}");
        }
    }
}

/// A line every two hours, filled six hours later, over a number of days, of which a stop takes a
/// few.
fn stopped_for_a_day(days: usize) -> ReplicationResult {
    let compiled = compiled(&format!(
        r#"{START}
horizon = "{days} days"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[processes.pick]
time = "6 h"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[disruptions.stop]
from = 2025-01-10
takes_down = ["pick"]
until = 2025-01-11
[demand.customers]
site = "centre"
classes = {{ vor = "50%", daily = "50%" }}
lines = "12 lines/day"
arrivals = "even"
"#
    ));
    let mut all = Vec::new();
    replicate(&compiled, 1, NonZeroUsize::MIN, &Control::default(), |seen| {
        all.push(seen);
        Ok::<(), Infallible>(())
    })
    .unwrap();
    all.remove(0)
}

#[test]
fn memory_of_lines_does_not_grow_with_the_run() {
    for days in [20, 200] {
        let seen = stopped_for_a_day(days);
        assert!(seen.series.iter().all(|series| series.values.len() == days), "series have a value a day");
        assert_eq!(seen.cohorts.len(), 2);
        for cohorts in &seen.cohorts {
            let kept: Vec<_> = cohorts.stretches.iter().map(|stretch| stretch.days.clone()).collect();
            assert_eq!(kept, [0..4, 4..5, 5..days], "before, during and after the stop");
            // All lines of a window in one histogram; those after the stop took six hours each, but
            // for the last that are open.
            let after = &cohorts.stretches[2].ages;
            assert_eq!(after.filled.entries().count(), 1, "{after:?}");
            assert!(after.filled.total() > 4 * (days as u64 - 6), "{after:?}");
        }
    }
}
