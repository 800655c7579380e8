//! Stock: the parts that a site holds, their levels, and when it orders.
//!
//! Knows nothing of sites.

pub mod levels;
pub mod policy;
pub mod review;

pub use levels::StockLevel;
pub use policy::{BaseStock, ShortageResponse, Stock, Supply};
pub use review::{FirstReview, Review, ReviewInterval};
