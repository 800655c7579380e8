//! Reading of a scenario: from text to a checked [`Scenario`], or to all its errors.
//!
//! ```text
//! files, --set ──► trees ──► merged tree ──► [reader] ──► Scenario ──► validation ──► resolved
//! text
//! ```
//!
//! Knows nothing of running.

use super::network::calendar::Calendar;
use super::network::part;
use super::syntax::diagnostic::{Diagnostics, Place, ScenarioError, Source};
use super::syntax::forms::{Count, Moment, Name, OneOf, Text, Word};
use super::syntax::inheritance::{Files, Merged, Removed};
use super::syntax::quantity::LONGEST;
use super::syntax::reader::{Fields, Reader, kinds};
use super::syntax::tree::Table;
use super::syntax::value::{self, Context, Keys, Thing, Written};
use super::syntax::writer::Writer;
use super::uncertainty::assumed;
use super::uncertainty::assumed::Assumption;
use super::{Scenario, StartFrom};
use super::{uncertainty, validate};
use crate::registers::table::table;
use crate::units::{Duration, WEEK};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::path::{Path, PathBuf};

/// A checked scenario and its sources.
#[derive(Debug, Clone)]
pub struct ReadScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// The same as one TOML text with every default filled in; it reads back to the same scenario.
    pub resolved: String,
    /// Every file that was read, in order of reading.
    pub inputs: Vec<Input>,
    /// Assumed values without a range, by path.
    pub assumed: Vec<Assumption>,
    /// Its tree, to be read again with other values.
    merged: Merged,
    sources: Vec<Source>,
}

impl ReadScenario {
    /// The scenario with these numbers in place of its uncertain values, in their order; it has no
    /// uncertain values itself.
    ///
    /// # Errors
    /// The first error of the scenario with these values, where trying the corners of each
    /// distribution did not find it.
    pub fn with_values(&self, numbers: &[f64]) -> Result<Scenario, String> {
        let values: Vec<_> = self.scenario.uncertain.iter().zip(numbers.iter().copied()).collect();
        let tree = super::uncertainty::substitution::with_values(&self.merged.table, &values)?;
        let files = Files { sources: self.sources.clone(), inputs: self.inputs.clone(), errors: Vec::new() };
        let (scenario, files) = read_tree(files, &tree, &self.merged.removed, self.scenario.name.clone());
        match files.errors.first() {
            None => Ok(scenario),
            Some(error) => Err(error.message_and_help().0),
        }
    }
}

