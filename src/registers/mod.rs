//! Registers: one definition of each key of the scenario language, and of each metric.
//!
//! Everything else that needs to know the keys comes from their definitions: the reader and its
//! errors, the writer of the resolved scenario, inheritance, the JSON Schema and the reference
//! page. Recorders, tables, charts and files take their metrics from theirs.
//!
//! Knows nothing of how a value is read or written: that is the `Value` trait of the scenario.

pub mod key;
pub mod metrics;
pub(crate) mod table;
