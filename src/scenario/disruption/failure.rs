//! Failure: random stops of capacity targets that recur and are repaired.
//!
//! ```toml
//! [failures.sorter]
//! strikes = ["pick"]                      # systems, processes, sites, lanes; all together
//! up = { exponential = "30 days" }        # from a repair to the next failure
//! down = { exponential = "5 h" }
//! to = "0%"                               # the default
//! while_working = true                    # `up` counts only while the process works
//! ```
//!
//! Or phases instead of `up` and `down`: [`super::recurring_phase`].

use super::capacity_target::{CapacityTarget, CapacityTargets};
use super::positive_time::PositiveTime;
use super::recurring_phase::{RecurringPhase, RecurringPhases};
use crate::distributions::Distribution;
use crate::registers::key::Table;
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::forms::{self, Flag, StreamName};
use crate::scenario::syntax::reader::{Fields, Reader};
use crate::scenario::syntax::value::{Context, Entries, Keys, Thing, Written};
use crate::units::CapacityFactor;

/// Recurring failure of capacity targets.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Name.
    pub name: String,
    /// Targets that fail, all together.
    pub strikes: Vec<CapacityTarget>,
    /// Course of the failure over time.
    pub cycle: FailureCycle,
    /// Name of its random stream; its own name by default.
    pub stream: String,
}

/// Course of a failure over time, repeated to the end of the run.
#[derive(Debug, Clone, PartialEq)]
pub enum FailureCycle {
    /// It fails and is repaired.
    UpDown {
        /// Time from a repair to the next failure.
        up: Distribution,
        /// Time from a failure to its repair.
        down: Distribution,
        /// Capacity factor until the repair.
        to: CapacityFactor,
        /// True if `up` counts only while the process works.
        while_working: bool,
    },
    /// It passes through these phases in order.
    Phases(Vec<RecurringPhase>),
}

table! {
    /// Recurring failure of capacity targets.
    pub(crate) struct FailureKeys<'t> in "failures.NAME" ("failure", "failures") {
        /// Systems, processes, sites and lanes that fail, all together.
        strikes: Vec<CapacityTarget> as CapacityTargets = required, eg ["pick"];
        /// Time from a repair to the next failure.
        up: Distribution as PositiveTime = optional, eg { exponential = "30 days" }, alternative "repairs";
        /// Time from a failure to its repair.
        down: Distribution as PositiveTime = optional, eg { exponential = "5 h" }, alternative "repairs";
        /// Capacity factor until the repair.
        to: CapacityFactor as forms::Level = "0%", eg "20%", alternative "repairs";
        /// `up` counts only while a server works; with one process in `strikes` only.
        while_working: bool as Flag = optional, eg true, alternative "repairs",
            absent "`up` counts always";
        /// Two or more phases that it passes through in order, for ever.
        phases: Vec<RecurringPhase> as RecurringPhases = optional,
            example "[{ name = \"up\", to = \"100%\", lasts = \"8 h\" }, { name = \"slow\", to = \"40%\", lasts = \"2 h\" }]",
            alternative "phases";
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

impl Thing for Failure {
    const TABLE: &'static Table = <FailureKeys<'static> as Keys>::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at, what) = (fields.name.to_owned(), fields.at, fields.what.clone());
        let keys = FailureKeys::read(reader, fields);
        let strikes_item = keys.strikes.item;
        let strikes = keys.strikes.value.unwrap_or_default();
        let cycle = if keys.phases.item.is_some() {
            FailureCycle::Phases(keys.phases.value.unwrap_or_default())
        } else {
            let while_working = keys.while_working.value.unwrap_or(false);
            if let (true, Some(item), Some(strikes_item)) =
                (while_working, keys.while_working.item, strikes_item)
                && !strikes.is_empty()
                && !matches!(strikes[..], [CapacityTarget::Process(_)])
            {
                reader.report(
                    ScenarioError::at(
                        item.place(),
                        "`while_working` needs a single process",
                        "counts its work",
                    )
                    .and(strikes_item.place(), "targets of the failure")
                    .help("strike one process, or remove `while_working`"),
                );
            }
            FailureCycle::UpDown {
                up: up_or_down(reader, keys.up, "up", at, &what),
                down: up_or_down(reader, keys.down, "down", at, &what),
                to: keys.to.value.unwrap_or(CapacityFactor::STOPPED),
                while_working,
            }
        };
        let stream = keys.stream.value.unwrap_or_else(|| name.clone());
        Failure { name, strikes, cycle, stream }
    }

    fn entries(&self, context: Context) -> Entries {
        let mut keys = FailureKeys {
            strikes: Written::of(self.strikes.clone()),
            stream: Written::of(self.stream.clone()),
            ..FailureKeys::default()
        };
        match &self.cycle {
            FailureCycle::UpDown { up, down, to, while_working } => {
                keys.up = Written::of(up.clone());
                keys.down = Written::of(down.clone());
                keys.to = Written::of(*to);
                keys.while_working = while_working.then_some(true).into();
            }
            FailureCycle::Phases(phases) => keys.phases = Written::of(phases.clone()),
        }
        keys.entries(&self.name, context)
    }
}

/// A time of a failure without phases, which is required.
fn up_or_down<'t>(
    reader: &mut Reader<'t>,
    written: Written<'t, Distribution>,
    key: &str,
    at: Place,
    what: &str,
) -> Distribution {
    if written.item.is_none() {
        reader.report(
            ScenarioError::at(at, format!("{what} has no `{key}`"), format!("needs `{key}`"))
                .help("give it `up` and `down`, or `phases`"),
        );
    }
    written.value.unwrap_or(Distribution::Constant(0.0))
}
