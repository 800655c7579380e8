//! Suppliers: unlimited, each line delivered after a lead time of its own.
//!
//! The lead times of a supplier table run on a work clock at the table's level: its own (disruptions, phases,
//! boosts) times the smallest over the systems that it needs. At 50 % they run half as fast, also what is left of
//! those outstanding; at 0 % nothing is delivered until it is back.
//!
//! ```text
//! line ─► lead time (work clock of the table) ─► arrives at the site that ordered
//!                                        or └─► ready ─► lorry ─► arrives, as one delivery
//! ```
//!
//! With `loads` a line is ready when its lead time is over, and comes with the lorries of the next time of the
//! timetable: for each site what is ready, in the order in which it became so, so many lines on each lorry. No lorry
//! comes while the suppliers stand still.
//!
//! A lead time is a whole number of microseconds on that clock, begun at its next whole microsecond: at 100 % it
//! ends to the microsecond when it is said to, after changes of level at most one later.

use crate::engine::due_queue::DueQueue;
use crate::engine::random::Purpose;
use crate::engine::work_clock::{PER_MICROSECOND, Reading, WorkClock};
use crate::engine::{NEVER, Time};
use crate::model::Deliveries;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::stage::Stage;
use crate::units::{CapacityFactor, rounding};

/// A supplier table.
#[derive(Debug, Clone)]
pub(crate) struct SupplierState {
    clock: WorkClock,
    /// Lines by the whole microsecond of the clock at which they are ready.
    outstanding: DueQueue<Time, u32>,
    /// Index of the next time at which lorries come.
    next: u32,
}

impl SupplierState {
    /// Nothing is outstanding, and lead times run as usual.
    pub(crate) fn new() -> Self {
        SupplierState {
            clock: WorkClock::new(CapacityFactor::NOMINAL),
            outstanding: DueQueue::default(),
            next: 0,
        }
    }

    /// Instant of the next delivery, if the level stays.
    #[inline(always)]
    fn next(&self, now: Time, loads: Option<&Deliveries>) -> Time {
        if let Some(loads) = loads {
            return loads.at.get(self.next as usize).copied().unwrap_or(NEVER);
        }
        match self.outstanding.first() {
            Some(due) if self.clock.level().is_up() => self.clock.when_microseconds(now, due),
            _ => NEVER,
        }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// A supplier takes a line; its lead time begins.
    #[inline(always)]
    pub(crate) fn supply(&mut self, id: u32, supplier: u16) {
        let lead_time = self.lead_time(supplier, self.lines[id].stream(), self.lines[id].ordinal);
        self.supply_after(id, supplier, lead_time);
    }

    /// Time from the order of a line, given by its identity, to its delivery by a supplier table.
    #[inline(always)]
    pub(crate) fn lead_time(&self, supplier: u16, stream: u32, ordinal: u64) -> Time {
        let table = &self.cx.model.site_groups[usize::from(supplier)];
        let Some(lead_time) = &table.lead_time else { return 0 };
        if let Some(constant) = lead_time.constant() {
            return rounding::nearest(constant);
        }
        let (stream, purpose) = (self.cx.streams[stream as usize], Purpose(table.streams[0]));
        lead_time.draw_time(&mut stream.generator(ordinal, purpose))
    }

    /// A line of a supplier is delivered when so much lead time has gone by.
    pub(crate) fn supply_after(&mut self, id: u32, supplier: u16, lead_time: Time) {
        let line = &self.lines[id];
        self.cx.observer.supplied(self.cx.now, line.part(), line.pieces);
        self.move_goods(WorkItem::whole(id), Stage::NONE, Stage::ON_THE_WAY);
        let now = self.cx.now;
        let state = &mut self.suppliers[usize::from(supplier)];
        let shown = state.clock.microseconds_up(now);
        state.outstanding.push(shown + lead_time, id);
        let next = state.next(now, self.cx.model.site_groups[usize::from(supplier)].loads.as_ref());
        self.cx.schedule(Actor::Supply(supplier), next);
    }

    /// Sets the first lorries of each supplier table.
    pub(crate) fn start_loads(&mut self) {
        for (supplier, table) in (0..).zip(&self.cx.model.site_groups) {
            if let Some(first) = table.loads.as_ref().and_then(|loads| loads.at.first()) {
                self.cx.schedule(Actor::Supply(supplier), *first);
            }
        }
    }

    /// Lorries of a supplier table come with what is ready.
    fn lorries_come(&mut self, supplier: u16, loads: &Deliveries) {
        let now = self.cx.now;
        let state = &mut self.suppliers[usize::from(supplier)];
        state.next += 1;
        let next = state.next(now, Some(loads));
        let mut ready = std::mem::take(&mut self.loading);
        ready.clear();
        if state.clock.level().is_up() {
            let shown = state.clock.read(now) / Reading::from(PER_MICROSECOND);
            while state.outstanding.first().is_some_and(|due| Reading::from(due) <= shown) {
                ready.extend(
                    state.outstanding.pop().map(|(_, id)| (self.lines[id].destination(self.cx.model), id)),
                );
            }
        }
        self.cx.schedule(Actor::Supply(supplier), next);
        // Keeps the order in which they became ready within a site.
        ready.sort_by_key(|&(site, _)| site);
        for of_site in ready.chunk_by(|one, other| one.0 == other.0) {
            for lorry in of_site.chunks(loads.lines as usize) {
                for pair in lorry.windows(2) {
                    self.link(WorkItem::whole(pair[0].1), WorkItem::whole(pair[1].1));
                }
                self.arrive(lorry[0].0, WorkItem::whole(lorry[0].1));
            }
        }
        self.loading = ready;
    }

    /// The earliest delivery of a supplier table arrives.
    pub(crate) fn supplier_delivers(&mut self, supplier: u16) {
        if let Some(loads) = &self.cx.model.site_groups[usize::from(supplier)].loads {
            self.lorries_come(supplier, loads);
            return;
        }
        let now = self.cx.now;
        let state = &mut self.suppliers[usize::from(supplier)];
        let delivered = state.outstanding.pop();
        let next = state.next(now, self.cx.model.site_groups[usize::from(supplier)].loads.as_ref());
        self.cx.schedule(Actor::Supply(supplier), next);
        if let Some((_, id)) = delivered {
            self.arrive(self.lines[id].destination(self.cx.model), WorkItem::whole(id));
        }
    }

    /// The level of a supplier table changes.
    pub(crate) fn set_supplier_level(&mut self, supplier: u16, level: CapacityFactor) {
        let now = self.cx.now;
        let state = &mut self.suppliers[usize::from(supplier)];
        if state.clock.level() == level {
            return;
        }
        state.clock.set_level(now, level);
        let next = state.next(now, self.cx.model.site_groups[usize::from(supplier)].loads.as_ref());
        self.cx.schedule(Actor::Supply(supplier), next);
    }
}
