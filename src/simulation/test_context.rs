//! Test context: a hand-made model and its context, for unit tests of sub-systems.
//!
//! One centre with one station and one shelf, supplied by one supplier; customers who order a
//! single piece of the only part every hour. Tests change the fields that they are about.

use super::context::Context;
use crate::distributions::Sampler;
use crate::model::{
    BaseStock, Class, Demand, Flows, Lane, Model, PartMix, Process, Promise, Replenishment, RouteLeg,
    Segment, SiteGroup, Stock, Times, assortment::Assortment, line_size::LineSizes,
};
use crate::scenario::customers::demand::Arrivals;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::network::process::WorkUnit;
use crate::scenario::network::site::SiteKind;
use crate::scenario::stock::{ShortageResponse, Supply};
use crate::units::{
    CapacityFactor, DAY, Duration, HOUR, Instant, MarketId, ProcessId, Share, SiteGroupId, SiteId, StreamId,
    WEEK, Work,
};
use jiff::civil::date;

/// Site of the centre.
pub(crate) const CENTRE: SiteId = SiteId::new(0);
/// Site group of the centre.
pub(crate) const CENTRE_GROUP: SiteGroupId = SiteGroupId::new(0);
/// Group of the supplier.
pub(crate) const SUPPLIER: SiteGroupId = SiteGroupId::new(1);
/// Random stream of the customers.
pub(crate) const ORDER_STREAM: StreamId = StreamId::new(0);
/// Level of the centre's shelf \[pieces\].
pub(crate) const LEVEL: u32 = 10;
/// Work of a line at the centre's station.
pub(crate) const WORK: Work = Work::from_micros(1_000);
/// Time between two orders.
pub(crate) const GAP_BETWEEN_ORDERS: Duration = HOUR;
/// Transit time of the lane from the centre to the supplier \[days\].
pub(crate) const LANE_DAYS: u64 = 2;

/// The model.
pub(crate) fn model() -> Model {
    Model {
        times: Times {
            start: Instant::ORIGIN,
            counted_from: Instant::ORIGIN,
            end: Instant::at(WEEK),
            origin: date(2025, 1, 6),
            onset: Instant::at(WEEK),
        },
        seed: 1,
        steady_start: false,
        classes: vec![Class { promise: Promise::Elapsed(DAY) }, Class { promise: Promise::None }],
        segments: vec![Segment { first: 0, count: 1, pieces: Sampler::Constant(1.0), value: 1.0 }],
        segment_of: vec![0],
        mixes: vec![PartMix { slots: vec![(u32::MAX, 0)], share: vec![1.0] }],
        line_sizes: LineSizes::default(),
        systems: 0,
        processes: vec![process()].into(),
        site_groups: vec![centre(), supplier()].into(),
        group_of: vec![CENTRE_GROUP, SUPPLIER].into(),
        site_of_stream: vec![CENTRE, CENTRE, SiteId::new(1)].into(),
        lanes: vec![lane()].into(),
        routes: vec![None, None, Some(RouteLeg { lane: None, to: CENTRE_GROUP }), None],
        demands: vec![demand()],
        impatience: vec![],
        disruptions: vec![].into(),
        failures: vec![].into(),
        phases: vec![].into(),
        fill_limits: [vec![], vec![]],
        windows: vec![],
        observations: vec![],
        flows: Flows::default(),
    }
}

/// A context of the model, for no observer.
pub(crate) fn context(model: &Model) -> Context<'_, ()> {
    Context::new(model, 0, ()).expect("a week of few actors fits the event queue")
}

/// One server that needs [`WORK`] for a line.
fn process() -> Process {
    Process {
        servers: 1,
        work: Sampler::Constant(WORK.as_micros_f64()),
        work_by_class: vec![],
        per: WorkUnit::Line,
        routing_share: Share::ALL,
        routing_purpose: 1,
        work_per_line: Work::ZERO,
        discipline: QueueDiscipline::Priority,
        preempts: vec![],
        queue_capacity: None,
        needs: vec![],
        manual: None,
        calendar: vec![(Instant::ORIGIN, CapacityFactor::NOMINAL)],
        purpose: 100,
    }
}

fn site_group(kind: SiteKind, first: SiteId, stream: u64) -> SiteGroup {
    SiteGroup {
        kind,
        first,
        count: 1,
        sources: vec![],
        inbound: vec![],
        before_stock: vec![],
        after_stock: vec![],
        order_desk: vec![],
        stock: Stock::None,
        lead_time: None,
        deliveries: None,
        needs: vec![],
        echelon: 0,
        streams: vec![stream],
    }
}

fn centre() -> SiteGroup {
    let stock = BaseStock {
        assortment: Assortment::All(1),
        level: vec![LEVEL],
        replenishment: Replenishment::BaseStock,
        reviews: Some(vec![Instant::at(DAY), Instant::at(2 * DAY)]),
        class: 1,
        supply: Supply::Part,
        shortage: ShortageResponse::Wait,
        needs: vec![],
        manual_orders: None,
        lead_time: DAY,
    };
    SiteGroup {
        sources: vec![SUPPLIER],
        after_stock: vec![ProcessId::new(0)],
        stock: Stock::BaseStock(Box::new(stock)),
        ..site_group(SiteKind::Centre, CENTRE, 21)
    }
}

fn supplier() -> SiteGroup {
    let lead_time = Some(Sampler::Constant(DAY.as_micros_f64()));
    SiteGroup { lead_time, ..site_group(SiteKind::Supplier, SiteId::new(1), 31) }
}

fn lane() -> Lane {
    Lane {
        from: CENTRE_GROUP,
        to: SUPPLIER,
        departures: None,
        cut_off: Duration::ZERO,
        capacity: None,
        transit: Sampler::Constant((LANE_DAYS * DAY).as_micros_f64()),
        needs: vec![],
        streams: vec![41],
    }
}

fn demand() -> Demand {
    Demand {
        group: CENTRE_GROUP,
        market: MarketId::new(0),
        intensity: vec![(Instant::ORIGIN, 1.0 / GAP_BETWEEN_ORDERS.as_micros_f64())],
        lines_per_order: Sampler::Constant(1.0),
        arrivals: Arrivals::Even,
        first_immediately: false,
        backlog: 0,
        variation: None,
        class_up_to: vec![1.0, 1.0],
        jobs: None,
        mix: 0,
        pieces: None,
        needs: vec![],
        when_down: None,
        streams: vec![11],
    }
}
