//! A column in which each text stands for many rows on end: written run by run, not row by row.
//!
//! ```text
//! rows        backlog backlog backlog … backlog past_due past_due … past_due
//! dictionary  backlog, past_due
//! runs        5,000 times the first, 5,000 times the second
//! ```
//!
//! What that costs grows with the runs and the pages. The bytes are those that the library writes when it is given row
//! by row; only a dictionary of more than a megabyte, which the library would give up, stays one here.

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
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::collections::BTreeMap;

/// Rows of a page: the first whole number of the library's batches that reaches its limit.
const ROWS_OF_A_PAGE: usize = 20_480;

/// Rows of texts.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Repeated {
    codes: BTreeMap<String, u32>,
    /// The text of each code.
    texts: Vec<String>,
    runs: Vec<Run>,
}

/// So many rows of the same text.
#[derive(Debug, Clone, Copy)]
struct Run {
    code: u32,
    rows: usize,
}

/// A column of a group of rows, as it stands in a file.
pub(super) struct Chunk {
    /// What is put in the file.
    pub(super) bytes: Bytes,
    /// What its foot says of it.
    pub(super) told: ColumnCloseResult,
}

impl Repeated {
    /// Adds so many rows of a text.
    pub(in crate::report) fn push(&mut self, text: &str, rows: usize) {
        if rows == 0 {
            return;
        }
        let code = self.codes.get(text).copied().unwrap_or_else(|| {
            let code = self.texts.len() as u32;
            self.codes.insert(text.to_owned(), code);
            self.texts.push(text.to_owned());
            code
        });
        match self.runs.last_mut() {
            Some(last) if last.code == code => last.rows += rows,
            _ => self.runs.push(Run { code, rows }),
        }
    }

    /// Forgets all rows.
    pub(in crate::report) fn clear(&mut self) {
        *self = Repeated::default();
    }

    /// All rows, as a column of texts without gaps.
    pub(super) fn chunk(&self, column: &ColumnDescPtr) -> Result<Chunk> {
        if column.physical_type() != Type::BYTE_ARRAY {
            return Err(other("a column has another type than its schema"));
        }
        let mut pages = Pages { bytes: TrackedWrite::new(Vec::new()), packed: 0, unpacked: 0 };
        let dictionary = pages.write(dictionary_page(&self.texts)?)?;
        let (mut bounds, mut offsets) = (Bounds::default(), OffsetIndexBuilder::new());
        let (mut codes, mut rows, mut count) = (0, 0, 0);
        for page in self.pages() {
            // A code has as many bits as the dictionary needs by the end of the page.
            codes = page.iter().map(|run| run.code).fold(codes, u32::max);
            let (data, rows_of_it) = data_page(&page, u32::BITS - codes.leading_zeros())?;
            let written = pages.write(data)?;
            offsets.append_row_count(rows_of_it as i64);
            offsets.append_unencoded_byte_array_data_bytes(Some(self.bytes_of(&page)));
            offsets.append_offset_and_size(written.offset as i64, written.compressed_size as i32);
            bounds.add(page.iter().map(|run| self.texts[run.code as usize].as_bytes()));
            rows += rows_of_it;
            count += 1;
        }
        let (least, most) = bounds.of_all();
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
            .set_statistics(Statistics::byte_array(least, most, None, Some(0), false))
            .set_unencoded_byte_array_data_bytes(Some(self.bytes_of(&self.runs)))
            .build()?;
        let told = ColumnCloseResult {
            bytes_written: pages.bytes.bytes_written() as u64,
            rows_written: rows as u64,
            metadata,
            bloom_filter: None,
            column_index: Some(bounds.index().build()?),
            offset_index: Some(offsets.build()),
        };
        Ok(Chunk { bytes: pages.bytes.into_inner()?.into(), told })
    }

    /// The runs of each page; one that reaches over the end of a page goes on in the next.
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

