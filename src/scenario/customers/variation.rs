//! Variation: random factors of demand by week and by day, common to all sites.
//!
//! ```toml
//! variation = { week_cv = "6%", day_cv = "8%", persistence = 0.5 }
//! ```

use crate::registers::key::{Key, Schema};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Share, Text};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use serde_json::{Value as Json, json};

table! {
    /// Random factors of demand by week and day, common to all sites and demands of one stream;
    /// `week_cv` or `day_cv` is required.
    pub struct Variation in "demand.NAME.variation" {
        /// Coefficient of variation of the factor of a week.
        week_cv: f64 as Share = "0%", eg "6%";
        /// Coefficient of variation of the factor of a day within its week.
        day_cv: f64 as Share = "0%", eg "8%";
        /// Correlation of the logarithms of the factors of consecutive weeks; below 1.
        persistence: f64 as Persistence = 0.0, eg 0.5;
        /// Name of its random numbers: demands with the same name vary together.
        stream: String as Text = "demand", eg "demand";
    }
}

/// A correlation: at least 0, below 1.
pub(crate) struct Persistence;

impl Value for Persistence {
    type Of = f64;

    fn form() -> String {
        "number".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<f64> {
        let persistence = reader.weight(item)?;
        if persistence >= 1.0 {
            reader.report(
                ScenarioError::at(
                    item.place(),
                    "`persistence` must be below 1",
                    "would never return to normal",
                )
                .help("0: weeks are independent; 0.5: half of a deviation remains a week later"),
            );
            return None;
        }
        Some(persistence)
    }

    fn write(value: &f64, _: Context) -> String {
        format!("{value:?}")
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1 })
    }
}

impl StandIn for Persistence {
    fn stand_in() -> f64 {
        0.0
    }
}
