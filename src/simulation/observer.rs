//! What a simulation tells whoever listens: the one way out of it.
//!
//! A simulation knows no metric, trace or check. It says what happens, as it happens; observers that are not
//! there cost nothing. Observers are put together as tuples.

use super::customers::repair_job::Job;
use super::orders::consignment::WorkItem;
use super::orders::line::Line;
use super::orders::line::LineKind;
use super::orders::stage::Stage;
use super::stations::station::StationState;
use super::view::View;
use crate::engine::Time;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::units::{CapacityFactor, FailureId, LaneId, PhaseId};

/// Listens to a simulation. Every method does nothing unless it is written.
#[expect(unused_variables, reason = "the names document what an observer is told")]
pub trait Observer {
    /// Something happens to a phase of the restart plan.
    #[inline]
    fn phase(&mut self, now: Time, phase: PhaseId, happens: PhaseEvent) {}
    /// A customer of a stream has placed an order: its lines are what was told as ordered in this stream since the
    /// order before. Where goods need no time some of them, or all, may be filled already.
    #[inline]
    fn order_placed(&mut self, now: Time, stream: u32) {}
    /// A customer or a site asks for a line.
    #[inline]
    fn ordered(&mut self, now: Time, line: &Line) {}
    /// The least advanced pieces of a line move from one place of its source to another;
    /// [`Stage::NONE`] where they come from nowhere, or leave.
    #[inline]
    fn line_moves(&mut self, now: Time, line: &Line, from: Stage, to: Stage) {}
    /// Pieces of a line move in the same way.
    #[inline]
    fn pieces_move(&mut self, now: Time, line: &Line, pieces: u32, from: Stage, to: Stage) {}
    /// A line moves with all its pieces: both of the above at once, for who counts both.
    #[inline(always)]
    fn whole_line_moves(&mut self, now: Time, line: &Line, from: Stage, to: Stage) {
        self.line_moves(now, line, from, to);
        self.pieces_move(now, line, line.pieces, from, to);
    }
    /// All pieces of a line leave the source, where they stood at a place, and are with who asked for them in the
    /// same instant.
    #[inline(always)]
    fn leaves_and_comes(&mut self, now: Time, line: &Line, from: Stage) {
        self.whole_line_moves(now, line, from, Stage::ON_THE_WAY);
        self.shipped(now, line);
        if line.kind() == LineKind::Customer {
            self.consumed(now, line.part(), line.pieces);
        }
        self.whole_line_moves(now, line, Stage::ON_THE_WAY, Stage::NONE);
        self.filled(now, line);
    }
    /// A line is ordered, and its source, when it is asked, hands over all pieces in the same instant.
    #[inline(always)]
    fn handed_over(&mut self, now: Time, asked: &Line) {
        self.ordered(now, &asked.without_source());
        self.first_pick(now, asked, asked.pieces);
        self.picked(now, asked.source(), asked.part(), asked.pieces);
        self.given_at_once(now, asked, asked.pieces);
        self.leaves_and_comes(now, asked, Stage::NONE);
    }
    /// A source looked for a line on its shelf for the first time and could give so many pieces at once.
    #[inline]
    fn first_pick(&mut self, now: Time, line: &Line, given: u32) {}
    /// So many pieces of a line are given from the shelf of its source at the instant at which it was asked.
    #[inline]
    fn given_at_once(&mut self, now: Time, line: &Line, pieces: u32) {}
    /// So many pieces of a line that is not given whole begin to wait at the shelf of its source, which was asked
    /// `since`; `None`: before the begin of the run.
    #[inline]
    fn waits_for_stock(&mut self, now: Time, line: &Line, pieces: u32, since: Option<Time>) {}
    /// So many pieces of a line that waited at the shelf of its source are given.
    #[inline]
    fn given_later(&mut self, now: Time, line: &Line, pieces: u32) {}
    /// A line is withdrawn of which so many pieces, all that it has, wait at the shelf of its source.
    #[inline]
    fn waits_no_longer(&mut self, now: Time, line: &Line, pieces: u32) {}
    /// The last pieces of a line left their source.
    #[inline]
    fn shipped(&mut self, now: Time, line: &Line) {}
    /// The last pieces of a line are with who asked for them.
    #[inline]
    fn filled(&mut self, now: Time, line: &Line) {}
    /// A customer orders a late line again: `line` is the second order. It is no demand, and is not told as ordered.
    #[inline]
    fn ordered_again(&mut self, now: Time, line: &Line) {}
    /// What was ordered again leaves the books: it was withdrawn, or has come.
    #[inline]
    fn again_ended(&mut self, now: Time, line: &Line) {}
    /// The other of a line and its second order has come first, and this one is picked already: its pieces will be
    /// sent back.
    #[inline]
    fn redundant_pick(&mut self, now: Time, line: &Line) {}
    /// Pieces come back to a site that gives from no shelf, and leave the network.
    #[inline]
    fn written_off(&mut self, now: Time, part: u32, pieces: u32) {}
    /// A line is withdrawn before it is filled: it leaves the books.
    #[inline]
    fn cancelled(&mut self, now: Time, line: &Line) {}
    /// A customer's line loses so many pieces; `line.pieces` is still what was asked. With all of them it leaves the
    /// books.
    #[inline]
    fn lost(&mut self, now: Time, line: &Line, pieces: u32, lacking: LossReason) {}
    /// A line has changed its order class; `line.class` is the new one.
    #[inline]
    fn reclassed(&mut self, now: Time, line: &Line, from_class: u8) {}
    /// Pieces of a line that has changed its order class stand at this place.
    #[inline]
    fn pieces_reclassed(&mut self, now: Time, line: &Line, pieces: u32, place: Stage, from_class: u8) {}
    /// Pieces appear: a supplier or an unlimited site gives them, or they stand there at the start.
    #[inline]
    fn supplied(&mut self, now: Time, part: u32, pieces: u32) {}
    /// Pieces go to a customer and leave the network.
    #[inline]
    fn consumed(&mut self, now: Time, part: u32, pieces: u32) {}
    /// A workshop takes all pieces that it wants off the shelf of its retailer: nothing is ordered.
    #[inline]
    fn off_the_shelf(&mut self, now: Time, site: u32, part: u32, pieces: u32) {}
    /// A workshop does not find what it wants on the shelf of its retailer, and must order it.
    #[inline]
    fn lacking(&mut self, now: Time, site: u32, part: u32, pieces: u32) {}
    /// A job begins to wait for lines that were ordered for it.
    #[inline]
    fn job_waits(&mut self, now: Time, job: &Job) {}
    /// A job that had none is given a courtesy car.
    #[inline]
    fn courtesy_car(&mut self, now: Time, job: &Job) {}
    /// A job waits no longer: its last line is there, or is given up.
    #[inline]
    fn job_ends(&mut self, now: Time, job: &Job) {}
    /// Pieces are put on a shelf of a site.
    #[inline]
    fn stocked(&mut self, now: Time, site: u32, part: u32, pieces: u32) {}
    /// Pieces that a site ordered have been put on its shelf, which had `before` on hand just before, and has
    /// `after` now that those who waited are served. What customers send back is no such delivery.
    #[inline]
    fn replenished(&mut self, now: Time, site: u32, part: u32, before: u32, after: u32) {}
    /// Pieces are taken from a shelf of a site.
    #[inline]
    fn picked(&mut self, now: Time, site: u32, part: u32, pieces: u32) {}
    /// A process at a site has finished so many units of work, in microseconds at level 100 %. No unit is finished
    /// by work that was wrong, or that keyed in what was done by hand.
    #[inline]
    fn worked(&mut self, now: Time, process: u32, units: u32, work: u64) {}
    /// Goods, or a delivery, of a line come to a process at a site, and wait there. `goods` is a number that nothing
    /// else at any process has until they leave it. What was found wrong, or must be keyed in, comes anew.
    #[inline]
    fn joins(&mut self, now: Time, station: u32, item: WorkItem, line: &Line) {}
    /// A server of a process at a site begins work on what has joined it, in microseconds at level 100 %.
    #[inline]
    fn work_begins(&mut self, now: Time, station: u32, item: WorkItem, work: u64) {}
    /// A more urgent line takes the server: the work is interrupted, and waits.
    #[inline]
    fn work_interrupted(&mut self, now: Time, station: u32, item: WorkItem) {}
    /// Work that was interrupted goes on.
    #[inline]
    fn work_resumed(&mut self, now: Time, station: u32, item: WorkItem) {}
    /// The work ends, and what was worked on leaves the process.
    #[inline]
    fn work_ends(&mut self, now: Time, station: u32, item: WorkItem) {}
    /// What has joined a process at a site leaves it before its work began, or while it is interrupted.
    #[inline]
    fn leaves_queue(&mut self, now: Time, station: u32, item: WorkItem) {}
    /// A failure comes into a state: 0 when it is repaired, 1 when it strikes, or the number of its phase. All are in
    /// state 0 at first.
    #[inline]
    fn failure(&mut self, now: Time, failure: FailureId, state: u8) {}
    /// The speed at which a process at a site works changes; at first it is stopped.
    #[inline]
    fn speed(&mut self, now: Time, process: u32, level: CapacityFactor) {}
    /// What a process at a site does changes: servers begin or end, it opens or closes, stops or goes on.
    #[inline]
    fn activity(&mut self, now: Time, process: u32, was: StationState, is: StationState) {}
    /// A customer who finds a system down puts a line of a class off: it is not ordered.
    #[inline]
    fn deferred(&mut self, now: Time, class: u8) {}
    /// A customer comes back with a line that was put off; it is ordered now, or what becomes of it follows.
    #[inline]
    fn came_back(&mut self, now: Time, class: u8) {}
    /// A customer who finds a system down buys a line of a class elsewhere, or wants it no more.
    #[inline]
    fn gone(&mut self, now: Time, class: u8, fate: OutageResponse) {}
    /// A process at a site has finished so many units by hand, right or wrong.
    #[inline]
    fn by_hand(&mut self, now: Time, process: u32, units: u32) {}
    /// So many units that a process at a site has just finished by hand are wrong and wait again.
    #[inline]
    fn found_wrong(&mut self, now: Time, process: u32, units: u32) {}
    /// So many deliveries wait for a process at a site that works per delivery.
    #[inline]
    fn deliveries_wait(&mut self, now: Time, process: u32, waiting: u32) {}
    /// Goods of a line, all that move together, are ready to depart on a lane from a site.
    #[inline]
    fn joins_lane(&mut self, now: Time, lane: LaneId, site: u32) {}
    /// Goods of a line that were ready to depart since `joined` depart on a lane from a site.
    #[inline]
    fn departs(&mut self, now: Time, lane: LaneId, site: u32, joined: Time) {}
    /// A departure of the timetable of a lane from a site: it takes goods of so many lines and leaves others behind.
    #[inline]
    fn departure(&mut self, now: Time, lane: LaneId, site: u32, taken: u32, left: u32) {}
    /// A delivery of so many lines is under way on a lane from a site.
    #[inline]
    fn under_way(&mut self, now: Time, lane: LaneId, site: u32, lines: u32) {}
    /// A delivery of so many lines that was under way on a lane from a site arrives.
    #[inline]
    fn lane_arrives(&mut self, now: Time, lane: LaneId, site: u32, lines: u32) {}
    /// A day ends; `now` is its midnight, and nothing of this midnight has happened yet.
    #[inline]
    fn midnight(&mut self, now: Time, view: &View<'_>) {}
    /// The run is over.
    #[inline]
    fn end(&mut self, now: Time, view: &View<'_>) {}
}

/// Of what there is too little, so that a customer's line loses pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LossReason {
    /// Pieces on the shelf of its source.
    Stock,
    /// Room before this process at the site that it asks: it is turned away, with all its pieces.
    Room(u32),
}

/// What happens to a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhaseEvent {
    /// Its work begins.
    Starts,
    /// A check of it fails.
    CheckFails,
    /// It brings back what it brings back, and its boosts begin.
    BringsBack,
    /// It is over: its ramp is done, and its boosts have ended if they ever do.
    Ends,
    /// It is undone, and waits for its start again.
    IsRolledBack,
}

