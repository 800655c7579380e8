//! Promises: the instant by which a line of an order class is promised to its recipient.
//!
//! A promise in working days is an instant for each day of order, computed when the model is
//! compiled; a running replication reads no calendar.

use crate::units::{DAY, Duration, Instant};

/// An order class.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Promise of its lines.
    pub promise: Promise,
}

impl Class {
    /// Instant by which a line ordered at `ordered` is promised; `None`: there is no promise, or it
    /// is after the run.
    #[inline(always)]
    pub fn due(&self, ordered: Instant) -> Option<Instant> {
        self.promise.due(ordered)
    }
}

/// A promise by day that depends on the time of day of the order.
#[derive(Debug, Clone, PartialEq)]
pub struct CutOff {
    /// Time of day; at this instant an order is still in time.
    pub at: Duration,
    /// Promised instant of orders up to that time, by day of order.
    pub in_time: Vec<Instant>,
    /// Promised instant of later orders, by day of order; never earlier.
    pub late: Vec<Instant>,
}

impl CutOff {
    /// True if an order comes after the cut-off of its day.
    #[inline]
    pub fn is_late(&self, ordered: Instant) -> bool {
        ordered % DAY > self.at
    }

    /// Promised instants by day of order that hold for an order.
    fn of(&self, ordered: Instant) -> &[Instant] {
        if self.is_late(ordered) { &self.late } else { &self.in_time }
    }
}

/// Promise of an order class.
#[derive(Debug, Clone, PartialEq)]
pub enum Promise {
    /// No promise.
    None,
    /// A duration after the order.
    Elapsed(Duration),
    /// The end of the n-th working day after the day of the order, by day of order.
    ByDay(Vec<Instant>),
    /// The same, with a time of day after which an order counts for the next working day.
    ByCutOff(CutOff),
}

impl Promise {
    /// Promised instant of an order at `ordered`; `None`: there is no promise, or it is after the
    /// run.
    #[inline(always)]
    pub fn due(&self, ordered: Instant) -> Option<Instant> {
        match self {
            Promise::None => None,
            Promise::Elapsed(span) => Some(ordered + *span),
            Promise::ByDay(due) => due.get((ordered / DAY) as usize).copied(),
            Promise::ByCutOff(due) => due.of(ordered).get((ordered / DAY) as usize).copied(),
        }
    }

    /// The same counted from an instant that may be the midnight that ends a day: working days
    /// count from that day.
    pub fn due_after(&self, instant: Instant) -> Option<Instant> {
        match self {
            Promise::ByDay(_) | Promise::ByCutOff(_) => {
                self.due(instant.saturating_sub(Duration::MICROSECOND))
            }
            Promise::None | Promise::Elapsed(_) => self.due(instant),
        }
    }

    /// True if the promise of a line that is ordered and shipped at the same instant is kept: if
    /// there is one, nearly always.
    #[inline(always)]
    pub fn kept_immediately(&self, now: Instant) -> bool {
        match self {
            Promise::None => false,
            Promise::Elapsed(_) => true,
            Promise::ByDay(_) | Promise::ByCutOff(_) => self.due(now).is_some_and(|due| now <= due),
        }
    }
}
