//! Lanes: goods wait for a departure, travel, and arrive.
//!
//! What is ready by the cut-off goes with the next departure of the timetable; a lane without one departs at
//! once. Where a departure takes only so many lines, those that were ready first go, and the rest waits for the next;
//! consignments of a line that was split count as lines of their own. All that one departure brings to one site arrives
//! together. Nothing departs while a system that the lane needs, or the lane itself, is down; with a timetable it then
//! waits for the next departure.
//!
//! ```text
//! joins ─► waiting (ready at) ─► departure ─► moving (arrives at) ─► arrive, as one delivery a site
//! ```

use crate::engine::due_queue::DueQueue;
use crate::engine::random::Purpose;
use crate::engine::{NEVER, Time};
use crate::model::Model;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::flow::prefetch::AHEAD;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::stage::Stage;
use crate::units::{LaneId, rounding};
use std::collections::VecDeque;

/// A lane from one site.
#[derive(Debug, Clone)]
pub(crate) struct LaneState {
    lane: LaneId,
    site: u32,
    /// How long goods that travel alone are on the way, if that is always the same.
    transit: Option<Time>,
    /// When each was ready, and what it is.
    waiting: VecDeque<(Time, WorkItem)>,
    /// Site, the first of what arrives there together, and of how many lines that is.
    moving: DueQueue<Time, (u32, WorkItem, u32)>,
    /// Index of the next departure of the timetable.
    next: u32,
}

impl LaneState {
    /// The delivery that comes so many after the next, and the site that it comes to, as far as they come in the order in
    /// which they departed.
    #[inline]
    pub(crate) fn coming(&self, after: usize) -> Option<(u32, WorkItem)> {
        self.moving.ahead(after).map(|&(site, delivery, _)| (site, delivery))
    }
}

/// The lanes of all sites, in the order of the model's lanes.
pub(crate) fn states(model: &Model) -> Vec<LaneState> {
    let mut all = Vec::new();
    for (number, lane) in model.lanes.iter_ids() {
        let from = &model.site_groups[usize::from(lane.from)];
        all.extend((from.first..from.first + from.count).map(|site| LaneState {
            lane: number,
            site,
            transit: lane.transit.constant().map(rounding::nearest),
            waiting: VecDeque::new(),
            moving: DueQueue::default(),
            next: 0,
        }));
    }
    all
}

