//! Field cases: small scenarios from what people who simulate supply chains, warehouses and queues
//! reported in public, each with the right value, and how it was obtained, in its head.
//!
//! Lines of a head that this test reads:
//!
//! - `# expect: METRIC [DIMENSION=LABEL …] = VALUE [+- TOLERANCE]`: a row of summary.json;
//! - `# trace: EVENT [COLUMN=VALUE …] = h1, h2, …`: hours from `start` of the first such events;
//! - `# count: EVENT [COLUMN=VALUE …] = N`: the number of such events;
//! - `# refused: WORDS`: exit status 2, and the message holds the words.
//!
//! `# source:` and `# answer:` say where a case comes from and how its value was obtained;
//! `# missing:` names what the language lacks for the answer. Such a case runs all the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::civil::DateTime;
use jiff::{Span, Unit};
use serde_json::Value;

/// Dimensions by which a row may be selected; those that a line of a head leaves out are empty.
const DIMENSIONS: [&str; 16] = [
    "site",
    "market",
    "class",
    "process",
    "phase",
    "system",
    "lane",
    "stage",
    "age",
    "segment",
    "part",
    "observation",
    "at",
    "week",
    "plan",
    "variant",
];

/// Cases that have not their right value yet: a line waits at its last source only.
const NOT_YET: [&str; 1] = ["two_sources_wait"];

/// One line of a head: what is expected, of what, and where.
struct Expectation {
    subject: String,
    selection: Vec<(String, String)>,
    value: String,
}

impl Expectation {
    /// Reads `NAME [KEY=LABEL …] = VALUE`.
    fn read(text: &str) -> Expectation {
        let (left, value) = text.rsplit_once(" = ").expect("a line of a head has a value");
        let mut words = left.split_whitespace();
        let subject = words.next().expect("a line of a head names its subject").to_owned();
        let selection = words.map(|word| {
            let (key, label) = word.split_once('=').expect("a selection is KEY=LABEL");
            (key.to_owned(), label.replace('_', " "))
        });
        Expectation { subject, selection: selection.collect(), value: value.trim().to_owned() }
    }

    fn label(&self, key: &str) -> Option<&str> {
        self.selection.iter().find(|(name, _)| name == key).map(|(_, label)| label.as_str())
    }
}

/// The lines of a head with one keyword.
fn lines<'t>(text: &'t str, keyword: &str) -> impl Iterator<Item = &'t str> {
    let start = format!("# {keyword}: ");
    text.lines().filter_map(move |line| line.strip_prefix(start.as_str()))
}

/// A number, or a quotient of two.
fn number(text: &str) -> f64 {
    let parsed = |text: &str| text.trim().parse::<f64>().expect("a number of a head");
    match text.split_once('/') {
        Some((numerator, denominator)) => parsed(numerator) / parsed(denominator),
        None => parsed(text),
    }
}

fn gplc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gplc")).args(arguments).output().expect("the program runs")
}

/// What is wrong with one case; nothing if all its lines hold.
fn problems(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a case can be read");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let (case, out_text) = (path.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let output = gplc(&["run", case, "--threads", "1", "--quiet", "--out", out_text]);
    let message = String::from_utf8_lossy(&output.stderr).replace('│', " ");
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let refusals: Vec<&str> = lines(&text, "refused").map(str::trim).collect();
    if !refusals.is_empty() {
        let held = output.status.code() == Some(2) && refusals.iter().all(|words| message.contains(words));
        return if held { Vec::new() } else { vec![format!("is not refused by {refusals:?}: {message}")] };
    }
    if !output.status.success() {
        return vec![format!("ends with {}: {message}", output.status)];
    }
    let mut problems = wrong_rows(&text, &out);
    problems.extend(wrong_events(&text, case));
    problems
}

