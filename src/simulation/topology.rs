//! Topology: read-only lookups of one model that the steps of every line need.
//!
//! It holds the sites with their stations, shelves, stages and first sources, the stations of each
//! process, the first lane of each lane group, and the sources of each site group in order.
//! Everything in it follows from the [`Model`] alone, and nothing of it changes during a run.
//!
//! ```text
//! Model ──► Topology: site ──► first station, first shelf, stages, first source by kind of line
//! ```
//!
//! Knows nothing of lines, queues, stock on hand, or time.

use super::orders::line::{Line, LineKind};
use super::orders::sourcing::{SourceRef, Sources};
use super::orders::stage::Stages;
use crate::model::{BaseStock, Demand, Lane, Model, SiteGroup, Stock};
use crate::scenario::network::site::SiteKind;
use crate::units::{IndexVec, LaneId, ProcessId, Share, SiteGroupId, SiteId, StationId, StreamId};

/// Read-only lookups of one model.
#[derive(Debug, Clone)]
pub(crate) struct Topology<'m> {
    model: &'m Model,
    /// By site.
    pub(crate) sites: IndexVec<SiteId, SiteTopology<'m>>,
    /// Number of shelf slots of all sites, including the unused ones that align each site.
    pub(crate) shelf_slots: usize,
    /// Stations of each process, in order of site.
    stations_of: IndexVec<ProcessId, Vec<StationId>>,
    /// Number of stations.
    pub(crate) stations: usize,
    /// First lane state of each lane of the model.
    first_lane: Vec<u32>,
    /// Stages of each site group.
    stages: IndexVec<SiteGroupId, Stages>,
    /// Sources of customer lines, by site group.
    customer_sources: IndexVec<SiteGroupId, Sources>,
    /// Sources of replenishment lines, by site group.
    replenishment_sources: IndexVec<SiteGroupId, Sources>,
    /// Demand of each demand stream.
    demand_of_stream: IndexVec<StreamId, u16>,
    /// True if a line may be cancelled or change its class while it waits.
    pub(crate) lines_may_change: bool,
}

/// One site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SiteTopology<'m> {
    /// Its stock policy, if it holds stock of its own.
    pub(crate) stock: Option<&'m BaseStock>,
    /// Its first shelf.
    pub(crate) first_shelf: u32,
    /// Its site group.
    pub(crate) group: SiteGroupId,
    /// The stages of its group.
    pub(crate) stages: Stages,
    /// Number of stations before stock is allocated.
    pub(crate) before: u8,
    /// Number of stations after stock is allocated; numbered behind those before stock.
    pub(crate) after: u8,
    /// Number of inbound stations; numbered behind those after stock.
    pub(crate) inbound: u8,
    /// True if every line passes through all of its stations: no routing shares.
    pub(crate) routes_all: bool,
    /// True if it holds no stock and forwards all goods.
    pub(crate) forwards_all: bool,
    /// Its first station.
    pub(crate) first_station: StationId,
    /// First source of its customers' lines, and of its replenishment lines.
    first_sources: [SourceRef; 2],
}

impl SiteTopology<'_> {
    /// The first source of a line of this kind for the site.
    #[inline]
    pub(crate) fn first_source(&self, kind: LineKind) -> SourceRef {
        self.first_sources[kind as usize]
    }
}

/// Number of stations of a site of a group.
fn stations_of_site(group: &SiteGroup) -> usize {
    group.before_stock.len() + group.after_stock.len() + group.inbound.len() + group.order_desk.len()
}

impl<'m> Topology<'m> {
    /// The topology of a model.
    pub(crate) fn new(model: &'m Model) -> Self {
        let customer_sources =
            model.site_groups.ids().map(|group| Sources::of_customers(model, group)).collect();
        let replenishment_sources =
            model.site_groups.ids().map(|group| Sources::of_replenishment(model, group)).collect();
        let mut topology = Topology {
            model,
            sites: IndexVec::new(),
            shelf_slots: 0,
            stations_of: IndexVec::filled(Vec::new(), model.processes.len()),
            stations: 0,
            first_lane: first_lanes(model),
            stages: model.site_groups.ids().map(|group| Stages::of(model, group)).collect(),
            customer_sources,
            replenishment_sources,
            demand_of_stream: demands_of_streams(model),
            lines_may_change: !model.impatience.is_empty(),
        };
        for (site, &group) in model.group_of.iter_ids() {
            topology.add_site(site, group);
        }
        topology
    }

