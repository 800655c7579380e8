//! Jobs: repairs of cars that wait for parts, and courtesy cars.
//!
//! An order of a demand with jobs is one repair. What stands on the shelf it takes at once; for every line that
//! must be ordered the car waits, until the last is there. A line that is given up, because it is cancelled, lost
//! or bought elsewhere, is not waited for any longer. A job that gets all off the shelf never waits, and leaves no
//! trace here. Of the cars that cannot be driven meanwhile some customers ask for a courtesy car: each site has
//! so many, and who comes when none is free is given the next one that comes back, in order of coming.
//!
//! ```text
//! order ─► lines ordered ─► waits (courtesy car) ─► last line filled ─► ends (car to the next in line)
//! ```
//!
//! Knows nothing of where the lines are.

use crate::engine::Time;
use crate::engine::random::Purpose;
use crate::engine::slab::NONE;
use crate::model::Model;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use rand::RngExt;

const CAR: Purpose = Purpose(31);

/// A repair that waits for parts.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// Instant at which it began to wait.
    pub began: Time,
    /// Site of the workshop.
    pub site: u32,
    /// Stream of random numbers of the demand that it belongs to.
    pub stream: u32,
    /// Lines that it waits for; 0 in a place that is empty.
    pub lines: u32,
    /// Those of them that its customer has put off, because nothing can be ordered.
    pub deferred: u32,
    /// Whether its car cannot be driven.
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
    /// Not asked for.
    NotAskedFor,
    /// Asked for, and none is free.
    Missing,
    /// In use.
    InUse,
}

/// The courtesy cars of one demand at one site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fleet {
    free: u32,
    /// First and last job that has none.
    first: u32,
    last: u32,
}

/// The fleets of all demand streams; none are kept where no demand has jobs.
pub(crate) fn fleets(model: &Model) -> Vec<Fleet> {
    if model.demands.iter().all(|demand| demand.jobs.is_none()) {
        return Vec::new();
    }
    let mut fleets = Vec::new();
    for demand in &model.demands {
        let courtesy = demand.jobs.as_ref().and_then(|jobs| jobs.courtesy.as_ref());
        let free = courtesy.map_or(0, |courtesy| courtesy.cars);
        fleets.extend(demand.streams.iter().map(|_| Fleet { free, first: NONE, last: NONE }));
    }
    fleets
}

impl<O: Observer> Simulation<'_, O> {
    /// The order with this number of a stream must order so many lines: its job begins to wait, if the demand has
    /// jobs. Returns the job, or [`NONE`].
    pub(crate) fn begin_job(&mut self, stream: u32, order: u64, lines: u32) -> u32 {
        let state = &self.demands[stream as usize];
        let Some(jobs) = &self.cx.model.demands[usize::from(state.customers.demand)].jobs else {
            return NONE;
        };
        let site = state.customers.site;
        let mut generator = self.cx.streams[stream as usize].generator(order, CAR);
        let (off_road, asks): (f64, f64) = (generator.random(), generator.random());
        let off_road = off_road < jobs.off_road;
        let asks = off_road && jobs.courtesy.as_ref().is_some_and(|courtesy| asks < courtesy.share);
        let courtesy = if asks { CourtesyCar::Missing } else { CourtesyCar::NotAskedFor };
        let id = self.jobs.add(Job {
            began: self.cx.now,
            site,
            stream,
            lines,
            deferred: 0,
            off_road,
            courtesy,
            before: NONE,
            behind: NONE,
        });
        if asks {
            self.ask_for_courtesy_car(id);
        }
        self.cx.observer.job_waits(self.cx.now, &self.jobs[id]);
        id
    }

    /// Order class of a line of a job, if it goes by the car.
    pub(crate) fn class_by_car(&self, job: u32) -> Option<u8> {
        if job == NONE {
            return None;
        }
        let Job { stream, off_road, .. } = self.jobs[job];
        let demand = &self.cx.model.demands[usize::from(self.demands[stream as usize].customers.demand)];
        let (if_off_road, otherwise) = demand.jobs.as_ref()?.class_by_car?;
        Some(if off_road { if_off_road } else { otherwise })
    }

    /// A line is there, or is given up: its job no longer waits for it.
    #[inline(always)]
    pub(crate) fn leaves_job(&mut self, id: u32) {
        let job = self.lines[id].take_job(&mut self.splits);
        self.waits_for_one_less(job);
    }

    /// A line of a job is put off by its customer: the job waits for it, though it is not ordered yet.
    pub(crate) fn line_put_off(&mut self, id: u32) {
        if id != NONE {
            self.jobs[id].deferred += 1;
        }
    }

    /// The customer comes back with a line that was put off.
    pub(crate) fn line_taken_up(&mut self, id: u32) {
        if id != NONE {
            self.jobs[id].deferred -= 1;
        }
    }

    /// A job, if it is one, waits for one line less than before, and ends with the last.
    #[inline]
    pub(crate) fn waits_for_one_less(&mut self, id: u32) {
        if id != NONE {
            self.job_waits_for_one_less(id);
        }
    }

    fn job_waits_for_one_less(&mut self, id: u32) {
        self.jobs[id].lines -= 1;
        if self.jobs[id].lines > 0 {
            return;
        }
        self.cx.observer.job_ends(self.cx.now, &self.jobs[id]);
        match self.jobs[id].courtesy {
            CourtesyCar::NotAskedFor => {}
            CourtesyCar::Missing => self.leave_queue_for_car(id),
            CourtesyCar::InUse => self.courtesy_car_comes_back(self.jobs[id].stream),
        }
        self.jobs.remove(id);
    }

    fn ask_for_courtesy_car(&mut self, id: u32) {
        let fleet = &mut self.fleets[self.jobs[id].stream as usize];
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
        let fleet = &mut self.fleets[stream as usize];
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

    fn courtesy_car_comes_back(&mut self, stream: u32) {
        let next = self.fleets[stream as usize].first;
        if next == NONE {
            self.fleets[stream as usize].free += 1;
            return;
        }
        self.leave_queue_for_car(next);
        self.jobs[next].courtesy = CourtesyCar::InUse;
        self.cx.observer.courtesy_car(self.cx.now, &self.jobs[next]);
    }
}
