//! Station: one process at one site, with its queue and its servers.
//!
//! A free server takes the next entry by the discipline of the process (see `queue/`); it keeps its
//! job through a stop and resumes it where it was. A stopped station starts nothing. Its speed
//! follows from calendar, systems, disruptions, phases and boosts, or is its manual rate (see
//! `manual_mode.rs`). For urgent lines that take the servers of others see `preemption.rs`.
//!
//! ```text
//! work item ─► queue by discipline ─► servers (work clock) ─► next step
//! ```

use super::manual_mode::ManualState;
use super::preemption::Preemption;
use super::queue::{Queue, QueueEntry};
use super::servers::Servers;
use super::{Next, Stations, priority_line};
use crate::engine::random::Purpose;
use crate::engine::work_clock::{Reading, WorkClock};
use crate::model::{Model, Process, SiteGroup};
use crate::scenario::network::process::WorkUnit;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::policy_in_force::PolicyInForce;
use crate::units::{CapacityFactor, IndexVec, Instant, ProcessId, SiteGroupId, SiteId, StationId, Work};

/// One process at one site.
#[derive(Debug, Clone)]
pub struct Station<'m> {
    /// Process.
    pub process: ProcessId,
    /// Its specification.
    pub(super) spec: &'m Process,
    /// Site group.
    pub group: SiteGroupId,
    /// Site.
    pub site: SiteId,
    /// Step of the site.
    pub step: Step,
    /// Number of parallel servers; `u32::MAX`: no limit.
    servers: u32,
    in_work: u32,
    /// Open by its calendar.
    open: bool,
    /// A delivery is one unit of its work.
    per_delivery: bool,
    service: Servers,
    pub(super) queue: Queue,
    /// State of manual mode, if the process has one.
    pub(super) manual: Option<Box<ManualState>>,
    /// Preempted jobs, if the process preempts.
    pub(super) preemption: Option<Box<Preemption>>,
    /// State last reported to the observer.
    reported: StationState,
}

/// State of a station at an instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StationState {
    /// Open by its calendar.
    pub open: bool,
    /// Open, but stopped: by systems, disruptions or its site.
    pub down: bool,
    /// Number of jobs in service, one a server, also while stopped.
    pub in_work: u32,
    /// Servers are free, and the entries that wait may not go.
    pub blocked: bool,
}

impl StationState {
    /// At least one server works.
    fn works(self) -> bool {
        self.open && !self.down && self.in_work > 0
    }
}

/// A work item in service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JobInService {
    /// Work item, or the first of a delivery.
    pub(crate) item: WorkItem,
    /// Units of work.
    pub(crate) units: u32,
    /// Work at nominal speed \[server-microseconds\].
    pub(crate) work: Work,
}

const _: () = assert!(size_of::<JobInService>() <= 16, "it is returned by value");

/// Step of a site that a station is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The n-th before stock is allocated.
    BeforeStock(u8),
    /// The n-th after stock is allocated.
    AfterStock(u8),
    /// The n-th of inbound goods.
    Inbound(u8),
    /// The n-th at the order desk, where paper orders are entered.
    Desk(u8),
}

/// What follows from the arrival of a work item at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// It starts immediately.
    Starts,
    /// It waits, and a server may be free for an entry of the queue.
    Waits,
    /// It waits, and nothing else changes.
    Saturated,
}

