//! Parts by segment: parts that are alike, how many, and how the order lines spread over them.
//!
//! ```toml
//! [parts.fast]
//! count = 800
//! share = "55%"                         # of customers' order lines
//! spread = { zipf = 0.7 }               # the k-th part is ordered in proportion to 1/k^0.7
//! pieces = { geometric = "6 pieces" }   # of a customer's line
//! value = "£9"                          # of a piece
//! ```

use super::distribution::Distribution;

/// A segment: a table of parts that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Name.
    pub name: String,
    /// Number of parts.
    pub count: u32,
    /// Share of customers' lines that ask for a part of this segment; over all segments 1.
    pub share: f64,
    /// How these lines spread over its parts.
    pub spread: Spread,
    /// Pieces of a customer's line: whole numbers from 1.
    pub pieces: Distribution,
    /// Value of a piece, in the currency unit.
    pub value: f64,
}

/// How the lines of a segment spread over its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Every part as often.
    Even,
    /// The k-th part in proportion to 1/k^exponent.
    Zipf(f64),
    /// Weights are the quantiles (k − ½)/n of a lognormal with this standard deviation of the logarithm.
    Lognormal(f64),
}
