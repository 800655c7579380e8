//! Reference: the page of all keys of the scenario language, from the register of keys.

use super::register::tables;
use super::syntax::distribution::{FORMS, Support};
use crate::registers::key::{Key, Presence, Table};
use std::fmt::Write as _;

const HEAD: &str = "\
# Reference of the scenario language

<!-- Generated from the register of keys: `GPLC_BLESS=1 cargo test --test program schema` writes it. -->

Every key of a scenario file, by table. The guide is [guide.md](guide.md); `gplc schema` prints
the same as a JSON Schema. Values are written in quotes with their unit, except counts, numbers and
moments; a default stands for a key that is left out. *Replaced whole*: an inherited value is not
merged key by key.
";

/// The reference page in Markdown.
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    for table in tables() {
        write_table(&mut page, table);
    }
    write_distributions(&mut page);
    page
}

/// The forms of distributions.
fn write_distributions(page: &mut String) {
    page.push_str(
        "\n## Distributions\n\nForms of a distribution: one value, or a table with the key that names it. \
         Those of pieces and lines yield integers from 1, those of the `pieces` of a demand integers from 0.\n\n\
         | distribution | keys | of | example | meaning |\n| --- | --- | --- | --- | --- |\n",
    );
    for form in &FORMS {
        let name = if form.name.is_empty() { "constant".to_owned() } else { format!("`{}`", form.name) };
        let keys: Vec<String> = form.keys.iter().map(|key| format!("`{key}`")).collect();
        let of: Vec<&str> = match form.supports {
            [Support::Time, _, ..] => vec!["all"],
            supports => supports.iter().map(|support| support.plural()).collect(),
        };
        let (keys, of) = (keys.join(", "), of.join(", "));
        let (example, meaning) = (cell(&form.written()), cell(form.meaning));
        writeln!(page, "| {name} | {keys} | {of} | `{example}` | {meaning} |")
            .expect("a string takes every text");
    }
}

fn write_table(page: &mut String, table: &Table) {
    let heading = match (table.path, table.one) {
        ("", _) => "Keys at the top".to_owned(),
        (path, "") => format!("`{path}`"),
        (path, _) => format!("`[{path}]`"),
    };
    let level = if table.path.is_empty() || !table.one.is_empty() { "##" } else { "###" };
    let meaning = sentence(table.meaning);
    write!(page, "\n{level} {heading}\n\n{meaning}\n\n").expect("a string takes every text");
    page.push_str("| key | value | default | example | meaning |\n| --- | --- | --- | --- | --- |\n");
    for key in table.keys {
        let example = cell(&key.example_line());
        let (value, default, meaning) = (value(key), default(key), meaning_of(key, table));
        writeln!(page, "| `{}` | {value} | {default} | `{example}` | {meaning} |", key.name)
            .expect("a string takes every text");
    }
}

/// The form of a value with its bounds.
fn value(key: &Key) -> String {
    let form = cell(&(key.form)());
    let Some(range) = key.range else { return form };
    let (least, most) = ((key.limit)(range.least), (key.limit)(range.most));
    let most = if range.below { format!("below {most}") } else { format!("at most {most}") };
    match (range.above, range.least) {
        (false, 0) => format!("{form}, {most}"),
        (true, 0) => format!("{form}, over 0 and {most}"),
        (true, _) => format!("{form}, over {least} and {most}"),
        (false, _) if range.below => format!("{form}, at least {least} and {most}"),
        (false, _) => format!("{form}, {least} to {}", (key.limit)(range.most)),
    }
}

fn default(key: &Key) -> String {
    match key.presence {
        Presence::Required => "required".to_owned(),
        Presence::Default(text) => format!("`{}`", cell(text)),
        Presence::OwnName => "its own name".to_owned(),
        Presence::Optional if key.absent.is_empty() => "–".to_owned(),
        Presence::Optional => cell(key.absent),
    }
}

/// The meaning of a key, with its rules.
fn meaning_of(key: &Key, table: &Table) -> String {
    let mut text = sentence(key.meaning);
    let names = |names: &[&str], joint: &str| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(joint)
    };
    if !key.needs.is_empty() {
        write!(text, " With {} only.", names(key.needs, " or ")).expect("a string takes every text");
    }
    if !key.alternative.is_empty() {
        let others: Vec<&str> = table
            .keys
            .iter()
            .filter(|other| !other.alternative.is_empty() && other.alternative != key.alternative)
            .filter(|other| !key.joins.contains(&other.name))
            .map(|other| other.name)
            .collect();
        let verb = if key.displaces_only { "Replaces inherited" } else { "Not with" };
        write!(text, " {verb} {}.", names(&others, ", ")).expect("a string takes every text");
    }
    if key.certain {
        text.push_str(" Cannot be uncertain.");
    }
    if key.whole {
        text.push_str(" *Replaced whole.*");
    }
    if !key.formerly.is_empty() {
        write!(text, " Formerly {}.", names(key.formerly, ", ")).expect("a string takes every text");
    }
    cell(&text)
}

/// A doc comment in one line.
fn sentence(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
