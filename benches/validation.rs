//! The full validation set in a release build: `cargo bench --bench validation`.
//!
//! Prints a row per value and the time, writes docs/validation.md (for the project's own cases) and
//! a summary for programs, and fails if the set does not pass. `VALIDATION_CASES` names another
//! folder of case files, `VALIDATION_SUMMARY` a file for the summary, which is otherwise the last
//! line. Words after `--` select cases by name.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

#[path = "../tests/validation/mod.rs"]
mod validation;

use std::env;
use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::Instant;
use validation::case::{FOLDER, Tried, folder, read};
use validation::{Settings, judge, judge_file, report, together};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// True if the set passes.
fn run() -> Tried<bool> {
    let begin = Instant::now();
    let settings =
        Settings { threads: available_parallelism().unwrap_or(NonZeroUsize::MIN), times: 1.0, precise: true };
    println!("case | metric | of | exact | estimate | half-width | z | verdict");
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut files = read(&folder())?;
    if !words.is_empty() {
        for file in &mut files {
            file.cases.retain(|case| words.iter().any(|word| case.id.contains(word.as_str())));
        }
        files.retain(|file| !file.cases.is_empty());
    }
    let judged = files.iter().map(|file| {
        judge_file(
            file,
            |case, word| {
                let begin = Instant::now();
                let values = judge(case, settings, word);
                println!("{}: {:.1} s", case.id, begin.elapsed().as_secs_f64());
                values
            },
            |value| println!("{}", report::line(value)),
        )
    });
    let all = together(judged.collect());
    if env::var_os(FOLDER).is_none() && words.is_empty() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md");
        let in_page = |error: io::Error| format!("{}: {error}", path.display());
        let page = if path.exists() { fs::read_to_string(&path).map_err(in_page)? } else { String::new() };
        fs::write(&path, report::page(&page, &all)).map_err(in_page)?;
    }
    println!("{:.0} s on {} threads", begin.elapsed().as_secs_f64(), settings.threads);
    println!("{}", report::in_words(&all));
    if let Some(line) = report::hand_over(&report::summary(&all))? {
        println!("{line}");
    }
    Ok(all.passes())
}
