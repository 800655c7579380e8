//! `gplc metrics`: definitions of metrics and daily series.

use super::failure::CommandFailure;
use super::output;
use crate::report::metric_definitions::{listing, matching};

/// Print the definitions of metrics and daily series
///
/// Each has its id, unit, title, definition, dimensions and better direction, with the source of
/// its formula. The same definitions are in docs/metrics.md.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  gplc metrics
  gplc metrics backlog
  gplc metrics \"fill rate\"")]
pub(super) struct MetricsArguments {
    /// Part of an id, a title or a definition, whatever its case
    #[arg(value_name = "PATTERN")]
    pattern: Option<String>,
}

pub(super) fn run(arguments: &MetricsArguments) -> Result<(), CommandFailure> {
    let definitions = matching(arguments.pattern.as_deref());
    if let (true, Some(pattern)) = (definitions.is_empty(), &arguments.pattern) {
        return Err(CommandFailure::Input(format!(
            "no metric matches `{pattern}`; `gplc metrics` prints all"
        )));
    }
    output::print(&listing(&definitions))
}
