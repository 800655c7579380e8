//! The restart plan: phases start when their date has come and those before them are over.
//!
//! A ramp is a stair of steps of at most an hour, each at the ramp's mean over the step, so that a whole ramp
//! does exactly the work of the straight line. A phase ends when its ramp is done and its boost is over.

use super::Simulation;
use super::observer::Observer;
use super::order_of_events::Actor;
use crate::engine::{NEVER, Time};
use crate::model::{Phase, PhaseEnd};
use crate::scenario::quantity::{HOUR, Level};

/// How far a phase is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PhaseState {
    started: Option<Time>,
    /// Stairs of the ramp that have begun.
    stairs: u64,
    ended: bool,
}

/// Number of stairs of a ramp of this length.
fn stairs(over: Time) -> u64 {
    over.div_ceil(HOUR).max(1)
}

/// Begin of stair `number` after the start of the phase.
fn stair_begins(over: Time, number: u64) -> Time {
    (u128::from(over) * u128::from(number) / u128::from(stairs(over))) as Time
}

/// Level of stair `number`: the ramp's mean over it, in millionths.
fn stair_level(from: Level, to: Level, over: Time, number: u64) -> u32 {
    let steps = 2 * i128::from(stairs(over));
    let rise = (i128::from(to.0) - i128::from(from.0)) * (2 * i128::from(number) + 1);
    (i128::from(from.0) + (rise + steps / 2).div_euclid(steps)) as u32
}

impl Phase {
    fn boost_ends(&self, started: Time) -> Option<Time> {
        match self.until {
            Some(PhaseEnd::At(instant)) => Some(instant.max(started)),
            Some(PhaseEnd::After(span)) => Some(started + span),
            None => None,
        }
    }
}

impl<O: Observer> Simulation<'_, O> {
    pub(super) fn start_phases(&mut self) {
        for number in 0..self.model.phases.len() as u16 {
            self.set_start_of_phase(number);
        }
    }

    /// Sets the start of a phase, if all that it comes after has happened.
    fn set_start_of_phase(&mut self, number: u16) {
        let phase = &self.model.phases[usize::from(number)];
        let over = phase.after.iter().all(|&other| self.phases[usize::from(other)].ended);
        let begun =
            phase.after_start_of.iter().all(|&other| self.phases[usize::from(other)].started.is_some());
        if over && begun && self.phases[usize::from(number)].started.is_none() {
            self.set(Actor::Phase(number), phase.from.unwrap_or(0).max(self.now));
        }
    }

    /// A phase starts, goes up a stair, or ends.
    pub(super) fn phase(&mut self, number: u16) {
        let phase = &self.model.phases[usize::from(number)];
        let state = self.phases[usize::from(number)];
        let started = state.started.unwrap_or(self.now);
        if state.started.is_none() {
            self.phases[usize::from(number)].started = Some(started);
            for &target in &phase.brings_back {
                self.levels.bring_back(target, number, phase.ramp.map_or(phase.to, |(from, _)| from).0);
            }
            for &(target, factor) in &phase.boosts {
                self.levels.boost(target, number, factor.0);
            }
        }
        let mut next = NEVER;
        if let Some((from, over)) = phase.ramp {
            let due = started + stair_begins(over, state.stairs);
            if state.stairs <= stairs(over) && due <= self.now {
                let level = if state.stairs == stairs(over) {
                    phase.to.0
                } else {
                    stair_level(from, phase.to, over, state.stairs)
                };
                for &target in &phase.brings_back {
                    self.levels.raise(target, number, level);
                }
                self.phases[usize::from(number)].stairs += 1;
            }
            let stair = self.phases[usize::from(number)].stairs;
            if stair <= stairs(over) {
                next = started + stair_begins(over, stair);
            }
        }
        match phase.boost_ends(started) {
            Some(end) if end <= self.now => {
                for &(target, _) in &phase.boosts {
                    self.levels.end_boost(target, number);
                }
            }
            Some(end) => next = next.min(end),
            None => {}
        }
        self.set(Actor::Phase(number), next);
        self.levels_changed();
        let ended = next == NEVER;
        self.phases[usize::from(number)].ended = ended;
        for (other, listed) in (0..).zip(&self.model.phases) {
            if state.started.is_none() && listed.after_start_of.contains(&number)
                || ended && listed.after.contains(&number)
            {
                self.set_start_of_phase(other);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_does_the_work_of_the_straight_line() {
        // 50 % to 100 % in 3 weeks: 504 stairs of an hour whose mean is 75 %.
        let over = 504 * HOUR;
        let (from, to) = (Level(500_000), Level(1_000_000));
        assert_eq!(stairs(over), 504);
        let sum: u64 = (0..504).map(|n| u64::from(stair_level(from, to, over, n))).sum();
        assert_eq!(sum, 504 * 750_000);
        assert_eq!(stair_level(from, to, over, 0), 500_496);
    }

    #[test]
    fn a_short_ramp_is_one_stair() {
        assert_eq!(stairs(HOUR / 2), 1);
        assert_eq!(stair_level(Level(0), Level(1_000_000), HOUR / 2, 0), 500_000);
    }
}
