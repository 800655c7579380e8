//! Demand: customers order lines.
//!
//! Orders are a Poisson process whose intensity changes by weekday and hour: the next order is
//! where the integral of the intensity has grown by a unit exponential (Çinlar 1975, Introduction
//! to Stochastic Processes, section 4.7), or, with even arrivals, by one. The request of a line is
//! drawn from its own identity, so the same customers order the same lines whatever else a scenario
//! contains. While a system that takes orders is down, orders are held and entered in their order
//! when it is back; or customers respond as in `outage_response.rs`. Pieces on a workshop's own
//! shelf are taken all the same.
//!
//! Even arrivals are counted from the start of each step of the intensity, so that roundings do not
//! add up. The backlog of a demand is ordered at the start of the run, on ordinals of its own.
//!
//! Knows nothing of how a line is filled.

use super::Customers;
use crate::engine::random::{Purpose, Stream};
use crate::engine::slab::NONE;
use crate::model::{Demand, Model, PartMix};
use crate::scenario::customers::demand::Arrivals;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::LineRequest;
use crate::units::{DAY, Duration, IndexVec, Instant, SiteId, StreamId, rounding};
use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1};

const GAP: Purpose = Purpose(1);
const LINES_OF_ORDER: Purpose = Purpose(2);
const REQUEST: Purpose = Purpose(3);

/// Ordinals of backlog lines begin here, far above arriving lines and below duplicate orders.
const FIRST_OF_BACKLOG: u64 = 1 << 60;

/// The customers of one demand at one site: constant during a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CustomerGroup<'m> {
    pub(crate) demand: u16,
    pub(crate) site: SiteId,
    /// Their demand.
    pub(crate) spec: &'m Demand,
    /// The parts that they order.
    mix: &'m PartMix,
    /// Their random numbers.
    draws: Stream,
    /// Lines of an order; 0 if drawn.
    lines_each: u32,
    /// Their orders are repairs.
    pub(crate) jobs: bool,
    /// They try the shelf of their site first.
    pub(crate) tries_retail_shelf: bool,
    /// Order class of all their lines, if it is one.
    class: Option<u8>,
    /// The site that can fill their lines immediately, or [`NONE`]; see `stock/immediate_fill.rs`.
    pub(crate) immediate_fill_site: SiteId,
}

/// One demand at one site: its customers, and when they order.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(super) struct DemandStream<'m> {
    pub(super) customers: CustomerGroup<'m>,
    /// Instant of the next order.
    next: Instant,
    /// Instant of the order after it, drawn one ahead, so that no event waits for the draw.
    then: Instant,
    /// Step of the intensity at `then`.
    step: u32,
    /// Intensity at `then` and the end of its validity; 0 if not known yet.
    rate: f64,
    until: Instant,
    orders: u64,
    lines: u64,
    /// Instant at which the backlog is ordered; [`Instant::NEVER`] without one, and afterwards.
    backlog: Instant,
    /// Even arrivals; boxed, because every order of a Poisson stream would load it.
    even: Option<Box<Even>>,
    /// First and last held line, or [`NONE`].
    held: (u32, u32),
}

const _: () = assert!(size_of::<DemandStream<'_>>() <= 128, "each order loads two cache lines");

/// Even arrivals in the current step of the intensity.
#[derive(Debug, Clone, Copy)]
struct Even {
    /// Start of the step.
    since: Instant,
    /// Growth of the integral of the intensity from there to the first order.
    first: f64,
    /// Orders in the step.
    orders: u64,
}

impl Even {
    /// At the start of the run.
    fn new(first_immediately: bool) -> Self {
        Even { since: Instant::ORIGIN, first: f64::from(u8::from(!first_immediately)), orders: 0 }
    }
}

/// The next order of a stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NextOrder {
    pub(crate) number: u64,
    /// Ordinal of its first line.
    pub(crate) first: u64,
    pub(crate) lines: u32,
}

