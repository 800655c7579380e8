//! Compares two restart plans on the same customers.
//!
//! `cargo run --release --example compare`

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use gplc::{Comparison, Error, Experiment, ids};

fn main() -> Result<(), Error> {
    let planned = Experiment::from_file("scenarios/jlr-2025.toml")?;
    let warehouse_first = Experiment::from_file("scenarios/jlr-2025-warehouse-first.toml")?;
    let outcome = Comparison::with(planned).and(warehouse_first).replications(20).run()?;
    for plan in &outcome.names()[1..] {
        let Some(difference) = outcome.difference(plan, ids::BACKLOG_PEAK) else { continue };
        let Some(interval) = difference.interval else { continue };
        let (mean, half_width, pairs) = (interval.mean, interval.half_width, difference.pairs);
        println!("{plan}: peak of the backlog {mean:+.0} ± {half_width:.0} lines in {pairs} pairs");
    }
    outcome.write_to("output/example-compare")?;
    Ok(())
}
