//! Validation harness: exactly solvable models, specified in the scenario language, run through the
//! public interface, and compared with their answers.
//!
//! ```text
//! cases/*.toml ─► [case] ─► model families ─► scenario text (specified.rs)          ─► [simulate]
//!                           [queue] [lane] [inventory] [two_echelon] [serial]           │
//!                           [deterministic] [levels]                                    │ one number
//!                           [statistics] [variates]: numbers without a scenario         │ a replication
//!                page, lines, summary ◄─ [report] ◄─ [verdict] ◄────────────────────────┘
//! ```
//!
//! A case is put together from its `model` and `parameters`, never by its name, so that anyone can
//! write cases of the same kinds with other numbers: the environment variable `VALIDATION_CASES`
//! names the folder of case files. What the harness does not know is failed and specified so, never
//! left out in silence. Time is scaled as `specification.rs` says.
//!
//! Seeds are derived from a case's `id` by a fixed hash, never searched for: `id/first`,
//! `id/second`.

#![allow(
    unreachable_pub,
    reason = "a test file is a crate of its own: nothing of it is reached from outside"
)]
#![allow(missing_docs, reason = "the same")]
#![allow(dead_code, reason = "the test and the bench use their own parts of it")]

pub mod case;
mod deterministic;
mod inventory;
mod lane;
mod levels;
mod queue;
pub mod report;
mod section;
mod serial;
mod service;
pub mod simulate;
pub mod specification;
mod statistics;
pub mod stock;
#[path = "../support/symbols.rs"]
pub mod symbols;
mod two_echelon;
pub mod variates;
pub mod verdict;

use case::{Case, CaseFile, Expected, Kind, Tried, seed};
use simulate::{Answer, Length};
use std::num::NonZeroUsize;
use verdict::{Estimate, LONGEST, SECOND, agrees};

/// How a value was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    Passed,
    Failed(String),
    /// The estimate is not precise enough, even in the longest run: it fails.
    Inconclusive(String),
    /// gplc has no such feature, and its design does not request it.
    NotApplicable(String),
    /// Not tested: printed so that one sees what an approximation would give.
    Contrast,
}

/// One value of a case, and what came of it.
#[derive(Debug, Clone)]
pub struct Value {
    pub case: String,
    pub source: String,
    pub metric: String,
    pub of: String,
    pub unit: String,
    pub tolerance: String,
    pub exact: f64,
    pub estimate: Option<f64>,
    pub half_width: Option<f64>,
    /// Of the first run, where it has one.
    pub z: Option<f64>,
    /// Whether the first run missed, so that a second was made.
    pub second_run: bool,
    pub verdict: Verdict,
}

/// How cases are run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub threads: NonZeroUsize,
    /// Times the suggested length.
    pub times: f64,
    /// Whether estimates must be precise too: not in a quick run.
    pub precise: bool,
}

/// The word of the seeds that a case begins with, and of those of second runs.
const RUNS: [&str; 2] = ["first", "second"];

/// All values of a case, its seeds derived from this word (of [`RUNS`]).
pub fn judge(case: &Case, settings: Settings, word: usize) -> Vec<Value> {
    if let Some(reason) = stock::not_applicable(case) {
        let not_applicable = |expected| value(case, expected, Verdict::NotApplicable(reason.clone()));
        return case.expected.iter().map(not_applicable).collect();
    }
    match case.kind {
        Kind::Compute => computed(case),
        Kind::Sample | Kind::Simulate => {
            estimated(case, settings, word, |word, times| answers(case, settings.threads, word, times))
        }
    }
}

/// A value that nothing is known of but its verdict.
fn value(case: &Case, expected: &Expected, verdict: Verdict) -> Value {
    Value {
        case: case.id.clone(),
        source: case.source.clone(),
        metric: expected.metric.clone(),
        of: expected.of.clone(),
        unit: expected.unit.clone(),
        tolerance: expected.tolerance.clone(),
        exact: expected.target().unwrap_or(f64::NAN),
        estimate: None,
        half_width: None,
        z: None,
        second_run: false,
        verdict: if expected.tolerance == "contrast" { Verdict::Contrast } else { verdict },
    }
}

/// The values of a case without chance.
fn computed(case: &Case) -> Vec<Value> {
    let mut answer: Vec<Tried<f64>> = if deterministic::is_of(case) {
        deterministic::values(case)
    } else {
        let unknown = || format!("the harness does not know how to compute `{}`", case.model);
        let one = |expected| {
            let families = [statistics::compute, service::compute, levels::compute];
            let known = families.iter().find_map(|compute| compute(case, expected));
            known.unwrap_or_else(|| Err(unknown().into()))
        };
        case.expected.iter().map(one).collect()
    };
    let pairs = case.expected.iter().zip(answer.drain(..));
    pairs
        .map(|(expected, answer)| {
            let estimate = answer.as_ref().ok().copied();
            let verdict = match answer.and_then(|answer| agrees(expected, answer)) {
                Ok(true) => Verdict::Passed,
                Ok(false) => Verdict::Failed("it differs".to_owned()),
                Err(trouble) => Verdict::Failed(trouble.to_string()),
            };
            Value { estimate, ..value(case, expected, verdict) }
        })
        .collect()
}

