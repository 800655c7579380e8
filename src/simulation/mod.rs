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

pub(crate) mod context;
pub mod customers;
pub(crate) mod disruption;
pub(crate) mod event_order;
pub(crate) mod flow;
mod initial_state;
pub mod observer;
pub mod orders;
pub mod stations;
pub mod stock;
pub(crate) mod topology;
pub(crate) mod transport;
pub mod view;

use crate::engine::due_queue::DueQueue;
use crate::engine::event_queue::TooLong;
use crate::engine::slab::Slab;
use crate::engine::{NEVER, Time};
use crate::model::Model;
use crate::units::{DAY, FailureId, IndexVec, PhaseId, ProcessId};
use context::Context;
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
use event_order::Actor;
use initial_state::weekly_profile::WeeklyProfile;
use observer::Observer;
use orders::consignment::{Consignment, Split, WorkItem};
use orders::line::Line;
use stations::manual_mode::Reentry;
use stations::station::Station;
use stock::inventory::Shelves;
use stock::manual_ordering::ManualQuota;
use stock::review::ReviewState;
use transport::lane::LaneState;
use transport::supplier::SupplierState;
use view::View;

/// More events than this at one instant mean that they bring each other about.
const MOST_AT_ONE_INSTANT: u64 = 1_000_000;

/// The view of a simulation: a macro, so that it borrows fields and the observer stays free.
macro_rules! view {
    ($simulation:expr) => {
        View {
            lines: $simulation.lines.slots(),
            splits: $simulation.splits.slots(),
            consignments: $simulation.consignments.slots(),
            jobs: $simulation.jobs.slots(),
            shelves: &$simulation.shelves.all,
            stations: &$simulation.stations,
            topology: &$simulation.cx.topology,
            deferred: $simulation.deferred_lines(),
        }
    };
}

/// One replication of a model, told to an observer.
#[derive(Debug)]
pub struct Simulation<'m, O> {
    cx: Context<'m, O>,
    lines: Slab<Line>,
    splits: Slab<Split>,
    consignments: Slab<Consignment>,
    reentry: Slab<Reentry>,
    shelves: Shelves,
    reviews: Vec<ReviewState>,
    manual_quotas: Vec<ManualQuota>,
    stations: Vec<Station<'m>>,
    lanes: Vec<LaneState>,
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
    jobs: Slab<Job>,
    /// Courtesy cars by demand stream.
    fleets: Vec<Fleet>,
    capacities: Capacities,
    phases: IndexVec<PhaseId, PhaseState>,
    failures: IndexVec<FailureId, FailureState>,
    /// Lines by table and place, where a gate looks at them.
    waits: Waits,
    /// By process table.
    policies: IndexVec<ProcessId, Policies>,
    turn: Turn,
    /// For the start alone.
    weekly_profile: WeeklyProfile,
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

