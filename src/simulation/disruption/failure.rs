//! Failures: targets that stop again and again, and are repaired; or pass through phases of capacity.
//!
//! How long each phase lasts is drawn by the number of the cycle, and of the phase: the first two draw as `up` and
//! `down` do. While a phase lasts its level multiplies with those of disruptions and of phases of the restart; none of these
//! ends it. Where a failure strikes a process while it works, the time to the next stop goes by only while at least
//! one of its servers works.
//!
//! ```text
//! up ──────────► stop ─ down ─► repair ─ up ──────────► stop …
//! normal ────────────► busy ──────► degraded ─► normal ──────── …
//! ```
//!
//! In a steady start such cycles have gone on for long before it (any moment is as likely as another); where `up`
//! counts work, and in a full start, a failure begins with a repair, or with its first phase.

use crate::engine::random::Purpose;
use crate::engine::{NEVER, Time};
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::stations::station::StationState;
use crate::units::{CapacityFactor, FailureId, ProcessId};
use rand::RngExt;

const UP: Purpose = Purpose(60);
const DOWN: Purpose = Purpose(61);
const CYCLE: Purpose = Purpose(62);
/// And its number, of phases after the second.
const FURTHER: Purpose = Purpose(100);
/// Cycles before a steady start: where each begins is forgotten by then.
const CYCLES: f64 = 20.0;

/// Where a failure stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FailureState {
    /// The phase in which it is: where it has no phases of its own 0 is up, 1 down.
    phase: u8,
    /// Number of the cycle, which begins with phase 0.
    cycle: u64,
    /// Sites at which its process works, where `up` counts work.
    working: u32,
    /// What is left of the phase, at `since`.
    left: Time,
    since: Time,
}

impl FailureState {
    /// Passes into the next of so many phases.
    fn passes(&mut self, phases: usize) {
        self.phase += 1;
        if usize::from(self.phase) == phases {
            (self.phase, self.cycle) = (0, self.cycle + 1);
        }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Sets the ends of the phases in which the failures are at the start.
    pub(crate) fn start_failures(&mut self) {
        for number in self.cx.model.failures.ids() {
            let failure = &self.cx.model.failures[number];
            let steady = self.cx.model.steady_start && failure.while_working.is_none();
            let left = if steady { self.after_long(number) } else { self.lasts(number) };
            self.goes_on_for(number, left);
            let phase = self.failures[number].phase;
            if phase > 0 {
                self.cx.observer.failure(self.cx.now, number, phase);
            }
            if phase > 0 || failure.phases[0].to != CapacityFactor::NOMINAL {
                self.leaves_its_level(number);
            }
        }
    }

    /// Passes through cycles up to a steady start, and returns what is left of the phase in which a failure then is.
    fn after_long(&mut self, number: FailureId) -> Time {
        let failure = &self.cx.model.failures[number];
        let within: f64 = self.cx.draws.generator(failure.stream, 0, CYCLE).random();
        let mut ago = (CYCLES + within) * failure.mean_cycle();
        loop {
            let lasts = self.lasts(number);
            if ago < lasts as f64 {
                return lasts - ago as Time;
            }
            ago -= lasts as f64;
            self.failures[number].passes(failure.phases.len());
        }
    }

    /// How long the phase lasts in which a failure is.
    fn lasts(&self, number: FailureId) -> Time {
        let (failure, state) = (&self.cx.model.failures[number], self.failures[number]);
        let purpose = match state.phase {
            0 => UP,
            1 => DOWN,
            further => Purpose(FURTHER.0 + u64::from(further)),
        };
        let sampler = &failure.phases[usize::from(state.phase)].lasts;
        sampler.draw_time(&mut self.cx.draws.generator(failure.stream, state.cycle, purpose))
    }

    /// A failure passes into its next phase: it strikes, or is repaired.
    pub(crate) fn failure(&mut self, number: FailureId) {
        let failure = &self.cx.model.failures[number];
        let state = &mut self.failures[number];
        state.passes(failure.phases.len());
        self.cx.observer.failure(self.cx.now, number, state.phase);
        for &target in &failure.targets {
            self.capacities.repair(target, number);
        }
        let lasts = self.lasts(number);
        self.goes_on_for(number, lasts);
        self.leaves_its_level(number);
    }

    /// Targets get the level of the phase.
    fn leaves_its_level(&mut self, number: FailureId) {
        let failure = &self.cx.model.failures[number];
        let to = failure.phases[usize::from(self.failures[number].phase)].to;
        if to != CapacityFactor::NOMINAL {
            for &target in &failure.targets {
                self.capacities.strike(target, number, to);
            }
        }
        self.levels_changed();
    }

    /// The phase ends so long from now, or after so much work.
    fn goes_on_for(&mut self, number: FailureId, left: Time) {
        let counts_work = self.cx.model.failures[number].while_working.is_some();
        let state = &mut self.failures[number];
        (state.left, state.since) = (left, self.cx.now);
        let runs = state.phase > 0 || !counts_work || state.working > 0;
        self.cx.schedule(Actor::Failure(number), if runs { self.cx.now + left } else { NEVER });
    }

    /// A process at a site begins or ends to work: failures that strike it while it works count on, or stop counting.
    pub(crate) fn work_counts_for_failures(
        &mut self,
        process: ProcessId,
        was: StationState,
        is: StationState,
    ) {
        let works = |activity: StationState| activity.open && !activity.down && activity.in_work > 0;
        if works(was) == works(is) {
            return;
        }
        for number in self.cx.model.failures.ids() {
            if self.cx.model.failures[number].while_working != Some(process) {
                continue;
            }
            let now = self.cx.now;
            let state = &mut self.failures[number];
            let ran = state.working > 0;
            state.working = if works(is) { state.working + 1 } else { state.working - 1 };
            let runs = state.working > 0;
            if state.phase > 0 || ran == runs {
                continue;
            }
            if ran {
                state.left -= now - state.since;
            }
            state.since = now;
            let next = if runs { now + state.left } else { NEVER };
            self.cx.schedule(Actor::Failure(number), next);
        }
    }
}