/// Reads a tree again, with its errors.
fn read_tree(mut files: Files, tree: &Table, removed: &[Removed], name: String) -> (Scenario, Files) {
    let mut reader = Reader::new(tree, removed, &mut files);
    let scenario = scenario(&mut reader, tree, name);
    validate::check(&mut reader, &scenario);
    (scenario, files)
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its path as it was written.
    pub path: PathBuf,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Reads a scenario file, with `key.path=value` settings on top.
///
/// # Errors
/// All errors of the file, of the files that it is based on, and of `sets`.
pub fn read(path: &Path, sets: &[String]) -> Result<ReadScenario, Diagnostics> {
    let mut files = Files::default();
    let merged = files.merge_file(path, sets);
    finish(files, merged, path)
}

/// Reads a scenario from a text called `name`; paths in it are relative to the current folder.
///
/// # Errors
/// All errors of the text, of the files that it is based on, and of `sets`.
pub fn read_text(name: &str, text: &str, sets: &[String]) -> Result<ReadScenario, Diagnostics> {
    let mut files = Files::default();
    let merged = files.merge_text(name, text, sets);
    finish(files, merged, Path::new(name))
}

/// The currency of a scenario without sums of money.
const NO_MONEY: char = '£';

fn finish(mut files: Files, merged: Merged, path: &Path) -> Result<ReadScenario, Diagnostics> {
    if !files.errors.is_empty() {
        return Err(Diagnostics::new(files.sources, files.errors));
    }
    let name =
        path.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let mut reader = Reader::new(&merged.table, &merged.removed, &mut files);
    let mut scenario = scenario(&mut reader, &merged.table, name);
    validate::check(&mut reader, &scenario);
    if !scenario.uncertain.is_empty() && reader.errors() == 0 {
        let (sources, inputs) = (reader.files.sources.clone(), reader.files.inputs.clone());
        let name = scenario.name.clone();
        uncertainty::try_corners(&mut reader, &mut scenario.uncertain, |tree| {
            let files = Files { sources: sources.clone(), inputs: inputs.clone(), errors: Vec::new() };
            let (_, files) = read_tree(files, tree, &merged.removed, name.clone());
            files.errors.first().map(ScenarioError::message_and_help)
        });
    }
    if !files.errors.is_empty() {
        return Err(Diagnostics::new(files.sources, files.errors));
    }
    let mut resolved = resolved(&scenario);
    let sets = scenario.uncertain.iter().flat_map(|one| &one.set).map(String::as_str);
    super::syntax::verbatim::keep_written(&mut resolved, &merged.table, sets);
    assumed::keep_marks(&mut resolved, &merged.table, &files.sources);
    let assumed = assumed::list(&merged.table, &files.sources, &scenario.uncertain);
    let Files { sources, inputs, .. } = files;
    Ok(ReadScenario { scenario, resolved, inputs, assumed, merged, sources })
}

table! {
    /// Keys at the top of a scenario.
    pub(crate) struct TopKeys<'t> in "" {
        /// Path of the scenario that this one is based on, relative to this file; this one contains
        /// only the differences.
        based_on: String as Text = optional, eg "normal.toml", certain true, absent "none";
        /// Title of charts and reports.
        title: String as Text = required, eg "A normal quarter";
        /// First instant of the run.
        start: DateTime as Moment = required, example "2025-06-02", certain true;
        /// Length of the run from `start`, warm-up included.
        horizon: Duration as Duration = required, eg "26 weeks", above (0, LONGEST.as_micros() as i128), certain true;
        /// Time from `start` that is simulated and not counted; shorter than the horizon.
        warm_up: Duration as Duration = "0 s", eg "4 weeks", certain true;
        /// Number of replications.
        replications: u32 as Count<u32> = 10, eg 50, range (1, 1_000_000), certain true;
        /// Seed of all random numbers.
        seed: u64 as Count<u64> = 1, eg 7, range (0, u64::MAX as i128), certain true;
        /// State of the network at `start`: `steady`, or `full` with every shelf full and nothing
        /// on
        /// order.
        start_from: StartState as OneOf<StartState> = "steady", eg "full";
        /// Time before `start` that is simulated and never reported; with a steady start only.
        initialisation: Duration as Duration = optional, eg "3 weeks", formerly ["run_in"],
            absent "2 weeks";
        /// Calendar that counts working days.
        calendar: String as Name<Calendar> = optional, eg "uk", absent "Monday to Friday, no holidays";
    }
}

/// State of the network at the start, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StartState {
    Steady,
    Full,
}

impl Word for StartState {
    const WORDS: &'static [(&'static str, Self)] =
        &[("steady", StartState::Steady), ("full", StartState::Full)];
}

