//! Inheritance: merges a scenario into the one named by `based_on`, and `--set` into both.
//!
//! `based_on` is relative to the file that writes it. The upper text states only what differs:
//!
//! - tables keyed by name and their fields merge key by key; quantities, distributions, lists and
//!   inline tables are replaced whole;
//! - a key removes inherited keys that exclude it: `rate` removes `people` and `productivity`;
//! - `name = false` removes an inherited entry.
//!
//! Which keys exclude each other, and which are replaced whole, stands in the register of keys.
//!
//! Knows nothing of what values mean.

use super::diagnostic::{Place, ScenarioError, Source};
use super::tree;
use super::tree::{Entry, Node, Table, Value};
use crate::registers::key::{self as register, Key};
use crate::scenario::read::Input;
use crate::scenario::register::{key_at, table_at};
use std::path::{Path, PathBuf};

/// Maximum number of keys in a path.
const MAX_DEPTH: usize = 8;

/// Files that were read, and their errors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files {
    pub(crate) sources: Vec<Source>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) errors: Vec<ScenarioError>,
}

/// Inherited entry that was removed.
#[derive(Debug, Clone)]
pub(crate) struct Removed {
    /// Keys from the top.
    pub(crate) path: Vec<String>,
    /// Where it was removed.
    pub(crate) at: Place,
}

/// Merged tree of all layers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merged {
    pub(crate) table: Table,
    pub(crate) removed: Vec<Removed>,
}

/// Layer that is not yet merged, with the file below it.
struct Layer {
    table: Table,
    below: Option<(String, Place)>,
}

impl Files {
    /// Reads a scenario file, what it is based on, and the `--set` arguments.
    pub(crate) fn merge_file(&mut self, path: &Path, sets: &[String]) -> Merged {
        match self.text_of(path, None) {
            Some((source, _)) => self.merge_from(source, path, sets),
            None => Merged::default(),
        }
    }

    /// The same for a text that is in no file.
    pub(crate) fn merge_text(&mut self, name: &str, text: &str, sets: &[String]) -> Merged {
        self.inputs.push(Input { path: PathBuf::from(name), bytes: text.as_bytes().to_vec() });
        self.sources.push(Source { name: name.to_owned(), text: text.to_owned() });
        // Relative to the current folder, whatever the name of the text.
        self.merge_from(0, Path::new(""), sets)
    }

    fn merge_from(&mut self, first: usize, path: &Path, sets: &[String]) -> Merged {
        let mut layers = self.chain(first, path);
        layers.reverse();
        layers.extend(sets.iter().filter_map(|set| self.layer_of_set(set)));
        let mut merged = Merged::default();
        if self.errors.is_empty() {
            for layer in layers {
                overlay(&mut merged.table, layer, &mut Vec::new(), &mut merged.removed, &mut self.errors);
            }
        }
        merged
    }

    /// The layers, the uppermost first.
    fn chain(&mut self, first: usize, path: &Path) -> Vec<Table> {
        let mut layers = Vec::new();
        let mut names = vec![self.sources[first].name.clone()];
        let mut seen = vec![identity(path)];
        let (mut source, mut folder) = (first, path.parent().unwrap_or(Path::new("")).to_path_buf());
        loop {
            let Some(layer) = self.layer_of_file(source) else { return layers };
            layers.push(layer.table);
            let Some((below, at)) = layer.below else { return layers };
            let path = folder.join(&below);
            names.push(path.display().to_string());
            let id = identity(&path);
            if seen.contains(&id) {
                self.errors.push(
                    ScenarioError::at(
                        at,
                        format!("cyclic `based_on`: {}", names.join(" → ")),
                        "names a file above",
                    )
                    .help("one of these files must be based on none of the others"),
                );
                return layers;
            }
            seen.push(id);
            let Some((next, _)) = self.text_of(&path, Some(at)) else { return layers };
            source = next;
            path.parent().unwrap_or(Path::new("")).clone_into(&mut folder);
        }
    }

