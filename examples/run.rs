//! Runs a scenario with one value changed, prints its headline, and writes its files.
//!
//! `cargo run --release --example run -- scenarios/jlr-2025.toml`

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use gplc::{Error, Experiment, ids};

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "scenarios/jlr-2025.toml".to_owned());
    let experiment = Experiment::from_file(path)?.set("processes.pick.people", 300)?.replications(20);
    for warning in experiment.warnings() {
        println!("warning: {warning}");
    }
    let outcome = experiment.run()?;
    println!("{outcome}");
    if let Some(interval) =
        outcome.metric(ids::BACKLOG_PEAK).and_then(gplc::experiment::summary::MetricSummary::interval)
    {
        let (mean, half_width) = (interval.mean, interval.half_width);
        println!("peak of the backlog: {mean:.0} ± {half_width:.0} lines, 95 % confidence");
    }
    for file in outcome.write_to("output/example-run")? {
        println!("{}", file.display());
    }
    Ok(())
}
