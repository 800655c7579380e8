//! Options: command-line options shared by several commands.

use super::failure::CommandFailure;
use crate::experiment::pipeline::LoadedScenario;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Options for reading a scenario.
#[derive(Debug, Clone, Args)]
pub(super) struct ScenarioOptions {
    /// Override a key of the scenario; can be repeated
    ///
    /// VALUE is TOML, or a string without quotes: --set processes.pick.people=200 --set
    /// "sites.gplc.stock.cover=8 weeks".
    #[arg(long = "set", value_name = "KEY.PATH=VALUE")]
    pub(super) sets: Vec<String>,
}

impl ScenarioOptions {
    /// Reads and compiles a scenario, with `more` overrides after those of the command line.
    ///
    /// # Errors
    /// All errors in the scenario.
    pub(super) fn load(&self, path: &Path, more: &[String]) -> Result<LoadedScenario, CommandFailure> {
        let sets: Vec<String> = self.sets.iter().chain(more).cloned().collect();
        Ok(LoadedScenario::from_file(path, &sets)?)
    }
}

/// Options for simulating.
#[derive(Debug, Clone, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct RunOptions {
    /// Number of replications [default: from the scenario]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) replications: Option<u32>,

    /// Seed of all random numbers [default: from the scenario]; the same seed gives the same
    /// results
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,

    /// Number of threads [default: one per core]; does not change the results
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,

    /// Folder for the result files
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Write into a folder that holds other files too, and replace those with the names of result
    /// files; a scenario file that is read is never replaced
    #[arg(long)]
    pub(super) force: bool,

    /// Also write daily series and replications as CSV
    #[arg(long)]
    pub(super) csv: bool,

    /// Print no progress and no warnings
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Treat warnings as errors: those of a scenario before anything runs, those of its results
    /// afterwards
    #[arg(long)]
    pub(super) strict: bool,

    /// Format of the headline on stdout
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: OutputFormat,
}

impl RunOptions {
    /// Overrides of scenario keys by these options, so that the resolved scenario contains them.
    pub(super) fn sets(&self) -> Vec<String> {
        let replications = self.replications.map(|n| format!("replications={n}"));
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        replications.into_iter().chain(seed).collect()
    }
}

/// Format of printed results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum OutputFormat {
    /// A table
    #[default]
    Table,
    /// A JSON array with an object for each metric
    Json,
    /// A row for each metric, with a header row
    Csv,
}