impl<O: Observer> Simulation<'_, O> {
    pub(crate) fn start_lanes(&mut self) {
        for lane in 0..self.lanes.len() as u32 {
            self.set_next_departure(lane);
            let arrival = self.lanes[lane as usize].moving.first().unwrap_or(NEVER);
            self.cx.schedule(Actor::Arrival(lane), arrival);
        }
    }

    /// Goods have passed the last step of a site, where they stand at `from`.
    #[inline(always)]
    pub(crate) fn ship(&mut self, site: u32, goods: WorkItem, from: Stage) {
        let line = &self.lines[self.line_of(goods)];
        let (source, destination) = (line.source(), line.destination(self.cx.model));
        let own = source == site;
        if destination == site {
            if own && goods.is_whole() && self.lines[goods.number()].is_alone() {
                self.leave_and_come(goods.number());
            } else {
                self.move_goods(goods, from, Stage::ON_THE_WAY);
                self.deliver(goods);
            }
            return;
        }
        let (hop, next) = self.cx.topology.hop(site, destination);
        let Some(lane) = hop else {
            if own {
                self.move_goods(goods, from, Stage::ON_THE_WAY);
            }
            self.arrive(next, goods);
            return;
        };
        let state = self.cx.topology.lane_of(lane, site);
        self.cx.observer.joins_lane(self.cx.now, lane, site);
        let timetable = self.cx.model.lanes[lane].departures.is_some();
        if !timetable && self.capacities.lane_up(lane, &self.cx.model.lanes[lane].needs) {
            if own {
                self.move_goods(goods, from, Stage::ON_THE_WAY);
            }
            self.cx.observer.departs(self.cx.now, lane, site, self.cx.now);
            self.depart_alone(state, goods, next);
        } else {
            if own {
                let places = self.cx.topology.sites[site as usize].stages;
                self.move_goods(goods, from, places.departure());
            }
            self.lanes[state as usize].waiting.push_back((self.cx.now, goods));
        }
    }

    /// Goods travel alone, on a lane that departs at once.
    #[inline(always)]
    fn depart_alone(&mut self, state: u32, goods: WorkItem, to: u32) {
        let LaneState { lane, transit, .. } = self.lanes[state as usize];
        let transit = if let Some(always) = transit {
            always
        } else {
            let lane = &self.cx.model.lanes[lane];
            let line = &self.lines[self.line_of(goods)];
            let purpose = lane.streams[0].wrapping_add(u64::from(self.number_of(goods)));
            let stream = self.cx.streams[line.stream() as usize];
            lane.transit.draw_time(&mut stream.generator(line.ordinal, Purpose(purpose)))
        };
        if transit == 0 {
            self.arrive(to, goods);
        } else {
            self.travel(state, self.cx.now + transit, to, goods, 1);
        }
    }

    /// Puts a delivery of so many lines on its way.
    #[inline(always)]
    pub(crate) fn travel(&mut self, state: u32, arrival: Time, to: u32, delivery: WorkItem, lines: u32) {
        let LaneState { lane, site, moving, .. } = &mut self.lanes[state as usize];
        moving.push(arrival, (to, delivery, lines));
        let first = moving.first().unwrap_or(NEVER);
        self.cx.observer.under_way(self.cx.now, *lane, *site, lines);
        self.cx.schedule(Actor::Arrival(state), first);
    }

    /// The earliest delivery on a lane arrives.
    pub(crate) fn lane_arrival(&mut self, state: u32) {
        let LaneState { lane, site, moving, .. } = &mut self.lanes[state as usize];
        let (lane, from) = (*lane, *site);
        let delivered = moving.pop();
        let first = moving.first().unwrap_or(NEVER);
        self.cx.schedule(Actor::Arrival(state), first);
        self.bring_arrivals_near(state);
        if let Some((_, (site, delivery, lines))) = delivered {
            self.cx.observer.lane_arrives(self.cx.now, lane, from, lines);
            self.arrive(site, delivery);
        }
    }

    fn set_next_departure(&mut self, state: u32) {
        let LaneState { lane, next, .. } = self.lanes[state as usize];
        let time = match &self.cx.model.lanes[lane].departures {
            Some(departures) => departures.get(next as usize).copied().unwrap_or(NEVER),
            None => NEVER,
        };
        self.cx.schedule(Actor::Departure(state), time);
    }

    /// A departure of the timetable is due, or a lane without one is up again.
    pub(crate) fn departure(&mut self, state: u32) {
        let LaneState { lane, site, next, .. } = self.lanes[state as usize];
        let model = &self.cx.model.lanes[lane];
        let up = self.capacities.lane_up(lane, &model.needs);
        let Some(departures) = &model.departures else {
            self.cx.schedule(Actor::Departure(state), NEVER);
            while up && let Some((ready, goods)) = self.lanes[state as usize].waiting.pop_front() {
                self.cx.observer.departs(self.cx.now, lane, site, ready);
                let to = self.leaves(site, goods);
                self.depart_alone(state, goods, to);
            }
            return;
        };
        debug_assert!(departures.get(next as usize).is_some_and(|&due| due == self.cx.now));
        self.lanes[state as usize].next += 1;
        self.set_next_departure(state);
        if up {
            self.load(state, u64::from(next));
        }
    }

    /// Sends off what was ready by the cut-off, up to the capacity, as one delivery a site.
    fn load(&mut self, state: u32, number: u64) {
        let LaneState { lane, site, .. } = self.lanes[state as usize];
        let model = &self.cx.model.lanes[lane];
        let to = &self.cx.model.site_groups[usize::from(model.to)];
        let mut deliveries = std::mem::take(&mut self.deliveries);
        deliveries.clear();
        deliveries.resize(to.count as usize, (WorkItem::NONE, WorkItem::NONE, 0));
        let mut taken = 0;
        let mut room = model.capacity.unwrap_or(u32::MAX);
        while room > 0
            && let Some(&(ready, goods)) = self.lanes[state as usize].waiting.front()
            && ready + model.cut_off <= self.cx.now
        {
            room -= 1;
            self.lanes[state as usize].waiting.pop_front();
            if let Some(&(_, goods)) = self.lanes[state as usize].waiting.get(AHEAD as usize) {
                self.prefetch(goods);
            }
            self.cx.observer.departs(self.cx.now, lane, site, ready);
            taken += 1;
            let next = self.leaves(site, goods);
            let (first, last, lines) = &mut deliveries[(next - to.first) as usize];
            *lines += 1;
            if *first == WorkItem::NONE {
                *first = goods;
            } else {
                self.link(*last, goods);
            }
            *last = goods;
        }
        let left = self.lanes[state as usize].waiting.len() as u32;
        self.cx.observer.departure(self.cx.now, lane, site, taken, left);
        for (within, &(first, _, lines)) in deliveries.iter().enumerate() {
            if first == WorkItem::NONE {
                continue;
            }
            let transit = match model.transit.constant() {
                Some(constant) => rounding::nearest(constant),
                None => self.transit(lane, within, number),
            };
            self.travel(state, self.cx.now + transit, to.first + within as u32, first, lines);
        }
        self.deliveries = deliveries;
    }

    /// Time on the way of departure `number` of a lane to the n-th site of its table.
    pub(crate) fn transit(&self, lane: LaneId, within: usize, number: u64) -> Time {
        let lane = &self.cx.model.lanes[lane];
        let mut generator =
            self.cx.draws.generator(lane.streams[within], number, Purpose(lane.streams[within]));
        lane.transit.draw_time(&mut generator)
    }

    /// Goods that waited at a site depart; returns the site that they come to next.
    fn leaves(&mut self, site: u32, goods: WorkItem) -> u32 {
        let line = &self.lines[self.line_of(goods)];
        let (source, destination) = (line.source(), line.destination(self.cx.model));
        if source == site {
            let places = self.cx.topology.sites[site as usize].stages;
            self.move_goods(goods, places.departure(), Stage::ON_THE_WAY);
        }
        self.cx.topology.hop(site, destination).1
    }

    /// Lanes without a timetable that were down let go what waits.
    pub(crate) fn wake_lanes(&mut self) {
        for state in 0..self.lanes.len() as u32 {
            let LaneState { lane, waiting, .. } = &self.lanes[state as usize];
            let model = &self.cx.model.lanes[*lane];
            let wakes = model.departures.is_none()
                && !waiting.is_empty()
                && self.capacities.lane_up(*lane, &model.needs);
            if wakes {
                self.cx.schedule(Actor::Departure(state), self.cx.now);
            }
        }
    }
}
