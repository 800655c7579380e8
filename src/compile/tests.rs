//! Unit tests of compilation: small scenarios and the models that they become.

use super::*;
use crate::distributions::Distribution;
use crate::model::assortment::Assortment;
use crate::model::test_scenario;
use crate::model::{CapacityTarget, RouteLeg};
use crate::scenario::disruption::{CapacityTarget as TargetSpec, Disruption};
use crate::scenario::network::lane::Departures;
use crate::scenario::network::process::Capacity;
use crate::scenario::network::site::SiteKind;
use crate::scenario::stock::{Review, ReviewInterval, StockLevel};
use crate::units::{
    CapacityFactor, DisruptionId, Duration, HOUR, Instant, LaneId, Per, ProcessId, Rate, SiteId, SystemId,
    WEEK,
};
use jiff::civil::date;

fn model(scenario: &Scenario) -> Model {
    build(scenario).unwrap().model
}

#[test]
fn people_are_servers_and_productivity_is_their_work() {
    let mut scenario = test_scenario::scenario();
    let mut pick = test_scenario::process("pick", 1.0, Per::WorkingDay);
    pick.capacity =
        Capacity::People { people: 240, productivity: Rate { count: 24.0, per: Per::Time(HOUR) } };
    scenario.processes = vec![pick];
    let pick = &model(&scenario).processes[ProcessId::new(0)];
    assert_eq!((pick.servers, pick.work.mean()), (240, HOUR.as_micros_f64() / 24.0));
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
    let hourly = |orders: f64| orders / 12.0 / HOUR.as_micros_f64();
    let mut expected = vec![];
    for day in [0, 1, 2, 3, 4, 7, 9, 10, 11] {
        expected.push((Instant::midnight(day), hourly(if day % 7 == 0 { 40.0 } else { 20.0 })));
        expected.push((Instant::midnight(day) + 12 * HOUR, 0.0));
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
    assert!((model.demands[0].intensity[0].1 - 100.0 / DAY.as_micros_f64()).abs() < 1e-20);
}

#[test]
fn a_rate_for_all_is_divided_among_the_sites() {
    let mut scenario = test_scenario::scenario();
    scenario.sites[0].count = 4;
    scenario.demand[0].each = false;
    assert!((model(&scenario).demands[0].intensity[0].1 - 25.0 / DAY.as_micros_f64()).abs() < 1e-20);
}

fn two_echelons() -> Scenario {
    let mut scenario = test_scenario::scenario();
    let mut shops = test_scenario::site("shop", SiteKind::Retailer, &["depot"]);
    shops.count = 5;
    shops.stock = None;
    let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
    depot.count = 2;
    depot.stock = Some(test_scenario::base_stock(StockLevel::Cover(10 * DAY), Review::Continuous));
    scenario.sites[0].stock = Some(test_scenario::base_stock(StockLevel::FillRate(0.95), Review::Continuous));
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
fn site_groups_are_ordered_downstream_first_and_sites_share_sources_in_blocks() {
    let compiled = build(&two_echelons()).unwrap();
    assert_eq!(compiled.labels.site_groups, ["shop", "depot", "centre", "supplier"]);
    let model = compiled.model;
    let echelons: Vec<u16> = model.site_groups.iter().map(|group| group.echelon).collect();
    assert_eq!(echelons, [0, 1, 2, 3]);
    assert_eq!(model.group_of, [0, 0, 0, 0, 0, 1, 1, 2, 3].map(SiteGroupId::new));
    // Five shops over two depots: three and two.
    let sources = SiteId::first(5).map(|shop| model.source_site(shop, SiteGroupId::new(1)));
    assert!(sources.eq([5, 5, 5, 6, 6].map(SiteId::new)));
}

#[test]
fn goods_take_the_direct_lane_or_else_the_route_through_their_sources() {
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
    // Without a lane goods arrive immediately.
    assert_eq!(route(&scenario, 3, 2), Some(RouteLeg { lane: None, to: SiteGroupId::new(2) }));
    scenario.lanes.push(test_scenario::lane("straight", "centre", "shop", 1.0));
    assert_eq!(
        route(&scenario, 2, 0),
        Some(RouteLeg { lane: Some(LaneId::new(2)), to: SiteGroupId::new(0) })
    );
}

fn held(model: &Model, group: SiteGroupId) -> &crate::model::BaseStock {
    match &model.site_groups[group].stock {
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
    if let Some(crate::scenario::stock::Stock::BaseStock(spec)) = &mut scenario.sites[1].stock {
        spec.segments = vec!["slow".into()];
    }
    let model = model(&scenario);
    assert_eq!(held(&model, SiteGroupId::new(1)).level, [7, 7, 7]);
    assert_eq!(held(&model, SiteGroupId::new(1)).assortment.parts().collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(held(&model, SiteGroupId::new(2)).level.len(), 5);
    assert_eq!(model.segment_of, [0, 0, 1, 1, 1]);
    assert!((model.mixes[0].share[0] - 0.4).abs() < 1e-12);
}

#[test]
fn lists_by_part_or_shelf_have_no_spare_capacity() {
    let mut scenario = two_echelons();
    let counts = [("fast", 101), ("medium", 203), ("slow", 307)];
    scenario.parts =
        counts.map(|(name, count)| test_scenario::segment(name, count, Distribution::Constant(1.0))).into();
    for segment in &mut scenario.parts {
        segment.share = 1.0 / 3.0;
    }
    if let Some(crate::scenario::stock::Stock::BaseStock(spec)) = &mut scenario.sites[1].stock {
        spec.segments = vec!["fast".into(), "slow".into()];
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
    for group in [1, 2].map(SiteGroupId::new) {
        let (held, pieces) = (held(&model, group), &model.flows.pieces_per_day[group]);
        assert_eq!(spare(held.level.capacity(), held.level.len()), 0);
        assert_eq!(spare(pieces.capacity(), pieces.len()), 0);
        if let Assortment::Some { part_of_shelf, shelf_of_part } = &held.assortment {
            assert_eq!(spare(part_of_shelf.capacity(), part_of_shelf.len()), 0);
            assert_eq!(spare(shelf_of_part.capacity(), shelf_of_part.len()), 0);
        }
    }
    // Shops and the supplier have no shelves.
    assert!([0, 3].map(SiteGroupId::new).iter().all(|&group| model.flows.pieces_per_day[group].is_empty()));
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
        Review::periodic(ReviewInterval::Elapsed(WEEK), 6 * HOUR),
    ));
    // Ordered Monday 06:00, picked by 07:00; ready two hours before the departure on Tuesday at
    // 10:00; a day in transit; two hours to stow: Wednesday 12:00, 54 hours.
    let lane = &mut scenario.lanes[0];
    lane.departs = Some(Departures::Week(vec![Instant::at(8 * HOUR), Instant::at(DAY + 10 * HOUR)]));
    lane.cut_off = 2 * HOUR;
    assert_eq!(held(&model(&scenario), SiteGroupId::new(1)).lead_time, 54 * HOUR);
}

#[test]
fn the_lead_time_skips_a_source_without_stock() {
    let mut scenario = two_echelons();
    scenario.sites[1].stock = None;
    scenario.sites[2].stock = Some(test_scenario::base_stock(StockLevel::Cover(DAY), Review::Continuous));
    // Centre to depot a day, depot to shop a day.
    assert_eq!(held(&model(&scenario), SiteGroupId::new(0)).lead_time, 2 * DAY);
}

#[test]
fn reviews_count_from_the_first_at_or_after_the_start() {
    let mut scenario = two_echelons();
    scenario.start = date(2025, 1, 8).at(0, 0, 0, 0);
    let mut reviews = |every, at| {
        scenario.sites[1].stock =
            Some(test_scenario::base_stock(StockLevel::Cover(DAY), Review::periodic(every, at)));
        held(&model(&scenario), SiteGroupId::new(1)).reviews.clone().unwrap()
    };
    // The run begins on a Wednesday: the next Monday is its day 5.
    let weekly = reviews(ReviewInterval::Elapsed(WEEK), 6 * HOUR);
    assert_eq!(weekly, [5, 12, 19, 26].map(|day| Instant::midnight(day) + 6 * HOUR));
    let third = reviews(ReviewInterval::Elapsed(3 * DAY), Duration::ZERO);
    assert_eq!(third[..2], [0, 3].map(Instant::midnight));
    let third = reviews(ReviewInterval::Elapsed(3 * DAY), 6 * HOUR);
    assert_eq!(third[..2], [0, 3].map(|day| Instant::midnight(day) + 6 * HOUR));
    let working = reviews(ReviewInterval::WorkingDay, 5 * HOUR);
    assert_eq!(working[..4], [0, 1, 2, 5].map(|day| Instant::midnight(day) + 5 * HOUR));
    assert_eq!(working.len(), 20);
}

#[test]
fn nothing_departs_on_a_holiday() {
    let mut scenario = two_echelons();
    let mut uk = test_scenario::calendar("uk", vec![]);
    uk.holidays = vec![date(2025, 1, 14)];
    scenario.calendars = vec![uk];
    scenario.lanes[0].departs =
        Some(Departures::Week([1, 3].map(|day| Instant::midnight(day) + 18 * HOUR).to_vec()));
    scenario.lanes[0].calendar = Some("uk".into());
    scenario.horizon = 2 * WEEK;
    let expected = [1, 3, 10].map(|day| Instant::midnight(day) + 18 * HOUR);
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
        from: Instant::at(WEEK),
        takes_down: vec![TargetSpec::System("identity".into()), TargetSpec::Site("centre".into())],
        to: CapacityFactor::STOPPED,
        delay: vec![],
        until: None,
    }];
    let model = model(&scenario);
    assert_eq!(model.processes[ProcessId::new(0)].needs, [0, 2].map(SystemId::new));
    let down = [CapacityTarget::System(SystemId::new(0)), CapacityTarget::Site(SiteGroupId::new(0))]
        .map(|target| (target, CapacityFactor::STOPPED));
    assert_eq!(model.disruptions[DisruptionId::new(0)].targets, down);
    assert_eq!(model.times.onset, Instant::at(WEEK));
}

#[test]
fn classes_are_ordered_by_priority_and_shares_add_up_to_one() {
    let mut scenario = test_scenario::scenario();
    scenario.classes[0].priority = 9;
    scenario.demand[0].classes = vec![("daily".into(), 0.9), ("stock".into(), 0.1)];
    let compiled = build(&scenario).unwrap();
    assert_eq!(compiled.labels.classes, ["stock", "daily"]);
    assert_eq!(compiled.model.demands[0].class_up_to, [0.1, 1.0]);
}

#[test]
fn errors_that_show_only_when_numbers_are_combined_have_names() {
    let error = |scenario: &Scenario| build(scenario).unwrap_err();
    let mut long = test_scenario::scenario();
    long.horizon = Duration::from_micros(u64::MAX);
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
    certain.sites[0].stock = Some(test_scenario::base_stock(StockLevel::FillRate(1.0), Review::Continuous));
    assert_eq!(error(&certain), BuildError::NoLevel { site: "centre".into(), segment: "part".into() });
    let mut closed = test_scenario::scenario();
    closed.calendars = vec![test_scenario::calendar("never", vec![])];
    closed.calendar = Some("never".into());
    assert_eq!(error(&closed), BuildError::NoWorkingDays { calendar: "never".into() });
}
