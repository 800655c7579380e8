//! Restart: the phases of a recovery plan, which start when their date has come and their
//! predecessors are over.
//!
//! ```text
//! from, after, gate ──► starts ──► takes ──► check ──► brings back, ramp, boosts ──► ends
//!                          ▲                  │  ▲ fails
//!        rolled back ──────┘                  └──┘ again_after
//! ```
//!
//! A ramp rises in steps (`analysis/ramp.rs`). A phase ends when its ramp is done and its boost is
//! over.
//!
//! A check that fails may roll back phases before it. Their targets are then as they would be
//! without them, their boosts end, and they begin again with draws of their own; phases after them
//! that have not started wait again, those that have continue. The phase whose check failed repairs
//! and is checked again once all of them are over. It can only roll back its predecessors, so there
//! is no cycle.
//!
//! Draws belong to the phase by its name, to the number of times that it was rolled back before,
//! and to the number of the try: they are the same in all plans that are compared.
//!
//! Knows nothing of what depends on a capacity or a policy.

use super::capacity::Capacities;
use super::gate::{Held, full_hour, is_met};
use super::policy::{CapReset, Policies};
use crate::analysis::ramp::{step_factor, step_start, steps};
use crate::distributions::Sampler;
use crate::engine::random::Purpose;
use crate::model::{Gate, Model, PhaseEnd, RestartPhase};
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::{Observer, PhaseEvent};
use crate::simulation::orders::Orders;
use crate::units::{Duration, HOUR, IndexVec, Instant, PhaseId, ProcessId};
use rand::RngExt;

const TAKES: Purpose = Purpose(40);
const CHECK_TAKES: Purpose = Purpose(41);
const CHECK_PASSES: Purpose = Purpose(42);
const AGAIN_AFTER: Purpose = Purpose(43);
const ROLLS_BACK: Purpose = Purpose(44);
const RAMP: Purpose = Purpose(45);

/// The phases of the plan, and their policies.
#[derive(Debug)]
pub(crate) struct Restart {
    phases: IndexVec<PhaseId, PhaseState>,
    /// True once the condition by which a phase ends has been false since the first disruption
    /// began.
    condition_was_false: IndexVec<PhaseId, bool>,
    /// By process.
    pub(super) policies: IndexVec<ProcessId, Policies>,
    pub(super) cap_reset: CapReset,
}

/// State of a phase.
#[derive(Debug, Clone, Copy, Default)]
struct PhaseState {
    status: PhaseStatus,
    /// Number of times that it was rolled back.
    rolled_back: u32,
    /// Number of checks failed since it started.
    failed: u32,
    /// Instant at which it brought its targets back.
    returned: Instant,
    /// Length of its ramp.
    over: Duration,
    /// Number of ramp steps begun.
    steps: u64,
    /// Its boosts and policies are in force.
    boosts: bool,
    /// Time for which the gate that it waits for has been met.
    held: Held,
}

/// Status of a phase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum PhaseStatus {
    /// Waits for its date, for other phases, or for its gate.
    #[default]
    Waits,
    /// Works before its check.
    Works,
    /// Its check is running.
    Checked,
    /// Waits until the phases that its check rolled back are over again.
    WaitsForRolledBack,
    /// Repairs before the next check.
    Repairs,
    /// Has brought its targets back: its ramp or its boosts last.
    Acts,
    /// Is over.
    Over,
}

/// What follows when a phase acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advance {
    /// Nothing: it waits.
    Waits,
    /// Its check failed and rolls back its predecessors.
    RollsBack,
    /// It brings its targets back, and its policies start.
    BringsBack,
    /// Its ramp or boosts continue.
    Acts,
}

/// What follows when the ramp or the boosts of a phase continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Act {
    /// Instant of the next act, or [`Instant::NEVER`]: the phase is over.
    pub(crate) next: Instant,
    /// Its policies end.
    pub(crate) policies_end: bool,
}

impl Restart {
    /// No phase has started.
    pub(crate) fn new(model: &Model) -> Self {
        Restart {
            phases: IndexVec::filled(PhaseState::default(), model.phases.len()),
            // Without a disruption a condition counts from the start.
            condition_was_false: IndexVec::filled(model.times.onset >= model.times.end, model.phases.len()),
            policies: IndexVec::filled(Policies::default(), model.processes.len()),
            cap_reset: CapReset::NONE,
        }
    }

    /// Schedules the phases that wait for nothing but their date.
    pub(crate) fn start<O: Observer>(&mut self, cx: &mut Context<'_, O>) {
        for number in self.phases.ids() {
            self.schedule_start(cx, number);
        }
        let any = cx.model.phases.iter().any(|phase| matches!(phase.until, Some(PhaseEnd::Gate(_))));
        if any && cx.model.times.onset < cx.model.times.end {
            cx.schedule(Actor::EndConditions, full_hour(cx.model.times.onset));
        }
    }

