//! Whether what may be drawn can stand in the scenario: its corners are tried before anything runs.

use super::substitution::with_values;
use super::{KINDS, Uncertain};
use crate::scenario::syntax::diagnostic::{Fault, Place};
use crate::scenario::syntax::reader::{Reader, shown};
use crate::scenario::syntax::tree::{Table, Value};

/// Tries the ends and the middle of each distribution, one at a time, and learns which values must be whole.
/// `tried` says what is wrong with a scenario of a tree.
pub(crate) fn try_all(
    reader: &mut Reader<'_>,
    all: &mut [Uncertain],
    mut tried: impl FnMut(&Table) -> Option<(String, Option<String>)>,
) {
    let tree = reader.tree;
    let mut try_one = |one: &Uncertain, number: f64| match with_values(tree, &[(one, number)]) {
        Ok(changed) => tried(&changed),
        Err(why) => Some((why, None)),
    };
    for one in all {
        if let Some(broken) = one.broken() {
            one.whole = try_one(one, broken).is_some() && try_one(one, broken.floor()).is_none();
        }
        for (corner, number) in one.corners().into_iter().enumerate() {
            let Some((why, help)) = try_one(one, number) else { continue };
            let Some(place) = reader.place_of_corner(one, corner) else { continue };
            let set = one.set.first().map_or("", String::as_str);
            let message = format!("`{}` cannot be {}: {why}", shown(set), one.text(number));
            let fault = Fault::at(place, message, "may be drawn here");
            let help = help.unwrap_or_else(|| "draw only what the scenario itself may say".to_owned());
            let fault = match reader.node(&["uncertain", &one.name, "set"]) {
                Some(set) => fault.and(set.place, "stands for this"),
                None => fault,
            };
            reader.fault(fault.help(help));
        }
    }
}

impl Reader<'_> {
    /// Where a value of a distribution is written, or the whole distribution.
    pub(crate) fn place_of_corner(&self, one: &Uncertain, corner: usize) -> Option<Place> {
        let node = KINDS.into_iter().find_map(|key| self.node(&["uncertain", &one.name, key]))?;
        Some(match &node.value {
            Value::List(list) => list.get(corner).map_or(node.place, |value| value.place),
            _ => node.place,
        })
    }
}
