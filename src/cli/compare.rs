//! `gplc compare`: runs several plans on the same demand and prints the difference of each from the
//! first.

use super::failure::Failure;
use super::interrupt::Interrupt;
use super::options::{Loaded, OutputFormat, Reading, Running};
use super::output;
use super::run::file_list;
use super::simulate::{Simulated, check_complete, simulate};
use crate::experiment::compare::{Difference, compare};
use crate::report::charts;
use crate::report::charts::{COMPARISONS, Shown};
use crate::report::files::Folder;
use crate::report::files::json::{COMPARISON_JSON, DifferenceRow, Summarised, csv, json};
use crate::report::tables::comparison::comparison;
use crate::report::tables::overview::{Plan, overview};
use crate::report::wording::{counted, short_names};
use std::path::{Path, PathBuf};

/// Name of the comparison file as CSV.
const COMPARISON_CSV: &str = "comparison.csv";

/// Compare plans on the same demand: paired differences from the first plan
///
/// Runs every scenario with the seed and the number of replications of the first, so that replication i of each has
/// the same demand (common random numbers). Prints an overview: plans as rows, main metrics as columns, each with its
/// difference from the first plan and a star where that is significant at 95 %. For two plans, or with --details,
/// also prints the differences in all headline metrics: mean, confidence interval, number of pairs, and the share of
/// the variance that common random numbers save. Pairs in which a run did not clear its backlog have no difference in
/// clearance; their number is printed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files in output/FIRST-vs-SECOND/, or in the folder of --out:
  comparison.svg, comparison.png   backlogs of all plans, with peaks and clearance dates
  comparison-clearance.svg, …      probability of clearance by date, for each plan
  comparison-cars.svg, …           cars waiting for parts and off the road, if the scenario has jobs
  comparison.json                  differences (comparison.csv with --csv)
  NAME/                            files of each scenario, as from `gplc run`

Examples:
  gplc compare scenarios/jlr-2025.toml scenarios/jlr-2025-warehouse-first.toml
  gplc compare plan-a.toml plan-b.toml plan-c.toml --replications 40 --format csv")]
pub(super) struct Arguments {
    /// Scenario files (TOML); the first is the reference
    #[arg(value_name = "SCENARIO", num_args = 2.., required = true)]
    scenarios: Vec<PathBuf>,
    /// Print all differences of each plan, also with more than two plans
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    running: Running,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { scenarios, details, reading, running } = arguments;
    let plans = load(scenarios, reading, running)?;
    let names = different_names(&plans);
    let out = running.out.clone().unwrap_or_else(|| Path::new("output").join(names.join("-vs-")));
    let interrupt = Interrupt::listen();
    let mut results = Vec::new();
    for (plan, name) in plans.iter().zip(&names) {
        let simulated = simulate(plan, &out.join(name), running, &interrupt)?;
        let complete = simulated.measured.len();
        results.push(simulated);
        check_complete(complete, plan.read.scenario.replications, name)?;
    }
    let differences: Vec<Vec<Difference>> =
        results[1..].iter().map(|plan| compare(&results[0].measured, &plan.measured)).collect();
    let compared = Compared { plans: &plans, names: &names, results: &results, differences: &differences };
    let files = compared.write(&out, running.csv)?;
    output::print(&compared.printed(&files, running.format, *details || plans.len() == 2))
}

/// Reads all scenarios, with the seed and the replications of the first.
fn load(paths: &[PathBuf], reading: &Reading, running: &Running) -> Result<Vec<Loaded>, Failure> {
    let mut sets = running.sets();
    let mut plans: Vec<Loaded> = Vec::new();
    for path in paths {
        let plan = reading.load(path, &sets)?;
        if plans.is_empty() {
            let first = &plan.read.scenario;
            sets = vec![format!("replications={}", first.replications), format!("seed={}", first.seed)];
        }
        plans.push(plan);
    }
    Ok(plans)
}

