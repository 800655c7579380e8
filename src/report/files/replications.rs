//! A row for each replication and measure: `replications.parquet`, and `replications.csv` if asked for or
//! without the feature `parquet`.
//!
//! | column | meaning |
//! | --- | --- |
//! | `replication` | its number, from 0 |
//! | `metric`, `site`, `class`, `segment`, `unit` | what it is of |
//! | `value` | the value; missing where there is none |
//! | `later_than` | where it did not happen within the run: that it is later than this |
//! | `date` | of a day told by its distance from the onset: its date |

#[cfg(feature = "parquet")]
use super::daily::{days_since_1970, unwritten};
#[cfg(feature = "parquet")]
use super::parquet::{Column, Reader, Writer};
use super::{FileError, Folder};
use crate::experiment::measure::{Measure, Measured, Outcome};
#[cfg(feature = "parquet")]
use crate::metrics::Key;
#[cfg(feature = "parquet")]
use crate::metrics::restart_phases::HOURS_FROM_START;
use crate::report::wording::Wording;
#[cfg(feature = "parquet")]
use parquet::data_type::ByteArray;
#[cfg(feature = "parquet")]
use parquet::errors::ParquetError;
use serde::Serialize;
#[cfg(feature = "parquet")]
use std::fs::File;
#[cfg(feature = "parquet")]
use std::path::Path;

/// Name of the file.
pub const REPLICATIONS_PARQUET: &str = "replications.parquet";
/// The same as text.
pub const REPLICATIONS_CSV: &str = "replications.csv";

/// All segments together; measures by segment are not told yet.
pub(crate) const ALL_SEGMENTS: &str = "all";

#[cfg(feature = "parquet")]
const SCHEMA: &str = "message replications {
    required int32 replication;
    required binary metric (STRING);
    required binary site (STRING);
    required binary class (STRING);
    required binary segment (STRING);
    required binary unit (STRING);
    optional double value;
    optional double later_than;
    optional int32 date (DATE);
}";

/// Writes the measures of all replications.
///
/// # Errors
/// [`FileError`] if they cannot be written.
pub fn write_replications(
    folder: &mut Folder,
    measured: &[Measured],
    wording: &Wording,
    with_csv: bool,
) -> Result<(), FileError> {
    let rows: Vec<(u32, &Measure)> = measured
        .iter()
        .flat_map(|one| one.measures.iter().map(|measure| (one.replication, measure)))
        .collect();
    #[cfg(feature = "parquet")]
    {
        let path = folder.path().join(REPLICATIONS_PARQUET);
        let bytes = parquet(&rows, wording).map_err(|error| unwritten(&path, error))?;
        folder.write(REPLICATIONS_PARQUET, &bytes)?;
    }
    if with_csv || !cfg!(feature = "parquet") {
        let path = folder.path().join(REPLICATIONS_CSV);
        let bytes = csv(&rows, wording).map_err(|error| FileError { path, error })?;
        folder.write(REPLICATIONS_CSV, &bytes)?;
    }
    Ok(())
}

/// When phases came in each replication, as it was recorded: of all measures the ones that pictures show.
///
/// # Errors
/// [`FileError`] if the file cannot be read, or is not one of replications.
#[cfg(feature = "parquet")]
pub fn read_phase_times(path: &Path) -> Result<Vec<Measured>, FileError> {
    let file = File::open(path).map_err(FileError::at(path))?;
    read_moments(file).map_err(|error| unwritten(path, error))
}

#[cfg(feature = "parquet")]
fn read_moments(file: File) -> Result<Vec<Measured>, ParquetError> {
    let mut all: Vec<Measured> = Vec::new();
    for rows in Reader::new(file)?.groups() {
        let rows = rows?;
        let (value, later) = (rows.maybe_numbers("value")?, rows.maybe_numbers("later_than")?);
        let [metric, site, class, unit] = ["metric", "site", "class", "unit"].map(|name| rows.texts(name));
        let (metric, site, class, unit) = (metric?, site?, class?, unit?);
        for (row, replication) in rows.whole("replication")?.into_iter().enumerate() {
            let replication = replication.cast_unsigned();
            if all.last().is_none_or(|last| last.replication != replication) {
                all.push(Measured { replication, measures: Vec::new() });
            }
            if unit[row].as_utf8()? != HOURS_FROM_START {
                continue;
            }
            let [metric, site, class] = [&metric[row], &site[row], &class[row]].map(ByteArray::as_utf8);
            let outcome = match (value[row], later[row]) {
                (Some(value), _) => Outcome::Value(value),
                (None, Some(than)) => Outcome::LaterThan(than),
                (None, None) => Outcome::Nothing,
            };
            let key = Key::new(metric?, site?, class?, HOURS_FROM_START);
            all.last_mut().expect("one was pushed").measures.push(Measure { key, outcome });
        }
    }
    Ok(all)
}

