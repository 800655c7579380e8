//! Strips: capacity over time of disrupted and boosted targets, and policies in force, at the
//! median phase times.

use crate::experiment::phase_times::{InstantQuantiles, ObservedPhaseTimes};
use crate::experiment::restoration::{Cause, Piece, PolicyPiece, ProcessPolicies, Restoration};
use crate::metrics::Days;
use crate::model::{CapacityTarget, Labels, Model, PhaseEnd, Policy, RestartPhase};
use crate::report::check::{percent_of, time};
use crate::report::drawing::{Strip, StripPiece};
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::syntax::forms::Word as _;
use crate::units::{DAY, Instant, PhaseId};

/// Note on phases whose times differ between runs; empty without any.
pub(crate) fn phase_note<'s>(mut strips: impl Iterator<Item = &'s Strip>) -> String {
    if strips.any(|strip| !strip.spreads.is_empty()) {
        "Restart phases at their median times; bracket under a row: P10–P90 of the time of a change. "
            .to_owned()
    } else {
        String::new()
    }
}

/// A row for each target in the order of the model, then one for each process with policies.
pub(crate) fn strips(model: &Model, labels: &Labels, phase_times: &[ObservedPhaseTimes]) -> Vec<Strip> {
    let rows = StripRows { model, labels, phase_times, first: Days::of(model).first as f64 };
    let restoration = Restoration::as_observed(model, phase_times);
    let targets = restoration.targets.iter().map(|levels| Strip {
        label: name(labels, levels.target).to_owned(),
        pieces: levels.pieces.iter().map(|piece| rows.piece(piece)).collect(),
        spreads: rows.spreads(
            |phase| phase.brings_back.contains(&levels.target),
            |phase| phase.boosts.iter().any(|&(target, _)| target == levels.target),
        ),
    });
    let policies = restoration.policies.iter().map(|one| rows.policies(one));
    targets.chain(policies).collect()
}

struct StripRows<'a> {
    model: &'a Model,
    labels: &'a Labels,
    phase_times: &'a [ObservedPhaseTimes],
    /// First day shown, in days of the engine.
    first: f64,
}

impl StripRows<'_> {
    fn day(&self, instant: Instant) -> f64 {
        instant.as_micros_f64() / DAY.as_micros_f64() - self.first
    }

    fn piece(&self, piece: &Piece) -> StripPiece {
        let Labels { disruptions, phases, .. } = self.labels;
        StripPiece {
            from: self.day(piece.from),
            to: self.day(piece.to),
            level_from: piece.level_from,
            level_to: piece.level_to,
            text: match piece.cause {
                Cause::Disruption(_) if piece.level_from <= 0.0 && piece.level_to <= 0.0 => "down".to_owned(),
                Cause::Disruption(number) => disruptions.get(number.index()).cloned().unwrap_or_default(),
                Cause::Phase(number) => phases.get(number.index()).cloned().unwrap_or_default(),
            },
            policy: false,
        }
    }

    fn policies(&self, of: &ProcessPolicies) -> Strip {
        let policy = |phase: Option<PhaseId>| self.model.policy(phase?, of.process);
        let text = |piece: &PolicyPiece| {
            let [accepts, caps, discipline] = [piece.accepts, piece.caps, piece.discipline].map(policy);
            let accepts = accepts.and_then(|policy| self.classes(policy));
            let caps = caps.map(|policy| self.caps(policy));
            let discipline = discipline.and_then(|policy| policy.discipline).map(discipline_name);
            [accepts, caps, discipline].into_iter().flatten().collect::<Vec<_>>().join(", ")
        };
        let pieces = of.pieces.iter().map(|piece| StripPiece {
            from: self.day(piece.from),
            to: self.day(piece.to),
            level_from: 1.0,
            level_to: 1.0,
            text: text(piece),
            policy: true,
        });
        let has_policy =
            |phase: &RestartPhase| phase.policies.iter().any(|policy| policy.process == of.process);
        Strip {
            label: format!("{} policy", self.labels.processes[usize::from(of.process)]),
            pieces: pieces.collect(),
            spreads: self.spreads(|_| false, has_policy),
        }
    }

    /// "vor only".
    fn classes(&self, policy: &Policy) -> Option<String> {
        let accepted = policy.accepts.as_ref()?.iter().zip(&self.labels.classes);
        let classes: Vec<&str> =
            accepted.filter(|(accepted, _)| **accepted).map(|(_, class)| class.as_str()).collect();
        Some(format!("{} only", classes.join(", ")))
    }

    /// "at most 500 lines/day for `uk_pdc`".
    fn caps(&self, policy: &Policy) -> String {
        let caps = policy.caps.iter().map(|cap| {
            let each = if cap.each { "each of " } else { "" };
            let lines = if cap.lines == 1 { "1 line".to_owned() } else { format!("{} lines", cap.lines) };
            format!("{lines}/day for {each}{}", self.labels.site_groups[usize::from(cap.group)])
        });
        format!("at most {}", caps.collect::<Vec<_>>().join(", "))
    }

    /// P10 and P90 of the times of changes by phases: returns, and what lasts until their end.
    fn spreads(
        &self,
        brings_back: impl Fn(&RestartPhase) -> bool,
        lasts: impl Fn(&RestartPhase) -> bool,
    ) -> Vec<(f64, f64)> {
        let end = self.model.times.end;
        let mut spreads = Vec::new();
        for (phase, phase_times) in self.model.phases.iter().zip(self.phase_times) {
            let begins = (brings_back(phase) || lasts(phase)).then_some(phase_times.brought_back);
            let at_gate = lasts(phase) && matches!(phase.until, Some(PhaseEnd::Gate(_)));
            let drawn = phase.ramp.as_ref().is_some_and(|(_, over)| over.constant().is_none());
            let ramped = brings_back(phase) && drawn && phase.until.is_none();
            let ends = (at_gate || ramped).then_some(phase_times.ended);
            for InstantQuantiles { p10, p90, .. } in
                [begins, ends].into_iter().flatten().filter(InstantQuantiles::is_spread)
            {
                let of = |instant: Option<Instant>| self.day(instant.unwrap_or(end));
                spreads.push((of(p10), of(p90)));
            }
        }
        spreads
    }
}

fn discipline_name(discipline: QueueDiscipline) -> String {
    match discipline {
        QueueDiscipline::Fcfs => "FCFS".to_owned(),
        QueueDiscipline::Metered(metered) => {
            format!("metered: {} new, rest over {}", percent_of(metered.new), time(metered.old_from))
        }
        by_word => by_word.word().replace('_', " "),
    }
}

fn name(labels: &Labels, target: CapacityTarget) -> &str {
    let (names, number) = match target {
        CapacityTarget::System(system) => (&labels.systems, system.index()),
        CapacityTarget::Process(process) => (&labels.processes, process.index()),
        CapacityTarget::Site(group) => (&labels.site_groups, usize::from(group)),
        CapacityTarget::Lane(lane) => (&labels.lanes, lane.index()),
    };
    names.get(number).map_or("", String::as_str)
}
