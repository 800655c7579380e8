//! Warnings: settings that can run but are probably not intended.

use super::format::{date, percent, percent_of, time};
use super::{CheckInput, ineffective, name};
use crate::analysis::planned_capacity::Plan;
use crate::analysis::utilisation::utilisation;
use crate::model::{CapacityTarget, Disruption, Labels, Model};
use crate::scenario::Scenario;
use crate::units::{Duration, WEEK};

/// Weeks of counted normal operation that should precede the first disruption.
const NORMAL_WEEKS: f64 = 4.0;

/// A line for each warning.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let line = |warning: String| input.style.wrap(&format!("! {warning}"), 2) + "\n";
    warnings(input.scenario, input.model, input.labels).into_iter().map(line).collect()
}

/// Warnings about a scenario, a clause each.
pub fn warnings(scenario: &Scenario, model: &Model, labels: &Labels) -> Vec<String> {
    let mut warnings = Vec::new();
    for one in utilisation(model) {
        let process = &labels.processes[usize::from(one.process)];
        let site = &labels.site_groups[usize::from(one.group)];
        if one.demand > 0.0 && one.capacity <= 0.0 {
            warnings.push(format!(
                "`{process}` at {site} has no capacity (no people, or never open): nothing gets past it"
            ));
        } else if one.demand > one.capacity {
            warnings.push(format!(
                "`{process}` at {site} has a utilisation of {}: its queue grows without bound in normal operation",
                percent(one.utilisation())
            ));
        }
    }
    let plan = Plan::new(model);
    for target in disrupted_targets(model) {
        let last = plan.factor(target).into_iter().rfind(|step| step.0 <= model.times.end);
        let level = last.map_or(1.0, |step| step.1);
        if level < 1.0 {
            let name = name(labels, target);
            warnings.push(format!("`{name}` is still at {} at the end of the run", percent(level)));
        }
    }
    warnings.extend(disrupted_after_a_return(model, labels, &plan));
    warnings.extend(ineffective::warnings(scenario, model, labels, &plan));
    let times = model.times;
    if times.onset < times.end {
        let weeks = times.onset.saturating_since(times.counted_from).as_micros_f64() / WEEK.as_micros_f64();
        if weeks < NORMAL_WEEKS {
            warnings.push(format!(
                "only {} of counted normal operation before the first disruption: estimates of the normal backlog need \
                 {NORMAL_WEEKS} weeks or more",
                time(Duration::from_micros((weeks * WEEK.as_micros_f64()) as u64))
            ));
        }
    }
    warnings
}

/// Returns by a phase that does not end a disruption in force, at planned dates.
fn disrupted_after_a_return(model: &Model, labels: &Labels, plan: &Plan<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    for (id, phase) in model.phases.iter_ids() {
        let returns = plan.returns[id];
        let goes_on = |disruption: &Disruption| {
            disruption.takes_place()
                && disruption.from <= returns
                && disruption.until.is_none_or(|until| until > returns)
        };
        for &target in &phase.brings_back {
            for (cause, disruption) in model.disruptions.iter_ids().filter(|(_, one)| goes_on(one)) {
                let Some(factor) = disruption.leaves(target) else { continue };
                if phase.ends(cause, disruption) {
                    continue;
                }
                let until = disruption.until.map_or_else(
                    || "until another phase ends".to_owned(),
                    |until| format!("until {} by", date(model, until)),
                );
                warnings.push(format!(
                    "`{}` stays at {} {until} `{}`, although `{}` brings it back on {}",
                    name(labels, target),
                    percent_of(factor),
                    labels.disruptions[usize::from(cause)],
                    labels.phases[usize::from(id)],
                    date(model, returns)
                ));
            }
        }
    }
    warnings
}

/// Capacity targets of all disruptions, each once.
fn disrupted_targets(model: &Model) -> Vec<CapacityTarget> {
    let all = model.disruptions.iter().flat_map(|disruption| &disruption.targets);
    let mut targets: Vec<CapacityTarget> = all.map(|&(target, _)| target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}
