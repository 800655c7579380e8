//! Demand: orders of customers at the sites of one group, and their behaviour.

use super::line_size::LineSize;
use super::part::Segment;
use super::promise::Promise;
use super::site::SiteGroup;
use crate::distributions::Sampler;
use crate::scenario::customers::demand::Arrivals;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::units::{Duration, IndexVec, Instant, MarketId, ProcessId, SiteGroupId, SystemId};

/// Orders of customers at the sites of one group.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Site group where the demand arises.
    pub group: SiteGroupId,
    /// Market of its customers.
    pub market: MarketId,
    /// Arrival rate at each site [orders per microsecond]: instant and rate from then on; the first
    /// at 0.
    pub intensity: Vec<(Instant, f64)>,
    /// Lines of an order: an integer from 1.
    pub lines_per_order: Sampler,
    /// Arrival process of orders.
    pub arrivals: Arrivals,
    /// True if the first of even arrivals comes when the demand begins, and not one gap later.
    pub first_immediately: bool,
    /// Lines ordered at each site at the start of the run, in addition to the arrivals.
    pub backlog: u32,
    /// Variation common to all sites; `None`: none.
    pub variation: Option<Variation>,
    /// Cumulative share of lines by order class, the last 1; where workshops take from a shelf
    /// first, of the lines that it lacks.
    pub class_up_to: Vec<f64>,
    /// Repair jobs behind the orders, where each order is a repair.
    pub jobs: Option<RepairJobs>,
    /// Position in [`Model::mixes`](super::Model::mixes).
    pub mix: u16,
    /// Pieces of a line where they are not those of its segment; a line of 0 pieces is not ordered.
    pub pieces: Option<Sampler>,
    /// Systems without which orders are held.
    pub needs: Vec<SystemId>,
    /// Customers' response while one is down; `None`: all orders are held, and entered together.
    pub when_down: Option<OutageBehaviour>,
    /// Seeds the draws of each site's customers.
    pub streams: Vec<u64>,
}

impl Demand {
    /// Pieces of an ordered line for a part of a segment.
    pub(crate) fn line_size(&self, segment: &Segment) -> LineSize {
        LineSize::of(self.pieces.as_ref().unwrap_or(&segment.pieces))
    }

    /// Share of the lines that have any pieces and so are ordered.
    pub fn ordered(&self) -> f64 {
        self.pieces.as_ref().map_or(1.0, |pieces| 1.0 - pieces.chance_of_none())
    }
}

/// Variation of demand by week and by day, common to all its sites.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// Seeds the draws: demands with the same stream vary together.
    pub stream: u64,
    /// Standard deviation of the logarithm of a week's factor.
    pub week_sigma: f64,
    /// Standard deviation of the logarithm of a day's factor.
    pub day_sigma: f64,
    /// Autocorrelation of the logarithms of successive weeks.
    pub persistence: f64,
}

/// Customers' behaviour while a system that takes their orders is down.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageBehaviour {
    /// Cumulative shares of [`OutageResponse::ALL`] by order class; the last share over 0 ends at
    /// 1.
    pub response_up_to: Vec<[f64; 4]>,
    /// Time after the return of the system within which deferred lines are ordered
    ///.
    pub deferred_over: Duration,
    /// Order desk where lines on paper are entered; `None`: all together, without work.
    pub entered_by: Option<OrderDesk>,
}

impl OutageBehaviour {
    /// Share of the lines of an order class with a response.
    pub fn share(&self, class: usize, response: OutageResponse) -> f64 {
        let up_to = &self.response_up_to[class];
        let number = response as usize;
        up_to[number] - if number == 0 { 0.0 } else { up_to[number - 1] }
    }
}

/// A process of the order desk of a site group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderDesk {
    /// Site group.
    pub group: SiteGroupId,
    /// Position in the group's [`order_desk`](super::SiteGroup::order_desk).
    pub place: u16,
}

impl OrderDesk {
    /// Process that enters the orders.
    pub fn process(self, site_groups: &IndexVec<SiteGroupId, SiteGroup>) -> ProcessId {
        site_groups[self.group].order_desk[usize::from(self.place)]
    }
}

/// A rule by which customers act on late lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Impatience {
    /// True for each demand whose customers act by it.
    pub demands: Vec<bool>,
    /// Order class in which the line was ordered.
    pub class: u8,
    /// Time after the promised ship time at which they act.
    pub late_by: Promise,
    /// Share of lines whose customers will act.
    pub share: f64,
    /// Seeds the draws of the customers who act.
    pub purpose: u64,
    /// Action.
    pub act: ImpatienceAction,
}

/// Action of an impatient customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImpatienceAction {
    /// The line moves to this more urgent class.
    Escalates(u8),
    /// A duplicate order is placed; the pieces that arrive second are returned.
    OrdersAgain {
        /// Time from their arrival to their return to the site that supplied them.
        returns_after: Duration,
    },
    /// The line is cancelled, unless any of it has been picked.
    Cancels,
}

/// Cars behind a demand whose orders are repairs.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairJobs {
    /// Share of jobs whose car is off the road while it waits.
    pub off_road: f64,
    /// Courtesy cars, if there are any.
    pub courtesy: Option<CourtesyCars>,
    /// Order class of the parts of a car off the road, and of other cars; `None`: drawn for each
    /// line.
    pub class_by_car: Option<(u8, u8)>,
}

/// Courtesy cars of each site.
#[derive(Debug, Clone, PartialEq)]
pub struct CourtesyCars {
    /// Share of waiting jobs with a car off the road that request one.
    pub share: f64,
    /// Cars at each site.
    pub cars: u32,
    /// Cost of a car in use [the scenario's currency per day].
    pub cost_per_day: f64,
}
