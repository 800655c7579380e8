//! Window: a span of order dates over which service is reported, beside those that follow from the
//! disruptions.
//!
//! ```toml
//! [windows.september]
//! from = 2025-09-01
//! until = 2025-10-01                      # the first day after it
//! ```

use super::Scenario;
use super::syntax::diagnostic::ScenarioError;
use super::syntax::reader::Reader;
use crate::registers::table::table;
use crate::units::{DAY, Instant};

/// Names of the windows that every scenario has.
pub const WINDOWS: [&str; 5] = ["before", "outage", "recovery", "from_onset", "whole_run"];

table! {
    /// Span of order dates over which service is reported.
    pub struct Window in "windows.NAME" ("window", "windows") {
        /// First day.
        from: Instant as Instant = required, example "2025-09-01";
        /// First day after it.
        until: Instant as Instant = required, example "2025-10-01";
    }
}

/// Reports windows that are not days of the run, or have a name that every scenario has.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for window in &scenario.windows {
        let place = |key| reader.node(&["windows", &window.name, key]).map(|node| node.place);
        let (Some(from), Some(until)) = (place("from"), place("until")) else { continue };
        for (place, instant) in [(from, window.from), (until, window.until)] {
            if !instant.since_origin().is_multiple_of(DAY) {
                let error =
                    ScenarioError::at(place, "a window begins and ends at a midnight", "has a time of day");
                reader.report(error.help("write the date alone"));
            }
        }
        let (error, at) = if WINDOWS.contains(&window.name.as_str()) {
            (Some(("every scenario has a window of this name", "choose another name")), from)
        } else if window.until <= window.from {
            (Some(("`until` must be after `from`", "not after `from`")), until)
        } else if window.from >= Instant::at(scenario.horizon) {
            (Some(("a window begins within the run", "after the run")), from)
        } else if window.until <= Instant::at(scenario.warm_up) {
            (Some(("a window ends after the warm-up", "in the warm-up")), until)
        } else {
            (None, from)
        };
        if let Some((message, label)) = error {
            reader.report(ScenarioError::at(at, message, label));
        }
    }
}