/// The streams of all demands, in the order of the model's demands and sites.
pub(super) fn streams<'m, O: Observer>(cx: &Context<'m, O>) -> IndexVec<StreamId, DemandStream<'m>> {
    let model = cx.model;
    let mut all = IndexVec::new();
    for (number, demand) in model.demands.iter().enumerate() {
        let group = &model.site_groups[demand.group];
        let class = only_class(&demand.class_up_to);
        for site in group.sites() {
            let lines = demand.lines_per_order.constant();
            let customers = CustomerGroup {
                demand: number as u16,
                site,
                spec: demand,
                mix: &model.mixes[usize::from(demand.mix)],
                draws: cx.streams[StreamId::from_index(all.len())],
                lines_each: lines.map_or(0, |lines| lines as u32),
                jobs: demand.jobs.is_some(),
                tries_retail_shelf: group.sells_off_the_shelf(),
                class,
                immediate_fill_site: cx.topology.immediate_fill_site(demand, site),
            };
            all.push(DemandStream {
                customers,
                next: Instant::ORIGIN,
                then: Instant::ORIGIN,
                step: 0,
                rate: 0.0,
                until: Instant::ORIGIN,
                orders: 0,
                lines: 0,
                backlog: if demand.backlog > 0 { model.times.start } else { Instant::NEVER },
                even: (demand.arrivals == Arrivals::Even).then(|| Even::new(demand.first_immediately).into()),
                held: (NONE, NONE),
            });
        }
    }
    all
}

/// The class of all lines, if it is one, by the cumulative share of lines by class.
fn only_class(up_to: &[f64]) -> Option<u8> {
    let of_lines = up_to.iter().position(|&up_to| up_to > 0.0)?;
    (up_to[of_lines] >= 1.0).then_some(of_lines as u8)
}

impl DemandStream<'_> {
    /// Intensity at an instant in the current step, the end of its validity, and true if the step
    /// ends then; `None` after the last day.
    #[inline]
    fn intensity(&self, demand: &Demand, factors: &[f64], time: Instant) -> Option<(f64, Instant, bool)> {
        let steps = &demand.intensity;
        let rate = steps[self.step as usize].1;
        let step_ends = steps.get(self.step as usize + 1).map_or(Instant::NEVER, |&(from, _)| from);
        if factors.is_empty() {
            return Some((rate, step_ends, true));
        }
        // After the last day there are no orders.
        let factor = factors.get((time / DAY) as usize)?;
        let until = step_ends.min(time.next_midnight());
        Some((rate * factor, until, until == step_ends))
    }

    /// The next order is where the integral of the intensity has grown by `left`.
    #[inline]
    fn after(&mut self, left: f64, factors: &[Vec<f64>]) {
        // Usually the intensity has not changed since the last order.
        if left < (self.until - self.then).as_micros_f64() * self.rate {
            self.then += Duration::from_micros(rounding::up(left / self.rate));
        } else {
            self.after_steps(left, factors);
        }
    }

    /// The order drawn ahead, with this number, is the next; draws the one after it. Returns the
    /// instant at which the stream acts next.
    #[inline(always)]
    fn advance(&mut self, number: u64, factors: &[Vec<f64>]) -> Instant {
        self.next = self.then;
        if self.then < Instant::NEVER {
            self.draw_order(number + 1, factors);
        }
        self.next.min(self.backlog)
    }

    /// Draws the instant of the order with this number, from the one before it on.
    #[inline(always)]
    fn draw_order(&mut self, number: u64, factors: &[Vec<f64>]) {
        match self.customers.spec.arrivals {
            Arrivals::Poisson => {
                let gap = Exp1.sample(&mut self.customers.draws.generator(number, GAP));
                self.after(gap, factors);
            }
            Arrivals::Even => self.next_even(factors),
        }
    }

    fn after_steps(&mut self, mut left: f64, factors: &[Vec<f64>]) {
        let (demand, factors) = (self.customers.spec, factors[usize::from(self.customers.demand)].as_slice());
        let mut time = self.then;
        self.then = loop {
            let Some((rate, until, step_ends)) = self.intensity(demand, factors, time) else {
                break Instant::NEVER;
            };
            let room = (until - time).as_micros_f64() * rate;
            if left < room {
                (self.rate, self.until) = (rate, until);
                break time + Duration::from_micros(rounding::up(left / rate));
            }
            if until == Instant::NEVER {
                break Instant::NEVER;
            }
            left -= room;
            time = until;
            self.step += u32::from(step_ends);
        };
    }

    /// The next even order: the integral grows by one, to the nearest microsecond.
    fn next_even(&mut self, factors: &[Vec<f64>]) {
        let (demand, factors) = (self.customers.spec, factors[usize::from(self.customers.demand)].as_slice());
        let mut even = self.even.take().expect("a stream of even arrivals keeps its state");
        self.then = loop {
            let Even { since, first, orders } = *even;
            let Some((rate, until, step_ends)) = self.intensity(demand, factors, since) else {
                break Instant::NEVER;
            };
            let grown = first + orders as f64;
            let wait = (grown / rate).round();
            let lasts = (until - since).as_micros_f64();
            if rate > 0.0 && wait < lasts {
                even.orders += 1;
                break since.saturating_add(Duration::from_micros(wait as u64));
            }
            if until == Instant::NEVER {
                break Instant::NEVER;
            }
            // An order at the end of a step comes at the start of the next.
            *even = Even { since: until, first: (grown - lasts * rate).max(0.0), orders: 0 };
            self.step += u32::from(step_ends);
        };
        self.even = Some(even);
    }
}

