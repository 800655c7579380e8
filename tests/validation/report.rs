//! Validation report: one row per value, a summary for programs, a page for people.

use super::case::Tried;
use super::section;
use super::{AllVerdicts, FileVerdict, Value, Verdict};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Name of the setting that says where the summary is written; else it is printed.
pub const SUMMARY: &str = "VALIDATION_SUMMARY";

/// A number as people read it: six digits.
fn shown(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let size = number.abs().log10().floor() as i32;
    if !(-5..12).contains(&size) {
        return format!("{number:.5e}");
    }
    let text = format!("{number:.0$}", (5 - size).max(0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn shown_if(number: Option<f64>) -> String {
    number.map_or_else(|| "-".to_owned(), shown)
}

/// A verdict in a word or two.
fn word(value: &Value) -> &'static str {
    match value.verdict {
        Verdict::Passed if value.second_run => "passed in the second run",
        Verdict::Passed => "passed",
        Verdict::Failed(_) => "FAILED",
        Verdict::Inconclusive(_) => "INCONCLUSIVE",
        Verdict::NotApplicable(_) => "not applicable",
        Verdict::Contrast => "for contrast",
    }
}

/// Why it is so, if that is to be specified.
fn why(value: &Value) -> Option<&str> {
    match &value.verdict {
        Verdict::Failed(why) | Verdict::Inconclusive(why) | Verdict::NotApplicable(why) => Some(why),
        Verdict::Passed | Verdict::Contrast => None,
    }
}

/// The line of a value: case, metric, of, exact, estimate, half-width, z, verdict.
pub fn line(value: &Value) -> String {
    let mut line = format!(
        "{} | {} | {} | {} | {} | {} | {} | {}",
        value.case,
        value.metric,
        if value.of.is_empty() { "-" } else { &value.of },
        shown(value.exact),
        shown_if(value.estimate),
        shown_if(value.half_width),
        value.z.map_or_else(|| "-".to_owned(), |z| format!("{z:+.2}")),
        word(value)
    );
    if let Some(why) = why(value) {
        let _ = write!(line, ": {}", why.lines().next().unwrap_or_default());
    }
    line
}

/// How many values there are of each kind.
#[derive(Debug, Default)]
struct Counts {
    passed: usize,
    failed: usize,
    inconclusive: usize,
    not_applicable: usize,
    contrast: usize,
    second_runs: usize,
}

impl Counts {
    fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        let mut counts = Counts::default();
        for value in values {
            counts.second_runs += usize::from(value.second_run);
            *match value.verdict {
                Verdict::Passed => &mut counts.passed,
                Verdict::Failed(_) => &mut counts.failed,
                Verdict::Inconclusive(_) => &mut counts.inconclusive,
                Verdict::NotApplicable(_) => &mut counts.not_applicable,
                Verdict::Contrast => &mut counts.contrast,
            } += 1;
        }
        counts
    }

    fn json(&self) -> Json {
        json!({
            "passed": self.passed,
            "failed": self.failed,
            "inconclusive": self.inconclusive,
            "not_applicable": self.not_applicable,
            "contrast": self.contrast,
            "second_runs": self.second_runs,
        })
    }
}

/// Reasons for which values are not applicable, with the cases and metrics.
fn not_applicable(all: &AllVerdicts) -> BTreeMap<(&str, &str), Vec<String>> {
    let mut reasons: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for value in all.values() {
        if let Verdict::NotApplicable(reason) = &value.verdict {
            let name = format!("{} {}", value.metric, value.of);
            reasons.entry((&value.case, reason)).or_default().push(name.trim().to_owned());
        }
    }
    reasons
}

/// What a program reads.
pub fn summary(all: &AllVerdicts) -> Json {
    let file = |file: &FileVerdict| {
        let mut json = Counts::of(file.values.iter()).json();
        json["file"] = json!(file.name);
        json["rms_z"] = json!(file.spread);
        json["rms_z_judged"] = json!(file.cases >= super::verdict::FEWEST_CASES);
        json["run_again_with_second_seed"] = json!(file.run_again);
        json["rms_z_right"] = json!(file.spreads_rightly);
        json
    };
    let value = |value: &Value| {
        json!({
            "case": value.case,
            "metric": value.metric,
            "of": value.of,
            "unit": value.unit,
            "tolerance": value.tolerance,
            "exact": value.exact,
            "estimate": value.estimate,
            "half_width": value.half_width,
            "z": value.z,
            "second_run": value.second_run,
            "verdict": word(value).to_lowercase(),
            "why": why(value),
        })
    };
    let not_applicable: Vec<Json> = not_applicable(all)
        .into_iter()
        .map(|((case, reason), values)| json!({ "case": case, "reason": reason, "values": values }))
        .collect();
    let mut json = Counts::of(all.values()).json();
    json["passes"] = json!(all.passes());
    json["rms_z"] = json!(all.spread);
    json["rms_z_right"] = json!(all.spreads_rightly);
    json["few_second_runs"] = json!(all.few_second_runs);
    json["not_applicable_by_name"] = json!(not_applicable);
    json["files"] = json!(all.files.iter().map(file).collect::<Vec<_>>());
    json["values"] = json!(all.values().map(value).collect::<Vec<_>>());
    json
}

/// Writes the summary to the file that is named for it; else it is a line to print.
pub fn hand_over(summary: &Json) -> Tried<Option<String>> {
    let Some(path) = env::var_os(SUMMARY) else { return Ok(Some(format!("summary {summary}"))) };
    let path = PathBuf::from(path);
    fs::write(&path, format!("{summary:#}\n")).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(None)
}

/// The verdict on all in a sentence.
pub fn in_words(all: &AllVerdicts) -> String {
    let counts = Counts::of(all.values());
    format!(
        "**{}**: {} values passed, {} failed, {} inconclusive; {} not applicable, {} for contrast. {} needed the second \
         run. The root mean square of z over all is {}.",
        if all.passes() { "The set passes" } else { "The set does not pass" },
        counts.passed,
        counts.failed,
        counts.inconclusive,
        counts.not_applicable,
        counts.contrast,
        counts.second_runs,
        two_digits(all.spread),
    )
}

/// The page with the section of a whole run; its other sections stay.
pub fn page(page: &str, all: &AllVerdicts) -> String {
    let page = if page.starts_with(TITLE) { page.to_owned() } else { format!("{TITLE}\n{page}") };
    section::replaced(&page, HEADING, &cases(all))
}

fn cases(all: &AllVerdicts) -> String {
    let mut page = String::from(HEAD);
    let _ = writeln!(page, "{}\n", in_words(all));
    page.push_str("| file | passed | failed | inconclusive | not applicable | second runs | RMS of z |\n");
    page.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for file in &all.files {
        let counts = Counts::of(file.values.iter());
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {}{} |",
            file.name,
            counts.passed,
            counts.failed,
            counts.inconclusive,
            counts.not_applicable,
            counts.second_runs,
            two_digits(file.spread),
            if file.run_again { " (second seeds)" } else { "" },
        );
    }
    page.push_str("\n### Not applicable\n\n");
    for ((case, reason), values) in not_applicable(all) {
        let _ = writeln!(page, "- `{case}`: {reason} ({}).", values.join(", "));
    }
    for file in &all.files {
        let _ = writeln!(page, "\n### {}\n", file.name);
        page.push_str("| case | metric | of | exact | estimate | 95 % interval | z | verdict |\n");
        page.push_str("| --- | --- | --- | ---: | ---: | --- | ---: | --- |\n");
        for value in &file.values {
            page.push_str(&row(value));
        }
        page.push_str("\nSources:\n\n");
        let mut listed = None;
        for value in &file.values {
            if listed != Some(&value.case) {
                listed = Some(&value.case);
                let _ = writeln!(page, "- `{}`: {}", value.case, value.source);
            }
        }
    }
    page
}

