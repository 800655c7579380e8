//! Planned capacity: the planned times of restart phases, and the planned capacity factor of each
//! target over time.
//!
//! Causes compose as in the simulation (`capacity_composition.rs`), at planned times. A phase ends
//! when its ramp is done and its `until` has come; `after` means after that.
//!
//! A ramp rises in steps, as in the simulation (`ramp.rs`).
//!
//! Random times are planned by their mean: work, the length of a ramp, and the expected number of
//! checks, 1/chance (the mean of the geometric distribution). Roll-backs are not planned. A gate
//! opens as early as it can, after the time for which it must hold, or at given times
//! (`planned_gates.rs`).
//!
//! Knows nothing of queues, of chance, or of how a replication deviates from the plan.

use super::capacity_composition::{CapacityComposition, PhaseTimes, causes};
use super::ramp;
use super::step_function::{StepFunction, combine, from_values, without_repeats};
use crate::model::{CapacityTarget, ManualMode, Model, PhaseEnd, Process, RestartPhase};
use crate::units::{Duration, IndexVec, Instant, PhaseId, ProcessId, SiteGroupId, SystemId};

/// Planned times of the restart phases of a model, and their effects on capacity.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    model: &'a Model,
    /// Given times of gates.
    gates: IndexVec<PhaseId, GateTimes>,
    /// Start of each phase, when its work begins \[engine microseconds\].
    pub starts: IndexVec<PhaseId, Instant>,
    /// Return of the targets of each phase: its work is done and its check has passed
    /// \[engine microseconds\].
    pub returns: IndexVec<PhaseId, Instant>,
    /// End of each phase: its ramp is done and its `until` has come \[engine microseconds\].
    pub ends: IndexVec<PhaseId, Instant>,
}

/// Times at which the gates of a phase open; `None`: as early as they can.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GateTimes {
    /// Instant at which the gate that it waits for opens.
    pub opens: Option<Instant>,
    /// Instant at which the gate by which it ends opens.
    pub ends: Option<Instant>,
}

impl<'a> Plan<'a> {
    /// The plan of a model, with gates that open as early as they can.
    pub fn new(model: &'a Model) -> Self {
        Self::with_gates(model, IndexVec::filled(GateTimes::default(), model.phases.len()))
    }

    /// The plan of a model with times of its gates.
    pub fn with_gates(model: &'a Model, gates: IndexVec<PhaseId, GateTimes>) -> Self {
        let mut starts: IndexVec<PhaseId, Instant> = IndexVec::filled(Instant::ORIGIN, model.phases.len());
        let mut returns = starts.clone();
        let mut ends = starts.clone();
        // `after` has no cycle, so one round per phase settles all.
        for _ in 0..model.phases.len() {
            for (index, phase) in model.phases.iter_ids() {
                let after = phase.after.iter().map(|&other| ends[other]);
                let along = phase.after_start_of.iter().map(|&other| starts[other]);
                let may_start: Instant =
                    after.chain(along).chain(phase.from).max().unwrap_or(Instant::ORIGIN);
                let opens = may_start.saturating_add(phase.gate.map_or(Duration::ZERO, |gate| gate.hold));
                starts[index] = gates[index].opens.map_or(opens, |given| given.max(may_start));
                returns[index] = starts[index].saturating_add(mean_work(phase));
                ends[index] = end(phase, returns[index], gates[index]);
            }
        }
        Self { model, gates, starts, returns, ends }
    }

    /// Times of its gates.
    pub fn gates(&self) -> &IndexVec<PhaseId, GateTimes> {
        &self.gates
    }

    /// Instant at which a phase may start but for its gate.
    pub fn may_start(&self, phase: PhaseId) -> Instant {
        let spec = &self.model.phases[phase];
        let after = spec.after.iter().map(|&other| self.ends[other]);
        let along = spec.after_start_of.iter().map(|&other| self.starts[other]);
        after.chain(along).chain(spec.from).max().unwrap_or(Instant::ORIGIN)
    }

    /// Instant at which the ramp of a phase is done.
    pub fn ramp_ends(&self, phase: PhaseId) -> Instant {
        self.returns[phase].saturating_add(mean_ramp(&self.model.phases[phase]))
    }

    /// Instant at which the boosts of a phase end; `None`: not within the run.
    pub fn boost_ends(&self, phase: PhaseId) -> Option<Instant> {
        self.model.phases[phase].until.map(|until| instant(until, self.returns[phase], self.gates[phase]))
    }

