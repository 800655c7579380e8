//! Assumed: values that someone put in because nobody knows, and that have no range.
//!
//! ```toml
//! [processes.pick]
//! people = 240                 # assumed
//! productivity = "24 lines/h per head"    # assumed; see [uncertain.picking]
//! ```
//!
//! A comment after a value, on the line on which the value ends, with the word `assumed` marks it. Where a value of
//! `[uncertain]` stands for it, its range is known, and it is not listed. Of several files the uppermost that writes a
//! value counts, with its comment. Of a table in braces all of whose values are marked the table itself is listed.
//!
//! A scenario that is written out keeps the marks, so that it is read back with the same ones.
//!
//! Knows nothing of what values mean.

use super::Uncertain;
use crate::scenario::syntax::diagnostic::Source;
use crate::scenario::syntax::tree::{Node, Table, Value, key, parse_file};
use crate::scenario::syntax::verbatim::write_as_written;
use std::fmt::Write as _;

/// The word that marks a value.
const WORD: &str = "assumed";

/// The mark as it is written out.
const MARK: &str = " # assumed";

/// A value that is assumed, and has no range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    /// Keys from the top, joined by dots.
    pub path: String,
    /// The value as TOML.
    pub value: String,
}

/// What is assumed without a range, by path.
pub(crate) fn list(tree: &Table, sources: &[Source], uncertain: &[Uncertain]) -> Vec<Assumed> {
    let ranged: Vec<&str> = uncertain.iter().flat_map(|one| &one.set).map(String::as_str).collect();
    let mut found = Vec::new();
    for entry in tree.entries.iter().filter(|entry| entry.key != "uncertain") {
        find(&entry.node, entry.key.clone(), sources, &ranged, &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Marks in the scenario as it is written out what is marked in what it was read from. Where only a part of a table in
/// braces is, its entries get lines of their own. What is written out in other words stays as it was written.
pub(crate) fn keep_marks(resolved: &mut String, tree: &Table, sources: &[Source]) {
    let marked: Vec<String> = list(tree, sources, &[]).into_iter().map(|one| one.path).collect();
    let Ok(written) = parse_file(0, resolved) else { return };
    let missing = marked.iter().map(String::as_str).filter(|path| find_node(&written, path).is_none());
    write_as_written(resolved, tree, missing);
    let Ok(written) = parse_file(0, resolved) else { return };
    let (mut text, mut thing) = (String::new(), String::new());
    for line in resolved.lines() {
        if let Some(head) = line.strip_prefix('[') {
            thing = head.trim_end_matches(']').to_owned() + ".";
        }
        let Some((field, _)) = line.split_once(" = ") else {
            text.extend([line, "\n"]);
            continue;
        };
        let path = format!("{thing}{field}");
        match find_node(&written, &path) {
            Some(node) if holds_within(&marked, &path) => {
                write_apart(&mut text, field, &path, node, &marked);
            }
            _ => text.extend([line, if holds(&marked, &path) { MARK } else { "" }, "\n"]),
        }
    }
    *resolved = text;
}

/// Writes the entries of a table of which only a part is marked, a line each.
fn write_apart(text: &mut String, keys: &str, path: &str, node: &Node, marked: &[String]) {
    if let Some(table) = node.table().filter(|_| holds_within(marked, path)) {
        for entry in &table.entries {
            let (keys, path) = (format!("{keys}.{}", key(&entry.key)), format!("{path}.{}", entry.key));
            write_apart(text, &keys, &path, &entry.node, marked);
        }
    } else {
        let mark = if holds(marked, path) { MARK } else { "" };
        writeln!(text, "{keys} = {}{mark}", node.toml()).expect("a string takes every text");
    }
}

/// Whether a path is one of these, which stand in order.
fn holds(marked: &[String], path: &str) -> bool {
    marked.binary_search_by(|one| one.as_str().cmp(path)).is_ok()
}

/// Whether one of them lies within it.
fn holds_within(marked: &[String], path: &str) -> bool {
    let within = format!("{path}.");
    let first = marked.partition_point(|one| one < &within);
    marked.get(first).is_some_and(|one| one.starts_with(&within))
}

/// The value of a path as it is listed: keys joined by dots.
fn find_node<'t>(table: &'t Table, path: &str) -> Option<&'t Node> {
    table.entries.iter().find_map(|entry| {
        let rest = path.strip_prefix(&entry.key)?;
        match rest.strip_prefix('.') {
            Some(rest) => find_node(entry.node.table()?, rest),
            None => Some(&entry.node).filter(|_| rest.is_empty()),
        }
    })
}

/// Lists what is assumed in a value; returns whether all of it is.
fn find(node: &Node, path: String, sources: &[Source], ranged: &[&str], found: &mut Vec<Assumed>) -> bool {
    let Value::Table(table) = &node.value else {
        let assumed = !ranged.contains(&path.as_str()) && is_marked(node, sources);
        if assumed {
            found.push(Assumed { path, value: node.toml() });
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
        found.push(Assumed { path, value: node.toml() });
    }
    all
}

/// Whether a comment on the line on which a value ends says that it is assumed.
fn is_marked(node: &Node, sources: &[Source]) -> bool {
    let source = &sources[node.place.source].text;
    let Some(rest) = source.get(node.place.to..) else { return false };
    let Some(comment) = comment(rest.lines().next().unwrap_or_default()) else { return false };
    comment.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == WORD)
}

/// The comment at the end of a line that begins outside of texts.
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

    /// The small scenario with comments after some of its lines.
    fn marked(lines: &[(&str, &str)]) -> String {
        let mut text = SMALL.to_owned();
        for (line, comment) in lines {
            assert_eq!(text.matches(&format!("{line}\n")).count(), 1, "{line}");
            text = text.replace(&format!("{line}\n"), &format!("{line}   {comment}\n"));
        }
        text
    }

    fn paths(text: &str, sets: &[String]) -> Vec<String> {
        let read = read_text("small.toml", text, sets).expect("no mistake");
        read.assumed.into_iter().map(|one| one.path).collect()
    }

    #[test]
    fn values_whose_comment_says_so_are_listed_by_path() {
        let text = marked(&[
            ("people = 240", "# assumed, nobody counted"),
            ("warm_up = \"2 weeks\"", "# ASSUMED"),
            ("title = \"A small network\"", "# not an assumption: unassumed"),
            ("value = \"£9\"", "# from the annual report # assumed"),
        ]);
        assert_eq!(paths(&text, &[]), ["parts.fast.value", "processes.pick.people", "warm_up"]);
        assert_eq!(paths(SMALL, &[]), [""; 0]);
    }

    #[test]
    fn a_table_in_braces_is_listed_as_one_and_a_header_by_its_values() {
        let text = marked(&[
            ("lead_time = { lognormal = { median = \"6 weeks\", p90 = \"16 weeks\" } }", "# assumed"),
            ("ramp = { from = \"50%\", over = \"3 weeks\" }", "# assumed"),
            ("[processes.pick]", "# assumed"),
        ]);
        let read = read_text("small.toml", &text, &[]).expect("no mistake");
        let told: Vec<_> = read.assumed.iter().map(|one| (one.path.as_str(), one.value.as_str())).collect();
        assert_eq!(
            told,
            [
                ("restart.warehouse.ramp", "{ from = \"50%\", over = \"3 weeks\" }"),
                ("sites.suppliers.lead_time", "{ lognormal = { median = \"6 weeks\", p90 = \"16 weeks\" } }"),
            ]
        );
    }

    #[test]
    fn what_an_uncertain_value_stands_for_has_its_range() {
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
    fn of_files_that_build_on_another_the_uppermost_counts() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let below = marked(&[("people = 240", "# assumed"), ("count = 140", "# assumed")]);
        fs::write(folder.path().join("small.toml"), below).expect("the test may write");
        let top = folder.path().join("top.toml");
        let text = "based_on = \"small.toml\"\n[processes.pick]\npeople = 250 # counted\n\
                    productivity = \"20 lines/h per head\" # assumed\n";
        fs::write(&top, text).expect("the test may write");
        let paths = |sets: &[String]| {
            let read = read(&top, sets).expect("no mistake");
            read.assumed.into_iter().map(|one| one.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(&[]), ["processes.pick.productivity", "sites.retailers.count"]);
        assert_eq!(paths(&["sites.retailers.count=100".to_owned()]), ["processes.pick.productivity"]);
    }

    #[test]
    fn what_is_written_out_keeps_the_marks_and_reads_back_to_itself() {
        // A value, a top-level key, one with a range, a table in braces, a part of a table, values under a header, a
        // value that is written out in other words, a default that is not written out, the last entry of all.
        let text = marked(&[
            ("people = 240", "# assumed, nobody counted"),
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
            .replace("[processes.pack]\n", "[processes.pack]\nvisits = \"100%\" # assumed\n")
            + "[uncertain.promise]\nset = \"classes.vor.promise\"\nuniform = [\"1 working day\", \"2 working days\"]\n";
        for sets in [vec![], vec!["uncertain.promise=false".to_owned()]] {
            let first = read_text("small.toml", &text, &sets).expect("no mistake");
            let second = read_text("small.toml", &first.resolved, &[]).expect("no mistake");
            assert_eq!(first.scenario, second.scenario);
            assert_eq!(first.resolved, second.resolved);
            let told = |read: &crate::scenario::read::ReadScenario| {
                read.assumed.iter().map(|one| one.path.clone()).collect::<Vec<_>>()
            };
            assert_eq!(told(&first), told(&second), "{}", first.resolved);
            assert_eq!(told(&first).len(), if sets.is_empty() { 7 } else { 8 }, "{:?}", told(&first));
        }
    }

    #[test]
    fn a_sign_of_a_comment_in_a_text_is_none() {
        assert_eq!(super::comment(r##" , b = "# assumed" }"##), None);
        assert_eq!(super::comment(r#" , b = "\"" } # yes"#), Some("# yes"));
    }
}