/// All measures of a replication, as its rows stand in `replications.csv`, with their head.
///
/// # Panics
/// Never: memory takes every row, and names and numbers are texts.
pub fn measures_csv(measured: &Measured, wording: &Wording) -> String {
    let rows: Vec<_> = measured.measures.iter().map(|measure| (measured.replication, measure)).collect();
    let bytes = csv(&rows, wording).expect("memory takes every row");
    String::from_utf8(bytes).expect("names and numbers are texts")
}

/// A row of a replication's measures, as it is written as JSON: the columns of `replications.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct MeasureRow<'a> {
    replication: u32,
    metric: &'a str,
    site: &'a str,
    class: &'a str,
    segment: &'a str,
    unit: &'a str,
    value: Option<f64>,
    later_than: Option<f64>,
    date: Option<String>,
}

impl<'a> MeasureRow<'a> {
    /// Of all measures of a replication.
    pub fn of(measured: &'a Measured, wording: &Wording) -> Vec<Self> {
        let row = |Measure { key, outcome }: &'a Measure| MeasureRow {
            replication: measured.replication,
            metric: &key.name,
            site: &key.site,
            class: &key.class,
            segment: ALL_SEGMENTS,
            unit: key.unit,
            value: outcome.value(),
            later_than: later_than(*outcome),
            date: outcome.value().and_then(|value| wording.date(key, value)).map(|date| date.to_string()),
        };
        measured.measures.iter().map(row).collect()
    }
}

fn later_than(outcome: Outcome) -> Option<f64> {
    match outcome {
        Outcome::LaterThan(value) => Some(value),
        Outcome::Value(_) | Outcome::Nothing => None,
    }
}

#[cfg(feature = "parquet")]
fn parquet(rows: &[(u32, &Measure)], wording: &Wording) -> Result<Vec<u8>, ParquetError> {
    let text = |of: fn(&Key) -> &str| {
        Column::Text(rows.iter().map(|(_, measure)| ByteArray::from(of(&measure.key))).collect())
    };
    let date = |measure: &Measure| wording.date(&measure.key, measure.outcome.value()?).map(days_since_1970);
    let columns = [
        Column::Whole(rows.iter().map(|&(replication, _)| replication.cast_signed()).collect()),
        text(|key| &key.name),
        text(|key| &key.site),
        text(|key| &key.class),
        text(|_| ALL_SEGMENTS),
        text(|key| key.unit),
        Column::MaybeNumber(rows.iter().map(|(_, measure)| measure.outcome.value()).collect()),
        Column::MaybeNumber(rows.iter().map(|(_, measure)| later_than(measure.outcome)).collect()),
        Column::MaybeWhole(rows.iter().map(|(_, measure)| date(measure)).collect()),
    ];
    let mut writer = Writer::new(Vec::new(), SCHEMA)?;
    writer.rows(&columns)?;
    writer.finish()
}

fn csv(rows: &[(u32, &Measure)], wording: &Wording) -> std::io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let head = ["replication", "metric", "site", "class", "segment", "unit", "value", "later_than", "date"];
    csv.write_record(head)?;
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for (replication, Measure { key, outcome }) in rows {
        let date = outcome.value().and_then(|value| wording.date(key, value));
        csv.write_record([
            &replication.to_string(),
            &key.name,
            &key.site,
            &key.class,
            ALL_SEGMENTS,
            key.unit,
            &number(outcome.value()),
            &number(later_than(*outcome)),
            &date.map_or(String::new(), |date| date.to_string()),
        ])?;
    }
    csv.into_inner().map_err(csv::IntoInnerError::into_error)
}
