//! A column in which each value stands for many rows on end: written run by run, not row by row.
//!
//! ```text
//! rows        backlog backlog backlog … backlog past_due past_due … past_due
//! dictionary  backlog, past_due
//! runs        5,000 times the first, 5,000 times the second
//! ```
//!
//! What that costs grows with the runs and the pages. The bytes are those that the library writes
//! when it is given row by row; only a dictionary of more than a megabyte, which the library would
//! give up, stays one here.

use super::hybrid::Packer;
use super::other;
use bytes::Bytes;
use parquet::basic::{BoundaryOrder, Compression, Encoding, EncodingMask, PageType, Type};
use parquet::column::page::{CompressedPage, Page, PageWriteSpec, PageWriter as _};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{
    ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats,
};
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Rows of a page: the smallest multiple of the library's batch size that reaches its limit.
const ROWS_OF_A_PAGE: usize = 20_480;

/// Rows of values.
#[derive(Debug, Clone)]
pub(crate) struct Repeated<T> {
    codes: BTreeMap<T, u32>,
    /// The value of each code.
    values: Vec<T>,
    runs: Vec<Run>,
}

/// Rows of the same value.
#[derive(Debug, Clone, Copy)]
struct Run {
    code: u32,
    rows: usize,
}

/// Value of a column, in the order of its bounds.
pub(crate) trait PageValue: Ord + Clone {
    /// What Parquet calls it.
    const TYPE: Type;

    /// As a bound is written.
    fn bytes(&self) -> Vec<u8>;

    /// As an entry of a dictionary is written.
    fn plain(&self) -> Vec<u8>;

    /// Its own bytes, where their number is recorded.
    fn length(&self) -> Option<usize>;

    /// The least and the most of a column without gaps.
    fn statistics(least: Option<Self>, most: Option<Self>) -> Statistics;
}

impl PageValue for String {
    const TYPE: Type = Type::BYTE_ARRAY;

    fn bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }

    fn plain(&self) -> Vec<u8> {
        [&(self.len() as u32).to_le_bytes(), self.as_bytes()].concat()
    }

    fn length(&self) -> Option<usize> {
        Some(self.len())
    }

    fn statistics(least: Option<Self>, most: Option<Self>) -> Statistics {
        let bytes = |text: String| ByteArray::from(text.into_bytes());
        Statistics::byte_array(least.map(bytes), most.map(bytes), None, Some(0), false)
    }
}

impl PageValue for i32 {
    const TYPE: Type = Type::INT32;

    fn bytes(&self) -> Vec<u8> {
        self.to_le_bytes().to_vec()
    }

    fn plain(&self) -> Vec<u8> {
        self.bytes()
    }

    fn length(&self) -> Option<usize> {
        None
    }

    fn statistics(least: Option<Self>, most: Option<Self>) -> Statistics {
        let bounds = ValueStatistics::new(least, most, None, Some(0), false);
        // Old readers know bounds of numbers with a sign, and by another name.
        Statistics::Int32(bounds.with_backwards_compatible_min_max(true))
    }
}

/// A column of a group of rows, as it stands in a file.
pub(crate) struct ColumnChunk {
    /// Bytes of the chunk in the file.
    pub(crate) bytes: Bytes,
    /// Metadata of the chunk for the footer of the file.
    pub(crate) closed: ColumnCloseResult,
}

impl<T> Default for Repeated<T> {
    fn default() -> Self {
        Repeated { codes: BTreeMap::new(), values: Vec::new(), runs: Vec::new() }
    }
}

impl<T: PageValue> Repeated<T> {
    /// Adds rows of a value.
    pub(crate) fn push<V>(&mut self, value: &V, rows: usize)
    where
        T: Borrow<V>,
        V: Ord + ToOwned<Owned = T> + ?Sized,
    {
        if rows == 0 {
            return;
        }
        let code = self.codes.get(value).copied().unwrap_or_else(|| {
            let code = self.values.len() as u32;
            self.codes.insert(value.to_owned(), code);
            self.values.push(value.to_owned());
            code
        });
        match self.runs.last_mut() {
            Some(last) if last.code == code => last.rows += rows,
            _ => self.runs.push(Run { code, rows }),
        }
    }

    /// Forgets all rows.
    pub(crate) fn clear(&mut self) {
        *self = Repeated::default();
    }

