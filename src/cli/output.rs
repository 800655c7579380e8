//! The two ways out: results to stdout, what is said about them to stderr.
//!
//! A pipe gets no escape codes, and `NO_COLOR` is kept.

use super::failure::Failure;
use crate::report::tables::Style;
use anstream::ColorChoice;
use std::io::{self, Write as _};

/// Columns that are taken where nobody says how wide a line is.
const WIDTH: usize = 100;

/// Writes results to stdout.
///
/// # Errors
/// [`Failure::PipeClosed`] if nobody reads them any more, [`Failure::Run`] if they cannot be written.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| unprinted(&error))
}

/// Why stdout takes no more.
pub(super) fn unprinted(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::PipeClosed,
        _ => Failure::Run(format!("results cannot be written to standard output: {error}")),
    }
}

/// Says a line on stderr. There is nobody to tell if that fails.
pub(super) fn say(text: &str) {
    say_as_is(&format!("{text}\n"));
}

/// Says a text that has its own ends of line.
pub(super) fn say_as_is(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// The style of tables on stdout: fitted to a terminal, never wrapped in a pipe.
pub(super) fn stdout_style() -> Style {
    Style {
        width: terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| columns.0),
        bold: anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Width of stderr, and whether it takes colours.
pub(super) fn stderr_style() -> (usize, bool) {
    (WIDTH, anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never)
}
