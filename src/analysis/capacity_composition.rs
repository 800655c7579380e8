//! Capacity composition: the one rule by which causes make the capacity factor of a target.
//!
//! A target runs at the product of the factor to which the last restart phase brought it back,
//! every disruption in force, every failure in force and every boost in force. A phase that brings
//! a target back ends the disruptions in force on it that it is to end (those without an `until` of
//! their own); the others multiply until they end. A phase that is rolled back puts back
//! in force the disruptions that it had ended, unless a later phase has brought the target back
//! since.
//!
//! ```text
//! disruption  begins ─────────┐ ends by itself, or when a phase brings the target back
//! failure     begins ───┐ ends│
//! return                │     └► steps (ramp) ─► last step      × boost begins ─► ends
//! factor      = last return × disruptions × failures × boosts
//! ```
//!
//! The simulation reports causes as they happen, in [`CapacityFactor`]s whose product is rounded to
//! millionths. The plan and the charts replay [`causes`] at planned or median times, in real
//! numbers. Knows nothing of calendars, nor of which targets a process needs.

use crate::model::{CapacityTarget, Model};
use crate::units::{CapacityFactor, DisruptionId, FailureId, IndexVec, Instant, PhaseId};

/// A capacity factor, in integer millionths or in real numbers: 1 is nominal.
pub trait Factor: Copy {
    /// Nominal capacity.
    const NOMINAL: Self;
    /// Product of two factors.
    #[must_use]
    fn times(self, other: Self) -> Self;
    /// The factor `part` / `of` of the way between two factors.
    #[must_use]
    fn between(from: Self, to: Self, part: u64, of: u64) -> Self;
}

impl Factor for CapacityFactor {
    const NOMINAL: Self = CapacityFactor::NOMINAL;
    fn times(self, other: Self) -> Self {
        CapacityFactor::times(self, other)
    }
    fn between(from: Self, to: Self, part: u64, of: u64) -> Self {
        let (from, to, of) = (i128::from(from.ppm()), i128::from(to.ppm()), i128::from(of));
        let rise = (to - from) * i128::from(part);
        CapacityFactor::from_ppm((from + (rise + of / 2).div_euclid(of)) as u32)
    }
}

impl Factor for f64 {
    const NOMINAL: Self = 1.0;
    fn times(self, other: Self) -> Self {
        self * other
    }
    fn between(from: Self, to: Self, part: u64, of: u64) -> Self {
        from + (to - from) * part as f64 / of as f64
    }
}

/// Causes in force on one target, each with its factor.
#[derive(Debug, Clone)]
pub struct CapacityComposition<F> {
    /// Phases that brought the target back, the latest last: its factor holds.
    returns: Vec<Return<F>>,
    disruptions: Vec<(DisruptionId, F)>,
    failures: Vec<(FailureId, F)>,
    boosts: Vec<(PhaseId, F)>,
}

/// Return of a target by a phase.
#[derive(Debug, Clone)]
struct Return<F> {
    phase: PhaseId,
    /// Factor to which the phase has brought the target back so far.
    to: F,
    /// Disruptions that it ended.
    ended: Vec<(DisruptionId, F)>,
}

/// A cause that acts on a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A disruption.
    Disruption(DisruptionId),
    /// A phase, by its boost or by its return.
    Phase(PhaseId),
}

impl<F> Default for CapacityComposition<F> {
    fn default() -> Self {
        CapacityComposition {
            returns: Vec::new(),
            disruptions: Vec::new(),
            failures: Vec::new(),
            boosts: Vec::new(),
        }
    }
}

impl<F: Factor> CapacityComposition<F> {
    /// Capacity factor of the target.
    pub fn factor(&self) -> F {
        let disruptions = self.disruptions.iter().map(|cause| cause.1);
        let failures = self.failures.iter().map(|cause| cause.1);
        let boosts = self.boosts.iter().map(|cause| cause.1);
        let returned = self.returns.last().map_or(F::NOMINAL, |latest| latest.to);
        disruptions.chain(failures).chain(boosts).fold(returned, F::times)
    }