/// The whole scenario; stand-ins where it has errors.
fn scenario<'t>(reader: &mut Reader<'t>, table: &'t Table, name: String) -> Scenario {
    let top = Place { source: 0, from: 0, to: 0 };
    let mut fields = Fields::of(TopKeys::TABLE, table, top, "the scenario", "");
    for kind in kinds() {
        fields.take(kind.table);
    }
    // Dates in the other keys count from the start.
    let keys = TopKeys::read(reader, fields);
    reader.start = keys.start.value;
    let (horizon, warm_up) = (keys.horizon.value, keys.warm_up.value.unwrap_or(Duration::ZERO));
    if let (Some(item), Some(length), Some(horizon_item)) = (keys.warm_up.item, horizon, keys.horizon.item)
        && warm_up >= length
    {
        reader.report(
            ScenarioError::at(item.place(), "`warm_up` must be shorter than `horizon`", "not shorter")
                .and(horizon_item.place(), "the whole run, warm-up included"),
        );
    }
    if let (Some(begin), Some(length), Some(item)) = (reader.start, horizon, keys.horizon.item)
        && end_of(begin, length).is_none()
    {
        reader.report(ScenarioError::at(
            item.place(),
            "the run ends after the year 9999",
            "too long from this `start`",
        ));
    }
    let start_from = start_from(reader, &keys);
    Scenario {
        title: keys.title.value.unwrap_or_default(),
        name,
        start: reader.start.unwrap_or(DateTime::ZERO),
        horizon: horizon.unwrap_or(Duration::MAX),
        warm_up,
        replications: keys.replications.value.unwrap_or(1),
        seed: keys.seed.value.unwrap_or(1),
        start_from,
        calendar: keys.calendar.value,
        calendars: value::all(reader),
        parts: part::by_stream(value::all(reader)),
        classes: value::all(reader),
        systems: value::all(reader),
        processes: value::all(reader),
        sites: value::all(reader),
        lanes: value::all(reader),
        demand: value::all(reader),
        impatience: value::all(reader),
        disruptions: value::all(reader),
        failures: value::all(reader),
        restart: value::all(reader),
        windows: value::all(reader),
        observe: value::all(reader),
        uncertain: value::all(reader),
        // Known when all sums of money have been read.
        currency: reader.currency.map_or(NO_MONEY, |(sign, _)| sign),
    }
}

fn end_of(start: DateTime, horizon: Duration) -> Option<DateTime> {
    start.checked_add(SignedDuration::from_micros(i64::try_from(horizon.as_micros()).ok()?)).ok()
}

fn start_from(reader: &mut Reader<'_>, keys: &TopKeys<'_>) -> StartFrom {
    let full = keys.start_from.value == Some(StartState::Full);
    if let (true, Some(item), Some(written)) = (full, keys.initialisation.item, keys.start_from.item) {
        reader.report(
            ScenarioError::at(
                item.at,
                "`initialisation` has no effect when every shelf is full at the start",
                "leave it out",
            )
            .and(written.place(), "the state at the start"),
        );
    }
    let initialisation = keys.initialisation.value.unwrap_or(2 * WEEK);
    if full { StartFrom::Full } else { StartFrom::Steady { initialisation } }
}

/// The scenario as one text.
fn resolved(scenario: &Scenario) -> String {
    let currency = scenario.currency;
    let mut writer = Writer::default();
    let start = scenario.start;
    let context = Context { start, currency };
    let (state, initialisation) = match scenario.start_from {
        StartFrom::Steady { initialisation } => (StartState::Steady, Some(initialisation)),
        StartFrom::Full => (StartState::Full, None),
    };
    let top = TopKeys {
        based_on: Written::default(),
        title: Written::of(scenario.title.clone()),
        start: Written::of(start),
        horizon: Written::of(scenario.horizon),
        warm_up: Written::of(scenario.warm_up),
        replications: Written::of(scenario.replications),
        seed: Written::of(scenario.seed),
        start_from: Written::of(state),
        initialisation: initialisation.into(),
        calendar: scenario.calendar.clone().into(),
    };
    top.entries("", context).write(&mut writer);
    macro_rules! tables {
        ($($table:ident)*) => {$(
            for entry in &scenario.$table {
                writer.table(stringify!($table), &entry.name);
                entry.entries(context).write(&mut writer);
            }
        )*};
    }
    tables! {
        calendars parts classes systems processes sites lanes demand impatience disruptions failures
        restart windows observe uncertain
    }
    writer.done()
}

#[cfg(test)]
mod tests {
    use super::read_text;
    use proptest::prelude::*;

    const SMALL: &str = include_str!("../../tests/scenario/small.toml");

    /// The keys before the first table, and the tables.
    fn blocks() -> (String, Vec<String>) {
        let mut blocks: Vec<String> = vec![String::new()];
        for line in SMALL.lines() {
            if line.starts_with('[') {
                blocks.push(String::new());
            }
            let block = blocks.last_mut().expect("there is always one");
            block.push_str(line);
            block.push('\n');
        }
        (blocks.remove(0), blocks)
    }

