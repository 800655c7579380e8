//! Transport: ships work items by lane or supplier, and lets them arrive.

use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::stage::Stage;
use crate::simulation::transport::lane::Delivery;
use crate::simulation::transport::supplier::lead_time;
use crate::units::{Duration, Instant, SiteGroupId, SiteId};

impl<O: Observer> Simulation<'_, O> {
    /// A work item has passed the last step of a site, where it stands at stage `from`.
    #[inline(always)]
    pub(crate) fn ship(&mut self, site: SiteId, item: WorkItem, from: Stage) {
        let line = &self.orders[self.orders.line_of(item)];
        let (source, destination) = (line.source(), line.destination(self.cx.model));
        let own = source == site;
        if destination == site {
            if own && item.is_whole() && line.is_single() {
                self.orders.ship_and_deliver(&mut self.cx, item.number());
                self.close(item.number());
            } else {
                self.orders.move_item(&mut self.cx, item, from, Stage::IN_TRANSIT);
                self.deliver(item);
            }
            return;
        }
        let (lane, next) = self.cx.topology.hop(site, destination);
        let Some(lane) = lane else {
            if own {
                self.orders.move_item(&mut self.cx, item, from, Stage::IN_TRANSIT);
            }
            self.arrive(next, item);
            return;
        };
        let state = self.cx.topology.lane_of(lane, site);
        self.cx.observer.joins_lane(self.cx.now, lane, site);
        let spec = &self.cx.model.lanes[lane];
        if spec.departures.is_none() && self.capacities.lane_up(lane, &spec.needs) {
            if own {
                self.orders.move_item(&mut self.cx, item, from, Stage::IN_TRANSIT);
            }
            let now = self.cx.now;
            self.cx.observer.departs(now, lane, site, now);
            self.depart_alone(state, item, next);
        } else {
            if own {
                let stage = self.cx.topology.sites[site].stages.departure();
                self.orders.move_item(&mut self.cx, item, from, stage);
            }
            self.transport.wait(state, self.cx.now, item);
        }
    }

    /// An item travels alone, on a lane without a timetable.
    #[inline(always)]
    fn depart_alone(&mut self, state: u32, item: WorkItem, to: SiteId) {
        let transit = self.transport.transit_alone(&self.cx, &self.orders, state, item);
        if transit == Duration::ZERO {
            self.arrive(to, item);
        } else {
            let (arrival, delivery) = (self.cx.now + transit, Delivery { to, first: item, lines: 1 });
            self.transport.depart(&mut self.cx, state, arrival, delivery);
        }
    }

    /// The earliest delivery on a lane arrives.
    pub(crate) fn lane_arrival(&mut self, state: u32) {
        let (lane, from) = self.transport.lane(state);
        let arrived = self.transport.pop_arrival(&mut self.cx, state);
        self.prefetch_arrivals(state);
        if let Some(Delivery { to, first, lines }) = arrived {
            self.cx.observer.lane_arrives(self.cx.now, lane, from, lines);
            self.arrive(to, first);
        }
    }

    /// A departure of the timetable is due, or a lane without one is up again.
    pub(crate) fn departure(&mut self, state: u32) {
        let (lane, site) = self.transport.lane(state);
        let spec = &self.cx.model.lanes[lane];
        let up = self.capacities.lane_up(lane, &spec.needs);
        if spec.departures.is_none() {
            self.cx.schedule(Actor::Departure(state), Instant::NEVER);
            while up && let Some((ready, item)) = self.transport.pop_waiting(state) {
                self.cx.observer.departs(self.cx.now, lane, site, ready);
                let to = self.leave(site, item);
                self.depart_alone(state, item, to);
            }
            return;
        }
        let number = self.transport.advance_departure(&mut self.cx, state);
        if up {
            self.load(state, u64::from(number));
        }
    }

    /// Loads the items that are ready by the cut-off, up to the capacity, and sends them off.
    fn load(&mut self, state: u32, number: u64) {
        let (lane, site) = self.transport.lane(state);
        let spec = &self.cx.model.lanes[lane];
        let to = &self.cx.model.site_groups[spec.to];
        self.transport.begin_loading(to.count);
        let mut taken = 0;
        while taken < spec.capacity.unwrap_or(u32::MAX)
            && let Some((ready, item)) = self.transport.next_to_load(&self.cx, &self.orders, state)
        {
            taken += 1;
            self.cx.observer.departs(self.cx.now, lane, site, ready);
            let next = self.leave(site, item);
            let last = self.transport.load(to.position(next), item);
            if last != WorkItem::NONE {
                self.orders.link(last, item);
            }
        }
        self.transport.depart_loaded(&mut self.cx, state, number, taken);
    }

    /// An item that waited at a site departs; returns the site that it comes to next.
    fn leave(&mut self, site: SiteId, item: WorkItem) -> SiteId {
        let line = &self.orders[self.orders.line_of(item)];
        let (source, destination) = (line.source(), line.destination(self.cx.model));
        if source == site {
            let stage = self.cx.topology.sites[site].stages.departure();
            self.orders.move_item(&mut self.cx, item, stage, Stage::IN_TRANSIT);
        }
        self.cx.topology.hop(site, destination).1
    }

    /// A supplier accepts a line; its lead time begins.
    #[inline(always)]
    pub(crate) fn supply(&mut self, id: u32, supplier: SiteGroupId) {
        let line = &self.orders[id];
        let time = lead_time(self.cx.model, &self.cx.streams, supplier, line.stream(), line.ordinal);
        self.supply_after(id, supplier, time);
    }

    /// A line of a supplier is delivered after a lead time.
    pub(crate) fn supply_after(&mut self, id: u32, supplier: SiteGroupId, lead_time: Duration) {
        let line = &self.orders[id];
        self.cx.observer.supplied(self.cx.now, line.part(), line.pieces);
        self.orders.move_item(&mut self.cx, WorkItem::whole(id), Stage::NONE, Stage::IN_TRANSIT);
        self.transport.supply(&mut self.cx, id, supplier, lead_time);
    }

    /// The earliest delivery of a supplier group arrives.
    pub(crate) fn supplier_delivers(&mut self, supplier: SiteGroupId) {
        if let Some(timetable) = &self.cx.model.site_groups[supplier].deliveries {
            self.lorries_come(supplier, timetable.lines);
        } else if let Some(id) = self.transport.pop_supply(&mut self.cx, supplier) {
            self.arrive(self.orders[id].destination(self.cx.model), WorkItem::whole(id));
        }
    }

    /// Lorries of a supplier group bring the ready lines, at most `capacity` on each.
    fn lorries_come(&mut self, supplier: SiteGroupId, capacity: u32) {
        self.transport.load_lorries(&mut self.cx, &self.orders, supplier);
        let mut from = 0;
        while let Some((site, lines)) = self.transport.next_lorry(from, capacity) {
            for number in from..from + lines - 1 {
                let [line, next] = [number, number + 1].map(|number| self.transport.lorry_line(number));
                self.orders.link(WorkItem::whole(line), WorkItem::whole(next));
            }
            let first = self.transport.lorry_line(from);
            from += lines;
            self.arrive(site, WorkItem::whole(first));
        }
    }
}
