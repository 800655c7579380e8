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
    let per_microsecond = pieces_per_day / DAY.as_micros_f64();
    let cover = Cover {
        in_lead_time: per_microsecond * held.lead_time.as_micros_f64(),
        between_reviews: per_microsecond * between_reviews,
        ratio: model.line_size(group, part as u32).ratio(),
    };
    let shelf = shelf as usize;
    let level = held.level[shelf];
    match held.replenishment.range(level, shelf) {
        ..=1 => expected_fill_rate(level, cover),
        // The position is uniform over its range; one of 0 or less fills nothing.
        range => {
            let points = range.min(POINTS);
            let under =
                |point: u32| (u64::from(range) * u64::from(2 * point + 1) / u64::from(2 * points)) as u32;
            (0..points)
                .map(|point| expected_fill_rate(level.saturating_sub(under(point)), cover))
                .sum::<f64>()
                / f64::from(points)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::{Stock, test_scenario};
    use crate::scenario::stock::{Review, Stock as StockSpec, StockLevel};

    const CENTRE: SiteGroupId = SiteGroupId::new(0);

    /// Fill rate of a part at the centre with continuous review and a lead time of two days.
    fn at_centre(level: StockLevel, part: usize, pieces_per_day: f64) -> f64 {
        let mut scenario = test_scenario::scenario();
        scenario.parts =
            ["held", "other"].map(|name| test_scenario::segment(name, 1, Distribution::Constant(1.0))).into();
        for segment in &mut scenario.parts {
            segment.share = 0.5;
        }
        let mut stock = test_scenario::base_stock(level, Review::Continuous);
        if let StockSpec::BaseStock(stock) = &mut stock {
            stock.segments = vec!["held".into()];
        }
        scenario.sites[0].stock = Some(stock);
        let model = build(&scenario).unwrap().model;
        let Stock::BaseStock(held) = &model.site_groups[CENTRE].stock else { panic!("no base stock") };
        shelf_fill_rate(&model, CENTRE, held, part, pieces_per_day, 0.0)
    }

    #[test]
    fn a_level_fills_what_palms_theorem_gives() {
        // Poisson with mean 5 in the lead time: P(X ≤ 7) = 0.8666 with 8 pieces.
        let level = || StockLevel::Pieces(vec![("held".into(), 8)]);
        assert!((at_centre(level(), 0, 2.5) - 0.866_628).abs() < 1e-4);
        assert_near(&[at_centre(level(), 0, 0.0)], &[1.0]);
    }

    #[test]
    fn lots_fill_the_mean_over_the_positions() {
        // Poisson with mean 10, R = 13, lots of 8: the mean over the positions 14 … 21.
        let pieces = |pieces: u32| vec![("held".into(), pieces)];
        let lots = StockLevel::Lots { reorder_point: pieces(13), quantity: pieces(8) };
        assert_near(&[at_centre(lots, 0, 5.0)], &[0.959_839_65]);
    }

    #[test]
    fn a_part_that_is_not_held_does_not_limit() {
        assert_near(&[at_centre(StockLevel::Pieces(vec![("held".into(), 0)]), 1, 5.0)], &[1.0]);
    }
}
