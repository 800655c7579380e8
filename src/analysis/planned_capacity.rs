//! The plan worked out: when each phase starts and ends, and the level of each target over time.
//!
//! Causes compose as in the simulation (`capacity_composition.rs`), at planned times. A phase ends
//! when its ramp is done and its `until` has come; `after` means after that.
//!
//! A ramp is stairs of at most an hour, each at the ramp's mean, as in the simulation.
//!
//! What is drawn is planned by its mean: work, a ramp's length, and as many checks as are expected,
//! 1/chance (the mean of the geometric law). Roll-backs are not planned. A gate opens as soon as it
//! may: at once, after the time for which it must hold.
//!
//! Knows nothing of queues or chance: this is what is planned, not what becomes of it.

use super::capacity_composition::{CapacityComposition, PhaseTimes, causes};
use crate::model::{CapacityTarget, ManualMode, Model, PhaseEnd, Process, RestartPhase};
use crate::units::{CapacityFactor, HOUR, IndexVec, Micros, PhaseId, ProcessId, SiteGroupId, SystemId};

/// A series that is constant between its instants: instant and value from then on; the first at 0.
pub type StepFunction = Vec<(Micros, f64)>;

/// When phases start and end, and what they do to levels.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    model: &'a Model,
    /// Start of each phase: its work begins.
    pub starts: IndexVec<PhaseId, Micros>,
    /// When each phase brings back: its work is done, a check has passed.
    pub returns: IndexVec<PhaseId, Micros>,
    /// End of each phase: ramp done, `until` come.
    pub ends: IndexVec<PhaseId, Micros>,
}

impl<'a> Plan<'a> {
    /// The plan of a model.
    pub fn new(model: &'a Model) -> Self {
        let mut starts: IndexVec<PhaseId, Micros> = IndexVec::filled(0, model.phases.len());
        let mut returns = starts.clone();
        let mut ends = starts.clone();
        // `after` has no cycle, so as many rounds as there are phases settle all.
        for _ in 0..model.phases.len() {
            for (index, phase) in model.phases.iter_ids() {
                let after = phase.after.iter().map(|&other| ends[other]);
                let along = phase.after_start_of.iter().map(|&other| starts[other]);
                let may_start: Micros = after.chain(along).chain(phase.from).max().unwrap_or(0);
                starts[index] = may_start.saturating_add(phase.gate.map_or(0, |gate| gate.hold));
                returns[index] = starts[index].saturating_add(mean_work(phase));
                ends[index] = end(phase, returns[index]);
            }
        }
        Self { model, starts, returns, ends }
    }

    /// When the ramp of a phase is done.
    pub fn ramp_ends(&self, phase: PhaseId) -> Micros {
        self.returns[phase].saturating_add(mean_ramp(&self.model.phases[phase]))
    }

    /// When the boosts of a phase end; `None`: not within the run.
    pub fn boost_ends(&self, phase: PhaseId) -> Option<Micros> {
        self.model.phases[phase].until.map(|until| instant(until, self.returns[phase]))
    }

    /// Whether chance or a gate has a say in when each phase comes or ends: its own, or that of one
    /// it follows.
    pub fn open(&self) -> Vec<bool> {
        let phases = &self.model.phases;
        let drawn = |phase: &RestartPhase| {
            let checked = phase.check.as_ref();
            let ramp = phase.ramp.as_ref().map(|(_, over)| over);
            checked.is_some_and(|check| check.chance < 1.0)
                || [Some(&phase.takes), checked.map(|check| &check.takes), ramp]
                    .into_iter()
                    .flatten()
                    .any(|time| time.constant().is_none())
        };
        let mut open: Vec<bool> = phases
            .iter()
            .map(|phase| {
                phase.gate.is_some() || matches!(phase.until, Some(PhaseEnd::Gate(_))) || drawn(phase)
            })
            .collect();
        let roll_backs = phases.iter().filter_map(|phase| phase.check.as_ref()?.roll_back.as_ref());
        for &phase in roll_backs.flat_map(|(_, phases)| phases) {
            open[usize::from(phase)] = true;
        }
        for _ in phases {
            for (index, phase) in phases.iter().enumerate() {
                open[index] |=
                    phase.after.iter().chain(&phase.after_start_of).any(|&other| open[usize::from(other)]);
            }
        }
        open
    }

