//! `gplc compare`: runs several plans on the same demand and prints the difference of each from the
//! first.

use super::failure::CommandFailure;
use super::interrupt::Interrupt;
use super::options::{OutputFormat, RunOptions, ScenarioOptions};
use super::output;
use super::plan::StatedPlan;
use super::run::file_list;
use super::simulate::{check_complete, folder_name, refuse_if_strict, scenario_warnings, simulate};
use crate::experiment::pipeline::{
    LoadedScenario, common_settings, compare_plans, distinct_names, reference_windows,
};
use crate::registers::metrics::Dim;
use crate::report::files::json::{csv, json};
use crate::report::results::{
    PlanResult, check_folder, difference_rows, provenance, wordings, write_comparison,
};
use crate::report::tables::breakdown::{BREAKDOWNS, breakdown};
use crate::report::tables::comparison::comparison;
use crate::report::tables::overview::{PlanSummary, overview};
use crate::report::wording::{Wording, counted, short_names};
use crate::scenario::difference::differences;
use crate::scenario::syntax::writer::quoted;
use std::path::{Path, PathBuf};

/// Compare plans on the same demand: paired differences from the first plan
///
/// Runs every scenario with the seed and the number of replications of the first, so that
/// replication i of each has the same demand (common random numbers). Prints an overview: plans as
/// rows, main metrics as columns, each with its difference from the first plan, the interval that
/// holds for all of them together, and a star where it is significant at 95 % within the table. All
/// plans are judged over the windows of the first, or of the first with a disruption. For two
/// plans, or with --details, also prints the differences in all headline metrics, each by itself:
/// mean, confidence interval, number of pairs, and the share of the variance that common random
/// numbers save.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files in output/FIRST-vs-SECOND/, or in the folder of --out:
  comparison.svg, comparison.png   open demand of all plans
  comparison-service.svg, …        on-time shipment by date, with differences
  comparison-clearance.svg, …      probability of clearance by date
  comparison-cars.svg, …           cars waiting and off the road, if any
  comparison.json                  differences (comparison.csv with --csv)
  differences.parquet              daily differences (differences.csv with --csv)
  NAME/                            files of each scenario, as from `gplc run`

Examples:
  gplc compare scenarios/jlr-2025.toml scenarios/jlr-2025-warehouse-first.toml
  gplc compare plan-a.toml plan-b.toml plan-c.toml --replications 40 --format csv
  gplc compare scenarios/jlr-2025.toml --plan \"More pickers: processes.pick.people=300\"")]
pub(super) struct CompareArguments {
    /// Scenario files (TOML); the first is the reference
    #[arg(value_name = "SCENARIO", num_args = 1.., required = true)]
    scenarios: Vec<PathBuf>,
    /// Add a plan: the first scenario with these keys changed; can be repeated
    #[arg(long = "plan", value_name = "NAME: KEY=VALUE, …")]
    plans: Vec<String>,
    /// Also print service levels and open demand of all plans by market, class, window or week; can
    /// be repeated
    #[arg(long, value_name = "DIMENSION", value_parser = clap::builder::PossibleValuesParser::new(BREAKDOWNS.map(|(word, _)| word)))]
    by: Vec<String>,
    /// Print all differences of each plan, also with more than two plans
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    scenario_options: ScenarioOptions,
    #[command(flatten)]
    run_options: RunOptions,
}

pub(super) fn run(arguments: &CompareArguments) -> Result<(), CommandFailure> {
    let CompareArguments { scenarios, plans, by, details, scenario_options, run_options } = arguments;
    let stated = plans.iter().map(|plan| StatedPlan::parse(plan)).collect::<Result<Vec<_>, _>>()?;
    let plans = load(scenarios, &stated, scenario_options, run_options)?;
    if plans.len() < 2 {
        let why = "a comparison needs two plans: name a second scenario, or add --plan \"NAME: KEY=VALUE\"";
        return Err(CommandFailure::Input(why.to_owned()));
    }
    let reference = reference_windows(&plans.iter().collect::<Vec<_>>())?;
    let warnings: Vec<String> = plans.iter().flat_map(scenario_warnings).collect();
    if run_options.strict {
        for warning in &warnings {
            output::message(&format!("warning: {warning}"));
        }
    }
    refuse_if_strict(&warnings, run_options, CommandFailure::Input)?;
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
        let simulated = simulate(plan, &out.join(name), run_options, &interrupt, Some(&reference))?;
        results.push(simulated);
        check_complete(&results[results.len() - 1].run, name)?;
    }
    let compared_differences = compare_plans(&results.iter().map(|plan| &plan.run).collect::<Vec<_>>());
    let compared: Vec<PlanResult<'_>> = (0..plans.len())
        .map(|plan| PlanResult {
            name: &names[plan],
            scenario: &plans[plan],
            run: &results[plan].run,
            differences: &compared_differences[plan],
        })
        .collect();
    let mut files = write_comparison(&out, &compared, run_options.csv)?;
    files.extend(results.iter().flat_map(|result| result.files.iter().cloned()));
    let by: Vec<Dim> = BREAKDOWNS
        .into_iter()
        .filter(|(word, _)| by.iter().any(|one| one == word))
        .map(|(_, dim)| dim)
        .collect();
    output::print(&printed(&compared, &files, run_options.format, &by, *details || plans.len() == 2))?;
    let warnings: Vec<String> = results.iter().flat_map(|result| result.warnings.iter().cloned()).collect();
    refuse_if_strict(&warnings, run_options, CommandFailure::Run)
}

