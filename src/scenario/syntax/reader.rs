//! Reader: takes keys from the merged tree and collects errors.
//!
//! A key that no table defines is an error, so no key is silently ignored. After an error reading
//! continues with a stand-in, so that all errors are reported together.
//!
//! Knows the forms of values (names, texts, counts), and nothing of what they are for.

use super::diagnostic::{Place, ScenarioError};
use super::inheritance::{Files, Removed};
use super::tree::{Entry, Node, Table, Value};
use crate::registers::key::{self as register, Key, Presence};
use crate::scenario::register::NAMED;
use jiff::civil::DateTime;

/// Longest name that tables and charts still show well.
const LONGEST_NAME: usize = 40;

/// Most names that a message lists.
const MOST_SHOWN: usize = 24;

/// A kind of thing that has a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// The table that it stands in.
    pub(crate) table: &'static str,
    pub(crate) one: &'static str,
    pub(crate) many: &'static str,
}

/// The kind of the entries of this table.
pub(crate) fn kind(table: &str) -> Kind {
    kinds().find(|kind| kind.table == table).expect("called with the name of one of the tables")
}

/// All kinds of entries with names.
pub(crate) fn kinds() -> impl Iterator<Item = Kind> {
    NAMED.into_iter().map(|table| Kind { table: register::top(table.path), one: table.one, many: table.many })
}

/// The noun for the entries of a table.
fn kind_of(table: &str) -> &'static str {
    kinds().find(|kind| kind.table == table).map_or("entry", |kind| kind.one)
}

/// A value under the key that it was written for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'t> {
    pub(crate) key: &'t str,
    /// Where the key stands.
    pub(crate) at: Place,
    pub(crate) node: &'t Node,
}

impl<'t> Item<'t> {
    /// A value inside this one, under the same key.
    pub(crate) fn inner(self, node: &'t Node) -> Item<'t> {
        Item { node, ..self }
    }

    pub(crate) fn place(self) -> Place {
        self.node.place
    }

    pub(crate) fn text(self) -> Option<&'t str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A table whose keys are taken one by one.
#[derive(Debug)]
pub(crate) struct Fields<'t> {
    table: &'t Table,
    /// Where the table has its name.
    pub(crate) at: Place,
    /// What it is, as messages say it: ``process `pick` ``.
    pub(crate) what: String,
    /// The name that the user gave it; empty for a table inside a value.
    pub(crate) name: &'t str,
    /// Its definition in the register.
    pub(crate) keys: Option<&'static register::Table>,
    known: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    pub(crate) fn new(table: &'t Table, at: Place, what: impl Into<String>) -> Self {
        Self { table, at, what: what.into(), name: "", keys: None, known: Vec::new() }
    }

    /// The fields of a table of the register.
    pub(crate) fn of(
        keys: &'static register::Table,
        table: &'t Table,
        at: Place,
        what: impl Into<String>,
        name: &'t str,
    ) -> Self {
        Self { table, at, what: what.into(), name, keys: Some(keys), known: Vec::new() }
    }

    /// The value of a key, if it is written.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Item<'t>> {
        self.known.push(key);
        self.table.get(key).map(item)
    }

