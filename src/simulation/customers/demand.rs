//! Demand: customers order lines.
//!
//! Orders come as a Poisson process whose intensity changes by weekday and hour: the next order is where the
//! integral of the intensity has grown by a unit exponential (Çinlar 1975, Introduction to Stochastic
//! Processes, section 4.7), or, with even arrivals, by one. What a line asks for is drawn from its own identity, so the same customers come
//! with the same wishes whatever else a scenario says. While a system that takes orders is down, orders are
//! held, and come in when it is back, in their order; or customers do what `when_down.rs` says. What a workshop finds
//! on its own shelf it takes all the same.
//!
//! Even arrivals are counted from the begin of each step of the intensity, so that roundings do not add up. What a
//! demand is given as backlog is ordered at the start of the run, on ordinals of its own.

use super::outage_response::DeferredLine;
use crate::engine::random::{Purpose, Stream};
use crate::engine::slab::NONE;
use crate::engine::{NEVER, Time};
use crate::model::{Demand, PartMix};
use crate::scenario::customers::demand::Arrivals;
use crate::simulation::Simulation;
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::orders::stage::Stage;
use crate::units::{DAY, rounding};
use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1};

const GAP: Purpose = Purpose(1);
const LINES_OF_ORDER: Purpose = Purpose(2);
const WISH: Purpose = Purpose(3);

/// Lines of a given backlog are numbered from here, far above those that arrive, and below those ordered again.
const BACKLOG: u64 = 1 << 60;

/// Who the customers of one site of a demand table are: nothing of it changes while a replication runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Customers<'m> {
    pub(crate) demand: u16,
    pub(crate) site: u32,
    /// What the model says of their demand.
    pub(crate) spec: &'m Demand,
    /// Which parts they ask for.
    mix: &'m PartMix,
    /// Their random numbers.
    draws: Stream,
    /// Lines of an order; 0 where that is drawn.
    lines_each: u32,
    /// Whether their orders are repairs.
    jobs: bool,
    /// Whether they look at the shelf of their site first.
    pub(crate) off_the_shelf: bool,
    /// Order class of all their lines, if they are of one.
    class: Option<u8>,
    /// The site at whose counter they stand, or [`NONE`]; see `over_the_counter.rs`.
    counter: u32,
}

/// The customers of one site of a demand table, and when they order.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct DemandState<'m> {
    pub(crate) customers: Customers<'m>,
    /// Instant of the next order.
    next: Time,
    /// Instant of the order after it: drawn one ahead, so that nobody waits for it.
    then: Time,
    /// Step of the intensity that `then` lies in.
    step: u32,
    /// Intensity at `then`, and until when it stays so; 0 where that is not known yet.
    rate: f64,
    until: Time,
    orders: u64,
    lines: u64,
    /// Instant at which its backlog is ordered; [`NEVER`] without one, and afterwards.
    backlog: Time,
    /// Of even arrivals; elsewhere it would take memory that is looked at with each order.
    even: Option<Box<Even>>,
    /// First and last line that is held.
    held: (u32, u32),
}

const _: () = assert!(size_of::<DemandState<'_>>() <= 128, "each order looks at two lines of a cache");

/// Even arrivals in the present step of the intensity.
#[derive(Debug, Clone, Copy)]
struct Even {
    /// Begin of the step.
    since: Time,
    /// What the integral of the intensity must grow by from there to the first order.
    first: f64,
    /// Orders in the step.
    orders: u64,
}

impl Even {
    /// At the begin of the run.
    fn new(first_at_once: bool) -> Self {
        Even { since: 0, first: f64::from(u8::from(!first_at_once)), orders: 0 }
    }
}

/// What a customer wants of one line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LineRequest {
    pub(crate) part: u32,
    pub(crate) pieces: u32,
    pub(crate) class: u8,
}

