//! The daily series of all replications: `daily.parquet`, and `daily.csv` if requested or without
//! the feature `parquet`.
//!
//! | column | meaning |
//! | --- | --- |
//! | `replication` | its number, from 0 |
//! | `day` | the day; a level is that at the midnight which ends it |
//! | `metric`, `unit`, and one column per dimension | the series; an empty dimension is the sum over it |
//! | `value` | the value; a day without one has no row |
//!
//! Rows are in order of replication, series and day. They go out as replications end: memory does
//! not grow with their number.

#[cfg(feature = "parquet")]
use super::columns::{KEY_COLUMNS, key_schema};
use super::columns::{key_columns, key_texts};
#[cfg(feature = "parquet")]
use super::parquet::{Column, ParquetReader, ParquetWriter, Repeated};
use super::provenance::Provenance;
use super::{FileError, Folder};
#[cfg(feature = "parquet")]
use crate::metrics::names::LabelNames;
use crate::metrics::{ReplicationResult, Series};
#[cfg(feature = "parquet")]
use crate::registers::metrics::{Dim, Key, Kind, daily_by_id, ids};
use jiff::civil::Date;
#[cfg(feature = "parquet")]
use jiff::civil::date;
#[cfg(feature = "parquet")]
use parquet::data_type::ByteArray;
#[cfg(feature = "parquet")]
use parquet::errors::ParquetError;
use std::fs::File;
use std::io::{self, BufWriter};
#[cfg(feature = "parquet")]
use std::path::Path;
use std::path::PathBuf;

/// Name of the file.
pub const DAILY_PARQUET: &str = "daily.parquet";
/// The same as text.
pub const DAILY_CSV: &str = "daily.csv";

#[cfg(feature = "parquet")]
fn schema() -> String {
    format!(
        "message daily {{\n    required int32 replication;\n    required int32 day (DATE);\n{}    \
         required double value;\n}}",
        key_schema()
    )
}

/// Rows of one row group.
#[cfg(feature = "parquet")]
const ROWS_TOGETHER: usize = 500_000;

/// Writes the daily series.
pub struct DailyWriter {
    path: PathBuf,
    #[cfg(feature = "parquet")]
    parquet: ParquetRows,
    csv: Option<csv::Writer<BufWriter<File>>>,
    dates: Vec<Date>,
}

/// The Parquet file, with the rows that are not written yet.
#[cfg(feature = "parquet")]
struct ParquetRows {
    file: ParquetWriter<BufWriter<File>>,
    days_since_1970: Vec<i32>,
    rows: PendingRows,
}

/// Rows that are not written yet.
#[cfg(feature = "parquet")]
#[derive(Default)]
struct PendingRows {
    replication: Repeated<i32>,
    day: Vec<i32>,
    texts: [Repeated<String>; KEY_COLUMNS],
    value: Vec<f64>,
}

impl DailyWriter {
    /// Begins the files in a folder; series have a value for each of these dates.
    ///
    /// # Errors
    /// [`FileError`] if they cannot be made.
    pub fn new(
        folder: &mut Folder,
        dates: &[Date],
        provenance: &Provenance,
        with_csv: bool,
    ) -> Result<Self, FileError> {
        Self::in_files(folder, [DAILY_PARQUET, DAILY_CSV], dates, provenance, with_csv)
    }

