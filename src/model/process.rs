//! Process: servers, service time, discipline and calendar of a step of work.

use crate::distributions::Sampler;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::network::process::WorkUnit;
use crate::units::{CapacityFactor, Instant, Share, SystemId, Work};

/// A process; each site that lists it has a station of its own.
#[derive(Debug, Clone)]
pub struct Process {
    /// Parallel servers; `u32::MAX`: no limit.
    pub servers: u32,
    /// Work of one unit \[microseconds at nominal speed\]; where it depends on the order class, the
    /// mean over the lines that arrive.
    pub work: Sampler,
    /// Work of one unit by order class; empty: the same for all.
    pub work_by_class: Vec<Sampler>,
    /// Unit of work: line, piece or delivery.
    pub per: WorkUnit,
    /// Share of arriving work that goes through it.
    pub routing_share: Share,
    /// Seeds the draws of that share.
    pub routing_purpose: u64,
    /// Work for each line of a delivery on top of `work`; only per delivery.
    pub work_per_line: Work,
    /// Queue discipline.
    pub discipline: QueueDiscipline,
    /// True for each order class whose lines preempt less urgent ones; empty: none does.
    pub preempts: Vec<bool>,
    /// Most lines that may wait, those in service apart; `None`: no limit.
    pub queue_capacity: Option<u32>,
    /// Systems that it needs, directly or through others.
    pub needs: Vec<SystemId>,
    /// Manual mode while they are down; `None`: it stops.
    pub manual: Option<ManualMode>,
    /// Capacity factor by its calendar: instant and factor from then on; the first at 0.
    pub calendar: Vec<(Instant, CapacityFactor)>,
    /// Seeds the draws of its work.
    pub purpose: u64,
}

/// Work of a process without its systems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ManualMode {
    /// Manual speed; the process works manually while its systems leave less.
    pub rate: CapacityFactor,
    /// Probability that a unit worked manually is wrong, below 1.
    pub errors: f64,
    /// Work to key in one unit afterwards; 0: none.
    pub reentry: Work,
    /// Seeds the draws of errors.
    pub purpose: u64,
}

impl Process {
    /// Share of arriving work that goes through it.
    pub fn visited(&self) -> f64 {
        f64::from(self.routing_share)
    }
}
