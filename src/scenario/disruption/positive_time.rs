//! Positive time: a distribution of durations that is not constant at 0.

use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::distribution::{self, Support};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use serde_json::Value as Json;

/// A distribution of times that are not all 0.
pub(crate) struct PositiveTime;

impl Value for PositiveTime {
    type Of = Distribution;
    const WHOLE: bool = true;

    fn form() -> String {
        "distribution of time".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Distribution> {
        let time = reader.distribution(item, Support::Time)?;
        if time == Distribution::Constant(0.0) {
            reader.report(
                ScenarioError::at(item.place(), format!("`{}` must be above 0", item.key), "no time")
                    .help(format!("for instance `{}`", key.example_line())),
            );
            return None;
        }
        Some(time)
    }

    fn write(value: &Distribution, _: Context) -> String {
        value.text(Support::Time)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        distribution::schema(Support::Time)
    }

    fn samples(_: &Key) -> Vec<String> {
        distribution::samples(Support::Time)
    }
}

impl StandIn for PositiveTime {
    fn stand_in() -> Distribution {
        Distribution::Constant(0.0)
    }
}
