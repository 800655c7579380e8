//! `gplc compare`: several plans with the same customers, and what each changes against the first.

use super::failure::Failure;
use super::interrupt::Interrupt;
use super::options::{Loaded, OutputFormat, Reading, Running};
use super::output;
use super::run::where_files_are;
use super::simulate::{Simulated, simulate, stopped};
use crate::experiment::compare::{Difference, compare};
use crate::report::files::Folder;
use crate::report::json::{COMPARISON_JSON, DifferenceRow, csv, json};
use crate::report::picture::{self, COMPARISONS, Shown};
use crate::report::table;
use crate::report::words::{Words, counted};
use std::path::{Path, PathBuf};

/// Name of the comparison as text.
const COMPARISON_CSV: &str = "comparison.csv";

/// Compare plans: the same customers, the difference of each plan from the first
///
/// Runs every scenario with the seed and the number of replications of the first, so that replication i of each
/// sees the same customers with the same wishes. For each headline metric it prints the mean difference from the
/// first scenario, its 95 % interval, the number of pairs, and the share of variance that the common random numbers
/// save. Pairs in which a run was not cleared by its end have no difference; they are counted and said.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files in output/FIRST-vs-SECOND/, or in the folder of --out:
  comparison.svg, comparison.png   the backlogs of all plans in one picture
  comparison.json                  the differences (comparison.csv with --csv)
  NAME/                            the files of each scenario, as of `gplc run`

Examples:
  gplc compare scenarios/jlr-2025.toml scenarios/jlr-2025-late.toml
  gplc compare plan-a.toml plan-b.toml plan-c.toml --replications 40 --format csv")]
pub(super) struct Arguments {
    /// The scenarios; the first is the one that the others are compared with
    #[arg(value_name = "SCENARIO", num_args = 2.., required = true)]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    running: Running,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { scenarios, reading, running } = arguments;
    let plans = load(scenarios, reading, running)?;
    let names = different_names(&plans);
    let out = running.out.clone().unwrap_or_else(|| Path::new("output").join(names.join("-vs-")));
    let interrupt = Interrupt::listen();
    let mut results = Vec::new();
    for (plan, name) in plans.iter().zip(&names) {
        let simulated = simulate(plan, &out.join(name), running, &interrupt)?;
        let complete = simulated.measured.len();
        results.push(simulated);
        stopped(complete, plan.read.scenario.replications, name)?;
    }
    let differences: Vec<Vec<Difference>> =
        results[1..].iter().map(|plan| compare(&results[0].measured, &plan.measured)).collect();
    let files = write(&out, &plans, &names, &results, &differences, running.csv)?;
    output::print(&printed(&plans, &names, &results, &differences, &files, running.format))
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

fn write(
    out: &Path,
    plans: &[Loaded],
    names: &[String],
    results: &[Simulated],
    differences: &[Vec<Difference>],
    with_csv: bool,
) -> Result<Vec<PathBuf>, Failure> {
    let shown: Vec<Shown<'_>> = plans
        .iter()
        .zip(results)
        .map(|(plan, result)| Shown {
            model: &plan.built.model,
            labels: &plan.built.labels,
            headline: &result.headline,
            kept: &result.kept,
            asked: plan.read.scenario.replications,
        })
        .collect();
    let pictures = picture::of_several(&shown)?;
    let rows = rows(names, differences);
    let mut folder = Folder::open(out)?;
    folder.write(COMPARISON_JSON, json(&rows).as_bytes())?;
    if with_csv {
        folder.write(COMPARISON_CSV, csv(&rows).as_bytes())?;
    }
    for picture in &pictures {
        folder.write(picture.file, &picture.bytes)?;
    }
    let all: Vec<&str> =
        [COMPARISON_JSON, COMPARISON_CSV].into_iter().chain(picture::files(COMPARISONS)).collect();
    Ok(folder.done(&all)?)
}

/// All differences as tidy rows.
fn rows<'a>(names: &'a [String], differences: &'a [Vec<Difference>]) -> Vec<DifferenceRow<'a>> {
    let plans = names[1..].iter().zip(differences);
    plans
        .flat_map(|(name, differences)| {
            differences.iter().map(|difference| DifferenceRow::of(difference, name, &names[0]))
        })
        .collect()
}

/// What is printed: for each plan a table, or all rows.
fn printed(
    plans: &[Loaded],
    names: &[String],
    results: &[Simulated],
    differences: &[Vec<Difference>],
    files: &[PathBuf],
    format: OutputFormat,
) -> String {
    let words: &Words = &results[0].words;
    let mut rows = rows(names, differences);
    rows.retain(|row| row.is_headline(words));
    match format {
        OutputFormat::Json => json(&rows),
        OutputFormat::Csv => csv(&rows),
        OutputFormat::Table => {
            let first = &plans[0].read.scenario;
            let replications = counted(first.replications, "replication");
            let mut text = format!("Compared with: {}\n{replications}, seed {}\n\n", first.title, first.seed);
            for (plan, differences) in plans[1..].iter().zip(differences) {
                text.push_str(&plan.read.scenario.title);
                text.push('\n');
                text.push_str(&table::comparison(differences, words, output::stdout_style()));
                text.push('\n');
            }
            text.push_str(&where_files_are(files));
            for result in results {
                text.push_str(&where_files_are(&result.files));
            }
            text
        }
    }
}
