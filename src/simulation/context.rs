//! Context: what every sub-system of a simulation shares.
//!
//! It holds the model and its topology, the clock, the event queue, the random numbers and the
//! observer. Because it is one field of the simulation, a sub-system can borrow it next to its own
//! state: `self.stock.next_grant(&mut self.cx, …)`.
//!
//! Knows nothing of the sub-systems.

use super::Counts;
use super::event_order::{Actor, Actors};
use super::observer::Observer;
use super::topology::Topology;
use crate::engine::event_queue::{EventQueue, TooLong};
use crate::engine::random::{Draws, Stream};
use crate::model::Model;
use crate::units::{IndexVec, Instant, StreamId};

/// Model, clock, event queue, random numbers and observer of one replication.
#[derive(Debug)]
pub(crate) struct Context<'m, O> {
    /// The model.
    pub(crate) model: &'m Model,
    /// Lookups of the model.
    pub(crate) topology: Topology<'m>,
    /// Receives every report.
    pub(crate) observer: O,
    /// The current instant.
    pub(crate) now: Instant,
    /// Random numbers of the replication.
    pub(crate) draws: Draws,
    /// Random numbers of each stream: the demand streams, then the replenishment of every site.
    pub(crate) streams: IndexVec<StreamId, Stream>,
    /// Number of events so far.
    pub(crate) counts: Counts,
    event_queue: EventQueue,
    actors: Actors,
    #[cfg(test)]
    fast_paths: bool,
}

impl<'m, O: Observer> Context<'m, O> {
    /// The context of a replication (from 0) at the first instant.
    ///
    /// # Errors
    /// [`TooLong`] if the run is too long for the number of its actors.
    pub(crate) fn new(model: &'m Model, replication: u32, observer: O) -> Result<Self, TooLong> {
        let topology = Topology::new(model);
        let draws = Draws::new(model.seed, replication);
        let demand_streams = model.demands.iter().flat_map(|demand| &demand.streams);
        let replenishment_streams = model.site_groups.iter().flat_map(|group| &group.streams);
        let streams =
            demand_streams.chain(replenishment_streams).map(|&stream| draws.stream(stream)).collect();
        let actors = Actors::new(model, topology.stations);
        Ok(Context {
            model,
            topology,
            observer,
            now: Instant::ORIGIN,
            draws,
            streams,
            counts: Counts::default(),
            event_queue: EventQueue::new(actors.len(), model.times.end)?,
            actors,
            #[cfg(test)]
            fast_paths: true,
        })
    }

    /// Sets the instant of an actor's next event; [`Instant::NEVER`] clears it.
    #[inline(always)]
    pub(crate) fn schedule(&mut self, actor: Actor, time: Instant) {
        match self.actors.number(actor) {
            Some(number) => self.event_queue.set(number, time),
            None => debug_assert_eq!(time, Instant::NEVER, "{actor:?} has no number"),
        }
    }

    /// The next event: its instant and actor. It stays pending until its actor schedules another.
    #[inline(always)]
    pub(crate) fn next_event(&self) -> Option<(Instant, Actor)> {
        self.event_queue.next().map(|(time, number)| (time, self.actors.who(number)))
    }

    /// True unless a test compares fast paths with the slow path.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests switch them off"))]
    #[inline(always)]
    pub(crate) fn fast_paths(&self) -> bool {
        #[cfg(test)]
        return self.fast_paths;
        #[cfg(not(test))]
        true
    }

    /// Switches fast paths on or off.
    #[cfg(test)]
    pub(crate) fn set_fast_paths(&mut self, fast_paths: bool) {
        self.fast_paths = fast_paths;
    }

    /// The instant of an actor's next event.
    #[cfg(test)]
    pub(crate) fn pending(&self, actor: Actor) -> Instant {
        self.actors.number(actor).map_or(Instant::NEVER, |number| self.event_queue.pending(number))
    }
}
