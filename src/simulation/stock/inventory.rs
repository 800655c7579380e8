//! Inventory: on hand, inventory position and waiting lines of every shelf.
//!
//! A line takes pieces from the shelf unless a line of its class or of a more urgent one already
//! waits there. Missing pieces wait, by class and then first come, first served; arriving pieces
//! serve waiting lines before they stay on the shelf.
//!
//! ```text
//! line ─► [shelf] ─► outbound           position = on hand + on order − backorders
//!            ▲  └─ waits (by class) ◄─ missing pieces
//!      put on hand
//! ```
//!
//! On hand and position are written in this file only. It knows nothing of how goods come and go.

use super::Stocks;
use crate::engine::prefetch::{PREFETCH_DISTANCE, prefetch};
use crate::engine::slab::{NONE, Slab};
use crate::engine::unrolled_lists::{UnrolledList, UnrolledLists};
use crate::model::{BaseStock, Model};
use crate::scenario::stock::Supply;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use crate::simulation::orders::Orders;
use crate::simulation::topology::{SiteTopology, Topology};
use crate::units::SiteId;

/// With more shelves than this, few of them are cached: 400 kB.
const CACHED_SHELVES: usize = 32_768;

/// Stock of one part at one site.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    /// Pieces on hand.
    pub on_hand: u32,
    /// Inventory position: on hand + on order − backorders \[pieces\].
    pub position: i32,
    /// Queue of waiting lines, or [`NONE`].
    queue: u32,
}

const _: () = assert!(size_of::<Shelf>() <= 12, "a network has millions");

/// Pieces of a shelf for a line that waited for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) line: u32,
    pub(crate) pieces: u32,
}

/// All shelves, site by site, and the lines that wait for them.
#[derive(Debug, Clone)]
pub(super) struct Shelves {
    all: Vec<Shelf>,
    /// Bits of the shelves whose position changed since their last review.
    changed: Vec<u64>,
    queues: Slab<usize>,
    /// Waiting lines, by queue and class.
    lists: Vec<UnrolledList>,
    waiting: UnrolledLists,
    classes: usize,
}

impl Shelves {
    pub(super) fn new(model: &Model, topology: &Topology<'_>) -> Self {
        let empty = Shelf { on_hand: 0, position: 0, queue: NONE };
        let mut all = vec![empty; topology.shelf_slots];
        for site in &topology.sites {
            let levels = site.stock.map_or(&[][..], |stock| &stock.level);
            for (shelf, &level) in all[site.first_shelf as usize..].iter_mut().zip(levels) {
                *shelf = Shelf { on_hand: level, position: level as i32, queue: NONE };
            }
        }
        let words = all.len().div_ceil(64);
        Shelves {
            all,
            changed: vec![0; words],
            queues: Slab::default(),
            lists: Vec::new(),
            waiting: UnrolledLists::default(),
            classes: model.classes.len(),
        }
    }

    /// A line requests pieces: they leave the inventory position, and the shelf is marked for its
    /// next review unless reviews are continuous.
    #[inline(always)]
    pub(super) fn request(&mut self, stock: &BaseStock, shelf: usize, pieces: u32) {
        self.all[shelf].position -= pieces as i32;
        if stock.reviews.is_some() {
            self.mark(shelf);
        }
    }

    /// Pieces are ordered for the shelf.
    #[inline]
    pub(super) fn order(&mut self, shelf: usize, pieces: i64) {
        self.all[shelf].position += pieces as i32;
    }

    /// Pieces on hand.
    #[inline(always)]
    pub(super) fn on_hand(&self, shelf: usize) -> u32 {
        self.all[shelf].on_hand
    }

    /// Inventory position.
    #[inline(always)]
    pub(super) fn position(&self, shelf: usize) -> i32 {
        self.all[shelf].position
    }

    /// Takes pieces from the shelf.
    #[inline(always)]
    pub(super) fn remove(&mut self, shelf: usize, pieces: u32) {
        self.all[shelf].on_hand -= pieces;
    }

    /// Marks a shelf for the next review.
    #[inline(always)]
    pub(super) fn mark(&mut self, shelf: usize) {
        self.changed[shelf / 64] |= 1 << (shelf % 64);
    }

