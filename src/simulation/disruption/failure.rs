//! Failure: targets that stop repeatedly and are repaired, or pass through phases of capacity.
//!
//! The length of each phase is drawn by the number of the cycle and of the phase: the first two
//! draw as `up` and `down` do. During a phase its factor multiplies with those of disruptions and
//! of restart phases; none of these ends it. If a failure strikes a process only while it works,
//! the time to the next stop passes only while at least one of its servers works.
//!
//! ```text
//! up ──────────► stop ─ down ─► repair ─ up ──────────► stop …
//! normal ────────────► busy ──────► degraded ─► normal ──────── …
//! ```
//!
//! In a steady start such cycles have run for long before it (any moment is equally likely); if
//! `up` counts work, and in a full start, a failure begins with a repair, or with its first phase.

use super::capacity::Capacities;
use crate::engine::random::Purpose;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::units::{CapacityFactor, Duration, FailureId, Instant, ProcessId};
use rand::RngExt;

const UP: Purpose = Purpose(60);
const DOWN: Purpose = Purpose(61);
const CYCLE: Purpose = Purpose(62);
/// Plus the number of the phase, for phases after the second.
const FURTHER: Purpose = Purpose(100);
/// Number of cycles before a steady start: enough to forget where the first began.
const CYCLES: f64 = 20.0;

/// State of a failure.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FailureState {
    /// Its phase; without phases of its own 0 is up, 1 down.
    phase: u8,
    /// Number of the cycle, which begins with phase 0.
    cycle: u64,
    /// Number of stations of its process that work, if `up` counts work.
    working: u32,
    /// Time left of the phase at `since`.
    left: Duration,
    since: Instant,
}

impl FailureState {
    /// Passes into the next of a number of phases.
    fn advance(&mut self, phases: usize) {
        self.phase += 1;
        if usize::from(self.phase) == phases {
            (self.phase, self.cycle) = (0, self.cycle + 1);
        }
    }
}

