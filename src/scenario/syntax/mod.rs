//! Syntax: from TOML text to typed values and back, with diagnostics at their position.

pub mod diagnostic;
pub mod distribution;
pub(crate) mod forms;
pub(crate) mod inheritance;
pub(crate) mod moment;
pub mod quantity;
pub(crate) mod reader;
mod render;
pub(crate) mod tree;
pub(crate) mod value;
pub(crate) mod verbatim;
pub mod visible;
pub(crate) mod writer;