    fn layer_of_file(&mut self, source: usize) -> Option<Layer> {
        let text = self.sources[source].text.clone();
        let mut table = match tree::parse_file(source, &text) {
            Ok(table) => table,
            Err(errors) => {
                self.errors.extend(errors);
                return None;
            }
        };
        if table.entries.is_empty() {
            let place = Place { source, from: 0, to: 0 };
            self.errors.push(
                ScenarioError::at(
                    place,
                    format!("`{}` is empty", self.sources[source].name),
                    "an empty file",
                )
                .help("a scenario needs `title`, `start` and `horizon`, or `based_on`"),
            );
            return None;
        }
        let below = table.position("based_on").and_then(|position| {
            let entry = table.entries.remove(position);
            match entry.node.value {
                Value::Text(path) if !path.trim().is_empty() => Some((path, entry.node.place)),
                _ => {
                    let label = format!("this is {}", entry.node.kind());
                    self.errors.push(
                        ScenarioError::at(
                            entry.node.place,
                            "`based_on` must be the path of a scenario file",
                            label,
                        )
                        .help("for instance `based_on = \"normal.toml\"`"),
                    );
                    None
                }
            }
        });
        Some(Layer { table, below })
    }

    /// Reads a file as text; reports at `at`, or at the file itself, why it cannot be read.
    pub(crate) fn text_of(&mut self, path: &Path, at: Option<Place>) -> Option<(usize, String)> {
        let name = path.display().to_string();
        // A file is read once: a scenario that is read again with other values has the same inputs.
        let known = self.inputs.iter().find(|input| input.path == path).map(|input| input.bytes.clone());
        match known.map_or_else(|| std::fs::read(path), Ok) {
            Ok(bytes) => {
                let source = self.sources.len();
                let decoded = String::from_utf8(bytes.clone());
                self.inputs.push(Input { path: path.to_owned(), bytes });
                match decoded {
                    Ok(text) => {
                        self.sources.push(Source { name, text: text.clone() });
                        Some((source, text))
                    }
                    Err(error) => {
                        let from = error.utf8_error().valid_up_to();
                        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                        let place = Place { source, from, to: from + '\u{fffd}'.len_utf8() };
                        self.errors.push(
                            ScenarioError::at(
                                place,
                                format!("`{name}` is not UTF-8 text"),
                                "the first byte that is not",
                            )
                            .help("save the file as UTF-8"),
                        );
                        self.sources.push(Source { name, text });
                        None
                    }
                }
            }
            Err(error) => {
                let place = at.unwrap_or_else(|| {
                    self.sources.push(Source { name: name.clone(), text: String::new() });
                    Place { source: self.sources.len() - 1, from: 0, to: 0 }
                });
                self.errors.push(unreadable(path, &name, &error, place));
                None
            }
        }
    }

    /// The layer of a `--set key.path=value`.
    fn layer_of_set(&mut self, set: &str) -> Option<Table> {
        let source = self.sources.len();
        self.sources.push(Source { name: "--set".to_owned(), text: set.to_owned() });
        let whole = Place { source, from: 0, to: set.len() };
        let form = "write `--set key.path=value`, for instance `--set processes.pick.people=200`";
        let Some((path, value)) = set.split_once('=') else {
            self.errors
                .push(ScenarioError::at(whole, "`--set` needs a key and a value", "no `=` in it").help(form));
            return None;
        };
        if path.split('.').count() > MAX_DEPTH {
            self.errors.push(
                ScenarioError::at(whole, "`--set` has more keys than any path", "too many keys").help(form),
            );
            return None;
        }
        let node = self.value_of_set(source, path.len() + 1, value)?;
        let mut keys = Vec::new();
        let mut from = 0;
        for key in path.split('.') {
            let name = key.trim();
            let at = Place { source, from, to: from + key.len() };
            if name.is_empty() {
                self.errors.push(
                    ScenarioError::at(at, "`--set` has a key without a name", "nothing here").help(form),
                );
                return None;
            }
            keys.push((name.to_owned(), at));
            from += key.len() + 1;
        }
        let place = node.place;
        let mut value = node;
        let mut table = Table::default();
        for (key, at) in keys.into_iter().rev() {
            table = Table { entries: vec![Entry { key, at, node: value }], inline: false };
            value = Node { place, value: Value::Table(table.clone()) };
        }
        if let Some(entry) = table.get("based_on") {
            self.errors.push(
                ScenarioError::at(entry.at, "`based_on` cannot be set from the command line", "not here")
                    .help("name the file to run instead, or write `based_on` in it"),
            );
            return None;
        }
        Some(table)
    }

