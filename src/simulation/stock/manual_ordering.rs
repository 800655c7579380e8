//! Manual ordering: replenishment lines that a site writes manually while a system is down.
//!
//! A review that falls due then writes at most as many lines as the rate has allowed since the
//! review before, for the shelves that lack the largest share of their level first. The other
//! shelves stay marked for the next review, or for the return of the system. Under continuous
//! review a line is written as soon as a shelf lacks pieces and the rate allows it.
//!
//! ```text
//! review due, system down ─► shelves that lack most ─► at most n lines ─► ordered
//!                                    └─ the others stay marked
//! ```

use super::Stocks;
use crate::model::{BaseStock, CumulativeRate};
use crate::simulation::context::Context;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::units::{Duration, Instant, SiteId};

/// Ordinals of manual lines of periodic reviews begin here: the same review may be made once more
/// when the system is back.
pub(crate) const FIRST_MANUAL: u64 = 1 << 60;

/// Manual lines that a site has used, on the scale of the lines that the rate allows since the
/// start of the run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ManualQuota {
    /// Periodic reviews: lines used up. Continuous reviews: the scale at which the next line may be
    /// written.
    from: f64,
}

impl CumulativeRate {
    /// The instant at which a number of lines can have been written.
    fn when(&self, lines: f64) -> Instant {
        let step = self.before.partition_point(|&before| before <= lines).max(1) - 1;
        let (from, rate) = self.rate[step];
        if rate <= 0.0 {
            return Instant::NEVER;
        }
        from + Duration::from_micros(((lines - self.before[step]) / rate).ceil() as u64)
    }
}

impl Stocks {
    /// Starts a manual review; returns the number of lines that it writes, each of which follows
    /// from [`next_manual_review_shelf`](Self::next_manual_review_shelf).
    pub(crate) fn start_manual_review<O: Observer>(
        &mut self,
        cx: &Context<'_, O>,
        site: SiteId,
        stock: &BaseStock,
        orders: &CumulativeRate,
    ) -> u16 {
        let now = orders.up_to(cx.now);
        let allowed = now - self.manual_quotas[site].from;
        let mut lacking = self.most_lacking(cx, site, stock);
        // The rounding of a rate must not cost a line.
        let lines = ((allowed + 1e-6) as usize).min(lacking.len());
        // Unused time is not saved if nothing was left to write; a fraction of a line is carried
        // on.
        let left = if lines < lacking.len() { (allowed - lines as f64).max(0.0) } else { 0.0 };
        self.manual_quotas[site].from = now - left;
        lacking.truncate(lines);
        lacking.reverse();
        self.manual_review = lacking;
        u16::try_from(lines).unwrap_or(u16::MAX)
    }

    /// The next shelf that the manual review orders for.
    pub(crate) fn next_manual_review_shelf(&mut self) -> Option<usize> {
        let shelf = self.manual_review.pop()?;
        self.shelves.unmark(shelf);
        Some(shelf)
    }

    /// A review was made with the system: the manual quota counts from now.
    pub(super) fn reset_manual_quota(&mut self, site: SiteId, orders: &CumulativeRate, now: Instant) {
        self.manual_quotas[site].from = orders.up_to(now);
    }

    /// Continuous review: the next shelf for which a manual line may be written now; if there is
    /// none, schedules when the next line may be.
    pub(crate) fn next_manual_shelf<O: Observer>(
        &mut self,
        cx: &mut Context<'_, O>,
        site: SiteId,
        stock: &BaseStock,
        orders: &CumulativeRate,
    ) -> Option<usize> {
        let now = orders.up_to(cx.now);
        let from = self.manual_quotas[site].from;
        if now + 1e-6 < from {
            let next = orders.when(from).max(cx.now + Duration::MICROSECOND);
            cx.schedule(Actor::Review(site), next);
            return None;
        }
        let Some(&shelf) = self.most_lacking(cx, site, stock).first() else {
            cx.schedule(Actor::Review(site), Instant::NEVER);
            return None;
        };
        // At most one line is saved up.
        self.manual_quotas[site].from = if now - from < 1.0 { from + 1.0 } else { now + 1.0 };
        self.shelves.unmark(shelf);
        Some(shelf)
    }

    /// Marked shelves that lack pieces: those that lack the largest share of their level first,
    /// then by part.
    fn most_lacking<O: Observer>(&self, cx: &Context<'_, O>, site: SiteId, stock: &BaseStock) -> Vec<usize> {
        let begin = cx.topology.sites[site].first_shelf as usize;
        let share = |shelf: usize| {
            let missing = self.missing(stock, shelf - begin, shelf);
            (missing > 0).then(|| (missing as f64 / f64::from(stock.level[shelf - begin]), shelf))
        };
        let mut lacking: Vec<(f64, usize)> =
            self.shelves.marked(begin, begin + stock.level.len()).filter_map(share).collect();
        lacking.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        lacking.into_iter().map(|(_, shelf)| shelf).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::test_context::{CENTRE, context, model};

    #[test]
    fn manual_lines_are_limited_by_the_rate() {
        let model = model();
        let mut cx = context(&model);
        let mut stocks = Stocks::new(&model, &cx.topology);
        let stock = cx.topology.base_stock(CENTRE).unwrap();
        // One line every 10 µs from the start on.
        let orders = CumulativeRate::new(vec![(Instant::ORIGIN, 0.1)]);
        stocks.request(stock, 0, 1);
        cx.now = Instant::from_micros(5);
        assert_eq!(stocks.start_manual_review(&cx, CENTRE, stock, &orders), 0);
        assert_eq!(stocks.next_manual_review_shelf(), None);
        cx.now = Instant::from_micros(10);
        assert_eq!(stocks.start_manual_review(&cx, CENTRE, stock, &orders), 1);
        assert_eq!(stocks.next_manual_review_shelf(), Some(0));
        assert_eq!(orders.when(3.0), Instant::from_micros(30));
    }
}
