//! Looking ahead: what will be looked at soon is brought near while something else is done.
//!
//! Where lines or shelves are many, each lies far from the processor, and to wait for them took a third of the time
//! (docs/performance.md). But mostly it is known before whose turn comes: who stands next in a queue or in the list of
//! a shelf, what arrives next on a lane, what the next customer wants. So nothing here changes what happens, and
//! nothing is looked for: where it is not known without a search who comes next, nobody is brought near.
//!
//! Knows nothing of what becomes of them.

use crate::engine::prefetch::prefetch;
use crate::simulation::Simulation;
use crate::simulation::customers::demand::Customers;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::LineKind;
use crate::simulation::stations::station::{Station, Step};
use crate::simulation::topology::SiteTopology;

/// With more lines than this few of them are near: 200 kB.
const FAR_LINES: usize = 4_096;

/// With more shelves than this few of them are near: 400 kB.
const FAR_SHELVES: usize = 32_768;

/// So many turns before its own a line is brought near, where they follow one another at once.
pub(crate) const AHEAD: u32 = 4;

impl<O: Observer> Simulation<'_, O> {
    /// Whether it is worth it to look ahead for lines.
    #[inline(always)]
    pub(crate) fn lines_are_far(&self) -> bool {
        self.lines.slots().len() > FAR_LINES
    }

    /// Whether it is worth it to look ahead for shelves: the same from the begin to the end of a run.
    #[inline(always)]
    pub(crate) fn shelves_are_far(&self) -> bool {
        self.shelves.all.len() > FAR_SHELVES
    }

    /// Goods will move soon.
    #[inline(always)]
    pub(crate) fn prefetch(&self, goods: WorkItem) {
        if goods.is_split() {
            self.consignments.prefetch(goods.number());
        } else {
            self.lines.prefetch(goods.number());
        }
    }

    /// The shelf of a part at a site will be looked at soon, if there is one.
    pub(crate) fn bring_shelf_near(&self, site: u32, part: u32) {
        if let Some(SiteTopology { stock: Some(stock), first_shelf, .. }) =
            self.cx.topology.sites.get(site as usize)
            && let Some(within) = stock.assortment.shelf_of(part)
            && let Some(shelf) = self.shelves.all.get((first_shelf + within) as usize)
        {
            prefetch(shelf);
        }
    }

    /// Customers will want a part soon.
    #[inline]
    pub(crate) fn bring_near_what_they_ask(&self, customers: Customers<'_>, part: u32) {
        if customers.off_the_shelf {
            self.bring_shelf_near(customers.site, part);
        }
        self.bring_shelf_near(
            self.cx.topology.sites[customers.site as usize].first_source(LineKind::Customer).site,
            part,
        );
    }

    /// What stands first in the queue of a process will be taken soon.
    #[inline(always)]
    pub(crate) fn bring_next_in_queue_near(&self, process: u32) {
        if self.lines_are_far()
            && let Some(ahead) = self.stations[process as usize].queue.ahead()
        {
            self.prefetch(ahead);
        }
    }

    /// Work on goods has begun after which they may come to a shelf.
    #[inline(always)]
    pub(crate) fn bring_near_where_they_go(&self, process: u32, goods: WorkItem) {
        if self.shelves_are_far() && !goods.is_reentry() {
            let Station { step, site, .. } = self.stations[process as usize];
            if matches!(step, Step::BeforeStock(_) | Step::Inbound(_)) {
                self.bring_shelf_near(site, self.lines[self.line_of(goods)].part());
            }
        }
    }

    /// These goods, of a delivery to a site, are handled next; then those behind them.
    #[inline(always)]
    pub(crate) fn bring_delivery_near(&self, site: u32, next: WorkItem) {
        if next == WorkItem::NONE || !self.lines_are_far() {
            return;
        }
        if let Some(behind) = self.goods_of(next).nth(1) {
            self.prefetch(behind);
        }
        self.bring_shelf_near(site, self.lines[self.line_of(next)].part());
    }

    /// A delivery arrives on a lane; others come after it, and lines wait for what they bring.
    #[inline]
    pub(crate) fn bring_arrivals_near(&self, state: u32) {
        if !self.lines_are_far() {
            return;
        }
        let coming = |after| self.lanes[state as usize].coming(after);
        if let Some((_, delivery)) = coming(2) {
            self.prefetch(delivery);
        }
        let shelf_of = |after| coming(after).and_then(|(site, delivery)| self.shelf_for(site, delivery));
        if let Some(list) = shelf_of(1).and_then(|shelf| self.shelves.first_list(shelf)) {
            self.shelves.waiting.prefetch(list);
        }
        if let Some(shelf) = shelf_of(0) {
            self.bring_waiting_near(shelf);
        }
    }

    /// The shelf of a site that goods which come there are for.
    #[inline]
    fn shelf_for(&self, site: u32, goods: WorkItem) -> Option<usize> {
        let line = &self.lines[self.line_of(goods)];
        if line.destination(self.cx.model) == site { self.cx.topology.shelf(site, line.part()) } else { None }
    }

    /// The first lines that wait for a shelf will be served soon.
    pub(crate) fn bring_waiting_near(&self, shelf: usize) {
        if let Some(list) = self.shelves.first_list(shelf) {
            for places in 0..AHEAD {
                self.lines.prefetch(self.shelves.waiting.ahead(list, places));
            }
        }
    }
}