    /// When the effects of each phase change.
    pub fn times(&self) -> IndexVec<PhaseId, PhaseTimes> {
        let times = |phase| PhaseTimes {
            returns: self.returns[phase],
            ramp_ends: self.ramp_ends(phase),
            boost_ends: self.boost_ends(phase),
        };
        self.model.phases.ids().map(times).collect()
    }

    /// Capacity factor of a target over time: 1 nominal, 0 stopped. Calendars apart.
    pub fn level(&self, target: CapacityTarget) -> StepFunction {
        let changes = causes(self.model, &self.times(), target);
        let mut instants: Vec<Micros> = std::iter::once(0).chain(changes.iter().map(|&(at, _)| at)).collect();
        for (id, phase) in self.model.phases.iter_ids() {
            if phase.brings_back.contains(&target) {
                instants.extend(ramp(phase).map(|step| self.returns[id] + step.0));
            }
        }
        let mut changes = changes.into_iter().peekable();
        let mut composition = CapacityComposition::default();
        stairs(instants, |instant| {
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
    fn ramp_at(&self, id: PhaseId, instant: Micros) -> f64 {
        let phase = &self.model.phases[id];
        let steps = ramp(phase).take_while(|step| self.returns[id] + step.0 <= instant);
        steps.last().map_or(share(phase.to), |step| step.1)
    }

    /// Level of a process at the sites of a table, calendars apart: its own, its site's, and the
    /// smallest over the systems that it needs, or what it gets right by hand. Keying in is left
    /// out.
    pub fn process(&self, process: ProcessId, table: SiteGroupId) -> StepFunction {
        let own = self.level(CapacityTarget::Process(process));
        let site = self.level(CapacityTarget::Site(table));
        let Process { needs, by_hand, .. } = &self.model.processes[process];
        let needs = needs.iter();
        let systems = needs.map(|&system| self.level(CapacityTarget::System(system)));
        let smallest = systems.reduce(|one, other| combine(&one, &other, f64::min));
        let smallest = smallest.map(|systems| match by_hand {
            Some(by_hand) => with_hands(&systems, by_hand),
            None => systems,
        });
        let both = combine(&own, &site, |one, other| one * other);
        smallest.map_or_else(|| both.clone(), |systems| combine(&both, &systems, |one, other| one * other))
    }

    /// Lines per microsecond that a process can do over time, all sites of a table together, by its
    /// calendar too; a line is this number of units of its work.
    pub(crate) fn speed(&self, process: ProcessId, table: SiteGroupId, units_per_line: f64) -> StepFunction {
        let stated = &self.model.processes[process];
        let work = stated.work.mean() * units_per_line;
        let most = if stated.servers == u32::MAX || work <= 0.0 {
            f64::INFINITY
        } else {
            f64::from(stated.servers) * f64::from(self.model.site_groups[table].count) / work
        };
        let calendar: StepFunction =
            stated.calendar.iter().map(|&(instant, level)| (instant, share(level))).collect();
        let planned = self.process(process, table);
        combine(&calendar, &planned, |open, level| if open * level > 0.0 { most * open * level } else { 0.0 })
    }

    /// Level at which the lead times of a supplier table run: its own, times the smallest over the
    /// systems that it needs.
    pub fn supplier(&self, table: SiteGroupId) -> StepFunction {
        let own = self.level(CapacityTarget::Site(table));
        let needs = self.model.site_groups[table].needs.iter();
        let systems = needs.map(|&system| self.level(CapacityTarget::System(system)));
        let smallest = systems.reduce(|one, other| combine(&one, &other, f64::min));
        smallest.map_or_else(|| own.clone(), |systems| combine(&own, &systems, |one, other| one * other))
    }

    /// Where all these systems are up (over level 0): 1, else 0.
    pub fn up(&self, systems: &[SystemId]) -> StepFunction {
        let levels = systems.iter().map(|&system| self.level(CapacityTarget::System(system)));
        let smallest = levels.reduce(|one, other| combine(&one, &other, f64::min));
        let levels = smallest.unwrap_or_else(|| vec![(0, 1.0)]);
        merged(levels.into_iter().map(|(instant, level)| (instant, f64::from(u8::from(level > 0.0)))))
    }
}

/// Where a process is faster by hand than its systems let it be, what it gets right by hand.
fn with_hands(systems: &[(Micros, f64)], by_hand: &ManualMode) -> StepFunction {
    let rate = share(by_hand.rate);
    let level = |systems: f64| if rate > systems { rate * (1.0 - by_hand.errors) } else { systems };
    merged(systems.iter().map(|&(instant, systems)| (instant, level(systems))))
}

/// Steps of a phase's level after its start; the last is the level it brings back to.
fn ramp(phase: &RestartPhase) -> impl Iterator<Item = (Micros, f64)> + use<> {
    let to = share(phase.to);
    let from = phase.ramp.as_ref().map_or(to, |&(from, _)| share(from));
    let over = mean_ramp(phase);
    let steps = over.div_ceil(HOUR);
    let step = move |k: Micros| {
        // Stairs of equal length, to the microsecond.
        let begin = (u128::from(over) * u128::from(k) / u128::from(steps.max(1))) as Micros;
        (begin, from + (to - from) * (k as f64 + 0.5) / steps as f64)
    };
    (0..steps).map(step).chain([(over, to)])
}

/// Mean time from the start of a phase to its return: work, checks and what lies between them.
fn mean_work(phase: &RestartPhase) -> Micros {
    let checks = phase.check.as_ref().map_or(0.0, |check| {
        let tries = 1.0 / check.chance;
        tries * check.takes.mean() + (tries - 1.0) * check.again_after.mean()
    });
    (phase.takes.mean() + checks).round() as Micros
}

fn mean_ramp(phase: &RestartPhase) -> Micros {
    phase.ramp.as_ref().map_or(0, |(_, over)| over.mean().round() as Micros)
}

fn end(phase: &RestartPhase, returned: Micros) -> Micros {
    let ramped = returned.saturating_add(mean_ramp(phase));
    phase.until.map_or(ramped, |until| ramped.max(instant(until, returned)))
}

/// When what began at `returned` ends.
fn instant(until: PhaseEnd, returned: Micros) -> Micros {
    match until {
        PhaseEnd::At(instant) => instant.max(returned),
        PhaseEnd::After(time) => returned.saturating_add(time),
        PhaseEnd::Gate(gate) => returned.saturating_add(gate.hold),
    }
}

fn share(level: CapacityFactor) -> f64 {
    f64::from(level)
}

/// The value of a series at an instant.
pub fn at(stairs: &[(Micros, f64)], instant: Micros) -> f64 {
    let next = stairs.partition_point(|step| step.0 <= instant);
    stairs[next.saturating_sub(1)].1
}

/// The last instant up to this one at which something was up, by a series of 1 and 0.
pub(crate) fn last_up(up: &[(Micros, f64)], instant: Micros) -> Micros {
    let step = up.partition_point(|step| step.0 <= instant) - 1;
    if up[step].1 > 0.0 { instant } else { up[step].0 }
}

/// Two series joined value by value.
pub fn combine(
    one: &[(Micros, f64)],
    other: &[(Micros, f64)],
    join: impl Fn(f64, f64) -> f64,
) -> StepFunction {
    let instants = one.iter().chain(other).map(|step| step.0).collect();
    stairs(instants, |instant| join(at(one, instant), at(other, instant)))
}

/// A series by its value at these instants.
fn stairs(mut instants: Vec<Micros>, mut value: impl FnMut(Micros) -> f64) -> StepFunction {
    instants.sort_unstable();
    instants.dedup();
    merged(instants.into_iter().map(|instant| (instant, value(instant))))
}

/// A series without steps that change nothing.
fn merged(steps: impl Iterator<Item = (Micros, f64)>) -> StepFunction {
    let mut stairs: StepFunction = Vec::new();
    for step in steps {
        if stairs.last().is_none_or(|last| last.1.to_bits() != step.1.to_bits()) {
            stairs.push(step);
        }
    }
    stairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::test_scenario;
    use crate::scenario::disruption::acceptance_check::AcceptanceCheck;
    use crate::scenario::disruption::gate::{Bound, Gate, Threshold};
    use crate::scenario::disruption::restart::{PhaseEnd as StatedEnd, Ramp, RestartPhase};
    use crate::scenario::disruption::{CapacityTarget as Named, Disruption};
    use crate::units::{DAY, Span, WEEK};

    fn wms() -> Vec<Named> {
        vec![Named::System("wms".into())]
    }

    fn disruption(name: &str, from: Micros, to: u32) -> Disruption {
        Disruption {
            name: name.into(),
            from,
            takes_down: wms(),
            to: CapacityFactor::from_ppm(to),
            delay: vec![],
            until: None,
        }
    }

    fn phase(name: &str, from: Option<Micros>, after: &[&str]) -> RestartPhase {
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
        scenario.disruptions = vec![disruption("attack", WEEK, 0)];
        let mut back = phase("back", Some(2 * WEEK), &[]);
        back.brings_back = wms();
        back.ramp = Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), 2 * HOUR));
        let mut overtime = phase("overtime", None, &["back"]);
        overtime.boost = vec![(Named::System("wms".into()), CapacityFactor::from_ppm(1_250_000))];
        overtime.until = Some(StatedEnd::After(WEEK));
        scenario.restart = vec![back, overtime];
        let model = build(&scenario).unwrap().model;
        let plan = Plan::new(&model);
        assert_eq!(plan.starts, [2 * WEEK, 2 * WEEK + 2 * HOUR]);
        assert_eq!(plan.ends, [2 * WEEK + 2 * HOUR, 3 * WEEK + 2 * HOUR]);
        // From 50 % to 100 % in two hours: 62.5 % in the first, 87.5 % in the second.
        let expected = [
            (0, 1.0),
            (WEEK, 0.0),
            (2 * WEEK, 0.625),
            (2 * WEEK + HOUR, 0.875),
            (2 * WEEK + 2 * HOUR, 1.25),
            (3 * WEEK + 2 * HOUR, 1.0),
        ];
        assert_eq!(plan.level(CapacityTarget::System(SystemId::new(0))), expected);
        assert_eq!(plan.up(&[SystemId::new(0)]), [(0, 1.0), (WEEK, 0.0), (2 * WEEK, 1.0)]);
    }