    fn add_site(&mut self, site: SiteId, group: SiteGroupId) {
        let model = self.model;
        let spec = &model.site_groups[group];
        let visited = |&process: &ProcessId| model.processes[process].routing_share == Share::ALL;
        let mut goods_processes = spec.before_stock.iter().chain(&spec.after_stock).chain(&spec.inbound);
        let first_source = |sources: &Sources, kind| {
            let has_next = sources.at(1).is_some();
            let first = sources.at(0).map(|first| SourceRef::of(model, site, first, kind));
            let none = SourceRef { site: Line::NO_SITE, group, is_supplier: false, has_next: false };
            first.map_or(none, |first| SourceRef { has_next, ..first })
        };
        let stock = match &spec.stock {
            Stock::BaseStock(stock) => Some(&**stock),
            Stock::None | Stock::Unlimited => None,
        };
        // The marks of changed shelves are bits of words: each site begins a new word, so that a
        // review reads words of its own.
        let first_shelf = self.shelf_slots.next_multiple_of(64);
        let first_station = StationId::from_index(self.stations);
        self.sites.push(SiteTopology {
            stock,
            first_shelf: first_shelf as u32,
            group,
            stages: Stages::of(model, group),
            before: spec.before_stock.len() as u8,
            after: spec.after_stock.len() as u8,
            inbound: spec.inbound.len() as u8,
            routes_all: goods_processes.all(visited),
            forwards_all: matches!(spec.stock, Stock::None),
            first_station,
            first_sources: [
                first_source(&self.customer_sources[group], LineKind::Customer),
                first_source(&self.replenishment_sources[group], LineKind::Replenishment),
            ],
        });
        self.shelf_slots = first_shelf + stock.map_or(0, |stock| stock.level.len());
        let processes = goods_processes_and_desk(spec);
        for (station, process) in first_station.span(stations_of_site(spec)).zip(processes) {
            self.stations_of[process].push(station);
        }
        self.stations += stations_of_site(spec);
    }

    /// The stations of a process, in order of site.
    #[inline]
    pub(crate) fn stations_of(&self, process: ProcessId) -> &[StationId] {
        &self.stations_of[process]
    }

    /// The stages of a site group.
    #[inline]
    pub(crate) fn stages(&self, group: SiteGroupId) -> Stages {
        self.stages[group]
    }

    /// The sources of lines of a kind for a site, in order.
    pub(crate) fn sources(&self, destination: SiteId, kind: LineKind) -> &Sources {
        let group = self.model.group_of[destination];
        match kind {
            LineKind::Customer => &self.customer_sources[group],
            LineKind::Replenishment => &self.replenishment_sources[group],
        }
    }

    /// The first source of a site group's replenishment lines.
    pub(crate) fn replenishment_source(&self, group: SiteGroupId) -> SiteGroupId {
        self.replenishment_sources[group].first()
    }

    /// The site that replenishes a site of a group.
    pub(crate) fn replenishing_site(&self, group: SiteGroupId, site: SiteId) -> SiteId {
        self.model.source_site(site, self.replenishment_source(group))
    }

    /// The random stream of a site's replenishment lines.
    #[inline]
    pub(crate) fn replenishment_stream(&self, site: SiteId) -> StreamId {
        StreamId::from_index(self.demand_of_stream.len() + site.index())
    }

