//! Stock: shelves, who gets what is on them, and what waits for more.
//!
//! A line takes what is on the shelf at once, unless a line of its class or a more urgent one waits there
//! already. What is not there waits, by class and then first come first served; what arrives goes to those
//! that wait before it goes on the shelf.
//!
//! ```text
//! line ─► [shelf] ─► outbound           position = on hand + on order − what waits
//!            ▲  └─ waits (by class) ◄─ what is not there
//!      put on hand
//! ```
//!
//! Knows nothing of how goods come and go.

use crate::engine::slab::{NONE, Slab};
use crate::engine::unrolled_lists::{UnrolledList, UnrolledLists};
use crate::model::{BaseStock, Model};
use crate::scenario::stock::{ShortageResponse, Supply};
use crate::simulation::Simulation;
use crate::simulation::flow::prefetch::AHEAD;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::topology::{SiteTopology, Topology};

/// Stock of one part at one site.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    /// Pieces on hand.
    pub on_hand: u32,
    /// Inventory position: on hand + on order − what waits.
    pub position: i32,
    /// What waits for it, or [`NONE`].
    queue: u32,
}

const _: () = assert!(size_of::<Shelf>() <= 12, "a network has millions");

/// All shelves, site by site, and what waits for them.
#[derive(Debug, Clone)]
pub(crate) struct Shelves {
    pub(crate) all: Vec<Shelf>,
    /// Shelves whose position changed since the last review, as bits.
    changed: Vec<u64>,
    queues: Slab<usize>,
    /// Lines that wait, by queue and class.
    lists: Vec<UnrolledList>,
    pub(crate) waiting: UnrolledLists,
    classes: usize,
}

impl Shelves {
    pub(crate) fn new(model: &Model, topology: &Topology<'_>) -> Self {
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

    /// Changes the inventory position of a shelf; it is marked for the next review unless there is one at each demand.
    #[inline(always)]
    pub(crate) fn ask(&mut self, stock: &BaseStock, shelf: usize, pieces: u32) {
        self.all[shelf].position -= pieces as i32;
        if stock.reviews.is_some() {
            self.mark(shelf);
        }
    }

    /// Marks a shelf for the next review.
    #[inline(always)]
    pub(crate) fn mark(&mut self, shelf: usize) {
        self.changed[shelf / 64] |= 1 << (shelf % 64);
    }

    /// What waited for a shelf does so no longer: the position is larger, so there is nothing more to order.
    pub(crate) fn give_up(&mut self, shelf: usize, pieces: u32) {
        self.all[shelf].position += pieces as i32;
    }

    /// The shelves from `begin`, where a word of bits begins, up to `end` whose position has changed since they were
    /// last taken.
    pub(crate) fn changed(&self, begin: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        (begin / 64..end.div_ceil(64)).flat_map(|word| {
            let mut bits = self.changed[word];
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(word * 64 + bit as usize)
            })
        })
    }

    /// Takes the mark off a shelf.
    pub(crate) fn settle(&mut self, shelf: usize) {
        self.changed[shelf / 64] &= !(1 << (shelf % 64));
    }

    /// The first shelf from `shelf` on, before `end`, whose position has changed since it was last taken here.
    pub(crate) fn take_changed(&mut self, shelf: usize, end: usize) -> Option<usize> {
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

    /// Whether a line of this class, or of a more urgent one, waits for the shelf.
    #[inline(always)]
    pub(crate) fn waits_before(&self, shelf: usize, class: u8) -> bool {
        match self.all[shelf].queue {
            NONE => false,
            queue => {
                let begin = queue as usize * self.classes;
                self.lists[begin..=begin + usize::from(class)].iter().any(|list| !list.is_empty())
            }
        }
    }

    /// Whether any line waits for the shelf.
    pub(crate) fn is_waited_for(&self, shelf: usize) -> bool {
        self.all[shelf].queue != NONE
    }

    /// The lines of the most urgent class that wait for a shelf, of which the first is served next.
    #[inline(always)]
    pub(crate) fn first_list(&self, shelf: usize) -> Option<UnrolledList> {
        let queue = self.all[shelf].queue;
        if queue == NONE {
            return None;
        }
        let begin = queue as usize * self.classes;
        self.lists[begin..begin + self.classes].iter().copied().find(|list| !list.is_empty())
    }

    /// A line comes last of those of its class that wait for a shelf.
    #[inline(always)]
    pub(crate) fn wait(&mut self, shelf: usize, id: u32, lines: &mut Slab<Line>) {
        if self.all[shelf].queue == NONE {
            let queue = self.queues.add(shelf);
            self.all[shelf].queue = queue;
            let needed = (queue as usize + 1) * self.classes;
            if self.lists.len() < needed {
                self.lists.resize(needed, UnrolledList::EMPTY);
            }
        }
        let queue = self.all[shelf].queue as usize;
        let line = &mut lines[id];
        let list = &mut self.lists[queue * self.classes + usize::from(line.class)];
        line.turn = self.waiting.push(list, id);
    }

    /// Takes a waiting line, wherever it stands among those of its class, off the list.
    #[inline(always)]
    pub(crate) fn leave(&mut self, shelf: usize, id: u32, lines: &Slab<Line>) {
        let queue = self.all[shelf].queue;
        let begin = queue as usize * self.classes;
        let lists = &mut self.lists[begin..begin + self.classes];
        let Line { turn, class, .. } = lines[id];
        let list = &mut lists[usize::from(class)];
        self.waiting.take(list, turn);
        if list.is_empty() && lists.iter().all(|list| list.is_empty()) {
            self.all[shelf].queue = NONE;
            self.queues.remove(queue);
        }
    }
}

