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

use super::syntax::diagnostic::ScenarioError;
use super::syntax::forms::StreamName;
use super::syntax::reader::{Fields, Reader};
use super::syntax::value::{Context, Entries, Keys, Thing, Written};
use crate::registers::key::Table;
use crate::registers::table::table;
pub(crate) use corners::try_corners;
pub use input_distribution::InputDistribution;
use input_distribution::InputForm;
pub use value_form::ValueForm;
use value_path::ValuePaths;
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

table! {
    /// Input that is sampled once per replication from a distribution.
    pub(crate) struct UncertainKeys<'t> in "uncertain.NAME" ("uncertain value", "uncertain values") {
        /// Path of the key that it sets, or a list of paths whose keys all get the same value.
        set: Vec<String> as ValuePaths = required, eg "processes.pick.people";
        /// Smallest, most likely and largest value.
        triangular: (ValueForm, InputDistribution) as InputForm = optional, eg [200, 240, 250],
            alternative "triangular";
        /// Smallest and largest value; all values between them are equally likely.
        uniform: (ValueForm, InputDistribution) as InputForm = optional, eg ["20%", "60%"],
            alternative "uniform";
        /// Median and 90 % quantile of a lognormal distribution; not of moments.
        lognormal: (ValueForm, InputDistribution) as InputForm = optional,
            eg { median = "6 weeks", p90 = "16 weeks" }, alternative "lognormal";
        /// Values and their weights, which need not add up to 1.
        table: (ValueForm, InputDistribution) as InputForm = optional,
            eg [["1 week", 0.8], ["3 weeks", 0.2]], alternative "table";
        /// Equally likely values.
        one_of: (ValueForm, InputDistribution) as InputForm = optional, eg ["1 week", "3 weeks"],
            alternative "one_of";
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

impl Thing for UncertainValue {
    const TABLE: &'static Table = <UncertainKeys<'static> as Keys>::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at, what) = (fields.name.to_owned(), fields.at, fields.what.clone());
        let keys = UncertainKeys::read(reader, fields);
        let distributions = [keys.triangular, keys.uniform, keys.lognormal, keys.table, keys.one_of];
        if distributions.iter().all(|written| written.item.is_none()) {
            let known = InputDistribution::KEYS.join(", ");
            reader.report(
                ScenarioError::at(at, format!("{what} has no distribution"), "needs a distribution")
                    .help(format!("one of {known}, for instance `uniform = [\"20%\", \"60%\"]`")),
            );
        }
        let read = distributions.into_iter().find_map(|written| written.value);
        let (form, distribution) = read.unwrap_or((ValueForm::Number, InputDistribution::OneOf(Vec::new())));
        UncertainValue {
            set: keys.set.value.unwrap_or_default(),
            form,
            integer: false,
            distribution,
            stream: keys.stream.value.unwrap_or_else(|| name.clone()),
            name,
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let mut keys = UncertainKeys {
            set: Written::of(self.set.clone()),
            stream: Written::of(self.stream.clone()),
            ..UncertainKeys::default()
        };
        let distribution = Written::of((self.form.clone(), self.distribution.clone()));
        match self.distribution {
            InputDistribution::Triangular(_) => keys.triangular = distribution,
            InputDistribution::Uniform(_) => keys.uniform = distribution,
            InputDistribution::Lognormal { .. } => keys.lognormal = distribution,
            InputDistribution::Table(_) => keys.table = distribution,
            InputDistribution::OneOf(_) => keys.one_of = distribution,
        }
        keys.entries(&self.name, context)
    }
}
