//! `gplc check`: validates scenarios and prints a report on each, without simulating.

use super::failure::CommandFailure;
use super::options::ScenarioOptions;
use super::output;
use crate::analysis::fluid::fluid;
use crate::report::check::{check, warnings};
use crate::report::wording::counted;
use std::path::PathBuf;

/// Validate scenarios and print network, utilisation and fluid answer, without simulating
///
/// Reports every error at its line, with the values allowed and the closest name. For a valid
/// scenario prints the network, mean flows, the utilisation of each process, disruptions and the
/// restart plan with dates, uncertain and assumed values, the fluid answer (peak and clearance of
/// the backlog by mean rates, without randomness), and warnings.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gplc check scenarios/jlr-2025.toml
  gplc check scenarios/*.toml --set processes.pick.people=200")]
pub(super) struct CheckArguments {
    /// Scenario files (TOML)
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    scenario_options: ScenarioOptions,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<(), CommandFailure> {
    let mut found = 0;
    for (number, scenario) in arguments.scenarios.iter().enumerate() {
        let loaded = arguments.scenario_options.load(scenario, &[])?;
        let (model, labels) = (&loaded.compiled.model, &loaded.compiled.labels);
        let read = &loaded.read;
        let style = output::stdout_style();
        let text = check(&read.scenario, &read.assumed, model, labels, &fluid(model), style);
        let gap = if number > 0 { "\n" } else { "" };
        output::print(&format!("{gap}{text}"))?;
        found += warnings(&read.scenario, model, labels).len();
    }
    if arguments.strict && found > 0 {
        let why = format!("{}, which --strict does not allow", counted(found as u32, "warning"));
        return Err(CommandFailure::Input(why));
    }
    Ok(())
}
