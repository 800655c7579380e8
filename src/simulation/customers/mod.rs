//! Customers: demand, outage response, impatience, returns and repair jobs.
//!
//! `Customers` owns the demand streams, the orders that are held or deferred, the timers of
//! impatient customers, the pieces that they return, and repair jobs with their courtesy cars. It
//! returns what is ordered, and when; how a line is filled is not its business.
//!
//! Knows nothing of shelves, stations or lanes.

pub(crate) mod demand;
pub(crate) mod impatience;
pub(crate) mod outage_response;
pub mod repair_job;
pub(crate) mod returns;
pub(crate) mod variation;

use crate::engine::due_queue::DueQueue;
use crate::engine::slab::Slab;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::LineRequest;
use crate::units::{IndexVec, Instant, StreamId};
use demand::DemandStream;
use impatience::Timer;
use outage_response::DeferredOrders;
use repair_job::{Fleet, Job};

/// Demand streams, deferred orders, impatience, returns and repair jobs.
#[derive(Debug)]
pub(crate) struct Customers<'m> {
    streams: IndexVec<StreamId, DemandStream<'m>>,
    /// Request of the next line of each stream, drawn one ahead if shelves exceed the cache.
    requests: IndexVec<StreamId, LineRequest>,
    /// By demand: factors of its intensity by day; empty without variation.
    factors: Vec<Vec<f64>>,
    /// By demand stream; empty if no customer defers.
    deferred: IndexVec<StreamId, DeferredOrders>,
    /// Buffer for the lines of one order: ordinal and request.
    order: Vec<(u64, LineRequest)>,
    /// By rule of impatience.
    timers: Vec<DueQueue<Instant, Timer>>,
    /// By rule of impatience: returned pieces on their way back.
    returns: Vec<DueQueue<Instant, u32>>,
    jobs: Slab<Job>,
    /// Courtesy cars by demand stream; empty if no demand has jobs.
    fleets: IndexVec<StreamId, Fleet>,
}

impl<'m> Customers<'m> {
    /// No customer has ordered yet.
    pub(crate) fn new<O: Observer>(cx: &Context<'m, O>) -> Self {
        let model = cx.model;
        let streams = demand::streams(cx);
        Customers {
            requests: IndexVec::new(),
            factors: variation::factors(model, cx.draws),
            deferred: outage_response::none_deferred(model, streams.len()),
            order: Vec::new(),
            timers: vec![DueQueue::default(); model.impatience.len()],
            returns: vec![DueQueue::default(); model.impatience.len()],
            jobs: Slab::default(),
            fleets: repair_job::fleets(model),
            streams,
        }
    }

    /// Takes the buffer for the lines of one order: empty, and to be given back.
    pub(crate) fn take_order_buffer(&mut self) -> Vec<(u64, LineRequest)> {
        std::mem::take(&mut self.order)
    }

    /// Gives the buffer for the lines of one order back.
    pub(crate) fn return_order_buffer(&mut self, mut buffer: Vec<(u64, LineRequest)>) {
        buffer.clear();
        self.order = buffer;
    }

    /// All slots of repair jobs, for the view of observers: an empty slot has 0 lines.
    pub(crate) fn job_slots(&self) -> &[Job] {
        self.jobs.slots()
    }
}
