//! Charts: the charts of one result and of a comparison, one file each.
//!
//! [`RESULT_CHARTS`] lists those of one result, [`COMPARISON_CHARTS`] those of several. A chart's
//! file has the names of its files, the daily series that it shows, and its titles, labels and
//! notes. A chart depends only on those series, the phase times and the resolved scenario, so it
//! can be redrawn from recorded results, byte for byte. A chart without data is not drawn.
//!
//! Knows nothing of how a chart is laid out and drawn.

pub(crate) mod ages;
pub(crate) mod aligned;
pub(crate) mod backlog;
pub(crate) mod cars;
pub(crate) mod clearance;
pub(crate) mod comparison;
pub(crate) mod comparison_cars;
pub(crate) mod comparison_clearance;
pub(crate) mod comparison_service;
pub(crate) mod open_demand;
pub(crate) mod promise;
pub(crate) mod strips;

use super::drawing::{Callout, Chart, ChartError, Format, LabelledBand, Strip};
use super::wording::{counted, with_separators};
use crate::experiment::chart_series::ChartSeries;
use crate::experiment::clearance_day::Clearable;
use crate::experiment::headline::Headline;
use crate::experiment::phase_times::ObservedPhaseTimes;
use crate::experiment::{Reached, band};
use crate::model::{Labels, Model};
use crate::registers::metrics::Key;
use jiff::ToSpan as _;
use strips::phase_note;

/// The charts of one result, in order.
pub const RESULT_CHARTS: &[ChartEntry<MakeResultChart>] =
    &[open_demand::CHART, promise::CHART, cars::CHART, clearance::CHART, backlog::CHART, ages::CHART];

/// The charts of several results.
pub const COMPARISON_CHARTS: &[ChartEntry<MakeComparisonChart>] =
    &[comparison::CHART, comparison_service::CHART, comparison_clearance::CHART, comparison_cars::CHART];

/// File formats, each with its width \[pixels\]; PNG is wide enough for print.
const FORMATS: [(Format, u32); 2] = [(Format::Svg, 900), (Format::Png, 1800)];