impl Station<'_> {
    /// Number of work items or deliveries that wait, preempted jobs included.
    pub fn waiting(&self) -> u32 {
        self.queue.len() + self.preemption.as_ref().map_or(0, |state| state.waiting())
    }

    /// Number of work items or deliveries in service.
    pub fn in_work(&self) -> u32 {
        self.in_work
    }

    /// Units of manual work that are not re-entered yet.
    pub fn to_reenter(&self) -> u32 {
        self.manual.as_ref().map_or(0, |state| state.units_to_reenter())
    }

    /// Its work clock.
    pub fn clock(&self) -> &WorkClock {
        self.service.clock()
    }

    #[expect(clippy::len_zero, reason = "`is_empty` also counts re-entries")]
    fn state(&self) -> StationState {
        let stopped = !self.service.level().is_up();
        StationState {
            open: self.open,
            down: self.open && stopped,
            in_work: self.in_work,
            blocked: !stopped && self.in_work < self.servers && self.queue.len() > 0,
        }
    }

    /// A server has no job, whether the station is stopped or not.
    #[inline]
    pub(super) fn has_server_left(&self) -> bool {
        self.in_work < self.servers
    }

    /// A server has no job, and the station works.
    #[inline]
    pub(super) fn has_free_server(&self) -> bool {
        self.in_work < self.servers && self.service.level().is_up()
    }

    #[inline]
    pub(super) fn is_per_delivery(&self) -> bool {
        self.per_delivery
    }

    /// All servers have a job, as last reported: unless calendar or speed has changed, so is the
    /// state.
    #[inline]
    fn is_busy_as_reported(&self) -> bool {
        self.in_work >= self.servers && self.in_work == self.reported.in_work && !self.per_delivery
    }

    /// Resumes a job with the work that is left.
    pub(super) fn resume_service(&mut self, now: Instant, left: Reading, job: JobInService) {
        self.in_work += 1;
        self.service.resume_service(now, left, job);
    }

    /// Preempts the job with the largest rank; ties go to the job that started last. Returns the
    /// reading at which it would have ended.
    pub(super) fn preempt_latest<R: Ord>(
        &mut self,
        now: Instant,
        rank: impl Fn(Reading, &JobInService) -> Option<R>,
    ) -> Option<(Reading, JobInService)> {
        let taken = self.service.take_last(now, rank)?;
        self.in_work -= 1;
        Some(taken)
    }
}

/// The processes of a site of a group, in the order in which its stations are numbered.
pub fn steps(group: &SiteGroup) -> impl Iterator<Item = (ProcessId, Step)> {
    let before = group.before_stock.iter().zip(0..).map(|(&p, n)| (p, Step::BeforeStock(n)));
    let after = group.after_stock.iter().zip(0..).map(|(&p, n)| (p, Step::AfterStock(n)));
    let inbound = group.inbound.iter().zip(0..).map(|(&p, n)| (p, Step::Inbound(n)));
    let order_desk = group.order_desk.iter().zip(0..).map(|(&p, n)| (p, Step::Desk(n)));
    before.chain(after).chain(inbound).chain(order_desk)
}

/// The stations of all sites, in order of site and step.
pub(super) fn all(model: &Model) -> IndexVec<StationId, Station<'_>> {
    let mut all = Vec::new();
    for (site, &group) in model.group_of.iter_ids() {
        all.extend(steps(&model.site_groups[group]).map(|(process, step)| {
            let spec = &model.processes[process];
            Station {
                process,
                spec,
                group,
                site,
                step,
                servers: spec.servers,
                in_work: 0,
                open: false,
                per_delivery: spec.per == WorkUnit::Delivery,
                service: Servers::new(spec.servers),
                queue: Queue::new(spec.discipline, model),
                reported: StationState::default(),
                manual: spec.manual.map(|_| Box::default()),
                preemption: (!spec.preempts.is_empty()).then(Box::default),
            }
        }));
    }
    all.into()
}

