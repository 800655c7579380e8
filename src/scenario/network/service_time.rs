//! The time that a process takes for one: alike for all, or by order class.
//!
//! ```toml
//! time = { exponential = "6 min" }
//! time = { vor = "2 min", daily = { lognormal = { mean = "1 min", cv = 1 } }, stock = "48 s" }
//! ```
//!
//! Which classes can come to a process is seen across tables: `classes_that_come.rs`.

use super::process::WorkUnit;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::reader::{Item, Reader, item, kind};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::braces;

/// The time for one unit of work, in microseconds at level 100 %.
#[derive(Debug, Clone, PartialEq)]
pub enum ServiceTime {
    /// The same for all.
    Alike(Distribution),
    /// By the order class that the line has when its work begins; classes by name, in the order of their names.
    ByClass(Vec<(String, Distribution)>),
}

impl ServiceTime {
    pub(crate) fn text(&self) -> String {
        match self {
            ServiceTime::Alike(time) => time.text(Of::Time),
            ServiceTime::ByClass(times) => {
                braces(times.iter().map(|(class, time)| (class.as_str(), time.text(Of::Time))))
            }
        }
    }
}

impl<'t> Reader<'t> {
    /// The `time` of a process: a distribution, or a table of them by order class.
    pub(crate) fn work_time(&mut self, written: Item<'t>, unit: WorkUnit) -> Option<ServiceTime> {
        let by_class = match &written.node.value {
            Value::Table(table) => table
                .entries
                .iter()
                .any(|entry| self.name_place(kind("classes"), &entry.key).is_some())
                .then_some(table),
            _ => None,
        };
        let Some(table) = by_class else {
            return self.distribution(written, Of::Time).map(ServiceTime::Alike);
        };
        if unit == WorkUnit::Delivery {
            self.fault(
                Fault::at(written.at, "a delivery may hold lines of several order classes", "by order class")
                    .help("work per line or per piece, or give one time for all"),
            );
            return None;
        }
        let mut times = Vec::new();
        for entry in &table.entries {
            if self.name_place(kind("classes"), &entry.key).is_none() {
                self.unknown(entry.at, &entry.key, &[kind("classes")]);
                continue;
            }
            times.extend(self.distribution(item(entry), Of::Time).map(|time| (entry.key.clone(), time)));
        }
        times.sort_by(|one, other| one.0.cmp(&other.0));
        Some(ServiceTime::ByClass(times))
    }
}
