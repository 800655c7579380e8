//! Uncertain values: no two set the same key.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Reader, shown};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let all = &scenario.uncertain;
    for (k, one) in all.iter().enumerate() {
        let place = |name: &str, set: &str| reader.place_in_list(&["uncertain", name, "set"], set);
        let twice = one.set.iter().find_map(|set| {
            let first = all[..k].iter().find(|earlier| earlier.set.contains(set))?;
            Some((set, first))
        });
        let Some((set, first)) = twice else { continue };
        if let (Some(here), Some(there)) = (place(&one.name, set), place(&first.name, set)) {
            reader.report(
                ScenarioError::at(here, format!("two uncertain values set `{}`", shown(set)), "set again")
                    .and(there, "first set here")
                    .help("remove one of them"),
            );
        }
    }
}
