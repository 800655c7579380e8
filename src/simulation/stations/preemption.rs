//! Preemption: an urgent line takes the server of a less urgent one.
//!
//! If all servers are busy and the next entry is of a class that preempts, it takes the server of
//! the least urgent job, if that is less urgent; ties go to the job that started last. A preempted
//! job keeps the work done and resumes before the entries of its class, on any server. While the
//! station is stopped nothing starts and nothing is preempted; nor is a job whose work is done at
//! this very instant.
//!
//! ```text
//! queue ─► all busy? ─► least urgent job ─► preempted, with the work that is left
//!             │ no                                │
//!             └─► server ◄──── before its class ──┘
//! ```
//!
//! A line that is cancelled while it is preempted is dropped when its turn comes. A policy that
//! holds lines back does not hold back a job that has begun.

use super::queue::QueueEntry;
use super::station::JobInService;
use super::{Next, Stations, priority_line};
use crate::engine::work_clock::Reading;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::simulation::orders::consignment::WorkItem;
use crate::units::{CapacityFactor, StationId};

/// Preempted jobs of a station, the latest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Preemption {
    preempted: Vec<PreemptedJob>,
}

#[derive(Debug, Clone, Copy)]
struct PreemptedJob {
    job: JobInService,
    /// Work that is left.
    left: Reading,
}

/// A candidate for a server.
#[derive(Debug, Clone, Copy)]
enum Candidate {
    Waiting(QueueEntry),
    /// At this place among the preempted jobs.
    Preempted(usize),
}

impl Preemption {
    /// Number of preempted lines and deliveries.
    pub(crate) fn waiting(&self) -> u32 {
        self.preempted.iter().filter(|one| !one.job.item.is_reentry()).count() as u32
    }
}

impl Stations<'_> {
    /// The next entry for a free server, or for one whose job it preempts.
    pub(super) fn next_by_preemption<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
    ) -> Next {
        if self.all[station].clock().level() == CapacityFactor::STOPPED {
            return Next::None;
        }
        let first = match self.pop_first(cx, orders, station) {
            Ok(first) => first,
            Err(line) => return Next::Tombstone(line),
        };
        // Of one class, a preempted job goes first.
        let (next, class) = match (first, self.first_preempted(orders, station)) {
            (None, None) => return Next::None,
            (Some(entry), Some((_, class))) if entry.class < class => {
                (Candidate::Waiting(entry), entry.class)
            }
            (Some(entry), None) => (Candidate::Waiting(entry), entry.class),
            (first, Some((place, class))) => {
                if let Some(entry) = first {
                    self.put_back(cx, orders, station, entry);
                }
                (Candidate::Preempted(place), class)
            }
        };
        let state = &self.all[station];
        let goes = state.has_server_left()
            || state.spec.preempts[usize::from(class)] && self.preempt(cx, orders, station, class);
        match (next, goes) {
            (Candidate::Waiting(entry), true) => Next::Start(entry.item),
            (Candidate::Preempted(place), true) => self.resume(cx, orders, station, place),
            (Candidate::Waiting(entry), false) => {
                self.put_back(cx, orders, station, entry);
                Next::None
            }
            (Candidate::Preempted(_), false) => Next::None,
        }
    }

    /// Takes the first entry from the queue, putting aside entries that cannot be served now.
    ///
    /// # Errors
    /// The line of a tombstone that came up.
    fn pop_first<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
    ) -> Result<Option<QueueEntry>, u32> {
        loop {
            let reentries = &self.reentries;
            let priority_line = |item: WorkItem| priority_line(item, orders, reentries);
            let queue = &mut self.all[station].queue;
            let Some(entry) = queue.pop(cx.now, priority_line, cx.model) else { return Ok(None) };
            if cx.topology.lines_may_change && self.skip_tombstone(orders, station, entry) {
                return Err(entry.item.number());
            }
            if !self.hold_reentry(cx, station, entry) {
                return Ok(Some(entry));
            }
        }
    }

    fn put_back<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        station: StationId,
        entry: QueueEntry,
    ) {
        let line = priority_line(entry.item, orders, &self.reentries);
        self.all[station].queue.put_back(entry, line, cx.model);
    }

    /// Place and class of the preempted job that resumes first: of the most urgent class, and of
    /// several the one preempted last, because it was begun before the others.
    fn first_preempted(&self, orders: &Orders, station: StationId) -> Option<(usize, u8)> {
        let state = self.all[station].preemption.as_ref()?;
        let class = |one: &PreemptedJob| priority_line(one.job.item, orders, &self.reentries).class;
        state.preempted.iter().map(class).enumerate().rev().min_by_key(|&(_, class)| class)
    }

    /// Preempts the least urgent job, if it is less urgent than a class; returns true if it did.
    fn preempt<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        class: u8,
    ) -> bool {
        let reentries = &self.reentries;
        let state = &mut self.all[station];
        let done = state.clock().read(cx.now);
        let less_urgent = |end: Reading, job: &JobInService| {
            let of = priority_line(job.item, orders, reentries).class;
            (of > class && end > done).then_some(of)
        };
        let Some((end, job)) = state.preempt_latest(cx.now, less_urgent) else { return false };
        if let Some(state) = &mut state.preemption {
            state.preempted.push(PreemptedJob { job, left: end - done });
        }
        cx.observer.work_interrupted(cx.now, station, job.item);
        true
    }

    /// Resumes a preempted job, unless its line was cancelled meanwhile.
    fn resume<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        place: usize,
    ) -> Next {
        let state = &mut self.all[station];
        let Some(preemption) = &mut state.preemption else { return Next::None };
        let PreemptedJob { job, left } = preemption.preempted.remove(place);
        let may_be_cancelled = job.item.is_whole() && cx.topology.lines_may_change;
        if may_be_cancelled && orders[job.item.number()].pieces == 0 {
            cx.observer.leaves_queue(cx.now, station, job.item);
            return Next::ResumedCancelled(job.item.number());
        }
        cx.observer.work_resumed(cx.now, station, job.item);
        state.resume_service(cx.now, left, job);
        Next::Resumed
    }
}