/// A name for each plan; where two files have the same, a number follows.
fn different_names(plans: &[Loaded]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for plan in plans {
        let name = &plan.read.scenario.name;
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

/// All that came out of a comparison.
#[derive(Debug, Clone, Copy)]
struct Compared<'a> {
    plans: &'a [Loaded],
    names: &'a [String],
    results: &'a [Simulated],
    /// Of each plan but the first.
    differences: &'a [Vec<Difference>],
}

impl<'a> Compared<'a> {
    fn write(self, out: &Path, with_csv: bool) -> Result<Vec<PathBuf>, Failure> {
        let shown: Vec<Shown<'_>> = self
            .plans
            .iter()
            .zip(self.results)
            .map(|(plan, result)| Shown {
                model: &plan.compiled.model,
                labels: &plan.compiled.labels,
                headline: &result.headline,
                kept: &result.kept,
                came: &result.came,
                asked: plan.read.scenario.replications,
            })
            .collect();
        let charts = charts::of_several(&shown)?;
        let rows = self.rows();
        let mut folder = Folder::open(out)?;
        folder.write(COMPARISON_JSON, json(&rows).as_bytes())?;
        if with_csv {
            folder.write(COMPARISON_CSV, csv(&rows).as_bytes())?;
        }
        for chart in &charts {
            folder.write(chart.file, &chart.bytes)?;
        }
        let all: Vec<&str> =
            [COMPARISON_JSON, COMPARISON_CSV].into_iter().chain(charts::files(COMPARISONS)).collect();
        Ok(folder.done(&all)?)
    }

    /// All differences as tidy rows, those of the overview first.
    fn rows(self) -> Vec<DifferenceRow<'a>> {
        let summarised = |plan: usize| Summarised {
            name: &self.names[plan],
            rows: &self.results[plan].rows,
            wording: &self.results[plan].wording,
        };
        let mut rows: Vec<DifferenceRow<'_>> = (1..)
            .zip(self.differences)
            .flat_map(|(plan, differences)| {
                let of = |one| DifferenceRow::of(one, summarised(plan), summarised(0));
                differences.iter().map(of).collect::<Vec<_>>()
            })
            .collect();
        rows.sort_by_key(|row| !row.is_main());
        rows
    }

    /// What is printed: the overview, and the differences of each plan if `details` are asked for; or all rows.
    fn printed(self, files: &[PathBuf], format: OutputFormat, details: bool) -> String {
        let wording = &self.results[0].wording;
        let mut rows = self.rows();
        rows.retain(|row| row.is_headline(wording));
        match format {
            OutputFormat::Json => json(&rows),
            OutputFormat::Csv => csv(&rows),
            OutputFormat::Table => {
                let style = output::stdout_style();
                let mut text = self.overview();
                for (plan, differences) in self.plans[1..].iter().zip(self.differences).filter(|_| details) {
                    text.push_str(&plan.read.scenario.title);
                    text.push('\n');
                    text.push_str(&comparison(differences, wording, style));
                    text.push('\n');
                }
                text.push_str(&file_list(files));
                for result in self.results {
                    text.push_str(&file_list(&result.files));
                }
                text
            }
        }
    }

    /// What is compared, and the table of all plans.
    fn overview(self) -> String {
        let first = &self.plans[0].read.scenario;
        let titles: Vec<&str> = self.plans.iter().map(|plan| plan.read.scenario.title.as_str()).collect();
        let (_, names) = short_names(&titles);
        let plans: Vec<Plan<'_>> = (0..)
            .zip(self.results)
            .map(|(plan, result)| Plan {
                name: &names[plan],
                rows: &result.rows,
                differences: if plan == 0 { &[] } else { &self.differences[plan - 1] },
                wording: &result.wording,
            })
            .collect();
        let replications = counted(first.replications, "replication");
        let table = overview(&plans, output::stdout_style());
        format!("Reference (plan 1): {}\n{replications}, seed {}\n\n{table}\n", first.title, first.seed)
    }
}
