//! Assumptions: values marked `assumed` that no uncertain value covers.
//!
//! ```toml
//! [processes.pick]
//! people = 240                 # assumed
//! productivity = "24 lines/h per head"    # assumed; see [uncertain.picking]
//! ```
//!
//! The mark is the word `assumed` in a comment on the line on which a value ends. A marked value
//! that an uncertain value sets has a range and is not listed. With inheritance, the uppermost file
//! that has the value counts, with its comment. An inline table of which all values are marked is
//! listed as one.
//!
//! A resolved scenario keeps the marks, so that it has the same assumptions.
//!
//! Knows nothing of what values mean.

use super::UncertainValue;
use crate::scenario::syntax::diagnostic::Source;
use crate::scenario::syntax::tree::{Node, Table, Value, key, parse_file};
use crate::scenario::syntax::verbatim::write_as_written;
use std::fmt::Write as _;

/// Word that marks a value.
const WORD: &str = "assumed";

/// Mark in a resolved scenario.
const MARK: &str = " # assumed";

/// A value marked as assumed that has no range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Keys from the top, joined by dots.
    pub path: String,
    /// The value as TOML.
    pub value: String,
}

/// Assumptions of a scenario that no uncertain value covers, by path.
pub(crate) fn list(tree: &Table, sources: &[Source], uncertain: &[UncertainValue]) -> Vec<Assumption> {
    let ranged: Vec<&str> = uncertain.iter().flat_map(|one| &one.set).map(String::as_str).collect();
    let mut found = Vec::new();
    for entry in tree.entries.iter().filter(|entry| entry.key != "uncertain") {
        find(&entry.node, entry.key.clone(), sources, &ranged, &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Adds to a resolved scenario the marks of the `tree` that it was read from.
///
/// An inline table of which only a part is marked is written with one entry a line. A marked entry
/// that the resolved scenario expresses by other keys is written verbatim.
pub(crate) fn keep_marks(resolved: &mut String, tree: &Table, sources: &[Source]) {
    let marked: Vec<String> = list(tree, sources, &[]).into_iter().map(|one| one.path).collect();
    let Ok(written) = parse_file(0, resolved) else { return };
    let missing = marked.iter().map(String::as_str).filter(|path| find_node(&written, path).is_none());
    write_as_written(resolved, tree, missing);
    let Ok(written) = parse_file(0, resolved) else { return };
    let (mut text, mut header) = (String::new(), String::new());
    for line in resolved.lines() {
        if let Some(head) = line.strip_prefix('[') {
            header = head.trim_end_matches(']').to_owned() + ".";
        }
        let Some((field, _)) = line.split_once(" = ") else {
            text.extend([line, "\n"]);
            continue;
        };
        let path = format!("{header}{field}");
        match find_node(&written, &path) {
            Some(node) if contains_within(&marked, &path) => {
                write_entries(&mut text, field, &path, node, &marked);
            }
            _ => text.extend([line, if contains(&marked, &path) { MARK } else { "" }, "\n"]),
        }
    }
    *resolved = text;
}

/// Writes a table of which only a part is marked with one entry a line.
fn write_entries(text: &mut String, keys: &str, path: &str, node: &Node, marked: &[String]) {
    if let Some(table) = node.table().filter(|_| contains_within(marked, path)) {
        for entry in &table.entries {
            let (keys, path) = (format!("{keys}.{}", key(&entry.key)), format!("{path}.{}", entry.key));
            write_entries(text, &keys, &path, &entry.node, marked);
        }
    } else {
        let mark = if contains(marked, path) { MARK } else { "" };
        writeln!(text, "{keys} = {}{mark}", node.toml()).expect("a string takes every text");
    }
}

/// True if a sorted list has this path.
fn contains(marked: &[String], path: &str) -> bool {
    marked.binary_search_by(|one| one.as_str().cmp(path)).is_ok()
}

/// True if a sorted list has a path below this one.
fn contains_within(marked: &[String], path: &str) -> bool {
    let within = format!("{path}.");
    let first = marked.partition_point(|one| one < &within);
    marked.get(first).is_some_and(|one| one.starts_with(&within))
}

/// The value at a path, its keys joined by dots.
fn find_node<'t>(table: &'t Table, path: &str) -> Option<&'t Node> {
    table.entries.iter().find_map(|entry| {
        let rest = path.strip_prefix(&entry.key)?;
        match rest.strip_prefix('.') {
            Some(rest) => find_node(entry.node.table()?, rest),
            None => Some(&entry.node).filter(|_| rest.is_empty()),
        }
    })
}

/// Collects the assumptions in a value; returns true if all of it is assumed.
fn find(node: &Node, path: String, sources: &[Source], ranged: &[&str], found: &mut Vec<Assumption>) -> bool {
    let Value::Table(table) = &node.value else {
        let assumed = !ranged.contains(&path.as_str()) && is_marked(node, sources);
        if assumed {
            found.push(Assumption { path, value: node.toml() });
        }
        return assumed;
    };
    let before = found.len();
    let mut all = !table.entries.is_empty();
    for entry in &table.entries {
        all &= find(&entry.node, format!("{path}.{}", entry.key), sources, ranged, found);
    }
    if all && table.inline {
        found.truncate(before);
        found.push(Assumption { path, value: node.toml() });
    }
    all
}

/// True if a comment on the line on which a value ends has the mark.
fn is_marked(node: &Node, sources: &[Source]) -> bool {
    let source = &sources[node.place.source].text;
    let Some(rest) = source.get(node.place.to..) else { return false };
    let Some(comment) = comment(rest.lines().next().unwrap_or_default()) else { return false };
    comment.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == WORD)
}

