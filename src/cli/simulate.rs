//! Simulation of one scenario and its result files, shared by `run` and `compare`.

use super::failure::CommandFailure;
use super::interrupt::Interrupt;
use super::options::RunOptions;
use super::output;
use super::progress::Progress;
use crate::experiment::pipeline::{LoadedScenario, RunSummary, threads};
use crate::experiment::window::ReferenceWindows;
use crate::report::check::warnings;
use crate::report::result_warnings::result_warnings;
use crate::report::results::{ResultWriter, is_charted};
use crate::report::wording::{Wording, counted};
use std::path::{Component, Path, PathBuf};

/// Results of one scenario.
#[derive(Debug)]
pub(super) struct SimulationOutput {
    pub(super) run: RunSummary,
    pub(super) wording: Wording,
    /// Paths of the files written.
    pub(super) files: Vec<PathBuf>,
    /// Warnings of the results.
    pub(super) warnings: Vec<String>,
}

/// Runs all replications of a scenario and writes its files; as a plan of a comparison it is judged
/// over the windows of the `reference` too. After Ctrl-C keeps complete ones.
///
/// # Errors
/// If the run fails, files cannot be written, or Ctrl-C came before any replication was complete;
/// then nothing is written.
pub(super) fn simulate(
    loaded: &LoadedScenario,
    out: &Path,
    run_options: &RunOptions,
    interrupt: &Interrupt,
    reference: Option<&ReferenceWindows>,
) -> Result<SimulationOutput, CommandFailure> {
    let prepared = match reference {
        Some(reference) => loaded.prepare_plan(reference)?,
        None => loaded.prepare()?,
    };
    let wording = Wording::of(&prepared.headline);
    let found = scenario_warnings(loaded);
    report_warnings(&found, run_options);
    refuse_if_strict(&found, run_options, CommandFailure::Input)?;
    let mut writer = ResultWriter::open(out, loaded, &prepared.headline, run_options.csv)?;
    interrupt.clean_up(writer.staging_dir());
    let scenario = &loaded.read.scenario;
    let (name, requested) = (&scenario.name, scenario.replications);
    let run = std::thread::scope(|scope| {
        let progress = Progress::show(scope, &interrupt.control, requested, name, run_options.quiet);
        let threads = threads(run_options.threads);
        let run = prepared.run(threads, &interrupt.control, is_charted, |result| writer.add(result));
        progress.finish();
        run
    })?;
    if run.complete() == 0 {
        return Err(CommandFailure::Interrupted(format!(
            "interrupted: none of {requested} replications of {name} was complete; nothing was written"
        )));
    }
    let files = writer.finish(loaded, &run)?;
    let found = result_warnings(&run, &wording);
    report_warnings(&found, run_options);
    Ok(SimulationOutput { run, wording, files, warnings: found })
}

/// Warnings of a scenario.
pub(super) fn scenario_warnings(LoadedScenario { read, compiled }: &LoadedScenario) -> Vec<String> {
    warnings(&read.scenario, &compiled.model, &compiled.labels)
}

fn report_warnings(warnings: &[String], run_options: &RunOptions) {
    for warning in warnings.iter().filter(|_| !run_options.quiet || run_options.strict) {
        output::message(&format!("warning: {warning}"));
    }
}

/// With `--strict`, fails if there are warnings.
pub(super) fn refuse_if_strict(
    warnings: &[String],
    run_options: &RunOptions,
    failure: impl Fn(String) -> CommandFailure,
) -> Result<(), CommandFailure> {
    if run_options.strict && !warnings.is_empty() {
        let count = counted(warnings.len() as u32, "warning");
        return Err(failure(format!("{count}, which --strict does not allow")));
    }
    Ok(())
}

/// The name of a scenario as the name of a folder.
///
/// # Errors
/// [`CommandFailure::Input`] for a name that leads to another folder, as `..` does.
pub(super) fn folder_name(name: &str) -> Result<&str, CommandFailure> {
    let mut components = Path::new(name).components();
    match (components.next(), components.next()) {
        (Some(Component::Normal(_)), None) => Ok(name),
        _ => Err(CommandFailure::Input(format!(
            "a scenario called `{name}` gives no name for its folder of results: rename its file"
        ))),
    }
}

/// Reports an interrupted run, once its complete replications are written and printed.
///
/// # Errors
/// [`CommandFailure::Interrupted`] if not all replications are complete.
pub(super) fn check_complete(run: &RunSummary, name: &str) -> Result<(), CommandFailure> {
    let (complete, requested) = (run.complete(), run.requested);
    if complete as u64 == u64::from(requested) {
        return Ok(());
    }
    Err(CommandFailure::Interrupted(format!(
        "interrupted: {complete} of {requested} replications of {name} are complete and kept"
    )))
}
