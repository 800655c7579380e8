//! `gplc replay`: repeats one replication, with an optional trace of its events.

use super::failure::CommandFailure;
use super::interrupt::Interrupt;
use super::options::{OutputFormat, ScenarioOptions};
use super::output;
use crate::compile::CompiledModel;
use crate::experiment::pipeline::{LoadedScenario, PreparedRun};
use crate::experiment::replication_metrics::ReplicationMetrics;
use crate::experiment::uncertainty::Models as _;
use crate::metrics::trace::{TRACE_BEGINS, Trace, TraceFilter, sites};
use crate::metrics::{ReplicationError, ReplicationResult, run_replication_by_window, run_replication_with};
use crate::report::check::warnings;
use crate::report::files::json::json;
use crate::report::files::overwrite::check_file;
use crate::report::files::provenance::Provenance;
use crate::report::files::replications::{MetricRow, metrics_csv};
use crate::report::files::{FileError, OneFile};
use crate::report::tables::replication::replication;
use crate::report::wording::Wording;
use crate::scenario::syntax::reader::nearest_of;
use crate::simulation::RunError;
use crate::units::{DAY, Instant};
use jiff::civil::{Date, DateTime};
use std::cell::OnceCell;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Path that means standard output.
const STDOUT: &str = "-";

/// Repeat one replication and write a trace of its events
///
/// A replication depends only on the scenario, the seed and its own number, so the result equals
/// that of the same replication in a full run, including its sampled uncertain inputs. The number
/// may exceed the replications of the scenario: it is then the replication that a longer run would
/// have.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Columns of the trace, a row for each event in the order of simulated time:
  instant          date and time, to the microsecond
  event            kind of event: ordered, moved, shipped, filled, …
  site             where it happens; for a line, the site that serves it
  name             process or phase
  class, part      class and part of a line (parts numbered from 0)
  pieces, count    number of pieces; number of anything else that the event counts
  stream, ordinal  identity of a line: who ordered it, and its number
  destination      site that receives the line
  from, to         stages, classes or states between which it moves
docs/replay.md lists all events.

Examples:
  gplc replay scenarios/jlr-2025.toml --replication 7
  gplc replay scenarios/jlr-2025.toml --replication 7 --trace late.csv --from 2025-09-25
  gplc replay scenarios/jlr-2025.toml --replication 7 --trace - --site gplc | head -1000")]
pub(super) struct ReplayArguments {
    /// Scenario file (TOML)
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Number of the replication, from 0, as in replications.parquet
    #[arg(long, value_name = "N")]
    replication: u32,
    /// File for the trace (CSV); - is standard output, without the headline
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Replace a file that is not a trace; a scenario file that is read is never replaced
    #[arg(long, requires = "trace")]
    force: bool,
    #[arg(
        long,
        value_name = "NAME",
        requires = "trace",
        help = "Trace only events at this site and of lines for it: NAME, or NAME[K] for one site of a group, from 0"
    )]
    site: Option<String>,
    /// Start of the trace: 2025-09-25 or 2025-09-25T06:00
    #[arg(long, value_name = "MOMENT", requires = "trace")]
    from: Option<DateTime>,
    /// End of the trace, exclusive
    #[arg(long, value_name = "MOMENT", requires = "trace")]
    to: Option<DateTime>,
    #[command(flatten)]
    scenario_options: ScenarioOptions,
    /// Seed of all random numbers [default: from the scenario]; the same seed gives the same
    /// results
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Print no notes and no warnings
    #[arg(long, short)]
    quiet: bool,
    /// Format of the headline on stdout
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: OutputFormat,
}

pub(super) fn run(arguments: &ReplayArguments) -> Result<(), CommandFailure> {
    let number = arguments.replication;
    let seed: Vec<String> = arguments.seed.map(|seed| format!("seed={seed}")).into_iter().collect();
    let loaded = arguments.scenario_options.load(&arguments.scenario, &seed)?;
    let PreparedRun { headline, uncertainty, .. } = loaded.prepare()?;
    let filter = filter(arguments, &loaded.compiled)?;
    if let Some(path) = arguments.trace.as_deref().filter(|path| *path != Path::new(STDOUT)) {
        let inputs: Vec<PathBuf> = loaded.read.inputs.iter().map(|input| input.path.clone()).collect();
        check_file(path, &inputs, TRACE_BEGINS, arguments.force)?;
    }
    if !arguments.quiet {
        notes(number, &loaded);
    }
    let drawn = uncertainty.model(number)?;
    let stretches = headline.windows.stretches();
    let observations = simulate(arguments.trace.as_deref(), &drawn, number, &stretches, filter)?;
    let mut values = headline.metrics(&observations);
    values.extend(uncertainty.metrics(number));
    let metrics = ReplicationMetrics::of(&observations, values);
    if arguments.trace.as_deref() == Some(Path::new(STDOUT)) {
        return Ok(());
    }
    let wording = Wording::of(&headline);
    output::print(&match arguments.format {
        OutputFormat::Json => json(&Provenance::of(&loaded.read), &MetricRow::of(&metrics, &wording)),
        OutputFormat::Csv => metrics_csv(&metrics, &wording),
        OutputFormat::Table => {
            table(&metrics, &uncertainty.values(number), &loaded, &wording, arguments.trace.as_deref())
        }
    })
}

/// Prints warnings, and a note if the number exceeds the replications of the scenario.
fn notes(number: u32, LoadedScenario { read, compiled }: &LoadedScenario) {
    for warning in warnings(&read.scenario, &compiled.model, &compiled.labels) {
        output::message(&format!("warning: {warning}"));
    }
    let last = read.scenario.replications.saturating_sub(1);
    if number > last {
        let name = &read.scenario.name;
        output::message(&format!(
            "note: {name} has replications 0 to {last}; {number} is one that a longer run would have"
        ));
    }
}

