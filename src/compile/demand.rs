//! Demand: how many orders come in which hour.
//!
//! Weekday weights × hour weights × whether it is a holiday, scaled so that a week without holidays
//! has the stated lines. A holiday's lines are not ordered on another day instead.
//!
//! Knows nothing of what becomes of an order.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::random_stream::{stream, streams};
use super::{BuildError, sampler};
use crate::model::{
    CourtesyCars, Demand, OrderDesk, OutageBehaviour, Process, RepairJobs, SiteGroup, Variation,
};
use crate::scenario::Scenario;
use crate::scenario::customers::demand::{BackorderClass, Demand as Stated};
use crate::scenario::customers::outage_response::{OutageBehaviour as StatedDown, ResponseShares};
use crate::scenario::customers::variation::Variation as StatedVariation;
use crate::units::{DAY, HOUR, IndexVec, Micros, Per, ProcessId, SiteGroupId, SystemId, WEEK};

/// Demands, and the lines of each that are ordered in a week without holidays at one site, as if it
/// were in force.
pub(crate) fn demands(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    days: &WorkingDays,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    mix_of: &[u16],
) -> Result<(Vec<Demand>, Vec<f64>), BuildError> {
    let mut demands = Vec::new();
    let mut lines_per_week = Vec::new();
    for (stated, &mix) in scenario.demand.iter().zip(mix_of) {
        let table = names.table(&stated.site);
        let sites = site_groups[table].count;
        let in_a_week = match stated.lines.per {
            Per::Time(time) => stated.lines.count * WEEK as f64 / time as f64,
            Per::WorkingDay => stated.lines.count * days.per_week(),
        };
        let lines = if stated.each { in_a_week } else { in_a_week / f64::from(sites) };
        let lines_per_order = sampler("demand", &stated.name, &stated.lines_per_order)?;
        demands.push(Demand {
            group: table,
            intensity: intensity(stated, names, timeline, lines / lines_per_order.mean())?,
            lines_per_order,
            arrivals: stated.arrivals,
            first_at_once: stated.from.is_some(),
            backlog: stated.backlog,
            variation: stated.variation.as_ref().map(variation),
            class_up_to: class_up_to(stated, names, scenario.classes.len()),
            jobs: jobs(stated, names),
            mix,
            pieces: stated
                .pieces
                .as_ref()
                .map(|pieces| sampler("demand", &stated.name, pieces))
                .transpose()?,
            needs: needs(stated, names),
            when_down: stated
                .when_down
                .as_ref()
                .map(|down| when_down(down, scenario, names, site_groups, table)),
            streams: streams("demand", &stated.stream, sites),
        });
        let ordered = demands.last().map_or(1.0, Demand::ordered);
        lines_per_week.push(lines * ordered);
    }
    Ok((demands, lines_per_week))
}

/// Orders per microsecond at one site, given those of a week.
fn intensity(
    demand: &Stated,
    names: &Names<'_>,
    timeline: &Timeline,
    orders_per_week: f64,
) -> Result<Vec<(Micros, f64)>, BuildError> {
    let weight: f64 = demand.weekdays.iter().sum::<f64>() * demand.hours.iter().sum::<f64>();
    let scale = orders_per_week / (weight * HOUR as f64);
    if !scale.is_finite() || scale <= 0.0 {
        return Err(BuildError::NoDemand { demand: demand.name.clone() });
    }
    let holidays = timeline.holidays(names.calendar(demand.calendar.as_deref()));
    let mut intensity: Vec<(Micros, f64)> = Vec::new();
    for day in 0..timeline.days() {
        let of_day = if holidays.contains(&day) { 0.0 } else { demand.weekdays[timeline.weekday(day)] };
        for (hour, of_hour) in demand.hours.iter().enumerate() {
            let rate = of_day * of_hour * scale;
            // Bit for bit: an hour that is alike continues the step before it.
            if intensity.last().is_none_or(|step| step.1.to_bits() != rate.to_bits()) {
                intensity.push((day.cast_unsigned() * DAY + hour as u64 * HOUR, rate));
            }
        }
    }
    intensity.retain(|step| step.0 < timeline.end || step.0 == 0);
    if demand.from.is_some() || demand.until.is_some() {
        let [from, until] = [demand.from, demand.until].map(|instant| instant.map(|it| timeline.start + it));
        intensity = between(&intensity, from.unwrap_or(0), until.unwrap_or(Micros::MAX));
    }
    if intensity.iter().all(|step| step.1 <= 0.0) {
        return Err(BuildError::NoDemand { demand: demand.name.clone() });
    }
    Ok(intensity)
}

/// An intensity that is 0 before `from` and from `until` on.
fn between(intensity: &[(Micros, f64)], from: Micros, until: Micros) -> Vec<(Micros, f64)> {
    let mut within = if from > 0 { vec![(0, 0.0)] } else { Vec::new() };
    let ends = intensity.iter().skip(1).map(|step| step.0).chain([Micros::MAX]);
    for (&(begin, rate), end) in intensity.iter().zip(ends) {
        if end > from && begin < until {
            within.push((begin.max(from), rate));
        }
    }
    if until < Micros::MAX {
        within.push((until, 0.0));
    }
    within
}

