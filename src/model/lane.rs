//! Lane: transport between two site groups by timetable, and the routes made of lanes.

use crate::distributions::Sampler;
use crate::units::{Duration, Instant, LaneId, SiteGroupId, SystemId};

/// Transport between two site groups.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Site group that it leaves from; each of its sites has departures of its own.
    pub from: SiteGroupId,
    /// Site group that it goes to.
    pub to: SiteGroupId,
    /// Instants of departure up to the end of the run; `None`: as soon as goods are ready.
    pub departures: Option<Vec<Instant>>,
    /// Time before a departure by which a consignment must be ready.
    pub cut_off: Duration,
    /// Most consignments of one departure from a site; `None`: no limit.
    pub capacity: Option<u32>,
    /// Transit time \[microseconds\].
    pub transit: Sampler,
    /// Systems that departures need.
    pub needs: Vec<SystemId>,
    /// Seeds the draws of transit: one for each site that it goes to.
    pub streams: Vec<u64>,
}

/// Next leg of a route: the lane to take, if transport takes time, and the site group at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteLeg {
    /// Lane; `None`: no time passes.
    pub lane: Option<LaneId>,
    /// Site group at its end.
    pub to: SiteGroupId,
}
