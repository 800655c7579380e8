//! Reading a scenario: from text to a checked [`Scenario`], or to all its mistakes.
//!
//! ```text
//! files, --set ──► trees ──► merged tree ──► [reader] ──► Scenario ──► checks across tables ──► resolved text
//! ```
//!
//! Knows nothing of running.

use super::customers::{demand, impatience};
use super::disruption::Disruption;
use super::disruption::failure::Failure;
use super::disruption::restart::RestartPhase;
use super::network::lane::Lane;
use super::network::order_class::OrderClass;
use super::network::system::System;
use super::network::{calendar, part, process, site};
use super::syntax::diagnostic::{Diagnostics, Fault, Place, Source};
use super::syntax::inheritance::{Files, Merged, Removed};
use super::syntax::quantity::duration_text;
use super::syntax::reader::{Fields, KINDS, Reader, kind};
use super::syntax::tree::{Entry, Table};
use super::syntax::value::{self, Context, Thing};
use super::syntax::writer::Writer;
use super::uncertainty::assumed;
use super::uncertainty::assumed::Assumption;
use super::{Scenario, StartFrom};
use super::{observation, uncertainty, validate};
use crate::units::{Micros, WEEK};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::path::{Path, PathBuf};

/// A scenario that may run, and what it was read from.
#[derive(Debug, Clone)]
pub struct ReadScenario {
    /// What was written.
    pub scenario: Scenario,
    /// The same as one TOML text with every default filled in: it reads back to the same scenario.
    pub resolved: String,
    /// Every file that was read, in order of reading.
    pub inputs: Vec<Input>,
    /// What is assumed without a range, by path.
    pub assumed: Vec<Assumption>,
    /// What it was read from, to be read again with other values.
    merged: Merged,
    sources: Vec<Source>,
}

impl ReadScenario {
    /// The scenario with these numbers in the places of its uncertain values, in their order; without values that
    /// are uncertain, then.
    ///
    /// # Errors
    /// What is wrong with the scenario that comes of it, as far as trying the ends of each distribution when it
    /// was read could not tell.
    pub fn with_values(&self, numbers: &[f64]) -> Result<Scenario, String> {
        let values: Vec<_> = self.scenario.uncertain.iter().zip(numbers.iter().copied()).collect();
        let tree = super::uncertainty::substitution::with_values(&self.merged.table, &values)?;
        let files = Files { sources: self.sources.clone(), inputs: self.inputs.clone(), faults: Vec::new() };
        let (scenario, files) = read_tree(files, &tree, &self.merged.removed, self.scenario.name.clone());
        match files.faults.first() {
            None => Ok(scenario),
            Some(fault) => Err(fault.told().0),
        }
    }
}