    /// A disruption begins and leaves a factor.
    pub fn begin_disruption(&mut self, disruption: DisruptionId, leaves: F) {
        self.disruptions.push((disruption, leaves));
    }

    /// A disruption ends of its own accord, if no phase has ended it.
    pub fn end_disruption(&mut self, disruption: DisruptionId) {
        self.disruptions.retain(|&(other, _)| other != disruption);
        for earlier in &mut self.returns {
            earlier.ended.retain(|&(other, _)| other != disruption);
        }
    }

    /// A failure begins and leaves a factor.
    pub fn begin_failure(&mut self, failure: FailureId, leaves: F) {
        self.failures.push((failure, leaves));
    }

    /// A failure is repaired.
    pub fn end_failure(&mut self, failure: FailureId) {
        self.failures.retain(|&(other, _)| other != failure);
    }

    /// A phase brings the target back to a factor, and ends those disruptions in force that `ends`
    /// selects.
    pub fn bring_back(&mut self, phase: PhaseId, to: F, ends: impl Fn(DisruptionId) -> bool) {
        let ended = self.disruptions.extract_if(.., |cause| ends(cause.0)).collect();
        self.returns.push(Return { phase, to, ended });
    }

    /// The ramp of a phase steps to another factor; it has an effect unless a later phase has
    /// brought the target back.
    pub fn step(&mut self, phase: PhaseId, to: F) {
        if let Some(own) = self.returns.iter_mut().find(|one| one.phase == phase) {
            own.to = to;
        }
    }

    /// A phase that brought the target back is rolled back.
    pub fn roll_back(&mut self, phase: PhaseId) {
        let Some(position) = self.returns.iter().position(|one| one.phase == phase) else { return };
        let undone = self.returns.remove(position);
        let since = match self.returns.get_mut(position) {
            Some(later) => &mut later.ended,
            None => &mut self.disruptions,
        };
        since.splice(0..0, undone.ended);
    }

    /// The boost of a phase begins.
    pub fn begin_boost(&mut self, phase: PhaseId, factor: F) {
        self.boosts.push((phase, factor));
    }

    /// The boost of a phase ends.
    pub fn end_boost(&mut self, phase: PhaseId) {
        self.boosts.retain(|&(other, _)| other != phase);
    }

    /// The phase whose return holds.
    pub fn returned_by(&self) -> Option<PhaseId> {
        self.returns.last().map(|latest| latest.phase)
    }

    /// True if a disruption is in force.
    pub fn is_disrupted(&self) -> bool {
        !self.disruptions.is_empty()
    }

    /// The cause to name for the factor: the latest disruption, else the latest boost, else the
    /// phase whose return holds.
    pub fn main_cause(&self) -> Option<Cause> {
        let disruption = self.disruptions.last().map(|&(id, _)| Cause::Disruption(id));
        let boost = self.boosts.last().map(|&(id, _)| Cause::Phase(id));
        disruption.or(boost).or(self.returned_by().map(Cause::Phase))
    }
}

/// Instants of a phase at which its effects change, in engine time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseTimes {
    /// Return of its targets, and beginning of its boosts.
    pub returns: Instant,
    /// End of its ramp.
    pub ramp_ends: Instant,
    /// End of its boosts and policies; `None`: not within the run.
    pub boost_ends: Option<Instant>,
}

/// A change of the causes that act on a target, in the order in which the simulation makes those of
/// one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A disruption begins.
    Begins(DisruptionId),
    /// A disruption ends of its own accord.
    Ends(DisruptionId),
    /// A phase brings the target back.
    Returns(PhaseId),
    /// The ramp of a phase ends.
    RampEnds(PhaseId),
    /// A boost begins.
    BoostBegins(PhaseId),
    /// A boost ends.
    BoostEnds(PhaseId),
}

