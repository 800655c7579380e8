//! Disruptions and restart: all disruptions and restart phases in the order in which they begin.

use super::format::{integer, mean_time, percent, percent_of, time, times};
use super::{CheckInput, name};
use crate::model::{CapacityTarget, Gate, PhaseEnd, Policy, Waiting};
use crate::scenario::network::site::SiteKind;
use crate::units::{CapacityFactor, DAY, DisruptionId, Duration, Instant, PhaseId, ProcessId};

/// A line for each disruption and phase.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let model = input.model;
    let disruptions = model.disruptions.iter().enumerate();
    let mut events: Vec<(Instant, String)> =
        disruptions.map(|(index, spec)| (spec.from, disruption(input, index))).collect();
    events.extend(model.phases.ids().map(|index| (input.plan.starts[index], phase(input, index))));
    events.sort_by_key(|event| event.0);
    if events.is_empty() {
        return "No disruptions.\n".into();
    }
    let line = |(from, event): (Instant, String)| {
        input.style.wrap(&format!("{}  {event}", input.moment(from)), 2) + "\n"
    };
    let mut text: String = events.into_iter().map(line).collect();
    if input.plan.is_uncertain().contains(&true) {
        let note = "Planned dates: random durations and numbers of checks at their mean, gates open after the time for which \
                    they must hold, no roll-backs. Actual dates differ between replications.";
        text.push_str(&input.style.wrap(note, 0));
        text.push('\n');
    }
    text
}

fn disruption(input: &CheckInput<'_>, index: usize) -> String {
    let (disruption, spec) =
        (&input.model.disruptions[DisruptionId::from_index(index)], &input.scenario.disruptions[index]);
    let targets: Vec<CapacityTarget> = disruption.targets.iter().map(|&(target, _)| target).collect();
    let (down, slowed) = targets.split_at(spec.takes_down.len());
    let mut parts = Vec::new();
    if !down.is_empty() {
        let names: Vec<&str> = down.iter().map(|&target| name(input.labels, target)).collect();
        parts.push(format!("takes {} down to {}", listed(&names), percent_of(spec.to)));
    }
    for (&target, &(_, delay)) in slowed.iter().zip(&spec.delay) {
        parts.push(format!("{} {}", lead_times(input, target), times(delay)));
    }
    let until = disruption.until.map_or(String::new(), |until| format!(", until {}", input.moment(until)));
    format!("{}: {}{until}", input.labels.disruptions[index], parts.join(", "))
}

/// Lead times of a supplier, with its name if there are several site groups of suppliers.
fn lead_times(input: &CheckInput<'_>, supplier: CapacityTarget) -> String {
    let groups = input.model.site_groups.iter();
    match groups.filter(|group| group.kind == SiteKind::Supplier).count() {
        1 => "supplier lead times".to_owned(),
        _ => format!("lead times of {}", name(input.labels, supplier)),
    }
}

fn phase(input: &CheckInput<'_>, index: PhaseId) -> String {
    let (phase, returns, end) =
        (&input.model.phases[index], input.plan.returns[index], input.plan.ends[index]);
    let mut parts = before_return(input, index);
    let on = if parts.is_empty() { String::new() } else { format!(" on {}", input.moment(returns)) };
    if !phase.brings_back.is_empty() {
        let capacity = phase.ramp.as_ref().map_or_else(
            || percent_of(phase.to),
            |(from, over)| {
                format!("{}, rising to {} over {}", percent_of(*from), percent_of(phase.to), mean_time(over))
            },
        );
        let targets: Vec<&str> = phase.brings_back.iter().map(|&target| name(input.labels, target)).collect();
        parts.push(format!("restores {} to {capacity}{on}", listed(&targets)));
    }
    if !phase.boosts.is_empty() {
        let boost = |(target, level): &(CapacityTarget, CapacityFactor)| {
            format!("{} to {}", name(input.labels, *target), percent_of(*level))
        };
        let boosts: Vec<String> = phase.boosts.iter().map(boost).collect();
        let on = if phase.brings_back.is_empty() { on } else { String::new() };
        parts.push(format!("boosts {}{on}", boosts.join(", ")));
    }
    parts.extend(phase.policies.iter().flat_map(|one| policy(input, one)));
    if let Some(PhaseEnd::Gate(one)) = &phase.until {
        parts.push(format!("until {}", gate(input, one)));
    } else if !(phase.boosts.is_empty() && phase.policies.is_empty()) && phase.until.is_none() {
        parts.push("to the end of the run".into());
    } else if end > returns {
        let ramp_only = phase.boosts.is_empty() && phase.policies.is_empty();
        let word = if ramp_only { "complete" } else { "until" };
        parts.push(format!("{word} {}", input.moment(end)));
    }
    format!("{}: {}", input.labels.phases[index.index()], parts.join(", "))
}

