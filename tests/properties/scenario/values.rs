//! Values: the keys of a table from the register, some of them, with values that it offers.

use super::network::Generator;
use gplc::registers::key::{Key, Presence, Table as KeyTable};
use gplc::scenario::register::tables;

/// Presence and value of a key where a coupling determines them.
pub(super) enum Coupling {
    /// It is left out.
    Absent,
    /// It is present, with a value of the register.
    Present,
    /// It is present, with this value.
    Is(String),
    /// If it is present, it has one of these values.
    OneOf(Vec<String>),
}

/// A key with its coupling.
pub(super) type Coupled = (&'static str, Coupling);

/// A key that has this value.
pub(super) fn is(key: &'static str, value: impl Into<String>) -> Coupled {
    (key, Coupling::Is(value.into()))
}

/// A key that has this text.
pub(super) fn named(key: &'static str, name: &str) -> Coupled {
    is(key, format!("\"{name}\""))
}

/// A key that has one of these values, if it is present.
pub(super) fn one_of(key: &'static str, values: &[&str]) -> Coupled {
    (key, Coupling::OneOf(values.iter().map(|value| (*value).to_owned()).collect()))
}

/// A key that is left out.
pub(super) fn absent(key: &'static str) -> Coupled {
    (key, Coupling::Absent)
}

/// A key that is present.
pub(super) fn present(key: &'static str) -> Coupled {
    (key, Coupling::Present)
}

/// A table of the register.
pub(super) fn table(path: &str) -> &'static KeyTable {
    tables().into_iter().find(|table| table.path == path).unwrap_or_else(|| panic!("no table {path}"))
}

impl Generator<'_> {
    /// One of the alternatives of a table; the first is the plainest.
    pub(super) fn alternative(&mut self, path: &str) -> &'static str {
        let labels: Vec<&str> = labels(table(path));
        self.of(&labels)
    }

    /// Keys of a table with their values: those of this alternative, and some of the others.
    pub(super) fn keys(
        &mut self,
        path: &str,
        alternative: &str,
        couplings: &[Coupled],
    ) -> Vec<(&'static str, String)> {
        let table = table(path);
        let chosen: Vec<&Key> = table.keys.iter().filter(|key| key.alternative == alternative).collect();
        let mut written: Vec<(&str, String)> = Vec::new();
        for key in table.keys {
            let coupling = couplings.iter().find(|(name, _)| *name == key.name).map(|(_, coupling)| coupling);
            let alone = chosen.len() == 1 && !alternative.is_empty();
            let excluded =
                !key.alternative.is_empty() && !key.displaces_only && key.alternative != alternative;
            // A lot size stands beside a fill rate too.
            let joined = key
                .joins
                .iter()
                .any(|name| key.needs.contains(name) && chosen.iter().any(|key| key.name == *name && alone));
            let wanted = match coupling {
                Some(Coupling::Absent) => false,
                _ if excluded && !joined => false,
                Some(Coupling::Present | Coupling::Is(_)) => true,
                _ if key.alternative == alternative && alone => true,
                _ => key.presence == Presence::Required || self.yes(),
            };
            if !wanted {
                continue;
            }
            let value = match coupling {
                Some(Coupling::Is(value)) => value.clone(),
                Some(Coupling::OneOf(values)) => values[self.number(values.len())].clone(),
                _ => self.value(key),
            };
            written.push((key.name, value));
        }
        // A key without those that it needs has no effect.
        let names: Vec<&str> = written.iter().map(|(name, _)| *name).collect();
        let has_needs = |name: &str| {
            let needs = table.keys.iter().find(|key| key.name == name).map_or(&[][..], |key| key.needs);
            needs.is_empty() || needs.iter().any(|need| names.contains(need))
        };
        written.retain(|(name, _)| has_needs(name));
        written
    }

    /// Adds an entry with a name.
    pub(super) fn entry(&mut self, path: &str, name: &str, alternative: &str, couplings: &[Coupled]) {
        let keys = self.keys(path, alternative, couplings);
        self.add(&format!("[{}]", path.replace("NAME", name)));
        for (key, value) in keys {
            self.add(&format!("{key} = {value}"));
        }
    }

    /// A table in braces.
    pub(super) fn braces(&mut self, path: &str, alternative: &str, couplings: &[Coupled]) -> String {
        let keys = self.keys(path, alternative, couplings);
        let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        format!("{{ {} }}", keys.join(", "))
    }

    /// One of the values that the register offers; of names, one of this network; of a table, its
    /// keys.
    pub(super) fn value(&mut self, key: &Key) -> String {
        let samples = (key.samples)(key);
        if !samples.is_empty() {
            return samples[self.number(samples.len())].clone();
        }
        if let Some(table) = key.table {
            let couplings = self.couplings(table.path);
            return self.braces(table.path, "", &couplings);
        }
        let form = (key.form)();
        for kind in super::named_tables() {
            if form == kind.one {
                let name = self.of(Self::names_of(super::name_of(kind)));
                return format!("\"{name}\"");
            }
            if form == format!("list of {}", kind.many) {
                let names = Self::names_of(super::name_of(kind));
                let first = self.number(names.len());
                let second = self.number(names.len());
                let list = if second > first {
                    format!("[\"{}\", \"{}\"]", names[first], names[second])
                } else {
                    format!("[\"{}\"]", names[first])
                };
                return list;
            }
        }
        panic!("the values of `{}` ({form}) depend on the network", key.name)
    }

    /// A distribution of times; also one that is always 0, and one of a file.
    pub(super) fn time(&mut self) -> String {
        let key = table("lanes.NAME").keys.iter().find(|key| key.name == "transit").unwrap();
        let mut samples = (key.samples)(key);
        samples.push("\"0 s\"".to_owned());
        // Relative to the file of the scenario, which has none here.
        samples.push(format!(
            "{{ empirical = \"{}/tests/properties/hours.csv\", unit = \"h\" }}",
            env!("CARGO_MANIFEST_DIR")
        ));
        samples[self.number(samples.len())].clone()
    }
}

/// Labels of the alternatives that exclude each other.
fn labels(table: &KeyTable) -> Vec<&'static str> {
    let mut labels: Vec<&str> = Vec::new();
    for key in table.keys.iter().filter(|key| !key.alternative.is_empty() && !key.displaces_only) {
        if !labels.contains(&key.alternative) {
            labels.push(key.alternative);
        }
    }
    labels
}
