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
use crate::units::rounding;
use std::collections::VecDeque;

/// A lane from one site.
#[derive(Debug, Clone)]
pub(crate) struct LaneState {
    lane: u16,
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
    /// Its lane table.
    pub(crate) fn lane(&self) -> u16 {
        self.lane
    }

    /// The delivery that comes so many after the next, and the site that it comes to, as far as they come in the order in
    /// which they departed.
    #[inline]
    pub(crate) fn coming(&self, after: usize) -> Option<(u32, WorkItem)> {
        self.moving.ahead(after).map(|&(site, delivery, _)| (site, delivery))
    }
}

/// The lanes of all sites, in the order of the model's lanes, and the first of each lane.
pub(crate) fn states(model: &Model) -> (Vec<LaneState>, Vec<u32>) {
    let (mut all, mut first) = (Vec::new(), Vec::with_capacity(model.lanes.len()));
    for (number, lane) in model.lanes.iter().enumerate() {
        first.push(all.len() as u32);
        let from = &model.site_groups[usize::from(lane.from)];
        all.extend((from.first..from.first + from.count).map(|site| LaneState {
            lane: number as u16,
            site,
            transit: lane.transit.constant().map(rounding::nearest),
            waiting: VecDeque::new(),
            moving: DueQueue::default(),
            next: 0,
        }));
    }
    (all, first)
}

