//! Outage: a disruption takes targets down at an instant, and ends at its `until`, if it has one.

use super::capacity::Capacities;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::units::{DisruptionId, Instant};

impl Capacities {
    /// Schedules the start of every disruption that takes place.
    pub(crate) fn start_disruptions<O: Observer>(cx: &mut Context<'_, O>) {
        for (number, disruption) in cx.model.disruptions.iter_ids() {
            if disruption.takes_place() {
                cx.schedule(Actor::Disruption(number), disruption.from);
            }
        }
    }

    /// A disruption starts or ends.
    pub(crate) fn disruption<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: DisruptionId) {
        let disruption = &cx.model.disruptions[number];
        let starts = cx.now == disruption.from;
        for &(target, level) in &disruption.targets {
            if starts {
                self.take_down(target, number, level);
            } else {
                self.end_disruption(target, number);
            }
        }
        let until = disruption.until.filter(|_| starts);
        let next = until.unwrap_or(Instant::NEVER);
        cx.schedule(Actor::Disruption(number), next);
    }
}
