//! Lane: transport between two site groups by timetable.
//!
//! Work items that are ready by the cut-off leave with the next departure of the timetable; a lane
//! without a timetable departs immediately. If a departure has a capacity, the items that were
//! ready first leave and the others wait for the next; consignments of a split line count as lines
//! of their own. All items that one departure brings to one site arrive together. Nothing departs
//! while the lane, or a system that it needs, is down; with a timetable it then waits for the next
//! departure.
//!
//! ```text
//! ready ─► waiting ─► departure ─► in transit ─► arrival, as one delivery a site
//! ```
//!
//! Knows nothing of the route beyond its end, or of why a lane is down.

use super::Transport;
use crate::engine::due_queue::DueQueue;
use crate::engine::prefetch::PREFETCH_DISTANCE;
use crate::engine::random::{Draws, Purpose};
use crate::model::{Lane, Model};
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::simulation::orders::consignment::WorkItem;
use crate::units::{Duration, Instant, LaneId, SiteId, rounding};
use std::collections::VecDeque;

/// One lane from one site.
#[derive(Debug, Clone)]
pub(super) struct LaneState {
    lane: LaneId,
    site: SiteId,
    /// Transit time of items that travel alone, if it is constant.
    transit: Option<Duration>,
    /// Items that wait for a departure, each with the instant at which it was ready.
    waiting: VecDeque<(Instant, WorkItem)>,
    /// Deliveries in transit by arrival: destination, first item, number of lines.
    moving: DueQueue<Instant, Delivery>,
    /// Index of the next departure of the timetable.
    next: u32,
}

/// A delivery in transit: items that arrive together at one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// Site at the end of the lane.
    pub(crate) to: SiteId,
    /// Its first item.
    pub(crate) first: WorkItem,
    /// Number of lines.
    pub(crate) lines: u32,
}

/// A delivery of the departure that is being loaded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loading {
    first: WorkItem,
    last: WorkItem,
    lines: u32,
}

/// The lanes of all sites, in the order of the model's lanes.
pub(super) fn states(model: &Model) -> Vec<LaneState> {
    let mut all = Vec::new();
    for (number, lane) in model.lanes.iter_ids() {
        let from = &model.site_groups[lane.from];
        all.extend(from.sites().map(|site| LaneState {
            lane: number,
            site,
            transit: lane.transit.constant().map(|time| Duration::from_micros(rounding::nearest(time))),
            waiting: VecDeque::new(),
            moving: DueQueue::default(),
            next: 0,
        }));
    }
    all
}

/// Transit time of departure `number` of a lane to the n-th site of its group.
pub(crate) fn transit_of_departure(lane: &Lane, draws: Draws, within: usize, number: u64) -> Duration {
    let mut generator = draws.generator(lane.streams[within], number, Purpose(lane.streams[within]));
    lane.transit.draw_time(&mut generator)
}

impl Transport {
    /// Schedules the first departure of every lane, and the arrivals of the initial state.
    pub(crate) fn start_lanes<O: Observer>(&mut self, cx: &mut Context<'_, O>) {
        for lane in 0..self.lanes.len() as u32 {
            self.schedule_departure(cx, lane);
            let arrival = self.lanes[lane as usize].moving.first().unwrap_or(Instant::NEVER);
            cx.schedule(Actor::Arrival(lane), arrival);
        }
    }

    /// The lane of the model and the site that a lane state belongs to.
    #[inline]
    pub(crate) fn lane(&self, state: u32) -> (LaneId, SiteId) {
        let LaneState { lane, site, .. } = self.lanes[state as usize];
        (lane, site)
    }

    /// A work item is ready and waits for a departure.
    pub(crate) fn wait(&mut self, state: u32, ready: Instant, item: WorkItem) {
        self.lanes[state as usize].waiting.push_back((ready, item));
    }

