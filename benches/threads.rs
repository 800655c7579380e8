//! Speed-up by threads: `cargo bench --bench threads`, on an otherwise idle machine.
//!
//! Runs the same replications of a scenario on 1 and on 2 threads, alternating 15 times, and prints
//! the median of the ratios of their times with its 95 % interval. Twice as fast is 2. Words after
//! `--`: a scenario, and the number of replications (`scenarios/bench/network.toml`, 4).
//!
//! The interval from the 4th to the 12th of 15 ordered ratios contains the median with probability
//! 96.5 %, whatever their distribution, by the binomial distribution (H. A. David and H. N.
//! Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use gplc::compile::{CompiledModel, build};
use gplc::experiment::replicate::{Control, replicate};
use gplc::scenario;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, io};

const PAIRS: usize = 15;
/// Indices of the ends of the interval among the ordered ratios.
const ENDS: [usize; 2] = [3, 11];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let path = words.first().map_or("scenarios/bench/network.toml", String::as_str);
    let replications = words.get(1).and_then(|word| word.parse().ok()).unwrap_or(4);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let read =
        scenario::read(&path, &[]).map_err(|diagnostics| io::Error::other(diagnostics.render(100, false)))?;
    let compiled = build(&read.scenario).map_err(io::Error::other)?;
    let mut ratios = Vec::new();
    println!("pair | 1 thread, s | 2 threads, s | ratio");
    for pair in 0..PAIRS {
        let mut seconds = [0.0; 2];
        // The order alternates, because the first finds the machine as the pair before left it.
        for turn in [pair % 2, 1 - pair % 2] {
            seconds[turn] = measured(&compiled, replications, turn + 1)?;
        }
        let ratio = seconds[0] / seconds[1];
        println!("{} | {:.3} | {:.3} | {ratio:.3}", pair + 1, seconds[0], seconds[1]);
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    let [low, high] = ENDS.map(|place| ratios[place]);
    println!("median {:.3}, 95 % interval {low:.3} to {high:.3}", ratios[PAIRS / 2]);
    Ok(())
}

/// Time of `replications` replications on `threads` threads [s].
fn measured(compiled: &CompiledModel, replications: u32, threads: usize) -> io::Result<f64> {
    let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
    let begin = Instant::now();
    replicate(compiled, replications, threads, &Control::default(), |_| Ok::<(), Infallible>(()))
        .map_err(|error| io::Error::other(error.to_string()))?;
    Ok(begin.elapsed().as_secs_f64())
}
