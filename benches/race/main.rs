//! Race: the program on a scenario file against a loop written for the same model.
//!
//! `cargo bench --bench race` prints, for models A, B and C of `scenarios/bench/`, the processor
//! time per event of each [ns], alternating seven times, and the median of their ratios. The
//! processor time of a replication is a tenth of the difference between 11 replications and 1, of
//! the complete program with all its files, on one thread. Words after `--` select models (`A`,
//! `B`, `C`) or the number of repetitions (`3`).
//!
//! The hand-written loops ([`queue`], [`two_echelon`], [`network`]) are what a good programmer
//! writes for one model in an afternoon: the standard library's heap, events as an enum, no engine,
//! a few counters. Both count the events of the model alike, so the times per event compare the
//! same work.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]

mod event_queue;
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
    /// Runs the hand-written loop; returns its number of events.
    hand_written: fn() -> u64,
    /// Mean number of events of a replication of the scenario.
    events: f64,
}

const MODELS: [Model; 3] = [
    Model { letter: "A", scenario: "queue", hand_written: queue::run, events: queue::EVENTS },
    Model {
        letter: "B",
        scenario: "two-echelon",
        hand_written: two_echelon::run,
        events: two_echelon::EVENTS,
    },
    Model { letter: "C", scenario: "network", hand_written: network::run, events: network::EVENTS },
];

/// First argument of a child process that runs one hand-written loop.
const HAND_WRITTEN: &str = "hand-written";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let outcome = match words.as_slice() {
        [command, letter] if command == HAND_WRITTEN => run_hand_written(letter),
        words => race(words),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run_hand_written(letter: &str) -> io::Result<()> {
    let model = MODELS.iter().find(|model| model.letter == letter);
    let model = model.ok_or_else(|| io::Error::other(format!("there is no model {letter}")))?;
    println!("{}", (model.hand_written)());
    Ok(())
}

fn race(words: &[String]) -> io::Result<()> {
    let turns = words.iter().find_map(|word| word.parse().ok()).unwrap_or(7);
    let chosen: Vec<&Model> =
        MODELS.iter().filter(|model| words.iter().any(|word| word == model.letter)).collect();
    let chosen = if chosen.is_empty() { MODELS.iter().collect() } else { chosen };
    println!(
        "model | hand-written, ns per event | gplc, ns per event | gplc / hand-written, median of {turns} (minimum, maximum)"
    );
    for model in chosen {
        let (mut hand, mut ours, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..turns {
            let of_loop = hand_written(model)?;
            let of_ours = program(model)?;
            hand.push(of_loop);
            ours.push(of_ours);
            ratios.push(of_ours / of_loop);
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

/// Processor time per event of the hand-written loop [ns].
fn hand_written(model: &Model) -> io::Result<f64> {
    let mut command = Command::new(env::current_exe()?);
    let (nanoseconds, printed) = processor_time(command.args([HAND_WRITTEN, model.letter]))?;
    let events: f64 = printed.trim().parse().map_err(io::Error::other)?;
    Ok(nanoseconds / events)
}

/// Processor time per event of the program on the scenario file [ns].
fn program(model: &Model) -> io::Result<f64> {
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
