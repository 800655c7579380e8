//! Repair job: a car that waits for parts, and its courtesy car.
//!
//! An order of a demand with jobs is one repair. It takes available pieces from the shelf
//! immediately; for every line that must be ordered the car waits, until the last line is
//! delivered. A line that is cancelled, lost or bought elsewhere is no longer waited for. A job
//! that finds all pieces on the shelf never waits, and is not kept. If the car cannot be driven,
//! some customers request a courtesy car: each site has a number of them, and a customer who finds
//! none free gets the next one that is returned, in order of requests.
//!
//! ```text
//! order ─► lines ordered ─► waits (courtesy car) ─► last line filled ─► ends (car to the next)
//! ```
//!
//! Knows nothing of where the lines are.

use super::Customers;
use crate::engine::random::Purpose;
use crate::engine::slab::NONE;
use crate::model::Model;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::units::{IndexVec, Instant, SiteId, StreamId};
use rand::RngExt;

const CAR: Purpose = Purpose(31);

/// A repair that waits for parts.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// Instant at which it began to wait.
    pub began: Instant,
    /// Site of the workshop.
    pub site: SiteId,
    /// Random stream of its demand.
    pub stream: StreamId,
    /// Number of lines that it waits for; 0 in an empty slot.
    pub lines: u32,
    /// Number of those lines that the customer has deferred because nothing can be ordered.
    pub deferred: u32,
    /// The car cannot be driven.
    pub off_road: bool,
    /// Its courtesy car.
    pub courtesy: CourtesyCar,
    /// Neighbours among the jobs that wait for a courtesy car.
    before: u32,
    behind: u32,
}

/// The courtesy car of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CourtesyCar {
    /// Not requested.
    NotRequested,
    /// Requested, and none is free.
    Missing,
    /// In use.
    InUse,
}

/// The courtesy cars of one demand at one site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fleet {
    free: u32,
    /// First and last job that waits for a car.
    first: u32,
    last: u32,
}

/// The fleets of all demand streams; empty if no demand has jobs.
pub(super) fn fleets(model: &Model) -> IndexVec<StreamId, Fleet> {
    if model.demands.iter().all(|demand| demand.jobs.is_none()) {
        return IndexVec::new();
    }
    let mut fleets = Vec::new();
    for demand in &model.demands {
        let courtesy = demand.jobs.as_ref().and_then(|jobs| jobs.courtesy.as_ref());
        let free = courtesy.map_or(0, |courtesy| courtesy.cars);
        fleets.extend(demand.streams.iter().map(|_| Fleet { free, first: NONE, last: NONE }));
    }
    fleets.into()
}