/// The streams of all demands, in the order of the model's demands and sites.
pub(crate) fn states<'m, O: Observer>(cx: &Context<'m, O>) -> Vec<DemandState<'m>> {
    let model = cx.model;
    let mut all = Vec::new();
    for (number, demand) in model.demands.iter().enumerate() {
        let table = &model.site_groups[usize::from(demand.table)];
        let class = only_class(&demand.class_up_to);
        for site in table.first..table.first + table.count {
            let lines = demand.lines_per_order.constant();
            let customers = Customers {
                demand: number as u16,
                site,
                spec: demand,
                mix: &model.mixes[usize::from(demand.mix)],
                draws: cx.streams[all.len()],
                lines_each: lines.map_or(0, |lines| lines as u32),
                jobs: demand.jobs.is_some(),
                off_the_shelf: table.sells_off_the_shelf(),
                class,
                counter: cx.topology.immediate_fill_site(demand, site),
            };
            all.push(DemandState {
                customers,
                next: 0,
                then: 0,
                step: 0,
                rate: 0.0,
                until: 0,
                orders: 0,
                lines: 0,
                backlog: if demand.backlog > 0 { model.times.start } else { NEVER },
                even: (demand.arrivals == Arrivals::Even).then(|| Even::new(demand.first_at_once).into()),
                held: (NONE, NONE),
            });
        }
    }
    all
}

/// The class that all lines are of, by the cumulative share of lines by class.
fn only_class(up_to: &[f64]) -> Option<u8> {
    let of_lines = up_to.iter().position(|&up_to| up_to > 0.0)?;
    (up_to[of_lines] >= 1.0).then_some(of_lines as u8)
}

impl DemandState<'_> {
    /// Intensity at an instant in the present step, how long it lasts, and whether its step ends then; `None` past the
    /// last day.
    #[inline]
    fn intensity(&self, demand: &Demand, factors: &[f64], time: Time) -> Option<(f64, Time, bool)> {
        let steps = &demand.intensity;
        let rate = steps[self.step as usize].1;
        let step_ends = steps.get(self.step as usize + 1).map_or(NEVER, |&(from, _)| from);
        if factors.is_empty() {
            return Some((rate, step_ends, true));
        }
        // Past the last day nobody orders.
        let factor = factors.get((time / DAY) as usize)?;
        let until = step_ends.min((time / DAY + 1) * DAY);
        Some((rate * factor, until, until == step_ends))
    }

    /// The next order comes when the integral of the intensity has grown by so much.
    #[inline]
    fn after(&mut self, left: f64, factors: &[Vec<f64>]) {
        // Most orders follow while the intensity is what it was at the last.
        if left < (self.until - self.then) as f64 * self.rate {
            self.then += rounding::up(left / self.rate);
        } else {
            self.after_steps(left, factors);
        }
    }

    /// The order that was drawn ahead, with this number, is the next; draws the one after it. Returns when the stream
    /// acts next.
    #[inline(always)]
    fn turn_to_next(&mut self, number: u64, factors: &[Vec<f64>]) -> Time {
        self.next = self.then;
        if self.then < NEVER {
            self.draw_order(number + 1, factors);
        }
        self.next.min(self.backlog)
    }

    /// Draws when the order with this number comes, from the one before it on.
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
            let Some((rate, until, step_ends)) = self.intensity(demand, factors, time) else { break NEVER };
            let room = (until - time) as f64 * rate;
            if left < room {
                (self.rate, self.until) = (rate, until);
                break time + rounding::up(left / rate);
            }
            if until == NEVER {
                break NEVER;
            }
            left -= room;
            time = until;
            self.step += u32::from(step_ends);
        };
    }

    /// The next order comes one more after the last, to the nearest microsecond.
    fn next_even(&mut self, factors: &[Vec<f64>]) {
        let (demand, factors) = (self.customers.spec, factors[usize::from(self.customers.demand)].as_slice());
        let mut even = self.even.take().expect("a demand with even arrivals keeps them");
        self.then = loop {
            let Even { since, first, orders } = *even;
            let Some((rate, until, step_ends)) = self.intensity(demand, factors, since) else { break NEVER };
            let grown = first + orders as f64;
            let wait = (grown / rate).round();
            let lasts = (until - since) as f64;
            if rate > 0.0 && wait < lasts {
                even.orders += 1;
                break since.saturating_add(wait as Time);
            }
            if until == NEVER {
                break NEVER;
            }
            // What falls on the end of a step comes at the begin of the next.
            *even = Even { since: until, first: (grown - lasts * rate).max(0.0), orders: 0 };
            self.step += u32::from(step_ends);
        };
        self.even = Some(even);
    }
}