    /// The stock policy of a site, if it holds stock of its own.
    #[inline]
    pub(crate) fn base_stock(&self, site: SiteId) -> Option<&'m BaseStock> {
        self.sites[site].stock
    }

    /// The shelf of a part at a site, if the part is held there.
    #[inline]
    pub(crate) fn shelf(&self, site: SiteId, part: u32) -> Option<usize> {
        self.stock_of(site, part).map(|(_, shelf)| shelf)
    }

    /// The stock policy of a site and its shelf of a part, if the part is held there.
    #[inline]
    pub(crate) fn stock_of(&self, site: SiteId, part: u32) -> Option<(&'m BaseStock, usize)> {
        let SiteTopology { stock, first_shelf, .. } = &self.sites[site];
        let stock = (*stock)?;
        Some((stock, (first_shelf + stock.assortment.shelf_of(part)?) as usize))
    }

    /// The lane to take from a site towards another, if transport takes time, and the site at its
    /// end.
    #[inline(always)]
    pub(crate) fn hop(&self, site: SiteId, destination: SiteId) -> (Option<LaneId>, SiteId) {
        let (from, to) = (self.model.group_of[site], self.model.group_of[destination]);
        let hop = self.model.routes[usize::from(from) * self.model.site_groups.len() + usize::from(to)]
            .expect("the model has a route from every source");
        let next = if hop.to == to { destination } else { self.model.source_site(destination, hop.to) };
        (hop.lane, next)
    }

    /// The state of a lane from a site.
    #[inline(always)]
    pub(crate) fn lane_of(&self, lane: LaneId, site: SiteId) -> u32 {
        let Lane { from, .. } = &self.model.lanes[lane];
        self.first_lane[usize::from(lane)] + self.model.site_groups[*from].position(site) as u32
    }

    /// The station at an order desk that enters the paper orders of a demand stream.
    pub(crate) fn order_desk_of_stream(&self, stream: StreamId) -> Option<StationId> {
        let demand = &self.model.demands[usize::from(*self.demand_of_stream.get(stream)?)];
        let order_desk = demand.when_down.as_ref()?.entered_by?;
        let site = self.model.site_of_stream[stream];
        let at = if self.model.group_of[site] == order_desk.group {
            site
        } else {
            self.model.source_site(site, order_desk.group)
        };
        let group = &self.model.site_groups[order_desk.group];
        let first = stations_of_site(group) - group.order_desk.len();
        Some(self.sites[at].first_station.plus(first + usize::from(order_desk.place)))
    }

    /// The site whose stock fills lines of a demand's customers at a site at the instant of the
    /// order, or [`NONE`]: no station, no lane, no impatience and no repair job lies between.
    pub(crate) fn immediate_fill_site(&self, demand: &Demand, customers: SiteId) -> SiteId {
        let model = self.model;
        let source = self.sites[customers].first_source(LineKind::Customer);
        if source.site == Line::NO_SITE
            || source.is_supplier
            || !model.impatience.is_empty()
            || demand.jobs.is_some()
        {
            return Line::NO_SITE;
        }
        let SiteTopology { before, after, group, stock, .. } = self.sites[source.site];
        let SiteTopology { inbound, forwards_all, group: own, .. } = self.sites[customers];
        let hop = model.routes[group.index() * model.site_groups.len() + own.index()];
        let adjacent = source.site == customers
            || forwards_all && inbound == 0 && hop.is_some_and(|hop| hop.lane.is_none() && hop.to == own);
        if stock.is_some() && before == 0 && after == 0 && adjacent { source.site } else { Line::NO_SITE }
    }
}

/// The demand of each demand stream.
fn demands_of_streams(model: &Model) -> IndexVec<StreamId, u16> {
    let streams = |(number, demand): (u16, &Demand)| std::iter::repeat_n(number, demand.streams.len());
    (0..).zip(&model.demands).flat_map(streams).collect()
}

/// First lane state of each lane of the model: one state for each site that it leaves from.
fn first_lanes(model: &Model) -> Vec<u32> {
    let mut next = 0;
    let first = |lane: &Lane| {
        let first = next;
        next += model.site_groups[lane.from].count;
        first
    };
    model.lanes.iter().map(first).collect()
}

/// The processes of a site group's stations, in the order in which stations are numbered.
fn goods_processes_and_desk(group: &SiteGroup) -> impl Iterator<Item = ProcessId> {
    let goods = group.before_stock.iter().chain(&group.after_stock).chain(&group.inbound);
    goods.chain(&group.order_desk).copied()
}

/// True if a site group holds stock, limited or not.
pub(crate) fn holds_stock(model: &Model, group: SiteGroupId) -> bool {
    let group = &model.site_groups[group];
    group.kind == SiteKind::Supplier || !matches!(group.stock, Stock::None)
}