/// Changes of the causes that act on a target, in order, if phases come at the given times;
/// failures and roll-backs apart.
pub fn causes(
    model: &Model,
    phases: &IndexVec<PhaseId, PhaseTimes>,
    target: CapacityTarget,
) -> Vec<(Instant, Change)> {
    let mut changes = Vec::new();
    for (id, disruption) in model.disruptions.iter_ids() {
        if disruption.takes_place() && disruption.leaves(target).is_some() {
            changes.push((disruption.from, Change::Begins(id)));
            changes.extend(disruption.until.map(|until| (until, Change::Ends(id))));
        }
    }
    for (id, phase) in model.phases.iter_ids() {
        let times = phases[id];
        if phase.brings_back.contains(&target) {
            changes.push((times.returns, Change::Returns(id)));
            if phase.ramp.is_some() {
                changes.push((times.ramp_ends, Change::RampEnds(id)));
            }
        }
        if phase.boosts.iter().any(|&(boosted, _)| boosted == target) {
            changes.push((times.returns, Change::BoostBegins(id)));
            changes.extend(times.boost_ends.map(|end| (end, Change::BoostEnds(id))));
        }
    }
    changes.sort_unstable();
    changes
}

impl CapacityComposition<f64> {
    /// Capacity factor, multiplied in the order of ids: to the last bit, it does not depend on the
    /// order in which the causes began.
    pub fn factor_in_order_of_ids(&self) -> f64 {
        let mut ordered = self.clone();
        ordered.disruptions.sort_by_key(|cause| cause.0);
        ordered.failures.sort_by_key(|cause| cause.0);
        ordered.boosts.sort_by_key(|cause| cause.0);
        ordered.factor()
    }