/// Nobody listens.
impl Observer for () {}

macro_rules! passed_on {
    ($($method:ident($($name:ident: $kind:ty),*);)*) => {
        /// Both listen, the first one first.
        impl<A: Observer, B: Observer> Observer for (A, B) {
            $(#[inline(always)]
            fn $method(&mut self, $($name: $kind),*) {
                self.0.$method($($name),*);
                self.1.$method($($name),*);
            })*
        }

        /// Listens if it is there. What is not there costs a look.
        impl<A: Observer> Observer for Option<A> {
            $(#[inline(always)]
            fn $method(&mut self, $($name: $kind),*) {
                if let Some(observer) = self {
                    observer.$method($($name),*);
                }
            })*
        }

        /// Whoever it is listens: one simulation, compiled once, for all that can. What happens is told more slowly.
        impl Observer for &mut dyn Observer {
            $(fn $method(&mut self, $($name: $kind),*) {
                (**self).$method($($name),*);
            })*
        }
    };
}

passed_on! {
    phase(now: Time, phase: PhaseId, happens: PhaseEvent);
    order_placed(now: Time, stream: u32);
    ordered(now: Time, line: &Line);
    line_moves(now: Time, line: &Line, from: Stage, to: Stage);
    pieces_move(now: Time, line: &Line, pieces: u32, from: Stage, to: Stage);
    whole_line_moves(now: Time, line: &Line, from: Stage, to: Stage);
    leaves_and_comes(now: Time, line: &Line, from: Stage);
    handed_over(now: Time, asked: &Line);
    first_pick(now: Time, line: &Line, given: u32);
    given_at_once(now: Time, line: &Line, pieces: u32);
    waits_for_stock(now: Time, line: &Line, pieces: u32, since: Option<Time>);
    given_later(now: Time, line: &Line, pieces: u32);
    waits_no_longer(now: Time, line: &Line, pieces: u32);
    shipped(now: Time, line: &Line);
    filled(now: Time, line: &Line);
    ordered_again(now: Time, line: &Line);
    again_ended(now: Time, line: &Line);
    redundant_pick(now: Time, line: &Line);
    written_off(now: Time, part: u32, pieces: u32);
    cancelled(now: Time, line: &Line);
    lost(now: Time, line: &Line, pieces: u32, lacking: LossReason);
    reclassed(now: Time, line: &Line, from_class: u8);
    pieces_reclassed(now: Time, line: &Line, pieces: u32, place: Stage, from_class: u8);
    supplied(now: Time, part: u32, pieces: u32);
    consumed(now: Time, part: u32, pieces: u32);
    off_the_shelf(now: Time, site: u32, part: u32, pieces: u32);
    lacking(now: Time, site: u32, part: u32, pieces: u32);
    job_waits(now: Time, job: &Job);
    courtesy_car(now: Time, job: &Job);
    job_ends(now: Time, job: &Job);
    stocked(now: Time, site: u32, part: u32, pieces: u32);
    replenished(now: Time, site: u32, part: u32, before: u32, after: u32);
    picked(now: Time, site: u32, part: u32, pieces: u32);
    worked(now: Time, process: u32, units: u32, work: u64);
    joins(now: Time, station: u32, item: WorkItem, line: &Line);
    work_begins(now: Time, station: u32, item: WorkItem, work: u64);
    work_interrupted(now: Time, station: u32, item: WorkItem);
    work_resumed(now: Time, station: u32, item: WorkItem);
    work_ends(now: Time, station: u32, item: WorkItem);
    leaves_queue(now: Time, station: u32, item: WorkItem);
    failure(now: Time, failure: FailureId, state: u8);
    speed(now: Time, process: u32, level: CapacityFactor);
    activity(now: Time, process: u32, was: StationState, is: StationState);
    deferred(now: Time, class: u8);
    came_back(now: Time, class: u8);
    gone(now: Time, class: u8, fate: OutageResponse);
    by_hand(now: Time, process: u32, units: u32);
    found_wrong(now: Time, process: u32, units: u32);
    deliveries_wait(now: Time, process: u32, waiting: u32);
    joins_lane(now: Time, lane: LaneId, site: u32);
    departs(now: Time, lane: LaneId, site: u32, joined: Time);
    departure(now: Time, lane: LaneId, site: u32, taken: u32, left: u32);
    under_way(now: Time, lane: LaneId, site: u32, lines: u32);
    lane_arrives(now: Time, lane: LaneId, site: u32, lines: u32);
    midnight(now: Time, view: &View<'_>);
    end(now: Time, view: &View<'_>);
}
