//! The restart plan: phases start when their date has come and those before them are over.
//!
//! ```text
//! from, after, gate ──► starts ──► takes ──► check ──► brings back, ramp, boosts ──► ends
//!                          ▲                  │  ▲ fails
//!        rolled back ──────┘                  └──┘ again_after
//! ```
//!
//! A ramp is a stair of steps of at most an hour, each at the ramp's mean over the step, so that a whole ramp
//! does exactly the work of the straight line. A phase ends when its ramp is done and its boost is over.
//!
//! A check that fails may roll back phases before it. Their targets are then as they would be without them, their
//! boosts end, and they begin anew with draws of their own; phases after them that have not started wait again,
//! those that have go on. The phase whose check failed repairs and is checked again once all of them are over.
//! It can only roll back what it comes after, so nothing goes round in a circle.
//!
//! What is drawn belongs to the phase by its name, to the number of times that it was rolled back before, and to
//! the number of the try: it is the same in all plans that are compared.

use super::gate::Held;
use crate::distributions::Sampler;
use crate::engine::random::Purpose;
use crate::engine::{NEVER, Time};
use crate::model::{Gate, PhaseEnd, RestartPhase};
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::{Observer, PhaseEvent};
use crate::units::{CapacityFactor, HOUR, PhaseId};
use rand::RngExt;

const TAKES: Purpose = Purpose(40);
const CHECK_TAKES: Purpose = Purpose(41);
const CHECK_PASSES: Purpose = Purpose(42);
const AGAIN_AFTER: Purpose = Purpose(43);
const ROLLS_BACK: Purpose = Purpose(44);
const RAMP: Purpose = Purpose(45);

/// How far a phase is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PhaseState {
    stage: PhaseStatus,
    /// How often it has been rolled back.
    rolled_back: u32,
    /// Checks that have failed since it started.
    failed: u32,
    /// When it brought back.
    returned: Time,
    /// Length of its ramp.
    over: Time,
    /// Stairs of the ramp that have begun.
    stairs: u64,
    /// Whether its boosts and policies are in force.
    boosts: bool,
    /// How long the gate that it waits for has been met.
    held: Held,
}

/// What a phase does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum PhaseStatus {
    /// Waits for its date, for other phases, or for its gate.
    #[default]
    Waits,
    /// Works before its check.
    Works,
    /// Is checked.
    Checked,
    /// Waits until those that its check rolled back are over again.
    WaitsForRolledBack,
    /// Repairs before the next check.
    Repairs,
    /// Has brought back: its ramp or its boosts go on.
    Acts,
    /// Is over.
    Over,
}

/// Number of stairs of a ramp of this length.
fn stairs(over: Time) -> u64 {
    over.div_ceil(HOUR).max(1)
}

/// Begin of stair `number` after the start of the phase.
fn stair_begins(over: Time, number: u64) -> Time {
    (u128::from(over) * u128::from(number) / u128::from(stairs(over))) as Time
}

/// Level of stair `number`: the ramp's mean over it.
fn stair_level(from: CapacityFactor, to: CapacityFactor, over: Time, number: u64) -> CapacityFactor {
    let steps = 2 * i128::from(stairs(over));
    let rise = (i128::from(to.ppm()) - i128::from(from.ppm())) * (2 * i128::from(number) + 1);
    CapacityFactor::from_ppm((i128::from(from.ppm()) + (rise + steps / 2).div_euclid(steps)) as u32)
}