    /// Transit time of an item that travels alone.
    #[inline(always)]
    pub(crate) fn transit_alone<O: Observer>(
        &self,
        cx: &Context<'_, O>,
        orders: &Orders,
        state: u32,
        item: WorkItem,
    ) -> Duration {
        let LaneState { lane, transit, .. } = self.lanes[state as usize];
        if let Some(constant) = transit {
            return constant;
        }
        let lane = &cx.model.lanes[lane];
        let line = &orders[orders.line_of(item)];
        let purpose = lane.streams[0].wrapping_add(u64::from(orders.number_in_line(item)));
        let stream = cx.streams[line.stream()];
        lane.transit.draw_time(&mut stream.generator(line.ordinal, Purpose(purpose)))
    }

    /// A delivery leaves and arrives at an instant.
    #[inline(always)]
    pub(crate) fn depart<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        state: u32,
        arrival: Instant,
        delivery: Delivery,
    ) {
        let LaneState { lane, site, moving, .. } = &mut self.lanes[state as usize];
        moving.push(arrival, delivery);
        let first = moving.first().unwrap_or(Instant::NEVER);
        cx.observer.in_transit(cx.now, *lane, *site, delivery.lines);
        cx.schedule(Actor::Arrival(state), first);
    }

    /// Removes the earliest delivery on a lane: it arrives now.
    #[inline(always)]
    pub(crate) fn pop_arrival<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        state: u32,
    ) -> Option<Delivery> {
        let moving = &mut self.lanes[state as usize].moving;
        let arrived = moving.pop();
        cx.schedule(Actor::Arrival(state), moving.first().unwrap_or(Instant::NEVER));
        arrived.map(|(_, delivery)| delivery)
    }

    /// The n-th delivery after the next one, as far as deliveries arrive in the order in which they
    /// departed.
    #[inline]
    pub(crate) fn peek_arrival(&self, state: u32, after: usize) -> Option<Delivery> {
        self.lanes[state as usize].moving.ahead(after).copied()
    }

    fn schedule_departure<O: Observer>(&self, cx: &mut Context<'_, O>, state: u32) {
        let LaneState { lane, next, .. } = self.lanes[state as usize];
        let time = match &cx.model.lanes[lane].departures {
            Some(departures) => departures.get(next as usize).map_or(Instant::NEVER, |&at| at),
            None => Instant::NEVER,
        };
        cx.schedule(Actor::Departure(state), time);
    }

    /// Passes to the next departure of a timetable; returns the number of the departure due now.
    pub(crate) fn advance_departure<O: Observer>(&mut self, cx: &mut Context<'_, O>, state: u32) -> u32 {
        let next = self.lanes[state as usize].next;
        self.lanes[state as usize].next += 1;
        self.schedule_departure(cx, state);
        next
    }

    /// A lane without a timetable is up again: the next item that waits, and since when.
    pub(crate) fn pop_waiting(&mut self, state: u32) -> Option<(Instant, WorkItem)> {
        self.lanes[state as usize].waiting.pop_front()
    }

    /// Begins to load a departure to a number of sites.
    pub(crate) fn begin_loading(&mut self, sites: u32) {
        self.loading.clear();
        self.loading
            .resize(sites as usize, Loading { first: WorkItem::NONE, last: WorkItem::NONE, lines: 0 });
    }

    /// The next item that is ready by the cut-off of a departure, and since when.
    pub(crate) fn next_to_load<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        state: u32,
    ) -> Option<(Instant, WorkItem)> {
        let LaneState { lane, waiting, .. } = &mut self.lanes[state as usize];
        let (ready, item) = *waiting.front()?;
        if ready + cx.model.lanes[*lane].cut_off > cx.now {
            return None;
        }
        waiting.pop_front();
        if let Some(&(_, item)) = waiting.get(PREFETCH_DISTANCE as usize) {
            orders.prefetch(item);
        }
        Some((ready, item))
    }

    /// Loads an item for the n-th destination; returns the item to link it behind, or
    /// [`WorkItem::NONE`].
    pub(crate) fn load(&mut self, within: usize, item: WorkItem) -> WorkItem {
        let loading = &mut self.loading[within];
        loading.lines += 1;
        if loading.first == WorkItem::NONE {
            loading.first = item;
        }
        std::mem::replace(&mut loading.last, item)
    }

    /// Sends the loaded departure `number` off, as one delivery a site.
    pub(crate) fn depart_loaded<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        state: u32,
        number: u64,
        taken: u32,
    ) {
        let LaneState { lane, site, waiting, .. } = &self.lanes[state as usize];
        let (lane, left) = (*lane, waiting.len() as u32);
        cx.observer.departure(cx.now, lane, *site, taken, left);
        let spec = &cx.model.lanes[lane];
        let first_site = cx.model.site_groups[spec.to].first;
        for within in 0..self.loading.len() {
            let Loading { first, lines, .. } = self.loading[within];
            if first == WorkItem::NONE {
                continue;
            }
            let transit = match spec.transit.constant() {
                Some(constant) => Duration::from_micros(rounding::nearest(constant)),
                None => transit_of_departure(spec, cx.draws, within, number),
            };
            let delivery = Delivery { to: first_site.plus(within), first, lines };
            let arrival = cx.now + transit;
            self.depart(cx, state, arrival, delivery);
        }
    }

    /// Schedules the departure of lanes without a timetable that are up again and have items
    /// waiting.
    pub(crate) fn wake_lanes<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        up: impl Fn(LaneId, &Lane) -> bool,
    ) {
        for state in 0..self.lanes.len() as u32 {
            let LaneState { lane, waiting, .. } = &self.lanes[state as usize];
            let spec = &cx.model.lanes[*lane];
            if spec.departures.is_none() && !waiting.is_empty() && up(*lane, spec) {
                let now = cx.now;
                cx.schedule(Actor::Departure(state), now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::test_context::{LANE_DAYS, context, model};
    use crate::units::DAY;

    #[test]
    fn deliveries_arrive_in_order_of_their_arrival() {
        let model = model();
        let mut cx = context(&model);
        let mut transport = Transport::new(&model);
        let delivery = |number| Delivery { to: SiteId::new(1), first: WorkItem::whole(number), lines: 1 };
        transport.depart(&mut cx, 0, Instant::from_micros(30), delivery(1));
        transport.depart(&mut cx, 0, Instant::from_micros(20), delivery(2));
        assert_eq!(cx.pending(Actor::Arrival(0)), Instant::from_micros(20));
        cx.now = Instant::from_micros(20);
        assert_eq!(transport.pop_arrival(&mut cx, 0), Some(delivery(2)));
        assert_eq!(transport.pop_arrival(&mut cx, 0), Some(delivery(1)));
        assert_eq!(transport.pop_arrival(&mut cx, 0), None);
    }

    #[test]
    fn a_departure_takes_the_items_ready_by_its_cut_off() {
        let mut model = model();
        model.lanes[LaneId::new(0)].departures = Some(vec![Instant::from_micros(100)]);
        model.lanes[LaneId::new(0)].cut_off = Duration::from_micros(10);
        let mut cx = context(&model);
        let orders = Orders::new(&model);
        let mut transport = Transport::new(&model);
        transport.start_lanes(&mut cx);
        assert_eq!(cx.pending(Actor::Departure(0)), Instant::from_micros(100));
        transport.wait(0, Instant::from_micros(90), WorkItem::whole(1));
        transport.wait(0, Instant::from_micros(91), WorkItem::whole(2));
        cx.now = Instant::from_micros(100);
        assert_eq!(transport.advance_departure(&mut cx, 0), 0);
        transport.begin_loading(1);
        assert_eq!(
            transport.next_to_load(&cx, &orders, 0),
            Some((Instant::from_micros(90), WorkItem::whole(1)))
        );
        assert_eq!(transport.next_to_load(&cx, &orders, 0), None);
        assert_eq!(transport.load(0, WorkItem::whole(1)), WorkItem::NONE);
        transport.depart_loaded(&mut cx, 0, 0, 1);
        assert_eq!(cx.pending(Actor::Arrival(0)), cx.now + LANE_DAYS * DAY);
    }
}