    /// The marked shelves from `begin`, where a word of bits begins, up to `end`.
    pub(super) fn marked(&self, begin: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        (begin / 64..end.div_ceil(64)).flat_map(|word| {
            let mut bits = self.changed[word];
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(word * 64 + bit as usize)
            })
        })
    }

    /// Removes the mark of a shelf.
    pub(super) fn unmark(&mut self, shelf: usize) {
        self.changed[shelf / 64] &= !(1 << (shelf % 64));
    }

    /// Removes the mark of the first marked shelf from `shelf` on, before `end`; returns that
    /// shelf.
    pub(super) fn take_marked(&mut self, shelf: usize, end: usize) -> Option<usize> {
        let mut word = shelf / 64;
        while word * 64 < end {
            if self.changed[word] != 0 {
                let found = word * 64 + self.changed[word].trailing_zeros() as usize;
                self.changed[word] &= self.changed[word] - 1;
                return Some(found);
            }
            word += 1;
        }
        None
    }

    /// True if a line of this class, or of a more urgent one, waits for the shelf.
    #[inline(always)]
    pub(super) fn waits_before(&self, shelf: usize, class: u8) -> bool {
        match self.all[shelf].queue {
            NONE => false,
            queue => {
                let begin = queue as usize * self.classes;
                self.lists[begin..=begin + usize::from(class)].iter().any(|list| !list.is_empty())
            }
        }
    }

    /// The waiting lines of the most urgent class, of which the first is served next.
    #[inline(always)]
    fn first_list(&self, shelf: usize) -> Option<UnrolledList> {
        let queue = self.all[shelf].queue;
        if queue == NONE {
            return None;
        }
        let begin = queue as usize * self.classes;
        self.lists[begin..begin + self.classes].iter().copied().find(|list| !list.is_empty())
    }

    /// Adds a line behind those of its class that wait for a shelf; returns its place.
    #[inline(always)]
    fn wait(&mut self, shelf: usize, id: u32, class: u8) -> u32 {
        if self.all[shelf].queue == NONE {
            let queue = self.queues.add(shelf);
            self.all[shelf].queue = queue;
            let needed = (queue as usize + 1) * self.classes;
            if self.lists.len() < needed {
                self.lists.resize(needed, UnrolledList::EMPTY);
            }
        }
        let queue = self.all[shelf].queue as usize;
        let list = &mut self.lists[queue * self.classes + usize::from(class)];
        self.waiting.push(list, id)
    }

    /// Removes a waiting line of a class from its place.
    #[inline(always)]
    fn leave(&mut self, shelf: usize, class: u8, place: u32) {
        let queue = self.all[shelf].queue;
        let begin = queue as usize * self.classes;
        let lists = &mut self.lists[begin..begin + self.classes];
        let list = &mut lists[usize::from(class)];
        self.waiting.take(list, place);
        if list.is_empty() && lists.iter().all(|list| list.is_empty()) {
            self.all[shelf].queue = NONE;
            self.queues.remove(queue);
        }
    }
}

impl Stocks {
    /// All shelf slots, for the view of observers.
    pub(crate) fn shelf_slots(&self) -> &[Shelf] {
        &self.shelves.all
    }

    /// Pieces that a line of a class can take from a shelf now: none if another line goes before
    /// it.
    #[inline(always)]
    pub(crate) fn available(&self, shelf: usize, class: u8) -> u32 {
        if self.shelves.waits_before(shelf, class) { 0 } else { self.shelves.all[shelf].on_hand }
    }

    /// A line requests pieces of a shelf.
    #[inline(always)]
    pub(crate) fn request(&mut self, stock: &BaseStock, shelf: usize, pieces: u32) {
        self.shelves.request(stock, shelf, pieces);
    }

    /// Waiting pieces are cancelled, or pieces that were not ordered are on their way to the shelf:
    /// the position is larger, so there is nothing more to order.
    pub(crate) fn raise_position(&mut self, shelf: usize, pieces: u32) {
        self.shelves.order(shelf, pieces.into());
    }