    /// True for each phase whose times depend on chance or on a gate: its own, or that of a phase
    /// that it follows.
    pub fn is_uncertain(&self) -> Vec<bool> {
        let phases = &self.model.phases;
        let has_random_time = |phase: &RestartPhase| {
            let checked = phase.check.as_ref();
            let ramp = phase.ramp.as_ref().map(|(_, over)| over);
            checked.is_some_and(|check| check.chance < 1.0)
                || [Some(&phase.takes), checked.map(|check| &check.takes), ramp]
                    .into_iter()
                    .flatten()
                    .any(|time| time.constant().is_none())
        };
        let mut uncertain: Vec<bool> = phases
            .iter()
            .map(|phase| {
                phase.gate.is_some()
                    || matches!(phase.until, Some(PhaseEnd::Gate(_)))
                    || has_random_time(phase)
            })
            .collect();
        let roll_backs = phases.iter().filter_map(|phase| phase.check.as_ref()?.roll_back.as_ref());
        for &phase in roll_backs.flat_map(|(_, phases)| phases) {
            uncertain[usize::from(phase)] = true;
        }
        for _ in phases {
            for (index, phase) in phases.iter().enumerate() {
                let mut earlier = phase.after.iter().chain(&phase.after_start_of);
                uncertain[index] |= earlier.any(|&other| uncertain[usize::from(other)]);
            }
        }
        uncertain
    }

    /// Instants at which the effects of each phase change.
    pub fn times(&self) -> IndexVec<PhaseId, PhaseTimes> {
        let times = |phase| PhaseTimes {
            returns: self.returns[phase],
            ramp_ends: self.ramp_ends(phase),
            boost_ends: self.boost_ends(phase),
        };
        self.model.phases.ids().map(times).collect()
    }

    /// Capacity factor of a target over time, calendars left out: 1 nominal, 0 stopped.
    pub fn factor(&self, target: CapacityTarget) -> StepFunction {
        let changes = causes(self.model, &self.times(), target);
        let mut instants: Vec<Instant> =
            std::iter::once(Instant::ORIGIN).chain(changes.iter().map(|&(at, _)| at)).collect();
        for (id, phase) in self.model.phases.iter_ids() {
            if phase.brings_back.contains(&target) {
                instants.extend(ramp_steps(phase).map(|step| self.returns[id] + step.0));
            }
        }
        let mut changes = changes.into_iter().peekable();
        let mut composition = CapacityComposition::default();
        from_values(instants, |instant| {
            while let Some((_, change)) = changes.next_if(|&(at, _)| at <= instant) {
                composition.apply(self.model, target, change);
            }
            if let Some(phase) = composition.returned_by() {
                composition.step(phase, self.ramp_at(phase, instant));
            }
            composition.factor_in_order_of_ids()
        })
    }

    /// Factor to which a phase has brought its targets back at an instant from its return on.
    fn ramp_at(&self, id: PhaseId, instant: Instant) -> f64 {
        let phase = &self.model.phases[id];
        let to = f64::from(phase.to);
        let from = phase.ramp.as_ref().map_or(to, |&(from, _)| f64::from(from));
        let (over, since) = (mean_ramp(phase), instant.saturating_since(self.returns[id]));
        // The last step that has begun; the first begins with the return.
        let (mut begun, mut later) = (0, ramp::steps(over) + 1);
        while later - begun > 1 {
            let middle = begun + (later - begun) / 2;
            if ramp::step_start(over, middle) <= since {
                begun = middle;
            } else {
                later = middle;
            }
        }
        ramp::step_factor(from, to, over, begun)
    }

    /// Capacity factor of a process at the sites of a group, calendars left out: its own × its
    /// site's × the smallest factor of the systems that it needs, or its error-free manual rate if
    /// that holds. Re-entry of manual work is left out.
    pub fn process(&self, process: ProcessId, group: SiteGroupId) -> StepFunction {
        let own = self.factor(CapacityTarget::Process(process));
        let site = self.factor(CapacityTarget::Site(group));
        let Process { needs, manual, .. } = &self.model.processes[process];
        let systems = self.smallest_of(needs).map(|systems| match manual {
            Some(manual) => with_manual_mode(&systems, manual),
            None => systems,
        });
        let both = combine(&own, &site, |one, other| one * other);
        systems.map_or_else(|| both.clone(), |systems| combine(&both, &systems, |one, other| one * other))
    }

    /// Capacity of a process over time at all sites of a group together, its calendar included
    /// \[lines per microsecond\]; a line is `units_per_line` units of its work.
    pub(crate) fn speed(&self, process: ProcessId, group: SiteGroupId, units_per_line: f64) -> StepFunction {
        let spec = &self.model.processes[process];
        let work = spec.work.mean() * units_per_line;
        let nominal = if spec.servers == u32::MAX || work <= 0.0 {
            f64::INFINITY
        } else {
            f64::from(spec.servers) * f64::from(self.model.site_groups[group].count) / work
        };
        let calendar: StepFunction =
            spec.calendar.iter().map(|&(instant, factor)| (instant, f64::from(factor))).collect();
        let planned = self.process(process, group);
        combine(
            &calendar,
            &planned,
            |open, factor| {
                if open * factor > 0.0 { nominal * open * factor } else { 0.0 }
            },
        )
    }

