//! Moments outside the run.

use crate::scenario::Scenario;
use crate::scenario::disruption::moment_text;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::Micros;
use crate::scenario::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    for disruption in &scenario.disruptions {
        moment(
            reader,
            scenario,
            &["disruptions", &disruption.name, "from"],
            Some(disruption.from),
            "disruption",
        );
    }
    for phase in &scenario.restart {
        moment(reader, scenario, &["restart", &phase.name, "from"], phase.from, "phase");
    }
    for demand in &scenario.demand {
        // One that begins in the warm-up is as good as any.
        let from = demand.from.filter(|&from| from >= scenario.horizon);
        moment(reader, scenario, &["demand", &demand.name, "from"], from, "demand");
    }
}

/// Says that something begins after the run, or in its warm-up. Before the run is told while reading.
fn moment(reader: &mut Reader<'_>, scenario: &Scenario, path: &[&str], from: Option<Micros>, what: &str) {
    let (Some(from), Some(place), Some(start)) =
        (from, reader.node(path).map(|node| node.place), reader.start)
    else {
        return;
    };
    // An instant before the run was told and stands as 0.
    let told = reader.files.faults.iter().any(|fault| fault.place() == Some(place));
    if told {
        return;
    }
    let name = path[1];
    let written = |key: &str| reader.node(&[key]).map(|node| node.place);
    let help = if what == "demand" {
        "begin before the end of the run"
    } else {
        "begin between the end of the warm-up and the end of the run"
    };
    let (end, label, bound) = if from >= scenario.horizon {
        ("after the run ends", "after the run", written("horizon").map(|place| (place, scenario.horizon)))
    } else if from < scenario.warm_up {
        ("inside the warm-up", "in the warm-up", written("warm_up").map(|place| (place, scenario.warm_up)))
    } else {
        return;
    };
    let fault = Fault::at(place, format!("{what} `{name}` begins {end}"), label).help(help);
    reader.fault(match bound {
        Some((bound, until)) => fault.and(bound, format!("until {}", moment_text(start, until))),
        None => fault,
    });
}