impl<'m> Customers<'m> {
    /// Draws the first orders of all streams; `ahead`: requests are drawn one ahead.
    pub(crate) fn start_demand<O: Observer>(&mut self, cx: &mut Context<'_, O>, ahead: bool) {
        for stream in self.streams.ids() {
            let state = &mut self.streams[stream];
            state.draw_order(0, &self.factors);
            let next = state.advance(0, &self.factors);
            let customers = state.customers;
            if ahead {
                self.requests.push(request(cx.model, customers, 0));
            }
            cx.schedule(Actor::Demand(stream), next);
        }
    }

    /// The customers of a stream.
    #[inline(always)]
    pub(crate) fn group(&self, stream: StreamId) -> CustomerGroup<'m> {
        self.streams[stream].customers
    }

    /// True if held lines, deferred orders or the backlog of a stream may be entered now.
    #[inline(always)]
    pub(crate) fn has_pending(&self, stream: StreamId, now: Instant) -> bool {
        let state = &self.streams[stream];
        state.held.0 != NONE || state.backlog <= now || self.has_deferred_waiting(stream)
    }

    /// Takes the held lines of a stream; returns the first of them, or [`NONE`].
    pub(crate) fn take_held(&mut self, stream: StreamId) -> u32 {
        std::mem::replace(&mut self.streams[stream].held, (NONE, NONE)).0
    }

    /// Holds a line of a stream; returns the line before it, or [`NONE`].
    pub(crate) fn hold(&mut self, stream: StreamId, id: u32) -> u32 {
        let (first, last) = &mut self.streams[stream].held;
        if *first == NONE {
            *first = id;
        }
        std::mem::replace(last, id)
    }

    /// Takes the backlog of a stream if it is due: the ordinals of its lines.
    pub(crate) fn take_backlog(&mut self, stream: StreamId, now: Instant) -> std::ops::Range<u64> {
        let state = &mut self.streams[stream];
        if state.backlog > now {
            return 0..0;
        }
        state.backlog = Instant::NEVER;
        FIRST_OF_BACKLOG..FIRST_OF_BACKLOG + u64::from(state.customers.spec.backlog)
    }

    /// The order of a stream that is due now, if any; draws the order after the next, and schedules
    /// the next.
    #[inline(always)]
    pub(crate) fn next_order<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        stream: StreamId,
    ) -> Option<NextOrder> {
        let state = &mut self.streams[stream];
        if state.next > cx.now {
            let next = state.next.min(state.backlog);
            cx.schedule(Actor::Demand(stream), next);
            return None;
        }
        let customers = &state.customers;
        let (number, first) = (state.orders, state.lines);
        let lines = if customers.lines_each > 0 {
            customers.lines_each
        } else {
            let mut generator = customers.draws.generator(number, LINES_OF_ORDER);
            customers.spec.lines_per_order.draw_whole(&mut generator).max(1)
        };
        state.orders += 1;
        state.lines += u64::from(lines);
        let next = state.advance(number + 1, &self.factors);
        cx.schedule(Actor::Demand(stream), next);
        Some(NextOrder { number, first, lines })
    }

    /// The request drawn ahead for the next line of a stream; draws that of the line with this
    /// ordinal, which is the next after it.
    #[inline(never)]
    pub(crate) fn take_request<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        stream: StreamId,
        ordinal: u64,
    ) -> LineRequest {
        let ahead = request(cx.model, self.streams[stream].customers, ordinal);
        std::mem::replace(&mut self.requests[stream], ahead)
    }

    /// The part of the request drawn ahead for a stream.
    pub(crate) fn part_ahead(&self, stream: StreamId) -> u32 {
        self.requests[stream].part
    }

    /// Schedules the entry of held lines and deferred orders of streams whose systems are up.
    pub(crate) fn wake_demand<O: Observer>(&mut self, cx: &mut Context<'_, O>, up: impl Fn(&Demand) -> bool) {
        for stream in self.streams.ids() {
            let state = &self.streams[stream];
            let pending = state.held.0 != NONE || self.has_deferred_waiting(stream);
            if pending && up(state.customers.spec) {
                let now = cx.now;
                cx.schedule(Actor::Demand(stream), now);
            }
        }
    }
}

