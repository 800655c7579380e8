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
//! Knows nothing of what values mean.

use super::mistake::Source;
use super::tree::{Node, Table, Value};
use super::uncertain::Uncertain;

/// The word that marks a value.
const WORD: &str = "assumed";

/// A value that is assumed, and has no range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    /// Keys from the top, joined by dots.
    pub path: String,
    /// The value as TOML.
    pub value: String,
}

/// What is assumed without a range, by path.
pub(super) fn list(tree: &Table, sources: &[Source], uncertain: &[Uncertain]) -> Vec<Assumed> {
    let ranged: Vec<&str> = uncertain.iter().flat_map(|one| &one.set).map(String::as_str).collect();
    let mut found = Vec::new();
    for entry in tree.entries.iter().filter(|entry| entry.key != "uncertain") {
        find(&entry.node, entry.key.clone(), sources, &ranged, &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
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

    const SMALL: &str = include_str!("../../tests/scenario/small.toml");

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
    fn a_sign_of_a_comment_in_a_text_is_none() {
        assert_eq!(super::comment(r##" , b = "# assumed" }"##), None);
        assert_eq!(super::comment(r#" , b = "\"" } # yes"#), Some("# yes"));
    }
}
