//! Capacity: applies changes of capacity to stations, suppliers and held events.

use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::units::{DisruptionId, FailureId, Instant, ProcessId};

impl<O: Observer> Simulation<'_, O> {
    /// Applies the calendars of all processes at the start of the run.
    pub(crate) fn start_calendars(&mut self) {
        for process in self.cx.model.processes.ids() {
            self.schedule_calendar(process, 1);
            self.apply_capacity(process);
        }
    }

    /// The calendar of a process changes its capacity.
    pub(crate) fn calendar(&mut self, process: ProcessId) {
        let changes = &self.cx.model.processes[process].calendar;
        let next = changes.partition_point(|&(from, _)| from <= self.cx.now);
        self.capacities.set_calendar(process, changes[next - 1].1);
        self.schedule_calendar(process, next);
        self.apply_capacity(process);
    }

    fn schedule_calendar(&mut self, process: ProcessId, next: usize) {
        let changes = &self.cx.model.processes[process].calendar;
        self.cx
            .schedule(Actor::Calendar(process), changes.get(next).map_or(Instant::NEVER, |&(from, _)| from));
    }

    /// A disruption starts or ends.
    pub(crate) fn disruption(&mut self, number: DisruptionId) {
        self.capacities.disruption(&mut self.cx, number);
        self.capacities_changed();
    }

    /// Draws the phases of all failures at the start of the run.
    pub(crate) fn start_failures(&mut self) {
        for number in self.cx.model.failures.ids() {
            if self.capacities.start_failure(&mut self.cx, number) {
                self.capacities_changed();
            }
        }
    }

    /// A failure passes into its next phase.
    pub(crate) fn failure(&mut self, number: FailureId) {
        self.capacities.advance_failure(&mut self.cx, number);
        self.capacities_changed();
    }

    /// Applies the capacities to all processes and suppliers, and wakes held events.
    pub(crate) fn capacities_changed(&mut self) {
        for process in self.cx.model.processes.ids() {
            self.apply_capacity(process);
        }
        for (group, spec) in self.cx.model.site_groups.iter_ids() {
            if spec.lead_time.is_some() {
                let speed = self.capacities.supplier(group, &spec.needs);
                self.transport.set_supplier_speed(&mut self.cx, group, speed);
            }
        }
        let capacities = &self.capacities;
        self.customers.wake_demand(&mut self.cx, |demand| capacities.up(&demand.needs));
        self.stock.wake_reviews(&mut self.cx, |stock| capacities.up(&stock.needs));
        self.transport.wake_lanes(&mut self.cx, |number, lane| capacities.lane_up(number, &lane.needs));
    }

    /// Applies the capacity of a process to its stations.
    fn apply_capacity(&mut self, process: ProcessId) {
        let capacity = self.capacities.process(process, &self.cx.model.processes[process]);
        for number in 0..self.cx.topology.stations_of(process).len() {
            let station = self.cx.topology.stations_of(process)[number];
            self.stations.set_open(station, capacity.open);
            if self.stations.set_manual(&mut self.cx, &self.orders, station, capacity.manual) {
                self.resume_queue(station);
            }
            let site = self.capacities.site_group(self.stations.group_of(station));
            if self.stations.set_speed(&mut self.cx, station, capacity.at_site(site)) {
                self.start_waiting(station);
                self.stations.schedule_end(&mut self.cx, station);
            }
            self.report_state(station);
        }
    }
}