impl<'m, O: Observer> Simulation<'m, O> {
    /// Gives a line what its source has, lets the rest wait, passes it on, or loses it.
    #[inline(always)]
    pub(crate) fn allocate(&mut self, id: u32) {
        let line = &self.lines[id];
        let (source, part, kind) = (line.source(), line.part(), line.kind());
        let (class, pieces) = (line.class, line.pieces);
        let SiteTopology { stock, first_shelf, .. } = self.cx.topology.sites[source as usize];
        let Some(stock) = stock else {
            self.cx.observer.supplied(self.cx.now, part, pieces);
            self.cx.observer.first_pick(self.cx.now, &self.lines[id], pieces);
            self.give(id, pieces);
            return;
        };
        let Some(within) = stock.assortment.shelf_of(part) else {
            let passed = self.pass_on(id, false);
            assert!(passed, "the model has a source for every part that can be asked");
            return;
        };
        let shelf = (first_shelf + within) as usize;
        let on_hand =
            if self.shelves.waits_before(shelf, class) { 0 } else { self.shelves.all[shelf].on_hand };
        let given = match stock.supply {
            _ if on_hand >= pieces => pieces,
            Supply::Part => on_hand,
            Supply::Whole => 0,
        };
        self.cx.observer.first_pick(self.cx.now, &self.lines[id], given);
        if given < pieces && self.pass_on(id, true) {
            return;
        }
        let mut pieces = pieces;
        if given < pieces && stock.shortage == ShortageResponse::Lost && kind == LineKind::Customer {
            self.lose(id, pieces - given, LossReason::Stock);
            pieces = given;
            if given == 0 {
                return;
            }
        }
        self.shelves.ask(stock, shelf, pieces);
        if given > 0 {
            self.take(shelf, source, part, given);
            self.cx.observer.given_at_once(self.cx.now, &self.lines[id], given);
            self.give(id, given);
        }
        if given < pieces {
            let place = self.cx.topology.sites[source as usize].stages.stock();
            if given == 0 {
                self.set_line_stage(id, place);
            }
            self.shelves.wait(shelf, id, &mut self.lines);
            self.cx.observer.waits_for_stock(self.cx.now, &self.lines[id], pieces - given, Some(self.cx.now));
        }
        if stock.reviews.is_none() {
            self.review_shelf(source, stock, shelf);
        }
    }

    #[inline(always)]
    pub(crate) fn take(&mut self, shelf: usize, site: u32, part: u32, pieces: u32) {
        self.shelves.all[shelf].on_hand -= pieces;
        self.cx.observer.picked(self.cx.now, site, part, pieces);
    }

    /// Puts pieces that a site ordered on its shelf and serves those that wait for them.
    #[inline(always)]
    pub(crate) fn replenish(&mut self, site: u32, part: u32, pieces: u32) {
        let shelf = self.cx.topology.shelf(site, part).expect("only shelves are replenished");
        let before = self.shelves.all[shelf].on_hand;
        self.put_on_hand(shelf, site, part, pieces);
        let after = self.shelves.all[shelf].on_hand;
        self.cx.observer.replenished(self.cx.now, site, part, before, after);
    }

    /// Puts pieces on a shelf of a site and serves those that wait for them.
    #[inline(always)]
    pub(crate) fn put_on_hand(&mut self, shelf: usize, site: u32, part: u32, pieces: u32) {
        self.shelves.all[shelf].on_hand += pieces;
        self.cx.observer.stocked(self.cx.now, site, part, pieces);
        self.serve_waiting(shelf, site, part);
    }

    /// Serves those that wait for a shelf with what is on it.
    #[inline(always)]
    pub(crate) fn serve_waiting(&mut self, shelf: usize, site: u32, part: u32) {
        if !self.shelves.is_waited_for(shelf) {
            return;
        }
        let far = self.lines_are_far();
        if far {
            self.bring_waiting_near(shelf);
        }
        let whole = self.cx.topology.base_stock(site).is_some_and(|stock| stock.supply == Supply::Whole);
        while let Some(list) = self.shelves.first_list(shelf) {
            let id = self.shelves.waiting.first(list);
            let (on_hand, needed) = (self.shelves.all[shelf].on_hand, self.waiting_pieces(id));
            if on_hand >= needed {
                if far {
                    self.lines.prefetch(self.shelves.waiting.ahead(list, AHEAD));
                }
                self.shelves.leave(shelf, id, &self.lines);
                self.take(shelf, site, part, needed);
                self.cx.observer.given_later(self.cx.now, &self.lines[id], needed);
                self.give(id, needed);
            } else {
                if on_hand > 0 && !whole {
                    self.take(shelf, site, part, on_hand);
                    self.cx.observer.given_later(self.cx.now, &self.lines[id], on_hand);
                    self.give(id, on_hand);
                }
                return;
            }
        }
    }
}