fn two_digits(number: Option<f64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| format!("{number:.2}"))
}

fn row(value: &Value) -> String {
    let interval = value
        .estimate
        .zip(value.half_width)
        .map_or_else(String::new, |(mean, half)| format!("{} to {}", shown(mean - half), shown(mean + half)));
    format!(
        "| `{}` | {} | {} | {} {} | {} | {} | {} | {} |\n",
        value.case,
        value.metric.replace('|', "\\|"),
        value.of.replace('|', "\\|"),
        shown(value.exact),
        value.unit,
        shown_if(value.estimate),
        interval,
        value.z.map_or_else(String::new, |z| format!("{z:+.2}")),
        word(value)
    )
}

/// Title of the page, and what its sections have in common.
const TITLE: &str = "\
# Validation

Results of gplc beside the exact values of theory. Each section is written by the bench that it names; run it to repeat the
measurement.
";

/// Heading of the section of the cases.
const HEADING: &str = "Exact cases";

const HEAD: &str = "\
Models small enough to be known exactly, specified in the scenario language and run through the public interface of the library,
the path of every scenario: `cargo bench --bench validation`. The cases are in
[tests/validation/cases](../tests/validation/cases), their translation into scenarios in [tests/validation](../tests/validation).
Your own cases: `VALIDATION_CASES=FOLDER cargo bench --bench validation` (this page is then left unchanged); a summary for
programs: `VALIDATION_SUMMARY=FILE`.

An estimate passes if it is *precise* (its 95 % half-width is at most that of the case; otherwise the run is lengthened, up to ten
times) and *accurate* (at most 3 standard errors, plus the error of the target, from the value; one that misses must be accurate in
a second run of four times the length with another fixed seed). For the set: at most 2 % may need the second run, and the root mean
square of z = (estimate − exact)/standard error must be between 0.7 and 1.4 over all, and between 0.5 and 1.7 for each file.
Values without an interval are computed without randomness.

";
