//! From a checked scenario to what can run: names become indices, patterns become instants, targets
//! become levels.
//!
//! ```text
//! Scenario ─► names, calendars ─► parts, processes, sites ─► lanes, routes ─► demand ─► levels ─► flows ─► Model
//! ```
//!
//! A scenario that was read is already checked; what is found here could not be known before.
//! Nothing is drawn, and nothing depends on the order of tables in a file.

pub(crate) mod calendar;
pub(crate) mod demand;
pub(crate) mod failure;
pub(crate) mod impatience;
pub(crate) mod lane;
pub(crate) mod lead_time;
pub(crate) mod names;
pub(crate) mod observation;
pub(crate) mod part;
pub(crate) mod process;
pub(crate) mod random_stream;
pub(crate) mod restart;
pub(crate) mod review;
pub(crate) mod route;
pub(crate) mod site;
pub(crate) mod stock;

use crate::analysis::class_mix;
use crate::analysis::mean_flows;
use crate::analysis::requested_lines::RequestedLines;
use crate::distributions::Distribution;
use crate::distributions::{DistributionError, Sampler};
use crate::engine::packed::Packed;
use crate::model::line_size::LineSizes;
use crate::model::{Class, CutOff, Labels, Model, Promise, SiteGroup, Stock, Times};
use crate::scenario::{Scenario, StartFrom};
use crate::units::{DAY, IndexVec, SiteGroupId, Span};
use calendar::{Timeline, WorkingDays};
use names::Names;

/// A model, and what the things in it are called.
#[derive(Debug, Clone)]
pub struct CompiledModel {
    /// What can run.
    pub model: Model,
    /// Names, index by index.
    pub labels: Labels,
}

/// Why a scenario, though correct in itself, cannot run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// More of something than can be numbered.
    #[error("{count} {what} are too many: there may be {limit}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: u64,
        /// How many there may be.
        limit: u64,
    },
    /// The run-in and the horizon together do not fit into engine time, or begin before the first
    /// date.
    #[error("the run is too long: run-in and horizon together may be 36,000 years, after the year -9999")]
    RunTooLong,
    /// Working days are counted by a calendar that has none.
    #[error("calendar `{calendar}` has no shift on any day, so no working days can be counted by it")]
    NoWorkingDays {
        /// The calendar.
        calendar: String,
    },
    /// A process whose rate comes to no work at all, or to work without end.
    #[error("process `{process}` has a rate but no time to work in, or no rate")]
    NoCapacity {
        /// The process.
        process: String,
    },
    /// A demand that is nowhere over 0.
    #[error("demand `{demand}` asks for nothing: its weekdays, hours and holidays leave no time")]
    NoDemand {
        /// The demand.
        demand: String,
    },
    /// No level reaches the target, or a level has more pieces than can be counted.
    #[error("no stock level of segment `{segment}` at site `{site}` reaches its target")]
    NoLevel {
        /// The site table.
        site: String,
        /// The segment.
        segment: String,
    },
    /// A distribution with parameters that it cannot have.
    #[error("{kind}.{name}: {error}")]
    Distribution {
        /// What kind of thing states it: the name of the scenario's table.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What is wrong.
        error: DistributionError,
    },
}

