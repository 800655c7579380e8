//! What the servers of a process have in hand, and their work clock: each piece of work ends at a reading of it.
//!
//! A single server has one piece of work, and needs no order. The instant of the next end is kept: who takes up work
//! that ends sooner, or changes the speed, finds it anew.

use super::station::JobInService;
use crate::engine::due_queue::DueQueue;
use crate::engine::work_clock::{PER_MICROSECOND, Reading, WorkClock};
use crate::engine::{NEVER, Time};
use crate::units::CapacityFactor;

/// Work in hand, and how fast it goes.
#[derive(Debug, Clone)]
pub(crate) struct Servers {
    clock: WorkClock,
    work: Work,
    /// Instant at which the earliest ends, if the speed stays; [`NEVER`] without any.
    next_end: Time,
}

#[derive(Debug, Clone)]
enum Work {
    /// Of one server.
    One(Option<(Reading, JobInService)>),
    /// Of servers side by side.
    Many(DueQueue<Reading, JobInService>),
}

impl Servers {
    /// Empty hands of so many servers, who stand still.
    pub(crate) fn new(servers: u32) -> Self {
        let work = if servers == 1 { Work::One(None) } else { Work::Many(DueQueue::default()) };
        Servers { clock: WorkClock::new(CapacityFactor::STOPPED), work, next_end: NEVER }
    }

    /// The work clock.
    pub(crate) fn clock(&self) -> &WorkClock {
        &self.clock
    }

    /// Speed, in millionths of the usual.
    #[inline]
    pub(crate) fn level(&self) -> CapacityFactor {
        self.clock.level()
    }

    /// Instant at which the earliest piece of work ends, if the speed stays; [`NEVER`] without any.
    #[inline]
    pub(crate) fn next_end(&self) -> Time {
        self.next_end
    }

    /// A server takes up work that takes so many microseconds at the usual speed.
    #[inline(always)]
    pub(crate) fn start_service(&mut self, now: Time, work: u64, hand: JobInService) {
        let left = Reading::from(work) * Reading::from(PER_MICROSECOND);
        if self.clock.level() == CapacityFactor::NOMINAL {
            self.push(self.clock.read(now) + left, now.saturating_add(work), hand);
        } else {
            self.resume_service(now, left, hand);
        }
    }

    /// A server goes on with work of which so much is left.
    pub(crate) fn resume_service(&mut self, now: Time, left: Reading, hand: JobInService) {
        let end = self.clock.read(now) + left;
        self.push(end, self.clock.when(now, end), hand);
    }

    #[inline(always)]
    fn push(&mut self, end: Reading, instant: Time, hand: JobInService) {
        self.next_end = self.next_end.min(instant);
        match &mut self.work {
            Work::One(one) => {
                debug_assert!(one.is_none(), "a server has one piece of work");
                *one = Some((end, hand));
            }
            Work::Many(many) => many.push(end, hand),
        }
    }

    /// Takes the earliest if it ends at or before `now`.
    #[inline(always)]
    pub(crate) fn pop_due(&mut self, now: Time) -> Option<JobInService> {
        if self.next_end > now {
            return None;
        }
        match &mut self.work {
            Work::One(one) => {
                self.next_end = NEVER;
                one.take().map(|(_, hand)| hand)
            }
            Work::Many(many) => {
                let hand = many.pop().map(|(_, hand)| hand);
                self.find_next_end(now);
                hand
            }
        }
    }

    /// Takes the work for which `rank` is largest; of several the one that was taken up last.
    pub(crate) fn take_last<R: Ord>(
        &mut self,
        now: Time,
        rank: impl Fn(Reading, &JobInService) -> Option<R>,
    ) -> Option<(Reading, JobInService)> {
        let taken = match &mut self.work {
            Work::One(one) => one.take_if(|(end, hand)| rank(*end, hand).is_some()),
            Work::Many(many) => many.take_last(rank),
        };
        self.find_next_end(now);
        taken
    }

    /// Work goes at another speed from now on.
    pub(crate) fn set_level(&mut self, now: Time, level: CapacityFactor) {
        self.clock.set_level(now, level);
        self.find_next_end(now);
    }

    fn find_next_end(&mut self, now: Time) {
        let first = match &self.work {
            Work::One(one) => one.as_ref().map(|&(end, _)| end),
            Work::Many(many) => many.first(),
        };
        self.next_end = first.map_or(NEVER, |end| self.clock.when(now, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::orders::consignment::WorkItem;

    fn hand(number: u32) -> JobInService {
        JobInService { goods: WorkItem::whole(number), units: 1, work: 0 }
    }

    #[test]
    fn the_next_end_is_that_of_the_earliest_work_at_every_speed() {
        let mut hands = Servers::new(2);
        hands.set_level(0, CapacityFactor::NOMINAL);
        hands.start_service(10, 100, hand(1));
        hands.start_service(20, 30, hand(2));
        assert_eq!(hands.next_end(), 50);
        // At 30 the second has 20 left, the first 80.
        hands.set_level(30, CapacityFactor::from_ppm(500_000));
        assert_eq!(hands.next_end(), 70);
        assert!(hands.pop_due(69).is_none());
        assert_eq!(hands.pop_due(70).map(|hand| hand.goods), Some(WorkItem::whole(2)));
        assert_eq!(hands.next_end(), 190);
        hands.set_level(90, CapacityFactor::STOPPED);
        assert_eq!(hands.next_end(), NEVER);
        hands.set_level(100, CapacityFactor::NOMINAL);
        assert_eq!(hands.next_end(), 150);
        assert!(hands.take_last(100, |_, _| Some(())).is_some());
        assert_eq!(hands.next_end(), NEVER);
    }

    #[test]
    fn one_server_keeps_what_it_holds_through_a_stop() {
        let mut hands = Servers::new(1);
        hands.set_level(0, CapacityFactor::from_ppm(300_000));
        hands.start_service(0, 10, hand(1));
        assert_eq!(hands.next_end(), 34);
        hands.set_level(10, CapacityFactor::STOPPED);
        assert_eq!(hands.next_end(), NEVER);
        hands.set_level(20, CapacityFactor::NOMINAL);
        assert_eq!(hands.next_end(), 27);
        assert!(hands.pop_due(27).is_some());
        assert_eq!(hands.next_end(), NEVER);
        assert!(hands.pop_due(28).is_none());
    }
}
