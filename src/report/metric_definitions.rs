//! Definitions of metrics as text: those that `gplc metrics` prints, and the page docs/metrics.md.
//!
//! Both come from the metric register and from nothing else.

use crate::registers::metrics::{Definition, Dim, Kind, ids};
use std::fmt::Write as _;

/// Columns of a line on the terminal.
const WIDTH: usize = 80;

/// Definitions whose id, title or definition contains the pattern, whatever its case; all without a
/// pattern.
pub fn matching(pattern: Option<&str>) -> Vec<&'static Definition> {
    let pattern = pattern.unwrap_or_default().to_lowercase();
    let contains = |text: &str| text.to_lowercase().contains(&pattern);
    let is_it = |one: &&Definition| [one.id, one.title, one.definition].into_iter().any(contains);
    ids::DEFINITIONS.iter().filter(is_it).collect()
}

/// Definitions for the terminal, in lines of at most 80 columns.
pub fn listing(definitions: &[&Definition]) -> String {
    let mut text = String::new();
    for one in definitions {
        if !text.is_empty() {
            text.push('\n');
        }
        writeln!(text, "{} [{}]", one.id, one.unit.in_words()).expect("a string takes every text");
        text.push_str(&wrapped(&format!("{}: {}", one.title, one.definition), 2));
        text.push_str(&wrapped(&facts(one).join("; "), 2));
        if !one.source.is_empty() {
            text.push_str(&wrapped(&format!("source: {}", one.source), 2));
        }
    }
    text
}

/// Kind, dimensions, better direction and place of a metric.
fn facts(one: &Definition) -> Vec<String> {
    let mut facts = vec![one.kind.in_words().to_owned()];
    if !one.dims.is_empty() {
        facts.push(format!("by {}", names(one.dims)));
    }
    facts.push(format!("better: {}", one.better.in_words()));
    if one.headline {
        facts.push("headline".to_owned());
    }
    facts
}

fn names(dims: &[Dim]) -> String {
    dims.iter().map(|dim| dim.name()).collect::<Vec<_>>().join(", ")
}

/// Lines of at most [`WIDTH`] columns, broken at spaces, all indented alike.
fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(indent);
    for word in text.split_whitespace() {
        let begins = line.trim().is_empty();
        if !begins && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = " ".repeat(indent);
        } else if !begins {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines + &line + "\n"
}

/// The page docs/metrics.md.
pub fn page() -> String {
    let mut text = String::from(
        "# Metrics\n\n\
         All metrics and daily series, generated from their definitions; `gplc metrics [PATTERN]` prints them.\n\
         `GPLC_BLESS=1 cargo test --test program metrics` renews this page.\n\n\
         ## Columns of result files\n\n\
         `daily.parquet` has a row per replication, day and series; `replications.parquet` a row per replication and\n\
         metric; `summary.json` a row per metric over all replications. Their rows begin with the same columns: `metric`,\n\
         `unit`, and one column per dimension. An empty dimension is the sum over it.\n\n\
         | column | meaning |\n| --- | --- |\n\
         | `replication` | number of the replication, from 0 |\n\
         | `day` | day of a daily series; a level is that at the midnight which ends it |\n\
         | `metric` | id of the metric |\n\
         | `unit` | unit of the value |\n",
    );
    for dim in Dim::ALL {
        writeln!(text, "| `{}` | {} |", dim.name(), dim.meaning().trim_end_matches('.'))
            .expect("a string takes every text");
    }
    text.push_str(
        "| `value` | the value; missing where there is none (a share of no lines) |\n\
         | `numerator`, `denominator` | the two sums of a ratio |\n\
         | `later_than` | bound of a time that was not reached within the run |\n\
         | `date` | date of a value that is a day counted from the onset |\n\n\
         An empty dimension is an empty text in Parquet and JSON and an empty field in CSV. pandas reads an empty field as\n\
         NaN: `read_csv(..., keep_default_na=False, na_values={\"value\": [\"\"]})` keeps it as text.\n\n\
         Each file says where it comes from: `version`, `format`, `scenario` (its title), `seed` and `input_hash` (BLAKE3 of the\n\
         resolved scenario) are fields of JSON files beside `rows`, and metadata of Parquet files (`gplc.version`, …). CSV\n\
         files have only rows, so that every reader takes them; the JSON file beside them has the rest. Results that\n\
         another version wrote in another format are refused by `gplc chart`.\n\n",
    );
    table(&mut text, "Metrics of a replication", |one| one.kind != Kind::Daily && !is_observed(one));
    table(&mut text, "Daily series", |one| one.kind == Kind::Daily);
    table(&mut text, "Metrics of observations (`[observe.NAME]`)", is_observed);
    text
}

fn is_observed(one: &Definition) -> bool {
    one.dims.contains(&Dim::Observation)
}

fn table(text: &mut String, heading: &str, is_in: impl Fn(&Definition) -> bool) {
    write!(
        text,
        "## {heading}\n\n| metric | title | unit | dimensions | better | definition |\n\
         | --- | --- | --- | --- | --- | --- |\n"
    )
    .expect("a string takes every text");
    for one in ids::DEFINITIONS.iter().filter(|&one| is_in(one)) {
        let headline = if one.headline { " (headline)" } else { "" };
        let source = if one.source.is_empty() { String::new() } else { format!(" Source: {}.", one.source) };
        writeln!(
            text,
            "| `{}`{headline} | {} | {} | {} | {} | {}{source} |",
            one.id,
            one.title,
            one.unit.in_words(),
            names(one.dims),
            one.better.in_words(),
            one.definition,
        )
        .expect("a string takes every text");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_fit_in_eighty_columns() {
        let text = listing(&matching(None));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(text.matches("better:").count(), ids::DEFINITIONS.len());
    }

    #[test]
    fn a_pattern_is_looked_for_in_id_title_and_definition() {
        let ids = |pattern| matching(Some(pattern)).iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids("VOR days"), ["vor_days"]);
        assert_eq!(ids("redundant"), ["redundant_picks", "redundant_picks"]);
        assert!(ids("no such metric").is_empty());
    }
}
