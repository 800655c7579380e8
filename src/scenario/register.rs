//! Register of the scenario language: all its tables, each defined in its own file.
//!
//! The reader, inheritance, uncertain values, the JSON Schema and the reference page look keys up
//! here.

use super::customers::demand::Demand;
use super::customers::impatience::Impatience;
use super::disruption::Disruption;
use super::disruption::failure::Failure;
use super::disruption::restart::RestartPhase;
use super::network::calendar::Calendar;
use super::network::lane::Lane;
use super::network::order_class::OrderClass;
use super::network::part::Segment;
use super::network::process::Process;
use super::network::site::Site;
use super::network::system::System;
use super::observation::Observe;
use super::read::TopKeys;
use super::syntax::value::{Keys, Thing};
use super::uncertainty::UncertainValue;
use super::window::Window;
use crate::registers::key::{Key, Table, top};

/// Keys at the top of a scenario.
pub(crate) const TOP: &Table = TopKeys::TABLE;

/// Tables whose entries have names, in the order in which a scenario is written out.
pub(crate) const NAMED: [&Table; 15] = [
    <Calendar as Thing>::TABLE,
    <Segment as Thing>::TABLE,
    <OrderClass as Thing>::TABLE,
    <System as Thing>::TABLE,
    <Process as Thing>::TABLE,
    <Site as Thing>::TABLE,
    <Lane as Thing>::TABLE,
    <Demand as Thing>::TABLE,
    <Impatience as Thing>::TABLE,
    <Disruption as Thing>::TABLE,
    <Failure as Thing>::TABLE,
    <RestartPhase as Thing>::TABLE,
    <Window as Thing>::TABLE,
    <Observe as Thing>::TABLE,
    <UncertainValue as Thing>::TABLE,
];

/// The table of entries with names that is called this.
pub(crate) fn named(name: &str) -> Option<&'static Table> {
    NAMED.into_iter().find(|table| top(table.path) == name)
}

/// The table at a path of keys: that of a thing (`lanes.to_europe`), or inside one
/// (`sites.gplc.stock`).
pub(crate) fn table_at(path: &[String]) -> Option<&'static Table> {
    let [table, _name, keys @ ..] = path else { return None };
    keys.iter().try_fold(named(table)?, |table, key| table.key(key)?.table)
}

/// The key at a path of keys.
pub(crate) fn key_at(path: &[String]) -> Option<&'static Key> {
    match path {
        [key] => TOP.key(key),
        [above @ .., key] => table_at(above)?.key(key),
        [] => None,
    }
}

/// All tables of the scenario language: the keys at the top, tables whose entries have names, and
/// each followed by those inside its values.
pub fn tables() -> Vec<&'static Table> {
    fn add(table: &'static Table, tables: &mut Vec<&'static Table>) {
        if tables.iter().all(|earlier| earlier.path != table.path) {
            tables.push(table);
            for key in table.keys {
                key.table.into_iter().for_each(|inner| add(inner, tables));
            }
        }
    }
    let mut tables = Vec::new();
    for table in [TOP].into_iter().chain(NAMED) {
        add(table, &mut tables);
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::tables;
    use crate::registers::key::Presence;
    use crate::scenario::syntax::tree::parse_value;

    #[test]
    fn every_key_has_a_meaning_a_form_and_an_example_in_toml() {
        for table in tables() {
            for key in table.keys {
                let path = format!("{}.{}", table.path, key.name);
                assert!(key.meaning.trim().ends_with('.'), "{path}: {}", key.meaning);
                assert!(!(key.form)().is_empty(), "{path}");
                assert!(parse_value(0, 0, key.example).is_ok(), "{path}: {}", key.example);
                if let Presence::Default(default) = key.presence {
                    assert!(parse_value(0, 0, default).is_ok(), "{path}: {default}");
                }
                for name in key.needs.iter().chain(key.joins) {
                    assert!(table.key(name).is_some(), "{path} names `{name}`");
                }
            }
        }
    }

    #[test]
    fn no_former_name_is_also_a_name_of_its_table() {
        for table in tables() {
            for former in table.keys.iter().flat_map(|key| key.formerly) {
                assert!(table.key(former).is_none(), "{}.{former}", table.path);
            }
        }
    }
}