/// Makes a chart of one result; `None` without data.
pub type MakeResultChart = fn(&ChartInput<'_>) -> Option<Box<dyn Chart>>;
/// Makes a chart of several results, the first of which is the reference; `None` without data.
pub type MakeComparisonChart = fn(&[ChartInput<'_>]) -> Option<Box<dyn Chart>>;

/// A chart with its files and series.
#[derive(Debug)]
pub struct ChartEntry<MakeChart> {
    /// Names of its files, in the order of [`FORMATS`].
    files: [&'static str; 2],
    /// True for the daily series that it shows.
    shows: fn(Key, &Headline) -> bool,
    /// Makes the chart.
    chart: MakeChart,
}

/// A chart as a file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartFile {
    /// File name.
    pub file: &'static str,
    /// Content of the file.
    pub bytes: Vec<u8>,
}

/// One result as input of a chart.
#[derive(Debug, Clone, Copy)]
pub struct ChartInput<'a> {
    /// The simulated model.
    pub model: &'a Model,
    /// Names of its elements.
    pub labels: &'a Labels,
    /// Its headline: windows, site and classes.
    pub headline: &'a Headline,
    /// Its daily series for which [`shows`] is true.
    pub series: &'a ChartSeries,
    /// Observed times of its restart phases; planned times are shown if empty.
    pub phase_times: &'a [ObservedPhaseTimes],
    /// Number of replications requested; an interrupted run has fewer.
    pub requested: u32,
}

/// True for a daily series that any chart shows.
pub fn shows(key: Key, headline: &Headline) -> bool {
    RESULT_CHARTS
        .iter()
        .map(|one| one.shows)
        .chain(COMPARISON_CHARTS.iter().map(|one| one.shows))
        .any(|shows| shows(key, headline))
}

/// Names of all files that `charts` can have.
pub fn files<MakeChart>(charts: &[ChartEntry<MakeChart>]) -> impl Iterator<Item = &'static str> {
    charts.iter().flat_map(|chart| chart.files)
}

/// Draws the [`RESULT_CHARTS`] with data, each in both formats.
///
/// # Errors
/// [`ChartError`] if series do not belong to their model.
pub fn draw_result(result: &ChartInput<'_>) -> Result<Vec<ChartFile>, ChartError> {
    draw(RESULT_CHARTS.iter().map(|chart| (chart.files, (chart.chart)(result))))
}

/// Draws the [`COMPARISON_CHARTS`] with data, each in both formats.
///
/// # Errors
/// [`ChartError`] if series do not belong to their model.
pub fn draw_comparison(results: &[ChartInput<'_>]) -> Result<Vec<ChartFile>, ChartError> {
    draw(COMPARISON_CHARTS.iter().map(|chart| (chart.files, (chart.chart)(results))))
}

fn draw(
    charts: impl Iterator<Item = ([&'static str; 2], Option<Box<dyn Chart>>)>,
) -> Result<Vec<ChartFile>, ChartError> {
    let mut chart_files = Vec::new();
    for (files, chart) in charts.filter_map(|(files, chart)| Some((files, chart?))) {
        for (file, (format, width)) in files.into_iter().zip(FORMATS) {
            chart_files.push(ChartFile { file, bytes: chart.draw(format, width)? });
        }
    }
    Ok(chart_files)
}

impl ChartInput<'_> {
    /// Note at the foot of a chart with strips.
    fn note_with_strips(&self) -> String {
        phase_note(self.strips().iter()) + &self.note()
    }

    /// Note at the foot of a chart: replications, seed, version.
    fn note(&self) -> String {
        let done = self.series.replications.len() as u32;
        let replications = if done == self.requested {
            counted(done, "replication")
        } else {
            format!("{done} of {}", counted(self.requested, "replication"))
        };
        format!("{replications}, seed {}, gplc {}", self.model.seed, env!("CARGO_PKG_VERSION"))
    }

    /// Capacity over time of each disrupted or boosted target, and policies in force.
    fn strips(&self) -> Vec<Strip> {
        strips::strips(self.model, self.labels, self.phase_times)
    }
}

/// Peak of a median curve, and the median clearance of its series, each at its place on the curve.
fn series_callouts(input: &ChartInput<'_>, what: Clearable, median: &[f64]) -> Vec<Callout> {
    let headline = input.headline;
    let Some(onset) = headline.windows.onset else { return Vec::new() };
    let mut callouts: Vec<Callout> = peak_callout(headline, median, true).into_iter().collect();
    let Some(clearance) = clearance::curve_of(what, headline, input.series) else { return callouts };
    if let Reached::At(days) = clearance.half {
        let day = onset + days.round() as usize;
        callouts.push(Callout {
            day: day as f64 + 1.0,
            value: median.get(day).copied().unwrap_or(0.0),
            text: format!("cleared {}", clearance::date_text(&clearance, headline)),
        });
    }
    callouts
}

/// Highest point of a median curve from the onset on.
fn peak_callout(headline: &Headline, median: &[f64], dated: bool) -> Option<Callout> {
    let (lines, day) = headline.peak(median).filter(|&(lines, _)| lines >= 1.0)?;
    let date = if dated { format!(" lines, {}", short_date(headline, day as f64)) } else { String::new() };
    let text = format!("peak {}{date}", with_separators(&format!("{lines:.0}")));
    Some(Callout { day: day as f64 + 1.0, value: lines, text })
}

/// `29 Sep` for a day of the run.
fn short_date(headline: &Headline, day: f64) -> String {
    let date =
        headline.windows.dates.first().and_then(|first| first.checked_add((day.round() as i64).days()).ok());
    date.map_or(String::new(), |date| date.strftime("%-d %b").to_string())
}

fn labelled_band(label: &str, band: band::Band) -> LabelledBand {
    let band::Band { median, p10, p90 } = band;
    LabelledBand { label: label.to_owned(), median, p10, p90, callouts: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{CompiledModel, build};
    use crate::metrics::Series;
    use crate::model::test_scenario;
    use crate::registers::metrics::{Cell, Daily, Dim, Metric, cell, ids};
    use crate::scenario::disruption::{CapacityTarget as Named, Disruption};
    use crate::units::{CapacityFactor, Instant, WEEK};

    /// Four weeks, a system down for the third.
    fn compiled() -> CompiledModel {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![Disruption {
            name: "attack".into(),
            from: Instant::at(2 * WEEK),
            takes_down: vec![Named::System("wms".into())],
            to: CapacityFactor::STOPPED,
            delay: vec![],
            until: Some(Instant::at(3 * WEEK)),
        }];
        build(&scenario).unwrap()
    }

    /// The centre.
    const CENTRE: Cell = cell(&[(Dim::Site, 0)]);

    fn series(metric: Metric<Daily>, cell: Cell, of: impl Fn(usize) -> f64) -> Series {
        Series { key: metric.at(cell), values: (0..28).map(of).collect() }
    }

    /// Names and text of the SVG charts of a result with the series of `of` in each of `runs` runs.
    fn chart_files(runs: u32, of: impl Fn(u32) -> Vec<Series>) -> Vec<(&'static str, String)> {
        let CompiledModel { model, labels, .. } = compiled();
        let headline = Headline::of(&model, &labels).unwrap();
        let mut series = ChartSeries::default();
        for run in 0..runs {
            series.add(run, &of(run), |key| shows(key, &headline));
        }
        let input = ChartInput {
            model: &model,
            labels: &labels,
            headline: &headline,
            series: &series,
            phase_times: &[],
            requested: runs,
        };
        let one = draw_result(&input).unwrap();
        let all = one.into_iter().chain(draw_comparison(&[input, input]).unwrap());
        // Each chart comes twice, first as SVG.
        all.step_by(2).map(|chart| (chart.file, String::from_utf8(chart.bytes).unwrap())).collect()
    }

    fn files_of(chart_files: &[(&'static str, String)]) -> Vec<&'static str> {
        chart_files.iter().map(|(file, _)| *file).collect()
    }

    #[test]
    fn a_chart_is_drawn_only_with_data() {
        let demand =
            || vec![series(ids::OPEN_DEMAND, Cell::TOTAL, |day| if day < 14 { 10.0 } else { 100.0 })];
        let without = chart_files(2, |_| demand());
        assert_eq!(
            files_of(&without),
            ["open-demand.svg", "clearance.svg", "comparison.svg", "comparison-clearance.svg"]
        );
        let backlog = || vec![series(ids::BACKLOG, CENTRE, |_| 10.0)];
        assert!(files_of(&chart_files(2, |_| backlog())).contains(&"backlog.svg"));
        let cars = [ids::CARS_WAITING, ids::CARS_OFF_ROAD].map(|metric| series(metric, Cell::TOTAL, |_| 5.0));
        let with = chart_files(2, |_| [demand(), cars.to_vec()].concat());
        assert!(files_of(&with).contains(&"cars.svg") && files_of(&with).contains(&"comparison-cars.svg"));
        assert_eq!(files_of(&chart_files(2, |_| Vec::new())), Vec::<&str>::new());
    }

    /// Texts of an SVG chart; a sentence may be wrapped.
    fn texts(chart: &str) -> String {
        let texts = chart.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text.trim());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn clearance_counts_runs_not_cleared_and_runs_with_nothing_to_clear() {
        // Down on day 14. The first run falls back on day 17, the second never, the third never
        // rose.
        let all = chart_files(3, |run| {
            vec![series(ids::OPEN_DEMAND, Cell::TOTAL, move |day| match (run, day) {
                (0, 14..17) | (1, 14..) => 100.0,
                _ => 10.0,
            })]
        });
        let clearance = texts(&all.iter().find(|(file, _)| *file == "clearance.svg").unwrap().1);
        for expected in [
            "cleared in 1 of 3 runs; not cleared by the end in 1; nothing to clear in 1 (left out)",
            "median 23 Jan",
            "1 run not cleared",
        ] {
            assert!(clearance.contains(expected), "no {expected} in {clearance}");
        }
    }

    #[test]
    fn a_dot_lies_at_the_number_beside_it() {
        // The median of the runs is highest on day 15 with 200 lines, and cleared on day 18.
        let all = chart_files(3, |run| {
            vec![series(ids::OPEN_DEMAND, Cell::TOTAL, move |day| match day {
                15 => f64::from(run + 1) * 100.0,
                14..18 => 90.0,
                _ => 10.0,
            })]
        });
        let chart = texts(&all[0].1);
        assert!(chart.contains("peak 200 lines, 21 Jan") && chart.contains("cleared 24 Jan"), "{chart}");
    }

    #[test]
    fn the_ribbon_shows_the_bottleneck_of_most_runs() {
        // The scenario has no processes.
        const NOT_ENTERED: usize = 0;
        const STOCK: usize = 1;
        let at = |stage: usize, runs: &'static [u32], run: u32| {
            series(ids::BOTTLENECK, CENTRE.with(Dim::Stage, stage), move |day| {
                f64::from(u8::from(day > 7 && runs.contains(&run)))
            })
        };
        let all = chart_files(3, |run| {
            let backlog = series(ids::BACKLOG, CENTRE, |_| 10.0);
            vec![backlog, at(NOT_ENTERED, &[0], run), at(STOCK, &[1, 2], run)]
        });
        let backlog = &all[0].1;
        assert!(backlog.contains(">stock<") && !backlog.contains(">not yet entered<"), "{backlog}");
    }

    #[test]
    fn courtesy_cars_never_lent_are_not_drawn() {
        let cars = |lent: f64| {
            chart_files(1, move |_| {
                vec![
                    series(ids::CARS_WAITING, Cell::TOTAL, |_| 5.0),
                    series(ids::CARS_OFF_ROAD, Cell::TOTAL, |_| 2.0),
                    series(ids::COURTESY_CARS, Cell::TOTAL, move |_| lent),
                ]
            })
        };
        assert!(cars(1.0)[0].1.contains("courtesy cars") && !cars(0.0)[0].1.contains("courtesy cars"));
    }
}
