//! Result folders: all files of a run, and those of a comparison.
//!
//! Daily series are written as replications end; tables and charts follow when the run is complete.
//! Nothing appears in the folder before [`ResultWriter::finish`].
//!
//! Knows nothing of how runs are made.

#[cfg(feature = "charts")]
use super::charts::{self, COMPARISON_CHARTS, ChartInput, RESULT_CHARTS};
#[cfg(feature = "charts")]
use super::drawing::ChartError;
use super::files::daily::{DAILY_CSV, DAILY_PARQUET, DailyWriter};
use super::files::json::{
    ASSUMED_JSON, AssumedRow, COMPARISON_JSON, DifferenceRow, ORDER_TO_FILL_JSON, OrderToFillRow,
    SENSITIVITY_JSON, SUMMARY_JSON, ShareRow, Summarised, SummaryRow, csv, json,
};
use super::files::overwrite::{self, ResultNames};
use super::files::provenance::Provenance;
use super::files::replications::{REPLICATIONS_CSV, REPLICATIONS_PARQUET, write_replications};
use super::files::resolved_scenario::{SCENARIO_TOML, resolved};
use super::files::{FileError, Folder};
use super::wording::Wording;
use crate::experiment::compare::Difference;
use crate::experiment::daily_differences::{common_dates, daily_differences};
use crate::experiment::headline::Headline;
use crate::experiment::pipeline::{LoadedScenario, RunSummary};
use crate::metrics::names::LabelNames;
use crate::metrics::{ReplicationResult, Series};
use crate::registers::metrics::{Dim, Key};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All files that a result may have, beside its charts.
const TABLES: [&str; 9] = [
    SUMMARY_JSON,
    ORDER_TO_FILL_JSON,
    SENSITIVITY_JSON,
    ASSUMED_JSON,
    REPLICATIONS_PARQUET,
    REPLICATIONS_CSV,
    DAILY_PARQUET,
    DAILY_CSV,
    SCENARIO_TOML,
];

/// Files of earlier versions, which a new result in their folder replaces.
const FORMER: [&str; 2] = ["time_to_fill.json", "explained.json"];

/// A comparison as text.
const COMPARISON_CSV: &str = "comparison.csv";
/// Daily differences of a comparison.
const DIFFERENCES_PARQUET: &str = "differences.parquet";
/// The same as text.
const DIFFERENCES_CSV: &str = "differences.csv";

/// Why results could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A chart could not be drawn.
    #[cfg(feature = "charts")]
    #[error(transparent)]
    Chart(#[from] ChartError),
}

/// Checks that results of scenarios may be written into a folder: that it holds nothing but results
/// of gplc, unless `force`, and that no file that the scenarios were read from would be replaced.
///
/// # Errors
/// [`FileError`] with the file in question.
pub fn check_folder<'a>(
    path: &Path,
    scenarios: impl IntoIterator<Item = &'a LoadedScenario>,
    force: bool,
) -> Result<(), FileError> {
    let inputs: Vec<PathBuf> = scenarios
        .into_iter()
        .flat_map(|scenario| scenario.read.inputs.iter().map(|input| input.path.clone()))
        .collect();
    let tables = TABLES
        .into_iter()
        .chain([COMPARISON_JSON, COMPARISON_CSV, DIFFERENCES_PARQUET, DIFFERENCES_CSV])
        .chain(FORMER);
    #[cfg(feature = "charts")]
    let tables = tables.chain(charts::files(RESULT_CHARTS)).chain(charts::files(COMPARISON_CHARTS));
    let all: Vec<&str> = tables.collect();
    let names = ResultNames { marks: &[SUMMARY_JSON, COMPARISON_JSON], all: &all };
    overwrite::check_folder(path, &inputs, names, force)
}

/// True if a chart shows this daily series.
pub fn is_charted(key: Key, headline: &Headline) -> bool {
    #[cfg(feature = "charts")]
    return charts::shows(key, headline);
    #[cfg(not(feature = "charts"))]
    {
        let _ = (key, headline);
        false
    }
}

