//! Observations: detailed metrics of each `[observe]` of the scenario, one file per kind of
//! subject.
//!
//! ```text
//! events ─► process │ lane │ stock │ orders ─► levels over time, times of lines
//! ```
//!
//! Observations are passive: they never act, and a run without them pays next to nothing.

pub(crate) mod durations;
pub(crate) mod emit;
pub(crate) mod fill_rates;
pub(crate) mod lane;
pub(crate) mod orders;
pub(crate) mod station;
pub(crate) mod stock;
pub(crate) mod time_weighted;

use super::{Recorder, ReplicationResult};
use crate::model::Model;
use crate::model::ObservationLabels;
use crate::model::observation::ObservationSubject;
use crate::registers::metrics::{Dim, cell};
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::Stage;
use crate::simulation::stations::station::{StationState, steps};
use crate::simulation::view::View;
use crate::units::{FailureId, HOUR, IndexVec, Instant, LaneId, SiteId, StationId, StreamId, Work};
use emit::Emitter;
use lane::LaneObservation;
use orders::OrdersObservation;
use station::{Joining, StationObservation, Visit};
use stock::StockObservation;

/// Microseconds in an hour.
const HOURS: f64 = HOUR.as_micros_f64();

/// Recorder of all observations.
#[derive(Debug)]
pub(crate) struct Observations<'m> {
    model: &'m Model,
    labels: &'m [ObservationLabels],
    processes: Vec<StationObservation<'m>>,
    lanes: Vec<LaneObservation<'m>>,
    stocks: Vec<StockObservation<'m>>,
    orders: Vec<OrdersObservation>,
    /// By station: its observations, each with the number of its site in the group. Empty without
    /// observed stations.
    listeners: IndexVec<StationId, Vec<(u16, u32)>>,
    /// Work items at observed processes, by kind and number. A work item is at one process at a
    /// time.
    visits: [Vec<Visit>; WorkItem::KINDS],
}

impl<'m> Observations<'m> {
    /// Observations at the start of a run.
    pub(crate) fn new(model: &'m Model, labels: &'m [ObservationLabels]) -> Self {
        let (mut processes, mut observed) = (Vec::new(), Vec::new());
        let (mut lanes, mut stocks, mut orders) = (Vec::new(), Vec::new(), Vec::new());
        for observation in &model.observations {
            match observation.what {
                ObservationSubject::Process { group, process } => {
                    observed.push((group, process));
                    processes.push(StationObservation::new(model, observation, group, process));
                }
                ObservationSubject::Lane(lane) => lanes.push(LaneObservation::new(model, observation, lane)),
                ObservationSubject::Stock(table) => {
                    stocks.push(StockObservation::new(model, observation, table));
                }
                ObservationSubject::Orders(demand) => orders.push(OrdersObservation::new(model, demand)),
            }
        }
        let mut listeners = Vec::new();
        let sites = model.group_of.iter_ids().filter(|_| !observed.is_empty());
        for (site, &table) in sites {
            let listed = &model.site_groups[table];
            let listening = |(process, _)| {
                let here = (0..).zip(&observed).filter(|&(_, &of)| of == (table, process));
                here.map(|(observation, _)| (observation, listed.position(site) as u32)).collect()
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
            listeners: listeners.into(),
            visits: Default::default(),
        }
    }

    #[inline]
    fn unobserved(&self, station: StationId) -> bool {
        self.listeners.get(station).is_none_or(Vec::is_empty)
    }

    fn joining(&mut self, now: Instant, station: StationId, item: WorkItem, joining: Joining) {
        for &(observation, site) in &self.listeners[station] {
            // All observations of a station see the same visit.
            let visit = self.processes[usize::from(observation)].joins(now, site as usize, joining);
            *visit_of(&mut self.visits, item) = visit;
        }
    }

    fn beginning(&mut self, now: Instant, station: StationId, item: WorkItem, work: Work) {
        let visit = visit_of(&mut self.visits, item);
        visit.begun = now;
        let visit = *visit;
        for &(observation, site) in &self.listeners[station] {
            self.processes[usize::from(observation)].work_begins(now, site as usize, visit, work);
        }
    }

    fn ending(&mut self, now: Instant, station: StationId, item: WorkItem) {
        let visit = *visit_of(&mut self.visits, item);
        for &(observation, site) in &self.listeners[station] {
            self.processes[usize::from(observation)].work_ends(now, site as usize, visit);
        }
    }

    fn doing(&mut self, now: Instant, station: StationId, is: StationState) {
        for &(observation, site) in &self.listeners[station] {
            self.processes[usize::from(observation)].station_state(now, site as usize, is);
        }
    }
}

/// Visit of a work item.
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
    fn joins(&mut self, now: Instant, station: StationId, item: WorkItem, line: &Line) {
        if !self.unobserved(station) {
            let joining = Joining { class: line.class, ordered: line.ordered, stream: line.stream() };
            self.joining(now, station, item, joining);
        }
    }

