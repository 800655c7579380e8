//! Process route: the steps of a site that a work item passes, from the request to its delivery.
//!
//! A step is a station of the site (see `stations/station.rs`); if one serves only a share of the
//! items, each item is drawn.
//!
//! ```text
//! request ─► before stock ─► [stock] ─► after stock ─► lane ─► arrive ─► inbound ─► receive
//! ```
//!
//! Knows nothing of queues and servers.

use crate::engine::random::Purpose;
use crate::scenario::network::process::WorkUnit;
use crate::simulation::Simulation;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::LineKind;
use crate::simulation::orders::stage::Stage;
use crate::simulation::topology::SiteTopology;
use crate::units::{Ppm, ProcessId, Share, SiteGroupId, SiteId};
use rand::RngExt;

impl<O: Observer> Simulation<'_, O> {
    /// A line comes to the n-th step before stock, or has passed the last.
    #[inline(always)]
    pub(crate) fn before_stock(&mut self, site: SiteId, item: WorkItem, step: usize) {
        let SiteTopology { stages, before, first_station, routes_all, group, .. } =
            self.cx.topology.sites[site];
        let id = self.orders.line_of(item);
        let step = if routes_all {
            step
        } else {
            let steps = &self.cx.model.site_groups[group].before_stock;
            self.next_step(steps, group, step, item)
        };
        if step < usize::from(before) {
            let station = first_station.plus(step);
            if self.stations.rejects(station, &self.orders[id]) {
                self.lose(id, self.orders[id].pieces, LossReason::QueueCapacity(station));
                return;
            }
            self.orders.set_stage(&mut self.cx, id, stages.before(step));
            self.enqueue(station, item);
        } else {
            self.allocate(id);
        }
    }

    /// The first of the steps of a group, from `step` on, that serves an item; their number if none
    /// does.
    fn next_step(&self, steps: &[ProcessId], group: SiteGroupId, step: usize, item: WorkItem) -> usize {
        let serves = |&step: &usize| self.draw_routing(steps[step], group, item);
        (step..steps.len()).find(serves).unwrap_or(steps.len())
    }

    /// True if a process at a site of a group serves an item, or a delivery: drawn by its share.
    fn draw_routing(&self, process: ProcessId, group: SiteGroupId, item: WorkItem) -> bool {
        let process = &self.cx.model.processes[process];
        if process.routing_share == Share::ALL {
            return true;
        }
        let line = &self.orders[self.orders.line_of(item)];
        // The same item at another site has another draw.
        let identity = u64::from(self.orders.number_in_line(item))
            .wrapping_add(self.cx.model.site_groups[group].streams[0]);
        let purpose = Purpose(process.routing_purpose.wrapping_add(identity));
        let mut generator = self.cx.streams[line.stream()].generator(line.ordinal, purpose);
        generator.random_range(0..Ppm::PER_UNIT) < process.routing_share.ppm()
    }

    /// An item comes to the n-th step after stock, or has passed the last.
    #[inline(always)]
    pub(crate) fn outbound(&mut self, site: SiteId, item: WorkItem, step: usize) {
        let SiteTopology { stages, before, after, first_station, routes_all, group, .. } =
            self.cx.topology.sites[site];
        let from = if step == 0 { stages.stock() } else { stages.after(step - 1) };
        let step = if routes_all {
            step
        } else {
            let steps = &self.cx.model.site_groups[group].after_stock;
            self.next_step(steps, group, step, item)
        };
        if step < usize::from(after) {
            if self.orders[self.orders.line_of(item)].source() == site {
                self.orders.move_item(&mut self.cx, item, from, stages.after(step));
            }
            self.enqueue(first_station.plus(usize::from(before) + step), item);
        } else {
            self.ship(site, item, from);
        }
    }

    /// Items, linked as one delivery, come to the n-th inbound step of a site, or have passed the
    /// last.
    pub(crate) fn inbound(&mut self, site: SiteId, delivery: WorkItem, step: usize) {
        self.orders.come_inbound(self.cx.model, site, delivery, step);
        let here = self.cx.topology.sites[site];
        if step < usize::from(here.inbound) {
            let process = self.cx.model.site_groups[here.group].inbound[step];
            let station = here.first_station.plus(usize::from(here.before) + usize::from(here.after) + step);
            let come = |simulation: &mut Self, item| {
                if here.routes_all || simulation.draw_routing(process, here.group, item) {
                    simulation.enqueue(station, item);
                } else {
                    simulation.inbound(site, item, step + 1);
                }
            };
            if self.cx.model.processes[process].per == WorkUnit::Delivery {
                come(self, delivery);
            } else {
                self.for_each_item(site, delivery, come);
            }
        } else {
            self.for_each_item(site, delivery, |simulation, item| simulation.receive(site, item));
        }
    }

    /// A delivery arrives at a site.
    #[inline(never)]
    pub(crate) fn arrive(&mut self, site: SiteId, delivery: WorkItem) {
        // A site with stock cross-docks items for others; a site without stock treats them as all
        // items.
        let SiteTopology { inbound, forwards_all, .. } = self.cx.topology.sites[site];
        let stays = |simulation: &Self, item| {
            let line = &simulation.orders[simulation.orders.line_of(item)];
            forwards_all || line.destination(simulation.cx.model) == site
        };
        if inbound == 0 {
            // Most items come alone and continue immediately: a loop of its own, because a closure
            // given to `for_each_item` would be a call for each item.
            let mut item = delivery;
            while item != WorkItem::NONE {
                let next = self.unload(site, item);
                if stays(self, item) {
                    self.receive(site, item);
                } else {
                    self.ship(site, item, Stage::IN_TRANSIT);
                }
                item = next;
            }
            return;
        }
        let (mut first, mut last) = (WorkItem::NONE, WorkItem::NONE);
        self.for_each_item(site, delivery, |simulation, item| {
            if stays(simulation, item) {
                if first == WorkItem::NONE {
                    first = item;
                } else {
                    simulation.orders.link(last, item);
                }
                last = item;
            } else {
                simulation.ship(site, item, Stage::IN_TRANSIT);
            }
        });
        if first != WorkItem::NONE {
            self.inbound(site, first, 0);
        }
    }

    /// Handles all items of a delivery to a site in order: each may join another list.
    fn for_each_item(
        &mut self,
        site: SiteId,
        delivery: WorkItem,
        mut handle: impl FnMut(&mut Self, WorkItem),
    ) {
        let mut item = delivery;
        while item != WorkItem::NONE {
            let next = self.unload(site, item);
            handle(self, item);
            item = next;
        }
    }

    /// Takes an item off a delivery; returns the next one.
    #[inline(always)]
    fn unload(&mut self, site: SiteId, item: WorkItem) -> WorkItem {
        let next = self.orders.unlink(item);
        self.prefetch_delivery(site, next);
        next
    }

    #[inline(always)]
    fn receive(&mut self, site: SiteId, item: WorkItem) {
        let line = &self.orders[self.orders.line_of(item)];
        if item.is_whole() && line.is_single() && line.destination(self.cx.model) == site {
            let (part, pieces, kind) = (line.part(), line.pieces, line.kind());
            self.orders.deliver_whole(&mut self.cx, item.number());
            self.close(item.number());
            if kind == LineKind::Replenishment {
                self.replenish(site, part, pieces);
            }
        } else {
            self.receive_any(site, item);
        }
    }

    /// The same for an item that continues, or is of a split line or a pair.
    fn receive_any(&mut self, site: SiteId, item: WorkItem) {
        let id = self.orders.line_of(item);
        let line = &self.orders[id];
        if line.is_sent_back() {
            self.take_back(id);
        } else if line.destination(self.cx.model) != site {
            self.outbound(site, item, 0);
        } else if line.kind() == LineKind::Replenishment {
            let (part, pieces) = (line.part(), self.orders.pieces_of(item));
            self.deliver(item);
            self.replenish(site, part, pieces);
        } else {
            self.deliver(item);
        }
    }
}
