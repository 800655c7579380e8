//! The resolved scenario: everything that a result was made from, in one file that makes it again.
//!
//! Every default is filled in. Comments at its head say which gplc made the result, with which
//! seed, and the BLAKE3 hash of each file that was read; they change nothing when it is run.

use crate::report::wording::counted;
use crate::scenario::read::ReadScenario;
use std::fmt::Write as _;

/// Name of the file.
pub const SCENARIO_TOML: &str = "scenario.toml";

/// The text of the file.
pub fn resolved(read: &ReadScenario) -> String {
    let scenario = &read.scenario;
    let mut text = format!(
        "# What the results beside this file were made from, every default filled in. To make them again:\n\
         # gplc run scenario.toml\n#\n# gplc {}, seed {}, {}\n",
        env!("CARGO_PKG_VERSION"),
        scenario.seed,
        counted(scenario.replications, "replication"),
    );
    for input in &read.inputs {
        let name = input.path.file_name().unwrap_or(input.path.as_os_str()).to_string_lossy();
        let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        writeln!(text, "# {name}: BLAKE3 {}", blake3::hash(&input.bytes)).expect("a string takes every text");
    }
    text.push('\n');
    text.push_str(&read.resolved);
    text
}
