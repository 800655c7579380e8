//! Queue discipline: the order in which a process serves what waits for it.
//!
//! ```toml
//! [processes.release]
//! discipline = "earliest_due_date"        # or "priority" (the default), "fcfs", ..
//! [processes.pick]
//! discipline = { metered = { new = "60%", old_from = "7 days" } }
//! ```

use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Inline, OneOf, ShareInMillionths, Word, schema_of};
use crate::scenario::syntax::quantity::LONGEST;
use crate::scenario::syntax::reader::{Fields, Item, Reader, nearest_of, shown};
use crate::scenario::syntax::value::{Context, Keys, Part, StandIn, Value};
use crate::units::{Duration, Share};
use serde_json::{Value as Json, json};

/// Order in which a process serves what waits for it. Ties go to what came to the process first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueDiscipline {
    /// The most urgent order class first.
    Priority,
    /// First come, first served.
    Fcfs,
    /// The earliest promised instant first; lines without a promise last.
    EarliestDueDate,
    /// The order with the fewest lines first.
    SmallestOrderFirst,
    /// The destination sites in turn.
    RoundRobin,
    /// Of inbound work: parts with backorders at the site's shelf first.
    BackordersFirst,
    /// New and old lines by shares of the starts.
    Metered(Metered),
}

table! {
    /// Shares of the starts while new and old lines wait.
    #[derive(Copy, Eq)]
    pub struct Metered in "processes.NAME.discipline.metered" {
        /// Share of the starts for new lines while old ones wait too.
        new: Share as ShareInMillionths = required, eg "60%";
        /// Age from which a line is old.
        old_from: Duration as Duration = required, eg "7 days", above (0, LONGEST.as_micros() as i128);
    }
}

table! {
    /// Queue discipline with shares of the starts.
    pub(crate) struct MeteredKey in "processes.NAME.discipline" {
        /// New and old lines by shares of the starts.
        metered: Metered as Inline<Metered> = required, eg { new = "60%", old_from = "7 days" };
    }
}

impl Word for QueueDiscipline {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("priority", QueueDiscipline::Priority),
        ("fcfs", QueueDiscipline::Fcfs),
        ("earliest_due_date", QueueDiscipline::EarliestDueDate),
        ("smallest_order_first", QueueDiscipline::SmallestOrderFirst),
        ("round_robin", QueueDiscipline::RoundRobin),
        ("backorders_first", QueueDiscipline::BackordersFirst),
    ];
    const FORMER: &'static [(&'static str, &'static str)] = &[
        ("class_first", "priority"),
        ("first_come", "fcfs"),
        ("oldest_due", "earliest_due_date"),
        ("fewest_lines_first", "smallest_order_first"),
        ("backordered_first", "backorders_first"),
    ];
}

const METERED: &str = "{ metered = { new = \"60%\", old_from = \"7 days\" } }";

/// A queue discipline: a word, or `{ metered = .. }`.
pub(crate) struct Discipline;

impl Value for Discipline {
    type Of = QueueDiscipline;
    const TABLE: Option<&'static Table> = Some(MeteredKey::TABLE);

    fn form() -> String {
        format!("{}, or `{{ metered }}`", OneOf::<QueueDiscipline>::form().replace(" or ", ", "))
    }

    fn samples(key: &Key) -> Vec<String> {
        let mut samples = OneOf::<QueueDiscipline>::samples(key);
        samples.push(r#"{ metered = { new = "60%", old_from = "1 day" } }"#.to_owned());
        samples
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<QueueDiscipline> {
        if let Some(table) = item.node.table() {
            let fields = Fields::of(MeteredKey::TABLE, table, item.place(), "a queue discipline", "");
            return MeteredKey::read(reader, fields).map(|read| QueueDiscipline::Metered(read.metered));
        }
        let Some(text) = item.text() else {
            reader.wrong_form(item, "a queue discipline", key.example);
            return None;
        };
        let found = QueueDiscipline::WORDS.iter().find(|(word, _)| *word == text);
        if found.is_none() && !reader.former_word(item, text, QueueDiscipline::FORMER) {
            let words = QueueDiscipline::WORDS.iter().map(|(word, _)| *word);
            let words: Vec<&str> = words.chain(["metered"]).collect();
            let (message, help) = match text {
                "metered" => {
                    ("`metered` needs its shares".to_owned(), format!("write `{} = {METERED}`", item.key))
                }
                _ => (
                    format!("unknown queue discipline `{}`", shown(text)),
                    nearest_of(text, &words, "queue disciplines"),
                ),
            };
            reader.report(ScenarioError::at(item.place(), message, "not a queue discipline").help(help));
        }
        found.map(|(_, discipline)| *discipline)
    }

    fn write(value: &QueueDiscipline, context: Context) -> String {
        match value {
            QueueDiscipline::Metered(metered) => MeteredKey { metered: *metered }.entries(context).braces(),
            word => OneOf::write(word, context),
        }
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "anyOf": [OneOf::<QueueDiscipline>::schema(key, schema), schema_of(MeteredKey::TABLE, schema)] })
    }
}

impl StandIn for Discipline {
    fn stand_in() -> QueueDiscipline {
        QueueDiscipline::Priority
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;
    use jiff::civil::DateTime;

    #[test]
    fn every_discipline_reads_back_from_the_resolved_scenario() {
        const SMALL: &str = include_str!("../../../tests/scenario/small.toml");
        let metered = QueueDiscipline::Metered(Metered {
            new: Share::from_ppm(625_000),
            old_from: Duration::from_micros(90 * 60_000_000),
        });
        let context = Context { start: DateTime::ZERO, currency: '£' };
        for discipline in QueueDiscipline::WORDS.iter().map(|(_, discipline)| *discipline).chain([metered]) {
            let set = format!("processes.unload.discipline={}", Discipline::write(&discipline, context));
            let read = read_text("small.toml", SMALL, &[set]).expect("no error");
            assert_eq!(read.scenario.processes[3].discipline, discipline);
            let again = read_text("small.toml", &read.resolved, &[]).expect("no error");
            assert_eq!((again.scenario, again.resolved), (read.scenario, read.resolved));
        }
    }
}
