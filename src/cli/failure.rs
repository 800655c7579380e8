//! Failure: the reason why a command failed, its message and its exit status.

use super::output;
use crate::experiment::pipeline::InputError;
use crate::experiment::replicate::ReplicateError;
use crate::experiment::uncertainty::DrawError;
use crate::metrics::ReplicationError;
use crate::report::drawing::ChartError;
use crate::report::files::FileError;
use crate::report::results::WriteError;
use crate::scenario::syntax::diagnostic::Diagnostics;
use std::process::ExitCode;

/// The reason why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
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

impl Failure {
    /// Prints the message to stderr.
    pub(super) fn report(&self) {
        match self {
            Failure::Diagnostics(diagnostics) => {
                let (width, colour) = output::stderr_style();
                output::message_as_is(&diagnostics.render(width, colour));
            }
            Failure::Input(why) | Failure::Run(why) => output::message(&format!("error: {why}")),
            Failure::Interrupted(what) => output::message(what),
            Failure::PipeClosed => {}
        }
    }

    /// The exit status.
    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::PipeClosed => 0,
            Failure::Run(_) => 1,
            Failure::Diagnostics(_) | Failure::Input(_) => 2,
            Failure::Interrupted(_) => super::interrupt::EXIT_STATUS,
        })
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        match error {
            InputError::Scenario(diagnostics) => Failure::Diagnostics(diagnostics),
            error => Failure::Input(error.to_string()),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<DrawError> for Failure {
    fn from(error: DrawError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<ReplicationError> for Failure {
    fn from(error: ReplicationError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<ChartError> for Failure {
    fn from(error: ChartError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<ReplicateError<FileError>> for Failure {
    fn from(error: ReplicateError<FileError>) -> Self {
        Failure::Run(error.to_string())
    }
}