    /// The value of a key that must be written.
    pub(crate) fn need(
        &mut self,
        reader: &mut Reader<'t>,
        key: &'static str,
        help: &str,
    ) -> Option<Item<'t>> {
        let found = self.take(key);
        if found.is_none() {
            reader.report(
                ScenarioError::at(self.at, format!("{} has no `{key}`", self.what), format!("needs `{key}`"))
                    .help(help),
            );
        }
        found
    }

    /// The value of a key of the register, also under a former name, which is an error; so is the
    /// absence of a key that is required.
    pub(crate) fn find(&mut self, reader: &mut Reader<'t>, key: &'static Key) -> Option<Item<'t>> {
        let found = self.take(key.name);
        if found.is_some() {
            return found;
        }
        let former = self.table.entries.iter().find(|entry| key.formerly.contains(&entry.key.as_str()));
        if former.is_none() && key.presence == Presence::Required {
            let help = format!("for instance `{}`", key.example_line());
            reader.report(
                ScenarioError::at(
                    self.at,
                    format!("{} has no `{}`", self.what, key.name),
                    format!("needs `{}`", key.name),
                )
                .help(help),
            );
        }
        former.map(|entry| Item { key: key.name, ..item(entry) })
    }

    /// The key of this name, if it is written.
    fn written(&self, name: &str) -> Option<Item<'t>> {
        self.table.get(name).map(item)
    }

    /// Reports keys that exclude each other, and keys without those that they need.
    fn check_together(&self, reader: &mut Reader<'t>, keys: &'static register::Table) {
        let written = |key: &&Key| self.table.get(key.name).is_some();
        let mut chosen =
            keys.keys.iter().filter(|key| !key.alternative.is_empty() && !key.displaces_only).filter(written);
        if let Some(first) = chosen.next()
            && let Some(second) =
                chosen.find(|key| key.alternative != first.alternative && !first.joins.contains(&key.name))
            && let (Some(here), Some(there)) = (self.written(second.name), self.written(first.name))
        {
            reader.both_specified(here, there, &format!("one of {}", keys.alternatives_text()));
            return;
        }
        for key in keys.keys.iter().filter(written) {
            if !key.needs.is_empty() && !key.needs.iter().any(|name| self.table.get(name).is_some()) {
                reader.needs_beside(self.written(key.name), None, &listed_names(key.needs));
            }
        }
    }

    /// Says which keys are left.
    pub(crate) fn finish(self, reader: &mut Reader<'t>) {
        if let Some(keys) = self.keys {
            self.check_together(reader, keys);
        }
        for entry in &self.table.entries {
            if let Some(key) = self.keys.and_then(|keys| keys.renamed(&entry.key)) {
                reader.report(
                    ScenarioError::at(
                        entry.at,
                        format!("`{}` is now called `{}`", entry.key, key.name),
                        "former name",
                    )
                    .help(format!("write `{}`", key.name)),
                );
            } else if !self.known.contains(&entry.key.as_str()) {
                let help = nearest_of(&entry.key, &self.known, "keys here");
                reader.report(
                    ScenarioError::at(
                        entry.at,
                        format!("unknown key `{}`", shown(&entry.key)),
                        format!("not a key of {}", self.what),
                    )
                    .help(help),
                );
            }
        }
    }
}

/// An entry as a value under its key.
pub(crate) fn item(entry: &Entry) -> Item<'_> {
    Item { key: &entry.key, at: entry.at, node: &entry.node }
}

