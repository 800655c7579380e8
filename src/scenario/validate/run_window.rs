//! Run window: disruptions, restart phases and demands start within the run.
//!
//! A disruption or phase starts after the warm-up, so that its effect is reported. A demand may
//! start in the warm-up. Instants before `start` are reported by the reader.

use crate::scenario::Scenario;
use crate::scenario::disruption::moment_text;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::Reader;
use crate::units::Micros;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    for disruption in &scenario.disruptions {
        let path = ["disruptions", &disruption.name, "from"];
        starts_in_run(reader, scenario, &path, Some(disruption.from), "disruption");
    }
    for phase in &scenario.restart {
        starts_in_run(reader, scenario, &["restart", &phase.name, "from"], phase.from, "phase");
    }
    for demand in &scenario.demand {
        // A demand may start in the warm-up.
        let from = demand.from.filter(|&from| from >= scenario.horizon);
        starts_in_run(reader, scenario, &["demand", &demand.name, "from"], from, "demand");
    }
}

/// Reports an instant after the end of the run or in its warm-up.
fn starts_in_run(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    path: &[&str; 3],
    from: Option<Micros>,
    what: &str,
) {
    let (Some(from), Some(place), Some(start)) =
        (from, reader.node(path).map(|node| node.place), reader.start)
    else {
        return;
    };
    // The reader has reported an instant before `start`, and replaced it by 0.
    if reader.files.faults.iter().any(|fault| fault.place() == Some(place)) {
        return;
    }
    let name = path[1];
    let place_of = |key: &str| reader.node(&[key]).map(|node| node.place);
    let (when, label, bound) = if from >= scenario.horizon {
        ("after the run ends", "after the run", place_of("horizon").map(|place| (place, scenario.horizon)))
    } else if from < scenario.warm_up {
        ("in the warm-up", "in the warm-up", place_of("warm_up").map(|place| (place, scenario.warm_up)))
    } else {
        return;
    };
    let help = if what == "demand" {
        "start before the end of the run"
    } else {
        "start between the end of the warm-up and the end of the run"
    };
    let fault = Fault::at(place, format!("{what} `{name}` starts {when}"), label).help(help);
    reader.fault(match bound {
        Some((bound, until)) => fault.and(bound, format!("until {}", moment_text(start, until))),
        None => fault,
    });
}
