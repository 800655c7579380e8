//! Columns of result files: metric, unit and one column per dimension, the same in Parquet, CSV and
//! JSON.
//!
//! An empty dimension is the sum over it.

use crate::metrics::names::LabelNames;
use crate::registers::metrics::{Dim, Key};
use serde::ser::SerializeStruct;

/// Number of columns of a key.
pub(crate) const KEY_COLUMNS: usize = 2 + Dim::COUNT;

/// Names of the columns of a key.
pub(crate) fn key_columns() -> impl Iterator<Item = &'static str> {
    ["metric", "unit"].into_iter().chain(Dim::ALL.map(Dim::name))
}

/// Texts of a key, in the order of its columns.
pub(crate) fn key_texts(key: Key, names: &LabelNames) -> impl Iterator<Item = &str> {
    let dims = Dim::ALL.into_iter().map(move |dim| names.name(key.cell, dim));
    [key.definition().id, names.unit(key)].into_iter().chain(dims)
}

/// Columns of a key in the schema of a Parquet file.
#[cfg(feature = "parquet")]
pub(crate) fn key_schema() -> String {
    key_columns().fold(String::new(), |text, column| text + "    required binary " + column + " (STRING);\n")
}

/// Writes the columns of a key as fields of a row.
pub(crate) fn serialize_key<S: SerializeStruct>(
    row: &mut S,
    key: Key,
    names: &LabelNames,
) -> Result<(), S::Error> {
    for (column, text) in key_columns().zip(key_texts(key, names)) {
        row.serialize_field(column, text)?;
    }
    Ok(())
}
