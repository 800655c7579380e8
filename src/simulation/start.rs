//! The start: full shelves, or the steady state.

use super::Simulation;
use super::observer::Observer;
use crate::model::Stock;

impl<O: Observer> Simulation<'_, O> {
    /// Tells what stands on the shelves at the start.
    pub(super) fn fill_shelves(&mut self) {
        for (site, &table) in (0..).zip(&self.model.table_of) {
            let Stock::BaseStock(stock) = &self.model.tables[usize::from(table)].stock else { continue };
            let first = self.shelves.first[site as usize] as usize;
            for (shelf, &part) in self.shelves.all[first..].iter().zip(&stock.part_of_shelf) {
                self.observer.supplied(part, shelf.on_hand);
                self.observer.stocked(0, site, part, shelf.on_hand);
            }
        }
    }
}