    /// Makes a change to a target of a model, in real numbers.
    ///
    /// A return begins at the first factor of its ramp; the caller steps a ramp as it
    /// rises, by [`step`](Self::step).
    pub fn apply(&mut self, model: &Model, target: CapacityTarget, change: Change) {
        match change {
            Change::Begins(id) => {
                let leaves = model.disruptions[id].leaves(target);
                self.begin_disruption(id, leaves.map_or(1.0, f64::from));
            }
            Change::Ends(id) => self.end_disruption(id),
            Change::Returns(id) => {
                let phase = &model.phases[id];
                let to = phase.ramp.as_ref().map_or(phase.to, |&(from, _)| from);
                self.bring_back(id, f64::from(to), |one| phase.ends(one, &model.disruptions[one]));
            }
            Change::RampEnds(id) => self.step(id, f64::from(model.phases[id].to)),
            Change::BoostBegins(id) => {
                let of_target = |&&(boosted, _): &&(CapacityTarget, CapacityFactor)| boosted == target;
                for &(_, factor) in model.phases[id].boosts.iter().filter(of_target) {
                    self.begin_boost(id, f64::from(factor));
                }
            }
            Change::BoostEnds(id) => self.end_boost(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::analysis::planned_capacity::Plan;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::scenario::disruption::CapacityTarget as TargetSpec;
    use crate::scenario::disruption::restart::{PhaseEnd, RestartPhase};
    use crate::units::{DAY, SystemId, WEEK};

    fn factor(percent: u32) -> CapacityFactor {
        CapacityFactor::from_ppm(percent * 10_000)
    }

    #[test]
    fn a_phase_ends_the_disruptions_that_it_is_to_end_and_others_multiply() {
        let mut target = CapacityComposition::default();
        let [first, second, third] = [0, 1, 2].map(DisruptionId::new);
        target.begin_disruption(first, factor(50));
        target.begin_disruption(second, factor(50));
        assert_eq!(target.factor(), factor(25));
        target.bring_back(PhaseId::new(0), factor(80), |disruption| disruption == first);
        assert_eq!(target.factor(), factor(40));
        target.end_disruption(second);
        assert_eq!(target.factor(), factor(80));
        target.begin_disruption(third, factor(10));
        assert_eq!((target.factor(), target.main_cause()), (factor(8), Some(Cause::Disruption(third))));
    }

    #[test]
    fn a_roll_back_puts_back_in_force_what_the_phase_had_ended() {
        let mut target = CapacityComposition::default();
        let (attack, [early, late]) = (DisruptionId::new(0), [0, 1].map(PhaseId::new));
        target.begin_disruption(attack, CapacityFactor::STOPPED);
        target.bring_back(early, factor(50), |_| true);
        target.bring_back(late, factor(90), |_| true);
        // The later return holds; the disruption would be back with its roll-back.
        target.roll_back(early);
        assert_eq!(target.factor(), factor(90));
        target.roll_back(late);
        assert_eq!(target.factor(), CapacityFactor::STOPPED);
    }

    #[test]
    fn a_ramp_has_no_effect_once_a_later_phase_has_brought_the_target_back() {
        let mut target = CapacityComposition::default();
        let [early, late] = [0, 1].map(PhaseId::new);
        target.bring_back(early, factor(50), |_| true);
        target.bring_back(late, factor(70), |_| true);
        target.step(early, factor(100));
        assert_eq!(target.factor(), factor(70));
        target.begin_boost(late, factor(200));
        assert_eq!(target.factor(), factor(140));
        target.end_boost(late);
        assert_eq!(target.factor(), factor(70));
    }

    /// Target of the tests on models.
    const WMS: CapacityTarget = CapacityTarget::System(SystemId::new(0));

    /// Changes of a system that is down from week 1 on, and the factors from each change on.
    fn changes_of(until: Option<Instant>, restart: Vec<RestartPhase>) -> (Vec<(Instant, Change)>, Vec<f64>) {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("wms", &[])];
        scenario.disruptions = vec![test_scenario::outage("wms", Instant::at(WEEK), until)];
        scenario.restart = restart;
        let model = build(&scenario).unwrap().model;
        let changes = causes(&model, &Plan::new(&model).times(), WMS);
        let mut composition = CapacityComposition::default();
        let factors = changes.iter().map(|&(_, change)| {
            composition.apply(&model, WMS, change);
            composition.factor_in_order_of_ids()
        });
        let factors = factors.collect();
        (changes, factors)
    }

    #[test]
    fn planned_changes_are_in_the_order_in_which_they_act() {
        let mut back = test_scenario::phase("back");
        back.from = Some(Instant::at(2 * WEEK));
        back.brings_back = vec![TargetSpec::System("wms".into())];
        back.ramp = Some(test_scenario::ramp(factor(50), DAY));
        back.boost = vec![(TargetSpec::System("wms".into()), factor(120))];
        back.until = Some(PhaseEnd::After(2 * DAY));
        let (attack, phase) = (DisruptionId::new(0), PhaseId::new(0));
        let (changes, factors) = changes_of(Some(Instant::at(3 * WEEK)), vec![back.clone()]);
        assert_eq!(
            changes,
            [
                (Instant::at(WEEK), Change::Begins(attack)),
                (Instant::at(2 * WEEK), Change::Returns(phase)),
                (Instant::at(2 * WEEK), Change::BoostBegins(phase)),
                (Instant::at(2 * WEEK + DAY), Change::RampEnds(phase)),
                (Instant::at(2 * WEEK + 2 * DAY), Change::BoostEnds(phase)),
                (Instant::at(3 * WEEK), Change::Ends(attack)),
            ]
        );
        // The disruption stops the system until its own end, while the ramp runs on underneath.
        assert_near(&factors, &[0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        let (_, factors) = changes_of(None, vec![back]);
        assert_near(&factors, &[0.0, 0.5, 0.6, 1.2, 1.0]);
    }

    #[test]
    fn a_disruption_that_ends_at_its_beginning_does_not_take_place() {
        assert_eq!(changes_of(Some(Instant::at(WEEK)), vec![]), (vec![], vec![]));
    }
}
