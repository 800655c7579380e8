//! JSON and CSV of the figures over all replications: one tidy row per metric, every row with the
//! same columns.
//!
//! A JSON file is an object: where it comes from (`version`, `format`, `scenario`, `seed`,
//! `input_hash`) and `rows`. Rows begin with `metric`, `unit` and a column per dimension, of which
//! an empty one is the sum over it.
//!
//! `summary.json` has `mean, half_width, confidence, n` and, for the number of replications:
//! `replications` in all, `censored` of them later than the run, `without` a value. Where a metric
//! is a day from the onset, `mean_date` and `median_date` are its dates. Of a time that may not be
//! reached the `median` over all runs stands beside the mean of those in which it was, with its
//! confidence interval from `median_lower` to `median_upper`; missing if not reached. `p10` and
//! `p90` are the ends of the prediction interval; missing where not reached, and with under 9
//! replications.
//!
//! `sensitivity.json` has `input, share, standard_error, of_ranks, n`: the share of the variance
//! that each uncertain value explains; without an `input`, the rest.
//!
//! `order_to_fill.json` has `window, class, lines, lost, open, p50, p90, p99, p50_band, p90_band,
//! p99_band, restricted_mean`: days from the order to filled, of the lines of all replications
//! together; a quantile is missing where it was not reached. A band is from the 10 % to the 90 %
//! quantile over replications of that of each.
//!
//! `assumed.json` has `path, value` of each value that is marked as assumed and has no range.
//!
//! `comparison.json` has the scenario in the column `plan`, and `reference, difference, half_width,
//! confidence, p10, p90, pairs, censored, without, variance_saved`, and for an overview `overview`
//! (true for the compared metrics, whose rows come first), `excludes_zero` (the interval of the
//! difference by itself), `p_value`, for the overview `p_value_adjusted` (Holm),
//! `half_width_adjusted` (Bonferroni-t) and `significant` (at 95 % within the overview), for times
//! `pairs_earlier` and
//! `pairs_later` (pairs in which the scenario is earlier, later than the reference), `mean` and
//! `reference_mean` (with dates, where a metric is a day), and of how many
//! `replications` the mean of the scenario is (`n`).

use super::columns::{KEY_COLUMNS, key_columns, key_texts, serialize_key};
use super::provenance::Provenance;
use crate::experiment::CONFIDENCE;
use crate::experiment::Reached;
use crate::experiment::compare::Difference;
use crate::experiment::metric_kinds::is_clearance;
use crate::experiment::order_to_fill::Pooled;
use crate::experiment::sensitivity::{Explanation, VarianceShare};
use crate::experiment::summary::MetricSummary;
use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Dim, Key};
use crate::report::wording::Wording;
use crate::scenario::uncertainty::assumed::Assumption;
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

/// Name of the file of a summary.
pub const SUMMARY_JSON: &str = "summary.json";
/// Name of the file of the sensitivities.
pub const SENSITIVITY_JSON: &str = "sensitivity.json";
/// Name of the file of order-to-fill times.
pub const ORDER_TO_FILL_JSON: &str = "order_to_fill.json";
/// Name of the file of the values that are assumed without a range.
pub const ASSUMED_JSON: &str = "assumed.json";
/// Name of the file of a comparison.
pub const COMPARISON_JSON: &str = "comparison.json";

/// A row of a summary, as it is written.
#[derive(Debug, Clone)]
pub struct SummaryRow<'a> {
    row: &'a MetricSummary,
    wording: &'a Wording,
}

impl<'a> SummaryRow<'a> {
    /// The row of a metric.
    pub fn of(row: &'a MetricSummary, wording: &'a Wording) -> Self {
        SummaryRow { row, wording }
    }
}

