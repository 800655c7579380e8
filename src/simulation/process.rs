//! Processes: steps with limited capacity, each with its own queue.
//!
//! A free server takes the first consignment of the most urgent class; it keeps what it holds through a stop
//! and goes on where it was. A process that stands still takes nothing in hand. Its speed is what its calendar,
//! its systems, disruptions, phases and boosts leave (see [`super::level`]).
//!
//! ```text
//! consignments ─► queue by class ─► servers (work clock) ─► next step
//! ```

use super::Simulation;
use super::line::{Consignment, LineKind, Place};
use super::observer::Observer;
use super::order_of_events::Actor;
use crate::engine::pending::Pending;
use crate::engine::pool::NONE;
use crate::engine::random::Purpose;
use crate::engine::work_clock::{PER_MICROSECOND, Reading, WorkClock};
use crate::engine::{NEVER, Time};
use crate::model::{Model, Stock};
use crate::scenario::process::WorkUnit;

/// A process at a site.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Process table.
    pub process: u16,
    /// Table of its site.
    pub table: u16,
    /// Site.
    pub site: u32,
    /// Which step of the site it is.
    pub step: Step,
    clock: WorkClock,
    in_work: u32,
    waiting: u32,
    hand: Pending<Reading, Hand>,
}

#[derive(Debug, Clone, Copy)]
struct Hand {
    /// Consignment, or the first of a delivery.
    consignment: u32,
    units: u32,
    work: u64,
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
}

impl Instance {
    /// Consignments or deliveries that wait.
    pub fn waiting(&self) -> u32 {
        self.waiting
    }

    /// Consignments or deliveries in work.
    pub fn in_work(&self) -> u32 {
        self.in_work
    }

    /// Its work clock.
    pub fn clock(&self) -> &WorkClock {
        &self.clock
    }
}

/// First and last consignment that wait, by process and class.
#[derive(Debug, Clone)]
pub(super) struct Queues {
    ends: Vec<(u32, u32)>,
    classes: usize,
}

impl Queues {
    pub(super) fn new(processes: usize, classes: usize) -> Self {
        Queues { ends: vec![(NONE, NONE); processes * classes], classes }
    }
}

/// The processes of all sites, in the order of the model's tables, and the first of each site.
pub(super) fn instances(model: &Model) -> (Vec<Instance>, Vec<u32>) {
    let (mut all, mut first) = (Vec::new(), Vec::with_capacity(model.sites()));
    for (site, &table) in model.table_of.iter().enumerate() {
        first.push(all.len() as u32);
        let listed = &model.tables[usize::from(table)];
        let before = listed.before_stock.iter().zip(0..).map(|(&p, n)| (p, Step::BeforeStock(n)));
        let after = listed.after_stock.iter().zip(0..).map(|(&p, n)| (p, Step::AfterStock(n)));
        let inbound = listed.inbound.iter().zip(0..).map(|(&p, n)| (p, Step::Inbound(n)));
        all.extend(before.chain(after).chain(inbound).map(|(process, step)| Instance {
            process,
            table,
            site: site as u32,
            step,
            clock: WorkClock::new(0),
            in_work: 0,
            waiting: 0,
            hand: Pending::default(),
        }));
    }
    (all, first)
}