    /// Takes pieces from a shelf for a line or a workshop.
    #[inline(always)]
    pub(crate) fn pick<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        shelf: usize,
        site: SiteId,
        part: u32,
        pieces: u32,
    ) {
        self.shelves.remove(shelf, pieces);
        cx.observer.picked(cx.now, site, part, pieces);
    }

    /// Puts pieces on a shelf; returns the pieces on hand before.
    #[inline(always)]
    pub(crate) fn put_on_hand<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        shelf: usize,
        site: SiteId,
        part: u32,
        pieces: u32,
    ) -> u32 {
        let before = self.shelves.all[shelf].on_hand;
        self.shelves.all[shelf].on_hand += pieces;
        cx.observer.stocked(cx.now, site, part, pieces);
        before
    }

    /// Pieces on hand.
    #[inline(always)]
    pub(crate) fn on_hand(&self, shelf: usize) -> u32 {
        self.shelves.on_hand(shelf)
    }

    /// Sets the pieces on hand in the initial state.
    pub(crate) fn set_initial(&mut self, shelf: usize, on_hand: u32) {
        self.shelves.all[shelf].on_hand = on_hand;
    }

    /// True if any line waits for the shelf.
    #[inline(always)]
    pub(crate) fn has_waiting(&self, shelf: usize) -> bool {
        self.shelves.all[shelf].queue != NONE
    }

    /// Adds a line behind those of its class that wait for a shelf; returns its place in the list.
    #[inline(always)]
    pub(crate) fn wait(&mut self, shelf: usize, id: u32, class: u8) -> u32 {
        self.shelves.wait(shelf, id, class)
    }

    /// Removes a waiting line, at whatever place.
    pub(crate) fn leave(&mut self, shelf: usize, id: u32, orders: &Orders) {
        let line = &orders[id];
        self.shelves.leave(shelf, line.class, line.shelf_place());
    }

    /// Takes the pieces of the next waiting line from a shelf: all that it lacks, or the rest of
    /// the shelf if lines may be supplied in part. `None` if no line waits, or the shelf is short.
    #[inline(always)]
    pub(crate) fn next_grant<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        shelf: usize,
        orders: &Orders,
    ) -> Option<Grant> {
        let list = self.shelves.first_list(shelf)?;
        let id = self.shelves.waiting.first(list);
        let line = &orders[id];
        let (on_hand, needed) = (self.shelves.on_hand(shelf), orders.waiting_pieces(id));
        let pieces = if on_hand >= needed {
            if orders.exceed_cache() {
                orders.prefetch_line(self.shelves.waiting.ahead(list, PREFETCH_DISTANCE));
            }
            self.shelves.leave(shelf, line.class, line.shelf_place());
            needed
        } else {
            let whole =
                cx.topology.base_stock(line.source()).is_some_and(|stock| stock.supply == Supply::Whole);
            if on_hand == 0 || whole {
                return None;
            }
            on_hand
        };
        self.pick(cx, shelf, line.source(), line.part(), pieces);
        cx.observer.allocated_later(cx.now, line, pieces);
        Some(Grant { line: id, pieces })
    }

    /// True if shelves exceed the cache, so that prefetching pays: constant during a run.
    #[inline(always)]
    pub(crate) fn exceed_cache(&self) -> bool {
        self.shelves.all.len() > CACHED_SHELVES
    }

    /// Prefetches the shelf of a part at a site, if there is one.
    pub(crate) fn prefetch(&self, topology: &Topology<'_>, site: SiteId, part: u32) {
        if let Some(SiteTopology { stock: Some(stock), first_shelf, .. }) = topology.sites.get(site)
            && let Some(within) = stock.assortment.shelf_of(part)
            && let Some(shelf) = self.shelves.all.get((first_shelf + within) as usize)
        {
            prefetch(shelf);
        }
    }

    /// Prefetches the list of lines that wait for a shelf.
    #[inline]
    pub(crate) fn prefetch_list(&self, shelf: usize) {
        if let Some(list) = self.shelves.first_list(shelf) {
            self.shelves.waiting.prefetch(list);
        }
    }

    /// Prefetches the first lines that wait for a shelf.
    pub(crate) fn prefetch_waiting(&self, shelf: usize, orders: &Orders) {
        if let Some(list) = self.shelves.first_list(shelf) {
            for places in 0..PREFETCH_DISTANCE {
                orders.prefetch_line(self.shelves.waiting.ahead(list, places));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::orders::line::{Line, LineKind, LineRequest};
    use crate::simulation::test_context::{CENTRE, LEVEL, ORDER_STREAM, context, model};
    use crate::units::Instant;

    /// A line of a class that waits for the only shelf of the centre.
    fn waiting_line(orders: &mut Orders, stock: &mut Stocks, class: u8, pieces: u32) -> u32 {
        let request = LineRequest { part: 0, pieces, class };
        let id = orders.add(Line::new(LineKind::Customer, Instant::ORIGIN, ORDER_STREAM, 1, request));
        orders.set_source(id, CENTRE);
        let place = stock.wait(0, id, class);
        orders.set_shelf_place(id, place);
        id
    }

    #[test]
    fn waiting_lines_are_served_by_class_and_then_in_order_of_arrival() {
        let model = model();
        let mut cx = context(&model);
        let (mut orders, mut stock) = (Orders::new(&model), Stocks::new(&model, &cx.topology));
        stock.pick(&mut cx, 0, CENTRE, 0, LEVEL);
        let late = waiting_line(&mut orders, &mut stock, 1, 2);
        let later = waiting_line(&mut orders, &mut stock, 1, 2);
        let urgent = waiting_line(&mut orders, &mut stock, 0, 1);
        assert_eq!(stock.next_grant(&mut cx, 0, &orders), None);
        stock.put_on_hand(&mut cx, 0, CENTRE, 0, 4);
        let mut grants = Vec::new();
        while let Some(Grant { line, pieces }) = stock.next_grant(&mut cx, 0, &orders) {
            grants.push((line, pieces));
        }
        // The last line gets the rest of the shelf and continues to wait.
        assert_eq!(grants, [(urgent, 1), (late, 2), (later, 1)]);
        assert!(stock.has_waiting(0) && stock.on_hand(0) == 0);
    }

    #[test]
    fn a_line_goes_behind_waiting_lines_of_its_class_but_not_of_less_urgent_ones() {
        let model = model();
        let cx = context(&model);
        let (mut orders, mut stock) = (Orders::new(&model), Stocks::new(&model, &cx.topology));
        let id = waiting_line(&mut orders, &mut stock, 1, 1);
        assert_eq!([stock.available(0, 0), stock.available(0, 1)], [LEVEL, 0]);
        stock.leave(0, id, &orders);
        assert_eq!(stock.available(0, 1), LEVEL);
    }
}
