//! Supplier: unlimited stock, each line delivered after a lead time of its own.
//!
//! The lead times of a supplier group run on a work clock at the group's speed: its own
//! (disruptions, phases, boosts) times the smallest over the systems that it needs. At 50 % they
//! run half as fast, including what is left of outstanding ones; at 0 % nothing is delivered until
//! it is back.
//!
//! ```text
//! line ─► lead time (work clock of the group) ─► arrives at the site that ordered
//!                                        or └─► ready ─► lorry ─► arrives, as one delivery
//! ```
//!
//! With a timetable of deliveries a line is ready when its lead time is over, and comes with the
//! lorries of the next time of the timetable: for each site the ready lines, in the order in which
//! they became ready, a fixed number of lines on each lorry. No lorry comes while the suppliers are
//! stopped.
//!
//! A lead time is an integer number of microseconds on that clock and begins at its next whole
//! microsecond: at 100 % it ends exactly, after changes of speed at most one microsecond later. One
//! that is complete at the instant of a stop ends at it; one that begins during a stop takes at
//! least a microsecond of the time after it.

use super::Transport;
use crate::engine::due_queue::DueQueue;
use crate::engine::random::{Purpose, Stream};
use crate::engine::work_clock::{PER_MICROSECOND, Reading, WorkClock};
use crate::model::{Deliveries, Model};
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::units::{
    CapacityFactor, Duration, IndexVec, Instant, SiteGroupId, SiteId, StreamId, Work, rounding,
};

/// One supplier group.
#[derive(Debug, Clone)]
pub(super) struct SupplierState {
    clock: WorkClock,
    /// Lines by the whole microsecond of the clock at which they are ready.
    outstanding: DueQueue<Work, u32>,
    /// Index of the next time of the delivery timetable.
    next: u32,
}

impl SupplierState {
    /// Nothing is outstanding, and lead times run at nominal speed.
    pub(super) fn new() -> Self {
        SupplierState {
            clock: WorkClock::new(CapacityFactor::NOMINAL),
            outstanding: DueQueue::default(),
            next: 0,
        }
    }

    /// Instant of the next delivery, if the speed stays.
    #[inline(always)]
    fn next(&self, now: Instant, timetable: Option<&Deliveries>) -> Instant {
        if let Some(timetable) = timetable {
            return timetable.at.get(self.next as usize).map_or(Instant::NEVER, |&at| at);
        }
        self.outstanding.first().map_or(Instant::NEVER, |due| self.clock.when_microseconds(now, due))
    }
}

/// Lead time of a line, given by its identity, from a supplier group.
#[inline(always)]
pub(crate) fn lead_time(
    model: &Model,
    streams: &IndexVec<StreamId, Stream>,
    supplier: SiteGroupId,
    stream: StreamId,
    ordinal: u64,
) -> Duration {
    let group = &model.site_groups[supplier];
    let Some(lead_time) = &group.lead_time else { return Duration::ZERO };
    if let Some(constant) = lead_time.constant() {
        return Duration::from_micros(rounding::nearest(constant));
    }
    let (stream, purpose) = (streams[stream], Purpose(group.streams[0]));
    lead_time.draw_time(&mut stream.generator(ordinal, purpose))
}

impl Transport {
    /// Schedules the first delivery of each timetable.
    pub(crate) fn start_suppliers<O: Observer>(cx: &mut Context<'_, O>) {
        for (supplier, group) in cx.model.site_groups.iter_ids() {
            if let Some(first) = group.deliveries.as_ref().and_then(|timetable| timetable.at.first()) {
                cx.schedule(Actor::Supply(supplier), *first);
            }
        }
    }

