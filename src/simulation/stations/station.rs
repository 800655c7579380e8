//! Processes: steps with limited capacity, each with its own queue.
//!
//! A free server takes what goes first by the rule of the process (see `queue/`); it keeps what it holds through a stop
//! and goes on where it was. A process that stands still takes nothing in hand. Its speed is what its calendar,
//! its systems, disruptions, phases and boosts leave (see `level.rs`), or its rate by hand (see `by_hand.rs`). Where
//! urgent lines may take the servers of others, see `preemption.rs`.
//!
//! ```text
//! goods ─► queue by rule ─► servers (work clock) ─► next step
//! ```

use super::manual_mode::ManualModeState;
use super::preemption::Preemption;
use super::queue::{Queue, Waiting};
use super::servers::Servers;
use crate::engine::Time;
use crate::engine::random::Purpose;
use crate::engine::work_clock::{Reading, WorkClock};
use crate::model::{Model, Process, SiteGroup};
use crate::scenario::network::process::WorkUnit;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::units::{CapacityFactor, ProcessId};

/// A process at a site.
#[derive(Debug, Clone)]
pub struct Station<'m> {
    /// Process table.
    pub process: ProcessId,
    /// What the model says of it.
    pub(crate) spec: &'m Process,
    /// Table of its site.
    pub table: u16,
    /// Site.
    pub site: u32,
    /// Which step of the site it is.
    pub step: Step,
    /// Servers side by side; `u32::MAX`: no limit.
    servers: u32,
    in_work: u32,
    /// Whether its calendar has it work.
    open: bool,
    /// Whether a delivery is one unit of its work.
    per_delivery: bool,
    hands: Servers,
    pub(crate) queue: Queue,
    /// What it keeps if it may work by hand.
    pub(crate) by_hand: Option<Box<ManualModeState>>,
    /// What it keeps if urgent lines take the servers of others.
    pub(crate) preemption: Option<Box<Preemption>>,
    /// What was last told of what it does.
    reported: StationState,
}

/// What a process at a site does at an instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StationState {
    /// Whether its calendar has it work.
    pub open: bool,
    /// It is open and stands still all the same: systems, disruptions, its site.
    pub down: bool,
    /// Goods or deliveries that its servers hold, each a server, also while it stands still.
    pub in_work: u32,
    /// Servers are free and goods wait that they may not take.
    pub blocked: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct JobInService {
    /// Goods, or the first of a delivery.
    pub(crate) goods: WorkItem,
    pub(crate) units: u32,
    pub(crate) work: u64,
}

/// Which step of a site a process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The n-th before stock is taken.
    BeforeStock(u8),
    /// The n-th after stock is taken.
    AfterStock(u8),
    /// The n-th of what comes in.
    Inbound(u8),
    /// The n-th at the desk: lines that were written on paper are entered.
    Desk(u8),
}

impl Station<'_> {
    /// Goods or deliveries that wait, also for their work to go on.
    pub fn waiting(&self) -> u32 {
        self.queue.len() + self.preemption.as_ref().map_or(0, |state| state.waiting())
    }

    /// Goods or deliveries in work.
    pub fn in_work(&self) -> u32 {
        self.in_work
    }

    /// Units that were worked by hand and are not keyed in yet.
    pub fn to_rekey(&self) -> u32 {
        self.by_hand.as_ref().map_or(0, |state| state.to_rekey())
    }

    /// Its work clock.
    pub fn clock(&self) -> &WorkClock {
        self.hands.clock()
    }

    /// What it does now.
    fn state(&self) -> StationState {
        let stands = !self.hands.level().is_up();
        StationState {
            open: self.open,
            down: self.open && stands,
            in_work: self.in_work,
            blocked: !stands && self.in_work < self.servers && self.queue.len() > 0,
        }
    }

    /// What a free server takes next; `None` without one, or where nothing waits.
    #[inline(always)]
    fn next_in_turn(&mut self, now: Time) -> Option<Waiting> {
        let free = self.in_work < self.servers && self.hands.level().is_up();
        if free { self.queue.pop_in_turn(now) } else { None }
    }

    /// Whether what comes now changes nothing but what waits.
    #[inline]
    fn is_full(&self) -> bool {
        self.in_work >= self.servers && self.preemption.is_none() && !self.per_delivery
    }

    /// Whether all servers have work, as was told last: unless its calendar or its speed has changed it does the same.
    #[inline]
    fn is_busy_as_told(&self) -> bool {
        self.in_work >= self.servers && self.in_work == self.reported.in_work && !self.per_delivery
    }

    /// Whether a server would take at once what comes now.
    #[inline]
    fn takes_at_once(&self) -> bool {
        self.in_work < self.servers
            && self.hands.level().is_up()
            && self.preemption.is_none()
            && self.queue.lets_through()
    }

    /// A server goes on with work of which so much is left.
    pub(crate) fn resume_service(&mut self, now: Time, left: Reading, hand: JobInService) {
        self.in_work += 1;
        self.hands.resume_service(now, left, hand);
    }

    /// Takes the work of which `rank` is largest away from its server; of several what was taken up last. Returns the
    /// reading at which it would have ended.
    pub(crate) fn preempt_latest<R: Ord>(
        &mut self,
        now: Time,
        rank: impl Fn(Reading, &JobInService) -> Option<R>,
    ) -> Option<(Reading, JobInService)> {
        let taken = self.hands.take_last(now, rank)?;
        self.in_work -= 1;
        Some(taken)
    }
}