    #[inline]
    fn work_begins(&mut self, now: Instant, station: StationId, item: WorkItem, work: Work) {
        if !self.unobserved(station) {
            self.beginning(now, station, item, work);
        }
    }

    fn work_interrupted(&mut self, now: Instant, station: StationId, item: WorkItem) {
        if self.unobserved(station) {
            return;
        }
        let visit = *visit_of(&mut self.visits, item);
        for &(observation, site) in &self.listeners[station] {
            self.processes[usize::from(observation)].preempt_or_resume(now, site as usize, visit, false);
        }
    }

    fn work_resumed(&mut self, now: Instant, station: StationId, item: WorkItem) {
        if self.unobserved(station) {
            return;
        }
        let visit = *visit_of(&mut self.visits, item);
        for &(observation, site) in &self.listeners[station] {
            self.processes[usize::from(observation)].preempt_or_resume(now, site as usize, visit, true);
        }
    }

    #[inline]
    fn work_ends(&mut self, now: Instant, station: StationId, item: WorkItem) {
        if !self.unobserved(station) {
            self.ending(now, station, item);
        }
    }

    fn leaves_queue(&mut self, now: Instant, station: StationId, item: WorkItem) {
        if self.unobserved(station) {
            return;
        }
        let visit = *visit_of(&mut self.visits, item);
        for &(observation, site) in &self.listeners[station] {
            self.processes[usize::from(observation)].leaves(now, site as usize, visit);
        }
    }

    #[inline]
    fn station_state(&mut self, now: Instant, station: StationId, _: StationState, is: StationState) {
        if !self.unobserved(station) {
            self.doing(now, station, is);
        }
    }

    fn failure(&mut self, now: Instant, failure: FailureId, state: u8) {
        self.processes.iter_mut().for_each(|observation| observation.failure(now, failure, state));
    }

    #[inline]
    fn joins_lane(&mut self, now: Instant, lane: LaneId, site: SiteId) {
        self.lanes.iter_mut().for_each(|observation| observation.joins(now, lane, site));
    }

    #[inline]
    fn departs(&mut self, now: Instant, lane: LaneId, site: SiteId, joined: Instant) {
        self.lanes.iter_mut().for_each(|observation| observation.departs(now, lane, site, joined));
    }

    fn departure(&mut self, now: Instant, lane: LaneId, _: SiteId, taken: u32, left: u32) {
        self.lanes.iter_mut().for_each(|observation| observation.departure(now, lane, taken, left));
    }

    #[inline]
    fn in_transit(&mut self, now: Instant, lane: LaneId, site: SiteId, lines: u32) {
        self.lanes.iter_mut().for_each(|observation| observation.in_transit(now, lane, site, lines.into()));
    }

    #[inline]
    fn lane_arrives(&mut self, now: Instant, lane: LaneId, site: SiteId, lines: u32) {
        self.lanes
            .iter_mut()
            .for_each(|observation| observation.in_transit(now, lane, site, -i64::from(lines)));
    }

