//! Simulation: one replication of a model, moved forward by events.
//!
//! [`Simulation`] holds the context (model, clock, event queue, random numbers, observer) and one
//! state for each sub-system. The main loop takes the next actor and calls its handler in `flow/`,
//! which lets the sub-systems act. Everything that happens is reported to an [`Observer`].
//!
//! ```text
//! demand ─► source ─► release ─► stock ─► pick ─► pack ─► dispatch ─► lane ─► recipient
//!                                  ▲ │
//!               inbound ◄─ lane ───┘ └─► review ─► replenishment line ─► source
//! ```
//!
//! Knows nothing of files, metrics, or other replications.

pub(crate) mod context;
pub mod customers;
pub(crate) mod disruption;
pub(crate) mod event_order;
pub(crate) mod flow;
mod initial_state;
pub mod observer;
pub mod orders;
pub(crate) mod policy_in_force;
pub mod stations;
pub mod stock;
#[cfg(test)]
pub(crate) mod test_context;
pub(crate) mod topology;
pub(crate) mod transport;
pub mod view;

use crate::engine::event_queue::TooLong;
use crate::model::Model;
use crate::units::{DAY, Instant};
use context::Context;
use customers::Customers;
use disruption::capacity::Capacities;
use disruption::restart::Restart;
use event_order::Actor;
use initial_state::weekly_profile::WeeklyProfile;
use observer::Observer;
use orders::Orders;
use stations::Stations;
use stock::Stocks;
use transport::Transport;
use view::View;

/// Number of events at one instant above which they must cause each other.
const MOST_AT_ONE_INSTANT: u64 = 1_000_000;

/// The view of a simulation: a macro, so that it borrows fields and leaves the observer free.
macro_rules! view {
    ($simulation:expr) => {
        View {
            orders: &$simulation.orders,
            jobs: $simulation.customers.job_slots(),
            shelves: $simulation.stock.shelf_slots(),
            stations: $simulation.stations.all(),
            topology: &$simulation.cx.topology,
            deferred: $simulation.customers.deferred(),
        }
    };
}

/// One replication of a model, reported to an observer.
#[derive(Debug)]
pub struct Simulation<'m, O> {
    cx: Context<'m, O>,
    orders: Orders,
    customers: Customers<'m>,
    stock: Stocks,
    stations: Stations<'m>,
    transport: Transport,
    capacities: Capacities,
    restart: Restart,
}

/// Number of events of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Events.
    pub events: u64,
    /// Events at the same instant as the one before.
    pub ties: u64,
}

/// Reason why a run ends early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The run is too long for its number of actors.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Events cause each other without time passing.
    #[error(
        "over 1,000,000 events at one instant, {microseconds} µs after the start of the run: {actor} acts again \
         and again; the scenario has a loop in which no time passes"
    )]
    Loop {
        /// Instant.
        microseconds: Instant,
        /// The actor.
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
    /// [`RunError::TooLong`] if the run is too long for the number of its actors.
    pub fn new(model: &'m Model, replication: u32, observer: O) -> Result<Self, RunError> {
        let cx = Context::new(model, replication, observer)?;
        let mut simulation = Simulation {
            orders: Orders::new(model),
            customers: Customers::new(&cx),
            stock: Stocks::new(model, &cx.topology),
            stations: Stations::new(model),
            transport: Transport::new(model),
            capacities: Capacities::new(model),
            restart: Restart::new(model),
            cx,
        };
        simulation.begin(&WeeklyProfile::of(model));
        Ok(simulation)
    }

    fn begin(&mut self, profile: &WeeklyProfile) {
        self.fill_shelves(profile);
        self.cx.schedule(Actor::Record, Instant::at(DAY));
        self.start_calendars();
        Capacities::start_disruptions(&mut self.cx);
        self.restart.start(&mut self.cx);
        self.customers.start_demand(&mut self.cx, self.stock.exceed_cache());
        self.stock.start_reviews(&mut self.cx);
        self.transport.start_lanes(&mut self.cx);
        Transport::start_suppliers(&mut self.cx);
        self.start_failures();
    }

    /// Runs to the end, polling `stop` now and then.
    ///
    /// Returns the observer and the number of events.
    ///
    /// # Errors
    /// [`RunError::Loop`] if events cause each other without time passing, [`RunError::Stopped`] if
    /// `stop` returns true.
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
            Actor::EndConditions => self.restart.check_end_conditions(&mut self.cx, &self.orders),
            Actor::Phase(number) => self.phase(number),
            Actor::CapReset => self.cap_reset(),
            Actor::Service(station) => self.service_ends(station),
            Actor::Supply(supplier) => self.supplier_delivers(supplier),
            Actor::Arrival(lane) => self.lane_arrival(lane),
            Actor::CustomerReturn(rule) => self.customer_return(rule),
            Actor::Impatience(rule) => self.act_impatiently(rule),
            Actor::Demand(stream) => self.demand(stream),
            Actor::DeferredOrder(stream) => self.deferred_order(stream),
            Actor::Review(site) => self.review(site),
            Actor::Departure(lane) => self.departure(lane),
        }
    }

    /// The state between two events.
    pub fn view(&self) -> View<'_> {
        view!(self)
    }

    /// A day ends.
    fn record(&mut self) {
        let view = view!(self);
        self.cx.observer.midnight(self.cx.now, &view);
        self.cx.schedule(Actor::Record, self.cx.now + DAY);
    }
}
