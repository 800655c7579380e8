//! The command line: one file a command, which ends in a `run` that reads like the manual.
//!
//! Results go to stdout, progress and mistakes to stderr. Exit status: 0 done, 1 the run failed, 2 the input is
//! wrong, 130 stopped by Ctrl-C.
//!
//! Knows how things are asked for and shown; what they are is in the library.

mod chart;
mod check;
mod compare;
mod failure;
mod interrupt;
mod options;
mod output;
mod progress;
mod replay;
mod run;
mod simulate;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Simulates a car maker's parts logistics centre through an outage and a phased restart.
///
/// A scenario is a TOML file: who orders what, who works where and how fast, what goes down, and how it is brought
/// back. gplc says how deep the backlog gets, when it is cleared, what customers see of it, and how sure that is.
#[derive(Debug, Parser)]
#[command(
    name = "gplc",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_long_help = "\
Examples:
  gplc check scenarios/jlr-2025.toml      what it means, its loads, the answer by arithmetic
  gplc run scenarios/jlr-2025.toml        simulate: the headline, and files in output/jlr-2025/
  gplc compare scenarios/jlr-2025.toml scenarios/jlr-2025-warehouse-first.toml
                                          what the second plan changes, with the same customers
  gplc chart output/jlr-2025              draw again from what was recorded
  gplc replay scenarios/jlr-2025.toml --replication 7 --trace events.csv
                                          one replication again, alone, with all its events

Exit status:
  0    done
  1    the run failed
  2    the input is wrong: nothing was written
  130  stopped by Ctrl-C: the replications that were complete are kept"
)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Compare(compare::Arguments),
    Chart(chart::Arguments),
    Check(check::Arguments),
    Replay(replay::Arguments),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Chart(arguments) => chart::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            failure.exit_code()
        }
    }
}