    #[inline]
    fn ordered(&mut self, now: Instant, line: &Line) {
        self.stocks.iter_mut().for_each(|observation| observation.ordered(now, line));
        self.orders.iter_mut().for_each(|observation| observation.ordered(line));
    }

    #[inline]
    fn order_placed(&mut self, _: Instant, stream: StreamId) {
        self.orders.iter_mut().for_each(|observation| observation.placed(stream));
    }

    #[inline]
    fn filled(&mut self, now: Instant, line: &Line) {
        self.orders.iter_mut().for_each(|observation| observation.filled(now, line));
    }

    fn cancelled(&mut self, _: Instant, line: &Line) {
        self.orders.iter_mut().for_each(|observation| observation.ended_unfilled(line));
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, lacking: LossReason) {
        match lacking {
            LossReason::Stock => self.stocks.iter_mut().for_each(|observation| observation.lost(now, line)),
            LossReason::QueueCapacity(station) if self.unobserved(station) => {}
            LossReason::QueueCapacity(station) => {
                for &(observation, _) in &self.listeners[station] {
                    self.processes[usize::from(observation)].rejected_lines(now, line.class);
                }
            }
        }
        if pieces == line.pieces {
            self.orders.iter_mut().for_each(|observation| observation.ended_unfilled(line));
        }
    }

    #[inline]
    fn pieces_move(&mut self, now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        self.stocks.iter_mut().for_each(|observation| observation.pieces_move(now, line, pieces, from, to));
    }

    #[inline]
    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.requested(now, line, given));
    }

    #[inline]
    fn allocated_immediately(&mut self, now: Instant, line: &Line, pieces: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.allocated_immediately(now, line, pieces));
    }

    #[inline]
    fn waits_for_stock(&mut self, now: Instant, line: &Line, pieces: u32, since: Option<Instant>) {
        self.stocks.iter_mut().for_each(|observation| observation.waits(now, line, pieces, since));
    }

    #[inline]
    fn allocated_later(&mut self, now: Instant, line: &Line, pieces: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.allocated_later(now, line, pieces));
    }

    fn backorder_cancelled(&mut self, now: Instant, line: &Line, pieces: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.cancelled(now, line, pieces));
    }

    #[inline]
    fn off_the_shelf_fill(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.stocks
            .iter_mut()
            .for_each(|observation| observation.requested_by_workshop(now, site, part, pieces, true));
    }

    #[inline]
    fn retail_shelf_short(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.stocks
            .iter_mut()
            .for_each(|observation| observation.requested_by_workshop(now, site, part, pieces, false));
    }

    #[inline]
    fn stocked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.stocked(now, site, part, pieces));
    }

    #[inline]
    fn picked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.picked(now, site, part, pieces));
    }

    fn replenished(&mut self, now: Instant, site: SiteId, _: u32, before: u32, after: u32) {
        self.stocks.iter_mut().for_each(|observation| observation.replenished(now, site, before, after));
    }

    fn end(&mut self, now: Instant, _: &View<'_>) {
        self.processes.iter_mut().for_each(|observation| observation.end(now));
        self.lanes.iter_mut().for_each(|observation| observation.end(now));
        self.stocks.iter_mut().for_each(|observation| observation.end(now));
    }
}

impl Recorder for Observations<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let (mut processes, mut lanes) = (self.processes.iter(), self.lanes.iter());
        let (mut stocks, mut orders) = (self.stocks.iter(), self.orders.iter());
        let observations = self.model.observations.iter().zip(self.labels);
        for (number, (observation, labels)) in observations.enumerate() {
            let group = match observation.what {
                ObservationSubject::Process { group, .. } | ObservationSubject::Stock(group) => group,
                ObservationSubject::Lane(lane) => self.model.lanes[lane].from,
                ObservationSubject::Orders(demand) => self.model.demands[usize::from(demand)].group,
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
