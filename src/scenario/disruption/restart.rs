//! Restart phase: a step of the restart plan, which brings capacity targets back.
//!
//! A phase starts when its date, predecessors and gate allow. After its work and its acceptance
//! check, its targets return, immediately or by a ramp. Boosts and policies hold from then to
//! `until`.
//!
//! ```toml
//! [restart.warehouse]
//! from = 2025-09-25                       # and, or: after = [..], after_start_of = [..]
//! brings_back = ["wms"]
//! ends = ["attack"]                       # by default all disruptions without an `until`
//! to = "100%"                             # the default
//! ramp = { from = "50%", over = "3 weeks" }
//! boost = { pick = "125%" }
//! accept_only = { release = ["vor"] }     # policies, see `policy.rs`
//! until = 2025-12-01                      # or for = "6 weeks", or a gate
//! takes = { triangular = ["2 days", "4 days", "9 days"] }        # work before the return
//! check = { chance = "90%", takes = "1 day" }                    # after the work
//! gate = { site = "gplc", waiting = "pick", below = "20000 lines" }
//! ```

use super::Disruption;
use super::acceptance_check::AcceptanceCheck;
use super::capacity_target::{Boosts, CapacityTarget, CapacityTargets};
use super::gate::{Gate, GateForm};
use super::policy::{AcceptedClasses, Caps, DailyCap, Disciplines, Policy};
use super::positive_time::PositiveTime;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{self, Inline, Names, StreamName, TimeDistribution};
use crate::scenario::syntax::quantity::{LONGEST, level_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::value::{Context, Entries, Keys, Thing, Value, Written};
use crate::units::{CapacityFactor, Duration, Instant};
use serde_json::{Value as Json, json};

/// Step of the restart plan.
#[derive(Debug, Clone, PartialEq)]
pub struct RestartPhase {
    /// Name.
    pub name: String,
    /// Earliest start, as an instant after `start`.
    pub from: Option<Instant>,
    /// Phases that must be complete (ramp done) before it starts.
    pub after: Vec<String>,
    /// Phases that must have started before it starts.
    pub after_start_of: Vec<String>,
    /// Gate that must be open before it starts.
    pub gate: Option<Gate>,
    /// Work before its targets return; `None`: none.
    pub takes: Option<Distribution>,
    /// Acceptance check after the work, before its targets return.
    pub check: Option<AcceptanceCheck>,
    /// Targets that it brings back.
    pub brings_back: Vec<CapacityTarget>,
    /// Disruptions that their return ends; `None`: all without an `until`.
    pub ends: Option<Vec<String>>,
    /// Capacity factor to which they return.
    pub to: CapacityFactor,
    /// Gradual return; `None`: immediate.
    pub ramp: Option<Ramp>,
    /// Targets whose capacity is multiplied by a factor while the phase lasts.
    pub boost: Vec<(CapacityTarget, CapacityFactor)>,
    /// Policies of processes while the phase lasts.
    pub policy: Policy,
    /// End of boosts and policies.
    pub until: Option<PhaseEnd>,
    /// Name of its random stream; its own name by default.
    pub stream: String,
}

/// End of boosts and policies.
#[derive(Debug, Clone, PartialEq)]
pub enum PhaseEnd {
    /// At this instant after `start`.
    At(Instant),
    /// This long after they began.
    After(Duration),
    /// When this gate opens.
    Gate(Gate),
}

table! {
    /// Gradual return of capacity, in steps of at most an hour.
    pub struct Ramp in "restart.NAME.ramp" {
        /// Capacity factor at the start of the ramp.
        from: CapacityFactor as forms::Level = required, eg "50%";
        /// Length of the ramp.
        over: Distribution as PositiveTime = required, eg "3 weeks";
    }
}

table! {
    /// Step of the restart plan, with a start (`from`, `after`, `after_start_of` or `gate`) and an
    /// effect (`brings_back`, `boost` or a policy).
    pub(crate) struct PhaseKeys<'t> in "restart.NAME" ("phase", "phases") {
        /// Earliest start.
        from: Instant as Instant = optional, example "2025-09-25", absent "no earliest start";
        /// Phases that must be complete (ramp done) before it starts.
        after: Vec<String> as Names<RestartPhase> = [], eg ["order_entry"];
        /// Phases that must have started before it starts.
        after_start_of: Vec<String> as Names<RestartPhase> = [], eg ["order_entry"];
        /// Backlog that must be below or above a threshold before it starts.
        gate: Gate as GateForm = optional, eg { site = "gplc", waiting = "pick", below = "20000 lines" },
            absent "no gate";
        /// Work before its targets return.
        takes: Distribution as TimeDistribution = optional,
            eg { triangular = ["2 days", "4 days", "9 days"] }, absent "no work";
        /// Acceptance check after the work, repeated until it passes.
        check: AcceptanceCheck as Inline<AcceptanceCheck> = optional,
            eg { chance = "90%", takes = "1 day" }, absent "no check";
        /// Systems, processes, sites and lanes that it brings back after a disruption.
        brings_back: Vec<CapacityTarget> as CapacityTargets = [], eg ["wms"], quiet true;
        /// Disruptions of these targets that their return ends.
        ends: Vec<String> as Names<Disruption> = optional, eg ["attack"], needs ["brings_back"],
            absent "all without an `until`";
        /// Capacity factor to which they return.
        to: CapacityFactor as forms::Level = "100%", eg "80%", needs ["brings_back"];
        /// Gradual return to that factor.
        ramp: Ramp as Inline<Ramp> = optional, eg { from = "50%", over = "3 weeks" },
            needs ["brings_back"], absent "immediate return";
        /// Factors that multiply the capacity of targets while the phase lasts.
        boost: Vec<(CapacityTarget, CapacityFactor)> as Boosts = {}, eg { pick = "125%" }, range (0, 1_000),
            quiet true;
        /// Order classes that a process accepts while the phase lasts.
        accept_only: Vec<(String, Vec<String>)> as AcceptedClasses = {}, eg { release = ["vor"] },
            quiet true;
        /// Most lines a day that a process starts for each site of a group, or for the group `in
        /// all`, while the phase lasts.
        cap: Vec<(String, Vec<(String, DailyCap)>)> as Caps = {},
            eg { release = { uk_pdc = "500 lines/day" } }, quiet true;
        /// Queue disciplines of processes while the phase lasts.
        discipline: Vec<(String, QueueDiscipline)> as Disciplines = {},
            eg { release = "earliest_due_date" }, quiet true, formerly ["rule"];
        /// End of boosts and policies: a date, or a condition on a backlog, which counts once it
        /// has been false on a full hour since the first disruption began.
        until: PhaseEnd as Until = optional, example "2025-12-01", alternative "until",
            needs ["boost", "accept_only", "cap", "discipline"], absent "they do not end";
        /// Length of boosts and policies.
        r#for: Duration as Duration = optional, eg "6 weeks", above (0, LONGEST.as_micros() as i128), alternative "for",
            needs ["boost", "accept_only", "cap", "discipline"], absent "they do not end";
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

/// End of boosts and policies: a date, or a gate.
pub(crate) struct Until;

impl Value for Until {
    type Of = PhaseEnd;
    const TABLE: Option<&'static Table> = GateForm::TABLE;

    fn form() -> String {
        "moment or gate".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<PhaseEnd> {
        if item.node.table().is_some() {
            return GateForm::read(reader, item, key).map(PhaseEnd::Gate);
        }
        reader.instant(item).map(PhaseEnd::At)
    }

    fn write(value: &PhaseEnd, context: Context) -> String {
        match value {
            PhaseEnd::At(instant) => Instant::write(instant, context),
            PhaseEnd::Gate(gate) => GateForm::write(gate, context),
            PhaseEnd::After(time) => Duration::write(time, context),
        }
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "anyOf": [Instant::schema(key, schema), GateForm::schema(key, schema)] })
    }
}

impl Thing for RestartPhase {
    const TABLE: &'static Table = <PhaseKeys<'static> as Keys>::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at) = (fields.name.to_owned(), fields.at);
        let keys = PhaseKeys::read(reader, fields);
        let starts = [keys.from.item, keys.after.item, keys.after_start_of.item, keys.gate.item];
        if starts.iter().all(Option::is_none) {
            reader.report(
                ScenarioError::at(
                    at,
                    format!("phase `{name}` has no start"),
                    "needs `from`, `after`, `after_start_of` or `gate`",
                )
                .help("for instance `from = 2025-09-25`"),
            );
        }
        let policies = [keys.accept_only.item, keys.cap.item, keys.discipline.item];
        if keys.brings_back.item.or(keys.boost.item).is_none() && policies.iter().all(Option::is_none) {
            reader.report(
                ScenarioError::at(
                    at,
                    format!("phase `{name}` has no effect"),
                    "needs `brings_back`, `boost`, `accept_only`, `cap` or `discipline`",
                )
                .help("for instance `brings_back = [\"wms\"]`"),
            );
        }
        let to = keys.to.value.unwrap_or(CapacityFactor::NOMINAL);
        if let (Some(item), Some(ramp)) = (keys.ramp.item, &keys.ramp.value) {
            ramp_rises(reader, item, ramp, keys.to.item, to);
        }
        let from = keys.from.item.zip(keys.from.value);
        if let (Some(item), Some(PhaseEnd::At(end))) = (keys.until.item, &keys.until.value) {
            reader.in_order(from, Some((item, *end)));
        }
        RestartPhase {
            from: keys.from.value,
            after: keys.after.value.unwrap_or_default(),
            after_start_of: keys.after_start_of.value.unwrap_or_default(),
            gate: keys.gate.value,
            takes: keys.takes.value,
            check: keys.check.value,
            brings_back: keys.brings_back.value.unwrap_or_default(),
            ends: keys.ends.value,
            to,
            ramp: keys.ramp.value,
            boost: keys.boost.value.unwrap_or_default(),
            policy: Policy {
                accept_only: keys.accept_only.value.unwrap_or_default(),
                cap: keys.cap.value.unwrap_or_default(),
                discipline: keys.discipline.value.unwrap_or_default(),
            },
            until: keys.until.value.or(keys.r#for.value.map(PhaseEnd::After)),
            stream: keys.stream.value.unwrap_or_else(|| name.clone()),
            name,
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let length = match self.until {
            Some(PhaseEnd::After(time)) => Some(time),
            _ => None,
        };
        let keys = PhaseKeys {
            from: self.from.into(),
            after: Written::of(self.after.clone()),
            after_start_of: Written::of(self.after_start_of.clone()),
            gate: self.gate.clone().into(),
            takes: self.takes.clone().into(),
            check: self.check.clone().into(),
            brings_back: (!self.brings_back.is_empty()).then(|| self.brings_back.clone()).into(),
            ends: self.ends.clone().into(),
            to: (!self.brings_back.is_empty()).then_some(self.to).into(),
            ramp: self.ramp.clone().into(),
            boost: Written::of(self.boost.clone()),
            accept_only: Written::of(self.policy.accept_only.clone()),
            cap: Written::of(self.policy.cap.clone()),
            discipline: Written::of(self.policy.discipline.clone()),
            until: self.until.clone().filter(|_| length.is_none()).into(),
            r#for: length.into(),
            stream: Written::of(self.stream.clone()),
        };
        keys.entries(&self.name, context)
    }
}

/// Reports a ramp that does not start below the factor `to` of its phase.
fn ramp_rises<'t>(
    reader: &mut Reader<'t>,
    written: Item<'t>,
    ramp: &Ramp,
    written_to: Option<Item<'t>>,
    to: CapacityFactor,
) {
    if ramp.from < to {
        return;
    }
    let from = written.node.table().and_then(|table| table.get("from"));
    let place = from.map_or(written.place(), |entry| entry.node.place);
    let error = ScenarioError::at(place, "a ramp must rise", format!("not below {}", level_text(to)))
        .help("start below the level to which the phase brings back");
    reader.report(match written_to {
        Some(to) => error.and(to.place(), "end of the ramp"),
        None => error,
    });
}