    /// Capacity factor of a supplier group, at which its lead times elapse: its own × the smallest
    /// factor of the systems that it needs.
    pub fn supplier(&self, group: SiteGroupId) -> StepFunction {
        let own = self.factor(CapacityTarget::Site(group));
        let systems = self.smallest_of(&self.model.site_groups[group].needs);
        systems.map_or_else(|| own.clone(), |systems| combine(&own, &systems, |one, other| one * other))
    }

    /// 1 while all these systems are up (their factor is over 0), else 0.
    pub fn up(&self, systems: &[SystemId]) -> StepFunction {
        let factors = self.smallest_of(systems).unwrap_or_else(|| vec![(Instant::ORIGIN, 1.0)]);
        without_repeats(
            factors.into_iter().map(|(instant, factor)| (instant, f64::from(u8::from(factor > 0.0)))),
        )
    }

    /// Smallest factor of these systems over time; `None` if there are none.
    fn smallest_of(&self, systems: &[SystemId]) -> Option<StepFunction> {
        let factors = systems.iter().map(|&system| self.factor(CapacityTarget::System(system)));
        factors.reduce(|one, other| combine(&one, &other, f64::min))
    }
}

/// Factor of the systems of a process over time; where its manual rate is larger, the error-free
/// share of that.
fn with_manual_mode(systems: &[(Instant, f64)], manual: &ManualMode) -> StepFunction {
    let rate = f64::from(manual.rate);
    let factor = |systems: f64| if rate > systems { rate * (1.0 - manual.errors) } else { systems };
    without_repeats(systems.iter().map(|&(instant, systems)| (instant, factor(systems))))
}

/// Steps of the ramp of a phase, by the time after its return; the last is its final factor.
fn ramp_steps(phase: &RestartPhase) -> impl Iterator<Item = (Duration, f64)> + use<> {
    let to = f64::from(phase.to);
    let from = phase.ramp.as_ref().map_or(to, |&(from, _)| f64::from(from));
    let over = mean_ramp(phase);
    (0..=ramp::steps(over))
        .map(move |step| (ramp::step_start(over, step), ramp::step_factor(from, to, over, step)))
}

/// Mean time from the start of a phase to its return: work, checks and the waits between them.
fn mean_work(phase: &RestartPhase) -> Duration {
    let checks = phase.check.as_ref().map_or(0.0, |check| {
        let tries = 1.0 / check.chance;
        tries * check.takes.mean() + (tries - 1.0) * check.again_after.mean()
    });
    Duration::from_micros((phase.takes.mean() + checks).round() as u64)
}

fn mean_ramp(phase: &RestartPhase) -> Duration {
    phase.ramp.as_ref().map_or(Duration::ZERO, |(_, over)| Duration::from_micros(over.mean().round() as u64))
}

fn end(phase: &RestartPhase, returned: Instant, gates: GateTimes) -> Instant {
    let ramped = returned.saturating_add(mean_ramp(phase));
    phase.until.map_or(ramped, |until| ramped.max(instant(until, returned, gates)))
}