    /// All rows, as a column without gaps.
    pub(crate) fn chunk(&self, column: &ColumnDescPtr) -> Result<ColumnChunk> {
        if column.physical_type() != T::TYPE {
            return Err(other("a column has another type than its schema"));
        }
        let mut pages = Pages { bytes: TrackedWrite::new(Vec::new()), packed: 0, unpacked: 0 };
        let dictionary = pages.write(dictionary_page(&self.values)?)?;
        let (mut bounds, mut offsets) = (Bounds(Vec::new()), OffsetIndexBuilder::new());
        let (mut codes, mut rows, mut count) = (0, 0, 0);
        for page in self.pages() {
            // A code has as many bits as the dictionary needs by the end of the page.
            codes = page.iter().map(|run| run.code).fold(codes, u32::max);
            let (data, rows_of_it) = data_page(&page, u32::BITS - codes.leading_zeros())?;
            let written = pages.write(data)?;
            offsets.append_row_count(rows_of_it as i64);
            offsets.append_unencoded_byte_array_data_bytes(self.bytes_of(&page));
            offsets.append_offset_and_size(written.offset as i64, written.compressed_size as i32);
            bounds.add(page.iter().map(|run| &self.values[run.code as usize]));
            rows += rows_of_it;
            count += 1;
        }
        let stats = |page_type, encoding, count| PageEncodingStats { page_type, encoding, count };
        let metadata = ColumnChunkMetaData::builder(column.clone())
            .set_compression(Compression::SNAPPY)
            .set_encodings_mask(EncodingMask::new_from_encodings(
                [Encoding::RLE, Encoding::PLAIN, Encoding::RLE_DICTIONARY].iter(),
            ))
            .set_page_encoding_stats(vec![
                stats(PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1),
                stats(PageType::DATA_PAGE, Encoding::RLE_DICTIONARY, count),
            ])
            .set_total_compressed_size(pages.packed as i64)
            .set_total_uncompressed_size(pages.unpacked as i64)
            .set_num_values(rows as i64)
            .set_dictionary_page_offset(Some(dictionary.offset as i64))
            .set_data_page_offset(dictionary.compressed_size as i64)
            .set_statistics(bounds.of_all())
            .set_unencoded_byte_array_data_bytes(self.bytes_of(&self.runs))
            .build()?;
        let closed = ColumnCloseResult {
            bytes_written: pages.bytes.bytes_written() as u64,
            rows_written: rows as u64,
            metadata,
            bloom_filter: None,
            column_index: Some(bounds.index().build()?),
            offset_index: Some(offsets.build()),
        };
        Ok(ColumnChunk { bytes: pages.bytes.into_inner()?.into(), closed })
    }

    /// The runs of each page; one that reaches over the end of a page continues in the next.
    fn pages(&self) -> Vec<Vec<Run>> {
        let mut pages = vec![];
        let mut room = 0;
        for &Run { code, mut rows } in &self.runs {
            while rows > 0 {
                if room == 0 {
                    pages.push(Vec::new());
                    room = ROWS_OF_A_PAGE;
                }
                let here = rows.min(room);
                pages.last_mut().expect("one was pushed").push(Run { code, rows: here });
                (rows, room) = (rows - here, room - here);
            }
        }
        pages
    }

    /// Bytes of the values of all rows, where they are recorded.
    fn bytes_of(&self, runs: &[Run]) -> Option<i64> {
        let of = |run: &Run| Some(self.values[run.code as usize].length()? * run.rows);
        runs.iter().map(of).sum::<Option<usize>>().map(|bytes| bytes as i64)
    }
}

/// Pages one after the other, and what they take together with their heads \[bytes\].
struct Pages {
    bytes: TrackedWrite<Vec<u8>>,
    packed: usize,
    unpacked: usize,
}

impl Pages {
    fn write(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        let written = SerializedPageWriter::new(&mut self.bytes).write_page(page)?;
        self.packed += written.compressed_size;
        self.unpacked += written.uncompressed_size;
        Ok(written)
    }
}

