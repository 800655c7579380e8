//! Steps of a site: what goods go through, one after another, from when a site is asked until they are with who asked.
//!
//! A step is a process of the site (see `process.rs`); where one takes only a share of what comes by, each is drawn.
//!
//! ```text
//! asked ─► before stock ─► [stock] ─► after stock ─► lane ─► arrive ─► inbound ─► receive: on the shelf, or with who asked
//! ```
//!
//! Knows nothing of queues and servers.

use crate::engine::random::Purpose;
use crate::scenario::network::process::WorkUnit;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::LineKind;
use crate::simulation::orders::stage::Stage;
use crate::simulation::topology::SiteTopology;
use crate::units::{Ppm, ProcessId, Share};
use rand::RngExt;

impl<O: Observer> Simulation<'_, O> {
    /// A line comes to the n-th step before stock, or has passed the last.
    #[inline(always)]
    pub(crate) fn before_stock(&mut self, site: u32, goods: WorkItem, step: usize) {
        let SiteTopology { stages, before, first_station, routes_all, group: table, .. } =
            self.cx.topology.sites[site as usize];
        let line = self.line_of(goods);
        let step = if routes_all {
            step
        } else {
            let listed = &self.cx.model.site_groups[usize::from(table)].before_stock;
            self.first_visited(listed, table, step, goods)
        };
        if step < usize::from(before) {
            let process = first_station + step as u32;
            if self.rejects(process, line) {
                return;
            }
            self.set_line_stage(line, stages.before(step));
            self.enqueue(process, goods);
        } else {
            self.allocate(line);
        }
    }

    /// The first step of a list of a table, from `step` on, that goods go through; the length of the list if they pass all
    /// by.
    fn first_visited(&self, listed: &[ProcessId], table: u16, step: usize, goods: WorkItem) -> usize {
        let visited = |&step: &usize| self.visits_by_chance(listed[step], usize::from(table), goods);
        (step..listed.len()).find(visited).unwrap_or(listed.len())
    }

    /// Whether goods, or a delivery, go through a process at a site of a table: drawn for each by its share.
    fn visits_by_chance(&self, process: ProcessId, table: usize, goods: WorkItem) -> bool {
        let process = &self.cx.model.processes[process];
        if process.routing_share == Share::ALL {
            return true;
        }
        let line = &self.lines[self.line_of(goods)];
        // The same goods at another site are asked anew.
        let asked =
            u64::from(self.number_of(goods)).wrapping_add(self.cx.model.site_groups[table].streams[0]);
        let purpose = Purpose(process.routing_purpose.wrapping_add(asked));
        let mut generator = self.cx.streams[line.stream() as usize].generator(line.ordinal, purpose);
        generator.random_range(0..Ppm::PER_UNIT) < process.routing_share.ppm()
    }

    /// Goods come to the n-th step after stock, or have passed the last.
    #[inline(always)]
    pub(crate) fn outbound(&mut self, site: u32, goods: WorkItem, step: usize) {
        let SiteTopology { stages, before, after, first_station, routes_all, group: table, .. } =
            self.cx.topology.sites[site as usize];
        let from = if step == 0 { stages.stock() } else { stages.after(step - 1) };
        let step = if routes_all {
            step
        } else {
            let listed = &self.cx.model.site_groups[usize::from(table)].after_stock;
            self.first_visited(listed, table, step, goods)
        };
        if step < usize::from(after) {
            if self.lines[self.line_of(goods)].source() == site {
                self.move_goods(goods, from, stages.after(step));
            }
            self.enqueue(first_station + u32::from(before) + step as u32, goods);
        } else {
            self.ship(site, goods, from);
        }
    }

    /// Goods, linked as one delivery, come to the n-th inbound step of a site, or have passed the last.
    pub(crate) fn inbound(&mut self, site: u32, delivery: WorkItem, step: usize) {
        self.goods_come_in(site, delivery, step);
        let here = self.cx.topology.sites[site as usize];
        if step < usize::from(here.inbound) {
            let process = self.cx.model.site_groups[usize::from(here.group)].inbound[step];
            let process_here =
                here.first_station + u32::from(here.before) + u32::from(here.after) + step as u32;
            let come = |simulation: &mut Self, goods| {
                if here.routes_all || simulation.visits_by_chance(process, usize::from(here.group), goods) {
                    simulation.enqueue(process_here, goods);
                } else {
                    simulation.inbound(site, goods, step + 1);
                }
            };
            if self.cx.model.processes[process].per == WorkUnit::Delivery {
                come(self, delivery);
            } else {
                self.each_of(site, delivery, come);
            }
        } else {
            self.each_of(site, delivery, |simulation, goods| simulation.receive(site, goods));
        }
    }

    /// Goods arrive at a site.
    #[inline(never)]
    pub(crate) fn arrive(&mut self, site: u32, delivery: WorkItem) {
        // A site that holds stock hands on what is for others from lorry to lorry; one that holds none does
        // with it what it does with all goods.
        let SiteTopology { inbound, forwards_all, .. } = self.cx.topology.sites[site as usize];
        if inbound == 0 {
            // Most goods come alone and go on at once: written out, as what `each_of` is given would be a call for each.
            let mut goods = delivery;
            while goods != WorkItem::NONE {
                let next = self.take_off(site, goods);
                if forwards_all || self.lines[self.line_of(goods)].destination(self.cx.model) == site {
                    self.receive(site, goods);
                } else {
                    self.ship(site, goods, Stage::ON_THE_WAY);
                }
                goods = next;
            }
            return;
        }
        let (mut first, mut last) = (WorkItem::NONE, WorkItem::NONE);
        self.each_of(site, delivery, |simulation, goods| {
            if forwards_all
                || simulation.lines[simulation.line_of(goods)].destination(simulation.cx.model) == site
            {
                if first == WorkItem::NONE {
                    first = goods;
                } else {
                    simulation.link(last, goods);
                }
                last = goods;
            } else {
                simulation.ship(site, goods, Stage::ON_THE_WAY);
            }
        });
        if first != WorkItem::NONE {
            self.inbound(site, first, 0);
        }
    }

    /// Handles all goods of a delivery to a site, one after another: each may leave it for another list.
    fn each_of(&mut self, site: u32, delivery: WorkItem, mut handle: impl FnMut(&mut Self, WorkItem)) {
        let mut goods = delivery;
        while goods != WorkItem::NONE {
            let next = self.take_off(site, goods);
            handle(self, goods);
            goods = next;
        }
    }

    /// Takes goods off a delivery to a site; returns those behind them, whose turn is next.
    #[inline(always)]
    fn take_off(&mut self, site: u32, goods: WorkItem) -> WorkItem {
        let next = self.unlink(goods);
        self.bring_delivery_near(site, next);
        next
    }

    #[inline(always)]
    fn receive(&mut self, site: u32, goods: WorkItem) {
        let line = &self.lines[self.line_of(goods)];
        if goods.is_whole() && line.is_alone() && line.destination(self.cx.model) == site {
            let (part, pieces, kind) = (line.part(), line.pieces, line.kind());
            self.deliver_whole(goods.number());
            if kind == LineKind::Replenishment {
                self.replenish(site, part, pieces);
            }
        } else {
            self.receive_any(site, goods);
        }
    }

    /// The same where goods go on, are a part of a line, or of one that was ordered twice.
    fn receive_any(&mut self, site: u32, goods: WorkItem) {
        let line = &self.lines[self.line_of(goods)];
        if line.is_sent_back() {
            self.take_back(self.line_of(goods));
        } else if line.destination(self.cx.model) != site {
            self.outbound(site, goods, 0);
        } else if line.kind() == LineKind::Replenishment {
            let (part, pieces) = (line.part(), self.pieces_of(goods));
            self.deliver(goods);
            self.replenish(site, part, pieces);
        } else {
            self.deliver(goods);
        }
    }
}