    /// A line is ready after a lead time.
    #[inline]
    pub(crate) fn supply<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        line: u32,
        supplier: SiteGroupId,
        lead_time: Duration,
    ) {
        let state = &mut self.suppliers[supplier];
        let shown = state.clock.microseconds_up(cx.now);
        let lead_time =
            if state.clock.level().is_up() { lead_time } else { lead_time.max(Duration::MICROSECOND) };
        state.outstanding.push(shown + Work::lasting(lead_time), line);
        self.schedule_supply(cx, supplier);
    }

    #[inline]
    fn schedule_supply<O: Observer>(&self, cx: &mut Context<'_, O>, supplier: SiteGroupId) {
        let timetable = cx.model.site_groups[supplier].deliveries.as_ref();
        let next = self.suppliers[supplier].next(cx.now, timetable);
        cx.schedule(Actor::Supply(supplier), next);
    }

    /// The earliest line of a supplier group without a timetable: it arrives now.
    #[inline]
    pub(crate) fn pop_supply<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        supplier: SiteGroupId,
    ) -> Option<u32> {
        let supplied = self.suppliers[supplier].outstanding.pop();
        self.schedule_supply(cx, supplier);
        supplied.map(|(_, line)| line)
    }

    /// Lorries of a supplier group come: sorts the ready lines by site. They follow from
    /// [`next_lorry`](Self::next_lorry).
    pub(crate) fn load_lorries<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        orders: &Orders,
        supplier: SiteGroupId,
    ) {
        let state = &mut self.suppliers[supplier];
        state.next += 1;
        let lorries = &mut self.lorries;
        lorries.clear();
        if state.clock.level().is_up() {
            let shown = state.clock.read(cx.now) / Reading::from(PER_MICROSECOND);
            while state.outstanding.first().is_some_and(|due| Reading::from(due.as_micros()) <= shown) {
                let ready = state.outstanding.pop();
                lorries.extend(ready.map(|(_, line)| (orders[line].destination(cx.model), line)));
            }
        }
        // Stable: keeps the order in which lines became ready within a site.
        lorries.sort_by_key(|&(site, _)| site);
        self.schedule_supply(cx, supplier);
    }

    /// The lines from `from` on that one lorry of at most `capacity` lines brings: its site and
    /// their number.
    pub(crate) fn next_lorry(&self, from: usize, capacity: u32) -> Option<(SiteId, usize)> {
        let rest = self.lorries.get(from..)?;
        let &(site, _) = rest.first()?;
        let lines = rest.iter().take(capacity as usize).take_while(|&&(of, _)| of == site).count();
        Some((site, lines))
    }

    /// The n-th line of the lorries that come now.
    pub(crate) fn lorry_line(&self, number: usize) -> u32 {
        self.lorries[number].1
    }

    /// Sets the speed of a supplier group \[millionths of nominal\].
    pub(crate) fn set_supplier_speed<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        supplier: SiteGroupId,
        level: CapacityFactor,
    ) {
        let state = &mut self.suppliers[supplier];
        if state.clock.level() != level {
            state.clock.set_level(cx.now, level);
            self.schedule_supply(cx, supplier);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::orders::line::{Line, LineKind, LineRequest};
    use crate::simulation::test_context::{ORDER_STREAM, SUPPLIER, context, model};

    #[test]
    fn lead_times_run_at_the_speed_of_the_supplier() {
        let model = model();
        let mut cx = context(&model);
        let mut transport = Transport::new(&model);
        transport.supply(&mut cx, 7, SUPPLIER, Duration::from_micros(100));
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::from_micros(100));
        cx.now = Instant::from_micros(20);
        transport.set_supplier_speed(&mut cx, SUPPLIER, CapacityFactor::from_ppm(500_000));
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::from_micros(180));
        transport.set_supplier_speed(&mut cx, SUPPLIER, CapacityFactor::STOPPED);
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::NEVER);
        cx.now = Instant::from_micros(50);
        transport.set_supplier_speed(&mut cx, SUPPLIER, CapacityFactor::NOMINAL);
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::from_micros(130));
        assert_eq!(transport.pop_supply(&mut cx, SUPPLIER), Some(7));
    }

    #[test]
    fn a_lead_time_that_is_complete_at_the_instant_of_a_stop_ends_at_it() {
        let model = model();
        let mut cx = context(&model);
        let mut transport = Transport::new(&model);
        transport.supply(&mut cx, 7, SUPPLIER, Duration::from_micros(100));
        transport.supply(&mut cx, 8, SUPPLIER, Duration::from_micros(101));
        cx.now = Instant::from_micros(100);
        transport.set_supplier_speed(&mut cx, SUPPLIER, CapacityFactor::STOPPED);
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::from_micros(100));
        assert_eq!(transport.pop_supply(&mut cx, SUPPLIER), Some(7));
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::NEVER);
        // No lead time begins and ends during a stop.
        transport.supply(&mut cx, 9, SUPPLIER, Duration::ZERO);
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::NEVER);
    }

    #[test]
    fn each_lorry_brings_lines_of_one_site_up_to_its_capacity() {
        let mut model = model();
        model.site_groups[SUPPLIER].deliveries =
            Some(Deliveries { at: vec![Instant::from_micros(10)], lines: 2 });
        let mut cx = context(&model);
        let mut orders = Orders::new(&model);
        let mut transport = Transport::new(&model);
        Transport::start_suppliers(&mut cx);
        assert_eq!(cx.pending(Actor::Supply(SUPPLIER)), Instant::from_micros(10));
        let request = LineRequest { part: 0, pieces: 1, class: 0 };
        for ordinal in 0..3 {
            let line =
                orders.add(Line::new(LineKind::Customer, Instant::ORIGIN, ORDER_STREAM, ordinal, request));
            transport.supply(&mut cx, line, SUPPLIER, Duration::from_micros(5));
        }
        cx.now = Instant::from_micros(10);
        transport.load_lorries(&mut cx, &orders, SUPPLIER);
        let first = transport.next_lorry(0, 2).unwrap();
        assert_eq!((first.1, transport.next_lorry(2, 2).unwrap().1), (2, 1));
        assert_eq!(transport.next_lorry(3, 2), None);
    }
}
