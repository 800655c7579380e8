//! Disruptions and the restart plan on engine time.

use super::calendar::Timeline;
use super::names::Names;
use crate::model::{Disruption, Phase, PhaseEnd, Target};
use crate::scenario::Scenario;
use crate::scenario::disruption::Disruption as StatedDisruption;
use crate::scenario::quantity::Level;
use crate::scenario::restart::{Phase as StatedPhase, PhaseEnd as StatedEnd};

pub(super) fn disruptions(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Disruption> {
    let disruption = |stated: &StatedDisruption| Disruption {
        from: timeline.start + stated.from,
        targets: levels(stated, names),
        until: stated.until.map(|until| timeline.start + until),
    };
    scenario.disruptions.iter().map(disruption).collect()
}

/// What a disruption takes down and what it leaves. Lead times 1.5 times as long are a level of 1/1.5, rounded to
/// millionths.
fn levels(stated: &StatedDisruption, names: &Names<'_>) -> Vec<(Target, Level)> {
    let down = stated.takes_down.iter().map(|target| (names.target(target), stated.to));
    let slowed = stated.delay.iter().map(|(target, delay)| {
        let (whole, delay) = (u64::from(Level::NORMAL.0), u64::from(delay.0));
        (names.target(target), Level(((whole * whole + delay / 2) / delay) as u32))
    });
    down.chain(slowed).collect()
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