impl Serialize for SummaryRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SummaryRow { row, wording } = *self;
        let date = |value: Option<f64>| value.and_then(|value| wording.date(row.key, value));
        let date = |value| date(value).map(|date| date.to_string());
        let median = row.median.and_then(reached);
        let mut out = serializer.serialize_struct("Row", KEY_COLUMNS + 15)?;
        serialize_key(&mut out, row.key, wording.names())?;
        out.serialize_field("mean", &row.mean)?;
        out.serialize_field("half_width", &row.half_width)?;
        out.serialize_field("confidence", &CONFIDENCE)?;
        out.serialize_field("p10", &row.p10.and_then(reached))?;
        out.serialize_field("p90", &row.p90.and_then(reached))?;
        out.serialize_field("n", &row.values)?;
        out.serialize_field("replications", &row.replications())?;
        out.serialize_field("censored", &row.censored)?;
        out.serialize_field("without", &row.nothing)?;
        out.serialize_field("cleared", &is_clearance(row.key).then_some(row.values))?;
        out.serialize_field("mean_date", &date(row.mean))?;
        out.serialize_field("median", &median)?;
        out.serialize_field("median_date", &date(median))?;
        out.serialize_field("median_lower", &row.median_interval.and_then(|(lower, _)| reached(lower)))?;
        out.serialize_field("median_upper", &row.median_interval.and_then(|(_, upper)| reached(upper)))?;
        out.end()
    }
}

/// The share of the variance of a metric that an input explains, as it is written.
#[derive(Debug, Clone)]
pub struct ShareRow<'a> {
    share: &'a VarianceShare,
    names: &'a LabelNames,
}

impl<'a> ShareRow<'a> {
    /// Rows of all shares; none where there are none.
    pub fn of(explanation: &'a Explanation, names: &'a LabelNames) -> Vec<Self> {
        let Explanation::Shares(shares) = explanation else { return Vec::new() };
        shares.iter().map(|share| ShareRow { share, names }).collect()
    }
}

impl Serialize for ShareRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ShareRow { share, names } = *self;
        let input = share.input.and_then(|label| names.all(Dim::Variant).get(label));
        let mut out = serializer.serialize_struct("Row", KEY_COLUMNS + 5)?;
        serialize_key(&mut out, share.metric, names)?;
        out.serialize_field("input", &input)?;
        out.serialize_field("share", &share.explained.map(|explained| explained.share))?;
        let error = share.explained.map(|explained| explained.standard_error);
        out.serialize_field("standard_error", &error)?;
        out.serialize_field("of_ranks", &share.of_ranks)?;
        out.serialize_field("n", &share.n)?;
        out.end()
    }
}

/// Order-to-fill times of a window and class, as they are written.
#[derive(Debug, Clone, Serialize)]
pub struct OrderToFillRow<'a> {
    window: &'a str,
    class: &'a str,
    lines: u64,
    lost: u64,
    open: u64,
    p50: Option<f64>,
    p90: Option<f64>,
    p99: Option<f64>,
    p50_band: Option<[Option<f64>; 2]>,
    p90_band: Option<[Option<f64>; 2]>,
    p99_band: Option<[Option<f64>; 2]>,
    restricted_mean: f64,
}

impl<'a> OrderToFillRow<'a> {
    /// The row of the lines of all replications.
    pub fn of(pooled: &Pooled, names: &'a LabelNames) -> Self {
        let [p50, p90, p99] = pooled.quantiles.map(reached);
        let [p50_band, p90_band, p99_band] =
            pooled.bands.map(|band| band.map(|(low, high)| [low, high].map(reached)));
        let class = pooled.class.and_then(|class| names.all(Dim::Class).get(class));
        OrderToFillRow {
            window: names.all(Dim::Window).get(pooled.window.label).map_or("", String::as_str),
            class: class.map_or("", String::as_str),
            lines: pooled.lines,
            lost: pooled.lost,
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
    /// The row of an assumed value.
    pub fn of(assumed: &'a Assumption) -> Self {
        AssumedRow { path: &assumed.path, value: &assumed.value }
    }
}

/// A row of a comparison, as it is written.
#[derive(Debug, Clone)]
pub struct DifferenceRow<'a> {
    difference: &'a Difference,
    scenario: Summarised<'a>,
    reference: Summarised<'a>,
    /// True if it is of the overview.
    overview: bool,
}

/// A scenario of a comparison: its name, and the summary over its replications.
#[derive(Debug, Clone, Copy)]
pub struct Summarised<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its rows.
    pub rows: &'a [MetricSummary],
    /// Its wording.
    pub wording: &'a Wording,
}

