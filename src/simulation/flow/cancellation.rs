//! Cancellation: lets lines leave the books, by delivery, by their customers' acts or by loss.
//!
//! A line that gets nothing of a lost sale is closed; its job no longer waits for it, and of a line
//! and its duplicate order the other continues alone.
//!
//! ```text
//! delivered ──┐                        ┌─► its duplicate order is cancelled, or redundant
//! cancelled ──┼─► closes ─► repair job ┤
//! lost ───────┘                        └─► the number of the line is free
//! ```

use crate::model::ImpatienceAction;
use crate::scenario::network::site::SiteKind;
use crate::simulation::Simulation;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::cancellation::Location;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::stage::Stage;

impl<O: Observer> Simulation<'_, O> {
    /// A line leaves the books, and its repair job no longer waits for it.
    #[inline(always)]
    pub(crate) fn close(&mut self, id: u32) {
        let job = self.orders.close(id);
        self.customers.job_line_done(&mut self.cx, job);
    }

    /// Delivers a work item in transit.
    pub(crate) fn deliver(&mut self, item: WorkItem) {
        let id = self.orders.line_of(item);
        if item.is_whole() && self.orders[id].is_single() {
            self.orders.deliver_whole(&mut self.cx, id);
            self.close(id);
            return;
        }
        if self.orders[id].is_redundant() {
            let pieces = self.orders.pieces_of(item);
            self.send_back(id, pieces);
        }
        if self.orders.deliver(&mut self.cx, item) {
            self.all_delivered(id);
            self.close(id);
        }
    }

    /// The last pieces of a line, which may be of a pair, are delivered.
    fn all_delivered(&mut self, id: u32) {
        if self.orders[id].is_duplicate() {
            self.settle_pair(id);
            self.cx.observer.duplicate_ended(self.cx.now, &self.orders[id]);
        } else {
            self.cx.observer.filled(self.cx.now, &self.orders[id]);
            self.settle_pair(id);
        }
    }

    /// Customers act by a rule of impatience, on all lines that are due now.
    pub(crate) fn act_impatiently(&mut self, rule: u16) {
        while let Some(id) = self.customers.next_impatient(&mut self.cx, &self.orders, rule) {
            match self.cx.model.impatience[usize::from(rule)].act {
                ImpatienceAction::Escalates(class) => self.change_class(id, class),
                ImpatienceAction::OrdersAgain { .. } => self.order_duplicate(rule, id),
                ImpatienceAction::Cancels => {
                    // Patience ends when service begins.
                    if !self.orders[id].in_service() && self.cancel(id) {
                        self.settle_pair(id);
                        self.cx.observer.cancelled(self.cx.now, &self.orders[id]);
                        self.close(id);
                    }
                }
            }
        }
    }

    /// Gives a line a more urgent class, at its place.
    fn change_class(&mut self, id: u32, to: u8) {
        if to >= self.orders[id].class {
            return;
        }
        let location = self.orders.location(&self.cx, id);
        if let Location::Shelf(shelf) = location {
            self.stock.leave(shelf, id, &self.orders);
        }
        self.orders.set_class(&mut self.cx, id, to);
        match location {
            Location::Shelf(shelf) => {
                self.wait_for_shelf(shelf, id);
                self.serve_waiting(shelf, self.orders[id].source());
            }
            Location::Queue(station) => {
                if self.stations.ranks_by_class(station) {
                    self.orders.add_tombstone(id);
                    self.stations.requeue(&self.cx, &self.orders, station, id);
                    // A policy may accept its new class and not its old one.
                    self.resume_queue(station);
                }
            }
            Location::Elsewhere => {}
        }
    }

    /// Takes a line from its place, if nothing of it has been allocated; returns true if it did.
    /// The line is in the books until it is closed.
    fn cancel(&mut self, id: u32) -> bool {
        if !self.orders.can_be_cancelled(&self.cx, id) {
            return false;
        }
        let location = self.orders.location(&self.cx, id);
        match location {
            Location::Shelf(shelf) => {
                self.stock.leave(shelf, id, &self.orders);
                let line = &self.orders[id];
                self.stock.raise_position(shelf, line.pieces);
                self.cx.observer.backorder_cancelled(self.cx.now, line, line.pieces);
            }
            Location::Queue(station) => {
                self.orders.add_tombstone(id);
                self.stations.cancel(&mut self.cx, station, WorkItem::whole(id));
                self.report_state(station);
            }
            // Not entered, or in service.
            Location::Elsewhere => self.orders.add_tombstone(id),
        }
        self.orders.set_stage(&mut self.cx, id, Stage::NONE);
        if let Location::Shelf(shelf) = location {
            self.serve_waiting(shelf, self.orders[id].source());
        }
        true
    }

    /// A customer orders a late line in duplicate by a rule, once.
    fn order_duplicate(&mut self, rule: u16, id: u32) {
        if !self.orders[id].is_single() {
            return;
        }
        let duplicate = self.orders.duplicate(&mut self.cx, rule, id);
        let stream = self.orders[id].stream();
        if self.takes_orders(stream) {
            self.request(duplicate);
        } else {
            self.hold(stream, duplicate);
        }
    }

    /// A line of a pair is delivered, or cancelled by its customer: the other one, if it is open,
    /// is cancelled or redundant.
    fn settle_pair(&mut self, id: u32) {
        let Some((other, rule)) = self.orders.settle_pair(id) else { return };
        if self.cancel(other) {
            if self.orders[other].is_duplicate() {
                self.cx.observer.duplicate_ended(self.cx.now, &self.orders[other]);
            } else {
                self.cx.observer.filled(self.cx.now, &self.orders[other]);
            }
            self.close(other);
        } else {
            self.orders.set_redundant(&mut self.cx, other, rule);
            // Its job has the pieces already.
            let job = self.orders.take_job(other);
            self.customers.job_line_done(&mut self.cx, job);
        }
    }

    /// A customer returns redundant pieces of a line.
    fn send_back(&mut self, id: u32, pieces: u32) {
        let line = self.orders[id];
        let Some(rule) = self.orders.rule_of_pair(id) else { return };
        let ImpatienceAction::OrdersAgain { returns_after } = self.cx.model.impatience[usize::from(rule)].act
        else {
            return;
        };
        // Returned pieces are as urgent as replenishment.
        let class = self.cx.topology.base_stock(line.source()).map_or(line.class, |stock| stock.class);
        let returned = self.orders.add(line.sent_back(pieces, class));
        let back = self.cx.now + returns_after;
        self.customers.send_back(&mut self.cx, rule, back, returned);
    }

    /// The earliest returned line of a rule is back at its source.
    pub(crate) fn customer_return(&mut self, rule: u16) {
        let Some(id) = self.customers.pop_return(&mut self.cx, rule) else { return };
        let site = self.orders[id].destination(self.cx.model);
        let group = self.cx.model.group_of[site];
        if self.cx.model.site_groups[group].kind == SiteKind::Supplier {
            self.take_back(id);
        } else {
            self.arrive(site, WorkItem::whole(id));
        }
    }

    /// Returned pieces have passed the last inbound step.
    pub(crate) fn take_back(&mut self, id: u32) {
        let line = self.orders[id];
        let (site, part, pieces) = (line.source(), line.part(), line.pieces);
        self.close(id);
        match self.cx.topology.shelf(site, part) {
            Some(shelf) => {
                self.stock.raise_position(shelf, pieces);
                self.put_on_hand(shelf, site, part, pieces);
            }
            None => self.cx.observer.written_off(self.cx.now, part, pieces),
        }
    }

    /// A customer's line loses pieces, none of which have been allocated; with all of them it
    /// closes.
    pub(crate) fn lose(&mut self, id: u32, pieces: u32, reason: LossReason) {
        if pieces == self.orders[id].pieces {
            self.orders.set_stage(&mut self.cx, id, Stage::NONE);
            self.cx.observer.lost(self.cx.now, &self.orders[id], pieces, reason);
            self.orders.dissolve_pair(id);
            self.close(id);
            return;
        }
        self.cx.observer.lost(self.cx.now, &self.orders[id], pieces, reason);
        self.orders.remove_pieces(id, pieces);
        let line = &self.orders[id];
        if line.stage() != Stage::NONE {
            self.cx.observer.pieces_move(self.cx.now, line, pieces, line.stage(), Stage::NONE);
        }
    }
}
