//! Instruction counts of complete runs, compared with a committed baseline.
//!
//! `cargo bench --bench instructions` counts under valgrind, compares with
//! `benches/instructions.toml`, and fails if a run takes over 3 % more. Unlike times, counts hardly
//! depend on other load. They depend on compiler and target, so those of the baseline are required.
//! `-- --renew` writes the baseline anew.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it measured")]
#![allow(missing_docs, reason = "nothing of a bench is reached from outside")]

mod runs;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// Deviation from the baseline that passes without a message [share].
const TOLERANCE: f64 = 0.03;
/// Most instructions of a run, so that counting all runs takes seconds.
const MOST: u64 = 100_000_000;
/// Set for the process that counts; it then prints its counts as JSON, a line per run.
const FORMAT: &str = "GUNGRAUN_OUTPUT_FORMAT";

/// The program that gungraun starts; the model is compiled before counting begins.
mod counted {
    use super::runs::{NETWORK, NORMAL, OBSERVED, OUTAGE, QUEUE, Run, TWO_ECHELON, replicate};
    use gplc::compile::CompiledModel;
    use gplc::metrics::ReplicationResult;
    use gungraun::{library_benchmark, library_benchmark_group};

    #[library_benchmark(setup = Run::build)]
    #[bench::queue(QUEUE)]
    #[bench::two_echelon(TWO_ECHELON)]
    #[bench::network(NETWORK)]
    #[bench::normal(NORMAL)]
    #[bench::observed(OBSERVED)]
    #[bench::outage(OUTAGE)]
    fn replication(compiled: CompiledModel) -> (CompiledModel, ReplicationResult) {
        let observations = replicate(&compiled);
        (compiled, observations)
    }

    library_benchmark_group!(name = whole_runs, benchmarks = replication);
    gungraun::main!(library_benchmark_groups = whole_runs);

    pub(super) fn run() {
        main();
    }
}

/// Instructions by the name of the run, with the compiler.
#[derive(Debug, Deserialize)]
struct Counts {
    /// Version and target of the compiler.
    compiler: String,
    instructions: BTreeMap<String, u64>,
}

impl Counts {
    fn baseline(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// Counts by starting this program again under gungraun.
    fn now() -> Result<Self, Box<dyn Error>> {
        let output = Command::new(env::current_exe()?)
            .args(["--bench", "--callgrind-args=--cache-sim=no"])
            .env(FORMAT, "json")
            .stderr(Stdio::inherit())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        if !output.status.success() {
            return Err(format!("gungraun could not count: {}\n{text}", output.status).into());
        }
        let instructions = text.lines().map(counted_run).collect::<Result<_, _>>()?;
        Ok(Counts { compiler: compiler()?, instructions })
    }

    fn as_toml(&self) -> String {
        let mut text = format!(
            "# Instructions of the whole runs of benches/instructions.rs, written by `cargo bench --bench instructions -- --renew`.\n\
             # Changes only in a commit that gives the reason and the difference.\n\
             compiler = \"{}\"\n\n[instructions]\n",
            self.compiler
        );
        for (name, count) in &self.instructions {
            writeln!(text, "{name} = {count}").expect("a string takes every text");
        }
        text
    }
}

/// Name and instructions of one line of gungraun's output.
fn counted_run(line: &str) -> Result<(String, u64), Box<dyn Error>> {
    let summary: serde_json::Value = serde_json::from_str(line)?;
    let name = summary["id"].as_str().ok_or("gungraun names no run")?;
    let total = &summary["profiles"][0]["data"]["total"]["metrics"];
    let count = total["Ir"]["values"]["new"].as_u64().ok_or("gungraun reports no instructions")?;
    Ok((name.to_owned(), count))
}

/// Version and target of the compiler in use.
fn compiler() -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let (mut lines, host) = (text.lines(), text.lines().find_map(|line| line.strip_prefix("host: ")));
    match (lines.next(), host) {
        (Some(version), Some(host)) => Ok(format!("{version}, {host}")),
        _ => Err("`rustc -vV` prints no version".into()),
    }
}

/// Compares run by run and prints the differences; true if no run takes too many instructions.
fn is_within(baseline: &Counts, now: &Counts) -> bool {
    println!("{:12} {:>12} {:>12} {:>10}", "run", "baseline", "now", "difference");
    let mut within = true;
    for (name, &count) in &now.instructions {
        let Some(&before) = baseline.instructions.get(name) else {
            println!("{name}: {count} instructions, but the baseline has no such run: renew it");
            within = false;
            continue;
        };
        let more = count as f64 / before as f64 - 1.0;
        println!("{name:12} {before:12} {count:12} {:+9.2} %", more * 100.0);
        if more > TOLERANCE {
            println!(
                "{name} takes too many instructions: {count}, {:.2} % more than its baseline of {before}; at most {} % are allowed",
                more * 100.0,
                TOLERANCE * 100.0
            );
            within = false;
        } else if more < -TOLERANCE {
            println!(
                "{name} takes {:.2} % fewer instructions than its baseline, which may be lowered",
                -more * 100.0
            );
        }
    }
    for name in baseline.instructions.keys().filter(|&name| !now.instructions.contains_key(name)) {
        println!("{name} is in the baseline but was not counted");
        within = false;
    }
    within
}

/// Counts and compares, or renews the baseline; true if all runs are within it.
fn guard(renew: bool) -> Result<bool, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.toml");
    let now = Counts::now()?;
    if let Some((name, count)) = now.instructions.iter().find(|&(_, &count)| count > MOST) {
        return Err(format!("{name} takes {count} instructions: cut it to at most {MOST}").into());
    }
    if renew {
        fs::write(&path, now.as_toml()).map_err(|error| format!("{}: {error}", path.display()))?;
        print!("{}", now.as_toml());
        return Ok(true);
    }
    let baseline = Counts::baseline(&path)?;
    let within = is_within(&baseline, &now);
    if baseline.compiler != now.compiler {
        return Err(format!(
            "the baseline is of {}, these counts are of {}: they cannot be compared; use the compiler of the baseline",
            baseline.compiler, now.compiler
        )
        .into());
    }
    Ok(within)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let counts = arguments.first().is_some_and(|argument| argument == "--gungraun-run");
    if counts || env::var_os(FORMAT).is_some() {
        counted::run();
        return ExitCode::SUCCESS;
    }
    match guard(arguments.iter().any(|argument| argument == "--renew")) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
