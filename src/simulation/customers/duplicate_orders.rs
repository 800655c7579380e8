//! Ordering again: a second order of a late line, and what comes of the one that is not needed.
//!
//! The second order asks for the same pieces; its identity derives from the line, so no other draw changes. When the
//! first of the two has come, the other is withdrawn. Where any piece of the other is picked already it travels on;
//! its customer sends it back, and some time later its pieces are at the site that gave them, which puts them on the
//! shelf through its inbound processes.
//!
//! ```text
//! line ────────► late ────────────────► comes first ─► second order is withdrawn, or sent back:
//! second order   └──► asked ─► ... ───► picked ─► comes ─► returns after ─► inbound ─► shelf
//! ```
//!
//! A second order is no demand. If it comes first, the line itself is told as filled, unless it is picked too.

use crate::engine::due_queue::DueQueue;
use crate::engine::slab::NONE;
use crate::engine::{NEVER, Time};
use crate::model::{ImpatienceAction, Model};
use crate::scenario::network::site::SiteKind;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Pair;
use std::collections::BTreeMap;

/// Second orders are numbered from here, far above the lines of a stream.
const AGAIN: u64 = 1 << 61;

/// Lines that were ordered again, and what is sent back.
#[derive(Debug, Clone, Default)]
pub(crate) struct DuplicateOrders {
    /// Of each line of a pair, the other, or [`NONE`] when it has come, and the rule.
    of: BTreeMap<u32, (u32, u16)>,
    /// By rule of impatience: what is on its way back.
    sent_back: Vec<DueQueue<Time, u32>>,
}

impl DuplicateOrders {
    /// Nothing is ordered again yet.
    pub(crate) fn new(model: &Model) -> Self {
        DuplicateOrders { of: BTreeMap::new(), sent_back: vec![DueQueue::default(); model.impatience.len()] }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// A customer orders a line again by a rule, if he has not before.
    pub(crate) fn order_again(&mut self, rule: u16, id: u32) {
        let line = self.lines[id];
        if line.pair() != Pair::Alone {
            return;
        }
        let again = self.lines.add(line.again(self.cx.now, AGAIN + line.ordinal));
        self.lines[id].set_pair(Pair::OrderedAgain);
        self.duplicate_orders.of.insert(id, (again, rule));
        self.duplicate_orders.of.insert(again, (id, rule));
        self.cx.observer.ordered_again(self.cx.now, &self.lines[again]);
        if self.takes_orders(line.stream()) {
            self.ask(again);
        } else {
            self.hold(line.stream(), again);
        }
    }

    /// The last pieces of a line are with who asked for them.
    pub(crate) fn all_delivered(&mut self, id: u32) {
        let pair = self.lines[id].pair();
        if self.lines[id].is_again() {
            self.settle_pair(id);
            self.cx.observer.again_ended(self.cx.now, &self.lines[id]);
        } else {
            self.cx.observer.filled(self.cx.now, &self.lines[id]);
            if pair != Pair::Alone {
                self.settle_pair(id);
            }
        }
    }

    /// A line of a pair has come, or is withdrawn by its customer: the other, if it is open, is not needed.
    pub(crate) fn settle_pair(&mut self, id: u32) {
        let Some((other, rule)) = self.duplicate_orders.of.remove(&id) else { return };
        if other == NONE {
            return;
        }
        self.duplicate_orders.of.remove(&other);
        let again = self.lines[other].is_again();
        if self.withdraw(other) {
            if again {
                self.cx.observer.again_ended(self.cx.now, &self.lines[other]);
            } else {
                self.cx.observer.filled(self.cx.now, &self.lines[other]);
            }
            self.close(other);
        } else {
            self.lines[other].set_pair(if again { Pair::SurplusAgain } else { Pair::Surplus });
            self.duplicate_orders.of.insert(other, (NONE, rule));
            self.cx.observer.redundant_pick(self.cx.now, &self.lines[other]);
            // Of a line that comes second its job has the pieces already.
            self.leaves_job(other);
        }
    }

    /// A line of a pair is given up: the other goes on alone.
    pub(crate) fn leaves_pair(&mut self, id: u32) {
        let Some((other, _)) = self.duplicate_orders.of.remove(&id) else { return };
        if other != NONE {
            self.duplicate_orders.of.remove(&other);
            if self.lines[other].pair() == Pair::OrderedAgain {
                self.lines[other].set_pair(Pair::Alone);
            }
        }
    }

    /// A customer sends pieces back that came second.
    pub(crate) fn send_back(&mut self, id: u32, pieces: u32) {
        let line = self.lines[id];
        let Some(&(_, rule)) = self.duplicate_orders.of.get(&id) else { return };
        let ImpatienceAction::OrdersAgain { returns_after } = self.cx.model.impatience[usize::from(rule)].act
        else {
            return;
        };
        // What comes back is as urgent as what fills up the shelf.
        let class = self.cx.topology.base_stock(line.source()).map_or(line.class, |stock| stock.class);
        let back = self.lines.add(line.sent_back(pieces, class));
        let sent_back = &mut self.duplicate_orders.sent_back[usize::from(rule)];
        sent_back.push(self.cx.now + returns_after, back);
        let first = sent_back.first().unwrap_or(NEVER);
        self.cx.schedule(Actor::CustomerReturn(rule), first);
    }

    /// The earliest of what customers send back by a rule is at the site that gave it.
    pub(crate) fn sent_back_arrives(&mut self, rule: u16) {
        let sent_back = &mut self.duplicate_orders.sent_back[usize::from(rule)];
        let arrived = sent_back.pop();
        let first = sent_back.first().unwrap_or(NEVER);
        self.cx.schedule(Actor::CustomerReturn(rule), first);
        let Some((_, id)) = arrived else { return };
        let site = self.lines[id].destination(self.cx.model);
        if self.cx.model.site_groups[usize::from(self.cx.model.group_of[site as usize])].kind
            == SiteKind::Supplier
        {
            self.take_back(id);
        } else {
            self.arrive(site, WorkItem::whole(id));
        }
    }

    /// What was sent back has passed the last inbound step.
    pub(crate) fn take_back(&mut self, id: u32) {
        let line = self.lines[id];
        let (site, part, pieces) = (line.source(), line.part(), line.pieces);
        self.close(id);
        match self.cx.topology.shelf(site, part) {
            Some(shelf) => {
                self.shelves.give_up(shelf, pieces);
                self.put_on_hand(shelf, site, part, pieces);
            }
            None => self.cx.observer.written_off(self.cx.now, part, pieces),
        }
    }
}
