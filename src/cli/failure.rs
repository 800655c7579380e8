//! Why a command did not do what it was asked, and the exit status that says so.

use super::output;
use crate::compile::BuildError;
use crate::experiment::replicate::ReplicateError;
use crate::experiment::uncertainty::DrawError;
use crate::metrics::ReplicationError;
use crate::report::drawing::ChartError;
use crate::report::files::FileError;
use crate::scenario::syntax::diagnostic::Diagnostics;
use std::process::ExitCode;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The scenario has mistakes.
    Diagnostics(Box<Diagnostics>),
    /// The input is wrong in another way.
    Input(String),
    /// The run failed.
    Run(String),
    /// Ctrl-C.
    Interrupted(String),
    /// Nobody reads the results any more, as when they go through `head`. No mistake, and nothing to say.
    PipeClosed,
}

impl Failure {
    /// Tells it on stderr.
    pub(super) fn tell(&self) {
        match self {
            Failure::Diagnostics(diagnostics) => {
                let (width, colour) = output::stderr_style();
                output::say_as_is(&diagnostics.render(width, colour));
            }
            Failure::Input(why) | Failure::Run(why) => output::say(&format!("error: {why}")),
            Failure::Interrupted(what) => output::say(what),
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

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Failure::Diagnostics(Box::new(diagnostics))
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Failure::Input(error.to_string())
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
