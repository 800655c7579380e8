//! Recurring phase: one of the capacity factors that a failure cycles through, in order of a list.
//!
//! ```toml
//! [failures.weather]
//! strikes = ["pick"]
//! phases = [                              # instead of `up`, `down` and `to`
//!     { name = "normal", to = "100%", lasts = { exponential = "8 h" } },
//!     { name = "degraded", to = "40%", lasts = { exponential = "2 h" } },
//! ]
//! ```

use super::positive_time::PositiveTime;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{self, list_of, names, schema_of};
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Keys, Part, StandIn, Value};
use crate::scenario::syntax::writer::quoted;
use crate::units::CapacityFactor;
use serde_json::{Value as Json, json};

table! {
    /// Part of the cycle of a failure.
    pub struct RecurringPhase in "failures.NAME.phases" {
        /// Name, by which reports distinguish the phases.
        name: String as PhaseName = required, eg "degraded";
        /// Capacity factor while it lasts.
        to: CapacityFactor as forms::Level = required, eg "40%", range (0, 1_000);
        /// Length of the phase.
        lasts: Distribution as PositiveTime = required, eg { exponential = "2 h" };
    }
}

/// Maximum number of phases of a failure.
const MAX_PHASES: usize = 100;

/// The name of a recurring phase.
pub(crate) struct PhaseName;

impl Value for PhaseName {
    type Of = String;

    fn form() -> String {
        "name".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<String> {
        let name = reader.text(item, key.example)?;
        reader.check_name("phase", name, item.place());
        Some(name.to_owned())
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        names()
    }
}

impl StandIn for PhaseName {
    fn stand_in() -> String {
        String::new()
    }
}

/// A list of two or more recurring phases with different names.
pub(crate) struct RecurringPhases;

impl Value for RecurringPhases {
    type Of = Vec<RecurringPhase>;
    const TABLE: Option<&'static Table> = Some(<RecurringPhase as Keys>::TABLE);

    fn form() -> String {
        "list of phases".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Self::Of> {
        let tree::Value::List(list) = &item.node.value else {
            reader.wrong_form(item, "a list of tables", key.example);
            return None;
        };
        let expected = match list.len() {
            0 | 1 => Some("expected 2 phases or more, since a failure changes between them".to_owned()),
            count if count > MAX_PHASES => Some(format!("expected at most {MAX_PHASES} phases")),
            _ => None,
        };
        if let Some(expected) = expected {
            let label = format!("found {}", list.len());
            let help = format!("for instance `{}`", key.example_line());
            reader.report(ScenarioError::at(item.place(), expected, label).help(help));
        }
        let mut names: Vec<Item<'t>> = Vec::new();
        let mut phases = Vec::new();
        for item in list.iter().map(|node| item.inner(node)) {
            let Some(table) = item.node.table() else {
                reader.wrong_form(item, "a list of tables", key.example);
                continue;
            };
            names.extend(table.get("name").map(crate::scenario::syntax::reader::item));
            let keys = <RecurringPhase as Keys>::TABLE;
            let fields = Fields::of(keys, table, item.place(), "a phase of a failure", "");
            phases.extend(<RecurringPhase as Part>::read(reader, fields));
        }
        reader.each_once(&names);
        Some(phases)
    }

    fn write(value: &Self::Of, context: Context) -> String {
        list_of(value.iter().map(|phase| phase.entries(context).braces()))
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        json!({
            "type": "array",
            "items": schema_of(<RecurringPhase as Keys>::TABLE, schema),
            "minItems": 2,
            "maxItems": MAX_PHASES,
        })
    }
}
