//! Compilation of a checked scenario to a model: names become ids, patterns become instants, stock
//! targets become levels.
//!
//! ```text
//! Scenario ─► names, calendars ─► parts, processes, sites ─► lanes, routes ─► demand ─► levels ─► flows ─► Model
//! ```
//!
//! A scenario that was read is already checked; the errors found here could not be known before.
//! Nothing is random, and nothing depends on the order of tables in a file.

pub(crate) mod calendar;
pub(crate) mod demand;
mod error;
pub(crate) mod failure;
pub(crate) mod impatience;
mod labels;
pub(crate) mod lane;
pub(crate) mod lead_time;
pub(crate) mod names;
mod normal_week;
pub(crate) mod observation;
pub(crate) mod part;
pub(crate) mod process;
pub(crate) mod random_stream;
pub(crate) mod restart;
pub(crate) mod review;
pub(crate) mod route;
pub(crate) mod site;
pub(crate) mod stock;

use crate::analysis::requested_lines::RequestedLines;
use crate::analysis::{class_mix, mean_flows};
use crate::engine::packed::Packed;
use crate::model::line_size::LineSizes;
use crate::model::{Class, CutOff, Labels, Model, Promise, SiteGroup, Stock, Times};
use crate::scenario::{Scenario, StartFrom};
use crate::units::{DAY, IndexVec, SiteGroupId, Span};
use calendar::{Timeline, WorkingDays};
pub use error::BuildError;
use error::{fits, sampler};
use names::Names;

/// A model with the names of its elements.
#[derive(Debug, Clone)]
pub struct CompiledModel {
    /// Model.
    pub model: Model,
    /// Names, id by id.
    pub labels: Labels,
}

/// Compiles the model of a scenario.
///
/// Engine time 0 is `start` less the initialisation, rounded up to weeks; with
/// `start_from = "full"` it is the day of `start` itself.
///
/// # Errors
/// [`BuildError`] for errors that show only when numbers are combined: too many elements, a run too
/// long, a demand or a rate without time, a target that no level reaches.
pub fn build(scenario: &Scenario) -> Result<CompiledModel, BuildError> {
    let timeline = Timeline::new(scenario)?;
    let names = Names::new(scenario)?;
    let days = WorkingDays::new(names.calendar(scenario.calendar.as_deref()), &timeline)?;

    let segments = part::segments(scenario)?;
    let segment_of = part::segment_of(&segments);
    let (mixes, mix_of) = part::mixes(scenario, &names);
    let mut processes = process::processes(scenario, &names, &timeline)?;
    let mut site_groups = site::site_groups(scenario, &names, &timeline, &days)?;
    let lanes = lane::lanes(scenario, &names, &timeline, &site_groups)?;
    let routes = route::routes(&site_groups, &lanes);
    let (demands, lines_per_week) =
        demand::demands(scenario, &names, &timeline, &days, &site_groups, &mix_of)?;

    // The packed words of a line have no space for more.
    let limit = u64::from(Packed::NUMBERS);
    fits("parts", segment_of.len(), limit)?;
    let site_of_stream = site::of_streams(&site_groups, &demands);
    fits("sites and streams of demand", site_of_stream.len(), limit)?;

    demand::add_needs_of_order_desks(&demands, &site_groups, &mut processes);

    let requested = RequestedLines::new(&site_groups, &demands, &mixes, &lines_per_week, segment_of.len());
    let week = normal_week::normal_week(scenario, &names, &days, &timeline);
    let review_interval: IndexVec<SiteGroupId, f64> =
        week.review_interval.iter().map(|interval| interval / DAY.as_micros_f64()).collect();
    let line_rates = class_mix::LineRates {
        of_demand: &lines_per_week,
        per_day: &requested.lines_per_day,
        review_interval: &review_interval,
    };
    class_mix::mean_work(&mut processes, &site_groups, &demands, &line_rates, scenario.classes.len());
    let line_sizes = LineSizes::new(&segments, &segment_of, &demands, &mixes, &site_groups, &lines_per_week);
    let pieces = requested.pieces_per_line(&mixes, &line_sizes, &segment_of);
    let routing = lead_time::Routing {
        site_groups: &site_groups,
        processes: &processes,
        lanes: &lanes,
        routes: &routes,
    };
    let network = lead_time::Network::new(scenario, &names, &timeline, routing, pieces);
    let demand =
        stock::LineDemand { segments: &segments, lines: &requested.lines_per_day, sizes: &line_sizes };
    let plans = stock::plans(scenario, &names, (&days, &timeline), &network, demand)?;
    let shelves = |(group, plan): (&SiteGroup, &Option<stock::StockPlan>)| {
        plan.as_ref().map_or(0, |plan| plan.level.len() as u64 * u64::from(group.count))
    };
    let shelves: u64 = site_groups.iter().zip(&plans).map(shelves).sum();
    fits("shelves, all sites together", shelves as usize, u32::MAX.into())?;
    for (group, plan) in site_groups.iter_mut().zip(plans) {
        if let (Stock::BaseStock(held), Some(plan)) = (&mut group.stock, plan) {
            held.assortment = plan.assortment;
            held.level = plan.level;
            held.replenishment = plan.replenishment;
            held.lead_time = plan.lead_time;
        }
    }

    if matches!(scenario.start_from, StartFrom::Steady { .. }) {
        check_history(&site_groups, &names, scenario)?;
    }

    let disruptions = restart::disruptions(scenario, &names, &timeline);
    let end = timeline.end;
    let onset = disruptions.iter().map(|disruption| disruption.from).min();
    let mut model = Model {
        times: Times {
            start: timeline.start,
            counted_from: timeline.start.saturating_add(scenario.warm_up).min(end),
            end,
            origin: timeline.origin,
            onset: onset.map_or(end, |onset| end.min(onset)),
        },
        seed: scenario.seed,
        steady_start: matches!(scenario.start_from, StartFrom::Steady { .. }),
        classes: classes(scenario, &names, &days, &timeline),
        fill_limits: [1.0, 2.0].map(|working_days| days.promises(&timeline, working_days)),
        segments,
        segment_of,
        mixes,
        line_sizes,
        systems: scenario.systems.len(),
        processes: processes.into(),
        group_of: site::group_of(&site_groups),
        site_of_stream,
        site_groups,
        lanes: lanes.into(),
        routes,
        demands,
        impatience: impatience::impatience(scenario, &names, &days, &timeline),
        disruptions: disruptions.into(),
        failures: failure::failures(scenario, &names)?.into(),
        phases: IndexVec::new(),
        windows: scenario
            .windows
            .iter()
            .map(|window| timeline.instant(window.from)..timeline.instant(window.until))
            .collect(),
        observations: observation::observations(scenario, &names, &timeline),
        flows: crate::model::Flows::default(),
    };
    model.flows = mean_flows::flows(&model, requested, &week);
    model.phases = restart::phases(scenario, &names, &timeline, &model.flows)?.into();
    Ok(CompiledModel { model, labels: labels::labels(scenario, &names) })
}

