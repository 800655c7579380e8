//! Gate: a condition on a backlog that a phase waits for, or that ends its boosts and policies.
//!
//! ```toml
//! gate = { site = "gplc", waiting = "pick", below = "1.2 days of flow", for = "2 working days" }
//! until = { site = "gplc", below = "20000 lines" }          # the whole outbound backlog
//! ```

use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::network::site::Site;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Name, Text, inner_fields, quantity_of, schema_of};
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::value::{Context, Keys, Value, Written};
use crate::scenario::syntax::writer::quoted;
use crate::units::Span;
use serde_json::Value as Json;

/// Condition on a backlog.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Site group; the backlog is that of all its sites together.
    pub site: String,
    /// Queue of an inbound or outbound process, or `stock`; `None`: the whole outbound backlog.
    pub waiting: Option<String>,
    /// Side of the threshold on which the gate is open.
    pub bound: Bound,
    /// Threshold.
    pub threshold: Threshold,
    /// Time for which the condition must hold without a break; `None`: an instant is enough.
    pub hold: Option<Span>,
}

/// Side of a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Fewer than the threshold.
    Below,
    /// More than the threshold.
    Above,
}

/// Size of a backlog.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// Order lines.
    Lines(f64),
    /// Days of the normal flow of the site.
    DaysOfFlow(f64),
}

table! {
    /// Condition on a backlog.
    pub(crate) struct GateKeys<'t> in "restart.NAME.gate" {
        /// Site group whose backlog it is, all its sites together.
        site: String as Name<Site> = required, eg "gplc";
        /// Inbound or outbound process in whose queue the lines wait, or `stock`.
        waiting: String as Text = optional, eg "pick", absent "the whole outbound backlog";
        /// The backlog is smaller than this.
        below: Threshold as Backlog = optional, eg "1.2 days of flow", alternative "below";
        /// The backlog is larger than this.
        above: Threshold as Backlog = optional, eg "20000 lines", alternative "above";
        /// Time for which the condition must hold without a break.
        r#for: Span as Span = optional, eg "2 working days", absent "an instant is enough";
    }
}

/// A gate.
pub(crate) struct GateForm;

impl Value for GateForm {
    type Of = Gate;
    const TABLE: Option<&'static Table> = Some(<GateKeys<'static> as Keys>::TABLE);

    fn form() -> String {
        "gate".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Gate> {
        let fields = inner_fields(reader, item, key, <GateKeys<'static> as Keys>::TABLE)?;
        gate(reader, item, fields)
    }

    fn write(gate: &Gate, context: Context) -> String {
        let threshold = |bound: Bound| (gate.bound == bound).then_some(gate.threshold).into();
        let keys = GateKeys {
            site: Written::of(gate.site.clone()),
            waiting: gate.waiting.clone().into(),
            below: threshold(Bound::Below),
            above: threshold(Bound::Above),
            r#for: gate.hold.into(),
        };
        keys.entries("", context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        schema_of(<GateKeys<'static> as Keys>::TABLE, schema)
    }
}

fn gate<'t>(reader: &mut Reader<'t>, item: Item<'t>, fields: Fields<'t>) -> Option<Gate> {
    let before = reader.errors();
    let keys = GateKeys::read(reader, fields);
    if keys.below.item.or(keys.above.item).is_none() {
        reader.report(
            ScenarioError::at(
                item.at,
                format!("`{}` has no threshold", item.key),
                "needs `below` or `above`",
            )
            .help("for instance `below = \"1.2 days of flow\"`"),
        );
    }
    if reader.errors() > before {
        return None;
    }
    let below = keys.below.value.map(|threshold| (Bound::Below, threshold));
    let above = keys.above.value.map(|threshold| (Bound::Above, threshold));
    let (bound, threshold) = below.or(above)?;
    Some(Gate {
        site: keys.site.value?,
        waiting: keys.waiting.value,
        bound,
        threshold,
        hold: keys.r#for.value,
    })
}

/// Largest threshold.
const MAX_BACKLOG: f64 = 1e12;

/// A number of lines, or of days of flow.
pub(crate) struct Backlog;

impl Backlog {
    const UNITS: [&'static str; 4] = ["line", "lines", "day of flow", "days of flow"];
}

impl Value for Backlog {
    type Of = Threshold;

    fn form() -> String {
        "lines or days of flow".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Threshold> {
        let what = "a number of lines or days of flow";
        let (number, unit) = reader.measured(item, what, &Self::UNITS, key.example)?;
        let size = number.times(1, 0);
        if size > MAX_BACKLOG {
            reader.report(
                ScenarioError::at(item.place(), format!("`{}` must be at most 10^12", item.key), "too large")
                    .help(format!("for instance `{}`", key.example_line())),
            );
            return None;
        }
        match unit {
            "line" | "lines" => Some(Threshold::Lines(size)),
            "day of flow" | "days of flow" => Some(Threshold::DaysOfFlow(size)),
            _ => {
                reader.wrong_unit(item, unit, &Self::UNITS, key.example);
                None
            }
        }
    }

    fn write(value: &Threshold, _: Context) -> String {
        quoted(&match value {
            Threshold::Lines(lines) => format!("{lines} lines"),
            Threshold::DaysOfFlow(days) => format!("{days} days of flow"),
        })
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("(lines?|days? of flow)")
    }

    fn samples(_: &Key) -> Vec<String> {
        vec![quoted("1.2 days of flow"), quoted("20000 lines")]
    }
}
