//! Forms: the forms of values that several tables share, from texts to distributions.
//!
//! Knows nothing of what a key is for.

mod count;
mod distribution;
mod flag;
mod inline;
mod lines;
mod list;
mod moment;
mod money;
mod name;
mod share;
mod stream;
mod text;
mod time;
mod word;

pub(crate) use count::Count;
pub(crate) use distribution::{LineDistribution, PieceDistribution, TimeDistribution};
pub(crate) use flag::Flag;
pub(crate) use inline::{Inline, inner_fields, schema_of};
pub(crate) use lines::{LineRate, Lines};
pub(crate) use list::{SortedList, list_of};
pub(crate) use moment::{CLOCK, Moment, TimeOfDay};
pub(crate) use money::Money;
pub(crate) use name::{Name, Named, Names, names};
pub(crate) use share::{Level, Share, ShareInMillionths};
pub(crate) use stream::StreamName;
pub(crate) use text::Text;

pub(crate) use word::{OneOf, Word};

use super::reader::{Item, Reader};
use crate::registers::key::Key;
use crate::scenario::syntax::diagnostic::ScenarioError;
use serde_json::{Value as Json, json};

/// A number with decimals, in patterns.
const NUMBER: &str = r"\s*\+?[0-9]+(\.[0-9]+)?\s*";
/// Units of time, in patterns.
pub(crate) const TIMES: &str = "(us|ms|s|min|h|days?|weeks?)";

/// Largest count that a key without bounds of its own takes.
const MOST: i128 = 1_000_000_000;

/// Schema of a text of this pattern.
pub(crate) fn text_of(pattern: &str) -> Json {
    json!({ "type": "string", "pattern": format!("^{pattern}$") })
}

/// Schema of a quantity in one of these units.
pub(crate) fn quantity_of(units: &str) -> Json {
    text_of(&format!("{NUMBER}{units}\\s*"))
}

impl Reader<'_> {
    /// Reports a number that is outside the range of its key.
    pub(crate) fn in_range(&mut self, item: Item<'_>, key: &Key, number: f64) -> bool {
        let Some(range) = key.range else { return true };
        let (least, most) = (range.least as f64, range.most as f64);
        let error = if number < least || (range.above && number <= least) {
            let bound = if range.least == 0 { "0".to_owned() } else { (key.limit)(range.least) };
            let bound = if range.above { format!("over {bound}") } else { format!("at least {bound}") };
            ScenarioError::at(item.place(), format!("`{}` must be {bound}", item.key), "too small")
        } else if number > most || (range.below && number >= most) {
            let bound = (key.limit)(range.most);
            let bound = if range.below { format!("below {bound}") } else { format!("at most {bound}") };
            ScenarioError::at(item.place(), format!("`{}` must be {bound}", item.key), "too large")
        } else {
            return true;
        };
        self.report(error.help(format!("for instance `{} = {}`", item.key, key.example)));
        false
    }
}
