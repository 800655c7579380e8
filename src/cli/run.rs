//! `gplc run`: simulate a scenario, print its headline, write its files.

use super::failure::Failure;
use super::interrupt::Interrupt;
use super::options::{Loaded, OutputFormat, Reading, Running};
use super::output;
use super::simulate::{Simulated, simulate, stopped};
use crate::report::files::json::{SummaryRow, csv, json};
use crate::report::tables;
use crate::report::tables::observations::watched;
use crate::report::wording::{assumed, counted};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Columns of a list that is no table.
const WIDTH: usize = 100;

/// Simulate a scenario: headline on the terminal, files in output/NAME/
///
/// Runs all replications of the scenario over all cores, and prints for each headline metric its mean, the 95 %
/// interval of the mean (the error of the simulation, which more replications shrink), the forecast from the 10 % to
/// the 90 % quantile over replications (what may happen), and from how many replications (n). Where the scenario has
/// uncertain values, what each of them explains of the spread follows, and what is looked at closely has a table each. When the backlog is cleared is said with the number
/// of runs in which it was; the day and its interval are of those.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files in output/NAME/, or in the folder of --out:
  backlog.svg, backlog.png   the outbound backlog of the centre over dates
  ages.svg, …                the same by age: how old the lines are that are open
  promise.svg, …             shipped within promise by day of order, for each class
  clearance.svg, …           the probability that the backlog is cleared by a day
  cars.svg, …                cars that wait for parts, and those off the road, where there are jobs
  summary.json               metric, site, class, segment, unit, mean, half_width, confidence, p10, p90, n, …
  time_to_fill.json          days from order to filled, of all lines of all replications (Kaplan–Meier)
  explained.json             the share of the spread that each uncertain value explains, if there are any
  assumed.json               the values that are marked as assumed and have no range, if there are any
  replications.parquet       a row for each replication and metric
  daily.parquet              a row for each replication, day and series
  scenario.toml              all of it, every default filled in: it makes the same results again
  *.csv                      replications and daily series as text, with --csv

Examples:
  gplc run scenarios/jlr-2025.toml
  gplc run scenarios/jlr-2025.toml --replications 100 --seed 7
  gplc run scenarios/jlr-2025.toml --set processes.pick.people=300 --out output/more-people
  gplc run scenarios/jlr-2025.toml --format csv > headline.csv")]
pub(super) struct Arguments {
    /// The scenario, a TOML file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    running: Running,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { scenario, reading, running } = arguments;
    let loaded = reading.load(scenario, &running.sets())?;
    let name = &loaded.read.scenario.name;
    let out = running.out.clone().unwrap_or_else(|| Path::new("output").join(name));
    let interrupt = Interrupt::listen();
    let simulated = simulate(&loaded, &out, running, &interrupt)?;
    let printed = output::print(&headline(&simulated, &loaded, running.format));
    stopped(simulated.measured.len(), loaded.read.scenario.replications, name).and(printed)
}

/// What is printed of a result.
pub(super) fn headline(simulated: &Simulated, loaded: &Loaded, format: OutputFormat) -> String {
    let Simulated { rows, words, .. } = simulated;
    let told = || rows.iter().filter(|row| words.title(&row.key).is_some());
    let tidy = || told().map(|row| SummaryRow::of(row, words)).collect::<Vec<_>>();
    match format {
        OutputFormat::Json => json(&tidy()),
        OutputFormat::Csv => csv(&tidy()),
        OutputFormat::Table => {
            let scenario = &loaded.read.scenario;
            let replications = counted(simulated.measured.len() as u32, "replication");
            let mut text = format!("{}\n{replications}, seed {}\n\n", scenario.title, scenario.seed);
            text.push_str(&tables::headline(rows, words, output::stdout_style()));
            let explained = tables::explained(&simulated.explanation, words, output::stdout_style());
            let paths: Vec<&str> = loaded.read.assumed.iter().map(|one| one.path.as_str()).collect();
            let times = tables::times_to_fill(&simulated.times_to_fill, output::stdout_style());
            let names = loaded.read.scenario.observe.iter().map(|observe| observe.name.as_str());
            let watched = watched(rows, names, output::stdout_style());
            let others = [times, explained, assumed(&paths, WIDTH)];
            for section in watched.iter().chain(&others).filter(|section| !section.is_empty()) {
                text.push('\n');
                text.push_str(section);
            }
            text.push('\n');
            text.push_str(&where_files_are(&simulated.files));
            text
        }
    }
}

/// The files of a result, a line each.
pub(super) fn where_files_are(files: &[PathBuf]) -> String {
    let mut text = String::new();
    for file in files {
        writeln!(text, "{}", file.display()).expect("a string takes every text");
    }
    text
}
