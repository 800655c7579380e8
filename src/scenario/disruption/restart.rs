//! The restart plan: phases that bring targets back, in order, with ramps and boosts.
//!
//! ```toml
//! [restart.warehouse]
//! from = 2025-09-25                       # and, or: after = ["order_entry"], after_start_of = [".."]
//! brings_back = ["wms"]
//! to = "100%"                             # unless said
//! ramp = { from = "50%", over = "3 weeks" }
//! boost = { pick = "125%" }
//! accept_only = { release = ["vor"] }      # policies for a time, see `policy.rs`
//! until = 2025-12-01                      # or for = "6 weeks", or a gate: the end of the boost and the policies
//! takes = { triangular = ["2 days", "4 days", "9 days"] }        # work before it brings anything back
//! check = { chance = "90%", takes = "1 day" }                    # after that, until one passes
//! gate = { site = "gplc", waiting = "pick", below = "20000 lines" }        # may begin only then
//! ```

use super::acceptance_check::AcceptanceCheck;
use super::gate::Gate;
use super::policy::{Policy, Written};
use super::{CapacityTarget, moment_text};
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::quantity::{duration_text, level_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::tree::{Entry, Value};
use crate::scenario::syntax::writer::{Writer, braces, quoted};
use crate::units::{CapacityFactor, Micros};
use jiff::civil::DateTime;

/// A step of the restart plan.
#[derive(Debug, Clone, PartialEq)]
pub struct RestartPhase {
    /// Name.
    pub name: String,
    /// Not before this instant after `start`.
    pub from: Option<Micros>,
    /// Not before the end of these phases (ramp done).
    pub after: Vec<String>,
    /// Not before the start of these phases.
    pub after_start_of: Vec<String>,
    /// Not before this is met.
    pub gate: Option<Gate>,
    /// Work before it brings anything back; `None`: none.
    pub takes: Option<Distribution>,
    /// A check after the work, before it brings anything back.
    pub check: Option<AcceptanceCheck>,
    /// What it brings back.
    pub brings_back: Vec<CapacityTarget>,
    /// Level it brings back to.
    pub to: CapacityFactor,
    /// How it gets there; `None`: at once.
    pub ramp: Option<Ramp>,
    /// Targets that work at this level while the phase lasts, times all else.
    pub boost: Vec<(CapacityTarget, CapacityFactor)>,
    /// What it does to processes while it lasts.
    pub policy: Policy,
    /// When the boost and the policy end.
    pub until: Option<PhaseEnd>,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// A rise in stairs of at most an hour.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// Level at its start.
    pub from: CapacityFactor,
    /// How long until the phase's level.
    pub over: Distribution,
}

/// When a boost and a policy end.
#[derive(Debug, Clone, PartialEq)]
pub enum PhaseEnd {
    /// At this instant after `start`.
    At(Micros),
    /// So long after they began.
    After(Micros),
    /// When this is met.
    Gate(Gate),
}

/// Highest level of a boost, in percent.
const HIGHEST: u32 = 1_000;

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> RestartPhase {
    let [from, after, after_start_of] = ["from", "after", "after_start_of"].map(|key| fields.take(key));
    let gate = fields.take("gate");
    if from.or(after).or(after_start_of).or(gate).is_none() {
        reader.fault(
            Fault::at(
                fields.at,
                format!("phase `{name}` has no beginning"),
                "needs `from`, `after`, `after_start_of` or `gate`",
            )
            .help("for instance `from = 2025-09-25`"),
        );
    }
    let begin = from.and_then(|item| reader.instant(item));
    let after = reader.references(after, kind("restart"));
    let after_start_of = reader.references(after_start_of, kind("restart"));
    let gate = gate.and_then(|item| reader.gate(item));
    let takes = fields.take("takes").and_then(|item| reader.distribution(item, Of::Time));
    let check = fields.take("check").and_then(|item| reader.phase_check(item));
    let [brings_back, to, ramp, boost, until, length] =
        ["brings_back", "to", "ramp", "boost", "until", "for"].map(|key| fields.take(key));
    let policy = Written::take(&mut fields);
    let for_a_time = boost.or(policy.any());
    if brings_back.or(for_a_time).is_none() {
        reader.fault(
            Fault::at(
                fields.at,
                format!("phase `{name}` does nothing"),
                "needs `brings_back`, `boost`, `accept_only`, `cap` or `discipline`",
            )
            .help("for instance `brings_back = [\"wms\"]`"),
        );
    }
    reader.needs_beside(to, brings_back, "brings_back");
    reader.needs_beside(ramp, brings_back, "brings_back");
    let what_ends = "boost`, `accept_only`, `cap` or `rule";
    reader.needs_beside(until, for_a_time, what_ends);
    reader.needs_beside(length, for_a_time, what_ends);
    let targets = brings_back.map(|item| reader.targets(item)).unwrap_or_default();
    let most = "a phase brings back to at most 100 %; more than normal is a `boost`";
    let level = to.and_then(|item| reader.level(item, 100, most)).unwrap_or(CapacityFactor::NOMINAL);
    let ramp = ramp.and_then(|item| reader.ramp(item, to, level));
    let boost = boost.map(|item| reader.boost(item)).unwrap_or_default();
    let policy = reader.policy(policy);
    let end = reader.phase_end(from.zip(begin), until, length);
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    RestartPhase {
        name: name.to_owned(),
        from: begin,
        after,
        after_start_of,
        gate,
        takes,
        check,
        brings_back: targets,
        to: level,
        ramp,
        boost,
        policy,
        until: end,
        stream,
    }
}

impl<'t> Reader<'t> {
    /// Says that a key means nothing without another.
    pub(crate) fn needs_beside(&mut self, key: Option<Item<'t>>, beside: Option<Item<'t>>, name: &str) {
        if let (Some(item), None) = (key, beside) {
            self.fault(
                Fault::at(item.at, format!("`{}` means nothing without `{name}`", item.key), "alone")
                    .help(format!("add `{name}`, or leave `{}` out", item.key)),
            );
        }
    }

    fn ramp(&mut self, written: Item<'t>, to: Option<Item<'t>>, level: CapacityFactor) -> Option<Ramp> {
        let table = self.table(written, "{ from = \"50%\", over = \"3 weeks\" }")?;
        let mut fields = Fields::new(table, written.at, "`ramp`");
        let from_item = fields.need(self, "from", "the level at its start, for instance `from = \"50%\"`");
        let from = from_item.and_then(|item| self.level(item, 100, "a ramp rises to 100 % at most"));
        let over = fields.need(self, "over", "how long it rises, for instance `over = \"3 weeks\"`");
        let drawn = over.and_then(|item| self.distribution(item, Of::Time));
        if let (Some(item), Some(Distribution::Constant(time))) = (over, &drawn)
            && *time <= 0.0
        {
            self.fault(
                Fault::at(item.place(), "`over` must be over 0", "no time at all")
                    .help("for instance `over = \"3 weeks\"`"),
            );
        }
        fields.finish(self);
        if let (Some(from), Some(item)) = (from, from_item)
            && from >= level
        {
            let fault =
                Fault::at(item.place(), "a ramp must rise", format!("not below {}", level_text(level)));
            let fault = fault.help("begin below the level that the phase brings back to");
            self.fault(match to {
                Some(to) => fault.and(to.place(), "the level it rises to"),
                None => fault,
            });
        }
        Some(Ramp { from: from?, over: drawn? })
    }

    /// Targets and their levels, by target.
    fn boost(&mut self, written: Item<'t>) -> Vec<(CapacityTarget, CapacityFactor)> {
        let Some(table) = self.table(written, "{ pick = \"125%\" }") else { return Vec::new() };
        if table.entries.is_empty() {
            self.fault(Fault::at(written.place(), "`boost` is empty", "names nothing"));
        }
        let mut boosts: Vec<(CapacityTarget, CapacityFactor)> = Vec::new();
        for entry in &table.entries {
            match &entry.node.value {
                // `processes.pick = ".."` without quotes is a table in a table.
                Value::Table(inner) => {
                    for below in &inner.entries {
                        let name = format!("{}.{}", entry.key, below.key);
                        self.one_boost(&name, below, &mut boosts);
                    }
                }
                _ => self.one_boost(&entry.key, entry, &mut boosts),
            }
        }
        boosts.sort();
        boosts
    }

    fn one_boost(
        &mut self,
        name: &str,
        entry: &'t Entry,
        boosts: &mut Vec<(CapacityTarget, CapacityFactor)>,
    ) {
        let target = self.target(entry.at, name);
        let help = format!("at most {HIGHEST} %");
        let level = self.level(crate::scenario::syntax::reader::item(entry), HIGHEST, &help);
        let Some((target, level)) = target.zip(level) else { return };
        if boosts.iter().any(|(earlier, _)| *earlier == target) {
            self.fault(Fault::at(
                entry.at,
                format!("`{}` is boosted twice", target.full_name()),
                "here again",
            ));
            return;
        }
        boosts.push((target, level));
    }

    fn phase_end(
        &mut self,
        from: Option<(Item<'t>, Micros)>,
        until: Option<Item<'t>>,
        length: Option<Item<'t>>,
    ) -> Option<PhaseEnd> {
        match (until, length) {
            (Some(until), Some(length)) => {
                self.both_said(
                    length,
                    until,
                    "a boost or a policy ends at a date (`until`) or after a time (`for`)",
                );
                None
            }
            (Some(item), None) if item.node.table().is_some() => self.gate(item).map(PhaseEnd::Gate),
            (Some(item), None) => {
                let end = self.instant(item)?;
                self.in_order(from, Some((item, end)));
                Some(PhaseEnd::At(end))
            }
            (None, Some(item)) => self.some_time(item, "\"6 weeks\"").map(PhaseEnd::After),
            (None, None) => None,
        }
    }
}

impl RestartPhase {
    pub(crate) fn write(&self, writer: &mut Writer, start: DateTime) {
        if let Some(from) = self.from {
            writer.bare("from", moment_text(start, from));
        }
        writer.names("after", &self.after);
        writer.names("after_start_of", &self.after_start_of);
        if let Some(gate) = &self.gate {
            writer.bare("gate", gate.toml());
        }
        if let Some(takes) = &self.takes {
            writer.bare("takes", takes.text(Of::Time));
        }
        if let Some(check) = &self.check {
            writer.bare("check", check.toml());
        }
        if !self.brings_back.is_empty() {
            writer.texts("brings_back", self.brings_back.iter().map(CapacityTarget::full_name));
            writer.text("to", &level_text(self.to));
        }
        if let Some(ramp) = &self.ramp {
            let (from, over) = (quoted(&level_text(ramp.from)), ramp.over.text(Of::Time));
            writer.bare("ramp", braces([("from", from), ("over", over)]));
        }
        if !self.boost.is_empty() {
            let boosts: Vec<(String, String)> = self
                .boost
                .iter()
                .map(|(target, level)| (quoted(&target.full_name()), quoted(&level_text(*level))))
                .collect();
            writer.bare("boost", braces(boosts.iter().map(|(name, level)| (name.as_str(), level.clone()))));
        }
        self.policy.write(writer);
        match &self.until {
            Some(PhaseEnd::At(instant)) => writer.bare("until", moment_text(start, *instant)),
            Some(PhaseEnd::After(time)) => writer.text("for", &duration_text(*time)),
            Some(PhaseEnd::Gate(gate)) => writer.bare("until", gate.toml()),
            None => {}
        }
        writer.stream(&self.stream, &self.name);
    }
}
