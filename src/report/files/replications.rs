//! One row per replication and metric: `replications.parquet`, and `replications.csv` if requested
//! or without the feature `parquet`.
//!
//! | column | meaning |
//! | --- | --- |
//! | `replication` | its number, from 0 |
//! | `metric`, `unit`, and one column per dimension | the metric; an empty dimension is the sum over it |
//! | `value` | the value; missing where there is none |
//! | `numerator`, `denominator` | the two sums of a ratio |
//! | `later_than` | bound of a time that was not reached within the run |
//! | `date` | date of a value that is a day counted from the onset |

#[cfg(feature = "parquet")]
use super::columns::key_schema;
use super::columns::{KEY_COLUMNS, key_columns, key_texts, serialize_key};
#[cfg(feature = "parquet")]
use super::daily::{days_since_1970, unwritten};
#[cfg(feature = "parquet")]
use super::parquet::{Column, ParquetReader, ParquetWriter};
use super::provenance::Provenance;
use super::{FileError, Folder};
use crate::experiment::replication_metrics::ReplicationMetrics;
use crate::metrics::MetricValue;
#[cfg(feature = "parquet")]
use crate::metrics::Outcome;
use crate::metrics::names::LabelNames;
#[cfg(feature = "parquet")]
use crate::registers::metrics::{Dim, Key, MetricId, value_by_id};
use crate::report::wording::Wording;
#[cfg(feature = "parquet")]
use parquet::data_type::ByteArray;
#[cfg(feature = "parquet")]
use parquet::errors::ParquetError;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};
#[cfg(feature = "parquet")]
use std::fs::File;
#[cfg(feature = "parquet")]
use std::path::Path;

/// Name of the file.
pub const REPLICATIONS_PARQUET: &str = "replications.parquet";
/// The same as text.
pub const REPLICATIONS_CSV: &str = "replications.csv";

/// Columns after those of the key.
const FIGURES: [&str; 5] = ["value", "numerator", "denominator", "later_than", "date"];

#[cfg(feature = "parquet")]
fn schema() -> String {
    format!(
        "message replications {{\n    required int32 replication;\n{}    optional double value;\n    \
         optional double numerator;\n    optional double denominator;\n    optional double later_than;\n    \
         optional int32 date (DATE);\n}}",
        key_schema()
    )
}

/// Writes the metrics of all replications.
///
/// # Errors
/// [`FileError`] if they cannot be written.
pub fn write_replications(
    folder: &mut Folder,
    replications: &[ReplicationMetrics],
    wording: &Wording,
    provenance: &Provenance,
    with_csv: bool,
) -> Result<(), FileError> {
    let rows: Vec<MetricRow<'_>> = replications.iter().flat_map(|one| MetricRow::of(one, wording)).collect();
    #[cfg(feature = "parquet")]
    {
        let path = folder.path().join(REPLICATIONS_PARQUET);
        let bytes = parquet(&rows, wording, provenance).map_err(|error| unwritten(&path, error))?;
        folder.write(REPLICATIONS_PARQUET, &bytes)?;
    }
    #[cfg(not(feature = "parquet"))]
    let _ = provenance;
    if with_csv || !cfg!(feature = "parquet") {
        let path = folder.path().join(REPLICATIONS_CSV);
        let bytes = csv(&rows).map_err(|error| FileError { path, error })?;
        folder.write(REPLICATIONS_CSV, &bytes)?;
    }
    Ok(())
}

/// The instants at which phases came into effect and ended in each replication, as they were
/// recorded.
///
/// # Errors
/// [`FileError`] if the file cannot be read, or is not one of replications.
#[cfg(feature = "parquet")]
pub fn read_phase_times(path: &Path, names: &LabelNames) -> Result<Vec<ReplicationMetrics>, FileError> {
    let file = File::open(path).map_err(FileError::at(path))?;
    read_moments(file, names).map_err(|error| unwritten(path, error))
}