    /// TOML where it is TOML, else a string: on a command line `24 lines/h` needs no quotes of its
    /// own.
    fn value_of_set(&mut self, source: usize, offset: usize, written: &str) -> Option<Node> {
        let value = written.trim();
        let offset = offset + (written.len() - written.trim_start().len());
        match tree::parse_value(source, offset, value) {
            Ok(node) => Some(node),
            Err(errors) if value.starts_with(['"', '\'', '[', '{']) => {
                self.errors.extend(errors);
                None
            }
            Err(_) => {
                let place = Place { source, from: offset, to: offset + value.len() };
                let node = Node { place, value: Value::Text(value.to_owned()) };
                let errors = tree::forbidden(&node);
                let readable = errors.is_empty();
                self.errors.extend(errors);
                readable.then_some(node)
            }
        }
    }
}

/// The identity of a file, however its path is written.
fn identity(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn unreadable(path: &Path, name: &str, error: &std::io::Error, place: Place) -> ScenarioError {
    if path.is_dir() {
        return ScenarioError::at(place, format!("`{name}` is a folder, not a file"), "a folder")
            .help("name a file in it");
    }
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            ScenarioError::at(place, format!("there is no file `{name}`"), "not found")
                .help("paths in a scenario count from the folder of the file that writes them")
        }
        _ => ScenarioError::at(place, format!("`{name}` cannot be read: {error}"), "this file"),
    }
}

/// True if an upper table merges with the lower one key by key, rather than replacing it.
fn merges(path: &[String], upper: &Table) -> bool {
    match path {
        [_] | [_, _] => true,
        [_, _, _] => !upper.inline && !key_at(path).is_some_and(|key| key.whole),
        _ => !upper.inline,
    }
}

/// Merges `upper` into `lower`.
fn overlay(
    lower: &mut Table,
    upper: Table,
    path: &mut Vec<String>,
    removed: &mut Vec<Removed>,
    errors: &mut Vec<ScenarioError>,
) {
    if let Some(keys) = table_at(path) {
        displace(lower, &upper, keys);
    }
    for entry in upper.entries {
        path.push(entry.key.clone());
        match entry.node.value {
            Value::Truth(false) => remove(lower, &entry, path, removed, errors),
            Value::Table(table) if merges(path, &table) => {
                let position = lower.position(&entry.key).unwrap_or_else(|| {
                    let empty = Table { entries: Vec::new(), inline: table.inline };
                    let node = Node { place: entry.node.place, value: Value::Table(empty) };
                    lower.entries.push(Entry { key: entry.key.clone(), at: entry.at, node });
                    lower.entries.len() - 1
                });
                let below = &mut lower.entries[position];
                if below.node.table().is_none() {
                    below.at = entry.at;
                    below.node = Node { place: entry.node.place, value: Value::Table(Table::default()) };
                }
                if let Value::Table(below) = &mut below.node.value {
                    overlay(below, table, path, removed, errors);
                }
            }
            value => {
                let new = Entry { node: Node { place: entry.node.place, value }, ..entry };
                match lower.position(&new.key) {
                    Some(position) => lower.entries[position] = new,
                    None => lower.entries.push(new),
                }
            }
        }
        path.pop();
    }
}

/// Removes from `lower` the alternatives of the keys of `upper`.
fn displace(lower: &mut Table, upper: &Table, keys: &'static register::Table) {
    let present = |table: &Table, key: &Key| table.get(key.name).is_some();
    let written = |label: &str| {
        let keys = keys.keys.iter().filter(|key| key.alternative == label);
        keys.into_iter().any(|key| upper.get(key.name).is_some_and(|entry| !is_removal(entry)))
    };
    let labels = keys.alternatives();
    if !labels.iter().any(|label| written(label)) {
        return;
    }
    let chosen: Vec<&Key> = keys
        .keys
        .iter()
        .filter(|key| !key.alternative.is_empty() && (present(lower, key) || present(upper, key)))
        .collect();
    let joins = |one: &Key, other: &Key| one.name == other.name || one.joins.contains(&other.name);
    if chosen.iter().all(|one| chosen.iter().all(|other| joins(one, other))) {
        return;
    }
    for label in labels.into_iter().filter(|label| !written(label)) {
        lower.entries.retain(|entry| keys.key(&entry.key).is_none_or(|key| key.alternative != label));
    }
}

fn is_removal(entry: &Entry) -> bool {
    matches!(entry.node.value, Value::Truth(false))
}

