//! Acceptance check: a check after the work of a restart phase, repeated until it passes.
//!
//! No target returns before a check has passed. A failed check may roll back earlier phases.
//!
//! ```toml
//! check = { chance = "90%", takes = "1 day", again_after = "2 days" }
//! check.chance = "70%"
//! check.takes = "1 day"
//! check.if_it_fails = { chance = "20%", rolls_back = ["order_entry"] }
//! ```

use super::positive_time::PositiveTime;
use super::restart::RestartPhase;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Inline, Names, Share, TimeDistribution};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, Value};
use serde_json::Value as Json;

table! {
    /// Check that is repeated until it passes.
    pub struct AcceptanceCheck in "restart.NAME.check" {
        /// Probability that one check passes.
        chance: f64 as Share = required, eg "90%", above (0, 100);
        /// Length of a check.
        takes: Distribution as PositiveTime = required, eg "1 day";
        /// Repair after a failed check, before the next.
        again_after: Option<Distribution> as TimeDistribution = optional, eg "2 days", absent "no repair";
        /// Phases that a failed check may roll back.
        if_it_fails: Option<RollBack> as Inline<RollBack> = optional,
            eg { chance = "20%", rolls_back = ["order_entry"] }, absent "nothing is rolled back";
    }
}

table! {
    /// Roll-back of phases after a failed check.
    pub struct RollBack in "restart.NAME.check.if_it_fails" {
        /// Probability that a failed check rolls back the phases.
        chance: f64 as Share = required, eg "20%", above (0, 100);
        /// Phases that it rolls back.
        rolls_back: Vec<String> as SomePhases = required, eg ["order_entry"];
    }
}

/// Names of restart phases, at least one.
pub(crate) struct SomePhases;

impl Value for SomePhases {
    type Of = Vec<String>;

    fn form() -> String {
        Names::<RestartPhase>::form()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Vec<String>> {
        let before = reader.errors();
        let names = Names::<RestartPhase>::read(reader, item, key)?;
        if names.is_empty() && reader.errors() == before {
            reader.report(
                ScenarioError::at(item.place(), format!("`{}` is empty", item.key), "names nothing")
                    .help(format!("for instance `{}`", key.example_line())),
            );
        }
        Some(names)
    }

    fn write(value: &Vec<String>, context: Context) -> String {
        Names::<RestartPhase>::write(value, context)
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        let mut names = Names::<RestartPhase>::schema(key, schema);
        names["minItems"] = 1.into();
        names
    }
}
