//! The daily series of all replications: `daily.parquet`, and `daily.csv` if asked for or without the
//! feature `parquet`.
//!
//! | column | meaning |
//! | --- | --- |
//! | `replication` | its number, from 0 |
//! | `date` | the day; a level is that at the midnight which ends it |
//! | `series`, `site`, `class`, `unit` | what it is of |
//! | `value` | the value; a day without one has no row |
//!
//! Rows are in order of replication, series and date. They go out as replications end: memory does not grow with
//! their number.

#[cfg(feature = "parquet")]
use super::parquet::{Column, Reader, Repeated, Writer};
use super::{FileError, Folder};
#[cfg(feature = "parquet")]
use crate::metrics::Key;
use crate::metrics::{ReplicationResult, Series};
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
const SCHEMA: &str = "message daily {
    required int32 replication;
    required int32 date (DATE);
    required binary series (STRING);
    required binary site (STRING);
    required binary class (STRING);
    required binary unit (STRING);
    required double value;
}";

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
    file: Writer<BufWriter<File>>,
    days_since_1970: Vec<i32>,
    rows: Rows,
}

/// Rows that are not written yet.
#[cfg(feature = "parquet")]
#[derive(Default)]
struct Rows {
    replication: Repeated<i32>,
    date: Vec<i32>,
    texts: [Repeated<String>; 4],
    value: Vec<f64>,
}