fn remove(
    lower: &mut Table,
    entry: &Entry,
    path: &[String],
    removed: &mut Vec<Removed>,
    errors: &mut Vec<ScenarioError>,
) {
    if let Some(position) = lower.position(&entry.key) {
        lower.entries.remove(position);
        removed.push(Removed { path: path.to_vec(), at: entry.node.place });
    } else {
        errors.push(
            ScenarioError::at(
                entry.node.place,
                format!("`{}` is not inherited, so it cannot be removed", path.join(".")),
                "`false` removes an inherited entry",
            )
            .help("leave the line out, or correct the name"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::distributions::Distribution;
    use crate::scenario::disruption::failure::FailureCycle;
    use crate::scenario::disruption::restart::PhaseEnd;
    use crate::scenario::network::process::Capacity;
    use crate::scenario::stock::{Stock, StockLevel};
    use crate::scenario::{Diagnostics, Scenario, read, read_text};
    use crate::units::Instant;
    use std::fs;

    const SMALL: &str = include_str!("../../../tests/scenario/small.toml");

    /// The small scenario with a text over it.
    fn over(text: &str) -> Result<Scenario, Diagnostics> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::create_dir(folder.path().join("base")).expect("the test may write");
        fs::write(folder.path().join("base/small.toml"), SMALL).expect("the test may write");
        let top = folder.path().join("top.toml");
        fs::write(&top, format!("based_on = \"base/small.toml\"\n{text}")).expect("the test may write");
        read(&top, &[]).map(|read| read.scenario)
    }

    fn set(set: &str) -> Result<Scenario, Diagnostics> {
        read_text("small.toml", SMALL, &[set.to_owned()]).map(|read| read.scenario)
    }

    fn pick(scenario: &Scenario) -> &Capacity {
        &scenario.processes.iter().find(|process| process.name == "pick").expect("pick is there").capacity
    }

    #[test]
    fn a_field_changes_alone_and_the_rest_is_inherited() {
        let scenario = over("title = \"Fewer people\"\n[processes.pick]\npeople = 100\n").expect("no error");
        assert_eq!(scenario.title, "Fewer people");
        assert!(matches!(pick(&scenario), Capacity::People { people: 100, .. }));
        assert_eq!(scenario.sites.len(), 4);
    }

    #[test]
    fn a_rate_displaces_people_and_productivity() {
        let scenario = over("[processes.pick]\nrate = \"3000 lines/h\"\n").expect("no error");
        assert!(matches!(pick(&scenario), Capacity::Rate(_)));
    }

    #[test]
    fn half_of_an_alternative_does_not_do() {
        let diagnostics = over("[processes.pick]\nservers = 3\n").expect_err("no time");
        assert!(diagnostics.to_string().contains("process `pick` has no `time`"), "{diagnostics}");
    }

    #[test]
    fn a_stock_in_braces_is_replaced_whole_and_one_by_keys_is_gone_into() {
        let level = |scenario: &Scenario| match &scenario.sites[3].stock {
            Some(Stock::BaseStock(stock)) => (stock.level.clone(), stock.segments.clone()),
            other => panic!("{other:?}"),
        };
        let whole = over("[sites.uk_pdc]\nstock = { fill_rate = \"90%\" }\n").expect("no error");
        assert_eq!(level(&whole), (StockLevel::FillRate(0.9), Vec::new()));
        let part = over("[sites.uk_pdc.stock]\nfill_rate = \"90%\"\n").expect("no error");
        assert_eq!(level(&part), (StockLevel::FillRate(0.9), vec!["fast".to_owned()]));
    }

    #[test]
    fn a_fill_target_and_the_lots_it_is_for_stand_together() {
        let level = |stock: &str, set: &str| {
            let text = SMALL.replace("{ cover = \"6 weeks\"", &format!("{{ {stock}"));
            let read = read_text("small.toml", &text, &[format!("sites.uk_pdc.stock.{set}")]);
            match &read.expect("no error").scenario.sites[3].stock {
                Some(Stock::BaseStock(stock)) => stock.level.clone(),
                other => panic!("{other:?}"),
            }
        };
        let lots = |target, pieces| {
            let quantity = vec![("fast".to_owned(), pieces)];
            StockLevel::LotsFillRate { target, quantity }
        };
        let both = "fill_rate = \"90%\", quantity = \"5 pieces\"";
        // One of the two changes alone, and another rule displaces both.
        assert_eq!(level(both, "fill_rate=95%"), lots(0.95, 5));
        assert_eq!(level(both, "quantity=6 pieces"), lots(0.9, 6));
        assert_eq!(level("fill_rate = \"90%\"", "quantity=6 pieces"), lots(0.9, 6));
        assert_eq!(level(both, "ready_rate=95%"), StockLevel::ReadyRate(0.95));
        // A fill target alone displaces the lots of a reorder point.
        let point = "reorder_point = \"3 pieces\", quantity = \"5 pieces\"";
        assert_eq!(level(point, "fill_rate=95%"), StockLevel::FillRate(0.95));
    }

    #[test]
    fn lists_and_distributions_are_replaced_whole() {
        let scenario = over("[lanes.to_pdc]\ntransit.exponential = \"5 h\"\n").expect("no error");
        assert_eq!(scenario.lanes[0].transit, Distribution::Exponential { mean: 1.8e10 });
        let scenario = over("[processes.pick]\nneeds = [\"identity\"]\n").expect("no error");
        assert_eq!(scenario.processes[1].needs, ["identity"]);
    }

    #[test]
    fn false_removes_what_is_inherited() {
        let scenario =
            over("[lanes]\nto_pdc = false\n[processes.pick]\ncalendar = false\n").expect("no error");
        assert_eq!(scenario.lanes, []);
        assert_eq!(scenario.processes[1].calendar, None);
    }

    #[test]
    fn a_reference_to_a_removed_entry_is_an_error() {
        let diagnostics = over("[systems]\nwms = false\n").expect_err("wms is needed");
        assert!(
            diagnostics.iter().all(|diagnostic| diagnostic.message == "system `wms` was removed"),
            "{diagnostics}"
        );
        assert_eq!(diagnostics.count(), 3);
    }

    #[test]
    fn the_end_of_a_boost_displaces_the_other() {
        let scenario = over("[restart.overtime]\nuntil = 2025-12-01\n").expect("no error");
        assert!(matches!(scenario.restart[1].until, Some(PhaseEnd::At(_))));
    }

    #[test]
    fn phases_of_a_failure_displace_up_and_down_and_the_other_way_round() {
        let phase = |name| format!("{{ name = \"{name}\", to = \"50%\", lasts = \"1 h\" }}");
        let phases = format!("failures.belt.phases=[{}, {}]", phase("a"), phase("b"));
        let stops = "up = \"1 day\"\ndown = \"1 h\"\nto = \"20%\"\nwhile_working = true\n";
        let text = format!("{SMALL}[failures.belt]\nstrikes = [\"pick\"]\n{stops}");
        let read = |sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
            read_text("small.toml", &text, &sets).map(|read| read.scenario.failures[0].cycle.clone())
        };
        assert!(matches!(read(&[&phases]), Ok(FailureCycle::Phases(phases)) if phases.len() == 2));
        let back = [&phases, "failures.belt.up=2 days", "failures.belt.down=3 h"];
        assert!(matches!(read(&back), Ok(FailureCycle::UpDown { while_working: false, .. })));
    }

    #[test]
    fn set_takes_toml_or_else_a_text() {
        let people = set("processes.pick.people=7").expect("no error");
        assert!(matches!(pick(&people), Capacity::People { people: 7, .. }));
        let rate = set("processes.pick.rate=3000 lines/h").expect("no error");
        assert!(matches!(pick(&rate), Capacity::Rate(_)));
        // From 2 June to 1 September are 91 days.
        let date = set("disruptions.attack.from=2025-09-01").expect("no error");
        assert_eq!(date.disruptions[0].from, Instant::midnight(91));
        assert!(set("sites.uk_pdc.stock.cover = 4 weeks").is_ok());
    }

    #[test]
    fn the_inputs_are_all_files_in_order_of_reading() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let text = "based_on = \"small.toml\"\n\
            [lanes.to_pdc]\ntransit = { empirical = \"times.csv\", unit = \"days\" }\n";
        for (name, text) in [("small.toml", SMALL), ("times.csv", "1.5\n2\n"), ("top.toml", text)] {
            fs::write(folder.path().join(name), text).expect("the test may write");
        }
        let read = read(&folder.path().join("top.toml"), &[]).expect("no error");
        let names: Vec<_> = read.inputs.iter().filter_map(|input| input.path.file_name()).collect();
        assert_eq!(names, ["top.toml", "small.toml", "times.csv"]);
        let transit = "transit = { empirical = [\"36 h\", \"2 days\"] }";
        assert!(read.resolved.contains(transit), "{}", read.resolved);
    }
}
