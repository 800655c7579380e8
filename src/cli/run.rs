//! `gplc run`: simulates a scenario, prints the headline and writes the result files.

use super::failure::CommandFailure;
use super::interrupt::Interrupt;
use super::options::{OutputFormat, RunOptions, ScenarioOptions};
use super::output;
use super::simulate::{SimulationOutput, check_complete, folder_name, refuse_if_strict, simulate};
use crate::experiment::pipeline::LoadedScenario;
use crate::report::files::json::{SummaryRow, csv, json};
use crate::report::files::provenance::Provenance;
use crate::report::results::check_folder;
use crate::report::tables;
use crate::report::tables::observations::observations;
use crate::report::wording::{assumed_values, counted};
use crate::scenario::syntax::visible::visible;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Columns at which the list of assumed values is wrapped.
const WIDTH: u16 = 100;

/// Simulate a scenario: headline on stdout, charts and data in output/NAME/
///
/// Runs all replications on all cores. Prints for each headline metric the mean over replications,
/// its 95 % confidence interval (the error of the estimate, which more replications shrink), the
/// prediction interval from P10 to P90 over replications (what may happen, which they do not), and
/// the number of replications with a value (n). A clearance date also has the number of runs that
/// cleared; its estimate is the median, with the interval of the median. Then come the service
/// levels by window, the fluid answer, a table for each [observe], the order-to-fill times, and for
/// scenarios with uncertain inputs the sensitivities: the share of the variance that each input
/// explains.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files in output/NAME/, or in the folder of --out:
  open-demand.svg, …         lines that customers want and have not received, by date
  backlog.svg, backlog.png   outbound backlog of the centre by date
  ages.svg, …                outbound backlog by age
  promise.svg, …             on-time shipment by the day of the first want, by class
  clearance.svg, …           probability of clearance by date
  cars.svg, …                cars waiting for parts and off the road, if any
  summary.json               all metrics with both intervals
  order_to_fill.json         order-to-fill times over the lines of all runs
  sensitivity.json           sensitivity to each uncertain input, if any
  assumed.json               assumed values without a range, if any
  replications.parquet       a row for each replication and metric
  daily.parquet              a row for each replication, day and series
  scenario.toml              resolved scenario; reproduces the results
  *.csv                      replications and daily series as CSV, with --csv

Examples:
  gplc run scenarios/jlr-2025.toml
  gplc run scenarios/jlr-2025.toml --replications 100 --seed 7
  gplc run scenarios/jlr-2025.toml --set processes.pick.people=300 --out output/more-people
  gplc run scenarios/jlr-2025.toml --format csv > headline.csv")]
pub(super) struct RunArguments {
    /// Scenario file (TOML)
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    #[command(flatten)]
    scenario_options: ScenarioOptions,
    #[command(flatten)]
    run_options: RunOptions,
}

pub(super) fn run(arguments: &RunArguments) -> Result<(), CommandFailure> {
    let RunArguments { scenario, scenario_options, run_options } = arguments;
    let loaded = scenario_options.load(scenario, &run_options.sets())?;
    let name = &loaded.read.scenario.name;
    let out = match &run_options.out {
        Some(out) => out.clone(),
        None => Path::new("output").join(folder_name(name)?),
    };
    check_folder(&out, [&loaded], run_options.force)?;
    let interrupt = Interrupt::listen();
    let simulated = simulate(&loaded, &out, run_options, &interrupt, None)?;
    let printed = output::print(&headline(&simulated, &loaded, run_options.format));
    check_complete(&simulated.run, name).and(printed)?;
    refuse_if_strict(&simulated.warnings, run_options, CommandFailure::Run)
}

/// The printed result.
pub(super) fn headline(
    simulated: &SimulationOutput,
    loaded: &LoadedScenario,
    format: OutputFormat,
) -> String {
    let SimulationOutput { run, wording, .. } = simulated;
    let rows = &run.rows;
    let headline = || rows.iter().filter(|row| wording.title(row.key).is_some());
    let tidy = || headline().map(|row| SummaryRow::of(row, wording)).collect::<Vec<_>>();
    match format {
        OutputFormat::Json => json(&Provenance::of(&loaded.read), &tidy()),
        OutputFormat::Csv => csv(&tidy()),
        OutputFormat::Table => {
            let scenario = &loaded.read.scenario;
            let replications = counted(run.complete() as u32, "replication");
            let mut text = format!("{}\n{replications}, seed {}\n\n", scenario.title, scenario.seed);
            let style = output::stdout_style();
            text.push_str(&tables::headline::headline(rows, wording, style));
            let service = tables::service::service(rows, wording, style);
            if !service.is_empty() {
                text.push('\n');
                text.push_str(&service);
            }
            let fluid = tables::fluid::fluid_beside(rows, &loaded.compiled.model, wording, style);
            if !fluid.is_empty() {
                text.push('\n');
                text.push_str(&fluid);
            }
            let paths: Vec<&str> = loaded.read.assumed.iter().map(|one| one.path.as_str()).collect();
            let mut sections = observations(rows, wording.names(), style);
            sections.extend([
                tables::order_to_fill::order_to_fill(&run.times_to_fill, wording, style),
                tables::sensitivity::sensitivity(&run.explanation, wording, style),
                assumed_values(&paths, usize::from(style.width.map_or(WIDTH, |width| width.min(WIDTH)))),
            ]);
            for section in sections.iter().filter(|section| !section.is_empty()) {
                text.push('\n');
                text.push_str(section);
            }
            text.push('\n');
            text.push_str(&file_list(&simulated.files));
            text
        }
    }
}

/// Paths of the files written, a line each.
pub(super) fn file_list(files: &[PathBuf]) -> String {
    let mut text = String::new();
    for file in files {
        writeln!(text, "{}", visible(&file.display().to_string())).expect("a string takes every text");
    }
    text
}