/// Longest time for which orders before the start are drawn \[years\].
const LONGEST_HISTORY: u64 = 100;

/// Checks that the orders that may be outstanding at the start can be drawn: those of the mean lead
/// time and 16 standard deviations.
fn check_history(
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    names: &Names<'_>,
    scenario: &Scenario,
) -> Result<(), BuildError> {
    let longest = (LONGEST_HISTORY * 365) as f64 * DAY.as_micros_f64();
    for (group, spec) in site_groups.iter_ids() {
        let Some(lead_time) = &spec.lead_time else { continue };
        // Not a number if the variance is infinite.
        let history = lead_time.mean() + 16.0 * lead_time.variance().sqrt();
        if history.is_nan() || history > longest {
            let supplier = scenario.sites[names.group_order[group]].name.clone();
            return Err(BuildError::HistoryTooLong { supplier, years: LONGEST_HISTORY });
        }
    }
    Ok(())
}

fn classes(scenario: &Scenario, names: &Names<'_>, days: &WorkingDays, timeline: &Timeline) -> Vec<Class> {
    let class = |&position: &usize| Class {
        promise: match (scenario.classes[position].promise, scenario.classes[position].cut_off) {
            (None, _) => Promise::None,
            (Some(Span::Elapsed(time)), _) => Promise::Elapsed(time),
            (Some(Span::WorkingDays(count)), None) => Promise::ByDay(days.promises(timeline, count)),
            (Some(Span::WorkingDays(count)), Some(at)) => {
                let (in_time, late) = days.promises_with_cut_off(timeline, count);
                Promise::ByCutOff(CutOff { at, in_time, late })
            }
        },
    };
    names.class_order.iter().map(class).collect()
}

#[cfg(test)]
mod tests;
