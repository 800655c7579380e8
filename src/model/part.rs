//! Parts: segments, and the distribution of order lines over parts.

use crate::distributions::Sampler;
use crate::distributions::alias;

/// A segment of parts that share parameters: parts `first .. first + count`.
#[derive(Debug, Clone)]
pub struct Segment {
    /// First part.
    pub first: u32,
    /// Number of parts.
    pub count: u32,
    /// Pieces of a customer's line.
    pub pieces: Sampler,
    /// Value of a piece [the scenario's currency].
    pub value: f64,
}

/// Distribution of a demand's lines over parts: an alias table (Walker 1977; Vose 1991), one
/// random word a line.
#[derive(Debug, Clone)]
pub struct PartMix {
    /// Threshold and alias of each slot: the slot's own part if the low 32 bits of the word are
    /// below the threshold, else the alias.
    pub slots: Vec<(u32, u32)>,
    /// Probability of each part.
    pub share: Vec<f64>,
}

impl PartMix {
    /// Part that a random word selects.
    #[inline]
    pub fn pick(&self, word: u64) -> u32 {
        alias::pick(&self.slots, word)
    }
}
