//! Capacity: speed of systems, processes, sites and lanes as a share of nominal, over time.
//!
//! ```text
//! target    = product of its causes in force (analysis/capacity_composition.rs)
//! process   = smallest factor of the systems it needs, or its manual rate if that is more
//!             × its own × its site's × its calendar
//! supplier  = smallest factor of the systems it needs × its own
//! ```
//!
//! Disruptions, failures and phases report their beginnings, steps and ends as they happen;
//! `analysis/capacity_composition.rs` has the rule by which they compose, for the simulation, the
//! plan and the charts. Products are rounded to millionths.

use super::failure::FailureState;
use crate::analysis::capacity_composition::CapacityComposition;
use crate::model::{CapacityTarget, Model, Process};
use crate::units::{
    CapacityFactor, DisruptionId, FailureId, IndexVec, LaneId, PhaseId, ProcessId, SiteGroupId, SystemId,
};

type Composition = CapacityComposition<CapacityFactor>;

/// Capacity factors of all targets, and the failures.
#[derive(Debug, Clone)]
pub(crate) struct Capacities {
    systems: Vec<Composition>,
    processes: Vec<Composition>,
    site_groups: IndexVec<SiteGroupId, Composition>,
    lanes: Vec<Composition>,
    /// Factor of each process by its calendar.
    calendars: Vec<CapacityFactor>,
    pub(super) failures: IndexVec<FailureId, FailureState>,
}

impl Capacities {
    /// All targets at nominal capacity.
    pub(crate) fn new(model: &Model) -> Self {
        let normal = |count| vec![Composition::default(); count];
        Capacities {
            systems: normal(model.systems),
            processes: normal(model.processes.len()),
            site_groups: normal(model.site_groups.len()).into(),
            lanes: normal(model.lanes.len()),
            calendars: model
                .processes
                .iter()
                .map(|process| process.calendar.first().map_or(CapacityFactor::NOMINAL, |&(_, level)| level))
                .collect(),
            failures: IndexVec::filled(FailureState::default(), model.failures.len()),
        }
    }

    fn target(&mut self, target: CapacityTarget) -> &mut Composition {
        match target {
            CapacityTarget::System(number) => &mut self.systems[usize::from(number)],
            CapacityTarget::Process(number) => &mut self.processes[usize::from(number)],
            CapacityTarget::Site(number) => &mut self.site_groups[number],
            CapacityTarget::Lane(number) => &mut self.lanes[usize::from(number)],
        }
    }

    /// A disruption takes a target down to a factor.
    pub(crate) fn take_down(&mut self, target: CapacityTarget, disruption: DisruptionId, to: CapacityFactor) {
        self.target(target).begin_disruption(disruption, to);
    }

    /// A disruption ends at its own `until`, if no phase has ended it.
    pub(crate) fn end_disruption(&mut self, target: CapacityTarget, disruption: DisruptionId) {
        self.target(target).end_disruption(disruption);
    }

    /// A failure strikes a target and leaves a factor.
    pub(crate) fn strike(&mut self, target: CapacityTarget, failure: FailureId, to: CapacityFactor) {
        self.target(target).begin_failure(failure, to);
    }

    /// A failure of a target is repaired.
    pub(crate) fn repair(&mut self, target: CapacityTarget, failure: FailureId) {
        self.target(target).end_failure(failure);
    }

    /// A phase brings a target back to a factor, and ends those disruptions in force that `ends`
    /// selects.
    pub(crate) fn bring_back(
        &mut self,
        target: CapacityTarget,
        phase: PhaseId,
        to: CapacityFactor,
        ends: impl Fn(DisruptionId) -> bool,
    ) {
        self.target(target).bring_back(phase, to, ends);
    }

    /// A phase that brought a target back is rolled back: the disruptions that it had ended are in
    /// force again, unless a later phase has brought the target back since.
    pub(crate) fn undo(&mut self, target: CapacityTarget, phase: PhaseId) {
        self.target(target).roll_back(phase);
    }

    /// A ramping phase raises a target; it has no effect if a later phase has brought the target
    /// back.
    pub(crate) fn raise(&mut self, target: CapacityTarget, phase: PhaseId, to: CapacityFactor) {
        self.target(target).step(phase, to);
    }

