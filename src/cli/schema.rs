//! `gplc schema`: prints the JSON Schema of the scenario language.

use super::failure::CommandFailure;
use super::output;
use crate::registers::key::Schema;
use crate::scenario::schema::schema_text;

/// Print the JSON Schema of scenario files, for editors
///
/// An editor with a TOML language server completes keys and reports errors with it: the first line
/// of a scenario names the file (`#:schema scenario.schema.json`).
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gplc schema > scenario.schema.json
  gplc schema --overlay > overlay.schema.json")]
pub(super) struct SchemaArguments {
    /// Of a scenario with `based_on`: no key is required, and `false` removes an inherited entry
    #[arg(long)]
    overlay: bool,
}

pub(super) fn run(arguments: &SchemaArguments) -> Result<(), CommandFailure> {
    output::print(&schema_text(if arguments.overlay { Schema::Overlay } else { Schema::Whole }))
}