#[cfg(feature = "parquet")]
fn read_moments(file: File, names: &LabelNames) -> Result<Vec<ReplicationMetrics>, ParquetError> {
    const READ: [MetricId; 2] = [MetricId::PHASE_IN_EFFECT_AT, MetricId::PHASE_ENDED_AT];
    let mut all: Vec<ReplicationMetrics> = Vec::new();
    for rows in ParquetReader::new(file)?.groups() {
        let rows = rows?;
        let (value, later) = (rows.maybe_numbers("value")?, rows.maybe_numbers("later_than")?);
        let (metric, phase) = (rows.texts("metric")?, rows.texts(Dim::Phase.name())?);
        for (row, replication) in rows.integers("replication")?.into_iter().enumerate() {
            let replication = replication.cast_unsigned();
            if all.last().is_none_or(|last| last.replication != replication) {
                all.push(ReplicationMetrics { replication, values: Vec::new() });
            }
            let metric = value_by_id(metric[row].as_utf8()?).filter(|metric| READ.contains(metric));
            let cell = names.cell(&[(Dim::Phase, phase[row].as_utf8()?)]);
            let Some((metric, cell)) = metric.zip(cell) else { continue };
            let outcome = match (value[row], later[row]) {
                (Some(value), _) => Outcome::Value(value),
                (None, Some(bound)) => Outcome::LaterThan(bound),
                (None, None) => Outcome::Nothing,
            };
            let value = MetricValue { key: Key { metric, cell }, outcome, terms: None };
            all.last_mut().expect("one was pushed").values.push(value);
        }
    }
    Ok(all)
}

/// All metrics of a replication, as its rows stand in `replications.csv`, with their head.
///
/// # Panics
/// Never: memory takes every row, and names and numbers are texts.
pub fn metrics_csv(metrics: &ReplicationMetrics, wording: &Wording) -> String {
    let bytes = csv(&MetricRow::of(metrics, wording)).expect("memory takes every row");
    String::from_utf8(bytes).expect("names and numbers are texts")
}

/// A metric of a replication as a row, with the columns of `replications.csv`.
#[derive(Debug, Clone)]
pub struct MetricRow<'a> {
    replication: u32,
    value: MetricValue,
    date: Option<jiff::civil::Date>,
    names: &'a LabelNames,
}

impl<'a> MetricRow<'a> {
    /// Rows of all metrics of a replication.
    pub fn of(metrics: &ReplicationMetrics, wording: &'a Wording) -> Vec<Self> {
        let date = |value: &MetricValue| wording.date(value.key, value.outcome.value()?);
        let row = |value: &MetricValue| MetricRow {
            replication: metrics.replication,
            value: *value,
            date: date(value),
            names: wording.names(),
        };
        metrics.values.iter().map(row).collect()
    }

    /// Value, numerator, denominator, and bound of a time that was not reached.
    fn numbers(&self) -> [Option<f64>; 4] {
        let MetricValue { outcome, terms, .. } = self.value;
        [
            outcome.value(),
            terms.map(|terms| terms.numerator),
            terms.map(|terms| terms.denominator),
            outcome.later_than(),
        ]
    }
}

impl Serialize for MetricRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Row", 1 + KEY_COLUMNS + FIGURES.len())?;
        row.serialize_field("replication", &self.replication)?;
        serialize_key(&mut row, self.value.key, self.names)?;
        for (column, number) in FIGURES.into_iter().zip(self.numbers()) {
            row.serialize_field(column, &number)?;
        }
        row.serialize_field("date", &self.date.map(|date| date.to_string()))?;
        row.end()
    }
}

#[cfg(feature = "parquet")]
fn parquet(
    rows: &[MetricRow<'_>],
    wording: &Wording,
    provenance: &Provenance,
) -> Result<Vec<u8>, ParquetError> {
    let mut texts = [const { Vec::new() }; KEY_COLUMNS];
    for row in rows {
        for (column, text) in texts.iter_mut().zip(key_texts(row.value.key, wording.names())) {
            column.push(ByteArray::from(text));
        }
    }
    let replications = rows.iter().map(|row| row.replication.cast_signed()).collect();
    let mut columns = vec![Column::Integer(replications)];
    columns.extend(texts.into_iter().map(|texts| Column::Text(texts.into())));
    for number in 0..4 {
        columns.push(Column::MaybeNumber(rows.iter().map(|row| row.numbers()[number]).collect()));
    }
    columns.push(Column::MaybeInteger(rows.iter().map(|row| row.date.map(days_since_1970)).collect()));
    let mut writer = ParquetWriter::new(Vec::new(), &schema(), &provenance.metadata())?;
    writer.rows(&columns)?;
    writer.finish()
}

fn csv(rows: &[MetricRow<'_>]) -> std::io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["replication"].into_iter().chain(key_columns()).chain(FIGURES))?;
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for row in rows {
        let replication = row.replication.to_string();
        let numbers = row.numbers().map(number);
        let date = row.date.map_or(String::new(), |date| date.to_string());
        let begin = [replication.as_str()].into_iter().chain(key_texts(row.value.key, row.names));
        csv.write_record(begin.chain(numbers.iter().map(String::as_str)).chain([date.as_str()]))?;
    }
    csv.into_inner().map_err(csv::IntoInnerError::into_error)
}
