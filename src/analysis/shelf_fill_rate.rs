//! Shelf fill rate: the share of the pieces requested of a shelf that its level is expected to fill
//! immediately.

use super::stock_levels::{Cover, expected_fill_rate};
use crate::model::{BaseStock, Model};
use crate::units::{DAY, SiteGroupId};

/// Number of positions at which a fill rate that changes with the position is computed.
const POINTS: u32 = 16;

/// Expected fill rate of a part at the shelves of a site group, for a number of pieces a day and a
/// time between two reviews \[microseconds\]; 1 for a part that is not held.
pub(super) fn shelf_fill_rate(
    model: &Model,
    group: SiteGroupId,
    held: &BaseStock,
    part: usize,
    pieces_per_day: f64,
    between_reviews: f64,
) -> f64 {
    let Some(shelf) = held.assortment.shelf_of(part as u32) else { return 1.0 };
    let per_microsecond = pieces_per_day / DAY as f64;
    let cover = Cover {
        in_lead_time: per_microsecond * held.lead_time as f64,
        between_reviews: per_microsecond * between_reviews,
        ratio: model.line_size(group, part as u32).ratio(),
    };
    let shelf = shelf as usize;
    let level = held.level[shelf];
    match held.replenishment.range(level, shelf) {
        ..=1 => expected_fill_rate(level, cover),
        // The position is uniform over its range.
        range => {
            let points = range.min(POINTS);
            let under =
                |point: u32| (u64::from(range) * u64::from(2 * point + 1) / u64::from(2 * points)) as u32;
            (0..points).map(|point| expected_fill_rate(level - under(point), cover)).sum::<f64>()
                / f64::from(points)
        }
    }
}
