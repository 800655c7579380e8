//! Results as people and programs read them: every table, file and picture is made here.
//!
//! Does no arithmetic of its own on results: it is given the numbers, and the words for them. Knows nothing of
//! simulating.

pub mod chart;
pub mod check;
pub mod daily;
pub mod files;
pub mod json;
pub mod overview;
mod parquet;
pub mod picture;
pub mod replications;
pub mod resolved;
pub mod table;
pub mod watched;
pub mod words;
