//! What is looked at closely, for each `[observe]` of the scenario: a file for each kind of thing.
//!
//! ```text
//! what happens ─► which watches listen there ─► process │ lane │ stock │ orders ─► levels over time, times of lines
//! ```
//!
//! All is seen passively: nothing acts for a watch, and a run without watches pays next to nothing.

pub(crate) mod durations;
pub(crate) mod emit;
pub(crate) mod fill_rates;
pub(crate) mod lane;
pub(crate) mod orders;
pub(crate) mod station;
pub(crate) mod stock;
pub(crate) mod time_weighted;

use super::{Recorder, ReplicationResult};
use crate::engine::Time;
use crate::model::Model;
use crate::model::observation::{ObservationLabels, ObservationSubject};
use crate::registers::metrics::{Dim, cell};
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::Stage;
use crate::simulation::stations::station::{StationState, steps};
use crate::simulation::view::View;
use crate::units::{FailureId, HOUR, LaneId};
use emit::Emitter;
use lane::LaneObservation;
use orders::OrdersObservation;
use station::{Joining, StationObservation, Visit};
use stock::StockObservation;

/// Microseconds in an hour.
const HOURS: f64 = HOUR as f64;

/// All that is looked at closely.
#[derive(Debug)]
pub struct Observations<'m> {
    model: &'m Model,
    labels: &'m [ObservationLabels],
    processes: Vec<StationObservation<'m>>,
    lanes: Vec<LaneObservation<'m>>,
    stocks: Vec<StockObservation<'m>>,
    orders: Vec<OrdersObservation>,
    /// By process at a site: who looks at it, a watch and its site's place in the table. Empty where nobody looks at any.
    listeners: Vec<Vec<(u16, u32)>>,
    /// Goods at processes that are looked at, by kind of goods and number. Goods are at one process at a time.
    visits: [Vec<Visit>; WorkItem::KINDS],
}

impl<'m> Observations<'m> {
    /// Nothing has happened yet.
    pub fn new(model: &'m Model, labels: &'m [ObservationLabels]) -> Self {
        let (mut processes, mut looked_at) = (Vec::new(), Vec::new());
        let (mut lanes, mut stocks, mut orders) = (Vec::new(), Vec::new(), Vec::new());
        for watch in &model.observations {
            match watch.what {
                ObservationSubject::Process { table, process } => {
                    looked_at.push((table, process));
                    processes.push(StationObservation::new(model, watch, table, process));
                }
                ObservationSubject::Lane(lane) => lanes.push(LaneObservation::new(model, watch, lane)),
                ObservationSubject::Stock(table) => stocks.push(StockObservation::new(model, watch, table)),
                ObservationSubject::Orders(demand) => orders.push(OrdersObservation::new(model, demand)),
            }
        }
        let mut listeners = Vec::new();
        let sites = model.group_of.iter().zip(0..).filter(|_| !looked_at.is_empty());
        for (&table, site) in sites {
            let listed = &model.site_groups[usize::from(table)];
            let listening = |(process, _)| {
                let here = (0..).zip(&looked_at).filter(|&(_, &of)| of == (table, process));
                here.map(|(watch, _)| (watch, site - listed.first)).collect()
            };
            listeners.extend(steps(listed).map(listening));
        }
        Observations {
            model,
            labels,
            processes,
            lanes,
            stocks,
            orders,
            listeners,
            visits: Default::default(),
        }
    }

    #[inline]
    fn nobody_at(&self, process: u32) -> bool {
        self.listeners.get(process as usize).is_none_or(Vec::is_empty)
    }

    fn joining(&mut self, now: Time, process: u32, item: WorkItem, joining: Joining) {
        for &(watch, site) in &self.listeners[process as usize] {
            // The visit is the same for all who look at it.
            let visit = self.processes[usize::from(watch)].joins(now, site as usize, joining);
            *visit_of(&mut self.visits, item) = visit;
        }
    }

