//! Observer: receives every report of a simulation, and is the only way out of it.
//!
//! A simulation knows no metric, trace or check: it reports what happens, when it happens. An
//! observer that is not there costs nothing. Observers combine as tuples.

use super::customers::repair_job::Job;
use super::orders::consignment::WorkItem;
use super::orders::line::Line;
use super::orders::line::LineKind;
use super::orders::stage::Stage;
use super::stations::station::StationState;
use super::view::View;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::units::{CapacityFactor, FailureId, Instant, LaneId, PhaseId, SiteId, StationId, StreamId, Work};

/// Receives the reports of a simulation. Every method does nothing unless it is implemented.
#[expect(unused_variables, reason = "the names document the reports")]
pub trait Observer {
    /// A restart phase changes its status.
    #[inline]
    fn phase(&mut self, now: Instant, phase: PhaseId, happens: PhaseEvent) {}
    /// A customer of a stream has placed an order: its lines are those reported as ordered in this
    /// stream since the order before. If goods need no time, some or all may be filled already.
    #[inline]
    fn order_placed(&mut self, now: Instant, stream: StreamId) {}
    /// A customer or a site orders a line.
    #[inline]
    fn ordered(&mut self, now: Instant, line: &Line) {}
    /// The least advanced pieces of a line move from one stage of its source to another;
    /// [`Stage::NONE`] before the first stage and after the last.
    #[inline]
    fn line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {}
    /// Pieces of a line move from one stage to another.
    #[inline]
    fn pieces_move(&mut self, now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {}
    /// A line moves with all its pieces: both of the above, for observers that count both.
    #[inline(always)]
    fn whole_line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        self.line_moves(now, line, from, to);
        self.pieces_move(now, line, line.pieces, from, to);
    }
    /// All pieces of a line leave a stage of the source and are delivered at the same instant.
    #[inline(always)]
    fn shipped_and_delivered(&mut self, now: Instant, line: &Line, from: Stage) {
        self.whole_line_moves(now, line, from, Stage::IN_TRANSIT);
        self.shipped(now, line);
        if line.kind() == LineKind::Customer {
            self.consumed(now, line.part(), line.pieces);
        }
        self.whole_line_moves(now, line, Stage::IN_TRANSIT, Stage::NONE);
        self.filled(now, line);
    }
    /// A line is ordered, and its source fills it at the same instant.
    #[inline(always)]
    fn filled_immediately(&mut self, now: Instant, line: &Line) {
        self.ordered(now, &line.without_source());
        self.first_pick(now, line, line.pieces);
        self.picked(now, line.source(), line.part(), line.pieces);
        self.allocated_immediately(now, line, line.pieces);
        self.shipped_and_delivered(now, line, Stage::NONE);
    }
    /// A line reaches the stock of a source for the first time, which can allocate a number of
    /// pieces immediately.
    #[inline]
    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {}
    /// Pieces of a line are allocated at the instant at which it reaches the stock of its source.
    #[inline]
    fn allocated_immediately(&mut self, now: Instant, line: &Line, pieces: u32) {}
    /// Pieces of a line begin to wait for stock at its source, which the line reached at `since`;
    /// `None`: before the start of the run.
    #[inline]
    fn waits_for_stock(&mut self, now: Instant, line: &Line, pieces: u32, since: Option<Instant>) {}
    /// Pieces of a line that waited for stock are allocated.
    #[inline]
    fn allocated_later(&mut self, now: Instant, line: &Line, pieces: u32) {}
    /// A line is cancelled whose pieces, all of them, wait for stock.
    #[inline]
    fn backorder_cancelled(&mut self, now: Instant, line: &Line, pieces: u32) {}
    /// The last pieces of a line have left their source.
    #[inline]
    fn shipped(&mut self, now: Instant, line: &Line) {}
    /// The last pieces of a line are delivered.
    #[inline]
    fn filled(&mut self, now: Instant, line: &Line) {}
    /// A customer orders a late line in duplicate: `line` is the duplicate order. It is no demand,
    /// and is not reported as ordered.
    #[inline]
    fn duplicate_ordered(&mut self, now: Instant, line: &Line) {}
    /// A duplicate order leaves the books: it is cancelled or delivered.
    #[inline]
    fn duplicate_ended(&mut self, now: Instant, line: &Line) {}
    /// The other line of a pair was delivered first, and this one is picked already: its pieces
    /// will be sent back.
    #[inline]
    fn redundant_pick(&mut self, now: Instant, line: &Line) {}
    /// Returned pieces reach a site without a shelf for them, and leave the network.
    #[inline]
    fn written_off(&mut self, now: Instant, part: u32, pieces: u32) {}
    /// A line is cancelled before it is filled: it leaves the books.
    #[inline]
    fn cancelled(&mut self, now: Instant, line: &Line) {}
    /// A customer's line loses pieces; `line.pieces` is still the number before. With all of them
    /// it leaves the books.
    #[inline]
    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, reason: LossReason) {}
    /// A line has changed its order class; `line.class` is the new one.
    #[inline]
    fn reclassed(&mut self, now: Instant, line: &Line, from_class: u8) {}
    /// Pieces of a line that has changed its order class stand at this stage.
    #[inline]
    fn pieces_reclassed(&mut self, now: Instant, line: &Line, pieces: u32, stage: Stage, from_class: u8) {}
    /// Pieces enter the network: from a supplier, from unlimited stock, or in the initial state.
    #[inline]
    fn supplied(&mut self, now: Instant, part: u32, pieces: u32) {}
    /// Pieces are delivered to a customer and leave the network.
    #[inline]
    fn consumed(&mut self, now: Instant, part: u32, pieces: u32) {}
    /// A workshop takes all requested pieces from the shelf of its retailer: nothing is ordered.
    #[inline]
    fn off_the_shelf_fill(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {}
    /// The shelf of a retailer is short of the pieces that a workshop requests, which must order
    /// them.
    #[inline]
    fn retail_shelf_short(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {}
    /// A repair job begins to wait for ordered lines.
    #[inline]
    fn job_waits(&mut self, now: Instant, job: &Job) {}
    /// A repair job that waited for a courtesy car gets one.
    #[inline]
    fn courtesy_car(&mut self, now: Instant, job: &Job) {}
    /// A repair job ends: its last line is delivered or given up.
    #[inline]
    fn job_ends(&mut self, now: Instant, job: &Job) {}
    /// Pieces are put on a shelf of a site.
    #[inline]
    fn stocked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {}
    /// Pieces that a site ordered have been put on its shelf, which had `before` pieces on hand
    /// before, and has `after` once waiting lines are served. Returned pieces are no such delivery.
    #[inline]
    fn replenished(&mut self, now: Instant, site: SiteId, part: u32, before: u32, after: u32) {}
    /// Pieces are taken from a shelf of a site.
    #[inline]
    fn picked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {}
    /// A station has finished units of work \[server-microseconds at nominal speed\]. Wrong manual
    /// work and re-entries finish no unit.
    #[inline]
    fn worked(&mut self, now: Instant, station: StationId, units: u32, work: Work) {}
    /// A work item, or a delivery, of a line arrives at a station and waits there. `item` is unique
    /// at all stations until it leaves. Wrong manual work and re-entries arrive again.
    #[inline]
    fn joins(&mut self, now: Instant, station: StationId, item: WorkItem, line: &Line) {}
    /// A server starts the service of an item \[server-microseconds at nominal speed\].
    #[inline]
    fn work_begins(&mut self, now: Instant, station: StationId, item: WorkItem, work: Work) {}
    /// A more urgent line preempts the service of an item, which waits.
    #[inline]
    fn work_interrupted(&mut self, now: Instant, station: StationId, item: WorkItem) {}
    /// A preempted service resumes.
    #[inline]
    fn work_resumed(&mut self, now: Instant, station: StationId, item: WorkItem) {}
    /// The service of an item ends, and it leaves the station.
    #[inline]
    fn work_ends(&mut self, now: Instant, station: StationId, item: WorkItem) {}
    /// An item leaves a station before its service, or while it is preempted.
    #[inline]
    fn leaves_queue(&mut self, now: Instant, station: StationId, item: WorkItem) {}
    /// A failure passes into a state: 0 repaired, 1 struck, or the number of its phase. All are in
    /// state 0 at first.
    #[inline]
    fn failure(&mut self, now: Instant, failure: FailureId, state: u8) {}
    /// The speed of a station changes; at first it is stopped.
    #[inline]
    fn speed(&mut self, now: Instant, station: StationId, level: CapacityFactor) {}
    /// The state of a station changes: servers start or end jobs, it opens or closes, stops or
    /// resumes.
    #[inline]
    fn station_state(&mut self, now: Instant, station: StationId, was: StationState, is: StationState) {}
    /// A customer who finds a system down defers a line: it is not ordered. `line` is what it would
    /// be.
    #[inline]
    fn deferred(&mut self, now: Instant, line: &Line) {}
    /// The deferral of a line ends: it is ordered now, or its customer responds again.
    #[inline]
    fn deferral_ended(&mut self, now: Instant, line: &Line) {}
    /// A customer who finds a system down buys a line elsewhere, or gives it up: it is not ordered.
    #[inline]
    fn demand_lost(&mut self, now: Instant, line: &Line, response: OutageResponse) {}
    /// A station has finished units of manual work, right or wrong.
    #[inline]
    fn manual_work(&mut self, now: Instant, station: StationId, units: u32) {}
    /// Units of manual work that a station has just finished are wrong and wait again.
    #[inline]
    fn manual_error(&mut self, now: Instant, station: StationId, units: u32) {}
    /// The number of deliveries that wait for a station that works per delivery.
    #[inline]
    fn deliveries_wait(&mut self, now: Instant, station: StationId, waiting: u32) {}
    /// A work item is ready to depart on a lane from a site.
    #[inline]
    fn joins_lane(&mut self, now: Instant, lane: LaneId, site: SiteId) {}
    /// A work item that was ready since `joined` departs on a lane from a site.
    #[inline]
    fn departs(&mut self, now: Instant, lane: LaneId, site: SiteId, joined: Instant) {}
    /// A departure of the timetable of a lane from a site: it takes a number of work items and
    /// leaves others behind.
    #[inline]
    fn departure(&mut self, now: Instant, lane: LaneId, site: SiteId, taken: u32, left: u32) {}
    /// A delivery of a number of lines is in transit on a lane from a site.
    #[inline]
    fn in_transit(&mut self, now: Instant, lane: LaneId, site: SiteId, lines: u32) {}
    /// A delivery of a number of lines on a lane from a site arrives.
    #[inline]
    fn lane_arrives(&mut self, now: Instant, lane: LaneId, site: SiteId, lines: u32) {}
    /// A day ends; `now` is its midnight, before any other event of this midnight.
    #[inline]
    fn midnight(&mut self, now: Instant, view: &View<'_>) {}
    /// The run is over.
    #[inline]
    fn end(&mut self, now: Instant, view: &View<'_>) {}
}

/// Shortage for which a customer's line loses pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LossReason {
    /// Pieces on the shelf of its source.
    Stock,
    /// Capacity of the queue of this station at its source: the line is rejected, with all its
    /// pieces.
    QueueCapacity(StationId),
}

/// Change of the status of a restart phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhaseEvent {
    /// Its work begins.
    Starts,
    /// A check of it fails.
    CheckFails,
    /// It brings its targets back, and its boosts begin.
    BringsBack,
    /// It is over: its ramp is done, and its boosts have ended if they ever do.
    Ends,
    /// It is rolled back, and waits for its start again.
    IsRolledBack,
}

/// No observer.
impl Observer for () {}

macro_rules! forward {
    ($($method:ident($($name:ident: $kind:ty),*);)*) => {
        /// Both receive every report, the first one first.
        impl<A: Observer, B: Observer> Observer for (A, B) {
            $(#[inline(always)]
            fn $method(&mut self, $($name: $kind),*) {
                self.0.$method($($name),*);
                self.1.$method($($name),*);
            })*
        }

        /// Receives every report if it is there; if not, a report costs one comparison.
        impl<A: Observer> Observer for Option<A> {
            $(#[inline(always)]
            fn $method(&mut self, $($name: $kind),*) {
                if let Some(observer) = self {
                    observer.$method($($name),*);
                }
            })*
        }

        /// Any observer: one simulation, compiled once for all of them. Reports are slower.
        impl Observer for &mut dyn Observer {
            $(fn $method(&mut self, $($name: $kind),*) {
                (**self).$method($($name),*);
            })*
        }
    };
}

forward! {
    phase(now: Instant, phase: PhaseId, happens: PhaseEvent);
    order_placed(now: Instant, stream: StreamId);
    ordered(now: Instant, line: &Line);
    line_moves(now: Instant, line: &Line, from: Stage, to: Stage);
    pieces_move(now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage);
    whole_line_moves(now: Instant, line: &Line, from: Stage, to: Stage);
    shipped_and_delivered(now: Instant, line: &Line, from: Stage);
    filled_immediately(now: Instant, line: &Line);
    first_pick(now: Instant, line: &Line, given: u32);
    allocated_immediately(now: Instant, line: &Line, pieces: u32);
    waits_for_stock(now: Instant, line: &Line, pieces: u32, since: Option<Instant>);
    allocated_later(now: Instant, line: &Line, pieces: u32);
    backorder_cancelled(now: Instant, line: &Line, pieces: u32);
    shipped(now: Instant, line: &Line);
    filled(now: Instant, line: &Line);
    duplicate_ordered(now: Instant, line: &Line);
    duplicate_ended(now: Instant, line: &Line);
    redundant_pick(now: Instant, line: &Line);
    written_off(now: Instant, part: u32, pieces: u32);
    cancelled(now: Instant, line: &Line);
    lost(now: Instant, line: &Line, pieces: u32, reason: LossReason);
    reclassed(now: Instant, line: &Line, from_class: u8);
    pieces_reclassed(now: Instant, line: &Line, pieces: u32, stage: Stage, from_class: u8);
    supplied(now: Instant, part: u32, pieces: u32);
    consumed(now: Instant, part: u32, pieces: u32);
    off_the_shelf_fill(now: Instant, site: SiteId, part: u32, pieces: u32);
    retail_shelf_short(now: Instant, site: SiteId, part: u32, pieces: u32);
    job_waits(now: Instant, job: &Job);
    courtesy_car(now: Instant, job: &Job);
    job_ends(now: Instant, job: &Job);
    stocked(now: Instant, site: SiteId, part: u32, pieces: u32);
    replenished(now: Instant, site: SiteId, part: u32, before: u32, after: u32);
    picked(now: Instant, site: SiteId, part: u32, pieces: u32);
    worked(now: Instant, station: StationId, units: u32, work: Work);
    joins(now: Instant, station: StationId, item: WorkItem, line: &Line);
    work_begins(now: Instant, station: StationId, item: WorkItem, work: Work);
    work_interrupted(now: Instant, station: StationId, item: WorkItem);
    work_resumed(now: Instant, station: StationId, item: WorkItem);
    work_ends(now: Instant, station: StationId, item: WorkItem);
    leaves_queue(now: Instant, station: StationId, item: WorkItem);
    failure(now: Instant, failure: FailureId, state: u8);
    speed(now: Instant, station: StationId, level: CapacityFactor);
    station_state(now: Instant, station: StationId, was: StationState, is: StationState);
    deferred(now: Instant, line: &Line);
    deferral_ended(now: Instant, line: &Line);
    demand_lost(now: Instant, line: &Line, response: OutageResponse);
    manual_work(now: Instant, station: StationId, units: u32);
    manual_error(now: Instant, station: StationId, units: u32);
    deliveries_wait(now: Instant, station: StationId, waiting: u32);
    joins_lane(now: Instant, lane: LaneId, site: SiteId);
    departs(now: Instant, lane: LaneId, site: SiteId, joined: Instant);
    departure(now: Instant, lane: LaneId, site: SiteId, taken: u32, left: u32);
    in_transit(now: Instant, lane: LaneId, site: SiteId, lines: u32);
    lane_arrives(now: Instant, lane: LaneId, site: SiteId, lines: u32);
    midnight(now: Instant, view: &View<'_>);
    end(now: Instant, view: &View<'_>);
}
