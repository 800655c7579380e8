//! Model: a scenario that can run, with names resolved to ids and calendars to instants.
//!
//! A [`Model`] is immutable and shared by all replications. Its time is engine time: integer
//! microseconds since the start of the initialisation; [`Times`] has the scenario's `start` in it.
//! Calendars, timetables and reviews are instants up to the horizon, so that a simulation reads no
//! calendar.
//!
//! ```text
//! demand ─► site group ─► process, stock ─► lane      disruption, failure, restart ─► capacity
//! ```
//!
//! Knows nothing of text and files. Names stand beside it, in [`Labels`].

pub mod assortment;
mod cumulative_rate;
mod demand;
mod disruption;
mod flows;
mod labels;
mod lane;
pub mod line_size;
pub mod observation;
mod part;
mod process;
mod promise;
mod restart;
mod site;
mod stock;
#[cfg(test)]
pub(crate) mod test_scenario;
mod times;

use crate::scenario::network::site::SiteKind;
use crate::units::{
    DisruptionId, FailureId, IndexVec, Instant, LaneId, MarketId, PhaseId, ProcessId, SiteGroupId, SiteId,
    StreamId,
};
pub use cumulative_rate::CumulativeRate;
pub use demand::{
    CourtesyCars, Demand, Impatience, ImpatienceAction, OrderDesk, OutageBehaviour, RepairJobs, Variation,
};
pub use disruption::{CapacityTarget, Disruption, Failure, FailurePhase};
pub use flows::Flows;
pub use labels::{Labels, ObservationLabels};
pub use lane::{Lane, RouteLeg};
use line_size::{LineSize, LineSizes};
pub use part::{PartMix, Segment};
pub use process::{ManualMode, Process};
pub use promise::{Class, CutOff, Promise};
pub use restart::{AcceptanceCheck, Cap, Gate, PhaseEnd, Policy, RestartPhase, Waiting};
pub use site::{Deliveries, SiteGroup};
use std::ops::Range;
pub use stock::{BaseStock, Replenishment, Stock};
pub use times::Times;

/// A scenario that can run.
#[derive(Debug, Clone)]
pub struct Model {
    /// Instants of the run.
    pub times: Times,
    /// Seed; with the number of the replication it determines all random numbers.
    pub seed: u64,
    /// True if the network starts in its steady state, false if full and empty.
    pub steady_start: bool,
    /// Order classes, the most urgent first. The position of a class is its rank in every queue.
    pub classes: Vec<Class>,
    /// Limits of the facing and of the system fill rate: by day of the first want, the end of the
    /// first and of the second working day after it.
    pub fill_limits: [Vec<Instant>; 2],
    /// Segments in order of the names that they draw by; parts are numbered in this order.
    pub segments: Vec<Segment>,
    /// Segment of each part.
    pub segment_of: Vec<u16>,
    /// Distributions of lines over parts; demands with equal distributions share one.
    pub mixes: Vec<PartMix>,
    /// Pieces of customers' lines at each site group.
    pub line_sizes: LineSizes,
    /// Number of systems.
    pub systems: usize,
    /// Processes, in order of name.
    pub processes: IndexVec<ProcessId, Process>,
    /// Site groups, each after all that it supplies: downstream first.
    pub site_groups: IndexVec<SiteGroupId, SiteGroup>,
    /// Site group of each site.
    pub group_of: IndexVec<SiteId, SiteGroupId>,
    /// Site of each stream of lines: those of the demands, then one for each site's own stock.
    pub site_of_stream: IndexVec<StreamId, SiteId>,
    /// Lanes, in order of name.
    pub lanes: IndexVec<LaneId, Lane>,
    /// Next leg of the route between two site groups: `routes[from × groups + to]`.
    pub routes: Vec<Option<RouteLeg>>,
    /// Demands, in order of name.
    pub demands: Vec<Demand>,
    /// Rules of impatience, in order of name.
    pub impatience: Vec<Impatience>,
    /// Disruptions, in order of name.
    pub disruptions: IndexVec<DisruptionId, Disruption>,
    /// Failures, in order of name.
    pub failures: IndexVec<FailureId, Failure>,
    /// Phases of the restart plan, in order of name.
    pub phases: IndexVec<PhaseId, RestartPhase>,
    /// Windows of order dates, in order of name: from a midnight up to another.
    pub windows: Vec<Range<Instant>>,
    /// Observations, in order of name.
    pub observations: Vec<observation::Observation>,
    /// Mean flows of normal operation.
    pub flows: Flows,
}

impl Model {
    /// Pieces of a customer's line for a part at a site group.
    #[inline]
    pub fn line_size(&self, group: SiteGroupId, part: u32) -> LineSize {
        self.line_sizes.at(group, part as usize, self.segment_of[part as usize])
    }

    /// Number of sites.
    pub fn sites(&self) -> usize {
        self.group_of.len()
    }

    /// Number of parts.
    pub fn parts(&self) -> usize {
        self.segment_of.len()
    }

    /// Number of markets.
    pub fn markets(&self) -> usize {
        self.demands.iter().map(|demand| demand.market.index() + 1).max().unwrap_or(0)
    }

    /// Market of the customers of each stream. A site's own stream, of which customers' lines of
    /// the initial state are, has that of a demand at the site, or of the last demand.
    pub fn markets_of_streams(&self) -> IndexVec<StreamId, MarketId> {
        let last = self.demands.last().map_or(MarketId::new(0), |demand| demand.market);
        let mut of_group: IndexVec<SiteGroupId, MarketId> = IndexVec::filled(last, self.site_groups.len());
        for demand in self.demands.iter().rev() {
            of_group[demand.group] = demand.market;
        }
        let of_demands =
            self.demands.iter().flat_map(|demand| std::iter::repeat_n(demand.market, demand.streams.len()));
        let streams: usize = self.demands.iter().map(|demand| demand.streams.len()).sum();
        let of_sites = self.site_of_stream.iter().skip(streams).map(|&site| of_group[self.group_of[site]]);
        of_demands.chain(of_sites).take(self.site_of_stream.len()).collect()
    }

    /// Policy of a phase for a process, if there is one.
    pub fn policy(&self, phase: PhaseId, process: ProcessId) -> Option<&Policy> {
        self.phases[phase].policies.iter().find(|policy| policy.process == process)
    }

    /// The site group of the centre: the first of kind `centre`.
    pub fn centre(&self) -> Option<SiteGroupId> {
        self.site_groups.ids().find(|&group| self.site_groups[group].kind == SiteKind::Centre)
    }

    /// The site of group `source` that supplies `site`: sites of a larger group are assigned in
    /// blocks, in order, to the sites of a smaller one.
    pub fn source_site(&self, site: SiteId, source: SiteGroupId) -> SiteId {
        let own = &self.site_groups[self.group_of[site]];
        let above = &self.site_groups[source];
        let position = (site.index() - own.first.index()) as u64;
        above.first.plus((position * u64::from(above.count) / u64::from(own.count)) as usize)
    }
}
