//! Uncertain values: inputs that are sampled once per replication from a distribution.
//!
//! ```toml
//! [uncertain.orders]
//! set = "demand.uk_workshops.lines"      # a key of this scenario with a quantity, number or date
//! triangular = ["60 per working day each", "70 per working day each", "90 per working day each"]
//! # or uniform = ["60 …", "90 …"], lognormal = { median = "6 weeks", p90 = "16 weeks" },
//! # one_of = ["1 week", "3 weeks"], table = [["1 week", 0.8], ["3 weeks", 0.2]]
//! ```
//!
//! The values have the form of the key that they set, all with one unit. A sampled value replaces
//! the one in the file before the scenario is read, so any key can be uncertain and no other code
//! knows of it. When a scenario is read, the ends and the middle of each distribution are tried in
//! the same way, so that a value that its key rejects is an error before anything runs.
//!
//! ```text
//! [uncertain.x] ──► value_path (which keys) ──► input_distribution (which values)
//!                                                    │
//!            corners (try the ends) ◄────────────────┤
//!                                                    ▼
//!                  sampled (round) ──► substitution (into the tree) ──► reader
//! ```
//!
//! Knows nothing of random numbers.

pub mod assumed;
pub(crate) mod corners;
pub(crate) mod input_distribution;
pub(crate) mod sampled;
pub(crate) mod substitution;
#[cfg(test)]
mod tests;
pub(crate) mod value_form;
pub(crate) mod value_path;

use super::syntax::diagnostic::Fault;
use super::syntax::reader::{Fields, Item, Reader};
use super::syntax::writer::Writer;
pub(crate) use corners::try_corners;
pub use input_distribution::InputDistribution;
pub use value_form::ValueForm;
pub(crate) use value_path::{find, is_value};

/// An input that is sampled once per replication.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainValue {
    /// Name.
    pub name: String,
    /// Paths of the keys that it sets, each its keys joined by dots; all get the same value.
    pub set: Vec<String>,
    /// Form of its values.
    pub form: ValueForm,
    /// True if its key accepts only integers.
    pub integer: bool,
    /// Distribution of its values, in the unit of [`Self::form`].
    pub distribution: InputDistribution,
    /// Name of its random stream; its own name by default.
    pub stream: String,
}

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> UncertainValue {
    let help = "the path of a key, for instance `set = \"processes.pick.people\"`";
    let set = fields.need(reader, "set", help);
    let set = set.map(|item| reader.value_paths(item)).unwrap_or_default();
    let given: Vec<Item<'t>> =
        InputDistribution::KEYS.into_iter().filter_map(|key| fields.take(key)).collect();
    let read = match given[..] {
        [item] => reader.input_distribution(item),
        [first, second, ..] => {
            reader.both_said(second, first, "remove one of them");
            None
        }
        [] => {
            let keys = InputDistribution::KEYS.join(", ");
            reader.fault(
                Fault::at(fields.at, format!("{} has no distribution", fields.what), "needs a distribution")
                    .help(format!("one of {keys}, for instance `uniform = [\"20%\", \"60%\"]`")),
            );
            None
        }
    };
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    let (form, distribution) = read.unwrap_or((ValueForm::Number, InputDistribution::OneOf(Vec::new())));
    UncertainValue { name: name.to_owned(), set, form, integer: false, distribution, stream }
}

impl UncertainValue {
    pub(crate) fn write(&self, writer: &mut Writer) {
        match &self.set[..] {
            [one] => writer.text("set", one),
            several => writer.names("set", several),
        }
        self.distribution.write(writer, &self.form);
        writer.stream(&self.stream, &self.name);
    }
}
