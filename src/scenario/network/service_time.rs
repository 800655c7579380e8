//! Service time: the time that a process takes for one unit of work, for all classes or by class.
//!
//! ```toml
//! time = { exponential = "6 min" }
//! time = { vor = "2 min", daily = { lognormal = { mean = "1 min", cv = 1 } }, stock = "48 s" }
//! ```
//!
//! Which classes can reach a process is checked across tables: `validate/class_reachability.rs`.

use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::distribution::{self, Support};
use crate::scenario::syntax::forms::{TimeDistribution, names};
use crate::scenario::syntax::reader::{Item, Reader, item, kind};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Value};
use crate::scenario::syntax::writer::braces;
use serde_json::{Value as Json, json};

/// Time for one unit of work at nominal speed \[microseconds\].
#[derive(Debug, Clone, PartialEq)]
pub enum ServiceTime {
    /// The same for all order classes.
    Alike(Distribution),
    /// By the order class that the line has when its work starts, in order of name.
    ByClass(Vec<(String, Distribution)>),
}

/// A distribution of time, or one by order class.
pub(crate) struct ServiceTimeForm;

impl Value for ServiceTimeForm {
    type Of = ServiceTime;
    const WHOLE: bool = true;

    fn form() -> String {
        "distribution of time, or one by order class".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, written: Item<'t>, _: &Key) -> Option<ServiceTime> {
        let by_class = match &written.node.value {
            tree::Value::Table(table) => table
                .entries
                .iter()
                .any(|entry| reader.name_place(kind("classes"), &entry.key).is_some())
                .then_some(table),
            _ => None,
        };
        let Some(table) = by_class else {
            return reader.distribution(written, Support::Time).map(ServiceTime::Alike);
        };
        let mut times = Vec::new();
        for entry in &table.entries {
            if reader.name_place(kind("classes"), &entry.key).is_none() {
                reader.unknown(entry.at, &entry.key, &[kind("classes")]);
                continue;
            }
            times.extend(
                reader.distribution(item(entry), Support::Time).map(|time| (entry.key.clone(), time)),
            );
        }
        times.sort_by(|one, other| one.0.cmp(&other.0));
        Some(ServiceTime::ByClass(times))
    }

    fn write(value: &ServiceTime, context: Context) -> String {
        match value {
            ServiceTime::Alike(time) => TimeDistribution::write(time, context),
            ServiceTime::ByClass(times) => {
                let times = times.iter();
                braces(times.map(|(class, time)| (class.as_str(), TimeDistribution::write(time, context))))
            }
        }
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let one = distribution::schema(Support::Time);
        let by_class = json!({
            "type": "object",
            "propertyNames": names_of_classes(),
            "additionalProperties": one,
            "minProperties": 1,
        });
        json!({ "anyOf": [one, by_class] })
    }

    fn samples(key: &Key) -> Vec<String> {
        TimeDistribution::samples(key)
    }
}

/// Names that are not those of distributions.
fn names_of_classes() -> Json {
    json!({ "allOf": [names(), { "not": { "enum": distribution::all_names() } }] })
}
