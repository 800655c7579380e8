//! Service: arrival, start and end of work at stations.

use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::stations::Next;
use crate::simulation::stations::queue::QueueEntry;
use crate::simulation::stations::station::{Arrival, JobInService, Step};
use crate::units::{StationId, Work};

impl<O: Observer> Simulation<'_, O> {
    /// A work item, or a delivery, arrives at a station.
    pub(crate) fn enqueue(&mut self, station: StationId, item: WorkItem) {
        match self.stations.arrive(&mut self.cx, &self.orders, station, item) {
            Arrival::Saturated => return,
            Arrival::Starts => {
                self.start_service(station, item);
                self.stations.schedule_end(&mut self.cx, station);
            }
            Arrival::Waits => {
                if self.start_waiting(station) {
                    self.stations.schedule_end(&mut self.cx, station);
                }
            }
        }
        self.report_state(station);
    }

    /// Reports the state of a station if it has changed.
    #[inline(always)]
    pub(crate) fn report_state(&mut self, station: StationId) {
        if let Some(works) = self.stations.report_state(&mut self.cx, station)
            && !self.cx.model.failures.is_empty()
        {
            let process = self.stations.process_of(station);
            self.capacities.station_works(&mut self.cx, process, works);
        }
    }

    /// Entries that waited may have become free to start.
    pub(crate) fn resume_queue(&mut self, station: StationId) {
        if self.start_waiting(station) {
            self.stations.schedule_end(&mut self.cx, station);
        }
        self.report_state(station);
    }

    /// Free servers start the entries that wait; returns true if one did.
    #[inline(always)]
    pub(crate) fn start_waiting(&mut self, station: StationId) -> bool {
        let mut started = false;
        loop {
            if !self.stations.goes_by_turn(station) {
                return self.start_by_rule(station) || started;
            }
            let Some(entry) = self.stations.next_in_turn(station, self.cx.now) else { return started };
            self.prefetch_queue(station);
            if self.cx.topology.lines_may_change && self.skip_tombstone(station, entry) {
                continue;
            }
            self.start_service(station, entry.item);
            started = true;
        }
    }

    #[inline(always)]
    fn skip_tombstone(&mut self, station: StationId, entry: QueueEntry) -> bool {
        let skipped = self.stations.skip_tombstone(&self.orders, station, entry);
        if skipped {
            self.orders.remove_tombstone(entry.item.number());
        }
        skipped
    }

    /// The same if entries may be held back, preempt, or go before their turn.
    #[inline(never)]
    fn start_by_rule(&mut self, station: StationId) -> bool {
        let mut started = false;
        loop {
            let ahead = if self.stations.scans_ahead(station) { self.backordered(station) } else { None };
            match self.stations.next_by_rule(&mut self.cx, &self.orders, station, ahead) {
                Next::None => return started,
                Next::Start(item) => {
                    self.prefetch_queue(station);
                    self.start_service(station, item);
                    started = true;
                }
                Next::Resumed => started = true,
                Next::ResumedCancelled(line) => {
                    self.end_service_of_line(station, line);
                    started = true;
                }
                Next::Tombstone(line) => self.orders.remove_tombstone(line),
                Next::PutAside => {}
            }
        }
    }

    /// Place in the queue of the first delivery with a part that is backordered at the site's
    /// shelf.
    fn backordered(&self, station: StationId) -> Option<usize> {
        let (site, _) = self.stations.place(station);
        let is_backordered = |item: WorkItem| {
            let line = &self.orders[self.orders.line_of(item)];
            line.destination(self.cx.model) == site
                && self
                    .cx
                    .topology
                    .shelf(site, line.part())
                    .is_some_and(|shelf| self.stock.has_waiting(shelf))
        };
        let has_backordered =
            |delivery: WorkItem| !delivery.is_reentry() && self.orders.items_of(delivery).any(is_backordered);
        self.stations.candidates(station).position(has_backordered)
    }

    #[inline(always)]
    fn start_service(&mut self, station: StationId, item: WorkItem) {
        let job = self.stations.start_service(&mut self.cx, &self.orders, station, item);
        if job.work == Work::ZERO {
            self.end_immediately(station, job);
            return;
        }
        if self.cx.topology.lines_may_change && item.is_whole() {
            self.orders.set_in_service(item.number(), true);
        }
        self.prefetch_destination(station, item);
    }

    /// A job without work ends when it starts.
    #[inline(never)]
    fn end_immediately(&mut self, station: StationId, job: JobInService) {
        self.cx.observer.work_ends(self.cx.now, station, job.item);
        if self.stations.pass_manual_check(&mut self.cx, &self.orders, station, &job) {
            self.finish(station, job);
        }
    }

    /// The service of a line ends; returns false if the line was cancelled meanwhile.
    fn end_service_of_line(&mut self, station: StationId, line: u32) -> bool {
        let open = self.orders.end_service(line);
        if !open {
            self.stations.forget_errors(station, WorkItem::whole(line));
        }
        open
    }

    /// The earliest job of a station ends. The servers take the next entry before the item
    /// continues.
    #[inline(always)]
    pub(crate) fn service_ends(&mut self, station: StationId) {
        let Some(job) = self.stations.end_service(&mut self.cx, station) else {
            self.stations.schedule_end(&mut self.cx, station);
            return;
        };
        let cancelled = self.cx.topology.lines_may_change
            && job.item.is_whole()
            && !self.end_service_of_line(station, job.item.number());
        if cancelled {
            self.cx.observer.worked(self.cx.now, station, job.units, job.work);
        }
        let goes_on = !cancelled
            && (!self.stations.has_manual_mode(station)
                || self.stations.pass_manual_check(&mut self.cx, &self.orders, station, &job));
        self.start_waiting(station);
        if !self.stations.is_busy_as_reported(station) {
            self.report_state(station);
        }
        self.stations.schedule_end(&mut self.cx, station);
        if goes_on {
            self.finish(station, job);
        }
    }

    #[inline(always)]
    fn finish(&mut self, station: StationId, job: JobInService) {
        self.cx.observer.worked(self.cx.now, station, job.units, job.work);
        let (site, step) = self.stations.place(station);
        match step {
            Step::BeforeStock(step) => self.before_stock(site, job.item, usize::from(step) + 1),
            Step::AfterStock(step) => self.outbound(site, job.item, usize::from(step) + 1),
            Step::Inbound(step) => self.inbound(site, job.item, usize::from(step) + 1),
            Step::Desk(_) => self.enter(job.item.number()),
        }
    }
}
