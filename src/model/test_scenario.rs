//! A small scenario for tests: one centre of one segment, a supplier, customers who order single
//! pieces.
//!
//! Tests change the fields that they are about.

use crate::distributions::Distribution;
use crate::scenario::customers::demand::Demand;
use crate::scenario::disruption::restart::{Ramp, RestartPhase};
use crate::scenario::disruption::{CapacityTarget, Disruption};
use crate::scenario::network::calendar::{Calendar, Shift};
use crate::scenario::network::lane::Lane;
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::network::part::{Segment, Spread};
use crate::scenario::network::process::{Capacity, Process, WorkUnit};
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::network::system::System;
use crate::scenario::stock::{BaseStock, Review, ShortageResponse, Stock, StockLevel, Supply};
use crate::scenario::{Scenario, StartFrom};
use crate::units::{CapacityFactor, DAY, Duration, HOUR, Instant, Per, Rate, Share, Span, WEEK};
use jiff::civil::date;

/// Four weeks from Monday 6 January 2025, started full; a supplier, a centre with unlimited stock,
/// 100 lines an elapsed day of single pieces of one part, spread evenly over the hours of all days.
pub(crate) fn scenario() -> Scenario {
    Scenario {
        title: "Toy".into(),
        currency: '£',
        name: "toy".into(),
        start: date(2025, 1, 6).at(0, 0, 0, 0),
        horizon: 4 * WEEK,
        warm_up: Duration::ZERO,
        replications: 1,
        seed: 1,
        start_from: StartFrom::Full,
        calendar: None,
        calendars: vec![],
        parts: vec![segment("part", 1, Distribution::Constant(1.0))],
        classes: vec![
            OrderClass {
                name: "daily".into(),
                priority: 1,
                promise: Some(Span::WorkingDays(1.0)),
                cut_off: None,
            },
            OrderClass { name: "stock".into(), priority: 2, promise: None, cut_off: None },
        ],
        systems: vec![],
        processes: vec![],
        sites: vec![site("centre", SiteKind::Centre, &["supplier"]), supplier("supplier", 2.0)],
        lanes: vec![],
        demand: vec![demand("customers", "centre", 100.0, Per::Time(DAY))],
        impatience: vec![],
        disruptions: vec![],
        failures: vec![],
        restart: vec![],
        windows: vec![],
        observe: vec![],
        uncertain: vec![],
    }
}

/// All lines on this segment, spread evenly.
pub(crate) fn segment(name: &str, count: u32, pieces: Distribution) -> Segment {
    Segment {
        name: name.into(),
        count,
        share: 1.0,
        spread: Spread::Even,
        pieces,
        value: 1.0,
        stream: name.into(),
    }
}

/// One site without processes, with unlimited stock.
pub(crate) fn site(name: &str, kind: SiteKind, supplied_by: &[&str]) -> Site {
    Site {
        name: name.into(),
        kind,
        count: 1,
        supplied_by: supplied_by.iter().map(|&name| name.into()).collect(),
        inbound: vec![],
        before_stock: vec![],
        after_stock: vec![],
        order_desk: vec![],
        stock: Some(Stock::Unlimited),
        lead_time: None,
        deliveries: None,
        needs: vec![],
        market: name.into(),
        stream: name.into(),
    }
}

/// A supplier with a constant lead time.
pub(crate) fn supplier(name: &str, days: f64) -> Site {
    let lead_time = Some(Distribution::Constant(days * DAY.as_micros_f64()));
    Site { lead_time, stock: None, ..site(name, SiteKind::Supplier, &[]) }
}

/// Base stock of all segments in class `stock`.
pub(crate) fn base_stock(level: StockLevel, review: Review) -> Stock {
    Stock::BaseStock(Box::new(BaseStock {
        level,
        review,
        class: "stock".into(),
        segments: vec![],
        minimum_demand: None,
        supply: Supply::Part,
        shortage: ShortageResponse::Wait,
        planned_lead_time: None,
        needs: vec![],
        manual_orders: None,
    }))
}

