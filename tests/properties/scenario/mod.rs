//! Random scenarios: small, of a few days, and together with every key of the language
//! (`every_key.rs`).
//!
//! A scenario is made of a list of choices; where a property fails, the list is shortened towards
//! zeros, which choose the plainest of everything. The [network](network) and the
//! [couplings](couplings) between keys are fixed here; which keys are present, which of several
//! alternatives is used, and with which value comes from the register of keys ([values]). No name
//! here is also a word of the language, so that all can be renamed; the order class `stock` alone
//! must have this name.

mod couplings;
mod network;
mod values;

use gplc::registers::key::Table as KeyTable;
use gplc::scenario::register::tables;
use network::Generator;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt;
use toml::Table;

/// The text of a scenario, printed as it is.
#[derive(Clone)]
pub(crate) struct Case(pub(crate) String);

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

/// Enough choices for any scenario.
const CHOICES: usize = 900;

/// Scenarios of a few days.
pub(crate) fn scenarios() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u8>(), CHOICES)
        .prop_map(|choices| Case(Generator::new(&choices, true).scenario()))
}

/// Those without anything that has a limit or stops: all that is left of times is transit.
pub(crate) fn without_limits() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u8>(), CHOICES)
        .prop_map(|choices| Case(Generator::new(&choices, false).scenario()))
}

/// Tables whose entries have names.
pub(crate) fn named_tables() -> impl Iterator<Item = &'static KeyTable> {
    tables().into_iter().filter(|table| !table.one.is_empty())
}

/// The name of a table whose entries have names.
pub(crate) fn name_of(table: &KeyTable) -> &'static str {
    table.path.split('.').next().unwrap()
}

/// Names of all elements, except the order class that must be called `stock`.
pub(crate) fn names(tree: &Table) -> BTreeSet<String> {
    let entries = named_tables().filter_map(|table| tree.get(name_of(table))?.as_table());
    entries.flat_map(|table| table.keys().cloned()).filter(|name| name != "stock").collect()
}