    fn beginning(&mut self, now: Time, process: u32, item: WorkItem, work: u64) {
        let visit = visit_of(&mut self.visits, item);
        visit.begun = now;
        let visit = *visit;
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_begins(now, site as usize, visit, work);
        }
    }

    fn ending(&mut self, now: Time, process: u32, item: WorkItem) {
        let visit = *visit_of(&mut self.visits, item);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_ends(now, site as usize, visit);
        }
    }

    fn doing(&mut self, now: Time, process: u32, is: StationState) {
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].station_state(now, site as usize, is);
        }
    }
}

/// What is kept of goods.
#[inline]
fn visit_of(visits: &mut [Vec<Visit>; WorkItem::KINDS], item: WorkItem) -> &mut Visit {
    let number = item.index();
    let visits = &mut visits[item.kind()];
    if number >= visits.len() {
        visits.resize(number + 1, Visit::default());
    }
    &mut visits[number]
}

impl Observer for Observations<'_> {
    #[inline]
    fn joins(&mut self, now: Time, process: u32, item: WorkItem, line: &Line) {
        if !self.nobody_at(process) {
            let joining = Joining { class: line.class, ordered: line.ordered, stream: line.stream() };
            self.joining(now, process, item, joining);
        }
    }

    #[inline]
    fn work_begins(&mut self, now: Time, process: u32, item: WorkItem, work: u64) {
        if !self.nobody_at(process) {
            self.beginning(now, process, item, work);
        }
    }

    fn work_interrupted(&mut self, now: Time, process: u32, item: WorkItem) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, item);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_goes_on(now, site as usize, visit, false);
        }
    }

    fn work_resumed(&mut self, now: Time, process: u32, item: WorkItem) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, item);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_goes_on(now, site as usize, visit, true);
        }
    }

    #[inline]
    fn work_ends(&mut self, now: Time, process: u32, item: WorkItem) {
        if !self.nobody_at(process) {
            self.ending(now, process, item);
        }
    }

    fn leaves_queue(&mut self, now: Time, process: u32, item: WorkItem) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, item);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].leaves(now, site as usize, visit);
        }
    }

    #[inline]
    fn station_state(&mut self, now: Time, process: u32, _: StationState, is: StationState) {
        if !self.nobody_at(process) {
            self.doing(now, process, is);
        }
    }

    fn failure(&mut self, now: Time, failure: FailureId, state: u8) {
        self.processes.iter_mut().for_each(|watch| watch.failure(now, failure, state));
    }

    #[inline]
    fn joins_lane(&mut self, now: Time, lane: LaneId, site: u32) {
        self.lanes.iter_mut().for_each(|watch| watch.joins(now, lane, site));
    }

    #[inline]
    fn departs(&mut self, now: Time, lane: LaneId, site: u32, joined: Time) {
        self.lanes.iter_mut().for_each(|watch| watch.departs(now, lane, site, joined));
    }

    fn departure(&mut self, now: Time, lane: LaneId, _: u32, taken: u32, left: u32) {
        self.lanes.iter_mut().for_each(|watch| watch.departure(now, lane, taken, left));
    }

    #[inline]
    fn in_transit(&mut self, now: Time, lane: LaneId, site: u32, lines: u32) {
        self.lanes.iter_mut().for_each(|watch| watch.in_transit(now, lane, site, lines.into()));
    }

    #[inline]
    fn lane_arrives(&mut self, now: Time, lane: LaneId, site: u32, lines: u32) {
        self.lanes.iter_mut().for_each(|watch| watch.in_transit(now, lane, site, -i64::from(lines)));
    }

    #[inline]
    fn ordered(&mut self, now: Time, line: &Line) {
        self.stocks.iter_mut().for_each(|watch| watch.ordered(now, line));
        self.orders.iter_mut().for_each(|watch| watch.ordered(line));
    }

    #[inline]
    fn order_placed(&mut self, _: Time, stream: u32) {
        self.orders.iter_mut().for_each(|watch| watch.placed(stream));
    }

    #[inline]
    fn filled(&mut self, now: Time, line: &Line) {
        self.orders.iter_mut().for_each(|watch| watch.filled(now, line));
    }

    fn cancelled(&mut self, _: Time, line: &Line) {
        self.orders.iter_mut().for_each(|watch| watch.given_up(line));
    }

    fn lost(&mut self, now: Time, line: &Line, pieces: u32, lacking: LossReason) {
        match lacking {
            LossReason::Stock => self.stocks.iter_mut().for_each(|watch| watch.lost(now, line)),
            LossReason::Room(process) if self.nobody_at(process) => {}
            LossReason::Room(process) => {
                for &(watch, _) in &self.listeners[process as usize] {
                    self.processes[usize::from(watch)].rejected_lines(now, line.class);
                }
            }
        }
        if pieces == line.pieces {
            self.orders.iter_mut().for_each(|watch| watch.given_up(line));
        }
    }

    #[inline]
    fn pieces_move(&mut self, now: Time, line: &Line, pieces: u32, from: Stage, to: Stage) {
        self.stocks.iter_mut().for_each(|watch| watch.pieces_move(now, line, pieces, from, to));
    }

    #[inline]
    fn first_pick(&mut self, now: Time, line: &Line, given: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.asked(now, line, given));
    }

    #[inline]
    fn allocated_immediately(&mut self, now: Time, line: &Line, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.allocated_immediately(now, line, pieces));
    }

    #[inline]
    fn waits_for_stock(&mut self, now: Time, line: &Line, pieces: u32, since: Option<Time>) {
        self.stocks.iter_mut().for_each(|watch| watch.waits(now, line, pieces, since));
    }

    #[inline]
    fn allocated_later(&mut self, now: Time, line: &Line, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.allocated_later(now, line, pieces));
    }

    fn backorder_cancelled(&mut self, now: Time, line: &Line, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.withdrawn(now, line, pieces));
    }

    #[inline]
    fn off_the_shelf_fill(&mut self, now: Time, site: u32, part: u32, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.looked_at(now, site, part, pieces, true));
    }

    #[inline]
    fn retail_shelf_short(&mut self, now: Time, site: u32, part: u32, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.looked_at(now, site, part, pieces, false));
    }

    #[inline]
    fn stocked(&mut self, now: Time, site: u32, part: u32, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.stocked(now, site, part, pieces));
    }

    #[inline]
    fn picked(&mut self, now: Time, site: u32, part: u32, pieces: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.picked(now, site, part, pieces));
    }

    fn replenished(&mut self, now: Time, site: u32, _: u32, before: u32, after: u32) {
        self.stocks.iter_mut().for_each(|watch| watch.replenished(now, site, before, after));
    }

    fn end(&mut self, now: Time, _: &View<'_>) {
        self.processes.iter_mut().for_each(|watch| watch.end(now));
        self.lanes.iter_mut().for_each(|watch| watch.end(now));
        self.stocks.iter_mut().for_each(|watch| watch.end(now));
    }
}

