//! Restart: lets the phases of the recovery plan act on capacities and on the queues of stations.

use crate::simulation::Simulation;
use crate::simulation::disruption::restart::{Act, Advance};
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::policy_in_force::PolicyInForce;
use crate::units::{DAY, Duration, Instant, PhaseId, ProcessId};

impl<O: Observer> Simulation<'_, O> {
    /// A phase starts, continues, takes a ramp step, or ends.
    pub(crate) fn phase(&mut self, number: PhaseId) {
        match self.restart.advance(&mut self.cx, &self.orders, number) {
            Advance::Waits => {}
            Advance::RollsBack => self.roll_back(number),
            Advance::BringsBack => {
                self.restart.bring_back(&mut self.cx, &mut self.capacities, number);
                self.set_policies(number, true);
                self.act_phase(number);
            }
            Advance::Acts => self.act_phase(number),
        }
    }

    /// Undoes the predecessors that the check of a phase rolls back, and lets them begin again.
    fn roll_back(&mut self, number: PhaseId) {
        let check = self.cx.model.phases[number].check.as_ref();
        let Some((_, phases)) = check.and_then(|check| check.roll_back.as_ref()) else { return };
        for &undone in phases {
            if self.restart.undo(self.cx.model, &mut self.capacities, undone) {
                self.set_policies(undone, false);
                self.restart.reset(&mut self.cx, undone);
            }
        }
        self.capacities_changed();
        self.restart.start_again(&mut self.cx, phases);
    }

    /// A phase that has brought its targets back takes a ramp step, ends its boosts, or is over.
    fn act_phase(&mut self, number: PhaseId) {
        let Act { next, policies_end } =
            self.restart.act(&self.cx, &self.orders, &mut self.capacities, number);
        if policies_end {
            self.set_policies(number, false);
        }
        self.cx.schedule(Actor::Phase(number), next);
        self.capacities_changed();
        if next == Instant::NEVER {
            self.restart.end(&mut self.cx, number);
        }
    }

    /// The policies of a phase start or end.
    fn set_policies(&mut self, phase: PhaseId, starts: bool) {
        for policy in &self.cx.model.phases[phase].policies {
            self.restart.set_policy(policy.process, phase, starts);
            self.apply_policy(policy.process);
        }
    }

    /// Applies the policies in force to the stations of a process, if they have changed.
    fn apply_policy(&mut self, process: ProcessId) {
        // A phase that changes at midnight does so before the caps are reset: lines admitted then
        // are of the new day.
        if self.cx.now % DAY == Duration::ZERO {
            self.reset_caps();
        }
        let Some(phases) = self.restart.changed_policy(self.cx.model, process) else { return };
        let policy = PolicyInForce::of(self.cx.model, process, phases);
        for number in 0..self.cx.topology.stations_of(process).len() {
            let station = self.cx.topology.stations_of(process)[number];
            self.stations.set_policy(&self.cx, &self.orders, station, policy);
            while let Some(line) = self.stations.next_dropped_tombstone() {
                self.orders.remove_tombstone(line);
            }
            self.resume_queue(station);
        }
        self.restart.schedule_cap_reset(&mut self.cx, false);
    }

    /// Resets the caps at this midnight, once.
    fn reset_caps(&mut self) {
        if !self.restart.take_cap_reset(self.cx.now) {
            return;
        }
        for process in self.cx.model.processes.ids() {
            if self.restart.has_caps(process) {
                for &station in self.cx.topology.stations_of(process) {
                    self.stations.reset_caps(&self.cx, &self.orders, station);
                }
            }
        }
    }

    /// A day begins: entries over the cap of the last day may go.
    pub(crate) fn cap_reset(&mut self) {
        self.reset_caps();
        for process in self.cx.model.processes.ids() {
            if self.restart.has_caps(process) {
                for number in 0..self.cx.topology.stations_of(process).len() {
                    self.resume_queue(self.cx.topology.stations_of(process)[number]);
                }
            }
        }
        self.restart.schedule_cap_reset(&mut self.cx, true);
    }
}
