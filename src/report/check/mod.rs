//! Check: the report of `gplc check` on one scenario, without simulating it.
//!
//! Prints the network, mean flows, utilisation, disruptions and restart, the fluid answer and
//! warnings. Each section is a file; a section without content is left out.
//!
//! Takes all numbers from the model and the analysis; simulates nothing and prints nothing.

mod assumed;
mod failures;
mod flows;
mod fluid;
mod format;
mod ineffective;
mod lanes;
mod network;
mod order_entry;
mod restart;
mod supplier_lead_times;
#[cfg(test)]
mod tests;
mod uncertain;
mod utilisation;
mod variation;
mod warnings;

use super::text_table::Style;
use crate::analysis::fluid::FluidAnswer;
use crate::analysis::planned_capacity::Plan;
use crate::model::{CapacityTarget, Labels, Model};
use crate::scenario::Scenario;
use crate::scenario::uncertainty::assumed::Assumption;
use crate::units::Instant;
use format::{counted_with_separators as counted, time as duration};
#[cfg(feature = "charts")]
pub(super) use format::{percent_of, time};
use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};
pub use warnings::warnings;

/// The report on a scenario, section by section.
pub fn check(
    scenario: &Scenario,
    assumed: &[Assumption],
    model: &Model,
    labels: &Labels,
    answer: &FluidAnswer,
    style: Style,
) -> String {
    let input = CheckInput { scenario, model, labels, plan: Plan::new(model), style };
    let sections = [
        ("", input.overview()),
        ("Warnings", warnings::section(&input)),
        ("Network", network::section(&input)),
        ("Lanes", lanes::section(&input)),
        ("Mean flows per working day, normal operation", flows::section(&input)),
        ("Utilisation, normal operation", utilisation::section(&input)),
        ("Demand variation", variation::section(&input)),
        ("Disruptions and restart, as planned", restart::section(&input)),
        ("Failures", failures::section(&input)),
        ("Paper orders entered after an outage", order_entry::section(&input)),
        ("Changed supplier lead times", supplier_lead_times::section(&input)),
        ("Uncertain inputs, sampled once per replication", uncertain::section(&input)),
        ("Assumed values without a range", assumed::section(assumed, style)),
        ("Fluid answer (mean rates, no randomness)", fluid::section(&input, answer)),
    ];
    let with_heading = |(heading, text): (&str, String)| match heading {
        "" => text,
        heading => format!("{heading}\n\n{text}"),
    };
    let sections = sections.into_iter().filter(|(_, text)| !text.is_empty()).map(with_heading);
    sections.collect::<Vec<_>>().join("\n")
}

/// Input of the sections.
struct CheckInput<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    labels: &'a Labels,
    plan: Plan<'a>,
    style: Style,
}

impl CheckInput<'_> {
    /// Title, span of time and size of the run.
    fn overview(&self) -> String {
        let (scenario, times) = (self.scenario, self.model.times);
        let counted_from = if times.counted_from > times.start {
            format!(", counted from {} (after the warm-up)", self.date(times.counted_from))
        } else {
            String::new()
        };
        let run = format!(
            "Run: {} to {} ({}){counted_from}; {} working days per week.",
            self.date(times.start),
            self.date(times.end),
            duration(scenario.horizon),
            self.model.flows.working_days_per_week,
        );
        let size = format!(
            "{}, {} in {}; {}, seed {}.",
            counted(self.model.sites(), "site"),
            counted(self.model.parts(), "part"),
            counted(self.model.segments.len(), "segment"),
            counted(scenario.replications as usize, "replication"),
            scenario.seed,
        );
        format!("{}\n\n{}\n{}\n", scenario.title, self.style.wrap(&run, 0), self.style.wrap(&size, 0))
    }

    /// Names of capacity targets, separated by commas.
    fn names(&self, targets: &[CapacityTarget]) -> String {
        let names: Vec<&str> = targets.iter().map(|&target| name(self.labels, target)).collect();
        names.join(", ")
    }

    fn at(&self, instant: Instant) -> DateTime {
        let elapsed = SignedDuration::from_micros(instant.signed());
        self.model.times.origin.to_datetime(Time::midnight()).saturating_add(elapsed)
    }

    /// `Mon 13 January 2025`.
    fn date(&self, instant: Instant) -> String {
        self.at(instant).strftime("%a %-d %B %Y").to_string()
    }

    /// Date of a day, counted from the first of the engine.
    fn day(&self, day: usize) -> String {
        self.date(Instant::midnight(day as u64))
    }

    /// `Mon 13 January 2025 00:00`.
    fn moment(&self, instant: Instant) -> String {
        self.at(instant).strftime("%a %-d %B %Y %H:%M").to_string()
    }
}

/// Name of a capacity target.
fn name(labels: &Labels, target: CapacityTarget) -> &str {
    match target {
        CapacityTarget::System(index) => &labels.systems[usize::from(index)],
        CapacityTarget::Process(index) => &labels.processes[usize::from(index)],
        CapacityTarget::Site(index) => &labels.site_groups[usize::from(index)],
        CapacityTarget::Lane(index) => &labels.lanes[usize::from(index)],
    }
}