/// The request of a customer's line: it follows from the line's identity alone.
#[inline(always)]
pub(crate) fn request(model: &Model, customers: CustomerGroup<'_>, ordinal: u64) -> LineRequest {
    let demand = customers.spec;
    let mut generator = customers.draws.generator(ordinal, REQUEST);
    let part = customers.mix.pick(generator.next_u64());
    let class = if let Some(class) = customers.class {
        // Draws are by position: the one for the class is skipped.
        generator.next_u64();
        class
    } else {
        let chance: f64 = generator.random();
        demand.class_up_to.iter().position(|&up_to| chance < up_to).unwrap_or(0) as u8
    };
    let pieces = if let Some(pieces) = &demand.pieces {
        pieces.draw_whole(&mut generator)
    } else {
        let segment = usize::from(model.segment_of[part as usize]);
        model.segments[segment].pieces.draw_whole(&mut generator).max(1)
    };
    LineRequest { part, pieces, class }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::test_context::{GAP_BETWEEN_ORDERS, ORDER_STREAM, context, model};

    #[test]
    fn even_orders_come_one_gap_apart() {
        let model = model();
        let mut cx = context(&model);
        let mut customers = Customers::new(&cx);
        customers.start_demand(&mut cx, false);
        for number in 1..4 {
            assert_eq!(cx.pending(Actor::Demand(ORDER_STREAM)), Instant::at(number * GAP_BETWEEN_ORDERS));
            cx.now = Instant::at(number * GAP_BETWEEN_ORDERS);
            let order = customers.next_order(&mut cx, ORDER_STREAM).unwrap();
            assert_eq!((order.number, order.first, order.lines), (number - 1, number - 1, 1));
        }
        assert!(customers.next_order(&mut cx, ORDER_STREAM).is_none());
    }

    #[test]
    fn held_lines_are_entered_in_their_order() {
        let model = model();
        let cx = context(&model);
        let mut customers = Customers::new(&cx);
        assert!(!customers.has_pending(ORDER_STREAM, Instant::ORIGIN));
        assert_eq!(customers.hold(ORDER_STREAM, 5), NONE);
        assert_eq!(customers.hold(ORDER_STREAM, 6), 5);
        assert!(customers.has_pending(ORDER_STREAM, Instant::ORIGIN));
        assert_eq!([customers.take_held(ORDER_STREAM), customers.take_held(ORDER_STREAM)], [5, NONE]);
    }

    #[test]
    fn a_request_drawn_ahead_is_the_request_of_its_line() {
        let model = model();
        let mut cx = context(&model);
        let mut customers = Customers::new(&cx);
        customers.start_demand(&mut cx, true);
        for ordinal in 0..20 {
            let group = customers.group(ORDER_STREAM);
            let expected = request(&model, group, ordinal);
            let ahead = customers.take_request(&cx, ORDER_STREAM, ordinal + 1);
            assert_eq!(
                (ahead.part, ahead.pieces, ahead.class),
                (expected.part, expected.pieces, expected.class)
            );
        }
    }
}