/// The headline as a table, with the sampled inputs.
fn table(
    metrics: &ReplicationMetrics,
    values: &[f64],
    LoadedScenario { read, .. }: &LoadedScenario,
    wording: &Wording,
    trace: Option<&Path>,
) -> String {
    let scenario = &read.scenario;
    let mut text =
        format!("{}\nreplication {}, seed {}\n\n", scenario.title, metrics.replication, scenario.seed);
    text.push_str(&replication(metrics, wording, output::stdout_style()));
    let mut sampled = scenario.uncertain.iter().zip(values).peekable();
    if sampled.peek().is_some() {
        text.push_str("\nUncertain inputs of this replication:\n");
    }
    for (one, &value) in sampled {
        writeln!(text, "  {} = {}", one.name, one.form.text(value)).expect("a string takes every text");
    }
    if let Some(trace) = trace {
        write!(text, "\n{}\n", trace.display()).expect("a string takes every text");
    }
    text
}

/// Runs the replication, with a trace if there is a path for it.
fn simulate(
    trace: Option<&Path>,
    compiled: &CompiledModel,
    number: u32,
    stretches: &[Range<usize>],
    filter: TraceFilter,
) -> Result<ReplicationResult, CommandFailure> {
    let interrupt = Interrupt::listen();
    let stopped = || interrupt.control.stopped();
    let failure = |error: ReplicationError| match error {
        ReplicationError::Run { error: RunError::Stopped, .. } => CommandFailure::Interrupted(format!(
            "interrupted: replication {number} was not complete; nothing was kept"
        )),
        error => error.into(),
    };
    let Some(path) = trace else {
        return run_replication_by_window(&compiled.model, &compiled.labels, number, stretches, stopped)
            .map_err(failure);
    };
    if path == Path::new(STDOUT) {
        return simulate_with_trace(compiled, number, stretches, filter, &mut io::stdout().lock(), &stopped)
            .map_err(|error| error.either(failure, |error| output::stdout_failure(&error)));
    }
    let unwritten = |error| CommandFailure::from(FileError { path: path.to_owned(), error });
    let (place, mut file) = OneFile::begin(path)?;
    interrupt.clean_up(place.staging_dir());
    let observations = simulate_with_trace(compiled, number, stretches, filter, &mut file, &stopped)
        .map_err(|error| error.either(failure, unwritten))?;
    place.done(&file)?;
    Ok(observations)
}

/// Why a replication with a trace failed.
#[derive(Debug)]
enum TraceError {
    Replication(ReplicationError),
    /// The trace could not be written.
    Writing(io::Error),
}

impl TraceError {
    fn either(
        self,
        replication: impl FnOnce(ReplicationError) -> CommandFailure,
        writing: impl FnOnce(io::Error) -> CommandFailure,
    ) -> CommandFailure {
        match self {
            TraceError::Replication(error) => replication(error),
            TraceError::Writing(error) => writing(error),
        }
    }
}

/// Runs the replication with a trace into `out`. An error of `out` comes before one of the
/// replication.
fn simulate_with_trace(
    compiled: &CompiledModel,
    number: u32,
    stretches: &[Range<usize>],
    filter: TraceFilter,
    out: &mut dyn io::Write,
    stopped: &dyn Fn() -> bool,
) -> Result<ReplicationResult, TraceError> {
    let failed = OnceCell::new();
    let mut trace = Trace::new(&compiled.model, &compiled.labels, filter, out, &failed);
    // Once the trace cannot be written the run stops.
    let stop = || stopped() || failed.get().is_some();
    let ran = run_replication_with(&compiled.model, &compiled.labels, number, stretches, &mut trace, stop);
    let finished = trace.finish();
    if let Some(error) = failed.into_inner() {
        return Err(TraceError::Writing(error));
    }
    let observations = ran.map_err(TraceError::Replication)?;
    finished.map_err(TraceError::Writing)?;
    Ok(observations)
}

/// Site and span of time of the trace.
fn filter(
    arguments: &ReplayArguments,
    CompiledModel { model, labels }: &CompiledModel,
) -> Result<TraceFilter, CommandFailure> {
    let at = arguments.site.as_ref().map(|name| {
        sites(model, labels, name).ok_or_else(|| {
            let known: Vec<&str> = labels.site_groups.iter().map(String::as_str).collect();
            let help = nearest_of(name, &known, "sites of this scenario");
            CommandFailure::Input(format!("unknown site `{name}`\n  help: {help}"))
        })
    });
    let origin = model.times.origin;
    let all = TraceFilter::all().instants;
    let from = arguments.from.map_or(all.start, |moment| Instant::from_micros(instant(origin, moment)));
    let to = arguments.to.map_or(all.end, |moment| Instant::from_micros(instant(origin, moment)));
    if from >= to || from > model.times.end {
        let date = |day: u64| origin.saturating_add(jiff::Span::new().days(day as i64));
        return Err(CommandFailure::Input(format!(
            "the trace would be empty: --from must be before --to, and the run is from {} (its initialisation) to {}",
            date(0),
            date(model.times.end / DAY)
        )));
    }
    Ok(TraceFilter { sites: at.transpose()?, instants: from..to })
}

/// A moment as an instant of the engine [µs]; 0 if it is before the run.
fn instant(origin: Date, moment: DateTime) -> u64 {
    let days = (moment.date() - origin).get_days();
    let time = moment.time();
    let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    let micros =
        i64::from(days) * DAY.signed() + seconds * 1_000_000 + i64::from(time.subsec_nanosecond()) / 1_000;
    micros.max(0).cast_unsigned()
}
