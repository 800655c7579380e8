//! One replication: the parts domain, moved along by events.
//!
//! The immutable [`Model`], the agenda, and one state for each concept, kept in its file with the functions that
//! change it. The main loop takes the next actor and hands it to its concept. What happens is told to an
//! [`Observer`]; the simulation knows no metric.
//!
//! ```text
//! demand ─► ask ─► release ─► stock ─► pick ─► pack ─► dispatch ─► lane ─► who asked
//!                               ▲ │
//!            inbound ◄─ lane ───┘ └─► review ─► replenishment line ─► ask
//! ```
//!
//! Knows nothing of files, of other replications, or of what becomes of the numbers.

pub mod customers;
pub(crate) mod disruption;
mod event_order;
pub(crate) mod flow;
mod initial_state;
pub mod observer;
pub mod orders;
pub mod stations;
pub mod stock;
mod topology;
pub(crate) mod transport;

use crate::engine::due_queue::DueQueue;
use crate::engine::event_queue::{EventQueue, TooLong};
use crate::engine::random::{Draws, Stream};
use crate::engine::slab::Slab;
use crate::engine::{NEVER, Time};
use crate::model::Model;
use crate::scenario::syntax::quantity::DAY;
use customers::demand::{DemandState, LineRequest};
use customers::duplicate_orders::DuplicateOrders;
use customers::impatience::Timer;
use customers::outage_response::DeferredOrders;
use customers::repair_job::{Fleet, Job};
use disruption::capacity::Capacities;
use disruption::failure::FailureState;
use disruption::gate::Waits;
use disruption::policy::{Policies, Turn};
use disruption::restart::PhaseState;
use event_order::{Actor, Actors};
use initial_state::weekly_profile::WeeklyProfile;
use observer::{Observer, State};
use orders::consignment::{Consignment, Split, WorkItem};
use orders::line::Line;
use orders::sourcing::Sources;
use orders::stage::Stages;
use stations::manual_mode::Reentry;
use stations::station::Station;
use stock::inventory::Shelves;
use stock::manual_ordering::ManualQuota;
use stock::review::ReviewState;
use topology::Site;
use transport::lane::LaneState;
use transport::supplier::SupplierState;

/// More events than this at one instant mean that they bring each other about.
const MOST_AT_ONE_INSTANT: u64 = 1_000_000;

/// One replication of a model, told to an observer.
#[derive(Debug)]
pub struct Simulation<'m, O> {
    model: &'m Model,
    observer: O,
    draws: Draws,
    now: Time,
    event_queue: EventQueue,
    actors: Actors,
    lines: Slab<Line>,
    splits: Slab<Split>,
    consignments: Slab<Consignment>,
    reentry: Slab<Reentry>,
    shelves: Shelves,
    reviews: Vec<ReviewState>,
    manual_quotas: Vec<ManualQuota>,
    stations: Vec<Station<'m>>,
    sites: Vec<Site<'m>>,
    /// Processes at sites, by process table.
    stations_of: Vec<Vec<u32>>,
    lanes: Vec<LaneState>,
    /// First lane from a site, by lane.
    first_lane: Vec<u32>,
    /// Deliveries of a departure while it is loaded: first, last, and how many lines.
    deliveries: Vec<(WorkItem, WorkItem, u32)>,
    /// By table; of suppliers alone.
    suppliers: Vec<SupplierState>,
    /// Site and line of what is ready while lorries are loaded.
    loading: Vec<(u32, u32)>,
    demands: Vec<DemandState<'m>>,
    /// What the next line of each stream asks for, drawn one ahead where shelves are far.
    requests: Vec<LineRequest>,
    /// By demand, what multiplies its intensity on each day; empty where nothing does.
    factors: Vec<Vec<f64>>,
    /// Customers who come back, by demand stream; empty where none do.
    deferred: Vec<DeferredOrders>,
    /// Lines of an order while it is put together: number in the stream, and what is wanted.
    ordering: Vec<(u64, LineRequest)>,
    /// What customers will do, by rule of impatience.
    impatience: Vec<DueQueue<Time, Timer>>,
    /// Lines that were ordered again, and what is sent back.
    duplicate_orders: DuplicateOrders,
    /// Whether lines may be withdrawn or change their class while they wait.
    withdraws: bool,
    jobs: Slab<Job>,
    /// Courtesy cars by demand stream.
    fleets: Vec<Fleet>,
    capacities: Capacities,
    phases: Vec<PhaseState>,
    failures: Vec<FailureState>,
    /// Lines by table and place, where a gate looks at them.
    waits: Waits,
    /// By process table.
    policies: Vec<Policies>,
    turn: Turn,
    stages: Vec<Stages>,
    customer_sources: Vec<Sources>,
    replenishment_sources: Vec<Sources>,
    /// Random numbers of each stream: the demand streams, then every site's replenishment.
    streams: Vec<Stream>,
    /// For the start alone.
    weekly_profile: WeeklyProfile,
    counts: Counts,
}