/// Reads a tree again, and says what is wrong with it.
fn read_tree(mut files: Files, tree: &Table, removed: &[Removed], name: String) -> (Scenario, Files) {
    let mut reader = Reader::new(tree, removed, &mut files);
    let scenario = scenario(&mut reader, tree, name);
    validate::check(&mut reader, &scenario);
    (scenario, files)
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its path, as far as it was written.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Reads a scenario file, with `key.path=value` settings on top.
///
/// # Errors
/// All mistakes of the file, of the files that it is based on, and of `sets`.
pub fn read(path: &Path, sets: &[String]) -> Result<ReadScenario, Diagnostics> {
    let mut files = Files::default();
    let merged = files.merge_file(path, sets);
    finish(files, merged, path)
}

/// Reads a scenario from a text called `name`; paths in it count from the current folder.
///
/// # Errors
/// All mistakes of the text, of the files that it is based on, and of `sets`.
pub fn read_text(name: &str, text: &str, sets: &[String]) -> Result<ReadScenario, Diagnostics> {
    let mut files = Files::default();
    let merged = files.merge_text(name, text, sets);
    finish(files, merged, Path::new(name))
}

/// The currency of a scenario in which no sum of money stands.
const NO_MONEY: char = '£';

fn finish(mut files: Files, merged: Merged, path: &Path) -> Result<ReadScenario, Diagnostics> {
    if !files.faults.is_empty() {
        return Err(Diagnostics::new(files.sources, files.faults));
    }
    let name =
        path.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let mut reader = Reader::new(&merged.table, &merged.removed, &mut files);
    let mut scenario = scenario(&mut reader, &merged.table, name);
    validate::check(&mut reader, &scenario);
    if !scenario.uncertain.is_empty() && reader.faults() == 0 {
        let (sources, inputs) = (reader.files.sources.clone(), reader.files.inputs.clone());
        let name = scenario.name.clone();
        uncertainty::try_corners(&mut reader, &mut scenario.uncertain, |tree| {
            let files = Files { sources: sources.clone(), inputs: inputs.clone(), faults: Vec::new() };
            let (_, files) = read_tree(files, tree, &merged.removed, name.clone());
            files.faults.first().map(Fault::told)
        });
    }
    if !files.faults.is_empty() {
        return Err(Diagnostics::new(files.sources, files.faults));
    }
    let mut resolved = resolved(&scenario);
    let sets = scenario.uncertain.iter().flat_map(|one| &one.set).map(String::as_str);
    super::syntax::verbatim::keep_written(&mut resolved, &merged.table, sets);
    assumed::keep_marks(&mut resolved, &merged.table, &files.sources);
    let assumed = assumed::list(&merged.table, &files.sources, &scenario.uncertain);
    let Files { sources, inputs, .. } = files;
    Ok(ReadScenario { scenario, resolved, inputs, assumed, merged, sources })
}

/// The whole scenario; where something is wrong, a stand-in.
fn scenario<'t>(reader: &mut Reader<'t>, table: &'t Table, name: String) -> Scenario {
    let top = Place { source: 0, from: 0, to: 0 };
    let mut fields = Fields::new(table, top, "the scenario");
    for kind in KINDS {
        fields.take(kind.table);
    }
    let title = fields.need(reader, "title", "for instance `title = \"A normal quarter\"`");
    let title = title.and_then(|item| reader.text(item, "\"A normal quarter\"")).unwrap_or_default();
    let start = fields.need(reader, "start", "for instance `start = 2025-06-02`");
    reader.start = start.and_then(|item| reader.moment(item));
    let horizon_item = fields.need(reader, "horizon", "for instance `horizon = \"26 weeks\"`");
    let horizon = horizon_item.and_then(|item| reader.some_time(item, "\"26 weeks\""));
    let warm_up_item = fields.take("warm_up");
    let warm_up = warm_up_item.and_then(|item| reader.duration(item, "\"2 weeks\"")).unwrap_or(0);
    if let (Some(item), Some(length), Some(horizon_item)) = (warm_up_item, horizon, horizon_item)
        && warm_up >= length
    {
        reader.fault(
            Fault::at(item.place(), "`warm_up` must be shorter than `horizon`", "not shorter")
                .and(horizon_item.place(), "the whole run, warm-up included"),
        );
    }
    if let (Some(begin), Some(length), Some(item)) = (reader.start, horizon, horizon_item)
        && end_of(begin, length).is_none()
    {
        reader.fault(Fault::at(
            item.place(),
            "the run ends after the year 9999",
            "too long from this `start`",
        ));
    }
    let replications =
        fields.take("replications").and_then(|item| reader.count(item, 1, 1_000_000)).unwrap_or(10);
    let seed = fields.take("seed").and_then(|item| reader.count(item, 0, i128::from(u64::MAX))).unwrap_or(1);
    let start_from = start_from(reader, &mut fields);
    let calendar = fields.take("calendar").and_then(|item| reader.reference(item, kind("calendars")));
    fields.finish(reader);
    Scenario {
        title: title.to_owned(),
        name,
        start: reader.start.unwrap_or(DateTime::ZERO),
        horizon: horizon.unwrap_or(Micros::MAX),
        warm_up,
        replications,
        seed,
        start_from,
        calendar,
        calendars: all(reader, "calendars", calendar::read),
        parts: part::by_stream(all(reader, "parts", part::read)),
        classes: value::all(reader),
        systems: value::all(reader),
        processes: all(reader, "processes", process::read),
        sites: all(reader, "sites", site::read),
        lanes: value::all(reader),
        demand: all(reader, "demand", demand::read),
        impatience: all(reader, "impatience", impatience::read),
        disruptions: value::all(reader),
        failures: value::all(reader),
        restart: value::all(reader),
        observe: all(reader, "observe", observation::read),
        uncertain: all(reader, "uncertain", uncertainty::read),
        // Known when all sums of money have been read.
        currency: reader.currency.map_or(NO_MONEY, |(sign, _)| sign),
    }
}

fn end_of(start: DateTime, horizon: Micros) -> Option<DateTime> {
    start.checked_add(SignedDuration::from_micros(i64::try_from(horizon).ok()?)).ok()
}

fn start_from<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> StartFrom {
    let written = fields.take("start_from");
    let full =
        written.and_then(|item| reader.choice(item, &[("steady", false), ("full", true)])).unwrap_or(false);
    let initialisation = fields.take("initialisation");
    if let (true, Some(item), Some(written)) = (full, initialisation, written) {
        reader.fault(
            Fault::at(
                item.at,
                "`initialisation` means nothing when every shelf is full at the start",
                "leave it out",
            )
            .and(written.place(), "the state at the start"),
        );
    }
    let initialisation =
        initialisation.and_then(|item| reader.duration(item, "\"2 weeks\"")).unwrap_or(2 * WEEK);
    if full { StartFrom::Full } else { StartFrom::Steady { initialisation } }
}