/// What a run of a number of times the suggested length reports.
fn answers(case: &Case, threads: NonZeroUsize, word: usize, times: f64) -> Vec<Answer> {
    let seed = seed(&format!("{}/{}", case.id, RUNS[word]));
    if case.kind == Kind::Simulate {
        return simulate::answers(case, seed, Length { times }, threads);
    }
    let draws = (case.run.draws as f64 * times) as usize;
    match variates::blocks(case, seed, draws) {
        Ok(blocks) => {
            let one = |block: Tried<Vec<f64>>| match block {
                Ok(values) => Answer::Numbers { values, off: 0.0 },
                Err(trouble) => Answer::Nothing(trouble.to_string()),
            };
            blocks.into_iter().map(one).collect()
        }
        Err(trouble) => case.expected.iter().map(|_| Answer::Nothing(trouble.to_string())).collect(),
    }
}

/// What is known of an estimate of a `ci` value.
struct Seen {
    estimate: Estimate,
    precise: bool,
    near: bool,
    z: Option<f64>,
}

fn seen(expected: &Expected, answer: &Answer) -> Option<Tried<Seen>> {
    let Answer::Numbers { values, off } = answer else { return None };
    (expected.tolerance == "ci").then(|| {
        let estimate = Estimate::of(values)?;
        let off = off * expected.target()?.abs();
        Ok(Seen {
            precise: estimate.precise(expected)?,
            near: estimate.near(expected, off)?,
            z: estimate.z(expected)?,
            estimate,
        })
    })
}

/// How many times as long a run must be for all of its values to be precise: 1 where they are.
fn times_longer(case: &Case, answer: &[Answer]) -> f64 {
    let short = |(expected, answer): (&Expected, &Answer)| {
        let estimate = seen(expected, answer)?.ok()?;
        if estimate.precise {
            return None;
        }
        // A half-width falls with the root of the length; some is added, for it is itself
        // uncertain.
        Some(1.3 * (estimate.estimate.half_width / expected.max_half_width?).powi(2))
    };
    case.expected.iter().zip(answer).filter_map(short).fold(1.0, f64::max)
}

/// The values of a case that are estimated, from what runs report: with the seeds of a word, a
/// number of times as long as suggested.
pub fn estimated(
    case: &Case,
    settings: Settings,
    word: usize,
    mut run: impl FnMut(usize, f64) -> Vec<Answer>,
) -> Vec<Value> {
    let mut times = settings.times;
    let mut first = run(word, times);
    // Lengthened to be precise; the last time to the longest run that is allowed.
    for longer_still in [1.0, LONGEST] {
        let longer = times_longer(case, &first);
        if settings.precise && longer > 1.0 && times < LONGEST {
            times = (times * longer.max(longer_still)).min(LONGEST);
            first = run(word, times);
        }
    }
    let missed =
        |answer: &Answer, expected: &Expected| matches!(seen(expected, answer), Some(Ok(seen)) if !seen.near);
    let misses: Vec<bool> =
        case.expected.iter().zip(&first).map(|(expected, answer)| missed(answer, expected)).collect();
    let second = misses.contains(&true).then(|| run(1 - word, SECOND * times));
    case.expected
        .iter()
        .enumerate()
        .map(|(index, expected)| {
            let again = second.as_ref().filter(|_| misses[index]).map(|second| &second[index]);
            of_estimate(case, expected, &first[index], again, settings.precise)
        })
        .collect()
}

/// The verdict on a value by its first run, and by the second if it missed in the first.
fn of_estimate(
    case: &Case,
    expected: &Expected,
    first: &Answer,
    again: Option<&Answer>,
    precise: bool,
) -> Value {
    let with = |verdict| value(case, expected, verdict);
    let values = match first {
        Answer::Numbers { values, .. } => values,
        Answer::Nothing(why) => return with(Verdict::Failed(why.clone())),
        Answer::NotApplicable(why) => return with(Verdict::NotApplicable(why.clone())),
    };
    let Some(judged) = seen(expected, first) else { return without_chance(case, expected, values) };
    let judged = match judged {
        Ok(judged) => judged,
        Err(trouble) => return with(Verdict::Failed(trouble.to_string())),
    };
    let verdict = if precise && !judged.precise {
        let wanted = expected.max_half_width.unwrap_or(f64::NAN);
        Verdict::Inconclusive(format!("half-width {:.4e} over {wanted:.4e}", judged.estimate.half_width))
    } else if judged.near {
        Verdict::Passed
    } else {
        match again.and_then(|again| seen(expected, again)) {
            Some(Ok(again)) if again.near => Verdict::Passed,
            Some(Ok(again)) => Verdict::Failed(format!(
                "off by {:.1} and, in the second run, by {:.1} standard errors",
                judged.z.unwrap_or(f64::NAN),
                again.z.unwrap_or(f64::NAN)
            )),
            Some(Err(trouble)) => Verdict::Failed(trouble.to_string()),
            None => Verdict::Failed("no second run".to_owned()),
        }
    };
    Value {
        estimate: Some(judged.estimate.mean),
        half_width: Some(judged.estimate.half_width),
        z: judged.z,
        second_run: !judged.near,
        ..with(verdict)
    }
}

