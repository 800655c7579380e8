//! Disruptions and restart plan: names become ids, dates become engine time.

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
use crate::scenario::disruption::Disruption as DisruptionSpec;
use crate::scenario::disruption::gate::{Bound, Gate as GateSpec, Threshold};
use crate::scenario::disruption::policy::{DailyCap, Policy as PolicySpec};
use crate::scenario::disruption::restart::PhaseEnd as EndSpec;
use crate::units::{CapacityFactor, DAY, Duration, Ppm, Span};

pub(crate) fn disruptions(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Disruption> {
    let disruption = |spec: &DisruptionSpec| Disruption {
        from: timeline.instant(spec.from),
        targets: targets(spec, names),
        until: spec.until.map(|until| timeline.instant(until)),
    };
    scenario.disruptions.iter().map(disruption).collect()
}

/// Targets of a disruption, and the capacity factor that it leaves of each. Lead times 1.5 times as
/// long are a factor of 1/1.5, rounded to millionths.
fn targets(spec: &DisruptionSpec, names: &Names<'_>) -> Vec<(CapacityTarget, CapacityFactor)> {
    let down = spec.takes_down.iter().map(|target| (names.target(target), spec.to));
    let slowed = spec.delay.iter().map(|(target, delay)| {
        let (one, delay) = (u64::from(Ppm::PER_UNIT), u64::from(delay.ppm()));
        (names.target(target), CapacityFactor::from_ppm(((one * one + delay / 2) / delay) as u32))
    });
    down.chain(slowed).collect()
}

/// Policies by process, in the order of their names.
fn policies(spec: &PolicySpec, names: &Names<'_>) -> Vec<Policy> {
    let mut processes: Vec<&String> = (spec.accept_only.iter().map(|(name, _)| name))
        .chain(spec.cap.iter().map(|(name, _)| name))
        .chain(spec.discipline.iter().map(|(name, _)| name))
        .collect();
    processes.sort();
    processes.dedup();
    let cap =
        |(site, cap): &(String, DailyCap)| Cap { group: names.group(site), lines: cap.lines, each: cap.each };
    let policy = |name: &String| Policy {
        process: names.process(name),
        accepts: by_name(&spec.accept_only, name).map(|classes| {
            let mut accepts = vec![false; names.class_order.len()];
            for class in classes {
                accepts[usize::from(names.class(class))] = true;
            }
            accepts
        }),
        caps: by_name(&spec.cap, name).map_or(Vec::new(), |caps| caps.iter().map(cap).collect()),
        discipline: by_name(&spec.discipline, name).copied(),
    };
    processes.into_iter().map(policy).collect()
}

/// Policy of a process, by its name.
fn by_name<'s, T>(by_process: &'s [(String, T)], name: &str) -> Option<&'s T> {
    by_process.iter().find(|(process, _)| process == name).map(|(_, policy)| policy)
}

/// Phases, by the flows that their gates are measured in.
///
/// A phase that waits only for a gate may begin from the end of the warm-up on.
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
        .map(|spec| {
            let gate_of = |gate: &GateSpec| gate_of(scenario, names, flows, gate);
            let time = |time: Option<&Distribution>| {
                time.map_or(Ok(Sampler::Constant(0.0)), |time| sampler("restart", &spec.name, time))
            };
            let waits = spec.from.is_some() || !spec.after.is_empty() || !spec.after_start_of.is_empty();
            let ramp = match &spec.ramp {
                Some(ramp) => Some((ramp.from, time(Some(&ramp.over))?)),
                None => None,
            };
            let check = match &spec.check {
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
            let until = match &spec.until {
                Some(EndSpec::At(instant)) => Some(PhaseEnd::At(timeline.instant(*instant))),
                Some(EndSpec::After(time)) => Some(PhaseEnd::After(*time)),
                Some(EndSpec::Gate(gate)) => Some(PhaseEnd::Gate(gate_of(gate))),
                None => None,
            };
            Ok(RestartPhase {
                from: spec.from.map(|from| timeline.instant(from)).or((!waits).then_some(warm)),
                after: names.phases(&spec.after),
                after_start_of: names.phases(&spec.after_start_of),
                gate: spec.gate.as_ref().map(gate_of),
                takes: time(spec.takes.as_ref())?,
                check,
                brings_back: names.targets(&spec.brings_back),
                ends: spec.ends.as_deref().map(|ended| names.disruptions(ended)),
                to: spec.to,
                ramp,
                policies: policies(&spec.policy, names),
                boosts: spec.boost.iter().map(|(target, level)| (names.target(target), *level)).collect(),
                until,
                stream: stream("phase", &spec.stream, 0),
            })
        })
        .collect()
}

/// A gate with its limit in lines. Without flow, days of flow are 0 lines: never fewer, and
/// more with the first.
fn gate_of(scenario: &Scenario, names: &Names<'_>, flows: &Flows, spec: &GateSpec) -> Gate {
    let group = names.group(&spec.site);
    let site = scenario.sites.iter().find(|site| site.name == spec.site);
    let site = site.expect("a scenario that was read names only what it has");
    let among = |list: &[String]| {
        let waiting = spec.waiting.as_ref()?;
        list.iter().position(|process| process == waiting).map(|place| place as u8)
    };
    let waiting = match spec.waiting.as_deref() {
        None => Waiting::Outbound,
        Some("stock") => Waiting::Stock,
        Some(_) => {
            let before = among(&site.before_stock).map(Waiting::BeforeStock);
            let after = among(&site.after_stock).map(Waiting::AfterStock);
            let found = before.or(after).or_else(|| among(&site.inbound).map(Waiting::Inbound));
            found.expect("a scenario that was read waits only where lines can")
        }
    };
    let lines = match spec.threshold {
        Threshold::Lines(lines) => lines,
        Threshold::DaysOfFlow(days) => {
            let (served, ordered) = (flows.lines_served[group], flows.lines_ordered[group]);
            let flow = if matches!(waiting, Waiting::Inbound(_)) && ordered > 0.0 { ordered } else { served };
            days * flow
        }
    };
    let (hold, working_days) = match spec.hold {
        None => (Duration::ZERO, false),
        Some(Span::Elapsed(time)) => (time, false),
        Some(Span::WorkingDays(days)) => {
            (Duration::from_micros((days * DAY.as_micros_f64()).round() as u64), true)
        }
    };
    Gate { group, waiting, above: spec.bound == Bound::Above, lines, hold, working_days }
}
