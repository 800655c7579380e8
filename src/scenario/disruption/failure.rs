//! Failures: what stops again and again at random times, and comes back by itself.
//!
//! ```toml
//! [failures.sorter]
//! strikes = ["pick"]                      # systems, processes, sites, lanes, together
//! up = { exponential = "30 days" }        # from a repair to the next stop
//! down = { exponential = "5 h" }
//! to = "0%"                               # unless said
//! while_working = true                    # `up` counts only while the process works
//! ```
//!
//! Or phases in place of `up` and `down`: [`super::recurring_phase`].

use super::CapacityTarget;
use super::recurring_phase::RecurringPhase;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::quantity::level_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::Writer;
use crate::units::CapacityFactor;

/// Takes targets down to a level again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Name.
    pub name: String,
    /// What it strikes, all together.
    pub strikes: Vec<CapacityTarget>,
    /// How it comes and goes.
    pub cycle: FailureCycle,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// How a failure comes and goes, for ever.
#[derive(Debug, Clone, PartialEq)]
pub enum FailureCycle {
    /// It strikes, and is repaired.
    UpDown {
        /// From a repair to the next stop.
        up: Distribution,
        /// From a stop to its repair.
        down: Distribution,
        /// Level that is left meanwhile.
        to: CapacityFactor,
        /// Whether `up` counts only while the process works.
        while_working: bool,
    },
    /// It passes through these, in this order.
    Phases(Vec<RecurringPhase>),
}

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Failure {
    let strikes_item = fields.need(reader, "strikes", "for instance `strikes = [\"suppliers\"]`");
    let strikes = strikes_item.map(|item| reader.targets(item)).unwrap_or_default();
    let cycle = match fields.take("phases") {
        Some(item) => {
            let others = ["up", "down", "to", "while_working"].map(|key| fields.take(key));
            if let Some(&other) = others.iter().flatten().next() {
                let help = "the phases say how long each lasts and what it leaves, at any time";
                reader.both_said(other, item, help);
            }
            FailureCycle::Phases(reader.recurring_phases(item))
        }
        None => stops(reader, &mut fields, strikes_item, &strikes),
    };
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    Failure { name: name.to_owned(), strikes, cycle, stream }
}

/// What is written without phases.
fn stops<'t>(
    reader: &mut Reader<'t>,
    fields: &mut Fields<'t>,
    strikes_item: Option<Item<'t>>,
    strikes: &[CapacityTarget],
) -> FailureCycle {
    let up = fields.need(reader, "up", "for instance `up = { exponential = \"30 days\" }`, or `phases`");
    let up = up.and_then(|item| reader.lasting(item));
    let down = fields.need(reader, "down", "for instance `down = { exponential = \"5 days\" }`");
    let down = down.and_then(|item| reader.lasting(item));
    let most = "a failure leaves at most 100 %";
    let to =
        fields.take("to").and_then(|item| reader.level(item, 100, most)).unwrap_or(CapacityFactor::STOPPED);
    let written = fields.take("while_working");
    let while_working = written.is_some_and(|item| reader.is_true(item));
    if let (true, Some(written), Some(item)) = (while_working, written, strikes_item)
        && !strikes.is_empty()
        && !matches!(strikes, [CapacityTarget::Process(_)])
    {
        reader.fault(
            Fault::at(written.place(), "`while_working` is of one process", "works when?")
                .and(item.place(), "what it strikes")
                .help("strike one process, or leave `while_working` out"),
        );
    }
    let never = Distribution::Constant(0.0);
    FailureCycle::UpDown { up: up.unwrap_or(never.clone()), down: down.unwrap_or(never), to, while_working }
}

impl<'t> Reader<'t> {
    /// What is left out where it is not so.
    fn is_true(&mut self, item: Item<'t>) -> bool {
        let truth = matches!(item.node.value, Value::Truth(true));
        if !truth {
            self.wrong_form(item, "`true`, or is left out", "true");
        }
        truth
    }

    /// A distribution of times that is not always none.
    pub(crate) fn lasting(&mut self, item: Item<'t>) -> Option<Distribution> {
        let drawn = self.distribution(item, Of::Time)?;
        if drawn == Distribution::Constant(0.0) {
            self.fault(
                Fault::at(item.place(), format!("`{}` must be over 0", item.key), "no time at all")
                    .help(format!("for instance `{} = {{ exponential = \"5 days\" }}`", item.key)),
            );
            return None;
        }
        Some(drawn)
    }
}

impl Failure {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.texts("strikes", self.strikes.iter().map(CapacityTarget::full_name));
        match &self.cycle {
            FailureCycle::UpDown { up, down, to, while_working } => {
                writer.bare("up", up.text(Of::Time));
                writer.bare("down", down.text(Of::Time));
                writer.text("to", &level_text(*to));
                if *while_working {
                    writer.bare("while_working", true);
                }
            }
            FailureCycle::Phases(phases) => {
                let phases: Vec<String> = phases.iter().map(RecurringPhase::text).collect();
                writer.bare("phases", format!("[{}]", phases.join(", ")));
            }
        }
        writer.stream(&self.stream, &self.name);
    }
}
