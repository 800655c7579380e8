//! Restoration: what is down when, when everything is back, and which policies hold when, by
//! arithmetic.
//!
//! From the plan alone ([`Restoration::of`]): what is drawn is taken at its mean, a gate as open.
//! So it is the same for all replications, and known before one runs. Or as it came
//! ([`Restoration::as_observed`]): each phase at the times that half of the replications had it by.
//!
//! ```text
//!  1 ┤──────╮                    ╭───────
//!    │      │               ╭────╯ ▲
//!    │      │          ╭────╯      restored: the last target is back at its planned level
//!  0 ┤      ╰──────────╯
//!         disruption   phase, ramp
//! ```
//!
//! A boost above the planned level is no restoration: overtime may continue for weeks after all
//! capacity is restored. Calendars are left out: a level of 1 is the usual one of that hour.
//!
//! Knows nothing of what the levels do to a backlog.

use super::phase_times::{ObservedPhaseTimes, in_half};
pub use crate::analysis::capacity_composition::Cause;
use crate::analysis::capacity_composition::{CapacityComposition, Change, PhaseTimes, causes};
use crate::analysis::planned_capacity::Plan;
use crate::analysis::ramp::line_at;
use crate::model::{CapacityTarget, Model, Policy, RestartPhase};
use crate::units::{IndexVec, Instant, PhaseId, ProcessId};

/// Effects on the targets of a plan, over the whole run.
#[derive(Debug, Clone, PartialEq)]
pub struct Restoration {
    /// Every target with an effect, in order.
    pub targets: Vec<TargetLevels>,
    /// Instant from which every target that went down is at its planned level for good; `None` if
    /// nothing goes down, or something is not brought back within the run.
    pub restored: Option<Instant>,
    /// Every process with policies of phases, in order.
    pub policies: Vec<ProcessPolicies>,
}

/// Policies of phases on a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessPolicies {
    /// The process.
    pub process: ProcessId,
    /// Times in which a policy holds, in order; one may follow directly on the one before.
    pub pieces: Vec<PolicyPiece>,
}

/// A time in which the same policies hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyPiece {
    /// From this instant of the engine.
    pub from: Instant,
    /// To this one.
    pub to: Instant,
    /// The phase that restricts the classes.
    pub accepts: Option<PhaseId>,
    /// The phase that caps the lines per day.
    pub caps: Option<PhaseId>,
    /// The phase that sets the discipline.
    pub discipline: Option<PhaseId>,
}

/// Capacity factor of one target where it is not 1, with its cause.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetLevels {
    /// The target.
    pub target: CapacityTarget,
    /// Times at which its factor is not 1, in order; one may follow directly on the one before.
    pub pieces: Vec<Piece>,
}

/// A time in which a factor is constant, or linear in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// From this instant of the engine.
    pub from: Instant,
    /// To this one.
    pub to: Instant,
    /// Factor at its start: 0 stopped, 1 nominal.
    pub level_from: f64,
    /// Factor at its end.
    pub level_to: f64,
    /// Latest cause.
    pub cause: Cause,
}

impl Restoration {
    /// Restoration as planned.
    pub fn of(model: &Model) -> Self {
        Self::with_phases(model, &Plan::new(model).times())
    }

    /// Restoration with the phases at their observed times; as planned where those are not known.
    pub fn as_observed(model: &Model, came: &[ObservedPhaseTimes]) -> Self {
        let planned = Plan::new(model).times();
        if came.len() == planned.len() {
            Self::with_phases(model, &in_half(model, &planned, came))
        } else {
            Self::with_phases(model, &planned)
        }
    }

    fn with_phases(model: &Model, phases: &IndexVec<PhaseId, PhaseTimes>) -> Self {
        let mut targets: Vec<CapacityTarget> = model
            .disruptions
            .iter()
            .flat_map(|disruption| disruption.targets.iter().map(|(target, _)| target))
            .chain(model.phases.iter().flat_map(|phase| &phase.brings_back))
            .chain(model.phases.iter().flat_map(|phase| phase.boosts.iter().map(|(target, _)| target)))
            .copied()
            .collect();
        targets.sort_unstable();
        targets.dedup();
        let mut restored = Some(Instant::ORIGIN);
        let targets = targets
            .into_iter()
            .map(|target| {
                let (pieces, back) = levels_of(model, phases, target);
                restored = restored.zip(back).map(|(all, one)| all.max(one));
                TargetLevels { target, pieces }
            })
            .collect();
        let policies = policies(model, phases);
        Restoration { targets, restored: restored.filter(|&instant| instant > Instant::ORIGIN), policies }
    }
}

