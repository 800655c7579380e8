//! Capacity target: a system, process, site or lane that disruptions take down and restart phases
//! bring back or boost.
//!
//! A target is written by its name (`pick`), or by its table and name (`processes.pick`) where two
//! tables have the name.

use crate::registers::key::{Key, Range, Schema};
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::forms::{list_of, quantity_of};
use crate::scenario::syntax::quantity::level_text;
use crate::scenario::syntax::reader::{Item, Reader, item, kind, listed, nearest_of, shown};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::tree::Entry;
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::CapacityFactor;
use serde_json::{Value as Json, json};

/// System, process, site or lane whose capacity changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityTarget {
    /// System.
    System(String),
    /// Process at every site that lists it.
    Process(String),
    /// All processes of a site group; the lead times of a supplier.
    Site(String),
    /// Lane, which does not depart at 0 %.
    Lane(String),
}

/// Tables whose entries are capacity targets.
const TABLES: [&str; 4] = ["systems", "processes", "sites", "lanes"];

impl CapacityTarget {
    fn of(table: &str, name: &str) -> Self {
        let name = name.to_owned();
        match table {
            "systems" => Self::System(name),
            "processes" => Self::Process(name),
            "sites" => Self::Site(name),
            _ => Self::Lane(name),
        }
    }

    /// Table and name: `processes.pick`.
    pub(crate) fn full_name(&self) -> String {
        match self {
            Self::System(name) => format!("systems.{name}"),
            Self::Process(name) => format!("processes.{name}"),
            Self::Site(name) => format!("sites.{name}"),
            Self::Lane(name) => format!("lanes.{name}"),
        }
    }
}

/// A list of capacity targets, not empty.
pub(crate) struct CapacityTargets;

impl Value for CapacityTargets {
    type Of = Vec<CapacityTarget>;

    fn form() -> String {
        "list of systems, processes, sites and lanes".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Self::Of> {
        Some(reader.targets(item, key.example))
    }

    fn write(value: &Self::Of, _: Context) -> String {
        list_of(value.iter().map(|target| quoted(&target.full_name())))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true })
    }

    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<Self::Of> {
        Some(Vec::new())
    }
}

impl StandIn for CapacityTargets {
    fn stand_in() -> Self::Of {
        Vec::new()
    }
}

/// Capacity factors by target, sorted; the range of the key is in percent.
pub(crate) struct Boosts;

/// Factors of lead times by supplier, in the order of the file; the range of the key is in percent.
pub(crate) struct Delays;

impl Value for Boosts {
    type Of = Vec<(CapacityTarget, CapacityFactor)>;

    fn form() -> String {
        "table of levels by system, process, site or lane".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Self::Of> {
        let mut boosts = reader.factors_by_target(item, key)?;
        boosts.sort();
        Some(boosts)
    }

    fn write(value: &Self::Of, _: Context) -> String {
        factors_text(value)
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        Delays::schema(key, schema)
    }

    fn limit(bound: i128) -> String {
        format!("{bound} %")
    }

    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<Self::Of> {
        Some(Vec::new())
    }
}

impl Value for Delays {
    type Of = Vec<(CapacityTarget, CapacityFactor)>;

