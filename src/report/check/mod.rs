//! What a scenario means, in plain words: the text of `gplc check`.
//!
//! The network, what flows through it on a working day, how much of its capacity that takes, what goes down and
//! how it comes back, and the fluid answer: peak and clearance by arithmetic of rates alone. Last the warnings,
//! of what can run but hardly is what was meant.
//!
//! Takes all numbers from the model; simulates nothing and prints nothing.

mod customers;
mod network;
mod outages;
#[cfg(test)]
mod tests;
mod wording;

use crate::analysis::fluid::{Clearance, FluidAnswer, HOLD, TOLERANCE};
use crate::analysis::planned_capacity::Plan;
use crate::model::{Labels, Model, Target};
use crate::scenario::Scenario;
use crate::scenario::syntax::quantity::{DAY, Micros, WEEK};
use crate::scenario::uncertainty::assumed::Assumption;
use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};
use network::each_load;
#[cfg(feature = "charts")]
pub(super) use wording::share;
pub(super) use wording::time;
use wording::{counted, percent, section, table, text, whole};

/// Load from which a process is marked: above it queues grow fast.
const TIGHT: f64 = 0.9;
/// Weeks of counted normal running that a disruption should have before it.
const NORMAL_WEEKS: f64 = 4.0;

/// What a scenario means, section by section.
pub fn check(
    scenario: &Scenario,
    assumed: &[Assumption],
    model: &Model,
    labels: &Labels,
    fluid: &FluidAnswer,
) -> String {
    let told = Told { scenario, model, labels, plan: Plan::new(model) };
    let mut sections = vec![
        told.run(),
        section("Network", told.network()),
        section("Lanes", told.lanes()),
        section("Flows a working day in normal running", told.flows()),
        section("Load in normal running", told.load()),
        section("How orders vary together", told.variation()),
        section("What goes down and how it comes back", told.events()),
        section("What stops again and again", told.failures()),
        section("Orders on paper that a desk enters afterwards", told.paper()),
        section("Suppliers that are slowed", told.suppliers()),
        section("What is not known, drawn once a replication", told.uncertain()),
        section("Assumed, without a range", values(assumed)),
        section("Fluid answer, by arithmetic of rates alone", told.fluid(fluid)),
    ];
    let warnings: Vec<String> =
        warnings(model, labels).into_iter().map(|warning| format!("! {warning}\n")).collect();
    sections.push(section("Warnings", warnings.concat()));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

/// Paths and values.
fn values(assumed: &[Assumption]) -> String {
    let mut table = table(&["value", "is"], &[]);
    for one in assumed {
        table.add_row([&one.path, &one.value]);
    }
    if assumed.is_empty() { String::new() } else { text(&table) }
}

/// What can run but hardly is what was meant; one sentence each.
pub fn warnings(model: &Model, labels: &Labels) -> Vec<String> {
    let mut warnings = Vec::new();
    each_load(model, |process, table, asked, capacity| {
        if asked > 0.0 && capacity <= 0.0 {
            warnings.push(format!(
                "`{}` at {} can do nothing: no people, or no hour at which it works; nothing gets past it",
                labels.processes[process], labels.site_groups[table],
            ));
        } else if asked > capacity {
            warnings.push(format!(
                "`{}` at {} is asked for {} of what it can do: its queue grows without end in normal running",
                labels.processes[process],
                labels.site_groups[table],
                percent(asked / capacity)
            ));
        }
    });
    let plan = Plan::new(model);
    for target in targets(model) {
        let end = plan.level(target).into_iter().rfind(|step| step.0 <= model.times.end);
        let level = end.map_or(1.0, |step| step.1);
        if level < 1.0 {
            let name = name(labels, target);
            warnings
                .push(format!("`{name}` goes down and is still at {} at the end of the run", percent(level)));
        }
    }
    let times = model.times;
    if times.onset < times.end {
        let weeks = times.onset.saturating_sub(times.counted_from) as f64 / WEEK as f64;
        if weeks < NORMAL_WEEKS {
            warnings.push(format!(
                "only {} of counted normal running before the first disruption: what is normal is known \
                 poorly with less than {NORMAL_WEEKS} weeks",
                time((weeks * WEEK as f64) as Micros)
            ));
        }
    }
    warnings
}

/// What the sections are told from.
struct Told<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    labels: &'a Labels,
    plan: Plan<'a>,
}

