//! JSON and CSV of what all replications say: one tidy row for each measure, every row with the same keys.
//!
//! `summary.json` has `metric, site, class, segment, unit, mean, half_width, confidence, n` and, for how many
//! replications that is: `replications` in all, `censored` of them later than the run, `without` a value. Where a
//! measure is a day from the onset, `mean_date` and `median_date` are its dates. Where some runs were censored
//! the `median` over all of them stands beside the mean of the others; missing if it was not reached.
//!
//! `p10` and `p90` are the ends of the forecast band: the 10 % and 90 % quantile over replications, uncertain values and
//! all; missing where it was not reached. `explained.json` has `metric, site, class, segment, input, share,
//! standard_error, of_ranks, n`: the share of the spread that each uncertain value explains; without an `input`, the rest.
//!
//! `time_to_fill.json` has `window, class, lines, open, p50, p90, p99, p50_band, p90_band, p99_band, restricted_mean`: days
//! from the order to filled, of the lines of all replications together; a quantile is missing where it was not reached. A
//! band is from the 10 % to the 90 % quantile over replications of that of each.
//!
//! `assumed.json` has `path, value` of each value that is marked as assumed and has no range.
//!
//! `comparison.json` has `metric, site, class, segment, unit, scenario, reference, difference, half_width,
//! confidence, p10, p90, pairs, censored, without, variance_saved`, and for an overview `overview` (whether the measure is one of
//! the main ones, whose rows come first), `excludes_zero` (the interval of the difference), `mean` and `reference_mean`
//! (with dates, where a measure is a day), and of how many `replications` the mean of the scenario is (`n`).

use super::replications::ALL_SEGMENTS;
use crate::experiment::CONFIDENCE;
use crate::experiment::Reached;
use crate::experiment::compare::Difference;
use crate::experiment::headline::is_clearance;
use crate::experiment::order_to_fill::Pooled;
use crate::experiment::sensitivity::{Explanation, Share};
use crate::experiment::summary::Row;
use crate::metrics::Key;
use crate::report::wording::Wording;
use crate::scenario::uncertainty::assumed::Assumption;
use serde::Serialize;

/// Name of the file of a summary.
pub const SUMMARY_JSON: &str = "summary.json";
/// Name of the file of what explains the spread.
pub const EXPLAINED_JSON: &str = "explained.json";
/// Name of the file of times to fill.
pub const TIME_TO_FILL_JSON: &str = "time_to_fill.json";
/// Name of the file of what is assumed without a range.
pub const ASSUMED_JSON: &str = "assumed.json";
/// Name of the file of a comparison.
pub const COMPARISON_JSON: &str = "comparison.json";

/// A row of a summary, as it is written.
#[derive(Debug, Clone, Serialize)]
pub struct SummaryRow<'a> {
    metric: &'a str,
    site: &'a str,
    class: &'a str,
    segment: &'a str,
    unit: &'a str,
    mean: Option<f64>,
    half_width: Option<f64>,
    confidence: f64,
    p10: Option<f64>,
    p90: Option<f64>,
    n: u32,
    replications: u32,
    censored: u32,
    without: u32,
    cleared: Option<u32>,
    mean_date: Option<String>,
    median: Option<f64>,
    median_date: Option<String>,
}

impl<'a> SummaryRow<'a> {
    /// Of a row.
    pub fn of(row: &'a Row, wording: &Wording) -> Self {
        let date = |value: Option<f64>| value.and_then(|value| wording.date(&row.key, value));
        let median = row.median.and_then(reached);
        SummaryRow {
            metric: &row.key.name,
            site: &row.key.site,
            class: &row.key.class,
            segment: ALL_SEGMENTS,
            unit: row.key.unit,
            mean: row.mean,
            half_width: row.half_width,
            confidence: CONFIDENCE,
            p10: row.p10.and_then(reached),
            p90: row.p90.and_then(reached),
            n: row.values,
            replications: row.replications(),
            censored: row.censored,
            without: row.nothing,
            cleared: is_clearance(&row.key).then_some(row.values),
            mean_date: date(row.mean).map(|date| date.to_string()),
            median,
            median_date: date(median).map(|date| date.to_string()),
        }
    }
}

/// The share of the spread of a measure that an input explains, as it is written.
#[derive(Debug, Clone, Serialize)]
pub struct ShareRow<'a> {
    metric: &'a str,
    site: &'a str,
    class: &'a str,
    segment: &'a str,
    input: Option<&'a str>,
    share: Option<f64>,
    standard_error: Option<f64>,
    of_ranks: bool,
    n: usize,
}

impl<'a> ShareRow<'a> {
    /// Of all shares; none where there are none.
    pub fn of(explanation: &'a Explanation) -> Vec<Self> {
        let Explanation::Shares(shares) = explanation else { return Vec::new() };
        let row = |share: &'a Share| ShareRow {
            metric: &share.measure.name,
            site: &share.measure.site,
            class: &share.measure.class,
            segment: ALL_SEGMENTS,
            input: share.input.as_deref(),
            share: share.explained.map(|explained| explained.share),
            standard_error: share.explained.map(|explained| explained.standard_error),
            of_ranks: share.of_ranks,
            n: share.n,
        };
        shares.iter().map(row).collect()
    }
}

