//! Support: the values that a distribution may yield, and how one of them is written.

use crate::scenario::syntax::quantity::time_text;
use crate::scenario::syntax::writer::quoted;

/// Values that a distribution may yield.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Durations.
    Time,
    /// Pieces of a line: integers from 1.
    Pieces,
    /// Pieces of a line that is not ordered when it has none: integers from 0.
    PiecesOrNone,
    /// Lines of an order: integers from 1.
    Lines,
}

impl Support {
    /// A constant of this support, as TOML.
    pub(super) fn example(self) -> &'static str {
        match self {
            Support::Time => "\"5 days\"",
            Support::Pieces | Support::PiecesOrNone => "\"3 pieces\"",
            Support::Lines => "\"2 lines\"",
        }
    }

    /// Singular and plural of a unit.
    pub(super) fn words(self) -> [&'static str; 2] {
        match self {
            Support::Time => ["day", "days"],
            Support::Pieces | Support::PiecesOrNone => ["piece", "pieces"],
            Support::Lines => ["line", "lines"],
        }
    }

    /// The smallest integer that it contains.
    pub(super) fn least(self) -> f64 {
        f64::from(u8::from(matches!(self, Support::Pieces | Support::Lines)))
    }

    /// Its values in words.
    pub fn plural(self) -> &'static str {
        match self {
            Support::Time => "times",
            Support::Pieces => "pieces",
            Support::PiecesOrNone => "`pieces` of a demand",
            Support::Lines => "lines",
        }
    }

    /// A value as TOML that reads back to the same.
    pub(super) fn write(self, value: f64) -> String {
        match self {
            Support::Time => quoted(&time_text(value)),
            Support::Pieces | Support::PiecesOrNone | Support::Lines => {
                let number = value.to_string();
                quoted(&format!("{number} {}", self.words()[usize::from(number != "1")]))
            }
        }
    }
}
