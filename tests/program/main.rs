//! The program as users see it: commands, output, files and error messages.
//!
//! One file a subject; all of them are one program, because each more is linked anew after every
//! change.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod cli;
mod compare;
mod docs;
mod edge_cases;
mod field;
mod golden;
mod hostile;
mod metrics;
mod overwrite;
mod replay;
mod scenario_errors;
mod schema;
mod shipped_scenarios;
mod warnings;
