//! Simulation of one scenario and its result files, shared by `run` and `compare`.

use super::failure::Failure;
use super::interrupt::Interrupt;
use super::options::{Loaded, Running};
use super::output;
use super::progress::Progress;
use crate::experiment::chart_series::ChartSeries;
use crate::experiment::headline::Headline;
use crate::experiment::measure::Measured;
use crate::experiment::order_to_fill::{Pooled, TimesToFill};
use crate::experiment::phase_times::{ObservedPhaseTimes, came};
use crate::experiment::replicate::{ReplicateError, replicate};
use crate::experiment::sensitivity::{Explanation, explain};
use crate::experiment::summary::{Row, summarise};
use crate::experiment::uncertainty::Uncertainty;
use crate::report::charts;
use crate::report::charts::{PICTURES, Shown};
use crate::report::check::warnings;
use crate::report::files::daily::{DAILY_CSV, DAILY_PARQUET, DailyWriter};
use crate::report::files::json::{
    ASSUMED_JSON, AssumedRow, EXPLAINED_JSON, SUMMARY_JSON, ShareRow, SummaryRow, TIME_TO_FILL_JSON,
    TimeToFillRow, json,
};
use crate::report::files::replications::{REPLICATIONS_CSV, REPLICATIONS_PARQUET, write_replications};
use crate::report::files::resolved_scenario::{SCENARIO_TOML, resolved};
use crate::report::files::{FileError, Folder};
use crate::report::wording::Wording;
use std::path::{Path, PathBuf};

/// Names of all data files of a result.
const DATA_FILES: [&str; 9] = [
    SUMMARY_JSON,
    TIME_TO_FILL_JSON,
    EXPLAINED_JSON,
    ASSUMED_JSON,
    REPLICATIONS_PARQUET,
    REPLICATIONS_CSV,
    DAILY_PARQUET,
    DAILY_CSV,
    SCENARIO_TOML,
];

/// Results of one scenario.
#[derive(Debug)]
pub(super) struct Simulated {
    pub(super) headline: Headline,
    pub(super) wording: Wording,
    pub(super) measured: Vec<Measured>,
    pub(super) rows: Vec<Row>,
    pub(super) explanation: Explanation,
    pub(super) times_to_fill: Vec<Pooled>,
    pub(super) kept: ChartSeries,
    pub(super) came: Vec<ObservedPhaseTimes>,
    pub(super) files: Vec<PathBuf>,
}

/// Runs all replications of a scenario and writes its files. After Ctrl-C keeps complete ones.
///
/// # Errors
/// If the run fails, files cannot be written, or Ctrl-C came before any replication was complete; then
/// nothing is written.
pub(super) fn simulate(
    loaded: &Loaded,
    out: &Path,
    running: &Running,
    interrupt: &Interrupt,
) -> Result<Simulated, Failure> {
    let Loaded { read, compiled } = loaded;
    let (scenario, model, labels) = (&read.scenario, &compiled.model, &compiled.labels);
    let uncertainty = Uncertainty::new(read, compiled).map_err(|error| Failure::Input(error.to_string()))?;
    let headline = Headline::of(model, labels)
        .ok_or_else(|| Failure::Input("no site serves order lines: a scenario needs a centre".to_owned()))?;
    for warning in warnings(model, labels).iter().filter(|_| !running.quiet) {
        output::message(&format!("warning: {warning}"));
    }
    let mut folder = Folder::open(out)?;
    interrupt.clean_up(folder.workshop());
    let mut daily = DailyWriter::new(&mut folder, &headline.windows.dates, running.csv)?;
    let mut measured = Vec::new();
    let mut times_to_fill = TimesToFill::new(headline.windows.all());
    let mut kept = ChartSeries::default();
    let asked = scenario.replications;

    std::thread::scope(|scope| {
        let progress = Progress::show(scope, &interrupt.control, asked, &scenario.name, running.quiet);
        let threads = running.threads();
        let done = replicate(&uncertainty, asked, threads, &interrupt.control, |observations| {
            daily.add(&observations)?;
            kept.add(observations.replication, &observations.series, |key| charts::keeps(key, &headline));
            times_to_fill.add(&observations);
            let mut measures = headline.measures(&observations);
            measures.extend(uncertainty.measures(observations.replication));
            measured.push(Measured::of(&observations, measures));
            Ok::<(), FileError>(())
        });
        progress.finish();
        done.map(drop).map_err(|error: ReplicateError<FileError>| Failure::from(error))
    })?;
    if measured.is_empty() {
        return Err(Failure::Interrupted(format!(
            "interrupted: none of {asked} replications of {} was complete; nothing was written",
            scenario.name
        )));
    }

    let rows = summarise(&measured);
    let explanation = explain(&measured);
    let times_to_fill = times_to_fill.pooled(&rows);
    let wording = Wording::of(&headline);
    let came = came(&measured, model, labels);
    let shown = Shown { model, labels, headline: &headline, kept: &kept, came: &came, asked };
    let charts = charts::of_one(&shown)?;
    let summary: Vec<SummaryRow<'_>> = rows.iter().map(|row| SummaryRow::of(row, &wording)).collect();
    daily.finish()?;
    write_replications(&mut folder, &measured, &wording, running.csv)?;
    folder.write(SUMMARY_JSON, json(&summary).as_bytes())?;
    let times: Vec<TimeToFillRow<'_>> = times_to_fill.iter().map(TimeToFillRow::of).collect();
    folder.write(TIME_TO_FILL_JSON, json(&times).as_bytes())?;
    if !scenario.uncertain.is_empty() {
        folder.write(EXPLAINED_JSON, json(&ShareRow::of(&explanation)).as_bytes())?;
    }
    if !read.assumed.is_empty() {
        let rows: Vec<AssumedRow<'_>> = read.assumed.iter().map(AssumedRow::of).collect();
        folder.write(ASSUMED_JSON, json(&rows).as_bytes())?;
    }
    folder.write(SCENARIO_TOML, resolved(read).as_bytes())?;
    for chart in &charts {
        folder.write(chart.file, &chart.bytes)?;
    }
    let all: Vec<&str> = DATA_FILES.into_iter().chain(charts::files(PICTURES)).collect();
    let files = folder.done(&all)?;
    Ok(Simulated { headline, wording, measured, rows, explanation, times_to_fill, kept, came, files })
}

/// Reports an interrupted run, once its complete replications are written and printed.
///
/// # Errors
/// [`Failure::Interrupted`] if not all replications are complete.
pub(super) fn check_complete(complete: usize, asked: u32, name: &str) -> Result<(), Failure> {
    if complete as u64 == u64::from(asked) {
        return Ok(());
    }
    Err(Failure::Interrupted(format!(
        "interrupted: {complete} of {asked} replications of {name} are complete and kept"
    )))
}