impl Stations<'_> {
    /// A work item, or a delivery, arrives at a station.
    #[inline(always)]
    pub(crate) fn arrive<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        item: WorkItem,
    ) -> Arrival {
        let line = &orders[orders.line_of(item)];
        cx.observer.joins(cx.now, station, item, line);
        let station = &mut self.all[station];
        if cx.fast_paths() && !cx.topology.lines_may_change && station.starts_arrivals() {
            station.queue.place(item, line.class);
            return Arrival::Starts;
        }
        station.queue.push(item, line, cx.model);
        if cx.fast_paths() && station.is_saturated() { Arrival::Saturated } else { Arrival::Waits }
    }

    /// True if no entry may be held back, passed over or preempted.
    #[inline(always)]
    pub(crate) fn goes_by_turn(&self, station: StationId) -> bool {
        let station = &self.all[station];
        station.preemption.is_none() && station.queue.goes_by_turn()
    }

    /// The next entry for a free server of a station that goes by turn.
    #[inline(always)]
    pub(crate) fn next_in_turn(&mut self, station: StationId, now: Instant) -> Option<QueueEntry> {
        let station = &mut self.all[station];
        if station.has_free_server() { station.queue.pop_in_turn(now) } else { None }
    }

    /// Skips an entry that came up in a queue if it is a tombstone; returns true if it is.
    #[inline(always)]
    pub(crate) fn skip_tombstone(&mut self, orders: &Orders, station: StationId, entry: QueueEntry) -> bool {
        if !entry.item.is_whole() {
            return false;
        }
        let queue = &mut self.all[station].queue;
        let skipped = entry.is_tombstone(&orders[entry.item.number()], queue.by_class());
        if skipped {
            queue.undo_pop();
        }
        skipped
    }

    /// True if the queue of a station may let an entry go before its turn.
    #[inline]
    pub(crate) fn scans_ahead(&self, station: StationId) -> bool {
        let station = &self.all[station];
        station.queue.scans_ahead() && station.has_free_server() && !station.queue.is_empty()
    }

    /// The entries of a queue that may go before their turn, in its order.
    pub(crate) fn candidates(&self, station: StationId) -> impl Iterator<Item = WorkItem> {
        self.all[station].queue.candidates()
    }

    /// The next entry for a free server, if entries may be held back by a policy or cannot be
    /// re-entered now; `ahead` is the place of an entry that goes before its turn.
    pub(crate) fn next_by_rule<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        ahead: Option<usize>,
    ) -> Next {
        if self.all[station].preemption.is_some() {
            return self.next_by_preemption(cx, orders, station);
        }
        let state = &mut self.all[station];
        if !state.has_free_server() || state.queue.is_empty() {
            return Next::None;
        }
        let reentries = &self.reentries;
        let priority_line = |item: WorkItem| priority_line(item, orders, reentries);
        let entry = ahead
            .and_then(|place| state.queue.take(place, priority_line, cx.model))
            .or_else(|| state.queue.pop(cx.now, priority_line, cx.model));
        let Some(entry) = entry else { return Next::None };
        if cx.topology.lines_may_change && self.skip_tombstone(orders, station, entry) {
            return Next::Tombstone(entry.item.number());
        }
        if entry.item.is_reentry() && self.hold_reentry(cx, station, entry) {
            return Next::PutAside;
        }
        Next::Start(entry.item)
    }

    /// Starts the service of a work item. A job without work ends immediately and takes no server.
    #[inline(always)]
    pub(crate) fn start_service<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        station: StationId,
        item: WorkItem,
    ) -> JobInService {
        let (units, work) = self.work_of(cx, orders, station, item);
        let job = JobInService { item, units, work };
        cx.observer.work_begins(cx.now, station, item, work);
        if work > Work::ZERO {
            let station = &mut self.all[station];
            station.in_work += 1;
            station.service.start_service(cx.now, work, job);
        }
        job
    }

    /// Units and work of an item, or a delivery, at a station.
    #[inline(always)]
    fn work_of<O: Observer>(
        &self,
        cx: &Context<'_, O>,
        orders: &Orders,
        station: StationId,
        item: WorkItem,
    ) -> (u32, Work) {
        if item.is_reentry() {
            return self.work_to_reenter(item);
        }
        let spec = self.all[station].spec;
        let units = if spec.per == WorkUnit::Piece { orders.pieces_of(item) } else { 1 };
        let of_lines = match spec.work_per_line {
            Work::ZERO => Work::ZERO,
            each => each * orders.items_of(item).count() as u64,
        };
        let per_unit = if spec.work_by_class.is_empty() {
            &spec.work
        } else {
            &spec.work_by_class[usize::from(orders[orders.line_of(item)].class)]
        };
        if let Some(work) = per_unit.constant() {
            // The cast rounds down: half a microsecond more rounds to the nearest.
            return (units, Work::from_micros((work * f64::from(units) + 0.5) as u64) + of_lines);
        }
        let line = &orders[orders.line_of(item)];
        let tries = if spec.manual.is_some() { u64::from(self.errors_of(station, item)) } else { 0 };
        let number = u64::from(orders.number_in_line(item)).wrapping_add(tries << 32);
        let purpose = Purpose(spec.purpose.wrapping_add(number));
        let mut generator = cx.streams[line.stream()].generator(line.ordinal, purpose);
        let mut drawn = Work::lasting(per_unit.draw_time(&mut generator));
        for _ in 1..units {
            drawn += Work::lasting(per_unit.draw_time(&mut generator));
        }
        (units, drawn + of_lines)
    }

    /// Ends the earliest job of a station if it is due.
    #[inline(always)]
    pub(crate) fn end_service<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        station: StationId,
    ) -> Option<JobInService> {
        let state = &mut self.all[station];
        let job = state.service.pop_due(cx.now)?;
        state.in_work -= 1;
        cx.observer.work_ends(cx.now, station, job.item);
        Some(job)
    }

    /// Schedules the end of the earliest job of a station.
    #[inline(always)]
    pub(crate) fn schedule_end<O: Observer>(&self, cx: &mut Context<'_, O>, station: StationId) {
        cx.schedule(Actor::Service(station), self.all[station].service.next_end());
    }

    /// Reports the state of a station if it has changed; returns true if it has begun to work,
    /// false if it has stopped working, and `None` otherwise.
    #[inline(always)]
    pub(crate) fn report_state<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        station: StationId,
    ) -> Option<bool> {
        let state = &mut self.all[station];
        if state.per_delivery {
            cx.observer.deliveries_wait(cx.now, station, state.queue.len());
        }
        let is = state.state();
        if is == state.reported {
            return None;
        }
        let was = std::mem::replace(&mut state.reported, is);
        cx.observer.station_state(cx.now, station, was, is);
        (was.works() != is.works()).then(|| is.works())
    }

    /// True if the state of a station is certainly as last reported: all its servers are busy.
    #[inline(always)]
    pub(crate) fn is_busy_as_reported(&self, station: StationId) -> bool {
        let station = &self.all[station];
        let busy = station.is_busy_as_reported();
        debug_assert!(!busy || station.state() == station.reported, "the reported state is the state");
        busy
    }

    /// Sets whether the calendar opens a station.
    pub(crate) fn set_open(&mut self, station: StationId, open: bool) {
        self.all[station].open = open;
    }

    /// Sets the speed of a station; returns true if it has changed.
    pub(crate) fn set_speed<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        station: StationId,
        level: CapacityFactor,
    ) -> bool {
        let state = &mut self.all[station];
        let changes = state.service.level() != level;
        if changes {
            state.service.set_level(cx.now, level);
            cx.observer.speed(cx.now, station, level);
        }
        changes
    }

    /// Removes a cancelled line from a queue: its entry stays as a tombstone.
    pub(crate) fn cancel<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        station: StationId,
        item: WorkItem,
    ) {
        self.all[station].queue.forget();
        cx.observer.leaves_queue(cx.now, station, item);
        self.forget_errors(station, item);
    }

    /// True if the class of a line makes a difference in the queue of a station.
    pub(crate) fn ranks_by_class(&self, station: StationId) -> bool {
        self.all[station].queue.by_class()
    }

    /// Puts a waiting line behind the lines of its new class: its former entry is a tombstone.
    pub(crate) fn requeue<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        station: StationId,
        line: u32,
    ) {
        let queue = &mut self.all[station].queue;
        queue.forget();
        queue.push(WorkItem::whole(line), &orders[line], cx.model);
    }

    /// Another policy is in force at a station: sorts its queue again. Tombstones that are dropped
    /// follow from [`next_dropped_tombstone`](Self::next_dropped_tombstone).
    pub(crate) fn set_policy<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        station: StationId,
        policy: PolicyInForce<'_>,
    ) {
        let reentries = &self.reentries;
        let priority_line = |item: WorkItem| priority_line(item, orders, reentries);
        let queue = &mut self.all[station].queue;
        queue.set_policy(policy, priority_line, cx.model, &mut self.tombstones);
    }

    /// A line whose tombstone a change of policy dropped.
    pub(crate) fn next_dropped_tombstone(&mut self) -> Option<u32> {
        self.tombstones.pop()
    }

    /// A day begins: the caps of a station count from 0.
    pub(crate) fn reset_caps<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        orders: &Orders,
        station: StationId,
    ) {
        let reentries = &self.reentries;
        let priority_line = |item: WorkItem| priority_line(item, orders, reentries);
        self.all[station].queue.reset_caps(cx.now, priority_line, cx.model);
    }

    /// Site and step of a station.
    #[inline(always)]
    pub(crate) fn place(&self, station: StationId) -> (SiteId, Step) {
        let station = &self.all[station];
        (station.site, station.step)
    }

    /// Site group of a station.
    pub(crate) fn group_of(&self, station: StationId) -> SiteGroupId {
        self.all[station].group
    }

    /// Process of a station.
    pub(crate) fn process_of(&self, station: StationId) -> ProcessId {
        self.all[station].process
    }

    /// True if a station has a manual mode.
    #[inline(always)]
    pub(crate) fn has_manual_mode(&self, station: StationId) -> bool {
        self.all[station].manual.is_some()
    }

    /// The likely next entry of a queue, if it is known without a search.
    #[inline(always)]
    pub(crate) fn peek(&self, station: StationId) -> Option<WorkItem> {
        self.all[station].queue.peek()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::orders::line::{Line, LineKind, LineRequest};
    use crate::simulation::test_context::{ORDER_STREAM, WORK, context, model};

    const STATION: StationId = StationId::new(0);

    fn line(orders: &mut Orders, ordinal: u64, class: u8) -> WorkItem {
        let request = LineRequest { part: 0, pieces: 1, class };
        WorkItem::whole(orders.add(Line::new(
            LineKind::Customer,
            Instant::ORIGIN,
            ORDER_STREAM,
            ordinal,
            request,
        )))
    }

    #[test]
    fn one_server_serves_the_most_urgent_line_next() {
        let model = model();
        let mut cx = context(&model);
        let (mut orders, mut stations) = (Orders::new(&model), Stations::new(&model));
        stations.set_open(STATION, true);
        assert!(stations.set_speed(&mut cx, STATION, CapacityFactor::NOMINAL));
        let [first, second, urgent] = [(1, 1), (2, 1), (3, 0)].map(|(n, class)| line(&mut orders, n, class));
        assert_eq!(stations.arrive(&mut cx, &orders, STATION, first), Arrival::Starts);
        assert_eq!(stations.start_service(&mut cx, &orders, STATION, first).work, WORK);
        assert_eq!(stations.arrive(&mut cx, &orders, STATION, second), Arrival::Saturated);
        assert_eq!(stations.arrive(&mut cx, &orders, STATION, urgent), Arrival::Saturated);
        stations.schedule_end(&mut cx, STATION);
        assert_eq!(cx.pending(Actor::Service(STATION)), Instant::at(WORK.at_nominal_speed()));
        assert!(stations.next_in_turn(STATION, cx.now).is_none());
        cx.now = Instant::at(WORK.at_nominal_speed());
        assert_eq!(stations.end_service(&mut cx, STATION).map(|job| job.item), Some(first));
        assert_eq!(stations.next_in_turn(STATION, cx.now).map(|entry| entry.item), Some(urgent));
        assert_eq!(stations.all()[STATION].waiting(), 1);
    }

    #[test]
    fn a_stopped_station_starts_nothing_and_reports_that_it_is_down() {
        let model = model();
        let mut cx = context(&model);
        let (mut orders, mut stations) = (Orders::new(&model), Stations::new(&model));
        stations.set_open(STATION, true);
        let item = line(&mut orders, 1, 1);
        assert_eq!(stations.arrive(&mut cx, &orders, STATION, item), Arrival::Waits);
        assert!(stations.next_in_turn(STATION, Instant::ORIGIN).is_none());
        assert_eq!(stations.report_state(&mut cx, STATION), None);
        assert!(stations.all()[STATION].reported.down);
    }
}