/// Policies of each process that has any: of phases with a policy of the same kind the one that
/// started last holds, as in the simulation.
fn policies(model: &Model, phases: &IndexVec<PhaseId, PhaseTimes>) -> Vec<ProcessPolicies> {
    let end = model.times.end;
    let mut processes: Vec<ProcessId> =
        model.phases.iter().flat_map(|phase| &phase.policies).map(|policy| policy.process).collect();
    processes.sort_unstable();
    processes.dedup();
    let of = |process: ProcessId| {
        let says = |phase: PhaseId| model.policy(phase, process);
        let lasts = |phase: PhaseId| phases[phase].returns..phases[phase].boost_ends.unwrap_or(end).min(end);
        let mut own: Vec<PhaseId> = phases.ids().filter(|&phase| says(phase).is_some()).collect();
        own.sort_by_key(|&phase| (phases[phase].returns, phase));
        let mut instants: Vec<Instant> = own
            .iter()
            .map(|&phase| lasts(phase))
            .filter(|lasts| !lasts.is_empty())
            .flat_map(|lasts| [lasts.start, lasts.end])
            .collect();
        instants.sort_unstable();
        instants.dedup();
        let pieces = instants.windows(2).map(|ends| {
            let last = |what: fn(&Policy) -> bool| {
                let holds =
                    |&&phase: &&PhaseId| lasts(phase).contains(&ends[0]) && says(phase).is_some_and(what);
                own.iter().rev().find(holds).copied()
            };
            PolicyPiece {
                from: ends[0],
                to: ends[1],
                accepts: last(|policy| policy.accepts.is_some()),
                caps: last(|policy| !policy.caps.is_empty()),
                discipline: last(|policy| policy.discipline.is_some()),
            }
        });
        let pieces =
            pieces.filter(|piece| piece.accepts.or(piece.caps).or(piece.discipline).is_some()).collect();
        ProcessPolicies { process, pieces }
    };
    processes.into_iter().map(of).collect()
}

/// The pieces of a target, and the instant from which it is at its planned level (0 if it never
/// went down; `None` if it is still down at the end).
fn levels_of(
    model: &Model,
    phases: &IndexVec<PhaseId, PhaseTimes>,
    target: CapacityTarget,
) -> (Vec<Piece>, Option<Instant>) {
    let mut changes = causes(model, phases, target);
    changes.retain(|&(instant, _)| instant < model.times.end);

    let mut composition = CapacityComposition::default();
    let (mut pieces, mut back) = (Vec::new(), Some(Instant::ORIGIN));
    for (position, &(instant, change)) in changes.iter().enumerate() {
        let went_down = composition.is_disrupted();
        composition.apply(model, target, change);
        match change {
            Change::Begins(_) => back = None,
            Change::Returns(phase) if back != Some(Instant::ORIGIN) => {
                back = (phases[phase].ramp_ends <= model.times.end).then_some(phases[phase].ramp_ends);
            }
            Change::Ends(_) if went_down && !composition.is_disrupted() => back = Some(instant),
            _ => {}
        }
        let next = changes.get(position + 1).map_or(model.times.end, |&(next, _)| next);
        let mut level = |instant| {
            if let Some(phase) = composition.returned_by() {
                composition.step(phase, ramp_at(&model.phases[phase], phases[phase], instant));
            }
            composition.factor_in_order_of_ids()
        };
        let (level_from, level_to) = (level(instant), level(next));
        if next > instant
            && (differs(level_from) || differs(level_to))
            && let Some(cause) = composition.main_cause()
        {
            pieces.push(Piece { from: instant, to: next, level_from, level_to, cause });
        }
    }
    (joined(pieces), back)
}

/// Factor to which a phase has brought its targets back just before or at an instant: a straight
/// line while it ramps.
fn ramp_at(phase: &RestartPhase, times: PhaseTimes, instant: Instant) -> f64 {
    let to = f64::from(phase.to);
    match phase.ramp {
        Some((from, _)) => line_at(f64::from(from), to, [times.returns, times.ramp_ends], instant),
        None => to,
    }
}

