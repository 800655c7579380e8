//! Promises: the instant by which an order class has its lines with who asked.
//!
//! What is promised by working days is an instant for each day of order, laid down when the model
//! is built; nobody looks at a calendar while a replication runs.

use crate::units::{DAY, Micros};

/// An order class.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// From an order on day d (engine days), the instant by which it is promised.
    pub promise: Promise,
}

impl Class {
    /// The instant by which a line ordered at `ordered` is promised; `None`: nothing is, or it is
    /// after the run.
    #[inline(always)]
    pub fn due(&self, ordered: Micros) -> Option<Micros> {
        self.promise.due(ordered)
    }
}

/// A promise by day that depends on the time of the order.
#[derive(Debug, Clone, PartialEq)]
pub struct CutOff {
    /// Time of day; at this instant an order is still in time.
    pub at: Micros,
    /// By day of order, when what is ordered by then is promised.
    pub in_time: Vec<Micros>,
    /// The same of what is ordered after it; never earlier.
    pub late: Vec<Micros>,
}

impl CutOff {
    /// Whether an order comes after the cut-off of its day.
    #[inline]
    pub fn is_late(&self, ordered: Micros) -> bool {
        ordered % DAY > self.at
    }

    fn of(&self, ordered: Micros) -> &[Micros] {
        if self.is_late(ordered) { &self.late } else { &self.in_time }
    }
}

/// What an order class promises.
#[derive(Debug, Clone, PartialEq)]
pub enum Promise {
    /// Nothing.
    None,
    /// So long after the order.
    Elapsed(Micros),
    /// By the end of the n-th working day after the day of the order: the instant by day of order.
    ByDay(Vec<Micros>),
    /// The same, with a time of day after which an order counts for the next working day.
    ByCutOff(CutOff),
}

impl Promise {
    /// The instant by which what is ordered at `ordered` is promised; `None`: nothing is, or it is
    /// after the run.
    #[inline(always)]
    pub fn due(&self, ordered: Micros) -> Option<Micros> {
        match self {
            Promise::None => None,
            Promise::Elapsed(span) => Some(ordered + span),
            Promise::ByDay(due) => due.get((ordered / DAY) as usize).copied(),
            Promise::ByCutOff(due) => due.of(ordered).get((ordered / DAY) as usize).copied(),
        }
    }

    /// The same counted from an instant that may be the midnight that ends a day: working days
    /// count from that day.
    pub fn due_after(&self, instant: Micros) -> Option<Micros> {
        match self {
            Promise::ByDay(_) | Promise::ByCutOff(_) => self.due(instant.saturating_sub(1)),
            Promise::None | Promise::Elapsed(_) => self.due(instant),
        }
    }

    /// Whether the promise of a line that is ordered and shipped at an instant is kept: if there is
    /// one, nearly always.
    #[inline(always)]
    pub fn kept_at_once(&self, now: Micros) -> bool {
        match self {
            Promise::None => false,
            Promise::Elapsed(_) => true,
            Promise::ByDay(_) | Promise::ByCutOff(_) => self.due(now).is_some_and(|due| now <= due),
        }
    }
}