/// A value of a run that must be met whatever the chance: by every replication.
fn without_chance(case: &Case, expected: &Expected, values: &[f64]) -> Value {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let all = values.iter().map(|value| agrees(expected, *value)).collect::<Tried<Vec<bool>>>();
    let verdict = match all {
        Ok(all) if !all.is_empty() && all.iter().all(|agrees| *agrees) => Verdict::Passed,
        Ok(_) => Verdict::Failed("it differs".to_owned()),
        Err(trouble) => Verdict::Failed(trouble.to_string()),
    };
    Value { estimate: Some(mean), ..value(case, expected, verdict) }
}

/// The values of one file.
#[derive(Debug)]
pub struct FileVerdict {
    pub name: String,
    pub values: Vec<Value>,
    /// Cases with a z.
    pub cases: usize,
    /// Root mean square of z.
    pub spread: Option<f64>,
    /// Whether it was run once more with the second seeds, because the spread was not that of a
    /// right simulator.
    pub run_again: bool,
    pub spreads_rightly: bool,
}

/// All that came of all files.
#[derive(Debug)]
pub struct AllVerdicts {
    pub files: Vec<FileVerdict>,
    pub cases: usize,
    pub spread: Option<f64>,
    pub spreads_rightly: bool,
    pub few_second_runs: bool,
}

/// The z of values, and how many cases they are of.
fn spread_of<'a>(values: impl Iterator<Item = &'a Value>) -> (Vec<f64>, usize) {
    let mut cases: Vec<&str> = Vec::new();
    let mut z = Vec::new();
    for value in values {
        if let Some(one) = value.z {
            z.push(one);
            if cases.last() != Some(&value.case.as_str()) {
                cases.push(&value.case);
            }
        }
    }
    (z, cases.len())
}

/// The verdict on one file, of which `judge` gives the values of a case by the word of its seeds.
pub fn judge_file(
    file: &CaseFile,
    mut judge: impl FnMut(&Case, usize) -> Vec<Value>,
    mut each: impl FnMut(&Value),
) -> FileVerdict {
    let mut run = |word: usize| -> Vec<Value> {
        let all = file.cases.iter().flat_map(|case| judge(case, word));
        all.inspect(|value| each(value)).collect()
    };
    let mut values = run(0);
    let (mut z, mut cases) = spread_of(values.iter());
    let run_again = !verdict::file_spreads_rightly(&z, cases);
    let first_failures: Vec<Value> =
        if run_again { values.iter().filter(|value| failed(value)).cloned().collect() } else { Vec::new() };
    if run_again {
        values = run(1);
        // What failed has failed: the second seeds are about the spread alone.
        for value in &mut values {
            let same = |first: &&Value| {
                first.case == value.case && first.metric == value.metric && first.of == value.of
            };
            if let Some(first) = first_failures.iter().find(same) {
                value.verdict = first.verdict.clone();
            }
        }
        (z, cases) = spread_of(values.iter());
    }
    FileVerdict {
        name: file.name.clone(),
        cases,
        spread: verdict::root_mean_square(&z),
        run_again,
        spreads_rightly: verdict::file_spreads_rightly(&z, cases),
        values,
    }
}

/// Whether a value is none of those that pass or need not.
pub fn failed(value: &Value) -> bool {
    matches!(value.verdict, Verdict::Failed(_) | Verdict::Inconclusive(_))
}

/// What the files say together.
pub fn together(files: Vec<FileVerdict>) -> AllVerdicts {
    let all = || files.iter().flat_map(|file| &file.values);
    let (z, cases) = spread_of(all());
    let estimated = all().filter(|value| value.tolerance == "ci" && value.estimate.is_some()).count();
    let second = all().filter(|value| value.second_run).count();
    AllVerdicts {
        cases,
        spread: verdict::root_mean_square(&z),
        spreads_rightly: verdict::all_spread_rightly(&z, cases),
        few_second_runs: verdict::few_second_runs(second, estimated),
        files,
    }
}

impl AllVerdicts {
    /// All values of all files.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.files.iter().flat_map(|file| &file.values)
    }

    /// Whether the set passes.
    pub fn passes(&self) -> bool {
        self.few_second_runs
            && self.spreads_rightly
            && self.files.iter().all(|file| file.spreads_rightly)
            && !self.values().any(failed)
            && self.values().any(|value| value.verdict == Verdict::Passed)
    }
}
