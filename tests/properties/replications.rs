//! Replications: any split and order gives the same rows.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::read;
use gplc::compile::build;
use gplc::experiment::replicate::{Control, replicate};
use gplc::experiment::uncertainty::{Models, Uncertainty};
use gplc::metrics::run_replication_by_window;
use proptest::prelude::*;
use std::convert::Infallible;
use std::num::NonZeroUsize;

const REPLICATIONS: u32 = 4;

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn replications_in_any_split_and_order_give_the_same_rows(Case(scenario) in scenarios()) {
        let read = read(&scenario);
        let stated = build(&read.scenario).unwrap();
        let models = Uncertainty::new(&read, &stated).unwrap();
        // As text: a share of nothing is NaN and not equal to itself.
        let together = |threads: usize| {
            let mut rows = Vec::new();
            let threads = NonZeroUsize::new(threads).unwrap();
            let given = replicate(&models, REPLICATIONS, threads, &Control::default(), |seen| {
                rows.push(format!("{seen:?}"));
                Ok::<(), Infallible>(())
            });
            assert_eq!(given.unwrap_or_else(|error| panic!("{error}")), REPLICATIONS);
            rows
        };
        let expected = together(1);
        for threads in [2, 3] {
            prop_assert!(together(threads) == expected, "{threads} threads");
        }
        // One by one, the last first.
        let stretches = models.stretches();
        for number in (0..REPLICATIONS).rev() {
            let compiled = models.model(number).unwrap();
            let seen = run_replication_by_window(&compiled.model, &compiled.labels, number, &stretches, || false).unwrap();
            prop_assert!(format!("{seen:?}") == expected[number as usize], "replication {number} alone");
        }
    }
}