/// "a", "a and b", "a, b and c".
fn listed(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// Gate, work and acceptance check of a phase before its return.
fn before_return(input: &CheckInput<'_>, index: PhaseId) -> Vec<String> {
    let phase = &input.model.phases[index];
    let mut parts = Vec::new();
    parts.extend(phase.gate.as_ref().map(|one| format!("waits for {}", gate(input, one))));
    if phase.takes.mean() > 0.0 {
        parts.push(format!("takes {}", mean_time(&phase.takes)));
    }
    if let Some(check) = &phase.check {
        let again = match check.again_after.mean() {
            after if after > 0.0 => format!(", repeated after {} of repair", mean_time(&check.again_after)),
            _ => String::new(),
        };
        let back = check.roll_back.as_ref().map_or(String::new(), |(chance, phases)| {
            let names: Vec<&str> =
                phases.iter().map(|&phase| input.labels.phases[usize::from(phase)].as_str()).collect();
            format!(", a failed check rolls back {} with probability {}", listed(&names), percent(*chance))
        });
        let (takes, chance) = (mean_time(&check.takes), percent(check.chance));
        parts.push(format!("acceptance check of {takes}, passed with probability {chance}{again}{back}"));
    }
    parts
}

/// `fewer than 800 lines at pick of gplc for 2 working days`.
fn gate(input: &CheckInput<'_>, gate: &Gate) -> String {
    let group = &input.model.site_groups[gate.group];
    let site = &input.labels.site_groups[usize::from(gate.group)];
    let process = |processes: &[ProcessId], step: u8| {
        format!("at {} of {site}", input.labels.processes[usize::from(processes[usize::from(step)])])
    };
    let place = match gate.waiting {
        Waiting::Outbound => format!("in the outbound backlog of {site}"),
        Waiting::BeforeStock(step) => process(&group.before_stock, step),
        Waiting::Stock => format!("waiting for stock at {site}"),
        Waiting::AfterStock(step) => process(&group.after_stock, step),
        Waiting::Inbound(step) => process(&group.inbound, step),
    };
    let side = if gate.above { "more" } else { "fewer" };
    let hold = match gate.hold {
        Duration::ZERO => String::new(),
        hold if gate.working_days => {
            let days = hold.as_micros_f64() / DAY.as_micros_f64();
            format!(" for {days} working day{}", if hold == DAY { "" } else { "s" })
        }
        hold => format!(" for {}", time(hold)),
    };
    format!("{side} than {} lines {place}{hold}", integer(gate.lines))
}

/// Parts of a policy; the fluid answer does not take it into account.
fn policy(input: &CheckInput<'_>, policy: &Policy) -> Vec<String> {
    let process = &input.labels.processes[usize::from(policy.process)];
    let mut parts = Vec::new();
    if let Some(accepts) = &policy.accepts {
        let classes = accepts.iter().zip(&input.labels.classes).filter(|(accepted, _)| **accepted);
        let classes: Vec<&str> = classes.map(|(_, class)| class.as_str()).collect();
        parts.push(format!("{process} accepts only {}", listed(&classes)));
    }
    for cap in &policy.caps {
        let group = &input.labels.site_groups[usize::from(cap.group)];
        let each = if cap.each { "each of " } else { "" };
        let lines = if cap.lines == 1 { "1 line".to_owned() } else { format!("{} lines", cap.lines) };
        parts.push(format!("{process} accepts at most {lines} per day for {each}{group}"));
    }
    if policy.discipline.is_some() {
        parts.push(format!("changes the queue discipline of {process}"));
    }
    parts
}