    /// Bytes of the texts of all rows.
    fn bytes_of(&self, runs: &[Run]) -> i64 {
        runs.iter().map(|run| self.texts[run.code as usize].len() * run.rows).sum::<usize>() as i64
    }
}

/// Pages one after the other, and what they take together with their heads [bytes].
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

fn dictionary_page(texts: &[String]) -> Result<CompressedPage> {
    let mut plain = Vec::new();
    for text in texts {
        plain.extend_from_slice(&(text.len() as u32).to_le_bytes());
        plain.extend_from_slice(text.as_bytes());
    }
    let page = Page::DictionaryPage {
        buf: packed(&plain)?,
        num_values: texts.len() as u32,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    Ok(CompressedPage::new(page, plain.len()))
}

/// A page with codes of so many bits, and the number of its rows.
fn data_page(runs: &[Run], bits: u32) -> Result<(CompressedPage, usize)> {
    let mut codes = Packer::new(bits);
    runs.iter().for_each(|run| codes.put(run.code, run.rows));
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

/// The least and the most text of each page, byte by byte.
#[derive(Default)]
struct Bounds<'a>(Vec<(&'a [u8], &'a [u8])>);

impl<'a> Bounds<'a> {
    fn add(&mut self, texts: impl Iterator<Item = &'a [u8]> + Clone) {
        self.0.extend(texts.clone().min().zip(texts.max()));
    }

    fn of_all(&self) -> (Option<ByteArray>, Option<ByteArray>) {
        let owned = |text: &[u8]| ByteArray::from(text.to_vec());
        let least = self.0.iter().map(|(least, _)| *least).min();
        (least.map(owned), self.0.iter().map(|(_, most)| *most).max().map(owned))
    }

    fn index(&self) -> ColumnIndexBuilder {
        let mut index = ColumnIndexBuilder::new(Type::BYTE_ARRAY);
        for (least, most) in &self.0 {
            index.append(false, least.to_vec(), most.to_vec(), 0, None);
        }
        let ordered = |by: fn(&[u8], &[u8]) -> bool| {
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
    use super::super::{Column, Writer};
    use super::*;
    use proptest::prelude::*;

    /// A file of one column of texts.
    fn file(groups: &[Column<'_>]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), "message one { required binary text (STRING); }").unwrap();
        groups.iter().for_each(|group| writer.rows(std::slice::from_ref(group)).unwrap());
        writer.finish().unwrap()
    }

    fn runs() -> impl Strategy<Value = Vec<(String, usize)>> {
        // Long texts, too, of which a foot would tell only the begin; runs over the end of a page; rows that all differ.
        let text = prop_oneof!["[a-c]", "[a-z0-9_.é]{0,12}", "[yz]{60,80}"];
        let rows = prop_oneof![4 => 1_usize..4, 4 => 1_usize..40, 1 => 1_usize..30_000];
        prop::collection::vec((text, rows), 1..600)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn a_column_of_runs_is_the_same_bytes_as_that_of_its_rows(groups in prop::collection::vec(runs(), 1..3)) {
            let (mut by_run, mut by_row) = (vec![], vec![]);
            for group in &groups {
                let mut repeated = Repeated::default();
                group.iter().for_each(|(text, rows)| repeated.push(text, *rows));
                by_run.push(repeated);
                let rows = group.iter().flat_map(|(text, rows)| vec![ByteArray::from(text.as_str()); *rows]);
                by_row.push(Column::Text(rows.collect()));
            }
            let by_run: Vec<Column<'_>> = by_run.iter().map(Column::Repeated).collect();
            prop_assert!(file(&by_run) == file(&by_row));
        }
    }

    #[test]
    fn a_column_of_no_texts_takes_no_runs() {
        let mut writer = Writer::new(Vec::new(), "message one { required int32 day (DATE); }").unwrap();
        assert!(writer.rows(&[Column::Repeated(&Repeated::default())]).is_err());
    }
}
