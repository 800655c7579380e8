//! Warnings: settings that can run but are probably not intended.

use super::format::{percent, time};
use super::{CheckInput, name};
use crate::analysis::planned_capacity::Plan;
use crate::analysis::utilisation::utilisation;
use crate::model::{CapacityTarget, Labels, Model};
use crate::units::{Micros, WEEK};

/// Weeks of counted normal operation that should precede the first disruption.
const NORMAL_WEEKS: f64 = 4.0;

/// A line for each warning.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let line = |warning: String| input.style.wrap(&format!("! {warning}"), 2) + "\n";
    warnings(input.model, input.labels).into_iter().map(line).collect()
}

/// Warnings about a model, a clause each.
pub fn warnings(model: &Model, labels: &Labels) -> Vec<String> {
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
        let last = plan.factor(target).into_iter().rfind(|step| step.0 <= model.times.end.since_origin());
        let level = last.map_or(1.0, |step| step.1);
        if level < 1.0 {
            let name = name(labels, target);
            warnings.push(format!("`{name}` is still at {} at the end of the run", percent(level)));
        }
    }
    let times = model.times;
    if times.onset < times.end {
        let weeks = times.onset.saturating_since(times.counted_from) as f64 / WEEK as f64;
        if weeks < NORMAL_WEEKS {
            warnings.push(format!(
                "only {} of counted normal operation before the first disruption: estimates of the normal backlog need \
                 {NORMAL_WEEKS} weeks or more",
                time((weeks * WEEK as f64) as Micros)
            ));
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
