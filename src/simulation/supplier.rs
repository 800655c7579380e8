//! Suppliers: unlimited, each line delivered after a lead time of its own.

use super::Simulation;
use super::line::{Goods, Place};
use super::observer::Observer;
use super::order_of_events::Actor;
use crate::engine::random::Purpose;
use crate::engine::{NEVER, Time};

impl<O: Observer> Simulation<'_, O> {
    /// A supplier takes a line; its lead time begins.
    pub(super) fn supply(&mut self, id: u32, supplier: u16) {
        let lead_time = self.lead_time(supplier, self.lines[id].stream, self.lines[id].ordinal);
        self.supply_at(id, supplier, self.now + lead_time);
    }

    /// Time from the order of a line, given by its identity, to its delivery by a supplier table.
    pub(super) fn lead_time(&self, supplier: u16, stream: u32, ordinal: u64) -> Time {
        let table = &self.model.tables[usize::from(supplier)];
        let Some(lead_time) = &table.lead_time else { return 0 };
        if let Some(constant) = lead_time.constant() {
            return constant.max(0.0).round() as Time;
        }
        let (stream, purpose) = (self.streams[stream as usize], Purpose(table.streams[0]));
        lead_time.draw_time(&mut self.draws.generator(stream, ordinal, purpose))
    }

    /// A line of a supplier is delivered at this instant.
    pub(super) fn supply_at(&mut self, id: u32, supplier: u16, delivery: Time) {
        let line = self.lines[id];
        self.observer.supplied(line.part, line.pieces);
        self.move_goods(Goods::whole(id), Place::NOWHERE, Place::ON_THE_WAY);
        let supplies = &mut self.supplies[usize::from(supplier)];
        supplies.push(delivery, id);
        let first = supplies.first().unwrap_or(NEVER);
        self.set(Actor::Supply(supplier), first);
    }

    /// The earliest delivery of a supplier table arrives.
    pub(super) fn supplier_delivers(&mut self, supplier: u16) {
        let supplies = &mut self.supplies[usize::from(supplier)];
        let delivered = supplies.pop();
        let first = supplies.first().unwrap_or(NEVER);
        self.set(Actor::Supply(supplier), first);
        if let Some((_, id)) = delivered {
            self.arrive(self.lines[id].destination, Goods::whole(id));
        }
    }
}
