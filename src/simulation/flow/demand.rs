//! Demand: orders of customers, with the shelf of their retailer, their jobs and outage responses.

use crate::engine::slab::NONE;
use crate::model::OutageBehaviour;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::Simulation;
use crate::simulation::customers::Customers;
use crate::simulation::customers::demand::{CustomerGroup, NextOrder, request};
use crate::simulation::customers::outage_response::DeferredLine;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::{Line, LineKind, LineRequest};
use crate::simulation::orders::stage::Stage;
use crate::units::{Instant, SiteId, StreamId};

/// Lines of a deferred order: each line is an order of its own.
const ONE_LINE: u16 = 1;

impl<O: Observer> Simulation<'_, O> {
    /// The next order of a stream is due, or its held lines can be entered.
    #[inline(always)]
    pub(crate) fn demand(&mut self, stream: StreamId) {
        let customers = self.customers.group(stream);
        let up = self.capacities.up(&customers.spec.needs);
        if self.customers.has_pending(stream, self.cx.now) {
            self.enter_pending(stream, up);
        }
        let Some(order) = self.customers.next_order(&mut self.cx, stream) else { return };
        let NextOrder { number, first, lines } = order;
        let request = if self.stock.exceed_cache() {
            self.take_request(stream, customers, first + u64::from(lines))
        } else {
            request(self.cx.model, customers, first)
        };
        if lines == 1 {
            self.order_one_line(stream, customers, number, first, request, up);
        } else {
            self.order_lines(stream, customers, order, request, up);
        }
    }

    /// The request drawn ahead for the next line; draws and prefetches that of the line after it.
    #[inline(never)]
    fn take_request(&mut self, stream: StreamId, customers: CustomerGroup<'_>, ordinal: u64) -> LineRequest {
        let request = self.customers.take_request(&self.cx, stream, ordinal);
        self.prefetch_sources(customers, self.customers.part_ahead(stream));
        request
    }

    /// Enters held lines, deferred orders and the backlog of a stream.
    #[cold]
    fn enter_pending(&mut self, stream: StreamId, up: bool) {
        if up {
            let mut item = WorkItem::whole(self.customers.take_held(stream));
            while item != WorkItem::NONE {
                let next = self.orders.unlink(item);
                if self.orders[item.number()].pieces == 0 {
                    self.orders.remove_tombstone(item.number());
                } else {
                    self.enter_held(stream, item);
                }
                item = next;
            }
            self.customers.draw_deferred(&mut self.cx, stream);
        }
        for number in self.customers.take_backlog(stream, self.cx.now) {
            let customers = self.customers.group(stream);
            let request = request(self.cx.model, customers, number);
            self.order_one_line(stream, customers, number, number, request, up);
        }
    }

    /// The order with this number, of one line with this ordinal.
    #[inline(always)]
    fn order_one_line(
        &mut self,
        stream: StreamId,
        customers: CustomerGroup<'_>,
        number: u64,
        ordinal: u64,
        request: LineRequest,
        up: bool,
    ) {
        if self.must_be_ordered(customers, request) {
            let job =
                if customers.jobs { self.customers.begin_job(&mut self.cx, stream, number, 1) } else { NONE };
            self.order_line(stream, customers, ordinal, 1, request, job, up);
        }
        self.cx.observer.order_placed(self.cx.now, stream);
    }

    /// An order of several lines, the first of which has this request.
    fn order_lines(
        &mut self,
        stream: StreamId,
        customers: CustomerGroup<'_>,
        order: NextOrder,
        first: LineRequest,
        up: bool,
    ) {
        let mut lines = self.customers.take_order_buffer();
        lines.push((order.first, first));
        for ordinal in order.first + 1..order.first + u64::from(order.lines) {
            let request = request(self.cx.model, customers, ordinal);
            if self.stock.exceed_cache() {
                self.prefetch_sources(customers, request.part);
            }
            lines.push((ordinal, request));
        }
        lines.retain(|&(_, request)| self.must_be_ordered(customers, request));
        let of_lines = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let job = match lines.len() {
            0 => NONE,
            lines => self.customers.begin_job(&mut self.cx, stream, order.number, lines as u32),
        };
        for &(ordinal, request) in &lines {
            self.order_line(stream, customers, ordinal, of_lines, request, job, up);
        }
        self.customers.return_order_buffer(lines);
        self.cx.observer.order_placed(self.cx.now, stream);
    }

    /// True if a request is not met from the shelf of the retailer; a line of no pieces is not
    /// ordered.
    #[inline(always)]
    fn must_be_ordered(&mut self, customers: CustomerGroup<'_>, request: LineRequest) -> bool {
        request.pieces > 0
            && !(customers.tries_retail_shelf
                && self.take_off_the_shelf(customers.site, request.part, request.pieces))
    }

    /// A workshop takes pieces from the shelf of its retailer, if that has all of them.
    fn take_off_the_shelf(&mut self, site: SiteId, part: u32, pieces: u32) -> bool {
        let Some(shelf) = self.stock.take_off_the_shelf(&mut self.cx, site, part, pieces) else {
            return false;
        };
        self.review_if_continuous(site, shelf);
        true
    }

    #[inline(always)]
    fn review_if_continuous(&mut self, site: SiteId, shelf: usize) {
        if let Some(stock) = self.cx.topology.base_stock(site)
            && stock.reviews.is_none()
        {
            self.review_shelf(site, stock, shelf);
        }
    }

    /// One of a number of lines of an order.
    #[expect(clippy::too_many_arguments, reason = "the properties of a line before there is one")]
    #[inline(always)]
    fn order_line(
        &mut self,
        stream: StreamId,
        customers: CustomerGroup<'_>,
        ordinal: u64,
        of_lines: u16,
        mut request: LineRequest,
        job: u32,
        up: bool,
    ) {
        if job != NONE
            && let Some(class) = self.customers.class_by_car(job)
        {
            request.class = class;
        }
        if !up && let Some(when_down) = customers.spec.when_down.as_ref() {
            let wanted = DeferredLine::wanted_now(self.cx.now, ordinal, job);
            self.respond(stream, wanted, request, of_lines, when_down);
            return;
        }
        let site = customers.immediate_fill_site;
        if up
            && let Some(shelf) =
                self.stock.fill_immediately(&mut self.cx, site, stream, ordinal, of_lines, request)
        {
            self.review_if_continuous(site, shelf);
            return;
        }
        let id = self.add_line(stream, self.cx.now, ordinal, of_lines, request);
        if job != NONE {
            self.orders.set_job(id, job);
        }
        if up {
            self.request_for(id, customers.site, LineKind::Customer);
        } else {
            self.hold(stream, id);
        }
    }

    /// Adds a line that is ordered now, one of a number of lines of an order.
    #[inline(always)]
    fn add_line(
        &mut self,
        stream: StreamId,
        wanted: Instant,
        ordinal: u64,
        of_lines: u16,
        request: LineRequest,
    ) -> u32 {
        let mut line = Line::new(LineKind::Customer, self.cx.now, stream, ordinal, request);
        line.wanted = wanted;
        line.of_lines = of_lines;
        self.cx.observer.ordered(self.cx.now, &line);
        let id = self.orders.add(line);
        if self.cx.topology.lines_may_change {
            self.customers.start_timers(&mut self.cx, &self.orders, id);
        }
        id
    }

    /// A line that cannot be entered now is held.
    pub(crate) fn hold(&mut self, stream: StreamId, id: u32) {
        let last = self.customers.hold(stream, id);
        if last != NONE {
            self.orders.link(WorkItem::whole(last), WorkItem::whole(id));
        }
        self.orders.set_stage(&mut self.cx, id, Stage::NOT_ENTERED);
    }

    /// True if orders of a stream can be entered now.
    pub(crate) fn takes_orders(&self, stream: StreamId) -> bool {
        self.capacities.up(&self.customers.group(stream).spec.needs)
    }

    /// A customer who finds a system down responds.
    fn respond(
        &mut self,
        stream: StreamId,
        line: DeferredLine,
        request: LineRequest,
        of_lines: u16,
        when_down: &OutageBehaviour,
    ) {
        match Customers::draw_response(&self.cx, stream, line, request.class, when_down) {
            OutageResponse::OnPaper => {
                let id = self.add_line(stream, line.wanted, line.ordinal, of_lines, request);
                self.orders.set_job(id, line.job);
                self.hold(stream, id);
            }
            OutageResponse::Deferred => self.customers.defer(&mut self.cx, stream, line, request),
            response @ (OutageResponse::Elsewhere | OutageResponse::Lost) => {
                self.cx.observer.demand_lost(self.cx.now, &line.line(stream, request), response);
                self.customers.job_line_done(&mut self.cx, line.job);
            }
        }
    }

    /// A deferred line of a stream is ordered.
    pub(crate) fn deferred_order(&mut self, stream: StreamId) {
        let customers = self.customers.group(stream);
        let (Some(when_down), Some(line)) =
            (customers.spec.when_down.as_ref(), self.customers.pop_deferred(stream))
        else {
            return;
        };
        let mut request = request(self.cx.model, customers, line.ordinal);
        let as_deferred = LineRequest { class: line.class, ..request };
        request.class = self.customers.class_by_car(line.job).unwrap_or(request.class);
        self.customers.end_deferral(line.job);
        self.cx.observer.deferral_ended(self.cx.now, &line.line(stream, as_deferred));
        if self.takes_orders(stream) {
            let id = self.add_line(stream, line.wanted, line.ordinal, ONE_LINE, request);
            self.orders.set_job(id, line.job);
            self.request(id);
        } else {
            let again = DeferredLine { before: line.before + 1, ..line };
            self.respond(stream, again, request, ONE_LINE, when_down);
        }
        self.cx.observer.order_placed(self.cx.now, stream);
        self.customers.schedule_deferred(&mut self.cx, stream);
    }

    /// A held line is entered: at the order desk, if its customers have one, or immediately.
    fn enter_held(&mut self, stream: StreamId, item: WorkItem) {
        match self.cx.topology.order_desk_of_stream(stream) {
            Some(station) => {
                self.orders.set_at_desk(item.number(), true);
                self.enqueue(station, item);
            }
            None => self.enter(item.number()),
        }
    }

    /// A held line has been entered.
    pub(crate) fn enter(&mut self, id: u32) {
        self.orders.set_at_desk(id, false);
        self.orders.set_stage(&mut self.cx, id, Stage::NONE);
        self.request(id);
    }
}
