//! A metric of one's own: an observer that records the largest delay from order to shipment.
//!
//! `cargo run --release --example own_metric`

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use gplc::simulation::orders::line::{Line, LineKind};
use gplc::stats::interval::mean_interval;
use gplc::stats::moments::Moments;
use gplc::units::{Duration, Instant};
use gplc::{Experiment, Observer};
use std::error::Error;

/// Longest time from order to shipment of a customer line.
#[derive(Debug, Default)]
struct LongestDelay(Duration);

impl Observer for LongestDelay {
    fn shipped(&mut self, now: Instant, line: &Line) {
        if line.kind() == LineKind::Customer {
            self.0 = self.0.max(now - line.ordered);
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let experiment = Experiment::from_file("scenarios/jlr-2025.toml")?;
    let mut delays = Vec::new();
    for replication in 0..5 {
        let mut longest = LongestDelay::default();
        experiment.observe(replication, &mut longest)?;
        delays.push(longest.0.as_days());
    }
    let interval = mean_interval(&Moments::of(delays)?, 0.95)?;
    println!("longest delay: {:.1} ± {:.1} days, 95 % confidence", interval.mean, interval.half_width);
    Ok(())
}
