//! Servers: the jobs in service at a station, and their work clock.
//!
//! Each job ends at a reading of the work clock. A single server has at most one job and needs no
//! order. The instant of the next end is kept: starting a job that ends sooner, or changing the
//! speed, computes it again.
//!
//! Knows nothing of what a job is.

use super::station::JobInService;
use crate::engine::due_queue::DueQueue;
use crate::engine::work_clock::{PER_MICROSECOND, Reading, WorkClock};
use crate::units::{CapacityFactor, Instant, Work};

/// Jobs in service, and their speed.
#[derive(Debug, Clone)]
pub(crate) struct Servers {
    clock: WorkClock,
    jobs: Jobs,
    /// Instant at which the earliest job ends, if the speed stays; [`Instant::NEVER`] without a
    /// job.
    next_end: Instant,
}

#[derive(Debug, Clone)]
enum Jobs {
    /// Of one server.
    One(Option<(Reading, JobInService)>),
    /// Of parallel servers.
    Many(DueQueue<Reading, JobInService>),
}

impl Servers {
    /// A number of idle servers, stopped.
    pub(crate) fn new(servers: u32) -> Self {
        let jobs = if servers == 1 { Jobs::One(None) } else { Jobs::Many(DueQueue::default()) };
        Servers { clock: WorkClock::new(CapacityFactor::STOPPED), jobs, next_end: Instant::NEVER }
    }

    /// The work clock.
    pub(crate) fn clock(&self) -> &WorkClock {
        &self.clock
    }

    /// Speed.
    #[inline]
    pub(crate) fn level(&self) -> CapacityFactor {
        self.clock.level()
    }

    /// Instant at which the earliest job ends, if the speed stays; [`Instant::NEVER`] without a
    /// job.
    #[inline]
    pub(crate) fn next_end(&self) -> Instant {
        self.next_end
    }

    /// Starts a job of an amount of work \[server-microseconds at nominal speed\].
    #[inline(always)]
    pub(crate) fn start_service(&mut self, now: Instant, work: Work, job: JobInService) {
        let left = Reading::from(work.as_micros()) * Reading::from(PER_MICROSECOND);
        if self.clock.level() == CapacityFactor::NOMINAL {
            self.push(self.clock.read(now) + left, now.saturating_add(work.at_nominal_speed()), job);
        } else {
            self.resume_service(now, left, job);
        }
    }

    /// Resumes a job with the work that is left.
    pub(crate) fn resume_service(&mut self, now: Instant, left: Reading, job: JobInService) {
        let end = self.clock.read(now) + left;
        self.push(end, self.clock.when(now, end), job);
    }

    #[inline(always)]
    fn push(&mut self, end: Reading, instant: Instant, job: JobInService) {
        self.next_end = self.next_end.min(instant);
        match &mut self.jobs {
            Jobs::One(one) => {
                debug_assert!(one.is_none(), "a server has one job");
                *one = Some((end, job));
            }
            Jobs::Many(many) => many.push(end, job),
        }
    }

    /// Removes the earliest job if it ends at or before `now`.
    #[inline(always)]
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<JobInService> {
        if self.next_end > now {
            return None;
        }
        match &mut self.jobs {
            Jobs::One(one) => {
                self.next_end = Instant::NEVER;
                one.take().map(|(_, job)| job)
            }
            Jobs::Many(many) => {
                let job = many.pop().map(|(_, job)| job);
                self.find_next_end(now);
                job
            }
        }
    }

    /// Removes the job with the largest rank; ties go to the job that started last.
    pub(crate) fn take_last<R: Ord>(
        &mut self,
        now: Instant,
        rank: impl Fn(Reading, &JobInService) -> Option<R>,
    ) -> Option<(Reading, JobInService)> {
        let taken = match &mut self.jobs {
            Jobs::One(one) => one.take_if(|(end, job)| rank(*end, job).is_some()),
            Jobs::Many(many) => many.take_last(rank),
        };
        self.find_next_end(now);
        taken
    }

    /// Changes the speed from now on.
    pub(crate) fn set_level(&mut self, now: Instant, level: CapacityFactor) {
        self.clock.set_level(now, level);
        self.find_next_end(now);
    }

    fn find_next_end(&mut self, now: Instant) {
        let first = match &self.jobs {
            Jobs::One(one) => one.as_ref().map(|&(end, _)| end),
            Jobs::Many(many) => many.first(),
        };
        self.next_end = first.map_or(Instant::NEVER, |end| self.clock.when(now, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::orders::consignment::WorkItem;

    fn job(number: u32) -> JobInService {
        JobInService { item: WorkItem::whole(number), units: 1, work: Work::ZERO }
    }

    #[test]
    fn the_next_end_is_that_of_the_earliest_job_at_every_speed() {
        let mut servers = Servers::new(2);
        servers.set_level(Instant::ORIGIN, CapacityFactor::NOMINAL);
        servers.start_service(Instant::from_micros(10), Work::from_micros(100), job(1));
        servers.start_service(Instant::from_micros(20), Work::from_micros(30), job(2));
        assert_eq!(servers.next_end(), Instant::from_micros(50));
        // At 30 the second has 20 left, the first 80.
        servers.set_level(Instant::from_micros(30), CapacityFactor::from_ppm(500_000));
        assert_eq!(servers.next_end(), Instant::from_micros(70));
        assert!(servers.pop_due(Instant::from_micros(69)).is_none());
        assert_eq!(servers.pop_due(Instant::from_micros(70)).map(|job| job.item), Some(WorkItem::whole(2)));
        assert_eq!(servers.next_end(), Instant::from_micros(190));
        servers.set_level(Instant::from_micros(90), CapacityFactor::STOPPED);
        assert_eq!(servers.next_end(), Instant::NEVER);
        servers.set_level(Instant::from_micros(100), CapacityFactor::NOMINAL);
        assert_eq!(servers.next_end(), Instant::from_micros(150));
        assert!(servers.take_last(Instant::from_micros(100), |_, _| Some(())).is_some());
        assert_eq!(servers.next_end(), Instant::NEVER);
    }

    #[test]
    fn a_server_keeps_its_job_through_a_stop() {
        let mut servers = Servers::new(1);
        servers.set_level(Instant::ORIGIN, CapacityFactor::from_ppm(300_000));
        servers.start_service(Instant::ORIGIN, Work::from_micros(10), job(1));
        assert_eq!(servers.next_end(), Instant::from_micros(34));
        servers.set_level(Instant::from_micros(10), CapacityFactor::STOPPED);
        assert_eq!(servers.next_end(), Instant::NEVER);
        servers.set_level(Instant::from_micros(20), CapacityFactor::NOMINAL);
        assert_eq!(servers.next_end(), Instant::from_micros(27));
        assert!(servers.pop_due(Instant::from_micros(27)).is_some());
        assert_eq!(servers.next_end(), Instant::NEVER);
        assert!(servers.pop_due(Instant::from_micros(28)).is_none());
    }
}
