//! Stock: assortment, levels, reviews and replenishment of the sites of a group.

use super::assortment::Assortment;
use super::cumulative_rate::CumulativeRate;
use crate::scenario::stock::{ShortageResponse, Supply};
use crate::units::{Duration, Instant, SystemId};

/// Stock of a site.
#[derive(Debug, Clone)]
pub enum Stock {
    /// None: lines are passed on to the first source.
    None,
    /// Everything, always.
    Unlimited,
    /// Shelves with a level.
    BaseStock(Box<BaseStock>),
}

/// Shelves with a level; all sites of a group have the same levels.
#[derive(Debug, Clone)]
pub struct BaseStock {
    /// Parts that are held.
    pub assortment: Assortment,
    /// Order-up-to level of each shelf: its highest inventory position \[pieces\].
    pub level: Vec<u32>,
    /// Order quantity of a review.
    pub replenishment: Replenishment,
    /// Instants of the reviews up to the end of the run; `None`: continuous.
    pub reviews: Option<Vec<Instant>>,
    /// Order class of replenishment lines.
    pub class: u8,
    /// Whether a line may be supplied in parts.
    pub supply: Supply,
    /// Response to a shortage of a customer's line.
    pub shortage: ShortageResponse,
    /// Systems that orders need.
    pub needs: Vec<SystemId>,
    /// Lines that a site can order manually meanwhile; `None`: none.
    pub manual_orders: Option<CumulativeRate>,
    /// Planned time between an order and its arrival on hand, without queueing:
    /// used for the levels and for the goods in transit at the start.
    pub lead_time: Duration,
}

/// Order quantity of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replenishment {
    /// Up to the level.
    BaseStock,
    /// (s, S): up to the level, but only at or below the shelf's reorder point \[pieces\].
    MinMax(Vec<u32>),
    /// (R, nQ): at or below R = level − lot, which may be negative, the smallest number of lots
    /// that raises the position above R; lot size by shelf \[pieces\].
    Lots(Vec<u32>),
}

impl Replenishment {
    /// The largest gap between a shelf's level and its position after a review, plus one piece.
    pub fn range(&self, level: u32, shelf: usize) -> u32 {
        match self {
            Replenishment::BaseStock => 1,
            Replenishment::MinMax(min) => level - min[shelf],
            Replenishment::Lots(lot) => lot[shelf],
        }
    }
}
