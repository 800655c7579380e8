//! `gplc chart`: redraws charts from recorded results.

use super::failure::CommandFailure;
use super::output;
use super::run::file_list;
use crate::experiment::chart_series::ChartSeries;
use crate::experiment::headline::Headline;
use crate::experiment::phase_times::{ObservedPhaseTimes, observed_phase_times};
use crate::experiment::pipeline::{LoadedScenario, reference_windows};
use crate::report::charts;
use crate::report::charts::{COMPARISON_CHARTS, ChartInput, RESULT_CHARTS};
use crate::report::files::Folder;
use crate::report::files::daily::{DAILY_PARQUET, read_daily};
use crate::report::files::provenance::refusal;
use crate::report::files::replications::{REPLICATIONS_PARQUET, read_phase_times};
use crate::report::files::resolved_scenario::SCENARIO_TOML;
use crate::report::results::check_folder;
use std::path::{Path, PathBuf};

/// Redraw charts from recorded results, without simulating
///
/// With one result folder: its charts, byte for byte as `gplc run` wrote them. With several: the
/// charts of `gplc compare`, with all results in each. Reads curves from daily.parquet, disruptions
/// and restart phases from scenario.toml, and the dates of phases from replications.parquet.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gplc chart output/jlr-2025
  gplc chart output/jlr-2025 output/jlr-2025-warehouse-first --out output/both")]
pub(super) struct ChartArguments {
    /// Result folders; the first is the reference
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,

    /// Folder for the charts [default: the result folder; for several results the parent folder of
    /// the first]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write into a folder that holds other files too
    #[arg(long)]
    force: bool,
}

/// A recorded result.
struct RecordedResult {
    loaded: LoadedScenario,
    headline: Headline,
    series: ChartSeries,
    phase_times: Vec<ObservedPhaseTimes>,
}

pub(super) fn run(arguments: &ChartArguments) -> Result<(), CommandFailure> {
    let mut results = arguments.folders.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
    if results.len() > 1 {
        let reference = reference_windows(&results.iter().map(|result| &result.loaded).collect::<Vec<_>>())?;
        for result in &mut results {
            result.headline = result.headline.by_reference(&result.loaded.compiled.model, &reference);
        }
    }
    let inputs: Vec<ChartInput<'_>> = results.iter().map(RecordedResult::chart_input).collect();
    let first = &arguments.folders[0];
    let (charts, names, default_out): (_, Vec<&str>, _) = if let [one] = &inputs[..] {
        (charts::draw_result(one)?, charts::files(RESULT_CHARTS).collect(), first.clone())
    } else {
        let parent = first.parent().filter(|parent| !parent.as_os_str().is_empty());
        let beside = parent.unwrap_or(Path::new(".")).to_owned();
        (charts::draw_comparison(&inputs)?, charts::files(COMPARISON_CHARTS).collect(), beside)
    };
    let out = arguments.out.as_ref().unwrap_or(&default_out);
    check_folder(out, [], arguments.force)?;
    let mut folder = Folder::open(out)?;
    for chart in &charts {
        folder.write(chart.file, &chart.bytes)?;
    }
    output::print(&file_list(&folder.done(&names)?))
}

/// Reads a result from its folder.
fn read(folder: &Path) -> Result<RecordedResult, CommandFailure> {
    let scenario = folder.join(SCENARIO_TOML);
    if !scenario.is_file() {
        let why = format!("{} is not a result folder: it has no {SCENARIO_TOML}", folder.display());
        return Err(CommandFailure::Input(why));
    }
    let refusal = refusal(folder, DAILY_PARQUET).map_err(|error| CommandFailure::Input(error.to_string()))?;
    if let Some(why) = refusal {
        return Err(CommandFailure::Input(why));
    }
    let loaded = LoadedScenario::from_file(&scenario, &[])?;
    let wrong = |why: &str| CommandFailure::Input(format!("{}: {why}", folder.join(DAILY_PARQUET).display()));
    let headline = Headline::of(&loaded.compiled.model, &loaded.compiled.labels)
        .ok_or_else(|| wrong("its scenario has no site that serves order lines"))?;
    let dates = &headline.windows.dates;
    let names = &headline.names;
    let daily = read_daily(&folder.join(DAILY_PARQUET), dates, names, |key| charts::shows(key, &headline))
        .map_err(|error| CommandFailure::Input(error.to_string()))?
        .ok_or_else(|| wrong("its days differ from those of scenario.toml in the same folder"))?;
    let mut series = ChartSeries::default();
    for (replication, recorded) in &daily {
        series.add(*replication, recorded, |key| charts::shows(key, &headline));
    }
    let measured = read_phase_times(&folder.join(REPLICATIONS_PARQUET), names)
        .map_err(|error| CommandFailure::Input(error.to_string()))?;
    let phase_times = observed_phase_times(&measured, &loaded.compiled.model);
    Ok(RecordedResult { loaded, headline, series, phase_times })
}

impl RecordedResult {
    fn chart_input(&self) -> ChartInput<'_> {
        ChartInput {
            model: &self.loaded.compiled.model,
            labels: &self.loaded.compiled.labels,
            headline: &self.headline,
            series: &self.series,
            phase_times: &self.phase_times,
            requested: self.loaded.read.scenario.replications,
        }
    }
}