/// Runs one replication (from 0) of a model for any observer; `stop` is polled now and then.
///
/// Slower than [`Simulation::run`] with an observer of a known type, but compiled only once: into
/// the library with debug assertions, for the test programs, and else where it is called.
///
/// # Errors
/// As [`Simulation::new`] and [`Simulation::run`].
#[cfg_attr(not(debug_assertions), inline)]
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
        let cx = Context::new(model, replication, observer)?;
        let demands = customers::demand::states(&cx);
        let deferred = customers::outage_response::nobody_away(model, demands.len());
        let mut simulation = Simulation {
            shelves: Shelves::new(model, &cx.topology),
            lines: Slab::default(),
            splits: Slab::default(),
            consignments: Slab::default(),
            reentry: Slab::default(),
            reviews: vec![ReviewState::default(); model.sites()],
            manual_quotas: vec![ManualQuota::default(); model.sites()],
            stations: stations::station::stations(model),
            lanes: transport::lane::states(model),
            deliveries: Vec::new(),
            suppliers: vec![SupplierState::new(); model.site_groups.len()],
            loading: Vec::new(),
            demands,
            requests: Vec::new(),
            factors: customers::variation::factors(model, cx.draws),
            deferred,
            ordering: Vec::new(),
            impatience: vec![DueQueue::default(); model.impatience.len()],
            duplicate_orders: DuplicateOrders::new(model),
            jobs: Slab::default(),
            fleets: customers::repair_job::fleets(model),
            capacities: Capacities::new(model),
            failures: IndexVec::filled(FailureState::default(), model.failures.len()),
            phases: IndexVec::filled(PhaseState::default(), model.phases.len()),
            waits: Waits::new(model),
            policies: IndexVec::filled(Policies::default(), model.processes.len()),
            turn: Turn::NONE,
            weekly_profile: WeeklyProfile::of(model),
            cx,
        };
        simulation.begin();
        Ok(simulation)
    }

    fn begin(&mut self) {
        self.fill_shelves();
        self.cx.schedule(Actor::Record, DAY);
        for process in self.cx.model.processes.ids() {
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
        let end = self.cx.model.times.end;
        let mut at_this_instant = 0;
        while let Some((time, actor)) = self.cx.next_event() {
            if time >= end && (time > end || actor != Actor::Record) {
                break;
            }
            self.cx.counts.events += 1;
            if time == self.cx.now {
                self.cx.counts.ties += 1;
                at_this_instant += 1;
                if at_this_instant > MOST_AT_ONE_INSTANT {
                    return Err(RunError::Loop { microseconds: time, actor: format!("{actor:?}") });
                }
            } else {
                at_this_instant = 0;
            }
            self.cx.now = time;
            self.act(actor);
            if self.cx.counts.events.is_multiple_of(0x1_0000) && stop() {
                return Err(RunError::Stopped);
            }
        }
        self.cx.now = end;
        let view = view!(self);
        self.cx.observer.end(end, &view);
        Ok((self.cx.observer, self.cx.counts))
    }

    #[inline(always)]
    fn act(&mut self, actor: Actor) {
        match actor {
            Actor::Record => self.record(),
            Actor::Calendar(process) => self.calendar(process),
            Actor::Disruption(number) => self.disruption(number),
            Actor::Failure(number) => self.failure(number),
            Actor::Phase(number) => self.phase(number),
            Actor::CapReset => self.turn_of_day(),
            Actor::Service(process) => self.work_ends(process),
            Actor::Supply(table) => self.supplier_delivers(table),
            Actor::Arrival(lane) => self.lane_arrival(lane),
            Actor::CustomerReturn(rule) => self.sent_back_arrives(rule),
            Actor::Impatience(rule) => self.patience_ends(rule),
            Actor::Demand(stream) => self.demand(stream),
            Actor::DeferredOrder(stream) => self.customer_returns(stream),
            Actor::Review(site) => self.review(site),
            Actor::Departure(lane) => self.departure(lane),
        }
    }

    /// The state between two events.
    pub fn view(&self) -> View<'_> {
        view!(self)
    }

    fn record(&mut self) {
        let view = view!(self);
        self.cx.observer.midnight(self.cx.now, &view);
        self.cx.schedule(Actor::Record, self.cx.now + DAY);
    }

    /// The calendar of a process table changes its level.
    fn calendar(&mut self, process: ProcessId) {
        let changes = &self.cx.model.processes[process].calendar;
        let next = changes.partition_point(|&(from, _)| from <= self.cx.now);
        self.capacities.set_calendar(process, changes[next - 1].1);
        self.set_next_calendar_change(process, next);
        self.process_level_changed(process);
    }

    fn set_next_calendar_change(&mut self, process: ProcessId, next: usize) {
        let changes = &self.cx.model.processes[process].calendar;
        self.cx.schedule(Actor::Calendar(process), changes.get(next).map_or(NEVER, |&(from, _)| from));
    }
}