impl<O: Observer> Simulation<'_, O> {
    pub(crate) fn start_lanes(&mut self) {
        for lane in 0..self.lanes.len() as u32 {
            self.set_next_departure(lane);
            let arrival = self.lanes[lane as usize].moving.first().unwrap_or(NEVER);
            self.set(Actor::Arrival(lane), arrival);
        }
    }

    /// Goods have passed the last step of a site, where they stand at `from`.
    #[inline(always)]
    pub(crate) fn ship(&mut self, site: u32, goods: WorkItem, from: Stage) {
        let line = &self.lines[self.line_of(goods)];
        let (source, destination) = (line.source(), line.destination(self.model));
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
        let (hop, next) = self.hop(site, destination);
        let Some(lane) = hop else {
            if own {
                self.move_goods(goods, from, Stage::ON_THE_WAY);
            }
            self.arrive(next, goods);
            return;
        };
        let state = self.lane_of(lane, site);
        self.observer.joins_lane(self.now, lane, site);
        let timetable = self.model.lanes[usize::from(lane)].departures.is_some();
        if !timetable && self.capacities.lane_up(lane, &self.model.lanes[usize::from(lane)].needs) {
            if own {
                self.move_goods(goods, from, Stage::ON_THE_WAY);
            }
            self.observer.departs(self.now, lane, site, self.now);
            self.depart_alone(state, goods, next);
        } else {
            if own {
                let places = self.sites[site as usize].stages;
                self.move_goods(goods, from, places.departure());
            }
            self.lanes[state as usize].waiting.push_back((self.now, goods));
        }
    }

    /// The lane to take from a site towards another, and the site that it leads to.
    #[inline(always)]
    pub(crate) fn hop(&self, site: u32, destination: u32) -> (Option<u16>, u32) {
        let (from, to) = (self.model.group_of[site as usize], self.model.group_of[destination as usize]);
        let hop = self.model.routes[usize::from(from) * self.model.site_groups.len() + usize::from(to)]
            .expect("the model has a route from every source");
        let next = if hop.to == to { destination } else { self.model.source_site(destination, hop.to) };
        (hop.lane, next)
    }

    #[inline(always)]
    pub(crate) fn lane_of(&self, lane: u16, site: u32) -> u32 {
        let from = &self.model.site_groups[usize::from(self.model.lanes[usize::from(lane)].from)];
        self.first_lane[usize::from(lane)] + site - from.first
    }

    /// Goods travel alone, on a lane that departs at once.
    #[inline(always)]
    fn depart_alone(&mut self, state: u32, goods: WorkItem, to: u32) {
        let LaneState { lane, transit, .. } = self.lanes[state as usize];
        let transit = if let Some(always) = transit {
            always
        } else {
            let lane = &self.model.lanes[usize::from(lane)];
            let line = &self.lines[self.line_of(goods)];
            let purpose = lane.streams[0].wrapping_add(u64::from(self.number_of(goods)));
            let stream = self.streams[line.stream() as usize];
            lane.transit.draw_time(&mut stream.generator(line.ordinal, Purpose(purpose)))
        };
        if transit == 0 {
            self.arrive(to, goods);
        } else {
            self.travel(state, self.now + transit, to, goods, 1);
        }
    }

    /// Puts a delivery of so many lines on its way.
    #[inline(always)]
    pub(crate) fn travel(&mut self, state: u32, arrival: Time, to: u32, delivery: WorkItem, lines: u32) {
        let LaneState { lane, site, moving, .. } = &mut self.lanes[state as usize];
        moving.push(arrival, (to, delivery, lines));
        let first = moving.first().unwrap_or(NEVER);
        self.observer.under_way(self.now, *lane, *site, lines);
        self.set(Actor::Arrival(state), first);
    }

    /// The earliest delivery on a lane arrives.
    pub(crate) fn lane_arrival(&mut self, state: u32) {
        let LaneState { lane, site, moving, .. } = &mut self.lanes[state as usize];
        let (lane, from) = (*lane, *site);
        let delivered = moving.pop();
        let first = moving.first().unwrap_or(NEVER);
        self.set(Actor::Arrival(state), first);
        self.bring_arrivals_near(state);
        if let Some((_, (site, delivery, lines))) = delivered {
            self.observer.lane_arrives(self.now, lane, from, lines);
            self.arrive(site, delivery);
        }
    }

    fn set_next_departure(&mut self, state: u32) {
        let LaneState { lane, next, .. } = self.lanes[state as usize];
        let time = match &self.model.lanes[usize::from(lane)].departures {
            Some(departures) => departures.get(next as usize).copied().unwrap_or(NEVER),
            None => NEVER,
        };
        self.set(Actor::Departure(state), time);
    }

    /// A departure of the timetable is due, or a lane without one is up again.
    pub(crate) fn departure(&mut self, state: u32) {
        let LaneState { lane, site, next, .. } = self.lanes[state as usize];
        let model = &self.model.lanes[usize::from(lane)];
        let up = self.capacities.lane_up(lane, &model.needs);
        let Some(departures) = &model.departures else {
            self.set(Actor::Departure(state), NEVER);
            while up && let Some((ready, goods)) = self.lanes[state as usize].waiting.pop_front() {
                self.observer.departs(self.now, lane, site, ready);
                let to = self.leaves(site, goods);
                self.depart_alone(state, goods, to);
            }
            return;
        };
        debug_assert!(departures.get(next as usize).is_some_and(|&due| due == self.now));
        self.lanes[state as usize].next += 1;
        self.set_next_departure(state);
        if up {
            self.load(state, u64::from(next));
        }
    }

    /// Sends off what was ready by the cut-off, up to the capacity, as one delivery a site.
    fn load(&mut self, state: u32, number: u64) {
        let LaneState { lane, site, .. } = self.lanes[state as usize];
        let model = &self.model.lanes[usize::from(lane)];
        let to = &self.model.site_groups[usize::from(model.to)];
        let mut deliveries = std::mem::take(&mut self.deliveries);
        deliveries.clear();
        deliveries.resize(to.count as usize, (WorkItem::NONE, WorkItem::NONE, 0));
        let mut taken = 0;
        let mut room = model.capacity.unwrap_or(u32::MAX);
        while room > 0
            && let Some(&(ready, goods)) = self.lanes[state as usize].waiting.front()
            && ready + model.cut_off <= self.now
        {
            room -= 1;
            self.lanes[state as usize].waiting.pop_front();
            if let Some(&(_, goods)) = self.lanes[state as usize].waiting.get(AHEAD as usize) {
                self.prefetch(goods);
            }
            self.observer.departs(self.now, lane, site, ready);
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
        self.observer.departure(self.now, lane, site, taken, left);
        for (within, &(first, _, lines)) in deliveries.iter().enumerate() {
            if first == WorkItem::NONE {
                continue;
            }
            let transit = match model.transit.constant() {
                Some(constant) => rounding::nearest(constant),
                None => self.transit(lane, within, number),
            };
            self.travel(state, self.now + transit, to.first + within as u32, first, lines);
        }
        self.deliveries = deliveries;
    }

    /// Time on the way of departure `number` of a lane to the n-th site of its table.
    pub(crate) fn transit(&self, lane: u16, within: usize, number: u64) -> Time {
        let lane = &self.model.lanes[usize::from(lane)];
        let mut generator = self.draws.generator(lane.streams[within], number, Purpose(lane.streams[within]));
        lane.transit.draw_time(&mut generator)
    }

    /// Goods that waited at a site depart; returns the site that they come to next.
    fn leaves(&mut self, site: u32, goods: WorkItem) -> u32 {
        let line = &self.lines[self.line_of(goods)];
        let (source, destination) = (line.source(), line.destination(self.model));
        if source == site {
            let places = self.sites[site as usize].stages;
            self.move_goods(goods, places.departure(), Stage::ON_THE_WAY);
        }
        self.hop(site, destination).1
    }

    /// Lanes without a timetable that were down let go what waits.
    pub(crate) fn wake_lanes(&mut self) {
        for state in 0..self.lanes.len() as u32 {
            let LaneState { lane, waiting, .. } = &self.lanes[state as usize];
            let model = &self.model.lanes[usize::from(*lane)];
            let wakes = model.departures.is_none()
                && !waiting.is_empty()
                && self.capacities.lane_up(*lane, &model.needs);
            if wakes {
                self.set(Actor::Departure(state), self.now);
            }
        }
    }
}