impl Told<'_> {
    fn run(&self) -> String {
        let (scenario, times) = (self.scenario, self.model.times);
        let run = format!(
            "Runs from {} to {} ({}), counted from {}; {} working days a week.",
            self.date(times.start),
            self.date(times.end),
            time(scenario.horizon),
            self.date(times.counted_from),
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
        format!("{}\n\n{run}\n{size}\n", scenario.title)
    }
    fn uncertain(&self) -> String {
        let mut table = table(&["name", "stands for", "may be"], &[]);
        for one in &self.scenario.uncertain {
            let stands_for = match &one.set[..] {
                [first, others @ ..] if !others.is_empty() => format!("{first} and {} more", others.len()),
                all => all.concat(),
            };
            table.add_row([one.name.clone(), stands_for, one.description()]);
        }
        if self.scenario.uncertain.is_empty() { String::new() } else { text(&table) }
    }

    fn fluid(&self, fluid: &FluidAnswer) -> String {
        let Some(centre) = self.model.centre() else { return String::new() };
        let flow = self.model.flows.lines_served[centre];
        let lines = |lines: f64| {
            // What rounding leaves below nothing is nothing.
            let lines = if lines > 0.0 { lines } else { 0.0 };
            let days = if flow > 0.0 { lines / flow } else { 0.0 };
            format!("{} lines ({days:.1} days of normal flow)", whole(lines))
        };
        let name = &self.labels.site_groups[centre];
        let normal = format!(
            "Outbound backlog of {name} in a normal week: {} on average, with stock always there.\n",
            lines(fluid.normal)
        );
        if self.model.disruptions.is_empty() {
            return normal;
        }
        let cleared = match fluid.clearance {
            Clearance::NeverExceeded => "It never leaves what is normal.".into(),
            Clearance::Cleared(day) => format!(
                "Cleared on {}: from then within {} of the weekday's normal for {HOLD} working days.",
                self.day(day),
                percent(TOLERANCE)
            ),
            Clearance::NotCleared => "Not cleared by the end of the run.".into(),
        };
        format!("{normal}Peak: {} on {}.\n{cleared}\n", lines(fluid.peak), self.day(fluid.peak_day))
    }

    fn names(&self, targets: &[Target]) -> String {
        let names: Vec<&str> = targets.iter().map(|&target| name(self.labels, target)).collect();
        names.join(", ")
    }

    fn at(&self, instant: Micros) -> DateTime {
        let elapsed = SignedDuration::from_micros(instant.cast_signed());
        self.model.times.origin.to_datetime(Time::midnight()).saturating_add(elapsed)
    }

    fn date(&self, instant: Micros) -> String {
        self.at(instant).strftime("%a %-d %B %Y").to_string()
    }

    fn day(&self, day: usize) -> String {
        self.date(day as Micros * DAY)
    }

    fn moment(&self, instant: Micros) -> String {
        self.at(instant).strftime("%a %-d %B %Y %H:%M").to_string()
    }
}
/// What goes down at some time, each once.
fn targets(model: &Model) -> Vec<Target> {
    let all = model.disruptions.iter().flat_map(|disruption| &disruption.targets);
    let mut targets: Vec<Target> = all.map(|&(target, _)| target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn name(labels: &Labels, target: Target) -> &str {
    match target {
        Target::System(index) => &labels.systems[usize::from(index)],
        Target::Process(index) => &labels.processes[usize::from(index)],
        Target::Site(index) => &labels.site_groups[usize::from(index)],
        Target::Lane(index) => &labels.lanes[usize::from(index)],
    }
}
