//! Run window: disruptions, restart phases and demands start within the run, and end after they
//! start.
//!
//! A disruption or phase starts after the warm-up, so that its effect is reported. A demand may
//! start in the warm-up. Instants before `start` are reported by the reader.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::moment::moment_text;
use crate::scenario::syntax::reader::Reader;
use crate::units::Instant;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    for disruption in &scenario.disruptions {
        let path = ["disruptions", &disruption.name, "from"];
        starts_in_run(reader, scenario, &path, Some(disruption.from), "disruption");
        let until = ["disruptions", &disruption.name, "until"];
        ends_after_start(reader, [&path, &until], disruption.from, disruption.until);
    }
    for phase in &scenario.restart {
        starts_in_run(reader, scenario, &["restart", &phase.name, "from"], phase.from, "phase");
    }
    for demand in &scenario.demand {
        // A demand may start in the warm-up.
        let from = demand.from.filter(|&from| from >= Instant::at(scenario.horizon));
        starts_in_run(reader, scenario, &["demand", &demand.name, "from"], from, "demand");
    }
}

/// Reports an `until` that is not after `from`, each with its path.
fn ends_after_start(reader: &mut Reader<'_>, paths: [&[&str; 3]; 2], from: Instant, until: Option<Instant>) {
    let [from_place, until_place] = paths.map(|path| reader.node(path).map(|node| node.place));
    let (Some(from_place), Some(until_place)) = (from_place, until_place) else { return };
    if until.is_some_and(|until| until <= from) && !has_error(reader, from_place) {
        reader.report(
            ScenarioError::at(until_place, "`until` must be after `from`", "not after `from`")
                .and(from_place, "start"),
        );
    }
}

/// True if the reader has reported the value at a place. An instant before `start` is reported, and
/// stands as 0.
fn has_error(reader: &Reader<'_>, place: Place) -> bool {
    reader.files.errors.iter().any(|error| error.place() == Some(place))
}

/// Reports an instant after the end of the run or in its warm-up.
fn starts_in_run(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    path: &[&str; 3],
    from: Option<Instant>,
    what: &str,
) {
    let (Some(from), Some(place), Some(start)) =
        (from, reader.node(path).map(|node| node.place), reader.start)
    else {
        return;
    };
    if has_error(reader, place) {
        return;
    }
    let name = path[1];
    let place_of = |key: &str| reader.node(&[key]).map(|node| node.place);
    let (when, label, bound) = if from >= Instant::at(scenario.horizon) {
        ("after the run ends", "after the run", place_of("horizon").map(|place| (place, scenario.horizon)))
    } else if from < Instant::at(scenario.warm_up) {
        ("in the warm-up", "in the warm-up", place_of("warm_up").map(|place| (place, scenario.warm_up)))
    } else {
        return;
    };
    let help = if what == "demand" {
        "start before the end of the run"
    } else {
        "start between the end of the warm-up and the end of the run"
    };
    let error = ScenarioError::at(place, format!("{what} `{name}` starts {when}"), label).help(help);
    reader.report(match bound {
        Some((bound, until)) => error.and(bound, format!("until {}", moment_text(start, Instant::at(until)))),
        None => error,
    });
}
