//! Shares of segments add up to 100 %.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::Place;
use crate::scenario::syntax::quantity::{adds_up, wrong_sum};
use crate::scenario::syntax::reader::Reader;
use crate::scenario::syntax::tree::{Node, Value};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let readable = scenario
        .parts
        .iter()
        .all(|part| part.share > 0.0 || reader.node(&["parts", &part.name, "share"]).is_some_and(says_zero));
    let (sum, whole) = adds_up(scenario.parts.iter().map(|part| part.share));
    if scenario.parts.is_empty() || whole || !readable {
        return;
    }
    let places: Vec<Place> = scenario
        .parts
        .iter()
        .filter_map(|part| Some(reader.node(&["parts", &part.name, "share"])?.place))
        .collect();
    if let Some((first, others)) = places.split_first() {
        let fault = wrong_sum(*first, "the shares of segments", sum);
        reader.fault(others.iter().take(8).fold(fault, |fault, place| fault.and(*place, "and this")));
    }
}

fn says_zero(node: &Node) -> bool {
    matches!(&node.value, Value::Text(text) if text.trim_start().starts_with('0'))
}
