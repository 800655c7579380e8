//! Conservation: pieces, lines and jobs balance at every midnight; shares of time add up to one.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{DAY, START, compiled};
use gplc::metrics::conservation::Conservation;
use gplc::metrics::run_replication;
use gplc::registers::metrics::ids;
use gplc::simulation::Simulation;
use gplc::simulation::observer::Observer;
use gplc::units::Instant;
use proptest::prelude::*;

#[test]
fn a_piece_lost_one_day_and_found_the_next_is_reported() {
    // So the books are observed on every day of the runs here, not at their end alone: that is so
    // in debug builds.
    let network = "horizon = \"4 days\"\n[parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
        [sites.hub]\nkind = \"centre\"\nstock = \"unlimited\"\n\
        [demand.all]\nsite = \"hub\"\nlines = \"9 lines/day\"\nclass = \"daily\"\n";
    let compiled = compiled(&format!("{START}{network}"));
    let simulation = Simulation::new(&compiled.model, 0, ()).unwrap();
    let nothing = simulation.view();
    let mut books = Conservation::new(&compiled.model);
    books.midnight(Instant::from_micros(DAY), &nothing);
    books.supplied(Instant::from_micros(DAY), 0, 1);
    books.midnight(Instant::from_micros(2 * DAY), &nothing);
    books.consumed(Instant::from_micros(2 * DAY), 0, 1);
    books.end(Instant::from_micros(3 * DAY), &nothing);
    let violation = books.verdict(&compiled.labels).unwrap_err();
    assert_eq!(
        (violation.microseconds, violation.expected, violation.found),
        (Instant::from_micros(2 * DAY), 1, 0)
    );
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn pieces_lines_and_jobs_are_conserved_on_every_day(Case(text) in scenarios()) {
        let compiled = compiled(&text);
        // Conservation of pieces and lines is checked at every midnight, and fails the run.
        let seen = run_replication(&compiled.model, &compiled.labels, 0, || false).unwrap_or_else(|error| panic!("{error}\n{text}"));
        for series in &seen.series {
            prop_assert!(series.values.iter().all(|value| value.is_nan() || *value >= 0.0), "{:?}", series.key);
        }
        for (cell, shares) in seen.all_series(ids::BUSY_DAILY) {
            // Shares of time make up the open time, on every day that has some.
            let others = [ids::STARVED_DAILY, ids::BLOCKED_DAILY, ids::DOWN_DAILY]
                .map(|state| seen.series(state, cell).unwrap());
            for (day, busy) in shares.iter().enumerate().filter(|(_, busy)| !busy.is_nan()) {
                let sum: f64 = busy + others.iter().map(|other| other[day]).sum::<f64>();
                prop_assert!((sum - 1.0).abs() < 1e-9, "{cell:?} day {day}: {sum}");
            }
        }
    }
}