    #[test]
    fn disruptions_in_force_multiply_and_a_phase_ends_only_the_earlier_ones() {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![
            disruption("a", WEEK, 500_000),
            disruption("b", 2 * WEEK, 500_000),
            disruption("c", 3 * WEEK + HOUR, 100_000),
        ];
        let mut back = phase("back", Some(3 * WEEK), &[]);
        back.brings_back = wms();
        back.to = CapacityFactor::from_ppm(800_000);
        scenario.restart = vec![back];
        let model = build(&scenario).unwrap().model;
        let plan = Plan::new(&model);
        let levels: Vec<f64> =
            plan.level(CapacityTarget::System(SystemId::new(0))).iter().map(|step| step.1).collect();
        for (level, expected) in levels.iter().zip([1.0, 0.5, 0.25, 0.8, 0.08]) {
            assert!((level - expected).abs() < 1e-12, "{levels:?}");
        }
    }

    #[test]
    fn what_is_drawn_is_planned_by_its_mean() {
        // Work of 3 days on average, two checks of a day and one repair of 2 days at a chance of
        // one half; a ramp of a day and a half; the boost ends when a gate has held for a day.
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![disruption("attack", WEEK, 0)];
        let days =
            |low: f64, high: f64| Distribution::Uniform { low: low * DAY as f64, high: high * DAY as f64 };
        let mut back = phase("back", Some(2 * WEEK), &[]);
        back.takes = Some(days(2.0, 4.0));
        back.check = Some(AcceptanceCheck {
            chance: 0.5,
            takes: Distribution::Constant(DAY as f64),
            again_after: Some(days(1.0, 3.0)),
            if_it_fails: None,
        });
        back.brings_back = wms();
        back.ramp = Some(Ramp { from: CapacityFactor::from_ppm(500_000), over: days(1.0, 2.0) });
        let mut overtime = phase("overtime", None, &["back"]);
        overtime.boost = vec![(Named::System("wms".into()), CapacityFactor::from_ppm(1_250_000))];
        overtime.until = Some(StatedEnd::Gate(Gate {
            site: "centre".into(),
            waiting: None,
            bound: Bound::Below,
            threshold: Threshold::Lines(5.0),
            hold: Some(Span::Elapsed(DAY)),
        }));
        scenario.restart = vec![back, overtime, phase("quiet", Some(WEEK), &[])];
        let model = build(&scenario).unwrap().model;
        let plan = Plan::new(&model);
        let returned = 2 * WEEK + 7 * DAY;
        let ramped = returned + DAY + 12 * HOUR;
        assert_eq!(plan.starts, [2 * WEEK, ramped, WEEK]);
        assert_eq!(plan.returns, [returned, ramped, WEEK]);
        assert_eq!(plan.ends, [ramped, ramped + DAY, WEEK]);
        assert_eq!(plan.open(), [true, true, false]);
        assert_eq!(plan.up(&[SystemId::new(0)]), [(0, 1.0), (WEEK, 0.0), (returned, 1.0)]);
    }
}