fn differs(level: f64) -> bool {
    (level - 1.0).abs() > 1e-9
}

/// Merges a piece with the one before if it continues it.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
        match joined.last_mut() {
            Some(last)
                if last.to == piece.from
                    && last.cause == piece.cause
                    && same(last.level_from, last.level_to)
                    && same(last.level_to, piece.level_from)
                    && same(piece.level_from, piece.level_to) =>
            {
                last.to = piece.to;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::scenario::disruption::CapacityTarget as Named;
    use crate::scenario::disruption::restart::{PhaseEnd as StatedEnd, RestartPhase as Stated};
    use crate::units::{CapacityFactor, DAY, DisruptionId, HOUR, PhaseId, SystemId, WEEK};

    fn wms() -> Vec<Named> {
        vec![Named::System("wms".into())]
    }

    fn phase(name: &str, from: Option<Instant>, after: &[&str]) -> Stated {
        Stated { from, after: after.iter().map(|&name| name.into()).collect(), ..test_scenario::phase(name) }
    }

    /// Down from the end of week 1, back by a phase.
    fn restoration(until: Option<Instant>, restart: Vec<Stated>) -> Restoration {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![test_scenario::outage("wms", Instant::at(WEEK), until)];
        scenario.restart = restart;
        Restoration::of(&build(&scenario).unwrap().model)
    }

    #[test]
    fn a_ramp_is_one_piece_and_everything_is_back_at_its_end() {
        let mut back = phase("back", Some(Instant::at(2 * WEEK)), &[]);
        back.brings_back = wms();
        back.ramp = Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), 2 * DAY));
        let mut overtime = phase("overtime", None, &["back"]);
        overtime.boost = vec![(Named::System("wms".into()), CapacityFactor::from_ppm(1_250_000))];
        overtime.until = Some(StatedEnd::After(DAY));
        let restoration = restoration(None, vec![back, overtime]);
        assert_eq!(restoration.restored, Some(Instant::at(2 * WEEK + 2 * DAY)), "overtime is no restoration");
        let piece = |from, to, level_from, level_to, cause| Piece {
            from: Instant::at(from),
            to: Instant::at(to),
            level_from,
            level_to,
            cause,
        };
        assert_eq!(
            restoration.targets,
            [TargetLevels {
                target: CapacityTarget::System(SystemId::new(0)),
                pieces: vec![
                    piece(WEEK, 2 * WEEK, 0.0, 0.0, Cause::Disruption(DisruptionId::new(0))),
                    piece(2 * WEEK, 2 * WEEK + 2 * DAY, 0.5, 1.0, Cause::Phase(PhaseId::new(0))),
                    piece(2 * WEEK + 2 * DAY, 2 * WEEK + 3 * DAY, 1.25, 1.25, Cause::Phase(PhaseId::new(1))),
                ],
            }]
        );
    }

    #[test]
    fn a_disruption_may_end_by_itself() {
        let restoration = restoration(Some(Instant::at(2 * WEEK + HOUR)), vec![]);
        assert_eq!(restoration.restored, Some(Instant::at(2 * WEEK + HOUR)));
        assert_eq!(restoration.targets[0].pieces.len(), 1);
    }

    #[test]
    fn what_is_never_brought_back_is_down_to_the_end() {
        let restoration = restoration(None, vec![]);
        assert_eq!(restoration.restored, None);
        assert_eq!(restoration.targets[0].pieces[0].to, Instant::at(4 * WEEK), "the run has four weeks");
    }

    #[test]
    fn a_target_that_comes_back_in_two_steps_is_back_with_the_second() {
        let mut half = phase("half", Some(Instant::at(2 * WEEK)), &[]);
        half.brings_back = wms();
        half.to = CapacityFactor::from_ppm(500_000);
        let mut whole = phase("whole", Some(Instant::at(3 * WEEK)), &[]);
        whole.brings_back = wms();
        let restoration = restoration(None, vec![half, whole]);
        assert_eq!(restoration.restored, Some(Instant::at(3 * WEEK)));
        let levels: Vec<f64> = restoration.targets[0].pieces.iter().map(|piece| piece.level_to).collect();
        assert_eq!(levels, [0.0, 0.5]);
    }
}