impl<O: Observer> Simulation<'_, O> {
    pub(crate) fn start_phases(&mut self) {
        for number in self.cx.model.phases.ids() {
            self.set_start_of_phase(number);
        }
    }

    fn stage(&self, phase: PhaseId) -> PhaseStatus {
        self.phases[phase].stage
    }

    /// Whether all that a phase comes after has happened.
    fn may_start(&self, number: PhaseId) -> bool {
        let phase = &self.cx.model.phases[number];
        let over = phase.after.iter().all(|&other| self.stage(other) == PhaseStatus::Over);
        over && phase.after_start_of.iter().all(|&other| self.stage(other) > PhaseStatus::Waits)
    }

    /// Sets the start of a phase that waits, if all that it comes after has happened; else takes it back.
    fn set_start_of_phase(&mut self, number: PhaseId) {
        if self.stage(number) != PhaseStatus::Waits {
            return;
        }
        let start = if self.may_start(number) {
            self.cx.model.phases[number].from.unwrap_or(0).max(self.cx.now)
        } else {
            self.phases[number].held = Held::default();
            NEVER
        };
        self.cx.schedule(Actor::Phase(number), start);
    }

    /// A phase starts, goes on, goes up a stair, or ends.
    pub(crate) fn phase(&mut self, number: PhaseId) {
        match self.stage(number) {
            PhaseStatus::Waits => self.start_phase_if_open(number),
            PhaseStatus::Works | PhaseStatus::Repairs => self.phase_is_checked(number),
            PhaseStatus::Checked => self.check_ends(number),
            PhaseStatus::Acts => self.act_phase(number),
            PhaseStatus::WaitsForRolledBack | PhaseStatus::Over => {
                self.cx.schedule(Actor::Phase(number), NEVER)
            }
        }
    }

    /// Starts a phase whose gate is open.
    fn start_phase_if_open(&mut self, number: PhaseId) {
        if let Some(gate) = self.cx.model.phases[number].gate
            && !self.phase_gate_is_open(number, &gate)
        {
            return;
        }
        self.cx.observer.phase(self.cx.now, number, PhaseEvent::Starts);
        let takes = self.drawn_time(number, &self.cx.model.phases[number].takes, TAKES);
        self.phases[number].stage = PhaseStatus::Works;
        for (other, listed) in self.cx.model.phases.iter_ids() {
            if listed.after_start_of.contains(&number) {
                self.set_start_of_phase(other);
            }
        }
        if takes > 0 {
            self.cx.schedule(Actor::Phase(number), self.cx.now.saturating_add(takes));
        } else {
            self.phase_is_checked(number);
        }
    }

    /// Looks at the gate that a phase waits for; if it is not open, sets when to look next.
    fn phase_gate_is_open(&mut self, number: PhaseId, gate: &Gate) -> bool {
        let hour = self.full_hour();
        if hour > self.cx.now {
            self.cx.schedule(Actor::Phase(number), hour);
            return false;
        }
        let mut held = self.phases[number].held;
        let open = self.is_open(gate, &mut held);
        self.phases[number].held = held;
        if !open {
            self.cx.schedule(Actor::Phase(number), self.cx.now + HOUR);
        }
        open
    }

    /// A check begins; without one the phase brings back.
    fn phase_is_checked(&mut self, number: PhaseId) {
        let Some(check) = &self.cx.model.phases[number].check else {
            self.bring_back(number);
            return;
        };
        self.phases[number].stage = PhaseStatus::Checked;
        let takes = self.drawn_time(number, &check.takes, CHECK_TAKES);
        self.cx.schedule(Actor::Phase(number), self.cx.now.saturating_add(takes));
    }

    /// A check passes or fails.
    fn check_ends(&mut self, number: PhaseId) {
        let Some(check) = &self.cx.model.phases[number].check else { return };
        if self.happens(number, check.chance, CHECK_PASSES) {
            self.bring_back(number);
            return;
        }
        self.cx.observer.phase(self.cx.now, number, PhaseEvent::CheckFails);
        let undone = check.roll_back.as_ref().filter(|(chance, _)| self.happens(number, *chance, ROLLS_BACK));
        if let Some((_, phases)) = undone {
            self.phases[number].stage = PhaseStatus::WaitsForRolledBack;
            self.cx.schedule(Actor::Phase(number), NEVER);
            self.roll_back(phases);
        } else {
            self.repair(number);
        }
    }

    /// A phase repairs what its check found; the next try begins with other draws.
    fn repair(&mut self, number: PhaseId) {
        let Some(check) = &self.cx.model.phases[number].check else { return };
        let again_after = self.drawn_time(number, &check.again_after, AGAIN_AFTER);
        let state = &mut self.phases[number];
        state.stage = PhaseStatus::Repairs;
        state.failed += 1;
        self.cx.schedule(Actor::Phase(number), self.cx.now.saturating_add(again_after));
    }

    /// Undoes phases, and lets them begin anew.
    fn roll_back(&mut self, phases: &[PhaseId]) {
        for &number in phases {
            if self.stage(number) == PhaseStatus::Waits {
                continue;
            }
            let phase = &self.cx.model.phases[number];
            for &target in &phase.brings_back {
                self.capacities.undo(target, number);
            }
            for &(target, _) in &phase.boosts {
                self.capacities.end_boost(target, number);
            }
            self.end_policies(number);
            let rolled_back = self.phases[number].rolled_back + 1;
            self.phases[number] = PhaseState { rolled_back, ..PhaseState::default() };
            self.cx.observer.phase(self.cx.now, number, PhaseEvent::IsRolledBack);
        }
        self.levels_changed();
        for number in self.cx.model.phases.ids() {
            let phase = &self.cx.model.phases[number];
            let waits_for = |&other: &PhaseId| phases.contains(&other);
            if phases.contains(&number)
                || phase.after.iter().any(waits_for)
                || phase.after_start_of.iter().any(waits_for)
            {
                self.set_start_of_phase(number);
            }
        }
    }

    /// A phase brings its targets back, and its boosts begin.
    fn bring_back(&mut self, number: PhaseId) {
        let phase = &self.cx.model.phases[number];
        self.cx.observer.phase(self.cx.now, number, PhaseEvent::BringsBack);
        // The ramp does not depend on how many checks have failed.
        let first_try = u64::from(self.phases[number].rolled_back) << 32;
        let mut generator = self.cx.draws.generator(phase.stream, first_try, RAMP);
        let over = phase.ramp.as_ref().map_or(0, |(_, over)| over.draw_time(&mut generator));
        let state = &mut self.phases[number];
        (state.stage, state.returned, state.over, state.boosts) =
            (PhaseStatus::Acts, self.cx.now, over, true);
        state.held = Held::default();
        for &target in &phase.brings_back {
            self.capacities.bring_back(
                target,
                number,
                phase.ramp.as_ref().map_or(phase.to, |&(from, _)| from),
            );
        }
        for &(target, factor) in &phase.boosts {
            self.capacities.boost(target, number, factor);
        }
        self.start_policies(number);
        self.act_phase(number);
    }

    /// A phase that has brought back goes up a stair, ends its boosts, or is over.
    fn act_phase(&mut self, number: PhaseId) {
        let phase = &self.cx.model.phases[number];
        let PhaseState { returned, over, .. } = self.phases[number];
        let mut next = NEVER;
        if let Some((from, _)) = phase.ramp {
            let stair = self.phases[number].stairs;
            if stair <= stairs(over) && returned + stair_begins(over, stair) <= self.cx.now {
                let last = stair == stairs(over);
                let level = if last { phase.to } else { stair_level(from, phase.to, over, stair) };
                for &target in &phase.brings_back {
                    self.capacities.raise(target, number, level);
                }
                self.phases[number].stairs += 1;
            }
            let stair = self.phases[number].stairs;
            if stair <= stairs(over) {
                next = returned + stair_begins(over, stair);
            }
        }
        if self.phases[number].boosts {
            match self.boosts_end(number, phase, returned) {
                Some(end) if end <= self.cx.now => {
                    for &(target, _) in &phase.boosts {
                        self.capacities.end_boost(target, number);
                    }
                    self.end_policies(number);
                    self.phases[number].boosts = false;
                }
                Some(end) => next = next.min(end),
                None => {}
            }
        }
        self.cx.schedule(Actor::Phase(number), next);
        self.levels_changed();
        if next == NEVER {
            self.end_phase(number);
        }
    }

    /// When the boosts of a phase end, or when to look again; `None`: never.
    fn boosts_end(&mut self, number: PhaseId, phase: &RestartPhase, returned: Time) -> Option<Time> {
        match phase.until? {
            PhaseEnd::At(instant) => Some(instant.max(returned)),
            PhaseEnd::After(span) => Some(returned.saturating_add(span)),
            PhaseEnd::Gate(gate) => {
                let hour = self.full_hour();
                if hour > self.cx.now {
                    return Some(hour);
                }
                let mut held = self.phases[number].held;
                let open = self.is_open(&gate, &mut held);
                self.phases[number].held = held;
                Some(if open { self.cx.now } else { self.cx.now + HOUR })
            }
        }
    }

    /// A phase is over: those after it may start, and those that rolled it back go on.
    fn end_phase(&mut self, number: PhaseId) {
        self.phases[number].stage = PhaseStatus::Over;
        self.cx.observer.phase(self.cx.now, number, PhaseEvent::Ends);
        for (other, listed) in self.cx.model.phases.iter_ids() {
            if listed.after.contains(&number) {
                self.set_start_of_phase(other);
            }
            let undone = listed.check.as_ref().and_then(|check| check.roll_back.as_ref());
            if self.stage(other) == PhaseStatus::WaitsForRolledBack
                && undone
                    .is_some_and(|(_, phases)| phases.iter().all(|&one| self.stage(one) == PhaseStatus::Over))
            {
                self.repair(other);
            }
        }
    }

    /// Identity of what is drawn for a try of a phase.
    fn try_of(&self, number: PhaseId) -> (u64, u64) {
        let PhaseState { rolled_back, failed, .. } = self.phases[number];
        (self.cx.model.phases[number].stream, u64::from(rolled_back) << 32 | u64::from(failed))
    }

    fn drawn_time(&self, number: PhaseId, sampler: &Sampler, purpose: Purpose) -> Time {
        let (stream, ordinal) = self.try_of(number);
        sampler.draw_time(&mut self.cx.draws.generator(stream, ordinal, purpose))
    }

    fn happens(&self, number: PhaseId, chance: f64, purpose: Purpose) -> bool {
        let (stream, ordinal) = self.try_of(number);
        self.cx.draws.generator(stream, ordinal, purpose).random::<f64>() < chance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_does_the_work_of_the_straight_line() {
        // 50 % to 100 % in 3 weeks: 504 stairs of an hour whose mean is 75 %.
        let over = 504 * HOUR;
        let (from, to) = (CapacityFactor::from_ppm(500_000), CapacityFactor::NOMINAL);
        assert_eq!(stairs(over), 504);
        let sum: u64 = (0..504).map(|n| u64::from(stair_level(from, to, over, n).ppm())).sum();
        assert_eq!(sum, 504 * 750_000);
        assert_eq!(stair_level(from, to, over, 0).ppm(), 500_496);
    }

    #[test]
    fn a_short_ramp_is_one_stair() {
        assert_eq!(stairs(HOUR / 2), 1);
        assert_eq!(stair_level(CapacityFactor::STOPPED, CapacityFactor::NOMINAL, HOUR / 2, 0).ppm(), 500_000);
    }
}
