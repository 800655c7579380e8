//! Output: results on stdout, messages on stderr.
//!
//! A pipe gets no escape codes; `NO_COLOR` is respected.

use super::failure::CommandFailure;
use crate::report::text_table::Style;
use crate::scenario::syntax::visible::visible;
use anstream::ColorChoice;
use std::io::{self, Write as _};

/// Columns of messages on stderr.
const WIDTH: usize = 100;

/// Writes results to stdout.
///
/// # Errors
/// [`CommandFailure::PipeClosed`] if the reader closed stdout, [`CommandFailure::Run`] if it cannot
/// be written.
pub(super) fn print(text: &str) -> Result<(), CommandFailure> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| stdout_failure(&error))
}

/// The failure of a write to stdout.
pub(super) fn stdout_failure(error: &io::Error) -> CommandFailure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => CommandFailure::PipeClosed,
        _ => CommandFailure::Run(format!("results cannot be written to standard output: {error}")),
    }
}

/// Prints a line to stderr, ignoring errors. What it quotes from outside cannot act on the
/// terminal.
pub(super) fn message(text: &str) {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    message_as_is(&format!("{}\n", lines.join("\n")));
}

/// Prints text with its own line ends to stderr, ignoring errors.
pub(super) fn message_as_is(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// The style of tables on stdout: fitted to a terminal, never wrapped in a pipe.
pub(super) fn stdout_style() -> Style {
    Style {
        width: terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| columns.0),
        bold: anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Width of stderr, and true if it takes colours.
pub(super) fn stderr_style() -> (usize, bool) {
    (WIDTH, anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never)
}