impl DailyWriter {
    /// Begins the files in a folder; series have a value for each of these dates.
    ///
    /// # Errors
    /// [`FileError`] if they cannot be made.
    pub fn new(folder: &mut Folder, dates: &[Date], with_csv: bool) -> Result<Self, FileError> {
        let path = folder.path().join(DAILY_PARQUET);
        #[cfg(feature = "parquet")]
        let parquet = ParquetRows {
            file: Writer::new(BufWriter::new(folder.begin(DAILY_PARQUET)?), SCHEMA)
                .map_err(|error| unwritten(&path, error))?,
            days_since_1970: dates.iter().map(|&date| days_since_1970(date)).collect(),
            rows: Rows::default(),
        };
        let csv = if with_csv || !cfg!(feature = "parquet") {
            let mut csv = csv::Writer::from_writer(BufWriter::new(folder.begin(DAILY_CSV)?));
            csv.write_record(["replication", "date", "series", "site", "class", "unit", "value"])
                .map_err(|error| FileError { path: folder.path().join(DAILY_CSV), error: error.into() })?;
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
        for Series { key, values } in &observations.series {
            let rows = &mut self.rows;
            let before = rows.value.len();
            let days = &self.days_since_1970;
            if values.len() == days.len() && !values.iter().any(|value| value.is_nan()) {
                rows.value.extend_from_slice(values);
                rows.date.extend_from_slice(days);
            } else {
                let there = || values.iter().zip(days).filter(|(value, _)| !value.is_nan());
                rows.value.extend(there().map(|(&value, _)| value));
                rows.date.extend(there().map(|(_, &date)| date));
            }
            let added = rows.value.len() - before;
            rows.replication.push(&observations.replication.cast_signed(), added);
            for (column, text) in
                rows.texts.iter_mut().zip([key.name.as_str(), &key.site, &key.class, key.unit])
            {
                column.push(text, added);
            }
        }
        if self.rows.value.len() >= ROWS_TOGETHER { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        let Rows { replication, date, texts: [series, site, class, unit], value } = &mut self.rows;
        let written = self.file.rows(&[
            Column::RepeatedWhole(replication),
            Column::Whole((&*date).into()),
            Column::RepeatedText(series),
            Column::RepeatedText(site),
            Column::RepeatedText(class),
            Column::RepeatedText(unit),
            Column::Number((&*value).into()),
        ]);
        // The room is kept: to ask the system for it anew costs as much as to fill it.
        replication.clear();
        date.clear();
        [series, site, class, unit].into_iter().for_each(Repeated::clear);
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
    for Series { key, values } in &observations.series {
        for (date, value) in dates.iter().zip(values).filter(|(_, value)| !value.is_nan()) {
            let value = value.to_string();
            csv.write_record([&replication, date, &key.name, &key.site, &key.class, key.unit, &value])?;
        }
    }
    Ok(())
}

/// Units of the series that are read again; others are not shown in any picture.
#[cfg(feature = "parquet")]
const UNITS_READ: [&str; 3] = ["lines", "share", "cars"];

/// Series by replication, in order of its number.
#[cfg(feature = "parquet")]
pub type SeriesByReplication = Vec<(u32, Vec<Series>)>;

/// The daily series that are `wanted`, by replication, as they were recorded over these dates. None if the days in
/// the file are others.
///
/// # Errors
/// [`FileError`] if the file cannot be read, or is not one of daily series.
#[cfg(feature = "parquet")]
pub fn read_daily(
    path: &Path,
    dates: &[Date],
    wanted: impl Fn(&Key) -> bool,
) -> Result<Option<SeriesByReplication>, FileError> {
    let file = File::open(path).map_err(FileError::at(path))?;
    read_series(file, dates, wanted).map_err(|error| unwritten(path, error))
}

/// The texts of a row: series, site, class, unit.
#[cfg(feature = "parquet")]
type Texts = [ByteArray; 4];

#[cfg(feature = "parquet")]
fn read_series(
    file: File,
    dates: &[Date],
    wanted: impl Fn(&Key) -> bool,
) -> Result<Option<SeriesByReplication>, ParquetError> {
    let Some(first) = dates.first().copied().map(days_since_1970) else { return Ok(None) };
    let mut all = SeriesByReplication::new();
    // Of the row before: its texts, and whether it was wanted.
    let mut last: Option<(Texts, bool)> = None;
    // How many days from the first date there are rows of.
    let mut days = 0;
    for rows in Reader::new(file)?.groups() {
        let rows = rows?;
        let (replication, date, value) =
            (rows.whole("replication")?, rows.whole("date")?, rows.numbers("value")?);
        let [series, site, class, unit] = ["series", "site", "class", "unit"].map(|name| rows.texts(name));
        let (series, site, class, unit) = (series?, site?, class?, unit?);
        for (row, (&replication, &value)) in replication.iter().zip(&value).enumerate() {
            let replication = replication.cast_unsigned();
            let another = all.last().is_none_or(|(number, _)| *number != replication);
            if another {
                all.push((replication, Vec::new()));
            }
            let texts = [&series[row], &site[row], &class[row], &unit[row]];
            let same = last.as_ref().is_some_and(|(last, _)| !another && last.iter().eq(texts));
            if !same {
                let [name, site, class, unit] = texts.map(ByteArray::as_utf8);
                let (name, site, class, unit) = (name?, site?, class?, unit?);
                let read = UNITS_READ.into_iter().find(|known| *known == unit);
                let key = read.map(|unit| Key::new(name, site, class, unit)).filter(&wanted);
                last = Some((texts.map(Clone::clone), key.is_some()));
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

#[cfg(feature = "parquet")]
pub(crate) fn unwritten(path: &Path, error: ParquetError) -> FileError {
    FileError { path: path.to_owned(), error: io::Error::other(error) }
}

/// Days from 1970-01-01, as Parquet counts dates.
#[cfg(feature = "parquet")]
pub(crate) fn days_since_1970(day: Date) -> i32 {
    date(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}

#[cfg(all(test, feature = "parquet"))]
mod tests {
    use super::*;
    use crate::simulation::Counts;

    #[test]
    fn days_without_a_value_have_no_row_and_all_others_come_back() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        let dates: Vec<Date> = (6..9).map(|day| date(2025, 1, day)).collect();
        let mut daily = DailyWriter::new(&mut folder, &dates, true).unwrap();
        let series = |name: &str, values: [f64; 3]| Series {
            key: Key::new(name, "gplc", "all", "lines"),
            values: values.to_vec(),
        };
        for replication in [0, 2] {
            let first = f64::from(replication);
            let series = vec![
                series("backlog", [first, 5.0, 7.0]),
                series("past_due", [f64::NAN, 1.0, f64::NAN]),
                series("on_hand", [f64::NAN; 3]),
            ];
            daily
                .add(&ReplicationResult {
                    replication,
                    series,
                    metrics: vec![],
                    later_than: vec![],
                    cohorts: vec![],
                    counts: Counts { events: 0, ties: 0 },
                })
                .unwrap();
        }
        daily.finish().unwrap();
        folder.done(&[]).unwrap();
        let all = read_daily(&place.path().join(DAILY_PARQUET), &dates, |_| true).unwrap().unwrap();
        let told: Vec<(u32, &str, String)> = all
            .iter()
            .flat_map(|(replication, series)| series.iter().map(move |series| (*replication, series)))
            .map(|(replication, Series { key, values })| (replication, &*key.name, format!("{values:?}")))
            .collect();
        let values = |values: &str| values.to_owned();
        assert_eq!(
            told,
            [
                (0, "backlog", values("[0.0, 5.0, 7.0]")),
                (0, "past_due", values("[NaN, 1.0, NaN]")),
                (2, "backlog", values("[2.0, 5.0, 7.0]")),
                (2, "past_due", values("[NaN, 1.0, NaN]")),
            ]
        );
        let csv = std::fs::read_to_string(place.path().join(DAILY_CSV)).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 1 + 2 * 4);
        assert_eq!(lines[4], "0,2025-01-07,past_due,gplc,all,lines,1");
    }
}
