//! Disruptions: targets go down at an instant, and come back by themselves if that is said.

use crate::engine::NEVER;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::units::DisruptionId;

impl<O: Observer> Simulation<'_, O> {
    pub(crate) fn start_disruptions(&mut self) {
        for number in self.cx.model.disruptions.ids() {
            self.cx.schedule(Actor::Disruption(number), self.cx.model.disruptions[number].from);
        }
    }

    /// A disruption begins or ends.
    pub(crate) fn disruption(&mut self, number: DisruptionId) {
        let disruption = &self.cx.model.disruptions[number];
        let begins = self.cx.now == disruption.from;
        for &(target, level) in &disruption.targets {
            if begins {
                self.capacities.take_down(target, number, level);
            } else {
                self.capacities.end_disruption(target, number);
            }
        }
        let next = if begins { disruption.until.unwrap_or(NEVER) } else { NEVER };
        self.cx.schedule(Actor::Disruption(number), next);
        self.levels_changed();
    }
}
