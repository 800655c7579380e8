//! Demand: the intensity of orders by hour.
//!
//! Weekday weights × hour weights × 0 on a holiday, scaled so that a week without holidays has the
//! specified lines. The lines of a holiday are not ordered on another day instead.
//!
//! Knows nothing of how an order is filled.

use super::calendar::{Timeline, WorkingDays};
use super::labels;
use super::names::Names;
use super::random_stream::{stream, streams};
use super::{BuildError, sampler};
use crate::model::{
    CourtesyCars, Demand, OrderDesk, OutageBehaviour, Process, RepairJobs, SiteGroup, Variation,
};
use crate::scenario::Scenario;
use crate::scenario::customers::demand::{BackorderClass, Demand as DemandSpec};
use crate::scenario::customers::outage_response::OutageBehaviour as OutageSpec;
use crate::scenario::customers::variation::Variation as VariationSpec;
use crate::units::{DAY, HOUR, IndexVec, Instant, MarketId, Per, ProcessId, SiteGroupId, SystemId, WEEK};

/// Demands, and the lines of each that are ordered in a week without holidays at one site while it
/// is in force.
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
    let markets = labels::markets(scenario);
    for (spec, &mix) in scenario.demand.iter().zip(mix_of) {
        let group = names.group(&spec.site);
        let site = scenario.sites.iter().find(|site| site.name == spec.site);
        let market = markets.iter().position(|&market| site.is_some_and(|site| site.market == market));
        let sites = site_groups[group].count;
        let in_a_week = match spec.lines.per {
            Per::Time(time) => spec.lines.count * WEEK.as_micros_f64() / time.as_micros_f64(),
            Per::WorkingDay => spec.lines.count * days.per_week(),
        };
        let lines = if spec.each { in_a_week } else { in_a_week / f64::from(sites) };
        let lines_per_order = sampler("demand", &spec.name, &spec.lines_per_order)?;
        demands.push(Demand {
            group,
            market: MarketId::from_index(market.unwrap_or(0)),
            intensity: intensity(spec, names, timeline, lines / lines_per_order.mean())?,
            lines_per_order,
            arrivals: spec.arrivals,
            first_immediately: spec.from.is_some(),
            backlog: spec.backlog,
            variation: spec.variation.as_ref().map(variation),
            class_up_to: class_up_to(spec, names, scenario.classes.len()),
            jobs: jobs(spec, names),
            mix,
            pieces: spec.pieces.as_ref().map(|pieces| sampler("demand", &spec.name, pieces)).transpose()?,
            needs: needs(spec, names),
            when_down: spec
                .when_down
                .as_ref()
                .map(|down| when_down(down, scenario, names, site_groups, group)),
            streams: streams("demand", &spec.stream, sites),
        });
        let ordered = demands.last().map_or(1.0, Demand::ordered);
        lines_per_week.push(lines * ordered);
    }
    Ok((demands, lines_per_week))
}

/// Orders per microsecond at one site, given those of a week.
fn intensity(
    demand: &DemandSpec,
    names: &Names<'_>,
    timeline: &Timeline,
    orders_per_week: f64,
) -> Result<Vec<(Instant, f64)>, BuildError> {
    let weight: f64 = demand.weekdays.iter().sum::<f64>() * demand.hours.iter().sum::<f64>();
    let scale = orders_per_week / (weight * HOUR.as_micros_f64());
    if !scale.is_finite() || scale <= 0.0 {
        return Err(BuildError::NoDemand { demand: demand.name.clone() });
    }
    let holidays = timeline.holidays(names.calendar(demand.calendar.as_deref()));
    let mut intensity: Vec<(Instant, f64)> = Vec::new();
    for day in 0..timeline.days() {
        let of_day = if holidays.contains(&day) { 0.0 } else { demand.weekdays[timeline.weekday(day)] };
        for (hour, of_hour) in demand.hours.iter().enumerate() {
            let rate = of_day * of_hour * scale;
            // Bit for bit: an hour with the same intensity continues the step before it.
            if intensity.last().is_none_or(|step| step.1.to_bits() != rate.to_bits()) {
                intensity.push((Instant::at(day.cast_unsigned() * DAY + hour as u64 * HOUR), rate));
            }
        }
    }
    intensity.retain(|step| step.0 < timeline.end || step.0 == Instant::ORIGIN);
    if demand.from.is_some() || demand.until.is_some() {
        let [from, until] = [demand.from, demand.until].map(|instant| instant.map(|it| timeline.instant(it)));
        intensity = between(&intensity, from.unwrap_or(Instant::ORIGIN), until.unwrap_or(Instant::NEVER));
    }
    if intensity.iter().all(|step| step.1 <= 0.0) {
        return Err(BuildError::NoDemand { demand: demand.name.clone() });
    }
    Ok(intensity)
}