    #[test]
    fn the_resolved_scenario_reads_back_to_itself() {
        let first = read_text("small.toml", SMALL, &[]).expect("no error");
        let second = read_text("small.toml", &first.resolved, &[]).expect("no error");
        assert_eq!(first.scenario, second.scenario);
        assert_eq!(first.resolved, second.resolved);
    }

    #[test]
    fn the_same_quantities_in_other_units_are_the_same_scenario() {
        let other = SMALL
            .replace("\"48 h\"", "\"2 days\"")
            .replace("\"26 weeks\"", "\"182 days\"")
            .replace("\"24 lines/h per head\"", "\"0.4 lines/min per head\"")
            .replace("2025-08-31T20:00", "2025-08-31T20:00:00")
            .replace("\"70 per working day each\"", "\"70.0 lines/working day\"");
        assert_ne!(other, SMALL);
        let one = read_text("small.toml", SMALL, &[]).expect("no error");
        let other = read_text("small.toml", &other, &[]).expect("no error");
        assert_eq!(one.scenario, other.scenario);
        assert_eq!(one.resolved, other.resolved);
    }

    #[test]
    fn the_defaults_are_those_of_the_manual() {
        let text = "title = \"T\"\nstart = 2025-06-02\nhorizon = \"1 week\"\n";
        let read = read_text("t.toml", text, &[]).expect("no error");
        let expected = "title = \"T\"\nstart = 2025-06-02T00:00:00\nhorizon = \"1 week\"\nwarm_up = \"0 s\"\n\
            replications = 10\nseed = 1\nstart_from = \"steady\"\ninitialisation = \"2 weeks\"\n";
        assert_eq!(read.resolved, expected);
        assert_eq!(read.scenario.name, "t");
    }

    #[test]
    fn stock_is_allocated_after_release_by_default() {
        let before = |outbound: &str| {
            let text = SMALL.replace("[\"release\", \"pick\", \"pack\"]", outbound);
            read_text("small.toml", &text, &[]).expect("no error").scenario.sites.remove(0).before_stock
        };
        assert_eq!(before("[\"release\", \"pick\", \"pack\"]"), ["release"]);
        assert_eq!(before("[\"pick\", \"release\", \"pack\"]"), [""; 0]);
        assert_eq!(before("[\"pick\", \"release\", \"stock\", \"pack\"]"), ["pick", "release"]);
    }

    proptest! {
        #[test]
        fn tables_in_another_order_are_the_same_scenario(tables in Just(blocks().1).prop_shuffle()) {
            let text = blocks().0 + &tables.concat();
            let one = read_text("small.toml", SMALL, &[]).expect("no error");
            let other = read_text("small.toml", &text, &[]).expect("no error");
            prop_assert_eq!(&one.scenario, &other.scenario);
            prop_assert_eq!(one.resolved, other.resolved);
        }

        #[test]
        fn no_text_makes_the_reader_panic(
            changes in prop::collection::vec((0..SMALL.len(), 0..12_usize, "[ -~\n£µ]{0,6}"), 1..4),
            set in "[a-z.=\"\\[{0-9 %]{0,30}",
        ) {
            let mut text = SMALL.to_owned();
            for (from, length, new) in changes {
                let from = text.floor_char_boundary(from);
                let to = text.ceil_char_boundary(from + length);
                text.replace_range(from..to, &new);
            }
            for sets in [vec![], vec![set]] {
                match read_text("small.toml", &text, &sets) {
                    Ok(read) => {
                        let again = read_text("small.toml", &read.resolved, &[]);
                        prop_assert_eq!(again.map(|again| again.scenario), Ok(read.scenario));
                    }
                    Err(diagnostics) => {
                        prop_assert!(diagnostics.count() > 0);
                        prop_assert!(!diagnostics.render(80, true).is_empty());
                    }
                }
            }
        }
    }
}