fn dictionary_page<T: PageValue>(values: &[T]) -> Result<CompressedPage> {
    let plain: Vec<u8> = values.iter().flat_map(T::plain).collect();
    let page = Page::DictionaryPage {
        buf: packed(&plain)?,
        num_values: values.len() as u32,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    Ok(CompressedPage::new(page, plain.len()))
}

/// A page with codes of a number of bits, and the number of its rows.
fn data_page(runs: &[Run], bits: u32) -> Result<(CompressedPage, usize)> {
    let mut codes = Packer::new(bits);
    for run in runs {
        codes.put(run.code, run.rows);
    }
    let codes = codes.finish();
    let rows = runs.iter().map(|run| run.rows).sum();
    let page = Page::DataPage {
        buf: packed(&codes)?,
        num_values: rows as u32,
        encoding: Encoding::RLE_DICTIONARY,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    };
    Ok((CompressedPage::new(page, codes.len()), rows))
}

fn packed(bytes: &[u8]) -> Result<Bytes> {
    let packed = snap::raw::Encoder::new().compress_vec(bytes);
    packed.map(Bytes::from).map_err(|error| ParquetError::External(error.into()))
}

/// The least and the most value of each page.
struct Bounds<'a, T>(Vec<(&'a T, &'a T)>);

impl<'a, T: PageValue> Bounds<'a, T> {
    fn add(&mut self, values: impl Iterator<Item = &'a T> + Clone) {
        self.0.extend(values.clone().min().zip(values.max()));
    }

    fn of_all(&self) -> Statistics {
        let least = self.0.iter().map(|(least, _)| *least).min().cloned();
        T::statistics(least, self.0.iter().map(|(_, most)| *most).max().cloned())
    }

    fn index(&self) -> ColumnIndexBuilder {
        let mut index = ColumnIndexBuilder::new(T::TYPE);
        for (least, most) in &self.0 {
            index.append(false, least.bytes(), most.bytes(), 0, None);
        }
        let ordered = |by: fn(&T, &T) -> bool| {
            self.0.windows(2).all(|two| by(two[0].0, two[1].0) && by(two[0].1, two[1].1))
        };
        index.set_boundary_order(if ordered(|before, after| before <= after) {
            BoundaryOrder::ASCENDING
        } else if ordered(|before, after| before >= after) {
            BoundaryOrder::DESCENDING
        } else {
            BoundaryOrder::UNORDERED
        });
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::files::parquet::{Column, ParquetWriter};
    use proptest::prelude::*;

    /// A file of one column, group by group.
    fn file(column: &str, groups: &[Column<'_>]) -> Vec<u8> {
        let schema = format!("message one {{ required {column}; }}");
        let mut writer = ParquetWriter::new(Vec::new(), &schema, &[]).unwrap();
        for group in groups {
            writer.rows(std::slice::from_ref(group)).unwrap();
        }
        writer.finish().unwrap()
    }

    /// Runs of values, a few of them over the end of a page.
    fn runs<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<(T, usize)>> {
        let rows = prop_oneof![4 => 1_usize..4, 4 => 1_usize..40, 1 => 1_usize..30_000];
        prop::collection::vec((value, rows), 1..600)
    }

    /// Texts, some so long that the library truncates them in statistics.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[a-c]", "[a-z0-9_.é]{0,12}", "[yz]{60,80}"]
    }

    /// The rows of runs as a column.
    fn repeated<T: PageValue>(runs: &[(T, usize)]) -> Repeated<T> {
        let mut repeated = Repeated::default();
        for (value, rows) in runs {
            repeated.push(value, *rows);
        }
        repeated
    }

    /// The rows one by one.
    fn rows<T: Clone>(runs: &[(T, usize)]) -> impl Iterator<Item = T> {
        runs.iter().flat_map(|(value, rows)| vec![value.clone(); *rows])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn a_column_of_runs_is_the_same_bytes_as_that_of_its_rows(groups in prop::collection::vec(runs(text()), 1..3)) {
            let by_run: Vec<Repeated<String>> = groups.iter().map(|runs| repeated(runs)).collect();
            let by_run: Vec<Column<'_>> = by_run.iter().map(Column::RepeatedText).collect();
            let by_row = |runs: &Vec<_>| Column::Text(rows(runs).map(|text: String| text.as_str().into()).collect());
            let by_row: Vec<Column<'_>> = groups.iter().map(by_row).collect();
            prop_assert!(file("binary text (STRING)", &by_run) == file("binary text (STRING)", &by_row));
        }

        #[test]
        fn so_is_a_column_of_numbers(runs in runs(-300..300)) {
            let by_row = Column::Integer(rows(&runs).collect());
            let by_run = file("int32 number", &[Column::RepeatedInteger(&repeated(&runs))]);
            prop_assert!(by_run == file("int32 number", &[by_row]));
        }
    }

    #[test]
    fn a_column_of_numbers_takes_no_texts() {
        let mut writer =
            ParquetWriter::new(Vec::new(), "message one { required int32 day (DATE); }", &[]).unwrap();
        assert!(writer.rows(&[Column::RepeatedText(&Repeated::default())]).is_err());
    }
}
