//! Failures: targets that stop again and again, and are repaired.
//!
//! The times from a repair to the next stop, and from a stop to its repair, are drawn by the number of the stop. While a
//! stop lasts its level multiplies with those of disruptions and phases; no phase ends it. Where a failure strikes a process while it works, the
//! time to the next stop goes by only while at least one of its servers works.
//!
//! ```text
//! up ──────────► stop ─ down ─► repair ─ up ──────────► stop …
//! ```
//!
//! In a steady start such cycles have gone on for long before it (any moment is as likely as another); where `up`
//! counts work, and in a full start, a failure begins with a repair.

use super::Simulation;
use super::observer::Observer;
use super::order_of_events::Actor;
use super::process::Activity;
use crate::engine::random::Purpose;
use crate::engine::{NEVER, Time};
use crate::model::Failure;
use rand::RngExt;

const UP: Purpose = Purpose(60);
const DOWN: Purpose = Purpose(61);
const CYCLE: Purpose = Purpose(62);
/// Cycles before a steady start: where each begins is forgotten by then.
const CYCLES: f64 = 20.0;

/// Where a failure stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FailureState {
    /// It has struck and is not repaired.
    down: bool,
    /// Number of the next stop.
    number: u64,
    /// Sites at which its process works, where `up` counts work.
    working: u32,
    /// What is left of `up`, at `since`.
    left: Time,
    since: Time,
}

impl<O: Observer> Simulation<'_, O> {
    /// Sets the first stops, or the repairs of stops before the start.
    pub(super) fn start_failures(&mut self) {
        for number in 0..self.model.failures.len() as u16 {
            let failure = &self.model.failures[usize::from(number)];
            let mean = failure.up.mean() + failure.down.mean();
            if !self.model.steady_start || failure.while_working.is_some() {
                self.is_repaired(number);
                continue;
            }
            let within: f64 = self.draws.generator(failure.stream, 0, CYCLE).random();
            let mut ago = (CYCLES + within) * mean;
            loop {
                let state = self.failures[usize::from(number)];
                let lasts = self.lasts(failure, state) as f64;
                if ago < lasts {
                    break;
                }
                ago -= lasts;
                let state = &mut self.failures[usize::from(number)];
                state.number += u64::from(state.down);
                state.down = !state.down;
            }
            let state = self.failures[usize::from(number)];
            let left = self.lasts(failure, state) - ago as Time;
            if state.down {
                self.strikes(number);
            }
            self.set(Actor::Failure(number), self.now + left);
        }
    }

    /// How long the stop, or the time up to it, lasts.
    fn lasts(&self, failure: &Failure, state: FailureState) -> Time {
        let (sampler, purpose) = if state.down { (&failure.down, DOWN) } else { (&failure.up, UP) };
        sampler.draw_time(&mut self.draws.generator(failure.stream, state.number, purpose))
    }

    /// A failure strikes, or is repaired.
    pub(super) fn failure(&mut self, number: u16) {
        let state = &mut self.failures[usize::from(number)];
        if state.down {
            (state.down, state.number) = (false, state.number + 1);
            self.observer.failure(self.now, number, 0);
            for &target in &self.model.failures[usize::from(number)].targets {
                self.levels.repair(target, number);
            }
            self.is_repaired(number);
            self.levels_changed();
        } else {
            state.down = true;
            let lasts =
                self.lasts(&self.model.failures[usize::from(number)], self.failures[usize::from(number)]);
            self.set(Actor::Failure(number), self.now + lasts);
            self.strikes(number);
        }
    }

    fn strikes(&mut self, number: u16) {
        self.observer.failure(self.now, number, 1);
        let failure = &self.model.failures[usize::from(number)];
        for &target in &failure.targets {
            self.levels.strike(target, number, failure.to.0);
        }
        self.levels_changed();
    }

    fn is_repaired(&mut self, number: u16) {
        let failure = &self.model.failures[usize::from(number)];
        let up = self.lasts(failure, self.failures[usize::from(number)]);
        let state = &mut self.failures[usize::from(number)];
        (state.left, state.since) = (up, self.now);
        let runs = failure.while_working.is_none() || state.working > 0;
        self.set(Actor::Failure(number), if runs { self.now + up } else { NEVER });
    }

    /// A process at a site begins or ends to work: failures that strike it while it works count on, or stop counting.
    pub(super) fn work_counts_for_failures(&mut self, process: u16, was: Activity, is: Activity) {
        let works = |activity: Activity| activity.open && !activity.down && activity.in_work > 0;
        if works(was) == works(is) {
            return;
        }
        for number in 0..self.model.failures.len() as u16 {
            if self.model.failures[usize::from(number)].while_working != Some(process) {
                continue;
            }
            let now = self.now;
            let state = &mut self.failures[usize::from(number)];
            let ran = state.working > 0;
            state.working = if works(is) { state.working + 1 } else { state.working - 1 };
            let runs = state.working > 0;
            if state.down || ran == runs {
                continue;
            }
            if ran {
                state.left -= now - state.since;
            }
            state.since = now;
            let next = if runs { now + state.left } else { NEVER };
            self.set(Actor::Failure(number), next);
        }
    }
}
