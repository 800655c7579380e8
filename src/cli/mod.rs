//! Command line: one file for each command, with a `run` that reads like the manual.
//!
//! Results go to stdout, progress, warnings and errors to stderr. Exit status: 0 done, 1 the run
//! failed, 2 the input is wrong, 130 stopped by Ctrl-C.
//!
//! Parses arguments, calls the library and prints.

mod chart;
mod check;
mod compare;
mod failure;
mod interrupt;
mod metrics;
mod options;
mod output;
mod plan;
mod progress;
mod replay;
mod run;
mod schema;
mod simulate;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Simulates a car maker's parts logistics through an outage and a phased restart
///
/// A scenario is a TOML file: demand, stock, processes and their capacity, transport, disruptions
/// and the restart plan. gplc estimates the peak and the clearance date of the backlog and the
/// service that customers get, with confidence and prediction intervals.
#[derive(Debug, Parser)]
#[command(
    name = "gplc",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_long_help = "\
Examples:
  gplc check scenarios/jlr-2025.toml      validate, and print a report
  gplc run scenarios/jlr-2025.toml        simulate; files in output/jlr-2025/
  gplc compare scenarios/jlr-2025.toml scenarios/jlr-2025-warehouse-first.toml
                                          compare plans on the same demand
  gplc chart output/jlr-2025              redraw charts from recorded results
  gplc replay scenarios/jlr-2025.toml --replication 7 --trace events.csv
                                          repeat one replication, with its events
  gplc metrics backlog                    definitions of metrics

Exit status:
  0    success
  1    the run failed
  2    the input is wrong; nothing was written
  130  interrupted by Ctrl-C; complete replications were kept"
)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::RunArguments),
    Compare(compare::CompareArguments),
    Chart(chart::ChartArguments),
    Check(check::CheckArguments),
    Replay(replay::ReplayArguments),
    Schema(schema::SchemaArguments),
    Metrics(metrics::MetricsArguments),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Chart(arguments) => chart::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Metrics(arguments) => metrics::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit_code()
        }
    }
}