/// Loads all scenarios, with the seed and the number of replications of the first, and the plans
/// that change the first.
fn load(
    paths: &[PathBuf],
    stated: &[StatedPlan],
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
    for StatedPlan { name, sets: changes } in stated {
        let Some(title) = plans.first().map(|first| &first.read.scenario.title) else { break };
        let title = format!("title={}", quoted(&format!("{title}: {name}")));
        let sets = [sets.as_slice(), changes, &[title]].concat();
        let mut plan = scenario_options.load(&paths[0], &sets)?;
        plan.read.scenario.name.clone_from(name);
        plans.push(plan);
    }
    Ok(plans)
}

/// The text to print: the overview, with the differences of each plan if `details`; or all rows.
fn printed(
    plans: &[PlanResult<'_>],
    files: &[PathBuf],
    format: OutputFormat,
    by: &[Dim],
    details: bool,
) -> String {
    let wordings = wordings(plans);
    let mut rows = difference_rows(plans, &wordings);
    rows.retain(|row| row.is_headline(&wordings[0]));
    match format {
        OutputFormat::Json => json(&provenance(plans), &rows),
        OutputFormat::Csv => csv(&rows),
        OutputFormat::Table => {
            let style = output::stdout_style();
            let mut text = compared_plans(plans, &wordings, by);
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
fn compared_plans(plans: &[PlanResult<'_>], wordings: &[Wording], by: &[Dim]) -> String {
    let first = &plans[0].scenario.read.scenario;
    let titles: Vec<&str> = plans.iter().map(|plan| plan.scenario.read.scenario.title.as_str()).collect();
    let (_, names) = short_names(&titles);
    let rows: Vec<PlanSummary<'_>> = plans
        .iter()
        .zip(wordings)
        .zip(&names)
        .map(|((plan, wording), name)| PlanSummary {
            name,
            rows: plan.run.compared_rows(),
            differences: plan.differences,
            identical: !plan.differences.is_empty() && plan.run.is_identical_to(plans[0].run),
            wording,
        })
        .collect();
    let replications = counted(first.replications, "replication");
    let compared = |key| plans[0].run.compared_headline().is_compared(key);
    let style = output::stdout_style();
    let table = overview(&rows, compared, style);
    let changes: String = (2..)
        .zip(&plans[1..])
        .map(|(number, plan)| style.wrap(&changed_keys(number, plans[0].scenario, plan.scenario), 2) + "\n")
        .collect();
    let parts: String = by
        .iter()
        .map(|&by| breakdown(&rows, by, style))
        .filter(|part| !part.is_empty())
        .map(|part| part + "\n")
        .collect();
    format!(
        "Reference (plan 1): {}\n{replications}, seed {}\n\n{table}\n{changes}\n{parts}",
        first.title, first.seed
    )
}

/// Most keys that are listed of a plan.
const MOST_KEYS: usize = 6;
/// Longest value that is printed of a key \[letters\].
const LONGEST_VALUE: usize = 40;

/// What differs between the inputs of a plan and of the first, in one sentence.
fn changed_keys(number: usize, first: &LoadedScenario, plan: &LoadedScenario) -> String {
    let all = differences(&first.read, &plan.read);
    let value = |value: &Option<String>| match value {
        None => "absent".to_owned(),
        Some(text) if text.chars().count() > LONGEST_VALUE => {
            text.chars().take(LONGEST_VALUE - 1).chain(['…']).collect()
        }
        Some(text) => text.clone(),
    };
    if all.is_empty() {
        return format!("Plan {number} has the inputs of plan 1.");
    }
    let listed: Vec<String> = all
        .iter()
        .take(MOST_KEYS)
        .map(|one| format!("{}: {} → {}", one.path, value(&one.first), value(&one.other)))
        .collect();
    let more = match all.len().saturating_sub(MOST_KEYS) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!("Plan {number} differs in {}{more}.", listed.join("; "))
}
