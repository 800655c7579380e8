//! Stock: what a site holds of each part, when it looks, and what it orders.
//!
//! ```toml
//! stock = { cover = "6 weeks", review = { every = "1 week", at = "mon 06:00" }, needs = ["order_entry"] }
//! stock = { fill_target = "95%", review = "continuous" }
//! stock = { level = "3 pieces" }                        # or { level = { fast = "40 pieces", slow = "2 pieces" } }
//! stock = "unlimited"
//! ```

use super::quantity::Micros;

/// What a site holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Stock {
    /// Everything, always.
    Unlimited,
    /// Base stock: each shelf is ordered up to its level.
    BaseStock(BaseStock),
}

/// Base stock policy of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseStock {
    /// What sets the level of each part.
    pub level: StockLevel,
    /// When it looks.
    pub review: Review,
    /// Order class of its replenishment lines.
    pub class: String,
    /// Segments that it holds; parts of others are passed on. Empty: all.
    pub segments: Vec<String>,
    /// Whether part of a line may go before the rest.
    pub supply: Supply,
    /// What the level must cover beside the review, where it is not worked out: `planned_lead_time`.
    pub planned_lead_time: Option<Micros>,
    /// Systems it cannot order without: a review that falls due while one is down is made when it is back.
    pub needs: Vec<String>,
}

/// What sets the level of each part.
#[derive(Debug, Clone, PartialEq)]
pub enum StockLevel {
    /// Pieces, by segment name, for each segment that is held.
    Pieces(Vec<(String, u32)>),
    /// Mean demand of so long, rounded up.
    Cover(Micros),
    /// The smallest level at which this share of pieces is expected to be given at once.
    FillTarget(f64),
}

/// When a site compares its position with the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Review {
    /// At every demand.
    Continuous,
    /// Every so often, first at this time after the Monday midnight at or before `start`.
    Periodic {
        /// Interval.
        every: ReviewInterval,
        /// Time of day, or of the week, of a review.
        at: Micros,
    },
}

/// Interval of periodic reviews.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReviewInterval {
    /// Elapsed time.
    Elapsed(Micros),
    /// Every working day of the scenario's calendar.
    WorkingDay,
}

/// Whether part of a line may go before the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// What is there goes at once, the rest follows.
    Part,
    /// A line goes when all its pieces are there.
    Whole,
}