/// What is shared while a scenario is read.
pub(crate) struct Reader<'t> {
    pub(crate) tree: &'t Table,
    removed: &'t [Removed],
    pub(crate) files: &'t mut Files,
    /// The instant that dates are counted from, once it is known.
    pub(crate) start: Option<DateTime>,
    /// The currency sign of the first sum of money, and where it stands.
    pub(crate) currency: Option<(char, Place)>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(tree: &'t Table, removed: &'t [Removed], files: &'t mut Files) -> Self {
        Self { tree, removed, files, start: None, currency: None }
    }

    pub(crate) fn report(&mut self, error: ScenarioError) {
        self.files.errors.push(error);
    }

    /// Number of errors so far; a caller that compares two numbers knows whether there were more.
    pub(crate) fn errors(&self) -> usize {
        self.files.errors.len()
    }

    /// The things of a kind, by name.
    pub(crate) fn things(&mut self, kind: Kind) -> Vec<(&'t Entry, &'t Table)> {
        let Some(entry) = self.tree.get(kind.table) else { return Vec::new() };
        let Some(table) = entry.node.table() else {
            self.report(
                ScenarioError::at(
                    entry.node.place,
                    format!("`{}` must be tables keyed by name", kind.table),
                    format!("this is {}", entry.node.kind()),
                )
                .help(format!("write `[{}.name]`", kind.table)),
            );
            return Vec::new();
        };
        let mut things: Vec<_> = table
            .entries
            .iter()
            .filter_map(|entry| self.thing(kind, entry).map(|fields| (entry, fields)))
            .collect();
        things.sort_by(|a, b| a.0.key.cmp(&b.0.key));
        things
    }

    fn thing(&mut self, kind: Kind, entry: &'t Entry) -> Option<&'t Table> {
        self.check_name(kind.one, &entry.key, entry.at);
        let table = entry.node.table();
        if table.is_none() {
            self.report(
                ScenarioError::at(
                    entry.node.place,
                    format!("{} `{}` must be a table", kind.one, shown(&entry.key)),
                    format!("this is {}", entry.node.kind()),
                )
                .help(format!(
                    "write `[{}.{}]` and its keys below",
                    kind.table,
                    shown(&entry.key)
                )),
            );
        }
        table
    }

    /// Says what is wrong with the name of one of a kind.
    pub(crate) fn check_name(&mut self, one: &str, name: &str, at: Place) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            self.report(
                ScenarioError::at(at, format!("`{}` is not a name", shown(name)), format!("name of a {one}"))
                    .help("names are made of the letters a to z, digits and `_`"),
            );
        } else if name.len() > LONGEST_NAME {
            let label = format!("{} characters", name.len());
            self.report(
                ScenarioError::at(at, format!("the name `{}` is too long", shown(name)), label)
                    .help(format!("names have at most {LONGEST_NAME} characters")),
            );
        }
    }

    /// Names of a kind, in order.
    pub(crate) fn names(&self, kind: Kind) -> Vec<&'t str> {
        let table = self.tree.get(kind.table).and_then(|entry| entry.node.table());
        let mut names: Vec<&str> =
            table.into_iter().flat_map(|table| &table.entries).map(|entry| entry.key.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// Where a thing has its name.
    pub(crate) fn name_place(&self, kind: Kind, name: &str) -> Option<Place> {
        Some(self.tree.get(kind.table)?.node.table()?.get(name)?.at)
    }

    /// The value at a path of keys.
    pub(crate) fn node(&self, path: &[&str]) -> Option<&'t Node> {
        let (last, before) = path.split_last()?;
        let mut table = self.tree;
        for key in before {
            table = table.get(key)?.node.table()?;
        }
        table.get(last).map(|entry| &entry.node)
    }

    /// Where the item `name` of the list at a path stands, or the list, or the thing itself.
    pub(crate) fn place_in_list(&self, path: &[&str], name: &str) -> Option<Place> {
        let Some(node) = self.node(path) else {
            return self.name_place(kind(path.first()?), path.get(1)?);
        };
        let Value::List(list) = &node.value else { return Some(node.place) };
        let named = |item: &&Node| matches!(&item.value, Value::Text(text) if text == name);
        Some(list.iter().find(named).map_or(node.place, |item| item.place))
    }

    /// A value that has another form than its key needs.
    pub(crate) fn wrong_form(&mut self, item: Item<'_>, needed: &str, example: &str) {
        let help = format!("for instance `{} = {example}`", item.key);
        self.report(
            ScenarioError::at(
                item.place(),
                format!("expected {needed}, found {}", item.node.kind()),
                format!("value of `{}`", item.key),
            )
            .help(help),
        );
    }

    /// A text.
    pub(crate) fn text(&mut self, item: Item<'t>, example: &str) -> Option<&'t str> {
        let text = item.text();
        if text.is_none() {
            self.wrong_form(item, "a string", example);
        }
        text
    }

    /// One of some words.
    pub(crate) fn choice<T: Copy>(&mut self, item: Item<'t>, words: &[(&'static str, T)]) -> Option<T> {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let example = format!("{:?}", known[0]);
        let text = self.text(item, &example)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("unknown {} `{}`", item.key, shown(text)),
                    "not one of the words that may stand here",
                )
                .help(nearest_of(text, &known, "allowed")),
            );
        }
        found
    }

    /// An integer in a range.
    pub(crate) fn count<N: TryFrom<i128>>(&mut self, item: Item<'t>, least: i128, most: i128) -> Option<N> {
        let number = match item.node.value {
            Value::Whole(number) => number,
            Value::Number(_) => {
                self.report(
                    ScenarioError::at(
                        item.place(),
                        format!("`{}` must be an integer", item.key),
                        "not an integer",
                    )
                    .help(format!("from {least} up, without a point")),
                );
                return None;
            }
            _ => {
                self.wrong_form(item, "an integer, without quotes or unit", &least.max(1).to_string());
                return None;
            }
        };
        let allowed = number.filter(|number| (least..=most).contains(number));
        let Some(value) = allowed.and_then(|number| N::try_from(number).ok()) else {
            let received = number.map_or("a huge number".to_owned(), |number| number.to_string());
            let (message, help) = if number.is_some_and(|number| number < least) {
                (
                    format!("expected {least} or more, received {received}"),
                    format!("`{}` is at least {least}", item.key),
                )
            } else {
                (
                    format!("expected {most} or less, received {received}"),
                    format!("`{}` is at most {most}", item.key),
                )
            };
            self.report(ScenarioError::at(item.place(), message, "out of range").help(help));
            return None;
        };
        Some(value)
    }

    /// A bare number, finite and at least 0.
    pub(crate) fn weight(&mut self, item: Item<'t>) -> Option<f64> {
        let number = match item.node.value {
            Value::Whole(Some(number)) => number as f64,
            Value::Whole(None) => f64::INFINITY,
            Value::Number(number) => number,
            _ => {
                self.wrong_form(item, "a number, without quotes or unit", "1.5");
                return None;
            }
        };
        self.finite(item, number)
    }

    /// A bare number over 0.
    pub(crate) fn positive(&mut self, item: Item<'t>) -> Option<f64> {
        let number = self.weight(item)?;
        if number > 0.0 {
            return Some(number);
        }
        self.report(ScenarioError::at(item.place(), format!("`{}` must be over 0", item.key), "not over 0"));
        None
    }

    fn finite(&mut self, item: Item<'_>, number: f64) -> Option<f64> {
        if !number.is_finite() || number > 1e15 {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` must be a finite number", item.key),
                    "not a finite number",
                )
                .help("at most 10^15"),
            );
            return None;
        }
        if number < 0.0 {
            self.report(
                ScenarioError::at(item.place(), format!("`{}` must not be negative", item.key), "negative")
                    .help("0 or more"),
            );
            return None;
        }
        Some(number.abs())
    }

    /// The items of a list.
    pub(crate) fn list(&mut self, item: Item<'t>, example: &str) -> Vec<Item<'t>> {
        if let Value::List(list) = &item.node.value {
            return list.iter().map(|node| item.inner(node)).collect();
        }
        let example = match item.text() {
            Some(text) => format!("[{text:?}]"),
            None => example.to_owned(),
        };
        self.wrong_form(item, "a list", &example);
        Vec::new()
    }

    /// Names of one kind, each once; empty when the key is left out.
    pub(crate) fn references(&mut self, item: Option<Item<'t>>, of: Kind) -> Vec<String> {
        let Some(item) = item else { return Vec::new() };
        let items = self.list(item, "[\"name\"]");
        self.each_once(&items);
        items.into_iter().filter_map(|item| self.reference(item, of)).collect()
    }

    /// Says which texts of a list stand there twice.
    pub(crate) fn each_once(&mut self, items: &[Item<'t>]) {
        for (k, item) in items.iter().enumerate() {
            let Some(text) = item.text() else { continue };
            if let Some(first) = items[..k].iter().find(|earlier| earlier.text() == Some(text)) {
                self.report(
                    ScenarioError::at(
                        item.place(),
                        format!("`{}` is listed twice", shown(text)),
                        "here again",
                    )
                    .and(first.place(), "listed here"),
                );
            }
        }
    }

    /// A name of one kind that exists.
    pub(crate) fn reference(&mut self, item: Item<'t>, of: Kind) -> Option<String> {
        let name = self.text(item, "\"name\"")?;
        if self.name_place(of, name).is_some() {
            return Some(name.to_owned());
        }
        self.unknown(item.place(), name, &[of]);
        None
    }

    /// Says that a name is none of these kinds, and whether it was removed.
    pub(crate) fn unknown(&mut self, place: Place, name: &str, kinds: &[Kind]) {
        let one: Vec<&str> = kinds.iter().map(|kind| kind.one).collect();
        let one = listed(&one, "or");
        let removed = self.removed.iter().find(|removed| {
            removed.path.len() == 2
                && removed.path[1] == name
                && kinds.iter().any(|kind| kind.table == removed.path[0])
        });
        let known: Vec<&str> = kinds.iter().flat_map(|kind| self.names(*kind)).collect();
        let many: Vec<&str> = kinds.iter().map(|kind| kind.many).collect();
        let heading = format!("{} of this scenario", capital(&listed(&many, "and")));
        let error = match removed {
            Some(removed) => {
                let one = kind_of(&removed.path[0]);
                ScenarioError::at(place, format!("{one} `{}` was removed", shown(name)), "still refers to it")
                    .and(removed.at, "removed here")
            }
            None => ScenarioError::at(
                place,
                format!("unknown {one} `{}`", shown(name)),
                "no such name in this scenario",
            ),
        };
        self.report(error.help(nearest_of(name, &known, &heading)));
    }

    /// Reports a key that has no effect without another, or without one of several.
    pub(crate) fn needs_beside(&mut self, key: Option<Item<'t>>, beside: Option<Item<'t>>, name: &str) {
        if let (Some(item), None) = (key, beside) {
            self.report(
                ScenarioError::at(
                    item.at,
                    format!("`{}` has no effect without `{name}`", item.key),
                    "no effect",
                )
                .help(format!("add `{name}`, or remove `{}`", item.key)),
            );
        }
    }

    /// A table.
    pub(crate) fn table(&mut self, item: Item<'t>, example: &str) -> Option<&'t Table> {
        let table = item.node.table();
        if table.is_none() {
            self.wrong_form(item, "a table", example);
        }
        table
    }
}

/// "did you mean `gplc`? Sites of this scenario: gplc, suppliers".
pub(crate) fn nearest_of(written: &str, known: &[&str], heading: &str) -> String {
    let mut names = known.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return format!("{heading}: none");
    }
    let more = names.len().saturating_sub(MOST_SHOWN);
    let shown = names.iter().take(MOST_SHOWN).copied().collect::<Vec<_>>().join(", ");
    let list = if more > 0 { format!("{shown} and {more} more") } else { shown };
    match nearest(written, &names) {
        Some(name) => format!("did you mean `{name}`? {}: {list}", capital(heading)),
        None => format!("{heading}: {list}"),
    }
}

/// The name that a slip of the fingers may have missed.
pub(crate) fn nearest<'n>(written: &str, known: &[&'n str]) -> Option<&'n str> {
    let written = written.to_lowercase();
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&written, name), *name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3) + 1)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A text as a message quotes it: one line, not endless.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        line.push('…');
    }
    line
}

/// Names for a message that quotes the whole: "a`, `b` or `c".
fn listed_names(names: &[&str]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{}` or `{last}", before.join("`, `")),
        _ => names.concat(),
    }
}

/// "a, b or c".
pub(crate) fn listed(words: &[&str], joint: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} {joint} {last}", before.join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