impl Recorder for Observations<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let (mut processes, mut lanes) = (self.processes.iter(), self.lanes.iter());
        let (mut stocks, mut orders) = (self.stocks.iter(), self.orders.iter());
        let observations = self.model.observations.iter().zip(self.labels);
        for (number, (observation, labels)) in observations.enumerate() {
            let group = match observation.what {
                ObservationSubject::Process { table, .. } | ObservationSubject::Stock(table) => table,
                ObservationSubject::Lane(lane) => self.model.lanes[lane].from,
                ObservationSubject::Orders(demand) => self.model.demands[usize::from(demand)].table,
            };
            let cell = cell(&[(Dim::Observation, number), (Dim::Site, group.into())]);
            let mut out = Emitter { observation, labels, cell, out: &mut *out };
            match observation.what {
                ObservationSubject::Process { .. } => {
                    processes.by_ref().take(1).for_each(|one| one.emit(&mut out));
                }
                ObservationSubject::Lane(_) => lanes.by_ref().take(1).for_each(|one| one.emit(&mut out)),
                ObservationSubject::Stock(_) => stocks.by_ref().take(1).for_each(|one| one.emit(&mut out)),
                ObservationSubject::Orders(_) => orders.by_ref().take(1).for_each(|one| one.emit(&mut out)),
            }
        }
    }
}