/// Writes the folder of one result while it is made.
pub struct ResultWriter {
    folder: Folder,
    daily: DailyWriter,
    provenance: Provenance,
    with_csv: bool,
}

impl ResultWriter {
    /// Opens the folder of a result, which need not exist yet; `with_csv` adds CSV files.
    ///
    /// # Errors
    /// [`FileError`] if files cannot be made in it.
    pub fn open(
        path: &Path,
        scenario: &LoadedScenario,
        headline: &Headline,
        with_csv: bool,
    ) -> Result<Self, FileError> {
        let mut folder = Folder::open(path)?;
        let provenance = Provenance::of(&scenario.read);
        let daily = DailyWriter::new(&mut folder, &headline.windows.dates, &provenance, with_csv)?;
        Ok(ResultWriter { folder, daily, provenance, with_csv })
    }

    /// The hidden folder that holds the files until they are complete.
    pub fn staging_dir(&self) -> &Path {
        self.folder.staging_dir()
    }

    /// Adds the daily series of a replication.
    ///
    /// # Errors
    /// [`FileError`] if they cannot be written.
    pub fn add(&mut self, result: &ReplicationResult) -> Result<(), FileError> {
        self.daily.add(result)
    }

    /// Writes all other files, moves all to their place, and returns their paths.
    ///
    /// # Errors
    /// [`WriteError`]; an earlier result in the folder is then unchanged.
    pub fn finish(self, scenario: &LoadedScenario, run: &RunSummary) -> Result<Vec<PathBuf>, WriteError> {
        let ResultWriter { mut folder, daily, provenance, with_csv } = self;
        let read = &scenario.read;
        let wording = Wording::of(&run.headline);
        daily.finish()?;
        write_replications(&mut folder, &run.measured, &wording, &provenance, with_csv)?;
        let summary: Vec<SummaryRow<'_>> = run.rows.iter().map(|row| SummaryRow::of(row, &wording)).collect();
        folder.write(SUMMARY_JSON, json(&provenance, &summary).as_bytes())?;
        let names = wording.names();
        let times: Vec<OrderToFillRow<'_>> =
            run.times_to_fill.iter().map(|pooled| OrderToFillRow::of(pooled, names)).collect();
        folder.write(ORDER_TO_FILL_JSON, json(&provenance, &times).as_bytes())?;
        if !read.scenario.uncertain.is_empty() {
            let shares = ShareRow::of(&run.explanation, names);
            folder.write(SENSITIVITY_JSON, json(&provenance, &shares).as_bytes())?;
        }
        if !read.assumed.is_empty() {
            let rows: Vec<AssumedRow<'_>> = read.assumed.iter().map(AssumedRow::of).collect();
            folder.write(ASSUMED_JSON, json(&provenance, &rows).as_bytes())?;
        }
        folder.write(SCENARIO_TOML, resolved(read).as_bytes())?;
        #[cfg(feature = "charts")]
        for chart in charts::draw_result(&chart_input(scenario, run, &run.headline))? {
            folder.write(chart.file, &chart.bytes)?;
        }
        let all = TABLES.into_iter().chain(FORMER);
        #[cfg(feature = "charts")]
        let all = all.chain(charts::files(RESULT_CHARTS));
        Ok(folder.done(&all.collect::<Vec<_>>())?)
    }
}

/// One plan of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct PlanResult<'a> {
    /// Name, different from those of the other plans.
    pub name: &'a str,
    /// Its scenario.
    pub scenario: &'a LoadedScenario,
    /// Its replications, summarised.
    pub run: &'a RunSummary,
    /// Its differences from the first plan; empty for the first plan itself.
    pub differences: &'a [Difference],
}