    /// Evaluates the conditions by which phases end that have not been false yet, at a full hour: a
    /// condition that holds before the disruption has any effect must not end what it is to end
    /// afterwards.
    pub(crate) fn check_end_conditions<O: Observer>(&mut self, cx: &mut Context<'_, O>, orders: &Orders) {
        let mut any_left = false;
        for (number, phase) in cx.model.phases.iter_ids() {
            if let Some(PhaseEnd::Gate(gate)) = &phase.until {
                let was_false = &mut self.condition_was_false[number];
                *was_false |= !is_met(cx, orders, gate);
                any_left |= !*was_false;
            }
        }
        let next = if any_left { cx.now + HOUR } else { Instant::NEVER };
        cx.schedule(Actor::EndConditions, next);
    }

    fn status(&self, phase: PhaseId) -> PhaseStatus {
        self.phases[phase].status
    }

    /// True if all predecessors of a phase are over or have started, as it requires.
    fn may_start(&self, phase: &RestartPhase) -> bool {
        let over = phase.after.iter().all(|&other| self.status(other) == PhaseStatus::Over);
        over && phase.after_start_of.iter().all(|&other| self.status(other) > PhaseStatus::Waits)
    }

    /// Schedules the start of a phase that waits, if its predecessors allow it; else clears it.
    fn schedule_start<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: PhaseId) {
        if self.status(number) != PhaseStatus::Waits {
            return;
        }
        let phase = &cx.model.phases[number];
        let start = if self.may_start(phase) {
            phase.from.map_or(cx.now, |from| from.max(cx.now))
        } else {
            self.phases[number].held = Held::default();
            Instant::NEVER
        };
        cx.schedule(Actor::Phase(number), start);
    }

    /// A phase starts, is checked, is repaired, takes a ramp step, or ends.
    pub(crate) fn advance<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        number: PhaseId,
    ) -> Advance {
        match self.status(number) {
            PhaseStatus::Waits => self.start_if_open(cx, orders, number),
            PhaseStatus::Works | PhaseStatus::Repairs => self.start_check(cx, number),
            PhaseStatus::Checked => self.end_check(cx, number),
            PhaseStatus::Acts => Advance::Acts,
            PhaseStatus::WaitsForRolledBack | PhaseStatus::Over => {
                cx.schedule(Actor::Phase(number), Instant::NEVER);
                Advance::Waits
            }
        }
    }

    /// Starts a phase whose gate is open.
    fn start_if_open<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        number: PhaseId,
    ) -> Advance {
        let phase = &cx.model.phases[number];
        if let Some(gate) = phase.gate
            && !self.gate_is_open(cx, orders, number, &gate)
        {
            return Advance::Waits;
        }
        cx.observer.phase(cx.now, number, PhaseEvent::Starts);
        let takes = self.draw_time(cx, number, &phase.takes, TAKES);
        self.phases[number].status = PhaseStatus::Works;
        for (other, spec) in cx.model.phases.iter_ids() {
            if spec.after_start_of.contains(&number) {
                self.schedule_start(cx, other);
            }
        }
        if takes == Duration::ZERO {
            return self.start_check(cx, number);
        }
        let end = cx.now.saturating_add(takes);
        cx.schedule(Actor::Phase(number), end);
        Advance::Waits
    }

    /// Evaluates the gate that a phase waits for; if it is not open, schedules the next evaluation.
    fn gate_is_open<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        number: PhaseId,
        gate: &Gate,
    ) -> bool {
        let hour = full_hour(cx.now);
        if hour > cx.now {
            cx.schedule(Actor::Phase(number), hour);
            return false;
        }
        let open = self.phases[number].held.is_open(cx, orders, gate);
        if !open {
            cx.schedule(Actor::Phase(number), hour + HOUR);
        }
        open
    }

    /// A check starts; without one the phase brings its targets back.
    fn start_check<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: PhaseId) -> Advance {
        let Some(check) = &cx.model.phases[number].check else { return Advance::BringsBack };
        self.phases[number].status = PhaseStatus::Checked;
        let end = cx.now.saturating_add(self.draw_time(cx, number, &check.takes, CHECK_TAKES));
        cx.schedule(Actor::Phase(number), end);
        Advance::Waits
    }

    /// A check passes or fails.
    fn end_check<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: PhaseId) -> Advance {
        let Some(check) = &cx.model.phases[number].check else { return Advance::Waits };
        if self.draw_chance(cx, number, check.chance, CHECK_PASSES) {
            return Advance::BringsBack;
        }
        cx.observer.phase(cx.now, number, PhaseEvent::CheckFails);
        let undone = check.roll_back.as_ref();
        if undone.is_some_and(|(chance, _)| self.draw_chance(cx, number, *chance, ROLLS_BACK)) {
            self.phases[number].status = PhaseStatus::WaitsForRolledBack;
            cx.schedule(Actor::Phase(number), Instant::NEVER);
            return Advance::RollsBack;
        }
        self.repair(cx, number);
        Advance::Waits
    }

    /// A phase repairs the findings of its check; the next try has other draws.
    fn repair<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: PhaseId) {
        let Some(check) = &cx.model.phases[number].check else { return };
        let end = cx.now.saturating_add(self.draw_time(cx, number, &check.again_after, AGAIN_AFTER));
        let state = &mut self.phases[number];
        state.status = PhaseStatus::Repairs;
        state.failed += 1;
        cx.schedule(Actor::Phase(number), end);
    }

    /// Undoes a phase, which is to begin again; returns false if it has not started. Its policies
    /// end.
    pub(crate) fn undo(&mut self, model: &Model, capacities: &mut Capacities, number: PhaseId) -> bool {
        if self.status(number) == PhaseStatus::Waits {
            return false;
        }
        let phase = &model.phases[number];
        for &target in &phase.brings_back {
            capacities.undo(target, number);
        }
        for &(target, _) in &phase.boosts {
            capacities.end_boost(target, number);
        }
        true
    }

    /// An undone phase, whose policies have ended, waits for its start again.
    pub(crate) fn reset<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: PhaseId) {
        let rolled_back = self.phases[number].rolled_back + 1;
        self.phases[number] = PhaseState { rolled_back, ..PhaseState::default() };
        cx.observer.phase(cx.now, number, PhaseEvent::IsRolledBack);
    }

    /// Schedules phases that were rolled back, and those that wait for them.
    pub(crate) fn start_again<O: Observer>(&mut self, cx: &mut Context<'_, O>, rolled_back: &[PhaseId]) {
        for (number, phase) in cx.model.phases.iter_ids() {
            let waits_for = |&other: &PhaseId| rolled_back.contains(&other);
            if rolled_back.contains(&number)
                || phase.after.iter().any(waits_for)
                || phase.after_start_of.iter().any(waits_for)
            {
                self.schedule_start(cx, number);
            }
        }
    }

    /// A phase brings its targets back, and its boosts begin; its policies start.
    pub(crate) fn bring_back<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        capacities: &mut Capacities,
        number: PhaseId,
    ) {
        let phase = &cx.model.phases[number];
        cx.observer.phase(cx.now, number, PhaseEvent::BringsBack);
        // The ramp does not depend on how many checks have failed.
        let first_try = u64::from(self.phases[number].rolled_back) << 32;
        let mut generator = cx.draws.generator(phase.stream, first_try, RAMP);
        let over = phase.ramp.as_ref().map_or(Duration::ZERO, |(_, over)| over.draw_time(&mut generator));
        let state = &mut self.phases[number];
        (state.status, state.returned, state.over, state.boosts) = (PhaseStatus::Acts, cx.now, over, true);
        state.held = Held::default();
        for &target in &phase.brings_back {
            let to = phase.ramp.as_ref().map_or(phase.to, |&(from, _)| from);
            let ends = |disruption| phase.ends(disruption, &cx.model.disruptions[disruption]);
            capacities.bring_back(target, number, to, ends);
        }
        for &(target, factor) in &phase.boosts {
            capacities.boost(target, number, factor);
        }
    }

    /// A phase that has brought its targets back takes a ramp step, ends its boosts, or is over.
    pub(crate) fn act<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        capacities: &mut Capacities,
        number: PhaseId,
    ) -> Act {
        let phase = &cx.model.phases[number];
        let PhaseState { returned, over, .. } = self.phases[number];
        let mut act = Act { next: Instant::NEVER, policies_end: false };
        if let Some((from, _)) = phase.ramp {
            let step = self.phases[number].steps;
            if step <= steps(over) && returned + step_start(over, step) <= cx.now {
                let level = step_factor(from, phase.to, over, step);
                for &target in &phase.brings_back {
                    capacities.raise(target, number, level);
                }
                self.phases[number].steps += 1;
            }
            let step = self.phases[number].steps;
            if step <= steps(over) {
                act.next = returned + step_start(over, step);
            }
        }
        if self.phases[number].boosts {
            match self.end_of_boosts(cx, orders, number, phase) {
                Some(end) if end <= cx.now => {
                    for &(target, _) in &phase.boosts {
                        capacities.end_boost(target, number);
                    }
                    self.phases[number].boosts = false;
                    act.policies_end = true;
                }
                Some(end) => act.next = act.next.min(end),
                None => {}
            }
        }
        act
    }

    /// The instant at which the boosts of a phase end, or of the next evaluation of their gate;
    /// `None`: never.
    fn end_of_boosts<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        number: PhaseId,
        phase: &RestartPhase,
    ) -> Option<Instant> {
        let state = &mut self.phases[number];
        match phase.until? {
            PhaseEnd::At(instant) => Some(instant.max(state.returned)),
            PhaseEnd::After(span) => Some(state.returned.saturating_add(span)),
            PhaseEnd::Gate(gate) => {
                let hour = full_hour(cx.now);
                if hour > cx.now {
                    return Some(hour);
                }
                let open = self.condition_was_false[number] && state.held.is_open(cx, orders, &gate);
                Some(if open { hour } else { hour + HOUR })
            }
        }
    }

    /// A phase is over: its successors may start, and phases that rolled it back continue.
    pub(crate) fn end<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: PhaseId) {
        self.phases[number].status = PhaseStatus::Over;
        cx.observer.phase(cx.now, number, PhaseEvent::Ends);
        for (other, phase) in cx.model.phases.iter_ids() {
            if phase.after.contains(&number) {
                self.schedule_start(cx, other);
            }
            let undone = phase.check.as_ref().and_then(|check| check.roll_back.as_ref());
            if self.status(other) == PhaseStatus::WaitsForRolledBack
                && undone.is_some_and(|(_, phases)| {
                    phases.iter().all(|&one| self.status(one) == PhaseStatus::Over)
                })
            {
                self.repair(cx, other);
            }
        }
    }

    /// Identity of the draws for a try of a phase.
    fn try_of(&self, model: &Model, number: PhaseId) -> (u64, u64) {
        let PhaseState { rolled_back, failed, .. } = self.phases[number];
        (model.phases[number].stream, u64::from(rolled_back) << 32 | u64::from(failed))
    }

    fn draw_time<O: Observer>(
        &self,
        cx: &Context<'_, O>,
        number: PhaseId,
        sampler: &Sampler,
        purpose: Purpose,
    ) -> Duration {
        let (stream, ordinal) = self.try_of(cx.model, number);
        sampler.draw_time(&mut cx.draws.generator(stream, ordinal, purpose))
    }

    fn draw_chance<O: Observer>(
        &self,
        cx: &Context<'_, O>,
        number: PhaseId,
        chance: f64,
        purpose: Purpose,
    ) -> bool {
        let (stream, ordinal) = self.try_of(cx.model, number);
        cx.draws.generator(stream, ordinal, purpose).random::<f64>() < chance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distributions::Sampler;
    use crate::model::{CapacityTarget, Disruption};
    use crate::simulation::test_context::{context, model};
    use crate::units::CapacityFactor;

    fn factor(percent: u32) -> CapacityFactor {
        CapacityFactor::from_ppm(percent * 10_000)
    }

    #[test]
    fn a_phase_brings_its_target_back_after_its_work_and_ends() {
        let mut model = model();
        let (number, process) = (PhaseId::new(0), ProcessId::new(0));
        let target = CapacityTarget::Process(process);
        model.phases = vec![RestartPhase {
            from: Some(Instant::from_micros(100)),
            after: vec![],
            after_start_of: vec![],
            gate: None,
            takes: Sampler::Constant(50.0),
            check: None,
            brings_back: vec![target],
            ends: None,
            to: factor(80),
            ramp: None,
            boosts: vec![],
            policies: vec![],
            until: None,
            stream: 1,
        }]
        .into();
        let targets = vec![(target, CapacityFactor::STOPPED)];
        model.disruptions = vec![Disruption { from: Instant::ORIGIN, targets, until: None }].into();
        let mut cx = context(&model);
        let orders = Orders::new(&model);
        let mut capacities = Capacities::new(&model);
        capacities.take_down(target, crate::units::DisruptionId::new(0), CapacityFactor::STOPPED);
        let mut restart = Restart::new(&model);
        restart.start(&mut cx);
        assert_eq!(cx.pending(Actor::Phase(number)), Instant::from_micros(100));
        cx.now = Instant::from_micros(100);
        assert_eq!(restart.advance(&mut cx, &orders, number), Advance::Waits);
        assert_eq!(cx.pending(Actor::Phase(number)), Instant::from_micros(150));
        cx.now = Instant::from_micros(150);
        assert_eq!(restart.advance(&mut cx, &orders, number), Advance::BringsBack);
        restart.bring_back(&mut cx, &mut capacities, number);
        assert_eq!(capacities.process(process, &model.processes[process]).speed, factor(80));
        let act = restart.act(&cx, &orders, &mut capacities, number);
        assert_eq!(act, Act { next: Instant::NEVER, policies_end: false });
    }
}