    /// A boost of a target begins.
    pub(crate) fn boost(&mut self, target: CapacityTarget, phase: PhaseId, factor: CapacityFactor) {
        self.target(target).begin_boost(phase, factor);
    }

    /// The boost of a target by a phase ends.
    pub(crate) fn end_boost(&mut self, target: CapacityTarget, phase: PhaseId) {
        self.target(target).end_boost(phase);
    }

    /// The calendar of a process changes its factor.
    pub(crate) fn set_calendar(&mut self, process: ProcessId, level: CapacityFactor) {
        self.calendars[usize::from(process)] = level;
    }

    /// The smallest factor of the systems needed; nominal if none are.
    #[inline(always)]
    fn of_systems(&self, needs: &[SystemId]) -> CapacityFactor {
        needs
            .iter()
            .map(|&system| self.systems[usize::from(system)].factor())
            .min()
            .unwrap_or(CapacityFactor::NOMINAL)
    }

    /// True if none of these systems is down.
    #[inline(always)]
    pub(crate) fn up(&self, needs: &[SystemId]) -> bool {
        needs.is_empty() || self.of_systems(needs).is_up()
    }

    /// True if a lane may depart.
    pub(crate) fn lane_up(&self, lane: LaneId, needs: &[SystemId]) -> bool {
        self.lanes[usize::from(lane)].factor().is_up() && self.up(needs)
    }

    /// Speed of the stations of a process, without the factor of their site.
    pub(crate) fn process(&self, number: ProcessId, process: &Process) -> ProcessCapacity {
        let own = self.processes[usize::from(number)].factor();
        let systems = self.of_systems(&process.needs);
        let manual_rate = process.manual.map_or(CapacityFactor::STOPPED, |manual| manual.rate);
        let calendar = self.calendars[usize::from(number)];
        ProcessCapacity {
            speed: systems.max(manual_rate).times(own).times(calendar),
            open: calendar.is_up(),
            manual: manual_rate > systems,
        }
    }

    /// Factor of a site group.
    pub(crate) fn site_group(&self, group: SiteGroupId) -> CapacityFactor {
        self.site_groups[group].factor()
    }

    /// Speed of a supplier group that needs systems.
    pub(crate) fn supplier(&self, group: SiteGroupId, needs: &[SystemId]) -> CapacityFactor {
        self.of_systems(needs).times(self.site_group(group))
    }
}

/// Speed of the stations of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ProcessCapacity {
    /// Speed, without the factor of their site.
    pub(crate) speed: CapacityFactor,
    /// Open by its calendar.
    pub(crate) open: bool,
    /// Works manually.
    pub(crate) manual: bool,
}

impl ProcessCapacity {
    /// Speed of a station at a site with this factor.
    pub(crate) fn at_site(self, site: CapacityFactor) -> CapacityFactor {
        self.speed.times(site)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::test_context::model;

    const TARGET: CapacityTarget = CapacityTarget::Process(ProcessId::new(0));

    fn percent(percent: u32) -> CapacityFactor {
        CapacityFactor::from_ppm(percent * 10_000)
    }

    #[test]
    fn the_factor_of_a_target_is_the_product_of_its_causes() {
        let model = model();
        let mut capacities = Capacities::new(&model);
        let speed = |capacities: &Capacities| {
            capacities.process(ProcessId::new(0), &model.processes[ProcessId::new(0)]).speed
        };
        capacities.take_down(TARGET, DisruptionId::new(0), percent(50));
        capacities.strike(TARGET, FailureId::new(0), percent(40));
        assert_eq!(speed(&capacities), percent(20));
        capacities.boost(TARGET, PhaseId::new(1), percent(150));
        assert_eq!(speed(&capacities), percent(30));
        // The phase ends the disruption, not the failure.
        capacities.bring_back(TARGET, PhaseId::new(1), percent(90), |_| true);
        assert_eq!(speed(&capacities), percent(54));
        capacities.undo(TARGET, PhaseId::new(1));
        capacities.end_boost(TARGET, PhaseId::new(1));
        capacities.repair(TARGET, FailureId::new(0));
        assert_eq!(speed(&capacities), percent(50));
        capacities.end_disruption(TARGET, DisruptionId::new(0));
        assert_eq!(speed(&capacities), CapacityFactor::NOMINAL);
    }
}