/// All things of a table, by name.
fn all<'t, T>(
    reader: &mut Reader<'t>,
    table: &'static str,
    read: impl Fn(&mut Reader<'t>, &str, Fields<'t>) -> T,
) -> Vec<T> {
    let of = kind(table);
    reader
        .things(of)
        .into_iter()
        .map(|(entry, table): (&'t Entry, &'t Table)| {
            let fields = Fields::new(table, entry.at, format!("{} `{}`", of.one, entry.key));
            read(reader, &entry.key, fields)
        })
        .collect()
}

/// The scenario as one text.
fn resolved(scenario: &Scenario) -> String {
    let currency = scenario.currency;
    let mut writer = Writer::default();
    let start = scenario.start;
    writer.text("title", &scenario.title);
    writer.bare("start", start);
    writer.text("horizon", &duration_text(scenario.horizon));
    writer.text("warm_up", &duration_text(scenario.warm_up));
    writer.bare("replications", scenario.replications);
    writer.bare("seed", scenario.seed);
    match scenario.start_from {
        StartFrom::Steady { initialisation } => {
            writer.text("start_from", "steady");
            writer.text("initialisation", &duration_text(initialisation));
        }
        StartFrom::Full => writer.text("start_from", "full"),
    }
    writer.name("calendar", scenario.calendar.as_ref());
    let context = Context { start, currency };
    macro_rules! tables {
        ($($things:ident: $write:expr;)*) => {$(
            for thing in &scenario.$things {
                writer.table(stringify!($things), &thing.name);
                $write(thing, &mut writer);
            }
        )*};
    }
    tables! {
        calendars: calendar::Calendar::write;
        parts: |part: &part::Segment, writer| part.write(writer, currency);
        classes: |class: &OrderClass, writer| class.entries(context).write(writer);
        systems: |system: &System, writer| system.entries(context).write(writer);
        processes: process::Process::write;
        sites: site::Site::write;
        lanes: |lane: &Lane, writer| lane.entries(context).write(writer);
        demand: |demand: &demand::Demand, writer| demand.write(writer, currency, start);
        impatience: impatience::Impatience::write;
        disruptions: |disruption: &Disruption, writer| disruption.entries(context).write(writer);
        failures: |failure: &Failure, writer| failure.entries(context).write(writer);
        restart: |phase: &RestartPhase, writer| phase.entries(context).write(writer);
        observe: |observe: &observation::Observe, writer| observe.write(writer, start);
        uncertain: uncertainty::UncertainValue::write;
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
        let first = read_text("small.toml", SMALL, &[]).expect("no mistake");
        let second = read_text("small.toml", &first.resolved, &[]).expect("no mistake");
        assert_eq!(first.scenario, second.scenario);
        assert_eq!(first.resolved, second.resolved);
    }

    #[test]
    fn the_same_said_in_other_units_is_the_same_scenario() {
        let other = SMALL
            .replace("\"48 h\"", "\"2 days\"")
            .replace("\"26 weeks\"", "\"182 days\"")
            .replace("\"24 lines/h per head\"", "\"0.4 lines/min per head\"")
            .replace("2025-08-31T20:00", "2025-08-31T20:00:00")
            .replace("\"70 per working day each\"", "\"70.0 lines/working day\"");
        assert_ne!(other, SMALL);
        let one = read_text("small.toml", SMALL, &[]).expect("no mistake");
        let other = read_text("small.toml", &other, &[]).expect("no mistake");
        assert_eq!(one.scenario, other.scenario);
        assert_eq!(one.resolved, other.resolved);
    }

    #[test]
    fn the_defaults_are_those_of_the_manual() {
        let text = "title = \"T\"\nstart = 2025-06-02\nhorizon = \"1 week\"\n";
        let read = read_text("t.toml", text, &[]).expect("no mistake");
        let told = "title = \"T\"\nstart = 2025-06-02T00:00:00\nhorizon = \"1 week\"\nwarm_up = \"0 s\"\n\
            replications = 10\nseed = 1\nstart_from = \"steady\"\ninitialisation = \"2 weeks\"\n";
        assert_eq!(read.resolved, told);
        assert_eq!(read.scenario.name, "t");
    }

    #[test]
    fn stock_is_taken_after_release_unless_said() {
        let before = |outbound: &str| {
            let text = SMALL.replace("[\"release\", \"pick\", \"pack\"]", outbound);
            read_text("small.toml", &text, &[]).expect("no mistake").scenario.sites.remove(0).before_stock
        };
        assert_eq!(before("[\"release\", \"pick\", \"pack\"]"), ["release"]);
        assert_eq!(before("[\"pick\", \"release\", \"pack\"]"), [""; 0]);
        assert_eq!(before("[\"pick\", \"release\", \"stock\", \"pack\"]"), ["pick", "release"]);
    }

    proptest! {
        #[test]
        fn tables_in_another_order_are_the_same_scenario(tables in Just(blocks().1).prop_shuffle()) {
            let text = blocks().0 + &tables.concat();
            let one = read_text("small.toml", SMALL, &[]).expect("no mistake");
            let other = read_text("small.toml", &text, &[]).expect("no mistake");
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
