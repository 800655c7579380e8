//! Options that several commands have.

use super::failure::Failure;
use crate::compile::{CompiledModel, build};
use crate::scenario::read::{ReadScenario, read};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// How a scenario is read.
#[derive(Debug, Clone, Args)]
pub(super) struct Reading {
    /// Change a value of the scenario, as if its file said so; may be given several times
    ///
    /// VALUE is TOML, or else a text: --set processes.pick.people=200 --set "sites.gplc.stock.cover=8 weeks".
    #[arg(long = "set", value_name = "KEY.PATH=VALUE")]
    pub(super) sets: Vec<String>,
}

impl Reading {
    /// Reads a scenario and builds what can run.
    ///
    /// # Errors
    /// Its mistakes.
    pub(super) fn load(&self, path: &Path, more: &[String]) -> Result<Loaded, Failure> {
        let sets: Vec<String> = self.sets.iter().chain(more).cloned().collect();
        let read = read(path, &sets)?;
        let compiled = build(&read.scenario)?;
        Ok(Loaded { read, compiled })
    }
}

/// A scenario that can run.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub(super) read: ReadScenario,
    pub(super) compiled: CompiledModel,
}

/// How scenarios are run, and where the results go.
#[derive(Debug, Clone, Args)]
pub(super) struct Running {
    /// How many replications, instead of what the scenario says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) replications: Option<u32>,

    /// All random numbers follow from it: the same seed gives the same results
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,

    /// Threads to run on [default: one for each core]; results do not depend on it
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,

    /// Folder for the files of the result
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Write daily series and replications as CSV too
    #[arg(long)]
    pub(super) csv: bool,

    /// No progress, only results
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// How the headline is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: OutputFormat,
}

impl Running {
    /// What these options set in the scenario, so that the resolved scenario says it.
    pub(super) fn sets(&self) -> Vec<String> {
        let replications = self.replications.map(|n| format!("replications={n}"));
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        replications.into_iter().chain(seed).collect()
    }

    /// Threads to run on.
    pub(super) fn threads(&self) -> NonZeroUsize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum OutputFormat {
    /// A table for people
    #[default]
    Table,
    /// A row for each metric, as an array of objects
    Json,
    /// A row for each metric, with a head
    Csv,
}