/// Instant at which the boosts and policies of a phase end that returned at `returned`.
fn instant(until: PhaseEnd, returned: Instant, gates: GateTimes) -> Instant {
    match until {
        PhaseEnd::At(instant) => instant.max(returned),
        PhaseEnd::After(time) => returned.saturating_add(time),
        PhaseEnd::Gate(gate) => {
            gates.ends.map_or_else(|| returned.saturating_add(gate.hold), |end| end.max(returned))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::test_scenario;
    use crate::scenario::disruption::acceptance_check::AcceptanceCheck;
    use crate::scenario::disruption::gate::{Bound, Gate, Threshold};
    use crate::scenario::disruption::restart::{PhaseEnd as EndSpec, Ramp, RestartPhase};
    use crate::scenario::disruption::{CapacityTarget as Named, Disruption};
    use crate::units::{CapacityFactor, DAY, HOUR, Span, WEEK};

    fn wms() -> Vec<Named> {
        vec![Named::System("wms".into())]
    }

    fn disruption(name: &str, from: Instant, to: u32) -> Disruption {
        Disruption {
            name: name.into(),
            to: CapacityFactor::from_ppm(to),
            ..test_scenario::outage("wms", from, None)
        }
    }

    fn phase(name: &str, from: Option<Instant>, after: &[&str]) -> RestartPhase {
        RestartPhase {
            from,
            after: after.iter().map(|&name| name.into()).collect(),
            ..test_scenario::phase(name)
        }
    }

    #[test]
    fn a_target_comes_back_by_a_ramp_in_hours_and_is_boosted_after_it() {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![disruption("attack", Instant::at(WEEK), 0)];
        let mut back = phase("back", Some(Instant::at(2 * WEEK)), &[]);
        back.brings_back = wms();
        back.ramp = Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), 2 * HOUR));
        let mut overtime = phase("overtime", None, &["back"]);
        overtime.boost = vec![(Named::System("wms".into()), CapacityFactor::from_ppm(1_250_000))];
        overtime.until = Some(EndSpec::After(WEEK));
        scenario.restart = vec![back, overtime];
        let model = build(&scenario).unwrap().model;
        let plan = Plan::new(&model);
        let at = Instant::at;
        assert_eq!(plan.starts, [at(2 * WEEK), at(2 * WEEK + 2 * HOUR)]);
        assert_eq!(plan.ends, [at(2 * WEEK + 2 * HOUR), at(3 * WEEK + 2 * HOUR)]);
        // From 50 % to 100 % in two hours: 62.5 % in the first, 87.5 % in the second.
        let expected = [
            (Instant::ORIGIN, 1.0),
            (at(WEEK), 0.0),
            (at(2 * WEEK), 0.625),
            (at(2 * WEEK + HOUR), 0.875),
            (at(2 * WEEK + 2 * HOUR), 1.25),
            (at(3 * WEEK + 2 * HOUR), 1.0),
        ];
        assert_eq!(plan.factor(CapacityTarget::System(SystemId::new(0))), expected);
        assert_eq!(
            plan.up(&[SystemId::new(0)]),
            [(Instant::ORIGIN, 1.0), (at(WEEK), 0.0), (at(2 * WEEK), 1.0)]
        );
    }

    #[test]
    fn disruptions_in_force_multiply_and_a_phase_ends_only_the_earlier_ones() {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![
            disruption("a", Instant::at(WEEK), 500_000),
            disruption("b", Instant::at(2 * WEEK), 500_000),
            disruption("c", Instant::at(3 * WEEK + HOUR), 100_000),
        ];
        let mut back = phase("back", Some(Instant::at(3 * WEEK)), &[]);
        back.brings_back = wms();
        back.to = CapacityFactor::from_ppm(800_000);
        scenario.restart = vec![back];
        let model = build(&scenario).unwrap().model;
        let plan = Plan::new(&model);
        let factors: Vec<f64> =
            plan.factor(CapacityTarget::System(SystemId::new(0))).iter().map(|step| step.1).collect();
        for (factor, expected) in factors.iter().zip([1.0, 0.5, 0.25, 0.8, 0.08]) {
            assert!((factor - expected).abs() < 1e-12, "{factors:?}");
        }
    }

    #[test]
    fn random_times_are_planned_by_their_mean() {
        // Work of 3 days on average, two checks of a day and one repair of 2 days at a chance of
        // one half; a ramp of a day and a half; the boost ends when a gate has held for a day.
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![disruption("attack", Instant::at(WEEK), 0)];
        let days = |low: f64, high: f64| Distribution::Uniform {
            low: low * DAY.as_micros_f64(),
            high: high * DAY.as_micros_f64(),
        };
        let mut back = phase("back", Some(Instant::at(2 * WEEK)), &[]);
        back.takes = Some(days(2.0, 4.0));
        back.check = Some(AcceptanceCheck {
            chance: 0.5,
            takes: Distribution::Constant(DAY.as_micros_f64()),
            again_after: Some(days(1.0, 3.0)),
            if_it_fails: None,
        });
        back.brings_back = wms();
        back.ramp = Some(Ramp { from: CapacityFactor::from_ppm(500_000), over: days(1.0, 2.0) });
        let mut overtime = phase("overtime", None, &["back"]);
        overtime.boost = vec![(Named::System("wms".into()), CapacityFactor::from_ppm(1_250_000))];
        overtime.until = Some(EndSpec::Gate(Gate {
            site: "centre".into(),
            waiting: None,
            bound: Bound::Below,
            threshold: Threshold::Lines(5.0),
            hold: Some(Span::Elapsed(DAY)),
        }));
        scenario.restart = vec![back, overtime, phase("quiet", Some(Instant::at(WEEK)), &[])];
        let model = build(&scenario).unwrap().model;
        let plan = Plan::new(&model);
        let (returned, week) = (Instant::at(2 * WEEK + 7 * DAY), Instant::at(WEEK));
        let ramped = returned + DAY + 12 * HOUR;
        assert_eq!(plan.starts, [Instant::at(2 * WEEK), ramped, week]);
        assert_eq!(plan.returns, [returned, ramped, week]);
        assert_eq!(plan.ends, [ramped, ramped + DAY, week]);
        assert_eq!(plan.is_uncertain(), [true, true, false]);
        assert_eq!(plan.up(&[SystemId::new(0)]), [(Instant::ORIGIN, 1.0), (week, 0.0), (returned, 1.0)]);
    }
}