impl Capacities {
    /// Draws the phase in which a failure is at the start, and schedules its end; returns true if
    /// it changes the factor of its targets.
    pub(crate) fn start_failure<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: FailureId) -> bool {
        let failure = &cx.model.failures[number];
        let steady = cx.model.steady_start && failure.while_working.is_none();
        let left = if steady { self.after_long(cx, number) } else { self.length_of_phase(cx, number) };
        self.schedule_failure(cx, number, left);
        let phase = self.failures[number].phase;
        if phase > 0 {
            cx.observer.failure(cx.now, number, phase);
        }
        let changes = phase > 0 || failure.phases[0].to != CapacityFactor::NOMINAL;
        if changes {
            self.apply_failure(cx, number);
        }
        changes
    }

    /// Passes through cycles up to a steady start; returns the time left of the phase then.
    fn after_long<O: Observer>(&mut self, cx: &Context<'_, O>, number: FailureId) -> Duration {
        let failure = &cx.model.failures[number];
        let within: f64 = cx.draws.generator(failure.stream, 0, CYCLE).random();
        let mut ago = (CYCLES + within) * failure.mean_cycle();
        loop {
            let lasts = self.length_of_phase(cx, number);
            if ago < lasts.as_micros_f64() {
                return lasts - Duration::from_micros(ago as u64);
            }
            ago -= lasts.as_micros_f64();
            self.failures[number].advance(failure.phases.len());
        }
    }

    /// The length of the current phase of a failure.
    fn length_of_phase<O: Observer>(&self, cx: &Context<'_, O>, number: FailureId) -> Duration {
        let (failure, state) = (&cx.model.failures[number], self.failures[number]);
        let purpose = match state.phase {
            0 => UP,
            1 => DOWN,
            further => Purpose(FURTHER.0 + u64::from(further)),
        };
        let sampler = &failure.phases[usize::from(state.phase)].lasts;
        sampler.draw_time(&mut cx.draws.generator(failure.stream, state.cycle, purpose))
    }

    /// A failure passes into its next phase: it strikes, or is repaired.
    pub(crate) fn advance_failure<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: FailureId) {
        let failure = &cx.model.failures[number];
        let state = &mut self.failures[number];
        state.advance(failure.phases.len());
        cx.observer.failure(cx.now, number, state.phase);
        for &target in &failure.targets {
            self.repair(target, number);
        }
        let lasts = self.length_of_phase(cx, number);
        self.schedule_failure(cx, number, lasts);
        self.apply_failure(cx, number);
    }

    /// The targets of a failure get the factor of its phase.
    fn apply_failure<O: Observer>(&mut self, cx: &Context<'_, O>, number: FailureId) {
        let failure = &cx.model.failures[number];
        let to = failure.phases[usize::from(self.failures[number].phase)].to;
        if to != CapacityFactor::NOMINAL {
            for &target in &failure.targets {
                self.strike(target, number, to);
            }
        }
    }

    /// The phase of a failure ends after a time, or after a time of work.
    fn schedule_failure<O: Observer>(&mut self, cx: &mut Context<'_, O>, number: FailureId, left: Duration) {
        let counts_work = cx.model.failures[number].while_working.is_some();
        let state = &mut self.failures[number];
        (state.left, state.since) = (left, cx.now);
        let runs = state.phase > 0 || !counts_work || state.working > 0;
        let end = if runs { cx.now + left } else { Instant::NEVER };
        cx.schedule(Actor::Failure(number), end);
    }

    /// A station of a process begins or stops to work: failures that strike it only while it works
    /// count on, or stop counting.
    pub(crate) fn station_works<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        process: ProcessId,
        works: bool,
    ) {
        for number in self.failures.ids() {
            if cx.model.failures[number].while_working != Some(process) {
                continue;
            }
            let now = cx.now;
            let state = &mut self.failures[number];
            let ran = state.working > 0;
            state.working = if works { state.working + 1 } else { state.working - 1 };
            let runs = state.working > 0;
            if state.phase > 0 || ran == runs {
                continue;
            }
            if ran {
                state.left -= now - state.since;
            }
            state.since = now;
            // Operating time that is complete at this instant ends the phase, working or not.
            let next = if runs || state.left == Duration::ZERO { now + state.left } else { Instant::NEVER };
            cx.schedule(Actor::Failure(number), next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distributions::Sampler;
    use crate::model::{CapacityTarget, Failure, FailurePhase};
    use crate::simulation::test_context::{context, model};

    #[test]
    fn time_to_a_stop_passes_only_while_the_process_works() {
        let mut model = model();
        let (number, process) = (FailureId::new(0), ProcessId::new(0));
        let phase = |to, time| FailurePhase { to, lasts: Sampler::Constant(time) };
        model.failures = vec![Failure {
            targets: vec![CapacityTarget::Process(process)],
            phases: vec![phase(CapacityFactor::NOMINAL, 100.0), phase(CapacityFactor::STOPPED, 10.0)],
            while_working: Some(process),
            stream: 1,
        }]
        .into();
        let mut cx = context(&model);
        let mut capacities = Capacities::new(&model);
        assert!(!capacities.start_failure(&mut cx, number));
        assert_eq!(cx.pending(Actor::Failure(number)), Instant::NEVER);
        cx.now = Instant::from_micros(50);
        capacities.station_works(&mut cx, process, true);
        assert_eq!(cx.pending(Actor::Failure(number)), Instant::from_micros(150));
        cx.now = Instant::from_micros(90);
        capacities.station_works(&mut cx, process, false);
        assert_eq!(cx.pending(Actor::Failure(number)), Instant::NEVER);
        cx.now = Instant::from_micros(200);
        capacities.station_works(&mut cx, process, true);
        assert_eq!(cx.pending(Actor::Failure(number)), Instant::from_micros(260));
        cx.now = Instant::from_micros(260);
        capacities.advance_failure(&mut cx, number);
        assert_eq!(capacities.process(process, &model.processes[process]).speed, CapacityFactor::STOPPED);
        assert_eq!(cx.pending(Actor::Failure(number)), Instant::from_micros(270));
    }
}