    /// The same in files of these names.
    ///
    /// # Errors
    /// [`FileError`] if they cannot be made.
    pub fn in_files(
        folder: &mut Folder,
        [parquet_name, csv_name]: [&'static str; 2],
        dates: &[Date],
        provenance: &Provenance,
        with_csv: bool,
    ) -> Result<Self, FileError> {
        let path = folder.path().join(parquet_name);
        #[cfg(feature = "parquet")]
        let parquet = ParquetRows {
            file: ParquetWriter::new(
                BufWriter::new(folder.begin(parquet_name)?),
                &schema(),
                &provenance.metadata(),
            )
            .map_err(|error| unwritten(&path, error))?,
            days_since_1970: dates.iter().map(|&date| days_since_1970(date)).collect(),
            rows: PendingRows::default(),
        };
        #[cfg(not(feature = "parquet"))]
        let _ = provenance;
        let csv = if with_csv || !cfg!(feature = "parquet") {
            let mut csv = csv::Writer::from_writer(BufWriter::new(folder.begin(csv_name)?));
            let columns = ["replication", "day"].into_iter().chain(key_columns()).chain(["value"]);
            csv.write_record(columns)
                .map_err(|error| FileError { path: folder.path().join(csv_name), error: error.into() })?;
            Some(csv)
        } else {
            None
        };
        Ok(DailyWriter {
            path,
            #[cfg(feature = "parquet")]
            parquet,
            csv,
            dates: dates.to_vec(),
        })
    }

    /// Adds the series of a replication.
    ///
    /// # Errors
    /// [`FileError`] if they cannot be written.
    pub fn add(&mut self, observations: &ReplicationResult) -> Result<(), FileError> {
        if let Some(csv) = &mut self.csv {
            csv_rows(csv, &self.dates, observations)
                .map_err(|error| FileError { path: self.path.with_extension("csv"), error: error.into() })?;
        }
        #[cfg(feature = "parquet")]
        self.parquet.add(observations).map_err(|error| unwritten(&self.path, error))?;
        Ok(())
    }

    /// Ends the files.
    ///
    /// # Errors
    /// [`FileError`] if the rest cannot be written.
    pub fn finish(self) -> Result<(), FileError> {
        let flushed =
            |file: BufWriter<File>| file.into_inner().map(drop).map_err(io::IntoInnerError::into_error);
        #[cfg(feature = "parquet")]
        {
            let file = self.parquet.finish().map_err(|error| unwritten(&self.path, error))?;
            flushed(file).map_err(FileError::at(&self.path))?;
        }
        if let Some(csv) = self.csv {
            let path = self.path.with_extension("csv");
            let file =
                csv.into_inner().map_err(csv::IntoInnerError::into_error).map_err(FileError::at(&path))?;
            flushed(file).map_err(FileError::at(&path))?;
        }
        Ok(())
    }
}

#[cfg(feature = "parquet")]
impl ParquetRows {
    fn add(&mut self, observations: &ReplicationResult) -> Result<(), ParquetError> {
        for &Series { key, ref values } in &observations.series {
            let rows = &mut self.rows;
            let before = rows.value.len();
            let days = &self.days_since_1970;
            if values.len() == days.len() && !values.iter().any(|value| value.is_nan()) {
                rows.value.extend_from_slice(values);
                rows.day.extend_from_slice(days);
            } else {
                let there = || values.iter().zip(days).filter(|(value, _)| !value.is_nan());
                rows.value.extend(there().map(|(&value, _)| value));
                rows.day.extend(there().map(|(_, &date)| date));
            }
            let added = rows.value.len() - before;
            rows.replication.push(&observations.replication.cast_signed(), added);
            for (column, text) in rows.texts.iter_mut().zip(key_texts(key, &observations.names)) {
                column.push(text, added);
            }
        }
        if self.rows.value.len() >= ROWS_TOGETHER { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        let PendingRows { replication, day, texts, value } = &mut self.rows;
        let mut columns = vec![Column::RepeatedInteger(replication), Column::Integer((&*day).into())];
        columns.extend(texts.iter().map(Column::RepeatedText));
        columns.push(Column::Number((&*value).into()));
        let written = self.file.rows(&columns);
        drop(columns);
        // The memory stays allocated: allocating it anew costs as much as filling it.
        replication.clear();
        day.clear();
        texts.iter_mut().for_each(Repeated::clear);
        value.clear();
        written
    }

    fn finish(mut self) -> Result<BufWriter<File>, ParquetError> {
        if !self.rows.value.is_empty() {
            self.write()?;
        }
        self.file.finish()
    }
}

fn csv_rows(
    csv: &mut csv::Writer<BufWriter<File>>,
    dates: &[Date],
    observations: &ReplicationResult,
) -> csv::Result<()> {
    let replication = observations.replication.to_string();
    let dates: Vec<String> = dates.iter().map(Date::to_string).collect();
    for &Series { key, ref values } in &observations.series {
        for (date, value) in dates.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
            let value = value.to_string();
            let begin = [replication.as_str(), date.as_str()].into_iter();
            csv.write_record(begin.chain(key_texts(key, &observations.names)).chain([value.as_str()]))?;
        }
    }
    Ok(())
}

/// Series by replication, in order of its number.
#[cfg(feature = "parquet")]
pub type SeriesByReplication = Vec<(u32, Vec<Series>)>;

/// The daily series that are `wanted`, by replication, as they were recorded over these dates. None
/// if the days in the file are others.
///
/// # Errors
/// [`FileError`] if the file cannot be read, or is not one of daily series.
#[cfg(feature = "parquet")]
pub fn read_daily(
    path: &Path,
    dates: &[Date],
    names: &LabelNames,
    wanted: impl Fn(Key) -> bool,
) -> Result<Option<SeriesByReplication>, FileError> {
    let file = File::open(path).map_err(FileError::at(path))?;
    read_series(file, dates, names, wanted).map_err(|error| unwritten(path, error))
}

/// Dimensions in which any daily series may have labels.
#[cfg(feature = "parquet")]
fn daily_dims() -> Vec<Dim> {
    let daily = || ids::DEFINITIONS.iter().filter(|one| one.kind == Kind::Daily);
    Dim::ALL.into_iter().filter(|dim| daily().any(|one| one.dims.contains(dim))).collect()
}

#[cfg(feature = "parquet")]
fn read_series(
    file: File,
    dates: &[Date],
    names: &LabelNames,
    wanted: impl Fn(Key) -> bool,
) -> Result<Option<SeriesByReplication>, ParquetError> {
    let Some(first) = dates.first().copied().map(days_since_1970) else { return Ok(None) };
    let dims = daily_dims();
    let mut all = SeriesByReplication::new();
    // Of the row before: its texts, and whether it was wanted.
    let mut last: Option<(Vec<ByteArray>, bool)> = None;
    // How many days from the first date there are rows of.
    let mut days = 0;
    for rows in ParquetReader::new(file)?.groups() {
        let rows = rows?;
        let (replication, date, value) =
            (rows.integers("replication")?, rows.integers("day")?, rows.numbers("value")?);
        let columns = ["metric"].into_iter().chain(dims.iter().map(|dim| dim.name()));
        let texts = columns.map(|name| rows.texts(name)).collect::<Result<Vec<_>, _>>()?;
        for (row, (&replication, &value)) in replication.iter().zip(&value).enumerate() {
            let replication = replication.cast_unsigned();
            let another = all.last().is_none_or(|(number, _)| *number != replication);
            if another {
                all.push((replication, Vec::new()));
            }
            let texts = || texts.iter().map(|column| &column[row]);
            let same = last.as_ref().is_some_and(|(last, _)| !another && last.iter().eq(texts()));
            if !same {
                let written = texts().map(ByteArray::as_utf8).collect::<Result<Vec<_>, _>>()?;
                let key = key_of(&written, &dims, names).filter(|&key| wanted(key));
                last = Some((texts().cloned().collect(), key.is_some()));
                if let Some((key, (_, series))) = key.zip(all.last_mut()) {
                    series.push(Series { key, values: vec![f64::NAN; dates.len()] });
                }
            }
            if last.as_ref().is_some_and(|(_, keep)| *keep)
                && let Some(series) = all.last_mut().and_then(|(_, series)| series.last_mut())
            {
                let day = usize::try_from(i64::from(date[row]) - i64::from(first)).unwrap_or(usize::MAX);
                let Some(place) = series.values.get_mut(day) else { return Ok(None) };
                *place = value;
                days = days.max(day + 1);
            }
        }
    }
    Ok(Some(all).filter(|_| days == dates.len()))
}

/// The key of a row with these texts: metric, then labels; `None` where a name is unknown.
#[cfg(feature = "parquet")]
fn key_of(texts: &[&str], dims: &[Dim], names: &LabelNames) -> Option<Key> {
    let (metric, labels) = texts.split_first()?;
    let labels: Vec<(Dim, &str)> = dims.iter().copied().zip(labels.iter().copied()).collect();
    let cell = names.cell(&labels)?;
    Some(daily_by_id(metric)?.at(cell))
}

#[cfg(feature = "parquet")]
pub(crate) fn unwritten(path: &Path, error: ParquetError) -> FileError {
    FileError { path: path.to_owned(), error: io::Error::other(error) }
}

/// Days from 1970-01-01, as Parquet counts dates.
#[cfg(feature = "parquet")]
pub(crate) fn days_since_1970(day: Date) -> i32 {
    date(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}

#[cfg(feature = "parquet")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::registers::metrics::cell;
    use crate::report::files::provenance::{FORMAT, refusal};
    use crate::simulation::Counts;
    use std::sync::Arc;

    #[test]
    fn days_without_a_value_have_no_row_and_all_others_come_back() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        let dates: Vec<Date> = (6..9).map(|day| date(2025, 1, day)).collect();
        let compiled = build(&test_scenario::scenario()).unwrap();
        let names = Arc::new(LabelNames::of(&compiled.model, &compiled.labels));
        let provenance = Provenance {
            version: "0.0.0",
            format: FORMAT,
            scenario: "small".into(),
            seed: 7,
            input_hash: "abc".into(),
        };
        let mut daily = DailyWriter::new(&mut folder, &dates, &provenance, true).unwrap();
        let site = cell(&[(Dim::Site, 0)]);
        for replication in [0, 2] {
            let counts = Counts { events: 0, ties: 0 };
            let mut result = ReplicationResult::new(replication, Arc::clone(&names), counts);
            result.daily(ids::BACKLOG, site, vec![f64::from(replication), 5.0, 7.0]);
            result.daily(ids::PAST_DUE, site, vec![f64::NAN, 1.0, f64::NAN]);
            result.daily(ids::ON_HAND, site, vec![f64::NAN; 3]);
            daily.add(&result).unwrap();
        }
        daily.finish().unwrap();
        folder.done(&[]).unwrap();
        let path = place.path().join(DAILY_PARQUET);
        let all = read_daily(&path, &dates, &names, |_| true).unwrap().unwrap();
        let read: Vec<(u32, Key, String)> = all
            .iter()
            .flat_map(|(replication, series)| series.iter().map(move |series| (*replication, series)))
            .map(|(replication, Series { key, values })| (replication, *key, format!("{values:?}")))
            .collect();
        let [backlog, past_due] = [ids::BACKLOG.at(site), ids::PAST_DUE.at(site)];
        let values = |values: &str| values.to_owned();
        assert_eq!(
            read,
            [
                (0, backlog, values("[0.0, 5.0, 7.0]")),
                (0, past_due, values("[NaN, 1.0, NaN]")),
                (2, backlog, values("[2.0, 5.0, 7.0]")),
                (2, past_due, values("[NaN, 1.0, NaN]")),
            ]
        );
        let csv = std::fs::read_to_string(place.path().join(DAILY_CSV)).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 1 + 2 * 4);
        assert!(lines[0].starts_with("replication,day,metric,unit,site,market,class,process,"), "{csv}");
        let empty = ",".repeat(Dim::COUNT - 1);
        assert_eq!(lines[4], format!("0,2025-01-07,past_due,lines,centre{empty},1"));
        let reader = ParquetReader::new(File::open(&path).unwrap()).unwrap();
        assert_eq!(
            (reader.metadata("gplc.seed"), reader.metadata("gplc.scenario")),
            (Some("7"), Some("small"))
        );
        assert_eq!(refusal(place.path(), DAILY_PARQUET).unwrap(), None);
    }
}
