//! Disruptions and the restart plan on engine time.

use super::calendar::Timeline;
use super::names::Names;
use crate::model::{Disruption, Phase, PhaseEnd};
use crate::scenario::Scenario;
use crate::scenario::disruption::Disruption as StatedDisruption;
use crate::scenario::restart::{Phase as StatedPhase, PhaseEnd as StatedEnd};

pub(super) fn disruptions(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Disruption> {
    let disruption = |stated: &StatedDisruption| Disruption {
        from: timeline.start + stated.from,
        targets: names.targets(&stated.takes_down),
        to: stated.to,
        until: stated.until.map(|until| timeline.start + until),
    };
    scenario.disruptions.iter().map(disruption).collect()
}

pub(super) fn phases(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Phase> {
    let phase = |stated: &StatedPhase| Phase {
        from: stated.from.map(|from| timeline.start + from),
        after: names.phases(&stated.after),
        after_start_of: names.phases(&stated.after_start_of),
        brings_back: names.targets(&stated.brings_back),
        to: stated.to,
        ramp: stated.ramp.map(|ramp| (ramp.from, ramp.over)),
        boosts: stated.boost.iter().map(|(target, level)| (names.target(target), *level)).collect(),
        until: stated.until.map(|until| match until {
            StatedEnd::At(instant) => PhaseEnd::At(timeline.start + instant),
            StatedEnd::After(time) => PhaseEnd::After(time),
        }),
    };
    scenario.restart.iter().map(phase).collect()
}
