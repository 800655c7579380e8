//! Failure: the reason why a command failed, its message and its exit status.

use super::output;
use crate::experiment::pipeline::{InputError, NotComparable};
use crate::experiment::replicate::ReplicateError;
use crate::experiment::uncertainty::DrawError;
use crate::metrics::ReplicationError;
use crate::report::drawing::ChartError;
use crate::report::files::FileError;
use crate::report::results::WriteError;
use crate::scenario::syntax::diagnostic::Diagnostics;
use std::io;
use std::process::ExitCode;

/// The reason why a command failed.
#[derive(Debug)]
pub(super) enum CommandFailure {
    /// Errors in the scenario.
    Diagnostics(Box<Diagnostics>),
    /// Any other error in the input.
    Input(String),
    /// An error while running or writing.
    Run(String),
    /// Interrupted by Ctrl-C.
    Interrupted(String),
    /// Stdout was closed by its reader, such as `head`. Not an error; no message.
    PipeClosed,
}

impl CommandFailure {
    /// Prints the message to stderr.
    pub(super) fn report(&self) {
        match self {
            CommandFailure::Diagnostics(diagnostics) => {
                let (width, colour) = output::stderr_style();
                output::message_as_is(&diagnostics.render(width, colour));
            }
            CommandFailure::Input(why) | CommandFailure::Run(why) => {
                output::message(&format!("error: {why}"));
            }
            CommandFailure::Interrupted(what) => output::message(what),
            CommandFailure::PipeClosed => {}
        }
    }

    /// The exit status.
    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            CommandFailure::PipeClosed => 0,
            CommandFailure::Run(_) => 1,
            CommandFailure::Diagnostics(_) | CommandFailure::Input(_) => 2,
            CommandFailure::Interrupted(_) => super::interrupt::EXIT_STATUS,
        })
    }
}

impl From<InputError> for CommandFailure {
    fn from(error: InputError) -> Self {
        match error {
            InputError::Scenario(diagnostics) => CommandFailure::Diagnostics(diagnostics),
            error => CommandFailure::Input(error.to_string()),
        }
    }
}

impl From<NotComparable> for CommandFailure {
    fn from(error: NotComparable) -> Self {
        CommandFailure::Input(error.to_string())
    }
}

impl From<WriteError> for CommandFailure {
    fn from(error: WriteError) -> Self {
        CommandFailure::Run(error.to_string())
    }
}

impl From<FileError> for CommandFailure {
    fn from(error: FileError) -> Self {
        match error.error.kind() {
            // Refused before anything was written: the path was chosen by the user.
            io::ErrorKind::AlreadyExists => CommandFailure::Input(error.to_string()),
            _ => CommandFailure::Run(error.to_string()),
        }
    }
}

impl From<DrawError> for CommandFailure {
    fn from(error: DrawError) -> Self {
        CommandFailure::Run(error.to_string())
    }
}

impl From<ReplicationError> for CommandFailure {
    fn from(error: ReplicationError) -> Self {
        CommandFailure::Run(error.to_string())
    }
}

impl From<ChartError> for CommandFailure {
    fn from(error: ChartError) -> Self {
        CommandFailure::Run(error.to_string())
    }
}

impl From<ReplicateError<FileError>> for CommandFailure {
    fn from(error: ReplicateError<FileError>) -> Self {
        CommandFailure::Run(error.to_string())
    }
}