/// How much happened in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events.
    pub events: u64,
    /// Events at the same instant as the one before.
    pub ties: u64,
}

/// Why a run cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The run is too long for so many actors.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Events bring each other about without time passing.
    #[error(
        "over 1,000,000 events at one instant, {microseconds} µs after the begin of the run: {actor} acts again \
         and again; the scenario has a loop in which no time passes"
    )]
    Loop {
        /// Instant.
        microseconds: Time,
        /// Who acts.
        actor: String,
    },
    /// Stopped from outside.
    #[error("stopped")]
    Stopped,
}

/// Runs one replication (from 0) of a model for `observer`; `stop` is polled now and then.
///
/// The simulation is compiled once for all observers that listen through this function.
///
/// # Errors
/// As [`Simulation::new`] and [`Simulation::run`].
pub fn simulate(
    model: &Model,
    replication: u32,
    observer: &mut dyn Observer,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Counts, RunError> {
    let (_, counts) = Simulation::new(model, replication, observer)?.run(stop)?;
    Ok(counts)
}

impl<'m, O: Observer> Simulation<'m, O> {
    /// Replication `replication` (from 0) of a model, ready to run.
    ///
    /// # Errors
    /// [`RunError::TooLong`] when the run is too long for the number of its actors.
    pub fn new(model: &'m Model, replication: u32, observer: O) -> Result<Self, RunError> {
        let (stations, first_process) = stations::station::stations(model);
        let (lanes, first_lane) = transport::lane::states(model);
        let site_groups = 0..model.site_groups.len();
        let customer_sources: Vec<_> =
            site_groups.clone().map(|table| Sources::of_customers(model, table)).collect();
        let replenishment_sources: Vec<_> =
            site_groups.clone().map(|table| Sources::of_replenishment(model, table)).collect();
        let shelves = Shelves::new(model);
        let sites =
            topology::sites(model, &shelves, &first_process, &customer_sources, &replenishment_sources);
        let draws = Draws::new(model.seed, replication);
        let streams: Vec<Stream> = model
            .demands
            .iter()
            .flat_map(|demand| &demand.streams)
            .chain(model.site_groups.iter().flat_map(|table| &table.streams))
            .map(|&stream| draws.stream(stream))
            .collect();
        let demands = customers::demand::states(model, &sites, &streams);
        let deferred = customers::outage_response::nobody_away(model, demands.len());
        let lane_tables: Vec<u16> = lanes.iter().map(LaneState::lane).collect();
        let actors = Actors::new(model, stations.len(), &lane_tables, demands.len(), deferred.len());
        let mut stations_of = vec![Vec::new(); model.processes.len()];
        for (number, station) in stations.iter().enumerate() {
            stations_of[usize::from(station.process)].push(number as u32);
        }
        let mut simulation = Simulation {
            model,
            observer,
            draws,
            now: 0,
            event_queue: EventQueue::new(actors.len(), model.times.end)?,
            actors,
            lines: Slab::default(),
            splits: Slab::default(),
            consignments: Slab::default(),
            reentry: Slab::default(),
            shelves,
            reviews: vec![ReviewState::default(); model.sites()],
            manual_quotas: vec![ManualQuota::default(); model.sites()],
            stations,
            sites,
            stations_of,
            lanes,
            first_lane,
            deliveries: Vec::new(),
            suppliers: vec![SupplierState::new(); model.site_groups.len()],
            loading: Vec::new(),
            demands,
            requests: Vec::new(),
            factors: customers::variation::factors(model, draws),
            deferred,
            ordering: Vec::new(),
            impatience: vec![DueQueue::default(); model.impatience.len()],
            duplicate_orders: DuplicateOrders::new(model),
            withdraws: !model.impatience.is_empty(),
            jobs: Slab::default(),
            fleets: customers::repair_job::fleets(model),
            capacities: Capacities::new(model),
            failures: vec![FailureState::default(); model.failures.len()],
            phases: vec![PhaseState::default(); model.phases.len()],
            waits: Waits::new(model),
            policies: vec![Policies::default(); model.processes.len()],
            turn: Turn::NONE,
            stages: site_groups.map(|table| Stages::of(model, table)).collect(),
            customer_sources,
            replenishment_sources,
            streams,
            weekly_profile: WeeklyProfile::of(model),
            counts: Counts::default(),
        };
        simulation.begin();
        Ok(simulation)
    }

    fn begin(&mut self) {
        self.fill_shelves();
        self.set(Actor::Record, DAY);
        for process in 0..self.model.processes.len() as u16 {
            self.set_next_calendar_change(process, 1);
            self.process_level_changed(process);
        }
        self.start_disruptions();
        self.start_phases();
        self.start_demand();
        self.start_reviews();
        self.start_lanes();
        self.start_loads();
        self.start_failures();
    }

    /// Runs to the end, asking now and then whether to `stop`.
    ///
    /// Returns the observer and how much happened.
    ///
    /// # Errors
    /// [`RunError::Loop`] when events bring each other about without time passing, [`RunError::Stopped`] when
    /// `stop` said so.
    pub fn run(mut self, mut stop: impl FnMut() -> bool) -> Result<(O, Counts), RunError> {
        let end = self.model.times.end;
        let mut at_this_instant = 0;
        while let Some((time, number)) = self.event_queue.next() {
            if time >= end && (time > end || self.actors.who(number) != Actor::Record) {
                break;
            }
            self.counts.events += 1;
            if time == self.now {
                self.counts.ties += 1;
                at_this_instant += 1;
                if at_this_instant > MOST_AT_ONE_INSTANT {
                    let actor = format!("{:?}", self.actors.who(number));
                    return Err(RunError::Loop { microseconds: time, actor });
                }
            } else {
                at_this_instant = 0;
            }
            self.now = time;
            self.act(self.actors.who(number));
            if self.counts.events.is_multiple_of(0x1_0000) && stop() {
                return Err(RunError::Stopped);
            }
        }
        self.now = end;
        let state = State {
            lines: self.lines.slots(),
            splits: self.splits.slots(),
            consignments: self.consignments.slots(),
            jobs: self.jobs.slots(),
            shelves: &self.shelves.all,
            first_shelf: &self.shelves.first,
            processes: &self.stations,
            deferred: self.lines_put_off(),
        };
        self.observer.end(end, &state);
        Ok((self.observer, self.counts))
    }

    #[inline(always)]
    fn act(&mut self, actor: Actor) {
        match actor {
            Actor::Record => self.record(),
            Actor::Calendar(process) => self.calendar(process),
            Actor::Disruption(number) => self.disruption(number),
            Actor::Failure(number) => self.failure(number),
            Actor::Phase(number) => self.phase(number),
            Actor::TurnOfDay => self.turn_of_day(),
            Actor::Work(process) => self.work_ends(process),
            Actor::Supply(table) => self.supplier_delivers(table),
            Actor::Arrival(lane) => self.lane_arrival(lane),
            Actor::SentBack(rule) => self.sent_back_arrives(rule),
            Actor::Impatience(rule) => self.patience_ends(rule),
            Actor::Demand(stream) => self.demand(stream),
            Actor::Return(stream) => self.customer_returns(stream),
            Actor::Review(site) => self.review(site),
            Actor::Departure(lane) => self.departure(lane),
        }
    }

    #[inline(always)]
    fn set(&mut self, actor: Actor, time: Time) {
        match self.actors.number(actor) {
            Some(number) => self.event_queue.set(number, time),
            None => debug_assert_eq!(time, NEVER, "{actor:?} has no number"),
        }
    }

    fn replenishment_stream(&self, site: u32) -> u32 {
        self.demands.len() as u32 + site
    }

    fn record(&mut self) {
        let state = State {
            lines: self.lines.slots(),
            splits: self.splits.slots(),
            consignments: self.consignments.slots(),
            jobs: self.jobs.slots(),
            shelves: &self.shelves.all,
            first_shelf: &self.shelves.first,
            processes: &self.stations,
            deferred: self.lines_put_off(),
        };
        self.observer.midnight(self.now, &state);
        self.set(Actor::Record, self.now + DAY);
    }

    /// The calendar of a process table changes its level.
    fn calendar(&mut self, process: u16) {
        let changes = &self.model.processes[usize::from(process)].calendar;
        let next = changes.partition_point(|&(from, _)| from <= self.now);
        self.capacities.set_calendar(process, changes[next - 1].1.0);
        self.set_next_calendar_change(process, next);
        self.process_level_changed(process);
    }

    fn set_next_calendar_change(&mut self, process: u16, next: usize) {
        let changes = &self.model.processes[usize::from(process)].calendar;
        self.set(Actor::Calendar(process), changes.get(next).map_or(NEVER, |&(from, _)| from));
    }
}