/// A lognormal with mean 1 and this coefficient of variation has a logarithm with variance ln(1 +
/// cv²) (Johnson, Kotz & Balakrishnan 1994, ch. 14).
fn variation(stated: &StatedVariation) -> Variation {
    let sigma = |cv: f64| (cv * cv).ln_1p().sqrt();
    Variation {
        stream: stream("variation", &stated.stream, 0),
        week_sigma: sigma(stated.week_cv),
        day_sigma: sigma(stated.day_cv),
        persistence: stated.persistence,
    }
}

/// Systems without which nothing is ordered.
fn needs(demand: &Stated, names: &Names<'_>) -> Vec<SystemId> {
    let of = demand.when_down.as_ref().and_then(|down| down.of.as_ref());
    let all: Vec<String> = demand.needs.iter().chain(of).cloned().collect();
    names.needs(&all)
}

fn when_down(
    stated: &StatedDown,
    scenario: &Scenario,
    names: &Names<'_>,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    table: SiteGroupId,
) -> OutageBehaviour {
    let of_class = |&class: &usize| fate_up_to(stated.of_class(&scenario.classes[class].name));
    OutageBehaviour {
        fate_up_to: names.class_order.iter().map(of_class).collect(),
        deferred_over: stated.deferred_over,
        entered_by: stated
            .entered_by
            .as_ref()
            .map(|process| desk(names.processes(std::slice::from_ref(process))[0], site_groups, table)),
    }
}

/// Cumulative shares; 1 from the last on that is over 0.
fn fate_up_to(responses: &ResponseShares) -> [f64; 4] {
    let last = responses.shares.iter().rposition(|&share| share > 0.0).unwrap_or(0);
    let mut sum = 0.0;
    std::array::from_fn(|fate| {
        sum += responses.shares[fate];
        if fate < last { sum } else { 1.0 }
    })
}

/// The first desk with a process: of the table that is asked, then of its sources, then of theirs.
fn desk(process: ProcessId, site_groups: &IndexVec<SiteGroupId, SiteGroup>, asked: SiteGroupId) -> OrderDesk {
    let mut way = vec![asked];
    let mut next = 0;
    loop {
        let table = *way.get(next).expect("a scenario that was read has a desk on the way");
        let listed = &site_groups[table];
        if let Some(place) = listed.order_desk.iter().position(|&other| other == process) {
            return OrderDesk { group: table, place: place as u16 };
        }
        way.extend(listed.sources.iter().filter(|source| !way.contains(source)).copied().collect::<Vec<_>>());
        next += 1;
    }
}

/// Nothing can be entered into a system that is down: who enters what was written on paper needs
/// what the demand needs.
pub(crate) fn desks_need_what_they_enter_into(
    demands: &[Demand],
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    processes: &mut [Process],
) {
    for demand in demands {
        let Some(desk) = demand.when_down.as_ref().and_then(|down| down.entered_by) else { continue };
        let process = desk.process(site_groups);
        let needs = &mut processes[usize::from(process)].needs;
        needs.extend(&demand.needs);
        needs.sort_unstable();
        needs.dedup();
    }
}

/// The cars behind a demand.
fn jobs(demand: &Stated, names: &Names<'_>) -> Option<RepairJobs> {
    let stated = demand.jobs.as_ref()?;
    Some(RepairJobs {
        off_road: stated.off_road,
        courtesy: stated.courtesy.as_ref().map(|courtesy| CourtesyCars {
            share: courtesy.share,
            cars: courtesy.cars,
            cost_per_day: courtesy.cost,
        }),
        class_by_car: match &demand.backorder_class {
            Some(BackorderClass::ByCar { off_road, otherwise }) => {
                Some((names.class(off_road), names.class(otherwise)))
            }
            Some(BackorderClass::Shares(_)) | None => None,
        },
    })
}

/// Cumulative share of lines by class index; 1 from the last class on that has any.
fn class_up_to(demand: &Stated, names: &Names<'_>, classes: usize) -> Vec<f64> {
    let mut shares = vec![0.0; classes];
    let mut add = |stated: &[(String, f64)]| {
        for (class, share) in stated {
            shares[usize::from(names.class(class))] += share;
        }
    };
    match &demand.backorder_class {
        // A class by the car is not drawn.
        Some(BackorderClass::ByCar { otherwise, .. }) => shares[usize::from(names.class(otherwise))] = 1.0,
        Some(BackorderClass::Shares(stated)) => add(stated),
        None => add(&demand.classes),
    }
    let last = shares.iter().rposition(|&share| share > 0.0).unwrap_or(0);
    let mut sum = 0.0;
    let up_to = shares.iter().enumerate().map(|(class, share)| {
        sum += share;
        if class < last { sum } else { 1.0 }
    });
    up_to.collect()
}