/// The processes that a site of a table has, in the order in which they are numbered.
pub fn steps(table: &SiteGroup) -> impl Iterator<Item = (ProcessId, Step)> {
    let before = table.before_stock.iter().zip(0..).map(|(&p, n)| (p, Step::BeforeStock(n)));
    let after = table.after_stock.iter().zip(0..).map(|(&p, n)| (p, Step::AfterStock(n)));
    let inbound = table.inbound.iter().zip(0..).map(|(&p, n)| (p, Step::Inbound(n)));
    let desk = table.desk.iter().zip(0..).map(|(&p, n)| (p, Step::Desk(n)));
    before.chain(after).chain(inbound).chain(desk)
}

/// The processes of all sites, in the order of the model's tables.
pub(crate) fn stations(model: &Model) -> Vec<Station<'_>> {
    let mut all = Vec::new();
    for (site, &table) in model.group_of.iter().enumerate() {
        let listed = &model.site_groups[usize::from(table)];
        all.extend(steps(listed).map(|(process, step)| {
            let spec = &model.processes[process];
            Station {
                process,
                spec,
                table,
                site: site as u32,
                step,
                servers: spec.servers,
                in_work: 0,
                open: false,
                per_delivery: spec.per == WorkUnit::Delivery,
                hands: Servers::new(spec.servers),
                queue: Queue::new(spec.rule, model),
                reported: StationState::default(),
                by_hand: spec.by_hand.map(|_| Box::default()),
                preemption: (!spec.preempts.is_empty()).then(Box::default),
            }
        }));
    }
    all
}

