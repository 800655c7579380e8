//! Warnings of settings that have no effect, or an effect that cannot be meant.

use super::format::{date, integer};
use super::name;
use crate::analysis::planned_capacity::Plan;
use crate::model::{CapacityTarget, Gate, Labels, Model, PhaseEnd, RestartPhase, Stock};
use crate::scenario::Scenario;
use crate::scenario::network::site::SiteKind;
use crate::units::{Instant, PhaseId};

/// All of them, a clause each.
pub(super) fn warnings(scenario: &Scenario, model: &Model, labels: &Labels, plan: &Plan<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for (id, phase) in model.phases.iter_ids() {
        let of_phase = OfPhase { scenario, model, labels, plan, id, phase };
        all.extend(of_phase.overruled());
        all.extend(of_phase.restored_before_its_need());
        all.extend(of_phase.restored_before_its_outage());
        all.extend(of_phase.ends_before_it_begins());
        all.extend(of_phase.gate_met_before_the_backlog());
    }
    all.extend(missing_lanes(model, labels));
    all.extend(several_centres(model, labels));
    all
}

/// A phase, with what its warnings need.
struct OfPhase<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    labels: &'a Labels,
    plan: &'a Plan<'a>,
    id: PhaseId,
    phase: &'a RestartPhase,
}

impl OfPhase<'_> {
    fn name(&self) -> &str {
        &self.labels.phases[usize::from(self.id)]
    }

    /// A date that the phases before it overrule.
    fn overruled(&self) -> Option<String> {
        let (from, starts) = (self.phase.from?, self.plan.starts[self.id]);
        let waits_for = self.phase.after.iter().chain(&self.phase.after_start_of);
        let others: Vec<&str> =
            waits_for.map(|&other| self.labels.phases[usize::from(other)].as_str()).collect();
        let hold = self.phase.gate.map_or(from, |gate| from + gate.hold);
        (starts > hold && !others.is_empty()).then(|| {
            format!(
                "`{}` starts on {}, not on {}: it waits for {}",
                self.name(),
                date(self.model, starts),
                date(self.model, from),
                quoted(&others)
            )
        })
    }

    /// A target that returns while a system that it needs is down.
    fn restored_before_its_need(&self) -> Vec<String> {
        let returns = self.plan.returns[self.id];
        let mut warnings = Vec::new();
        for &target in &self.phase.brings_back {
            let own = name(self.labels, target);
            for need in self.needs_of(target) {
                let together = self.phase.brings_back.contains(&need);
                let factors = self.plan.factor(need);
                let at = |instant: Instant| {
                    factors.iter().rfind(|step| step.0 <= instant).map_or(1.0, |step| step.1)
                };
                if together || at(returns) > 0.0 {
                    continue;
                }
                let back = factors.iter().find(|step| step.0 > returns && step.1 > 0.0);
                let until = back.map_or("to the end of the run".to_owned(), |step| {
                    format!("until {}", date(self.model, step.0))
                });
                warnings.push(format!(
                    "`{}` brings back `{own}` on {}, but `{own}` needs `{}`, which is down {until}",
                    self.name(),
                    date(self.model, returns),
                    name(self.labels, need)
                ));
            }
        }
        warnings
    }

    /// Systems that a target needs, directly or through others.
    fn needs_of(&self, target: CapacityTarget) -> Vec<CapacityTarget> {
        match target {
            CapacityTarget::Process(process) => {
                self.model.processes[process].needs.iter().map(|&need| CapacityTarget::System(need)).collect()
            }
            CapacityTarget::System(system) => {
                let mut open = vec![self.labels.systems[usize::from(system)].as_str()];
                let mut needs: Vec<&str> = Vec::new();
                while let Some(name) = open.pop() {
                    let spec = self.scenario.systems.iter().find(|system| system.name == name);
                    for need in spec.into_iter().flat_map(|system| &system.needs) {
                        if !needs.contains(&need.as_str()) {
                            needs.push(need);
                            open.push(need);
                        }
                    }
                }
                let place = |name: &str| self.labels.systems.iter().position(|known| known == name);
                let ids = needs.into_iter().filter_map(place);
                ids.map(|number| CapacityTarget::System(crate::units::SystemId::from_index(number))).collect()
            }
            CapacityTarget::Site(_) | CapacityTarget::Lane(_) => Vec::new(),
        }
    }

    /// A target that returns before it goes down.
    fn restored_before_its_outage(&self) -> Vec<String> {
        let returns = self.plan.returns[self.id];
        let mut warnings = Vec::new();
        for &target in &self.phase.brings_back {
            let outages = self.model.disruptions.iter().filter(|one| one.leaves(target).is_some());
            let first = outages.map(|one| one.from).min();
            let name = name(self.labels, target);
            if let Some(first) = first.filter(|&first| first > returns) {
                warnings.push(format!(
                    "`{}` brings back `{name}` on {}, before it goes down on {}: nothing is restored",
                    self.name(),
                    date(self.model, returns),
                    date(self.model, first)
                ));
            } else if first.is_none() {
                warnings
                    .push(format!("`{}` brings back `{name}`, which no disruption takes down", self.name()));
            }
        }
        warnings
    }

    /// Boosts or policies that end when they begin.
    fn ends_before_it_begins(&self) -> Option<String> {
        let Some(PhaseEnd::At(end)) = self.phase.until else { return None };
        let returns = self.plan.returns[self.id];
        (end <= returns).then(|| {
            format!(
                "`{}` starts on {}, after its `until` of {}: its boosts and policies have no effect",
                self.name(),
                date(self.model, returns),
                date(self.model, end)
            )
        })
    }

    /// A gate that waits for a small backlog, and may start while nothing has arrived.
    fn gate_met_before_the_backlog(&self) -> Option<String> {
        let gate: Gate = self.phase.gate.filter(|gate| !gate.above)?;
        let first = crate::analysis::customer_targets::first_rise(self.model)?;
        let waits = !self.phase.after.is_empty() || !self.phase.after_start_of.is_empty();
        let may_start = self.plan.starts[self.id].saturating_sub(gate.hold);
        (!waits && may_start < first).then(|| {
            format!(
                "the gate of `{}` (fewer than {} lines) may be met before the backlog arrives on {}: \
                 give it `after` or a later `from`",
                self.name(),
                integer(gate.lines),
                date(self.model, first)
            )
        })
    }
}

