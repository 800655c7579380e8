//! Retail shelf: off-the-shelf fill rate, the share of workshop lines filled from the shelf of
//! their own retailer.
//!
//! Counted in lines, at the instant of the demand, whatever becomes of the lines that must be
//! ordered.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::Observer;
use crate::units::{Instant, SiteId};

/// Recorder of the lines that workshops want of their retailer's shelf.
#[derive(Debug)]
pub(crate) struct RetailShelf<'m> {
    model: &'m Model,
    days: Days,
    /// Lines wanted and lines filled, by site group and counted day.
    wanted: Vec<u32>,
    filled: Vec<u32>,
}

impl<'m> RetailShelf<'m> {
    /// A recorder without lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let days = Days::of(model);
        let cells = vec![0; model.site_groups.len() * days.counted()];
        RetailShelf { model, days, wanted: cells.clone(), filled: cells }
    }

    #[inline]
    fn wants(&mut self, now: Instant, site: SiteId, filled: bool) {
        let Some(day) = self.days.counted_day(now).filter(|&day| day < self.days.counted()) else { return };
        let cell = self.model.group_of[site].index() * self.days.counted() + day;
        self.wanted[cell] += 1;
        self.filled[cell] += u32::from(filled);
    }
}

impl Observer for RetailShelf<'_> {
    #[inline]
    fn off_the_shelf_fill(&mut self, now: Instant, site: SiteId, _: u32, _: u32) {
        self.wants(now, site, true);
    }

    #[inline]
    fn retail_shelf_short(&mut self, now: Instant, site: SiteId, _: u32, _: u32) {
        self.wants(now, site, false);
    }
}

impl Recorder for RetailShelf<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let days = self.days.counted();
        for group in self.model.site_groups.ids() {
            let of_group = group.index() * days..(group.index() + 1) * days;
            let (wanted, filled) = (&self.wanted[of_group.clone()], &self.filled[of_group]);
            let sum = |lines: &[u32]| lines.iter().map(|&lines| f64::from(lines)).sum::<f64>();
            let all = sum(wanted);
            if all == 0.0 {
                continue;
            }
            let share = |(&filled, &wanted): (&u32, &u32)| match wanted {
                0 => f64::NAN,
                wanted => f64::from(filled) / f64::from(wanted),
            };
            let cell = cell(&[(Dim::Site, group.index())]);
            let shares = filled.iter().zip(wanted).map(share).collect();
            out.daily(ids::OFF_THE_SHELF_FILL_RATE_DAILY, cell, shares);
            let lines = wanted.iter().map(|&lines| f64::from(lines)).collect();
            out.daily(ids::WORKSHOP_LINES, cell, lines);
            out.ratio(ids::OFF_THE_SHELF_FILL_RATE, cell, sum(filled), all);
        }
    }
}
