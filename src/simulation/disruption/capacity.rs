//! Levels: how fast systems, processes, sites and lanes work, of what is nominal.
//!
//! ```text
//! own level   = level that the last phase brought it back to × disruptions in force × failures × boosts
//! a process   = smallest own level of all systems it needs, or its rate by hand if that is more × its own × its site's × its calendar
//! a supplier  = smallest own level of all systems it needs × its own
//! ```
//!
//! A phase that brings a target back ends every earlier disruption of it. A phase that is rolled back leaves the
//! target as it would be without it. Products are rounded to millionths.

use crate::model::{CapacityTarget, Model};
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::units::{CapacityFactor, DisruptionId, FailureId, LaneId, PhaseId, ProcessId, SystemId};

/// Own levels of all targets.
#[derive(Debug, Clone)]
pub(crate) struct Capacities {
    systems: Vec<TargetLevel>,
    processes: Vec<TargetLevel>,
    site_groups: Vec<TargetLevel>,
    lanes: Vec<TargetLevel>,
    /// Level of each process table by its calendar.
    calendars: Vec<CapacityFactor>,
}

/// What acts on one target.
#[derive(Debug, Clone)]
struct TargetLevel {
    /// Phases that brought it back, the last one last: its level holds.
    returns: Vec<Return>,
    /// Disruptions in force, and what they leave.
    disruptions: Vec<(DisruptionId, CapacityFactor)>,
    /// Failures that have struck it and are not repaired, and what they leave.
    failures: Vec<(FailureId, CapacityFactor)>,
    /// Phases whose boost is in force, and the boost.
    boosts: Vec<(PhaseId, CapacityFactor)>,
}

/// What a phase did to a target when it brought it back.
#[derive(Debug, Clone)]
struct Return {
    phase: PhaseId,
    /// Level that it has brought it back to so far.
    to: CapacityFactor,
    /// Disruptions that were in force until then, and what they left.
    ended: Vec<(DisruptionId, CapacityFactor)>,
}

impl TargetLevel {
    fn normal() -> Self {
        TargetLevel { returns: Vec::new(), disruptions: Vec::new(), failures: Vec::new(), boosts: Vec::new() }
    }

    fn level(&self) -> CapacityFactor {
        let disruptions = self.disruptions.iter().map(|cause| cause.1);
        let failures = self.failures.iter().map(|cause| cause.1);
        let boosts = self.boosts.iter().map(|cause| cause.1);
        let returned = self.returns.last().map_or(CapacityFactor::NOMINAL, |last| last.to);
        disruptions.chain(failures).chain(boosts).fold(returned, CapacityFactor::times)
    }
}

impl Capacities {
    pub(crate) fn new(model: &Model) -> Self {
        let normal = |count| vec![TargetLevel::normal(); count];
        Capacities {
            systems: normal(model.systems),
            processes: normal(model.processes.len()),
            site_groups: normal(model.site_groups.len()),
            lanes: normal(model.lanes.len()),
            calendars: model
                .processes
                .iter()
                .map(|process| process.calendar.first().map_or(CapacityFactor::NOMINAL, |&(_, level)| level))
                .collect(),
        }
    }

    fn target(&mut self, target: CapacityTarget) -> &mut TargetLevel {
        match target {
            CapacityTarget::System(number) => &mut self.systems[usize::from(number)],
            CapacityTarget::Process(number) => &mut self.processes[usize::from(number)],
            CapacityTarget::Site(number) => &mut self.site_groups[usize::from(number)],
            CapacityTarget::Lane(number) => &mut self.lanes[usize::from(number)],
        }
    }

    /// A disruption takes a target down to a level.
    pub(crate) fn take_down(&mut self, target: CapacityTarget, disruption: DisruptionId, to: CapacityFactor) {
        self.target(target).disruptions.push((disruption, to));
    }

    /// A disruption ends by itself, if no phase has ended it.
    pub(crate) fn end_disruption(&mut self, target: CapacityTarget, disruption: DisruptionId) {
        let target = self.target(target);
        target.disruptions.retain(|&(number, _)| number != disruption);
        for earlier in &mut target.returns {
            earlier.ended.retain(|&(number, _)| number != disruption);
        }
    }

    /// A failure strikes a target and leaves a level.
    pub(crate) fn strike(&mut self, target: CapacityTarget, failure: FailureId, to: CapacityFactor) {
        self.target(target).failures.push((failure, to));
    }