    fn form() -> String {
        "table of levels by supplier".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Self::Of> {
        reader.factors_by_target(item, key)
    }

    fn write(value: &Self::Of, _: Context) -> String {
        factors_text(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let factor = quantity_of("%");
        // `sites.suppliers = ".."` without quotes is a table in a table.
        let nested = json!({ "type": "object", "additionalProperties": factor });
        json!({
            "type": "object",
            "additionalProperties": { "anyOf": [factor, nested] },
            "minProperties": 1,
        })
    }

    fn limit(bound: i128) -> String {
        format!("{bound} %")
    }

    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<Self::Of> {
        Some(Vec::new())
    }
}

impl StandIn for Delays {
    fn stand_in() -> Self::Of {
        Vec::new()
    }
}

fn factors_text(factors: &[(CapacityTarget, CapacityFactor)]) -> String {
    let factors: Vec<(String, String)> = factors
        .iter()
        .map(|(target, factor)| (quoted(&target.full_name()), quoted(&level_text(*factor))))
        .collect();
    braces(factors.iter().map(|(name, factor)| (name.as_str(), factor.clone())))
}

impl<'t> Reader<'t> {
    /// Distinct targets of a list that is not empty.
    fn targets(&mut self, item: Item<'t>, example: &str) -> Vec<CapacityTarget> {
        let before = self.errors();
        let items = self.list(item, example);
        if items.is_empty() && self.errors() == before {
            self.report(
                ScenarioError::at(item.place(), format!("`{}` is empty", item.key), "names nothing")
                    .help(format!("for instance `{} = {example}`", item.key)),
            );
        }
        let mut targets: Vec<(CapacityTarget, Place)> = Vec::new();
        for item in items {
            let target = self.text(item, example).and_then(|name| self.target(item.place(), name));
            let Some(target) = target else { continue };
            if let Some((_, first)) = targets.iter().find(|(earlier, _)| *earlier == target) {
                let first = *first;
                let message = format!("`{}` is listed twice", target.full_name());
                self.report(
                    ScenarioError::at(item.place(), message, "listed again").and(first, "first listed here"),
                );
            } else {
                targets.push((target, item.place()));
            }
        }
        targets.into_iter().map(|(target, _)| target).collect()
    }

    /// A target by its name, alone or after its table.
    fn target(&mut self, place: Place, name: &str) -> Option<CapacityTarget> {
        if let Some((table, short)) = name.split_once('.') {
            if !TABLES.contains(&table) {
                self.report(
                    ScenarioError::at(place, format!("unknown table `{}`", shown(table)), "before the dot")
                        .help(nearest_of(table, &TABLES, "tables of targets")),
                );
                return None;
            }
            if self.name_place(kind(table), short).is_none() {
                self.unknown(place, short, &[kind(table)]);
                return None;
            }
            return Some(CapacityTarget::of(table, short));
        }
        let found: Vec<&str> =
            TABLES.into_iter().filter(|table| self.name_place(kind(table), name).is_some()).collect();
        match found[..] {
            [table] => Some(CapacityTarget::of(table, name)),
            [] => {
                self.unknown(place, name, &TABLES.map(kind));
                None
            }
            _ => {
                let full: Vec<String> = found.iter().map(|table| format!("`{table}.{name}`")).collect();
                let full: Vec<&str> = full.iter().map(String::as_str).collect();
                self.report(
                    ScenarioError::at(
                        place,
                        format!("`{name}` is ambiguous"),
                        format!("{} tables have it", found.len()),
                    )
                    .help(format!("write {}", listed(&full, "or"))),
                );
                None
            }
        }
    }

    /// A table of distinct targets, not empty, each with a factor in the range of the key.
    fn factors_by_target(
        &mut self,
        written: Item<'t>,
        key: &Key,
    ) -> Option<Vec<(CapacityTarget, CapacityFactor)>> {
        let table = self.table(written, key.example)?;
        if table.entries.is_empty() {
            self.report(
                ScenarioError::at(written.place(), format!("`{}` is empty", written.key), "names nothing")
                    .help(format!("for instance `{} = {}`", written.key, key.example)),
            );
        }
        let mut factors: Vec<(CapacityTarget, CapacityFactor)> = Vec::new();
        for entry in &table.entries {
            match &entry.node.value {
                // `processes.pick = ".."` without quotes is a table in a table.
                tree::Value::Table(inner) => {
                    for below in &inner.entries {
                        let name = format!("{}.{}", entry.key, below.key);
                        factors.extend(self.factor_of_target(&name, below, key, &factors));
                    }
                }
                _ => factors.extend(self.factor_of_target(&entry.key, entry, key, &factors)),
            }
        }
        Some(factors)
    }

    fn factor_of_target(
        &mut self,
        name: &str,
        entry: &'t Entry,
        key: &Key,
        earlier: &[(CapacityTarget, CapacityFactor)],
    ) -> Option<(CapacityTarget, CapacityFactor)> {
        let range = key.range.unwrap_or(Range { least: 0, above: false, most: 100, below: false });
        let target = self.target(entry.at, name);
        let help = format!("from {} % to {} %", range.least, range.most);
        let factor = self.level(item(entry), u32::try_from(range.most).unwrap_or(100), &help);
        let (target, factor) = target.zip(factor)?;
        if i128::from(factor.ppm()) < range.least * 10_000 {
            let message = format!("`{}` must be at least {} %", entry.key, range.least);
            let label = format!("below {} %", range.least);
            self.report(ScenarioError::at(entry.node.place, message, label).help(help));
            return None;
        }
        if earlier.iter().any(|(other, _)| *other == target) {
            let message = format!("`{}` is listed twice", target.full_name());
            self.report(ScenarioError::at(entry.at, message, "listed again"));
            return None;
        }
        Some((target, factor))
    }
}
