//! Nothing is lost: pieces, lines and jobs, checked at every midnight; and shares of time make up the time.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{built, observed};
use gplc::observe::observe;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn nothing_is_lost_and_every_run_can_be_repeated(Case(text) in scenarios()) {
        let built = built(&text);
        // Conservation of pieces and lines is checked at every midnight, and fails the run.
        let seen = observe(&built.model, &built.labels, 0, || false).unwrap_or_else(|error| panic!("{error}\n{text}"));
        for series in &seen.series {
            prop_assert!(series.values.iter().all(|value| value.is_nan() || *value >= 0.0), "{:?}", series.key);
        }
        for series in seen.series.iter().filter(|series| series.key.name == "busy") {
            // Shares of time make up the open time, on every day that has some.
            let named = |name: &str| {
                let mut all = seen.series.iter().filter(|other| other.key.name == name);
                all.find(|other| (&other.key.site, &other.key.class) == (&series.key.site, &series.key.class)).unwrap()
            };
            let others = ["starved", "blocked", "down"].map(named);
            for (day, busy) in series.values.iter().enumerate().filter(|(_, busy)| !busy.is_nan()) {
                let sum: f64 = busy + others.iter().map(|other| other.values[day]).sum::<f64>();
                prop_assert!((sum - 1.0).abs() < 1e-9, "{:?} day {day}: {sum}", series.key);
            }
        }
        let again = observed(&built);
        prop_assert!(format!("{seen:?}") == format!("{again:?}"), "a second run differs");
    }
}