/// Builds the model of a scenario.
///
/// Engine time 0 is `start` less the run-in, rounded up to whole weeks; with `start_from = "full"`
/// it is the day of `start` itself.
///
/// # Errors
/// [`BuildError`] for what only shows when numbers are put together: too many things, a run too
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

    // The words of a line have no room for more.
    let most = u64::from(Packed::NUMBERS);
    fits("parts", segment_of.len(), most)?;
    let site_of_stream = site::of_streams(&site_groups, &demands);
    fits("sites and streams of demand", site_of_stream.len(), most)?;

    demand::desks_need_what_they_enter_into(&demands, &site_groups, &mut processes);

    let asked = RequestedLines::new(&site_groups, &demands, &mixes, &lines_per_week, segment_of.len());
    let weekly = weekly(scenario, &names, &days, &timeline);
    let review_interval: IndexVec<SiteGroupId, f64> =
        weekly.review_interval.iter().map(|interval| interval / DAY as f64).collect();
    let going_up = class_mix::LineRates {
        of_demand: &lines_per_week,
        per_day: &asked.lines_per_day,
        review_interval: &review_interval,
    };
    class_mix::mean_work(&mut processes, &site_groups, &demands, &going_up, scenario.classes.len());
    let line_sizes = LineSizes::new(&segments, &segment_of, &demands, &mixes, &site_groups, &lines_per_week);
    let pieces = asked.pieces_per_line(&mixes, &line_sizes, &segment_of);
    let ways =
        lead_time::Ways { site_groups: &site_groups, processes: &processes, lanes: &lanes, routes: &routes };
    let network = lead_time::Network::new(scenario, &names, &timeline, ways, pieces);
    let below = stock::Below { segments: &segments, lines: &asked.lines_per_day, sizes: &line_sizes };
    let plans = stock::plans(scenario, &names, &days, &network, below)?;
    let shelves = |(table, plan): (&SiteGroup, &Option<stock::Planned>)| {
        plan.as_ref().map_or(0, |plan| plan.level.len() as u64 * u64::from(table.count))
    };
    let shelves: u64 = site_groups.iter().zip(&plans).map(shelves).sum();
    fits("shelves, all sites together", shelves as usize, u32::MAX.into())?;
    for (table, plan) in site_groups.iter_mut().zip(plans) {
        if let (Stock::BaseStock(held), Some(plan)) = (&mut table.stock, plan) {
            held.assortment = plan.assortment;
            held.level = plan.level;
            held.replenishment = plan.replenishment;
            held.lead_time = plan.lead_time;
        }
    }

    let disruptions = restart::disruptions(scenario, &names, &timeline);
    let onset = disruptions.iter().map(|disruption| disruption.from).min();
    let mut model = Model {
        times: Times {
            start: timeline.start,
            counted_from: timeline.start.saturating_add(scenario.warm_up).min(timeline.end),
            end: timeline.end,
            origin: timeline.origin,
            onset: onset.map_or(timeline.end, |onset| onset.min(timeline.end)),
        },
        seed: scenario.seed,
        steady_start: matches!(scenario.start_from, StartFrom::Steady { .. }),
        classes: classes(scenario, &names, &days, &timeline),
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
        observations: observation::observations(scenario, &names, &timeline),
        flows: crate::model::Flows::default(),
    };
    model.flows = mean_flows::flows(&model, asked, &weekly);
    model.phases = restart::phases(scenario, &names, &timeline, &model.flows)?.into();
    Ok(CompiledModel { model, labels: labels(scenario, &names) })
}