/// Rows of summary.json that differ from the head.
fn wrong_rows(text: &str, out: &Path) -> Vec<String> {
    let expectations: Vec<_> = lines(text, "expect").map(Expectation::read).collect();
    if expectations.is_empty() {
        return Vec::new();
    }
    let summary = fs::read_to_string(out.join("summary.json")).expect("a summary");
    let summary: Value = serde_json::from_str(&summary).expect("the summary is JSON");
    let rows = summary["rows"].as_array().expect("the summary has rows");
    let wrong = |expectation: &Expectation| {
        let selected = |row: &&Value| {
            // A row of an observation also names what is observed.
            let observed = expectation.label("observation").is_some();
            row["metric"] == expectation.subject.as_str()
                && DIMENSIONS.iter().all(|&key| match expectation.label(key) {
                    Some(label) => row[key] == label,
                    None => row[key] == "" || observed && key == "site",
                })
        };
        let found: Vec<_> = rows.iter().filter(selected).collect();
        let &[row] = found.as_slice() else {
            return Some(format!("{}: {} rows", expectation.subject, found.len()));
        };
        let mean = row["mean"].as_f64();
        let (value, tolerance) = expectation.value.split_once(" +- ").unwrap_or((&expectation.value, ""));
        if value == "none" {
            return mean.map(|mean| format!("{} is {mean}, not none", expectation.subject));
        }
        let value = number(value);
        let tolerance = if tolerance.is_empty() { 1e-6 * value.abs().max(1.0) } else { number(tolerance) };
        let held = mean.is_some_and(|mean| (mean - value).abs() <= tolerance);
        (!held).then(|| format!("{} is {mean:?}, not {}", expectation.subject, expectation.value))
    };
    expectations.iter().filter_map(wrong).collect()
}

/// Events of the trace that differ from the head.
fn wrong_events(text: &str, case: &str) -> Vec<String> {
    let instants: Vec<_> = lines(text, "trace").map(Expectation::read).collect();
    let counts: Vec<_> = lines(text, "count").map(Expectation::read).collect();
    if instants.is_empty() && counts.is_empty() {
        return Vec::new();
    }
    let start = text.lines().find_map(|line| line.strip_prefix("start = ")).expect("a case has a start");
    let start: DateTime = start.trim().parse().expect("the start is a date");
    let trace = gplc(&["replay", case, "--replication", "0", "--trace", "-", "--quiet"]).stdout;
    let mut trace = csv::Reader::from_reader(trace.as_slice());
    let columns = trace.headers().expect("a trace has columns").clone();
    let records: Vec<csv::StringRecord> = trace.records().map(|record| record.expect("a record")).collect();
    let column =
        |name: &str| columns.iter().position(|column| column == name).expect("a column of the trace");
    let events = |expectation: &Expectation| {
        let conditions: Vec<_> =
            expectation.selection.iter().map(|(key, label)| (column(key), label.clone())).collect();
        let subject = expectation.subject.clone();
        let event = column("event");
        records.iter().filter(move |record| {
            record[event] == *subject && conditions.iter().all(|(at, label)| record[*at] == **label)
        })
    };
    let mut problems = Vec::new();
    for expectation in &instants {
        let hours: Vec<f64> = expectation.value.split(',').map(number).collect();
        let at = column("instant");
        let found: Vec<f64> = events(expectation)
            .map(|record| {
                let instant: DateTime = record[at].parse().expect("an instant of the trace");
                let since: Span = instant.since((Unit::Hour, start)).expect("an instant of the run");
                since.total(Unit::Hour).expect("hours have a fixed length")
            })
            .take(hours.len() + 3)
            .collect();
        let held = found.len() >= hours.len()
            && hours.iter().zip(&found).all(|(hour, found)| (hour - found).abs() < 5e-5);
        if !held {
            problems.push(format!("{} at hours {found:?}, not {hours:?}", expectation.subject));
        }
    }
    for expectation in &counts {
        let found = events(expectation).count();
        if found.to_string() != expectation.value {
            problems.push(format!("{} {found} times, not {}", expectation.subject, expectation.value));
        }
    }
    problems
}

/// All cases, in the order of their names.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/field/cases");
    let entries = fs::read_dir(folder).expect("the folder of cases");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Stochastic cases have fixed seeds: the outcome is the same in every run.
#[test]
fn every_field_case_has_its_right_value() {
    let cases = cases();
    let states_a_value = |path: &&PathBuf| {
        let text = fs::read_to_string(path).expect("a case can be read");
        ["expect", "trace", "count", "refused"].iter().any(|keyword| lines(&text, keyword).next().is_some())
    };
    assert_eq!((cases.len(), cases.iter().filter(states_a_value).count()), (46, 39));
    let next = std::sync::atomic::AtomicUsize::new(0);
    let wrong = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(path) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
                    let found = problems(path);
                    if found.is_empty() == NOT_YET.contains(&name.as_str()) {
                        wrong
                            .lock()
                            .expect("no thread panicked")
                            .push(format!("{name}: {}", found.join("; ")));
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().expect("no thread panicked");
    wrong.sort();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
