//! Parquet: tables in columns, small and typed, for notebooks and databases.
//!
//! Texts are dictionaries, pages are packed by Snappy. Nothing in a file says when or where it was
//! made, so the same rows are the same bytes.
//!
//! Knows nothing of what the columns mean.

pub(crate) mod hybrid;
pub(crate) mod repeated;

pub(crate) use repeated::Repeated;

use parquet::basic::Compression;
use parquet::column::reader::ColumnReader;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, RowGroupReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use repeated::ColumnChunk;
use std::borrow::Cow;
use std::fs::File;
use std::io::Write;
use std::sync::Arc;

/// A column of some rows.
#[derive(Debug, Clone)]
pub(crate) enum Column<'a> {
    /// Integers, or dates as days since 1970-01-01.
    Integer(Cow<'a, [i32]>),
    /// Integers that each hold for many consecutive rows.
    RepeatedInteger(&'a Repeated<i32>),
    /// Texts that do.
    RepeatedText(&'a Repeated<String>),
    /// Texts.
    Text(Cow<'a, [ByteArray]>),
    /// Numbers.
    Number(Cow<'a, [f64]>),
    /// Integers or dates that may be missing.
    MaybeInteger(Cow<'a, [Option<i32>]>),
    /// Numbers that may be missing.
    MaybeNumber(Cow<'a, [Option<f64>]>),
}

/// A file while rows are added to it.
pub(crate) struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// A file of this schema, in the notation of Parquet's message types, with key-value metadata.
    pub(crate) fn new(to: W, schema: &str, metadata: &[(&str, String)]) -> Result<Self> {
        let metadata =
            metadata.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            // The bounds of pages and groups are whole, however long a text is.
            .set_statistics_truncate_length(None)
            .set_column_index_truncate_length(None)
            .set_key_value_metadata(Some(metadata))
            .set_created_by(concat!("gplc ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = Arc::new(parse_message_type(schema)?);
        Ok(ParquetWriter { file: SerializedFileWriter::new(to, schema, Arc::new(properties))? })
    }

    /// Adds rows as a group of their own, column by column in the order of the schema.
    pub(crate) fn rows(&mut self, columns: &[Column<'_>]) -> Result<()> {
        let schema = self.file.schema_descr().columns().to_vec();
        if schema.len() != columns.len() {
            return Err(other("the rows have other columns than the schema"));
        }
        let mut group = self.file.next_row_group()?;
        for (described, column) in schema.iter().zip(columns) {
            let repeated = match column {
                Column::RepeatedInteger(numbers) => Some(numbers.chunk(described)?),
                Column::RepeatedText(texts) => Some(texts.chunk(described)?),
                _ => None,
            };
            if let Some(ColumnChunk { bytes, closed }) = repeated {
                group.append_column(&bytes, closed)?;
                continue;
            }
            let mut writer =
                group.next_column()?.ok_or_else(|| other("the rows have other columns than the schema"))?;
            match (writer.untyped(), column) {
                (ColumnWriter::Int32ColumnWriter(writer), Column::Integer(values)) => {
                    writer.write_batch(values, None, None)?;
                }
                (ColumnWriter::Int32ColumnWriter(writer), Column::MaybeInteger(values)) => {
                    let (values, there) = split(values);
                    writer.write_batch(&values, Some(&there), None)?;
                }
                (ColumnWriter::ByteArrayColumnWriter(writer), Column::Text(values)) => {
                    writer.write_batch(values, None, None)?;
                }
                (ColumnWriter::DoubleColumnWriter(writer), Column::Number(values)) => {
                    writer.write_batch(values, None, None)?;
                }
                (ColumnWriter::DoubleColumnWriter(writer), Column::MaybeNumber(values)) => {
                    let (values, there) = split(values);
                    writer.write_batch(&values, Some(&there), None)?;
                }
                _ => return Err(other("a column has another type than its schema")),
            }
            writer.close()?;
        }
        group.close().map(drop)
    }

    /// Writes the file's foot.
    pub(crate) fn finish(self) -> Result<W> {
        self.file.into_inner()
    }
}

/// The values that are there, and for each row whether one is.
fn split<T: Copy>(values: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
    (
        values.iter().flatten().copied().collect(),
        values.iter().map(|value| i16::from(value.is_some())).collect(),
    )
}

fn other(why: &str) -> ParquetError {
    ParquetError::General(why.to_owned())
}

/// A file to be read, group by group.
pub(crate) struct ParquetReader {
    file: SerializedFileReader<File>,
}

/// Some rows of a file, of which columns are read by name.
pub(crate) struct RowGroup<'a> {
    group: Box<dyn RowGroupReader + 'a>,
}

impl ParquetReader {
    /// Opens a file.
    pub(crate) fn new(file: File) -> Result<Self> {
        Ok(ParquetReader { file: SerializedFileReader::new(file)? })
    }

    /// A value of the file's metadata.
    pub(crate) fn metadata(&self, key: &str) -> Option<&str> {
        let all = self.file.metadata().file_metadata().key_value_metadata()?;
        all.iter().find(|entry| entry.key == key)?.value.as_deref()
    }

    /// The program that wrote the file.
    pub(crate) fn created_by(&self) -> Option<&str> {
        self.file.metadata().file_metadata().created_by()
    }

    /// All groups of rows, in order.
    pub(crate) fn groups(&self) -> impl Iterator<Item = Result<RowGroup<'_>>> {
        (0..self.file.num_row_groups()).map(|group| Ok(RowGroup { group: self.file.get_row_group(group)? }))
    }
}

impl RowGroup<'_> {
    fn count(&self) -> usize {
        usize::try_from(self.group.metadata().num_rows()).unwrap_or(0)
    }

    fn column(&self, name: &str) -> Result<ColumnReader> {
        let schema = self.group.metadata().schema_descr();
        let position = schema.columns().iter().position(|column| column.name() == name);
        self.group.get_column_reader(position.ok_or_else(|| other(&format!("there is no column `{name}`")))?)
    }

    /// A column of integers without gaps.
    pub(crate) fn integers(&self, name: &str) -> Result<Vec<i32>> {
        match self.column(name)? {
            ColumnReader::Int32ColumnReader(mut reader) => {
                let mut values = Vec::with_capacity(self.count());
                reader.read_records(self.count(), None, None, &mut values)?;
                Ok(values)
            }
            _ => Err(other(&format!("column `{name}` holds no integers"))),
        }
    }

    /// A column of numbers without gaps.
    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        match self.column(name)? {
            ColumnReader::DoubleColumnReader(mut reader) => {
                let mut values = Vec::with_capacity(self.count());
                reader.read_records(self.count(), None, None, &mut values)?;
                Ok(values)
            }
            _ => Err(other(&format!("column `{name}` holds no numbers"))),
        }
    }

    /// A column of numbers that may be missing.
    pub(crate) fn maybe_numbers(&self, name: &str) -> Result<Vec<Option<f64>>> {
        match self.column(name)? {
            ColumnReader::DoubleColumnReader(mut reader) => {
                let (mut values, mut there) = (Vec::new(), Vec::with_capacity(self.count()));
                reader.read_records(self.count(), Some(&mut there), None, &mut values)?;
                let mut values = values.into_iter();
                Ok(there.iter().map(|&there| if there > 0 { values.next() } else { None }).collect())
            }
            _ => Err(other(&format!("column `{name}` holds no numbers"))),
        }
    }

    /// A column of texts without gaps.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<ByteArray>> {
        match self.column(name)? {
            ColumnReader::ByteArrayColumnReader(mut reader) => {
                let mut values = Vec::with_capacity(self.count());
                reader.read_records(self.count(), None, None, &mut values)?;
                Ok(values)
            }
            _ => Err(other(&format!("column `{name}` holds no texts"))),
        }
    }
}