/// How long customers wait, as it is written.
#[derive(Debug, Clone, Serialize)]
pub struct TimeToFillRow<'a> {
    window: &'a str,
    class: &'a str,
    lines: u64,
    open: u64,
    p50: Option<f64>,
    p90: Option<f64>,
    p99: Option<f64>,
    p50_band: Option<[Option<f64>; 2]>,
    p90_band: Option<[Option<f64>; 2]>,
    p99_band: Option<[Option<f64>; 2]>,
    restricted_mean: f64,
}

impl<'a> TimeToFillRow<'a> {
    /// Of the lines of all replications.
    pub fn of(pooled: &'a Pooled) -> Self {
        let [p50, p90, p99] = pooled.quantiles.map(reached);
        let [p50_band, p90_band, p99_band] =
            pooled.bands.map(|band| band.map(|(low, high)| [low, high].map(reached)));
        TimeToFillRow {
            window: pooled.window,
            class: &pooled.class,
            lines: pooled.lines,
            open: pooled.open,
            p50,
            p90,
            p99,
            p50_band,
            p90_band,
            p99_band,
            restricted_mean: pooled.restricted_mean,
        }
    }
}

/// A quantile, if the runs reach so far.
fn reached(quantile: Reached) -> Option<f64> {
    match quantile {
        Reached::At(value) => Some(value),
        Reached::Not { .. } => None,
    }
}

/// A value that is assumed without a range, as it is written.
#[derive(Debug, Clone, Serialize)]
pub struct AssumedRow<'a> {
    path: &'a str,
    value: &'a str,
}

impl<'a> AssumedRow<'a> {
    /// Of an assumed value.
    pub fn of(assumed: &'a Assumption) -> Self {
        AssumedRow { path: &assumed.path, value: &assumed.value }
    }
}

/// A row of a comparison, as it is written.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceRow<'a> {
    metric: &'a str,
    site: &'a str,
    class: &'a str,
    segment: &'a str,
    unit: &'a str,
    scenario: &'a str,
    reference: &'a str,
    difference: Option<f64>,
    half_width: Option<f64>,
    confidence: f64,
    p10: Option<f64>,
    p90: Option<f64>,
    pairs: u32,
    censored: u32,
    without: u32,
    variance_saved: Option<f64>,
    overview: bool,
    excludes_zero: Option<bool>,
    mean: Option<f64>,
    mean_date: Option<String>,
    reference_mean: Option<f64>,
    reference_mean_date: Option<String>,
    n: u32,
    replications: u32,
    #[serde(skip)]
    key: &'a Key,
}

/// A scenario of a comparison: its name, and what all its replications say.
#[derive(Debug, Clone, Copy)]
pub struct Summarised<'a> {
    /// Its name.
    pub name: &'a str,
    /// What all its replications say.
    pub rows: &'a [Row],
    /// The words of it.
    pub wording: &'a Wording,
}

impl<'a> DifferenceRow<'a> {
    /// Whether it is of the headline.
    pub fn is_headline(&self, wording: &Wording) -> bool {
        wording.title(self.key).is_some()
    }

    /// Whether it is of the overview.
    pub fn is_main(&self) -> bool {
        self.overview
    }

    /// Of a difference between a scenario and the reference.
    pub fn of(difference: &'a Difference, scenario: Summarised<'a>, reference: Summarised<'a>) -> Self {
        let row = |of: Summarised<'a>| of.rows.iter().find(|row| row.key == difference.key);
        let mean = |of: Summarised<'a>| row(of).and_then(|row| row.mean);
        let date =
            |of: Summarised<'a>| of.wording.date(&difference.key, mean(of)?).map(|date| date.to_string());
        DifferenceRow {
            metric: &difference.key.name,
            site: &difference.key.site,
            class: &difference.key.class,
            segment: ALL_SEGMENTS,
            unit: difference.key.unit,
            scenario: scenario.name,
            reference: reference.name,
            difference: difference.mean,
            half_width: difference.interval.map(|interval| interval.half_width),
            confidence: CONFIDENCE,
            p10: difference.spread.map(|(p10, _)| p10),
            p90: difference.spread.map(|(_, p90)| p90),
            pairs: difference.pairs,
            censored: difference.censored,
            without: difference.nothing,
            variance_saved: difference.variance_saved,
            overview: reference.wording.column_head(&difference.key).is_some(),
            excludes_zero: difference.excludes_zero(),
            mean: mean(scenario),
            mean_date: date(scenario),
            reference_mean: mean(reference),
            reference_mean_date: date(reference),
            n: row(scenario).map_or(0, |row| row.values),
            replications: row(scenario).map_or(0, Row::replications),
            key: &difference.key,
        }
    }
}

/// Rows as a JSON array, a line each.
///
/// # Panics
/// Never: the rows of this file are made of texts, numbers and nothing else.
pub fn json(rows: &[impl Serialize]) -> String {
    let lines: Vec<String> = rows
        .iter()
        .map(|row| serde_json::to_string(row).expect("rows are made of texts, numbers and nothing else"))
        .collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

/// Rows as CSV with a head.
///
/// # Panics
/// Never: the rows of this file are made of texts, numbers and nothing else.
pub fn csv(rows: &[impl Serialize]) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in rows {
        csv.serialize(row).expect("rows are made of texts, numbers and nothing else");
    }
    let bytes = csv.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("what was made of texts is a text")
}
