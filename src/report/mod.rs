//! Report: tables, charts and files of results, for people and programs.
//!
//! Does no arithmetic on results: numbers come from `experiment` and `analysis`, which have
//! computed them, and are only worded, laid out and written here. Knows nothing of simulating.

#[cfg(feature = "charts")]
pub mod charts;
pub mod check;
#[cfg(feature = "charts")]
pub mod drawing;
pub mod files;
pub mod metric_definitions;
pub mod result_warnings;
pub mod results;
pub mod tables;
pub mod text_table;
pub mod wording;
