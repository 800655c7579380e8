//! `gplc check`: find every mistake, and say what a scenario means, without simulating.

use super::failure::Failure;
use super::options::Reading;
use super::output;
use crate::analysis::fluid::fluid;
use crate::report::check::check;
use std::path::PathBuf;

/// Check a scenario and say what it means, without simulating
///
/// Finds every mistake before anything runs. Then says in plain words what the scenario means: the network, flows
/// a day, the load of each process against its capacity, what goes down and is never brought back, and the fluid
/// answer: peak and clearance by arithmetic of rates alone.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gplc check scenarios/jlr-2025.toml
  gplc check scenarios/*.toml --set processes.pick.people=200")]
pub(super) struct Arguments {
    /// The scenarios, TOML files
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    for (number, scenario) in arguments.scenarios.iter().enumerate() {
        let loaded = arguments.reading.load(scenario, &[])?;
        let (model, labels) = (&loaded.compiled.model, &loaded.compiled.labels);
        let text = check(&loaded.read.scenario, &loaded.read.assumed, model, labels, &fluid(model));
        let between = if number > 0 { "\n" } else { "" };
        output::print(&format!("{between}{text}"))?;
    }
    Ok(())
}