/// Lines of class `daily`, at each site, even over all days and hours.
pub(crate) fn demand(name: &str, site: &str, lines: f64, per: Per) -> Demand {
    Demand {
        name: name.into(),
        site: site.into(),
        lines: Rate { count: lines, per },
        each: true,
        lines_per_order: Distribution::Constant(1.0),
        arrivals: crate::scenario::customers::demand::Arrivals::Poisson,
        from: None,
        until: None,
        backlog: 0,
        classes: vec![("daily".into(), 1.0)],
        backorder_class: None,
        jobs: None,
        weekdays: [1.0; 7],
        hours: [1.0; 24],
        variation: None,
        calendar: None,
        parts: None,
        pieces: None,
        needs: vec![],
        when_down: None,
        stream: name.into(),
    }
}

/// A process with this rate for a line, open always.
pub(crate) fn process(name: &str, lines: f64, per: Per) -> Process {
    Process {
        name: name.into(),
        capacity: Capacity::Rate(Rate { count: lines, per }),
        per: WorkUnit::Line,
        routing_share: Share::ALL,
        time_per_line: Duration::ZERO,
        discipline: crate::scenario::network::discipline::QueueDiscipline::Priority,
        preempts: vec![],
        queue_capacity: None,
        calendar: None,
        needs: vec![],
        manual: None,
        stream: name.into(),
    }
}

/// A lane on which goods depart when they are ready.
pub(crate) fn lane(name: &str, from: &str, to: &str, days: f64) -> Lane {
    Lane {
        name: name.into(),
        from: from.into(),
        to: to.into(),
        departs: None,
        cut_off: Duration::ZERO,
        capacity: None,
        calendar: None,
        transit: Distribution::Constant(days * DAY.as_micros_f64()),
        needs: vec![],
        stream: name.into(),
    }
}

/// A system that needs others.
pub(crate) fn system(name: &str, needs: &[&str]) -> System {
    System { name: name.into(), needs: needs.iter().map(|&name| name.into()).collect() }
}

/// A disruption that stops a system.
pub(crate) fn outage(system: &str, from: Instant, until: Option<Instant>) -> Disruption {
    Disruption {
        name: "attack".into(),
        from,
        takes_down: vec![CapacityTarget::System(system.into())],
        to: CapacityFactor::STOPPED,
        delay: vec![],
        until,
    }
}

/// A phase of the restart plan without effects and without conditions.
pub(crate) fn phase(name: &str) -> RestartPhase {
    RestartPhase {
        name: name.into(),
        from: None,
        after: vec![],
        after_start_of: vec![],
        gate: None,
        takes: None,
        check: None,
        brings_back: vec![],
        ends: None,
        to: CapacityFactor::NOMINAL,
        ramp: None,
        boost: vec![],
        policy: crate::scenario::disruption::policy::Policy::default(),
        until: None,
        stream: name.into(),
    }
}

/// A ramp of this number of microseconds.
pub(crate) fn ramp(from: CapacityFactor, over: Duration) -> Ramp {
    Ramp { from, over: Distribution::Constant(over.as_micros_f64()) }
}

/// A shift from hour to hour on weekdays, Monday 0; hours over 24 are of the next day.
pub(crate) fn shift(weekdays: &[usize], from: u64, to: u64, percent: u32) -> Shift {
    let mut days = [false; 7];
    for &weekday in weekdays {
        days[weekday] = true;
    }
    Shift { days, from: from * HOUR, to: to * HOUR, level: CapacityFactor::from_ppm(percent * 10_000) }
}

/// A calendar without holidays.
pub(crate) fn calendar(name: &str, shifts: Vec<Shift>) -> Calendar {
    Calendar { name: name.into(), shifts, holidays: vec![] }
}
