//! Orders by hand: what a site writes for its stock while a system that its reviews need is down.
//!
//! At a review that falls due then, at most as many lines are written as the rate allows since the review before; the
//! shelves that lack most of their level go first. What is left stays marked for the next review, or for the
//! return of the system. Where reviews are continuous a line is written as soon as a shelf lacks something, and the next
//! one when the rate allows it.
//!
//! ```text
//! review due, system down ─► shelves that lack most ─► so many lines ─► ask
//!                                    └─ the rest stays marked
//! ```

use crate::engine::{NEVER, Time};
use crate::model::{BaseStock, ManualOrders};
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;

/// Lines of periodic reviews that were written by hand are numbered from here: the same review may be made once more
/// when the system is back.
pub(crate) const WRITTEN: u64 = 1 << 60;

/// What a site may write by hand; all in lines that the rate allows since the begin.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ManualQuota {
    /// Periodic reviews: up to where it is used. Continuous reviews: from where on the next line may be written.
    from: f64,
}

impl ManualOrders {
    /// The instant at which so many can be.
    fn when(&self, lines: f64) -> Time {
        let step = self.before.partition_point(|&before| before <= lines).max(1) - 1;
        let (from, rate) = self.rate[step];
        if rate > 0.0 { from + ((lines - self.before[step]) / rate).ceil() as Time } else { NEVER }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// A periodic review that falls due while the system is down is written by hand.
    pub(crate) fn review_by_hand(&mut self, site: u32, stock: &BaseStock, orders: &ManualOrders) {
        let now = orders.up_to(self.cx.now);
        let allowed = now - self.manual_quotas[site as usize].from;
        let lacking = self.most_lacking(site, stock);
        // The rounding of a rate must not cost a line.
        let lines = ((allowed + 1e-6) as usize).min(lacking.len());
        // Who had nothing left to write does not save the time; a broken line is gone on with.
        let left = if lines < lacking.len() { (allowed - lines as f64).max(0.0) } else { 0.0 };
        self.manual_quotas[site as usize].from = now - left;
        let of_lines = u16::try_from(lines).unwrap_or(u16::MAX);
        for &shelf in &lacking[..lines] {
            self.shelves.settle(shelf);
            self.order_up(site, stock, shelf, of_lines, WRITTEN);
        }
    }

    /// A review was made with the system: what may be written by hand counts from here.
    pub(crate) fn put_pen_down(&mut self, site: u32, orders: &ManualOrders) {
        self.manual_quotas[site as usize].from = orders.up_to(self.cx.now);
    }

    /// Continuous review: writes what may be written now, and sets when the next line may be.
    pub(crate) fn write_lines(&mut self, site: u32, stock: &BaseStock, orders: &ManualOrders) {
        let now = orders.up_to(self.cx.now);
        while now + 1e-6 >= self.manual_quotas[site as usize].from {
            let Some(&shelf) = self.most_lacking(site, stock).first() else {
                self.cx.schedule(Actor::Review(site), NEVER);
                return;
            };
            let pen = &mut self.manual_quotas[site as usize];
            // At most one line is saved up.
            pen.from = if now - pen.from < 1.0 { pen.from + 1.0 } else { now + 1.0 };
            self.shelves.settle(shelf);
            self.order_up(site, stock, shelf, 1, 0);
        }
        let next = orders.when(self.manual_quotas[site as usize].from).max(self.cx.now + 1);
        self.cx.schedule(Actor::Review(site), next);
    }

    /// Shelves that are marked and lack pieces: those that lack most of their level first, then by part.
    fn most_lacking(&self, site: u32, stock: &BaseStock) -> Vec<usize> {
        let begin = self.cx.topology.sites[site as usize].first_shelf as usize;
        let share = |shelf: usize| {
            let missing = self.missing(stock, site, shelf);
            (missing > 0).then(|| (missing as f64 / f64::from(stock.level[shelf - begin]), shelf))
        };
        let mut lacking: Vec<(f64, usize)> =
            self.shelves.changed(begin, begin + stock.level.len()).filter_map(share).collect();
        lacking.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        lacking.into_iter().map(|(_, shelf)| shelf).collect()
    }
}
