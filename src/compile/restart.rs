//! Disruptions and the restart plan on engine time.

use super::calendar::Timeline;
use super::names::Names;
use super::random_stream::stream;
use super::{BuildError, sampler};
use crate::distributions::Distribution;
use crate::distributions::Sampler;
use crate::model::{
    AcceptanceCheck, Cap, CapacityTarget, Disruption, Flows, Gate, PhaseEnd, Policy, RestartPhase, Waiting,
};
use crate::scenario::Scenario;
use crate::scenario::disruption::Disruption as StatedDisruption;
use crate::scenario::disruption::gate::{Bound, Gate as StatedGate, Threshold};
use crate::scenario::disruption::policy::{DailyCap, Policy as StatedPolicy};
use crate::scenario::disruption::restart::PhaseEnd as StatedEnd;
use crate::units::{CapacityFactor, DAY, Ppm, Span};

pub(crate) fn disruptions(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Disruption> {
    let disruption = |stated: &StatedDisruption| Disruption {
        from: timeline.start + stated.from,
        targets: levels(stated, names),
        until: stated.until.map(|until| timeline.start + until),
    };
    scenario.disruptions.iter().map(disruption).collect()
}

/// What a disruption takes down and what it leaves. Lead times 1.5 times as long are a level of
/// 1/1.5, rounded to millionths.
fn levels(stated: &StatedDisruption, names: &Names<'_>) -> Vec<(CapacityTarget, CapacityFactor)> {
    let down = stated.takes_down.iter().map(|target| (names.target(target), stated.to));
    let slowed = stated.delay.iter().map(|(target, delay)| {
        let (whole, delay) = (u64::from(Ppm::PER_UNIT), u64::from(delay.ppm()));
        (names.target(target), CapacityFactor::from_ppm(((whole * whole + delay / 2) / delay) as u32))
    });
    down.chain(slowed).collect()
}

/// Policies by process, in the order of their names.
fn policies(stated: &StatedPolicy, names: &Names<'_>) -> Vec<Policy> {
    let mut processes: Vec<&String> = (stated.accept_only.iter().map(|(name, _)| name))
        .chain(stated.cap.iter().map(|(name, _)| name))
        .chain(stated.discipline.iter().map(|(name, _)| name))
        .collect();
    processes.sort();
    processes.dedup();
    let cap =
        |(site, cap): &(String, DailyCap)| Cap { group: names.table(site), lines: cap.lines, each: cap.each };
    let policy = |name: &String| Policy {
        process: names.process(name),
        accepts: said(&stated.accept_only, name).map(|classes| {
            let mut accepts = vec![false; names.class_order.len()];
            for class in classes {
                accepts[usize::from(names.class(class))] = true;
            }
            accepts
        }),
        caps: said(&stated.cap, name).map_or(Vec::new(), |caps| caps.iter().map(cap).collect()),
        rule: said(&stated.discipline, name).copied(),
    };
    processes.into_iter().map(policy).collect()
}

fn said<'s, T>(by_process: &'s [(String, T)], name: &str) -> Option<&'s T> {
    by_process.iter().find(|(process, _)| process == name).map(|(_, said)| said)
}

/// The phases, once the flows that their gates are measured in are known.
///
/// A phase that has nothing but a gate to begin with may begin from the end of the warm-up on.
pub(crate) fn phases(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    flows: &Flows,
) -> Result<Vec<RestartPhase>, BuildError> {
    let warm = timeline.start.saturating_add(scenario.warm_up).min(timeline.end);
    scenario
        .restart
        .iter()
        .map(|stated| {
            let gate_of = |gate: &StatedGate| gate_of(scenario, names, flows, gate);
            let time = |time: Option<&Distribution>| {
                time.map_or(Ok(Sampler::Constant(0.0)), |time| sampler("restart", &stated.name, time))
            };
            let waits =
                stated.from.is_some() || !stated.after.is_empty() || !stated.after_start_of.is_empty();
            let ramp = match &stated.ramp {
                Some(ramp) => Some((ramp.from, time(Some(&ramp.over))?)),
                None => None,
            };
            let check = match &stated.check {
                Some(check) => Some(AcceptanceCheck {
                    chance: check.chance,
                    takes: time(Some(&check.takes))?,
                    again_after: time(check.again_after.as_ref())?,
                    roll_back: check
                        .if_it_fails
                        .as_ref()
                        .map(|back| (back.chance, names.phases(&back.rolls_back))),
                }),
                None => None,
            };
            let until = match &stated.until {
                Some(StatedEnd::At(instant)) => Some(PhaseEnd::At(timeline.start + instant)),
                Some(StatedEnd::After(time)) => Some(PhaseEnd::After(*time)),
                Some(StatedEnd::Gate(gate)) => Some(PhaseEnd::Gate(gate_of(gate))),
                None => None,
            };
            Ok(RestartPhase {
                from: stated.from.map(|from| timeline.start + from).or((!waits).then_some(warm)),
                after: names.phases(&stated.after),
                after_start_of: names.phases(&stated.after_start_of),
                gate: stated.gate.as_ref().map(gate_of),
                takes: time(stated.takes.as_ref())?,
                check,
                brings_back: names.targets(&stated.brings_back),
                to: stated.to,
                ramp,
                policies: policies(&stated.policy, names),
                boosts: stated.boost.iter().map(|(target, level)| (names.target(target), *level)).collect(),
                until,
                stream: stream("phase", &stated.stream, 0),
            })
        })
        .collect()
}

/// A gate with its limit in lines. Where nothing flows, days of flow are no lines: never fewer, and
/// more with the first.
fn gate_of(scenario: &Scenario, names: &Names<'_>, flows: &Flows, stated: &StatedGate) -> Gate {
    let table = names.table(&stated.site);
    let site = scenario.sites.iter().find(|site| site.name == stated.site);
    let site = site.expect("a scenario that was read names only what it has");
    let among = |list: &[String]| {
        let waiting = stated.waiting.as_ref()?;
        list.iter().position(|process| process == waiting).map(|place| place as u8)
    };
    let waiting = match stated.waiting.as_deref() {
        None => Waiting::Outbound,
        Some("stock") => Waiting::Stock,
        Some(_) => {
            let before = among(&site.before_stock).map(Waiting::BeforeStock);
            let after = among(&site.after_stock).map(Waiting::AfterStock);
            let found = before.or(after).or_else(|| among(&site.inbound).map(Waiting::Inbound));
            found.expect("a scenario that was read waits only where lines can")
        }
    };
    let lines = match stated.threshold {
        Threshold::Lines(lines) => lines,
        Threshold::DaysOfFlow(days) => {
            let (served, ordered) = (flows.lines_served[table], flows.lines_ordered[table]);
            let flow = if matches!(waiting, Waiting::Inbound(_)) && ordered > 0.0 { ordered } else { served };
            days * flow
        }
    };
    let (hold, working_days) = match stated.hold {
        None => (0, false),
        Some(Span::Elapsed(time)) => (time, false),
        Some(Span::WorkingDays(days)) => ((days * DAY as f64).round() as u64, true),
    };
    Gate { group: table, waiting, above: stated.bound == Bound::Above, lines, hold, working_days }
}
