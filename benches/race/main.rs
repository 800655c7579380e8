//! The race: the program on a scenario file against a loop that is written for the model.
//!
//! `cargo bench --bench race` prints, for models A, B and C of `scenarios/bench/`, the nanoseconds of processor time an
//! event of each, seven times by turns, and the median of their ratios. The processor time of a replication is that of 11
//! replications less that of 1, by 10, of the whole program with all its files, on one thread. Words after `--` choose
//! models (`A`, `B`, `C`) or how often (`3`).
//!
//! The loops by hand ([`queue`], [`two_echelon`], [`network`]) are what a good programmer writes for one model in an
//! afternoon: the standard library's heap, events as an enum, no engine, a few counters. Both count the model's events
//! alike, so nanoseconds an event compare the same work.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]

mod agenda;
mod network;
mod queue;
mod two_echelon;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, io};

/// A model of the race.
struct Model {
    letter: &'static str,
    scenario: &'static str,
    /// Runs the loop by hand; returns its events.
    by_hand: fn() -> u64,
    /// Events of a replication of the scenario, in the mean.
    events: f64,
}

const MODELS: [Model; 3] = [
    Model { letter: "A", scenario: "queue", by_hand: queue::run, events: queue::EVENTS },
    Model { letter: "B", scenario: "two-echelon", by_hand: two_echelon::run, events: two_echelon::EVENTS },
    Model { letter: "C", scenario: "network", by_hand: network::run, events: network::EVENTS },
];

/// Asks this program itself to run one loop by hand.
const BY_HAND: &str = "by-hand";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let outcome = match words.as_slice() {
        [command, letter] if command == BY_HAND => run_by_hand(letter),
        words => race(words),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run_by_hand(letter: &str) -> io::Result<()> {
    let model = MODELS.iter().find(|model| model.letter == letter);
    let model = model.ok_or_else(|| io::Error::other(format!("there is no model {letter}")))?;
    println!("{}", (model.by_hand)());
    Ok(())
}

fn race(words: &[String]) -> io::Result<()> {
    let turns = words.iter().find_map(|word| word.parse().ok()).unwrap_or(7);
    let chosen: Vec<&Model> =
        MODELS.iter().filter(|model| words.iter().any(|word| word == model.letter)).collect();
    let chosen = if chosen.is_empty() { MODELS.iter().collect() } else { chosen };
    println!(
        "model | by hand, ns an event | gplc, ns an event | gplc / by hand, median of {turns} (least, most)"
    );
    for model in chosen {
        let (mut hand, mut ours, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..turns {
            let of_hand = by_hand(model)?;
            let of_ours = ours_of(model)?;
            hand.push(of_hand);
            ours.push(of_ours);
            ratios.push(of_ours / of_hand);
        }
        let [hand, ours, ratios] = [hand, ours, ratios].map(|mut values| {
            values.sort_by(f64::total_cmp);
            values
        });
        println!(
            "{} | {:.1} | {:.1} | {:.2} ({:.2}, {:.2})",
            model.letter,
            hand[turns / 2],
            ours[turns / 2],
            ratios[turns / 2],
            ratios[0],
            ratios[turns - 1]
        );
    }
    Ok(())
}

/// Nanoseconds of processor time an event of the loop by hand.
fn by_hand(model: &Model) -> io::Result<f64> {
    let mut command = Command::new(env::current_exe()?);
    let (nanoseconds, said) = processor_time(command.args([BY_HAND, model.letter]))?;
    let events: f64 = said.trim().parse().map_err(io::Error::other)?;
    Ok(nanoseconds / events)
}

/// The same of the program on the scenario file.
fn ours_of(model: &Model) -> io::Result<f64> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scenario = root.join("scenarios/bench").join(model.scenario).with_extension("toml");
    let of = |replications: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gplc"));
        command.arg("run").arg(&scenario).args(["--threads", "1", "--quiet", "--replications", replications]);
        processor_time(command.arg("--out").arg(root.join("target/race"))).map(|(nanoseconds, _)| nanoseconds)
    };
    let (eleven, one) = (of("11")?, of("1")?);
    Ok((eleven - one) / 10.0 / model.events)
}

/// Runs a program to its end; returns its processor time in nanoseconds and what it printed.
fn processor_time(command: &mut Command) -> io::Result<(f64, String)> {
    let spent = || -> io::Result<f64> {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(io::Error::from)?;
        Ok((usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 * 1e3)
    };
    let before = spent()?;
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{command:?}: {}", output.status)));
    }
    Ok((spent()? - before, String::from_utf8_lossy(&output.stdout).into_owned()))
}