/// An intensity that is 0 before `from` and from `until` on.
fn between(intensity: &[(Instant, f64)], from: Instant, until: Instant) -> Vec<(Instant, f64)> {
    let mut within = if from > Instant::ORIGIN { vec![(Instant::ORIGIN, 0.0)] } else { Vec::new() };
    let ends = intensity.iter().skip(1).map(|step| step.0).chain([Instant::NEVER]);
    for (&(begin, rate), end) in intensity.iter().zip(ends) {
        if end > from && begin < until {
            within.push((begin.max(from), rate));
        }
    }
    if until < Instant::NEVER {
        within.push((until, 0.0));
    }
    within
}

/// Variation of a demand. A lognormal with mean 1 and a coefficient of variation cv has a logarithm
/// with variance ln(1 + cv²) (Johnson, Kotz & Balakrishnan 1994, ch. 14).
fn variation(spec: &VariationSpec) -> Variation {
    let sigma = |cv: f64| (cv * cv).ln_1p().sqrt();
    Variation {
        stream: stream("variation", &spec.stream, 0),
        week_sigma: sigma(spec.week_cv),
        day_sigma: sigma(spec.day_cv),
        persistence: spec.persistence,
    }
}

/// Systems that ordering needs.
fn needs(demand: &DemandSpec, names: &Names<'_>) -> Vec<SystemId> {
    let of = demand.when_down.as_ref().and_then(|down| down.of.as_ref());
    let all: Vec<String> = demand.needs.iter().chain(of).cloned().collect();
    names.needs(&all)
}

fn when_down(
    spec: &OutageSpec,
    scenario: &Scenario,
    names: &Names<'_>,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    group: SiteGroupId,
) -> OutageBehaviour {
    let of_class = |&class: &usize| {
        let mut shares = spec.of_class(&scenario.classes[class].name).shares;
        accumulate(&mut shares);
        shares
    };
    OutageBehaviour {
        response_up_to: names.class_order.iter().map(of_class).collect(),
        deferred_over: spec.deferred_over,
        entered_by: spec
            .entered_by
            .as_ref()
            .map(|process| order_desk(names.process(process), site_groups, group)),
    }
}

/// Turns shares into cumulative shares; 1 from the last share over 0 on.
fn accumulate(shares: &mut [f64]) {
    let last = shares.iter().rposition(|&share| share > 0.0).unwrap_or(0);
    let mut sum = 0.0;
    for (index, share) in shares.iter_mut().enumerate() {
        sum += *share;
        *share = if index < last { sum } else { 1.0 };
    }
}

/// First order desk with a process: of the site group that receives the orders, then of its
/// sources, then of theirs.
fn order_desk(
    process: ProcessId,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    receives: SiteGroupId,
) -> OrderDesk {
    let mut searched = vec![receives];
    let mut next = 0;
    loop {
        let group = *searched.get(next).expect("a scenario that was read has a desk above the demand");
        let listed = &site_groups[group];
        if let Some(place) = listed.order_desk.iter().position(|&other| other == process) {
            return OrderDesk { group, place: place as u16 };
        }
        let new = listed.sources.iter().filter(|source| !searched.contains(source));
        searched.extend(new.copied().collect::<Vec<_>>());
        next += 1;
    }
}

/// Adds the systems that a demand needs to those of the process that enters its paper orders:
/// nothing can be entered into a system that is down.
pub(crate) fn add_needs_of_order_desks(
    demands: &[Demand],
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    processes: &mut [Process],
) {
    for demand in demands {
        let Some(order_desk) = demand.when_down.as_ref().and_then(|down| down.entered_by) else { continue };
        let process = order_desk.process(site_groups);
        let needs = &mut processes[usize::from(process)].needs;
        needs.extend(&demand.needs);
        needs.sort_unstable();
        needs.dedup();
    }
}

/// Repair jobs behind a demand.
fn jobs(demand: &DemandSpec, names: &Names<'_>) -> Option<RepairJobs> {
    let spec = demand.jobs.as_ref()?;
    Some(RepairJobs {
        off_road: spec.off_road,
        courtesy: spec.courtesy.as_ref().map(|courtesy| CourtesyCars {
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
fn class_up_to(demand: &DemandSpec, names: &Names<'_>, classes: usize) -> Vec<f64> {
    let mut shares = vec![0.0; classes];
    let mut add = |by_class: &[(String, f64)]| {
        for (class, share) in by_class {
            shares[usize::from(names.class(class))] += share;
        }
    };
    match &demand.backorder_class {
        // A class by the car is not random.
        Some(BackorderClass::ByCar { otherwise, .. }) => shares[usize::from(names.class(otherwise))] = 1.0,
        Some(BackorderClass::Shares(spec)) => add(spec),
        None => add(&demand.classes),
    }
    accumulate(&mut shares);
    shares
}
