//! Order class: the priority of order lines, and their promised ship time.
//!
//! ```toml
//! [classes.vor]
//! priority = 1
//! promise = "1 working day"
//! cut_off = "16:00"
//! ```

use crate::registers::table::table;
use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Count, TimeOfDay};
use crate::scenario::syntax::reader::Reader;
use crate::units::{Duration, Span};

table! {
    /// Order class: vehicle off road (VOR), daily, stock replenishment.
    pub struct OrderClass in "classes.NAME" ("order class", "order classes") {
        /// Priority: 1 goes first; no two classes have the same.
        priority: u32 as Count<u32> = required, eg 1, range (1, 1_000);
        /// Promised time from the order to its shipment.
        promise: Option<Span> as Span = optional, eg "1 working day", absent "no promise";
        /// Time of day after which an order counts as placed on the next working day, for a promise
        /// in
        /// working days.
        cut_off: Option<Duration> as TimeOfDay = optional, eg "16:00", needs ["promise"], absent "midnight";
    }
}

/// Stands for a priority with an error; no check compares it.
pub(crate) const UNKNOWN: u32 = 0;

/// Reports cut-off times of promises in elapsed time.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for class in &scenario.classes {
        let place = reader.node(&["classes", &class.name, "cut_off"]).map(|node| node.place);
        if let (Some(place), Some(Span::Elapsed(_))) = (place, class.promise) {
            reader.report(
                ScenarioError::at(place, "`cut_off` needs a promise in working days", "no effect")
                    .help("for instance `promise = \"1 working day\"`"),
            );
        }
    }
}
