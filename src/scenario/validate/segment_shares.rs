//! Segment shares: the `share`s of all segments add up to 100 %.
//!
//! The sum is checked only when every share could be read.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::Place;
use crate::scenario::syntax::quantity::{adds_up, split, wrong_sum};
use crate::scenario::syntax::reader::Reader;
use crate::scenario::syntax::tree::{Node, Value};

/// Maximum number of further shares that the diagnostic points at.
const MAX_MARKS: usize = 8;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let all_read = scenario.parts.iter().all(|segment| {
        segment.share > 0.0 || reader.node(&["parts", &segment.name, "share"]).is_some_and(is_written_as_zero)
    });
    let (sum, is_one) = adds_up(scenario.parts.iter().map(|segment| segment.share));
    if scenario.parts.is_empty() || is_one || !all_read {
        return;
    }
    let places: Vec<Place> = scenario
        .parts
        .iter()
        .filter_map(|segment| Some(reader.node(&["parts", &segment.name, "share"])?.place))
        .collect();
    if let Some((first, others)) = places.split_first() {
        let error = wrong_sum(*first, "the shares of segments", sum);
        let others = others.iter().take(MAX_MARKS);
        reader.report(others.fold(error, |error, place| error.and(*place, "and this share")));
    }
}

/// A share that could not be read is 0 as well.
fn is_written_as_zero(node: &Node) -> bool {
    let Value::Text(text) = &node.value else { return false };
    split(text).is_some_and(|(number, _)| number.times(1, 0) <= 0.0)
}