impl<O: Observer> Simulation<'_, O> {
    /// Puts goods, or a delivery, into the queue of a process.
    pub(crate) fn enqueue(&mut self, process: u32, goods: WorkItem) {
        let line = &self.lines[self.line_of(goods)];
        let station = &mut self.stations[process as usize];
        self.cx.observer.joins(self.cx.now, process, goods.id(), line);
        if !self.cx.topology.lines_may_change && station.takes_at_once() {
            station.queue.place(goods, line.class);
            self.begin_work(process, goods);
            self.set_next_end(process);
        } else {
            station.queue.push(goods, line, self.cx.model);
            if station.is_full() {
                // Whether all servers work or stand, what they do stays as it was.
                return;
            }
            if self.take_in_hand(process) {
                self.set_next_end(process);
            }
        }
        self.report_state(process);
    }

    /// Tells what a process does if it does something else than before.
    #[inline(always)]
    pub(crate) fn report_state(&mut self, process: u32) {
        let station = &mut self.stations[process as usize];
        if station.per_delivery {
            self.cx.observer.deliveries_wait(self.cx.now, process, station.queue.len());
        }
        let is = station.state();
        if is != station.reported {
            let was = std::mem::replace(&mut station.reported, is);
            let table = station.process;
            self.cx.observer.activity(self.cx.now, process, was, is);
            if !self.failures.is_empty() {
                self.work_counts_for_failures(table, was, is);
            }
        }
    }

    /// Lets free servers take what waits; returns whether one did.
    #[inline(always)]
    pub(crate) fn take_in_hand(&mut self, process: u32) -> bool {
        let mut took = false;
        loop {
            let station = &mut self.stations[process as usize];
            if station.preemption.is_some() || !station.queue.goes_by_turn() {
                return self.take_by_rule(process) || took;
            }
            let Some(waiting) = station.next_in_turn(self.cx.now) else { return took };
            self.bring_next_in_queue_near(process);
            if self.cx.topology.lines_may_change && self.passes_over_stale(process, waiting) {
                continue;
            }
            self.begin_work(process, waiting.goods);
            took = true;
        }
    }

    /// The same where what comes up in the queue may be held back or passed over.
    #[inline(never)]
    fn take_by_rule(&mut self, process: u32) -> bool {
        if self.stations[process as usize].preemption.is_some() {
            self.take_or_pre_empt(process)
        } else {
            self.take_what_may_go(process)
        }
    }

    /// Passes over what came up in a queue if it is stale; returns whether it did.
    #[inline(always)]
    fn passes_over_stale(&mut self, process: u32, waiting: Waiting) -> bool {
        let stale = self.is_stale(process, waiting);
        if stale {
            self.stations[process as usize].queue.was_stale();
            self.let_go(self.line_of(waiting.goods));
        }
        stale
    }

    /// The same without pre-emption: passes over what a policy holds back or what cannot be keyed in now.
    fn take_what_may_go(&mut self, process: u32) -> bool {
        let mut took = false;
        loop {
            let station = &mut self.stations[process as usize];
            if station.in_work >= station.servers
                || !station.hands.level().is_up()
                || station.queue.nothing_waits()
            {
                return took;
            }
            let ahead = if station.queue.looks_ahead() { self.backordered(process) } else { None };
            let (lines, consignments, reentry) = (&self.lines, &self.consignments, &self.reentry);
            let priority_line = |goods: WorkItem| goods.priority_line(lines, consignments, reentry);
            let queue = &mut self.stations[process as usize].queue;
            let waiting = ahead
                .and_then(|place| queue.take(place, priority_line, self.cx.model))
                .or_else(|| queue.pop(self.cx.now, priority_line, self.cx.model));
            let Some(waiting) = waiting else { return took };
            self.bring_next_in_queue_near(process);
            if self.cx.topology.lines_may_change && self.passes_over_stale(process, waiting) {
                continue;
            }
            if waiting.goods.is_reentry() && self.hold_rekeying(process, waiting) {
                continue;
            }
            self.begin_work(process, waiting.goods);
            took = true;
        }
    }

    /// Place in the queue of the first that carries a part for which lines wait at the site's shelf.
    fn backordered(&self, process: u32) -> Option<usize> {
        let Station { site, queue, .. } = &self.stations[process as usize];
        let waited_for = |goods: WorkItem| {
            let line = &self.lines[self.line_of(goods)];
            line.destination(self.cx.model) == *site
                && self
                    .cx
                    .topology
                    .shelf(*site, line.part())
                    .is_some_and(|shelf| self.shelves.is_waited_for(shelf))
        };
        let carries = |delivery: WorkItem| !delivery.is_reentry() && self.goods_of(delivery).any(waited_for);
        queue.looked_at().position(carries)
    }

    #[inline(always)]
    pub(crate) fn begin_work(&mut self, process: u32, goods: WorkItem) {
        let (units, work) = self.work_of(process, goods);
        let hand = JobInService { goods, units, work };
        self.cx.observer.work_begins(self.cx.now, process, goods.id(), work);
        if work == 0 {
            self.end_at_once(process, hand);
            return;
        }
        if self.cx.topology.lines_may_change && goods.is_whole() {
            let line = self.line_of(goods);
            self.lines[line].set_in_work(true);
        }
        self.bring_near_where_they_go(process, goods);
        let station = &mut self.stations[process as usize];
        station.in_work += 1;
        station.hands.start_service(self.cx.now, work, hand);
    }

    /// Work that takes no time ends when it begins.
    #[inline(never)]
    fn end_at_once(&mut self, process: u32, hand: JobInService) {
        self.cx.observer.work_ends(self.cx.now, process, hand.goods.id());
        if self.ends_by_hand(process, &hand) {
            self.finish(process, hand);
        }
    }

    /// Units of work of goods or a delivery at a process, and what they take at level 100 %.
    #[inline(always)]
    fn work_of(&self, process: u32, goods: WorkItem) -> (u32, u64) {
        if goods.is_reentry() {
            return self.work_to_rekey(goods);
        }
        let spec = self.stations[process as usize].spec;
        let units = if spec.per == WorkUnit::Piece { self.pieces_of(goods) } else { 1 };
        let of_lines = match spec.work_per_line {
            0 => 0,
            each => each * self.goods_of(goods).count() as u64,
        };
        let stated = if spec.work_by_class.is_empty() {
            &spec.work
        } else {
            &spec.work_by_class[usize::from(self.lines[self.line_of(goods)].class)]
        };
        if let Some(work) = stated.constant() {
            // The cast rounds down: half a microsecond more rounds to the nearest.
            return (units, (work * f64::from(units) + 0.5) as u64 + of_lines);
        }
        let line = &self.lines[self.line_of(goods)];
        let tries = if spec.by_hand.is_some() { u64::from(self.times_wrong(process, goods)) } else { 0 };
        let number = u64::from(self.number_of(goods)).wrapping_add(tries << 32);
        let purpose = Purpose(spec.purpose.wrapping_add(number));
        let mut generator = self.cx.streams[line.stream() as usize].generator(line.ordinal, purpose);
        let mut drawn = stated.draw_time(&mut generator);
        for _ in 1..units {
            drawn += stated.draw_time(&mut generator);
        }
        (units, drawn + of_lines)
    }

    /// The earliest work in hand ends.
    #[inline(always)]
    pub(crate) fn work_ends(&mut self, process: u32) {
        let now = self.cx.now;
        let station = &mut self.stations[process as usize];
        let Some(hand) = station.hands.pop_due(now) else {
            self.set_next_end(process);
            return;
        };
        station.in_work -= 1;
        self.cx.observer.work_ends(now, process, hand.goods.id());
        let withdrawn = self.cx.topology.lines_may_change
            && hand.goods.is_whole()
            && !self.put_down(process, self.line_of(hand.goods));
        if withdrawn {
            self.cx.observer.worked(self.cx.now, process, hand.units, hand.work);
        }
        let by_hand = self.stations[process as usize].by_hand.is_some();
        let goes_on = !withdrawn && (!by_hand || self.ends_by_hand(process, &hand));
        self.take_in_hand(process);
        let station = &self.stations[process as usize];
        if station.is_busy_as_told() {
            debug_assert_eq!(station.state(), station.reported, "what is told is what is done");
        } else {
            self.report_state(process);
        }
        self.set_next_end(process);
        if goes_on {
            self.finish(process, hand);
        }
    }

    #[inline(always)]
    pub(crate) fn set_next_end(&mut self, process: u32) {
        let next_end = self.stations[process as usize].hands.next_end();
        self.cx.schedule(Actor::Service(process), next_end);
    }

    #[inline(always)]
    fn finish(&mut self, process: u32, hand: JobInService) {
        self.cx.observer.worked(self.cx.now, process, hand.units, hand.work);
        let Station { step, site, .. } = self.stations[process as usize];
        match step {
            Step::BeforeStock(step) => self.before_stock(site, hand.goods, usize::from(step) + 1),
            Step::AfterStock(step) => self.outbound(site, hand.goods, usize::from(step) + 1),
            Step::Inbound(step) => self.inbound(site, hand.goods, usize::from(step) + 1),
            Step::Desk(_) => self.entered(self.line_of(hand.goods)),
        }
    }

    /// The calendar of a process at a site has it work, or not.
    pub(crate) fn set_open(&mut self, process: u32, open: bool) {
        self.stations[process as usize].open = open;
    }

    /// The level of a process at a site changes.
    pub(crate) fn set_process_level(&mut self, process: u32, level: CapacityFactor) {
        let now = self.cx.now;
        let station = &mut self.stations[process as usize];
        if station.hands.level() != level {
            station.hands.set_level(now, level);
            self.cx.observer.speed(now, process, level);
            self.take_in_hand(process);
            self.set_next_end(process);
        }
        self.report_state(process);
    }
}
