//! Results as people and programs read them: every table, file and picture is made here.
//!
//! Does no arithmetic of its own on results: it is given the numbers, and the words for them. Knows nothing of
//! simulating.

#[cfg(feature = "charts")]
pub mod charts;
pub mod check;
#[cfg(feature = "charts")]
pub mod drawing;
pub mod files;
pub mod tables;
pub mod wording;