/// Site groups that are supplied in no time.
fn missing_lanes(model: &Model, labels: &Labels) -> Option<String> {
    let groups = model.site_groups.len();
    let mut pairs = Vec::new();
    for (to, group) in model.site_groups.iter_ids() {
        if matches!(group.stock, Stock::None) {
            continue;
        }
        for &from in &group.sources {
            let supplier = model.site_groups[from].kind == SiteKind::Supplier;
            let leg = model.routes[from.index() * groups + to.index()];
            if !supplier && leg.is_some_and(|leg| leg.lane.is_none()) {
                pairs.push(format!(
                    "{} → {}",
                    labels.site_groups[from.index()],
                    labels.site_groups[to.index()]
                ));
            }
        }
    }
    let listed = pairs.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let more = pairs.len().saturating_sub(4);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!pairs.is_empty()).then(|| format!("without a lane goods take no time: {listed}{more}"))
}

/// Several centres, of which the headline reports one.
fn several_centres(model: &Model, labels: &Labels) -> Option<String> {
    let centres = model.site_groups.iter_ids().filter(|(_, group)| group.kind == SiteKind::Centre);
    let names: Vec<&str> = centres.map(|(id, _)| labels.site_groups[id.index()].as_str()).collect();
    let shown = model.centre().map(|id| labels.site_groups[id.index()].as_str())?;
    (names.len() > 1).then(|| {
        format!(
            "there are {} centres ({}): the outbound backlog, the bottleneck and the fluid answer are those of `{shown}`",
            names.len(),
            names.join(", ")
        )
    })
}

/// "`a`", "`a` and `b`".
fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" and ")
}