    /// A failure of a target is repaired.
    pub(crate) fn repair(&mut self, target: CapacityTarget, failure: FailureId) {
        self.target(target).failures.retain(|&(number, _)| number != failure);
    }

    /// A phase brings a target back to a level.
    pub(crate) fn bring_back(&mut self, target: CapacityTarget, phase: PhaseId, to: CapacityFactor) {
        let target = self.target(target);
        let ended = std::mem::take(&mut target.disruptions);
        target.returns.push(Return { phase, to, ended });
    }

    /// A phase that brought a target back is rolled back: what it had ended is in force again, unless a later
    /// phase has brought the target back since.
    pub(crate) fn undo(&mut self, target: CapacityTarget, phase: PhaseId) {
        let target = self.target(target);
        let Some(number) = target.returns.iter().position(|one| one.phase == phase) else { return };
        let undone = target.returns.remove(number);
        let since = match target.returns.get_mut(number) {
            Some(later) => &mut later.ended,
            None => &mut target.disruptions,
        };
        since.splice(0..0, undone.ended);
    }

    /// A phase that is ramping raises a target; it shows unless a later phase has taken the target over.
    pub(crate) fn raise(&mut self, target: CapacityTarget, phase: PhaseId, to: CapacityFactor) {
        if let Some(own) = self.target(target).returns.iter_mut().find(|one| one.phase == phase) {
            own.to = to;
        }
    }

    pub(crate) fn boost(&mut self, target: CapacityTarget, phase: PhaseId, factor: CapacityFactor) {
        self.target(target).boosts.push((phase, factor));
    }

    pub(crate) fn end_boost(&mut self, target: CapacityTarget, phase: PhaseId) {
        self.target(target).boosts.retain(|&(number, _)| number != phase);
    }

    /// Level of a process table by its calendar.
    #[inline]
    pub(crate) fn calendar(&self, process: ProcessId) -> CapacityFactor {
        self.calendars[usize::from(process)]
    }

    pub(crate) fn set_calendar(&mut self, process: ProcessId, level: CapacityFactor) {
        self.calendars[usize::from(process)] = level;
    }

    /// The smallest level of systems that are needed; normal if none are.
    #[inline(always)]
    fn of_systems(&self, needs: &[SystemId]) -> CapacityFactor {
        needs
            .iter()
            .map(|&system| self.systems[usize::from(system)].level())
            .min()
            .unwrap_or(CapacityFactor::NOMINAL)
    }

    /// Whether none of these systems is down.
    #[inline(always)]
    pub(crate) fn up(&self, needs: &[SystemId]) -> bool {
        needs.is_empty() || self.of_systems(needs).is_up()
    }

    /// Whether a lane may depart.
    pub(crate) fn lane_up(&self, lane: LaneId, needs: &[SystemId]) -> bool {
        self.lanes[usize::from(lane)].level().is_up() && self.up(needs)
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Applies the levels to all processes, and wakes what was held.
    pub(crate) fn levels_changed(&mut self) {
        for process in self.cx.model.processes.ids() {
            self.process_level_changed(process);
        }
        for (table, listed) in (0..).zip(&self.cx.model.site_groups) {
            if listed.lead_time.is_some() {
                let own = self.capacities.site_groups[usize::from(table)].level();
                self.set_supplier_level(table, self.capacities.of_systems(&listed.needs).times(own));
            }
        }
        self.wake_demand();
        self.wake_reviews();
        self.wake_lanes();
    }

    /// Applies the level of a process table to the processes at all sites.
    pub(crate) fn process_level_changed(&mut self, process: ProcessId) {
        let listed = &self.cx.model.processes[process];
        let own = self.capacities.processes[usize::from(process)].level();
        let systems = self.capacities.of_systems(&listed.needs);
        let rate_by_hand = listed.by_hand.map_or(CapacityFactor::STOPPED, |by_hand| by_hand.rate);
        let nominal = systems.max(rate_by_hand).times(own);
        let level = nominal.times(self.capacities.calendars[usize::from(process)]);
        for number in 0..self.cx.topology.stations_of(process).len() {
            let station = self.cx.topology.stations_of(process)[number];
            let table = usize::from(self.stations[station as usize].table);
            self.set_open(station, self.capacities.calendar(process).is_up());
            self.set_by_hand(station, rate_by_hand > systems);
            self.set_process_level(station, level.times(self.capacities.site_groups[table].level()));
        }
    }
}
