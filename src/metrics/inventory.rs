//! Inventory: pieces on hand and their value, by site group.

use super::{Days, Recorder, ReplicationResult};
use crate::model::{Model, Stock};
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, SiteId};

/// Recorder of goods put on shelves and taken from them.
#[derive(Debug)]
pub(crate) struct OnHand<'m> {
    model: &'m Model,
    days: Days,
    /// Pieces by site group and segment.
    pieces: Vec<i64>,
    /// First row of the site group of each site.
    row_of: IndexVec<SiteId, u32>,
    daily_pieces: Vec<Vec<f64>>,
    daily_value: Vec<Vec<f64>>,
}

impl<'m> OnHand<'m> {
    /// A recorder of empty shelves.
    pub(crate) fn new(model: &'m Model) -> Self {
        let segments = model.segments.len();
        OnHand {
            model,
            days: Days::of(model),
            pieces: vec![0; model.site_groups.len() * segments],
            row_of: model.group_of.iter().map(|&group| u32::from(group.get()) * segments as u32).collect(),
            daily_pieces: vec![Vec::new(); model.site_groups.len()],
            daily_value: vec![Vec::new(); model.site_groups.len()],
        }
    }

    #[inline(always)]
    fn change(&mut self, site: SiteId, part: u32, pieces: i64) {
        let segment = usize::from(self.model.segment_of[part as usize]);
        self.pieces[self.row_of[site] as usize + segment] += pieces;
    }
}

impl Observer for OnHand<'_> {
    #[inline]
    fn stocked(&mut self, _: Instant, site: SiteId, part: u32, pieces: u32) {
        self.change(site, part, i64::from(pieces));
    }

    #[inline(always)]
    fn picked(&mut self, _: Instant, site: SiteId, part: u32, pieces: u32) {
        self.change(site, part, -i64::from(pieces));
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        if self.days.counted_day(now - Duration::MICROSECOND).is_none() {
            return;
        }
        for (table, by_segment) in self.pieces.chunks(self.model.segments.len().max(1)).enumerate() {
            let value: f64 = by_segment
                .iter()
                .zip(&self.model.segments)
                .map(|(&n, segment)| n as f64 * segment.value)
                .sum();
            self.daily_pieces[table].push(by_segment.iter().sum::<i64>() as f64);
            self.daily_value[table].push(value);
        }
    }
}

impl Recorder for OnHand<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let daily = self.daily_pieces.into_iter().zip(self.daily_value);
        for (group, (listed, (pieces, value))) in self.model.site_groups.iter().zip(daily).enumerate() {
            if matches!(listed.stock, Stock::BaseStock(_)) {
                out.daily(ids::ON_HAND, cell(&[(Dim::Site, group)]), pieces);
                out.daily(ids::STOCK_VALUE, cell(&[(Dim::Site, group)]), value);
            }
        }
    }
}