impl<O: Observer> Simulation<'_, O> {
    /// Puts a consignment, or a delivery, into the queue of a process.
    pub(super) fn enqueue(&mut self, process: u32, consignment: u32) {
        let class = usize::from(self.lines[self.consignments[consignment].line].class);
        let ends = &mut self.queues.ends[process as usize * self.queues.classes + class];
        if ends.0 == NONE {
            ends.0 = consignment;
        } else {
            self.consignments[ends.1].next = consignment;
        }
        ends.1 = consignment;
        self.consignments[consignment].next = NONE;
        self.instances[process as usize].waiting += 1;
        self.take_in_hand(process);
    }

    /// Lets free servers take what waits.
    fn take_in_hand(&mut self, process: u32) {
        let servers = self.model.processes[usize::from(self.instances[process as usize].process)].servers;
        loop {
            let instance = &mut self.instances[process as usize];
            if instance.waiting == 0 || instance.in_work >= servers || instance.clock.level() == 0 {
                return;
            }
            instance.waiting -= 1;
            let begin = process as usize * self.queues.classes;
            let consignment = self.queues.ends[begin..begin + self.queues.classes]
                .iter_mut()
                .find(|(first, _)| *first != NONE)
                .map(|(first, _)| {
                    let taken = *first;
                    *first = self.consignments[taken].next;
                    self.consignments[taken].next = NONE;
                    taken
                })
                .expect("the count says that something waits");
            self.begin_work(process, consignment);
        }
    }

    fn begin_work(&mut self, process: u32, consignment: u32) {
        let (units, work) = self.work_of(process, consignment);
        let hand = Hand { consignment, units, work };
        if work == 0 {
            self.finish(process, hand);
            return;
        }
        let now = self.now;
        let instance = &mut self.instances[process as usize];
        instance.in_work += 1;
        let end = instance.clock.read(now) + Reading::from(work) * Reading::from(PER_MICROSECOND);
        let earliest = instance.hand.first().is_none_or(|first| end < first);
        instance.hand.push(end, hand);
        if earliest {
            let time = instance.clock.when(now, end);
            self.set(Actor::Work(process), time);
        }
    }

    /// Units of work of a consignment or delivery at a process, and what they take at level 100 %.
    fn work_of(&self, process: u32, id: u32) -> (u32, u64) {
        let model = &self.model.processes[usize::from(self.instances[process as usize].process)];
        let consignment = &self.consignments[id];
        let units = if model.per == WorkUnit::Piece { consignment.pieces } else { 1 };
        if let Some(work) = model.work.constant() {
            return (units, (work.max(0.0) * f64::from(units)).round() as u64);
        }
        let line = &self.lines[consignment.line];
        let purpose = Purpose(model.purpose.wrapping_add(u64::from(consignment.number)));
        let mut generator = self.draws.generator(self.streams[line.stream as usize], line.ordinal, purpose);
        (units, (0..units).map(|_| model.work.draw_time(&mut generator)).sum())
    }

    /// The earliest work in hand ends.
    pub(super) fn work_ends(&mut self, process: u32) {
        let now = self.now;
        let instance = &mut self.instances[process as usize];
        let due = instance.clock.read(now);
        if instance.hand.first().is_some_and(|end| end <= due)
            && let Some((_, hand)) = instance.hand.pop()
        {
            instance.in_work -= 1;
            self.take_in_hand(process);
            self.finish(process, hand);
        }
        self.set_next_end(process);
    }

    fn set_next_end(&mut self, process: u32) {
        let instance = &self.instances[process as usize];
        let time: Time = instance.hand.first().map_or(NEVER, |end| instance.clock.when(self.now, end));
        self.set(Actor::Work(process), time);
    }

    fn finish(&mut self, process: u32, hand: Hand) {
        self.observer.worked(self.now, process, hand.units, hand.work);
        let Instance { step, site, .. } = self.instances[process as usize];
        match step {
            Step::BeforeStock(step) => self.before_stock(site, hand.consignment, usize::from(step) + 1),
            Step::AfterStock(step) => self.outbound(site, hand.consignment, usize::from(step) + 1),
            Step::Inbound(step) => self.inbound(site, hand.consignment, usize::from(step) + 1),
        }
    }

    /// A consignment comes to the n-th step before stock, or has passed the last.
    fn before_stock(&mut self, site: u32, id: u32, step: usize) {
        let table = usize::from(self.model.table_of[site as usize]);
        let line = self.consignments[id].line;
        if step < self.model.tables[table].before_stock.len() {
            let place = self.places[table].before(step);
            self.place_line(line, place);
            self.enqueue(self.first_process[site as usize] + step as u32, id);
        } else {
            self.consignments[id].pieces = 0;
            self.consignments.remove(id);
            self.allocate(line);
        }
    }

    /// A consignment comes to the n-th step after stock, or has passed the last.
    pub(super) fn outbound(&mut self, site: u32, id: u32, step: usize) {
        let table = usize::from(self.model.table_of[site as usize]);
        let listed = &self.model.tables[table];
        let places = self.places[table];
        if step < listed.after_stock.len() {
            if self.lines[self.consignments[id].line].source == site {
                let from = if step == 0 { places.stock() } else { places.after(step - 1) };
                self.move_consignment(id, from, places.after(step));
            }
            let first = self.first_process[site as usize] + listed.before_stock.len() as u32;
            self.enqueue(first + step as u32, id);
        } else {
            let from = if step == 0 { places.stock() } else { places.after(step - 1) };
            self.ship(site, id, from);
        }
    }

    /// Goods, linked as one delivery, come to the n-th inbound step of a site, or have passed the last.
    pub(super) fn inbound(&mut self, site: u32, delivery: u32, step: usize) {
        let listed = &self.model.tables[usize::from(self.model.table_of[site as usize])];
        if let Some(&process) = listed.inbound.get(step) {
            let first = self.first_process[site as usize]
                + (listed.before_stock.len() + listed.after_stock.len()) as u32;
            if self.model.processes[usize::from(process)].per == WorkUnit::Delivery {
                self.enqueue(first + step as u32, delivery);
            } else {
                self.each_of(delivery, |simulation, id| simulation.enqueue(first + step as u32, id));
            }
        } else {
            self.each_of(delivery, |simulation, id| simulation.receive(site, id));
        }
    }

    /// Goods arrive at a site.
    pub(super) fn arrive(&mut self, site: u32, delivery: u32) {
        // A site that holds stock hands on what is for others from lorry to lorry; one that holds none does
        // with it what it does with all goods.
        let passes_all =
            matches!(self.model.tables[usize::from(self.model.table_of[site as usize])].stock, Stock::None);
        let (mut here, mut last) = (NONE, NONE);
        self.each_of(delivery, |simulation, id| {
            if passes_all || simulation.lines[simulation.consignments[id].line].destination == site {
                if here == NONE {
                    here = id;
                } else {
                    simulation.consignments[last].mate = id;
                }
                last = id;
            } else {
                simulation.ship(site, id, Place::ON_THE_WAY);
            }
        });
        if here != NONE {
            self.inbound(site, here, 0);
        }
    }

    fn each_of(&mut self, delivery: u32, mut handle: impl FnMut(&mut Self, u32)) {
        let mut id = delivery;
        while id != NONE {
            let next = std::mem::replace(&mut self.consignments[id].mate, NONE);
            handle(self, id);
            id = next;
        }
    }

    fn receive(&mut self, site: u32, id: u32) {
        let Consignment { line, pieces, .. } = self.consignments[id];
        let line = self.lines[line];
        if line.destination != site {
            self.outbound(site, id, 0);
            return;
        }
        self.deliver(id);
        if line.kind == LineKind::Replenishment {
            self.put_on_hand(site, line.part, pieces);
        }
    }

    /// The level of a process at a site changes.
    pub(super) fn set_process_level(&mut self, process: u32, level: u32) {
        let now = self.now;
        let instance = &mut self.instances[process as usize];
        if instance.clock.level() == level {
            return;
        }
        instance.clock.set_level(now, level);
        self.take_in_hand(process);
        self.set_next_end(process);
    }
}