/// Writes the files of a comparison, and returns their paths. The first plan is the one that the
/// others are compared with.
///
/// # Errors
/// [`WriteError`]; an earlier comparison in the folder is then unchanged.
pub fn write_comparison(
    path: &Path,
    plans: &[PlanResult<'_>],
    with_csv: bool,
) -> Result<Vec<PathBuf>, WriteError> {
    let wordings = wordings(plans);
    let rows = difference_rows(plans, &wordings);
    let mut folder = Folder::open(path)?;
    folder.write(COMPARISON_JSON, json(&provenance(plans), &rows).as_bytes())?;
    if with_csv {
        folder.write(COMPARISON_CSV, csv(&rows).as_bytes())?;
    }
    write_daily_differences(&mut folder, plans, with_csv)?;
    #[cfg(feature = "charts")]
    {
        let chart_input: Vec<ChartInput<'_>> = plans
            .iter()
            .map(|plan| chart_input(plan.scenario, plan.run, plan.run.compared_headline()))
            .collect();
        for chart in charts::draw_comparison(&chart_input)? {
            folder.write(chart.file, &chart.bytes)?;
        }
    }
    let all = [COMPARISON_JSON, COMPARISON_CSV, DIFFERENCES_PARQUET, DIFFERENCES_CSV].into_iter();
    #[cfg(feature = "charts")]
    let all = all.chain(charts::files(COMPARISON_CHARTS));
    Ok(folder.done(&all.collect::<Vec<_>>())?)
}

/// Writes the daily differences of all plans from the first: columns as those of the daily series,
/// with the plan in its column.
fn write_daily_differences(
    folder: &mut Folder,
    plans: &[PlanResult<'_>],
    with_csv: bool,
) -> Result<(), FileError> {
    let runs: Vec<&RunSummary> = plans.iter().map(|plan| plan.run).collect();
    let dates = common_dates(&runs);
    let names = plans.iter().map(|plan| plan.name.to_owned()).collect();
    let names = Arc::new(LabelNames::clone(&runs[0].compared_headline().names).with_plans(names));
    let files = [DIFFERENCES_PARQUET, DIFFERENCES_CSV];
    let mut writer = DailyWriter::in_files(folder, files, &dates, &provenance(plans), with_csv)?;
    for (number, plan) in runs.iter().enumerate().skip(1) {
        for difference in daily_differences(runs[0], plan, &dates) {
            let key = Key { cell: difference.key.cell.with(Dim::Plan, number), ..difference.key };
            let series = vec![Series { key, values: difference.values }];
            writer.add(&ReplicationResult::of_series(difference.replication, Arc::clone(&names), series))?;
        }
    }
    writer.finish()
}

/// Provenance of a comparison: that of the first plan.
///
/// # Panics
/// Without a plan.
pub fn provenance(plans: &[PlanResult<'_>]) -> Provenance {
    Provenance::of(&plans[0].scenario.read)
}

/// The wording of each plan, in their order.
pub fn wordings(plans: &[PlanResult<'_>]) -> Vec<Wording> {
    plans.iter().map(|plan| Wording::of(plan.run.compared_headline())).collect()
}

/// All differences as rows of a file, those of the main measures first. `wordings` are those of
/// [`wordings`].
pub fn difference_rows<'a>(plans: &[PlanResult<'a>], wordings: &'a [Wording]) -> Vec<DifferenceRow<'a>> {
    let mut summarised = plans.iter().zip(wordings).map(|(plan, wording)| Summarised {
        name: plan.name,
        rows: plan.run.compared_rows(),
        wording,
    });
    let Some(first) = summarised.next() else { return Vec::new() };
    let compared = |key| plans[0].run.compared_headline().is_compared(key);
    let mut rows: Vec<DifferenceRow<'_>> = plans[1..]
        .iter()
        .zip(summarised)
        .flat_map(|(plan, own)| {
            plan.differences.iter().map(move |one| DifferenceRow::of(one, own, first, compared(one.key)))
        })
        .collect();
    rows.sort_by_key(|row| !row.is_main());
    rows
}

#[cfg(feature = "charts")]
fn chart_input<'a>(
    scenario: &'a LoadedScenario,
    run: &'a RunSummary,
    headline: &'a Headline,
) -> ChartInput<'a> {
    ChartInput {
        model: &scenario.compiled.model,
        labels: &scenario.compiled.labels,
        headline,
        series: &run.chart_series,
        phase_times: &run.phase_times,
        requested: run.requested,
    }
}