/// Comment at the end of a line that starts outside of strings.
fn comment(line: &str) -> Option<&str> {
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in line.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (None, '#') => return Some(&line[at..]),
            (None, '"' | '\'') => quote = Some(c),
            (Some('"'), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::scenario::{read, read_text};
    use std::fs;

    const SMALL: &str = include_str!("../../../tests/scenario/small.toml");

    /// The small scenario with comments appended to some of its lines.
    fn marked(lines: &[(&str, &str)]) -> String {
        let mut text = SMALL.to_owned();
        for (line, comment) in lines {
            assert_eq!(text.matches(&format!("{line}\n")).count(), 1, "{line}");
            text = text.replace(&format!("{line}\n"), &format!("{line}   {comment}\n"));
        }
        text
    }

    fn paths(text: &str, sets: &[String]) -> Vec<String> {
        let read = read_text("small.toml", text, sets).expect("a valid scenario");
        read.assumed.into_iter().map(|one| one.path).collect()
    }

    #[test]
    fn marked_values_are_listed_by_path() {
        let text = marked(&[
            ("people = 240", "# assumed, not counted"),
            ("warm_up = \"2 weeks\"", "# ASSUMED"),
            ("title = \"A small network\"", "# not an assumption: unassumed"),
            ("value = \"£9\"", "# from the annual report # assumed"),
        ]);
        assert_eq!(paths(&text, &[]), ["parts.fast.value", "processes.pick.people", "warm_up"]);
        assert_eq!(paths(SMALL, &[]), [""; 0]);
    }

    #[test]
    fn an_inline_table_is_listed_as_one_and_a_table_by_its_values() {
        let text = marked(&[
            ("lead_time = { lognormal = { median = \"6 weeks\", p90 = \"16 weeks\" } }", "# assumed"),
            ("ramp = { from = \"50%\", over = \"3 weeks\" }", "# assumed"),
            ("[processes.pick]", "# assumed"),
        ]);
        let read = read_text("small.toml", &text, &[]).expect("a valid scenario");
        let listed: Vec<_> = read.assumed.iter().map(|one| (one.path.as_str(), one.value.as_str())).collect();
        assert_eq!(
            listed,
            [
                ("restart.warehouse.ramp", "{ from = \"50%\", over = \"3 weeks\" }"),
                ("sites.suppliers.lead_time", "{ lognormal = { median = \"6 weeks\", p90 = \"16 weeks\" } }"),
            ]
        );
    }

    #[test]
    fn a_key_set_by_an_uncertain_value_is_no_assumption() {
        let text = marked(&[
            ("people = 240", "# assumed"),
            ("ramp = { from = \"50%\", over = \"3 weeks\" }", "# assumed"),
        ]) + "[uncertain.people]\nset = \"processes.pick.people\"\nuniform = [200, 300] # assumed\n\
              [uncertain.ramp]\nset = \"restart.warehouse.ramp.over\"\nuniform = [\"2 weeks\", \"6 weeks\"]\n";
        assert_eq!(paths(&text, &[]), ["restart.warehouse.ramp.from"]);
        let without = ["uncertain.people=false".to_owned()];
        assert_eq!(paths(&text, &without), ["processes.pick.people", "restart.warehouse.ramp.from"]);
    }

    #[test]
    fn the_uppermost_file_that_has_a_value_decides() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let below = marked(&[("people = 240", "# assumed"), ("count = 140", "# assumed")]);
        fs::write(folder.path().join("small.toml"), below).expect("the test may write");
        let top = folder.path().join("top.toml");
        let text = "based_on = \"small.toml\"\n[processes.pick]\npeople = 250 # counted\n\
                    productivity = \"20 lines/h per head\" # assumed\n";
        fs::write(&top, text).expect("the test may write");
        let paths = |sets: &[String]| {
            let read = read(&top, sets).expect("a valid scenario");
            read.assumed.into_iter().map(|one| one.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(&[]), ["processes.pick.productivity", "sites.retailers.count"]);
        assert_eq!(paths(&["sites.retailers.count=100".to_owned()]), ["processes.pick.productivity"]);
    }

    #[test]
    fn a_resolved_scenario_keeps_the_marks_and_reads_back_to_itself() {
        // A value, a top-level key, one with a range, an inline table, a part of a table, values
        // under a header, a value resolved to another key, a default that is not resolved, and the
        // last entry of the file.
        let text = marked(&[
            ("people = 240", "# assumed, not counted"),
            ("warm_up = \"2 weeks\"", "# assumed"),
            ("promise = \"1 working day\"", "# assumed"),
            ("ramp = { from = \"50%\", over = \"3 weeks\" }", "# assumed"),
            ("until = { site = \"gplc\", below = \"20000 lines\", for = \"2 working days\" }", "# assumed"),
        ]);
        let text = text
            .replace(
                "lead_time = { lognormal = { median = \"6 weeks\", p90 = \"16 weeks\" } }",
                "lead_time.lognormal.median = \"6 weeks\" # assumed\nlead_time.lognormal.sigma = 0.5",
            )
            .replace("spread = { zipf = 0.7 }", "spread.zipf = 0.7 # assumed")
            .replace("boost = { pick = \"125%\",", "boost = { processes.pick = \"125%\",")
            .replace("[processes.pack]\n", "[processes.pack]\nrouting_share = \"100%\" # assumed\n")
            + "[uncertain.promise]\nset = \"classes.vor.promise\"\nuniform = [\"1 working day\", \"2 working days\"]\n";
        for sets in [vec![], vec!["uncertain.promise=false".to_owned()]] {
            let first = read_text("small.toml", &text, &sets).expect("a valid scenario");
            let second = read_text("small.toml", &first.resolved, &[]).expect("a valid scenario");
            assert_eq!(first.scenario, second.scenario);
            assert_eq!(first.resolved, second.resolved);
            let paths = |read: &crate::scenario::ReadScenario| {
                read.assumed.iter().map(|one| one.path.clone()).collect::<Vec<_>>()
            };
            assert_eq!(paths(&first), paths(&second), "{}", first.resolved);
            assert_eq!(paths(&first).len(), if sets.is_empty() { 7 } else { 8 }, "{:?}", paths(&first));
        }
    }

    #[test]
    fn a_hash_in_a_string_starts_no_comment() {
        assert_eq!(super::comment(r##" , b = "# assumed" }"##), None);
        assert_eq!(super::comment(r#" , b = "\"" } # yes"#), Some("# yes"));
    }
}