impl<'a> DifferenceRow<'a> {
    /// The row of a difference between a scenario and the reference.
    pub fn of(
        difference: &'a Difference,
        scenario: Summarised<'a>,
        reference: Summarised<'a>,
        overview: bool,
    ) -> Self {
        DifferenceRow { difference, scenario, reference, overview }
    }

    /// True if it is of the headline.
    pub fn is_headline(&self, wording: &Wording) -> bool {
        self.overview || wording.title(self.difference.key).is_some()
    }

    /// True if it is of the overview.
    pub fn is_main(&self) -> bool {
        self.overview
    }
}

impl Serialize for DifferenceRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let DifferenceRow { difference, scenario, reference, .. } = *self;
        let key: Key = difference.key;
        // Keys are those of the reference.
        let row = |of: Summarised<'_>| {
            let key = reference.wording.names().translate(key, of.wording.names())?;
            of.rows.iter().find(|row| row.key == key).cloned()
        };
        let mean = |of: Summarised<'_>| row(of).and_then(|row| row.mean);
        let date = |of: Summarised<'_>| of.wording.date(key, mean(of)?).map(|date| date.to_string());
        let mut out = serializer.serialize_struct("Row", KEY_COLUMNS + 24)?;
        for (column, text) in key_columns().zip(key_texts(key, reference.wording.names())) {
            let text = if column == Dim::Plan.name() { scenario.name } else { text };
            out.serialize_field(column, text)?;
        }
        out.serialize_field("reference", reference.name)?;
        out.serialize_field("difference", &difference.mean)?;
        out.serialize_field("half_width", &difference.interval.map(|interval| interval.half_width))?;
        out.serialize_field("confidence", &CONFIDENCE)?;
        out.serialize_field("p10", &difference.spread.map(|(p10, _)| p10))?;
        out.serialize_field("p90", &difference.spread.map(|(_, p90)| p90))?;
        out.serialize_field("pairs", &difference.pairs)?;
        out.serialize_field("censored", &difference.censored)?;
        out.serialize_field("without", &difference.nothing)?;
        out.serialize_field("variance_saved", &difference.variance_saved)?;
        out.serialize_field("overview", &self.is_main())?;
        out.serialize_field("excludes_zero", &difference.excludes_zero())?;
        out.serialize_field("p_value", &difference.p_value)?;
        out.serialize_field("p_value_adjusted", &difference.adjusted.map(|adjusted| adjusted.p_value))?;
        out.serialize_field("half_width_adjusted", &difference.adjusted.map(|adjusted| adjusted.half_width))?;
        out.serialize_field("significant", &difference.is_significant())?;
        out.serialize_field("pairs_earlier", &difference.earlier.map(|earlier| earlier.plan))?;
        out.serialize_field("pairs_later", &difference.earlier.map(|earlier| earlier.first))?;
        out.serialize_field("mean", &mean(scenario))?;
        out.serialize_field("mean_date", &date(scenario))?;
        out.serialize_field("reference_mean", &mean(reference))?;
        out.serialize_field("reference_mean_date", &date(reference))?;
        out.serialize_field("n", &row(scenario).map_or(0, |row| row.values))?;
        out.serialize_field("replications", &row(scenario).map_or(0, |row| row.replications()))?;
        out.end()
    }
}

/// Rows as a JSON object with their provenance, one row per line.
///
/// # Panics
/// Never: the rows of this file are made of texts, numbers and nothing else.
pub fn json(provenance: &Provenance, rows: &[impl Serialize]) -> String {
    let head = line(provenance);
    let lines: Vec<String> = rows.iter().map(line).collect();
    let rows = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) };
    format!("{},\"rows\":{rows}}}\n", head.trim_end_matches('}'))
}

fn line(row: &impl Serialize) -> String {
    serde_json::to_string(row).expect("rows are made of texts, numbers and nothing else")
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
