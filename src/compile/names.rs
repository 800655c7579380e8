//! Names to ids, and the order in which elements are numbered.
//!
//! Classes go by priority, the most urgent first; site groups downstream first (by the longest
//! chain of customers below, then by name); all else by name. Nothing depends on the order of
//! tables in a file.

use super::{BuildError, fits};
use crate::model::CapacityTarget;
use crate::scenario::Scenario;
use crate::scenario::disruption::CapacityTarget as TargetSpec;
use crate::scenario::network::calendar::Calendar;
use crate::units::{
    ClassId, DemandId, DisruptionId, FailureId, Id, IndexVec, LaneId, PhaseId, ProcessId, SegmentId,
    SiteGroupId, SystemId,
};
use std::collections::BTreeMap;

/// Index of each name.
pub(crate) struct Names<'a> {
    scenario: &'a Scenario,
    /// Positions in the scenario of the classes, by class index.
    pub(crate) class_order: Vec<usize>,
    /// Positions in the scenario of the site groups, by id.
    pub(crate) group_order: IndexVec<SiteGroupId, usize>,
    /// Longest chain of customers below each site group.
    pub(crate) echelons: Vec<u16>,
    classes: BTreeMap<&'a str, ClassId>,
    segments: BTreeMap<&'a str, SegmentId>,
    systems: BTreeMap<&'a str, SystemId>,
    processes: BTreeMap<&'a str, ProcessId>,
    site_groups: BTreeMap<&'a str, SiteGroupId>,
    lanes: BTreeMap<&'a str, LaneId>,
    demands: BTreeMap<&'a str, DemandId>,
    disruptions: BTreeMap<&'a str, DisruptionId>,
    failures: BTreeMap<&'a str, FailureId>,
    phases: BTreeMap<&'a str, PhaseId>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(scenario: &'a Scenario) -> Result<Self, BuildError> {
        fits("order classes", scenario.classes.len(), u8::MAX.into())?;
        for (what, count) in [
            ("segments", scenario.parts.len()),
            ("systems", scenario.systems.len()),
            ("processes", scenario.processes.len()),
            ("sites", scenario.sites.len()),
            ("lanes", scenario.lanes.len()),
            ("demands", scenario.demand.len()),
            ("rules of impatience", scenario.impatience.len()),
            ("disruptions", scenario.disruptions.len()),
            ("failures", scenario.failures.len()),
            ("restart phases", scenario.restart.len()),
            ("observations", scenario.observe.len()),
        ] {
            fits(what, count, u16::MAX.into())?;
        }
        let mut class_order: Vec<usize> = (0..scenario.classes.len()).collect();
        class_order.sort_by_key(|&class| scenario.classes[class].priority);
        let depth = echelons(scenario);
        let mut group_order: IndexVec<SiteGroupId, usize> = (0..scenario.sites.len()).collect();
        group_order.sort_by_key(|&site| (depth[site], &scenario.sites[site].name));
        Ok(Self {
            classes: index(class_order.iter().map(|&class| scenario.classes[class].name.as_str())),
            segments: index(scenario.parts.iter().map(|segment| segment.name.as_str())),
            systems: index(scenario.systems.iter().map(|system| system.name.as_str())),
            processes: index(scenario.processes.iter().map(|process| process.name.as_str())),
            site_groups: index(group_order.iter().map(|&site| scenario.sites[site].name.as_str())),
            lanes: index(scenario.lanes.iter().map(|lane| lane.name.as_str())),
            demands: index(scenario.demand.iter().map(|demand| demand.name.as_str())),
            disruptions: index(scenario.disruptions.iter().map(|disruption| disruption.name.as_str())),
            failures: index(scenario.failures.iter().map(|failure| failure.name.as_str())),
            phases: index(scenario.restart.iter().map(|phase| phase.name.as_str())),
            echelons: group_order.iter().map(|&site| depth[site]).collect(),
            class_order,
            group_order,
            scenario,
        })
    }

    pub(crate) fn class(&self, name: &str) -> u8 {
        known(&self.classes, name).get()
    }

    pub(crate) fn segment(&self, name: &str) -> u16 {
        known(&self.segments, name).get()
    }

    pub(crate) fn segment_name(&self, segment: usize) -> &'a str {
        &self.scenario.parts[segment].name
    }

    pub(crate) fn group(&self, name: &str) -> SiteGroupId {
        known(&self.site_groups, name)
    }

    pub(crate) fn site_groups(&self, names: &[String]) -> Vec<SiteGroupId> {
        names.iter().map(|name| self.group(name)).collect()
    }

    pub(crate) fn processes(&self, names: &[String]) -> Vec<ProcessId> {
        names.iter().map(|name| self.process(name)).collect()
    }

    pub(crate) fn process(&self, name: &str) -> ProcessId {
        known(&self.processes, name)
    }

    pub(crate) fn lane(&self, name: &str) -> LaneId {
        known(&self.lanes, name)
    }

    pub(crate) fn demand(&self, name: &str) -> u16 {
        known(&self.demands, name).get()
    }

    pub(crate) fn failures(&self, names: &[String]) -> Vec<FailureId> {
        names.iter().map(|name| known(&self.failures, name)).collect()
    }

    pub(crate) fn disruptions(&self, names: &[String]) -> Vec<DisruptionId> {
        names.iter().map(|name| known(&self.disruptions, name)).collect()
    }

    pub(crate) fn phases(&self, names: &[String]) -> Vec<PhaseId> {
        names.iter().map(|name| known(&self.phases, name)).collect()
    }

    pub(crate) fn targets(&self, targets: &[TargetSpec]) -> Vec<CapacityTarget> {
        targets.iter().map(|target| self.target(target)).collect()
    }

    pub(crate) fn target(&self, target: &TargetSpec) -> CapacityTarget {
        match target {
            TargetSpec::System(name) => CapacityTarget::System(known(&self.systems, name)),
            TargetSpec::Process(name) => CapacityTarget::Process(known(&self.processes, name)),
            TargetSpec::Site(name) => CapacityTarget::Site(self.group(name)),
            TargetSpec::Lane(name) => CapacityTarget::Lane(known(&self.lanes, name)),
        }
    }

    /// A calendar by name.
    pub(crate) fn calendar(&self, name: Option<&str>) -> Option<&'a Calendar> {
        name.map(|name| {
            let found = self.scenario.calendars.iter().find(|calendar| calendar.name == name);
            found.expect("a scenario that was read names only what it has")
        })
    }

    /// Systems needed directly or through others, in order.
    pub(crate) fn needs(&self, names: &[String]) -> Vec<SystemId> {
        let mut needed: Vec<SystemId> = Vec::new();
        let mut open: Vec<SystemId> = names.iter().map(|name| known(&self.systems, name)).collect();
        while let Some(system) = open.pop() {
            if let Err(place) = needed.binary_search(&system) {
                needed.insert(place, system);
                let needs = &self.scenario.systems[usize::from(system)].needs;
                open.extend(needs.iter().map(|name| known(&self.systems, name)));
            }
        }
        needed
    }
}

/// Index of a name that is known to exist.
fn known<I: Copy>(index: &BTreeMap<&str, I>, name: &str) -> I {
    *index.get(name).expect("a scenario that was read names only what it has")
}

fn index<'a, I: Id>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, I> {
    names.enumerate().map(|(index, name)| (name, I::from_index(index))).collect()
}

/// Longest chain of customers below each site group, by its position in the scenario. `supplied_by`
/// has no cycle, so one round per site group settles all.
fn echelons(scenario: &Scenario) -> Vec<u16> {
    let position: BTreeMap<&str, usize> =
        scenario.sites.iter().enumerate().map(|(index, site)| (site.name.as_str(), index)).collect();
    let mut depth = vec![0_u16; scenario.sites.len()];
    for _ in 0..scenario.sites.len() {
        let before = depth.clone();
        for (below, site) in scenario.sites.iter().enumerate() {
            for source in &site.supplied_by {
                if let Some(&above) = position.get(source.as_str()) {
                    depth[above] = depth[above].max(before[below] + 1);
                }
            }
        }
        if depth == before {
            break;
        }
    }
    depth
}
