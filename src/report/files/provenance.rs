//! Provenance: which program, scenario, seed and input a result file was made from.
//!
//! Parquet files carry it as key-value metadata, JSON files as fields beside `rows`. A CSV file has
//! no place for it that readers would skip; the JSON file beside it (`summary.json`, or
//! `comparison.json`) has it.
//!
//! Readers refuse files of another format by version, so that no column is taken for another.

#[cfg(feature = "parquet")]
use super::FileError;
#[cfg(feature = "parquet")]
use super::parquet::ParquetReader;
use crate::scenario::read::ReadScenario;
use serde::Serialize;
#[cfg(feature = "parquet")]
use std::fs::File;
#[cfg(feature = "parquet")]
use std::io;
#[cfg(feature = "parquet")]
use std::path::Path;

/// Number of the format of result files: their names, columns and metric ids.
pub const FORMAT: u32 = 2;

/// Key of the format in the metadata of a Parquet file.
#[cfg(feature = "parquet")]
const FORMAT_KEY: &str = "gplc.format";
/// Key of the version there.
#[cfg(feature = "parquet")]
const VERSION_KEY: &str = "gplc.version";

/// Where a result comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Version of the program.
    pub version: &'static str,
    /// Format of the files ([`FORMAT`]).
    pub format: u32,
    /// Title of the scenario, which its resolved file keeps, so that it reproduces the same bytes.
    pub scenario: String,
    /// Seed of all random numbers.
    pub seed: u64,
    /// BLAKE3 hash of the resolved scenario: the same for the same input, however it was written.
    pub input_hash: String,
}

impl Provenance {
    /// Provenance of the results of a scenario.
    pub fn of(read: &ReadScenario) -> Self {
        Provenance {
            version: env!("CARGO_PKG_VERSION"),
            format: FORMAT,
            scenario: read.scenario.title.clone(),
            seed: read.scenario.seed,
            input_hash: blake3::hash(read.resolved.as_bytes()).to_string(),
        }
    }

    /// Its entries in the metadata of a Parquet file.
    #[cfg(feature = "parquet")]
    pub(crate) fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![
            (VERSION_KEY, self.version.to_owned()),
            (FORMAT_KEY, self.format.to_string()),
            ("gplc.scenario", self.scenario.clone()),
            ("gplc.seed", self.seed.to_string()),
            ("gplc.input_hash", self.input_hash.clone()),
        ]
    }
}

/// Why the folder of a result is not read: `None` if its files have the format of this program.
///
/// # Errors
/// [`FileError`] if the Parquet file in it cannot be read.
#[cfg(feature = "parquet")]
pub fn refusal(folder: &Path, parquet: &str) -> Result<Option<String>, FileError> {
    let path = folder.join(parquet);
    let file = File::open(&path).map_err(FileError::at(&path))?;
    let reader =
        ParquetReader::new(file).map_err(|error| FileError { path, error: io::Error::other(error) })?;
    if reader.metadata(FORMAT_KEY) == Some(FORMAT.to_string().as_str()) {
        return Ok(None);
    }
    let version = reader.metadata(VERSION_KEY).map(|version| format!("gplc {version}"));
    let by = version.or_else(|| reader.created_by().map(str::to_owned)).unwrap_or("another program".into());
    Ok(Some(format!(
        "{} was written by {by}, whose files have other columns than those of this gplc {}; run the scenario again",
        folder.display(),
        env!("CARGO_PKG_VERSION")
    )))
}
