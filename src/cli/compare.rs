//! `gplc compare`: runs several plans on the same demand and prints the difference of each from the
//! first.

use super::failure::CommandFailure;
use super::interrupt::Interrupt;
use super::options::{OutputFormat, RunOptions, ScenarioOptions};
use super::output;
use super::run::file_list;
use super::simulate::{check_complete, folder_name, simulate};
use crate::experiment::compare::Difference;
use crate::experiment::pipeline::{LoadedScenario, common_settings, distinct_names};
use crate::report::files::json::{csv, json};
use crate::report::results::{
    PlanResult, check_folder, difference_rows, provenance, wordings, write_comparison,
};
use crate::report::tables::comparison::comparison;
use crate::report::tables::overview::{PlanSummary, overview};
use crate::report::wording::{Wording, counted, short_names};
use std::path::{Path, PathBuf};

/// Compare plans on the same demand: paired differences from the first plan
///
/// Runs every scenario with the seed and the number of replications of the first, so that
/// replication i of each has the same demand (common random numbers). Prints an overview: plans as
/// rows, main metrics as columns, each with its difference from the first plan and a star where
/// that is significant at 95 %. For two plans, or with --details, also prints the differences in
/// all headline metrics: mean, confidence interval, number of pairs, and the share of the variance
/// that common random numbers save. Pairs in which a run did not clear its backlog have no
/// difference in clearance; their number is printed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files in output/FIRST-vs-SECOND/, or in the folder of --out:
  comparison.svg, comparison.png   backlogs of all plans
  comparison-clearance.svg, …      probability of clearance by date
  comparison-cars.svg, …           cars waiting and off the road, if any
  comparison.json                  differences (comparison.csv with --csv)
  NAME/                            files of each scenario, as from `gplc run`

Examples:
  gplc compare scenarios/jlr-2025.toml scenarios/jlr-2025-warehouse-first.toml
  gplc compare plan-a.toml plan-b.toml plan-c.toml --replications 40 --format csv")]
pub(super) struct CompareArguments {
    /// Scenario files (TOML); the first is the reference
    #[arg(value_name = "SCENARIO", num_args = 2.., required = true)]
    scenarios: Vec<PathBuf>,
    /// Print all differences of each plan, also with more than two plans
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    scenario_options: ScenarioOptions,
    #[command(flatten)]
    run_options: RunOptions,
}

pub(super) fn run(arguments: &CompareArguments) -> Result<(), CommandFailure> {
    let CompareArguments { scenarios, details, scenario_options, run_options } = arguments;
    let plans = load(scenarios, scenario_options, run_options)?;
    let names = distinct_names(&plans);
    let out = run_options.out.clone().unwrap_or_else(|| Path::new("output").join(names.join("-vs-")));
    for name in &names {
        folder_name(name)?;
    }
    check_folder(&out, &plans, run_options.force)?;
    for name in &names {
        check_folder(&out.join(name), &plans, run_options.force)?;
    }
    let interrupt = Interrupt::listen();
    let mut results = Vec::new();
    for (plan, name) in plans.iter().zip(&names) {
        let simulated = simulate(plan, &out.join(name), run_options, &interrupt)?;
        results.push(simulated);
        check_complete(&results[results.len() - 1].run, name)?;
    }
    let differences: Vec<Vec<Difference>> =
        results.iter().skip(1).map(|plan| plan.run.differences_from(&results[0].run)).collect();
    let compared: Vec<PlanResult<'_>> = (0..plans.len())
        .map(|plan| PlanResult {
            name: &names[plan],
            scenario: &plans[plan],
            run: &results[plan].run,
            differences: if plan == 0 { &[] } else { &differences[plan - 1] },
        })
        .collect();
    let mut files = write_comparison(&out, &compared, run_options.csv)?;
    files.extend(results.iter().flat_map(|result| result.files.iter().cloned()));
    output::print(&printed(&compared, &files, run_options.format, *details || plans.len() == 2))
}

/// Loads all scenarios, with the seed and the number of replications of the first.
fn load(
    paths: &[PathBuf],
    scenario_options: &ScenarioOptions,
    run_options: &RunOptions,
) -> Result<Vec<LoadedScenario>, CommandFailure> {
    let mut sets = run_options.sets();
    let mut plans: Vec<LoadedScenario> = Vec::new();
    for path in paths {
        let plan = scenario_options.load(path, &sets)?;
        if plans.is_empty() {
            sets = common_settings(&plan).to_vec();
        }
        plans.push(plan);
    }
    Ok(plans)
}

/// The text to print: the overview, with the differences of each plan if `details`; or all rows.
fn printed(plans: &[PlanResult<'_>], files: &[PathBuf], format: OutputFormat, details: bool) -> String {
    let wordings = wordings(plans);
    let mut rows = difference_rows(plans, &wordings);
    rows.retain(|row| row.is_headline(&wordings[0]));
    match format {
        OutputFormat::Json => json(&provenance(plans), &rows),
        OutputFormat::Csv => csv(&rows),
        OutputFormat::Table => {
            let style = output::stdout_style();
            let mut text = compared_plans(plans, &wordings);
            for plan in plans.iter().skip(1).filter(|_| details) {
                text.push_str(&plan.scenario.read.scenario.title);
                text.push_str("\n\n");
                text.push_str(&comparison(plan.differences, &wordings[0], style));
                text.push('\n');
            }
            text.push_str(&file_list(files));
            text
        }
    }
}

/// The reference, and the table of all plans.
fn compared_plans(plans: &[PlanResult<'_>], wordings: &[Wording]) -> String {
    let first = &plans[0].scenario.read.scenario;
    let titles: Vec<&str> = plans.iter().map(|plan| plan.scenario.read.scenario.title.as_str()).collect();
    let (_, names) = short_names(&titles);
    let rows: Vec<PlanSummary<'_>> = plans
        .iter()
        .zip(wordings)
        .zip(&names)
        .map(|((plan, wording), name)| PlanSummary {
            name,
            rows: &plan.run.rows,
            differences: plan.differences,
            wording,
        })
        .collect();
    let replications = counted(first.replications, "replication");
    let table = overview(&rows, output::stdout_style());
    format!("Reference (plan 1): {}\n{replications}, seed {}\n\n{table}\n", first.title, first.seed)
}