/// What the flows need to know of a normal week.
fn weekly(
    scenario: &Scenario,
    names: &Names<'_>,
    days: &WorkingDays,
    timeline: &Timeline,
) -> mean_flows::NormalWeek {
    let open = |calendar: &Option<String>| {
        let week = calendar::normal_week(names.calendar(calendar.as_deref()));
        calendar::work_within(&week, crate::units::WEEK)
    };
    let review = |&position: &usize| match &scenario.sites[position].stock {
        Some(crate::scenario::stock::Stock::BaseStock(held)) => review::interval(held.review, days),
        _ => 0.0,
    };
    let loads =
        |&site: &usize| scenario.sites[site].deliveries.as_ref().map_or(0.0, |loads| loads.at.len() as f64);
    mean_flows::NormalWeek {
        working_days: days.per_week(),
        working_day: (0..timeline.days()).map(|day| days.holds(timeline, day)).collect(),
        open: scenario.processes.iter().map(|process| open(&process.calendar)).collect(),
        departures: scenario
            .lanes
            .iter()
            .map(|lane| {
                lane.departs.as_ref().map_or(0.0, super::scenario::network::lane::Departures::per_week)
            })
            .collect(),
        deliveries: names.table_order.iter().map(loads).collect(),
        review_interval: names.table_order.iter().map(review).collect(),
    }
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

fn labels(scenario: &Scenario, names: &Names<'_>) -> Labels {
    Labels {
        title: scenario.title.clone(),
        name: scenario.name.clone(),
        currency: match scenario.currency {
            '€' => "€",
            '$' => "$",
            _ => "£",
        },
        classes: names.class_order.iter().map(|&class| scenario.classes[class].name.clone()).collect(),
        segments: scenario.parts.iter().map(|segment| segment.name.clone()).collect(),
        systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
        processes: scenario.processes.iter().map(|process| process.name.clone()).collect(),
        site_groups: names.table_order.iter().map(|&site| scenario.sites[site].name.clone()).collect(),
        lanes: scenario.lanes.iter().map(|lane| lane.name.clone()).collect(),
        demands: scenario.demand.iter().map(|demand| demand.name.clone()).collect(),
        disruptions: scenario.disruptions.iter().map(|disruption| disruption.name.clone()).collect(),
        phases: scenario.restart.iter().map(|phase| phase.name.clone()).collect(),
        observations: observation::labels(scenario),
    }
}

/// The sampler of a stated distribution, or what is wrong with whose.
fn sampler(kind: &'static str, name: &str, stated: &Distribution) -> Result<Sampler, BuildError> {
    Sampler::new(stated).map_err(|error| BuildError::Distribution { kind, name: name.to_owned(), error })
}

/// Checks that this number of elements fits its id.
fn fits(what: &'static str, count: usize, limit: u64) -> Result<(), BuildError> {
    let count = count as u64;
    if count <= limit { Ok(()) } else { Err(BuildError::TooMany { what, count, limit }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assortment::Assortment;
    use crate::model::test_scenario;
    use crate::model::{CapacityTarget, RouteLeg};
    use crate::scenario::disruption::{CapacityTarget as Named, Disruption};
    use crate::scenario::network::lane::Departures;
    use crate::scenario::network::process::Capacity;
    use crate::scenario::network::site::SiteKind;
    use crate::scenario::stock::{Review, ReviewInterval, StockLevel};
    use crate::units::{CapacityFactor, DisruptionId, HOUR, LaneId, Per, ProcessId, Rate, SystemId, WEEK};
    use jiff::civil::date;

    fn model(scenario: &Scenario) -> Model {
        build(scenario).unwrap().model
    }

    #[test]
    fn a_run_in_is_whole_weeks_before_the_start() {
        let mut scenario = test_scenario::scenario();
        scenario.start_from = StartFrom::Steady { initialisation: 8 * DAY };
        scenario.warm_up = DAY;
        let times = model(&scenario).times;
        assert_eq!(times.origin, date(2024, 12, 23));
        assert_eq!(times.start, 2 * WEEK);
        assert_eq!(times.counted_from, 2 * WEEK + DAY);
        assert_eq!((times.end, times.onset), (6 * WEEK, 6 * WEEK));
    }

    #[test]
    fn a_night_shift_runs_past_midnight_and_does_not_begin_on_a_holiday() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = WEEK;
        let mut nights =
            test_scenario::calendar("nights", vec![test_scenario::shift(&[0, 1, 2, 3, 4], 22, 30, 100)]);
        nights.holidays = vec![date(2025, 1, 8)];
        scenario.calendars = vec![nights];
        let mut pick = test_scenario::process("pick", 8.0, Per::WorkingDay);
        pick.calendar = Some("nights".into());
        scenario.processes = vec![pick];
        let pick = &model(&scenario).processes[ProcessId::new(0)];
        // Monday, Tuesday, Thursday and Friday night; Wednesday is the holiday.
        let on = [0, 1, 3, 4].map(|day| (day * DAY + 22 * HOUR, CapacityFactor::NOMINAL));
        let off = [0, 1, 3, 4].map(|day| (day * DAY + 30 * HOUR, CapacityFactor::STOPPED));
        let mut expected = vec![(0, CapacityFactor::STOPPED)];
        for (on, off) in on.into_iter().zip(off) {
            expected.extend([on, off]);
        }
        assert_eq!(pick.calendar, expected);
        // 8 lines in a night of 8 hours: an hour each.
        assert_eq!(pick.work, Sampler::Constant(HOUR as f64));
    }

    #[test]
    fn a_night_shift_of_the_day_before_the_run_is_still_at_work_when_it_begins() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = DAY;
        scenario.calendars =
            vec![test_scenario::calendar("sunday", vec![test_scenario::shift(&[6], 22, 30, 50)])];
        let mut pick = test_scenario::process("pick", 1.0, Per::Time(HOUR));
        pick.calendar = Some("sunday".into());
        scenario.processes = vec![pick];
        let expected = vec![(0, CapacityFactor::from_ppm(500_000)), (6 * HOUR, CapacityFactor::STOPPED)];
        assert_eq!(model(&scenario).processes[ProcessId::new(0)].calendar, expected);
    }

    #[test]
    fn where_shifts_overlap_the_larger_level_holds() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = DAY;
        let shifts = vec![test_scenario::shift(&[0], 6, 14, 100), test_scenario::shift(&[0], 12, 20, 50)];
        scenario.calendars = vec![test_scenario::calendar("overlap", shifts)];
        let mut pick = test_scenario::process("pick", 1.0, Per::WorkingDay);
        pick.calendar = Some("overlap".into());
        scenario.processes = vec![pick];
        let pick = &model(&scenario).processes[ProcessId::new(0)];
        let expected = vec![
            (0, CapacityFactor::STOPPED),
            (6 * HOUR, CapacityFactor::NOMINAL),
            (14 * HOUR, CapacityFactor::from_ppm(500_000)),
            (20 * HOUR, CapacityFactor::STOPPED),
        ];
        assert_eq!(pick.calendar, expected);
        // 8 hours at 100 % and 6 at 50 %: 11 hours of work.
        assert_eq!(pick.work, Sampler::Constant(11.0 * HOUR as f64));
    }

    #[test]
    fn people_are_servers_and_productivity_is_their_work() {
        let mut scenario = test_scenario::scenario();
        let mut pick = test_scenario::process("pick", 1.0, Per::WorkingDay);
        pick.capacity =
            Capacity::People { people: 240, productivity: Rate { count: 24.0, per: Per::Time(HOUR) } };
        scenario.processes = vec![pick];
        let pick = &model(&scenario).processes[ProcessId::new(0)];
        assert_eq!((pick.servers, pick.work.mean()), (240, HOUR as f64 / 24.0));
    }

    #[test]
    fn a_promise_in_working_days_skips_the_weekend_and_holidays() {
        let mut scenario = test_scenario::scenario();
        let mut uk = test_scenario::calendar("uk", vec![test_scenario::shift(&[0, 1, 2, 3, 4], 8, 16, 100)]);
        uk.holidays = vec![date(2025, 1, 13)];
        scenario.calendars = vec![uk];
        scenario.calendar = Some("uk".into());
        for (promise, ordered, end_of) in [
            (1.0, 0, 1),   // Monday: by the end of Tuesday
            (1.0, 4, 8),   // Friday: Monday is a holiday, so Tuesday
            (1.0, 5, 8),   // Saturday: the same
            (0.5, 0, 1),   // a part of a day counts as a day
            (3.0, 3, 9),   // Thursday: Friday, Tuesday, Wednesday
            (0.0, 5, 5),   // by the end of the same day
            (1.0, 27, 28), // the last day of the run: beyond its end
        ] {
            scenario.classes[0].promise = Some(Span::WorkingDays(promise));
            let Promise::ByDay(by) = &model(&scenario).classes[0].promise else { panic!("not by day") };
            assert_eq!(by[ordered], (end_of + 1) * DAY, "{promise} working days from day {ordered}");
            assert_eq!(by.len(), 28);
        }
    }

    #[test]
    fn demand_follows_weekdays_hours_and_holidays_and_keeps_its_weekly_total() {
        let mut scenario = test_scenario::scenario();
        scenario.horizon = 2 * WEEK;
        let mut uk = test_scenario::calendar("uk", vec![test_scenario::shift(&[0, 1, 2, 3, 4], 8, 16, 100)]);
        uk.holidays = vec![date(2025, 1, 14)];
        scenario.calendars = vec![uk];
        let demand = &mut scenario.demand[0];
        demand.lines = Rate { count: 48.0, per: Per::WorkingDay };
        demand.weekdays = [2.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
        demand.hours = std::array::from_fn(|hour| if hour < 12 { 1.0 } else { 0.0 });
        demand.lines_per_order = Distribution::Constant(2.0);
        demand.calendar = Some("uk".into());
        // 240 lines, 120 orders a week: 40 on Monday, 20 on each other day, in 12 hours.
        let hourly = |orders: f64| orders / 12.0 / HOUR as f64;
        let mut expected = vec![];
        for day in [0, 1, 2, 3, 4, 7, 9, 10, 11] {
            expected.push((day * DAY, hourly(if day % 7 == 0 { 40.0 } else { 20.0 })));
            expected.push((day * DAY + 12 * HOUR, 0.0));
        }
        let intensity = &model(&scenario).demands[0].intensity;
        assert_eq!(intensity.len(), expected.len());
        for (one, other) in intensity.iter().zip(&expected) {
            assert_eq!(one.0, other.0);
            assert!((one.1 - other.1).abs() < 1e-20, "{one:?} is not {other:?}");
        }
    }

    #[test]
    fn even_demand_is_one_step() {
        let model = model(&test_scenario::scenario());
        assert_eq!(model.demands[0].intensity.len(), 1);
        assert!((model.demands[0].intensity[0].1 - 100.0 / DAY as f64).abs() < 1e-20);
    }

    #[test]
    fn a_rate_for_all_is_shared_out_over_the_sites() {
        let mut scenario = test_scenario::scenario();
        scenario.sites[0].count = 4;
        scenario.demand[0].each = false;
        assert!((model(&scenario).demands[0].intensity[0].1 - 25.0 / DAY as f64).abs() < 1e-20);
    }

    fn two_echelons() -> Scenario {
        let mut scenario = test_scenario::scenario();
        let mut shops = test_scenario::site("shop", SiteKind::Retailer, &["depot"]);
        shops.count = 5;
        shops.stock = None;
        let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
        depot.count = 2;
        depot.stock = Some(test_scenario::base_stock(StockLevel::Cover(10 * DAY), Review::Continuous));
        scenario.sites[0].stock =
            Some(test_scenario::base_stock(StockLevel::FillRate(0.95), Review::Continuous));
        scenario.sites.insert(1, depot);
        scenario.sites.insert(2, shops);
        scenario.demand[0].site = "shop".into();
        scenario.demand[0].lines = Rate { count: 2.0, per: Per::Time(DAY) };
        scenario.lanes = vec![
            test_scenario::lane("down", "centre", "depot", 1.0),
            test_scenario::lane("far", "depot", "shop", 1.0),
        ];
        scenario
    }

    #[test]
    fn tables_stand_downstream_first_and_sites_share_sources_in_blocks() {
        let compiled = build(&two_echelons()).unwrap();
        assert_eq!(compiled.labels.site_groups, ["shop", "depot", "centre", "supplier"]);
        let model = compiled.model;
        let echelons: Vec<u16> = model.site_groups.iter().map(|table| table.echelon).collect();
        assert_eq!(echelons, [0, 1, 2, 3]);
        assert_eq!(model.group_of, [0, 0, 0, 0, 0, 1, 1, 2, 3].map(SiteGroupId::new));
        // Five shops over two depots: three and two.
        let sources: Vec<u32> = (0..5).map(|shop| model.source_site(shop, SiteGroupId::new(1))).collect();
        assert_eq!(sources, [5, 5, 5, 6, 6]);
    }

    #[test]
    fn goods_take_the_straight_lane_or_else_the_way_through_their_sources() {
        let mut scenario = two_echelons();
        let route = |scenario: &Scenario, from: usize, to: usize| {
            let model = model(scenario);
            model.routes[from * model.site_groups.len() + to]
        };
        // Lanes by name: down 0, far 1. Centre (2) to shop (0) leads through the depot (1).
        assert_eq!(
            route(&scenario, 2, 0),
            Some(RouteLeg { lane: Some(LaneId::new(0)), to: SiteGroupId::new(1) })
        );
        assert_eq!(
            route(&scenario, 1, 0),
            Some(RouteLeg { lane: Some(LaneId::new(1)), to: SiteGroupId::new(0) })
        );
        assert_eq!(route(&scenario, 0, 2), None);
        // Where no lane is stated goods change hands at once.
        assert_eq!(route(&scenario, 3, 2), Some(RouteLeg { lane: None, to: SiteGroupId::new(2) }));
        scenario.lanes.push(test_scenario::lane("straight", "centre", "shop", 1.0));
        assert_eq!(
            route(&scenario, 2, 0),
            Some(RouteLeg { lane: Some(LaneId::new(2)), to: SiteGroupId::new(0) })
        );
    }

    fn held(model: &Model, table: SiteGroupId) -> &crate::model::BaseStock {
        match &model.site_groups[table].stock {
            Stock::BaseStock(held) => held,
            _ => panic!("no base stock"),
        }
    }

    #[test]
    fn levels_are_set_by_all_customers_below() {
        let model = model(&two_echelons());
        // Five shops of 2 a day over two depots: 5 a day each, 10 days of cover.
        assert_eq!(held(&model, SiteGroupId::new(1)).level, [50]);
        assert_eq!(held(&model, SiteGroupId::new(1)).lead_time, DAY);
        // The centre: 10 a day over the supplier's 2 days, Poisson with mean 20; P(X ≤ 27) = 0.948,
        // P(X ≤ 28) = 0.966: S − 1 = 28.
        assert_eq!(held(&model, SiteGroupId::new(2)).lead_time, 2 * DAY);
        assert_eq!(held(&model, SiteGroupId::new(2)).level, [29]);
    }

    #[test]
    fn levels_may_be_given_by_segment_and_segments_left_to_the_source() {
        let mut scenario = two_echelons();
        scenario.parts = vec![
            test_scenario::segment("fast", 2, Distribution::Constant(1.0)),
            test_scenario::segment("slow", 3, Distribution::Constant(1.0)),
        ];
        scenario.parts[0].share = 0.8;
        scenario.parts[1].share = 0.2;
        scenario.sites[1].stock =
            Some(test_scenario::base_stock(StockLevel::Pieces(vec![("slow".into(), 7)]), Review::Continuous));
        if let Some(crate::scenario::stock::Stock::BaseStock(stated)) = &mut scenario.sites[1].stock {
            stated.segments = vec!["slow".into()];
        }
        let model = model(&scenario);
        assert_eq!(held(&model, SiteGroupId::new(1)).level, [7, 7, 7]);
        assert_eq!(held(&model, SiteGroupId::new(1)).assortment.parts().collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(held(&model, SiteGroupId::new(2)).level.len(), 5);
        assert_eq!(model.segment_of, [0, 0, 1, 1, 1]);
        assert!((model.mixes[0].share[0] - 0.4).abs() < 1e-12);
    }

    #[test]
    fn what_is_kept_by_part_or_shelf_has_no_room_to_spare() {
        let mut scenario = two_echelons();
        let counts = [("fast", 101), ("medium", 203), ("slow", 307)];
        scenario.parts = counts
            .map(|(name, count)| test_scenario::segment(name, count, Distribution::Constant(1.0)))
            .into();
        for segment in &mut scenario.parts {
            segment.share = 1.0 / 3.0;
        }
        if let Some(crate::scenario::stock::Stock::BaseStock(stated)) = &mut scenario.sites[1].stock {
            stated.segments = vec!["fast".into(), "slow".into()];
        }
        let model = model(&scenario);
        let spare = |capacity: usize, len: usize| {
            assert!(len > 400, "{len}");
            capacity - len
        };
        assert_eq!(spare(model.segment_of.capacity(), model.segment_of.len()), 0);
        for mix in &model.mixes {
            assert_eq!(spare(mix.slots.capacity(), mix.slots.len()), 0);
            assert_eq!(spare(mix.share.capacity(), mix.share.len()), 0);
        }
        for table in [1, 2].map(SiteGroupId::new) {
            let (held, pieces) = (held(&model, table), &model.flows.pieces_per_day[table]);
            assert_eq!(spare(held.level.capacity(), held.level.len()), 0);
            assert_eq!(spare(pieces.capacity(), pieces.len()), 0);
            if let Assortment::Some { part_of_shelf, shelf_of_part } = &held.assortment {
                assert_eq!(spare(part_of_shelf.capacity(), part_of_shelf.len()), 0);
                assert_eq!(spare(shelf_of_part.capacity(), shelf_of_part.len()), 0);
            }
        }
        // Shops and the supplier have no shelves.
        assert!(
            [0, 3].map(SiteGroupId::new).iter().all(|&table| model.flows.pieces_per_day[table].is_empty())
        );
    }

    #[test]
    fn a_lead_time_counts_work_departures_and_transit_but_no_queue() {
        let mut scenario = two_echelons();
        scenario.processes = vec![
            test_scenario::process("pick", 1.0, Per::Time(HOUR)),
            test_scenario::process("stow", 1.0, Per::Time(2 * HOUR)),
        ];
        scenario.sites[0].after_stock = vec!["pick".into()];
        scenario.sites[1].inbound = vec!["stow".into()];
        scenario.sites[1].stock = Some(test_scenario::base_stock(
            StockLevel::Cover(DAY),
            Review::Periodic { every: ReviewInterval::Elapsed(WEEK), at: 6 * HOUR },
        ));
        // Ordered Monday 06:00, picked by 07:00; ready two hours before the departure on Tuesday at
        // 10:00; a day on the way; two hours to stow: Wednesday 12:00, 54 hours.
        let lane = &mut scenario.lanes[0];
        lane.departs = Some(Departures::Week(vec![8 * HOUR, DAY + 10 * HOUR]));
        lane.cut_off = 2 * HOUR;
        assert_eq!(held(&model(&scenario), SiteGroupId::new(1)).lead_time, 54 * HOUR);
    }

    #[test]
    fn a_site_without_stock_is_looked_through_for_the_lead_time() {
        let mut scenario = two_echelons();
        scenario.sites[1].stock = None;
        scenario.sites[2].stock = Some(test_scenario::base_stock(StockLevel::Cover(DAY), Review::Continuous));
        // Centre to depot a day, depot to shop a day.
        assert_eq!(held(&model(&scenario), SiteGroupId::new(0)).lead_time, 2 * DAY);
    }

    #[test]
    fn reviews_count_from_the_monday_before_the_start() {
        let mut scenario = two_echelons();
        scenario.start = date(2025, 1, 8).at(0, 0, 0, 0);
        let mut reviews = |every, at| {
            scenario.sites[1].stock =
                Some(test_scenario::base_stock(StockLevel::Cover(DAY), Review::Periodic { every, at }));
            held(&model(&scenario), SiteGroupId::new(1)).reviews.clone().unwrap()
        };
        // The run begins on a Wednesday: the next Monday is its day 5.
        let weekly = reviews(ReviewInterval::Elapsed(WEEK), 6 * HOUR);
        assert_eq!(weekly, [5, 12, 19, 26].map(|day| day * DAY + 6 * HOUR));
        let third = reviews(ReviewInterval::Elapsed(3 * DAY), 0);
        assert_eq!(third[..2], [DAY, 4 * DAY]);
        let working = reviews(ReviewInterval::WorkingDay, 5 * HOUR);
        assert_eq!(working[..4], [0, 1, 2, 5].map(|day| day * DAY + 5 * HOUR));
        assert_eq!(working.len(), 20);
    }

    #[test]
    fn nothing_departs_on_a_holiday() {
        let mut scenario = two_echelons();
        let mut uk = test_scenario::calendar("uk", vec![]);
        uk.holidays = vec![date(2025, 1, 14)];
        scenario.calendars = vec![uk];
        scenario.lanes[0].departs = Some(Departures::Week(vec![DAY + 18 * HOUR, 3 * DAY + 18 * HOUR]));
        scenario.lanes[0].calendar = Some("uk".into());
        scenario.horizon = 2 * WEEK;
        let expected = [1, 3, 10].map(|day| day * DAY + 18 * HOUR);
        assert_eq!(model(&scenario).lanes[LaneId::new(0)].departures.as_deref(), Some(expected.as_slice()));
        assert_eq!(model(&scenario).lanes[LaneId::new(1)].departures, None);
    }

    #[test]
    fn needs_reach_through_systems() {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![
            test_scenario::system("identity", &[]),
            test_scenario::system("network", &[]),
            test_scenario::system("wms", &["identity"]),
        ];
        let mut pick = test_scenario::process("pick", 1.0, Per::Time(HOUR));
        pick.needs = vec!["wms".into()];
        scenario.processes = vec![pick];
        scenario.disruptions = vec![Disruption {
            name: "attack".into(),
            from: WEEK,
            takes_down: vec![Named::System("identity".into()), Named::Site("centre".into())],
            to: CapacityFactor::STOPPED,
            delay: vec![],
            until: None,
        }];
        let model = model(&scenario);
        assert_eq!(model.processes[ProcessId::new(0)].needs, [0, 2].map(SystemId::new));
        let down = [CapacityTarget::System(SystemId::new(0)), CapacityTarget::Site(SiteGroupId::new(0))]
            .map(|target| (target, CapacityFactor::STOPPED));
        assert_eq!(model.disruptions[DisruptionId::new(0)].targets, down);
        assert_eq!(model.times.onset, WEEK);
    }

    #[test]
    fn classes_stand_by_priority_and_shares_add_up_to_one() {
        let mut scenario = test_scenario::scenario();
        scenario.classes[0].priority = 9;
        scenario.demand[0].classes = vec![("daily".into(), 0.9), ("stock".into(), 0.1)];
        let compiled = build(&scenario).unwrap();
        assert_eq!(compiled.labels.classes, ["stock", "daily"]);
        assert_eq!(compiled.model.demands[0].class_up_to, [0.1, 1.0]);
    }

    #[test]
    fn what_only_shows_when_numbers_are_put_together_is_an_error_with_names() {
        let error = |scenario: &Scenario| build(scenario).unwrap_err();
        let mut long = test_scenario::scenario();
        long.horizon = u64::MAX;
        assert_eq!(error(&long), BuildError::RunTooLong);
        let mut many = test_scenario::scenario();
        many.parts = vec![
            test_scenario::segment("a", u32::MAX, Distribution::Constant(1.0)),
            test_scenario::segment("b", 1, Distribution::Constant(1.0)),
        ];
        assert!(matches!(error(&many), BuildError::TooMany { what: "parts", .. }));
        let mut silent = test_scenario::scenario();
        silent.demand[0].hours = [0.0; 24];
        assert_eq!(error(&silent), BuildError::NoDemand { demand: "customers".into() });
        let mut certain = two_echelons();
        certain.sites[0].stock =
            Some(test_scenario::base_stock(StockLevel::FillRate(1.0), Review::Continuous));
        assert_eq!(error(&certain), BuildError::NoLevel { site: "centre".into(), segment: "part".into() });
        let mut closed = test_scenario::scenario();
        closed.calendars = vec![test_scenario::calendar("never", vec![])];
        closed.calendar = Some("never".into());
        assert_eq!(error(&closed), BuildError::NoWorkingDays { calendar: "never".into() });
    }
}
