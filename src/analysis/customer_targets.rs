//! Customer targets: the capacity targets that customer lines need, and the first planned rise of
//! one of them after the onset.
//!
//! A customer line needs the system in which it is ordered, the order desk that enters it, and at
//! each site that may serve it, suppliers left out: the site, its processes from the order to the
//! departure, the systems that these need, and the lanes between them.
//!
//! Knows nothing of queues or of windows.

use super::planned_capacity::Plan;
use crate::model::{CapacityTarget, Model};
use crate::scenario::network::site::SiteKind;
use crate::units::{Instant, SiteGroupId};
use std::collections::BTreeSet;

/// All targets that customer lines of the model need.
pub fn customer_targets(model: &Model) -> BTreeSet<CapacityTarget> {
    let mut targets = BTreeSet::new();
    let groups = serving_groups(model);
    for &group in &groups {
        targets.insert(CapacityTarget::Site(group));
        let listed = &model.site_groups[group];
        for &process in listed.before_stock.iter().chain(&listed.after_stock) {
            targets.insert(CapacityTarget::Process(process));
            targets
                .extend(model.processes[process].needs.iter().map(|&system| CapacityTarget::System(system)));
        }
    }
    for demand in &model.demands {
        targets.extend(demand.needs.iter().map(|&system| CapacityTarget::System(system)));
        if let Some(order_desk) = demand.when_down.as_ref().and_then(|behaviour| behaviour.entered_by) {
            let process = order_desk.process(&model.site_groups);
            targets.insert(CapacityTarget::Process(process));
            targets
                .extend(model.processes[process].needs.iter().map(|&system| CapacityTarget::System(system)));
        }
    }
    for (lane, spec) in model.lanes.iter_ids() {
        if groups.contains(&spec.from) && groups.contains(&spec.to) {
            targets.insert(CapacityTarget::Lane(lane));
        }
    }
    targets
}

/// Site groups that may serve customer lines, and those at which they are wanted.
fn serving_groups(model: &Model) -> BTreeSet<SiteGroupId> {
    let mut open: Vec<SiteGroupId> = model.demands.iter().map(|demand| demand.group).collect();
    let mut groups = BTreeSet::new();
    while let Some(group) = open.pop() {
        if model.site_groups[group].kind != SiteKind::Supplier && groups.insert(group) {
            open.extend(&model.site_groups[group].sources);
        }
    }
    groups
}

/// First instant after the onset at which the planned capacity factor of a target that customer
/// lines need rises; `None` without a disruption, or where none rises within the run.
pub fn first_rise(model: &Model) -> Option<Instant> {
    let plan = Plan::new(model);
    let rises = |target: CapacityTarget| {
        let steps = plan.factor(target);
        let rise = steps.windows(2).find(|pair| pair[1].0 > model.times.onset && pair[1].1 > pair[0].1)?;
        Some(rise[1].0)
    };
    let disrupted: BTreeSet<CapacityTarget> = model
        .disruptions
        .iter()
        .flat_map(|disruption| disruption.targets.iter().map(|&(target, _)| target))
        .chain(model.phases.iter().flat_map(|phase| phase.brings_back.iter().copied()))
        .chain(model.phases.iter().flat_map(|phase| phase.boosts.iter().map(|&(target, _)| target)))
        .collect();
    let needed = customer_targets(model);
    let rises = needed.intersection(&disrupted).filter_map(|&target| rises(target));
    rises.min().filter(|&rise| rise < model.times.end)
}
