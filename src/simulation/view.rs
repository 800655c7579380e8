//! View: the state of a simulation that observers may read at midnight and at the end.
//!
//! It shows open lines, split lines' consignments, repair jobs, shelves by site and stations by
//! number, and hides how they are stored: numbers of lines and jobs are used again, and lists have
//! empty slots.

use super::customers::outage_response::DeferredOrders;
use super::customers::repair_job::Job;
use super::orders::Orders;
use super::orders::consignment::Consignment;
use super::orders::line::{Line, LineRequest};
use super::stations::station::Station;
use super::stock::inventory::Shelf;
use super::topology::Topology;
use crate::engine::work_clock::Reading;
use crate::units::{IndexVec, Instant, SiteId, StationId, StreamId};

/// The state of a simulation between two events.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(super) orders: &'a Orders,
    /// Empty slots have 0 lines.
    pub(super) jobs: &'a [Job],
    pub(super) shelves: &'a [Shelf],
    pub(super) stations: &'a IndexVec<StationId, Station<'a>>,
    pub(super) topology: &'a Topology<'a>,
    pub(super) deferred: &'a IndexVec<StreamId, DeferredOrders>,
}

impl<'a> View<'a> {
    /// Open lines, including pieces that customers are returning.
    pub fn open_lines(&self) -> impl Iterator<Item = &'a Line> + Clone + use<'a> {
        self.orders.open_lines()
    }

    /// Consignments of split lines that are not delivered, each with its line.
    pub fn consignments(&self) -> impl Iterator<Item = (&'a Consignment, &'a Line)> + use<'a> {
        let orders = self.orders;
        orders.open_consignments().map(|consignment| (consignment, &orders[consignment.line]))
    }

    /// Repair jobs that wait for parts, each with its number.
    pub fn jobs(&self) -> impl Iterator<Item = (u32, &'a Job)> + use<'a> {
        (0..).zip(self.jobs).filter(|(_, job)| job.lines > 0)
    }

    /// The number of the repair job that waits for an open line.
    pub fn job_of(&self, line: &Line) -> Option<u32> {
        self.orders.job_of(line)
    }

    /// The shelves of a site, in the order of its parts; none if it has no limited stock.
    pub fn shelves(&self, site: SiteId) -> &'a [Shelf] {
        let site = &self.topology.sites[site];
        let shelves = site.stock.map_or(0, |stock| stock.level.len());
        &self.shelves[site.first_shelf as usize..][..shelves]
    }

    /// The shelves of all sites.
    pub fn all_shelves(&self) -> impl Iterator<Item = &'a Shelf> + use<'a> {
        let view = *self;
        self.topology.sites.ids().flat_map(move |site| view.shelves(site))
    }

    /// All stations, in the order of their numbers.
    pub fn stations(&self) -> &'a IndexVec<StationId, Station<'a>> {
        self.stations
    }

    /// A station by its number.
    pub fn station(&self, station: StationId) -> &'a Station<'a> {
        &self.stations[station]
    }

    /// The number of lines or deliveries that wait at a station or are in service there, and the
    /// reading of its work clock at `now`.
    pub fn load(&self, now: Instant, station: StationId) -> (u32, Reading) {
        let station = self.station(station);
        (station.waiting() + station.in_work(), station.clock().read(now))
    }

    /// The number of lines that customers have deferred and will order later.
    pub fn deferred(&self) -> u64 {
        self.deferred.iter().map(DeferredOrders::len).sum()
    }

    /// These lines as they would be if they were ordered, without part and pieces.
    pub fn deferred_lines(&self) -> impl Iterator<Item = Line> + use<'a> {
        self.deferred.iter_ids().flat_map(|(stream, deferred)| {
            deferred.lines().map(move |line| {
                line.line(stream, LineRequest { class: line.class, ..LineRequest::default() })
            })
        })
    }
}