impl<O: Observer> Simulation<'_, O> {
    pub(crate) fn start_demand(&mut self) {
        for stream in 0..self.demands.len() as u32 {
            let state = &mut self.demands[stream as usize];
            state.draw_order(0, &self.factors);
            let next = state.turn_to_next(0, &self.factors);
            let customers = state.customers;
            if self.shelves_are_far() {
                self.requests.push(self.request(customers, 0));
            }
            self.cx.schedule(Actor::Demand(stream), next);
        }
    }

    /// The next order of a stream is due, or those held can be entered.
    #[inline(always)]
    pub(crate) fn demand(&mut self, stream: u32) {
        let state = &self.demands[stream as usize];
        let customers = state.customers;
        let up = self.capacities.up(&customers.spec.needs);
        let only_next = state.held.0 == NONE && state.backlog > self.cx.now && !self.waits_for_return(stream);
        if !only_next {
            self.enter_what_waits(stream, up);
        }
        let state = &mut self.demands[stream as usize];
        if state.next > self.cx.now {
            let next = state.next.min(state.backlog);
            self.cx.schedule(Actor::Demand(stream), next);
            return;
        }
        let (number, first) = (state.orders, state.lines);
        let lines = if customers.lines_each > 0 {
            customers.lines_each
        } else {
            let mut generator = customers.draws.generator(number, LINES_OF_ORDER);
            customers.spec.lines_per_order.draw_whole(&mut generator).max(1)
        };
        state.orders += 1;
        state.lines += u64::from(lines);
        // When the next order comes is known already; what depends on nothing that happens here is done first.
        let next = state.turn_to_next(number + 1, &self.factors);
        self.cx.schedule(Actor::Demand(stream), next);
        let request = if self.shelves_are_far() {
            self.turn_to_next_wish(stream, customers, first + u64::from(lines))
        } else {
            self.request(customers, first)
        };
        if lines == 1 {
            self.order_alone(stream, customers, number, first, request, up);
        } else {
            self.order_together(stream, customers, number, first..first + u64::from(lines), request, up);
        }
    }

    /// What waited comes in: lines that were held, customers who wait for the return, the given backlog.
    #[cold]
    fn enter_what_waits(&mut self, stream: u32, up: bool) {
        if up && self.demands[stream as usize].held.0 != NONE {
            self.enter_held(stream);
        }
        if up && self.waits_for_return(stream) {
            self.call_back(stream);
        }
        if self.demands[stream as usize].backlog <= self.cx.now {
            self.order_backlog(stream, up);
        }
    }

    /// The given backlog of a stream: lines that are ordered one by one.
    fn order_backlog(&mut self, stream: u32, up: bool) {
        let state = &mut self.demands[stream as usize];
        state.backlog = NEVER;
        let customers = state.customers;
        let lines = customers.spec.backlog;
        for number in (BACKLOG..).take(lines as usize) {
            let request = self.request(customers, number);
            self.order_alone(stream, customers, number, number, request, up);
        }
    }

    /// The order with this number, of one line with this ordinal.
    #[inline(always)]
    fn order_alone(
        &mut self,
        stream: u32,
        customers: Customers<'_>,
        number: u64,
        ordinal: u64,
        request: LineRequest,
        up: bool,
    ) {
        if self.must_be_ordered(customers, request) {
            let job = if customers.jobs { self.begin_job(stream, number, 1) } else { NONE };
            self.order_wish(stream, customers, ordinal, 1, request, job, up);
        }
        self.cx.observer.order_placed(self.cx.now, stream);
    }

    /// The order with this number, of lines with these ordinals.
    fn order_together(
        &mut self,
        stream: u32,
        customers: Customers<'_>,
        number: u64,
        ordinals: std::ops::Range<u64>,
        first: LineRequest,
        up: bool,
    ) {
        let mut ordering = std::mem::take(&mut self.ordering);
        ordering.push((ordinals.start, first));
        for ordinal in ordinals.skip(1) {
            let request = self.request(customers, ordinal);
            if self.shelves_are_far() {
                self.bring_near_what_they_ask(customers, request.part);
            }
            ordering.push((ordinal, request));
        }
        ordering.retain(|&(_, request)| self.must_be_ordered(customers, request));
        let of_lines = u16::try_from(ordering.len()).unwrap_or(u16::MAX);
        let job = match ordering.len() {
            0 => NONE,
            lines => self.begin_job(stream, number, lines as u32),
        };
        for (ordinal, request) in ordering.drain(..) {
            self.order_wish(stream, customers, ordinal, of_lines, request, job, up);
        }
        self.ordering = ordering;
        self.cx.observer.order_placed(self.cx.now, stream);
    }

    /// What the next line asks for; draws what the line with this ordinal does, which comes after it.
    #[inline(never)]
    fn turn_to_next_wish(&mut self, stream: u32, customers: Customers<'_>, ordinal: u64) -> LineRequest {
        let ahead = self.request(customers, ordinal);
        self.bring_near_what_they_ask(customers, ahead.part);
        std::mem::replace(&mut self.requests[stream as usize], ahead)
    }

    /// Whether a wish is not met off the shelf; a line of no pieces is not ordered.
    #[inline(always)]
    fn must_be_ordered(&mut self, customers: Customers<'_>, request: LineRequest) -> bool {
        request.pieces > 0
            && !(customers.off_the_shelf
                && self.take_off_the_shelf(customers.site, request.part, request.pieces))
    }

    /// One of so many lines of an order.
    #[expect(clippy::too_many_arguments, reason = "what is known of a line before there is one")]
    #[inline(always)]
    fn order_wish(
        &mut self,
        stream: u32,
        customers: Customers<'_>,
        ordinal: u64,
        of_lines: u16,
        mut request: LineRequest,
        job: u32,
        up: bool,
    ) {
        if job != NONE
            && let Some(class) = self.class_by_car(job)
        {
            request.class = class;
        }
        if !up && let Some(when_down) = self.when_down(stream) {
            self.decide(stream, DeferredLine { ordinal, before: 0, job }, request, of_lines, when_down);
            return;
        }
        if up && self.hand_over(customers.counter, stream, ordinal, of_lines, request) {
            return;
        }
        let id = self.order_line(stream, ordinal, of_lines, request);
        if job != NONE {
            self.lines[id].set_job(job);
        }
        if up {
            self.ask_first(id, customers.site, LineKind::Customer);
        } else {
            self.hold(stream, id);
        }
    }

    /// What a line of customers asks for: it follows from its identity, whose numbers these draws are.
    #[inline(always)]
    pub(crate) fn request(&self, customers: Customers<'_>, ordinal: u64) -> LineRequest {
        let (model, demand) = (self.cx.model, customers.spec);
        let mut generator = customers.draws.generator(ordinal, WISH);
        let part = customers.mix.pick(generator.next_u64());
        let class = if let Some(class) = customers.class {
            // Draws are by position: the one for the class is passed over.
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

    /// A line is ordered now, one of so many of an order.
    #[inline(always)]
    pub(crate) fn order_line(
        &mut self,
        stream: u32,
        ordinal: u64,
        of_lines: u16,
        request: LineRequest,
    ) -> u32 {
        let mut line = Line::new(LineKind::Customer, self.cx.now, stream, ordinal, request);
        line.of_lines = of_lines;
        self.cx.observer.ordered(self.cx.now, &line);
        let id = self.lines.add(line);
        if self.cx.topology.lines_may_change {
            self.start_patience(id);
        }
        id
    }

    pub(crate) fn hold(&mut self, stream: u32, id: u32) {
        let (first, last) = &mut self.demands[stream as usize].held;
        if *first == NONE {
            *first = id;
        } else {
            self.lines[*last].next = id;
        }
        *last = id;
        self.set_line_stage(id, Stage::NOT_ENTERED);
    }

    fn enter_held(&mut self, stream: u32) {
        let (mut id, _) = std::mem::replace(&mut self.demands[stream as usize].held, (NONE, NONE));
        while id != NONE {
            let next = std::mem::replace(&mut self.lines[id].next, NONE);
            if self.lines[id].pieces == 0 {
                self.let_go(id);
            } else {
                self.enter(stream, id);
            }
            id = next;
        }
    }

    /// Whether orders of a stream come in now.
    pub(crate) fn takes_orders(&self, stream: u32) -> bool {
        self.capacities.up(&self.demands[stream as usize].customers.spec.needs)
    }

    /// Orders that were held come in now if they can.
    pub(crate) fn wake_demand(&mut self) {
        for stream in 0..self.demands.len() as u32 {
            let state = &self.demands[stream as usize];
            let needs = &state.customers.spec.needs;
            if (state.held.0 != NONE || self.waits_for_return(stream)) && self.capacities.up(needs) {
                self.cx.schedule(Actor::Demand(stream), self.cx.now);
            }
        }
    }
}