impl Customers<'_> {
    /// An order of a stream must order a number of lines: its job begins to wait, if the demand has
    /// jobs. Returns the job, or [`NONE`].
    pub(crate) fn begin_job<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        stream: StreamId,
        order: u64,
        lines: u32,
    ) -> u32 {
        let customers = self.streams[stream].customers;
        let Some(jobs) = &customers.spec.jobs else { return NONE };
        let mut generator = cx.streams[stream].generator(order, CAR);
        let (off_road, requests): (f64, f64) = (generator.random(), generator.random());
        let off_road = off_road < jobs.off_road;
        let requests = off_road && jobs.courtesy.as_ref().is_some_and(|courtesy| requests < courtesy.share);
        let courtesy = if requests { CourtesyCar::Missing } else { CourtesyCar::NotRequested };
        let id = self.jobs.add(Job {
            began: cx.now,
            site: customers.site,
            stream,
            lines,
            deferred: 0,
            off_road,
            courtesy,
            before: NONE,
            behind: NONE,
        });
        if requests {
            self.request_courtesy_car(id);
        }
        cx.observer.job_waits(cx.now, &self.jobs[id]);
        id
    }

    /// Order class of a line of a job, if it depends on the car.
    pub(crate) fn class_by_car(&self, job: u32) -> Option<u8> {
        if job == NONE {
            return None;
        }
        let Job { stream, off_road, .. } = self.jobs[job];
        let demand = self.streams[stream].customers.spec;
        let (if_off_road, otherwise) = demand.jobs.as_ref()?.class_by_car?;
        Some(if off_road { if_off_road } else { otherwise })
    }

    /// A deferred line of a job is about to be ordered.
    pub(crate) fn end_deferral(&mut self, job: u32) {
        if job != NONE {
            self.jobs[job].deferred -= 1;
        }
    }

    /// A line of a job, if it is one, is delivered or given up; the job ends with its last line.
    #[inline(always)]
    pub(crate) fn job_line_done<O: Observer>(&mut self, cx: &mut Context<'_, O>, job: u32) {
        if job != NONE {
            self.remove_line_of_job(cx, job);
        }
    }

    fn remove_line_of_job<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32) {
        self.jobs[id].lines -= 1;
        if self.jobs[id].lines > 0 {
            return;
        }
        cx.observer.job_ends(cx.now, &self.jobs[id]);
        match self.jobs[id].courtesy {
            CourtesyCar::NotRequested => {}
            CourtesyCar::Missing => self.leave_queue_for_car(id),
            CourtesyCar::InUse => self.return_courtesy_car(cx, self.jobs[id].stream),
        }
        self.jobs.remove(id);
    }

    fn request_courtesy_car(&mut self, id: u32) {
        let fleet = &mut self.fleets[self.jobs[id].stream];
        if fleet.free > 0 {
            fleet.free -= 1;
            self.jobs[id].courtesy = CourtesyCar::InUse;
            return;
        }
        let last = std::mem::replace(&mut fleet.last, id);
        self.jobs[id].before = last;
        if last == NONE {
            fleet.first = id;
        } else {
            self.jobs[last].behind = id;
        }
    }

    fn leave_queue_for_car(&mut self, id: u32) {
        let Job { stream, before, behind, .. } = self.jobs[id];
        let fleet = &mut self.fleets[stream];
        if before == NONE {
            fleet.first = behind;
        } else {
            self.jobs[before].behind = behind;
        }
        if behind == NONE {
            fleet.last = before;
        } else {
            self.jobs[behind].before = before;
        }
    }

    fn return_courtesy_car<O: Observer>(&mut self, cx: &mut Context<'_, O>, stream: StreamId) {
        let next = self.fleets[stream].first;
        if next == NONE {
            self.fleets[stream].free += 1;
            return;
        }
        self.leave_queue_for_car(next);
        self.jobs[next].courtesy = CourtesyCar::InUse;
        cx.observer.courtesy_car(cx.now, &self.jobs[next]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CourtesyCars, RepairJobs};
    use crate::simulation::test_context::{ORDER_STREAM, context, model};

    #[test]
    fn a_courtesy_car_goes_to_the_next_job_in_line() {
        let mut model = model();
        let courtesy = Some(CourtesyCars { cars: 1, share: 1.0, cost_per_day: 0.0 });
        model.demands[0].jobs = Some(RepairJobs { off_road: 1.0, class_by_car: Some((0, 1)), courtesy });
        let mut cx = context(&model);
        let mut customers = Customers::new(&cx);
        let first = customers.begin_job(&mut cx, ORDER_STREAM, 0, 1);
        let second = customers.begin_job(&mut cx, ORDER_STREAM, 1, 2);
        let courtesy = |customers: &Customers<'_>, job: u32| customers.jobs[job].courtesy;
        assert_eq!(courtesy(&customers, first), CourtesyCar::InUse);
        assert_eq!(courtesy(&customers, second), CourtesyCar::Missing);
        assert_eq!(customers.class_by_car(second), Some(0));
        customers.job_line_done(&mut cx, first);
        assert_eq!(courtesy(&customers, second), CourtesyCar::InUse);
        customers.job_line_done(&mut cx, second);
        assert_eq!(customers.jobs[second].lines, 1);
        customers.job_line_done(&mut cx, second);
        // The car is free again: the next job gets it immediately.
        let third = customers.begin_job(&mut cx, ORDER_STREAM, 2, 1);
        assert_eq!(courtesy(&customers, third), CourtesyCar::InUse);
    }
}
